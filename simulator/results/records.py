"""Records: one row a run, gathered from the ledgers of all batches; compact enough to keep for a million runs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.conduct.readings import Readings
from simulator.engine.ledger import Ledger, Step, added
from simulator.engine.worlds import Worlds
from simulator.scenario.bars import Bar

Path = tuple[Step, ...]
COLUMNS = (
    "ending",
    "leader",
    "day",
    "names",
    "cleared",
    "on_ballot",
    "share",
    "bar",
    "tested",
    "tested_bar",
    "reason",
    "tied",
)


@dataclass
class Records:
    """All runs under one choice of readings. Arrays have the run last; see :class:`Ledger` for the columns."""

    readings: Readings
    runs: int
    bars: list[Bar] = field(default_factory=list)
    columns: dict[str, NDArray[Any]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=lambda: [""])
    paths: Counter[Path] = field(default_factory=Counter)
    first_of_path: dict[Path, int] = field(default_factory=dict)
    decided: dict[str, Counter[str]] = field(default_factory=dict)
    votes: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    tallies: list[list[NDArray[np.int64]]] = field(default_factory=list)

    def add(self, ledger: Ledger, law: Worlds, first: int) -> None:
        """Write a batch's rows in their place."""
        for name in COLUMNS:
            array = getattr(ledger, name)
            if name not in self.columns:
                self.columns[name] = np.zeros((*array.shape[:-1], self.runs), array.dtype)
            if name == "reason":
                array = self._renumbered(ledger)
            elif name in ("bar", "tested_bar"):
                array = self._renumbered_bars(array, law)
            self.columns[name][..., first : first + ledger.runs] = array
        self._add_tallies(ledger)
        for vote, row in ((vote, row) for vote, (row,) in ledger.votes.items() if len(row)):
            self.votes[vote] = added(self.votes[vote], row) if vote in self.votes else row
        self._count_paths(ledger, first)
        self._count_worlds(ledger, law)

    def _add_tallies(self, ledger: Ledger) -> None:
        """Add up how many runs had so many names in at each moment of the window."""
        if not self.tallies:
            self.tallies = [list(row) for row in ledger.tallies]
            return
        for mine, theirs in zip(self.tallies, ledger.tallies, strict=True):
            mine[:] = [a + b if len(a) and len(b) else a if len(a) else b for a, b in zip(mine, theirs, strict=True)]

    def _count_paths(self, ledger: Ledger, first: int) -> None:
        counts = np.bincount(ledger.path)
        for node in np.flatnonzero(counts).tolist():
            path = ledger.paths.steps(node)
            if path not in self.paths:
                self.first_of_path[path] = first + int((ledger.path == node).argmax())
            self.paths[path] += int(counts[node])

    def _count_worlds(self, ledger: Ledger, law: Worlds) -> None:
        """Count how each dispute that is settled run by run came to be read."""
        for world, count in enumerate(np.bincount(ledger.world, minlength=len(law.read))):
            for dispute, reading in law.read[world].items() if count else ():
                self.decided.setdefault(dispute, Counter())[reading or "not decided"] += int(count)

    def _renumbered_bars(self, array: NDArray[np.int8], law: Worlds) -> NDArray[np.int8]:
        for bar in law.bars:
            if bar not in self.bars:
                self.bars.append(bar)
        number = np.array([self.bars.index(bar) for bar in law.bars] + [-1], np.int8)
        return number[array]

    def _renumbered(self, ledger: Ledger) -> NDArray[np.uint8]:
        for reason in ledger.reasons:
            if reason not in self.reasons:
                self.reasons.append(reason)
        number = np.array([self.reasons.index(reason) for reason in ledger.reasons], np.uint8)
        return number[ledger.reason]

    @property
    def leader(self) -> NDArray[np.int8]:
        """Who leads at the end: candidate number[run], −1 nobody, −2 unresolved."""
        return self.columns["leader"]
