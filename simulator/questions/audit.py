"""Audit: where a book gives no answer, by which doors a leader stays or goes, and which reading changes who leads.

All of it is found in the space of :mod:`simulator.questions.patterns`, every pattern of which is played; each finding has
its smallest example, told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from simulator.questions.patterns import LEADER, Choose, Outcome, Pattern, Played, Room
from simulator.words.problems import refuse


def audit(room: Room, *, every_reading: bool = True) -> dict[str, Any]:
    """The report: silences, contradictions, dead ends, doors, and clauses whose reading changes the outcome.

    every_reading  False: the adopted readings only, so that no clause is tried otherwise
    """
    choices = room.readings() if every_reading else [room.book.adopted()]
    adopted, *others = (room.play(readings) for readings in choices)
    return {
        "schema": "party-rules/audit/1",
        "book": room.book.key,
        "edition": room.edition.name,
        "bars": list(room.bars),
        "patterns": len(room.patterns),
        "readings": 1 + len(others),
        "gaps": _gaps(room, [adopted, *others]),
        "doors": _doors(room, [adopted, *others]),
        "disputes": _disputes(room, [adopted, *others]),
    }


def _gaps(room: Room, every: Sequence[Played]) -> list[dict[str, Any]]:
    """Each clause that gave no answer: what sort of gap it is, in how many patterns, and the smallest of them, told."""
    found: dict[str, tuple[int, int, Played]] = {}
    for played in every:
        for number, (_, _, reason) in enumerate(played.outcomes):
            if reason:
                count, first, where = found.get(reason, (0, number, played))
                found[reason] = (count + (played is every[0]), first, where)
    return [
        {
            "clause": reason.split(":")[0],
            "said": reason,
            "sort": _sort(reason),
            "patterns": count,
            "only_if": None if where is every[0] else _differs(every[0], where),
            "example": room.patterns[number].words(),
            "story": room.story(number, where.readings),
        }
        for reason, (count, number, where) in sorted(found.items(), key=lambda item: (item[1][1], item[0]))
    ]


def _sort(reason: str) -> str:
    if "contradicts" in reason:
        return "contradiction"
    if "did not end" in reason or "leads nowhere" in reason or "no further ballot" in reason:
        return "dead end"
    return "text not found" if reason.endswith("unknown") else "silence"


def _differs(adopted: Played, other: Played) -> dict[str, str]:
    return {d: r for d, r in other.readings.items() if adopted.readings[d] != r}


def _doors(room: Room, every: Sequence[Played]) -> list[dict[str, Any]]:
    """Patterns in which going makes a leader who would lose by staying, or unmakes one who would stay: the smallest of each."""
    at = {one: number for number, one in enumerate(room.patterns)}
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for played, (number, one) in product(every, enumerate(room.patterns)):
        if one.contest != "challenge" or one.going == "stays":
            continue
        before, after = played.outcomes[at[replace(one, going="stays")]], played.outcomes[number]
        kind = (one.going, "gains" if after[1] == LEADER else "loses")
        resolved = "unresolved" not in (before[1], after[1])
        if resolved and (before[1] == LEADER) != (after[1] == LEADER) and kind not in found:
            found[kind] = {
                "going": one.going,
                "leader": kind[1],
                "only_if": _differs(every[0], played),
                "example": one.words(),
                "staying": list(before),
                "then": list(after),
                "story": room.story(number, played.readings),
            }
    return list(found.values())


def _disputes(room: Room, every: Sequence[Played]) -> list[dict[str, Any]]:
    """Each other reading: in how many patterns somebody else leads, and the smallest, told.

    It is held against the adopted readings; a dispute that hangs on others, against the adopted ones with those.
    """
    known = {tuple(sorted(played.readings.items())): played for played in every}
    rows = []
    for played in every[1:]:
        *needed, dispute = sorted(_differs(every[0], played), key=lambda d: bool(room.book.disputes[d].only_if))
        reading = played.readings[dispute]
        base = {**played.readings, dispute: every[0].readings[dispute]}
        beside = known.get(tuple(sorted(base.items()))) or room.play(base)
        differ = [n for n, (a, b) in enumerate(zip(beside.outcomes, played.outcomes, strict=True)) if a[1] != b[1]]
        row: dict[str, Any] = {
            "dispute": dispute,
            "reading": reading,
            "if": {d: played.readings[d] for d in needed},
            "patterns": len(differ),
            "example": None,
        }
        if differ:
            first = differ[0]
            row |= {
                "example": room.patterns[first].words(),
                "adopted": list(beside.outcomes[first]),
                "then": list(played.outcomes[first]),
                "story": room.story(first, played.readings),
            }
        rows.append(row)
    return sorted(rows, key=lambda row: -int(row["patterns"]))


def _role(leader: str) -> str:
    """Whether the leader leads on, nobody does, the book gives no answer, or somebody else leads."""
    return leader if leader in (LEADER, "nobody", "unresolved") else "another"


@dataclass(frozen=True)
class Side:
    """One of two laws that are held against each other: an edition, and readings other than the adopted."""

    edition: Choose
    readings: Mapping[str, str] = field(default_factory=dict)

    def name(self, room: Room) -> str:
        """The edition, and how it is read."""
        read = ", ".join(f"{dispute}={reading}" for dispute, reading in self.readings.items())
        return f"{room.edition.name}, {read}" if read else room.edition.name

    def outcomes(self, room: Room) -> dict[Pattern, Outcome]:
        """How every pattern of a room ends under this law."""
        for dispute, reading in self.readings.items():
            room.book.reading(dispute, reading)
            if not room.book.disputes[dispute].open_to(room.edition.in_force):
                raise refuse(f"{dispute} is not open in {room.edition.name}", "party-rules rules BOOK --disputes")
        played = room.play({**room.book.adopted(), **self.readings})
        return dict(zip(room.patterns, played.outcomes, strict=True))


def differences(name: str, one: Side, other: Side) -> dict[str, Any]:
    """The smallest situations in which two editions, or readings, elect different people: of each sort of difference one."""
    bars = sorted({bar for side in (one, other) for bar in Room(name, side.edition).bars})
    rooms = [Room(name, side.edition, bars=bars) for side in (one, other)]
    first, second = (side.outcomes(room) for side, room in zip((one, other), rooms, strict=True))
    shared = [pattern for pattern in first if pattern in second]
    differ = [pattern for pattern in shared if first[pattern][1] != second[pattern][1]]
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for pattern in differ:
        sort = _role(first[pattern][1]), _role(second[pattern][1])
        rows.setdefault(
            sort, {"example": pattern.words(), "first": list(first[pattern]), "second": list(second[pattern])}
        )
    names = [side.name(room) for side, room in zip((one, other), rooms, strict=True)]
    return {
        "schema": "party-rules/diff-rules/1",
        "first": names[0],
        "second": names[1],
        "bars": bars,
        "patterns": len(shared),
        "differ": len(differ),
        "rows": list(rows.values()),
    }
