"""``charts``: the pictures there are, what each of them answers, and what it is drawn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import json_argument
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from simulator.show.charts.listing import Charts


def _arguments(parser: ArgumentParser) -> None:
    json_argument(parser)


def _ask(asked: Asked) -> Charts:
    from simulator.show.charts.listing import charts

    return charts()


def _text(answer: Charts, asked: Asked) -> Iterator[str]:
    for one in answer.charts:
        yield f"  {one.name:<14}{one.question}\n  {'':<14}  of {one.of}"
    yield "\nNext: party-rules chart scenarios/labour-2016-june.yaml threshold -o threshold.svg"


QUESTION = Question(
    name="charts",
    group="Show it",
    help="list the charts and the question each answers",
    arguments=_arguments,
    ask=_ask,
    text=_text,
)
