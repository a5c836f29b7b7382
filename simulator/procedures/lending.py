"""Lending: what nominators do once they see the tally. Each holds one name; a name lent to one is lost to another.

By the last morning some have handed in a name and some have not: the *late*, who want a candidate but have not said so,
and the *silent*, who would name nobody. Of both, a share may lend a name to a candidate who is near the bar.
"""

from __future__ import annotations

import numpy as np

from simulator.procedures.arrays import Bools, Floats, Heads, Rows
from simulator.procedures.nominations import FAR


def clearly_ahead(names: Heads, seeks: Bools, clear: Floats) -> tuple[Rows, Bools]:
    """The candidate with most names, and whether that is a clear lead: so many names for each of the next one's.

    names    nominators[candidate, run] handed in;  seeks  bool[candidate, run];  clear  names[run] for each of the next's
    returns  ahead[run], bool[run]; nobody is ahead of nobody: two at least must seek names
    """
    there = np.where(seeks, names, -1)
    ahead = there.argmax(axis=0)
    most = there.max(axis=0)
    there[ahead, np.arange(len(ahead))] = -1
    second = there.max(axis=0) if len(there) > 1 else np.full_like(most, -1)
    return ahead, (second >= 0) & (most > 0) & (most >= clear * second)


def out_of_hope(names: Heads, seeks: Bools, needs: Heads | int, within: Heads) -> Bools:
    """Candidates so far short of the bar, with all who want them, that nobody would lend to them.

    names    nominators[candidate, run] who want them;  needs  heads, or heads[run];  within  names[run]
    returns  bool[candidate, run]
    """
    hopeless: Bools = seeks & (names < needs - within)
    return hopeless


def to_the_heir(names: Heads, leaving: Bools, heirs: Rows, free: Heads, share: Floats, open_to: Bools) -> Heads:
    """Names that move when candidates withdraw: a share of those free to move, each candidate's to an heir.

    names    nominators[candidate, run];  leaving  bool[candidate, run] who withdraw
    heirs    candidate[candidate, run] to whom each one's people go
    free     nominators[candidate, run] of the leaving who may still move;  share  share[run] who do
    open_to  bool[candidate, run] who still seek names
    returns  nominators[candidate, run]: the leaving have none
    """
    out = np.where(leaving, names.dtype.type(0), names)
    columns = np.arange(names.shape[1])
    for c in range(len(names)):
        heir = heirs[c]
        moves = leaving[c] & open_to[heir, columns]
        out[heir, columns] += np.where(moves, np.rint(free[c] * share), 0).astype(names.dtype)
    return out


def lent(names: Heads, needs: Heads | int, may: Bools, pool: Heads, within: Heads, over: Heads) -> Heads:
    """Names lent, the nearest to the bar first, until the bar is reached or nobody is left who would.

    names    nominators[candidate, run];  needs  heads, or heads[run]
    may      bool[candidate, run] who may be lent to;  pool  nominators[run] who would lend
    within   names[run] short of the bar beyond which nobody lends
    over     names[run] too many, handed in before anybody can call a halt
    returns  nominators[candidate, run] lent; adds to the pool at most
    """
    short = needs - names
    may = may & (short > 0) & (short <= within)
    out = np.zeros_like(names)
    left = pool.copy()
    columns = np.arange(names.shape[1])
    for _ in range(len(names)):
        if not may.any():
            break
        nearest = np.where(may, short, np.int32(FAR)).argmin(axis=0)
        given = np.where(may[nearest, columns], np.minimum(short[nearest, columns] + over, left), 0).astype(names.dtype)
        out[nearest, columns] += given
        left -= given
        may[nearest, columns] = False
    return out
