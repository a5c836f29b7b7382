"""What would it take: the break-even values of one figure, on the same draws at every value."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise

from simulator.engine.leaders import OTHERS, number_of
from simulator.questions.axes import Axis, home_value, thinned
from simulator.questions.simulate import BATCH, Case, DrawCache, Load, choices, leaders, reading_names, seed_of
from simulator.scenario.scenario import Scenario
from simulator.words.problems import did_you_mean, refuse


def solve(
    load: Load, candidate: str, wanted: float, axis: Axis, *, runs: int | None = None, seed: int | None = None
) -> dict[str, object]:
    """The value of a figure at which a candidate leads in a given share of contests, under each reading compared.

    A chance may rise and fall again as a figure grows, so about twenty values are played first. Between the first two
    neighbours on either side of what is wanted the value is found by bisection, to a hundredth of a point (to one, of
    heads or days); the other places where it is crossed are named. None suffices if no two neighbours lie on either side.
    The error of a value is the standard error of the chance over the slope of the chance there.
    """
    home = load({})
    if candidate not in (*home.ids, *OTHERS):
        raise refuse(f"“{candidate}” is not a candidate", did_you_mean(candidate, home.ids))
    runs, seed = min(home.runs if runs is None else runs, BATCH), seed_of(home, seed)
    known, drawn = dict[float, dict[str, float]](), DrawCache()
    digits = 2 if axis.unit == "%" else 0

    def chances(exact: float) -> dict[str, float]:
        value = round(exact, digits)
        if value not in known:
            known[value] = _chances(load({axis.path: axis.written(value)}), candidate, runs, seed, drawn)
        return known[value]

    def under(reading: str, value: float) -> float:
        return chances(value)[reading]

    grid = tuple(dict.fromkeys(round(value, digits) for value in thinned(axis).values))
    rows = [
        {"readings": reading, **_found(partial(under, reading), wanted, grid, runs, digits)}
        for reading in chances(grid[0])
    ]
    at = home_value(home, axis.path)
    return {
        "schema": "party-rules/solve/1",
        "scenario": home.title,
        "candidate": candidate,
        "name": home.name_of(candidate),
        "wanted": wanted,
        "path": axis.path,
        "unit": axis.unit,
        "home": 100 * at if at is not None and axis.unit == "%" else at,
        "between": [grid[0], grid[-1]],
        "tried": len(grid),
        "runs": runs,
        "seed": seed,
        "rows": rows,
    }


def _chances(scenario: Scenario, candidate: str, runs: int, seed: int, drawn: DrawCache) -> dict[str, float]:
    """The chance that a candidate leads, under each choice of readings."""
    (led,) = leaders([Case(scenario, choices(scenario), runs, seed, drawn=drawn)])
    shares = (led == number_of(candidate, scenario.ids)).mean(axis=1)
    return dict(zip(reading_names(scenario), shares.tolist(), strict=True))


def _found(
    chance: Callable[[float], float], wanted: float, grid: tuple[float, ...], runs: int, digits: int
) -> dict[str, object]:
    """The first value at which chance(value) = wanted with its error, the other crossings, and how far the chance goes."""
    played = [chance(value) for value in grid]
    found: dict[str, object] = {
        "at_ends": [played[0], played[-1]], "range": [min(played), max(played)], "value": None, "error": None, "also": [],
    }  # fmt: skip
    crossings = list(_crossings(grid, played, wanted))
    if not crossings:
        return found
    (a, b), *others = crossings
    width, rising, finest = max((b - a) / 2, 10**-digits), chance(a) < wanted, 10**-digits
    while b - a > finest * 1.001:
        middle = round((a + b) / 2, digits)
        a, b = (middle, b) if (chance(middle) < wanted) == rising else (a, middle)
    value = min((a, b), key=lambda one: abs(chance(one) - wanted))
    below, above = max(value - width, grid[0]), min(value + width, grid[-1])
    slope = abs(chance(above) - chance(below)) / (above - below)
    spread = math.sqrt(max(wanted * (1 - wanted), 0.25 / runs) / runs)
    leap = [chance(a), chance(b)] if abs(chance(value) - wanted) > 3 * spread else None
    return {
        **found, "value": value, "error": spread / slope if slope > 0 else None, "chance": chance(value),
        "leap": leap and {"from": a, "to": b, "chances": leap}, "also": [list(pair) for pair in others],
    }  # fmt: skip


def _crossings(grid: tuple[float, ...], played: list[float], wanted: float) -> Iterator[tuple[float, float]]:
    """Neighbours between which the chance comes to what is wanted, or passes it; the least values first."""
    for (a, here), (b, there) in pairwise(zip(grid, played, strict=True)):
        if (here < wanted) != (there < wanted):
            yield a, b
