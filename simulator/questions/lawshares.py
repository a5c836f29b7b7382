"""How the variance of a chance divides among beliefs and readings, where every point of a plan is played under all readings.

Beliefs are numbers and are sampled; each dispute is a category, and all its readings are crossed. So what a dispute does is an
analysis of variance over its readings, at each point, and never a number cut at a half. Points in a row of Saltelli's plan
share their numbers, so errors are bootstrapped over its rows, with one draw of rows for all figures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.luck import Luck

Values = NDArray[np.float64]
Analysed = Callable[[Values, int], Mapping[str, Values]]
Z95 = 1.959964


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
        self.drawn = Luck(seed, 0).redrawn(f"rows of {count}", count, max(resamples, 2))
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
