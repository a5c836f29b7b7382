"""``backtest``: how good chances made from polls before real results have been; exit 1 if the intervals are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import chart_argument, json_argument
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable

    from simulator.questions.backtest import Backtest


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--polls", action="store_true", help="print every poll, one on each line")
    chart_argument(parser, "draw the intervals and what was counted")
    json_argument(parser)


def _ask(asked: Asked) -> Backtest:
    from simulator.questions.backtest import backtest

    return backtest()


def _text(answer: Backtest, asked: Asked) -> Iterable[str]:
    from simulator.show.track import track_text

    return track_text(answer, every_poll=asked.options.polls)


QUESTION = Question(
    name="backtest",
    group="Should I believe it?",
    help="how good the poll and nomination models are: scored on contests they had not seen",
    arguments=_arguments,
    ask=_ask,
    text=_text,
    chart=lambda asked: "track-record",
    status=lambda answer: 0 if all(answer.within_band.values()) else 1,
)
