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

from calibration import scoring, tallies
from calibration.evidence import Poll, kin, panels, polls
from calibration.pollerror import ErrorModel, Predicted, fit, logit, without
from calibration.pollfits import houses, weighed
from calibration.scoring import LEVELS

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
    """A normal of one width about the poll, whatever the day: the root mean square error of the polls known.

    Each contest weighs one, as it does for the model.
    """
    return Predicted(logit(poll.share), _width(known, lambda one: logit(one.result) - logit(one.share)), tail=False)


def even_odds(poll: Poll, known: Sequence[Poll]) -> Predicted:
    """Nothing is known: level, as wide as counts have been."""
    return Predicted(0.0, _width(known, lambda one: logit(one.result)), tail=False)


def _width(known: Sequence[Poll], error: Callable[[Poll], float]) -> float:
    """The root mean square of something of the polls known, each contest weighing one."""
    rows = weighed(known)
    return math.sqrt(sum(weight * error(one) ** 2 for one, weight in rows) / sum(weight for _, weight in rows))


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


def scores(rows: Sequence[Judged]) -> dict[str, float]:
    """Brier, log score and CRPS, weighted by contest; how many polls fall inside each interval, and what share of them."""
    contests = _contests(rows)
    weight = scoring.weights(contests)
    mean = {name: float(weight @ [getattr(one, name) for one in rows]) for name in ("brier", "log", "crps")}
    return {
        **mean,
        **scoring.coverage([one.inside for one in rows]),
        "polls": len(rows),
        "contests": len(set(contests)),
    }


def ahead(rows: Sequence[Judged], others: Sequence[Judged], score: str) -> tuple[float, float]:
    """How much better one way is than another on the same polls, and the error of that (:func:`scoring.ahead`)."""
    return scoring.ahead(_contests(rows), *([getattr(one, score) for one in some] for some in (rows, others)))


def _contests(rows: Sequence[Judged]) -> list[str]:
    return [one.poll.contest for one in rows]


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
        "contests": [{**_row(one), "id": one.poll.contest} for one in found["last poll"]["error model"]],
        "polls": [_row(one) for one in found["every poll"]["error model"]],
        "scores": {table: {name: scores(rows) for name, rows in ways.items()} for table, ways in found.items()}
        | {"nominations": names["scores"]},
        "nominations": names["rows"],
        "bands": {table: scoring.bands(len(ways["error model"])) for table, ways in found.items()}
        | {"nominations": names["bands"]},
        "within_band": {table: _within(scores(ways["error model"])) for table, ways in found.items()},
        "ahead": {table: _ahead(ways) for table, ways in found.items()} | {"nominations": names["ahead"]},
        "reliability": scoring.reliability([one.chance for one in found["every poll"]["error model"]]),
        "reliability_of_names": names["reliability"],
    }


def _within(score: Mapping[str, float]) -> bool:
    """Whether the 80% intervals hold as many counts as they should."""
    low, high = scoring.band(0.8, int(score["polls"]))
    return low <= score["coverage80"] <= high


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
        "poll": one.poll.id,
        "contest": one.poll.contest,
        "days": one.poll.days,
        "candidate": one.poll.candidate,
        "polled": one.poll.share,
        "chance_of_winner": one.chance,
        "share": one.poll.result,
        "interval80": list(one.interval),
        "inside80": one.inside[1],
    }
