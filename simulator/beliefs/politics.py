"""Politics: what people do. Who challenges and when, who agrees with whom, who gives up, how a committee leans."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.luck import BLOCK, Luck
from simulator.scenario.scenario import Scenario

NEVER = 32_000


def drawn(scenario: Scenario, luck: Luck) -> dict[str, NDArray[Any]]:
    """The politics' part of the draws for one block."""

    def happens(path: str) -> NDArray[np.bool_]:
        return luck.happens(f"politics.{path}", scenario.quantity(f"politics.{path}"))

    def value(path: str) -> NDArray[np.float32]:
        found = luck.value(f"politics.{path}", scenario.quantity(f"politics.{path}"))
        return np.broadcast_to(np.asarray(found, np.float32), (BLOCK,))

    start = day_of(scenario, scenario.date.toordinal())
    pressures = _pressures(scenario, luck, start)
    return {
        **{f"pressed/{name}": _whole(day + start) for name, (day, _) in pressures.items()},
        "resigns": _resigns(scenario, luck, list(pressures.values())),
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
        "by_poll": happens("unity.by_poll"),
        **_executive(scenario, luck),
        **_court(scenario, luck),
    }


def day_of(scenario: Scenario, ordinal: float) -> int:
    """Days from the scenario's day zero to a date."""
    return int(ordinal) - scenario.day_zero.toordinal()


def _whole(days: Any) -> NDArray[np.int16]:
    return np.broadcast_to(np.asarray(np.clip(days, 0, NEVER), np.int16), (BLOCK,))


def _resigns(scenario: Scenario, luck: Luck, pressures: list[tuple[Any, Any]]) -> NDArray[np.int16]:
    """The day of resignation, from the day after the scenario's: a hazard that grows with all that adds to the pressure.

    The chance a week, and after a walk-out another; from its day on, each pressure multiplies the hazard. The leader goes
    when the hazard added up reaches a standard exponential.
    """
    if scenario.incumbent < 0:
        return np.full(BLOCK, NEVER, np.int16)
    path = "politics.resignation"
    z = luck.normal(f"{path}.chance_a_week")
    before = luck.value(f"{path}.chance_a_week", scenario.quantity(f"{path}.chance_a_week"), z)
    after = luck.value(f"{path}.after_walk_out", scenario.quantity(f"{path}.after_walk_out"), z)
    start, walk_out = day_of(scenario, scenario.date.toordinal()), np.inf
    if f"{path}.walk_out" in scenario.beliefs:
        walk_out = _days_away(scenario, luck, f"{path}.walk_out", start)
    hazard_before, hazard_after = (-np.log1p(-np.minimum(c, np.float32(0.99999))) / 7 for c in (before, after))
    luck_left = luck.exponential(f"{path}/day")
    steps = [(walk_out, hazard_after / np.maximum(hazard_before, np.float32(1e-9)))]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if pressures:
            days = _worn_down(luck_left, hazard_before, [*steps, *pressures])
        else:
            early = luck_left / hazard_before
            late = walk_out + (luck_left - hazard_before * walk_out) / hazard_after
            days = np.where(early <= walk_out, early, late)
    days = np.nan_to_num(np.ceil(days), nan=NEVER, posinf=NEVER) + start
    whole: NDArray[np.int16] = np.minimum(days, NEVER).astype(np.int16)
    return whole


def _days_away(scenario: Scenario, luck: Luck, path: str, start: int) -> Any:
    """Days from the scenario's date to a date believed, never below zero."""
    when = luck.value(path, scenario.quantity(path))
    return np.maximum(when - scenario.day_zero.toordinal() - start, 0)


def _pressures(scenario: Scenario, luck: Luck, start: int) -> dict[str, tuple[Any, Any]]:
    """What adds to the pressure: (days away, what the hazard is multiplied by), in the order of the file."""
    here = "politics.resignation.pressure."
    names = [
        path[len(here) : -len(".times")]
        for path in scenario.beliefs
        if path.startswith(here) and path.endswith(".times")
    ]
    found = {}
    for name in names:
        times = luck.value(f"{here}{name}.times", scenario.quantity(f"{here}{name}.times"))
        found[name] = (_days_away(scenario, luck, f"{here}{name}.date", start), times)
    return found


def _worn_down(luck_left: Any, hazard: Any, steps: list[tuple[Any, Any]]) -> Any:
    """Days[run] until a hazard, multiplied at each of some days, has added up to the luck that was left."""
    days = np.stack([np.broadcast_to(np.asarray(day, np.float64), (BLOCK,)) for day, _ in steps])
    times = np.stack([np.broadcast_to(np.asarray(more, np.float64), (BLOCK,)) for _, more in steps])
    order = np.argsort(days, axis=0, kind="stable")
    days, times = np.take_along_axis(days, order, axis=0), np.take_along_axis(times, order, axis=0)
    left, now = luck_left.astype(np.float64), np.zeros(BLOCK)
    rate = np.broadcast_to(np.asarray(hazard, np.float64), (BLOCK,)).copy()
    gone = np.full(BLOCK, np.inf)
    for day, more in zip([*days, np.full(BLOCK, np.inf)], [*times, np.ones(BLOCK)], strict=True):
        here = np.isinf(gone) & (left <= rate * (day - now))
        gone = np.where(here, now + left / rate, gone)
        left, now, rate = left - rate * np.where(np.isinf(day), 0, day - now), day, rate * more
    return gone


def _challengers(scenario: Scenario, luck: Luck) -> dict[str, NDArray[Any]]:
    """Who would challenge or stand in a vacancy, when each declares, and who gives up again before nominations open."""
    count = len(scenario.candidates)
    stands, vacancy, gives_up, pulls_out = np.zeros((4, count, BLOCK), np.bool_)
    declares = np.full((count, BLOCK), NEVER, np.int16)
    for c in scenario.challengers:
        path = f"politics.challengers.{scenario.ids[c]}"
        z, u = luck.normal(f"{path}.stands"), luck.uniform(f"{path}.stands/happens")
        stands[c] = u < luck.value(f"{path}.stands", scenario.quantity(f"{path}.stands"), z)
        vacancy[c] = u < luck.value(f"{path}.in_a_vacancy", scenario.quantity(f"{path}.in_a_vacancy"), z)
        declares[c] = _declared(scenario, luck, f"{path}.declares")
        gives_up[c] = luck.happens(f"{path}.withdraws", scenario.quantity(f"{path}.withdraws"))
        if f"{path}.pulls_out" in scenario.beliefs:
            pulls_out[c] = luck.happens(f"{path}.pulls_out", scenario.quantity(f"{path}.pulls_out"))
    _wait(scenario, luck, stands, declares)
    ways = {"gives_up": gives_up, "pulls_out": pulls_out}
    return {"stands": stands, "stands_if_vacant": vacancy, "declares": declares, **ways}


def _wait(scenario: Scenario, luck: Luck, stands: NDArray[np.bool_], declares: NDArray[np.int16]) -> None:
    """Whoever lets another go first declares some days after the other, wherever the other stands."""
    ids = scenario.ids
    for one, other in scenario.waits_for.items():
        c, first = ids.index(one), ids.index(other)
        path = f"politics.challengers.{one}.waits"
        waits = luck.value(path, scenario.quantity(path))
        later = np.minimum(declares[first] + np.asarray(waits), NEVER - 1)
        declares[c] = np.where(stands[first], later, declares[c])


def _declared(scenario: Scenario, luck: Luck, path: str) -> Any:
    quantity = scenario.quantity(path)
    today = day_of(scenario, scenario.date.toordinal())
    value = luck.value(path, quantity)
    day = value - scenario.day_zero.toordinal() if quantity.kind == "date" else value + today
    return day if quantity.certain else np.clip(day, today + 1, NEVER - 1)


def _executive(scenario: Scenario, luck: Luck) -> dict[str, NDArray[np.int16]]:
    """Members of the executive, the leader apart: for the incumbent's reading; for varying the rules; to have him leave."""
    others = scenario.executive_voting - (1 if scenario.incumbent >= 0 else 0)
    if others <= 0:
        return {name: np.zeros(BLOCK, np.int16) for name in ("reads", "varies", "leave")}
    path = "politics.executive"
    reads = luck.value(f"{path}.reads", scenario.quantity(f"{path}.reads"))
    varies = luck.value(f"{path}.varies", scenario.quantity(f"{path}.varies"))
    for_it, bound = luck.below(f"{path}/members", others, [reads, 1 - (1 - reads) * varies])
    asks = scenario.quantity(f"{path}.asks_to_leave")
    leave = np.zeros(BLOCK, np.int16)
    if asks.high > 0:
        (leave,) = luck.below(f"{path}.asks_to_leave/members", others, [luck.value(f"{path}.asks_to_leave", asks)])
    return {
        "reads": for_it,
        "varies": others - bound,
        "leave": leave,
    }


def _court(scenario: Scenario, luck: Luck) -> dict[str, NDArray[Any]]:
    """Whether a court is asked about the reading, when it gives judgment, and whether it reads the clause otherwise."""
    path = "politics.court"
    never = {
        "sues": np.zeros(BLOCK, np.bool_),
        "reverses": np.zeros(BLOCK, np.bool_),
        "heard": np.zeros(BLOCK, np.int16),
    }
    if f"{path}.asked" not in scenario.beliefs:
        return never
    heard = scenario.quantity(f"{path}.heard")
    days = luck.value(f"{path}.heard", heard)
    zero = scenario.day_zero.toordinal() if heard.kind == "date" else 0
    return {
        "sues": luck.happens(f"{path}.asked", scenario.quantity(f"{path}.asked")),
        "reverses": luck.happens(f"{path}.reverses", scenario.quantity(f"{path}.reverses")),
        "heard": np.broadcast_to(np.asarray(np.maximum(days - zero, 0), np.int16), (BLOCK,)),
    }
