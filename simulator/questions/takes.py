"""What would it take: the break-even values of one figure, on the same luck at every value."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any

from simulator.beliefs.draws import Draws, draw
from simulator.conduct.readings import worlds_of
from simulator.conduct.simulate import simulate as play
from simulator.questions.axes import Axis, home_value, thinned
from simulator.questions.cells import Load
from simulator.questions.simulate import BATCH, choices, seed_of
from simulator.results.results import words
from simulator.scenario.scenario import Scenario
from simulator.words.problems import did_you_mean, refuse


def solve(
    load: Load, candidate: str, wanted: float, axis: Axis, *, runs: int | None = None, seed: int | None = None
) -> dict[str, Any]:
    """The value of a figure at which a candidate leads in a given share of contests, under each reading compared.

    A chance may rise and fall again as a figure grows, so about twenty values are played first. Between the first two
    neighbours on either side of what is wanted the value is found by bisection, to a hundredth of a point (to one, of
    heads or days); the other places where it is crossed are named. None suffices if no two neighbours lie on either side.
    The error of a value is the standard error of the chance over the slope of the chance there.
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
    return play(scenario, worlds_of(scenario, *every), draws.repeated(len(every))).parts(len(every))


def _found(
    chance: Callable[[float], float], wanted: float, grid: tuple[float, ...], runs: int, digits: int
) -> dict[str, Any]:
    """The first value at which chance(value) = wanted with its error, the other crossings, and how far the chance goes."""
    played = [chance(value) for value in grid]
    found: dict[str, Any] = {
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
