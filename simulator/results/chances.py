"""Chances: shares of runs, with the error that comes from the number of runs alone."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from simulator.results.answer import Part

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

    def to_json(self) -> Any:
        """The number."""
        return self.share

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, Any]:
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
    """The difference of two chances on the same draws, and its standard error.

    there, back   runs that flip one way, and the other
    """
    difference = (there - back) / runs
    return difference, math.sqrt(max(there + back - (there - back) ** 2 / runs, 0.0)) / runs
