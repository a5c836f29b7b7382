"""``report``: a folder with the page, the charts, the tables and every run; or one page; or a page for every scenario."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from simulator.verbs.common import (
    json_argument,
    run_arguments,
    say,
    scenario_arguments,
    warn,
    warned,
    workers_argument,
)
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from simulator.questions.report_document import LibraryWritten, ReportWritten
    from simulator.results.results import Results
    from simulator.scenario.scenario import Scenario

ALONE = (".html", ".htm", ".md", ".pdf")


def _arguments(parser: ArgumentParser) -> None:
    scenario_arguments(parser, needed=False)
    parser.add_argument(
        "--all", action="store_true", help="a page for every scenario in the folder, and an index of them"
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FOLDER",
        help="where to write it (default: reports/NAME); a name ending in .html, .md or .pdf writes the page alone",
    )
    parser.add_argument(
        "--format", choices=("html", "md", "pdf"), help="format of the page in the folder: Markdown or PDF come beside the HTML "
        "(a PDF needs a Chromium on this machine)",
    )  # fmt: skip
    run_arguments(parser)
    workers_argument(parser)
    json_argument(parser)


def _ask(asked: Asked) -> ReportWritten | LibraryWritten:
    """Simulate the scenario, and write the report."""
    from simulator.questions.report_document import ReportWritten, report_document
    from simulator.show.report import write_page, write_report
    from simulator.words.problems import refuse

    options = asked.options
    if options.all:
        return _library(asked)
    if not options.scenario:
        raise refuse("no scenario is named", "party-rules report scenarios/labour-2016-june.yaml, or --all")
    results = _simulated(asked.scenario, asked)
    name = os.path.splitext(os.path.basename(asked.scenario.name))[0]
    folder = options.output or os.path.join("reports", name)
    alone = folder.lower().endswith(ALONE)
    ending = os.path.splitext(folder)[1].lower()
    if not alone and ending[1:].isalpha() and not os.path.isdir(folder):
        raise refuse(
            f"{folder}: a page is an .html, an .md or a .pdf", "name a folder, or a file with one of these endings"
        )
    if alone and options.format and not folder.lower().endswith(options.format):
        raise refuse(f"{folder} is not a .{options.format}", f"name a file in .{options.format}, or leave out --format")
    if not alone:
        files = write_report(results, report_document(results), folder, options.format or "html")
    else:
        files = [os.path.basename(folder)]
        write_page(report_document(results), folder)
    return ReportWritten(folder=folder, files=tuple(files), result=results.comparison)


def _simulated(scenario: Scenario, asked: Asked) -> Results:
    """The scenario under the readings it states, or compares."""
    from simulator.questions.simulate import simulate

    options = asked.options
    with asked.executor() as workers:
        return simulate(scenario, runs=options.runs, seed=options.seed, executor=workers, progress=asked.progress)


def _library(asked: Asked) -> LibraryWritten:
    """A page for every scenario, and an index with the sentence of each."""
    from pathlib import Path

    from simulator.questions.files import scenario_files
    from simulator.questions.report_document import LibraryWritten, PageWritten, report_document
    from simulator.scenario.resolve import load
    from simulator.show.library import write_index
    from simulator.show.report import write_page, written_or_refused
    from simulator.show.sentences import headline
    from simulator.words.problems import Problems, refuse

    options = asked.options
    if options.scenario or options.settings or options.readings or options.what_ifs or options.format:
        raise refuse("--all takes every scenario as it is written", "leave out the scenario and what is set in it")
    folder = options.output or os.path.join("reports", "all")
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise refuse(f"{folder} is a file", "name a folder for the pages")
    with written_or_refused(Path(folder)):
        os.makedirs(folder, exist_ok=True)
    rows = []
    for path in scenario_files():
        name = os.path.splitext(os.path.basename(path))[0]
        try:
            scenario = warned(load(path))
            answer = report_document(_simulated(scenario, asked))
            write_page(answer, os.path.join(folder, f"{name}.html"))
        except Problems as found:
            why = f"It has no page: {found.problems[0].said}"
            rows.append(PageWritten(title=path, question="", sentence=why, page=""))
            continue
        row = PageWritten(
            title=scenario.title, question=scenario.question, sentence=headline(answer), page=f"{name}.html",
            warnings=answer.warnings, date=scenario.date.isoformat(),
        )  # fmt: skip
        rows.append(row)
        if not options.json:
            warn(scenario.warnings)
            say(f"wrote {os.path.join(folder, f'{name}.html')}: {row.sentence}")
    if not rows:
        raise refuse("there is no scenario in the folder scenarios here", "party-rules new NAME writes one")
    write_index(rows, folder)
    return LibraryWritten(folder=folder, pages=tuple(rows))


def _text(answer: ReportWritten | LibraryWritten, asked: Asked) -> Iterator[str]:
    from simulator.questions.report_document import ReportWritten
    from simulator.show.text import run_text

    if not isinstance(answer, ReportWritten):
        index, pages = os.path.join(answer.folder, "index.html"), sum(bool(one.page) for one in answer.pages)
        yield f"\n  The index: {index} ({pages} pages)"
        return
    yield from run_text(answer.result, hint=False)
    if answer.folder.lower().endswith(ALONE):
        yield f"\n  The page: {answer.folder} (it stands alone; a folder has the tables and every run, too)"
    else:
        page = os.path.join(answer.folder, f"index.{asked.options.format or 'html'}")
        yield f"\n  The report: {page} ({len(answer.files)} files in {answer.folder})"


QUESTION = Question(
    name="report",
    group="Ask a question",
    help="write a report: page, charts, tables, every simulated contest",
    arguments=_arguments,
    ask=_ask,
    text=_text,
)
