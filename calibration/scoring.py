"""Scoring: what is done alike for polls and for names, each contest weighing one whatever the number of its rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

LEVELS = (0.5, 0.8, 0.9)


def weights(contests: Sequence[str]) -> Any:
    """The weight of each row, given the contest it belongs to: a contest weighs one, shared among its rows; they add to one.

    >>> [float(w) for w in weights(["a", "b", "b"])]
    [0.5, 0.25, 0.25]
    """
    many = {contest: contests.count(contest) for contest in contests}
    weight = np.array([1 / many[contest] for contest in contests])
    return weight / weight.sum()


def band(chance: float, rows: int, level: float = 0.95) -> tuple[int, int]:
    """The central part of a binomial: between which counts the successes lie, as seldom below as above.

    >>> band(0.8, 15)
    (9, 15)
    """
    mass = [math.comb(rows, k) * chance**k * (1 - chance) ** (rows - k) for k in range(rows + 1)]
    upto, tail = np.cumsum(mass), (1 - level) / 2
    return int(np.searchsorted(upto, tail)), int(np.searchsorted(upto, 1 - tail))


def ahead(contests: Sequence[str], mine: Sequence[float], others: Sequence[float]) -> tuple[float, float]:
    """How much better one way is than another, row by row, with its error: a bootstrap that draws contests anew for both.

    Of a mean over contests the bootstrap's standard error is known in the limit of endless draws: the contests' own
    standard deviation over the root of their number. So nothing need be drawn.

    returns   the difference (positive: the first is better) and its standard error
    """
    gain = np.asarray(others) - np.asarray(mine)
    gains = np.array([gain[[one == contest for one in contests]].mean() for contest in dict.fromkeys(contests)])
    return float(gains.mean()), float(gains.std() / math.sqrt(len(gains)))


def reliability(rights: Sequence[float], bins: int = 5) -> list[dict[str, float]]:
    """Of the chances given to whatever was likelier, in bins: how many came true.

    rights   the chance that was given to what happened
    """
    given = [(max(right, 1 - right), right > 0.5) for right in rights]
    out = []
    for n in range(bins):
        low, high = 0.5 + n * 0.5 / bins, 0.5 + (n + 1) * 0.5 / bins
        there = [(chance, true) for chance, true in given if low <= chance < high or (n == bins - 1 and chance == high)]
        if there:
            out.append(
                {
                    "from": low,
                    "to": high,
                    "rows": len(there),
                    "said": sum(c for c, _ in there) / len(there),
                    "came_true": sum(t for _, t in there) / len(there),
                }
            )
    return out


def coverage(inside: Sequence[Sequence[bool]]) -> dict[str, float]:
    """How many rows fall inside each interval (``coverage80``), and what share of them (``coverage80_share``).

    inside   bool[row, level]
    """
    held = {f"coverage{int(100 * level)}": sum(row[n] for row in inside) for n, level in enumerate(LEVELS)}
    return {**held, **{f"{name}_share": count / len(inside) for name, count in held.items()}}


def bands(rows: int) -> dict[str, tuple[int, int]]:
    """The band of each coverage."""
    return {f"coverage{int(100 * level)}": band(level, rows) for level in LEVELS}
