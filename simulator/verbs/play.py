"""``run`` and ``compare``: play a scenario many times, under its readings, on the same draws."""

from __future__ import annotations

import argparse

from simulator.verbs.common import (
    Progress,
    answered,
    executor,
    json_argument,
    play_arguments,
    print_json,
    scenario_arguments,
    scenario_of,
)
from simulator.words.problems import refuse


def run_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``run``."""
    scenario_arguments(parser)
    play_arguments(parser)
    json_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Who leads at the end, how it ended, and the three numbers that explain it."""
    from simulator.questions.simulate import simulate

    scenario = scenario_of(options)
    with executor(options) as workers:
        results = simulate(scenario, runs=options.runs, seed=options.seed, executor=workers, progress=Progress())
    if options.json:
        print_json(results.answer.to_json())
        return 0
    from simulator.show.text import run_text

    return answered(scenario, run_text(results.comparison))


def compare_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``compare``."""
    scenario_arguments(parser)
    parser.add_argument(
        "dispute", nargs="*", metavar="DISPUTE", help="what to compare (default: what the file compares)"
    )
    parser.add_argument(
        "--editions", metavar="all|DATES", help="the same politics under other editions: all, or dates with commas"
    )
    play_arguments(parser)
    json_argument(parser)


def compare(options: argparse.Namespace) -> int:
    """The same contests under rival readings: in what share of them the leader changes, and from whom to whom."""
    from simulator.questions.compare import compare as compared

    if options.editions:
        return _editions(options)
    scenario = scenario_of(options, options.dispute)
    with executor(options) as workers:
        results = compared(
            scenario, *options.dispute, runs=options.runs, seed=options.seed, executor=workers, progress=Progress()
        )
    if options.json:
        print_json(results.comparison.to_json())
        return 0
    from simulator.show.text import compare_text

    return answered(scenario, compare_text(results.comparison))


def _editions(options: argparse.Namespace) -> int:
    """The same contests under other editions of the rules; what the scenario lacks for one is reported, not guessed."""
    from simulator.questions.editions import across, named
    from simulator.show.editions import editions_text

    if options.dispute:
        raise refuse("--editions compares editions, not disputes", "leave out one of the two")
    home = scenario_of(options)
    book = home.book
    wanted = named(book, options.editions)
    with executor(options) as workers:
        answer = across(
            home, wanted, lambda edition: scenario_of(options, edition=edition),
            runs=options.runs, seed=options.seed, executor=workers, progress=Progress(),
        )  # fmt: skip
    if options.json:
        print_json(answer.to_json())
        return 0
    return answered(home, editions_text(answer))
