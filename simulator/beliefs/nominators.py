"""Nominators: how many of each bloc would name whom.

Each nominator has a uniform number of their own in each run and names the first candidate whose cumulative chance
exceeds it, or nobody. So nobody names two, a bloc's count is exactly binomial given its chance, and a higher chance never
loses a name. The people of a large bloc are not drawn one by one: its counts are quantiles of the same distribution. The
chances of a bloc are uncertain, and move together through one mood: towards the incumbent and away from challengers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.sampler import Sampler
from simulator.beliefs.streams import BLOCK, RandomStreams
from simulator.procedures.arrays import Drawn, Figure, Floats, Heads
from simulator.procedures.nominations import kind_of
from simulator.procedures.voters import binomial
from simulator.scenario.scenario import CHALLENGER, Bloc, Scenario

LARGE = 1_000
"""Heads above which a bloc is drawn as a whole."""
NOMINATIONS = "nominators.blocs/nominations"
"""Where the draws have nominators[name, body, run] who would nominate each of ``names_of``."""
IN_BY_EVE, ON_FIRST_DAY = "nominators.arrived/at_a_pace", "nominators.first_day/at_a_pace"
"""Where the draws have share[candidate, run], the odds of each at a pace of their own; one row if all keep the same."""
TOO_MANY = 2
"""Names that may be lent beyond the bar, before anybody can call a halt: one in 2015 and 2020, none in 2010."""


def names_of(scenario: Scenario) -> tuple[str, ...]:
    """Whom nominators may name: candidate ids and ``challenger``, in a fixed order: the rows of ``named``."""
    said = {name for bloc in scenario.blocs for name in bloc.names}
    return tuple(name for name in (*scenario.ids, CHALLENGER) if name in said)


def bodies_of(scenario: Scenario) -> tuple[str, ...]:
    """The nominating bodies: the columns of ``named``."""
    return tuple(dict.fromkeys(bloc.body for bloc in scenario.blocs))


def drawn(sampler: Sampler) -> dict[str, Drawn]:
    """What nominators draw with code of their own, for one block."""
    scenario, streams = sampler.scenario, sampler.streams
    names, bodies = names_of(scenario), bodies_of(scenario)
    mood = streams.normal("nominators.mood")
    quiet = sampler.value("nominators.quiet")
    heads = sum(bloc.size for bloc in scenario.blocs)
    kind = kind_of(heads)
    named, kept_quiet = np.zeros((len(names), len(bodies), BLOCK), kind), np.zeros(BLOCK, kind)
    for bloc in scenario.blocs:
        *counts, silent = _counts(sampler, bloc, mood, quiet)
        kept_quiet += silent
        for name, count in zip(bloc.names, counts, strict=True):
            named[names.index(name), bodies.index(bloc.body)] += count
    within = np.minimum(np.rint(sampler.figure("nominators.lending.within")), heads)
    return {
        NOMINATIONS: named,
        "nominators.quiet": kept_quiet,
        "nominators.appeal.<challenger>": _appeal(sampler),
        IN_BY_EVE: _at_a_pace(sampler, "eve", sampler.figure("nominators.arrived")),
        ON_FIRST_DAY: _at_a_pace(sampler, "first_day", sampler.figure("nominators.first_day")),
        "nominators.second_bar.<candidate>": _carried(sampler),
        "nominators.lending.within": within.astype(kind),
        "nominators.lending/over": (streams.uniform("nominators.lending/over") * (TOO_MANY + 1)).astype(np.int16),
    }


def _at_a_pace(sampler: Sampler, moment: str, share: Floats) -> Floats:
    """The share of nominations in by a moment: share[candidate, run], the odds of each candidate's at a pace of their own.

    One row for all of them where nobody has a pace of their own.
    """
    ids = sampler.scenario.ids
    paths = [f"nominators.pace.{moment}.{one}" for one in ids]
    if all(sampler.quantity(path).certain and sampler.quantity(path).low == 1 for path in paths):
        return share[None]
    rows = np.empty((len(ids), BLOCK), np.float32)
    for c, path in enumerate(paths):
        there = share * sampler.value(path)
        rows[c] = there / np.maximum(1 - share + there, np.float32(1e-9))
    return rows


def _counts(sampler: Sampler, bloc: Bloc, mood: Floats, quiet: Figure) -> Heads:
    """How many of a bloc would name each of its candidates, and last how many keep quiet: nominators[name, run]."""
    reached: list[Figure] = []
    chances = _of_the_whole([_chance(sampler, bloc, name, mood) for name in bloc.names])
    aloud, pressed = sum(chances), False
    for name, chance in zip(bloc.names, chances, strict=True):
        if _may_keep_quiet(sampler.scenario, bloc, name):
            chance, pressed = chance * (1 - quiet), pressed or bool(np.any(quiet > 0))
        reached.append(reached[-1] + chance if reached else chance)
    if pressed:
        reached.append(aloud)
    if bloc.size > LARGE:
        return _of_many(sampler.streams, bloc, reached, pressed=pressed)
    upto = sampler.streams.below(f"nominators.blocs.{bloc.name}", bloc.size, reached)
    upto[1:] -= upto[:-1].copy()
    return upto if pressed else np.concatenate([upto, np.zeros((1, BLOCK), np.int16)])


def _of_the_whole(chances: list[Figure]) -> list[Figure]:
    """Chances of a bloc's names, scaled down alike in the runs in which together they pass 100%: nobody nominates two."""
    total = sum(chances)
    return [chance / np.maximum(total, 1) for chance in chances] if np.any(total > 1) else chances


def _of_many(streams: RandomStreams, bloc: Bloc, reached: list[Figure], *, pressed: bool) -> Heads:
    """As :func:`_counts`, of a large bloc: each name's nominators are drawn from those whom the names before left."""
    counts = np.zeros((len(bloc.names) + 1, BLOCK), np.int32)
    left: Heads = np.full(BLOCK, bloc.size)
    before: Floats = np.zeros(BLOCK)
    for row, upto in enumerate(reached):
        upto = np.minimum(np.asarray(upto, np.float64), 1)
        whose = bloc.names[row] if row < len(bloc.names) else "quiet"
        chance = np.where(before < 1, (upto - before) / np.where(before < 1, 1 - before, 1), 0)
        counts[row] = binomial(left, chance, streams.normal(f"nominators.blocs.{bloc.name}/{whose}"))
        left, before = left - counts[row], upto
    return counts


def _against(scenario: Scenario, name: str) -> bool:
    return name == CHALLENGER or name in {scenario.ids[c] for c in scenario.challengers}


def _may_keep_quiet(scenario: Scenario, bloc: Bloc, name: str) -> bool:
    """Constituency parties press those who would name a challenger to a leader, unless it is certain that they do."""
    certain = scenario.quantity(f"nominators.blocs.{bloc.name}.nominate.{name}").certain
    return scenario.incumbent >= 0 and _against(scenario, name) and not certain


def _chance(sampler: Sampler, bloc: Bloc, name: str, mood: Floats) -> Figure:
    path = f"nominators.blocs.{bloc.name}.nominate.{name}"
    quantity = sampler.quantity(path)
    if quantity.certain:
        return quantity.low
    share = sampler.quantity("nominators.mood").low
    return sampler.value(path, sampler.streams.score(path, -mood if _against(sampler.scenario, name) else mood, share))


def _appeal(sampler: Sampler) -> Floats:
    """The weight[candidate, run] of each challenger among those who would nominate any: the odds of their appeal."""
    weights = np.zeros((len(sampler.scenario.ids), BLOCK), np.float32)
    for c in sampler.scenario.challengers:
        chance = np.minimum(sampler.value(f"nominators.appeal.{sampler.scenario.ids[c]}"), np.float32(0.9999))
        weights[c] = chance / (1 - chance)
    return weights


def _carried(sampler: Sampler) -> NDArray[np.bool_]:
    """Who of those believed anything of is carried over a second bar: bool[candidate, run]."""
    carried = np.zeros((len(sampler.scenario.ids), BLOCK), bool)
    for c, one in enumerate(sampler.scenario.ids):
        if sampler.believed(path := f"nominators.second_bar.{one}"):
            carried[c] = sampler.streams.uniform(f"{path}.falls") < sampler.value(path)
    return carried
