"""``bar``: how many nominations are needed, the sum spelt out under every reading that touches it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from simulator.procedures.bars import percent
from simulator.rulebooks.law import Law
from simulator.rulebooks.rulebook import Edition, RuleBook
from simulator.rulebooks.shelf import books, is_book, open_book
from simulator.scenario.bars import NoBar, bar_of, heads_of, needs_of, signed_words, thresholds, ways_over
from simulator.scenario.resolve import load
from simulator.scenario.scenario import Body
from simulator.stages.contest import PETITION
from simulator.stages.values import AnyOf, Unsaid, unfinished
from simulator.verbs.common import json_argument, natural, pairs, print_json, say
from simulator.verbs.law import edition_of
from simulator.words.problems import did_you_mean, refuse


def bar_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``bar``; each nominating body of the book has one (``--mps 231``)."""
    parser.add_argument(
        "what", metavar="BOOK|SCENARIO", help="a rule book (then give the numbers of people), or a scenario"
    )
    parser.add_argument("--on", metavar="DATE", help="the date (for a book)")
    parser.add_argument("--edition", metavar="NAME", help="the edition, if the date alone leaves a doubt")
    parser.add_argument("--suspended", type=natural, default=0, metavar="N", help="number suspended, in the first body")
    parser.add_argument(
        "--heads", action="append", default=[], metavar="BODY=N", help="number of members of any body of the book"
    )
    parser.add_argument("--roll", action="append", default=[], metavar="DATE=N", help="number on a dated roll")
    for body in dict.fromkeys(("mps", "meps", *_nominating())):
        parser.add_argument(f"--{body}", type=natural, metavar="N", help=f"number of {body}")
    json_argument(parser)


def _nominating() -> list[str]:
    found: dict[str, None] = {}
    for name in books():
        for edition in open_book(name).editions:
            for path, provision in edition.law.provisions.items():
                if path.endswith("bar.of") and isinstance(provision.value, tuple):
                    found |= dict.fromkeys(provision.value)
                elif isinstance(provision.value, AnyOf):
                    found |= dict.fromkeys(
                        body for one in thresholds(provision.value) if one.by == one.of for body in one.of
                    )
    return list(found)


def bar(options: argparse.Namespace) -> int:
    """Print the sum for each nomination stage and each petition, under each reading that touches it alone."""
    book, edition, bodies, adopted = _asked(options)
    rows = list(_rows(book, edition, bodies, adopted))
    if options.json:
        print_json({"schema": "party-rules/bar/1", "book": book.key, "edition": edition.name, "bars": rows})
        return 0
    say(f"{book.title}: edition “{edition.name}”, in force from {edition.in_force}")
    law = book.read(edition, adopted)
    last = ("", "")
    for row in rows:
        if row["stage"] != last[0]:
            say(f"\n{row['stage']}: {_clause(law, row['stage'])}")
        if (row["stage"], row["dispute"]) != last and row["dispute"]:
            say(f"  if {row['dispute']} is read as")
        last = (row["stage"], row["dispute"])
        mark = "  (adopted)" if row["adopted"] else ""
        say(f"    {row['reading']:<24} {row['words']}{mark}")
    return 0


def _asked(options: argparse.Namespace) -> tuple[RuleBook, Edition, Mapping[str, Body], dict[str, str]]:
    beside = os.path.exists(os.path.join("scenarios", f"{options.what}.yaml"))
    named = os.path.exists(options.what) or options.what.endswith((".yaml", ".yml")) or beside
    if named and not is_book(options.what):
        scenario = load(options.what)
        stated = {d: r for d, r in scenario.readings.items() if isinstance(r, str)}
        return scenario.book, scenario.edition, scenario.bodies, {**scenario.book.adopted(), **stated}
    book = open_book(options.what)
    edition = edition_of(book, options)
    rolls = {}
    for text in options.roll:
        day, _, heads = text.partition("=")
        if not heads.isdigit():
            raise refuse(f"--roll {text}: this needs a date and heads", "write --roll 2016-06-28=229")
        rolls[day] = int(heads)
    given = {body: getattr(options, body, None) for body in book.bodies} | _heads(options, book)
    first = next((body for body, heads in given.items() if heads is not None), None)
    bodies = {
        body: Body(body, heads, options.suspended if body == first else 0, 0, rolls if body == first else {})
        for body, heads in given.items()
        if heads is not None
    }
    if first is not None and options.suspended > bodies[first].size:
        raise refuse(f"{options.suspended} suspended of {bodies[first].size} {first}")
    return book, edition, bodies, book.adopted()


def _heads(options: argparse.Namespace, book: RuleBook) -> dict[str, int]:
    """``--heads BODY=N``: of any body, those of a book of one's own included."""
    found = {}
    for body, heads in pairs(options.heads, "--heads").items():
        if body not in book.bodies:
            raise refuse(f"--heads {body}: “{body}” is not a body of {book.key}", did_you_mean(body, book.bodies))
        if not heads.replace(",", "").isdigit():
            raise refuse(f"--heads {body}={heads}: this is no number of heads", "write --heads mps=231")
        found[body] = int(heads.replace(",", ""))
    return found


def _several(law: Law, stage: str) -> str:
    """Whether a bar has several thresholds, ``any_of`` which suffices or ``all_of`` which are needed; or nothing."""
    return next((leaf for leaf in ("any_of", "all_of") if law.get(f"{stage}.bar.{leaf}") is not None), "")


def _clause(law: Law, stage: str) -> str:
    if law.kinds[stage] == "contest":
        path = f"{stage}.opens_when.petition"
        share, of = law.get(f"{path}.share"), law.get(f"{path}.of")
        what = f" of {percent(share)} of {' + '.join(of)}" if isinstance(share, Fraction) and of else ""
        number = f"{path}.{'share' if share is not None else 'count'}"
        return f"opened by a petition{what} ({_whence(law, number if number in law.provisions else f'{path}.by')})"
    if several := _several(law, stage):
        what = "any one way suffices" if several == "any_of" else "all of them are needed"
        return f"{what} ({_whence(law, f'{stage}.bar.{several}')})"
    if isinstance(law.get(f"{stage}.bar.share"), Unsaid):
        return f"its text is {law.get(f'{stage}.bar.share')} ({law.cite(f'{stage}.bar.share').words()})"
    share, by = law.get(f"{stage}.bar.share"), law.get(f"{stage}.bar.of")
    what = (
        f"{percent(share)} of {' + '.join(by)}" if share is not None and not unfinished(share) else "a number of heads"
    )
    return f"{what} ({_whence(law, f'{stage}.bar.share' if share is not None else f'{stage}.bar.count')})"


def _whence(law: Law, path: str) -> str:
    return ", ".join(law.cite(path).sources) or "no source was found"


def _rows(
    book: RuleBook, edition: Edition, bodies: Mapping[str, Body], adopted: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    law = book.read(edition, adopted)
    moot = book.moot(edition, adopted)
    for stage in law.stages:
        if law.kinds[stage] != "nomination":
            continue
        touching = [d for d in book.disputes if d not in moot and _touches(book, d, f"{stage}.bar.")]
        if several := _several(law, stage):
            yield from _parts_of(law, stage, bodies, several)
            touching = [d for d in touching if _touches(book, d, f"{stage}.bar.{several}")]
        elif not touching:
            yield _row(law, stage, bodies, "", "as written", True)
        for dispute in touching:
            for name in book.disputes[dispute].readings:
                read = book.read(edition, {**adopted, dispute: name})
                yield _row(read, stage, bodies, dispute, name, name == adopted[dispute])
    for contest in law.contests:
        if law.trigger(contest) == PETITION:
            touching = [d for d in book.disputes if d not in moot and _touches(book, d, f"{contest}.opens_when")]
            if not touching:
                yield _signed(law, contest, bodies, "", "as written", adopted=True)
            for dispute in touching:
                for name in book.disputes[dispute].readings:
                    read = book.read(edition, {**adopted, dispute: name})
                    yield _signed(read, contest, bodies, dispute, name, adopted=name == adopted[dispute])


def _signed(
    law: Law, contest: str, bodies: Mapping[str, Body], dispute: str, reading: str, *, adopted: bool
) -> dict[str, Any]:
    """How many must sign a petition that opens a contest."""
    petition = law.compiled[1][contest].petition
    needs = None if petition is None else needs_of(petition, bodies)
    words = signed_words(petition, bodies)
    if petition is not None and needs is None:
        missing = [body for body in petition.of if body not in bodies]
        words += f"; give {' and '.join(_option(body) for body in missing)}" if missing else ""
    heads = None if petition is None or petition.share is None else heads_of(bodies, petition.of, petition.counted)
    return {
        "stage": contest, "dispute": dispute, "reading": reading, "adopted": adopted, "needs": needs,
        "base": sum(heads.values()) if heads else None, "words": words,
    }  # fmt: skip


def _option(body: str) -> str:
    """The option that gives the heads of a body."""
    return f"--{body} N" if body in {"mps", "meps", *_nominating()} else f"--heads {body}=N"


def _parts_of(law: Law, stage: str, bodies: Mapping[str, Body], several: str) -> Iterator[dict[str, Any]]:
    """A row for each way over a bar, or each part of it."""
    for number, words in enumerate(ways_over(law, stage, bodies), 1):
        yield {
            "stage": stage, "dispute": "", "reading": f"{'way' if several == 'any_of' else 'part'} {number}",
            "adopted": False, "needs": None, "base": None, "words": words,
        }  # fmt: skip


def _touches(book: RuleBook, dispute: str, prefix: str) -> bool:
    readings = book.disputes[dispute].readings.values()
    return any(path.startswith(prefix) for reading in readings for path in reading.patch.change)


def _row(law: Law, stage: str, bodies: Mapping[str, Body], dispute: str, reading: str, adopted: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "stage": stage, "dispute": dispute, "reading": reading, "adopted": adopted, "needs": None, "base": None,
    }  # fmt: skip
    if several := _several(law, stage):
        ways = [*ways_over(law, stage, bodies)]
        return {**row, "words": (" and " if several == "all_of" else ", or ").join(ways)}
    bar = bar_of(law, stage, bodies)
    if isinstance(bar, NoBar):
        wanted = [_option(body) for body in bar.bodies]
        wanted = wanted or ([f"--roll {bar.roll}=N"] if bar.roll else [])
        return {**row, "words": bar.words + (f"; give {' and '.join(wanted)}" if wanted else "")}
    return {**row, "needs": bar.needs, "base": bar.base, "words": bar.words}
