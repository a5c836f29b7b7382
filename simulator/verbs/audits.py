"""``audit`` and ``diff-rules``: every small pattern of a contest, played under a whole rule book."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from simulator.rulebooks.rulebook import Edition, RuleBook
from simulator.verbs.common import json_argument, pairs, print_json, say
from simulator.words.dates import read_day
from simulator.words.problems import Wrong, refuse

if TYPE_CHECKING:
    from simulator.questions.audit import Side


def _book_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("book", metavar="BOOK", help="a rule book by name, or its file")


def audit_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``audit``."""
    _book_arguments(parser)
    parser.add_argument("--on", metavar="DATE", help="the edition in force on a day (default: the newest)")
    parser.add_argument("--edition", metavar="NAME", help="an edition by name, where the date alone leaves a doubt")
    parser.add_argument(
        "--what-if", action="append", default=[], metavar="NAME", dest="what_ifs", help="a draft, treated as law"
    )
    parser.add_argument(
        "--readings",
        choices=["all", "adopted"],
        default="all",
        help="whether to try the other readings of each clause (default: all)",
    )
    parser.add_argument("--stories", action="store_true", help="print each example day by day")
    json_argument(parser)


def audit(options: argparse.Namespace) -> int:
    """Where a book is silent: dead ends, silences, contradictions and doors, each with its smallest example."""
    from simulator.questions.audit import audit as audited
    from simulator.questions.audit_book import AuditBook
    from simulator.show.audit import audit_text

    audited_book = AuditBook(options.book, lambda book: _edition(book, options.on, options.edition), options.what_ifs)
    found = audited(audited_book, every_reading=options.readings == "all")
    if options.json:
        print_json(found)
    else:
        for line in audit_text(found, told=options.stories):
            say(line)
    return 0


def diff_rules_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``diff-rules``."""
    _book_arguments(parser)
    one = (
        "a day on which an edition was in force, readings, or both: 2016-06-28,incumbent-nominations=needs-nominations"
    )
    parser.add_argument("first", metavar="A", help=one)
    parser.add_argument("second", metavar="B", help="the other; readings given alone apply to the edition of the first")
    json_argument(parser)


def diff_rules(options: argparse.Namespace) -> int:
    """The smallest situations in which two editions of a book, or two readings, elect different people."""
    from simulator.questions.audit import differences
    from simulator.show.audit import differences_text

    date, first = _side(options.first, None)
    found = differences(options.book, first, _side(options.second, date)[1])
    if options.json:
        print_json(found)
    else:
        for line in differences_text(found):
            say(line)
    return 0


def _side(text: str, date: str | None) -> tuple[str | None, Side]:
    """``DATE``, ``DISPUTE=READING``, or several of these joined by commas; without a date, that of the other side."""
    from simulator.questions.audit import Side

    said = [part.strip() for part in text.split(",") if part.strip()]
    dates = [part for part in said if "=" not in part]
    if len(dates) > 1 or not said:
        raise refuse(f"{text}: this is not a day, readings, or both", "write 2016-06-28 or 2016-06-28,DISPUTE=READING")
    day = dates[0] if dates else date
    readings = pairs([part for part in said if "=" in part], "readings")
    return day, Side(lambda book: _edition(book, day, None), readings)


def _edition(book: RuleBook, date: str | None, name: str | None) -> Edition:
    if date is None:
        return book.on(book.editions[-1].in_force.latest, name or book.editions[-1].name)
    try:
        return book.on(read_day(date), name)
    except Wrong as wrong:
        raise refuse(f"{date}: {wrong.said}", wrong.cure) from None
