"""Chances: shares of runs, with the error that comes from the number of runs alone."""

from __future__ import annotations

import math

Z = 1.959963984540054


def wilson(count: int, runs: int) -> tuple[float, float]:
    """The Wilson 95% interval of a share (Wilson 1927).

    >>> [round(end, 3) for end in wilson(50, 100)]
    [0.404, 0.596]
    >>> wilson(0, 100)[0]
    0.0
    """
    share = count / runs
    middle = (share + Z * Z / (2 * runs)) / (1 + Z * Z / runs)
    half = Z * math.sqrt(share * (1 - share) / runs + Z * Z / (4 * runs * runs)) / (1 + Z * Z / runs)
    return max(0.0, middle - half) if count else 0.0, min(1.0, middle + half) if count < runs else 1.0


def chance(count: int, runs: int) -> dict[str, float]:
    """A chance as results show it: the share of runs, its standard error, and the ends of its 95% interval.

    The error is a quarter of the Wilson interval's width over 0.98: it agrees with √(c(1−c)/n) and does not vanish at 0.
    """
    low, high = wilson(count, runs)
    return {"chance": count / runs, "error": (high - low) / (2 * Z), "low": low, "high": high}


def paired(there: int, back: int, runs: int) -> tuple[float, float]:
    """The difference of two chances on the same draws, and its standard error.

    there, back   runs that flip one way, and the other
    """
    difference = (there - back) / runs
    return difference, math.sqrt(max(there + back - (there - back) ** 2 / runs, 0.0)) / runs
