"""Variants of the error model that were tried and left out, or kept in spite of their score: each is scored as the model is.

Every variant is fitted without the contest it judges, as the model is. They were thought of with all fifteen contests in
view, so the best of them is no better a guess than the model; what they show is how much the scores hang on such choices.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from calibration.backtest import Way, error_model, fitted, judged, scores
from calibration.evidence import Poll, panels, polls
from calibration.pollerror import ErrorModel, Predicted, fit, without
from calibration.pollfits import shifts
from simulator.scenario.polls import house_of


def no_houses(poll: Poll, known: Sequence[Poll]) -> Predicted:
    """All houses err alike."""
    return plain(tuple(known)).after(poll)


def a_shift_for_each_house(poll: Poll, known: Sequence[Poll]) -> Predicted:
    """A house whose polls have overstated the leader (or the other) is taken to do so again, beside its width."""
    model = fitted(tuple(known))
    leads = 1 if poll.share > 0.5 else -1
    moved = leads * shifted(tuple(known)).get(house_of(poll.pollster), 0.0)
    return replace(model.after(poll), centre=model.after(poll).centre + moved)


def undecided_left_out(poll: Poll, known: Sequence[Poll]) -> Predicted:
    """A poll of which a third did not say is as good as any."""
    return plain(tuple(replace(one, undecided=None) for one in known)).after(replace(poll, undecided=None))


def days_left_out(poll: Poll, known: Sequence[Poll]) -> Predicted:
    """A poll of three months before is as good as one of the last week."""
    return plain(tuple(replace(one, days=30) for one in known)).after(replace(poll, days=30))


def no_lead_lost(poll: Poll, known: Sequence[Poll]) -> Predicted:
    """A two-way lead lasts whole."""
    return replace(fitted(tuple(known)), slope=1.0).after(poll)


@cache
def plain(known: tuple[Poll, ...]) -> ErrorModel:
    """The model fitted to some polls, without houses."""
    return fit(known)


@cache
def shifted(known: tuple[Poll, ...]) -> Mapping[str, float]:
    """The shift of each house, fitted to what the model is fitted to."""
    left_out = {poll.contest for poll in polls()} - {poll.contest for poll in known}
    return shifts([*known, *without(panels(), left_out)], fitted(known))


VARIANTS: dict[str, Way] = {
    "error model": error_model,
    "no houses": no_houses,
    "a shift for each house": a_shift_for_each_house,
    "undecided left out": undecided_left_out,
    "days left out": days_left_out,
    "no lead lost": no_lead_lost,
}


def variants() -> dict[str, dict[str, float]]:
    """Each variant's scores over every professional poll, each contest weighing one; and the plain mean of the log score."""
    found = {}
    for name, way in VARIANTS.items():
        rows = [judged(poll, way, polls()) for poll in polls()]
        found[name] = {**scores(rows), "log_poll_by_poll": float(np.mean([one.log for one in rows]))}
    return found
