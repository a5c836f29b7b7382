"""The timetable: when stages open, in days after the stage before, or on dates."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.streams import BLOCK, RandomStreams
from simulator.scenario.scenario import Scenario

STEPS = ("executive", "nominations", "open", "vacancy", "ballot", "voting", "declared", "further", "second_bar")


def drawn(scenario: Scenario, streams: RandomStreams) -> dict[str, NDArray[Any]]:
    """Days[run] after the stage before, or days[run] from day zero where a date is given (see :func:`dated`)."""
    out = {step: _days(scenario, streams, f"timetable.{step}") for step in STEPS}
    for path in scenario.beliefs:
        if path.startswith("timetable.") and path.count(".") == 2:
            out[path[len("timetable.") :]] = _days(scenario, streams, path)
    until = scenario.quantity("politics.until")
    days = _days(scenario, streams, "politics.until")
    if until.kind != "date":
        days = days + np.int16(scenario.date.toordinal() - scenario.day_zero.toordinal())
    out["until"] = days
    return out


def dated(scenario: Scenario, step: str) -> bool:
    """True if a step of the timetable is a date rather than a number of days."""
    return scenario.quantity(f"timetable.{step}").kind == "date"


def _days(scenario: Scenario, streams: RandomStreams, path: str) -> NDArray[np.int16]:
    quantity = scenario.quantity(path)
    value = streams.value(path, quantity)
    zero = scenario.day_zero.toordinal() if quantity.kind == "date" else 0
    return np.broadcast_to(np.asarray(np.maximum(value - zero, 0), np.int16), (BLOCK,))
