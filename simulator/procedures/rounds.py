"""Rounds: what one round of a ballot decides: has somebody won, and who drops out if not.

Thresholds are exact: counts are multiplied by a share's terms, never a share by a float. Two scores are level if they lie
within the tally's slack. With shares kept as floats that is a tie; with rounded figures of a record the figures cannot
tell, and the round says so (``doubt``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from simulator.procedures.arrays import Bools, Fractions, Lots, Rows, Votes
from simulator.procedures.tallying import NEAR, Tally

if TYPE_CHECKING:
    import numpy as np
else:
    from simulator.words.lazy import np


@dataclass(frozen=True, slots=True)
class Win:
    """What it takes to win: all that is written must be met; with nothing written nobody can win.

    by           “tests”: whoever meets those below; “most votes”: whoever is ahead, and meets them; “nobody”
    majority_of  more than half of this base: “votes cast”, “continuing votes”, “votes of the first round”, “all entitled”
    share        of the base ``share_of``
    test         “at least” the share, or “more than” it
    lead         over the next, at least this share of the base ``lead_of``
    """

    by: str = "tests"
    majority_of: str = ""
    share: Fraction | None = None
    share_of: str = ""
    test: str = "at least"
    lead: Fraction | None = None
    lead_of: str = ""


@dataclass(frozen=True, slots=True)
class Drop:
    """Who drops out if nobody has won: all below the floor of the round; else all but so many; else the lowest.

    lowest  “one at a time”, “all tied”, “all who cannot catch up”, “nobody”, or “unknown” (then nobody is guessed out)
    below   the floor of the first round of the stage, of the second, …: votes, or a share of the round's total
    keep    how many stay; 0: no such rule
    """

    lowest: str = "one at a time"
    below: tuple[int | Fraction, ...] = ()
    keep: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """What a round decides, run by run.

    won     bool[run]: the leader has won
    leader  candidate[run]: whoever has most, the first listed if several are level
    out     bool[candidate, run]: who drops out where nobody has won, with all of those who are level where a rule must choose
    tied    bool[run]: several are level where a rule must choose: for last place, for the last of the places that are kept,
            or for first place where most votes win (then nobody is in ``out``)
    doubt   bool[run]: the rounded figures cannot tell what the round decides
    level   bool[candidate, run]: those of ``out`` among whom a rule must choose; False: nobody
    leave   number[run]: how many of those have to go
    """

    won: Bools
    leader: Rows
    out: Bools
    tied: Bools
    doubt: Bools
    level: Bools = field(default_factory=lambda: np.zeros((1, 1), np.bool_))
    leave: Rows | int = 1


def decide(
    tally: Tally,
    standing: Bools,
    win: Win,
    drop: Drop,
    number: int,
    bases: Mapping[str, Votes],
    exempt: Sequence[int] = (),
) -> Round:
    """Somebody has won a round, or somebody drops out, or several are level.

    standing  bool[candidate, run]
    number    of the round within its stage, from 1
    bases     votes[run] by name: “votes of the first round” and “all entitled” where they are asked for; “votes cast” where
              they are not the tally's total
    exempt    rows of options that can win and never drop out
    returns   a Round
    """
    off = _off(tally, standing)
    held = np.where(standing, tally.score, -1)
    leader = held.argmax(axis=0)
    won, level, doubt = _won(tally, standing, held, leader, off, win, bases)
    if win.by == "most votes" or won.all():
        nobody = np.zeros_like(standing)
        return Round(won, leader, nobody, level & ~won, doubt, nobody, np.ones(len(won), np.intp))
    may_go = standing.copy()
    may_go[list(exempt)] = False
    left = _leaving(tally, may_go, off, drop, number)
    goes_on = ~won
    doubt |= left.doubt & goes_on
    return Round(
        won, leader, left.out & goes_on, left.tied & goes_on, doubt, left.level & left.tied & goes_on, left.leave
    )


def break_tie(level: Bools, rule: str, history: Sequence[Votes], lots: Lots | None, leave: int | Rows = 1) -> Bools:
    """Of those who are level, whom a tie rule sends out; more than have to go if it does not settle the matter.

    By earlier rounds the lowest in the latest earlier round in which they differed; by lot the lowest number drawn; or all
    who are tied.

    level    bool[candidate, run]
    rule     “by earlier rounds”, “lot”, “all tied”
    history  score[candidate, run] of each earlier round, the latest last
    lots     a drawn number[candidate, run]; None: no lot was drawn
    leave    how many have to go, in every run or number[run]
    returns  bool[candidate, run]
    """
    gone, still = _narrowed(level, rule, history, lots, np.broadcast_to(leave, level.shape[1:]))
    return gone | still


def level_for_first(tally: Tally, standing: Bools) -> Bools:
    """Who has most votes, all who are level with them included: bool[candidate, run]."""
    held = np.where(standing, tally.score, -1)
    level: Bools = standing & (held.max(axis=0) - held <= 2 * _off(tally, standing)).astype(bool)
    return level


def after_tie(decided: Round, rule: str, history: Sequence[Votes], lots: Lots | None) -> Round:
    """A round after a tie rule was put to those who are level; ``tied`` where it settled nothing and another rule is needed.

    rule, history and lots as of ``break_tie``

    A level place at the top (where most votes win) is not touched: there nobody drops out.
    """
    level = np.broadcast_to(decided.level, decided.out.shape)
    gone, still = _narrowed(level, rule, history, lots, np.broadcast_to(decided.leave, level.shape[1:]))
    leave = decided.leave - gone.sum(axis=0)
    tied = decided.tied & ((still.sum(axis=0) > np.maximum(leave, 0)) | ~level.any(axis=0))
    out = (decided.out & ~level) | gone | still
    return replace(decided, out=out, tied=tied, level=still & tied, leave=np.where(tied, leave, 1))


def carried(yes: Votes, no: Votes, win: Win, entitled: Votes | None = None) -> Bools:
    """A question is carried if “yes” meets the test; the votes cast are yes and no, without those spoilt or not cast.

    yes, no   votes[run];  entitled  heads[run], where the test is of them;  returns  bool[run]

    >>> carried(np.array([51, 50]), np.array([49, 50]), Win(majority_of="votes cast")).tolist()
    [True, False]
    >>> carried(np.array([60]), np.array([20]), Win(share=Fraction(3, 5), share_of="all entitled"), np.array([100])).tolist()
    [True]
    """
    votes = np.array([yes, no]) if yes.dtype == object else np.rint(np.array([yes, no]))
    question = Tally(votes, votes.sum(axis=0))
    bases = {"votes of the first round": question.total}
    if entitled is not None:
        bases["all entitled"] = entitled
    met: Bools = (votes[0] > votes[1]).astype(bool) if win.by == "most votes" else np.full(len(yes), written(win))
    for margin, _, strict in _tests(question, votes[0], votes[1], 0, win, bases):
        met = met & (margin > 0 if strict else margin >= 0).astype(bool)
    return met


# --- winning ----------------------------------------------------------------------------------------------------------
def _off(tally: Tally, standing: Bools) -> Fractions | float:
    """How far any score of a run may be off, a number or score[run]; two are level within twice that."""
    if tally.score.dtype != object:
        return tally.slack / 2
    return np.where(standing, tally.slack, 0).max(axis=0) if np.ndim(tally.slack) == 2 else tally.slack


def _times(term: int, counts: Votes, tally: Tally) -> Votes:
    """Counts times a term of a fraction; whole votes as integers, so that nothing is lost.

    Only shares of a college that are kept as floats stay floats.
    """
    if counts.dtype == object or (tally.score.dtype == np.float64 and np.any(tally.slack)):
        return term * counts
    whole = counts.astype(np.int64)
    fits = abs(term) * int(np.abs(whole).max(initial=1)) < 1 << 62
    return term * (whole if fits else whole.astype(object))


def written(win: Win) -> bool:
    """Whether any test is written that somebody might meet."""
    return win.by != "nobody" and (bool(win.majority_of) or win.share is not None or win.lead is not None)


def won_unless_level(win: Win, standing: int) -> bool:
    """Whether of so many who stand the leader has won for certain unless several are level: of two, more than half is one's.

    >>> won_unless_level(Win(majority_of="votes cast"), 2), won_unless_level(Win(majority_of="votes cast"), 3)
    (True, False)
    """
    alone = win.by == "tests" and win.share is None and win.lead is None
    return standing <= 2 and alone and win.majority_of in ("votes cast", "continuing votes")


def _base(name: str, tally: Tally, bases: Mapping[str, Votes]) -> tuple[Votes, Fractions | float]:
    """The votes, or heads, that a test is of, and how far they may be off."""
    if name == "continuing votes" or (name == "votes cast" and name not in bases):
        return tally.total, tally.loose
    if name not in bases:
        raise LookupError(f"{name}: how many is not known")
    return bases[name], 0


def _tests(
    tally: Tally, top: Votes, second: Votes, off: Fractions | float, win: Win, bases: Mapping[str, Votes]
) -> Iterator[tuple[Votes, Fractions | float, bool]]:
    """Of each test that is written: by how much it is met, how far that may be off, and whether level is not enough.

    Two thirds of no votes are no votes, and yet nobody has won: a share and a lead need a vote to begin with.
    """
    if win.share is not None or win.lead is not None:
        yield top, off, True
    if win.majority_of:
        base, loose = _base(win.majority_of, tally, bases)
        yield _times(2, top, tally) - _times(1, base, tally), 2 * off + loose, True
    if win.share is not None:
        base, loose = _base(win.share_of, tally, bases)
        part, whole = win.share.as_integer_ratio()
        margin = _times(whole, top, tally) - _times(part, base, tally)
        yield margin, whole * off + part * loose, win.test == "more than"
    if win.lead is not None:
        base, loose = _base(win.lead_of, tally, bases)
        part, whole = win.lead.as_integer_ratio()
        margin = _times(whole, top, tally) - _times(whole, second, tally) - _times(part, base, tally)
        yield margin, 2 * whole * off + part * loose, False


def _won(
    tally: Tally,
    standing: Bools,
    held: Votes,
    leader: Rows,
    off: Fractions | float,
    win: Win,
    bases: Mapping[str, Votes],
) -> tuple[Bools, Bools, Bools]:
    """Where the leader has won for certain; where several are level for first place, if that matters; where it is in doubt."""
    runs = np.arange(standing.shape[1])
    none = np.zeros(len(runs), bool)
    if win.by != "most votes" and not written(win):
        return none, none, none.copy()
    top, second, level = held[leader, runs], np.zeros_like(held[0]), none
    unsure = (tally.score.dtype == object) & (np.asarray(off) > 0)
    # Two may both reach a share that is no more than half; a majority only one can have.
    if win.by == "most votes" or win.lead is not None or (win.share is not None and 2 * win.share <= 1):
        others = standing.copy()
        others[leader, runs] = False
        second = np.where(others, held, 0).max(axis=0)
        level = ((top - second <= 2 * off) & others.any(axis=0)).astype(bool)
    met = standing.any(axis=0) & ~level
    failed = ~met & ~(level & unsure)
    for margin, wide, strict in _tests(tally, top, second, off, win, bases):
        if tally.score.dtype == object:
            met &= (margin > wide if strict else margin >= wide).astype(bool)
            failed |= (margin <= -wide if strict else margin < -wide).astype(bool)
        else:
            enough = (margin > wide if strict else margin >= -wide).astype(bool)
            met, failed = met & enough, failed | ~enough
    return met, level, ~met & ~failed


# --- dropping out -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, eq=False)
class _Leaving:
    """Who drops out, as in Round, before it is known where somebody has won."""

    out: Bools
    tied: Bools
    doubt: Bools
    level: Bools
    leave: Rows


def _leaving(tally: Tally, may_go: Bools, off: Fractions | float, drop: Drop, number: int) -> _Leaving:
    """All below the floor of this round; else all but those who are kept; else the lowest."""
    unsure = (tally.score.dtype == object) & (np.asarray(off) > 0)
    others = _all_but(tally.score, may_go, off, unsure, drop.keep) if drop.keep else None
    others = others or _lowest(tally.score, may_go, off, unsure, drop.lowest)
    if number > len(drop.below):
        return others
    floor = drop.below[number - 1]
    if isinstance(floor, Fraction):
        part, whole = floor.as_integer_ratio()
        margin, wide = _times(whole, tally.score, tally) - _times(part, tally.total, tally), whole * off
        wide = wide + part * tally.loose
    else:
        margin, wide = tally.score - floor, off
    under = may_go & (margin < -wide).astype(bool)
    cannot_tell = unsure & (may_go & ~under & (margin < wide).astype(bool)).any(axis=0)
    found = under.any(axis=0)
    return _Leaving(
        np.where(found, under, others.out),
        others.tied & ~found,
        np.where(found, cannot_tell, others.doubt | cannot_tell),
        others.level & ~found,
        others.leave,
    )


def _lowest(score: Votes, may_go: Bools, off: Fractions | float, unsure: Bools, rule: str) -> _Leaving:
    """Whoever is lowest, all who are level there included, or all who cannot catch up."""
    none, one = np.zeros(may_go.shape[1], bool), np.ones(may_go.shape[1], np.intp)
    if rule in ("nobody", "unknown"):
        return _Leaving(np.zeros_like(may_go), none, none, np.zeros_like(may_go), one)
    if rule not in ("one at a time", "all tied", "all who cannot catch up"):
        raise ValueError(f"who drops out is not known: {rule!r}")
    least = np.where(may_go, score, np.inf).min(axis=0)
    lowest = may_go & (score - least <= 2 * off).astype(bool)
    tied = lowest.sum(axis=0) > 1
    doubt = tied & unsure
    if rule == "all tied":
        return _Leaving(lowest, none, doubt, lowest, one)
    if rule == "all who cannot catch up":
        batch, cannot_tell = _out_of_reach(score, may_go, off, unsure)
        found = batch.any(axis=0)
        lowest, tied = np.where(found, batch, lowest), tied & ~found
        doubt = cannot_tell | (doubt & ~found)
    return _Leaving(lowest, tied, doubt, lowest, one)


def _out_of_reach(score: Votes, may_go: Bools, off: Fractions | float, unsure: Bools) -> tuple[Bools, Bools]:
    """Whoever cannot catch up: all below them together still have fewer than the next above.

    returns  bool[candidate, run], nobody where even the lowest might; bool[run], where rounded figures cannot tell
    """
    held = np.where(may_go, score, np.inf)
    order = np.argsort(held, axis=0, kind="stable")
    ranked = np.take_along_axis(held, order, axis=0)
    place = np.arange(len(score))[:, None]
    real = place < may_go.sum(axis=0)
    together = np.cumsum(np.where(real, ranked, 0), axis=0)
    ahead = np.where(real[1:], ranked[1:], 0) - together[:-1]
    wide = (place[1:] + 1) * off
    upto = _last_true(real[1:] & (ahead > wide).astype(bool))
    possibly = _last_true(real[1:] & (ahead > -wide).astype(bool))
    out = np.zeros_like(may_go)
    np.put_along_axis(out, order, place < upto, axis=0)
    return out & may_go, unsure & (upto != possibly)


def _last_true(flags: Bools) -> Rows:
    """How many rows there are up to the last that is true: number[run], 0 where none is."""
    return (
        np.where(flags.any(axis=0), len(flags) - flags[::-1].argmax(axis=0), 0) if len(flags) else np.zeros(1, np.intp)
    )


def _all_but(score: Votes, may_go: Bools, off: Fractions | float, unsure: Bools, keep: int) -> _Leaving:
    """All but the highest so many; those level for the last place that is kept are tied if they do not all have room."""
    over = np.maximum(may_go.sum(axis=0) - keep, 0)
    boundary = _nth_lowest(np.where(may_go, score, np.inf), over)
    under, level = _split(score, may_go, boundary, 2 * off)
    leave = over - under.sum(axis=0)
    tied = (leave > 0) & (over > 0)
    under &= over > 0
    level &= tied
    return _Leaving(under | level, tied, tied & unsure, level, np.where(tied, leave, 1))


def _nth_lowest(held: Votes, number: Votes) -> Votes:
    """The lowest of each run after so many lower ones: score[run];  number[run] from 0."""
    if not number.any():
        lowest: Votes = held.min(axis=0)
        return lowest
    ranked: Votes = np.take_along_axis(np.sort(held, axis=0), np.minimum(number, len(held) - 1)[None], axis=0)[0]
    return ranked


def _split(score: Votes, among: Bools, boundary: Votes, wide: Fractions | float) -> tuple[Bools, Bools]:
    """Those below a boundary, and those level with it."""
    ahead = score - boundary
    under = among & (ahead < -wide).astype(bool)
    return under, among & ~under & (ahead <= wide).astype(bool)


# --- ties -------------------------------------------------------------------------------------------------------------
def _narrowed(level: Bools, rule: str, history: Sequence[Votes], lots: Lots | None, leave: Rows) -> tuple[Bools, Bools]:
    """Those whom a tie rule sends out for certain, and those who are still level."""
    gone, still = np.zeros_like(level), level
    if rule == "all tied":
        return level, gone
    if rule == "by earlier rounds":
        for earlier in reversed(history):
            near = NEAR if earlier.dtype == np.float64 else 0
            wanted = np.maximum(leave - gone.sum(axis=0) - 1, 0)
            boundary = _nth_lowest(np.where(still, earlier, np.inf), wanted)
            under, still = _split(earlier, still, boundary, near)
            gone = gone | under
        return gone, still
    if rule != "lot":
        raise ValueError(f"a tie rule is not known: {rule!r}")
    if lots is None:
        return gone, still
    drawn = np.where(level, lots.astype(np.int64), np.iinfo(np.int64).max)
    np.put_along_axis(gone, np.argsort(drawn, axis=0, kind="stable"), np.arange(len(level))[:, None] < leave, axis=0)
    return gone & level, np.zeros_like(level)
