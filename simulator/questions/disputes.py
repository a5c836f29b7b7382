"""Which clause decides: of each dispute, what it changes alone, on average, and as its share of all changes.

Alone: in what share of contests the *leader* changes if that clause alone is read otherwise (from the adopted readings,
averaged over its other readings). Averaged: the same over all readings of the others. Share: its Shapley value in v(S), the
share of contests whose leader differs when the disputes of S are read otherwise; shares add to v(all). Every figure has the
standard error of a difference on the same draws; where combinations were sampled, that of the sample is added.

Every combination of the readings is simulated on the same draws, once a law. A combination in which a dispute is moot reads as
it would without it, so combinations that come to the same law are simulated once and counted. Above 512 different ones orders
of the disputes are sampled, and points about which each is read otherwise alone; every dispute, and every pair of them, read
otherwise is always among what is simulated.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement, product
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.draws import draw
from simulator.beliefs.streams import RandomStreams
from simulator.engine.leaders import in_order, moves
from simulator.questions.cache import Cache
from simulator.questions.compare import touching
from simulator.questions.simulate import BATCH, ROWS, Case, Leaders, Progress, leaders, ledgers, seed_of
from simulator.results.answer import Answer, Part
from simulator.results.chances import Chance, Share
from simulator.results.pairs import Move
from simulator.results.results import Rules
from simulator.scenario.bearing import idle
from simulator.scenario.scenario import Scenario, sure
from simulator.words.problems import did_you_mean, refuse

if TYPE_CHECKING:
    from concurrent.futures import Executor

SHOWN = 12
WORTH_NAMING = 0.02
MOST = 512
FEW = 2_000
Combination = tuple[str, ...]
LawKey = tuple[tuple[str, str], ...]
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
    cache: Cache | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Factorial:
    """Simulate every combination of readings (or, above 512 different laws, those that sampled orders come to).

    disputes  by name; if none is given, all that are open and bear on the scenario's contest
    runs      at most one batch, 65,536: every combination meets the same draws
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
    keys: dict[Combination, LawKey] = {}
    if math.prod(len(one) for one in options) <= 64 * MOST:
        keys = {one: _law_key(scenario, base, names, one) for one in product(*options)}
    if not keys or len(set(keys.values())) > MOST:
        orders, points, met = _sampled(adopted, options, seed)
        keys = {one: _law_key(scenario, base, names, one) for one in met}
    chosen: dict[LawKey, Combination] = {}
    for one, key in keys.items():
        chosen.setdefault(key, one)
    at = {key: row for row, key in enumerate(chosen)}
    count = min(scenario.runs if runs is None else runs, BATCH)
    readings = [dict(zip(names, one, strict=True)) for one in chosen.values()]
    size = max(1, ROWS // count)
    cases = [Case(scenario, readings[at : at + size], count, seed) for at in range(0, len(readings), size)]
    led = np.concatenate(leaders(cases, cache=cache, executor=executor, progress=progress))
    moot = sum(len(key) < len(base) for key in keys.values())
    return Factorial(
        scenario,
        names,
        adopted,
        options,
        {one: at[key] for one, key in keys.items()},
        led,
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
            asked |= next(ledgers(scenario, [{name: reading}], draws))[0].asked

    def heard(path: str) -> bool:
        return ".bar" in path or any(
            path == one or one.startswith(f"{path}.") or path.startswith(f"{one}.") for one in asked
        )

    return tuple(
        name
        for name in names
        if not any(heard(path) for one in book.disputes[name].readings.values() for path in one.patch.change)
    )


def _law_key(scenario: Scenario, base: Mapping[str, str], names: Sequence[str], one: Combination) -> LawKey:
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
    streams = RandomStreams(seed, 0)
    columns = [streams.shuffled(f"points of dispute {d}", many) % len(names) for d, names in enumerate(options)]
    return tuple(tuple(names[n] for names, n in zip(options, row, strict=True)) for row in zip(*columns, strict=True))


def another(names: Sequence[str], adopted: str, number: int) -> str:
    """One of the other readings, each in turn as a number grows; the adopted one if there is no other."""
    others = [name for name in names if name != adopted]
    return others[number % len(others)] if others else adopted


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean(Part):
    """A mean over runs of a share of contests, with its standard error."""

    share: float
    error: float

    @classmethod
    def of(cls, values: Floats, sampled: Floats | None = None) -> Mean:
        """The mean of value[run].

        sampled  the same figure in each of the orders, or points, that were sampled: the error of that sample is added
        """
        share, error = float(np.mean(values)), float(np.std(values) / math.sqrt(len(values)))
        if sampled is not None and len(sampled) > 1:
            error = math.hypot(error, float(np.std(sampled, ddof=1)) / math.sqrt(len(sampled)))
        return cls(share=share, error=error)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOtherwise(Part):
    """Another reading alone: how often the leader changes, from whom to whom, and the first runs in which it does."""

    reading: str
    leader_changes: Chance
    moves: tuple[Move, ...]
    runs_that_flip: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeRanked(Part):
    """What a dispute changes alone, averaged over the readings of the others, and as its share of all changes.

    adopted  the reading that the others are measured against
    """

    dispute: str
    title: str
    adopted: str
    alone: Mean
    averaged: Mean
    shapley: Mean
    readings: tuple[ReadOtherwise, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction(Part):
    """What a dispute changes alone, ``then``, with another read otherwise, and how much more that is."""

    dispute: str
    if_: str
    reading: str
    alone: float
    alone_error: float
    then: float
    then_error: float
    more: float
    more_error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputesAnswer(Answer):
    """Which clause decides: every combination of the readings on the same draws, the dispute with the largest share first.

    combinations  how many there are;  played: how many laws they come to;  moot: those in which a dispute is moot
    silent        disputes that no stage here asks about;  idle: those that cannot bear on the contest, and why
    sampled_orders, sampled_points  how many, where combinations are too many to be simulated
    all           how often the leader changes with all the disputes read otherwise
    matrix        the disputes in pairs;  interactions: those worth naming
    """

    schema: ClassVar[str] = "party-rules/disputes/1"

    scenario: str
    rules: Rules
    runs: int
    seed: int
    combinations: int
    played: int
    moot: int
    silent: tuple[str, ...]
    idle: Mapping[str, str]
    sampled_orders: int
    sampled_points: int
    all: Mean
    disputes: tuple[DisputeRanked, ...]
    interactions: tuple[Interaction, ...]
    matrix: tuple[Interaction, ...]


def ranking(found: Factorial) -> DisputesAnswer:
    """The answer to ``disputes``."""
    values, matrix = shapley(found), _matrix(found)
    if found.orders:
        by_order, together = _by_order(found), np.sum(values, axis=0)
        shares = [Mean.of(value, each) for value, each in zip(values, by_order.T, strict=True)]
        whole = Mean.of(together, by_order.sum(axis=1))
    else:
        shares = [Mean.of(value) for value in values]
        whole = Mean.of(found.changed(range(len(found.disputes))))
    rows = [_dispute(found, d, share) for d, share in enumerate(shares)]
    return DisputesAnswer(
        scenario=found.scenario.title, rules=Rules.of(found.scenario), runs=found.runs, seed=found.seed,
        combinations=found.whole, played=len(found.leaders), moot=found.moot, silent=found.silent,
        idle={name: why for name in found.disputes if (why := idle(found.scenario, name, found.disputes))},
        sampled_orders=len(found.orders), sampled_points=len(found.points), all=whole,
        disputes=tuple(sorted(rows, key=lambda row: (-row.shapley.share, row.dispute))),
        interactions=_interactions(matrix), matrix=matrix,
    )  # fmt: skip


def _dispute(found: Factorial, d: int, share: Mean) -> DisputeRanked:
    """One dispute: each other reading from the adopted ones."""
    name = found.disputes[d]
    return DisputeRanked(
        dispute=name, title=found.scenario.book.disputes[name].title, adopted=found.adopted[d],
        alone=Mean.of(found.changed((d,))), averaged=_averaged(found, d), shapley=share,
        readings=tuple(_reading(found, other, found.of(found.read(d, other))) for other in found.others(d)),
    )  # fmt: skip


def _reading(found: Factorial, reading: str, theirs: Leaders) -> ReadOtherwise:
    base = found.of(found.adopted)
    flips = np.flatnonzero(theirs != base)
    names = in_order(found.scenario.ids)
    matrix = moves(base, theirs, len(found.scenario.ids))
    changes = [(int(matrix[a, b]), names[a], names[b]) for a, b in np.argwhere(matrix) if a != b]
    return ReadOtherwise(
        reading=reading,
        leader_changes=Chance(count=len(flips), of=found.runs),
        moves=tuple(
            Move(from_leader=one, to_leader=other, chance=Share(count=many, of=found.runs))
            for many, one, other in sorted(changes, key=lambda change: (-change[0], *change[1:]))
        ),
        runs_that_flip=tuple(flips[:SHOWN].tolist()),
    )


def _averaged(found: Factorial, d: int) -> Mean:
    """The share of contests whose leader changes with that clause alone, averaged over all readings of the others.

    Where combinations were sampled, over the points sampled: what the others are read as there.
    """
    around = [names if n != d else (found.adopted[d],) for n, names in enumerate(found.options)]
    rests: Iterable[Combination] = product(*around)
    if found.points:
        rests = [found.read(d, found.adopted[d], point) for point in found.points]
    total, by_rest = np.zeros(found.runs), []
    for rest in rests:
        changed = _effect(found, d, rest)
        total += changed
        by_rest.append(float(changed.mean()))
    return Mean.of(total / len(by_rest), np.array(by_rest) if found.points else None)


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
    values = [np.zeros(found.runs) for _ in found.disputes]
    for order in _contributions(found):
        for d, value in order:
            values[d] += value / len(found.orders)
    return values


def _by_order(found: Factorial) -> Floats:
    """The mean contribution of each dispute along each sampled order: share[order, dispute]."""
    shares = np.zeros((len(found.orders), len(found.disputes)))
    for number, order in enumerate(_contributions(found)):
        for d, value in order:
            shares[number, d] = value.mean()
    return shares


def _contributions(found: Factorial) -> Iterator[Iterator[tuple[int, Floats]]]:
    """Of each sampled order, each dispute with what it adds, run by run, as the disputes are read otherwise one by one."""
    base = found.of(found.adopted)

    def along(number: int, order: Sequence[int]) -> Iterator[tuple[int, Floats]]:
        now, before = list(found.adopted), np.zeros(found.runs)
        for step, d in enumerate(order):
            now[d] = another(found.options[d], found.adopted[d], number + step + found.seed)
            after = (found.of(now) != base).astype(float)
            yield d, after - before
            before = after

    return (along(number, order) for number, order in enumerate(found.orders))


def _matrix(found: Factorial) -> tuple[Interaction, ...]:
    """What each dispute changes with the others as adopted, with each other dispute read otherwise, and the difference."""
    rows = []
    for d, e in product(range(len(found.disputes)), repeat=2):
        if d == e:
            continue
        before = _effect(found, d, found.adopted)
        for reading in found.others(e):
            after = _effect(found, d, found.read(e, reading))
            alone, then, more = Mean.of(before), Mean.of(after), Mean.of(after - before)
            row = Interaction(
                dispute=found.disputes[d], if_=found.disputes[e], reading=reading, alone=alone.share,
                alone_error=alone.error, then=then.share, then_error=then.error, more=more.share, more_error=more.error,
            )  # fmt: skip
            rows.append(row)
    return tuple(rows)


def _interactions(matrix: Iterable[Interaction]) -> tuple[Interaction, ...]:
    """Disputes whose effect is another by two points or more, beyond its error, once some other dispute is read otherwise."""
    rows = [row for row in matrix if abs(row.more) >= max(WORTH_NAMING, 2 * row.more_error)]
    return tuple(sorted(rows, key=lambda row: (-abs(row.more), row.dispute, row.if_, row.reading)))


def _effect(found: Factorial, d: int, from_: Combination) -> Floats:
    """Whether the leader changes if one dispute is read otherwise, from some combination: the mean over its readings[run]."""
    here = found.of(from_)
    shares = [found.of(found.read(d, other, from_)) != here for other in found.others(d)]
    mean: Floats = np.mean(shares, axis=0) if shares else np.zeros(found.runs)
    return mean
