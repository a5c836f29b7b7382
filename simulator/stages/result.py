"""The result: whoever has won is declared elected, some days after the count."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from simulator.engine.cohort import Cohort
from simulator.engine.ledger import Ending, Step
from simulator.engine.simulation import Events, Figures, Simulation
from simulator.procedures.arrays import Days

if TYPE_CHECKING:
    import numpy as np
else:
    from simulator.words.lazy import np


def declared(simulation: Simulation, stage: Any, cohort: Cohort, clause: str) -> None:
    """The result is declared, some days after the count; without any vote it is an election unopposed."""
    leader = cohort.take(simulation.ledger.nominees).argmax(axis=0)
    voted = cohort.take(simulation.ledger.leader) >= 0
    leader = np.where(voted, cohort.take(simulation.ledger.leader), leader)
    simulation.ledger.elect(cohort, leader)
    days = simulation.conduct.day("declared", simulation, stage, cohort)
    simulation.beside(_declare(simulation, stage, cohort, days))


def _declare(simulation: Simulation, stage: Any, cohort: Cohort, day: Days) -> Events:
    yield simulation.until(cohort, day)
    ledger = simulation.ledger
    winner = cohort.take(ledger.leader)
    stays = winner == simulation.incumbent
    for mask, step in ((stays, Step.INCUMBENT_WON), (~stays, Step.OTHER_WON)):
        part = cohort.where(mask)
        words, figures = partial(result_words, simulation, part), partial(final_shares, simulation, part)
        simulation.note(part, step, f"{stage.name}.{_won_by(stage)}", words, figures)
    vacant = cohort.take(ledger.vacant)
    for mask, ending in ((vacant, Ending.BALLOT_IN_A_VACANCY), (~vacant, Ending.BALLOT)):
        simulation.close(cohort.where(mask), ending, winner[mask])


def _won_by(stage: Any) -> str:
    """The provision by which somebody wins."""
    if getattr(stage, "by", "") == "most votes":
        return "win.by"
    return "win.share" if getattr(stage, "share", None) is not None and not stage.majority_of else "win.majority_of"


def final_shares(simulation: Simulation, cohort: Cohort) -> Figures:
    """The shares of the last round counted, by candidate."""
    share_ = cohort.take(simulation.ledger.share)[:, 0]
    return {"shares": {simulation.conduct.ids[c]: float(share_[c]) for c in np.flatnonzero(share_ > 0).tolist()}}


def result_words(simulation: Simulation, cohort: Cohort) -> str:
    """The result as declared."""
    share_ = cohort.take(simulation.ledger.share)[:, 0]
    order = [c for c in np.argsort(-share_, kind="stable") if share_[c] > 0]
    shares = ", ".join(f"{simulation.name(c)} {share_[c]:.1%}" for c in order)
    leader = simulation.name(cohort.take(simulation.ledger.leader)[0])
    return f"The result is declared: {leader} is elected leader{f' ({shares})' if shares else ''}."
