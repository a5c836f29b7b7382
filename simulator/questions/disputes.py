"""Which clause decides: of each dispute, what it changes alone, on average, and as its share of all changes.

Alone: in what share of contests the *leader* changes if that clause alone is read otherwise (from the adopted readings,
averaged over its other readings). Averaged: the same over all readings of the others. Share: its Shapley value in v(S), the
share of contests whose leader differs when the disputes of S are read otherwise; shares add to v(all). Every figure has the
standard error of a difference on the same luck; where combinations were sampled, that of the sample is added.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

import numpy as np

from simulator.questions.factorial import Combination, Factorial, Floats, another, factorial
from simulator.questions.kept import Leaders
from simulator.results.chances import chance

SHOWN = 12
WORTH_NAMING = 0.02

__all__ = ["Factorial", "factorial", "ranking", "shapley"]


def ranking(found: Factorial) -> dict[str, Any]:
    """The answer to ``disputes`` as one document, the dispute with the largest share first."""
    values, matrix = shapley(found), _matrix(found)
    shares = [_mean(value) for value in values]
    whole = _mean(sum(values) if found.orders else found.changed(range(len(found.disputes))))
    if found.orders:
        by_order = _by_order(found)
        shares = [_widened(share, each) for share, each in zip(shares, by_order.T, strict=True)]
        whole = _widened(whole, by_order.sum(axis=1))
    rows = [_dispute(found, d, share) for d, share in enumerate(shares)]
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
        "sampled_points": len(found.points),
        "all": whole,
        "disputes": sorted(rows, key=lambda row: (-row["shapley"]["share"], row["dispute"])),
        "interactions": _interactions(matrix),
        "matrix": matrix,
    }


def _mean(values: Any) -> dict[str, float]:
    """A mean over runs with its standard error."""
    return {"share": float(np.mean(values)), "error": float(np.std(values) / math.sqrt(len(values)))}


def _widened(mean: dict[str, float], sampled: Floats) -> dict[str, float]:
    """A mean with the error of its sample added: of the same figure in each of the orders, or points, that were sampled."""
    spread = float(np.std(sampled, ddof=1)) / math.sqrt(len(sampled)) if len(sampled) > 1 else 0.0
    return {**mean, "error": math.hypot(mean["error"], spread)}


def _dispute(found: Factorial, d: int, share: dict[str, float]) -> dict[str, Any]:
    """One dispute: each other reading from the adopted ones, who changes hands, and runs to tell."""
    name = found.disputes[d]
    return {
        "dispute": name,
        "title": found.scenario.book.disputes[name].title,
        "adopted": found.adopted[d],
        "alone": _mean(found.changed((d,))),
        "averaged": _averaged(found, d),
        "shapley": share,
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
            for (a, b), many in sorted(
                moves.items(), key=lambda item: (-item[1], names[item[0][0] + 2], names[item[0][1] + 2])
            )
        ],
        "runs_that_flip": flips[:SHOWN].tolist(),
    }


def _averaged(found: Factorial, d: int) -> dict[str, float]:
    """The share of contests whose leader changes with that clause alone, averaged over all readings of the others.

    Where combinations were sampled, over the points sampled: what the others are read as there.
    """
    around = [names if n != d else (found.adopted[d],) for n, names in enumerate(found.options)]
    rests: Any = product(*around)
    if found.points:
        rests = [found.read(d, found.adopted[d], point) for point in found.points]
    total, by_rest = np.zeros(found.runs), []
    for rest in rests:
        changed = _effect(found, d, rest)
        total += changed
        by_rest.append(float(changed.mean()))
    mean = _mean(total / len(by_rest))
    return _widened(mean, np.array(by_rest)) if found.points else mean


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
    values = [np.zeros(found.runs) for _ in found.disputes]
    for order in _contributions(found):
        for d, value in order:
            values[d] += value / len(found.orders)
    return values


def _by_order(found: Factorial) -> Floats:
    """The mean contribution of each dispute along each sampled order: share[order, dispute]."""
    shares = np.zeros((len(found.orders), len(found.disputes)))
    for number, order in enumerate(_contributions(found)):
        for d, value in order:
            shares[number, d] = value.mean()
    return shares


def _contributions(found: Factorial) -> Iterator[Iterator[tuple[int, Floats]]]:
    """Of each sampled order, each dispute with what it adds, run by run, as the disputes are read otherwise one by one."""
    base = found.of(found.adopted)

    def along(number: int, order: Sequence[int]) -> Iterator[tuple[int, Floats]]:
        now, before = list(found.adopted), np.zeros(found.runs)
        for step, d in enumerate(order):
            now[d] = another(found.options[d], found.adopted[d], number + step + found.seed)
            after = (found.of(now) != base).astype(float)
            yield d, after - before
            before = after

    return (along(number, order) for number, order in enumerate(found.orders))


def _matrix(found: Factorial) -> list[dict[str, Any]]:
    """What each dispute changes with the others as adopted, with each other dispute read otherwise, and the difference."""
    rows = []
    for d, e in product(range(len(found.disputes)), repeat=2):
        if d == e:
            continue
        alone = _effect(found, d, found.adopted)
        for reading in found.others(e):
            then = _effect(found, d, found.read(e, reading))
            more = _mean(then - alone)
            rows.append(
                {
                    "dispute": found.disputes[d],
                    "if": found.disputes[e],
                    "reading": reading,
                    "alone": float(alone.mean()),
                    "alone_error": _mean(alone)["error"],
                    "then": float(then.mean()),
                    "then_error": _mean(then)["error"],
                    "more": more["share"],
                    "more_error": more["error"],
                }
            )
    return rows


def _interactions(matrix: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Disputes whose effect is another by two points or more, beyond its error, once some other dispute is read otherwise."""
    rows = [row for row in matrix if abs(row["more"]) >= max(WORTH_NAMING, 2 * row["more_error"])]
    return sorted(rows, key=lambda row: (-abs(float(row["more"])), row["dispute"], row["if"], row["reading"]))


def _effect(found: Factorial, d: int, from_: Combination) -> Floats:
    """Whether the leader changes if one dispute is read otherwise, from some combination: the mean over its readings[run]."""
    here = found.of(from_)
    shares = [found.of(found.read(d, other, from_)) != here for other in found.others(d)]
    mean: Floats = np.mean(shares, axis=0) if shares else np.zeros(found.runs)
    return mean
