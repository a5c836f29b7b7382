"""Chances: shares of runs, with the error that comes from the number of runs alone."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from simulator.results.answer import Part

Z = 1.959963984540054


FEWEST = {1: 0.0512932943875505, 2: 0.355361510698662, 3: 0.817691447238446}
"""Of one, two and three events, the least number to be expected that makes so many or more come in 5 of 100 samples (Poisson)."""


def wilson(count: int, runs: int) -> tuple[float, float]:
    """The Wilson 95% interval of a share (Wilson 1927), as modified for up to three events (Brown, Cai and DasGupta 2001).

    Without the modification it holds the truth in no more than 84 of 100 samples where one event in five samples is expected.

    >>> [round(end, 3) for end in wilson(50, 100)]
    [0.404, 0.596]
    >>> wilson(0, 100)[0], round(wilson(1, 100)[0], 6)
    (0.0, 0.000513)
    """
    share = count / runs
    middle = (share + Z * Z / (2 * runs)) / (1 + Z * Z / runs)
    half = Z * math.sqrt(share * (1 - share) / runs + Z * Z / (4 * runs * runs)) / (1 + Z * Z / runs)
    low = max(0.0, middle - half) if count else 0.0
    high = min(1.0, middle + half) if count < runs else 1.0
    low = min(low, FEWEST.get(count, low * runs) / runs)
    return low, max(high, 1 - FEWEST.get(runs - count, (1 - high) * runs) / runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Part):
    """A share: how many, of how many. In JSON it is a number.

    >>> Share(count=1, of=4).to_json()
    0.25
    """

    count: int
    of: int

    @property
    def share(self) -> float:
        """The share."""
        return self.count / self.of

    def to_json(self) -> object:
        """The number."""
        return self.share

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, object]:
        """A number."""
        return {"type": "number", "minimum": 0, "maximum": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance(Part):
    """A chance: in how many of the runs something was so. In JSON it is an object with its error and its 95% interval.

    >>> chance = Chance(count=50, of=100)
    >>> chance.share, round(chance.error, 3), round(chance.low, 3), round(chance.high, 3)
    (0.5, 0.049, 0.404, 0.596)
    >>> list(chance.to_json())
    ['chance', 'error', 'low', 'high', 'count', 'of']
    """

    count: int
    of: int

    derived: ClassVar[Mapping[str, str]] = {"chance": "share", "error": "error", "low": "low", "high": "high"}

    @property
    def share(self) -> float:
        """The share of runs."""
        return self.count / self.of

    @property
    def error(self) -> float:
        """The standard error: the Wilson interval's half-width over 1.96.

        It agrees with √(c(1−c)/n) and does not vanish at 0.
        """
        low, high = wilson(self.count, self.of)
        return (high - low) / (2 * Z)

    @property
    def low(self) -> float:
        """The lower end of the 95% interval."""
        return wilson(self.count, self.of)[0]

    @property
    def high(self) -> float:
        """The upper end of the 95% interval."""
        return wilson(self.count, self.of)[1]


def paired(there: int, back: int, runs: int) -> tuple[float, float]:
    """The difference of two chances on the same draws, and its standard error: its interval's half-width over 1.96.

    there, back   runs that flip one way, and the other

    >>> difference, error = paired(0, 0, 60)
    >>> difference, error > 0.03
    (0.0, True)
    """
    low, high = tango(there, back, runs)
    return (there - back) / runs, (high - low) / (2 * Z)


def tango(there: int, back: int, runs: int) -> tuple[float, float]:
    """The 95% score interval of a difference of two chances on the same draws (Tango 1998).

    The differences that a score test does not reject. Like Wilson's it does not vanish where nothing flipped.

    >>> [round(end, 4) for end in tango(0, 0, 60)]
    [-0.0602, 0.0602]
    """
    difference = (there - back) / runs

    def rejected(value: float) -> bool:
        """Whether a difference is more than 1.96 standard errors from what was seen, were it true."""
        middle = (2 * runs - there + back) * value - there - back
        other = (math.sqrt(middle * middle + 8 * runs * back * value * (1 - value)) - middle) / (4 * runs)
        return (there - back - runs * value) ** 2 > Z * Z * runs * (2 * other + value * (1 - value))

    def end(outside: float) -> float:
        inside = difference
        for _ in range(60):
            half = (inside + outside) / 2
            inside, outside = (inside, half) if rejected(half) else (half, outside)
        return inside

    return end(-1.0), end(1.0)
