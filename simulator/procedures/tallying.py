"""Tallying: what the votes of a round are worth to each candidate, by the rules that a ballot is scored by.

A vote is a vote in one pool; a section of a college weighs what the book says, whoever votes in it; a riding is worth so
many points; a block goes whole to whoever leads in it; seats go in proportion to votes. Votes come in as
votes[candidate, section, run] and leave as score[candidate, run]. Votes that are Fractions (an array of objects) are
scored exactly; others are rounded to whole votes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from simulator.procedures.arrays import Bools, Fractions, Heads, Votes

if TYPE_CHECKING:
    import numpy as np
else:
    from simulator.words.lazy import np


NEAR = 1e-9
"""Shares of a college that are kept as floats and lie this near to one another are level."""


@dataclass(frozen=True, slots=True)
class Units:
    """Points a unit: every unit (a riding, an association) is worth the same, or less where few voted in it.

    points   a unit is worth, shared in proportion to the votes cast in it
    capped   True if a unit is worth no more points than votes were cast in it
    """

    points: Fraction | int
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Scoring:
    """How votes become scores; nothing written: one pool, in which a vote is a vote.

    weights  of each section of a college; together they are 1
    units    the section axis is that of the units, and each is worth its points
    block    section by section, True if all its votes go to whoever leads in it
    """

    weights: tuple[Fraction, ...] = ()
    units: Units | None = None
    block: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """The figures of a round.

    score  score[candidate, run]: whole votes, shares of a college, or points
    total  score[run]: what they add to
    slack  how far each score may be off, a number or score[candidate, run]: 0 for whole votes and exact fractions, half a
           unit of the last digit for published figures. For shares kept as floats it is how near two of them are level
    loose  how far the total may be off, a number or score[run]
    """

    score: Votes
    total: Votes
    slack: Fractions | float = 0
    loose: Fractions | float = 0


def tally(votes: Votes, scoring: Scoring, slack: Votes | None = None, live: Votes | None = None) -> Tally:
    """What each candidate has in a round.

    In a college a candidate has the weight of each section times the share of its live votes. Every round is weighed anew,
    so that votes which no longer count for anybody raise the weight of the rest of their section; a section in which nobody
    voted weighs nothing.

    votes    votes[candidate, section, run]: numbers, rounded to whole votes, or Fractions to be exact
    slack    votes[candidate, section, run], exact: how far each may be off, where they are rounded figures
    live     votes[section, run] that shares are taken of, where they are known better than the sum of rounded figures
    returns  a Tally; a pool's scores keep the votes' own kind of number, all others are float64 or exact

    >>> votes = np.array([[[Fraction(3)], [Fraction(10)]], [[Fraction(1)], [Fraction(30)]]])
    >>> [str(share) for share in tally(votes, Scoring(weights=(Fraction(1, 2), Fraction(1, 2)))).score[:, 0]]
    ['1/2', '1/2']
    >>> [str(points) for points in tally(votes, Scoring(units=Units(10, capped=True))).score[:, 0]]
    ['11/2', '17/2']
    """
    if scoring.weights or scoring.units or any(scoring.block):
        return _by_section(votes, scoring, slack, live)
    score = votes.sum(axis=1)
    score = score if votes.dtype == object else np.rint(score)
    total = score.sum(axis=0) if live is None else live.sum(axis=0)
    if slack is None:
        return Tally(score, total)
    off = slack.sum(axis=1)
    return Tally(score, total, off, off.sum(axis=0) if live is None else 0)


def _by_section(votes: Votes, scoring: Scoring, slack: Votes | None, live: Votes | None) -> Tally:
    """Section after section, so that no array of all sections is made and a run alone adds up in the order of a batch."""
    exact = votes.dtype == object
    votes = (
        votes.astype(np.object_) * Fraction(1) if exact else votes
    )  # whole numbers divided by one another would be floats
    shared = bool(scoring.weights or scoring.units)
    kind = object if exact else np.float64
    score, off = np.zeros((2, len(votes), votes.shape[-1]), kind)
    given = np.zeros(votes.shape[-1], kind)
    for number in range(votes.shape[1]):
        part = votes[:, number] if exact else np.rint(votes[:, number]).astype(np.float64)
        cast = part.sum(axis=0) if live is None else live[number]
        if scoring.block and scoring.block[number]:
            if slack is not None and (slack[:, number] != 0).any():
                raise ValueError(f"section {number} votes as a block: rounded figures cannot tell who leads in it")
            led = _led(part)
            part = led * cast
            cast = np.where(led.any(axis=0), cast, 0)
        worth = _worth(scoring, number, cast, exact) if shared else cast
        divisor = np.where(cast == 0, 1, cast)
        if not shared:
            score += part
        else:  # the share comes first, then its weight: in this order scores are those of earlier versions to the last bit
            score += part / divisor * worth
        if exact:
            given = given + np.where(cast == 0, 0, worth)
        if slack is not None:
            loose = slack[:, number].sum(axis=0) if live is None else 0
            off += (slack[:, number] + part * loose / divisor) * (worth / divisor if shared else 1)
    if exact:
        return Tally(score, given, 0 if slack is None else off)
    near = NEAR * float(scoring.units.points) if scoring.units else NEAR if scoring.weights else 0
    return Tally(score, score.sum(axis=0), near)


def blocks(votes: Votes) -> Votes:
    """Votes[candidate, unit, run] with those of each unit given whole to whoever leads in it; level, to nobody."""
    votes = votes if votes.dtype == object else np.rint(votes)
    first = (votes == votes.max(axis=0)) & (votes > 0)
    given: Votes = (first & (first.sum(axis=0) == 1)) * votes.sum(axis=0)
    return given


def _led(part: Votes) -> Bools:
    """Who leads in a section: bool[candidate, run]; where several are level nobody does.

    A section in which nobody leads counts as one in which nobody voted.
    """
    first: Bools = (part == part.max(axis=0)) & (part > 0)
    alone: Bools = first & (first.sum(axis=0) == 1)
    return alone


def _worth(scoring: Scoring, number: int, cast: Votes, exact: bool) -> Any:
    """What a section has to give, a number or score[run]: its weight, or the points of a unit, at most one a vote if capped."""
    worth: Any = scoring.weights[number] if scoring.units is None else scoring.units.points
    worth = Fraction(worth) if exact else float(worth)
    if scoring.units is not None and scoring.units.capped:
        return np.where(cast < worth, cast, worth)
    return worth


def apportion(votes: Votes, seats: int | Heads, method: str) -> Heads:
    """Seats in proportion to votes.

    D'Hondt            seat after seat to the highest of votes / (seats + 1)
    Sainte-Laguë       seat after seat to the highest of votes / (2 × seats + 1)
    largest remainder  as many seats as there are whole Hare quotas (votes of all / seats); the rest to the largest remainders

    Where claims to the last seat are equal it goes to whoever has more votes, then to whoever is listed first. Where nobody
    voted no seat is filled.

    votes    votes[candidate, run]: numbers, rounded to whole votes, or Fractions to be exact
    seats    to be filled, of every run or seats[run]
    method   one of the three above
    returns  seats[candidate, run]

    >>> votes = np.array([[100_000], [80_000], [30_000], [20_000]])
    >>> [apportion(votes, 8, method)[:, 0].tolist() for method in ("D'Hondt", "Sainte-Laguë", "largest remainder")]
    [[4, 3, 1, 0], [3, 3, 1, 1], [3, 3, 1, 1]]
    """
    exact = votes.dtype == object
    votes = votes.astype(np.object_) * Fraction(1) if exact else np.rint(votes).astype(np.int64)
    whole = votes.sum(axis=0)
    voted = whole > 0
    wanted = np.where(voted, np.asarray(seats, object if exact else np.int64), 0)
    divisor = np.where(voted, whole, 1)
    # Nobody has fewer seats by D'Hondt than whole quotas, so that both methods may begin there.
    won = votes * wanted // divisor if method != "Sainte-Laguë" else votes * 0
    remainders = votes * wanted - won * divisor
    step = {"D'Hondt": 1, "Sainte-Laguë": 2, "largest remainder": 0}[method]
    while (left := won.sum(axis=0) < wanted).any():
        claim = votes / (step * won + 1) if step else remainders
        first = claim == claim.max(axis=0)
        best = np.where(first, votes, -1).argmax(axis=0), np.arange(votes.shape[1])
        won[best] += np.where(left, 1, 0)
        remainders[best] = -1
    return won
