"""The court: somebody goes to law over how a clause was read, and what follows from the close waits for judgment.

Only a reading that somebody made in the contest can be reversed: one that a scenario states is not in dispute in its
simulation. A reversal after the close finds the nominations as they were handed in; what then becomes of a leader who is
short is the remedy's to say.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from simulator.engine.cohort import Cohort
from simulator.engine.conduct import NEVER, Field
from simulator.engine.ledger import Step
from simulator.engine.simulation import Simulation
from simulator.procedures.arrays import Days

if TYPE_CHECKING:
    import numpy as np
else:
    from simulator.words.lazy import np


def waits(simulation: Simulation, field: Field, *, exempt: bool) -> Days | None:
    """The day[run] of judgment that a close waits for, −1 where it need not; None: nowhere."""
    if not simulation.worlds.contested:
        return None
    day, _ = simulation.conduct.judgment(simulation, field.cohort)
    sought = np.ones(len(field.cohort), np.bool_) if exempt else field.seeks[simulation.incumbent]
    waiting = (day > simulation.today(field.cohort)) & (day < NEVER) & sought
    return np.where(waiting, day, -1) if waiting.any() else None


def heard_already(simulation: Simulation, cohort: Cohort) -> None:
    """A judgment that came before the close of nominations is law by then."""
    if simulation.worlds.contested and not cohort.take(simulation.ledger.vacant)[0]:
        day, _ = simulation.conduct.judgment(simulation, cohort)
        hear(simulation, cohort.where(day <= simulation.today(cohort)))


def hear(simulation: Simulation, cohort: Cohort) -> None:
    """Judgment: the reading stands, or the clause is read as favours the other side."""
    for dispute in simulation.worlds.contested:
        for world, part in cohort.by(cohort.take(simulation.ledger.world).view(np.int16)) if cohort else ():
            now = simulation.worlds.read[world].get(dispute.name)
            if now not in (dispute.incumbent, dispute.challenger) or not dispute.open[world]:
                continue
            other = dispute.challenger if now == dispute.incumbent else dispute.incumbent
            _, reverses = simulation.conduct.judgment(simulation, part)
            for side, step, words in (
                (
                    ~reverses,
                    Step.COURT_UPHELD,
                    f"The court is asked about {dispute.name}. Its judgment: {now}, as before.",
                ),
                (reverses, Step.COURT_REVERSED, f"The court is asked about {dispute.name}, and reverses it: {other}."),
            ):
                simulation.note(part.where(side), step, dispute.clause, partial(str, words))
            turned = part.where(reverses)
            if turned:
                then = simulation.worlds.settled(turned.take(simulation.ledger.world), dispute.name, other)
                simulation.ledger.read(turned, then)
