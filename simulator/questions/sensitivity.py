"""What matters most: each belief at its ends with all else drawn, law beside belief; and Sobol's indices of those that matter.

Tornado: the chance that whoever the scenario is about leads, with one belief fixed at its 5% point and at its 95% point, on the
same luck; what a dispute's other reading does stands beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.design import Planned, common_to
from simulator.beliefs.draws import draw
from simulator.beliefs.luck import BLOCK
from simulator.conduct.readings import worlds_of
from simulator.conduct.simulate import simulate as play
from simulator.questions.budget import leaders_of
from simulator.questions.compare import touching
from simulator.questions.crew import Crew
from simulator.questions.indices import POINTS, sobol
from simulator.questions.kept import ALONE, kept
from simulator.questions.simulate import BATCH, Progress, choices, seed_of
from simulator.questions.store import Part, Store, content_of, key_of
from simulator.results.chances import paired
from simulator.results.results import words
from simulator.results.summary import reading_words
from simulator.scenario.scenario import Scenario
from simulator.words.quantities import Z95

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
    store: Store | None = None,
    crew: Crew = ALONE,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The tornado of all beliefs and readings, and Sobol's indices of the beliefs that move the answer most."""
    found = tornado(scenario, runs=runs, seed=seed, store=store, crew=crew, progress=progress)
    rows = sorted(found["beliefs"], key=lambda row: (-max(abs(s) for s in row["under"].values()), row["belief"]))[:top]
    several = crossed(laid_out(scenario), found["readings"], bool(scenario.compared))
    of = partial(sobol, several, found["subject"], [row["belief"] for row in rows], seed=found["seed"])
    return {**found, "sobol": of(points=points, store=store, crew=crew, progress=progress)}


def laid_out(scenario: Scenario) -> Scenario:
    """The scenario with readings side by side: those it compares, or of the first dispute that bears on it."""
    return replace(scenario, compared=scenario.compared or touching(scenario)[:1])


def tornado(
    scenario: Scenario,
    *,
    runs: int | None = None,
    seed: int | None = None,
    store: Store | None = None,
    crew: Crew = ALONE,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Each belief fixed at its 5% and at its 95% point, all else drawn, and each clause read otherwise, on the same luck."""
    runs, seed = min(scenario.runs if runs is None else runs, BLOCK), seed_of(scenario, seed)
    subject = scenario.subject
    number = scenario.ids.index(subject)
    alone, several = replace(scenario, compared=()), laid_out(scenario)
    base = leaders_of(alone, draw(alone, seed, 0, runs))[0] == number
    paths, here = sorted(uncertain(scenario)), _adopted(several)
    size = max(1, BATCH // runs // 2)
    some = [tuple(paths[at : at + size]) for at in range(0, len(paths), size)]
    readings = [{d: reading_words(r) for d, r in one.items()} for one in choices(several)]
    content = content_of(several, readings=readings)
    parts = [
        Part(
            key_of("ends", content, number, paths, seed, runs),
            several.title,
            dict.fromkeys(paths, "its ends"),
            0,
            runs,
            seed,
        )
        for paths in some
    ]
    tasks = [(several, number, seed, runs, paths) for paths in some]
    played = kept(at_ends, tasks, parts, store=store, crew=crew, progress=progress)
    ends = [end for one in played for end in one]
    names = [words(several, {d: str(r) for d, r in one.items()}) for one in choices(several)]
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
        "readings": _readings(alone, number, base, seed),
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
            theirs = play(scenario, worlds_of(scenario, {dispute: reading}), draws).leader == number
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


def at_ends(scenario: Scenario, number: int, seed: int, runs: int, paths: Sequence[str]) -> NDArray[np.bool_]:
    """Whether a candidate leads with each of some beliefs at its low end, then at its high: led[end, choice of readings, run]."""
    scores = np.full((2 * len(paths), len(paths)), np.nan)
    for n in range(len(paths)):
        scores[2 * n : 2 * n + 2, n] = -Z95, Z95
    points = {path: scores[:, n] for n, path in enumerate(paths)}
    luck = partial(Planned, common_to(seed, runs), points)
    led = leaders_of(scenario, draw(scenario, seed, 0, len(scores) * runs, luck)) == number
    found: NDArray[np.bool_] = led.reshape(len(led), len(scores), runs).swapaxes(0, 1)
    return found
