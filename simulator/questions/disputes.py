"""Which clause decides: of each dispute, what it changes alone, on average, and as its share of all changes.

Alone: in what share of contests the *leader* changes if that clause alone is read otherwise (from the adopted readings,
averaged over its other readings). Averaged: the same over all readings of the others. Share: its Shapley value in v(S), the
share of contests whose leader differs when the disputes of S are read otherwise; shares add to v(all).
"""

from __future__ import annotations

import math
from itertools import combinations, product
from typing import Any

import numpy as np

from simulator.questions.factorial import Combination, Factorial, Floats, Leaders, another, factorial
from simulator.results.chances import chance

SHOWN = 12
WORTH_NAMING = 0.02

__all__ = ["Factorial", "factorial", "ranking", "shapley"]


def ranking(found: Factorial) -> dict[str, Any]:
    """The answer to ``disputes`` as one document, the dispute with the largest share first."""
    values, matrix = shapley(found), [] if found.orders else _matrix(found)
    rows = [_dispute(found, d, value) for d, value in enumerate(values)]
    whole = sum(values) if found.orders else found.changed(range(len(found.disputes)))
    return {
        "schema": "party-rules/disputes/1",
        "scenario": found.scenario.title,
        "rules": {"book": found.scenario.book.key, "edition": found.scenario.edition.name},
        "runs": found.runs,
        "seed": found.seed,
        "combinations": found.whole,
        "played": len(found.leaders),
        "moot": found.moot,
        "silent": list(found.silent),
        "sampled_orders": len(found.orders),
        "all": _mean(whole),
        "disputes": sorted(rows, key=lambda row: -row["shapley"]["share"]),
        "interactions": _interactions(matrix),
        "matrix": matrix,
    }


def _mean(values: Any) -> dict[str, float]:
    """A mean over runs with its standard error."""
    return {"share": float(np.mean(values)), "error": float(np.std(values) / math.sqrt(len(values)))}


def _dispute(found: Factorial, d: int, value: Floats) -> dict[str, Any]:
    """One dispute: each other reading from the adopted ones, who changes hands, and runs to tell."""
    name = found.disputes[d]
    return {
        "dispute": name,
        "title": found.scenario.book.disputes[name].title,
        "adopted": found.adopted[d],
        "alone": _mean(found.changed((d,))),
        "averaged": None if found.orders else _averaged(found, d),
        "shapley": _mean(value),
        "readings": [_reading(found, other, found.of(found.read(d, other))) for other in found.others(d)],
    }


def _reading(found: Factorial, reading: str, theirs: Leaders) -> dict[str, Any]:
    """One other reading: the share of contests whose leader changes, from whom to whom, and the first runs that flip."""
    base = found.of(found.adopted)
    flips = np.flatnonzero(theirs != base)
    moves: dict[tuple[int, int], int] = {}
    for pair in zip(base[flips].tolist(), theirs[flips].tolist(), strict=True):
        moves[pair] = moves.get(pair, 0) + 1
    names = ["unresolved", "nobody", *found.scenario.ids]
    return {
        "reading": reading,
        "leader_changes": chance(len(flips), found.runs),
        "moves": [
            {"from_leader": names[a + 2], "to_leader": names[b + 2], "runs": many, "chance": many / found.runs}
            for (a, b), many in sorted(moves.items(), key=lambda item: -item[1])
        ],
        "runs_that_flip": flips[:SHOWN].tolist(),
    }


def _averaged(found: Factorial, d: int) -> float:
    """The share of contests whose leader changes with that clause alone, averaged over all readings of the others."""
    around = [names if n != d else (found.adopted[d],) for n, names in enumerate(found.options)]
    shares = [
        float((found.of(found.read(d, other, rest)) != found.of(rest)).mean())
        for rest in product(*around)
        for other in found.others(d)
    ]
    return float(np.mean(shares))


def shapley(found: Factorial) -> list[Floats]:
    """φ[dispute][run]: each dispute's mean contribution to D over all orders, or over the orders sampled."""
    if found.orders:
        return _along(found)
    count = len(found.disputes)
    known = {some: found.changed(some) for size in range(count + 1) for some in combinations(range(count), size)}
    values = []
    for d in range(count):
        value = np.zeros(found.runs)
        for size in range(count):
            weight = math.factorial(size) * math.factorial(count - size - 1) / math.factorial(count)
            for some in combinations([n for n in range(count) if n != d], size):
                value += weight * (known[tuple(sorted((*some, d)))] - known[some])
        values.append(value)
    return values


def _along(found: Factorial) -> list[Floats]:
    """Contributions along each sampled order, averaged."""
    base = found.of(found.adopted)
    values = [np.zeros(found.runs) for _ in found.disputes]
    for number, order in enumerate(found.orders):
        now, before = list(found.adopted), np.zeros(found.runs)
        for step, d in enumerate(order):
            now[d] = another(found.options[d], found.adopted[d], number + step + found.seed)
            after = (found.of(now) != base).astype(float)
            values[d] += (after - before) / len(found.orders)
            before = after
    return values


def _matrix(found: Factorial) -> list[dict[str, Any]]:
    """What each dispute changes with the others as adopted, and with each other dispute read otherwise."""
    rows = []
    for d, e in product(range(len(found.disputes)), repeat=2):
        if d == e:
            continue
        alone = _effect(found, d, found.adopted)
        for reading in found.others(e):
            then = _effect(found, d, found.read(e, reading))
            names = {"dispute": found.disputes[d], "if": found.disputes[e], "reading": reading}
            rows.append({**names, "alone": alone, "then": then})
    return rows


def _interactions(matrix: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Disputes whose effect is another by two points or more once some other dispute is read otherwise."""
    rows = [row for row in matrix if abs(row["then"] - row["alone"]) >= WORTH_NAMING]
    return sorted(rows, key=lambda row: -abs(float(row["then"]) - float(row["alone"])))


def _effect(found: Factorial, d: int, from_: Combination) -> float:
    """The share of contests whose leader changes if one dispute is read otherwise, from some combination."""
    here = found.of(from_)
    shares = [float((found.of(found.read(d, other, from_)) != here).mean()) for other in found.others(d)]
    return float(np.mean(shares)) if shares else 0.0
