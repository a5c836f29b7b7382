"""What matters most: each belief at its ends with all else drawn, law beside belief; and Sobol's indices of those that matter.

Tornado: the chance that whoever the scenario is about leads, with one belief fixed at its 5% point and at its 95% point, on the
same draws; what a dispute's other reading does stands beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.streams import BLOCK
from simulator.questions.cache import Cache
from simulator.questions.compare import touching
from simulator.questions.indices import POINTS, Sobol, case_at, sobol
from simulator.questions.simulate import BATCH, Case, Progress, choices, leaders, reading_names, seed_of
from simulator.results.answer import Answer
from simulator.results.chances import Share
from simulator.results.pairs import Difference
from simulator.results.results import Rules
from simulator.scenario.scenario import Scenario
from simulator.words.quantities import Z95

if TYPE_CHECKING:
    from concurrent.futures import Executor

TOP, LAW, CHOICES = 12, 3, 12
"""How many beliefs, and how many disputes with how many choices of readings together, have indices of their own."""
Led = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing(Difference):
    """What an input moves the chance by: contests gained and lost, and whether their difference is beyond two errors."""

    derived: ClassVar[Mapping[str, str]] = {"swing": "difference", "error": "error", "visible": "visible"}

    @property
    def visible(self) -> bool:
        """Whether the swing is beyond two errors."""
        return abs(self.difference) > 2 * self.error


@dataclass(frozen=True, slots=True, kw_only=True)
class BeliefSwing(Swing):
    """A belief as the file says it, the chance at its 5% and its 95% point, and the swing under each choice of readings."""

    belief: str
    said: str
    at_low: Share
    at_high: Share
    under: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingSwing(Swing):
    """Another reading of a dispute, and the chance under it."""

    dispute: str
    reading: str
    chance: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivityAnswer(Answer):
    """What moves the chance that whoever it is about leads: beliefs and other readings, the widest swing first.

    chance   as the scenario is;  adopted: its own choice among the readings laid side by side
    sobol    indices of the beliefs and disputes that move it most, where they were asked
    """

    schema: ClassVar[str] = "party-rules/sensitivity/1"

    scenario: str
    rules: Rules
    candidates: Mapping[str, str]
    subject: str
    name: str
    runs: int
    seed: int
    chance: Share
    adopted: str
    beliefs: tuple[BeliefSwing, ...]
    readings: tuple[ReadingSwing, ...]
    sobol: Sobol | None = None


def uncertain(scenario: Scenario) -> list[str]:
    """The beliefs that are not certain, in the order of the file."""
    return [path for path, belief in scenario.beliefs.items() if belief.bears and not belief.quantity.certain]


def sensitivity(
    scenario: Scenario,
    *,
    runs: int | None = None,
    seed: int | None = None,
    top: int = TOP,
    points: int = POINTS,
    cache: Cache | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> SensitivityAnswer:
    """The tornado of all beliefs and readings, and Sobol's indices of the beliefs that move the answer most."""
    found = tornado(scenario, runs=runs, seed=seed, cache=cache, executor=executor, progress=progress)
    rows = sorted(found.beliefs, key=lambda row: (-max(map(abs, row.under.values())), row.belief))[:top]
    several, paths = crossed(laid_out(scenario), found.readings, bool(scenario.compared)), [row.belief for row in rows]
    indices = sobol(
        several, found.subject, paths, seed=found.seed, points=points, cache=cache, executor=executor, progress=progress
    )
    return replace(found, sobol=indices)


def laid_out(scenario: Scenario) -> Scenario:
    """The scenario with readings side by side: those it compares, or of the first dispute that bears on it."""
    return replace(scenario, compared=scenario.compared or touching(scenario)[:1])


def tornado(
    scenario: Scenario,
    *,
    runs: int | None = None,
    seed: int | None = None,
    cache: Cache | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> SensitivityAnswer:
    """Each belief fixed at its 5% and at its 95% point, all else drawn, and each clause read otherwise, on the same draws."""
    runs, seed = min(scenario.runs if runs is None else runs, BLOCK), seed_of(scenario, seed)
    subject = scenario.subject
    number = scenario.ids.index(subject)
    alone, several = replace(scenario, compared=()), laid_out(scenario)
    paths, here = sorted(uncertain(scenario)), _adopted(several)
    size = max(1, BATCH // runs // 2)
    others = _otherwise(alone)
    read = [{}, *({dispute: reading} for dispute, reading in others)]
    cases = [Case(alone, read, runs, seed)]
    cases += [_at_ends(several, seed, runs, paths[at : at + size]) for at in range(0, len(paths), size)]
    (base, *theirs), *found = [
        led == number for led in leaders(cases, cache=cache, executor=executor, progress=progress)
    ]
    ends = [end for led in found for end in led.reshape(len(led), -1, runs).swapaxes(0, 1)]
    names, rows = reading_names(several), []
    for n, path in enumerate(paths):
        low, high = ends[2 * n], ends[2 * n + 1]
        under = {name: _gains(*both) for name, *both in zip(names, low, high, strict=True)}
        gained, lost = under[names[here]]
        row = BeliefSwing(
            belief=path, said=str(scenario.beliefs[path].quantity), gained=gained, lost=lost, of=runs,
            at_low=_share(low[here]), at_high=_share(high[here]),
            under={name: (more - fewer) / runs for name, (more, fewer) in under.items()},
        )  # fmt: skip
        rows.append(row)
    return SensitivityAnswer(
        scenario=scenario.title, rules=Rules.of(scenario), candidates={one.id: one.name for one in scenario.candidates},
        subject=subject, name=scenario.name_of(subject), runs=runs, seed=seed, chance=_share(base), adopted=names[here],
        beliefs=tuple(sorted(rows, key=lambda row: (-abs(row.difference), row.belief))),
        readings=tuple(_readings(others, theirs, base)),
    )  # fmt: skip


def crossed(several: Scenario, law: Iterable[ReadingSwing], stated: bool) -> Scenario:
    """The scenario with the disputes that are categories beside the beliefs: those compared, or those seen to move it most."""
    if stated:
        return several
    chosen: list[str] = []
    for dispute in dict.fromkeys(row.dispute for row in law if row.visible):
        if math.prod(len(several.book.disputes[one].readings) for one in (*chosen, dispute)) <= CHOICES:
            chosen.append(dispute)
    return replace(several, compared=tuple(d for d in several.book.disputes if d in chosen[:LAW]) or several.compared)


def _adopted(several: Scenario) -> int:
    """Which of the choices laid side by side is the scenario's own."""
    mine = {dispute: several.readings[dispute] for dispute in several.compared}
    every = [{dispute: one[dispute] for dispute in several.compared} for one in choices(several)]
    return every.index(mine) if mine in every else 0


def _gains(before: Led, after: Led) -> tuple[int, int]:
    """In how many contests led[run] is gained, and in how many it is lost."""
    return int((after & ~before).sum()), int((before & ~after).sum())


def _share(led: Led) -> Share:
    return Share(count=int(led.sum()), of=len(led))


def _otherwise(scenario: Scenario) -> list[tuple[str, str]]:
    """Each other reading of each dispute that bears on the contest."""
    return [
        (dispute, reading)
        for dispute in touching(scenario)
        for reading in scenario.book.disputes[dispute].readings
        if reading != scenario.readings[dispute]
    ]


def _readings(others: Sequence[tuple[str, str]], every: Sequence[Led], base: Led) -> list[ReadingSwing]:
    """What each other reading does to the chance: led[run] under it, and as the scenario has it."""
    rows = []
    for (dispute, reading), theirs in zip(others, every, strict=True):
        gained, lost = _gains(base, theirs)
        chance = _share(theirs)
        rows.append(
            ReadingSwing(dispute=dispute, reading=reading, chance=chance, gained=gained, lost=lost, of=chance.of)
        )
    return sorted(rows, key=lambda row: (-abs(row.difference), row.dispute, row.reading))


def _at_ends(scenario: Scenario, seed: int, runs: int, paths: list[str]) -> Case:
    """The same contests with each of some beliefs at its low end, then at its high, and all the others drawn."""
    scores = np.full((2 * len(paths), len(paths)), np.nan)
    for n in range(len(paths)):
        scores[2 * n : 2 * n + 2, n] = -Z95, Z95
    return case_at(scenario, seed, runs, paths, scores)
