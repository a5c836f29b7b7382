"""Sections: parts of an electorate that are counted together in one pool, or weighed apart in a college."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def pooled(votes: Array) -> Array:
    """One pool: a vote is a vote, in whatever section it was cast.

    votes    votes[candidate, section, run]
    returns  votes[candidate, run]
    """
    total: Array = votes.sum(axis=1)
    return total


def weighed(votes: Array, weights: Sequence[Any]) -> Array:
    """An electoral college: in each section a candidate has the section's weight times the share of its live votes.

    Every round is weighed anew, so that votes which no longer count for anybody raise the weight of the rest of their
    section (so in 2010; with the first round's votes below the line the published totals do not come out).

    votes    votes[candidate, section, run]: numbers, or Fractions to be exact
    weights  of each section; together they are 1
    returns  share of the college[candidate, run]; a section in which nobody voted weighs nothing

    >>> from fractions import Fraction
    >>> votes = np.array([[[Fraction(3)], [Fraction(10)]], [[Fraction(1)], [Fraction(30)]]])
    >>> [str(share) for share in weighed(votes, [Fraction(1, 2), Fraction(1, 2)])[:, 0]]
    ['1/2', '1/2']
    """
    live = votes.sum(axis=0)
    share = votes / np.where(live == 0, 1, live)
    total: Array = sum(share[:, s] * weight for s, weight in enumerate(weights))
    return total
