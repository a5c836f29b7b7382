"""What matters most: each belief at its ends with all else drawn, law beside belief; and Sobol's indices of those that matter.

Tornado: the chance that whoever the scenario is about leads, with one belief fixed at its 5% point and at its 95% point, on the
same draws; what a dispute's other reading does stands beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.streams import BLOCK
from simulator.questions.cache import Cache
from simulator.questions.compare import touching
from simulator.questions.indices import POINTS, case_at, sobol
from simulator.questions.simulate import BATCH, Case, Progress, choices, leaders, reading_names, seed_of
from simulator.results.chances import paired
from simulator.scenario.scenario import Scenario
from simulator.words.quantities import Z95

if TYPE_CHECKING:
    from concurrent.futures import Executor

TOP, LAW, CHOICES = 12, 3, 12
"""How many beliefs, and how many disputes with how many choices of readings together, have indices of their own."""


def uncertain(scenario: Scenario) -> list[str]:
    """The beliefs that are not certain, in the order of the file."""
    return [path for path, belief in scenario.beliefs.items() if belief.bears and not belief.quantity.certain]


def sensitivity(
    scenario: Scenario,
    *,
    runs: int | None = None,
    seed: int | None = None,
    top: int = TOP,
    points: int = POINTS,
    cache: Cache | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> dict[str, object]:
    """The tornado of all beliefs and readings, and Sobol's indices of the beliefs that move the answer most."""
    found = tornado(scenario, runs=runs, seed=seed, cache=cache, executor=executor, progress=progress)
    rows = sorted(found["beliefs"], key=lambda row: (-max(abs(s) for s in row["under"].values()), row["belief"]))[:top]
    several = crossed(laid_out(scenario), found["readings"], bool(scenario.compared))
    of = partial(sobol, several, found["subject"], [row["belief"] for row in rows], seed=found["seed"])
    return {**found, "sobol": of(points=points, cache=cache, executor=executor, progress=progress)}


def laid_out(scenario: Scenario) -> Scenario:
    """The scenario with readings side by side: those it compares, or of the first dispute that bears on it."""
    return replace(scenario, compared=scenario.compared or touching(scenario)[:1])


def tornado(
    scenario: Scenario,
    *,
    runs: int | None = None,
    seed: int | None = None,
    cache: Cache | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Each belief fixed at its 5% and at its 95% point, all else drawn, and each clause read otherwise, on the same draws."""
    runs, seed = min(scenario.runs if runs is None else runs, BLOCK), seed_of(scenario, seed)
    subject = scenario.subject
    number = scenario.ids.index(subject)
    alone, several = replace(scenario, compared=()), laid_out(scenario)
    paths, here = sorted(uncertain(scenario)), _adopted(several)
    size = max(1, BATCH // runs // 2)
    others = _otherwise(alone)
    read = [{}, *({dispute: reading} for dispute, reading in others)]
    cases = [Case(alone, read, runs, seed)]
    cases += [_at_ends(several, seed, runs, paths[at : at + size]) for at in range(0, len(paths), size)]
    (base, *theirs), *found = [
        led == number for led in leaders(cases, cache=cache, executor=executor, progress=progress)
    ]
    ends = [end for led in found for end in led.reshape(len(led), -1, runs).swapaxes(0, 1)]
    names = reading_names(several)
    rows = []
    for n, path in enumerate(paths):
        under = [
            _row(path, str(scenario.beliefs[path].quantity), low, high, runs)
            for low, high in zip(ends[2 * n], ends[2 * n + 1], strict=True)
        ]
        rows.append({**under[here], "under": {name: row["swing"] for name, row in zip(names, under, strict=True)}})
    rows.sort(key=lambda row: (-abs(row["swing"]), row["belief"]))
    return {
        "schema": "party-rules/sensitivity/1",
        "scenario": scenario.title,
        "rules": {"book": scenario.book.key, "edition": scenario.edition.name},
        "candidates": {one.id: one.name for one in scenario.candidates},
        "subject": subject,
        "name": scenario.name_of(subject),
        "runs": runs,
        "seed": seed,
        "chance": float(base.mean()),
        "adopted": names[here],
        "beliefs": rows,
        "readings": _readings(others, theirs, base),
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


def _otherwise(scenario: Scenario) -> list[tuple[str, str]]:
    """Each other reading of each dispute that bears on the contest."""
    return [
        (dispute, reading)
        for dispute in touching(scenario)
        for reading in scenario.book.disputes[dispute].readings
        if reading != scenario.readings[dispute]
    ]


def _readings(
    others: Sequence[tuple[str, str]], every: Sequence[NDArray[np.bool_]], base: NDArray[np.bool_]
) -> list[dict[str, Any]]:
    """What each other reading does to the chance: led[run] under it, and as the scenario has it."""
    rows = []
    for (dispute, reading), theirs in zip(others, every, strict=True):
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


def _at_ends(scenario: Scenario, seed: int, runs: int, paths: list[str]) -> Case:
    """The same contests with each of some beliefs at its low end, then at its high, and all the others drawn."""
    scores = np.full((2 * len(paths), len(paths)), np.nan)
    for n in range(len(paths)):
        scores[2 * n : 2 * n + 2, n] = -Z95, Z95
    return case_at(scenario, seed, runs, paths, scores)
