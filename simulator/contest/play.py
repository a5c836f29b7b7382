"""Play: the contest as a pure function of the law with its readings, and the draws."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.draws import Draws
from simulator.beliefs.nominators import bodies_of, names_of
from simulator.beliefs.timetable import dated
from simulator.contest.calendar import Calendar
from simulator.contest.cohort import Cohort
from simulator.contest.lawinplay import LawInPlay, Readings
from simulator.contest.ledger import Ending, Ledger, Step
from simulator.rulebooks.values import Unsaid
from simulator.scenario.scenario import Scenario

AT_MOST = 12
Events = Generator[Any, Any, None]


@dataclass(frozen=True, slots=True)
class Told:
    """One event of a story: the day, the step, the clause that acted (a provision's path), the words, and their figures."""

    day: int
    step: Step
    clause: str
    words: str
    figures: Mapping[str, Any] = field(default_factory=dict)


class Contest:
    """One play: the law, the draws, the calendar and the ledger, and the ways from stage to stage."""

    def __init__(self, scenario: Scenario, law: LawInPlay, draws: Draws, stages: Stages, tells: bool = False) -> None:
        self.scenario, self.law, self.draws, self.stages = scenario, law, draws, stages
        self.ledger = Ledger(
            draws.runs, len(scenario.candidates), len(law.choices), sum(b.size for b in scenario.blocs)
        )
        self.ledger.world = law.start(draws.mixed, draws.runs)
        self.calendar = Calendar(self._open)
        self.told: list[Told] | None = [] if tells else None
        self.under_review = ""
        self._named: dict[tuple[str, ...], NDArray[np.int16]] = {}

    @property
    def today(self) -> int:
        """Whole days from day zero."""
        return self.calendar.today

    @cached_property
    def starts(self) -> int:
        """The day of the scenario's date."""
        return self.scenario.date.toordinal() - self.scenario.day_zero.toordinal()

    def tell(
        self,
        cohort: Cohort,
        step: Step,
        clause: str,
        words: Callable[[], str],
        figures: Callable[[], Mapping[str, Any]] = dict,
    ) -> None:
        """Note a step in the path of these runs; when one run's story is told, keep the words and figures too."""
        if not cohort:
            return
        self.ledger.note(cohort, step)
        if self.told is not None:
            self.told.append(Told(self.today, step, clause, words(), figures()))

    def remark(
        self, words: Callable[[], str], clause: str = "", figures: Callable[[], Mapping[str, Any]] = dict
    ) -> None:
        """Words for one run's story that are no step of its path."""
        if self.told is not None and (said := words()):
            self.told.append(Told(self.today, Step.NONE, clause, said, figures()))

    @cached_property
    def acts(self) -> tuple[bool, bool, bool]:
        """Whether, on the last day, any candidate may withdraw, anybody join the leader, or names be lent."""
        beliefs = self.scenario.beliefs
        out_of_reach = (path for path in beliefs if path.startswith("nominators.withdraws."))
        return (
            any(beliefs[path].quantity.high > 0 for path in out_of_reach),
            beliefs["nominators.bandwagon"].quantity.high > 0,
            beliefs["nominators.lending.permitted"].quantity.high > 0,
        )

    def name(self, candidate: Any) -> str:
        """A candidate's name by number."""
        return self.scenario.candidates[int(candidate)].name

    def split(self, path: str, cohort: Cohort) -> Any:
        """A provision's value for a cohort, split where readings differ."""
        return self.law.split(path, cohort, self.ledger.world)

    def said(self, path: str, cohort: Cohort) -> Any:
        """As :meth:`split`, but runs whose law does not say are ended unresolved, naming the clause."""
        for value, part in self.split(path, cohort) if cohort else ():
            if value is None or isinstance(value, Unsaid):
                self.unresolved(part, path, "is not in the book" if value is None else value)
            else:
                yield value, part

    def unresolved(self, cohort: Cohort, path: str, why: object, when: Callable[[], str] | None = None) -> None:
        """End runs whose next step the rules do not answer; ``when`` tells how it came to that."""
        reason = f"{path}: {why}"
        ends = f"The rules give no answer: {reason}. It ends unresolved here."
        self.tell(cohort, Step.UNRESOLVED, path, lambda: f"{when()} {ends}" if when else ends)
        self.ledger.leave_open(cohort, reason, self.today)

    def close(self, cohort: Cohort, ending: Ending, leader: Any) -> None:
        """End runs today."""
        if cohort:
            self.ledger.close(cohort, ending, self.today, leader)

    def day_of(self, step: str, cohort: Cohort) -> Any:
        """The day (or day[run]) of a step of the timetable after today; a date that has passed means tomorrow."""
        is_date, sure = self._timetable[step]
        days: Any = cohort.take(self.draws.days[step]) if sure is None else sure
        day = days if is_date else self._counted_from(step, cohort) + days
        return np.maximum(day, self.today + 1) if np.ndim(day) else max(day, self.today + 1)

    def _counted_from(self, step: str, cohort: Cohort) -> Any:
        """The day a step is counted from: today, but a ballot from the close of nominations, if a court was waited for."""
        if step != "ballot" or not self.court_hears:
            return self.today
        closed = cohort.take(self.ledger.closed)
        return np.where(closed > 0, closed, self.today)

    def judgment(self, cohort: Cohort) -> NDArray[Any]:
        """The day[run] of judgment, if a court is asked: a date, or so many days after the close of nominations, today."""
        heard: NDArray[Any] = cohort.take(self.draws.heard)
        return heard if self.scenario.quantity("politics.court.heard").kind == "date" else heard + self.today

    def clause_of(self, dispute: str) -> str:
        """The provision a dispute is about: the first that its readings change."""
        readings = self.scenario.book.disputes[dispute].readings.values()
        return next(path for one in readings for path in one.patch.change)

    @cached_property
    def court_hears(self) -> tuple[str, ...]:
        """The disputes a court may be asked about: those settled run by run, and left to a body of the party to settle."""
        if "politics.court.asked" not in self.scenario.beliefs:
            return ()
        said = [law.get(f"{stage}.settles") for law in self.law.laws for stage in law.stages]
        settled = {dispute for disputes in said if isinstance(disputes, tuple) for dispute in disputes}
        return tuple(d for d in self.scenario.readings if d in settled and self.law.open_to_question(d).any())

    def sues(self, cohort: Cohort) -> NDArray[np.bool_]:
        """Runs[run] in which somebody asks a court about a reading that was made in the contest."""
        world = cohort.take(self.ledger.world)
        made_here = np.any([self.law.open_to_question(dispute)[world] for dispute in self.court_hears], axis=0)
        sued: NDArray[np.bool_] = cohort.take(self.draws.sues) & made_here
        return sued

    @cached_property
    def _timetable(self) -> Mapping[str, tuple[bool, int | None]]:
        """Of each step: whether it is a date, and its day if that is certain."""
        steps = {}
        for step in self.draws.days:
            if step != "until":
                sure = self.scenario.quantity(f"timetable.{step}").certain
                steps[step] = (dated(self.scenario, step), int(self.draws.days[step][0]) if sure else None)
        return steps

    @cached_property
    def some_give_up(self) -> bool:
        """True if any challenger may withdraw before nominations open."""
        return any(
            q.quantity.high > 0
            for p, q in self.scenario.beliefs.items()
            if p.endswith(".withdraws") and p.startswith("politics.")
        )

    @cached_property
    def mps_are_pressed(self) -> bool:
        """True if constituency parties may make some nominators keep quiet."""
        return self.incumbent >= 0 and self.scenario.quantity("nominators.quiet").high > 0

    @cached_property
    def incumbent(self) -> int:
        """The incumbent's number, or −1."""
        return self.scenario.incumbent

    @cached_property
    def appeal(self) -> NDArray[np.float32]:
        """Weight[challenger, run]: the challengers' rows of the draws' appeal."""
        return self.draws.appeal[list(self.scenario.challengers)]

    def named(self, by: tuple[str, ...], cohort: Cohort) -> NDArray[np.int16]:
        """Nominators[name, run] of the bodies that may nominate, for each name of ``rows``."""
        if by not in self._named:
            columns = [i for i, body in enumerate(bodies_of(self.scenario)) if body in by]
            self._named[by] = self.draws.named[:, columns].sum(axis=1, dtype=np.int16)
        return cohort.take(self._named[by])

    def own_names(self, by: tuple[str, ...], cohort: Cohort) -> Any:
        """Nominators[run] who would name the incumbent."""
        row = self.rows.get(self.scenario.ids[self.incumbent])
        return 0 if row is None else self.named(by, cohort)[row]

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Row of each name in :meth:`named`; ``challenger`` is the pool of those who would name any."""
        return {name: row for row, name in enumerate(names_of(self.scenario))}

    def onward(self, stage: str, cohort: Cohort) -> None:
        """Send runs on to a stage, on the day the timetable gives; a leader may resign on the way."""
        if not cohort:
            return
        day = self._opening_day(stage, cohort)
        if self.law.kind(stage) != "ballot":
            cohort, day = self.resigned_before(cohort, day)
        for when, part in cohort.by(day):
            self.calendar.post(stage, part, when)

    def _opening_day(self, stage: str, cohort: Cohort) -> Any:
        kind = self.law.kind(stage)
        if kind == "ballot":
            return self.day_of("ballot", cohort)
        if kind == "selection":
            return self.day_of("executive", cohort)
        if self.law.any(f"{stage}.among") == "those nominated before":
            return self.today + 1
        if kind == "nomination" and self.law.any(f"{stage}.keeps") != "every nomination":
            vacant = cohort.take(self.ledger.vacant)
            step = "vacancy" if vacant.any() else "nominations"
            return self.day_of(step, cohort)
        return self.today + 1

    def resigned_before(self, cohort: Cohort, day: Any) -> tuple[Cohort, Any]:
        """Part from the runs whose leader gives up by a day; the rest go on, with their days."""
        resigns = cohort.take(self.draws.resigns)
        goes = resigns <= day
        if goes.any():
            goes &= ~cohort.take(self.ledger.vacant)
        if not goes.any():
            return cohort, day
        for when, part in cohort.where(goes).by(np.maximum(resigns[goes], self.today + 1)):
            self.calendar.post("vacancy in the middle", part, when)
        return cohort.where(~goes), day[~goes] if np.ndim(day) else day

    def _open(self, stage: str, cohort: Cohort) -> Events:
        """The morning of a stage: let the cohort in, unless it has been through too many already."""
        entered = self.ledger.enter(cohort)
        if (entered > AT_MOST).any():
            self.unresolved(cohort.where(entered > AT_MOST), stage, "did not end")
            cohort = cohort.where(entered <= AT_MOST)
        if cohort:
            kind = self.law.kind(stage)
            yield from self.stages[stage if stage in self.stages else str(kind)](self, stage, cohort)


Stages = Mapping[str, Callable[[Contest, str, Cohort], Events]]


def play(scenario: Scenario, law: LawInPlay, draws: Draws, told: list[Told] | None = None) -> Ledger:
    """Play the contest for all runs of a batch; the ledger says how each ended.

    draws  of the runs, laid along the run axis once for each choice of readings in ``law`` (:meth:`Draws.repeated`)
    told   a list to be filled with the story, when the batch is a single run
    """
    from simulator.contest.stages import STAGES, opening

    contest = Contest(scenario, law, draws, STAGES, tells=told is not None)
    opening(contest, Cohort.of(draws.runs))
    contest.calendar.run()
    if not contest.ledger.ending.all():
        raise AssertionError("a run was left without an ending")
    if told is not None and contest.told is not None:
        told.extend(contest.told)
    return contest.ledger


def law_of(scenario: Scenario, *choices: Readings) -> LawInPlay:
    """The law in play under some choices of readings; a choice may leave out what the scenario states."""
    return LawInPlay(scenario, [{**scenario.readings, **choice} for choice in choices or ({},)])
