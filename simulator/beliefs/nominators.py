"""Nominators: how many of each bloc would name whom.

Each nominator has a uniform number of their own in each run and names the first candidate whose cumulative chance
exceeds it, or nobody. So nobody names two, a bloc's count is exactly binomial given its chance, and a higher chance never
loses a name. The people of a large bloc are not drawn one by one: its counts are quantiles of the same distribution. The
chances of a bloc are uncertain, and move together through one mood: towards the incumbent and away from challengers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.streams import BLOCK, RandomStreams, on_scale
from simulator.procedures.nominations import Heads, kind_of
from simulator.procedures.voters import binomial
from simulator.scenario.scenario import CHALLENGER, Bloc, Scenario

LARGE = 1_000
"""Heads above which a bloc is drawn as a whole."""
TOO_MANY = 2
"""Names that may be lent beyond the bar, before anybody can call a halt: one in 2015 and 2020, none in 2010."""


def names_of(scenario: Scenario) -> tuple[str, ...]:
    """Whom nominators may name: candidate ids and ``challenger``, in a fixed order: the rows of ``named``."""
    said = {name for bloc in scenario.blocs for name in bloc.names}
    return tuple(name for name in (*scenario.ids, CHALLENGER) if name in said)


def bodies_of(scenario: Scenario) -> tuple[str, ...]:
    """The nominating bodies: the columns of ``named``."""
    return tuple(dict.fromkeys(bloc.body for bloc in scenario.blocs))


def drawn(scenario: Scenario, streams: RandomStreams) -> dict[str, NDArray[Any]]:
    """The nominators' part of the draws for one block."""
    names, bodies = names_of(scenario), bodies_of(scenario)
    mood = streams.normal("nominators.mood")
    silenced = streams.value("nominators.quiet", scenario.quantity("nominators.quiet"))
    heads = sum(bloc.size for bloc in scenario.blocs)
    kind = kind_of(heads)
    named, hushed = np.zeros((len(names), len(bodies), BLOCK), kind), np.zeros(BLOCK, kind)
    for bloc in scenario.blocs:
        *counts, quiet = _counts(scenario, streams, bloc, mood, silenced)
        hushed += quiet
        for name, count in zip(bloc.names, counts, strict=True):
            named[names.index(name), bodies.index(bloc.body)] += count
    arrived = _all(streams.value("nominators.arrived", scenario.quantity("nominators.arrived")))
    return {
        "named": named,
        "hushed": hushed,
        "appeal": _appeal(scenario, streams),
        "arrived": arrived,
        "in_by_eve": _each_at_a_pace(scenario, streams, "eve", arrived),
        "carried": _carried(scenario, streams),
        "follow": _all(streams.value("nominators.follow", scenario.quantity("nominators.follow"))),
        **_in_time(scenario, streams, heads),
    }


def _in_time(scenario: Scenario, streams: RandomStreams, heads: int) -> dict[str, NDArray[Any]]:
    """When names come in, and what people do when they see the tally."""

    def value(name: str) -> NDArray[Any]:
        return _all(streams.value(f"nominators.{name}", scenario.quantity(f"nominators.{name}")))

    lending = "nominators.lending"
    return {
        "first_day": _each_at_a_pace(scenario, streams, "first_day", value("first_day")),
        "last_morning": value("last_morning"),
        "bandwagon": value("bandwagon"),
        "clear": value("clear"),
        "to_heir": value("to_heir"),
        "lends": value("lending.share"),
        "within": np.minimum(np.rint(value("lending.within")), heads).astype(kind_of(heads)),
        "permitted": streams.happens(f"{lending}.permitted", scenario.quantity(f"{lending}.permitted")),
        "over": (streams.uniform(f"{lending}/over") * (TOO_MANY + 1)).astype(np.int16),
        "feared": _each(scenario, streams, f"{lending}.feared"),
        "withdraws": _each(scenario, streams, "nominators.withdraws"),
    }


def _each_at_a_pace(
    scenario: Scenario, streams: RandomStreams, moment: str, share: NDArray[Any]
) -> NDArray[np.float32]:
    """The share of names in by a moment: share[candidate, run], the odds of each candidate's at a pace of their own.

    One row for all of them where nobody has a pace of their own.
    """
    here = f"nominators.pace.{moment}."
    if all(
        scenario.quantity(f"{here}{one}").certain and scenario.quantity(f"{here}{one}").low == 1 for one in scenario.ids
    ):
        return share[None]
    rows = np.empty((len(scenario.ids), BLOCK), np.float32)
    for c, one in enumerate(scenario.ids):
        there = share * streams.value(f"{here}{one}", scenario.quantity(f"{here}{one}"))
        rows[c] = there / np.maximum(1 - share + there, np.float32(1e-9))
    return rows


def _each(scenario: Scenario, streams: RandomStreams, path: str) -> NDArray[np.bool_]:
    """Whether something believed of each candidate happens: bool[candidate, run]; false where nothing is believed."""
    found = np.zeros((len(scenario.candidates), BLOCK), bool)
    for c, one in enumerate(scenario.ids):
        if f"{path}.{one}" in scenario.beliefs:
            found[c] = streams.happens(f"{path}.{one}", scenario.quantity(f"{path}.{one}"))
    return found


def _all(value: Any) -> NDArray[Any]:
    return np.broadcast_to(np.asarray(value, np.float32), (BLOCK,))


def _counts(scenario: Scenario, streams: RandomStreams, bloc: Bloc, mood: Any, silenced: Any) -> Heads:
    """How many of a bloc would name each of its candidates, and last how many keep quiet: nominators[name, run]."""
    reached: list[Any] = []
    aloud: Any = 0
    pressed = False
    for name in bloc.names:
        chance = _chance(scenario, streams, bloc, name, mood)
        aloud = aloud + chance
        if _may_be_hushed(scenario, bloc, name):
            chance, pressed = chance * (1 - silenced), pressed or bool(np.any(silenced > 0))
        reached.append(reached[-1] + chance if reached else chance)
    if pressed:
        reached.append(aloud)
    if bloc.size > LARGE:
        return _of_many(streams, bloc, reached, pressed=pressed)
    upto = streams.below(f"nominators.blocs.{bloc.name}", bloc.size, reached)
    upto[1:] -= upto[:-1].copy()
    return upto if pressed else np.concatenate([upto, np.zeros((1, BLOCK), np.int16)])


def _of_many(streams: RandomStreams, bloc: Bloc, reached: list[Any], *, pressed: bool) -> Heads:
    """As :func:`_counts`, of a large bloc: each name's nominators are drawn from those whom the names before left."""
    counts = np.zeros((len(bloc.names) + 1, BLOCK), np.int32)
    left, before = np.full(BLOCK, bloc.size), np.zeros(BLOCK)
    for row, upto in enumerate(reached):
        upto = np.minimum(np.asarray(upto, np.float64), 1)
        whose = bloc.names[row] if row < len(bloc.names) else "quiet"
        chance = np.where(before < 1, (upto - before) / np.where(before < 1, 1 - before, 1), 0)
        counts[row] = binomial(left, chance, streams.normal(f"nominators.blocs.{bloc.name}/{whose}"))
        left, before = left - counts[row], upto
    return counts


def _against(scenario: Scenario, name: str) -> bool:
    return name == CHALLENGER or name in {scenario.ids[c] for c in scenario.challengers}


def _may_be_hushed(scenario: Scenario, bloc: Bloc, name: str) -> bool:
    """Constituency parties press those who would name a challenger to a leader, unless it is certain that they do."""
    certain = scenario.quantity(f"nominators.blocs.{bloc.name}.nominate.{name}").certain
    return scenario.incumbent >= 0 and _against(scenario, name) and not certain


def _chance(scenario: Scenario, streams: RandomStreams, bloc: Bloc, name: str, mood: Any) -> Any:
    path = f"nominators.blocs.{bloc.name}.nominate.{name}"
    quantity = scenario.quantity(path)
    if quantity.certain:
        return quantity.low
    share = scenario.quantity("nominators.mood").low
    return on_scale(quantity, streams.score(path, -mood if _against(scenario, name) else mood, share))


def _appeal(scenario: Scenario, streams: RandomStreams) -> NDArray[Any]:
    weights = np.zeros((len(scenario.candidates), BLOCK), np.float32)
    for c in scenario.challengers:
        path = f"nominators.appeal.{scenario.ids[c]}"
        chance = np.minimum(streams.value(path, scenario.quantity(path)), np.float32(0.9999))
        weights[c] = chance / (1 - chance)
    return weights


def _carried(scenario: Scenario, streams: RandomStreams) -> NDArray[np.bool_]:
    """Who of those believed anything of is carried over a second bar: bool[candidate, run]."""
    carried = np.zeros((len(scenario.candidates), BLOCK), bool)
    for c, one in enumerate(scenario.ids):
        path = f"nominators.second_bar.{one}"
        if path in scenario.beliefs:
            carried[c] = streams.uniform(f"{path}.falls") < streams.value(path, scenario.quantity(path))
    return carried
