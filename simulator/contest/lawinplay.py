"""The law in play: every combination of readings that is live, and which of them each run is under.

Each combination is a *world* with a whole law of its own. A value of law is looked up for a cohort: where the cohort's worlds
give different values, the cohort splits (for routes and rules) or gets an array (for numbers). Choices of readings that are
compared are laid along the run axis, one after another, and played once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.contest.cohort import Cohort
from simulator.rulebooks.law import Law
from simulator.rulebooks.values import SetBy
from simulator.scenario.bars import Bar, NoBar, bar_of
from simulator.scenario.scenario import Mixture, Scenario

Readings = Mapping[str, str | Mixture]
World = dict[str, str | None]


class LawInPlay:
    """All worlds that runs may be in, and the questions a stage puts to them.

    choices   the choices of readings that are played side by side
    worlds    of each world, how each dispute is read (None: not yet decided)
    first     of each choice, its first world
    """

    def __init__(self, scenario: Scenario, choices: Sequence[Readings]) -> None:
        self.scenario, self.choices = scenario, list(choices)
        self.worlds: list[World] = []
        self.first: list[int] = []
        for choice in self.choices:
            options = {d: _options(scenario, d, r) for d, r in choice.items()}
            self.first.append(len(self.worlds))
            self.worlds += [dict(zip(options, combination, strict=True)) for combination in product(*options.values())]
        self.laws = [self._law(world) for world in self.worlds]
        self.bars: list[Bar] = []
        self._bars_of: dict[str, NDArray[np.int8]] = {}
        for stage in dict.fromkeys(name for law in self.laws for name in law.stages):
            self._bars_of[stage] = np.array([self._bar_number(stage, law) for law in self.laws], np.int8)
        self._needs: NDArray[np.int16] = np.array([bar.needs for bar in self.bars], np.int16)
        self._kinds: dict[str, tuple[list[Any], NDArray[np.int16]]] = {}
        self._stages: dict[str, str | None] = {}

    def _law(self, world: World) -> Law:
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

    def worlds_of(self, choice: int) -> range:
        """The numbers of the worlds that a choice of readings may lead to."""
        after = self.first[choice + 1] if choice + 1 < len(self.first) else len(self.worlds)
        return range(self.first[choice], after)

    def start(self, mixed: Mapping[str, NDArray[Any]], runs: int) -> NDArray[np.uint16]:
        """The world each run begins in: by chance where readings are mixed, undecided where a body will decide.

        mixed   dispute → uniform[run] over all choices;  runs  of all choices together
        """
        each = runs // len(self.choices)
        return np.concatenate(
            [
                self._start(k, {d: u[k * each : (k + 1) * each] for d, u in mixed.items()}, each)
                for k in range(len(self.choices))
            ]
        )

    def _start(self, choice: int, mixed: Mapping[str, NDArray[Any]], runs: int) -> NDArray[np.uint16]:
        world = np.full(runs, self.first[choice], np.uint16)
        for dispute, reading in self.choices[choice].items():
            if isinstance(reading, Mixture) and reading.chances:
                marks = np.cumsum([share for _, share in reading.chances])[:-1].astype(np.float32)
                index = (mixed[dispute][None] >= marks[:, None]).sum(axis=0)
                for number, (name, _) in enumerate(reading.chances):
                    here = index == number
                    world[here] = self.settled(world[here], dispute, name)
        return world

    def settled(self, world: NDArray[np.uint16], dispute: str, reading: str) -> NDArray[np.uint16]:
        """The worlds[run] these become once a dispute is read in one way."""
        becomes = np.arange(len(self.worlds), dtype=np.uint16)
        for choice in range(len(self.choices)):
            numbers = self.worlds_of(choice)
            at = {tuple(self.worlds[n].items()): n for n in numbers}
            for n in numbers:
                becomes[n] = at.get(tuple({**self.worlds[n], dispute: reading}.items()), n)
        return becomes[world]

    def reading_in(self, world: int, dispute: str) -> str | None:
        """How a dispute is read in a world; None if it is not yet decided."""
        return self.worlds[world][dispute]

    def open_to_question(self, dispute: str) -> NDArray[np.bool_]:
        """Of each world: whether the dispute was or will be settled in the contest, so that a court may reverse it."""
        readings = [choice.get(dispute, "") for choice in self.choices]
        asked = [isinstance(one, Mixture) and bool(one.decided_by or one.made) for one in readings]
        return np.array([asked[k] for k in range(len(self.choices)) for _ in self.worlds_of(k)], np.bool_)

    def split(self, path: str, cohort: Cohort, world: NDArray[np.uint16]) -> Iterator[tuple[Any, Cohort]]:
        """A provision's value for a cohort; the cohort splits where its worlds differ. ``None``: no such provision.

        world   world[run of the batch]
        """
        kinds, lookup = self._values(path)
        if len(kinds) == 1:
            yield kinds[0], cohort
            return
        for kind, part in cohort.by(lookup[cohort.take(world)]):
            yield kinds[kind], part

    def _values(self, path: str) -> tuple[list[Any], NDArray[np.int16]]:
        """The different values of a provision, and which of them each world has."""
        if path not in self._kinds:
            values = [law.get(path) for law in self.laws]
            kinds = list(dict.fromkeys(values))
            self._kinds[path] = kinds, np.array([kinds.index(value) for value in values], np.int16)
        return self._kinds[path]

    def bar_numbers(self, stage: str, cohort: Cohort, world: NDArray[np.uint16]) -> NDArray[np.int8]:
        """Which of ``bars`` applies to each run of a cohort; −1 where it cannot be worked out."""
        numbers = self._bars_of[stage]
        if (numbers == numbers[0]).all():
            return np.broadcast_to(numbers[:1], (len(cohort),))
        there: NDArray[np.int8] = numbers[cohort.take(world)]
        return there

    def needs(self, numbers: NDArray[np.int8]) -> Any:
        """Heads that suffice under each numbered bar: one number if all runs meet the same bar, else heads[run]."""
        return int(self._needs[numbers[0]]) if not numbers.strides[0] else self._needs[numbers]

    @property
    def asked(self) -> set[str]:
        """The provisions that some stage has put a question about so far; bars are worked out for every stage."""
        return set(self._kinds)

    def any(self, path: str) -> Any:
        """A provision that no reading may change: its value, from the first world that has it."""
        return next((value for value in self._values(path)[0] if value is not None), None)

    def kind(self, stage: str) -> str | None:
        """The kind of a stage, in whichever world has it."""
        if stage not in self._stages:
            self._stages[stage] = next((law.kinds[stage] for law in self.laws if stage in law.kinds), None)
        return self._stages[stage]

    def resolvable(self, world: int, dispute: str, body: str) -> bool:
        """True if in a world the disputed provision is left to a body, which may fix it for this contest."""
        reading = self.reading_in(world, dispute)
        touched = self.scenario.book.reading(dispute, reading).patch.change if reading else ()
        return any(self.laws[world].get(path) == SetBy(body) for path in touched)


def _options(scenario: Scenario, dispute: str, reading: str | Mixture) -> tuple[str | None, ...]:
    """How a dispute may come to be read: as chosen; by chance; or, where a body settles it, open and then either way."""
    known = tuple(scenario.book.disputes[dispute].readings)
    if isinstance(reading, Mixture):
        if reading.chances:
            return tuple(name for name, _ in reading.chances)
        return (None, *known[:2])
    law = scenario.edition.law
    settles = any(dispute in (law.get(f"{stage}.settles") or ()) for stage in law.stages)
    patch = scenario.book.reading(dispute, reading).patch
    left_open = any(isinstance(said, dict) and "set_by" in said for said in patch.change.values())
    return (reading, *known[:2]) if settles and left_open else (reading,)
