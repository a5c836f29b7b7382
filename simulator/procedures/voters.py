"""Voters one by one: whole votes of a small electorate whose people keep their word or move, ballot after ballot.

Counts are quantiles of their exact distributions at standard normal scores that belong to a run, so that a run alone meets
the same votes as in a batch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from simulator.procedures.arrays import Bools, Floats, Heads, Rows

FEW = 10
"""Below so many expected heads the distribution is added up head by head; from there on the expansion is near enough."""
SURELY = 100
"""Of fewer than ten expected heads there are never as many."""
Scores = Callable[..., Floats]


def binomial(count: Heads | Floats, chance: Floats, score: Floats) -> Floats:
    """How many of so many people do something that each does with some chance, at a standard normal score.

    The quantile of the binomial at Φ(score): whole numbers, never falling as the score rises, nobody at a chance of 0 and
    everybody at 1. With few expected heads it is exact; else it is that of Cornish and Fisher, within 0.002 of the exact
    distribution.

    count, chance, score   arrays that fit one another
    returns                heads, as whole float64

    >>> binomial(np.array([358.0]), np.array([0.25]), np.array([0.0])).tolist()
    [89.0]
    """
    n, p, z = np.broadcast_arrays(np.asarray(count, np.float64), chance, np.asarray(score, np.float64))
    n, p = np.maximum(n, 0), np.clip(p, 0, 1).astype(np.float64)
    # The rarer side is counted, so that a rare abstention is as exact as a rare vote.
    most = p > 0.5
    rare, at = np.where(most, 1 - p, p), np.where(most, -z, z)
    mean = n * rare
    heads = np.zeros(n.shape)
    few, many = (mean > 0) & (mean < FEW), mean >= FEW
    if few.any():
        heads[few] = _added_up(n[few], rare[few], at[few])
    if many.any():
        heads[many] = _expanded(n[many], rare[many], at[many])
    return np.where(most, n - heads, heads)


def _expanded(n: Floats, p: Floats, z: Floats) -> Floats:
    """The mean, the spread and the skewness of the binomial, as Cornish and Fisher put them together."""
    spread = np.sqrt(n * p * (1 - p))
    heads: Floats = np.clip(np.rint(n * p + spread * z + (1 - 2 * p) * (z * z - 1) / 6), 0, n)
    return heads


def _added_up(n: Floats, p: Floats, z: Floats) -> Floats:
    """The least heads whose cumulative chance is not below Φ(z)."""
    from scipy.special import ndtr

    goal = ndtr(z)
    heads, odds = np.zeros(len(n)), p / (1 - p)
    one = np.exp(n * np.log1p(-p))
    upto = one.copy()
    going = np.flatnonzero(upto < goal)
    for k in range(SURELY):
        going = going[(upto[going] < goal[going]) & (n[going] > k)]
        if not len(going):
            break
        one[going] *= (n[going] - k) / (k + 1) * odds[going]
        upto[going] += one[going]
        heads[going] = k + 1
    return heads


def multinomial(count: Floats, weight: Floats, score: Callable[[int], Floats]) -> Floats:
    """People divided among some in proportion to weights: binomials in turn, each of those who are left.

    count    people[run];  weight  weight[candidate, run];  score  a candidate's row → standard normal score[run]
    returns  people[candidate, run], adding to ``count`` wherever anybody has weight
    """
    weight = weight.astype(np.float64)
    # Added from the end, so that whoever is last to have weight has all of what is left, to the last bit.
    rest = np.cumsum(weight[::-1], axis=0)[::-1]
    left = np.where(rest[0] > 0, count, 0).astype(np.float64)
    people = np.zeros_like(weight)
    for row in np.flatnonzero((weight > 0).any(axis=1)):
        chance = weight[row] / np.where(rest[row] > 0, rest[row], 1)
        people[row] = binomial(left, chance, score(int(row))) if left.any() else 0
        left = left - people[row]
    return people


@dataclass(slots=True)
class SmallElectorate:
    """Ballots of a small electorate, in one section: votes[candidate, 1, run], in whole votes.

    In a fresh ballot most of those whose candidate is still in stay, and the others think again. Those whose candidate is
    gone go where their row of the table says; the others, and whoever thinks again, follow the pulls of all who stand.
    Counted again, ranked papers move only from whoever is out.

    pull    weight[candidate, run];  voters  people[run] who vote
    before  people[candidate, run]: who voted for whom in the ballot before; in a first ballot who nominated whom
    stays   share[run] of them who stay, if their candidate does
    table   share[from, to or nobody, run]: where votes go from whoever is out; a row of −1 follows the pulls; may be empty
    scores  what for, and which candidates → standard normal score[run], for this ballot
    counted votes[candidate, run] of the round before, of the same papers;  rounds  how often they were counted
    """

    pull: Floats
    voters: Floats
    before: Floats
    stays: Floats
    table: Floats
    scores: Scores
    rounds: int = 0
    counted: Floats | None = None

    def tally(self, standing: Bools) -> Floats:
        """A fresh ballot; of the same papers, the votes once those of whoever is out have moved."""
        before, again = (self.before, "") if self.counted is None else (self.counted, f", count {self.rounds + 1}")
        kept = before * standing
        if self.counted is None:
            kept = np.stack(
                [binomial(row, self.stays, self.scores("stays", c)) if row.any() else row for c, row in enumerate(kept)]
            )
        moved, gone = self._from_those_out(before, standing, f"from{again}")
        free = (self.voters if self.counted is None else before.sum(axis=0)) - kept.sum(axis=0) - gone
        weight = self.pull * standing
        self.counted = kept + moved + multinomial(free, weight, lambda c: self.scores(f"moves{again}", c))
        self.rounds += 1
        return self.counted[:, None].astype(np.float32)

    def _from_those_out(self, votes: Floats, standing: Bools, what: str) -> tuple[Floats, Floats]:
        """Where stated transfers take votes from whoever is out: votes[candidate, run], and how many[run] they were of."""
        moved, gone = np.zeros(votes.shape), np.zeros(votes.shape[1])
        for loser, row in enumerate(self.table):
            at = np.flatnonzero((votes[loser] > 0) & ~standing[loser])
            if row[-1, 0] < 0 or not len(at):
                continue
            pile, parts = votes[loser, at], row[:, at]
            parts[:-1] *= standing[:, at]
            scores = partial(self._some, at, what, loser)
            moved[:, at] += multinomial(pile, parts, scores)[:-1]
            gone[at] += pile
        return moved, gone

    def _some(self, at: Rows, what: str, *candidates: int) -> Floats:
        return self.scores(what, *candidates).take(at)

    def of(self, keep: Bools) -> SmallElectorate:
        """The ballots of some of the runs."""
        if keep.all():
            return self

        return replace(
            self,
            pull=self.pull[:, keep], voters=self.voters[keep], before=self.before[:, keep], stays=self.stays[keep],
            table=self.table[..., keep], scores=partial(self._some, np.flatnonzero(keep)),
            counted=None if self.counted is None else self.counted[:, keep],
        )  # fmt: skip
