"""``disputes``: which clause decides, over all combinations of the readings that touch a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import (
    chart_argument,
    each,
    executor_arguments,
    json_argument,
    run_arguments,
    scenario_arguments,
)
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable


def _arguments(parser: ArgumentParser) -> None:
    scenario_arguments(parser)
    parser.add_argument(
        "dispute", nargs="*", metavar="DISPUTE", help="disputes to rank (default: all that bear on the contest)"
    )
    chart_argument(parser, "draw the ranking")
    executor_arguments(parser)
    run_arguments(parser, each("combination of readings", 65_536))
    json_argument(parser)


def _ask(asked: Asked) -> dict[str, object]:
    """All combinations of the readings, with the same random draws, and what each clause decides."""
    from simulator.questions.disputes import factorial, ranking

    options = asked.options
    with asked.executor() as workers:
        return ranking(
            factorial(
                asked.scenario, options.dispute, runs=options.runs, seed=options.seed, cache=asked.cache, executor=workers,
                progress=asked.progress,
            )
        )  # fmt: skip


def _text(answer: dict[str, object], asked: Asked) -> Iterable[str]:
    from simulator.show.disputes import disputes_text

    return disputes_text(answer)


QUESTION = Question(
    name="disputes",
    group="Explore interpretations",
    help="which clause matters most: every combination of the readings, with the same random draws",
    arguments=_arguments,
    ask=_ask,
    text=_text,
    chart=lambda asked: "ranking",
)
