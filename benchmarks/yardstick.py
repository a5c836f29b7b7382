"""The yardstick: the time to fill 36 float32 normals a run, in the same process, in blocks of 16,384 runs."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np

BLOCK, NORMALS = 16_384, 36


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process for one call."""
    began = time.process_time()
    work()
    return time.process_time() - began


def yardstick(runs: int) -> None:
    """Fill 36 normals for each of some runs."""
    generator = np.random.Generator(np.random.PCG64DXSM(1))
    for _ in range(runs // BLOCK):
        generator.standard_normal((NORMALS, BLOCK), dtype=np.float32)


def beside(work: Callable[[], object], other: Callable[[], object], repeats: int = 7) -> tuple[float, float, float]:
    """Median ratio of one piece of work to another, taken in turn (A B A B …); and the two medians in seconds."""
    work(), other()
    pairs = [(seconds(work), seconds(other)) for _ in range(repeats)]
    ratio = statistics.median(one / two for one, two in pairs)
    return ratio, statistics.median(one for one, _ in pairs), statistics.median(two for _, two in pairs)
