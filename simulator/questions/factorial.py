"""The factorial of readings: every combination of the disputes that touch a scenario, on the same draws, played once a law.

A combination in which a dispute is moot reads as it would without it, so it is not played again: combinations that come to
the same law are played once and counted. Above 512 different ones orders of the disputes are sampled, and points about which
each is read otherwise alone; every dispute, and every pair of them, read otherwise is always among what is played.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement, product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.draws import draw
from simulator.beliefs.luck import Luck
from simulator.conduct.readings import worlds_of
from simulator.conduct.simulate import simulate as play
from simulator.questions.compare import touching
from simulator.questions.crew import Crew
from simulator.questions.kept import ALONE, Asked, Leaders
from simulator.questions.kept import leaders as played
from simulator.questions.simulate import BATCH, Progress, seed_of
from simulator.questions.store import Store
from simulator.scenario.scenario import Scenario, sure
from simulator.words.problems import did_you_mean, refuse

MOST = 512
FEW = 2_000
Combination = tuple[str, ...]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Factorial:
    """Every combination of readings of some disputes, and who leads in each run under it.

    disputes   by name, in the book's order;  adopted  the reading of each that the others are measured against
    options    every reading of each dispute
    rows       combination → row of ``leaders``; combinations that come to the same law share a row
    leaders    candidate[row, run] (−1 nobody, −2 unresolved)
    moot       combinations in which a dispute of these is moot
    silent     disputes that change no provision which any stage asks about here: they are not crossed with the others
    orders     where combinations were sampled, the orders of the disputes along which they were met
    points     and the combinations about which each dispute was read otherwise
    """

    scenario: Scenario
    disputes: tuple[str, ...]
    adopted: Combination
    options: tuple[tuple[str, ...], ...]
    rows: Mapping[Combination, int]
    leaders: Leaders
    moot: int
    seed: int
    silent: tuple[str, ...] = ()
    orders: tuple[tuple[int, ...], ...] = ()
    points: tuple[Combination, ...] = ()

    @property
    def runs(self) -> int:
        """How many contests each combination was played for."""
        return int(self.leaders.shape[1])

    @property
    def whole(self) -> int:
        """How many combinations there are."""
        return math.prod(len(names) for names in self.options)

    def others(self, d: int) -> tuple[str, ...]:
        """The readings of a dispute that are not the one the others are measured against."""
        return tuple(name for name in self.options[d] if name != self.adopted[d])

    def of(self, combination: Sequence[str]) -> Leaders:
        """Who leads in each run under a combination."""
        row: Leaders = self.leaders[self.rows[tuple(combination)]]
        return row

    def read(self, d: int, reading: str, from_: Sequence[str] | None = None) -> Combination:
        """A combination (the adopted one, if none is given) with one dispute read in another way."""
        start = self.adopted if from_ is None else tuple(from_)
        return (*start[:d], reading, *start[d + 1 :])

    def changed(self, some: Iterable[int]) -> Floats:
        """D(S)[run]: the mean over the other readings of the disputes in S of whether the leader is another."""
        within = set(some)
        choices = [self.others(d) if d in within else (self.adopted[d],) for d in range(len(self.options))]
        base = self.of(self.adopted)
        mean: Floats = np.mean([self.of(combination) != base for combination in product(*choices)], axis=0)
        return mean


def factorial(
    scenario: Scenario,
    disputes: Sequence[str] = (),
    *,
    runs: int | None = None,
    seed: int | None = None,
    store: Store | None = None,
    crew: Crew = ALONE,
    progress: Progress | None = None,
) -> Factorial:
    """Play every combination of readings (or, above 512 different laws, those that sampled orders come to).

    disputes  by name; if none is given, all that are open and bear on the scenario's contest
    runs      at most one batch, 65,536: every combination meets the same draws
    store     where what each law gives is kept, block by block
    """
    for name in disputes:
        if name not in scenario.book.disputes:
            raise refuse(f"{scenario.book.key} has no dispute “{name}”", did_you_mean(name, scenario.book.disputes))
    names = tuple(d for d in scenario.book.disputes if d in set(disputes)) or touching(scenario)
    if not names:
        said = f"no dispute that is open bears on the contest “{scenario.contest}”"
        raise refuse(said, "party-rules explain lists the disputes")
    seed = seed_of(scenario, seed)
    silent = () if disputes else _silent(scenario, names, seed)
    names = tuple(name for name in names if name not in silent) or names[:1]
    base = sure(scenario.book, scenario.readings)
    adopted = tuple(base[name] for name in names)
    options = tuple(tuple(scenario.book.disputes[name].readings) for name in names)
    orders: tuple[tuple[int, ...], ...] = ()
    points: tuple[Combination, ...] = ()
    keys: dict[Combination, tuple[Any, ...]] = {}
    if math.prod(len(one) for one in options) <= 64 * MOST:
        keys = {one: _law_key(scenario, base, names, one) for one in product(*options)}
    if not keys or len(set(keys.values())) > MOST:
        orders, points, met = _sampled(adopted, options, seed)
        keys = {one: _law_key(scenario, base, names, one) for one in met}
    chosen: dict[tuple[Any, ...], Combination] = {}
    for one, key in keys.items():
        chosen.setdefault(key, one)
    at = {key: row for row, key in enumerate(chosen)}
    count = min(scenario.runs if runs is None else runs, BATCH)
    readings = [dict(zip(names, one, strict=True)) for one in chosen.values()]
    (leaders,) = played([Asked(scenario, readings)], count, seed, store=store, crew=crew, progress=progress)
    moot = sum(len(key) < len(base) for key in keys.values())
    return Factorial(
        scenario,
        names,
        adopted,
        options,
        {one: at[key] for one, key in keys.items()},
        leaders,
        moot,
        seed,
        silent,
        orders,
        points,
    )


def _silent(scenario: Scenario, names: Sequence[str], seed: int) -> tuple[str, ...]:
    """The disputes whose every changed provision is one that no stage asked about, with each dispute read each way alone."""
    book, asked = scenario.book, set[str]()
    draws = draw(scenario, seed, 0, FEW)
    for name in names:
        for reading in book.disputes[name].readings:
            law = worlds_of(scenario, {name: reading})
            play(scenario, law, draws)
            asked |= law.asked

    def heard(path: str) -> bool:
        return ".bar" in path or any(
            path == one or one.startswith(f"{path}.") or path.startswith(f"{one}.") for one in asked
        )

    return tuple(
        name
        for name in names
        if not any(heard(path) for one in book.disputes[name].readings.values() for path in one.patch.change)
    )


def _law_key(scenario: Scenario, base: Mapping[str, str], names: Sequence[str], one: Combination) -> tuple[Any, ...]:
    """What tells the law of a combination from that of others: the readings of the disputes that are not moot in it."""
    readings = {**base, **dict(zip(names, one, strict=True))}
    moot = scenario.book.moot(scenario.edition, readings)
    return tuple(
        (dispute, reading) for dispute, reading in readings.items() if dispute not in moot or dispute not in names
    )


def _sampled(
    adopted: Combination, options: tuple[tuple[str, ...], ...], seed: int
) -> tuple[tuple[tuple[int, ...], ...], tuple[Combination, ...], list[Combination]]:
    """Orders of the disputes, evenly turned; points, drawn; and all combinations that are met.

    They are met when each dispute in turn is read otherwise along an order, when each is about a point, and in pairs.
    """
    count = len(options)
    met = dict.fromkeys([adopted])
    for d, e in combinations_with_replacement(range(count), 2):
        for one, other in product(options[d], options[e]):
            pair = list(adopted)
            pair[d], pair[e] = one, other
            met[tuple(pair)] = None
    points = _points(options, max(4, MOST // (4 * (count + 1))), seed)
    for point, d in product(points, range(count)):
        met |= dict.fromkeys((*point[:d], name, *point[d + 1 :]) for name in options[d])
    orders = []
    for number in range(max(count, (MOST - len(met)) // max(count - 2, 1))):
        order = [(n + number) % count for n in range(count)]
        orders.append(tuple(order[::-1] if (number // count) % 2 else order))
        now = list(adopted)
        for step, d in enumerate(orders[-1]):
            now[d] = another(options[d], adopted[d], number + step + seed)
            met[tuple(now)] = None
    return tuple(orders), points, list(met)


def _points(options: tuple[tuple[str, ...], ...], many: int, seed: int) -> tuple[Combination, ...]:
    """So many combinations, in which every reading of a dispute comes as often as any other, in an order of its own."""
    luck = Luck(seed, 0)
    columns = [luck.shuffled(f"points of dispute {d}", many) % len(names) for d, names in enumerate(options)]
    return tuple(tuple(names[n] for names, n in zip(options, row, strict=True)) for row in zip(*columns, strict=True))


def another(names: Sequence[str], adopted: str, number: int) -> str:
    """One of the other readings, each in turn as a number grows; the adopted one if there is no other."""
    others = [name for name in names if name != adopted]
    return others[number % len(others)] if others else adopted
