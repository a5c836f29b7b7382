"""``sensitivity``: what matters most: each belief at its ends, readings beside them, and Sobol’s indices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import many_arguments, positive, scenario_arguments
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable

    from simulator.questions.sensitivity import SensitivityAnswer


def _arguments(parser: ArgumentParser) -> None:
    scenario_arguments(parser)
    parser.add_argument(
        "--top", type=positive, default=12, metavar="N", help="number of beliefs that get Sobol indices (default: 12)"
    )
    parser.add_argument(
        "--points",
        type=positive,
        default=256,
        metavar="N",
        help="Sobol sample size, a power of two: larger is more precise (default: 256; 1024 for print)",
    )
    many_arguments(parser, "end of a belief", 16_384, "draw the tornado")


def _ask(asked: Asked) -> SensitivityAnswer:
    from simulator.questions.sensitivity import sensitivity

    with asked.work() as work:
        return sensitivity(asked.scenario, top=asked.options.top, points=asked.options.points, **work)


def _text(answer: SensitivityAnswer, asked: Asked) -> Iterable[str]:
    from simulator.show.sensitivity import sensitivity_text

    return sensitivity_text(answer)


QUESTION = Question(
    name="sensitivity",
    group="Explore interpretations",
    help="what matters most: beliefs and readings, one at a time and together (Sobol indices)",
    arguments=_arguments,
    ask=_ask,
    text=_text,
    chart=lambda asked: "tornado",
)
