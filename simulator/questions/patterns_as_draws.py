"""Patterns laid out as draws, one a run, so that the engine simulates them and nothing is left to chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.draws import DRAWN, NEVER, Draws, draw
from simulator.questions.patterns import GOING, MOST, VOTES, Space
from simulator.scenario.scenario import Scenario

DAYS = {"declares": 10, "opens": 12, "closes": 16}
RESIGNS = {"before": 5, "in the window": DAYS["closes"] - 1, "after the close": 19}
VOTING, UNTIL = 12_000, 60
WEIGHTS = dict(
    zip(
        VOTES,
        (
            [10.0, 2.0, 1.0, 0.5],
            [0.5, 0.6, 0.7, 0.8],
            [4.0, 3.0, 3.0, 3.0],
            [6.0, 4.0, 4.0, 1.0],
            [4.0, 4.0, 2.0, 1.0],
            [1.0, 1.0, 1.0, 1.0],
        ),
        strict=True,
    )
)
"""How strongly each is wanted; where the last wins, the last has ten."""


def patterns_as_draws(scenario: Scenario, space: Space, at: NDArray[np.intp], others: Sequence[int] = ()) -> Draws:
    """Some patterns of a space, of one kind of contest, as draws: run i is the pattern with the i-th number.

    others   how many of each further body nominate everybody who stands
    """
    made, led = _empty(scenario, len(at)), int(scenario.incumbent >= 0)
    candidates = np.arange(len(scenario.ids))[:, None]
    field, vote, gone, carried = space.field[at], space.vote[at], space.gone[at], space.carried[at]
    there, last = candidates < field, candidates == field - 1
    made.named[:, 0] = space.names[: len(candidates), at]
    for body, many in enumerate(others, 1):
        made.named[:, body] = np.where(there, many, 0)
    made.stands[led:] = made.stands_if_vacant[led:] = there[led:]
    made.declares[led:] = np.where(there[led:], DAYS["declares"], NEVER)
    for array, which in ((made.gives_up, 1), (made.withdraws, 2), (made.pulls_out, 3)):
        array[led] = gone == which
    made.resigns[...] = np.array([RESIGNS.get(one, NEVER) for one in GOING])[space.going[at]]
    made.to_restand[...] = space.going[at] == GOING.index("when short")
    made.carried[...] = (carried == 0) | ((carried == 1) & ~last)
    wanted = np.array([WEIGHTS[one] for one in VOTES], np.float32).T[: len(candidates), vote]
    pull = np.zeros((len(candidates), len(vote)), np.float32)
    pull[: len(wanted)] = wanted
    pull[last & (vote == 1)] = 10.0
    made.pull[...] = pull[:, None]
    return made


def _empty(scenario: Scenario, runs: int) -> Draws:
    """Draws in which nobody stands, names, agrees or goes, and all dates are those of the scenario."""
    base = draw(scenario, 0, 0, 1)
    parts: dict[str, Any] = {}
    for part in DRAWN:
        value = getattr(base, part)
        if isinstance(value, np.ndarray):
            parts[part] = np.repeat(value, runs, axis=-1)
        else:
            parts[part] = {name: np.repeat(array, runs, axis=-1) for name, array in value.items()}
    made = Draws(first=0, runs=runs, streams=replace(base.streams, runs=runs, drawn={}), **parts)
    for name in ("restands", "agree_before", "agree_during", "by_poll", "permitted", "sues", "stand_in", "to_restand"):
        getattr(made, name)[...] = False
    for name in ("stands", "stands_if_vacant", "gives_up", "withdraws", "pulls_out", "concedes", "enters"):
        getattr(made, name)[...] = False
    for name in ("bandwagon", "second_chance", "leave", "within", "hushed", "named"):
        getattr(made, name)[...] = 0
    for name in ("arrived", "in_by_eve", "first_day", "last_morning", "to_heir", "follow"):
        getattr(made, name)[...] = 1
    made.declares[...], made.resigns[...] = NEVER, NEVER
    made.cast[...], made.days["until"][...] = VOTING, UNTIL
    return replace(
        made, lots=np.arange(MOST + 1, dtype=np.uint16)[: len(scenario.ids), None] * np.ones(runs, np.uint16)
    )
