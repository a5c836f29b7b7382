"""What stands beside the error model: how much wider a house is, how much more a section is missed, what nominations are worth.

Each is the mode of a posterior with a weak prior (``prior`` in evidence.yaml), since the evidence is a handful of contests:

    house     a house's polls have an extra scale beside that of the house with most polls; none is shifted, since
              shifts fitted to some contests made others worse (``shifts``, scored in :mod:`calibration.variants`)
    section   a poll of one section alone has an extra scale, nearly independent from section to section
    CLPs      logit(count) = slope × logit(nominations) + scale × normal, of the two that led the nominations

How much errors of two sections of one contest have in common is their plain correlation about zero (``in_common``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from calibration.evidence import Nominated, Paired, Poll, prior
from calibration.pollerror import ErrorModel, log_density, logit
from simulator.scenario.polls import house_of

GRID = 81
FEWEST = 2


def houses(polls: Sequence[Poll], model: ErrorModel) -> dict[str, float]:
    """The extra scale of each house with at least two polls; a contest weighs one in each.

    The house with most polls is the measure of the others: the model is fitted mostly to it, and it has none.
    """
    return {name: _extra(theirs, model, "house_extra") for name, theirs in _unusual(polls).items()}


def _unusual(polls: Sequence[Poll]) -> dict[str, list[Poll]]:
    """The polls of each house that has two at least, but the one with most."""
    by_house: dict[str, list[Poll]] = {}
    for poll in polls:
        by_house.setdefault(house_of(poll.pollster), []).append(poll)
    usual = max(by_house, key=lambda name: len(by_house[name]))
    return {name: theirs for name, theirs in by_house.items() if len(theirs) >= FEWEST and name != usual}


def sections(polls: Sequence[Poll], model: ErrorModel) -> dict[str, float]:
    """The extra scale of a poll of each section alone; ``otherwise`` is that of all of them."""
    names = ("members", "affiliates")
    found = {name: _extra([poll for poll in polls if poll.section == name], model, "section_extra") for name in names}
    return {**found, "otherwise": _extra(polls, model, "section_extra")}


def _extra(polls: Sequence[Poll], model: ErrorModel, name: str) -> float:
    """The scale beside the model's own that makes some polls' errors likeliest."""

    def mass(extra: Any) -> Any:
        total: Any = 0.0
        for poll, weight in weighed(polls):
            predicted = model.after(poll)
            scale = np.hypot(predicted.scale, extra)
            total = total + weight * log_density((logit(poll.result) - predicted.centre) / scale, scale)
        return total

    return _mode(mass, name)


def nominations(rows: Sequence[Nominated]) -> tuple[float, float]:
    """The slope of the count on constituency parties' nominations, and the scale of what is left (logit)."""
    before = prior()
    slopes, scales = np.meshgrid(np.linspace(-0.5, 1.5, GRID), np.geomspace(0.04, 1.5, GRID), indexing="ij")
    mass = -0.5 * ((slopes - before["clp_slope"][0]) / before["clp_slope"][1]) ** 2
    mass -= 0.5 * (np.log(scales / before["clp_scale"][0]) / before["clp_scale"][1]) ** 2
    for row in rows:
        mass += -0.5 * ((logit(row.result) - slopes * logit(row.share)) / scales) ** 2 - np.log(scales)
    best = np.unravel_index(mass.argmax(), mass.shape)
    return float(slopes[best]), float(scales[best])


def shifts(polls: Sequence[Poll], model: ErrorModel) -> dict[str, float]:
    """How far each house but the usual one overstates whoever leads its polls (logit, below zero); not used, see above.

    The same houses and weights as :func:`houses`; a normal prior about no shift at all.
    """
    found = {}
    values = np.linspace(-1, 1, 8 * GRID + 1)
    for name, theirs in _unusual(polls).items():
        mass = -0.5 * ((values - prior()["house_shift"][0]) / prior()["house_shift"][1]) ** 2
        for poll, weight in weighed(theirs):
            predicted = model.after(poll)
            leads = 1 if poll.share > 0.5 else -1
            scale = np.full_like(values, predicted.scale)
            z = (logit(poll.result) - predicted.centre - leads * values) / scale
            mass = mass + weight * log_density(z, scale)
        found[name] = float(values[int(mass.argmax())])
    return found


def in_common(pairs: Sequence[Paired]) -> float:
    """How far the errors of two sections polled at once go together: their correlation about zero; below zero it is none.

    pairs   a candidate's errors in two sections, in points of share
    """
    product = sum(one.error * one.other for one in pairs)
    sizes = sum(one.error**2 for one in pairs) * sum(one.other**2 for one in pairs)
    return max(product / math.sqrt(sizes), 0.0)


def weighed(polls: Sequence[Poll]) -> list[tuple[Poll, float]]:
    """Each poll with its weight: a contest weighs one."""
    many: dict[str, int] = {}
    for poll in polls:
        many[poll.contest] = many.get(poll.contest, 0) + 1
    return [(poll, 1 / many[poll.contest]) for poll in polls]


def _mode(mass: Callable[[Any], Any], name: str) -> float:
    centre, spread = prior()[name]
    values = np.geomspace(centre / 20, centre * 6, 4 * GRID)
    whole = mass(values) - 0.5 * (np.log(values / centre) / spread) ** 2
    return float(values[int(np.argmax(whole))])
