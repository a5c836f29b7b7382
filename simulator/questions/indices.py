"""Sobol's indices: of the variance of the chance that somebody leads, how much is due to which belief, which pair, which law.

Saltelli's plan (Saltelli 2010), made and analysed by SALib: N(2D + 2) points in the space of D beliefs, and at each point the
same few contests, so that points differ by those beliefs alone. A belief's *first* index is the share of the variance that
would go if it were known, its *total* what would be left if all the others were. A dispute is a category: every point is played
under every reading of it, and of every other dispute that is laid beside it.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, TypedDict

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.design import Design
from simulator.beliefs.streams import RandomStreams
from simulator.questions.cache import Cache
from simulator.questions.simulate import BATCH, Case, Progress, choices, leaders, reading_names
from simulator.results.answer import Part
from simulator.scenario.scenario import Scenario
from simulator.words.problems import refuse

if TYPE_CHECKING:
    from concurrent.futures import Executor

POINTS, EACH, PARTS, RESAMPLES = 256, 100, 4, 100
Values = NDArray[np.float64]
Analysed = Callable[[Values, int], Mapping[str, Values]]
Z95 = 1.959964


@dataclass(frozen=True, slots=True, kw_only=True)
class Indices(Part):
    """The first and the total index of an input, a belief or a dispute, with their standard errors."""

    input: str
    first: float
    first_error: float
    total: float
    total_error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PairIndex(Part):
    """What two inputs do together beyond what each does alone, with its standard error."""

    inputs: tuple[str, str]
    second: float
    second_error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sobol(Part):
    """Indices of the chance that somebody leads, the largest total first.

    points, each   N of Saltelli's plan;  contests at each point;  runs: all that were simulated, under all ``readings``
    noise          the share of the variance over points that is chance in the few contests at each
    one_contest    of the variance of one contest, what no belief of the plan decides
    """

    points: int
    each: int
    runs: int
    readings: tuple[str, ...]
    rows: tuple[Indices, ...]
    pairs: tuple[PairIndex, ...]
    noise: float
    one_contest: float


class Problem(TypedDict):
    """What SALib takes: how many inputs, their names, and the ends of each."""

    num_vars: int
    names: list[str]
    bounds: list[list[float]]


@dataclass(frozen=True, slots=True)
class Plan:
    """SALib's problem, and score[point, belief] of every point, in standard normals."""

    problem: Problem
    scores: Values

    @classmethod
    def of(cls, paths: list[str], points: int, seed: int) -> Plan:
        """Saltelli's plan for some beliefs; ``points`` is N, a power of two."""
        from SALib.sample.sobol import sample
        from scipy.special import ndtri

        problem = Problem(num_vars=len(paths), names=paths, bounds=[[0.0, 1.0]] * len(paths))
        return cls(problem, ndtri(np.clip(sample(problem, points, seed=seed), 1e-9, 1 - 1e-9)))

    def analysed(self, values: Values, resamples: int, seed: int) -> dict[str, Values]:
        """SALib's indices of value[point], with half-widths at 95% by the bootstrap; all zero where nothing varies."""
        from SALib.analyze.sobol import analyze

        if np.ptp(values) == 0:
            each = np.zeros(len(self.problem["names"]))
            flat, pairs = dict.fromkeys(("S1", "S1_conf", "ST", "ST_conf"), each), np.zeros((len(each), len(each)))
            return {**flat, "S2": pairs, "S2_conf": pairs}
        with (
            warnings.catch_warnings()
        ):  # where nothing varies in some of the points its indices are zero, and it says so
            warnings.simplefilter("ignore", UserWarning)
            return dict(analyze(self.problem, values, num_resamples=resamples, seed=seed + 1))


def sobol(
    scenario: Scenario,
    subject: str,
    paths: list[str],
    *,
    seed: int,
    points: int = POINTS,
    each: int = EACH,
    cache: Cache | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Sobol:
    """First, total and second-order indices of some beliefs and of each dispute compared, with errors; and the noise share.

    points  N of Saltelli's plan, a power of two;  each  contests at a point, the same at all points
    """
    if points & (points - 1):
        raise refuse(f"{points} points", "a power of two, such as 256 or 1024: Sobol’s sequence is even only there")
    paths = sorted(paths)
    plan = Plan.of(paths, points, seed)
    size = max(1, BATCH // each)
    cases = [
        case_at(scenario, seed, each, paths, plan.scores[first : first + size])
        for first in range(0, len(plan.scores), size)
    ]
    every = leaders(cases, cache=cache, executor=executor, progress=progress)
    led = np.concatenate([chances(one, scenario.ids.index(subject), each) for one in every], axis=1)
    law = {dispute: len(scenario.book.disputes[dispute].readings) for dispute in scenario.compared}
    rows, pairs = _indices(plan, led, paths, law, seed)
    noise, one_contest = _noise(led, each)
    return Sobol(
        points=points, each=each, runs=len(plan.scores) * each * len(led), readings=tuple(reading_names(scenario)),
        rows=rows, pairs=pairs, noise=noise, one_contest=one_contest,
    )  # fmt: skip


def case_at(scenario: Scenario, seed: int, each: int, paths: list[str], scores: Values) -> Case:
    """The contests at some points, the same few at each: run r is contest r % each of point r // each."""
    streams = Design(seed, each, {path: scores[:, n] for n, path in enumerate(paths)})
    settings = {path: f"{len(scores)} points" for path in paths}
    return Case(
        scenario, choices(scenario), len(scores) * each, seed, streams=streams, plan=streams.digest, settings=settings
    )


def chances(led: NDArray[np.int8], number: int, each: int) -> NDArray[np.float32]:
    """The share of contests in which somebody leads: share[choice of readings, point, part of the contests]."""
    theirs = (led == number).reshape(len(led), -1, each)
    parts = [theirs[..., n::PARTS].mean(axis=2, dtype=np.float32) for n in range(PARTS)]
    return np.stack(parts, axis=-1)


def _indices(
    plan: Plan, led: NDArray[np.float32], paths: list[str], law: Mapping[str, int], seed: int
) -> tuple[tuple[Indices, ...], tuple[PairIndex, ...]]:
    """Rows of inputs and of pairs; the error is of the points and of the contests (from their parts) together.

    law  dispute → how many readings it has, in the order in which they are crossed
    """
    sizes = list(law.values())

    def of(values: Values, resamples: int) -> dict[str, Values]:
        analysed = partial(plan.analysed, seed=seed)
        return shares(analysed, values, sizes, len(paths), seed, resamples)

    found = of(led.mean(axis=-1, dtype=np.float64), RESAMPLES)
    parts = [of(led[..., n].astype(np.float64), 2) for n in range(PARTS)]

    def index(name: str, *at: int) -> tuple[float, float]:
        spread = np.std([part[name][at] for part in parts], ddof=1) / math.sqrt(PARTS)
        return float(found[name][at]), math.hypot(found[f"{name}_error"][at], spread)

    inputs, rows, pairs = [*paths, *law], [], []
    for n, one in enumerate(inputs):
        (first, first_error), (total, total_error) = index("first", n), index("total", n)
        rows.append(Indices(input=one, first=first, first_error=first_error, total=total, total_error=total_error))
    for i, j in combinations(range(len(inputs)), 2):
        second, error = index("second", i, j)
        if second > 2 * error and second > 0.005:
            pairs.append(PairIndex(inputs=(inputs[i], inputs[j]), second=second, second_error=error))
    return (
        tuple(sorted(rows, key=lambda row: (-row.total, row.input))),
        tuple(sorted(pairs, key=lambda pair: (-pair.second, pair.inputs))),
    )


def _noise(led: NDArray[np.float32], each: int) -> tuple[float, float]:
    """How much of the variance over points is chance in the few contests at each; and of one contest, no planned belief's doing.

    The covariance of two halves of the contests is the variance that is not noise.
    """
    halves = led[..., ::2].mean(axis=-1, dtype=np.float64), led[..., 1::2].mean(axis=-1, dtype=np.float64)
    whole = (halves[0] + halves[1]) / 2
    middles = [half - half.mean() for half in halves]
    true = float((middles[0] * middles[1]).mean())
    seen = float(whole.var())
    chance = float(whole.mean())
    alone = chance * (1 - chance)
    within = float((whole * (1 - whole)).mean()) * each / max(each - 1, 1)
    return max(0.0, 1 - true / seen) if seen > 0 else 0.0, min(1.0, within / alone) if alone > 0 else 0.0


# --- beliefs and readings together ------------------------------------------------------------------------------------
# Beliefs are numbers and are sampled; each dispute is a category, and all its readings are crossed. So what a dispute does is
# an analysis of variance over its readings, at each point, and never a number cut at a half. Points in a row of Saltelli's plan
# share their numbers, so errors are bootstrapped over its rows, with one draw of rows for all figures.
def shares(
    analysed: Analysed, base: Values, sizes: Sequence[int], beliefs: int, seed: int, resamples: int
) -> dict[str, Values]:
    """First, total and second-order shares, with standard errors, of the beliefs and then of the disputes.

    analysed  SALib's indices of value[point], with so many resamples
    base      value[choice of readings, point], the choices crossed in the order of the disputes
    sizes     how many readings each dispute has;  beliefs  how many the plan has
    """
    count = beliefs + len(sizes)
    found = {name: np.zeros(count) for name in ("first", "first_error", "total", "total_error")} | {
        name: np.zeros((count, count)) for name in ("second", "second_error")
    }
    variance = float(base.var())
    if variance == 0:
        return found
    middle = base.mean(axis=0)
    mean, weight = analysed(middle, resamples), float(middle.var()) / variance
    found["first"][:beliefs] = weight * mean["S1"]
    found["first_error"][:beliefs] = weight * mean["S1_conf"] / Z95
    found["second"][:beliefs, :beliefs] = weight * np.nan_to_num(mean["S2"])
    found["second_error"][:beliefs, :beliefs] = weight * np.nan_to_num(mean["S2_conf"]) / Z95
    if not sizes:
        found["total"][:], found["total_error"][:] = mean["ST"], mean["ST_conf"] / Z95
        return found
    every = [analysed(one, 2)["ST"] * one.var() for one in base]
    found["total"][:beliefs] = np.mean(every, axis=0) / variance
    rows = _Rows(base.reshape(*sizes, -1, 2 * beliefs + 2), seed, resamples)
    found["total_error"][:beliefs] = rows.error(rows.belief_totals)
    for a in range(len(sizes)):
        at = beliefs + a
        found["first"][at], found["first_error"][at] = rows.of_means((a,))
        found["total"][at], found["total_error"][at] = rows.total(a)
        both = rows.of_belief_with(a)
        found["second"][:beliefs, at], found["second_error"][:beliefs, at] = (
            both.mean(axis=-1) / variance,
            rows.error(both),
        )
    for a, b in combinations(range(len(sizes)), 2):
        found["second"][beliefs + a, beliefs + b], found["second_error"][beliefs + a, beliefs + b] = rows.of_means(
            (a, b)
        )
    return found


class _Rows:
    """Values by row of the plan: value[reading of each dispute …, row, point of the row]; and some draws of rows."""

    def __init__(self, values: Values, seed: int, resamples: int) -> None:
        self.disputes, count = values.ndim - 2, values.shape[-2]
        self.values = values - values.mean()
        self.drawn = RandomStreams(seed, 0).redrawn(f"rows of {count}", count, max(resamples, 2))
        """How often each row was drawn, as a share of all: share[draw, row]."""
        axes = (*range(self.disputes), -1)
        self.squares, self.means = (self.values**2).mean(axis=axes), self.values.mean(axis=axes)

    @property
    def variance(self) -> Values:
        """The variance over all points and readings[draw]."""
        whole: Values = self.drawn @ self.squares - (self.drawn @ self.means) ** 2
        return np.maximum(whole, 1e-300)

    def error(self, each: Values) -> Values:
        """The standard error of the share that the mean of each[…, row] is of the variance."""
        spread: Values = (each @ self.drawn.T / self.variance).std(axis=-1, ddof=1)
        return spread

    @property
    def belief_totals(self) -> Values:
        """Half the squared step of each belief alone, the readings averaged[belief, row]."""
        beliefs = self.values.shape[-1] // 2 - 1
        steps = (self.values[..., 1 : beliefs + 1] - self.values[..., :1]) ** 2 / 2
        mean: Values = steps.mean(axis=tuple(range(self.disputes))).T
        return mean

    def of_belief_with(self, a: int) -> Values:
        """What each belief does under each reading of a dispute, averaged, less what it does on average[belief, row]."""
        beliefs = self.values.shape[-1] // 2 - 1
        others = tuple(n for n in range(self.disputes) if n != a)
        apart = self.values.mean(axis=others)
        apart = apart - apart.mean(axis=(1, 2), keepdims=True)

        def first(one: Values) -> Values:
            products: Values = one[..., -1:] * (one[..., 1 : beliefs + 1] - one[..., :1])
            return products

        both: Values = (first(apart).mean(axis=0) - first(apart.mean(axis=0))).T
        return both

    def of_means(self, some: tuple[int, ...]) -> tuple[float, float]:
        """The share that one dispute has by its means, or that two have beyond what each has; and its error."""
        figures = [self._between(weights, some) for weights in self._weights()]
        return figures[0], float(np.std(figures[1:], ddof=1))

    def _weights(self) -> list[tuple[Values, float]]:
        """(weight of each row, variance): as they are, then of each draw."""
        count = self.drawn.shape[1]
        even = np.full(count, 1 / count)
        here = float(even @ self.squares - (even @ self.means) ** 2)
        return [(even, here), *zip(self.drawn, self.variance.tolist(), strict=True)]

    def _between(self, weighed: tuple[Values, float], some: tuple[int, ...]) -> float:
        weights, variance = weighed
        others = tuple(n for n in range(self.disputes) if n not in some)
        means = self.values.mean(axis=-1).mean(axis=others) @ weights
        found = float(means.var())
        if len(some) == 2:
            found -= float(means.mean(axis=1).var() + means.mean(axis=0).var())
        return found / variance

    def total(self, a: int) -> tuple[float, float]:
        """The share that would be left of the variance if only one dispute were open; and its error."""
        inner = self.values.var(axis=a)
        each: Values = inner.mean(axis=(*range(inner.ndim - 2), -1))
        weights, variance = self._weights()[0]
        return float(each @ weights / variance), float(self.error(each))
