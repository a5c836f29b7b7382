"""Cohorts: the runs that are at the same stage on the same day."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

from simulator.procedures.arrays import Bools, Heads, Rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    from simulator.words.lazy import np

Number = TypeVar("Number", bound="np.generic")


class Cohort:
    """A sorted array of run numbers; empty cohorts are falsy, so a branch reads as the rule does."""

    __slots__ = ("runs",)

    def __init__(self, runs: Rows) -> None:
        self.runs = runs

    @classmethod
    def of(cls, count: int) -> Cohort:
        """All runs of a batch."""
        return cls(np.arange(count, dtype=np.intp))

    @classmethod
    def merged(cls, parts: list[Cohort]) -> Cohort:
        """Cohorts that go on together, as one."""
        there = [part for part in parts if part]
        if len(there) == 1:
            return there[0]
        return cls(np.sort(np.concatenate([part.runs for part in there])) if there else np.empty(0, np.intp))

    def __len__(self) -> int:
        return len(self.runs)

    def __bool__(self) -> bool:
        return len(self.runs) > 0

    def places(self, part: Cohort) -> slice | Rows:
        """Where the runs of a part of this cohort are in it."""
        return slice(None) if len(part.runs) == len(self.runs) else np.searchsorted(self.runs, part.runs)

    def take(self, array: NDArray[Number]) -> NDArray[Number]:
        """The part that is this cohort's of an array whose last axis is the run."""
        return array.take(self.runs, axis=-1)

    def parts(self, most: int) -> Iterator[Cohort]:
        """The runs in parts of at most so many, in order."""
        for first in range(0, len(self.runs), most):
            yield Cohort(self.runs[first : first + most])

    def where(self, mask: Bools) -> Cohort:
        """The runs for which a condition, aligned with this cohort, holds."""
        return Cohort(self.runs.take(mask.nonzero()[0]))

    def by(self, values: Heads | NDArray[np.int8 | np.uint8] | int) -> Iterator[tuple[int, Cohort]]:
        """Split by whole numbers aligned with this cohort (or one for all): (value, cohort), smallest value first."""
        if not len(self.runs):
            return
        if isinstance(values, int):
            yield values, self
            return
        first = values[0]
        if (values == first).all():
            yield int(first), self
            return
        order = np.argsort(values, kind="stable")
        ordered = values[order]
        edges = (ordered[1:] != ordered[:-1]).nonzero()[0] + 1
        for part in np.split(order, edges):
            yield int(values[part[0]]), Cohort(self.runs[part])
