"""The electorate: how many vote in each section, and how strongly each candidate pulls there.

``shares`` are of the first preferences if all candidates stand, so the pulls are the shares; ``support`` is a share in a
straight fight with an average challenger, so a candidate's pull is its odds. By Luce's choice axiom the first preferences
among any candidates still standing are in proportion to their pulls. A swing shared by all sections moves each candidate's
pulls together, except where polls speak: what their errors had in common is known. Turnout, too, has a common part.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.sampler import Sampler, everywhere
from simulator.beliefs.streams import BLOCK, before_scale
from simulator.procedures.arrays import Drawn, Figure, Floats
from simulator.scenario import polls
from simulator.scenario.scenario import Scenario
from simulator.words.quantities import Quantity

PULL, CAST = "electorate.sections/pull", "electorate.sections/cast"
"""Where the draws have weight[candidate, section, run] of each candidate's support, and votes[section, run]."""
TRANSFERS = "electorate.transfers.<loser>.<gainer>"


def drawn(sampler: Sampler) -> dict[str, Drawn]:
    """The electorate's part of the draws for one block."""
    scenario = sampler.scenario
    count, sections = len(scenario.candidates), scenario.sections
    signed_up: dict[str, Figure] = {}
    pull = np.zeros((count, len(sections), BLOCK), np.float32)
    cast = np.zeros((len(sections), BLOCK), np.float32)
    common = sampler.streams.normal("electorate.turnout")
    swing = sampler.quantity("electorate.swing").low
    for s, section in enumerate(sections):
        if section in scenario.recorded:
            votes = scenario.recorded[section]
            pull[:, s] = np.array([[votes.get(one, 0)] for one in scenario.ids], np.float32)
            cast[s] = sum(votes.values())
            continue
        cast[s] = _votes(sampler, section, common, swing, signed_up)
    moves = {section: _spreads(scenario, section) for section in sections}
    for c, one in enumerate(scenario.ids):
        _pull(sampler, one, pull[c], swing, moves)
    signed = {path: everywhere(heads, np.float32) for path, heads in signed_up.items()}
    return {PULL: pull, CAST: cast, TRANSFERS: _transfers(sampler), **signed}


def _votes(sampler: Sampler, section: str, common: Floats, swing: float, signed_up: dict[str, Figure]) -> Figure:
    """Votes[run] cast in a section; what becomes of its register is written into ``signed_up``, by path."""
    here = f"electorate.sections.{section}"
    turnout = sampler.quantity(f"{here}.turnout")
    share: Figure = turnout.low
    if not turnout.certain:
        share = sampler.value(f"{here}.turnout", sampler.streams.score(f"{here}.turnout", common, swing))
    return np.rint(_register(sampler, here, signed_up) * share)


def _register(sampler: Sampler, here: str, signed_up: dict[str, Figure]) -> Figure:
    """Who may vote: papers issued, or those let in of all who applied in a window; less whom a freeze date leaves out."""
    if sampler.believed(f"{here}.window.fee"):
        signed_up[f"{here}.window.applied"] = applied = _applicants(sampler, f"{here}.window", signed_up)
        signed_up[f"{here}.window.accepted"] = register = applied * sampler.value(f"{here}.window.accepted")
    else:
        register = sampler.value(f"{here}.register")
    if sampler.believed(f"{here}.frozen_out"):
        signed_up[f"{here}.frozen_out"] = frozen = np.minimum(sampler.value(f"{here}.frozen_out"), register - 1)
        register = register - frozen
    return register


FEE, DAYS = 25, 2
"""The window to which the heat of a contest is measured: that of 2016 and of 2020, in pounds and days."""


def _applicants(sampler: Sampler, here: str, signed_up: dict[str, Figure]) -> Figure:
    """Who signs up: the heat of the contest, changed alike each time the fee or the length of the window is doubled."""
    signed_up[f"{here}.fee"], signed_up[f"{here}.open"] = fee, days = (
        sampler.value(f"{here}.fee"),
        sampler.value(f"{here}.open"),
    )
    if sampler.believed(f"{here}.applied"):
        return sampler.value(f"{here}.applied")
    dearer, longer = np.log2(np.maximum(fee, 1) / FEE), np.log2(np.maximum(days, 1) / DAYS)
    heat = sampler.value(f"{here}.heat")
    return np.rint(heat * sampler.value(f"{here}.dearer") ** dearer * sampler.value(f"{here}.longer") ** longer)


def _transfers(sampler: Sampler) -> NDArray[np.float32]:
    """Where votes go: share[from, to or nobody, run], a Dirichlet about what the file says; no rows if it says nothing.

    A candidate of whom nothing is said passes votes on in proportion to the pulls of those left, and has a row of −1.
    """
    scenario, ids, here = sampler.scenario, sampler.scenario.ids, "electorate.transfers."
    said = [path[len(here) :].split(".") for path in scenario.beliefs if path.startswith(here)]
    if not said:
        return np.zeros((0, len(ids) + 1, BLOCK), np.float32)
    table = np.full((len(ids), len(ids) + 1, BLOCK), -1, np.float32)
    weight = sampler.value("electorate.concentration")
    for loser in dict.fromkeys(one for one, _ in said):
        rows = {gainer: scenario.quantity(f"{here}{loser}.{gainer}").centre for one, gainer in said if one == loser}
        total = sum(rows.values())
        drawn = {
            gainer: sampler.streams.gamma(f"{here}{loser}.{gainer}", weight * share / total)
            for gainer, share in rows.items()
            if share
        }
        whole = sum(drawn.values())
        table[ids.index(loser)] = 0
        for gainer, part in drawn.items():
            table[ids.index(loser), ids.index(gainer) if gainer in ids else len(ids)] = part / whole
    return table


def spreads(shares: list[Quantity]) -> NDArray[np.float64]:
    """How far each candidate's pull moves, on the log scale, so that each share is as uncertain as its interval says.

    A share moves with its own pull, and against all the others': the variance of its logit is that of its own pull and, of
    each other's, as much as the other has of what it leaves. Where no pulls give all the intervals, the nearest.

    >>> from simulator.words.quantities import chance
    >>> two = spreads([chance("55% to 68%"), chance("32% to 45%")])
    >>> [round(float(one / chance("55% to 68%").spread), 3) for one in two]
    [0.707, 0.707]
    """
    from scipy.optimize import nnls

    middle = np.array([share.centre for share in shares])
    goal = np.array([share.spread**2 for share in shares])
    unsure = goal > 0
    found = np.zeros(len(shares))
    if unsure.any():
        left = np.maximum(1 - middle[unsure], 1e-9)
        matrix = (middle[unsure][None] / left[:, None]) ** 2
        np.fill_diagonal(matrix, 1.0)
        # Of two candidates only the sum is known; a small weight on even spreads divides it.
        near = 1e-3 * np.eye(len(matrix))
        even = 1e-3 * np.full(len(matrix), goal[unsure].mean() / 2)
        found[unsure], _ = nnls(np.vstack([matrix, near]), np.concatenate([goal[unsure], even]))
    return np.sqrt(found)


def _spreads(scenario: Scenario, section: str) -> dict[str, float]:
    """How far each candidate's pull moves, where the section's shares are believed; empty elsewhere."""
    paths = {one: f"electorate.sections.{section}.shares.{one}" for one in scenario.ids}
    if not set(paths.values()) <= set(scenario.beliefs):
        return {}
    found = spreads([scenario.quantity(path) for path in paths.values()])
    return dict(zip(paths, found.tolist(), strict=True))


def _pull(
    sampler: Sampler,
    one: str,
    pull: NDArray[np.float32],
    swing: float,
    moves: Mapping[str, Mapping[str, float]],
) -> None:
    """Write one candidate's pull[section, run]."""
    common: Floats | None = None
    scenario, streams = sampler.scenario, sampler.streams
    for s, section in enumerate(scenario.sections):
        if section in scenario.recorded:
            continue
        by_shares = bool(moves[section])
        path = f"electorate.sections.{section}.{'shares' if by_shares else 'support'}.{one}"
        quantity = scenario.quantity(path)
        if quantity.certain:
            share = min(max(quantity.low, 0.0), 0.9999999)
            pull[s] = share if by_shares else share / (1 - share)
            continue
        if common is None:
            common = streams.normal(f"electorate.support.{one}")
        if by_shares:
            score = streams.score(path, common, swing)
            pull[s] = quantity.centre * np.exp(np.float32(moves[section][one]) * score)
        else:
            score = streams.score(path, common, _in_common(scenario, section, one, swing))
            pull[s] = np.exp(before_scale(quantity, score))


def _in_common(scenario: Scenario, section: str, one: str, swing: float) -> float:
    """The share of a candidate's uncertainty in a section that other sections have in common with it.

    Of what polls say it is what errors of such polls have had in common; of anything else what the file says.
    """
    polled = scenario.beliefs[f"electorate.sections.{section}.support.{one}"].origin.kind == "polls"
    return polls.in_common(alone=(section, one) in scenario.polled) if polled else swing
