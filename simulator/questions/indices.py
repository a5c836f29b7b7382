"""Sobol's indices: of the variance of the chance that somebody leads, how much is due to which belief, which pair, which law.

Saltelli's plan (Saltelli 2010), made and analysed by SALib: N(2D + 2) points in the space of D beliefs, and at each point the
same few contests, so that points differ by those beliefs alone. A belief's *first* index is the share of the variance that
would go if it were known, its *total* what would be left if all the others were. A dispute is a category: every point is played
under every reading of it, and of every other dispute that is laid beside it.
"""

from __future__ import annotations

import hashlib
import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.design import Planned, common_to
from simulator.beliefs.draws import draw
from simulator.questions.budget import leaders_of
from simulator.questions.crew import Crew, Task
from simulator.questions.kept import ALONE, kept
from simulator.questions.lawshares import shares
from simulator.questions.simulate import BATCH, Progress, choices
from simulator.questions.store import Part, Store, content_of, key_of
from simulator.results.results import words
from simulator.scenario.scenario import Scenario
from simulator.words.problems import refuse

POINTS, EACH, PARTS, RESAMPLES = 256, 100, 4, 100
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Plan:
    """SALib's problem, and score[point, belief] of every point, in standard normals."""

    problem: dict[str, Any]
    scores: Values

    @classmethod
    def of(cls, paths: list[str], points: int, seed: int) -> Plan:
        """Saltelli's plan for some beliefs; ``points`` is N, a power of two."""
        from SALib.sample.sobol import sample
        from scipy.special import ndtri

        problem = {"num_vars": len(paths), "names": paths, "bounds": [[0.0, 1.0]] * len(paths)}
        return cls(problem, ndtri(np.clip(sample(problem, points, seed=seed), 1e-9, 1 - 1e-9)))

    def analysed(self, values: Values, resamples: int, seed: int) -> dict[str, Values]:
        """SALib's indices of value[point], with half-widths at 95% by the bootstrap; all zero where nothing varies."""
        from SALib.analyze.sobol import analyze

        if np.ptp(values) == 0:
            each = np.zeros(len(self.problem["names"]))
            flat, pairs = dict.fromkeys(("S1", "S1_conf", "ST", "ST_conf"), each), np.zeros((len(each), len(each)))
            return {**flat, "S2": pairs, "S2_conf": pairs}
        with (
            warnings.catch_warnings()
        ):  # where nothing varies in some of the points its indices are zero, and it says so
            warnings.simplefilter("ignore", UserWarning)
            return dict(analyze(self.problem, values, num_resamples=resamples, seed=seed + 1))


def sobol(
    scenario: Scenario,
    subject: str,
    paths: list[str],
    *,
    seed: int,
    points: int = POINTS,
    each: int = EACH,
    store: Store | None = None,
    crew: Crew = ALONE,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """First, total and second-order indices of some beliefs and of each dispute compared, with errors; and the noise share.

    points  N of Saltelli's plan, a power of two;  each  contests at a point, the same at all points
    """
    if points & (points - 1):
        raise refuse(f"{points} points", "a power of two, such as 256 or 1024: Sobol’s sequence is even only there")
    paths = sorted(paths)
    plan = Plan.of(paths, points, seed)
    size = max(1, BATCH // each)
    tasks = [
        (scenario, subject, seed, each, paths, plan.scores[first : first + size])
        for first in range(0, len(plan.scores), size)
    ]
    found = kept(chances_at, tasks, _parts(scenario, tasks), store=store, crew=crew, progress=progress)
    led = np.concatenate(found, axis=1)
    names = [words(scenario, {d: str(r) for d, r in one.items()}) for one in choices(scenario)]
    return {
        "points": points,
        "each": each,
        "runs": len(plan.scores) * each * len(led),
        "readings": names,
        **_indices(plan, led, paths, {d: len(scenario.book.disputes[d].readings) for d in scenario.compared}, seed),
        **_noise(led, each),
    }


def _parts(scenario: Scenario, tasks: Sequence[Task]) -> list[Part]:
    """What each task's chances are kept under; ``first`` and ``runs`` are of the points, laid one after another."""
    content, parts, first = content_of(scenario, readings=choices(scenario)), [], 0
    for _, subject, seed, each, paths, scores in tasks:
        points = hashlib.sha256(np.ascontiguousarray(scores).tobytes()).hexdigest()
        key = key_of("chances", content, subject, seed, each, paths, points)
        said = {"subject": subject, "points": f"{len(scores)}", "of": ", ".join(paths)}
        parts.append(Part(key, scenario.title, said, first, len(scores) * each, seed))
        first += len(scores) * each
    return parts


def chances_at(
    scenario: Scenario, subject: str, seed: int, each: int, paths: list[str], scores: Values
) -> NDArray[np.float32]:
    """The share of contests in which somebody leads: share[choice of readings, point, part of the contests]."""
    common = common_to(seed, each)
    points = {path: scores[:, n] for n, path in enumerate(paths)}
    luck = partial(Planned, common, points)
    leaders = leaders_of(scenario, draw(scenario, seed, 0, len(scores) * each, luck))
    led = (leaders == scenario.ids.index(subject)).reshape(len(leaders), len(scores), each)
    parts = [led[..., n::PARTS].mean(axis=2, dtype=np.float32) for n in range(PARTS)]
    return np.stack(parts, axis=-1)


def _indices(
    plan: Plan, led: NDArray[np.float32], paths: list[str], law: Mapping[str, int], seed: int
) -> dict[str, Any]:
    """Rows of inputs and of pairs; the error is of the points and of the contests (from their parts) together.

    law  dispute → how many readings it has, in the order in which they are crossed
    """
    sizes = list(law.values())

    def of(values: Values, resamples: int) -> dict[str, Values]:
        analysed = partial(plan.analysed, seed=seed)
        return shares(analysed, values, sizes, len(paths), seed, resamples)

    found = of(led.mean(axis=-1, dtype=np.float64), RESAMPLES)
    parts = [of(led[..., n].astype(np.float64), 2) for n in range(PARTS)]

    def said(name: str, at: Any) -> dict[str, float]:
        spread = np.std([part[name][at] for part in parts], ddof=1) / math.sqrt(PARTS)
        return {name: float(found[name][at]), f"{name}_error": math.hypot(found[f"{name}_error"][at], spread)}

    inputs = [*paths, *law]
    rows = [{"input": one, **said("first", n), **said("total", n)} for n, one in enumerate(inputs)]
    pairs: list[dict[str, Any]] = [
        {"inputs": [inputs[i], inputs[j]], **said("second", (i, j))} for i, j in combinations(range(len(inputs)), 2)
    ]
    pairs = [one for one in pairs if one["second"] > 2 * one["second_error"] and one["second"] > 0.005]
    return {
        "rows": sorted(rows, key=lambda row: (-float(row["total"]), row["input"])),
        "pairs": sorted(pairs, key=lambda one: (-float(one["second"]), one["inputs"])),
    }


def _noise(led: NDArray[np.float32], each: int) -> dict[str, float]:
    """How much of the variance over points is chance in the few contests at each; and of one contest, no planned belief's doing.

    The covariance of two halves of the contests is the variance that is not noise.
    """
    halves = led[..., ::2].mean(axis=-1, dtype=np.float64), led[..., 1::2].mean(axis=-1, dtype=np.float64)
    whole = (halves[0] + halves[1]) / 2
    middles = [half - half.mean() for half in halves]
    true = float((middles[0] * middles[1]).mean())
    seen = float(whole.var())
    chance = float(whole.mean())
    alone = chance * (1 - chance)
    within = float((whole * (1 - whole)).mean()) * each / max(each - 1, 1)
    return {
        "noise": max(0.0, 1 - true / seen) if seen > 0 else 0.0,
        "one_contest": min(1.0, within / alone) if alone > 0 else 0.0,
    }
