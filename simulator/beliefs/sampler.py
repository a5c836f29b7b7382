"""The sampler: each belief of a scenario, drawn by its path for one block of runs. Most rows of the table need no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.streams import BLOCK, RandomStreams
from simulator.procedures.arrays import Bools, Drawn, Figure, Floats
from simulator.scenario.scenario import Scenario
from simulator.scenario.table import CANDIDATES, Row, row_of, table
from simulator.words.quantities import Quantity

Number = TypeVar("Number", bound=np.generic)
NEVER = 32_000
"""The day of what does not come."""


@dataclass(frozen=True, slots=True)
class Sampler:
    """The beliefs of a scenario, and the random streams of a block of runs: what is drawn at a path depends on both alone."""

    scenario: Scenario
    streams: RandomStreams

    def believed(self, path: str) -> bool:
        """Whether anything is believed at a path."""
        return path in self.scenario.beliefs

    def quantity(self, path: str) -> Quantity:
        """What is believed at a path."""
        return self.scenario.quantity(path)

    def value(self, path: str, z: Figure | None = None) -> Figure:
        """A figure in each run, or one number if it is certain; z: scores[run] that it has in common with another."""
        return self.streams.value(path, self.quantity(path), z)

    def figure(self, path: str) -> Floats:
        """A figure in each run: float32[run]."""
        return everywhere(self.value(path), np.float32)

    def happens(self, path: str) -> Bools:
        """Whether something with an uncertain chance happens: bool[run]."""
        return self.streams.happens(path, self.quantity(path))

    def days(self, path: str) -> NDArray[np.int16]:
        """Days[run], or days[run] from day zero where a date is believed; what lies before day zero is there at once."""
        return everywhere(np.maximum(self.value(path) - self._zero(path), 0), np.int16)

    def day(self, path: str) -> Figure:
        """The day[run], from day zero, of what is believed as a date or as days from the scenario's date; or one number."""
        return self.value(path) - self._zero(path) + (0 if self.dated(path) else self.today)

    def dated(self, path: str) -> bool:
        """Whether a date is believed, rather than a number of days."""
        return self.quantity(path).kind == "date"

    @property
    def today(self) -> int:
        """The scenario's date, in days from day zero."""
        return self.scenario.date.toordinal() - self.scenario.day_zero.toordinal()

    def _zero(self, path: str) -> int:
        return self.scenario.day_zero.toordinal() if self.dated(path) else 0

    def rows(self) -> dict[str, Drawn]:
        """Every row of the table that needs no code of its own, by its path.

        What is believed of each candidate is one array with a row for each; where nothing is believed nothing happens.
        """
        drawn: dict[str, Drawn] = {}
        for row in table().values():
            if row.drawn in KINDS and row.of_candidates:
                drawn[row.path] = self._of_each_candidate(row)
            elif row.drawn in KINDS:
                drawn |= {path: self._drawn(row, path) for path in self._paths(row)}
        return drawn

    def _paths(self, row: Row) -> list[str]:
        head, _, named = row.path.partition("<")
        if not named:
            return [row.path]
        return [path for path in self.scenario.beliefs if path.startswith(head) and row_of(path) is row]

    def _of_each_candidate(self, row: Row) -> Drawn:
        step = next(step for step in CANDIDATES if step in row.path)
        drawn = np.zeros((len(self.scenario.ids), BLOCK), KINDS[row.drawn])
        for c, one in enumerate(self.scenario.ids):
            if self.believed(path := row.path.replace(step, one)):
                drawn[c] = self._drawn(row, path)
        return drawn

    def _drawn(self, row: Row, path: str) -> Drawn:
        if not self.believed(path):
            return np.zeros(BLOCK, KINDS[row.drawn])
        draw: Callable[[str], Drawn] = {"happens": self.happens, "value": self.figure, "days": self.days}[row.drawn]
        return draw(path)


KINDS: dict[str, type[np.bool_ | np.float32 | np.int16]] = {"happens": np.bool_, "value": np.float32, "days": np.int16}
"""How the table says that a row is drawn → what is drawn."""


def everywhere(value: Figure, kind: type[Number]) -> NDArray[Number]:
    """One number, or a number for each run, as an array[run]."""
    return np.broadcast_to(np.asarray(value, kind), (BLOCK,))
