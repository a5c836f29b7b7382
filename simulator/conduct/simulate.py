"""Simulate a scenario: its worlds, what it believes, and the interpreter of the law between them."""

from __future__ import annotations

from simulator.beliefs.draws import Draws
from simulator.conduct.believed import Beliefs
from simulator.conduct.readings import start
from simulator.engine.ledger import Ledger
from simulator.engine.simulation import Begun, Event, Simulation
from simulator.engine.worlds import Worlds
from simulator.scenario.scenario import Scenario
from simulator.stages.nomination import BEFORE


def simulate(scenario: Scenario, worlds: Worlds, draws: Draws, events: list[Event] | None = None) -> Ledger:
    """Simulate all runs of a batch; the ledger says how each ended.

    draws   of the runs, laid along the run axis once for each choice of readings in ``worlds`` (:meth:`Draws.repeated`)
    events  a list to be filled with the story, when the batch is a single run
    """
    ledger = Ledger(draws.runs, len(scenario.candidates), len(worlds.choices), nominators(scenario))
    ledger.world = start(worlds, draws.under("readings"), draws.runs)
    conduct = Beliefs(scenario, draws, narrated=events is not None)
    simulation = Simulation(worlds, conduct, ledger, narrated=events is not None)
    if events is not None:
        conduct.tell_pressure(simulation)
    simulation.run(begun(scenario))
    if events is not None and simulation.events is not None:
        events.extend(simulation.events)
    return ledger


def nominators(scenario: Scenario) -> int:
    """Heads that nominate: those who have not yet, and those whose nominations are in."""
    position = scenario.position
    return sum(bloc.size for bloc in scenario.blocs) + (sum(position.nominations.values()) if position else 0)


def begun(scenario: Scenario) -> Begun | None:
    """Where the contest stands on the scenario's date, if it is under way."""
    position = scenario.position
    if position is None:
        return None
    law = scenario.law
    stands = position.nominations if position.nominations else position.standing
    opens_now = law.kinds.get(position.at) == "nomination" and law.get(f"{position.at}.among") != BEFORE
    return Begun(
        contest=scenario.contest,
        stage=position.at,
        day=scenario.date.toordinal() - scenario.day_zero.toordinal(),
        standing=() if opens_now else tuple(scenario.ids.index(one) for one in stands),
        ballots=position.ballots_held,
        vacant=scenario.begins_vacant,
        open=law.kinds.get(position.at) == "nomination",
    )
