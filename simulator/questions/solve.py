"""What would it take: the break-even values of one figure, on the same draws at every value."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from simulator.engine.leaders import OTHERS, number_of
from simulator.questions.axes import Axis, home_value, thinned
from simulator.questions.simulate import BATCH, Case, DrawCache, Load, choices, leaders, reading_names, seed_of
from simulator.results.answer import Answer, Part
from simulator.results.chances import Share
from simulator.scenario.scenario import Scenario
from simulator.words.problems import did_you_mean, refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Leap(Part):
    """Two neighbouring values between which the chance passes what is wanted, and the chances there."""

    from_: float
    to: float
    chances: tuple[Share, Share]


@dataclass(frozen=True, slots=True, kw_only=True)
class SolvedUnder(Part):
    """Under some readings, the first value that gives what is wanted, with its standard error; null if none does.

    at_ends, range   the chance at the ends of the figure's range; the least and the greatest chance seen
    also             the other pairs of values between which it crosses what is wanted
    """

    readings: str
    at_ends: tuple[Share, Share]
    range: tuple[Share, Share]
    value: float | None
    error: float | None
    also: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached(SolvedUnder):
    """A value that gives what is wanted, or comes nearest: the chance there, and the leap past what is wanted, if it is one."""

    value: float
    chance: Share
    leap: Leap | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveAnswer(Answer):
    """The value of a figure that gives a candidate a stated chance, under each reading.

    home     its value in the scenario;  between: the ends of its range, over which so many values were ``tried``
    """

    schema: ClassVar[str] = "party-rules/solve/1"

    scenario: str
    candidate: str
    name: str
    wanted: float
    path: str
    unit: str
    home: float | None
    between: tuple[float, float]
    tried: int
    runs: int
    seed: int
    rows: tuple[Reached | SolvedUnder, ...]


def solve(
    load: Load, candidate: str, wanted: float, axis: Axis, *, runs: int | None = None, seed: int | None = None
) -> SolveAnswer:
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
    known, drawn = dict[float, Mapping[str, Share]](), DrawCache()
    digits = 2 if axis.unit == "%" else 0

    def chances(exact: float) -> Mapping[str, Share]:
        value = round(exact, digits)
        if value not in known:
            known[value] = _chances(load({axis.path: axis.written(value)}), candidate, runs, seed, drawn)
        return known[value]

    grid = tuple(dict.fromkeys(round(value, digits) for value in thinned(axis).values))
    at = home_value(home, axis.path)
    return SolveAnswer(
        scenario=home.title, candidate=candidate, name=home.name_of(candidate), wanted=wanted, path=axis.path,
        unit=axis.unit, home=100 * at if at is not None and axis.unit == "%" else at, between=(grid[0], grid[-1]),
        tried=len(grid), runs=runs, seed=seed,
        rows=tuple(_found(reading, chances, wanted, grid, digits) for reading in chances(grid[0])),
    )  # fmt: skip


def _chances(scenario: Scenario, candidate: str, runs: int, seed: int, drawn: DrawCache) -> dict[str, Share]:
    """The chance that a candidate leads, under each choice of readings."""
    (led,) = leaders([Case(scenario, choices(scenario), runs, seed, drawn=drawn)])
    counts = (led == number_of(candidate, scenario.ids)).sum(axis=1).tolist()
    return {name: Share(count=count, of=runs) for name, count in zip(reading_names(scenario), counts, strict=True)}


def _found(
    reading: str, chances: Callable[[float], Mapping[str, Share]], wanted: float, grid: tuple[float, ...], digits: int
) -> SolvedUnder:
    """The first value at which the chance is what is wanted, with its error, the other crossings, and how far the chance goes."""

    def at(value: float) -> Share:
        return chances(value)[reading]

    def chance(value: float) -> float:
        return at(value).share

    played = [at(value) for value in grid]
    runs, ends, least_first = played[0].of, (played[0], played[-1]), sorted(played, key=lambda one: one.count)
    range_ = (least_first[0], least_first[-1])
    crossings = list(_crossings(grid, [one.share for one in played], wanted))
    if not crossings:
        return SolvedUnder(readings=reading, at_ends=ends, range=range_, value=None, error=None, also=())
    (a, b), *others = crossings
    width, rising, finest = max((b - a) / 2, 10**-digits), chance(a) < wanted, 10**-digits
    while b - a > finest * 1.001:
        middle = round((a + b) / 2, digits)
        a, b = (middle, b) if (chance(middle) < wanted) == rising else (a, middle)
    value = min((a, b), key=lambda one: abs(chance(one) - wanted))
    below, above = max(value - width, grid[0]), min(value + width, grid[-1])
    slope = abs(chance(above) - chance(below)) / (above - below)
    spread = math.sqrt(max(wanted * (1 - wanted), 0.25 / runs) / runs)
    leaps = abs(chance(value) - wanted) > 3 * spread
    return Reached(
        readings=reading, at_ends=ends, range=range_, value=value, error=spread / slope if slope > 0 else None,
        also=tuple(others), chance=at(value), leap=Leap(from_=a, to=b, chances=(at(a), at(b))) if leaps else None,
    )  # fmt: skip


def _crossings(grid: tuple[float, ...], played: list[float], wanted: float) -> Iterator[tuple[float, float]]:
    """Neighbours between which the chance comes to what is wanted, or passes it; the least values first."""
    for (a, here), (b, there) in pairwise(zip(grid, played, strict=True)):
        if (here < wanted) != (there < wanted):
            yield a, b
