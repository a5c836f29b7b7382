"""Timetable: the day of each step of a stage, as the book says, else as a scenario's timetable does."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from simulator.engine.cohort import Cohort
from simulator.engine.simulation import Simulation
from simulator.procedures.arrays import Days
from simulator.scenario.scenario import Scenario
from simulator.stages.nomination import BEFORE, Nomination
from simulator.stages.stage import Stage
from simulator.stages.values import SetBy, Unsaid
from simulator.stages.wait import Wait

OPENS = {"decision": "executive", "ballot": "ballot", "motion": "ballot", "nomination": "nominations"}
"""The step of the timetable at which a kind of stage opens."""
STEPS = {"opens": "opens", "closes": "closes", "held again": "further", "closes again": "", "declared": "declared"}
"""Steps of a stage → what a timetable calls them."""


class Timetable:
    """The days of steps, for runs each of which has a timetable of its own.

    days   step of the timetable → days[run] after the step before, or day[run] where it is a date
    """

    def __init__(self, scenario: Scenario, days: Mapping[str, Days]) -> None:
        self.scenario, self.days = scenario, days

    def step_of(self, step: str, simulation: Simulation, stage: Stage, cohort: Cohort) -> str:
        """The step of the scenario's timetable that gives the day of a stage's step; nothing where the book gives it."""
        own = f"{stage.name}.{STEPS[step]}" if stage.kind != "wait" or step == "opens" else f"{stage.name}.until"
        if own in self.days:
            return own
        if step in ("declared", "held again"):
            return STEPS[step]
        if step == "closes again" or stage.kind == "wait":
            return ""
        if not isinstance(stage, Nomination):
            return "voting" if step == "closes" else OPENS[stage.kind]
        if step == "closes":
            return "second_bar" if stage.among == BEFORE else "open" if isinstance(stage.open, SetBy) else ""
        if stage.among == BEFORE or stage.reopened:
            return ""
        return "vacancy" if cohort.take(simulation.ledger.vacant).any() else "nominations"

    def day(self, step: str, simulation: Simulation, stage: Stage, cohort: Cohort) -> Days | Unsaid | None:
        """The day of a step of a stage: a date that has passed means tomorrow; what the book does not say is handed on."""
        named = self.step_of(step, simulation, stage, cohort)
        if named and step == "opens":
            return self._opens(named, simulation, stage, cohort)
        if named:
            return self.day_of(named, simulation, cohort)
        today = simulation.today(cohort)
        if step == "closes again":
            return today
        if step == "opens":
            return today + 1
        length = stage.until if isinstance(stage, Wait) else stage.open if isinstance(stage, Nomination) else None
        if isinstance(length, SetBy):
            return None
        return today + length if isinstance(length, int) else length

    def day_of(self, step: str, simulation: Simulation, cohort: Cohort) -> Days:
        """The day (or day[run]) of a step of the scenario's timetable, and never before it can be."""
        is_date, sure = self._steps[step]
        days: Days | int = cohort.take(self.days[step]) if sure is None else sure
        day = days if is_date else self._counted_from(step, simulation, cohort) + days
        return np.maximum(day, self.least(step, simulation, cohort))

    def _opens(self, named: str, simulation: Simulation, stage: Stage, cohort: Cohort) -> Days:
        """The day on which a stage opens; nominations in a vacancy and against a leader in office may come together."""
        day = self._giving_way(named, simulation, stage, cohort)
        if named != "vacancy" or (vacant := cohort.take(simulation.ledger.vacant)).all():
            return day
        return np.where(vacant, day, self._giving_way("nominations", simulation, stage, cohort))

    def _giving_way(self, named: str, simulation: Simulation, stage: Stage, cohort: Cohort) -> Days:
        """An opening of which the scenario says nothing: tomorrow, if its default comes after the stage's own stated close."""
        day = self.day_of(named, simulation, cohort)
        closes = f"{stage.name}.closes"
        if named not in self._defaults or closes not in self.days or not self._steps[closes][0]:
            return day
        return np.where(day < cohort.take(self.days[closes]), day, simulation.today(cohort) + 1)

    @cached_property
    def _defaults(self) -> frozenset[str]:
        """The steps of which the scenario says nothing."""
        beliefs = self.scenario.beliefs
        return frozenset(
            step for step in self.days if f"timetable.{step}" in beliefs and beliefs[f"timetable.{step}"].is_default
        )

    @staticmethod
    def least(step: str, simulation: Simulation, cohort: Cohort) -> Days:
        """The first day[run] on which a step may come."""
        return simulation.today(cohort) + (0 if step.endswith((".closes", ".until")) else 1)

    def _counted_from(self, step: str, simulation: Simulation, cohort: Cohort) -> Days:
        """The day a step is counted from: today, but a ballot from the close of nominations, if a court was waited for."""
        if step != "ballot" or not simulation.worlds.contested:
            return simulation.today(cohort)
        closed = cohort.take(simulation.ledger.closed)
        return np.where(closed > 0, closed, simulation.today(cohort))

    @cached_property
    def _steps(self) -> Mapping[str, tuple[bool, int | None]]:
        """Of each step: whether it is a date, and its day if that is certain."""
        steps = {}
        for step, days in self.days.items():
            quantity = self.scenario.quantity(f"timetable.{step}")
            steps[step] = (quantity.kind == "date", int(days[0]) if quantity.certain else None)
        return steps
