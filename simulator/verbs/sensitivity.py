"""``sensitivity``: what matters most: each belief at its ends, readings beside them, and Sobol’s indices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import (
    chart_argument,
    each,
    executor_arguments,
    json_argument,
    positive,
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
        "--top", type=positive, default=12, metavar="N", help="number of beliefs that get Sobol indices (default: 12)"
    )
    parser.add_argument(
        "--points",
        type=positive,
        default=256,
        metavar="N",
        help="Sobol sample size, a power of two: larger is more precise (default: 256; 1024 for print)",
    )
    chart_argument(parser, "draw the tornado")
    executor_arguments(parser)
    run_arguments(parser, each("end of a belief", 16_384))
    json_argument(parser)


def _ask(asked: Asked) -> dict[str, object]:
    from simulator.questions.sensitivity import sensitivity

    options = asked.options
    with asked.executor() as workers:
        return sensitivity(
            asked.scenario, runs=options.runs, seed=options.seed, top=options.top, points=options.points,
            cache=asked.cache, executor=workers, progress=asked.progress,
        )  # fmt: skip


def _text(answer: dict[str, object], asked: Asked) -> Iterable[str]:
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
