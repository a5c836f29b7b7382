"""Which clause decides: every combination of the readings that touch a scenario, on the same draws.

A combination in which a dispute is moot reads as it would without it, so it is not played again: combinations that come to
the same law are played once and counted. Above 512 different ones orders of the disputes are sampled, and that is said.

Of each dispute: in what share of contests the *leader* changes if that clause alone is read otherwise (from the adopted
readings, averaged over its other readings); the same averaged over all readings of the others; and its Shapley value in
v(S), the share of contests whose leader differs when the disputes of S are read otherwise. They add to v(all).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.draws import draw
from simulator.contest.play import law_of, play
from simulator.questions.compare import touching
from simulator.questions.simulate import BATCH, ROWS, Progress, seed_of
from simulator.results.chances import chance
from simulator.scenario.scenario import Scenario, sure
from simulator.words.problems import did_you_mean, refuse

MOST = 512
SHOWN = 12
FEW = 2_000
WORTH_NAMING = 0.02
Combination = tuple[str, ...]
Leaders = NDArray[np.int8]
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
    progress: Progress | None = None,
) -> Factorial:
    """Play every combination of readings (or, above 512 different laws, those that sampled orders come to).

    disputes  by name; if none is given, all that are open and bear on the scenario's contest
    runs      at most one batch, 65,536: every combination meets the same draws
    """
    for name in disputes:
        if name not in scenario.book.disputes:
            raise refuse(f"{scenario.book.key} has no dispute “{name}”", did_you_mean(name, scenario.book.disputes))
    names = tuple(d for d in scenario.book.disputes if d in set(disputes)) or touching(scenario)
    if not names:
        raise refuse(f"no dispute that is open bears on a {scenario.contest}", "party-rules explain lists the disputes")
    seed = seed_of(scenario, seed)
    silent = () if disputes else _silent(scenario, names, seed)
    names = tuple(name for name in names if name not in silent) or names[:1]
    base = sure(scenario.book, scenario.readings)
    adopted = tuple(base[name] for name in names)
    options = tuple(tuple(scenario.book.disputes[name].readings) for name in names)
    orders: tuple[tuple[int, ...], ...] = ()
    keys: dict[Combination, tuple[Any, ...]] = {}
    if math.prod(len(one) for one in options) <= 64 * MOST:
        keys = {one: _law_key(scenario, base, names, one) for one in product(*options)}
    if not keys or len(set(keys.values())) > MOST:
        orders, met = _sampled(adopted, options, seed)
        keys = {one: _law_key(scenario, base, names, one) for one in met}
    chosen: dict[tuple[Any, ...], Combination] = {}
    for one, key in keys.items():
        chosen.setdefault(key, one)
    at = {key: row for row, key in enumerate(chosen)}
    count = min(scenario.runs if runs is None else runs, BATCH)
    leaders = _play(scenario, names, list(chosen.values()), count, seed, progress)
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
    )


def _silent(scenario: Scenario, names: Sequence[str], seed: int) -> tuple[str, ...]:
    """The disputes whose every changed provision is one that no stage asked about, with each dispute read each way alone."""
    book, asked = scenario.book, set[str]()
    draws = draw(scenario, seed, 0, FEW)
    for name in names:
        for reading in book.disputes[name].readings:
            law = law_of(scenario, {name: reading})
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
) -> tuple[tuple[tuple[int, ...], ...], list[Combination]]:
    """Orders of the disputes, evenly turned, and the combinations met when each in turn is read otherwise."""
    count = len(options)
    orders, met = [], dict.fromkeys([adopted])
    for number in range(max(count, MOST // (count + 1))):
        order = [(n + number) % count for n in range(count)]
        orders.append(tuple(order[::-1] if (number // count) % 2 else order))
        now = list(adopted)
        for step, d in enumerate(orders[-1]):
            now[d] = _another(options[d], adopted[d], number + step + seed)
            met[tuple(now)] = None
    for d, names in enumerate(options):
        met |= dict.fromkeys((*adopted[:d], name, *adopted[d + 1 :]) for name in names)
    return tuple(orders), list(met)


def _another(names: Sequence[str], adopted: str, number: int) -> str:
    others = [name for name in names if name != adopted]
    return others[number % len(others)] if others else adopted


def _play(
    scenario: Scenario,
    names: Sequence[str],
    chosen: Sequence[Combination],
    runs: int,
    seed: int,
    progress: Progress | None,
) -> Leaders:
    """Who leads in each run under each combination, laid along the run axis in groups and played once a group."""
    draws = draw(scenario, seed, 0, runs)
    size = max(1, ROWS // runs)
    rows: list[Leaders] = []
    for start in range(0, len(chosen), size):
        some = [dict(zip(names, one, strict=True)) for one in chosen[start : start + size]]
        ledger = play(scenario, law_of(scenario, *some), draws.repeated(len(some)))
        rows += [part.leader for part in ledger.parts(len(some))]
        if progress is not None:
            progress(len(rows) * runs, len(chosen) * runs)
    return np.stack(rows)


def ranking(found: Factorial) -> dict[str, Any]:
    """The answer to ``disputes`` as one document, the dispute with the largest share first."""
    values = shapley(found)
    rows = [_dispute(found, d, value) for d, value in enumerate(values)]
    whole = sum(values) if found.orders else found.changed(range(len(found.disputes)))
    return {
        "schema": "party-rules/disputes/1",
        "scenario": found.scenario.title,
        "rules": {"book": found.scenario.book.key, "edition": found.scenario.edition.name},
        "runs": found.runs,
        "seed": found.seed,
        "combinations": found.whole,
        "played": len(found.leaders),
        "moot": found.moot,
        "silent": list(found.silent),
        "sampled_orders": len(found.orders),
        "all": _mean(whole),
        "disputes": sorted(rows, key=lambda row: -row["shapley"]["share"]),
        "interactions": [] if found.orders else _interactions(found),
    }


def _mean(values: Any) -> dict[str, float]:
    """A mean over runs with its standard error."""
    return {"share": float(np.mean(values)), "error": float(np.std(values) / math.sqrt(len(values)))}


def _dispute(found: Factorial, d: int, value: Floats) -> dict[str, Any]:
    """One dispute: each other reading from the adopted ones, who changes hands, and runs to tell."""
    name = found.disputes[d]
    return {
        "dispute": name,
        "title": found.scenario.book.disputes[name].title,
        "adopted": found.adopted[d],
        "alone": _mean(found.changed((d,))),
        "averaged": None if found.orders else _averaged(found, d),
        "shapley": _mean(value),
        "readings": [_reading(found, other, found.of(found.read(d, other))) for other in found.others(d)],
    }


def _reading(found: Factorial, reading: str, theirs: Leaders) -> dict[str, Any]:
    """One other reading: the share of contests whose leader changes, from whom to whom, and the first runs that flip."""
    base = found.of(found.adopted)
    flips = np.flatnonzero(theirs != base)
    moves: dict[tuple[int, int], int] = {}
    for pair in zip(base[flips].tolist(), theirs[flips].tolist(), strict=True):
        moves[pair] = moves.get(pair, 0) + 1
    names = ["unresolved", "nobody", *found.scenario.ids]
    return {
        "reading": reading,
        "leader_changes": chance(len(flips), found.runs),
        "moves": [
            {"from_leader": names[a + 2], "to_leader": names[b + 2], "runs": many, "chance": many / found.runs}
            for (a, b), many in sorted(moves.items(), key=lambda item: -item[1])
        ],
        "runs_that_flip": flips[:SHOWN].tolist(),
    }


def _averaged(found: Factorial, d: int) -> float:
    """The share of contests whose leader changes with that clause alone, averaged over all readings of the others."""
    around = [names if n != d else (found.adopted[d],) for n, names in enumerate(found.options)]
    shares = [
        float((found.of(found.read(d, other, rest)) != found.of(rest)).mean())
        for rest in product(*around)
        for other in found.others(d)
    ]
    return float(np.mean(shares))


def shapley(found: Factorial) -> list[Floats]:
    """φ[dispute][run]: each dispute's mean contribution to D over all orders, or over the orders sampled."""
    if found.orders:
        return _along(found)
    count = len(found.disputes)
    known = {some: found.changed(some) for size in range(count + 1) for some in combinations(range(count), size)}
    values = []
    for d in range(count):
        value = np.zeros(found.runs)
        for size in range(count):
            weight = math.factorial(size) * math.factorial(count - size - 1) / math.factorial(count)
            for some in combinations([n for n in range(count) if n != d], size):
                value += weight * (known[tuple(sorted((*some, d)))] - known[some])
        values.append(value)
    return values


def _along(found: Factorial) -> list[Floats]:
    """Contributions along each sampled order, averaged."""
    base = found.of(found.adopted)
    values = [np.zeros(found.runs) for _ in found.disputes]
    for number, order in enumerate(found.orders):
        now, before = list(found.adopted), np.zeros(found.runs)
        for step, d in enumerate(order):
            now[d] = _another(found.options[d], found.adopted[d], number + step + found.seed)
            after = (found.of(now) != base).astype(float)
            values[d] += (after - before) / len(found.orders)
            before = after
    return values


def _interactions(found: Factorial) -> list[dict[str, Any]]:
    """Disputes whose effect is another by two points or more once some other dispute is read otherwise."""
    rows = []
    for d, e in product(range(len(found.disputes)), repeat=2):
        if d == e:
            continue
        alone = _effect(found, d, found.adopted)
        for reading in found.others(e):
            then = _effect(found, d, found.read(e, reading))
            if abs(then - alone) >= WORTH_NAMING:
                rows.append(
                    {
                        "dispute": found.disputes[d],
                        "if": found.disputes[e],
                        "reading": reading,
                        "alone": alone,
                        "then": then,
                    }
                )
    return sorted(rows, key=lambda row: -abs(float(row["then"]) - float(row["alone"])))


def _effect(found: Factorial, d: int, from_: Combination) -> float:
    """The share of contests whose leader changes if one dispute is read otherwise, from some combination."""
    here = found.of(from_)
    shares = [float((found.of(found.read(d, other, from_)) != here).mean()) for other in found.others(d)]
    return float(np.mean(shares)) if shares else 0.0
