"""Politics: what people do. Who challenges and when, who agrees with whom, who gives up, how a committee leans."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.luck import BLOCK, Luck
from simulator.beliefs.nominators import how_many_below
from simulator.scenario.scenario import Scenario

NEVER = 32_000


def drawn(scenario: Scenario, luck: Luck) -> dict[str, NDArray[Any]]:
    """The politics' part of the draws for one block."""

    def happens(path: str) -> NDArray[np.bool_]:
        return luck.happens(f"politics.{path}", scenario.quantity(f"politics.{path}"))

    def value(path: str) -> NDArray[np.float32]:
        found = luck.value(f"politics.{path}", scenario.quantity(f"politics.{path}"))
        return np.broadcast_to(np.asarray(found, np.float32), (BLOCK,))

    reads, varies = _executive(scenario, luck)
    return {
        "resigns": _resigns(scenario, luck),
        "restands": happens("resignation.restands"),
        "to_restand": happens("resignation.to_restand"),
        **_challengers(scenario, luck),
        "agree_before": happens("unity.before"),
        "agree_during": happens("unity.during"),
        "formally": happens("unity.formally"),
        "stand_in": happens("stand_in.chance"),
        "keeps": value("stand_in.keeps"),
        "second_chance": value("second_chance"),
        "asks": happens("conference") if "politics.conference" in scenario.beliefs else np.zeros(BLOCK, np.bool_),
        "reads": reads,
        "varies": varies,
    }


def day_of(scenario: Scenario, ordinal: float) -> int:
    """Days from the scenario's day zero to a date."""
    return int(ordinal) - scenario.day_zero.toordinal()


def _resigns(scenario: Scenario, luck: Luck) -> NDArray[np.int16]:
    """The day of resignation: one hazard before the walk-out and another after, from the day after the scenario's."""
    if scenario.incumbent < 0:
        return np.full(BLOCK, NEVER, np.int16)
    path = "politics.resignation"
    z = luck.normal(f"{path}.chance_a_week")
    before = luck.value(path, scenario.quantity(f"{path}.chance_a_week"), z)
    after = luck.value(path, scenario.quantity(f"{path}.after_walk_out"), z)
    start, walk_out = day_of(scenario, scenario.date.toordinal()), np.inf
    if f"{path}.walk_out" in scenario.beliefs:
        when = luck.value(f"{path}.walk_out", scenario.quantity(f"{path}.walk_out"))
        walk_out = np.maximum(when - scenario.day_zero.toordinal() - start, 0)
    hazard_before, hazard_after = (-np.log1p(-np.minimum(c, np.float32(0.99999))) / 7 for c in (before, after))
    luck_left = luck.exponential(f"{path}/day")
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        early = luck_left / hazard_before
        late = walk_out + (luck_left - hazard_before * walk_out) / hazard_after
        days = np.where(early <= walk_out, early, late)
    days = np.nan_to_num(np.ceil(days), nan=NEVER, posinf=NEVER) + start
    whole: NDArray[np.int16] = np.minimum(days, NEVER).astype(np.int16)
    return whole


def _challengers(scenario: Scenario, luck: Luck) -> dict[str, NDArray[Any]]:
    count = len(scenario.candidates)
    stands, vacancy = np.zeros((2, count, BLOCK), np.bool_)
    declares = np.full((count, BLOCK), NEVER, np.int16)
    for c in scenario.challengers:
        path = f"politics.challengers.{scenario.ids[c]}"
        z, u = luck.normal(f"{path}.stands"), luck.uniform(f"{path}.stands/happens")
        stands[c] = u < luck.value(path, scenario.quantity(f"{path}.stands"), z)
        vacancy[c] = u < luck.value(path, scenario.quantity(f"{path}.in_a_vacancy"), z)
        declares[c] = _declared(scenario, luck, f"{path}.declares")
    return {"stands": stands, "stands_if_vacant": vacancy, "declares": declares}


def _declared(scenario: Scenario, luck: Luck, path: str) -> Any:
    quantity = scenario.quantity(path)
    today = day_of(scenario, scenario.date.toordinal())
    value = luck.value(path, quantity)
    day = value - scenario.day_zero.toordinal() if quantity.kind == "date" else value + today
    return day if quantity.certain else np.clip(day, today + 1, NEVER - 1)


def _executive(scenario: Scenario, luck: Luck) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """Members of the executive, the leader apart: for the incumbent's reading; for varying the rules against it."""
    others = scenario.executive_voting - (1 if scenario.incumbent >= 0 else 0)
    if others <= 0:
        return np.zeros(BLOCK, np.int16), np.zeros(BLOCK, np.int16)
    path = "politics.executive"
    reads = luck.value(f"{path}.reads", scenario.quantity(f"{path}.reads"))
    varies = luck.value(f"{path}.varies", scenario.quantity(f"{path}.varies"))
    own = luck.people(f"{path}/members", others)
    return how_many_below(own, reads), others - how_many_below(own, 1 - (1 - reads) * varies)
