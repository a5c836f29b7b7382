"""A design: the same few runs met again at every point of a plan, with some beliefs at the values the plan gives them.

What is not in the plan is common to all points, run for run, so that points differ by the planned beliefs alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.streams import BLOCK, FULL, TOGETHER, RandomStreams, how_many_below, on_scale
from simulator.procedures.arrays import Figure, Floats
from simulator.words.quantities import Quantity

FEW = 200
"""Common runs up to which a table of counts at every mark (64 KiB a run and bloc) is kept."""


class Common:
    """The random numbers of the first runs of a seed, kept for all the blocks in which they are met again.

    each  runs at each point, at most a block
    """

    def __init__(self, seed: int, each: int) -> None:
        self.each, self._streams = each, RandomStreams(seed, 0)
        self._floats: dict[tuple[str, str], Floats] = {}
        self._crowds: dict[tuple[str, int], NDArray[np.uint8 | np.int16]] = {}

    def floats(self, kind: str, path: str) -> Floats:
        """Numbers[run] of a kind (normal, uniform, exponential)."""
        if (kind, path) not in self._floats:
            self._floats[kind, path] = getattr(self._streams, kind)(path)[: self.each]
        return self._floats[kind, path]

    def table(self, path: str, count: int, part: int) -> Floats:
        """Standard normals[thing, run] of a part of the runs."""
        return self._streams.table(path, count, part)

    def people(self, path: str, count: int) -> NDArray[np.uint16]:
        """Numbers[person, run]."""
        return self._streams.people(path, count)[:, : self.each]

    def counts(self, path: str, count: int) -> NDArray[np.uint8 | np.int16]:
        """How many of a crowd are below each mark: count[run · 65,537 + mark]; looked up, not counted, at every point."""
        if (path, count) not in self._crowds:
            kind = np.uint8 if count < 256 else np.int16
            table = np.zeros((self.each, FULL + 1), kind)
            for own in self._streams.crowd(path, count):
                for run, numbers in enumerate(own[:, : self.each].T):
                    table[run, 1:] += np.bincount(numbers, minlength=FULL).astype(kind)
            self._crowds[path, count] = np.add.accumulate(table, axis=1, dtype=kind, out=table).ravel()
        return self._crowds[path, count]


@lru_cache(maxsize=1)
def common_to(seed: int, each: int) -> Common:
    """The common runs of a seed, kept from task to task."""
    return Common(seed, each)


@dataclass(frozen=True, slots=True)
class Design:
    """The streams of a design, block by block, as a task carries them.

    each    common runs of the seed at each point;  points  as :class:`Planned` has them
    """

    seed: int
    each: int
    points: Mapping[str, Floats]

    def __call__(self, block: int) -> Planned:
        """The streams of one block."""
        return Planned(common_to(self.seed, self.each), self.points, block)

    @property
    def digest(self) -> str:
        """What tells it from other designs: its beliefs, its points, and how many runs are at each."""
        numbers = b"".join(np.ascontiguousarray(one).tobytes() for one in self.points.values())
        return f"{self.each} at each of {', '.join(self.points)}: {hashlib.sha256(numbers).hexdigest()}"


class Planned(RandomStreams):
    """The streams of one block of a design: run r is run r % each of the common runs, at point r // each.

    points  belief → standard normal score[point]; where it is NaN the belief is drawn, as in any run
    """

    def __init__(self, common: Common, points: Mapping[str, Floats], block: int) -> None:
        super().__init__(0, block)
        self.common, self.points = common, points
        self._rows = np.arange(block * BLOCK, (block + 1) * BLOCK)

    @cached_property
    def run(self) -> NDArray[np.intp]:
        """The common run[run]."""
        found: NDArray[np.intp] = self._rows % self.common.each
        return found

    @cached_property
    def point(self) -> NDArray[np.intp]:
        """The point[run]; beyond the last it is the last again."""
        last = max((len(one) for one in self.points.values()), default=1) - 1
        found: NDArray[np.intp] = np.minimum(self._rows // self.common.each, last)
        return found

    def bits(self, path: str) -> np.random.PCG64DXSM:
        """No stream goes on from point to point."""
        raise AssertionError(f"{path}: a design has no streams of its own")

    def normal(self, path: str) -> Floats:
        """Standard normals[run], common to all points."""
        return self.common.floats("normal", path).take(self.run)

    def table(self, path: str, count: int, part: int) -> Floats:
        """Standard normals[thing, run] of a part of the block, common to all points."""
        runs = self.run[part * TOGETHER : (part + 1) * TOGETHER]
        found = np.empty((count, TOGETHER), np.float32)
        for one in np.unique(runs // TOGETHER).tolist():
            here = runs // TOGETHER == one
            found[:, here] = self.common.table(path, count, one)[:, runs[here] % TOGETHER]
        return found

    def uniform(self, path: str) -> Floats:
        """Uniforms[run], common to all points."""
        return self.common.floats("uniform", path).take(self.run)

    def exponential(self, path: str) -> Floats:
        """Standard exponentials[run], common to all points."""
        return self.common.floats("exponential", path).take(self.run)

    def gamma(self, path: str, weight: Figure) -> Floats:
        """Gammas[run] at the common uniforms: a weight that is planned moves them, and nothing else does."""
        from scipy.special import gammaincinv

        found: Floats = gammaincinv(weight, self.uniform(path)).astype(np.float32)
        return found

    def people(self, path: str, count: int) -> NDArray[np.uint16]:
        """One number for each person and run, common to all points."""
        return self.common.people(path, count).take(self.run, axis=1)

    def below(self, path: str, count: int, chances: Sequence[Figure]) -> NDArray[np.int16]:
        """How many of a crowd are below each of some chances: int16[chance, run]; of few runs, looked up."""
        found = np.zeros((len(chances), BLOCK), np.int16)
        if self.common.each > FEW:
            own = self.people(path, count)
            for row, chance in enumerate(chances):
                found[row] = how_many_below(own, chance)
            return found
        table, start = self.common.counts(path, count), self.run * (FULL + 1)
        for row, chance in enumerate(chances):
            mark = np.minimum(np.rint(np.asarray(chance, np.float32) * FULL), FULL)
            found[row] = table.take(start + mark.astype(np.intp))
        return found

    def score(self, path: str, common: Floats | None = None, share: float = 0.0) -> Floats:
        """Where a belief lies in each run: at its points if it is planned."""
        planned = self.points.get(path)
        if planned is None:
            return super().score(path, common, share)
        return self._at(planned, lambda: super(Planned, self).score(path, common, share))

    def value(self, path: str, quantity: Quantity, z: Figure | None = None) -> Figure:
        """What is believed at a path, in each run: at its points if it is planned."""
        planned = self.points.get(path)
        if planned is None or quantity.certain:
            return super().value(path, quantity, z)
        return on_scale(quantity, self._at(planned, lambda: super(Planned, self).score(path) if z is None else z))

    def _at(self, planned: Floats, drawn: Callable[[], Figure]) -> Floats:
        """The scores[run] of the points; where a point has none, those drawn."""
        scores: Floats = planned.astype(np.float32).take(self.point)
        loose = np.isnan(scores)
        return np.where(loose, drawn(), scores) if loose.any() else scores
