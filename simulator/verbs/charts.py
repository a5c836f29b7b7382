"""``charts``: the pictures there are, what each of them answers, and what it is drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import json_argument, scenario_arguments
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from simulator.show.charts.listing import Charts


def _arguments(parser: ArgumentParser) -> None:
    scenario_arguments(parser, needed=False, help="the charts of one scenario: those in which it has something to draw")
    json_argument(parser)


def _ask(asked: Asked) -> Charts:
    from simulator.show.charts.listing import charts

    return charts(asked.scenario if asked.options.scenario else None)


def _text(answer: Charts, asked: Asked) -> Iterator[str]:
    for one in answer.charts:
        yield f"  {one.name:<14}{one.question}\n  {'':<14}  of {one.of}"
    name = next(one.name for one in answer.charts if asked.options.scenario or one.name == "threshold")
    file = asked.options.scenario or "scenarios/labour-2016-june.yaml"
    yield f"\nNext: party-rules chart {file} {name} -o {name}.svg"


QUESTION = Question(
    name="charts",
    group="Show it",
    help="list the charts and the question each answers",
    arguments=_arguments,
    ask=_ask,
    text=_text,
)
