"""A wait: time passes, and then something else begins (such as a conference before which nobody votes)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from simulator.engine.cohort import Cohort
from simulator.engine.simulation import Events, Simulation
from simulator.stages.stage import Stage, word
from simulator.stages.values import duration


@dataclass(frozen=True)
class Wait(Stage):
    """Nothing happens until a day that the book, or a body, sets."""

    kind: ClassVar[str] = "wait"
    outcomes_known: ClassVar = {"done": "the wait is over"}
    until: int | None = word(duration, "how long: 14 days, or {set_by: BODY}", optional=True)

    def outcomes(self, *, in_office: bool) -> tuple[str, ...]:
        """It ends."""
        return ("done",)

    def play(self, simulation: Simulation, cohort: Cohort, number: int) -> Iterator[Events]:
        """Let the days pass."""
        if not simulation.said(
            closes := simulation.conduct.day("closes", simulation, self, cohort), f"{self.name}.until", cohort
        ):
            return
        for day, part in cohort.by(closes):
            yield self._over(simulation, part, day)

    def _over(self, simulation: Simulation, cohort: Cohort, day: int) -> Events:
        yield simulation.until(day)
        simulation.follow(self, "done", cohort)
