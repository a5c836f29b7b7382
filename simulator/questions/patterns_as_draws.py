"""Patterns laid out as draws, one a run, so that the engine simulates them and nothing is left to chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.draws import Draws, draw
from simulator.beliefs.electorate import CAST, PULL
from simulator.beliefs.nominators import IN_BY_EVE, NOMINATIONS, ON_FIRST_DAY
from simulator.beliefs.politics import RIVAL
from simulator.beliefs.resignation import DAY as RESIGNATION
from simulator.beliefs.sampler import NEVER
from simulator.questions.patterns import GOING, MOST, VOTES, Space
from simulator.scenario.scenario import Scenario

DAYS = {"declares": 10, "opens": 12, "closes": 16}
RESIGNS = {"before": 5, "in the window": DAYS["closes"] - 1, "after the close": 19}
VOTING, UNTIL = 12_000, 60
SET: Mapping[float, tuple[str, ...]] = {
    0: (
        "politics.resignation.restands", "politics.resignation.to_restand", "politics.unity.before",
        "politics.unity.during", "politics.unity.by_poll", "politics.stand_in.chance", "politics.court.asked",
        "politics.executive.asks_to_leave", "politics.second_chance", f"{RIVAL}.stands", f"{RIVAL}.in_a_vacancy",
        f"{RIVAL}.withdraws", f"{RIVAL}.pulls_out", f"{RIVAL}.concedes", f"{RIVAL}.enters", NOMINATIONS,
        "nominators.quiet", "nominators.withdraws.<candidate>", "nominators.bandwagon",
        "nominators.lending.permitted", "nominators.lending.within",
    ),
    1: (
        "nominators.arrived", IN_BY_EVE, ON_FIRST_DAY, "nominators.last_morning", "nominators.to_heir",
        "nominators.follow",
    ),
    NEVER: (f"{RIVAL}.declares", RESIGNATION),
    VOTING: (CAST,),
    UNTIL: ("politics.until",),
}  # fmt: skip
"""What is drawn where nobody stands, nominates, agrees or goes, and nobody is late."""
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


def patterns_as_draws(
    scenario: Scenario, space: Space, at: NDArray[np.intp], others: Sequence[Sequence[int]] = ((),)
) -> Draws:
    """Some patterns of a space, of one kind of contest, as draws: run i is the pattern with the i-th number.

    others   nominators[way][body] of each further body who nominate everybody that is carried, for each way of the space
    """
    made, led = _empty(scenario, len(at)), int(scenario.incumbent >= 0)
    candidates = np.arange(len(scenario.ids))[:, None]
    field, vote, gone, carried = space.field[at], space.vote[at], space.gone[at], space.carried[at]
    there, last = candidates < field, candidates == field - 1
    made[NOMINATIONS][:, 0] = space.names[: len(candidates), at]
    reached = (carried == 0) | ((carried == 1) & ~last)
    for body, many in enumerate(np.array(others, np.int32).T, 1):
        made[NOMINATIONS][:, body] = np.where(there & reached, many[space.way[at]], 0)
    made[f"{RIVAL}.stands"][led:] = made[f"{RIVAL}.in_a_vacancy"][led:] = there[led:]
    made[f"{RIVAL}.declares"][led:] = np.where(there[led:], DAYS["declares"], NEVER)
    for path, which in ((f"{RIVAL}.withdraws", 1), ("nominators.withdraws.<candidate>", 2), (f"{RIVAL}.pulls_out", 3)):
        made[path][led] = gone == which
    made[RESIGNATION][...] = np.array([RESIGNS.get(one, NEVER) for one in GOING])[space.going[at]]
    made["politics.resignation.to_restand"][...] = space.going[at] == GOING.index("when short")
    made["nominators.second_bar.<candidate>"][...] = reached
    signed = np.array([one.signed or 0 for one in space.kinds])[space.kind[at]]
    for path in (one for one in made.arrays if one.startswith("politics.opens.") and one.endswith(".signatures")):
        made[path][...] = signed
    wanted = np.array([WEIGHTS[one] for one in VOTES], np.float32).T[: len(candidates), vote]
    pull = np.zeros((len(candidates), len(vote)), np.float32)
    pull[: len(wanted)] = wanted
    pull[last & (vote == 1)] = 10.0
    made[PULL][...] = pull[:, None]
    return made


def _empty(scenario: Scenario, runs: int) -> Draws:
    """Draws in which nobody stands, names, agrees or goes, and all dates are those of the scenario."""
    base = draw(scenario, 0, 0, 1)
    arrays = {path: np.repeat(array, runs, axis=-1) for path, array in base.arrays.items()}
    for value, paths in SET.items():
        for path in paths:
            arrays[path][...] = value
    arrays["lots.<candidate>"] = np.arange(MOST + 1, dtype=np.uint16)[: len(scenario.ids), None] * np.ones(
        runs, np.uint16
    )
    return Draws(0, runs, arrays, replace(base.streams, runs=runs, drawn={}))
