"""``diff-rules``: the smallest situations in which two editions of a book, or two readings, elect different people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import book_argument, edition_of, json_argument, pairs
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable

    from simulator.questions.audit import Differences, Side


def _arguments(parser: ArgumentParser) -> None:
    book_argument(parser)
    one = (
        "a day on which an edition was in force, readings, or both: 2016-06-28,incumbent-nominations=needs-nominations"
    )
    parser.add_argument("first", metavar="A", help=one)
    parser.add_argument("second", metavar="B", help="the other; readings given alone apply to the edition of the first")
    json_argument(parser)


def _ask(asked: Asked) -> Differences:
    from simulator.questions.audit import differences

    date, first = _side(asked.options.first, None)
    return differences(asked.options.book, first, _side(asked.options.second, date)[1])


def _side(text: str, date: str | None) -> tuple[str | None, Side]:
    """``DATE``, ``DISPUTE=READING``, or several of these joined by commas; without a date, that of the other side."""
    from simulator.questions.audit import Side
    from simulator.words.problems import refuse

    said = [part.strip() for part in text.split(",") if part.strip()]
    dates = [part for part in said if "=" not in part]
    if len(dates) > 1 or not said:
        raise refuse(f"{text}: this is not a day, readings, or both", "write 2016-06-28 or 2016-06-28,DISPUTE=READING")
    day = dates[0] if dates else date
    readings = pairs([part for part in said if "=" in part], "readings")
    return day, Side(lambda book: edition_of(book, day, None, f"{day}: "), readings)


def _text(answer: Differences, asked: Asked) -> Iterable[str]:
    from simulator.show.audit import differences_text

    return differences_text(answer)


QUESTION = Question(
    name="diff-rules",
    group="Explore interpretations",
    help="the smallest situations in which two editions elect different people",
    arguments=_arguments,
    ask=_ask,
    text=_text,
)
