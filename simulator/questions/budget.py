"""The evidence budget: how much of the answer rests on which grade of evidence, and on clauses nobody could find.

The answer is who leads. Of its variance, the part due to a group of beliefs S is v(S) = Var(E[answer | S]): two batches
that share only the streams of S agree more often than two strangers do, by just that much (Sobol's pick and freeze). A grade's
share is its Shapley value in v (Owen 2014; Song, Nelson and Staum 2016), which splits what groups do together fairly, so
the shares add to 100%. Contests that end at a clause whose text was not found, or which is silent, are a share of their
own: there the answer rests on no evidence at all. How the answer would move were such a clause filled in cannot be asked, for
nobody knows with what, so every contest that ends at one counts as hanging on it wholly, and one that passes it by not at all.
What is left to the run of events is printed apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.streams import BLOCK, Spliced
from simulator.engine.leaders import UNRESOLVED, counted
from simulator.questions.simulate import Case, Leaders, choices, leaders, seed_of
from simulator.scenario.scenario import Scenario

RUNS = 2 * BLOCK
PARTS = 8
MOST = 30
"""Candidates, at most: so that counts of two batches are as long."""
GRADES = ("primary", "secondary", "memory", "assumption")
READING = "the reading of the clause"
UNKNOWN = "unknown"
_CONFIDENCE = {"high": "primary", "medium": "secondary", "low": "secondary"}
_COMMON = {
    "nominators.mood": "nominators.mood",
    "electorate.turnout": "electorate.swing",
}


@dataclass(frozen=True, slots=True)
class Share:
    """One group's share of the answer, its standard error, and how many uncertain beliefs it has."""

    group: str
    share: float
    error: float
    beliefs: int


def grade_of(scenario: Scenario, path: str) -> str | None:
    """The grade of the belief whose stream a path is; None for the run of events, which is no belief."""
    if path in scenario.beliefs:
        grade = scenario.beliefs[path].origin.grade
        return _CONFIDENCE.get(grade, grade)
    common = _COMMON.get(path)
    if common is None and path.startswith("electorate.support."):
        common = _swung(scenario, path.removeprefix("electorate.support."))
    return None if common is None else grade_of(scenario, common)


def _swung(scenario: Scenario, one: str) -> str:
    """The belief that says how far sections go together for a candidate: the polls, if they say all, or the swing."""
    here = [f"electorate.sections.{section}" for section in scenario.sections]
    theirs = [f"{section}.{said}.{one}" for section in here for said in ("support", "shares")]
    unsure = [path for path in theirs if path in scenario.beliefs and not scenario.quantity(path).certain]
    polled = bool(unsure) and all(scenario.beliefs[path].origin.kind == "polls" for path in unsure)
    return unsure[0] if polled else "electorate.swing"


def groups_of(scenario: Scenario) -> dict[str, frozenset[str]]:
    """The streams of the beliefs of each grade, for those grades that have a belief that is not certain."""
    named = [path for path, belief in scenario.beliefs.items() if _uncertain(scenario, path)]
    factors = [*_COMMON, *(f"electorate.support.{one}" for one in scenario.ids)]
    found: dict[str, set[str]] = {}
    for path in (*named, *factors):
        grade = grade_of(scenario, path)
        if grade is not None:
            found.setdefault(grade, set()).add(path)
    return {grade: frozenset(found[grade]) for grade in (*GRADES, *sorted(set(found) - set(GRADES))) if grade in found}


def _uncertain(scenario: Scenario, path: str) -> bool:
    belief = scenario.beliefs[path]
    return (belief.bears and not belief.quantity.certain) or path.startswith("electorate.transfers.")


def budget(scenario: Scenario, *, runs: int = RUNS, seed: int | None = None) -> dict[str, Any]:
    """The budget as one document: shares of grades, of readings laid side by side, and of clauses not found."""
    seed = seed_of(scenario, seed)
    groups = groups_of(scenario)
    names = [*groups, *([READING] if scenario.compared else [])]
    ours = _played(scenario, seed, runs, partial(Spliced, seed, seed, frozenset[str]()))
    others = {}
    for some in _subsets(tuple(groups)):
        shared = frozenset().union(*(groups[name] for name in some)) if some else frozenset()
        others[frozenset(some)] = _played(scenario, seed, runs, partial(Spliced, seed, seed + 1, shared))
    parts = [_shapley(names, _values(ours, others, names, part)) for part in parts_of(runs)]
    whole = _shapley(names, _values(ours, others, names, slice(None)))
    unanswered = float((ours == UNRESOLVED).mean())
    explained = sum(whole.values())
    errors = {name: float(np.std([_of_all(part, name) for part in parts], ddof=1)) / math.sqrt(PARTS) for name in names}
    rows = [
        Share(name, (1 - unanswered) * _of_all(whole, name), errors[name], len(groups.get(name, ()))) for name in names
    ]
    rows.append(Share(UNKNOWN, unanswered, math.sqrt(unanswered * (1 - unanswered) / runs), 0))
    return {
        "runs": runs,
        "seed": seed,
        "shares": [{"group": r.group, "share": r.share, "error": r.error, "beliefs": r.beliefs} for r in rows],
        "of_one_contest": explained / max(variance(ours), 1e-12),
    }


def _of_all(values: Mapping[str, float], name: str) -> float:
    """A share of what the groups explain together; a value below zero is estimation error, and is none."""
    positive = {key: max(value, 0.0) for key, value in values.items()}
    whole = sum(positive.values())
    return positive[name] / whole if whole > 0 else 1 / len(positive)


def _subsets(names: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    for size in range(len(names) + 1):
        yield from combinations(names, size)


def parts_of(runs: int) -> list[slice]:
    """The runs in some equal parts, from which errors are taken."""
    each = runs // PARTS
    return [slice(n * each, (n + 1) * each) for n in range(PARTS)]


def _played(scenario: Scenario, seed: int, runs: int, streams: Callable[[int], Spliced]) -> Leaders:
    (found,) = leaders([Case(scenario, choices(scenario), runs, seed, streams=streams)])
    return found


def _values(
    ours: Leaders, others: Mapping[frozenset[str], Leaders], names: list[str], part: slice
) -> dict[frozenset[str], float]:
    """v(S) for every set of groups: how much more often two batches that share S agree than strangers would."""
    here = ours[:, part]
    found = {}
    for some, theirs in others.items():
        there = theirs[:, part]
        apart = strangers(here, there)
        crossed = float(np.mean([(a == b).mean() for a in here for b in there]))
        found[some] = crossed - apart
        if READING in names:
            found[some | {READING}] = float((here == there).mean()) - apart
    return found


def strangers(one: Leaders, other: Leaders) -> float:
    """How often two batches would agree if they had nothing in common but their chances."""
    return float(_chances(one) @ _chances(other))


def _chances(led: Leaders) -> NDArray[np.float64]:
    counts = counted(led.ravel(), MOST)
    chances: NDArray[np.float64] = counts / counts.sum()
    return chances


def variance(led: Leaders) -> float:
    """The variance of who leads, summed over the leaders: 1 − Σp²."""
    chances = _chances(led)
    return 1 - float(chances @ chances)


def _shapley(names: list[str], values: Mapping[frozenset[str], float]) -> dict[str, float]:
    """Each group's Shapley value: its mean contribution over all orders in which groups may become known."""
    count = len(names)
    found = {}
    for name in names:
        rest = tuple(other for other in names if other != name)
        found[name] = sum(
            math.factorial(len(some))
            * math.factorial(count - len(some) - 1)
            / math.factorial(count)
            * (values[frozenset(some) | {name}] - values[frozenset(some)])
            for some in _subsets(rest)
        )
    return found
