"""The electorate: how many vote in each section, and how strongly each candidate pulls there.

``support`` is a share in a straight fight with an average challenger, so a candidate's pull is its odds. By Luce's choice
axiom the first preferences among any candidates still standing are in proportion to their pulls. A swing shared by all
sections moves each candidate's support together; turnout, too, has a common part.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.luck import BLOCK, Luck, on_scale, shared
from simulator.scenario.scenario import Scenario


def drawn(scenario: Scenario, luck: Luck) -> dict[str, NDArray[Any]]:
    """The electorate's part of the draws for one block."""
    count, sections = len(scenario.candidates), scenario.sections
    pull = np.zeros((count, len(sections), BLOCK), np.float32)
    cast = np.zeros((len(sections), BLOCK), np.float32)
    common = luck.normal("electorate.turnout")
    swing = scenario.quantity("electorate.swing").low
    for s, section in enumerate(sections):
        if section in scenario.recorded:
            votes = scenario.recorded[section]
            pull[:, s] = np.array([[votes.get(one, 0)] for one in scenario.ids], np.float32)
            cast[s] = sum(votes.values())
            continue
        cast[s] = _votes(scenario, luck, section, common, swing)
    for c, one in enumerate(scenario.ids):
        _pull(scenario, luck, one, pull[c], swing)
    return {"pull": pull, "cast": cast}


def _votes(scenario: Scenario, luck: Luck, section: str, common: Any, swing: float) -> Any:
    here = f"electorate.sections.{section}"
    turnout = scenario.quantity(f"{here}.turnout")
    share: Any = turnout.low
    if not turnout.certain:
        share = on_scale(turnout, shared(common, luck.normal(f"{here}.turnout"), swing))
    return np.rint(luck.value(f"{here}.register", scenario.quantity(f"{here}.register")) * share)


def _pull(scenario: Scenario, luck: Luck, one: str, pull: NDArray[np.float32], swing: float) -> None:
    """Write one candidate's pull[section, run]."""
    common: Any = None
    for s, section in enumerate(scenario.sections):
        if section in scenario.recorded:
            continue
        path = f"electorate.sections.{section}.support.{one}"
        quantity = scenario.quantity(path)
        if quantity.certain:
            share = min(max(quantity.low, 0.0), 0.9999999)
            pull[s] = share / (1 - share)
            continue
        if common is None:
            common = luck.normal(f"electorate.support.{one}")
        score = shared(common, luck.normal(path), swing)
        pull[s] = np.exp(np.float32(quantity.mean) + np.float32(quantity.spread) * score)
