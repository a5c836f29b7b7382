"""``explain``: a disputed clause: its words, its readings side by side, who held them, how it was settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import book_argument, json_argument
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable, Iterator

    from simulator.questions.explain import DisputedClauses, Explained
    from simulator.questions.rules import Matter, WhatIf

    Explanation = DisputedClauses | Explained | Matter | WhatIf


def _arguments(parser: ArgumentParser) -> None:
    book_argument(parser)
    parser.add_argument("dispute", nargs="?", metavar="DISPUTE", help="a disputed clause; without it all are listed")
    json_argument(parser)


def _ask(asked: Asked) -> Explanation:
    from simulator.questions.explain import disputed_clauses, explain
    from simulator.rulebooks.load import open_book

    book = open_book(asked.options.book)
    return disputed_clauses(book) if asked.options.dispute is None else explain(book, asked.options.dispute)


def _text(answer: Explanation, asked: Asked) -> Iterable[str]:
    from simulator.questions.explain import DisputedClauses, Explained
    from simulator.questions.rules import Matter

    if isinstance(answer, DisputedClauses):
        return _all(answer, asked.options.book)
    if isinstance(answer, Explained):
        return _explained(answer)
    return _matter(answer) if isinstance(answer, Matter) else _what_if(answer)


def _all(answer: DisputedClauses, book: str) -> Iterator[str]:
    many = len(answer.disputes)
    if not many:
        yield f"{answer.title}: no clause of it is known to be disputed"
    else:
        yield f"{answer.title}: {many} disputed clause{'s' * (many > 1)}\n"
    for one in answer.disputes:
        yield f"{one.dispute}\n  {one.title}\n  readings: {', '.join(one.readings)} (adopted: {one.adopted})\n"
    if answer.others:
        yield f"Not of the text: {', '.join(answer.others)}"
    if known := [*(one.dispute for one in answer.disputes), *answer.others]:
        yield f"Next: party-rules explain {book} {known[0]}"


def _explained(answer: Explained) -> Iterator[str]:
    from simulator.words.lists import in_lines

    yield answer.title
    where = f"({', '.join(one.key for one in answer.sources)})" if answer.sources else ""
    yield from in_lines(f"{answer.clause} {where}".strip(), "  ")
    if answer.words:
        yield ""
        yield from in_lines(f"“{answer.words}”", "    ")
    if answer.open:
        yield f"\n  The text is open to this {answer.open}."
    for other, readings in answer.only_if.items():
        yield f"  It matters only if {other} is read as {' or '.join(readings)}."
    for letter, (name, reading) in zip("ABCDEFGH", answer.readings.items(), strict=False):
        yield f"\n  {letter}  {name}" + ("   (adopted)" if name == answer.adopted else "")
        yield from in_lines(reading.means, "     ")
        for argument in reading.because:
            yield from in_lines(f"– {argument}", "     ", "       ")
        held = "; ".join(reading.held_by) if reading.held_by else reading.note or "nobody is known to have held it"
        yield from in_lines(f"held by: {held}" if reading.held_by else held, "     ", "       ")
        where = " ".join([", ".join(one.key for one in reading.sources), f"[{reading.confidence}]"]).lstrip()
        yield from in_lines(f"source: {where}", "     ", "       ")
        for path, said in reading.changes.items():
            yield f"     changes {path} to: {said}"
        for stage in reading.adds:
            yield f"     adds the stage {stage}"
    yield ""
    yield from in_lines(f"Settled by {answer.settled}." if answer.settled else "It was never settled.", "  ")
    if answer.note:
        yield from in_lines(f"Note: {answer.note}.", "  ")
    yield "\n  Sources"
    sources = [*answer.sources, *(one for reading in answer.readings.values() for one in reading.sources)]
    cited = {one.key: one for one in sources}
    for one in cited.values():
        yield from in_lines(f"{one.key}: {one.title}. {one.url}", "    ", "      ")


def _matter(answer: Matter) -> Iterator[str]:
    from simulator.words.lists import in_lines

    cited = {one.key: one for one in answer.cited}
    yield answer.title
    yield from in_lines(f"Not decided by reading the text: {answer.sort}. It bears on {answer.decides}.", "  ")
    for name, one in answer.answers.items():
        held = "; ".join(one.held_by) or "nobody is known to have held it"
        yield from in_lines(f"{name}: {one.means}", "  ", "     ")
        yield from in_lines(f"held by: {held}", "     ", "       ")
        for key in one.sources:
            yield from in_lines(f"{key}: {cited[key].title}. {cited[key].url}", "     ", "       ")
    if answer.settled:
        yield from in_lines(f"Settled by {answer.settled}.", "  ")
    if answer.note:
        yield from in_lines(f"Note: {answer.note}.", "  ")


def _what_if(answer: WhatIf) -> Iterator[str]:
    from simulator.words.lists import in_lines

    yield answer.title
    yield from in_lines(f"Not law: {answer.proposed}; {answer.outcome}.", "  ")
    for path, said in answer.changes.items():
        yield f"  would change {path} to: {said}"
    if answer.note:
        yield from in_lines(f"Note: {answer.note}.", "  ")
    for one in answer.cited:
        yield from in_lines(f"{one.key}: {one.title}. {one.url}", "  ", "    ")
    yield f"Next: party-rules rules {answer.book} --what-if {answer.what_if}, or --what-if with run and compare"


QUESTION = Question(
    name="explain",
    group="Read the rules",
    help="a disputed clause: its words, its readings, who held them",
    arguments=_arguments,
    ask=_ask,
    text=_text,
)
