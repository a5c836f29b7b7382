"""What is possible: every stage that a contest may still come to, by whatever outcomes the stages before it allow.

The search is simulation: of what is known first; then, wherever that waits, of each outcome that the stage offers, supposed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.conduct.known import EARLIEST, LATEST, Known, Supposed, Visit, simulate_known
from simulator.conduct.readings import worlds_of
from simulator.engine.simulation import Simulation
from simulator.engine.worlds import Worlds
from simulator.scenario.scenario import Scenario, sure
from simulator.stages.contest import Contest
from simulator.stages.stage import Stage, Steps, Way
from simulator.words.dates import day_words

DEEPEST = 24
"""Suppositions in a row, at most."""
FEW = 3
"""Numbers beyond the fewest up to which each is supposed by itself: three left may come to the end sooner than four."""
Supposals = tuple[Supposed, ...]


@dataclass(frozen=True)
class Reached:
    """A stage that what is known, and some suppositions, come to.

    steps       what may lawfully happen there
    earliest, latest   the visit of it with a timetable that is as quick, or as slow, as it may be
    supposed    what was supposed on the way;  sure: who stands is known, not supposed
    settled     how disputed clauses have been read on the way;  ahead: of a contest that nothing has opened yet
    """

    steps: Steps
    earliest: Visit
    latest: Visit
    supposed: Supposals
    settled: tuple[str, ...] = ()
    ahead: bool = False

    @property
    def sure(self) -> bool:
        """Whether who stands is known."""
        return not any(one.left for one in self.supposed)


def reached(scenario: Scenario, worlds: Worlds, on: dt.date) -> Iterator[Reached]:
    """Every stage that may be come to, the nearest first."""
    for known, simulation in cases(scenario, worlds, on):
        early, late = known.visits[EARLIEST], known.visits[LATEST]
        for one, other in zip(early, late, strict=False):
            yield Reached(one.steps, one, other, known.supposed[: one.given], _settled(worlds, one))
        for stage, steps in _pending(simulation):
            if isinstance(stage, Contest):
                guessed = [False, known.is_default("politics.until"), False]
                one, other = (
                    Visit(steps, known.starts, False, 0, closes=max(day, known.last_day), guessed=guessed)
                    for day in known.span_of(stage).tolist()
                )
                yield Reached(steps, one, other, known.supposed, ahead=True)


def cases(scenario: Scenario, worlds: Worlds, on: dt.date) -> Iterator[tuple[Known, Simulation]]:
    """Simulations of what is known, and of whatever may be supposed beyond; a way is not followed twice round a circle."""
    waiting: list[tuple[Supposals, frozenset[object]]] = [((), frozenset())]
    expanded: set[object] = set()
    while waiting:
        supposed, passed = waiting.pop(0)
        known, simulation = simulate_known(scenario, worlds, on, supposed)
        yield known, simulation
        for stage, steps in _pending(simulation):
            if stage.kind == "contest" and stage.name != scenario.contest:
                continue
            here = _state(steps, simulation)
            days = (here, *(visits[-1].opens if visits else 0 for visits in known.visits))
            if here in passed or days in expanded or len(supposed) >= DEEPEST:
                continue
            expanded.add(days)
            waiting += [((*supposed, one), passed | {here}) for way in steps.ways for one in _suppositions(way)]


def overridden(scenario: Scenario) -> dict[str, tuple[dt.date, dt.date]]:
    """Steps with a stated date on which they cannot be, by whatever way: that date, and the first possible one."""
    found: dict[str, tuple[int, int]] = {}
    held = set[str]()
    worlds = worlds_of(scenario, sure(scenario.book, scenario.readings))
    for known, _ in cases(scenario, worlds, scenario.date):
        held |= known.held
        for step, (stated, first) in known.overridden.items():
            found[step] = stated, min(first, found.get(step, (stated, first))[1])
    day = scenario.day_zero.toordinal()
    return {
        step: (dt.date.fromordinal(day + stated), dt.date.fromordinal(day + first))
        for step, (stated, first) in found.items()
        if step not in held
    }


def overridden_words(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    """Of each such step: its name, both dates in a sentence, and what to do."""
    for step, (stated, first) in overridden(scenario).items():
        said = f"{day_words(stated)} is stated; under these rules it cannot be before {day_words(first)}, and is simulated then"
        yield step, said, "give it a later date, or the steps before it earlier ones"


def _pending(simulation: Simulation) -> Iterator[tuple[Stage | Contest, Steps]]:
    """The stages at which the runs wait, each once."""
    found: dict[str, tuple[Stage | Contest, Steps]] = {}
    for one in simulation.pending:
        found.setdefault(one.stage.name, (one.stage, one.stage.steps(simulation, one.cohort, one.number)))
    yield from found.values()


def _state(steps: Steps, simulation: Simulation) -> object:
    """What decides what may follow: the stage, whether it is held again, or was for a tie, who stands and leads, the readings."""
    ledger = simulation.ledger
    leads, tied = bool(ledger.vacant[EARLIEST]), bool(ledger.again[EARLIEST])
    return steps.stage, steps.number > 0, tied, len(steps.stand), leads, int(ledger.world[EARLIEST])


def _suppositions(way: Way) -> Iterator[Supposed]:
    """An outcome with each number it may leave, where they are few, or as few and as many.

    That one is elected for want of others needs no search.
    """
    if way.outcome == "one left" and way.route == "elected":
        return
    few = way.most - way.fewest <= FEW
    for left in range(way.fewest, way.most + 1) if few else (way.fewest, way.most):
        yield Supposed(way.outcome, left)


def _settled(worlds: Worlds, visit: Visit) -> tuple[str, ...]:
    """The disputes that a body has read on the way, each with its reading."""
    first, now = worlds.read[worlds.first[0]], worlds.read[visit.world]
    return tuple(f"{dispute}: {reading}" for dispute, reading in now.items() if reading != first[dispute])
