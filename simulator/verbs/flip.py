"""``flip``: the smallest number of nominators whose switch changes the likely leader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import many_arguments, scenario_arguments
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable

    from simulator.questions.flip import FlipAnswer


def _arguments(parser: ArgumentParser) -> None:
    scenario_arguments(parser)
    many_arguments(parser, "reading", 65_536)


def _ask(asked: Asked) -> FlipAnswer:
    from simulator.questions.flip import flip

    return flip(asked.scenario, runs=asked.options.runs, seed=asked.options.seed)


def _text(answer: FlipAnswer, asked: Asked) -> Iterable[str]:
    from simulator.show.solve import flip_text

    return flip_text(answer, {one.id: one.name for one in asked.scenario.candidates})


QUESTION = Question(
    name="flip",
    group="Explore interpretations",
    help="the smallest number of nominators whose switch changes the likely leader",
    arguments=_arguments,
    ask=_ask,
    text=_text,
)
