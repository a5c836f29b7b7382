"""Counting: the preferential count of ballots whose preferences follow Luce's choice axiom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Votes = NDArray[np.float32]
Bools = NDArray[np.bool_]
TIE = -1


@dataclass(frozen=True, slots=True)
class Count:
    """A finished count.

    winner   candidate[run], or TIE where a tie decided and no rule breaks it
    votes    votes[candidate, run] in the last round, whole votes, 0 for those dropped
    rounds   int8[run]: rounds counted
    tied     bool[run]: a tie, for last place or between the last two, had to be broken (or could not be)
    """

    winner: NDArray[np.int8]
    votes: Votes
    rounds: NDArray[np.int8]
    tied: Bools


def tally(pull: Votes, cast: Votes, standing: Bools) -> Votes:
    """First preferences among those standing, section by section, counted together in whole votes.

    pull      weight[candidate, section, run]: among any set of candidates, votes are in proportion (Luce 1959)
    cast      votes[section, run]
    standing  bool[candidate, run]
    returns   votes[candidate, run]
    """
    weight = pull * standing[:, None]
    total = weight.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        per_pull = np.where(total > 0, cast / total, 0)
    weight *= per_pull
    votes: Votes = np.rint(weight.sum(axis=1))
    return votes


def preferential(pull: Votes, cast: Votes, nominees: Bools, lots: NDArray[Any] | None = None) -> Count:
    """The alternative vote: drop the lowest, one at a time, until one has more than half of the continuing votes.

    pull, cast, nominees   as in :func:`tally`
    lots       a drawn number[candidate, run] that breaks ties (the lowest number loses); None: ties are not broken
    returns    a Count

    Every ballot ranks all who stand, so no vote is exhausted. With expected counts a section's votes split exactly as the
    pulls do, rounded to whole votes; recorded votes come back to the vote.
    """
    runs = cast.shape[-1]
    count = Count(
        np.full(runs, TIE, np.int8), np.zeros(nominees.shape, np.float32), np.zeros(runs, np.int8), np.zeros(runs, bool)
    )
    live = np.arange(runs)
    standing = nominees
    for number in range(1, len(nominees) + 1):
        votes = tally(pull, cast, standing)
        won = 2 * votes.max(axis=0) > votes.sum(axis=0)
        _write(count, live, won, number, votes.argmax(axis=0), votes)
        if won.all():
            break
        live, pull, cast, standing, votes = _still(~won, live, pull, cast, standing, votes)
        last = standing & (votes == np.where(standing, votes, np.inf).min(axis=0))
        tied = last.sum(axis=0) > 1
        count.tied[live[tied]] = True
        if lots is None:
            _write(count, live, tied, number, np.full(len(live), TIE), votes)
            live, pull, cast, standing, last = _still(~tied, live, pull, cast, standing, last)
        else:
            drawn = np.where(last, lots[:, live].astype(np.int32), 1 << 20)
            last = np.arange(len(votes))[:, None] == drawn.argmin(axis=0)
        if not len(live):
            break
        standing = standing & ~last
    return count


def _still(keep: Bools, *arrays: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    """The runs whose count goes on: every array, cut to them along its last axis."""
    return arrays if keep.all() else tuple(array[..., keep] for array in arrays)


def _write(count: Count, live: NDArray[Any], done: Bools, number: int, winner: NDArray[Any], votes: Votes) -> None:
    at = live[done]
    count.winner[at] = winner[done]
    count.votes[:, at] = votes[:, done]
    count.rounds[at] = number
