"""Pairs: two choices of readings (or two editions) on the same draws, and what changes between them, run by run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from simulator.engine.leaders import in_order
from simulator.engine.leaders import moves as leader_moves
from simulator.results.answer import Part
from simulator.results.chances import Chance, Share, paired, tango
from simulator.results.records import Records
from simulator.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Part):
    """In how many runs one leads instead of another."""

    derived: ClassVar[Mapping[str, str]] = {"runs": "runs"}

    from_leader: str
    to_leader: str
    chance: Share

    @property
    def runs(self) -> int:
        """The count."""
        return self.chance.count


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference(Part):
    """What one leader's chance gains: runs gained, runs lost, of how many; with its error and its 95% interval."""

    derived: ClassVar[Mapping[str, str]] = {"difference": "difference", "error": "error", "low": "low", "high": "high"}

    gained: int
    lost: int
    of: int

    @property
    def difference(self) -> float:
        """The difference of the two chances."""
        return paired(self.gained, self.lost, self.of)[0]

    @property
    def error(self) -> float:
        """Its standard error."""
        return paired(self.gained, self.lost, self.of)[1]

    @property
    def low(self) -> float:
        """The lower end of the 95% interval."""
        return tango(self.gained, self.lost, self.of)[0]

    @property
    def high(self) -> float:
        """The upper end of the 95% interval."""
        return tango(self.gained, self.lost, self.of)[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside(Part):
    """One beside another on the same draws.

    leader_changes   in what share of runs another leads
    moves            from whom to whom, most often first;  unchanged  leader → runs in which they lead under both
    differences      leader → what their chance gains
    """

    derived: ClassVar[Mapping[str, str]] = {"error": "error"}

    leader_changes: Share
    moves: tuple[Move, ...]
    unchanged: Mapping[str, Share]
    differences: Mapping[str, Difference]

    @property
    def error(self) -> float:
        """The standard error of the share in which the leader changes."""
        return Chance(count=self.leader_changes.count, of=self.leader_changes.of).error


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair(Beside):
    """The first choice of readings and another.

    number    of the other among the results
    from_, to  dispute → reading, of the first and of the other
    """

    number: int
    from_: Mapping[str, str]
    to: Mapping[str, str]


def beside(scenario: Scenario, one: Records, other: Records) -> Beside:
    """Two records on the same draws: in what share of runs the leader changes, and from whom to whom."""
    names, runs = in_order(scenario.ids), one.runs
    matrix, size = leader_moves(one.leader, other.leader, len(scenario.ids)), len(names)
    before, after, same = (counts.tolist() for counts in (matrix.sum(axis=1), matrix.sum(axis=0), np.diag(matrix)))
    moves = [
        Move(from_leader=names[a], to_leader=names[b], chance=Share(count=int(matrix[a, b]), of=runs))
        for a in range(size)
        for b in range(size)
        if a != b and matrix[a, b]
    ]
    return Beside(
        leader_changes=Share(count=runs - sum(same), of=runs),
        moves=tuple(sorted(moves, key=lambda move: -move.runs)),
        unchanged={name: Share(count=n, of=runs) for name, n in zip(names, same, strict=True) if n},
        differences={
            name: Difference(gained=after[n] - same[n], lost=before[n] - same[n], of=runs)
            for n, name in enumerate(names)
        },
    )
