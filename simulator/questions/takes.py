"""What would it take: the break-even value of one figure, and the fewest nominators who would have to act otherwise."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from simulator.beliefs.draws import Draws, draw
from simulator.beliefs.nominators import bodies_of, names_of
from simulator.contest.play import law_of, play
from simulator.questions.cells import Load
from simulator.questions.simulate import BATCH, choices, seed_of
from simulator.questions.sweep import Axis, home_value
from simulator.results.results import words
from simulator.scenario.scenario import CHALLENGER, Scenario
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


def flip(scenario: Scenario, *, runs: int | None = None, seed: int | None = None) -> dict[str, Any]:
    """The fewest nominators who, naming otherwise in every contest, change who is likeliest to lead; under each reading.

    Each of them names the incumbent (or whoever the file is about) instead of a challenger, or the other way about. The
    rest of the contest is played as drawn, so where the bar decides this is exact for the contests drawn.
    """
    runs, seed = min(scenario.runs if runs is None else runs, BATCH), seed_of(scenario, seed)
    subject = scenario.about or (scenario.ids[scenario.incumbent] if scenario.incumbent >= 0 else "")
    if subject not in names_of(scenario):
        raise refuse(
            "nothing is believed of who would name the incumbent, or whoever the file is about",
            "write about: CANDIDATE, and nominate: for them in a bloc",
        )
    draws = draw(scenario, seed, 0, runs)
    heads = sum(bloc.size for bloc in scenario.blocs)
    known: dict[int, list[np.ndarray[Any, Any]]] = {}

    def leaders(more: int) -> list[np.ndarray[Any, Any]]:
        if more not in known:
            known[more] = [
                _tally(scenario, part.leader) for part in _played(scenario, _naming(scenario, draws, subject, more))
            ]
        return known[more]

    def moved(number: int, side: int, k: int) -> np.ndarray[Any, Any]:
        return leaders(side * k)[number]

    rows = []
    for number, one in enumerate(choices(scenario)):
        before = leaders(0)[number]
        steps = [(side, _fewest(partial(moved, number, side), heads)) for side in (1, -1)]
        there = [(side, k) for side, k in steps if k is not None]
        side, k = min(there, key=lambda pair: pair[1], default=(0, None))
        after = leaders(side * k)[number] if k is not None else before
        rows.append(
            {
                "readings": words(scenario, {d: str(r) for d, r in one.items()}),
                "likeliest": _who(scenario, before),
                "chance": float(before.max()),
                "fewest": k,
                "more_for": subject if side == 1 else None,
                "fewer_for": subject if side == -1 else None,
                "then": _who(scenario, after) if k is not None else None,
                "then_chance": float(after.max()) if k is not None else None,
            }
        )
    return {
        "schema": "party-rules/flip/1",
        "scenario": scenario.title,
        "subject": subject,
        "name": scenario.name_of(subject),
        "runs": runs,
        "seed": seed,
        "rows": rows,
    }


def _tally(scenario: Scenario, leader: Any) -> np.ndarray[Any, Any]:
    """The chance of each leader: unresolved, nobody, then the candidates."""
    counts = np.bincount(leader.astype(np.int16) + 2, minlength=2 + len(scenario.ids))
    return np.asarray(counts / counts.sum())


def _who(scenario: Scenario, chances: np.ndarray[Any, Any]) -> str:
    return ("unresolved", "nobody", *scenario.ids)[int(chances.argmax())]


def _fewest(chances: Callable[[int], np.ndarray[Any, Any]], heads: int) -> int | None:
    """The least k from 1 up at which another is likeliest; None if not even all heads suffice."""
    first = int(chances(0).argmax())
    if int(chances(heads).argmax()) == first:
        return None
    low, high = 0, heads
    while high - low > 1:
        middle = (low + high) // 2
        if int(chances(middle).argmax()) == first:
            low = middle
        else:
            high = middle
    return high


def _naming(scenario: Scenario, draws: Draws, subject: str, more: int) -> Draws:
    """The draws with so many more who name one candidate (fewer, below zero): taken from the challengers, then the silent."""
    if not more:
        return draws
    rows = names_of(scenario)
    named = draws.named.copy()
    mine, pool = rows.index(subject), rows.index(CHALLENGER) if CHALLENGER in rows else None
    left = np.full(named.shape[-1], abs(more), np.int16)
    for body, name in enumerate(bodies_of(scenario)):
        from_, to = (pool, mine) if more > 0 else (mine, pool)
        heads = sum(bloc.size for bloc in scenario.blocs if bloc.body == name)
        silent = heads - named[:, body].sum(axis=0, dtype=np.int16)
        taken = np.minimum(left, named[from_, body]) if from_ is not None else np.zeros_like(left)
        if from_ is not None:
            named[from_, body] -= taken
        free = np.minimum(left - taken, silent) if more > 0 else np.zeros_like(left)
        if to is not None:
            named[to, body] += taken + free
        left = left - taken - free
    return replace(draws, named=named)
