"""``disputes``: which clause decides, over all combinations of the readings that touch a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import many_arguments, scenario_arguments
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable

    from simulator.questions.disputes import DisputesAnswer


def _arguments(parser: ArgumentParser) -> None:
    scenario_arguments(parser)
    parser.add_argument(
        "dispute", nargs="*", metavar="DISPUTE", help="disputes to rank (default: all that bear on the contest)"
    )
    many_arguments(parser, "combination of readings", 65_536, "draw the ranking")


def _ask(asked: Asked) -> DisputesAnswer:
    """All combinations of the readings, with the same random draws, and what each clause decides."""
    from simulator.questions.disputes import factorial, ranking

    with asked.work() as work:
        return ranking(factorial(asked.scenario, asked.options.dispute, **work))


def _text(answer: DisputesAnswer, asked: Asked) -> Iterable[str]:
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
