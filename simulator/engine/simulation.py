"""The simulation: the one interpreter of a law. Runs travel in cohorts from stage to stage on a SimPy calendar.

Each run has a day of its own, the day it has got to; the calendar only says when work is done, which is never before the
latest of the days of the runs it is done for. So runs that come to a stage on different days go in together, as one cohort,
the number of events is bounded by stages, not by days or runs, and a run's dates never depend on its company. Where a
single run is narrated, the calendar's day is its day.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, SupportsInt, TypedDict, TypeGuard, TypeVar

from simulator.engine.cohort import Cohort
from simulator.engine.conduct import NEVER, Conduct, Field
from simulator.engine.ledger import Ending, Ledger, Step
from simulator.engine.results import Result
from simulator.engine.worlds import Worlds
from simulator.procedures.arrays import Days, Heads, Leaders, Rows
from simulator.words.lists import listed

if TYPE_CHECKING:
    import numpy as np
    import simpy
    from numpy.typing import NDArray
else:
    from simulator.words.lazy import np, simpy


AT_MOST = 40
"""Stages that a run may enter: more, and the rules go round in a circle."""
ENDS = ("elected", "incumbent stays", "unresolved", "go on", "again")
THE_SCENARIO, THE_ENGINE = "The scenario gives", "The engine gives"
"""Whose answer is wanting, where it is not that of the rules."""
NOT_IN_THE_BOOK = "is not in the book"
Events = Generator["simpy.Event", object, None]
Words = Callable[[], str]
T = TypeVar("T")


class NotSaid(Protocol):
    """What stands where the law says nothing."""

    @property
    def unsaid(self) -> bool:
        """True."""


Figures = TypedDict(
    "Figures",
    {
        "shares": Mapping[str, float], "names": Mapping[str, int], "exempt": Sequence[str], "needs": int, "heads": int,
        "for": float, "against": float,
    },
    total=False,
)  # fmt: skip
"""Figures of an event, by what they are."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a run: the day, the step, the clause that acted (a provision's path), words and figures.

    by_rule   False where a record was followed because no rule, or no figure, decided
    """

    day: int
    step: Step
    clause: str
    words: str
    figures: Figures = field(default_factory=Figures)
    by_rule: bool = True


@dataclass(frozen=True, slots=True)
class Waiting:
    """Runs that wait because nobody knows what people will do next: the stage, the ballots held in it before, and the runs."""

    stage: Any
    number: int
    cohort: Cohort


@dataclass(frozen=True, slots=True)
class Begun:
    """A contest that is under way: in which contest and at which stage it stands on a day, and who stands (by number).

    ballots   held in that stage before;  vacant: nobody is in office;  open: its nominations are open by now
    """

    contest: str
    stage: str
    day: int
    standing: tuple[int, ...] = ()
    ballots: int = 0
    vacant: bool = False
    open: bool = False


@dataclass(slots=True)
class _Inbox:
    """The cohorts that wait for a stage, and the latest day on which any of their runs comes to it."""

    cohorts: list[Cohort] = field(default_factory=list)
    latest: int = 0


Entered = Callable[[Any, int, Cohort], None]
"""Told of each stage and contest that runs enter: the stage, the ballots held in it before, and the runs."""


class Simulation:
    """One simulation of all runs of a batch: the worlds, the conduct that answers, the calendar, and the ledger.

    events    of the one run that is narrated; None where none is
    results   what each stage of that run made of its figures (see engine/results.py), each with how many events came before
    pending   where runs wait for an answer that conduct does not have
    entered   told of each stage that runs enter, as they enter it
    """

    def __init__(
        self,
        worlds: Worlds,
        conduct: Conduct[Simulation, Any],
        ledger: Ledger,
        *,
        narrated: bool = False,
        entered: Entered | None = None,
    ) -> None:
        self.worlds, self.conduct, self.ledger, self.entered = worlds, conduct, ledger, entered
        self.incumbent = conduct.incumbent
        self.env = simpy.Environment()
        self.events: list[Event] | None = [] if narrated else None
        self.results: list[tuple[int, Result]] = []
        self.pending: list[Waiting] = []
        self.seats: dict[object, NDArray[np.int32]] = {}
        self._day = np.zeros(ledger.runs, np.int32)
        self._inbox: dict[tuple[str, str, int], _Inbox] = {}
        named = {name: contest for law in worlds.contests for name, contest in law.items()}
        self.contests = sorted(named, key=lambda name: (named[name].rank, name))

    # --- the calendar -------------------------------------------------------------------------------------------------
    def today(self, cohort: Cohort) -> NDArray[np.int32]:
        """The day[run] that some runs have got to, in whole days from day zero."""
        return cohort.take(self._day)

    @property
    def clock(self) -> int:
        """The calendar's day: no run has got further, and a run that is narrated has got as far."""
        return int(self.env.now)

    def until(self, cohort: Cohort, day: Days | int) -> simpy.Event:
        """The event that a stage waits for: the evening of a day (or day[run]) of some runs; at once where that is today."""
        today = self._day[cohort.runs] = np.maximum(self.today(cohort), day)
        return self.turn(int(today.max(initial=0)))

    def turn(self, day: int) -> simpy.Event:
        """The event of the calendar's coming to a day; at once, if it has."""
        return self.env.timeout(max(day - self.clock, 0))

    def beside(self, events: Events) -> None:
        """Let something go on beside whatever else goes on."""
        self.env.process(events)

    def side_by_side(self, branches: Iterable[Events]) -> Events:
        """Let the parts of a stage go on side by side, each with dates of its own."""
        parts = [*branches]
        for one in parts[1:]:
            self.env.process(one)
        if parts:
            yield from parts[0]

    def post(self, name: str, cohort: Cohort, day: Days | int, number: int = 0, kind: str = "stage") -> None:
        """Send a cohort to a stage, to be let in on the morning of a day to come, or each run on its own day[run]."""
        if not cohort:
            return
        today = self.today(cohort)
        if np.any(day <= today):
            raise ValueError(f"{name}: some day is not after the day that its run has got to")
        self._day[cohort.runs] = day
        inbox = self._inbox.get((kind, name, number))
        if inbox is None:
            inbox = self._inbox[kind, name, number] = _Inbox()
            self.env.process(self._morning(kind, name, number))
        inbox.cohorts.append(cohort)
        inbox.latest = max(inbox.latest, int(np.max(day)))

    def _morning(self, kind: str, name: str, number: int) -> Events:
        """The morning of a stage: let in all who have come by the latest of their days.

        Those who have been through too many stages go no further.
        """
        inbox = self._inbox[kind, name, number]
        while True:
            yield self.turn(inbox.latest)
            if inbox.latest <= self.clock:
                break
        cohort = Cohort.merged(self._inbox.pop((kind, name, number)).cohorts)
        entered = self.ledger.enter(cohort)
        if (entered > AT_MOST).any():
            for clause, part in self._places(kind, name, cohort.where(entered > AT_MOST)):
                self.unresolved(part, clause, "did not end", whose=THE_ENGINE)
            cohort = cohort.where(entered <= AT_MOST)
        if kind == "vacancy":
            self.falls_vacant(cohort, returns=name == "returns" or None)
        elif kind == "contest" and cohort:
            self.open(name, cohort)
        elif cohort:
            parts = self.worlds.stage(name, cohort, self.ledger.world)
            yield from self.side_by_side([one for stage, part in parts for one in self._enter(stage, part, number)])

    def _places(self, kind: str, name: str, cohort: Cohort) -> Iterator[tuple[str, Cohort]]:
        """Where runs are on a morning, by a name of the book: a stage, a contest, or what a contest says of a vacancy."""
        if kind != "vacancy":
            yield name, cohort
        else:
            yield from ((f"{contest.name}.if_vacant.go", part) for contest, part in self.contest_of(cohort))

    def _enter(self, stage: Any, cohort: Cohort, number: int) -> Iterator[Events]:
        if not number:
            self.worlds.asked |= stage.asked_on_entry
        if self.entered is not None:
            self.entered(stage, number, cohort)
        branches: Iterator[Events] = stage.simulate(self, cohort, number)
        return branches

    def run(self, begun: Begun | None = None) -> Ledger:
        """Wait for whatever opens a contest first in each run, then let the days pass until nothing is left to happen.

        begun   the contest that is under way, if one is: then that goes on from where it stands
        """
        everybody = Cohort.of(self.ledger.runs)
        if begun is None:
            self.wait_for_a_trigger(everybody)
        else:
            self.beside(self._goes_on(begun, everybody))
        self.env.run()
        if not self.ledger.ending.all():
            raise AssertionError("a run was left without an ending")
        return self.ledger

    def _goes_on(self, begun: Begun, cohort: Cohort) -> Events:
        """A contest that is under way goes on, on the day after the one on which it is known where it stands."""
        yield self.until(cohort, begun.day)
        if begun.contest in self.contests:
            self.begin(begun.contest, cohort)
        if begun.vacant:
            self.ledger.vacate(cohort, returns=False)
        stand = np.zeros((len(self.conduct.ids), len(cohort)), np.bool_)
        stand[list(begun.standing)] = True
        self.ledger.sift(cohort, stand)
        if begun.open:
            self.post(begun.stage, cohort, begun.day + 1)
        else:
            self.onward(begun.stage, cohort, "rules.at", begun.ballots)

    # --- what opens, and what falls vacant ----------------------------------------------------------------------------
    def wait_for_a_trigger(self, cohort: Cohort) -> None:
        """Send runs to the contest that opens first; on one day the triggers go in the order of their closed list."""
        if not cohort:
            return
        first, which = np.full(len(cohort), NEVER, np.int32), np.full(len(cohort), -1, np.int8)
        unknown: list[Waiting] = []
        for number, name in enumerate(self.contests):
            for contest, part in self.worlds.contest(name, cohort, self.ledger.world):
                if contest is None:
                    continue
                opens_on = self.conduct.opens(self, contest, part)
                if opens_on is None:
                    unknown.append(Waiting(contest, 0, part))
                else:
                    at = cohort.places(part)
                    day = np.maximum(opens_on, self.today(part) + 1)
                    sooner = (day < first[at]) & (day < NEVER)
                    first[at], which[at] = np.where(sooner, day, first[at]), np.where(sooner, number, which[at])
        opens = which >= 0
        for number, name in enumerate(self.contests):
            self.post(name, cohort.where(which == number), first[which == number], kind="contest")
        none = cohort.where(~opens)
        held = none.take(self.ledger.held)
        for ending, part in none.where(held > 0).by(held[held > 0]):
            self.ledger.close(part, Ending(ending), part.take(self.ledger.held_on), self.incumbent)
        none = none.where(held == 0)
        if unknown and none:
            self.pending += unknown
            self.close(none, Ending.PENDING, self.incumbent)
            return
        if none:
            self.beside(self._nothing_opens(none))

    def _nothing_opens(self, cohort: Cohort) -> Events:
        """The question is closed, and nothing has opened a contest: whoever leads leads on."""
        yield self.until(cohort, np.maximum(self.conduct.until(cohort), self.today(cohort) + 1))
        self.note(cohort, Step.UNCHALLENGED, "", lambda: "Nobody has challenged; the question is closed.")
        self.close(cohort, Ending.NO_CHALLENGE, self.incumbent)

    def open(self, name: str, cohort: Cohort, *, by_route: bool = False) -> None:
        """A contest opens today, as the worlds of these runs have it; ``by_route``: another contest led to it."""
        for contest, part in self.worlds.contest(name, cohort, self.ledger.world):
            if contest is None:
                self.unresolved(part, name, NOT_IN_THE_BOOK)
                continue
            self.worlds.asked |= contest.asked_on_entry
            if self.entered is not None:
                self.entered(contest, 0, part)
            contest.open(self, part, by_route=by_route)

    def begin(self, contest: str, cohort: Cohort) -> None:
        """These runs are in a contest from today; nobody remembers how votes were cast in an earlier one."""
        self.ledger.begin(cohort, self.contests.index(contest))
        self.conduct.moves("contest opens", self, None, cohort)

    def contest_of(self, cohort: Cohort) -> Iterator[tuple[Any, Cohort]]:
        """The contest that each run is in, as its world has it."""
        for number, part in cohort.by(cohort.take(self.ledger.contest)):
            yield from self.worlds.contest(self.contests[number], part, self.ledger.world)

    def interrupted(self, cohort: Cohort, day: Days) -> tuple[Cohort, Days]:
        """Part from the runs whose leader gives up by a day; the rest go on, with their days."""
        if self.incumbent < 0:
            return cohort, day
        resigns = self.conduct.resigns(cohort)
        goes = resigns <= day
        if goes.any():
            goes &= ~cohort.take(self.ledger.vacant)
        if not goes.any():
            return cohort, day
        leaves = cohort.where(goes)
        self.post("", leaves, np.maximum(resigns[goes], self.today(leaves) + 1), kind="vacancy")
        return cohort.where(~goes), day[~goes] if np.ndim(day) else day

    def falls_vacant(self, cohort: Cohort, returns: bool | None = None) -> None:
        """The leader goes while a contest is under way; the contest says where that leads, and another bar may apply."""
        for contest, part in self.contest_of(cohort) if cohort else ():
            clause = f"{contest.name}.if_vacant.go"
            self.vacate(part, clause, returns)
            self.onward(contest.if_vacant, part, clause)

    def vacate(self, cohort: Cohort, clause: str, returns: bool | None = None, *, resigns: bool = True) -> None:
        """The office falls vacant; nominations made lapse; in some runs the former leader will stand again.

        clause   says what follows: what opens a contest, or what becomes of the one that is under way
        """
        self.ledger.vacate(cohort, self.conduct.returns(cohort) if returns is None else returns)
        if returns is None:
            self.conduct.moves("office falls vacant", self, None, cohort)
            step, words = Step.OFFICE_VACANT, "The office is vacant."
            if self.incumbent >= 0 and not resigns:
                words = f"{self.name(self.incumbent)} leaves the office. It is vacant."
            elif self.incumbent >= 0:
                step, words = Step.RESIGNED, f"{self.name(self.incumbent)} resigns. The office is vacant."
            self.note(cohort, step, clause, lambda: words)

    # --- where runs go ------------------------------------------------------------------------------------------------
    def follow(self, stage: Any, outcome: str, cohort: Cohort, number: int = 0) -> None:
        """An outcome goes its way: to an end, to another stage or contest, or nowhere that the book says.

        This is the only place where a route is taken. ``number``: ballots held so far, if the stage is held again.
        """
        if not cohort:
            return
        route, clause = stage.then.get(outcome), f"{stage.name}.then.{outcome}"
        self.worlds.asked.add(clause)
        if (name := f"{stage.name}.{outcome}") in self.worlds.remembered:
            self.ledger.note_outcome(name, cohort, self.today(cohort))
        if route is None or getattr(route, "unsaid", False):
            route = self.conduct.settles(self, stage, "route", cohort, outcome) or route
        if route == "elected":
            stage.elected(self, cohort, clause)
        elif route == "incumbent stays":
            self.stays(cohort, stage.incumbent_stays)
        elif route == "go on" and outcome in stage.goes_on:
            stage.go_on(self, cohort)
        else:
            again = route in ("again", stage.name)
            self.onward(stage.name if again else route, cohort, clause, number if again else 0)

    def onward(self, route: str | NotSaid | None, cohort: Cohort, clause: str, number: int = 0) -> None:
        """Send runs on to a stage or contest, on the day the timetable gives; a leader may resign on the way."""
        if not cohort or not self.said(route, clause, cohort):
            return
        kind = "" if route in ENDS else self.worlds.has(route)
        if not kind:
            self.unresolved(cohort, clause, "left unresolved" if route == "unresolved" else f"leads nowhere ({route})")
        elif kind == "contest":
            self.open(route, cohort, by_route=True)
        else:
            for stage, part in self.worlds.stage(route, cohort, self.ledger.world):
                self._send(route, stage, part, number)

    def _send(self, name: str, stage: Any, cohort: Cohort, number: int) -> None:
        if stage is None:
            self.unresolved(cohort, name, NOT_IN_THE_BOOK)
            return
        step = "held again" if number else "opens"
        day = self.conduct.day(step, self, stage, cohort)
        if not stage.votes:
            cohort, day = self.interrupted(cohort, day)
        self.post(name, cohort, day, number)

    def said(self, value: T | NotSaid | None, clause: str, cohort: Cohort) -> TypeGuard[T]:
        """Whether the law says something; where it does not, the runs are ended unresolved, naming the clause."""
        self.worlds.asked.add(clause)
        if value is not None and not getattr(value, "unsaid", False):
            return True
        self.unresolved(cohort, clause, NOT_IN_THE_BOOK if value is None else getattr(value, "why", value))
        return False

    def stays(self, cohort: Cohort, ending: Ending) -> None:
        """A contest ends and the incumbent stays; another may open until the last day of the question.

        The run ends as its last contest does; earlier ones stand in its path.
        """
        if not cohort:
            return
        later = self.conduct.may_open_later(cohort, self.today(cohort))
        self.close(cohort.where(~later), ending, self.incumbent)
        if later.any():
            again = cohort.where(later)
            self.ledger.hold(again, ending, self.today(again))
            self.wait_for_a_trigger(again)

    def close(self, cohort: Cohort, ending: Ending, leader: Leaders | int) -> None:
        """End runs today."""
        if cohort:
            self.ledger.close(cohort, ending, self.today(cohort), leader)

    def unresolved(
        self, cohort: Cohort, clause: str, why: object, when: Words | None = None, *, whose: str = "The rules give"
    ) -> None:
        """End runs whose next step nothing answers: not the rules, nor (``whose``) the scenario, nor this engine.

        when   tells how it came to that
        """
        reason = f"{clause}: {why}"
        ends = f"{whose} no answer: {reason}. It ends unresolved here."
        self.note(cohort, Step.UNRESOLVED, clause, lambda: f"{when()} {ends}" if when else ends)
        self.ledger.leave_open(cohort, reason, self.today(cohort))

    def waits(self, stage: Any, number: int, cohort: Cohort) -> None:
        """Nobody knows what people will do next: these runs end here, and what may lawfully follow is the stage's to say."""
        if cohort:
            self.pending.append(Waiting(stage, number, cohort))
            self.close(cohort, Ending.PENDING, self.incumbent)

    def keep_seats(self, rule: object, cohort: Cohort, paper: Rows, seats: Heads) -> None:
        """Keep the seats[candidate of the paper, run] that a ballot gives, for another ballot, in which they vote."""
        kept = self.seats.setdefault(rule, np.zeros((len(self.conduct.ids), self.ledger.runs), np.int32))
        kept[:, cohort.runs] = 0
        kept[paper[:, None], cohort.runs] = seats

    # --- what is told -------------------------------------------------------------------------------------------------
    def note(
        self, cohort: Cohort, step: Step, clause: str, words: Words, figures: Callable[[], Figures] = Figures
    ) -> None:
        """Note a step in the path of these runs; when one run is narrated, keep the words and figures too."""
        if not cohort:
            return
        self.ledger.note(cohort, step)
        if self.events is not None:
            self.events.append(Event(self.clock, step, clause, words(), figures()))

    def remark(
        self, words: Words, clause: str = "", figures: Callable[[], Figures] = Figures, *, by_rule: bool = True
    ) -> None:
        """Words for one run's story that are no step of its path."""
        if self.events is not None and (said := words()):
            self.events.append(Event(self.clock, Step.NONE, clause, said, figures(), by_rule))

    def standing(self, cohort: Cohort) -> tuple[str, ...]:
        """The names of those who stand in the first of some runs."""
        stand = self.ledger.nominees[:, cohort.runs[0]].nonzero()[0]
        return tuple(self.name(candidate) for candidate in stand if candidate < len(self.conduct.names))

    def report(self, result: Result) -> None:
        """Keep what a stage made of its figures, when one run is narrated."""
        if self.events is not None:
            self.results.append((len(self.events), result))

    def name(self, candidate: SupportsInt) -> str:
        """A candidate's name by number."""
        return self.conduct.names[int(candidate)]

    def body(self, name: str) -> str:
        """A body of the party as its rule book calls it."""
        return self.worlds.bodies.get(name, name.replace("_", " "))

    def listed(self, candidates: Sequence[int] | Rows, between: str = "") -> str:
        """Some candidates' names, as a list in a sentence or with something between them."""
        names = [self.name(c) for c in candidates]
        return between.join(names) if between else listed(names)

    def acts(self, moment: str, stage: Any, field: Field) -> Field:
        """What people do at a moment that the law lets them act at."""
        return self.conduct.acts(moment, self, stage, field) if field.cohort else field
