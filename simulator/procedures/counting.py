"""Counting: who has won a round, who drops out, and the preferential count made of such rounds.

Where counts differ in the field the difference has a name here and is a provision of the rule book: of which votes more
than half is needed, how many drop out at once, and what breaks a tie. Shares of a college are not whole numbers: two that
lie within ``NEAR`` of one another are level (exact where votes are Fractions).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.procedures.ballots import Array, Ballots, Bools
from simulator.procedures.sections import pooled, weighed

TIE, NO_DROP_RULE, NO_MAJORITY, AGAIN = -1, -2, -3, -4
NEAR = 1e-9


@dataclass(frozen=True, slots=True)
class Rules:
    """How a ballot is decided, in the rule book's words.

    majority_of   “continuing votes”, or “votes of the first round”: of what more than half is needed
    drop          “one at a time”, “all tied”, “all who cannot catch up”; None: no rule was found
    tie           “lot”, “by earlier rounds”, “by earlier rounds, then lot”; None: no rule was found
    weights       of the sections of a college; None: one pool
    last_one      True if the last one left is elected, majority or not
    """

    majority_of: str = "continuing votes"
    drop: str | None = "one at a time"
    tie: str | None = None
    weights: tuple[float, ...] | None = None
    last_one: bool = True


@dataclass(frozen=True, slots=True)
class Count:
    """A finished count.

    winner   candidate[run]; TIE where a tie decided and no rule breaks it, NO_DROP_RULE where somebody must drop out and
             no rule says who, NO_MAJORITY where nobody is left who could have one, AGAIN where another ballot is needed
    votes    score[candidate, run] in the last round: whole votes of one pool, or shares of a college; 0 for those dropped
    rounds   int8[run]: rounds counted
    tied     bool[run]: a tie, for last place or between the last two, had to be broken (or could not be)
    standing bool[candidate, run]: who still stood after the last round
    """

    winner: NDArray[np.int8]
    votes: Array
    rounds: NDArray[np.int8]
    tied: Bools
    standing: Bools


def scored(votes: Array, rules: Rules) -> Array:
    """What each candidate has in a round: whole votes of one pool, or a share of the college.

    votes  votes[candidate, section, run];  returns  score[candidate, run]
    """
    exact = votes.dtype == object
    if rules.weights is None:
        total = pooled(votes)
        return total if exact else np.rint(total)
    return weighed(votes if exact else np.rint(votes).astype(np.float64), rules.weights)


def won(score: Array, of: Array | None = None) -> Bools:
    """“More than half”: of the votes of this round, or of ``of``; half is not enough.

    score  score[candidate, run];  of  votes[run];  returns  bool[run]
    """
    total = score.sum(axis=0) if of is None else of
    near = 0 if score.dtype != np.float64 else NEAR
    more: Bools = (2 * score.max(axis=0) - total > near).astype(bool)
    return more


def last(score: Array, standing: Bools) -> Bools:
    """Whoever is lowest of those standing; several if they are level.

    score  score[candidate, run];  standing  bool[candidate, run];  returns  bool[candidate, run]
    """
    least = np.where(standing, score, np.inf).min(axis=0)
    near = 0 if score.dtype != np.float64 else NEAR
    lowest: Bools = standing & (score - least <= near).astype(bool)
    return lowest


def out_of_reach(score: Array, standing: Bools) -> Bools:
    """Whoever cannot catch up: all below them together still have fewer than the next above.

    score  score[candidate, run];  standing  bool[candidate, run];  returns  bool[candidate, run], at least the lowest

    >>> out_of_reach(np.array([[5.0], [4.0], [2.0], [1.0]]), np.ones((4, 1), bool))[:, 0].tolist()
    [False, False, True, True]
    """
    held = np.where(standing, score, np.inf)
    order = np.argsort(held, axis=0, kind="stable")
    ranked = np.take_along_axis(held, order, axis=0)
    below = np.cumsum(np.where(np.isfinite(ranked), ranked, 0), axis=0)
    safe = below[:-1] < ranked[1:]
    safe &= np.isfinite(ranked[1:])
    upto = np.where(safe.any(axis=0), len(safe) - safe[::-1].argmax(axis=0), 0)
    drop = np.arange(len(score))[:, None] < upto
    out = np.zeros_like(standing)
    np.put_along_axis(out, order, drop, axis=0)
    return out & standing


AS_IS = Rules()


def preferential(
    ballots: Ballots,
    nominees: Bools,
    rules: Rules = AS_IS,
    lots: Array | None = None,
    *,
    once: bool = False,
    rounds: list[tuple[Bools, Array]] | None = None,
) -> Count:
    """The alternative vote: drop the lowest until one has more than half, in one pool or in a college.

    nominees   bool[candidate, run]
    lots       a drawn number[candidate, run]; where a lot breaks a tie the lowest number loses
    once       count one round only: the lowest drops out, and those who are left need another ballot
    rounds     a list to be filled, where one run is counted alone, with each round's standing and score[candidate]
    returns    a Count
    """
    runs = nominees.shape[-1]
    votes = np.zeros(nominees.shape, np.float32 if rules.weights is None else np.float64)
    count = Count(np.full(runs, TIE, np.int8), votes, np.zeros(runs, np.int8), np.zeros(runs, bool), nominees.copy())
    going = _Going(ballots, np.arange(runs), nominees)
    for number in range(1, len(nominees) + 2):
        going.count(rules)
        if rounds is not None:
            rounds.append((going.standing[:, 0], going.score[:, 0]))
        leader = np.where(going.standing, going.score, -1).argmax(axis=0)
        nobody = ~going.standing.any(axis=0)
        done = won(going.score, going.first) | nobody
        if rules.last_one:
            done |= going.standing.sum(axis=0) == 1
        going.end(count, done, number, np.where(nobody, NO_MAJORITY, leader))
        if not len(going.live):
            break
        stuck = going.drop(count, rules, lots)
        if once:
            stuck = np.where(stuck < 0, stuck, np.int8(AGAIN))
        count.standing[:, going.live] = going.standing
        going.end(count, stuck < 0, number, stuck)
        if not len(going.live):
            break
    return count


@dataclass(slots=True)
class _Going:
    """The counts that still go on, a column a run; every array is cut when a run is done.

    live       run[column];  standing  bool[candidate, column]
    score      score[candidate, column] of this round;  history  of this and all earlier rounds
    first      votes[column] of the first round, if half of those is wanted
    """

    ballots: Any
    live: Array
    standing: Bools
    score: Array = field(default_factory=lambda: np.empty(0))
    history: list[Array] = field(default_factory=list)
    first: Array | None = None

    def count(self, rules: Rules) -> None:
        """Count a round."""
        self.score = scored(self.ballots.tally(self.standing), rules)
        if not self.history and rules.majority_of == "votes of the first round":
            self.first = self.score.sum(axis=0)
        self.history.append(self.score)

    def end(self, count: Count, done: Bools, number: int, winner: Array) -> None:
        """Write down those that are done, and go on with the rest."""
        at = self.live[done]
        if not len(at):
            return
        count.winner[at] = winner[done]
        count.votes[:, at] = self.score[:, done]
        count.rounds[at] = number
        keep = ~done
        self.ballots, self.live, self.standing = self.ballots.of(keep), self.live[keep], self.standing[..., keep]
        self.history = [past[..., keep] for past in self.history]
        self.score = self.history[-1]
        self.first = None if self.first is None else self.first[keep]

    def drop(self, count: Count, rules: Rules, lots: Array | None) -> NDArray[np.int8]:
        """Drop whom the rules drop; returns why a count is stuck (0: it is not)."""
        stuck = np.zeros(len(self.live), np.int8)
        if rules.drop is None:
            stuck[:] = NO_DROP_RULE
            return stuck
        lowest = last(self.score, self.standing)
        tied = lowest.sum(axis=0) > 1
        if rules.drop == "all who cannot catch up":
            batch = out_of_reach(self.score, self.standing)
            tied &= ~batch.any(axis=0)
            lowest = np.where(batch.any(axis=0), batch, lowest)
        count.tied[self.live[tied]] = True
        if rules.drop == "all tied":
            stuck[(lowest == self.standing).all(axis=0)] = TIE
        elif tied.any():
            lowest = self._broken(lowest, tied, rules, lots)
            stuck[tied & (lowest.sum(axis=0) > 1)] = TIE
        self.standing = self.standing & ~lowest
        return stuck

    def _broken(self, lowest: Bools, tied: Bools, rules: Rules, lots: Array | None) -> Bools:
        """Those level for last place, after the tie rule: by the latest earlier round in which they differed, or by lot."""
        rule = rules.tie or ""
        for earlier in reversed(self.history[:-1]) if rule.startswith("by earlier rounds") else ():
            lowest = np.where(tied & (lowest.sum(axis=0) > 1), last(earlier, lowest), lowest)
        if rule.endswith("lot") and lots is not None:
            drawn = np.where(lowest, lots[:, self.live].astype(np.int64), 1 << 40)
            lowest = np.where(tied, np.arange(len(lowest))[:, None] == drawn.argmin(axis=0), lowest)
        return lowest
