"""What matters most: each belief at its ends with all else drawn, law beside belief; and Sobol's indices of those that matter.

Tornado: the chance that whoever the scenario is about leads, with one belief fixed at its 5% point and at its 95% point, on the
same luck; what a dispute's other reading does stands beside it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.draws import draw
from simulator.contest.play import law_of, play
from simulator.questions.budget import leaders_of
from simulator.questions.compare import touching
from simulator.questions.crew import Crew
from simulator.questions.indices import POINTS, sobol
from simulator.questions.kept import ALONE, Asked, leaders
from simulator.questions.simulate import BATCH, Progress, choices, seed_of
from simulator.questions.store import Store
from simulator.results.chances import paired
from simulator.results.results import words
from simulator.scenario.scenario import Belief, Scenario
from simulator.words.quantities import Quantity

TOP, LAW, CHOICES = 12, 3, 12
"""How many beliefs, and how many disputes with how many choices of readings together, have indices of their own."""


def subject_of(scenario: Scenario) -> str:
    """Whom the answer is about: whom the file says, else the incumbent, else the first of the file."""
    return scenario.about or scenario.ids[max(scenario.incumbent, 0)]


def uncertain(scenario: Scenario) -> list[str]:
    """The beliefs that are not certain, in the order of the file."""
    return [path for path, belief in scenario.beliefs.items() if not belief.quantity.certain]


def fixed(scenario: Scenario, path: str, value: float) -> Scenario:
    """The scenario with one belief certain."""
    belief = scenario.beliefs[path]
    quantity = Quantity(belief.quantity.said, value, value, belief.quantity.scale, belief.quantity.kind)
    beliefs: Mapping[str, Belief] = {**scenario.beliefs, path: replace(belief, quantity=quantity)}
    return replace(scenario, beliefs=beliefs)


def sensitivity(
    scenario: Scenario,
    *,
    runs: int | None = None,
    seed: int | None = None,
    top: int = TOP,
    points: int = POINTS,
    store: Store | None = None,
    crew: Crew = ALONE,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The tornado of all beliefs and readings, and Sobol's indices of the beliefs that move the answer most."""
    runs, seed = min(scenario.runs if runs is None else runs, BATCH), seed_of(scenario, seed)
    subject = subject_of(scenario)
    number = scenario.ids.index(subject)
    alone, several = (
        replace(scenario, compared=()),
        replace(scenario, compared=scenario.compared or touching(scenario)[:1]),
    )
    base = leaders_of(alone, draw(alone, seed, 0, runs))[0] == number
    paths, here = uncertain(scenario), _adopted(several)
    asked = [
        Asked(fixed(several, path, value), choices(several), {path: repr(value)})
        for path in paths
        for value in (scenario.beliefs[path].quantity.low, scenario.beliefs[path].quantity.high)
    ]
    played = leaders(asked, runs, seed, store=store, crew=crew, progress=progress)
    ends = [led == number for led in played]
    names = [words(several, {d: str(r) for d, r in one.items()}) for one in choices(several)]
    rows = []
    for n, path in enumerate(paths):
        under = [
            _row(path, str(scenario.beliefs[path].quantity), low, high, runs)
            for low, high in zip(ends[2 * n], ends[2 * n + 1], strict=True)
        ]
        rows.append({**under[here], "under": {name: row["swing"] for name, row in zip(names, under, strict=True)}})
    inputs = sorted(rows, key=lambda row: (-max(abs(swing) for swing in row["under"].values()), row["belief"]))[:top]
    rows.sort(key=lambda row: (-abs(row["swing"]), row["belief"]))
    law = _readings(alone, number, base, seed)
    of = partial(sobol, crossed(several, law, bool(scenario.compared)), subject, [row["belief"] for row in inputs])
    return {
        "schema": "party-rules/sensitivity/1",
        "scenario": scenario.title,
        "subject": subject,
        "name": scenario.name_of(subject),
        "runs": runs,
        "seed": seed,
        "chance": float(base.mean()),
        "adopted": names[here],
        "beliefs": rows,
        "readings": law,
        "sobol": of(seed=seed, points=points, store=store, crew=crew, progress=progress),
    }


def crossed(several: Scenario, law: list[dict[str, Any]], stated: bool) -> Scenario:
    """The scenario with the disputes that are categories beside the beliefs: those compared, or those seen to move it most."""
    if stated:
        return several
    chosen: list[str] = []
    for dispute in dict.fromkeys(row["dispute"] for row in law if row["visible"]):
        if math.prod(len(several.book.disputes[one].readings) for one in (*chosen, dispute)) <= CHOICES:
            chosen.append(dispute)
    return replace(several, compared=tuple(d for d in several.book.disputes if d in chosen[:LAW]) or several.compared)


def _adopted(several: Scenario) -> int:
    """Which of the choices laid side by side is the scenario's own."""
    mine = {dispute: several.readings[dispute] for dispute in several.compared}
    every = [{dispute: one[dispute] for dispute in several.compared} for one in choices(several)]
    return every.index(mine) if mine in every else 0


def _row(path: str, said: str, low: NDArray[np.bool_], high: NDArray[np.bool_], runs: int) -> dict[str, Any]:
    """One belief: the chance at either end, and the swing with the error of a paired difference."""
    swing, error = paired(int((high & ~low).sum()), int((low & ~high).sum()), runs)
    return {
        "belief": path,
        "said": said,
        "at_low": float(low.mean()),
        "at_high": float(high.mean()),
        "swing": swing,
        "error": error,
        "visible": abs(swing) > 2 * error and swing != 0,
    }


def _readings(scenario: Scenario, number: int, base: NDArray[np.bool_], seed: int) -> list[dict[str, Any]]:
    """Each other reading of each dispute that bears on the contest: what it does to the chance."""
    draws, rows = draw(scenario, seed, 0, len(base)), []
    for dispute in touching(scenario):
        for reading in scenario.book.disputes[dispute].readings:
            if reading == scenario.readings[dispute]:
                continue
            theirs = play(scenario, law_of(scenario, {dispute: reading}), draws).leader == number
            swing, error = paired(int((theirs & ~base).sum()), int((base & ~theirs).sum()), len(base))
            rows.append(
                {
                    "dispute": dispute,
                    "reading": reading,
                    "chance": float(theirs.mean()),
                    "swing": swing,
                    "error": error,
                    "visible": abs(swing) > 2 * error and swing != 0,
                }
            )
    return sorted(rows, key=lambda row: (-abs(float(str(row["swing"]))), str(row["dispute"]), str(row["reading"])))
