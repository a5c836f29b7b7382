"""Streams: one stream of random numbers for each belief and block of runs, keyed by the belief's path.

Run *i* meets the same random numbers in a batch of ten or of ten million, whatever the edition, the reading, the other candidates
or the number of workers: blocks are drawn whole, and no belief's stream is ever touched by another's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.tails import stretched
from simulator.procedures.arrays import Bools, Figure, Floats
from simulator.words.quantities import Quantity

BLOCK = 16_384
COMPANY = 250
TOGETHER = 256
"""Runs whose tables are drawn together."""
FULL = 65_536


@lru_cache(maxsize=4096)
def _key(path: str) -> int:
    return int.from_bytes(hashlib.blake2b(path.encode(), digest_size=16).digest(), "little")


class RandomStreams:
    """The random streams of one block of 16,384 runs under one seed."""

    def __init__(self, seed: int, block: int) -> None:
        self.seed, self.block = seed, block

    def bits(self, path: str) -> np.random.PCG64DXSM:
        """The bit generator of a path in this block."""
        return np.random.PCG64DXSM(np.random.SeedSequence([self.seed, _key(path), self.block]))

    def normal(self, path: str) -> Floats:
        """Standard normals[run]."""
        return np.random.Generator(self.bits(path)).standard_normal(BLOCK, dtype=np.float32)

    def table(self, path: str, count: int, part: int) -> Floats:
        """Standard normals[thing, run] for a part of the block: 256 runs, so that few runs need not draw for all."""
        generator = np.random.Generator(self.bits(f"{path}/{part}"))
        return generator.standard_normal((count, TOGETHER), dtype=np.float32)

    def uniform(self, path: str) -> Floats:
        """Uniforms[run] in [0, 1)."""
        return np.random.Generator(self.bits(path)).random(BLOCK, dtype=np.float32)

    def exponential(self, path: str) -> Floats:
        """Standard exponentials[run]."""
        return np.random.Generator(self.bits(path)).standard_exponential(BLOCK, dtype=np.float32)

    def gamma(self, path: str, weight: Figure) -> Floats:
        """Gammas[run] of a weight (one, or weight[run]): parts of a Dirichlet."""
        return np.random.Generator(self.bits(path)).standard_gamma(weight, BLOCK).astype(np.float32)

    def shuffled(self, path: str, count: int) -> NDArray[np.intp]:
        """The numbers below ``count``, in an order of chance."""
        order: NDArray[np.intp] = np.random.Generator(self.bits(path)).permutation(count)
        return order

    def redrawn(self, path: str, count: int, times: int) -> NDArray[np.float64]:
        """How often each of ``count`` things comes if as many are drawn with replacement: share[time, thing]."""
        even = np.full(count, 1 / count)
        often: NDArray[np.float64] = np.random.Generator(self.bits(path)).multinomial(count, even, size=times) / count
        return often

    def people(self, path: str, count: int) -> NDArray[np.uint16]:
        """One 16-bit uniform for each person and run: uint16[person, run]."""
        return self.bits(path).random_raw(count * BLOCK // 4).view(np.uint16).reshape(count, BLOCK)

    def crowd(self, path: str, count: int) -> Iterator[NDArray[np.uint16]]:
        """As :meth:`people`, a company of at most 250 at a time, so that memory does not grow with the crowd."""
        bits = self.bits(path)
        for first in range(0, count, COMPANY):
            some = min(COMPANY, count - first)
            yield bits.random_raw(some * BLOCK // 4).view(np.uint16).reshape(some, BLOCK)

    def score(self, path: str, common: Floats | None = None, share: float = 0.0) -> Floats:
        """Where a belief lies in each run, in standard normals[run]; ``share`` of its variance is ``common`` with others."""
        own = self.normal(path)
        return own if common is None else shared(common, own, share)

    def below(self, path: str, count: int, chances: Sequence[Figure]) -> NDArray[np.int16]:
        """How many of a crowd have a number of their own below each of some chances: int16[chance, run]."""
        found = np.zeros((len(chances), BLOCK), np.int16)
        for own in self.crowd(path, count):
            for row, chance in enumerate(chances):
                found[row] += how_many_below(own, chance)
        return found

    def value(self, path: str, quantity: Quantity, z: Figure | None = None) -> Figure:
        """What is believed at a path, in each run: float32[run], or one number if it is certain.

        z   standard normals[run] to use in place of the path's own, for beliefs that share a factor
        """
        if quantity.certain:
            return quantity.low
        return on_scale(quantity, self.score(path) if z is None else z)

    def happens(self, path: str, quantity: Quantity) -> Bools:
        """Whether something with an uncertain chance happens: bool[run]; what is certain draws nothing."""
        if quantity.certain and quantity.low in (0.0, 1.0):
            return np.full(BLOCK, quantity.low == 1.0)
        happened: Bools = self.uniform(f"{path}/happens") < self.value(path, quantity)
        return happened


class Spliced(RandomStreams):
    """The streams of a block in which some paths draw from one seed and all the others from another.

    Two batches that share only the streams of some beliefs differ in everything else: what still goes together in them is
    those beliefs' doing.
    """

    def __init__(self, seed: int, other: int, ours: frozenset[str], block: int) -> None:
        super().__init__(seed, block)
        self.other, self.ours = other, ours

    def bits(self, path: str) -> np.random.PCG64DXSM:
        """The bit generator of a path in this block: of ``seed`` for our paths, of ``other`` for the rest."""
        seed = self.seed if path in self.ours else self.other
        return np.random.PCG64DXSM(np.random.SeedSequence([seed, _key(path), self.block]))


class Noted(RandomStreams):
    """Random streams that note where each belief lies that is drawn from them: path → standard normals[run]."""

    def __init__(self, seed: int, block: int) -> None:
        super().__init__(seed, block)
        self.scores: dict[str, Figure] = {}

    def score(self, path: str, common: Floats | None = None, share: float = 0.0) -> Floats:
        """As :class:`RandomStreams`, and noted."""
        self.scores[path] = found = super().score(path, common, share)
        return found

    def value(self, path: str, quantity: Quantity, z: Figure | None = None) -> Figure:
        """As :class:`RandomStreams`, and noted."""
        if z is not None and not quantity.certain:
            self.scores[path] = z
        return super().value(path, quantity, z)


def on_scale(quantity: Quantity, z: Figure) -> Figure:
    """A quantity at standard normal scores: float32, in the quantity's own unit (whole days for days and dates)."""
    x = before_scale(quantity, z)
    if quantity.scale == "logit":
        found: Figure = 1 / (1 + np.exp(-x))
    else:
        found = np.exp(x) if quantity.scale == "log" else np.rint(x)
    return found


def before_scale(quantity: Quantity, z: Figure) -> Figure:
    """A quantity at standard normal scores, on the scale on which its uncertainty is normal (or has the tails of a t)."""
    return np.float32(quantity.mean) + np.float32(quantity.spread) * (stretched(z) if quantity.fat_tails else z)


def how_many_below(own: NDArray[np.uint16], chance: Figure) -> NDArray[np.int16]:
    """How many of the people have a number below a chance.

    own      uint16[person, run], uniform
    chance   one chance, or chance[run]; from 1 up it is everybody
    returns  int16[run]
    """
    mark = np.rint(np.asarray(chance, np.float32) * FULL)
    everybody = mark >= FULL
    mark16 = np.minimum(mark, FULL - 1).astype(np.uint16)
    below = own < mark16
    kind = np.uint8 if len(own) < 256 else np.uint16
    count = np.add.reduce(below.view(np.uint8), axis=0, dtype=kind).astype(np.int16)
    return np.where(everybody, np.int16(len(own)), count) if everybody.any() else count


def shared(common: Floats, own: Floats, share: float) -> Floats:
    """A standard normal of which ``share`` of the variance is common and the rest its own."""
    return np.float32(share**0.5) * common + np.float32((1 - share) ** 0.5) * own
