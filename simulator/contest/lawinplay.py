"""The law in play: the union of the readings that are live, and which of them each run is under.

Each combination of readings is a *world* with a whole law of its own. A value of law is looked up for a cohort: where the
cohort's worlds give different values, the cohort splits (for routes and rules) or gets an array (for numbers).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.contest.cohort import Cohort
from simulator.rulebooks.law import Law
from simulator.rulebooks.vocabulary import SetBy
from simulator.scenario.bars import Bar, NoBar, bar_of
from simulator.scenario.scenario import Mixture, Scenario


class LawInPlay:
    """All worlds that runs may be in, and the questions a stage puts to them."""

    def __init__(self, scenario: Scenario, readings: Mapping[str, str | Mixture]) -> None:
        self.scenario = scenario
        self.readings = dict(readings)
        self._options = {d: _options(scenario, d, r) for d, r in self.readings.items()}
        self._open = [d for d, options in self._options.items() if len(options) > 1]
        self.worlds = [
            dict(zip(self._options, combination, strict=True)) for combination in product(*self._options.values())
        ]
        self._strides = _strides(self._options)
        self.laws = [self._law(world) for world in self.worlds]
        self.bars: list[Bar] = []
        self._bar_numbers: dict[str, list[int]] = {}
        for stage in dict.fromkeys(name for law in self.laws for name in law.stages):
            self._bar_numbers[stage] = [self._bar_number(stage, law) for law in self.laws]

    def _law(self, world: Mapping[str, str | None]) -> Law:
        chosen = {d: r for d, r in world.items() if r is not None}
        return self.scenario.book.read(self.scenario.edition, chosen, self.scenario.what_ifs)

    def _bar_number(self, stage: str, law: Law) -> int:
        if law.kinds.get(stage) != "nomination":
            return -1
        bar = bar_of(law, stage, self.scenario.bodies)
        if isinstance(bar, NoBar):
            return -1
        if bar not in self.bars:
            self.bars.append(bar)
        return self.bars.index(bar)

    def start(self, mixed: Mapping[str, NDArray[Any]], runs: int) -> NDArray[np.uint8]:
        """The world each run begins in: by chance where readings are mixed, undecided where a body will decide."""
        world = np.zeros(runs, np.uint8)
        for dispute, reading in self.readings.items():
            if isinstance(reading, Mixture) and reading.chances:
                marks = np.cumsum([share for _, share in reading.chances])[:-1]
                index = (mixed[dispute][None] >= marks[:, None].astype(np.float32)).sum(axis=0)
                world += (index * self._strides[dispute]).astype(np.uint8)
        return world

    def settled(self, world: NDArray[np.uint8], dispute: str, reading: str) -> NDArray[np.uint8]:
        """The worlds[run] these become once a dispute is read in one way."""
        options, stride = self._options[dispute], self._strides[dispute]
        at = (world // stride) % len(options)
        return (world + (options.index(reading) - at.astype(np.int16)) * stride).astype(np.uint8)

    def reading_in(self, world: int, dispute: str) -> str | None:
        """How a dispute is read in a world; None if it is not yet decided."""
        return self.worlds[world][dispute]

    def split(self, path: str, cohort: Cohort, world: NDArray[np.uint8]) -> Iterator[tuple[Any, Cohort]]:
        """A provision's value for a cohort; the cohort splits where its worlds differ. ``None``: no such provision.

        world   world[run of the batch]
        """
        values = [law.get(path) for law in self.laws]
        first = values[0]
        if all(value == first for value in values):
            yield first, cohort
            return
        kinds = list(dict.fromkeys(values))
        lookup = np.array([kinds.index(value) for value in values], np.int16)
        for kind, part in cohort.by(lookup[cohort.take(world)]):
            yield kinds[kind], part

    def bar_numbers(self, stage: str, cohort: Cohort, world: NDArray[np.uint8]) -> NDArray[np.int8]:
        """Which of ``bars`` applies to each run of a cohort."""
        numbers = np.array(self._bar_numbers[stage], np.int8)
        if len(numbers) == 1:
            return np.broadcast_to(numbers, (len(cohort),))
        there: NDArray[np.int8] = numbers[cohort.take(world)]
        return there

    def needs(self, numbers: NDArray[np.int8]) -> Any:
        """Heads that suffice under each numbered bar: one number if all runs meet the same bar, else heads[run]."""
        needs = np.array([bar.needs for bar in self.bars], np.int16)
        return int(needs[numbers[0]]) if len(self.bars) == 1 or not numbers.strides[0] else needs[numbers]

    def any(self, path: str) -> Any:
        """A provision that no reading may change: its value, from the first world that has it."""
        return next((law.get(path) for law in self.laws if path in law.provisions), None)

    def kind(self, stage: str) -> str | None:
        """The kind of a stage, in whichever world has it."""
        return next((law.kinds[stage] for law in self.laws if stage in law.kinds), None)

    def resolvable(self, world: int, dispute: str, body: str) -> bool:
        """True if in a world the disputed provision is left to a body, which may fix it for this contest."""
        reading = self.reading_in(world, dispute)
        touched = self.scenario.book.reading(dispute, reading).patch.change if reading else ()
        return any(self.laws[world].get(path) == SetBy(body) for path in touched)


def _options(scenario: Scenario, dispute: str, reading: str | Mixture) -> tuple[str | None, ...]:
    known = tuple(scenario.book.disputes[dispute].readings)
    if isinstance(reading, Mixture):
        if reading.chances:
            return tuple(name for name, _ in reading.chances)
        return (None, *known[:2])
    settles = any(
        dispute in (scenario.edition.law.get(f"{stage}.settles") or ()) for stage in scenario.edition.law.stages
    )
    patch = scenario.book.reading(dispute, reading).patch
    left_open = any(isinstance(said, dict) and "set_by" in said for said in patch.change.values())
    return (reading, *known[:2]) if settles and left_open else (reading,)


def _strides(options: Mapping[str, Sequence[str | None]]) -> dict[str, int]:
    strides, stride = {}, 1
    for dispute in reversed(list(options)):
        strides[dispute] = stride
        stride *= len(options[dispute])
    return strides
