"""Backtest: chances made before real results by a model that had not seen them, scored beside simpler ways to judge.

For each poll the error model is fitted without its contest, and without contests that share its sample. Two tables: every
professional poll, each contest weighing one; and the last poll of each contest. Lower is better for every score.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from simulator.beliefs.evidence import Poll, kin, panels, polls
from simulator.beliefs.pollerror import ErrorModel, Predicted, fit, logit, without
from simulator.beliefs.pollfits import houses
from simulator.questions import tallies

LEVELS = (0.5, 0.8, 0.9)
CERTAIN = 0.99
UNKNOWN_SAMPLE = 1000
MODELS = ("error model", "leader of the poll", "sampling error", "fixed width", "even odds")


@dataclass(frozen=True, slots=True)
class Judged:
    """One way's judgement of one poll, scored: chance of who was ahead in the count, and the distribution's quality."""

    poll: Poll
    chance: float
    brier: float
    log: float
    crps: float
    interval: tuple[float, float]
    inside: tuple[bool, ...]


Way = Callable[[Poll, Sequence[Poll]], Predicted]


def error_model(poll: Poll, known: Sequence[Poll]) -> Predicted:
    """The error model, fitted to what is known without the poll's contest."""
    return fitted(tuple(known)).after(poll)


@cache
def fitted(known: tuple[Poll, ...]) -> ErrorModel:
    """The model fitted to some polls, and its houses to them and to panels of no contest left out; fits are kept."""
    model = fit(known)
    left_out = {poll.contest for poll in polls()} - {poll.contest for poll in known}
    return replace(model, houses=houses([*known, *without(panels(), left_out)], model))


def leader_certain(poll: Poll, known: Sequence[Poll]) -> Predicted:
    """Whoever leads the poll wins, with the share polled: a point, its chance cut at 99%."""
    return Predicted(logit(poll.share), 1e-6, tail=False)


def sampling_error(poll: Poll, known: Sequence[Poll]) -> Predicted:
    """The poll, give or take its sampling error; a thousand people where the sample was not published."""
    sample = poll.sample or UNKNOWN_SAMPLE
    return Predicted(logit(poll.share), 1 / math.sqrt(sample * poll.share * (1 - poll.share)), tail=False)


def fixed_width(poll: Poll, known: Sequence[Poll]) -> Predicted:
    """A normal of one width about the poll, whatever the day: the root mean square error of the polls known."""
    errors = [logit(one.result) - logit(one.share) for one in known]
    return Predicted(logit(poll.share), math.sqrt(sum(e * e for e in errors) / len(errors)), tail=False)


def even_odds(poll: Poll, known: Sequence[Poll]) -> Predicted:
    """Nothing is known: level, as wide as counts have been."""
    spread = math.sqrt(sum(logit(one.result) ** 2 for one in known) / len(known))
    return Predicted(0.0, spread, tail=False)


WAYS: dict[str, Way] = dict(
    zip(MODELS, (error_model, leader_certain, sampling_error, fixed_width, even_odds), strict=True)
)


def judged(poll: Poll, way: Way, every: Sequence[Poll]) -> Judged:
    """One poll judged in one way, without its contest and those that share its sample."""
    predicted = way(poll, without(every, kin()[poll.contest]))
    above = min(max(predicted.chance_above(), 1 - CERTAIN), CERTAIN)
    right = above if poll.result > 0.5 else 1 - above
    inside = []
    for level in LEVELS:
        low, high = predicted.quantile(np.array([(1 - level) / 2, (1 + level) / 2]))
        inside.append(bool(low <= poll.result <= high))
    interval = tuple(float(x) for x in predicted.quantile(np.array([0.1, 0.9])))
    return Judged(
        poll,
        right,
        (1 - right) ** 2,
        -math.log(right),
        predicted.crps(poll.result),
        (interval[0], interval[1]),
        tuple(inside),
    )


def tables(every: Sequence[Poll] | None = None) -> dict[str, dict[str, list[Judged]]]:
    """Every poll judged in every way, in the two tables."""
    every = polls() if every is None else every
    all_of_them = {name: [judged(poll, way, every) for poll in every] for name, way in WAYS.items()}
    last = {name: [one for one in rows if one.poll.kind == "last"] for name, rows in all_of_them.items()}
    return {"every poll": all_of_them, "last poll": last}


def weights(rows: Sequence[Judged]) -> Any:
    """Each contest weighs one, shared among its polls."""
    many: dict[str, int] = {}
    for one in rows:
        many[one.poll.contest] = many.get(one.poll.contest, 0) + 1
    weight = np.array([1 / many[one.poll.contest] for one in rows])
    return weight / weight.sum()


def scores(rows: Sequence[Judged]) -> dict[str, float]:
    """Brier, log score and CRPS, weighted by contest; how many polls fall inside each interval."""
    weight = weights(rows)
    mean = {name: float(weight @ [getattr(one, name) for one in rows]) for name in ("brier", "log", "crps")}
    inside = {f"coverage{int(100 * level)}": sum(one.inside[n] for one in rows) for n, level in enumerate(LEVELS)}
    return {**mean, **inside, "polls": len(rows), "contests": len({one.poll.contest for one in rows})}


def band(level: float, polls_: int) -> tuple[int, int]:
    """The central 95% of a binomial: how many of so many intervals should hold the count if they were right.

    >>> band(0.8, 15)
    (9, 15)
    """
    chances = [math.comb(polls_, k) * level**k * (1 - level) ** (polls_ - k) for k in range(polls_ + 1)]
    upto = np.cumsum(chances)
    return int(np.searchsorted(upto, 0.025)), int(np.searchsorted(upto, 0.975))


def ahead(rows: Sequence[Judged], others: Sequence[Judged], score: str) -> tuple[float, float]:
    """How much better one way is than another, with its error: a bootstrap that draws contests anew, the same for both.

    Of a mean over contests the bootstrap's standard error is known in the limit of endless draws: the contests' own
    standard deviation over the root of their number. So nothing need be drawn.

    returns   the difference (positive: the first is better) and its standard error
    """
    contests = list(dict.fromkeys(one.poll.contest for one in rows))
    gains = np.array([_mean(others, c, score) - _mean(rows, c, score) for c in contests])
    return float(gains.mean()), float(gains.std() / math.sqrt(len(gains)))


def _mean(rows: Sequence[Judged], contest: str, score: str) -> float:
    found = [getattr(one, score) for one in rows if one.poll.contest == contest]
    return float(sum(found) / len(found))


def reliability(rows: Sequence[Judged], bins: int = 5) -> list[dict[str, float]]:
    """Of the chances given to whoever led, in bins: how many came true."""
    given = [(max(one.chance, 1 - one.chance), one.chance > 0.5) for one in rows]
    out = []
    for n in range(bins):
        low, high = 0.5 + n * 0.5 / bins, 0.5 + (n + 1) * 0.5 / bins
        there = [(chance, true) for chance, true in given if low <= chance < high or (n == bins - 1 and chance == high)]
        if there:
            out.append(
                {
                    "from": low,
                    "to": high,
                    "polls": len(there),
                    "said": sum(c for c, _ in there) / len(there),
                    "came_true": sum(t for _, t in there) / len(there),
                }
            )
    return out


def document() -> dict[str, Any]:
    """The track record as one document."""
    found = tables()
    model = fitted(tuple(polls()))
    names = tallies.document()
    return {
        "schema": "party-rules/backtest/1",
        "model": {
            "slope": model.slope,
            "last": model.last,
            "growth": model.growth,
            "degrees": 5,
            "houses": dict(model.houses),
        },
        "contests": [_row(one) for one in found["last poll"]["error model"]],
        "polls": [_row(one) for one in found["every poll"]["error model"]],
        "scores": {table: {name: scores(rows) for name, rows in ways.items()} for table, ways in found.items()}
        | {"nominations": names["scores"]},
        "nominations": names["rows"],
        "bands": {
            table: {f"coverage{int(100 * level)}": band(level, len(ways["error model"])) for level in LEVELS}
            for table, ways in found.items()
        },
        "within_band": {
            table: low <= scores(ways["error model"])["coverage80"] <= high
            for table, ways in found.items()
            for low, high in [band(0.8, len(ways["error model"]))]
        },
        "ahead": {table: _ahead(ways) for table, ways in found.items()},
        "reliability": reliability(found["every poll"]["error model"]),
    }


def _ahead(ways: Mapping[str, Sequence[Judged]]) -> dict[str, dict[str, tuple[float, float]]]:
    mine = ways["error model"]
    return {
        name: {score: ahead(mine, rows, score) for score in ("log", "crps")}
        for name, rows in ways.items()
        if name != "error model"
    }


def _row(one: Judged) -> dict[str, Any]:
    return {
        "id": one.poll.id,
        "contest": one.poll.contest,
        "days": one.poll.days,
        "candidate": one.poll.candidate,
        "polled": one.poll.share,
        "chance_of_winner": one.chance,
        "share": one.poll.result,
        "interval80": list(one.interval),
        "inside80": one.inside[1],
    }
