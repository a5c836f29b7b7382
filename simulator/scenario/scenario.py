"""The resolved scenario: frozen, complete, every belief at a path of its own and knowing where it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.rulebooks.law import Law
from simulator.rulebooks.patches import Patch
from simulator.rulebooks.rulebook import Edition, RuleBook
from simulator.stages.contest import VACANT
from simulator.words.problems import Problem
from simulator.words.quantities import Quantity
from simulator.words.sources import Origin, Source

CHALLENGER = "challenger"
ONE_BY_ONE, EXPECTED = "one by one", "expected"
"""How votes are simulated: whole votes of people who stay or move, or votes divided as the shares say."""
SMALL = 2_000
"""Heads up to which a section is small: its votes in ballots of one name are simulated one by one."""


@dataclass(frozen=True, slots=True)
class Belief:
    """One figure that is believed: its path (which also keys its luck), the quantity, and where it comes from.

    bears   the rules, and this contest, have a use for it
    """

    path: str
    quantity: Quantity
    origin: Origin
    bears: bool = True

    @property
    def is_default(self) -> bool:
        """Whether the scenario says nothing of it, and a default stands in."""
        return self.origin.kind.startswith("default")


@dataclass(frozen=True, slots=True)
class Body:
    """Heads of a body, and how many of them are suspended, absent, or on a dated roll; ``changes``: its size from a date on."""

    name: str
    size: int
    suspended: int = 0
    absent: int = 0
    rolls: Mapping[str, int] = field(default_factory=dict)
    changes: Mapping[dt.date, int] = field(default_factory=dict)

    def heads_on(self, day: dt.date) -> int:
        """Its heads on a day: its size, or the latest change of it by then."""
        known = [when for when in self.changes if when <= day]
        return self.changes[max(known)] if known else self.size


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone who leads (incumbent), may challenge, or may be put forward in the incumbent's place (stand-in).

    Or an option on the ballot paper, such as to re-open nominations: voters may prefer it, and nobody nominates it.
    """

    id: str
    name: str
    incumbent: bool = False
    stand_in: bool = False
    option: bool = False

    @property
    def challenger(self) -> bool:
        """True of those who would stand against the incumbent."""
        return not self.incumbent and not self.stand_in and not self.option


@dataclass(frozen=True, slots=True)
class Bloc:
    """Nominators of one body who behave alike; ``names``: whom they may name (candidate ids or ``challenger``)."""

    name: str
    body: str
    size: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Motion:
    """A motion that was moved: its votes, and that the rules give it no effect or some."""

    date: dt.date
    by: str
    title: str
    votes_for: int
    against: int
    spoilt: int
    absent: int

    @property
    def carried(self) -> bool:
        """True if more voted for it than against."""
        return self.votes_for > self.against


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What happened in the end. Never used, only shown.

    names     names in by moment and candidate;  leader, share  who led, with which share of the final round
    votes     votes of the executive: members for and against;  judgment  upheld, reversed, or nothing said
    """

    names: Mapping[str, Mapping[str, int]]
    leader: str
    share: float | None
    source: str
    votes: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    judgment: str = ""


@dataclass(frozen=True, slots=True)
class Mixture:
    """A dispute whose reading differs from run to run: drawn with chances, or decided by a body on its day.

    made   the reading was made in the contest, so that a court may reverse it
    """

    chances: tuple[tuple[str, float], ...] = ()
    decided_by: str = ""
    made: bool = False


def sure(book: RuleBook, readings: Mapping[str, str | Mixture]) -> dict[str, str]:
    """One reading of each dispute: the one stated; the adopted one where it differs from run to run."""
    adopted = book.adopted()
    return {d: r if isinstance(r, str) else adopted[d] for d, r in readings.items()}


@dataclass(frozen=True, slots=True)
class Position:
    """Where a contest that is under way stands: the stage, who stands, ballots held in it, and nominations in so far."""

    at: str
    standing: tuple[str, ...] = ()
    ballots_held: int = 0
    nominations: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Scenario:
    """A situation on a date and what is asked of it, complete: nothing further down asks “is it None?”.

    readings   dispute → one reading, or a Mixture; every dispute of the book has one
    compared   disputes that ``run`` and ``compare`` lay side by side
    beliefs    path → Belief, in the order of the file
    polled     what the scenario's polls say, by section (or ``all``) and candidate
    votes      section → how its votes are simulated, if the file says so
    units      section → number of the units in which its votes are counted, if the file says so
    small      sections of at most 2,000 heads
    unsaid     sections of another edition of which the file says nothing; a ballot that needs one is left open
    heirs      candidate → whom their people go to first if they withdraw
    waits_for  challenger → another who is let go first
    watched    the names in are kept for each moment of the window: in a vacancy, or where the file speaks of it
    afterwards what happened, if the file says so
    position   where the contest stands on the date, if it is under way
    explore    paths of figures that get a slider of their own in the explorer
    day zero   the day before the earliest certain date in the file; days are whole days from it
    """

    name: str
    title: str
    question: str
    date: dt.date
    day_zero: dt.date
    book: RuleBook
    edition: Edition
    contest: str
    in_government: bool
    office_empty: bool
    readings: Mapping[str, str | Mixture]
    compared: tuple[str, ...]
    what_ifs: tuple[Patch, ...]
    bodies: Mapping[str, Body]
    candidates: tuple[Candidate, ...]
    motions: tuple[Motion, ...]
    blocs: tuple[Bloc, ...]
    sections: tuple[str, ...]
    unsaid: tuple[str, ...]
    polled: Mapping[tuple[str, str], Any]
    recorded: Mapping[str, Mapping[str, int]]
    votes: Mapping[str, str]
    units: Mapping[str, int]
    small: frozenset[str]
    executive_voting: int
    beliefs: Mapping[str, Belief]
    sources: Mapping[str, Source]
    settings: Mapping[str, str]
    runs: int
    seed: int | None
    digest: str
    heirs: Mapping[str, str] = field(default_factory=dict)
    waits_for: Mapping[str, str] = field(default_factory=dict)
    about: str = ""
    watched: bool = False
    afterwards: Afterwards | None = None
    explore: tuple[str, ...] = ()
    position: Position | None = None
    warnings: tuple[Problem, ...] = ()

    @property
    def law(self) -> Law:
        """The law as it is read here: its own readings, what-ifs included; the adopted one where a reading is still open."""
        return self.book.read(self.edition, sure(self.book, self.readings), self.what_ifs)

    @property
    def begins_vacant(self) -> bool:
        """True if the office is vacant from the beginning."""
        return self.edition.law.trigger(self.contest) == VACANT

    @property
    def subject(self) -> str:
        """Whom the answer is about: whom the file says, else the incumbent, else the first of the file."""
        return self.about or self.ids[max(self.incumbent, 0)]

    @property
    def stated(self) -> set[str]:
        """Disputes that are not read as the book adopts them."""
        adopted = self.book.adopted()
        return {dispute for dispute, reading in self.readings.items() if reading != adopted[dispute]}

    def quantity(self, path: str) -> Quantity:
        """The quantity believed at a path."""
        return self.beliefs[path].quantity

    def one_by_one(self, sections: Iterable[str], *, ranked: bool) -> tuple[str, ...]:
        """The sections of a ballot whose votes are simulated one by one."""
        sections = tuple(sections)
        usual = ONE_BY_ONE if not ranked and self.small.issuperset(sections) else EXPECTED
        return tuple(
            one
            for one in sections
            if self.votes.get(one, usual) == ONE_BY_ONE and f"electorate.sections.{one}.stays" in self.beliefs
        )

    @property
    def ids(self) -> tuple[str, ...]:
        """The candidates' ids, in the order of the file."""
        return tuple(c.id for c in self.candidates)

    @property
    def incumbent(self) -> int:
        """The incumbent's number among the candidates, or −1 if nobody leads."""
        return next((i for i, c in enumerate(self.candidates) if c.incumbent), -1)

    @property
    def stand_in(self) -> int:
        """The stand-in's number among the candidates, or −1."""
        return next((i for i, c in enumerate(self.candidates) if c.stand_in), -1)

    @property
    def challengers(self) -> tuple[int, ...]:
        """The challengers' numbers among the candidates."""
        return tuple(i for i, c in enumerate(self.candidates) if c.challenger)

    def name_of(self, candidate: str) -> str:
        """A candidate's name; ``nobody`` and ``unresolved`` are their own names."""
        return next((c.name for c in self.candidates if c.id == candidate), candidate)

    def provenance(self) -> dict[str, Any]:
        """What this scenario was made from, for the foot of every result."""
        return {
            "file": self.name,
            "digest": self.digest,
            "book": self.book.key,
            "book_digest": self.book.digest,
            "edition": self.edition.name,
            "date": self.date.isoformat(),
            "set": dict(self.settings),
            "what_ifs": [patch.since for patch in self.what_ifs],
        }
