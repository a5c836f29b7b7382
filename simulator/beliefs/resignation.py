"""Resignation: a hazard that grows with all that adds to the pressure on a leader, and never shrinks again.

A chance a week to begin with; from the day of a lost motion, a walk-out or a delegation on it is multiplied. The leader goes
when the hazard added up reaches a standard exponential.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.sampler import NEVER, Sampler
from simulator.beliefs.streams import BLOCK
from simulator.procedures.arrays import Drawn, Figure, Floats

PATH = "politics.resignation"
DAY = f"{PATH}/day"
"""Where the draws have the day of resignation."""
Step = tuple[Figure, Figure]


def drawn(sampler: Sampler) -> dict[str, Drawn]:
    """The day[run] of resignation, and the day[run] of each thing that adds to the pressure."""
    if sampler.scenario.incumbent < 0:
        return {DAY: np.full(BLOCK, NEVER, np.int16)}
    z = sampler.streams.normal(f"{PATH}.chance_a_week")
    hazard, after = (_hazard(sampler, name, z) for name in ("chance_a_week", "after_walk_out"))
    steps = _pressures(sampler)
    pressed = {path: day for path, (day, _) in steps.items()}
    walk_out = f"{PATH}.walk_out"
    if sampler.believed(walk_out):
        when = _days_away(sampler, walk_out)
        # What is believed decides whether it is told, not the numbers drawn: all blocks have the same arrays.
        if sampler.quantity(f"{PATH}.after_walk_out") != sampler.quantity(f"{PATH}.chance_a_week"):
            pressed[walk_out] = when
        if np.any(after != hazard):
            steps[walk_out] = when, after / np.maximum(hazard, np.float32(1e-9))
    days = np.ceil(_gone(sampler.streams.exponential(DAY), hazard, list(steps.values())))
    days = np.nan_to_num(days, nan=NEVER, posinf=NEVER) + sampler.today
    return {
        DAY: np.minimum(days, NEVER).astype(np.int16),
        **{path: _whole(day + sampler.today) for path, day in pressed.items()},
    }


def _hazard(sampler: Sampler, name: str, z: Floats) -> Figure:
    """A hazard a day, from a chance a week."""
    return -np.log1p(-np.minimum(sampler.value(f"{PATH}.{name}", z), np.float32(0.99999))) / 7


def _whole(days: Figure) -> NDArray[np.int16]:
    return np.broadcast_to(np.asarray(np.clip(days, -NEVER, NEVER), np.int16), (BLOCK,))


def _days_away(sampler: Sampler, path: str) -> Figure:
    """Days from the scenario's date to a day believed: below zero if it has passed."""
    when = sampler.value(path)
    return when - sampler.scenario.date.toordinal() if sampler.dated(path) else when


def _pressures(sampler: Sampler) -> dict[str, Step]:
    """What adds to the pressure: path of its date → (days away, what the hazard is multiplied by), in the file's order.

    What is certain to multiply by one adds nothing and is left out.
    """
    found: dict[str, Step] = {}
    for path, belief in sampler.scenario.beliefs.items():
        if path.startswith(f"{PATH}.pressure.") and path.endswith(".times"):
            if belief.quantity.certain and belief.quantity.low == 1:
                continue
            date = f"{path[: -len('.times')]}.date"
            found[date] = _days_away(sampler, date), sampler.value(path)
    return found


def _gone(left: Floats, hazard: Figure, steps: list[Step]) -> Floats:
    """Days[run] until a hazard, multiplied at each of some days, has added up to what was left of an exponential."""
    later = [(day, more) for day, more in steps if np.any(np.asarray(day) > 0)]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for day, more in steps:
            if not np.any(np.asarray(day) > 0):
                hazard = hazard * more
        if not later:
            return left / hazard
        if len(later) == 1:
            (day, more), hazard = (np.maximum(later[0][0], 0), later[0][1]), np.asarray(hazard)
            early = left / hazard
            return np.where(early <= day, early, day + (left - hazard * day) / (hazard * more))
        return _worn_down(left, hazard, later)


def _worn_down(left: Floats, hazard: Figure, steps: list[Step]) -> Floats:
    """As :func:`_gone`, for several days that may come in any order."""
    days = np.stack([np.broadcast_to(np.maximum(np.asarray(day, np.float64), 0), (BLOCK,)) for day, _ in steps])
    times = np.stack([np.broadcast_to(np.asarray(more, np.float64), (BLOCK,)) for _, more in steps])
    order = np.argsort(days, axis=0, kind="stable")
    days, times = np.take_along_axis(days, order, axis=0), np.take_along_axis(times, order, axis=0)
    left, now = left.astype(np.float64), np.zeros(BLOCK)
    rate = np.broadcast_to(np.asarray(hazard, np.float64), (BLOCK,)).copy()
    gone = np.full(BLOCK, np.inf)
    for day, more in zip([*days, np.full(BLOCK, np.inf)], [*times, np.ones(BLOCK)], strict=True):
        here = np.isinf(gone) & (left <= rate * (day - now))
        gone = np.where(here, now + left / rate, gone)
        left, now, rate = left - rate * np.where(np.isinf(day), 0, day - now), day, rate * more
    return gone
