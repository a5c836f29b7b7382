"""Tallies scored: what the names on the eve of the close say of the names in the end, judged on contests not seen.

The procedures are the engine's own (``procedures/lending.py``), put together here for the last day alone: late names come in,
candidates out of reach withdraw in favour of an heir, and names are lent to whoever is near the bar. Fitted to the other
contests are the share of names in by the eve, the share of the rest that is lent, the chance that lending is allowed and the
chance that somebody out of reach withdraws. How near is near, how many follow to an heir and whether a candidate is feared are
defaults that were set with all the contests in view: contests say of *near* only that it lies somewhere between 17 names short,
which were lent, and 56, which were not. The distribution is worked out on evenly spread points, so nothing is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from calibration import scoring
from calibration.evidence import Tally, tallies
from calibration.pollerror import logit, normal_quantile
from calibration.scoring import LEVELS
from simulator.procedures.lending import lent, out_of_hope, to_the_heir
from simulator.procedures.nominations import shared_out
from simulator.scenario.table import usual

CERTAIN = 0.99
FAR_BELOW = 0.8
"""A candidate with fewer than this share of the bar on the eve who reaches it was lent names, not late."""
OWN = 0.1
"""Spread of the log of one candidate's late names beside the contest's."""
POINTS = 4096
PROCEDURES = "the engine’s procedures"
WAYS = (PROCEDURES, "as on the eve", "all grow alike")


@dataclass(frozen=True, slots=True)
class Fitted:
    """What other contests say.

    arrived    share of names in by the eve (logit: centre, spread);  lends  share of the rest that is lent (likewise)
    permitted  chance that lending is allowed;  withdraws  chance that a candidate to whom nobody lends withdraws
    """

    arrived: tuple[float, float]
    lends: tuple[float, float]
    permitted: float
    withdraws: float


@dataclass(frozen=True, slots=True)
class Count:
    """A distribution of one candidate's names in the end: values and their weights."""

    names: Any
    weight: Any

    def chance(self, bar: int) -> float:
        """The chance of at least so many."""
        return float(self.weight[self.names >= bar].sum())

    def crps(self, names: int) -> float:
        """The continuous ranked probability score, in names."""
        order = np.argsort(self.names, kind="stable")
        values, upto = np.asarray(self.names, float)[order], np.cumsum(self.weight[order])
        ends = np.sort(np.append(values, names))
        below = np.concatenate([[0.0], upto])[np.searchsorted(values, ends[:-1], side="right")]
        return float((np.diff(ends) * (below - (ends[:-1] >= names)) ** 2).sum())

    def interval(self, level: float) -> tuple[float, float]:
        """The central interval that holds so much."""
        order = np.argsort(self.names, kind="stable")
        upto = np.cumsum(self.weight[order])
        ends = [(1 - level) / 2, (1 + level) / 2]
        low, high = (self.names[order][min(int(np.searchsorted(upto, end)), len(order) - 1)] for end in ends)
        return float(low), float(high)


def fit(known: Sequence[Tally]) -> Fitted:
    """Fitted to some contests, each weighing one; with a floor under the spreads, for there are few."""
    arrived = [logit(_safe_share(one)) for one in known]
    shares = [share for one in known if not one.refused and (share := _lent_share(one)) is not None]
    lends = [logit(share) for share in shares]
    hopeless = [left for one in known for left in _left(one)]
    allowed = [not one.refused for one in known if one.refused or _lent_share(one) is not None]
    return Fitted(_centre(arrived), _centre(lends), _succession(allowed), _succession(hopeless))


def _succession(found: Sequence[bool]) -> float:
    """The chance of something seen so often: Laplace's rule, which is one half where nothing was seen."""
    return (sum(found) + 1) / (len(found) + 2)


def _left(one: Tally) -> list[bool]:
    """Of each candidate far below the bar on the eve who was not lent to it: whether they withdrew."""
    far = [c for c, eve in one.eve.items() if eve < FAR_BELOW * one.bar and one.close.get(c, 0) < one.bar]
    return [c in one.withdrew for c in far]


def _centre(values: Sequence[float]) -> tuple[float, float]:
    return float(np.mean(values)), max(float(np.std(values, ddof=1)) if len(values) > 1 else 0.0, 0.3)


def _safe_share(one: Tally) -> float:
    """Of the names in the end of candidates over the bar on the eve, or near it, the share in by then."""
    safe = [c for c in one.eve if c in one.close and one.eve[c] >= FAR_BELOW * one.bar]
    return min(sum(one.eve[c] for c in safe) / sum(one.close[c] for c in safe), 0.99)


def _lent_share(one: Tally) -> float | None:
    """Of those with no name in on the eve, the share who lent one to a candidate far below; an heir's gain apart."""
    gains = 0
    for c, eve in one.eve.items():
        if eve < FAR_BELOW * one.bar and one.close.get(c, 0) >= one.bar:
            inherited = sum(one.eve[w] for w in one.withdrew if one.heirs.get(w) == c)
            gains += one.close[c] - eve - round(inherited * _defaults("to_heir").centre)
    rest = one.base - sum(one.eve.values())
    return gains / rest if gains > 0 and rest > 0 else None


def procedures(one: Tally, fitted: Fitted) -> dict[str, Count]:
    """The engine's procedures: late names come in, some withdraw for an heir, and names are lent from whoever is left."""
    ids = list(one.eve)
    luck = points(POINTS, 4 + 3 * len(ids))
    common, own = luck[:4], luck[4:].reshape(3, len(ids), POINTS)
    eve = np.array([[one.eve[c]] for c in ids], np.int16)
    share = _logistic(fitted.arrived, common[0])
    rest = one.base - int(eve.sum())
    late = np.maximum(np.rint(eve * (1 / share - 1) * np.exp(OWN * normal_quantile(own[0]))), 0)
    late = np.minimum(late, np.floor(eve / eve.sum() * rest)).astype(np.int16)
    names = (eve + late).astype(np.int16)
    within = np.rint(_at("lending.within", common[1])).astype(np.int16)
    leaves = out_of_hope(names, np.ones(names.shape, bool), one.bar, within) & (own[1] < fitted.withdraws)
    heirs = _heirs(one, names, leaves)
    to_heir = np.full(POINTS, _defaults("to_heir").centre, np.float32)
    names = to_the_heir(names, leaves, heirs, names, to_heir, ~leaves)
    safe_late = np.where((eve >= one.bar) & ~leaves, late, 0)
    spare = np.maximum(one.base - names.sum(axis=0), 0) + safe_late.sum(axis=0)
    pool = np.floor(spare * _logistic(fitted.lends, common[2])).astype(np.int16)
    allowed = ~leaves & (own[2] >= _defaults("lending.feared.<candidate>").centre)
    allowed &= common[3] < fitted.permitted
    given = lent(names, one.bar, allowed, pool, within, np.ones(POINTS, np.int16))
    names = names + given - shared_out(_from_late(given, safe_late, spare), safe_late.astype(np.float32), safe_late > 0)
    weight = np.full(POINTS, 1 / POINTS)
    return {c: Count(np.where(leaves[row], 0, names[row]), weight) for row, c in enumerate(ids)}


def _from_late(given: Any, late: Any, spare: Any) -> Any:
    return np.rint(given.sum(axis=0) * (late.sum(axis=0) / np.maximum(spare, 1))).astype(np.int16)


def points(many: int, dimensions: int) -> Any:
    """Evenly spread points[dimension, point] in the unit cube: Kronecker's sequence, by the roots of x^(d+1) = x + 1."""
    root = 2.0
    for _ in range(60):
        root = (1 + root) ** (1 / (dimensions + 1))
    steps = (1 / root) ** np.arange(1, dimensions + 1)
    return np.clip((0.5 + np.outer(steps, np.arange(1, many + 1))) % 1.0, 1e-6, 1 - 1e-6)


def _logistic(normal: tuple[float, float], uniform: Any) -> Any:
    return 1 / (1 + np.exp(-(normal[0] + normal[1] * normal_quantile(uniform))))


def _at(name: str, uniform: Any) -> Any:
    """A default belief at quantiles."""
    said = _defaults(name)
    x = said.mean + said.spread * normal_quantile(uniform)
    return 1 / (1 + np.exp(-x)) if said.scale == "logit" else np.exp(x)


def _heirs(one: Tally, names: Any, leaves: Any) -> Any:
    """Whoever is nearest below the bar, else whoever leads; who inherits from whom was known only afterwards."""
    short = np.where(~leaves & (names < one.bar), one.bar - names, 30_000)
    ahead = np.where(leaves, -1, names).argmax(axis=0)
    heir = np.where(short.min(axis=0) < 30_000, short.argmin(axis=0), ahead)
    return np.broadcast_to(heir, names.shape)


def as_on_the_eve(one: Tally, fitted: Fitted) -> dict[str, Count]:
    """Nothing more comes in."""
    return {c: Count(np.array([n]), np.ones(1)) for c, n in one.eve.items()}


def all_grow_alike(one: Tally, fitted: Fitted) -> dict[str, Count]:
    """Every candidate's tally grows as the tallies of other contests did."""
    share = 1 / (1 + np.exp(-(fitted.arrived[0] + fitted.arrived[1] * _quantiles(41))))
    return {c: Count(np.rint(n / share), np.full(41, 1 / 41)) for c, n in one.eve.items()}


JUDGES: dict[str, Callable[[Tally, Fitted], dict[str, Count]]] = dict(
    zip(WAYS, (procedures, as_on_the_eve, all_grow_alike), strict=True)
)


def _quantiles(many: int) -> Any:
    return normal_quantile((np.arange(many) + 0.5) / many)


def _defaults(name: str) -> Any:
    return usual(f"nominators.{name}")[0]


@dataclass(frozen=True, slots=True)
class Judged:
    """One candidate's names as judged in one way, scored: chance of what happened at the bar, and the count's quality."""

    contest: str
    candidate: str
    right: float
    crps: float
    inside: tuple[bool, ...]

    @property
    def brier(self) -> float:
        """The square of what was missing from certainty."""
        return (1 - self.right) ** 2

    @property
    def log(self) -> float:
        """The surprise at what happened."""
        return -math.log(self.right)


def judged(one: Tally, candidate: str, count: Count) -> Judged:
    """A distribution of names held against the names in the end."""
    final = one.close.get(candidate, 0)
    chance = chance_of_bar(one, count)
    inside = tuple(low <= final <= high for low, high in map(count.interval, LEVELS))
    return Judged(one.contest, candidate, chance if final >= one.bar else 1 - chance, count.crps(final), inside)


def chance_of_bar(one: Tally, count: Count) -> float:
    """The chance of reaching the bar, never surer than 99%."""
    return min(max(count.chance(one.bar), 1 - CERTAIN), CERTAIN)


def document(every: Sequence[Tally] | None = None) -> dict[str, Any]:
    """Every candidate of every contest with a tally on the eve: chances and counts, in each way, and the scores."""
    every = tallies() if every is None else every
    rows: list[dict[str, Any]] = []
    found: dict[str, list[Judged]] = {name: [] for name in WAYS}
    for one in every:
        fitted = fit([other for other in every if other.contest != one.contest])
        counts = {way: judge(one, fitted) for way, judge in JUDGES.items()}
        for way, theirs in counts.items():
            found[way] += [judged(one, candidate, count) for candidate, count in theirs.items()]
        rows += [_row(one, candidate, count) for candidate, count in counts[PROCEDURES].items()]
    mine = found[PROCEDURES]
    contests = [row.contest for row in mine]
    return {
        "rows": rows,
        "scores": {way: _scores(judgements) for way, judgements in found.items()},
        "bands": scoring.bands(len(mine)),
        "ahead": {
            way: {score: scoring.ahead(contests, _of(mine, score), _of(found[way], score)) for score in ("log", "crps")}
            for way in WAYS[1:]
        },
        "reliability": scoring.reliability([row.right for row in mine]),
    }


def _row(one: Tally, candidate: str, count: Count) -> dict[str, Any]:
    return {
        "contest": one.contest,
        "candidate": candidate,
        "eve": one.eve[candidate],
        "bar": one.bar,
        "chance_of_bar": chance_of_bar(one, count),
        "interval80": list(count.interval(0.8)),
        "close": one.close.get(candidate, 0),
        "withdrew": candidate in one.withdrew,
    }


def _of(rows: Sequence[Judged], score: str) -> list[float]:
    return [getattr(row, score) for row in rows]


def _scores(rows: Sequence[Judged]) -> dict[str, float]:
    """Means in which each contest weighs one, and how many counts lie inside the intervals."""
    contests = [row.contest for row in rows]
    weight = scoring.weights(contests)
    mean = {score: float(weight @ _of(rows, score)) for score in ("brier", "log", "crps")}
    held = scoring.coverage([row.inside for row in rows])
    return {**mean, **held, "candidates": len(rows), "contests": len(set(contests))}
