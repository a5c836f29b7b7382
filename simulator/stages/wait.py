"""A wait: time passes, and then something else begins (such as a conference before which nobody votes)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from simulator.engine.cohort import Cohort
from simulator.engine.simulation import THE_SCENARIO, Events, Simulation
from simulator.procedures.arrays import Days
from simulator.stages.stage import Act, Stage, Steps, word
from simulator.stages.values import Said, SetBy, duration


@dataclass(frozen=True)
class Wait(Stage):
    """Nothing happens until a day that the book, or a body, sets."""

    kind: ClassVar[str] = "wait"
    outcomes_known: ClassVar = {"done": "the wait is over"}
    set_by_a_body: ClassVar = ("until",)
    days: ClassVar = ("opens", "until")
    until: Said[int] = word(duration, "how long it lasts")

    def outcomes(self, *, in_office: bool) -> tuple[str, ...]:
        """It ends."""
        return ("done",)

    def simulate(self, simulation: Simulation, cohort: Cohort, number: int) -> Iterator[Events]:
        """Let the days pass; a leader who goes meanwhile leaves the office vacant on that day."""
        closes = simulation.conduct.day("closes", simulation, self, cohort)
        if closes is None and isinstance(self.until, SetBy):
            left = f"is left to {self.until.body}; timetable.{self.name}.until does not say it"
            simulation.unresolved(cohort, f"{self.name}.until", left, whose=THE_SCENARIO)
            return
        if not simulation.said(closes, f"{self.name}.until", cohort):
            return
        cohort, closes = simulation.interrupted(cohort, closes)
        if cohort:
            yield self._over(simulation, cohort, closes)

    def _over(self, simulation: Simulation, cohort: Cohort, day: Days) -> Events:
        yield simulation.until(cohort, day)
        simulation.follow(self, "done", cohort)

    def steps(self, simulation: Simulation, cohort: Cohort, number: int) -> Steps:
        """Nobody need act, unless a body has to set the day on which it ends."""
        what = f"nothing happens until {self.name} is over"
        sets = (self.until.body,) if isinstance(self.until, SetBy) else ()
        sets_it = f"; {simulation.body(sets[0])} sets the day" if sets else ""
        acts = (Act(what=f"{what}{sets_it}", clause=f"{self.name}.until"),)
        left = len(simulation.standing(cohort))
        way = self.way(simulation, "done", "it is over", fewest=left, most=left)
        test = "a day set by " + sets[0] if sets else f"{self.until} days"
        return Steps(
            stage=self.name,
            kind=self.kind,
            number=number,
            stand=simulation.standing(cohort),
            test=test,
            acts=acts,
            ways=(way,),
        )
