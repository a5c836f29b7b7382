"""``report``: a folder with the page, the charts, the tables and every run; or one page; or a page for every scenario."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from simulator.results.results import Results
from simulator.scenario.scenario import Scenario
from simulator.verbs.common import (
    Progress,
    answered,
    executor,
    json_argument,
    play_arguments,
    print_json,
    say,
    scenario_arguments,
    scenario_of,
    warn,
    warned,
)
from simulator.words.problems import refuse

ALONE = (".html", ".htm", ".md", ".pdf")


def report_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``report``."""
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
    play_arguments(parser)
    json_argument(parser)


def report(options: argparse.Namespace) -> int:
    """Play the scenario, print the answer, and write the report."""
    from simulator.questions.report_document import report_document
    from simulator.show.report import write_page, write_report
    from simulator.show.text import run_text

    if options.all:
        return _all(options)
    if not options.scenario:
        raise refuse("no scenario is named", "party-rules report scenarios/labour-2016-june.yaml, or --all")
    scenario = scenario_of(options)
    results = played(scenario, options)
    name = os.path.splitext(os.path.basename(scenario.name))[0]
    folder = options.output or os.path.join("reports", name)
    alone = folder.lower().endswith(ALONE)
    ending = os.path.splitext(folder)[1].lower()
    if not alone and ending[1:].isalpha() and not os.path.isdir(folder):
        raise refuse(
            f"{folder}: a page is an .html, an .md or a .pdf", "name a folder, or a file with one of these endings"
        )
    if alone and options.format and not folder.lower().endswith(options.format):
        raise refuse(f"{folder} is not a .{options.format}", f"name a file in .{options.format}, or leave out --format")
    if alone:
        write_page(report_document(results), folder)
        written = [os.path.basename(folder)]
    else:
        written = write_report(results, report_document(results), folder, options.format or "html")
    if options.json:
        print_json(
            {
                "schema": "party-rules/report/1",
                "folder": folder,
                "files": written,
                "result": results.comparison.to_json(),
            }
        )
        return 0
    answered(scenario, run_text(results.comparison, hint=False))
    if alone:
        say(f"\n  The page: {folder} (it stands alone; a folder has the tables and every run, too)")
    else:
        page = os.path.join(folder, f"index.{options.format or 'html'}")
        say(f"\n  The report: {page} ({len(written)} files in {folder})")
    return 0


def played(scenario: Scenario, options: argparse.Namespace) -> Results:
    """The scenario under the readings it states, or lays side by side."""
    from simulator.questions.simulate import simulate

    with executor(options) as workers:
        return simulate(scenario, runs=options.runs, seed=options.seed, executor=workers, progress=Progress())


def _all(options: argparse.Namespace) -> int:
    """A page for every scenario, and an index with the sentence of each."""
    from simulator.questions.report_document import report_document
    from simulator.scenario.resolve import load
    from simulator.show.library import write_index
    from simulator.show.report import write_page, written_or_refused
    from simulator.show.sentences import headline
    from simulator.verbs.files import scenario_files
    from simulator.words.problems import Problems

    if options.scenario or options.settings or options.readings or options.what_ifs or options.format:
        raise refuse("--all takes every scenario as it is written", "leave out the scenario and what is set in it")
    folder = options.output or os.path.join("reports", "all")
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise refuse(f"{folder} is a file", "name a folder for the pages")
    with written_or_refused(Path(folder)):
        os.makedirs(folder, exist_ok=True)
    rows: list[dict[str, Any]] = []
    for path in scenario_files():
        name = os.path.splitext(os.path.basename(path))[0]
        try:
            scenario = warned(load(path))
            answer = report_document(played(scenario, options))
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
            warn(scenario)
            say(f"wrote {os.path.join(folder, f'{name}.html')}: {said['sentence']}")
    if not rows:
        raise refuse("there is no scenario in the folder scenarios here", "party-rules new NAME writes one")
    index = write_index(rows, folder)
    if options.json:
        print_json({"schema": "party-rules/reports/1", "folder": folder, "pages": rows})
    else:
        say(f"\n  The index: {index} ({sum(bool(row['page']) for row in rows)} pages)")
    return 0
