"""Conduct as far as it is known on a day: what a scenario states as certain, and nothing else.

Where it has no answer the simulation waits. A simulation may be told to suppose answers, one after another, to see what
would follow; each supposition is an outcome that a stage offered. Two runs take the same way: in the first every step of
the timetable comes as early as it may, in the second as late.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from simulator.conduct.readings import start
from simulator.conduct.simulate import begun, nominators
from simulator.conduct.timetable import Timetable
from simulator.engine.cohort import Cohort
from simulator.engine.conduct import NEVER, Field
from simulator.engine.ledger import Ledger
from simulator.engine.simulation import Simulation
from simulator.engine.worlds import Contested, Worlds
from simulator.procedures.arrays import Bools, Days, Heads, Rows
from simulator.scenario.scenario import Scenario
from simulator.stages import contest as triggers
from simulator.stages.ballot import Ballot
from simulator.stages.contest import Contest
from simulator.stages.decision import BY_VOTES, Decision
from simulator.stages.motion import Motion
from simulator.stages.nomination import BEFORE, WHOEVER_STANDS, Nomination
from simulator.stages.stage import Stage, Steps
from simulator.stages.values import items
from simulator.words.quantities import Quantity

EARLIEST, LATEST = 0, 1
RUNS = 2


@dataclass(frozen=True, slots=True)
class Supposed:
    """A supposition: an outcome of a stage, and how many are left standing by it."""

    outcome: str
    left: int = 0


@dataclass(slots=True)
class Visit:
    """A stage that a run entered.

    steps     what may lawfully happen there;  vacant: nobody is in office;  world: number of the readings in force
    given     how many suppositions were made by then
    opens     the day it was entered;  closes, declared: the days that it ends, and its result is declared, if they came up
    guessed   opens, closes and declared rest on a default of the timetable
    """

    steps: Steps
    opens: int
    vacant: bool
    world: int
    given: int = 0
    closes: int | None = None
    declared: int | None = None
    guessed: list[bool] = field(default_factory=lambda: [False, False, False])


class Known:
    """What is known on a day, and beyond that what is supposed.

    visits      of each of the two runs, the stages it entered, in order
    overridden  step of the timetable → the date stated, and the first day on which it could be, where that is later
    held        steps of the timetable that come on the dates stated
    """

    in_government: bool
    moments: Mapping[str, object] = {}

    def __init__(
        self, scenario: Scenario, on: dt.date, supposed: Sequence[Supposed] = (), options: Sequence[str] = ()
    ) -> None:
        self.scenario, self.supposed = scenario, tuple(supposed)
        self.ids: tuple[str, ...] = (*scenario.ids, *options)
        self.names: tuple[str, ...] = (*(candidate.name for candidate in scenario.candidates), *options)
        self.incumbent, self.in_government = scenario.incumbent, scenario.in_government
        self.on = self._since(on.toordinal())
        self.starts = self._since(scenario.date.toordinal())
        self.visits: list[list[Visit]] = [[] for _ in range(RUNS)]
        self.overridden: dict[str, tuple[int, int]] = {}
        self.held: set[str] = set()
        self.timetable = Timetable(scenario, {name: self._span(f"timetable.{name}") for name in self._steps()})
        self._given = [0] * RUNS
        self._guess = [False] * RUNS

    # --- days ---------------------------------------------------------------------------------------------------------
    def _since(self, ordinal: int) -> int:
        """A day as whole days from day zero."""
        return ordinal - self.scenario.day_zero.toordinal()

    def _steps(self) -> list[str]:
        return [path.removeprefix("timetable.") for path in self.scenario.beliefs if path.startswith("timetable.")]

    def _span(self, path: str) -> NDArray[np.int32]:
        """The earliest and the latest day (or number of days) of a belief."""
        return self._days(self.scenario.quantity(path))

    def _days(self, quantity: Quantity) -> NDArray[np.int32]:
        ends = np.array([quantity.low, quantity.high], np.int32)
        return ends - self.scenario.day_zero.toordinal() if quantity.kind == "date" else ends

    def _on_days(self, path: str) -> NDArray[np.int32]:
        """The earliest and the latest day of a belief that counts from the scenario's date, if it is no date."""
        quantity = self.scenario.quantity(path)
        return self._days(quantity) + (0 if quantity.kind == "date" else self.starts)

    @property
    def last_day(self) -> int:
        """The latest day that may be the last of the question."""
        return int(self._on_days("politics.until")[LATEST])

    def until(self, cohort: Cohort) -> Days:
        """The last day of the question."""
        last: Days = np.maximum(cohort.take(self._on_days("politics.until")), 1)
        return last

    def day(self, step: str, simulation: Simulation, stage: Stage, cohort: Cohort) -> Days:
        """The day of a step as the timetable gives it; where nobody knows it, any until the last day of the question."""
        named = self.timetable.step_of(step, simulation, stage, cohort)
        given, unknown = self.timetable.day(step, simulation, stage, cohort), False
        if isinstance(given, np.ndarray):
            day: Days = given
        elif stage.kind == "nomination":
            day, named = self.timetable.day_of("open", simulation, cohort), "open"
        else:
            unknown, tomorrow = True, simulation.today(cohort) + 1
            day = np.where(cohort.runs == EARLIEST, tomorrow, np.maximum(self.until(cohort), tomorrow))
        for run, when in zip(cohort.runs.tolist(), np.broadcast_to(day, (len(cohort),)).tolist(), strict=True):
            self._note_day(step, named, int(when), run, unknown=unknown)
        return day

    def _note_day(self, step: str, named: str, day: int, run: int, *, unknown: bool) -> None:
        """Write down a day, whether it is a guess, and whether a stated date had to give way."""
        if named:
            belief = self.scenario.beliefs[f"timetable.{named}"]
            stated = int(self.timetable.days[named][run])
            is_date = belief.quantity.kind == "date"
            if is_date and run == EARLIEST:
                latest = int(self.timetable.days[named][LATEST])
                if day > latest:
                    self.overridden.setdefault(named, (latest, day))
                else:
                    self.held.add(named)
            is_default = self.is_default(f"timetable.{named}")
            self._guess[run] = is_default if is_date and day == stated else is_default or self._guess[run]
        self._guess[run] |= unknown
        if step in ("closes", "closes again") and self.visits[run]:
            self.visits[run][-1].closes, self.visits[run][-1].guessed[1] = day, self._guess[run]
        elif step == "declared" and self.visits[run]:
            self.visits[run][-1].declared, self.visits[run][-1].guessed[2] = day, self._guess[run]

    def entered(self, simulation: Simulation, stage: Stage | Contest, number: int, cohort: Cohort) -> None:
        """Write down a stage that runs enter, and what may lawfully happen there."""
        if isinstance(stage, Contest) and (found := self._next(cohort)) and found.outcome == triggers.OPENED:
            self._take(cohort)
            self._guess = [self.guessed_span(stage)] * RUNS
        for run in cohort.runs.tolist():
            alone = Cohort(np.array([run]))
            ledger = simulation.ledger
            self.visits[run].append(
                Visit(
                    stage.steps(simulation, alone, number),
                    int(simulation.today(alone)[0]),
                    bool(ledger.vacant[run]),
                    int(ledger.world[run]),
                    self._given[run],
                    guessed=[self._guess[run], False, False],
                )
            )

    # --- what opens ---------------------------------------------------------------------------------------------------
    def opens(self, simulation: Simulation, contest: Contest, cohort: Cohort) -> Days | None:
        """The day on which a contest opened or opens, where the scenario says so for certain; None: nobody knows."""
        never = np.full(len(cohort), NEVER, np.int32)
        scenario = self.scenario
        if simulation.clock > 0:
            return never
        believed = f"politics.opens.{contest.name}.date" in scenario.beliefs
        if scenario.contest == contest.name and contest.trigger != triggers.CHALLENGED and not believed:
            return np.full(len(cohort), self.starts + 1, np.int32)
        if scenario.begins_vacant or not contest.may_open_under(in_government=self.in_government):
            return never
        stated = self._stated(contest)
        if stated is not None and stated <= self.on:
            return np.full(len(cohort), stated, np.int32)
        if self._next(cohort) is None:
            return None
        return cohort.take(self.span_of(contest)) if contest.name == scenario.contest else never

    def _stated(self, contest: Contest) -> int | None:
        """The day on which a challenger declares, or something else opens a contest, if both are certain."""
        days = []
        if contest.trigger == triggers.CHALLENGED:
            for c in self.scenario.challengers:
                here = f"politics.challengers.{self.ids[c]}"
                days += self._certain_day(f"{here}.stands", f"{here}.declares")
        elif contest.secret is not True:
            here = f"politics.opens.{contest.name}"
            days += self._certain_day(f"{here}.chance", f"{here}.date")
        return min(days, default=None)

    def _certain_day(self, chance: str, date: str) -> list[int]:
        beliefs = self.scenario.beliefs
        if date not in beliefs or not (said := beliefs[date].quantity).certain or said.kind != "date":
            return []
        sure = chance not in beliefs or beliefs[chance].quantity.low >= 1
        return [int(self._days(said)[EARLIEST])] if sure else []

    def span_of(self, contest: Contest) -> NDArray[np.int32]:
        """The earliest and the latest day on which a contest may open."""
        dates = self._dates(contest)
        spans = [self._on_days(path) for path in dates]
        until = self._on_days("politics.until")
        if not spans:
            return np.array([self.starts + 1, max(int(until[LATEST]), self.starts + 1)], np.int32)
        first, last = min(int(span[EARLIEST]) for span in spans), max(int(span[LATEST]) for span in spans)
        return np.array([first, max(min(last, int(until[LATEST])), first)], np.int32)

    def _dates(self, contest: Contest) -> list[str]:
        """The beliefs about when a contest opens."""
        dates = [f"politics.opens.{contest.name}.date"]
        if contest.trigger == triggers.CHALLENGED:
            dates = [f"politics.challengers.{self.ids[c]}.declares" for c in self.scenario.challengers]
        return [path for path in dates if path in self.scenario.beliefs]

    def is_default(self, path: str) -> bool:
        """Whether a belief is a default of the product."""
        return self.scenario.beliefs[path].is_default

    def guessed_span(self, contest: Contest) -> bool:
        """Whether nobody has said when a contest may open."""
        dates = self._dates(contest)
        return not dates or any(map(self.is_default, dates))

    def opened_words(self, simulation: Simulation, contest: Contest, cohort: Cohort) -> str:
        """What opened a contest."""
        return f"{contest.name} opens."

    def may_open_later(self, cohort: Cohort, today: Days) -> Bools:
        """What is known is asked of one contest only."""
        return np.zeros(len(cohort), np.bool_)

    def resigns(self, cohort: Cohort) -> Days:
        """Nobody knows of a resignation."""
        return np.full(len(cohort), NEVER, np.int32)

    def returns(self, cohort: Cohort) -> Bools:
        """Nobody knows that a leader who has gone will stand."""
        return np.zeros(len(cohort), np.bool_)

    # --- suppositions -------------------------------------------------------------------------------------------------
    def _next(self, cohort: Cohort) -> Supposed | None:
        """The next supposition of these runs, if there is one left."""
        given = self._given[int(cohort.runs[0])]
        return self.supposed[given] if given < len(self.supposed) else None

    def _take(self, cohort: Cohort) -> Supposed | None:
        found = self._next(cohort)
        if found is not None:
            for run in cohort.runs.tolist():
                self._given[run] += 1
        return found

    def reads(self, simulation: Simulation, stage: Decision, dispute: Contested, cohort: Cohort) -> str | None:
        """How a body is supposed to read a dispute; None: nobody knows."""
        found = self._take(cohort)
        return None if found is None else found.outcome.removeprefix(f"{dispute.name}: ")

    def field(self, simulation: Simulation, stage: Nomination, cohort: Cohort) -> str | None:
        """What is supposed to come of nominations; None: nobody knows."""
        found = self._take(cohort)
        if found is None:
            return None
        before = cohort.take(simulation.ledger.nominees)[:, 0]
        in_office = self.incumbent >= 0 and not bool(cohort.take(simulation.ledger.vacant)[0])
        candidates = range(len(self.scenario.ids))
        order = [c for c in candidates if c != self.incumbent]
        if stage.among == BEFORE:
            order = [c for c in candidates if before[c]]
        elif stage.keeps == WHOEVER_STANDS:
            order = sorted(candidates, key=lambda c: not before[c])
        elif in_office and found.outcome == "several":
            order = [self.incumbent, *order]
        self._stand(simulation, cohort, order[: found.left])
        return found.outcome

    def at_once(self, simulation: Simulation, stage: Ballot) -> int:
        """One run is never too many."""
        return 1

    def ballots(
        self, simulation: Simulation, stage: Ballot | Motion, number: int, cohort: Cohort, paper: Rows | None
    ) -> str | None:
        """What is supposed to come of a ballot; None: nobody knows."""
        found = self._take(cohort)
        if found is None:
            return None
        if paper is not None and isinstance(stage, Ballot):
            options = items(stage.options)
            stand = [int(c) for c in paper if self.ids[c] not in options]
            if found.left == len(stand) and stage.tries_again:
                simulation.ledger.again[cohort.runs] = True  # only a tie leaves as many, and it is voted on once more
            self._stand(simulation, cohort, stand[: found.left])
        return found.outcome

    @staticmethod
    def _stand(simulation: Simulation, cohort: Cohort, candidates: Sequence[int]) -> None:
        """Let so many stand; who they are nobody knows, and it makes no difference to the law."""
        stand = np.zeros((len(simulation.ledger.nominees), len(cohort)), np.bool_)
        stand[list(candidates)] = True
        simulation.ledger.sift(cohort, stand)

    # --- what nobody knows --------------------------------------------------------------------------------------------
    def acts(self, moment: str, simulation: Simulation, stage: Nomination, field: Field) -> Field:
        """Nobody is known to act."""
        return field

    def moves(self, moment: str, simulation: Simulation, stage: Ballot | None, cohort: Cohort) -> Cohort:
        """Nobody is known to withdraw or concede."""
        return cohort

    def withdraws(self, simulation: Simulation, stage: Ballot, number: int, cohort: Cohort) -> None:
        """Nobody is known to withdraw."""

    def lacks(self, stage: Stage) -> str:
        """What is lacking is waited for."""
        return ""

    def entitled(self, simulation: Simulation, stage: Ballot | Motion, cohort: Cohort) -> None:
        """Heads are not asked for: nothing is counted."""

    def lots(self, paper: Rows, cohort: Cohort) -> None:
        """No lot is drawn."""

    def voting(self, stage: Decision) -> int:
        """Members of a deciding body who vote."""
        return self.scenario.executive_voting

    def votes(self, simulation: Simulation, stage: Decision, dispute: Contested, cohort: Cohort) -> Heads:
        """Nobody knows how members will vote: what the body decides is waited for, or supposed."""
        raise AssertionError(BY_VOTES)

    def members(self, what: str, simulation: Simulation, stage: Decision, cohort: Cohort) -> Heads:
        """Nobody knows what members want."""
        raise AssertionError(what)

    def judgment(self, simulation: Simulation, cohort: Cohort) -> tuple[Days, Bools]:
        """Nobody is known to have sued."""
        return np.full(len(cohort), NEVER, np.int32), np.zeros(len(cohort), np.bool_)

    def asks(self, simulation: Simulation, what: str, cohort: Cohort) -> None:
        """Nobody knows what a conference will ask for."""

    def settles(self, simulation: Simulation, stage: Stage, what: str, cohort: Cohort, computed: object) -> None:
        """Where no rule decides, nothing does."""


def simulate_known(
    scenario: Scenario, worlds: Worlds, on: dt.date, supposed: Sequence[Supposed] = ()
) -> tuple[Known, Simulation]:
    """Simulate what is known on a day, then what is supposed, until the simulation waits or ends: the conduct, the simulation."""
    every = [one for law in worlds.stages for stage in law.values() for one in getattr(stage, "options", None) or ()]
    known = Known(scenario, on, supposed, [one for one in dict.fromkeys(every) if one not in scenario.ids])
    ledger = Ledger(RUNS, len(known.ids), 1, nominators(scenario))
    ledger.world = start(worlds, {}, RUNS)
    simulation = Simulation(worlds, known, ledger, entered=lambda *found: known.entered(simulation, *found))
    simulation.run(begun(scenario))
    return known, simulation
