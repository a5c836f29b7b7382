"""``report``: a folder with the page, the charts, the tables and every run."""

from __future__ import annotations

import argparse
import os

from simulator.verbs.common import (
    Progress,
    answered,
    json_argument,
    play_arguments,
    print_json,
    say,
    scenario_arguments,
    scenario_of,
)


def report_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``report``."""
    scenario_arguments(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="FOLDER",
        help="where to write it (default: reports/NAME); a name in .html is the page alone",
    )
    play_arguments(parser)
    json_argument(parser)


def report(options: argparse.Namespace) -> int:
    """Play the scenario, print the answer, and write the report."""
    from simulator.questions.compare import compare, touching
    from simulator.questions.simulate import simulate
    from simulator.show.report import write_page, write_report
    from simulator.show.text import run_text

    scenario = scenario_of(options)
    play = compare if scenario.compared or touching(scenario) else simulate
    results = play(scenario, runs=options.runs, seed=options.seed, workers=options.workers, progress=Progress())
    name = os.path.splitext(os.path.basename(scenario.name))[0]
    folder = options.output or os.path.join("reports", name)
    alone = folder.endswith((".html", ".htm"))
    if alone:
        write_page(results, folder)
    written = ["index.html"] if alone else write_report(results, folder)
    if options.json:
        print_json({"schema": "party-rules/report/1", "folder": folder, "files": written, "result": results.comparison})
        return 0
    answered(scenario, run_text(results.comparison, hint=False))
    if alone:
        say(f"\n  The page: {folder} (it stands alone; a folder has the tables and every run, too)")
    else:
        say(f"\n  The report: {os.path.join(folder, 'index.html')} ({len(written)} files in {folder})")
    return 0
