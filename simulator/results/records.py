"""Records: one row a run, gathered from the ledgers of all batches; compact enough to keep for a million runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.contest.ledger import Ledger
from simulator.scenario.bars import Bar
from simulator.scenario.scenario import Mixture

COLUMNS = ("ending", "leader", "day", "names", "share", "bar", "tested", "tested_bar", "reason", "world")


@dataclass
class Records:
    """All runs under one choice of readings. Arrays have the run last; see :class:`Ledger` for the columns."""

    readings: Mapping[str, str | Mixture]
    runs: int
    bars: list[Bar]
    worlds: list[dict[str, str | None]]
    columns: dict[str, NDArray[Any]] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=lambda: [""])
    paths: Counter[int] = field(default_factory=Counter)
    first_of_path: dict[int, int] = field(default_factory=dict)

    def add(self, ledger: Ledger, first: int) -> None:
        """Write a batch's rows in their place."""
        for name in COLUMNS:
            array = getattr(ledger, name)
            if name not in self.columns:
                self.columns[name] = np.zeros((*array.shape[:-1], self.runs), array.dtype)
            if name == "reason":
                array = self._renumbered(ledger)
            self.columns[name][..., first : first + ledger.runs] = array
        paths, firsts, counts = np.unique(ledger.path, return_index=True, return_counts=True)
        for path, at, count in zip(paths.tolist(), firsts.tolist(), counts.tolist(), strict=True):
            self.paths[path] += count
            self.first_of_path[path] = min(first + at, self.first_of_path.get(path, self.runs))

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
