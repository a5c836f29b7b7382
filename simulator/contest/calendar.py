"""The calendar: one SimPy clock, and an inbox for each stage.

Cohorts that arrive at a stage for the same day go in together, as one, that morning; nothing is posted for today. So the
number of events is bounded by days × stages, not by runs, and a run's dates never depend on its company.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import simpy

from simulator.contest.cohort import Cohort

Opening = Callable[[str, Cohort], Generator[Any, Any, None]]


class Calendar:
    """Posts cohorts to stages on days, and opens each stage for all who are posted to it that day."""

    def __init__(self, opening: Opening) -> None:
        self.env = simpy.Environment()
        self.opening = opening
        self._inbox: dict[tuple[str, int], list[Cohort]] = {}

    @property
    def today(self) -> int:
        """Whole days from day zero."""
        return int(self.env.now)

    def post(self, stage: str, cohort: Cohort, day: int) -> None:
        """Send a cohort to a stage, to be let in on the morning of a day to come."""
        if not cohort:
            return
        if day <= self.today:
            raise ValueError(f"{stage}: day {day} is not after today, day {self.today}")
        waiting = self._inbox.setdefault((stage, day), [])
        waiting.append(cohort)
        if len(waiting) == 1:
            self.env.process(self._morning(stage, day))

    def _morning(self, stage: str, day: int) -> Generator[Any, Any, None]:
        yield self.env.timeout(day - self.env.now)
        yield from self.opening(stage, Cohort.merged(self._inbox.pop((stage, day))))

    def until(self, day: int) -> Any:
        """The event that a stage waits for: the evening of a day (at once, if it is today)."""
        return self.env.timeout(max(day - self.env.now, 0))

    def branches(self, parts: list[Generator[Any, Any, None]]) -> Generator[Any, Any, None]:
        """Let the parts of a stage go on side by side, each with dates of its own."""
        for part in parts[1:]:
            self.env.process(part)
        if parts:
            yield from parts[0]

    def beside(self, events: Generator[Any, Any, None]) -> None:
        """Let something go on beside the stages: it is told, and posts nothing."""
        self.env.process(events)

    def run(self) -> None:
        """Let the days pass until nothing is left to happen."""
        self.env.run()
        # The calendar knows the contest and the contest its calendar: part them, so that a batch's arrays go at once.
        del self.opening
