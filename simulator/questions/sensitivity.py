"""What matters most: each belief at its ends with all else drawn, and Sobol's indices of those that matter, law beside belief.

Tornado: the chance that whoever the scenario is about leads, with one belief fixed at its 5% point and at its 95% point, on the
same luck; readings and what a dispute's other reading does stand beside beliefs. Sobol (Sobol 1993, Saltelli 2010): of the
variance of who leads, as far as it is due to beliefs at all, the part due to one belief alone (first) and the part that
would be left if all others were known (total), by batches that share the luck of that belief only, or of all but it. A
reading is a category: it is shared or drawn anew among those that are laid side by side, never a number cut at a half.
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
from simulator.beliefs.luck import BLOCK, Spliced
from simulator.contest.play import law_of, play
from simulator.questions.budget import PARTS, UNRESOLVED, leaders_of, parts_of, strangers, variance
from simulator.questions.compare import touching
from simulator.questions.crew import Crew, in_order
from simulator.questions.simulate import BATCH, Progress, choices, seed_of
from simulator.results.chances import paired
from simulator.results.results import words
from simulator.scenario.scenario import Belief, Scenario
from simulator.words.quantities import Quantity

TOP = 12
ALONE = Crew()
Leaders = NDArray[np.int8]


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
    crew: Crew = ALONE,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """The tornado of all beliefs and readings, and Sobol's indices of the beliefs that move the answer most."""
    runs, seed = min(scenario.runs if runs is None else runs, BATCH), seed_of(scenario, seed)
    subject = subject_of(scenario)
    number = scenario.ids.index(subject)
    alone = replace(scenario, compared=())
    base = leaders_of(alone, draw(alone, seed, 0, runs))[0] == number
    paths = uncertain(scenario)
    tasks = [
        (fixed(alone, path, value), seed, runs, None)
        for path in paths
        for value in (scenario.beliefs[path].quantity.low, scenario.beliefs[path].quantity.high)
    ]
    ends = [leaders[0] == number for leaders in in_order(crew, batch, tasks, progress)]
    rows = [
        _row(path, str(scenario.beliefs[path].quantity), ends[2 * n], ends[2 * n + 1], runs)
        for n, path in enumerate(paths)
    ]
    rows.sort(key=lambda row: -abs(row["swing"]))
    several = replace(scenario, compared=scenario.compared or touching(scenario)[:1])
    return {
        "schema": "party-rules/sensitivity/1",
        "scenario": scenario.title,
        "subject": subject,
        "name": scenario.name_of(subject),
        "runs": runs,
        "seed": seed,
        "chance": float(base.mean()),
        "beliefs": rows,
        "readings": _readings(alone, number, base, seed),
        "sobol": sobol(several, [row["belief"] for row in rows[:top]], seed=seed, crew=crew, progress=progress),
    }


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
    return sorted(rows, key=lambda row: -abs(float(str(row["swing"]))))


def sobol(
    scenario: Scenario,
    paths: list[str],
    *,
    seed: int,
    runs: int = 4 * BLOCK,
    crew: Crew = ALONE,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """First and total indices of some beliefs, and of the readings laid side by side; with errors, and the noise share.

    The first index of a belief is v(i)/v(all), its total 1 − v(all but i)/v(all), where v(S) is how much more often two
    batches that share only the luck of S agree on the leader than strangers do.
    """
    everything = frozenset(scenario.beliefs) | {"nominators.mood", "electorate.turnout"}
    everything |= {f"electorate.support.{one}" for one in scenario.ids}
    nothing = frozenset[str]()
    shared = [everything, nothing, *(one for path in paths for one in (frozenset({path}), everything - {path}))]
    tasks = [(scenario, seed, runs, None), *((scenario, seed, runs, one) for one in shared)]
    ours, known, unknown, *others = in_order(crew, batch, tasks, progress)
    whole, rows = _v(ours, known, shared=True), []
    for n, path in enumerate(paths):
        first, rest = _v(ours, others[2 * n], shared=False), _v(ours, others[2 * n + 1], shared=True)
        rows.append({"input": path, **_index("first", first / whole), **_index("total", 1 - rest / whole)})
    if scenario.compared:
        first, rest = _v(ours, unknown, shared=True), _v(ours, known, shared=False)
        name = " × ".join(scenario.compared)
        rows.append({"input": name, **_index("first", first / whole), **_index("total", 1 - rest / whole)})
    noise = 1 - whole / np.array([variance(ours[:, part]) for part in [slice(None), *parts_of(runs)]])
    return {
        "runs": runs,
        "readings": [words(scenario, {d: str(r) for d, r in one.items()}) for one in choices(scenario)],
        "rows": sorted(rows, key=lambda row: -float(row["total"])),
        **_index("noise", noise),
        "unresolved": float((ours == UNRESOLVED).mean()),
    }


def batch(scenario: Scenario, seed: int, runs: int, shared: frozenset[str] | None) -> Leaders:
    """Who leads: with the luck of the seed, or with that of some beliefs only and all else of another seed."""
    luck = None if shared is None else partial(Spliced, seed, seed + 1, shared)
    return leaders_of(scenario, draw(scenario, seed, 0, runs, luck))


def _v(ours: Leaders, theirs: Leaders, *, shared: bool) -> NDArray[np.float64]:
    """V of what two batches share, for all runs and then for each of some parts; ``shared``: the reading is shared, too."""
    found = []
    for part in [slice(None), *parts_of(ours.shape[1])]:
        a, b = ours[:, part], theirs[:, part]
        agree = (a == b).mean() if shared else np.mean([(x == y).mean() for x in a for y in b])
        found.append(float(agree) - strangers(a, b))
    return np.array(found)


def _index(name: str, values: NDArray[np.float64]) -> dict[str, float]:
    """An index and its error, from its value for all runs and for each part."""
    return {name: float(values[0]), f"{name}_error": float(values[1:].std(ddof=1)) / math.sqrt(PARTS)}
