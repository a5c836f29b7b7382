"""Worlds: every combination of readings that is live, each with a whole law of its own, and which of them each run is in.

A cohort splits where the stages of its worlds differ in kind (who is exempt, where an outcome leads), and not where only
the numbers of a bar do: those are an array, compared with nominations by mask. Choices of readings that are compared are
laid along the run axis, one after another, and simulated once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.engine.cohort import Cohort

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    from simulator.words.lazy import np


World = Mapping[str, str | None]
Laws = Mapping[str, Any]
UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Contested:
    """A dispute that a body of the party, or a court, may read in the course of a contest.

    incumbent, challenger   the reading that favours the one, and that which favours the other
    options                 every reading the body may choose
    clause                  the provision it is about
    open                    bool[world]: it was or will be settled in the contest, so that a court may reverse it
    left                    bool[world]: the reading leaves the question to the body, which may vary the rules
    """

    name: str
    incumbent: str
    challenger: str
    options: tuple[str, ...]
    clause: str
    open: tuple[bool, ...]
    left: tuple[bool, ...]


class Worlds:
    """All worlds that runs may be in.

    choices    the choices of readings that are simulated side by side
    read       of each world, how each dispute is read (None: not yet decided)
    first      of each choice, its first world
    laws       of each world, its law;  stages, contests: what the law compiles to, by name
    remembered outcomes (stage.outcome) that a provision refers to later, such as whoever lost a motion
    asked      the provisions that some stage has put a question about so far
    bars       the different bars of all stages;  numbers: stage → number of its bar in each world (−1: not known)
    needs      stage → heads that each threshold of its bar needs: heads[threshold, world] (−1: not known)
    spelt      a stage's bar in words, with its sum, under a law
    bodies     what the rule book calls each body
    disputes   disputes that a body may read in the contest;  contested: those of them that a court may be asked about
    """

    def __init__(
        self,
        choices: Sequence[Mapping[str, Any]],
        read: Sequence[World],
        first: Sequence[int],
        laws: Sequence[Any],
        bars: Sequence[Any],
        numbers: Mapping[str, Sequence[int]],
        needs: Mapping[str, Sequence[Sequence[int]]],
        disputes: Mapping[str, Contested],
        contested: Sequence[Contested] = (),
        spelt: Callable[[Any, str], str] | None = None,
        bodies: Mapping[str, str] | None = None,
    ) -> None:
        self.choices, self.read, self.first = list(choices), list(read), list(first)
        self.laws, self.bars = list(laws), list(bars)
        self.stages: list[Laws] = [law.compiled[0] for law in laws]
        self.contests: list[Laws] = [law.compiled[1] for law in laws]
        self.asked: set[str] = set()
        self.remembered = {one for laws in (self.stages, self.contests) for law in laws for part in law.values()
                           for one in part.refers_to()}  # fmt: skip
        self.disputes, self.contested = dict(disputes), tuple(contested)
        self._spelt = spelt
        self.bodies = bodies or {}
        self._numbers = {stage: np.array(row, np.int16) for stage, row in numbers.items()}
        self._needs = {stage: np.array(rows, np.int32) for stage, rows in needs.items()}
        self._variants: dict[tuple[bool, str], tuple[list[Any], NDArray[np.int16]]] = {}
        self._seats: dict[str, tuple[Any, ...]] = {}
        self._becomes: dict[tuple[str, str], NDArray[np.uint16]] = {}

    def __len__(self) -> int:
        return len(self.read)

    def worlds_of(self, choice: int) -> range:
        """The numbers of the worlds that a choice of readings may lead to."""
        after = self.first[choice + 1] if choice + 1 < len(self.first) else len(self.read)
        return range(self.first[choice], after)

    def settled(self, world: NDArray[np.uint16], dispute: str, reading: str) -> NDArray[np.uint16]:
        """The worlds[run] these become once a dispute is read in one way."""
        if (dispute, reading) not in self._becomes:
            becomes = np.arange(len(self.read), dtype=np.uint16)
            for choice in range(len(self.choices)):
                numbers = self.worlds_of(choice)
                at = {tuple(self.read[n].items()): n for n in numbers}
                for n in numbers:
                    becomes[n] = at.get(tuple({**self.read[n], dispute: reading}.items()), n)
            self._becomes[dispute, reading] = becomes
        return self._becomes[dispute, reading][world]

    def stage(self, name: str, cohort: Cohort, world: NDArray[np.uint16]) -> Iterator[tuple[Any, Cohort]]:
        """A stage as the worlds of a cohort have it: one part for each different text of it."""
        return self._split(self.stages, name, cohort, world)

    def contest(self, name: str, cohort: Cohort, world: NDArray[np.uint16]) -> Iterator[tuple[Any, Cohort]]:
        """A contest as the worlds of a cohort have it."""
        return self._split(self.contests, name, cohort, world)

    def _split(
        self, laws: list[Laws], name: str, cohort: Cohort, world: NDArray[np.uint16]
    ) -> Iterator[tuple[Any, Cohort]]:
        key = laws is self.stages, name
        if key not in self._variants:
            there = [law.get(name) for law in laws]
            kinds = list(dict.fromkeys(there))
            self._variants[key] = kinds, np.array([kinds.index(one) for one in there], np.int16)
        kinds, lookup = self._variants[key]
        if len(kinds) == 1:
            yield kinds[0], cohort
            return
        for kind, part in cohort.by(lookup[cohort.take(world)]):
            yield kinds[kind], part

    def seats_from(self, stage: str) -> tuple[Any, ...]:
        """Of every ballot in some world, the sections whose votes are seats that this stage gives."""
        if stage not in self._seats:
            every = [one for law in self.stages for one in law.values() if one.kind == "ballot"]
            rules = [rule for one in every if isinstance(one.seats, tuple) for rule in one.seats]
            self._seats[stage] = tuple(dict.fromkeys(rule for rule in rules if rule.whence == stage))
        return self._seats[stage]

    def has(self, name: str) -> str:
        """Whether a name is a stage or a contest in some world: ``stage``, ``contest``, or nothing."""
        if any(name in law for law in self.stages):
            return "stage"
        return "contest" if any(name in law for law in self.contests) else ""

    def bar_numbers(self, stage: str, cohort: Cohort, world: NDArray[np.uint16]) -> NDArray[np.int16]:
        """Which of ``bars`` applies to each run of a cohort; −1 where it cannot be worked out."""
        numbers = self._numbers[stage]
        if (numbers == numbers[0]).all():
            return np.broadcast_to(numbers[:1], (len(cohort),))
        there: NDArray[np.int16] = numbers[cohort.take(world)]
        return there

    def needs(self, stage: str, cohort: Cohort, world: NDArray[np.uint16]) -> NDArray[np.int32]:
        """Heads that suffice for each threshold of a stage's bar: heads[threshold, run] (or 1, if all runs need the same)."""
        rows = self._needs[stage]
        if (rows == rows[:, :1]).all():
            return rows[:, :1]
        there: NDArray[np.int32] = rows[:, cohort.take(world)]
        return there

    def bar_words(self, stage: str, cohort: Cohort, world: NDArray[np.uint16]) -> str:
        """What a stage's bar needs, in words, in the world of the first of some runs."""
        return self._spelt(self.laws[int(world[cohort.runs[0]])], stage) if self._spelt else "a bar"
