"""Politics: what people do. Who challenges and when, who agrees with whom, how a committee and a court lean."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs import resignation
from simulator.beliefs.resignation import NEVER
from simulator.beliefs.streams import BLOCK, RandomStreams
from simulator.scenario.scenario import Scenario


def drawn(scenario: Scenario, streams: RandomStreams) -> dict[str, NDArray[Any]]:
    """The politics' part of the draws for one block."""

    def happens(path: str) -> NDArray[np.bool_]:
        return streams.happens(f"politics.{path}", scenario.quantity(f"politics.{path}"))

    def value(path: str) -> NDArray[np.float32]:
        found = streams.value(f"politics.{path}", scenario.quantity(f"politics.{path}"))
        return np.broadcast_to(np.asarray(found, np.float32), (BLOCK,))

    return {
        **resignation.drawn(scenario, streams),
        "restands": happens("resignation.restands"),
        "to_restand": happens("resignation.to_restand"),
        **_challengers(scenario, streams),
        "agree_before": happens("unity.before"),
        "agree_during": happens("unity.during"),
        "formally": happens("unity.formally"),
        "stand_in": happens("stand_in.chance"),
        "keeps": value("stand_in.keeps"),
        "second_chance": value("second_chance"),
        "asks": happens("conference") if "politics.conference" in scenario.beliefs else np.zeros(BLOCK, np.bool_),
        "by_poll": happens("unity.by_poll"),
        **_executive(scenario, streams),
        **_court(scenario, streams),
        **_opens(scenario, streams),
    }


def day_of(scenario: Scenario, ordinal: float) -> int:
    """Days from the scenario's day zero to a date."""
    return int(ordinal) - scenario.day_zero.toordinal()


def _challengers(scenario: Scenario, streams: RandomStreams) -> dict[str, NDArray[Any]]:
    """Who would challenge or stand in a vacancy, when each declares, and who gives up again before nominations open."""
    count = len(scenario.candidates)
    stands, vacancy, gives_up, pulls_out = np.zeros((4, count, BLOCK), np.bool_)
    declares = np.full((count, BLOCK), NEVER, np.int16)
    for c in scenario.challengers:
        path = f"politics.challengers.{scenario.ids[c]}"
        z, u = streams.normal(f"{path}.stands"), streams.uniform(f"{path}.stands/happens")
        stands[c] = u < streams.value(f"{path}.stands", scenario.quantity(f"{path}.stands"), z)
        vacancy[c] = u < streams.value(f"{path}.in_a_vacancy", scenario.quantity(f"{path}.in_a_vacancy"), z)
        declares[c] = _declared(scenario, streams, f"{path}.declares")
        gives_up[c] = streams.happens(f"{path}.withdraws", scenario.quantity(f"{path}.withdraws"))
        if f"{path}.pulls_out" in scenario.beliefs:
            pulls_out[c] = streams.happens(f"{path}.pulls_out", scenario.quantity(f"{path}.pulls_out"))
    _wait(scenario, streams, stands, declares)
    ways = {"gives_up": gives_up, "pulls_out": pulls_out}
    ways |= {name: _between_ballots(scenario, streams, name) for name in ("concedes", "enters")}
    return {"stands": stands, "stands_if_vacant": vacancy, "declares": declares, **ways}


def _between_ballots(scenario: Scenario, streams: RandomStreams, name: str) -> NDArray[np.bool_]:
    """Who concedes, or enters, between ballots: bool[candidate, run]; nobody of whom nothing is believed."""
    found = np.zeros((len(scenario.candidates), BLOCK), np.bool_)
    for c in scenario.challengers:
        path = f"politics.challengers.{scenario.ids[c]}.{name}"
        if path in scenario.beliefs:
            found[c] = streams.happens(path, scenario.quantity(path))
    return found


def _wait(scenario: Scenario, streams: RandomStreams, stands: NDArray[np.bool_], declares: NDArray[np.int16]) -> None:
    """Whoever lets another go first declares some days after the other, wherever the other stands."""
    ids = scenario.ids
    for one, other in scenario.waits_for.items():
        c, first = ids.index(one), ids.index(other)
        path = f"politics.challengers.{one}.waits"
        waits = streams.value(path, scenario.quantity(path))
        later = np.minimum(declares[first] + np.asarray(waits), NEVER - 1)
        declares[c] = np.where(stands[first], later, declares[c])


def _declared(scenario: Scenario, streams: RandomStreams, path: str) -> Any:
    quantity = scenario.quantity(path)
    today = day_of(scenario, scenario.date.toordinal())
    value = streams.value(path, quantity)
    day = value - scenario.day_zero.toordinal() if quantity.kind == "date" else value + today
    return day if quantity.certain else np.clip(day, today + 1, NEVER - 1)


def _opens(scenario: Scenario, streams: RandomStreams) -> dict[str, NDArray[Any]]:
    """The day[run] on which something opens each contest it is said of (NEVER: it does not), and signatures by contest."""
    here, found = "politics.opens.", dict[str, NDArray[Any]]()
    for contest in dict.fromkeys(p[len(here) :].split(".")[0] for p in scenario.beliefs if p.startswith(here)):
        path = f"{here}{contest}"
        day = _declared(scenario, streams, f"{path}.date")
        comes = streams.happens(f"{path}.chance", scenario.quantity(f"{path}.chance"))
        found[f"opens/{contest}"] = np.where(comes, day, NEVER).astype(np.int16)
        signs = [one for one in scenario.beliefs if one.startswith(f"{path}.signatures.")]
        if signs:
            blocs = {bloc.name: bloc for bloc in scenario.blocs}
            count = np.zeros(BLOCK, np.int32)
            for one in signs:
                chance = streams.value(one, scenario.quantity(one))
                count += streams.below(f"{one}/people", blocs[one[len(f"{path}.signatures.") :]].size, [chance])[0]
            found[f"signatures/{contest}"] = count
    return found


def _executive(scenario: Scenario, streams: RandomStreams) -> dict[str, NDArray[np.int16]]:
    """Members of the executive, the leader apart: for the incumbent's reading; for varying the rules; to have him leave."""
    others = scenario.executive_voting - (1 if scenario.incumbent >= 0 else 0)
    if others <= 0:
        return {name: np.zeros(BLOCK, np.int16) for name in ("reads", "varies", "leave")}
    path = "politics.executive"
    named = _readings(scenario, streams, others)
    reads = streams.value(f"{path}.reads", scenario.quantity(f"{path}.reads"))
    varies = streams.value(f"{path}.varies", scenario.quantity(f"{path}.varies"))
    for_it, bound = streams.below(f"{path}/members", others, [reads, 1 - (1 - reads) * varies])
    asks = scenario.quantity(f"{path}.asks_to_leave")
    leave = np.zeros(BLOCK, np.int16)
    if asks.high > 0:
        (leave,) = streams.below(
            f"{path}.asks_to_leave/members", others, [streams.value(f"{path}.asks_to_leave", asks)]
        )
    return {
        "reads": for_it,
        "varies": others - bound,
        "leave": leave,
        **named,
    }


def _readings(scenario: Scenario, streams: RandomStreams, others: int) -> dict[str, NDArray[np.int16]]:
    """Members for each reading that the belief names: each member chooses one, in proportion to the chances."""
    here = "politics.executive.reads."
    paths = sorted(path for path in scenario.beliefs if path.startswith(here))
    if not paths:
        return {}
    upto = np.cumsum(
        [np.broadcast_to(streams.value(path, scenario.quantity(path)), (BLOCK,)) for path in paths], axis=0
    )
    marks = (
        streams.below(f"{here}members", others, [*(upto[:-1] / upto[-1])])
        if len(paths) > 1
        else np.zeros((0, BLOCK), np.int16)
    )
    marks = np.concatenate([marks, np.full((1, BLOCK), others, np.int16)])
    marks[1:] -= marks[:-1].copy()
    return {f"reads_each/{path[len(here) :]}": row for path, row in zip(paths, marks, strict=True)}


def _court(scenario: Scenario, streams: RandomStreams) -> dict[str, NDArray[Any]]:
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
    days = streams.value(f"{path}.heard", heard)
    zero = scenario.day_zero.toordinal() if heard.kind == "date" else 0
    return {
        "sues": streams.happens(f"{path}.asked", scenario.quantity(f"{path}.asked")),
        "reverses": streams.happens(f"{path}.reverses", scenario.quantity(f"{path}.reverses")),
        "heard": np.broadcast_to(np.asarray(np.maximum(days - zero, 0), np.int16), (BLOCK,)),
    }
