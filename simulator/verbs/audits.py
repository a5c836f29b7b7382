"""``audit`` and ``diff-rules``: every small pattern of a contest, played under a whole rule book."""

from __future__ import annotations

import argparse

from simulator.rulebooks.rulebook import Edition, RuleBook
from simulator.verbs.common import json_argument, print_json, say
from simulator.words.dates import read_day
from simulator.words.problems import Wrong, refuse


def _book_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("book", metavar="BOOK", help="a rule book by name, or its file")


def audit_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``audit``."""
    _book_arguments(parser)
    parser.add_argument("--on", metavar="DATE", help="the edition in force on a day (default: the newest)")
    parser.add_argument("--edition", metavar="NAME", help="an edition by name, where a day leaves a doubt")
    parser.add_argument(
        "--what-if", action="append", default=[], metavar="NAME", dest="what_ifs", help="a draft, played as law"
    )
    parser.add_argument("--stories", action="store_true", help="tell each example day by day")
    json_argument(parser)


def audit(options: argparse.Namespace) -> int:
    """Where a book is silent: dead ends, silences, contradictions and doors, each with its smallest example."""
    from simulator.questions.audit import audit as audited
    from simulator.questions.patterns import Room
    from simulator.show.audit import audit_text

    found = audited(Room(options.book, lambda book: _edition(book, options.on, options.edition), options.what_ifs))
    if options.json:
        print_json(found)
    else:
        for line in audit_text(found, told=options.stories):
            say(line)
    return 0


def diff_rules_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``diff-rules``."""
    _book_arguments(parser)
    parser.add_argument("first", metavar="DATE", help="a day on which the one edition was in force")
    parser.add_argument("second", metavar="DATE", help="a day on which the other was")
    json_argument(parser)


def diff_rules(options: argparse.Namespace) -> int:
    """The smallest situations in which two editions of a book elect different people."""
    from simulator.questions.audit import differences
    from simulator.show.audit import differences_text

    found = differences(
        options.book,
        lambda book: _edition(book, options.first, None),
        lambda book: _edition(book, options.second, None),
    )
    if options.json:
        print_json(found)
    else:
        for line in differences_text(found):
            say(line)
    return 0


def _edition(book: RuleBook, date: str | None, name: str | None) -> Edition:
    if date is None:
        return book.on(book.editions[-1].in_force.latest, name or book.editions[-1].name)
    try:
        return book.on(read_day(date), name)
    except Wrong as wrong:
        raise refuse(f"{date}: {wrong.said}", wrong.cure) from None
