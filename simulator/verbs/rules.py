"""``rules``: what a rule book says, with its sources; its editions, what changed between two, everything in dispute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import (
    book_argument,
    chart_argument,
    edition_arguments,
    edition_of,
    json_argument,
    pairs,
)
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable, Iterator

    from simulator.questions.rules import Between, Editions, History, InDispute, InForce, View
    from simulator.rulebooks.rulebook import Edition, RuleBook

    Rules = InForce | Between | Editions | InDispute | History


def _arguments(parser: ArgumentParser) -> None:
    book_argument(parser)
    edition_arguments(parser)
    parser.add_argument("stage", nargs="?", metavar="STAGE", help="only this stage or contest")
    parser.add_argument("--reading", action="append", default=[], metavar="DISPUTE=READING", dest="readings",
                        help="read a disputed clause in this way; without it, as the book adopts it")  # fmt: skip
    parser.add_argument(
        "--as-written", action="store_true", help="the text alone, before any adopted reading of a disputed clause"
    )
    parser.add_argument("--what-if", action="append", default=[], metavar="NAME", dest="what_ifs",
                        help="as a draft or a rejected amendment would have it")  # fmt: skip
    parser.add_argument(
        "--between", nargs=2, metavar=("DATE", "DATE"), help="what changed, and by what, from one date to another"
    )
    parser.add_argument(
        "--disputes", action="store_true", help="list everything that is or was in dispute, and the drafts"
    )
    parser.add_argument("--editions", action="store_true", help="list the editions")
    chart_argument(parser, "draw the book’s history: bars, bases, electorates, contests")
    json_argument(parser)


def _ask(asked: Asked) -> Rules:
    from simulator.questions import rules
    from simulator.rulebooks.load import open_book

    options = asked.options
    book = open_book(options.book)
    if options.chart:
        return rules.history(book)
    if options.between:
        first, second = (_edition_at(book, text) for text in options.between)
        return rules.between(book, first, second)
    if options.disputes:
        return rules.in_dispute(book)
    if options.editions:
        return rules.editions_of(book)
    edition = edition_of(book, options.on, options.edition)
    readings = pairs(options.readings, "--reading")
    return rules.in_force(book, edition, readings, options.what_ifs, options.stage, as_written=options.as_written)


def _edition_at(book: RuleBook, text: str) -> Edition:
    """The edition on a day, or the one of that name."""
    from simulator.words.dates import read_day
    from simulator.words.problems import Wrong, refuse

    if any(edition.name == text for edition in book.editions):
        return book.on(book.editions[0].in_force.earliest, text)
    try:
        return book.on(read_day(text))
    except Wrong as wrong:
        raise refuse(f"--between {text}: {wrong.said}", f"{wrong.cure}, or name an edition") from None


def _text(answer: Rules, asked: Asked) -> Iterable[str]:
    from simulator.questions.rules import Between, Editions, InDispute, InForce

    if isinstance(answer, InForce):
        return _in_force(answer, asked)
    if isinstance(answer, Between):
        return _between(answer)
    if isinstance(answer, Editions):
        return _editions(answer)
    return _in_dispute(answer) if isinstance(answer, InDispute) else ()


def _in_force(answer: InForce, asked: Asked) -> Iterator[str]:
    from simulator.words.dates import day_words, read_day
    from simulator.words.lists import in_lines

    yield f"{answer.title}: edition “{answer.edition}”, in force from {answer.since}"
    if asked.options.on:
        yield f"as it stood on {day_words(read_day(asked.options.on))}" + (f". {answer.about}" if answer.about else "")
    changed = any(one.read_as for one in answer.provisions)
    if answer.as_written:
        yield from in_lines("The text as written: no adopted reading of a disputed clause is applied.")
    elif changed:
        yield from in_lines(
            "The law as it is read: * marks what a reading of a disputed clause has changed. "
            f"The text alone: party-rules rules {asked.options.book} --as-written"
        )
    for dispute in answer.moot:
        yield f"note: {dispute} does not apply here: there is nothing for it to decide"
    for gap in answer.contradictions:
        yield (
            f"CONTRADICTION: {gap.one} and {gap.other}: {gap.words}. Neither prevails; using them ends a run unresolved."
        )
    for name, kind in answer.stages.items():
        yield f"\n{name} ({kind})"
        for one in answer.provisions:
            stage, _, leaf = one.provision.partition(".")
            if stage != name:
                continue
            mark = f"   ← disputed: {', '.join(one.disputed)}" if one.disputed else ""
            shown = "   (only shown)" if one.shown else ""
            read = "*" if one.read_as else " "
            yield f" {read}{leaf:<22} {one.said}{shown}{mark}"
            since = f"as read: {one.read_as}" if one.read_as else one.since
            text = f"the text: {one.text}; " if one.text else "not in the text; " if one.read_as else ""
            yield from in_lines(f"{since}; {text}{one.cite}", " " * 25, " " * 27)
    if answer.open and not asked.options.stage:
        yield f"\nDisputed clauses: party-rules explain {asked.options.book} DISPUTE ({', '.join(answer.open)})"


def _between(answer: Between) -> Iterator[str]:
    from simulator.words.lists import in_lines

    yield f"From “{answer.from_.edition}” to “{answer.to.edition}”"
    if not answer.editions:
        yield "  nothing changed: it is the same edition"
    for edition in answer.editions:
        yield f"\n{edition.edition}, in force from {edition.in_force}"
        yield from in_lines(edition.about, "  ")
        yield from in_lines(f"decided by: {edition.decided_by}", "  ")
        mine = [one for one in answer.changes if one.by == edition.edition]
        for one in mine:
            if one.before is None:
                yield from in_lines(f"+ {one.provision}: {one.after}", "    ", "        ")
            elif one.after is None:
                yield from in_lines(f"– {one.provision} (was {one.before})", "    ", "        ")
            else:
                yield from in_lines(f"  {one.provision}: {one.before} → {one.after}", "    ", "        ")
            if one.cite:
                yield from in_lines(one.cite, " " * 10, " " * 12)
        if not mine:
            yield "    its words changed, and no provision"


def _editions(answer: Editions) -> Iterator[str]:
    from simulator.words.lists import in_lines

    yield f"{answer.title}: {len(answer.editions)} editions"
    for name, words in answer.offices.items():
        yield from in_lines(f"{name}: {words}", "  ", "    ")
    for edition in answer.editions:
        yield f"\n{edition.edition}, in force from {edition.in_force}"
        yield from in_lines(edition.about, "  ")
        if edition.decided_by:
            yield from in_lines(f"decided by: {edition.decided_by}", "  ")
        for one, other, words in edition.contradictions:
            yield from in_lines(f"CONTRADICTION: {one} and {other}: {words}", "  ")


def _in_dispute(answer: InDispute) -> Iterator[str]:
    from simulator.words.lists import in_lines

    yield f"{answer.title}\n\nReadings of the text: simulate or compare them with --reading DISPUTE=READING"
    for row in answer.readings:
        yield f"\n  {row.dispute}" + (f"   ({row.sort})" if row.sort != "reading" else "")
        yield from in_lines(row.title, "    ")
        yield from in_lines(f"editions: {', '.join(row.editions)}", "    ", "      ")
        for name, one in row.readings.items():
            mark = " (adopted)" if name == row.adopted else ""
            yield from in_lines(f"{name}{mark}: {one.means}. Held by: {_holders(one)}", "    – ", "      ")
        yield from in_lines(f"settled by {row.settled}" if row.settled else "never settled", "    ", "      ")
        if row.only_shown:
            yield "    only shown: no simulation turns on it"
    yield "\nNot decided by reading the text"
    for matter in answer.matters:
        yield f"\n  {matter.matter}   ({matter.sort})"
        yield from in_lines(matter.title + (f" Bears on {matter.decides}." if matter.decides else ""), "    ")
        for name, one in matter.answers.items():
            yield from in_lines(f"{name}: {one.means}. Held by: {_holders(one)}", "    – ", "      ")
        if matter.settled:
            yield from in_lines(f"settled by {matter.settled}", "    ", "      ")
    yield "\nDrafts and rejected amendments: simulate them with --what-if NAME"
    for draft in answer.what_ifs:
        yield from in_lines(f"{draft.what_if}: {draft.title}. {draft.proposed}; {draft.outcome}.", "  ", "    ")


def _holders(one: View) -> str:
    return "; ".join(one.held_by) or "nobody is known to have held it"


QUESTION = Question(
    name="rules",
    group="Read the rules",
    help="what is in force on a date, since when, and by what source",
    arguments=_arguments,
    ask=_ask,
    text=_text,
    chart=lambda asked: "history",
)
