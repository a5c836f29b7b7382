"""A real contest as recorded: what people did (names, withdrawals, votes), and apart from it what was published.

The rules are not recorded: the file names a rule book and the day on which the contest opened, and the law decides.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from simulator.rulebooks.law import Law
from simulator.rulebooks.rulebook import Edition, RuleBook
from simulator.rulebooks.shelf import open_book
from simulator.rulebooks.written import Confidence, SourceEntry
from simulator.scenario.scenario import Body
from simulator.words.documents import Document, read
from simulator.words.problems import Path, Problem, Problems, did_you_mean, refuse
from simulator.words.shapes import Day, Shape, Text, When, Words, shaped
from simulator.words.sources import Source

FOLDER = os.path.join("scenarios", "history")
Numbers = dict[str, int | float]
BySection = dict[str, dict[str, int | float]]


class Cited(Shape):
    """Figures with the keys of their sources and how far they are trusted."""

    source: Words = ()
    confidence: Confidence | None = None
    note: Text = ""


class LawEntry(Shape):
    """Which law: the book, the day on which the contest opened, and the edition if the day leaves a doubt, and why."""

    book: Text
    opened: When
    contest: Text
    edition: Text = ""
    because: Text = Field("", description="why this edition, if it is named")
    readings: dict[str, Text] = Field({}, description="readings other than the adopted ones")


class HeadsEntry(Cited):
    """Heads of a body that nominates or is counted in a base."""

    size: int = Field(ge=0)
    suspended: int = Field(0, ge=0)


class NamesEntry(Cited):
    """What one candidate had when nominations closed: heads by body; or that no number was published."""

    by: dict[str, int] = Field({}, description="nominators of each body")
    supporting: dict[str, int] = Field({}, description="nominations that only support, or count at a second bar")


class NominationsEntry(Cited):
    """Nominations as they stood at the close."""

    names: dict[str, NamesEntry] = Field({})
    nobody: int | None = Field(None, ge=0, description="nominators who are known to have named nobody")


class WithdrawalEntry(Cited):
    """Someone who stood aside: before the close of nominations, or after a round."""

    who: Text
    when: Text = ""
    after_round: int | None = Field(None, ge=1, description="the round after which they left the field")
    names: int | None = Field(None, ge=0, description="nominators they had when they stood aside")


class SecondBarEntry(Cited):
    """Who was carried over a second bar, as reported; counts are seldom published."""

    carried: dict[str, Text] = Field(description="candidate: by whom, when")


class RoundEntry(Cited):
    """One ballot, or one round of a count: what went into it, and what was declared of it."""

    date: Day | None = None
    votes: BySection = Field({}, description="votes of each section, or `all` where sections were not published")
    college: BySection = Field({}, description="shares of the college, where votes of a section are not known")
    shares: BySection = Field({}, description="shares inside a section, in per cent, where votes are not known")
    percents: Numbers = Field({}, description="percentages of all votes, where nothing else is known")
    declared: DeclaredEntry | None = None


class DeclaredEntry(Cited):
    """What was published of a round."""

    totals: Numbers = Field({}, description="votes of each candidate")
    cast: dict[str, int] = Field({}, description="valid votes of each section, or `all`")
    college: BySection = Field({}, description="shares of the college, section by section")
    shares: BySection = Field({}, description="shares inside a section, in per cent")
    percents: Numbers = Field({}, description="percentages of the college or of all votes")
    rounded: Numbers = Field({}, description="the percentages as other sources round them")
    out: Words = Field((), description="who dropped out after this round")


class BarEntry(Cited):
    """The bar as published."""

    needs: int | None = None
    second: int | None = Field(None, description="the second bar, in constituency parties")


class TurnoutEntry(Cited):
    """Published turnout."""

    eligible: int
    voted: int
    percent: int | float
    section: Text = ""


class OfficialEntry(Shape):
    """What was published, to be held beside what the engine gives."""

    winner: Text
    bar: BarEntry | None = None
    on_the_ballot: Words = ()
    short: Words = Field((), description="who sought nominations and did not get on the ballot")
    turnout: tuple[TurnoutEntry, ...] = Field((), strict=False)


class OtherEntry(Cited):
    """A figure that another source gives otherwise; both are kept."""

    figure: Text
    value: Any
    used: Text = Field("", description="which is used, and why")


class ContestEntry(Shape):
    """A real contest."""

    contest: Text = Field(description="title: office and year")
    id: Text
    office: Text
    about: Text = ""
    date: When = Field(description="when it was decided")
    rules: LawEntry
    grade: Literal["exact", "exact_totals", "shares", "totals_pct", "nominations", "outcome"]
    incumbent: Text = Field("", description="who held the office, if it was a challenge")
    heads: dict[str, HeadsEntry] = Field({})
    nominations: NominationsEntry = NominationsEntry()
    withdrawals: tuple[WithdrawalEntry, ...] = Field((), strict=False)
    second_bar: SecondBarEntry | None = None
    rounds: tuple[RoundEntry, ...] = Field((), strict=False)
    reconstructed: Words = Field((), description="sections whose votes were rebuilt from the shares they are held against")
    official: OfficialEntry
    differs: dict[str, Text] = Field({}, description="figure: why the published figure is not the engine's")
    others: tuple[OtherEntry, ...] = Field((), strict=False)
    notes: Words = ()
    sources: dict[str, SourceEntry] = Field({})


RoundEntry.model_rebuild()


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
        letters = [p if p.place else Problem(p.said, document.place(("rules",)), ("rules",), p.cure) for p in found.problems]
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
        raise refuse(f"the contest opened {entry.rules.opened}, under “{first.name}” or “{last.name}”", "name the edition")
    return first


def _faults(entry: ContestEntry, document: Document, book: RuleBook, law: Law) -> Iterable[tuple[Path, str, str]]:
    if entry.rules.edition and not entry.rules.because:
        yield ("rules",), "an edition is named and not why", "add because:"
    if entry.rules.contest not in law.contests:
        yield ("rules", "contest"), f"“{entry.rules.contest}” is no contest of {book.key}", did_you_mean(entry.rules.contest, law.contests)
    if book.offices and entry.office not in book.offices:
        yield ("office",), f"“{entry.office}” is not an office {book.key} fills", did_you_mean(entry.office, book.offices)
    for body in entry.heads:
        if body not in book.bodies:
            yield ("heads", body), f"“{body}” is not a body of {book.key}", did_you_mean(body, book.bodies)
    for number, round_ in enumerate(entry.rounds):
        blocks = {**round_.votes, **round_.college, **round_.shares}
        for section, block in blocks.items():
            for one, votes in block.items():
                if votes < 0:
                    yield ("rounds", number), f"{one} has {votes:g} votes in {section}", "votes are counted from 0 up"
        if not blocks and not round_.percents:
            yield ("rounds", number), "a round without votes, shares or percentages", "give what was published"
    for key in _cited(document.data):
        if key not in entry.sources:
            yield ("sources",), f"“{key}” is not among the sources", did_you_mean(key, entry.sources)


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
