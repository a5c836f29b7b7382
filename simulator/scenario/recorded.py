"""A real contest as recorded: what people did (names, withdrawals, votes), and apart from it what was published.

The rules are not recorded: the file names a rule book and the day on which the contest opened, and the law decides.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from simulator.rulebooks.law import Law
from simulator.rulebooks.rulebook import Edition, RuleBook
from simulator.rulebooks.shelf import open_book
from simulator.scenario.checks import sections_of
from simulator.scenario.scenario import Body
from simulator.scenario.written_contest import ContestEntry, RoundEntry
from simulator.words.documents import Document, read
from simulator.words.problems import Path, Problem, Problems, did_you_mean, refuse
from simulator.words.shapes import shaped
from simulator.words.sources import Source

FOLDER = os.path.join("scenarios", "history")


@dataclass(frozen=True)
class Recorded:
    """A real contest with its law: the record, the book, the edition and the readings that apply."""

    file: str
    entry: ContestEntry
    book: RuleBook
    edition: Edition
    law: Law
    sources: dict[str, Source]

    @property
    def bodies(self) -> dict[str, Body]:
        """Heads by body."""
        return {name: Body(name, one.size, one.suspended) for name, one in self.entry.heads.items()}

    @property
    def candidates(self) -> tuple[str, ...]:
        """Everybody the record names, in the order of the file."""
        named = [
            *self.entry.nominations.names,
            *(one for round_ in self.entry.rounds for one in standing_in(round_)),
            *self.entry.official.on_the_ballot,
            *([self.entry.incumbent] if self.entry.incumbent else []),
            self.entry.official.winner,
        ]
        return tuple(dict.fromkeys(named))

    def under(self, law: Law) -> Recorded:
        """The same record under another law."""
        return Recorded(self.file, self.entry, self.book, self.edition, law, self.sources)


def standing_in(round_: RoundEntry) -> tuple[str, ...]:
    """Who had votes counted for them in a round."""
    blocks = [*round_.votes.values(), *round_.college.values(), *round_.shares.values(), round_.percents]
    return tuple(dict.fromkeys(one for block in blocks for one in block))


def files() -> list[str]:
    """The files of real contests that come along."""
    if not os.path.isdir(FOLDER):
        return []
    return [os.path.join(FOLDER, name) for name in sorted(os.listdir(FOLDER)) if name.endswith(".yaml")]


def is_record(path: str) -> bool:
    """Whether a file is a real contest, and not a scenario or a rule book."""
    return os.path.isfile(path) and "official" in read(path).data


def recorded(path: str) -> Recorded:
    """A real contest from its file, or by its name; raises Problems with every fault found."""
    if not os.path.exists(path) and not path.endswith((".yaml", ".yml")):
        known = {os.path.splitext(os.path.basename(file))[0]: file for file in files()}
        if path not in known:
            raise refuse(f"there is no recorded contest “{path}”", did_you_mean(path, known))
        path = known[path]
    return of_record(read(path))


def of_record(document: Document) -> Recorded:
    """A real contest from its document."""
    entry, problems = shaped(ContestEntry, document)
    if entry is None:
        raise Problems(problems, document.name)
    try:
        book = open_book(entry.rules.book)
        edition = _edition(book, entry)
        law = book.read(edition, {**book.adopted(), **entry.rules.readings})
    except Problems as found:
        letters = [
            p if p.place else Problem(p.said, document.place(("rules",)), ("rules",), p.cure) for p in found.problems
        ]
        raise Problems(letters, document.name) from None
    problems = [Problem(said, document.place(at), at, cure) for at, said, cure in _faults(entry, document, book, law)]
    if problems:
        raise Problems(problems, document.name)
    sources = {key: Source(key, s.title, s.url, s.confidence, s.note) for key, s in entry.sources.items()}
    return Recorded(document.name, entry, book, edition, law, sources)


def _edition(book: RuleBook, entry: ContestEntry) -> Edition:
    if entry.rules.edition:
        return book.on(entry.rules.opened.earliest, entry.rules.edition)
    first, last = book.on(entry.rules.opened.earliest), book.on(entry.rules.opened.latest)
    if first is not last:
        raise refuse(
            f"the contest opened {entry.rules.opened}, under “{first.name}” or “{last.name}”", "name the edition"
        )
    return first


def _faults(entry: ContestEntry, document: Document, book: RuleBook, law: Law) -> Iterable[tuple[Path, str, str]]:
    if entry.rules.edition and not entry.rules.because:
        yield ("rules",), "an edition is named and not why", "add because:"
    if entry.rules.contest not in law.contests:
        yield (
            ("rules", "contest"),
            f"“{entry.rules.contest}” is no contest of {book.key}",
            did_you_mean(entry.rules.contest, law.contests),
        )
    if book.offices and entry.office not in book.offices:
        yield (
            ("office",),
            f"“{entry.office}” is not an office {book.key} fills",
            did_you_mean(entry.office, book.offices),
        )
    for body in entry.heads:
        if body not in book.bodies:
            yield ("heads", body), f"“{body}” is not a body of {book.key}", did_you_mean(body, book.bodies)
    sections = sections_of(law)
    yield from _withdrawals(entry)
    yield from _heads(entry)
    for number, round_ in enumerate(entry.rounds):
        blocks = {**round_.votes, **round_.college, **round_.shares}
        for section, block in blocks.items():
            if section != "all" and section not in sections:
                cure = did_you_mean(section, [*sections, "all"])
                yield ("rounds", number), f"“{section}” is not a section of the electorate under these rules", cure
            for one, votes in block.items():
                if votes < 0:
                    yield ("rounds", number), f"{one} has {votes:g} votes in {section}", "votes are counted from 0 up"
        if not blocks and not round_.percents:
            yield ("rounds", number), "a round without votes, shares or percentages", "give what was published"
    for key in _cited(document.data):
        if key not in entry.sources:
            yield ("sources",), f"“{key}” is not among the sources", did_you_mean(key, entry.sources)


def _withdrawals(entry: ContestEntry) -> Iterable[tuple[Path, str, str]]:
    """Who left the field after a round stood in it."""
    for number, one in enumerate(entry.withdrawals):
        if one.after_round is None:
            continue
        stood = standing_in(entry.rounds[one.after_round - 1]) if one.after_round <= len(entry.rounds) else ()
        if one.who not in stood:
            yield (
                ("withdrawals", number),
                f"{one.who} did not stand in round {one.after_round}",
                did_you_mean(one.who, stood),
            )


def _heads(entry: ContestEntry) -> Iterable[tuple[Path, str, str]]:
    """Nobody nominates two: a body has at least as many heads as names were handed in by it."""
    for body, heads in entry.heads.items():
        given = sum(names.by.get(body, 0) for names in entry.nominations.names.values())
        both = sum(one.size for one in entry.heads.values())
        if given > (heads.size if len(entry.heads) == 1 else both):
            said = f"{given:,} names were handed in by {heads.size:,} {body}"
            yield ("nominations", "names"), said, "nobody nominates two"


def _cited(block: Any) -> Iterable[str]:
    """Every key of a source in a record."""
    if isinstance(block, dict):
        for name, value in block.items():
            if name == "source":
                yield from [value] if isinstance(value, str) else value
            elif name != "sources":
                yield from _cited(value)
    elif isinstance(block, list | tuple):
        for value in block:
            yield from _cited(value)
