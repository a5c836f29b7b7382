"""What is possible: every stage that a contest may still come to, by whatever outcomes the stages before it allow.

The search is simulation: of what is known first; then, wherever that waits, of each outcome that the stage offers, supposed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.conduct.known import EARLIEST, LATEST, Supposed, Visit, simulate_known
from simulator.engine.simulation import Simulation
from simulator.engine.worlds import Worlds
from simulator.scenario.scenario import Scenario
from simulator.stages.contest import OPENED
from simulator.stages.stage import Steps, Way

DEEPEST = 24
"""Suppositions in a row, at most."""
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


def waiting(scenario: Scenario, worlds: Worlds, on: dt.date, supposed: Supposals = ()) -> tuple[Steps, ...]:
    """Where a simulation of what is known, and supposed, waits: what may lawfully happen there; nothing if it ends."""
    _, simulation = simulate_known(scenario, worlds, on, supposed)
    return tuple(steps for _, steps in _pending(simulation))


def reached(scenario: Scenario, worlds: Worlds, on: dt.date) -> Iterator[Reached]:
    """Every stage that may be come to, the nearest first; a way is not followed twice round a circle."""
    cases: list[tuple[Supposals, frozenset[object]]] = [((), frozenset())]
    expanded: set[object] = set()
    while cases:
        supposed, passed = cases.pop(0)
        known, simulation = simulate_known(scenario, worlds, on, supposed)
        early, late = known.visits[EARLIEST], known.visits[LATEST]
        for one, other in zip(early, late, strict=False):
            yield Reached(one.steps, one, other, supposed, _settled(worlds, one))
        for stage, steps in _pending(simulation):
            if stage.kind == "contest":
                span = known.span_of(stage).tolist()
                guessed = [False, known.is_default("politics.until"), False]
                one, other = (
                    Visit(steps, known.starts, False, 0, closes=max(day, known.last_day), guessed=guessed) for day in span
                )
                yield Reached(steps, one, other, supposed, ahead=True)
                if stage.name != scenario.contest:
                    continue
            here = _state(steps, early, simulation)
            days = (here, *(visits[-1].opens if visits else 0 for visits in (early, late)))
            if here in passed or days in expanded or len(supposed) >= DEEPEST:
                continue
            expanded.add(days)
            cases += [((*supposed, one), passed | {here}) for way in steps.ways for one in _suppositions(way)]


def _pending(simulation: Simulation) -> Iterator[tuple[object, Steps]]:
    """The stages at which the runs wait, each once."""
    found = {}
    for one in simulation.pending:
        found.setdefault(one.stage.name, (one.stage, one.stage.steps(simulation, one.cohort, one.number)))
    yield from found.values()


def _state(steps: Steps, visits: list[Visit], simulation: Simulation) -> object:
    """What decides what may follow: the stage, whether it is held again, who stands, whether anybody leads, the readings."""
    ledger = simulation.ledger
    return steps.stage, steps.number > 0, len(steps.stand), bool(ledger.vacant[EARLIEST]), int(ledger.world[EARLIEST])


def _suppositions(way: Way) -> Iterator[Supposed]:
    """An outcome with as few left as it may leave, and with as many."""
    for left in dict.fromkeys((way.fewest, way.most)):
        yield Supposed(way.outcome, left)


def _settled(worlds: Worlds, visit: Visit) -> tuple[str, ...]:
    """The disputes that a body has read on the way, each with its reading."""
    first, now = worlds.read[worlds.first[0]], worlds.read[visit.world]
    return tuple(f"{dispute}: {reading}" for dispute, reading in now.items() if reading != first[dispute])


__all__ = ["OPENED", "Reached", "reached", "waiting"]
