"""``polls`` and ``backtest``: what polls say, and how good chances made from polls before real results have been."""

from __future__ import annotations

import argparse

from simulator.verbs.common import drawn, json_argument, print_json, say, scenario_arguments, scenario_of
from simulator.words.problems import refuse


def polls_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``polls``."""
    scenario_arguments(parser)
    parser.add_argument("--chart", metavar="FILE", help="draw the polls and the beliefs made from them")
    json_argument(parser)


def polls(options: argparse.Namespace) -> int:
    """Print what each poll of a scenario contributes, and the belief with its interval."""
    from simulator.show.polls import polls_document, polls_text

    scenario = scenario_of(options)
    found = polls_document(scenario)
    if not found["beliefs"] and not (found["nominations"] and not options.chart):
        raise refuse(
            f"{options.scenario} has no polls",
            "add polls: (pollster, date, section, shares), and electorate: {closes: DATE}; or electorate: {clp_nominations: …}",
        )
    if options.chart:
        from simulator.show.charts import CHARTS

        drawn(options.chart, CHARTS["beliefs"], found)
    elif options.json:
        print_json(found)
    else:
        for line in polls_text(found):
            say(line)
    return 0


def backtest_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``backtest``."""
    parser.add_argument("--polls", action="store_true", help="print every poll, one on each line")
    parser.add_argument("--chart", metavar="FILE", help="draw the intervals and what was counted")
    json_argument(parser)


def backtest(options: argparse.Namespace) -> int:
    """Print the scores; exit 1 if the 80% intervals hold too few or too many counts in either table."""
    from simulator.show.track import track_record, track_text

    found = track_record()
    if options.chart:
        from simulator.show.charts import CHARTS

        drawn(options.chart, CHARTS["track-record"], found)
        return 0
    if options.json:
        print_json(found)
    else:
        for line in track_text(found, every_poll=options.polls):
            say(line)
    return 0 if all(found["within_band"].values()) else 1
