"""Politics: who challenges and when, what opens a contest, how a committee leans."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.sampler import NEVER, Sampler
from simulator.beliefs.streams import BLOCK
from simulator.procedures.arrays import Drawn, Figure

RIVAL = "politics.challengers.<challenger>"


def drawn(sampler: Sampler) -> dict[str, Drawn]:
    """What politics draws with code of its own, for one block."""
    return {**_challengers(sampler), **_opens(sampler), **_executive(sampler), "politics.until": _until(sampler)}


def _until(sampler: Sampler) -> NDArray[np.int16]:
    """The last day of the question."""
    days = sampler.days("politics.until")
    return days if sampler.dated("politics.until") else days + np.int16(sampler.today)


def _challengers(sampler: Sampler) -> dict[str, Drawn]:
    """Who would challenge, or stand in a vacancy, and when each declares."""
    scenario, streams = sampler.scenario, sampler.streams
    stands, vacancy = np.zeros((2, len(scenario.ids), BLOCK), np.bool_)
    declares = np.full((len(scenario.ids), BLOCK), NEVER, np.int16)
    for c in scenario.challengers:
        path = f"politics.challengers.{scenario.ids[c]}"
        z, u = streams.normal(f"{path}.stands"), streams.uniform(f"{path}.stands/happens")
        stands[c] = u < sampler.value(f"{path}.stands", z)
        vacancy[c] = u < sampler.value(f"{path}.in_a_vacancy", z)
        declares[c] = _to_come(sampler, f"{path}.declares")
    for one, other in scenario.waits_for.items():
        # Whoever lets another go first declares some days after the other, wherever the other stands.
        c, first = scenario.ids.index(one), scenario.ids.index(other)
        later = np.minimum(declares[first] + np.asarray(sampler.value(f"politics.challengers.{one}.waits")), NEVER - 1)
        declares[c] = np.where(stands[first], later, declares[c])
    return {f"{RIVAL}.stands": stands, f"{RIVAL}.in_a_vacancy": vacancy, f"{RIVAL}.declares": declares}


def _to_come(sampler: Sampler, path: str) -> Figure:
    """A day that is uncertain lies after the scenario's date."""
    day = sampler.day(path)
    return day if sampler.quantity(path).certain else np.clip(day, sampler.today + 1, NEVER - 1)


def _opens(sampler: Sampler) -> dict[str, Drawn]:
    """The day[run] on which something opens each contest it is said of (NEVER: it does not), and how many sign."""
    scenario, here, found = sampler.scenario, "politics.opens.", dict[str, Drawn]()
    for contest in dict.fromkeys(p[len(here) :].split(".")[0] for p in scenario.beliefs if p.startswith(here)):
        path = f"{here}{contest}"
        day = _to_come(sampler, f"{path}.date")
        found[f"{path}.date"] = np.where(sampler.happens(f"{path}.chance"), day, NEVER).astype(np.int16)
        signs = [one for one in scenario.beliefs if one.startswith(f"{path}.signatures.")]
        if signs:
            blocs = {bloc.name: bloc for bloc in scenario.blocs}
            count = np.zeros(BLOCK, np.int32)
            for one in signs:
                size = blocs[one[len(f"{path}.signatures.") :]].size
                count += sampler.streams.below(f"{one}/people", size, [sampler.value(one)])[0]
            found[f"{path}.signatures"] = count
    return found


def _executive(sampler: Sampler) -> dict[str, NDArray[np.int16]]:
    """Members of the executive, the leader apart: for the incumbent's reading; for varying the rules; to have him leave."""
    path = "politics.executive"
    reads, varies, leave = f"{path}.reads", f"{path}.varies", f"{path}.asks_to_leave"
    others = sampler.scenario.executive_voting - (1 if sampler.scenario.incumbent >= 0 else 0)
    if others <= 0:
        return {name: np.zeros(BLOCK, np.int16) for name in (reads, varies, leave)}
    below = sampler.streams.below
    chance = sampler.value(reads)
    for_it, bound = below(f"{path}/members", others, [chance, 1 - (1 - chance) * sampler.value(varies)])
    leaving = np.zeros(BLOCK, np.int16)
    if sampler.quantity(leave).high > 0:
        (leaving,) = below(f"{leave}/members", others, [sampler.value(leave)])
    return {reads: for_it, varies: others - bound, leave: leaving, **_readings(sampler, others)}


def _readings(sampler: Sampler, others: int) -> dict[str, NDArray[np.int16]]:
    """Members for each reading that the belief names: each member chooses one, in proportion to the chances."""
    here = "politics.executive.reads."
    paths = sorted(path for path in sampler.scenario.beliefs if path.startswith(here))
    if not paths:
        return {}
    upto = np.cumsum([sampler.figure(path) for path in paths], axis=0)
    marks = (
        sampler.streams.below(f"{here}members", others, [*(upto[:-1] / upto[-1])])
        if len(paths) > 1
        else np.zeros((0, BLOCK), np.int16)
    )
    marks = np.concatenate([marks, np.full((1, BLOCK), others, np.int16)])
    marks[1:] -= marks[:-1].copy()
    return dict(zip(paths, marks, strict=True))
