"""Audit: where a book gives no answer, by which doors a leader stays or goes, and which reading changes who leads.

All of it is found in the space of :mod:`simulator.questions.patterns`, every pattern of which is played; each finding has
its smallest example, told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from simulator.questions.patterns import LEADER, Choose, Played, Room


def audit(room: Room) -> dict[str, Any]:
    """The report: silences, contradictions, dead ends, doors, and clauses whose reading changes the outcome."""
    adopted, *others = (room.play(readings) for readings in room.readings())
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


def differences(name: str, one: Choose, other: Choose) -> dict[str, Any]:
    """The smallest situations in which two editions elect different people, as adopted: of each sort of difference one."""
    bars = sorted({bar for edition in (one, other) for bar in Room(name, edition).bars})
    rooms = [Room(name, edition, bars=bars) for edition in (one, other)]
    first, second = (dict(zip(room.patterns, room.play(room.book.adopted()).outcomes, strict=True)) for room in rooms)
    shared = [pattern for pattern in first if pattern in second]
    differ = [pattern for pattern in shared if first[pattern][1] != second[pattern][1]]
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for pattern in differ:
        sort = _role(first[pattern][1]), _role(second[pattern][1])
        rows.setdefault(
            sort, {"example": pattern.words(), "first": list(first[pattern]), "second": list(second[pattern])}
        )
    return {
        "schema": "party-rules/diff-rules/1",
        "first": rooms[0].edition.name,
        "second": rooms[1].edition.name,
        "bars": bars,
        "patterns": len(shared),
        "differ": len(differ),
        "rows": list(rows.values()),
    }
