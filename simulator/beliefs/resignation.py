"""Resignation: a hazard that grows with all that adds to the pressure on a leader, and never shrinks again.

A chance a week to begin with; from the day of a lost motion, a walk-out or a delegation on it is multiplied. The leader goes
when the hazard added up reaches a standard exponential.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.streams import BLOCK, RandomStreams
from simulator.scenario.scenario import Scenario

NEVER = 32_000
PATH = "politics.resignation"
WALK_OUT = "front_bench"
"""What the walk-out of the front bench is called among all that adds to the pressure."""
Step = tuple[Any, Any]


def drawn(scenario: Scenario, streams: RandomStreams) -> dict[str, NDArray[Any]]:
    """The day[run] of resignation, and the day[run] of each thing that adds to the pressure."""
    if scenario.incumbent < 0:
        return {"resigns": np.full(BLOCK, NEVER, np.int16)}
    start = scenario.date.toordinal() - scenario.day_zero.toordinal()
    z = streams.normal(f"{PATH}.chance_a_week")
    hazard, after = (_hazard(scenario, streams, name, z) for name in ("chance_a_week", "after_walk_out"))
    steps = _pressures(scenario, streams, start)
    pressed = {name: day for name, (day, _) in steps.items()}
    if f"{PATH}.walk_out" in scenario.beliefs:
        when = _days_away(scenario, streams, f"{PATH}.walk_out", start)
        # What is believed decides whether it is told, not the numbers drawn: all blocks have the same arrays.
        if scenario.quantity(f"{PATH}.after_walk_out") != scenario.quantity(f"{PATH}.chance_a_week"):
            pressed[WALK_OUT] = when
        if np.any(after != hazard):
            steps[WALK_OUT] = when, after / np.maximum(hazard, np.float32(1e-9))
    days = np.ceil(_gone(streams.exponential(f"{PATH}/day"), hazard, list(steps.values())))
    days = np.nan_to_num(days, nan=NEVER, posinf=NEVER) + start
    return {
        "resigns": np.minimum(days, NEVER).astype(np.int16),
        **{f"pressed/{name}": _whole(day + start) for name, day in pressed.items()},
    }


def _hazard(scenario: Scenario, streams: RandomStreams, name: str, z: Any) -> Any:
    """A hazard a day, from a chance a week."""
    chance = streams.value(f"{PATH}.{name}", scenario.quantity(f"{PATH}.{name}"), z)
    return -np.log1p(-np.minimum(chance, np.float32(0.99999))) / 7


def _whole(days: Any) -> NDArray[np.int16]:
    return np.broadcast_to(np.asarray(np.clip(days, -NEVER, NEVER), np.int16), (BLOCK,))


def _days_away(scenario: Scenario, streams: RandomStreams, path: str, start: int) -> Any:
    """Days from the scenario's date to a day believed: below zero if it has passed."""
    quantity = scenario.quantity(path)
    when = streams.value(path, quantity)
    return when if quantity.kind == "days" else when - scenario.day_zero.toordinal() - start


def _pressures(scenario: Scenario, streams: RandomStreams, start: int) -> dict[str, Step]:
    """What adds to the pressure: (days away, what the hazard is multiplied by), in the order of the file.

    What is certain to multiply by one adds nothing and is left out.
    """
    here, found = f"{PATH}.pressure.", {}
    for path, belief in scenario.beliefs.items():
        if path.startswith(here) and path.endswith(".times"):
            name = path[len(here) : -len(".times")]
            if belief.quantity.certain and belief.quantity.low == 1:
                continue
            found[name] = (
                _days_away(scenario, streams, f"{here}{name}.date", start),
                streams.value(path, belief.quantity),
            )
    return found


def _gone(left: Any, hazard: Any, steps: list[Step]) -> Any:
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


def _worn_down(left: Any, hazard: Any, steps: list[Step]) -> Any:
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
