"""What would it take: the break-even value of one figure, and the fewest nominators who would have to act otherwise."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

from simulator.beliefs.draws import Draws, draw
from simulator.contest.play import law_of, play
from simulator.questions.cells import Load
from simulator.questions.simulate import BATCH, choices, seed_of
from simulator.questions.sweep import Axis, home_value
from simulator.results.results import words
from simulator.scenario.scenario import Scenario
from simulator.words.problems import did_you_mean, refuse

HALVINGS = 14


def solve(
    load: Load, candidate: str, wanted: float, axis: Axis, *, runs: int | None = None, seed: int | None = None
) -> dict[str, Any]:
    """The value of a figure at which a candidate leads in a given share of contests, under each reading compared.

    By bisection between the ends of the axis, on the same luck, to a hundredth of a point (to one, of heads). Its error is
    the standard error of the chance over the slope of the chance there. Where the chance at both ends lies on one side, no
    value between them suffices.
    """
    home = load({})
    if candidate not in (*home.ids, "nobody", "unresolved"):
        raise refuse(f"“{candidate}” is not a candidate", did_you_mean(candidate, home.ids))
    runs, seed = min(home.runs if runs is None else runs, BATCH), seed_of(home, seed)
    known: dict[float, dict[str, float]] = {}

    digits = 2 if axis.unit == "%" else 0

    def chances(exact: float) -> dict[str, float]:
        value = round(exact, digits)
        if value not in known:
            known[value] = _chances(load({axis.path: axis.written(value)}), candidate, runs, seed)
        return known[value]

    def under(reading: str, value: float) -> float:
        return chances(value)[reading]

    low, high = axis.values[0], axis.values[-1]
    rows = []
    for reading in chances(low):
        rows.append({"readings": reading, **_root(partial(under, reading), wanted, low, high, runs, digits)})
    return {
        "schema": "party-rules/solve/1",
        "scenario": home.title,
        "candidate": candidate,
        "name": home.name_of(candidate),
        "wanted": wanted,
        "path": axis.path,
        "unit": axis.unit,
        "home": None if (at := home_value(home, axis.path)) is None else (100 * at if axis.unit == "%" else at),
        "between": [low, high],
        "runs": runs,
        "seed": seed,
        "rows": rows,
    }


def _chances(scenario: Scenario, candidate: str, runs: int, seed: int) -> dict[str, float]:
    """The chance that a candidate leads, under each choice of readings."""
    number = {"nobody": -1, "unresolved": -2}.get(candidate)
    number = scenario.ids.index(candidate) if number is None else number
    every = choices(scenario)
    ledgers = _played(scenario, draw(scenario, seed, 0, runs))
    return {
        words(scenario, {d: str(r) for d, r in one.items()}): float((part.leader == number).mean())
        for one, part in zip(every, ledgers, strict=True)
    }


def _played(scenario: Scenario, draws: Draws) -> list[Any]:
    every = choices(scenario)
    return play(scenario, law_of(scenario, *every), draws.repeated(len(every))).parts(len(every))


def _root(
    chance: Callable[[float], float], wanted: float, low: float, high: float, runs: int, digits: int
) -> dict[str, Any]:
    """Bisection for chance(value) = wanted; the value, its error, and the chances at both ends."""
    ends = chance(low), chance(high)
    found: dict[str, Any] = {"at_ends": list(ends), "value": None, "error": None}
    if (ends[0] - wanted) * (ends[1] - wanted) > 0:
        return found
    rising, a, b = ends[1] >= ends[0], low, high
    for _ in range(HALVINGS):
        middle = (a + b) / 2
        if (chance(middle) < wanted) == rising:
            a = middle
        else:
            b = middle
    value = round((a + b) / 2, digits)
    width = max((high - low) / 40, 10**-digits)
    below, above = max(value - width, low), min(value + width, high)
    slope = abs(chance(above) - chance(below)) / (above - below)
    spread = math.sqrt(max(wanted * (1 - wanted), 0.25 / runs) / runs)
    return {**found, "value": value, "error": spread / slope if slope > 0 else None, "chance": chance(value)}
