"""Who leads at the end, as numbers: a candidate's own, or one of two codes. All names, counts and codes of leaders are here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Leaders = NDArray[np.int8]
    Counts = NDArray[np.intp]
else:
    from simulator.words.lazy import np

NOBODY, UNRESOLVED = -1, -2
OTHERS = ("nobody", "unresolved")
"""What the codes are called, in the order in which they are shown, after the candidates."""


def names_of(ids: Sequence[str]) -> list[str]:
    """Who is meant by each number, from the end for the codes: ``names[leader]``.

    >>> [names_of(["ann", "bob"])[leader] for leader in (0, 1, NOBODY, UNRESOLVED)]
    ['ann', 'bob', 'nobody', 'unresolved']
    """
    return [*ids, *reversed(OTHERS)]


def number_of(who: str, ids: Sequence[str]) -> int:
    """The number of a candidate, of ``nobody`` or of ``unresolved``."""
    return {"nobody": NOBODY, "unresolved": UNRESOLVED}[who] if who in OTHERS else ids.index(who)


def counted(leaders: Leaders, candidates: int) -> Counts:
    """How often each leads: counts[unresolved, nobody, candidate …].

    leaders   candidate[run] (−1 nobody, −2 unresolved)
    """
    return np.bincount(leaders.astype(np.int16) - UNRESOLVED, minlength=candidates - UNRESOLVED)


def in_order(ids: Sequence[str]) -> list[str]:
    """Who each entry of :func:`counted` is of."""
    return [*reversed(OTHERS), *ids]


def tally(leaders: Leaders, ids: Sequence[str]) -> dict[str, int]:
    """How often each leads, by name: the candidates, nobody, unresolved."""
    counts = dict(zip(in_order(ids), counted(leaders, len(ids)).tolist(), strict=True))
    return {who: counts[who] for who in (*ids, *OTHERS)}


def moves(before: Leaders, after: Leaders, candidates: int) -> NDArray[np.intp]:
    """In how many runs the leader is another, or the same: counts[who before, who after], as :func:`counted` has them."""
    size = candidates - UNRESOLVED
    pairs = (before.astype(np.int16) - UNRESOLVED) * size + after - UNRESOLVED
    return np.bincount(pairs, minlength=size * size).reshape(size, size)
