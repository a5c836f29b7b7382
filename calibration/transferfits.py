"""What transfers of real counts say of the next: a row of shares, and how far rows lie from it.

Of the votes that go on, each of those left gets a part; whoever is nearest to the one who drops out gets so many times
the part of another, the front-runner so many times; a share of all goes to nobody. About such a row the shares are a
Dirichlet. ``fit`` is the mode of a posterior with weak priors, each contest weighing one; ``concentration`` is judged on
contests that were not fitted to, since a row fitted to what it is held against looks surer than it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from calibration.evidence import Transfer, prior


@dataclass(frozen=True, slots=True)
class Rows:
    """Parts beside another's of the neighbour and of the front-runner, the share of nobody, and the Dirichlet's weight."""

    neighbour: float
    front_runner: float
    nobody: float
    weight: float

    def row(self, one: Transfer) -> list[float]:
        """The shares expected of those left, in order, and of nobody last if that was counted."""
        parts = [
            (self.neighbour if name == one.neighbour else 1.0)
            * (self.front_runner if name == one.front_runner else 1.0)
            for name in one.to
        ]
        passed_on = 1.0 if one.nobody is None else 1 - self.nobody
        shares = [passed_on * part / sum(parts) for part in parts]
        return shares if one.nobody is None else [*shares, self.nobody]


def fit(known: Sequence[Transfer]) -> Rows:
    """The rows that some transfers make likeliest."""
    from scipy.optimize import minimize

    before = prior()
    names = ("transfer_neighbour", "transfer_front_runner", "transfer_nobody", "concentration")
    centres = np.array([_logit(before[name][0]) if "nobody" in name else math.log(before[name][0]) for name in names])
    spreads = np.array([before[name][1] for name in names])

    def mass(at: Any) -> float:
        return likelihood(_rows(at), known) - 0.5 * float((((at - centres) / spreads) ** 2).sum())

    found = minimize(lambda at: -mass(at), centres, method="Nelder-Mead", options={"xatol": 1e-5, "fatol": 1e-9})
    return _rows(found.x)


def concentration(every: Sequence[Transfer]) -> float:
    """The weight of a Dirichlet about rows fitted without the contest that makes the contests' own rows likeliest."""
    centre, spread = prior()["concentration"]
    weights = np.geomspace(centre / 6, centre * 6, 501)
    mass = -0.5 * (np.log(weights / centre) / spread) ** 2
    for contest in dict.fromkeys(one.contest for one in every):
        rows = fit([one for one in every if one.contest != contest])
        held = [one for one in every if one.contest == contest]
        mass += [likelihood(Rows(rows.neighbour, rows.front_runner, rows.nobody, float(w)), held) for w in weights]
    return float(weights[int(mass.argmax())])


def likelihood(rows: Rows, known: Sequence[Transfer]) -> float:
    """The log density of some transfers, each contest weighing one."""
    many = {one.contest: sum(other.contest == one.contest for other in known) for one in known}
    total = 0.0
    for one in known:
        seen = [*one.to.values(), *([] if one.nobody is None else [one.nobody])]
        weights = [rows.weight * share for share in rows.row(one)]
        density = math.lgamma(sum(weights)) + sum(
            (weight - 1) * math.log(share) - math.lgamma(weight) for weight, share in zip(weights, seen, strict=True)
        )
        total += density / many[one.contest]
    return total


def _rows(at: Any) -> Rows:
    return Rows(math.exp(at[0]), math.exp(at[1]), 1 / (1 + math.exp(-at[2])), math.exp(at[3]))


def _logit(share: float) -> float:
    return math.log(share / (1 - share))
