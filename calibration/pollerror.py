"""The error of polls: how far a count may lie from a poll taken some days before.

On the logit scale the count of the two leading candidates is a t distribution with five degrees of freedom about the
poll, shrunk towards level if it was of two candidates; its scale grows with the days to go:

    logit(count) = slope × logit(poll) + scale × t₅,   scale² = (last² + growth² × days / 30) × (1 + undecided)²

``fit`` is the mode of the posterior: every contest weighs one, whatever the number of its polls, and each number has
a weak prior (``evidence.yaml`` says which), since thirty polls of fifteen contests cannot settle three numbers alone.
A house that has been wider than the usual one has a scale of its own beside it (:mod:`calibration.pollfits`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.evidence import Poll, prior
from simulator.scenario.polls import house_of

DEGREES = 5
GRID = 41
QUANTILES = 400


@dataclass(frozen=True, slots=True)
class ErrorModel:
    """How much of a two-way lead lasts, the scale on the last day, its growth a month; and the extra scale of houses."""

    slope: float
    last: float
    growth: float
    houses: Mapping[str, float] = field(default_factory=dict)

    def scale(self, days: float, undecided: float | None = None) -> float:
        """The scale on the logit scale, so many days before the close."""
        return math.sqrt(self.last**2 + self.growth**2 * days / 30) * (1 + (undecided or 0.0))

    def after(self, poll: Poll) -> Predicted:
        """What may be counted after a poll."""
        slope = self.slope if poll.two_way else 1.0
        own = self.houses.get(house_of(poll.pollster), 0.0)
        return Predicted(slope * logit(poll.share), math.hypot(self.scale(poll.days, poll.undecided), own))


@dataclass(frozen=True, slots=True)
class Predicted:
    """A distribution of the share of one of two: on the logit scale a t with its centre and scale; scale 0 is a point.

    tail   True: five degrees of freedom; False: normal
    """

    centre: float
    scale: float
    tail: bool = True

    def chance_above(self, share: float = 0.5) -> float:
        """The chance of more than a share."""
        z = (self.centre - logit(share)) / self.scale
        return float(t_below(z) if self.tail else normal_below(z))

    def quantile(self, chance: Any) -> Any:
        """The share below which the count lies with a chance."""
        z = t_quantile(chance) if self.tail else normal_quantile(chance)
        return 1 / (1 + np.exp(-(self.centre + self.scale * z)))

    def crps(self, share: float) -> float:
        """The continuous ranked probability score, in points of share: the mean pinball loss over the quantiles, twice."""
        chances = (np.arange(QUANTILES) + 0.5) / QUANTILES
        below = share - self.quantile(chances)
        return float(200 * np.mean(np.where(below >= 0, chances * below, (chances - 1) * below)))


def fit(polls: Sequence[Poll]) -> ErrorModel:
    """The model fitted to some polls, each contest weighing one."""
    many: dict[str, int] = {}
    for poll in polls:
        many[poll.contest] = many.get(poll.contest, 0) + 1
    slopes = np.linspace(0.5, 1.1, GRID)
    lasts = np.geomspace(0.03, 0.5, GRID)
    growths = np.geomspace(0.04, 0.8, GRID)
    slope, last, growth = np.meshgrid(slopes, lasts, growths, indexing="ij")
    before = prior()
    mass = -0.5 * ((slope - before["slope"][0]) / before["slope"][1]) ** 2
    for value, (centre, spread) in ((last, before["last"]), (growth, before["growth"])):
        mass -= 0.5 * (np.log(value / centre) / spread) ** 2
    for poll in polls:
        scale = np.sqrt(last**2 + growth**2 * poll.days / 30) * (1 + (poll.undecided or 0.0))
        middle = (slope if poll.two_way else np.ones_like(slope)) * logit(poll.share)
        mass += log_density((logit(poll.result) - middle) / scale, scale) / many[poll.contest]
    best = np.unravel_index(mass.argmax(), mass.shape)
    return ErrorModel(float(slope[best]), float(last[best]), float(growth[best]))


def log_density(z: NDArray[Any], scale: NDArray[Any]) -> NDArray[Any]:
    """The log density of a t with five degrees of freedom, less its constant."""
    density: NDArray[Any] = -0.5 * (DEGREES + 1) * np.log1p(z**2 / DEGREES) - np.log(scale)
    return density


def logit(share: float) -> float:
    """The log odds of a share."""
    return math.log(share / (1 - share))


def t_below(z: Any) -> Any:
    """The chance that a t with five degrees of freedom lies below z (Abramowitz and Stegun 26.7.4).

    >>> round(float(t_below(2.015)), 3), float(t_below(0.0))
    (0.95, 0.5)
    """
    angle = np.arctan(np.asarray(z) / math.sqrt(DEGREES))
    cos = np.cos(angle)
    return 0.5 + (angle + np.sin(angle) * (cos + 2 / 3 * cos**3)) / math.pi


def normal_below(z: Any) -> Any:
    """The chance that a standard normal lies below z."""
    return 0.5 * (1 + np.vectorize(math.erf)(np.asarray(z, float) / math.sqrt(2)))


def t_quantile(chance: Any) -> Any:
    """The inverse of :func:`t_below`."""
    return _inverse(t_below, chance)


def normal_quantile(chance: Any) -> Any:
    """The inverse of :func:`normal_below`."""
    return _inverse(normal_below, chance)


def _inverse(below: Any, chance: Any) -> Any:
    """By interpolation on a fine grid; good to five digits."""
    grid = np.sinh(np.linspace(-7, 7, 20_001))
    return np.interp(chance, below(grid), grid)


def without(polls: Iterable[Poll], contests: Iterable[str]) -> list[Poll]:
    """The polls of all contests but some."""
    left_out = set(contests)
    return [poll for poll in polls if poll.contest not in left_out]
