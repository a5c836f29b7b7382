"""Errors cover: of many samples, as many intervals hold the truth as they say.

The truth is that of 320,000 simulated contests of another seed; samples are cut from 300,000 others, 300 of each size.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator import compare, load
from simulator.results.chances import Chance, paired, tango, wilson

JUNE = "scenarios/labour-2016-june.yaml"
SAMPLES, SIZES, OFTEN, MOST, FEW = 300, (60, 200, 1_000), 0.92, 0.98, 5


@pytest.fixture(scope="module")
def leaders():
    """Who leads under each reading: leader[reading, run], of the truth and of the samples."""
    found = []
    for runs, seed in ((320_000, 1), (SAMPLES * max(SIZES), 2)):
        results = compare(load(JUNE), runs=runs, seed=seed)
        found.append(np.stack([records.leader for records in results.records]))
    return found


def held(low, high, truth):
    """In what share of samples the interval holds the truth."""
    return np.mean([one <= truth <= other for one, other in zip(low, high, strict=True)])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("other", [1, 2])
def test_the_error_of_a_difference_covers(leaders, other, size):
    """What each leader's chance gains under another reading, beside the first; nothing seen to flip included."""
    truth, samples = leaders
    for leader in np.unique(truth):
        gains = [((one[other] == leader).astype(int) - (one[0] == leader)) for one in (truth, samples)]
        parts = gains[1][: SAMPLES * size].reshape(SAMPLES, size)
        there, back = (parts > 0).sum(axis=1), (parts < 0).sum(axis=1)
        flipped = [(int(a), int(b), size) for a, b in zip(there, back, strict=True)]
        assert all(paired(*one)[1] > 0 for one in flipped)
        share = held(*zip(*(tango(*one) for one in flipped), strict=True), gains[0].mean())
        assert share >= OFTEN, (leader, share)
        flips = size * np.mean(gains[0] != 0)
        if min(flips, size - flips) >= FEW:
            assert share <= MOST, (leader, share)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("other", [1, 2])
def test_the_error_of_a_share_that_changes_covers(leaders, other, size):
    """In what share of contests another leads, and its Wilson interval."""
    changes = [one[other] != one[0] for one in leaders]
    counts = changes[1][: SAMPLES * size].reshape(SAMPLES, size).sum(axis=1)
    low, high = np.array([wilson(int(count), size) for count in counts]).T
    assert all(Chance(count=int(count), of=size).error > 0 for count in counts)
    share = held(low, high, changes[0].mean())
    assert share >= OFTEN
    if min(size * changes[0].mean(), size * (1 - changes[0].mean())) >= FEW:
        assert share <= MOST


@pytest.mark.parametrize(("gains", "losses"), [(0.0, 0.0), (0.02, 0.0), (0.1, 0.02), (0.3, 0.3), (0.6, 0.1)])
def test_the_interval_of_a_difference_covers_exactly(gains, losses):
    """Of every way that 30 pairs may fall: the chance that the interval holds the true difference, by the multinomial law."""
    pairs, chance = 30, 0.0
    for there in range(pairs + 1):
        for back in range(pairs + 1 - there):
            low, high = tango(there, back, pairs)
            assert -1 <= low <= (there - back) / pairs <= high <= 1
            if low <= gains - losses <= high:
                ways = math.comb(pairs, there) * math.comb(pairs - there, back)
                chance += ways * gains**there * losses**back * (1 - gains - losses) ** (pairs - there - back)
    assert chance >= OFTEN
