"""Recount: one round of a recorded contest, counted by the procedures of the engine in exact fractions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.procedures.counting import Rules, last, out_of_reach, scored, won
from simulator.scenario.recorded import Recorded
from simulator.scenario.written_contest import RoundEntry
from simulator.stages.values import Unsaid

Scores = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Round:
    """One round as the rules make it.

    standing  who stood;  votes  {section: {candidate: votes}} as far as recorded
    score     what each had, votes of one pool or shares of the college;  total  what the scores add to
    college   {section: {candidate: share of the college}}, empty for one pool
    leader    who has more than half, or nobody;  out  who drops out by rule (None: no rule was found)
    """

    standing: tuple[str, ...]
    votes: Mapping[str, Mapping[str, Fraction]]
    score: Scores
    total: Fraction
    college: Mapping[str, Scores]
    leader: str
    out: tuple[str, ...] | None


def recount(record: Recorded, stage: str, said: RoundEntry, standing: tuple[str, ...], first: Fraction | None) -> Round:
    """One round by the procedures of the engine, in Fractions."""
    law = record.law
    weights = law.block(f"{stage}.weights")
    sections, votes = _cast(said, law.get(f"{stage}.sections"), weights, standing)
    weighed = weights is not None and sections != ("all",)
    rules = Rules(weights=tuple(dict(weights)[s] for s in sections) if weighed else None)
    score = scored(votes, rules)
    live = np.array([[True] for _ in standing])
    total = sum(score[:, 0], Fraction(0))
    of = None if law[f"{stage}.win.majority_of"] == "continuing votes" or first is None else np.array([first], object)
    majority = bool(won(score, of)[0]) or (len(standing) == 1 and law.get(f"{stage}.then.one left") == "elected")
    drop = law.get(f"{stage}.drop.lowest")
    out = None if isinstance(drop, Unsaid) else _out(score, live, drop)
    return Round(
        standing=standing,
        votes={s: {one: votes[c, k, 0] for c, one in enumerate(standing)} for k, s in enumerate(sections)},
        score={one: score[c, 0] for c, one in enumerate(standing)},
        total=total,
        college=_college(votes, sections, dict(weights), standing) if weighed else {},
        leader=max(standing, key=lambda one: score[standing.index(one), 0]) if majority else "",
        out=None if out is None else tuple(one for c, one in enumerate(standing) if out[c, 0]),
    )


def _out(score: NDArray[Any], live: NDArray[np.bool_], drop: str) -> NDArray[np.bool_]:
    if drop == "all who cannot catch up":
        batch = out_of_reach(score.astype(float), live)
        return batch if batch.any() else last(score, live)
    return last(score, live)


def _cast(
    said: RoundEntry, sections: Any, weights: Any, standing: tuple[str, ...]
) -> tuple[tuple[str, ...], NDArray[Any]]:
    """What was cast, section by section, for those who stand: votes[candidate, section, 1] as Fractions."""
    given = {**said.shares, **said.college, **said.votes}
    if not given:
        given = {"all": said.percents}
    ordered = tuple(s for s in sections if s in given) if isinstance(sections, tuple) else ()
    if weights is not None and set(ordered) != {name for name, _ in weights}:
        ordered = ()
    order = ordered or tuple(given)
    if (len(order) > 1 and not ordered) or "all" in given:
        order = ("all",) if "all" in given else order
    votes = np.full((len(standing), len(order), 1), Fraction(0), object)
    for k, section in enumerate(order):
        for c, one in enumerate(standing):
            votes[c, k, 0] = Fraction(str(given[section].get(one, 0)))
    return order, votes


def _college(
    votes: NDArray[Any], sections: tuple[str, ...], weights: Mapping[str, Fraction], standing: tuple[str, ...]
) -> Any:
    out = {}
    for k, section in enumerate(sections):
        cast = sum(votes[:, k, 0], Fraction(0))
        out[section] = {one: votes[c, k, 0] / (cast or 1) * weights[section] for c, one in enumerate(standing)}
    return out
