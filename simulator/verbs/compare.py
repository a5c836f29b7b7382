"""``compare``: the same contests under rival readings, or under other editions of the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import (
    beliefs_argument,
    check_beliefs,
    json_argument,
    run_arguments,
    scenario_arguments,
    scenario_of,
    workers_argument,
    write_beliefs,
)
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable

    from simulator.questions.editions import EditionsAnswer
    from simulator.results.results import RunAnswer


def _arguments(parser: ArgumentParser) -> None:
    scenario_arguments(parser)
    parser.add_argument(
        "compared", nargs="*", metavar="DISPUTE", help="what to compare (default: what the file compares)"
    )
    parser.add_argument(
        "--editions", metavar="all|DATES", help="the same politics under other editions: all, or dates with commas"
    )
    run_arguments(parser)
    workers_argument(parser)
    beliefs_argument(parser)
    json_argument(parser)


def _ask(asked: Asked) -> RunAnswer | EditionsAnswer:
    """In what share of the same contests the leader changes, and from whom to whom."""
    from simulator.questions.compare import compare

    options = asked.options
    if options.editions:
        return _editions(asked)
    check_beliefs(options.beliefs)
    with asked.executor() as workers:
        results = compare(
            asked.scenario, *options.compared, runs=options.runs, seed=options.seed, executor=workers,
            progress=asked.progress,
        )  # fmt: skip
    write_beliefs(results, options.beliefs)
    return results.comparison


def _editions(asked: Asked) -> EditionsAnswer:
    """The same contests under other editions of the rules; what the scenario lacks for one is reported, not guessed."""
    from simulator.questions.editions import across, named
    from simulator.words.problems import refuse

    options = asked.options
    if options.beliefs:
        raise refuse("--editions writes no beliefs: each edition may need others", "write those of `run` or `compare`")
    if options.compared:
        raise refuse("--editions compares editions, not disputes", "leave out one of the two")
    with asked.executor() as workers:
        return across(
            asked.scenario, named(asked.scenario.book, options.editions),
            lambda edition: scenario_of(options, edition=edition),
            runs=options.runs, seed=options.seed, executor=workers, progress=asked.progress,
        )  # fmt: skip


def _text(answer: RunAnswer | EditionsAnswer, asked: Asked) -> Iterable[str]:
    from simulator.results.results import RunAnswer

    if not isinstance(answer, RunAnswer):
        from simulator.show.editions import editions_text

        return editions_text(answer)
    from simulator.show.text import compare_text

    return compare_text(answer)


QUESTION = Question(
    name="compare",
    group="Ask a question",
    help="does the reading matter? the same simulations under rival readings of a clause",
    arguments=_arguments,
    ask=_ask,
    text=_text,
)
