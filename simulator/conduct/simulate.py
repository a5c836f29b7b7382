"""Simulate a scenario: its worlds, what it believes, and the interpreter of the law between them."""

from __future__ import annotations

from simulator.beliefs.draws import Draws
from simulator.conduct.believed import Beliefs
from simulator.conduct.readings import start
from simulator.engine.ledger import Ledger
from simulator.engine.simulation import Event, Simulation
from simulator.engine.worlds import Worlds
from simulator.scenario.scenario import Scenario


def simulate(scenario: Scenario, worlds: Worlds, draws: Draws, events: list[Event] | None = None) -> Ledger:
    """Simulate all runs of a batch; the ledger says how each ended.

    draws   of the runs, laid along the run axis once for each choice of readings in ``worlds`` (:meth:`Draws.repeated`)
    events  a list to be filled with the story, when the batch is a single run
    """
    ledger = Ledger(draws.runs, len(scenario.candidates), len(worlds.choices), sum(b.size for b in scenario.blocs))
    ledger.world = start(worlds, draws.mixed, draws.runs)
    conduct = Beliefs(scenario, draws, narrated=events is not None)
    simulation = Simulation(worlds, conduct, ledger, narrated=events is not None)
    if events is not None:
        conduct.tell_pressure(simulation)
    simulation.run()
    if events is not None and simulation.events is not None:
        events.extend(simulation.events)
    return ledger
