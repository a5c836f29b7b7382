"""``rules`` and ``explain``: what the rule book says, with its sources, and where it can be read two ways."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from simulator.rulebooks.disputes import Dispute
from simulator.rulebooks.law import Law
from simulator.rulebooks.rulebook import Edition, RuleBook, provisions_as_rows
from simulator.rulebooks.shelf import open_book
from simulator.rulebooks.soundness import contradictions
from simulator.verbs.common import json_argument, pairs, print_json, say
from simulator.words.dates import day_words, read_day
from simulator.words.problems import Wrong, did_you_mean, refuse

WIDTH = 96


def book_arguments(parser: argparse.ArgumentParser) -> None:
    """The rule book and the date."""
    parser.add_argument("book", metavar="BOOK", help="a rule book, such as labour, or a file")
    parser.add_argument("--on", metavar="DATE", help="the date, such as 2016-06-28 (default: the newest edition)")
    parser.add_argument("--edition", metavar="NAME", help="the edition, if the date alone leaves a doubt")


def edition_of(book: RuleBook, options: argparse.Namespace) -> Edition:
    """The edition a command line asks for."""
    if options.on is None:
        return book.on(book.editions[-1].in_force.latest, options.edition or book.editions[-1].name)
    try:
        date = read_day(options.on)
    except Wrong as wrong:
        raise refuse(f"--on: {wrong.said}", wrong.cure) from None
    return book.on(date, options.edition)


def rules_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``rules``."""
    book_arguments(parser)
    parser.add_argument("stage", nargs="?", metavar="STAGE", help="only this stage or contest")
    parser.add_argument("--reading", action="append", default=[], metavar="DISPUTE=READING", dest="readings",
                        help="read a disputed clause in this way; without it the book’s own text is shown")  # fmt: skip
    parser.add_argument("--what-if", action="append", default=[], metavar="NAME", dest="what_ifs",
                        help="as a draft or a rejected amendment would have it")  # fmt: skip
    parser.add_argument(
        "--between", nargs=2, metavar=("DATE", "DATE"), help="what changed, and by what, from one date to another"
    )
    parser.add_argument(
        "--disputes", action="store_true", help="list everything that is or was in dispute, and the drafts"
    )
    parser.add_argument("--editions", action="store_true", help="list the editions")
    parser.add_argument(
        "--chart", metavar="FILE.svg|png", help="draw the book’s history: bars, bases, electorates, contests"
    )
    json_argument(parser)


def rules(options: argparse.Namespace) -> int:
    """Print what is in force, provision by provision."""
    book = open_book(options.book)
    if options.between or options.disputes or options.editions or options.chart:
        from simulator.verbs import lawbook

        return lawbook.of_the_book(book, options)
    edition = edition_of(book, options)
    chosen = pairs(options.readings, "--reading")
    law = book.read(edition, chosen, [book.draft(name, edition) for name in options.what_ifs])
    if options.stage is not None and options.stage not in law.kinds:
        raise refuse(f"there is no stage or contest “{options.stage}”", did_you_mean(options.stage, law.kinds))
    if options.json:
        rows = [r for r in provisions_as_rows(law) if options.stage in (None, r["provision"].split(".")[0])]
        print_json({
            "schema": "party-rules/rules/1", "book": book.key, "edition": edition.name,
            "in_force": edition.in_force.said, "readings": chosen, "moot": sorted(book.moot(edition, chosen) & set(chosen)),
            "what_ifs": options.what_ifs,
            "contradictions": [{"one": a, "other": b, "words": words} for a, b, words in contradictions(law)],
            "provisions": rows,
        })  # fmt: skip
        return 0
    for line in _rules_text(book, edition, law, chosen, options):
        say(line)
    return 0


def _rules_text(
    book: RuleBook, edition: Edition, law: Law, chosen: dict[str, str], options: argparse.Namespace
) -> Iterator[str]:
    yield f"{book.title}: edition “{edition.name}”, in force from {edition.in_force}"
    if options.on:
        yield f"as it stood on {day_words(read_day(options.on))}" + (f". {edition.about}" if edition.about else "")
    for dispute in sorted(book.moot(edition, chosen) & set(chosen)):
        yield f"note: {dispute} does not apply here: there is nothing for it to decide"
    for one, other, words in contradictions(law):
        yield f"CONTRADICTION: {one} and {other}: {words}. Neither prevails; using them ends a run unresolved."
    disputed = _disputed(book, edition)
    rows = {row["provision"]: row for row in provisions_as_rows(law)}
    for name, kind in law.kinds.items():
        if options.stage not in (None, name):
            continue
        yield f"\n{name} ({kind})"
        for provision in law.beneath(name):
            row = rows[provision.path]
            leaf = provision.path.split(".", 1)[1]
            open_to = [d for d in disputed.get(provision.path, ()) if d not in chosen]
            mark = f"   ← disputed: {', '.join(open_to)}" if open_to else ""
            shown = "   (only shown)" if row["shown"] else ""
            yield f"  {leaf:<22} {row['said']}{shown}{mark}"
            cite = provision.cite.words()
            yield from textwrap.wrap(
                f"{provision.since}; {cite}", WIDTH, initial_indent=" " * 25, subsequent_indent=" " * 27
            )
    if disputed and not options.stage:
        yield f"\nDisputed clauses: party-rules explain {options.book} DISPUTE ({', '.join(_live(book, edition))})"


def _live(book: RuleBook, edition: Edition) -> list[str]:
    return [name for name, dispute in book.disputes.items() if dispute.open_to(edition.in_force)]


def _disputed(book: RuleBook, edition: Edition) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for name in _live(book, edition):
        for reading in book.disputes[name].readings.values():
            for path in reading.patch.change:
                found.setdefault(path, {})[name] = None
    return {path: list(names) for path, names in found.items()}


def explain_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``explain``."""
    parser.add_argument("book", metavar="BOOK", help="a rule book, such as labour, or a file")
    parser.add_argument("dispute", nargs="?", metavar="DISPUTE", help="a disputed clause; without it all are listed")
    json_argument(parser)


def explain(options: argparse.Namespace) -> int:
    """Print a disputed clause: its words, its readings side by side, who held them, how it was settled."""
    book = open_book(options.book)
    if options.dispute is None:
        return _list_disputes(book, options)
    if options.dispute in book.matters or options.dispute in book.drafts:
        from simulator.verbs import lawbook

        return lawbook.explain_other(book, options.dispute, options)
    if options.dispute not in book.disputes:
        known = [*book.disputes, *book.matters, *book.drafts]
        raise refuse(f"{book.key} has no dispute “{options.dispute}”", did_you_mean(options.dispute, known))
    dispute = book.disputes[options.dispute]
    if options.json:
        print_json(dispute_document(book, dispute))
        return 0
    for line in _explained(book, dispute):
        say(line)
    return 0


def _list_disputes(book: RuleBook, options: argparse.Namespace) -> int:
    if options.json:
        documents = [dispute_document(book, dispute) for dispute in book.disputes.values()]
        print_json({"schema": "party-rules/disputes/1", "book": book.key, "disputes": documents})
        return 0
    many = len(book.disputes)
    if not many:
        say(f"{book.title}: no clause of it is known to be disputed")
    else:
        say(f"{book.title}: {many} disputed clause{'s' * (many > 1)}\n")
    for name, dispute in book.disputes.items():
        say(f"{name}\n  {dispute.title}\n  readings: {', '.join(dispute.readings)} (adopted: {dispute.adopted})\n")
    others = [*book.matters, *book.drafts]
    if others:
        say(f"Not of the text: {', '.join(others)}")
    if known := [*book.disputes, *others]:
        say(f"Next: party-rules explain {options.book} {known[0]}")
    return 0


def dispute_document(book: RuleBook, dispute: Dispute) -> dict[str, Any]:
    """A dispute as one document."""
    return {
        "schema": "party-rules/dispute/1",
        "dispute": dispute.name,
        "title": dispute.title,
        "clause": dispute.clause,
        "words": dispute.words,
        "sources": [_source(book, key) for key in dispute.sources],
        "open_from": dispute.opens.said if dispute.opens else None,
        "open_until": dispute.closes.said if dispute.closes else None,
        "only_if": {other: list(readings) for other, readings in dispute.only_if.items()},
        "adopted": dispute.adopted,
        "settled": dispute.settled,
        "note": dispute.note,
        "readings": {
            name: {
                "means": reading.means,
                "because": list(reading.because),
                "held_by": list(reading.held_by),
                "sources": [_source(book, key) for key in reading.sources],
                "confidence": reading.confidence,
                "note": reading.note,
                "changes": {path: str(said) for path, said in reading.patch.change.items()},
                "adds": list(reading.patch.add),
            }
            for name, reading in dispute.readings.items()
        },
    }


def _source(book: RuleBook, key: str) -> dict[str, str]:
    source = book.sources[key]
    return {"key": key, "title": source.title, "url": source.url, "confidence": source.confidence}


def _as_written(said: Any) -> str:
    """A value of a book in one line, whatever it is made of."""
    if isinstance(said, Mapping):
        if set(said) == {"set_by"}:
            return f"set by {said['set_by']}"
        return ", ".join(f"{name}: {_as_written(one)}" for name, one in said.items())
    if isinstance(said, list):
        return "; ".join(_as_written(one) for one in said)
    return str(said)


def _explained(book: RuleBook, dispute: Dispute) -> Iterator[str]:
    yield dispute.title
    sources = f"({', '.join(dispute.sources)})" if dispute.sources else ""
    yield from _wrapped(f"{dispute.clause} {sources}".strip(), "  ")
    if dispute.words:
        yield ""
        yield from _wrapped(f"“{dispute.words}”", "    ")
    if dispute.opens or dispute.closes:
        since = f"from {dispute.opens}" if dispute.opens else ""
        until = f" until {dispute.closes}" if dispute.closes else ""
        yield f"\n  The text is open to this {since}{until}."
    for other, readings in dispute.only_if.items():
        yield f"  It matters only if {other} is read as {' or '.join(readings)}."
    for letter, (name, reading) in zip("ABCDEFGH", dispute.readings.items(), strict=False):
        yield f"\n  {letter}  {name}" + ("   (adopted)" if name == dispute.adopted else "")
        yield from _wrapped(reading.means, "     ")
        for argument in reading.because:
            yield from _wrapped(f"– {argument}", "     ", "       ")
        held = "; ".join(reading.held_by) if reading.held_by else reading.note or "nobody is known to have held it"
        yield from _wrapped(f"held by: {held}" if reading.held_by else held, "     ", "       ")
        where = f"{', '.join(reading.sources)} [{reading.confidence}]" if reading.sources else f"[{reading.confidence}]"
        yield from _wrapped(f"source: {where}", "     ", "       ")
        for path, said in reading.patch.change.items():
            yield f"     changes {path} to: {_as_written(said)}"
        for stage in reading.patch.add:
            yield f"     adds the stage {stage}"
    yield ""
    yield from _wrapped(f"Settled by {dispute.settled}." if dispute.settled else "It was never settled.", "  ")
    if dispute.note:
        yield from _wrapped(f"Note: {dispute.note}.", "  ")
    keys = dict.fromkeys([*dispute.sources, *(k for r in dispute.readings.values() for k in r.sources)])
    yield "\n  Sources"
    for key in keys:
        yield from _wrapped(f"{key}: {book.sources[key].title}. {book.sources[key].url}", "    ", "      ")


def _wrapped(text: str, first: str, rest: str | None = None) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=first if rest is None else rest, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
