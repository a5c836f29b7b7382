"""Nominations: how names fall to the candidates who stand, and move when one stands aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.procedures.arrays import Bools, Floats, Heads, Rows

if TYPE_CHECKING:
    import numpy as np
else:
    from simulator.words.lazy import np

FAR = 2**30
"""More heads than there are anywhere."""


def shared_out(pool: Heads, appeal: Floats, standing: Bools) -> Heads:
    """Names that go to whoever challenges, in whole nominators, in proportion to the challengers' appeal.

    pool      nominators[run] who would name a challenger
    appeal    weight[challenger, run]
    standing  bool[challenger, run]
    returns   nominators[challenger, run]; adds to the pool wherever anybody stands
    """
    weight = appeal * standing
    upto = np.cumsum(weight, axis=0)
    total = upto[-1]
    with np.errstate(invalid="ignore", divide="ignore"):
        marks = np.rint(upto * (pool / total))
    marks = np.where(total > 0, marks, 0).astype(pool.dtype)
    marks[1:] -= marks[:-1].copy()
    return marks


def ahead_and_behind(names: Heads | Floats, standing: Bools) -> tuple[Rows, Bools]:
    """The challenger with most names (the first of the file if level), and the others who stand.

    names     nominators[challenger, run];  standing  bool[challenger, run]
    returns   ahead[run], others bool[challenger, run]
    """
    ahead = np.where(standing, names, -1).argmax(axis=0)
    others = standing & (np.arange(len(names))[:, None] != ahead)
    return ahead, others


def freed(names: Heads, others: Bools, arrived: Floats, may_move: Bools | bool) -> Heads:
    """Names that may go to another candidate when theirs stands aside.

    Names not yet handed in are always free; names handed in move only if the transfer rule lets them.

    names     nominators[challenger, run];  others  bool[challenger, run] who stand aside
    arrived   share[run] of names handed in by then;  may_move  bool or bool[run]
    returns   nominators[run]
    """
    theirs = np.where(others, names, 0).sum(axis=0, dtype=names.dtype)
    handed_in = np.floor(theirs * arrived).astype(names.dtype)
    free: Heads = np.where(may_move, theirs, theirs - handed_in).astype(names.dtype)
    return free


def kind_of(heads: int) -> type[np.int16] | type[np.int32]:
    """The kind of number that so many heads are counted in: the smaller one where it holds them all."""
    return np.int16 if heads <= np.iinfo(np.int16).max else np.int32


def rounded_share(names: Heads, share: Floats, most: Heads | None = None) -> Heads:
    """A share of some names, in whole nominators; of a share above all of them, at most so many."""
    heads = np.rint(names * share)
    whole: Heads = (heads if most is None else np.minimum(heads, most)).astype(names.dtype)
    return whole


def reaches(names: Heads, needs: Heads | int, seeks: Bools) -> Bools:
    """Nominees: those who seek nominations and have at least as many names as the bar needs.

    names    nominators[candidate, run];  needs  heads, or heads[run];  seeks  bool[candidate, run]
    returns  bool[candidate, run]
    """
    enough: Bools = seeks & (names >= needs)
    return enough


def out_of_reach(base: int, given: int, own: int, needs: int) -> bool:
    """Once so many have named others, a candidate cannot reach the bar even if all the rest name them.

    base    heads who may nominate;  given  names handed in for anybody
    own     names the candidate has;  needs  heads that suffice

    >>> out_of_reach(base=355, given=342, own=29, needs=45)
    True
    """
    return own + (base - given) < needs
