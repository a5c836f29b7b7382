"""Exploring interpretations: which clause decides, how the answer moves, and what it would take."""

from __future__ import annotations

import argparse

from simulator.verbs.common import (
    Progress,
    answered,
    json_argument,
    natural,
    picture,
    positive,
    print_json,
    scenario_arguments,
    scenario_of,
)


def _play_arguments(parser: argparse.ArgumentParser) -> None:
    """How many contests, with which luck; every combination or value meets the same."""
    parser.add_argument(
        "--runs", type=positive, metavar="N", help="contests for each (default: the scenario’s; at most 65,536)"
    )
    parser.add_argument("--seed", type=natural, metavar="N", help="of all luck (default: the scenario’s)")


def disputes_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``disputes``."""
    scenario_arguments(parser)
    parser.add_argument(
        "dispute", nargs="*", metavar="DISPUTE", help="which to cross (default: all that bear on the contest)"
    )
    parser.add_argument("--chart", metavar="FILE.svg|png", help="draw the ranking")
    _play_arguments(parser)
    json_argument(parser)


def disputes(options: argparse.Namespace) -> int:
    """Which clause decides: all combinations of the readings that touch a scenario, on the same luck."""
    from simulator.questions.disputes import factorial, ranking
    from simulator.show.disputes import disputes_text

    scenario = scenario_of(options)
    found = ranking(factorial(scenario, options.dispute, runs=options.runs, seed=options.seed, progress=Progress()))
    if options.chart:
        from simulator.show.charts import ranking as chart

        picture(options.chart, lambda path: chart.save(found, path))
        return 0
    if options.json:
        print_json(found)
        return 0
    return answered(scenario, disputes_text(found))
