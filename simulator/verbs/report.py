"""``report``: a folder with the page, the charts, the tables and every run; or one page; or a page for every scenario."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

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
    from collections.abc import Iterable, Iterator

    from simulator.results.results import Results
    from simulator.scenario.scenario import Scenario

ALONE = (".html", ".htm", ".md", ".pdf")


class Written(NamedTuple):
    """The report of one scenario: where it is, its files (one, if the page stands alone), and what it shows."""

    folder: str
    files: list[str]
    alone: bool
    results: Results


class Library(NamedTuple):
    """The pages of all scenarios, and their index."""

    folder: str
    contents: str
    pages: list[dict[str, object]]


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


def _ask(asked: Asked) -> Written | Library:
    """Simulate the scenario, and write the report."""
    from simulator.questions.report_document import report_document
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
        written = write_report(results, report_document(results), folder, options.format or "html")
        return Written(folder, written, alone, results)
    write_page(report_document(results), folder)
    return Written(folder, [os.path.basename(folder)], alone, results)


def _simulated(scenario: Scenario, asked: Asked) -> Results:
    """The scenario under the readings it states, or compares."""
    from simulator.questions.simulate import simulate

    options = asked.options
    with asked.executor() as workers:
        return simulate(scenario, runs=options.runs, seed=options.seed, executor=workers, progress=asked.progress)


def _library(asked: Asked) -> Library:
    """A page for every scenario, and an index with the sentence of each."""
    from pathlib import Path

    from simulator.questions.files import scenario_files
    from simulator.questions.report_document import report_document
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
    rows: list[dict[str, object]] = []
    for path in scenario_files():
        name = os.path.splitext(os.path.basename(path))[0]
        try:
            scenario = warned(load(path))
            answer = report_document(_simulated(scenario, asked))
            write_page(answer, os.path.join(folder, f"{name}.html"))
        except Problems as found:
            why = f"It has no page: {found.problems[0].said}"
            rows.append({"title": path, "question": "", "sentence": why, "page": ""})
            continue
        said = {
            "title": scenario.title,
            "question": scenario.question,
            "sentence": headline(answer),
            "page": f"{name}.html",
            "warnings": list(answer.warnings),
        }
        rows.append({**said, "date": scenario.date.isoformat()})
        if not options.json:
            warn(scenario.warnings)
            say(f"wrote {os.path.join(folder, f'{name}.html')}: {said['sentence']}")
    if not rows:
        raise refuse("there is no scenario in the folder scenarios here", "party-rules new NAME writes one")
    return Library(folder, write_index(rows, folder), rows)


def _text(answer: Written | Library, asked: Asked) -> Iterable[str]:
    return _of_the_library(answer) if isinstance(answer, Library) else _of_one(answer, asked.options.format or "html")


def _of_the_library(answer: Library) -> Iterator[str]:
    yield f"\n  The index: {answer.contents} ({sum(bool(row['page']) for row in answer.pages)} pages)"


def _of_one(answer: Written, kind: str) -> Iterator[str]:
    from simulator.show.text import run_text

    yield from run_text(answer.results.comparison, hint=False)
    if answer.alone:
        yield f"\n  The page: {answer.folder} (it stands alone; a folder has the tables and every run, too)"
    else:
        page = os.path.join(answer.folder, f"index.{kind}")
        yield f"\n  The report: {page} ({len(answer.files)} files in {answer.folder})"


def _document(answer: Written | Library) -> dict[str, object]:
    if isinstance(answer, Library):
        return {"schema": "party-rules/reports/1", "folder": answer.folder, "pages": answer.pages}
    return {
        "schema": "party-rules/report/1",
        "folder": answer.folder,
        "files": answer.files,
        "result": answer.results.comparison,
    }


QUESTION = Question(
    name="report",
    group="Ask a question",
    help="write a report: page, charts, tables, every simulated contest",
    arguments=_arguments,
    ask=_ask,
    text=_text,
    document=_document,
)
