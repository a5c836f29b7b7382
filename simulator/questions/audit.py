"""Audit: where a book gives no answer, by which doors a leader stays or goes, and which reading changes who leads.

All of it is found in the space of :mod:`simulator.questions.patterns`, every pattern of which is played; each finding has
its smallest example, told to its end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np

from simulator.engine.leaders import OTHERS, UNRESOLVED
from simulator.questions.audit_book import WHO, AuditBook, Choose, Outcome, Played, leader_words
from simulator.questions.patterns import GOING, LEADER, Further, Kind, Space
from simulator.results.answer import Answer, Part
from simulator.rulebooks.law import Law
from simulator.rulebooks.rulebook import RuleBook
from simulator.stages.values import Unsaid
from simulator.words.problems import refuse

LED = WHO.index(LEADER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(Part):
    """A clause that gave no answer.

    sort      what sort of gap it is;  patterns: in how many patterns it shows with the adopted readings
    only_if   the readings under which it shows (null: the adopted ones)
    example   the smallest pattern, in words;  ends: how it ended;  story: the same day by day
    """

    clause: str
    said: str
    sort: str
    patterns: int
    only_if: Mapping[str, str] | None
    example: str
    ends: Outcome
    story: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door(Part):
    """A way of going that makes a leader who would lose by staying (``gains``), or unmakes one who would stay (``loses``)."""

    going: str
    leader: str
    only_if: Mapping[str, str]
    example: str
    staying: Outcome
    then: Outcome
    story: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried(Part):
    """A reading other than the adopted: in how many patterns somebody else leads, and the smallest of them.

    if_  the readings of the disputes it hangs on
    """

    dispute: str
    reading: str
    if_: Mapping[str, str]
    patterns: int
    example: str | None
    adopted: Outcome | None = None
    then: Outcome | None = None
    story: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit(Answer):
    """What a book leaves open, by which doors a leader stays or goes, and which readings change who leads.

    bars      the bars that were met, in names;  contests: those that were played;  alike: others that go the same way
    goes      a leader may go in a challenge;  second_bar: there is one
    further   bodies that nominate beside the one counted first;  signed: the numbers of signatures that were tried
    patterns  how many were played, each under so many choices of readings
    """

    schema: ClassVar[str] = "party-rules/audit/1"

    book: str
    edition: str
    bars: tuple[int, ...]
    contests: tuple[str, ...]
    alike: Mapping[str, tuple[str, ...]]
    goes: bool
    second_bar: bool
    further: tuple[str, ...]
    signed: tuple[int, ...]
    patterns: int
    readings: int
    gaps: tuple[Gap, ...]
    doors: tuple[Door, ...]
    disputes: tuple[Tried, ...]


def audit(audited: AuditBook, *, every_reading: bool = True) -> Audit:
    """The report: silences, contradictions, dead ends, doors, and clauses whose reading changes the outcome.

    every_reading  False: the adopted readings only, so that no clause is tried otherwise
    """
    tried = list(audited.readings()) if every_reading else [audited.book.adopted()]
    besides = _besides(audited, tried)
    every = audited.plays([*tried, *besides])
    return Audit(
        book=audited.book.key,
        edition=audited.edition.name,
        bars=tuple(audited.bars),
        contests=tuple(dict.fromkeys(kind.contest for kind in audited.kinds)),
        alike={kind.contest: tuple(kind.alike) for kind in audited.kinds if kind.alike},
        goes=any(kind.goes for kind in audited.kinds),
        second_bar=audited.hurdle,
        further=audited.space.further.bodies if len(audited.space.further.ways) > 1 else (),
        signed=tuple(sorted({kind.signed for kind in audited.kinds if kind.signed is not None})),
        patterns=len(audited.space),
        readings=len(tried),
        gaps=_gaps(audited, every[: len(tried)]),
        doors=_doors(audited, every[: len(tried)]),
        disputes=_disputes(audited, every, len(tried)),
    )


def _besides(audited: AuditBook, tried: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Readings that are not tried themselves, but that one is held against: the adopted ones with those it hangs on."""
    wanted = [_base(audited.book, tried[0], one) for one in tried[1:]]
    return [one for n, one in enumerate(wanted) if one not in tried and one not in wanted[:n]]


def _otherwise(book: RuleBook, adopted: Mapping[str, str], readings: Mapping[str, str]) -> list[str]:
    """The disputes that are read otherwise than adopted; the one that is tried last, after those it hangs on."""
    return sorted((d for d, r in readings.items() if adopted[d] != r), key=lambda d: bool(book.disputes[d].only_if))


def _base(book: RuleBook, adopted: Mapping[str, str], readings: dict[str, str]) -> dict[str, str]:
    dispute = _otherwise(book, adopted, readings)[-1]
    return {**readings, dispute: adopted[dispute]}


def _gaps(audited: AuditBook, every: Sequence[Played]) -> tuple[Gap, ...]:
    """Each clause that gave no answer: what sort of gap it is, in how many patterns, and the smallest of them, told."""
    found: dict[str, tuple[int, int, Played]] = {}
    for played in every:
        for reason, first, count in zip(*np.unique(played.reason, return_index=True, return_counts=True), strict=True):
            said = played.reasons[int(reason)]
            if said and said not in found:
                found[said] = (int(count) if played is every[0] else 0, int(first), played)
    return tuple(
        Gap(
            clause=reason.split(":")[0],
            said=reason,
            sort=_sort(reason, audited.book.read(audited.edition, where.readings, audited.what_if_patches)),
            patterns=count,
            only_if=None if where is every[0] else _differs(every[0], where),
            example=audited.space[number].words(),
            ends=where.outcome(number),
            story=tuple(audited.story(number, where.readings)),
        )
        for reason, (count, number, where) in sorted(found.items(), key=lambda item: (item[1][1], item[0]))
    )


def _sort(reason: str, law: Law) -> str:
    """What sort of gap it is: of the book, or (``beyond the audit``) of what is supplied to play it with."""
    clause, _, why = reason.partition(": ")
    if "contradicts" in why:
        return "contradiction"
    if "did not end" in why or "leads nowhere" in why or "no further ballot" in why:
        return "dead end"
    if why.startswith("left to "):
        return "left open"
    beneath = [one for path, one in law.provisions.items() if path == clause or path.startswith(f"{clause}.")]
    unsaid = [str(one.value) for one in beneath if isinstance(one.value, Unsaid) and not law.shown(one.path)]
    if why == "unknown" or (why not in ("silent", *OF_THE_BOOK) and "unknown" in unsaid):
        return "text not found"
    return "silence" if why in ("silent", *OF_THE_BOOK) or unsaid else "beyond the audit"


OF_THE_BOOK = ("is not in the book", "not decided", "nobody is left on the ballot", "nobody is in office")
"""Reasons that are the book's: it says nothing, or what it says settles nothing."""


def _differs(adopted: Played, other: Played) -> dict[str, str]:
    return {d: r for d, r in other.readings.items() if adopted.readings[d] != r}


def _doors(audited: AuditBook, every: Sequence[Played]) -> tuple[Door, ...]:
    """Patterns in which going makes a leader who would lose by staying, or unmakes one who would stay: the smallest of each."""
    goes = np.array([kind.goes for kind in audited.space.kinds])
    led, going = goes[audited.space.kind], audited.space.going
    found: dict[tuple[int, bool], Door] = {}
    for played in every:
        before, after = played.leader[audited.space.staying], played.leader
        resolved = led & (before != UNRESOLVED) & (after != UNRESOLVED)
        for way, gains in ((way, gains) for way in range(1, len(GOING)) for gains in (True, False)):
            one, other = (after, before) if gains else (before, after)
            there = np.flatnonzero(resolved & (going == way) & (one == LED) & (other != LED))
            if len(there) and (way, gains) not in found:
                number = int(there[0])
                found[way, gains] = Door(
                    going=GOING[way],
                    leader="gains" if gains else "loses",
                    only_if=_differs(every[0], played),
                    example=audited.space[number].words(),
                    staying=played.outcome(int(audited.space.staying[number])),
                    then=played.outcome(number),
                    story=tuple(audited.story(number, played.readings)),
                )
    return tuple(found.values())


def _disputes(audited: AuditBook, every: Sequence[Played], tried: int) -> tuple[Tried, ...]:
    """Each other reading: in how many patterns somebody else leads, and the smallest, told.

    It is held against the adopted readings; a dispute that hangs on others, against the adopted ones with those.
    """
    adopted = every[0].readings
    known = {tuple(sorted(played.readings.items())): played for played in every}
    rows = []
    for played in every[1:tried]:
        *needed, dispute = _otherwise(audited.book, adopted, played.readings)
        beside = known[tuple(sorted(_base(audited.book, adopted, played.readings).items()))]
        differ = np.flatnonzero(beside.leader != played.leader)
        row = Tried(
            dispute=dispute,
            reading=played.readings[dispute],
            if_={d: played.readings[d] for d in needed},
            patterns=len(differ),
            example=None,
        )
        if len(differ):
            first = int(differ[0])
            row = replace(
                row,
                example=audited.space[first].words(),
                adopted=beside.outcome(first),
                then=played.outcome(first),
                story=tuple(audited.story(first, played.readings)),
            )
        rows.append(row)
    return tuple(sorted(rows, key=lambda row: -row.patterns))


def _role(leader: str) -> str:
    """Whether the leader leads on, nobody does, the book gives no answer, or somebody else leads."""
    return leader if leader in (LEADER, *OTHERS) else "another"


@dataclass(frozen=True)
class Side:
    """One of two laws that are held against each other: an edition, and readings other than the adopted."""

    edition: Choose
    readings: Mapping[str, str] = field(default_factory=dict)

    def name(self, audited: AuditBook) -> str:
        """The edition, and how it is read."""
        read = ", ".join(f"{dispute}={reading}" for dispute, reading in self.readings.items())
        return f"{audited.edition.name}, {read}" if read else audited.edition.name

    def played(self, audited: AuditBook) -> Played:
        """How every pattern of a book ends under this law."""
        for dispute, reading in self.readings.items():
            audited.book.reading(dispute, reading)
            if not audited.book.disputes[dispute].open_to(audited.edition.in_force):
                raise refuse(f"{dispute} is not open in {audited.edition.name}", "party-rules rules BOOK --disputes")
        return audited.play({**audited.book.adopted(), **self.readings})


def _of_either(one: AuditBook, other: AuditBook) -> list[Kind]:
    """The contests of either book, each met as widely as in either."""
    found: dict[Kind, Kind] = {}
    for kind in (*one.kinds, *other.kinds):
        stood = found.get(kind, kind)
        found[kind] = replace(stood, goes=stood.goes or kind.goes, nominates=stood.nominates or kind.nominates)
    return [*found.values()]


def _further_of_either(one: AuditBook, other: AuditBook) -> Further:
    """The ways in which further bodies of either book nominate; of a body that only the other has, nobody does."""
    bodies = tuple(dict.fromkeys((*one.further.bodies, *other.further.bodies)))
    ways: dict[tuple[int, ...], None] = {}
    for audited in (one, other):
        for way in audited.further.ways:
            given = dict(zip(audited.further.bodies, way, strict=True))
            ways[tuple(given.get(body, 0) for body in bodies)] = None
    return Further(bodies, tuple(ways), needed=one.further.needed or other.further.needed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference(Part):
    """The smallest situation in which two laws elect different people, of one sort, and how it ends under each."""

    example: str
    first: Outcome
    second: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences(Answer):
    """In how many of the patterns two laws elect different people, and the smallest of each sort of difference."""

    schema: ClassVar[str] = "party-rules/diff-rules/1"

    first: str
    second: str
    bars: tuple[int, ...]
    patterns: int
    differ: int
    rows: tuple[Difference, ...]


def differences(name: str, one: Side, other: Side) -> Differences:
    """The smallest situations in which two editions, or readings, elect different people: of each sort of difference one.

    Both meet the same patterns: the bars, the contests and the second bar of either.
    """
    alone = [AuditBook(name, side.edition) for side in (one, other)]
    bars = sorted({bar for audited in alone for bar in audited.bars})
    heads = max(next(iter(audited.bodies.values())) for audited in alone)
    hurdle = any(audited.hurdle for audited in alone)
    space = Space(bars, _of_either(*alone), hurdle=hurdle, heads=heads, further=_further_of_either(*alone))
    both = [AuditBook(name, side.edition, space=space) for side in (one, other)]
    first, second = (side.played(audited) for side, audited in zip((one, other), both, strict=True))
    differ = np.flatnonzero(first.leader != second.leader)
    rows: dict[tuple[str, str], Difference] = {}
    for number in map(int, differ):
        sort = _role(leader_words(int(first.leader[number]))), _role(leader_words(int(second.leader[number])))
        if sort not in rows:
            rows[sort] = Difference(
                example=space[number].words(), first=first.outcome(number), second=second.outcome(number)
            )
    names = [side.name(audited) for side, audited in zip((one, other), both, strict=True)]
    return Differences(
        first=names[0],
        second=names[1],
        bars=tuple(bars),
        patterns=len(space),
        differ=len(differ),
        rows=tuple(rows.values()),
    )
