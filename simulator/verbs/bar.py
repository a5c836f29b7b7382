"""``bar``: how many nominations are needed, the sum spelt out under every reading that touches it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from simulator.verbs.common import FOLDER, edition_arguments, edition_of, json_argument, natural, pairs
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from simulator.questions.bar import BarRead, BarsOf
    from simulator.rulebooks.rulebook import RuleBook
    from simulator.scenario.scenario import Body


def _arguments(parser: ArgumentParser) -> None:
    """Each nominating body of the book has an option (``--mps 231``)."""
    from simulator.questions.bar import nominating

    parser.add_argument(
        "what", metavar="BOOK|SCENARIO", help="a rule book (then give the numbers of people), or a scenario"
    )
    edition_arguments(parser)
    parser.add_argument("--suspended", type=natural, default=0, metavar="N", help="number suspended, in the first body")
    parser.add_argument(
        "--heads", action="append", default=[], metavar="BODY=N", help="number of members of any body of the book"
    )
    parser.add_argument("--roll", action="append", default=[], metavar="DATE=N", help="number on a dated roll")
    for body in nominating():
        parser.add_argument(f"--{body}", type=natural, metavar="N", help=f"number of {body}")
    json_argument(parser)


def _ask(asked: Asked) -> BarsOf:
    """The sum for each nomination stage, under each reading that touches it alone."""
    from simulator.questions.bar import bars
    from simulator.rulebooks.load import is_book, open_book
    from simulator.scenario.resolve import load

    options = asked.options
    beside = os.path.exists(os.path.join(FOLDER, f"{options.what}.yaml"))
    named = os.path.exists(options.what) or options.what.endswith((".yaml", ".yml")) or beside
    if named and not is_book(options.what):
        scenario = load(options.what)
        stated = {d: r for d, r in scenario.readings.items() if isinstance(r, str)}
        return bars(scenario.book, scenario.edition, scenario.bodies, {**scenario.book.adopted(), **stated})
    book = open_book(options.what)
    return bars(book, edition_of(book, options.on, options.edition), _bodies(options, book), book.adopted())


def _bodies(options: Namespace, book: RuleBook) -> dict[str, Body]:
    """The bodies whose heads are given; those suspended, and the rolls, are of the first."""
    from simulator.scenario.scenario import Body
    from simulator.words.problems import refuse

    rolls = {}
    for text in options.roll:
        day, _, heads = text.partition("=")
        if not heads.isdigit():
            raise refuse(f"--roll {text}: this needs a date and heads", "write --roll 2016-06-28=229")
        rolls[day] = int(heads)
    given = {body: getattr(options, body, None) for body in book.bodies} | _heads(options, book)
    known = {body: heads for body, heads in given.items() if heads is not None}
    first = next(iter(known), None)
    if first is not None and options.suspended > known[first]:
        raise refuse(f"{options.suspended} suspended of {known[first]} {first}")
    return {
        body: Body(body, heads, options.suspended if body == first else 0, 0, rolls if body == first else {})
        for body, heads in known.items()
    }


def _heads(options: Namespace, book: RuleBook) -> dict[str, int]:
    """``--heads BODY=N``: of any body, those of a book of one's own included."""
    from simulator.words.problems import did_you_mean, refuse

    found = {}
    for body, heads in pairs(options.heads, "--heads").items():
        if body not in book.bodies:
            raise refuse(f"--heads {body}: “{body}” is not a body of {book.key}", did_you_mean(body, book.bodies))
        if not heads.replace(",", "").isdigit():
            raise refuse(f"--heads {body}={heads}: this is no number of heads", "write --heads mps=231")
        found[body] = int(heads.replace(",", ""))
    return found


def _text(answer: BarsOf, asked: Asked) -> Iterator[str]:
    yield f"{answer.title}: edition “{answer.edition}”, in force from {answer.since}"
    last = ("", "")
    for row in answer.bars:
        if row.stage != last[0]:
            yield f"\n{row.stage}: {answer.clauses[row.stage]}"
        if (row.stage, row.dispute) != last and row.dispute:
            yield f"  if {row.dispute} is read as"
        last = (row.stage, row.dispute)
        yield f"    {row.reading:<24} {row.words}{_wanted(row)}{'  (adopted)' if row.adopted else ''}"


def _wanted(row: BarRead) -> str:
    """The options that would give the heads that are lacking."""
    from simulator.questions.bar import nominating

    if not row.lacks and not row.roll:
        return ""
    spelt = nominating()
    wanted = [f"--{body} N" if body in spelt else f"--heads {body}=N" for body in row.lacks] or [f"--roll {row.roll}=N"]
    return f"; give {' and '.join(wanted)}"


QUESTION = Question(
    name="bar",
    group="Read the rules",
    help="how many nominations are needed: the sum, under every reading",
    arguments=_arguments,
    ask=_ask,
    text=_text,
)
