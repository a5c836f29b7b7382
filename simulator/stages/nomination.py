"""Nominations: handed in until the close, when whoever has as many as the bar needs is nominated."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from simulator.engine.cohort import Cohort
from simulator.engine.conduct import Field
from simulator.engine.ledger import NOT_SOUGHT, Ending, Step
from simulator.engine.results import NominationsClosed
from simulator.engine.simulation import THE_SCENARIO, Events, Figures, Simulation
from simulator.procedures.arrays import Bools, Days, Heads
from simulator.stages import court
from simulator.stages.stage import Act, Provisions, Route, Stage, Steps, Way, unsaid_words, word
from simulator.stages.values import (
    AllOf,
    AnyOf,
    Bar,
    Counted,
    Names,
    Said,
    SetBy,
    Threshold,
    Unsaid,
    all_of,
    any_of,
    barred,
    choice,
    counted,
    duration,
    heads,
    names,
    share,
    text,
)
from simulator.words.lists import listed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    from simulator.words.lazy import np


NOBODY, ONE, SEVERAL, SHORT = range(4)
OUTCOMES = ("nobody", "one", "several", "incumbent short")
BEFORE = "those nominated before"
EVERY, WHOEVER_STANDS = "every nomination", "whoever stands"
UNKNOWN = -1


@dataclass(frozen=True)
class Nomination(Stage):
    """Nominations are handed in until the close; whoever clears the bar is nominated."""

    kind: ClassVar[str] = "nomination"
    outcomes_known: ClassVar = {
        "nobody": "nobody is nominated; in a challenge: no challenger is",
        "one": "one is nominated",
        "several": "more than one is nominated",
        "incumbent short": "a challenger is nominated, and the leader, who needs nominations, has too few",
    }
    goes_on: ClassVar = ("incumbent short",)
    set_by_a_body: ClassVar = ("exempt", "open", "bar")
    asked_when_needed: ClassVar = ("exempt", "transfer", "barred")
    incumbent_stays: ClassVar = Ending.NO_VALID_CHALLENGER

    among: Said[str] = word(choice("whoever seeks it", BEFORE), "who may be nominated", "whoever seeks it")
    exempt: Said[str] | SetBy = word(
        choice("nobody", "incumbent"), "who is on the ballot without nominations", "nobody"
    )
    barred: Said[str] = word(barred, "who may not be nominated", optional=True)
    transfer: Said[str] = word(
        choice("on withdrawal", "locked", "free"), "whether nominations move if a candidate withdraws"
    )
    keeps: Said[str] = word(
        choice("nothing", EVERY, WHOEVER_STANDS), "what a window opened again keeps of the one before", "nothing"
    )
    open: Said[int] | SetBy = word(duration, "how long nominations are open", {"set_by": "timetable"})
    by: Said[Names] = word(names, "the bodies that nominate", path="bar.by", optional=True)
    share: Said[Fraction] = word(share, "the share of a body that suffices", path="bar.share", optional=True)
    count: Said[int] = word(heads, "the number that suffices", path="bar.count", optional=True)
    of: Said[Names] = word(names, "of whom the share is", path="bar.of", optional=True)
    counted: Said[Counted] = word(counted, "whom the base counts", "everyone", path="bar.counted")
    as_at: Said[str] = word(text, "the day on which the base is counted", "unknown", path="bar.as_at", shown=True)
    rounding: Said[str] = word(
        choice("up", "down", "nearest"), "how a broken number is rounded", "up", path="bar.rounding"
    )
    test: Said[str] = word(
        choice("at least", "more than"), "whether the share itself is enough", "at least", path="bar.test"
    )
    any_of: Said[AnyOf] = word(any_of, "ways over the bar, any of which suffices", path="bar.any_of", optional=True)
    all_of: Said[AllOf] = word(all_of, "thresholds that must all be met", path="bar.all_of", optional=True)
    candidates: Said[Names] = word(names, "who may be a candidate", shown=True)
    short: Said[str] = word(choice("void"), "what becomes of too few nominations", "void", shown=True)
    acceptance: Said[str] = word(text, "whether a candidate must accept", shown=True)
    supporting: Said[str] = word(text, "supporting nominations, which decide nothing", shown=True)
    own_name: Said[str] = word(text, "whether candidates may nominate themselves", shown=True)
    deposit: Said[str] = word(text, "the sum a candidate puts down", shown=True)
    conditions: Said[str] = word(text, "other conditions of candidacy", shown=True)
    bar: Said[Bar] | SetBy = field(default=None, compare=False)
    said: Mapping[str, object] = field(default_factory=dict, compare=False, repr=False)
    shape: object = None

    @classmethod
    def derived(cls, name: str, values: Mapping[str, object]) -> dict[str, object]:
        """The routes; the bar as one tree of thresholds, and its shape: who is counted, whatever the numbers."""
        bar = bar_of(values)
        # The numbers of a bar may differ from world to world without a cohort splitting: they are looked up by run.
        numbers = ("share", "count", "of", "counted", "rounding", "test", "any_of", "all_of", "as_at")
        return {
            **super().derived(name, values),
            **dict.fromkeys(numbers),
            "bar": bar,
            "shape": shape_of(bar),
            "said": dict(values),
        }

    @classmethod
    def dead(cls, said: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        """What a bar of several thresholds says of them itself, and what belongs to a share where the bar is a count."""
        yield from dead_of_a_threshold("bar", said)

    def refers_to(self) -> tuple[str, ...]:
        """The motion that whoever lost is barred by."""
        return (f"{self.barred.split()[-1]}.lost",) if isinstance(self.barred, str) and self.barred != "nobody" else ()

    @property
    def reopened(self) -> bool:
        """True of a window that keeps every nomination handed in before."""
        return bool(self.keeps == EVERY)

    def outcomes(self, *, in_office: bool) -> tuple[str, ...]:
        """In office, a leader who is not exempt may be short."""
        falls_short = self.exempt != "incumbent" and self.among != BEFORE and self.keeps != WHOEVER_STANDS
        return (*OUTCOMES[:3], *(OUTCOMES[3:] if in_office and falls_short else ()))

    def left_standing(self, outcome: str, before: frozenset[int]) -> frozenset[int]:
        """As many as are nominated; where the leader is short, one or several others."""
        return frozenset({"nobody": {0}, "one": {1}, "several": {2}}.get(outcome, {1, 2}))

    def unsound(self) -> Iterator[tuple[str, str, str]]:
        """A bar without a number, or with two; a share of nothing."""
        yield from unsound_threshold(self, "bar", f"the bar of “{self.name}”", "write share: 20% or count: 50")

    def value(self, path: str) -> object:
        """The value of one of its words; the numbers of its bar are kept in one tree."""
        return self.said.get(path) if path.startswith("bar.") else super().value(path)

    # --- the window ---------------------------------------------------------------------------------------------------
    def simulate(self, simulation: Simulation, cohort: Cohort, number: int) -> Iterator[Events]:
        """Nominations open. Where the book leaves their length to a body, the timetable gives it."""
        if not self.all_said(simulation, cohort, "among", "keeps"):
            return
        if simulation.worlds.contested:
            simulation.ledger.wait(cohort, 0)
        closes = simulation.conduct.day("closes", simulation, self, cohort)
        if not simulation.said(closes, f"{self.name}.open", cohort):
            return
        if self.among == BEFORE:
            yield self._sifts(simulation, cohort, closes)
            return
        # One sort of window a cohort: of a vacancy or against a leader in office, of a single day or of several.
        closes = np.broadcast_to(closes, (len(cohort),))
        sort = 2 * cohort.take(simulation.ledger.vacant) + (closes > simulation.today(cohort))
        for one, part in cohort.by(sort):
            yield self._window(simulation, part, closes[sort == one])

    def _window(self, simulation: Simulation, cohort: Cohort, closes: Days) -> Events:
        """People act at the moments that the law publishes, and at the last the window closes."""
        cohort, closes = simulation.interrupted(cohort, closes)
        if not cohort:
            return
        unsaid = isinstance(self.by, Unsaid) or self.shape is None
        if unsaid and not simulation.conduct.settles(simulation, self, "window", cohort, None):
            simulation.unresolved(cohort, f"{self.name}.bar", "the bar cannot be worked out")
            return
        opened, moments = simulation.today(cohort), simulation.conduct.moments
        field = simulation.conduct.field(simulation, self, cohort)
        if field is None:
            simulation.waits(self, 0, cohort)
            return
        if isinstance(field, str):
            yield simulation.until(cohort, closes)
            simulation.follow(self, field, cohort)
            return
        if self.reopened:
            words = "Nominations are reopened; every name handed in stands."
            simulation.note(cohort, Step.REOPENED, f"{self.name}.keeps", lambda: words)
        else:
            words_ = partial(opened_words, simulation, field.seeks, closes)
            simulation.note(cohort, Step.WINDOW_OPENED, f"{self.name}.open", words_)
        field = simulation.acts("nominations open", self, field)
        for moment, day in (("second day", opened + 1), ("eve", closes - 1), ("last day", closes)):
            if moment in moments and (moment == "last day" or (closes > opened).all()):
                yield simulation.until(cohort, day)
                field = simulation.acts(moment, self, field)
        yield simulation.until(cohort, closes)
        if not field.cohort:
            return
        if not self.reopened:
            court.heard_already(simulation, field.cohort)
        for stage, part in simulation.worlds.stage(self.name, field.cohort, simulation.ledger.world):
            stage.closes(simulation, field.within(part))

    def closes(self, simulation: Simulation, field: Field) -> None:
        """The close; what follows waits for judgment where somebody went to law about a reading made in the contest."""
        cohort = field.cohort
        in_office = simulation.incumbent >= 0 and not cohort.take(simulation.ledger.vacant)[0]
        if not in_office or self.keeps == WHOEVER_STANDS:
            self.close(simulation, field, exempt=False)
            return
        exempt = self.exempt
        simulation.worlds.asked.add(f"{self.name}.exempt")
        if exempt is None or isinstance(exempt, Unsaid | SetBy):
            exempt = simulation.conduct.settles(simulation, self, "exempt", cohort, None)
        if exempt is None:
            why = (
                f"left to {self.exempt.body}, which has not decided" if isinstance(self.exempt, SetBy) else self.exempt
            )
            simulation.unresolved(cohort, f"{self.name}.exempt", why)
        elif self.reopened:
            self.close(simulation, field, exempt=False)
        elif exempt == "incumbent":
            self._close_or_wait(simulation, field, exempt=True)
        else:
            self._incumbent_seeks(simulation, field)

    def _incumbent_seeks(self, simulation: Simulation, field: Field) -> None:
        """The leader needs nominations too: if short on the last day, there are things that a leader may do."""
        field.seeks[simulation.incumbent] = True
        if field.nominations is not None:
            numbers = simulation.worlds.bar_numbers(self.name, field.cohort, simulation.ledger.world)
            simulation.ledger.test(field.cohort, field.first[simulation.incumbent], numbers)
        field = simulation.acts("leader short", self, field)
        if field.cohort:
            self._close_or_wait(simulation, field, exempt=False)

    def _close_or_wait(self, simulation: Simulation, field: Field, *, exempt: bool) -> None:
        """Close at once, or on the day of judgment, nominations as handed in."""
        day = court.waits(simulation, field, exempt=exempt)
        if day is None:
            self.close(simulation, field, exempt=exempt)
            return
        self.close(simulation, field.where(day < 0), exempt=exempt)
        waiting = field.where(day >= 0)
        simulation.ledger.wait(waiting.cohort, simulation.today(waiting.cohort))
        simulation.ledger.hand_in(waiting.cohort, np.where(waiting.seeks, waiting.first, NOT_SOUGHT))
        simulation.beside(self._judged(simulation, waiting, day[day >= 0]))

    def _judged(self, simulation: Simulation, field: Field, day: Days) -> Events:
        """The day of judgment: the reading stands or is reversed, and then nominations are closed as it says."""
        yield simulation.until(field.cohort, day)
        court.hear(simulation, field.cohort)
        for stage, part in simulation.worlds.stage(self.name, field.cohort, simulation.ledger.world):
            some = field.within(part)
            exempt = stage.exempt == "incumbent"
            if not exempt:
                some.seeks[simulation.incumbent] = True
                untested = part.take(simulation.ledger.tested) < 0
                numbers = simulation.worlds.bar_numbers(self.name, part, simulation.ledger.world)
                simulation.ledger.test(
                    part.where(untested), some.first[simulation.incumbent][untested], numbers[untested]
                )
            stage.close(simulation, some, exempt=exempt)

    # --- the close ----------------------------------------------------------------------------------------------------
    def close(self, simulation: Simulation, field: Field, *, exempt: bool) -> None:
        """Nominations are counted against the bar, and each outcome goes its way.

        exempt   the incumbent is on the ballot without nominations
        """
        if not field.cohort:
            return
        incumbent, ledger = simulation.incumbent, simulation.ledger
        met = self._nominated(simulation, field)
        if met is None:
            return
        field, nominees, known = met
        said = self._said_who_is_barred(simulation, field.cohort)
        if not said.any():
            return
        field, nominees, known = field.where(said), nominees[:, said], known[:, said]
        nominees &= ~self._barred(simulation, field.cohort)
        others = nominees.sum(axis=0, dtype=np.int8)
        if incumbent >= 0:
            others -= nominees[incumbent]
        if exempt:
            nominees[incumbent] = True
        if self.keeps == WHOEVER_STANDS:
            nominees |= field.cohort.take(ledger.nominees)
            others = nominees.sum(axis=0, dtype=np.int8) - (nominees[incumbent] if incumbent >= 0 else 0)
        numbers = simulation.worlds.bar_numbers(self.name, field.cohort, ledger.world)
        handed = NOT_SOUGHT if field.nominations is None else np.where(field.seeks, field.first, NOT_SOUGHT)
        further = () if field.nominations is None else field.nominations[1:]
        ledger.nominate(field.cohort, handed, nominees, numbers, further)
        self._report(simulation, field, known, nominees, exempt=exempt)
        for number, part in field.cohort.by(self._outcomes(simulation, field, nominees, others, exempt=exempt)):
            self._note(simulation, number, part, exempt=exempt)
            going_on = part if number == NOBODY else self._asked_for(simulation, part)
            simulation.follow(self, OUTCOMES[number], going_on)

    def _report(self, simulation: Simulation, field: Field, known: Bools, nominees: Bools, *, exempt: bool) -> None:
        """What the close made of the nominations, where one run is narrated."""
        if simulation.events is None:
            return
        needs = simulation.worlds.needs(self.name, field.cohort, simulation.ledger.world)[:, 0]
        handed = None if field.nominations is None else field.nominations[..., 0]
        seeks = field.seeks[:, 0].copy()
        simulation.report(NominationsClosed(self, needs, handed, seeks, known[:, 0], nominees[:, 0].copy(), exempt))

    def _nominated(self, simulation: Simulation, field: Field) -> tuple[Field, Bools, Bools] | None:
        """The nominees of the runs in which the bar decides, and of whom it does; the others end unresolved. None: none go on."""
        needs = simulation.worlds.needs(self.name, field.cohort, simulation.ledger.world)
        clause, why = f"{self.name}.bar", "the bar cannot be worked out"
        bar = self.bar if isinstance(self.bar, Threshold | AllOf | AnyOf) else None
        if field.nominations is None or not len(needs) or bar is None:
            answer = simulation.conduct.settles(simulation, self, "bar", field.cohort, field)
            if answer is None:
                simulation.unresolved(field.cohort, clause, why)
                return None
            return field, answer, np.zeros_like(field.seeks)
        surely, possibly = meets(bar, field.nominations, needs)
        surely, possibly = field.seeks & surely, field.seeks & possibly
        known = surely == possibly
        open_ = ~known.all(axis=0)
        if not open_.any():
            return field, surely, known
        answer = simulation.conduct.settles(simulation, self, "bar", field.cohort, field)
        met = np.where(known, surely, UNKNOWN if answer is None else answer).astype(np.int8)
        open_ = (met == UNKNOWN).any(axis=0)
        # Where the bar itself is not known, it is the rules that are silent; else nothing is believed of who nominates.
        silent = open_ & (needs < 0).any(axis=0)
        simulation.unresolved(field.cohort.where(silent), clause, why)
        if (unsaid := open_ & ~silent).any():
            lacking = simulation.conduct.lacks(self)
            simulation.unresolved(field.cohort.where(unsaid), clause, lacking, whose=THE_SCENARIO)
        if open_.all():
            return None
        return field.where(~open_), met[:, ~open_] > 0, known[:, ~open_]

    def _said_who_is_barred(self, simulation: Simulation, cohort: Cohort) -> Bools:
        """The runs that go on: somebody in office stands in the others, and whether they may is unknown."""
        going_on = np.ones(len(cohort), np.bool_)
        if isinstance(self.barred, Unsaid) and simulation.incumbent >= 0:
            going_on &= cohort.take(simulation.ledger.vacant)
            simulation.said(self.barred, f"{self.name}.barred", cohort.where(~going_on))
        return going_on

    def _barred(self, simulation: Simulation, cohort: Cohort) -> Bools:
        """Who may not be nominated: bool[candidate, run]."""
        out = np.zeros((len(simulation.conduct.ids), len(cohort)), np.bool_)
        if simulation.incumbent >= 0:
            for lost in self.refers_to():
                out[simulation.incumbent] = simulation.ledger.came(lost, cohort) >= 0
        return out

    def _outcomes(
        self, simulation: Simulation, field: Field, nominees: Bools, others: NDArray[np.int8], *, exempt: bool
    ) -> NDArray[np.int8]:
        """The outcome[run] of a close, by its number.

        Without a valid challenger nothing displaces a leader in office. If the leader needs nominations and falls short
        while somebody else reaches the bar, that is an outcome of its own.
        """
        incumbent = simulation.incumbent
        outcome = np.minimum(nominees.sum(axis=0, dtype=np.int8), SEVERAL)
        if incumbent >= 0:
            in_office = ~field.cohort.take(simulation.ledger.vacant)
            outcome = np.where(in_office & (others == 0), np.int8(NOBODY), outcome)
            if not exempt and self.keeps != WHOEVER_STANDS:
                short = in_office & field.seeks[incumbent] & ~nominees[incumbent] & (others > 0)
                outcome = np.where(short, np.int8(SHORT), outcome)
        number: NDArray[np.int8] = outcome.astype(np.int8)
        return number

    def _note(self, simulation: Simulation, number: int, cohort: Cohort, *, exempt: bool) -> None:
        if number == NOBODY:
            step, clause = Step.NO_CHALLENGER, "bar"
        elif number == SHORT:
            step, clause = Step.SHORT, "bar"
        else:
            step, clause = (Step.ON_BALLOT_EXEMPT, "exempt") if exempt else (Step.ON_BALLOT_NAMED, "bar")
        words, figures = partial(closed_words, simulation, cohort, exempt), partial(counted_names, simulation, cohort)
        simulation.note(cohort, step, f"{self.name}.{clause}", words, figures)

    def _asked_for(self, simulation: Simulation, cohort: Cohort) -> Cohort:
        """Where the book has it, an election against a Prime Minister is held only if conference asks for it."""
        if not simulation.conduct.in_government or self.among == BEFORE:
            return cohort
        vacant = cohort.take(simulation.ledger.vacant)
        going_on, in_office = [cohort.where(vacant)], cohort.where(~vacant)
        for contest, part in simulation.contest_of(in_office) if in_office else ():
            asks = contest.in_government == "a conference must ask for it"
            clause = f"{contest.name}.in_government"
            if isinstance(contest.in_government, Unsaid) and not simulation.said(contest.in_government, clause, part):
                continue
            going_on.append(self._conference(simulation, contest, part) if asks else part)
        return Cohort.merged(going_on)

    def _conference(self, simulation: Simulation, contest: Provisions, cohort: Cohort) -> Cohort:
        """Conference votes by card, as if on the day nominations close; without a belief about it nothing is guessed."""
        clause = f"{contest.name}.in_government"
        asks = simulation.conduct.asks(simulation, "conference", cohort)
        if asks is None:
            simulation.unresolved(
                cohort, clause, "nothing is believed of conference (politics.conference)", whose=THE_SCENARIO
            )
            return cohort.where(np.zeros(len(cohort), np.bool_))
        refused, asked = cohort.where(~asks), cohort.where(asks)
        words = "Conference does not ask for an election. The leader stays."
        simulation.note(refused, Step.CONFERENCE_REFUSED, clause, partial(str, words))
        simulation.stays(refused, Ending.NOT_ASKED_FOR)
        words = "Conference asks for an election, by card vote."
        simulation.note(asked, Step.CONFERENCE_ASKED, clause, partial(str, words))
        return asked

    def go_on(self, simulation: Simulation, cohort: Cohort) -> None:
        """Go where the number of nominees leads, as if only those validly nominated had stood."""
        left = cohort.take(simulation.ledger.nominees).sum(axis=0, dtype=np.int8)
        for how_many, some in cohort.by(np.minimum(left, SEVERAL)):
            simulation.follow(self, OUTCOMES[how_many], some)

    def elected(self, simulation: Simulation, cohort: Cohort, clause: str) -> None:
        """The only nominee is elected unopposed."""
        leader = cohort.take(simulation.ledger.nominees).argmax(axis=0)
        words = "{} is the only valid nominee and is elected unopposed."
        simulation.note(cohort, Step.UNOPPOSED, clause, lambda: words.format(simulation.name(leader[0])))
        vacant = cohort.take(simulation.ledger.vacant)
        for mask, ending in ((vacant, Ending.UNOPPOSED_IN_A_VACANCY), (~vacant, Ending.UNOPPOSED)):
            simulation.close(cohort.where(mask), ending, leader[mask])

    # --- a further bar for those nominated before ---------------------------------------------------------------------
    def _sifts(self, simulation: Simulation, cohort: Cohort, closes: Days | int) -> Events:
        """Those nominated must clear a further bar, some weeks later; at its close those who have not are out.

        Whoever withdraws meanwhile has not cleared it, and needs no rule of their own.
        """
        yield simulation.until(cohort, closes)
        simulation.worlds.asked.add(f"{self.name}.exempt")
        field = simulation.conduct.field(simulation, self, cohort)
        if field is None:
            simulation.waits(self, 0, cohort)
            return
        if isinstance(field, str):
            simulation.follow(self, field, cohort)
            return
        before, tested = field.seeks, field.seeks.copy()
        if self.exempt == "incumbent" and simulation.incumbent >= 0:
            tested[simulation.incumbent] &= cohort.take(simulation.ledger.vacant)
        if field.nominations is not None:
            met = self._nominated(simulation, Field(cohort, field.nominations, tested))
            if met is None:
                return
            cleared, known = met[1], met[2]
            at = np.isin(cohort.runs, met[0].cohort.runs, assume_unique=True)
            cohort, before, tested = met[0].cohort, before[:, at], tested[:, at]
        else:
            answer = simulation.conduct.settles(simulation, self, "bar", cohort, Field(cohort, None, tested))
            if answer is None:
                simulation.unresolved(cohort, f"{self.name}.bar", "the bar cannot be worked out")
                return
            unsaid = (tested & (answer == UNKNOWN)).any(axis=0)
            simulation.unresolved(
                cohort.where(unsaid), f"{self.name}.bar", simulation.conduct.lacks(self), whose=THE_SCENARIO
            )
            cohort, before, tested = cohort.where(~unsaid), before[:, ~unsaid], tested[:, ~unsaid]
            cleared = answer[:, ~unsaid] > 0
            known = np.zeros_like(tested)
        if not cohort:
            return
        passed = before & (cleared | ~tested)
        self._report(simulation, Field(cohort, field.nominations, before), known | ~tested, passed, exempt=False)
        simulation.ledger.sift(cohort, passed)
        words = partial(sifted_words, simulation, before, passed)
        simulation.note(cohort, Step.SECOND_BAR, f"{self.name}.bar.any_of", words)
        self.go_on(simulation, cohort)

    # --- what may happen ----------------------------------------------------------------------------------------------
    def steps(self, simulation: Simulation, cohort: Cohort, number: int) -> Steps:
        """Who may nominate, how many are needed, who may withdraw, and what may come of it."""
        bodies = tuple(dict.fromkeys(body for one in thresholds(self.bar) for body in one.by))
        needs = simulation.worlds.bar_words(self.name, cohort, simulation.ledger.world)
        in_office = simulation.incumbent >= 0 and not bool(cohort.take(simulation.ledger.vacant)[0])
        sifts = self.among == BEFORE
        acts = [Act(what=f"nominations: {needs}", who=bodies, clause=f"{self.name}.bar")]
        if in_office and not sifts and self.keeps != WHOEVER_STANDS:
            leads = simulation.name(simulation.incumbent)
            acts.append(Act(what=self._exempt_words(leads), who=(leads,), clause=f"{self.name}.exempt", at_close=True))
        what = f"a candidate may withdraw; {self._transfer_words()}"
        acts.append(Act(what=what, who=("any candidate",), clause=f"{self.name}.transfer"))
        return Steps(
            stage=self.name, kind=self.kind, number=number, stand=simulation.standing(cohort), test=needs,
            acts=tuple(acts), ways=tuple(self._ways_as_read(simulation, cohort, in_office=in_office)),
        )  # fmt: skip

    def _ways_as_read(self, simulation: Simulation, cohort: Cohort, *, in_office: bool) -> Iterator[Way]:
        """The outcomes under the reading in force, and those under another that a court may put in its place by the close."""
        found = {way.outcome: way for way in self._ways(simulation, cohort, in_office=in_office)}
        world = int(cohort.take(simulation.ledger.world)[0])
        for other in self._if_reversed(simulation, world) if in_office else ():
            for way in other._ways(simulation, cohort, in_office=in_office):
                condition = f"a court reverses the reading, and {way.condition}"
                found.setdefault(way.outcome, replace(way, condition=condition))
        yield from (found[one] for one in self.outcomes_known if one in found)

    def _if_reversed(self, simulation: Simulation, world: int) -> Iterator[Nomination]:
        """The stage as it is under each reading that a court may put in place of the one in force."""
        worlds = simulation.worlds
        for dispute in worlds.contested:
            sides = dispute.incumbent, dispute.challenger
            if dispute.open[world] and worlds.read[world].get(dispute.name) in sides:
                for side in sides:
                    turned = worlds.settled(np.array([world], np.uint16), dispute.name, side)
                    stage = worlds.stages[int(turned[0])].get(self.name)
                    if stage is not None:
                        yield stage

    def _exempt_words(self, leads: str) -> str:
        if self.exempt == "incumbent":
            return f"{leads} is on the ballot without nominations"
        if self.exempt == "nobody":
            return f"{leads} needs nominations like everybody else"
        return f"whether {leads} needs nominations {unsaid_words(self.exempt)}"

    def _transfer_words(self) -> str:
        frees = {
            "on withdrawal": "those who nominated them may nominate another",
            "locked": "nominations already handed in stay with them",
            "free": "nominations may move at any time",
        }
        return frees.get(str(self.transfer)) or f"whether their nominations may move {unsaid_words(self.transfer)}"

    def _ways(self, simulation: Simulation, cohort: Cohort, *, in_office: bool) -> Iterator[Way]:
        """The outcomes still possible; a sifting of those nominated before leaves no more of them than there were."""
        sifts = self.among == BEFORE
        already = int(cohort.take(simulation.ledger.nominees).sum(axis=0)[0])
        stay = already if self.keeps == WHOEVER_STANDS else 0
        most = already if sifts else len(simulation.conduct.ids)
        # A leader who is on the ballot without nominations is never alone on it: without a challenger there is no ballot.
        exempt = in_office and self.exempt == "incumbent"
        leads = simulation.name(simulation.incumbent) if in_office else ""
        for outcome in self.outcomes(in_office=in_office):
            way = partial(self.way, simulation, outcome)
            if outcome == "nobody" and (in_office or not stay):
                yield way("no challenger is validly nominated" if in_office else "nobody is validly nominated")
            elif outcome == "one" and not exempt and stay <= 1 <= most:
                yield way("one candidate alone is validly nominated", fewest=1, most=1)
            elif outcome == "several" and most > 1:
                yield way("several are validly nominated", fewest=max(2, stay), most=most)
            elif outcome == "incumbent short" and self.keeps != WHOEVER_STANDS:
                yield way(f"{leads} falls short and a challenger does not", fewest=1, most=most - 1)

    def follows(self, simulation: Simulation, outcome: str, route: Route | None) -> str:
        """Where an outcome leads, in words."""
        if route == "elected":
            return "that candidate is elected unopposed"
        if outcome == "incumbent short" and route == "go on":
            return "the contest goes on as if only those validly nominated had stood"
        return super().follows(simulation, outcome, route)

    again: ClassVar = "nominations open again"


# --- bars -------------------------------------------------------------------------------------------------------------
def bar_of(values: Mapping[str, object]) -> Said[Bar] | SetBy:
    """A bar as written, as one tree of thresholds; None where nothing is said of who nominates."""
    for leaf in ("bar.all_of", "bar.any_of"):
        if isinstance(said := values.get(leaf), AllOf | AnyOf | Unsaid | SetBy):
            return said
    by = values.get("bar.by")
    return Threshold(by=by) if isinstance(by, tuple) else None


def dead_of_a_threshold(group: str, said: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The parts of a threshold that never act beside the others, as written: path → why."""
    several = [leaf for leaf in ("all_of", "any_of") if f"{group}.{leaf}" in said]
    if several:
        parts = ("by", "of", "counted", "as_at", "rounding", "test")
        yield from ((f"{group}.{leaf}", f"each of {several[0]} says its own") for leaf in parts)
    elif f"{group}.count" in said:
        # Rounding, which books had to give beside a count until 0.3, is let stand.
        yield from ((f"{group}.{leaf}", "the bar is a count") for leaf in ("of", "counted", "as_at"))


def unsound_threshold(stage: Provisions, group: str, whose: str, cure: str) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a threshold: path, what, cure."""
    said = {
        leaf: stage.value(f"{group}.{leaf}")
        for leaf in ("by", "of", *NUMBERS)
        if f"{group}.{leaf}" in stage.vocabulary()
    }
    given = [leaf for leaf in NUMBERS if said.get(leaf) is not None]
    if not given:
        yield group, f"{whose} has neither share nor count", cure
    elif len(given) > 1:
        yield group, f"{whose} is said twice: {' and '.join(f'{group}.{leaf}' for leaf in given)}", "say it in one way"
    elif given[0] in ("share", "count"):
        if said.get("by") is None or isinstance(said["by"], Unsaid):
            yield f"{group}.by", f"{whose} needs to know who they are", "write by: [mps]"
        known = not isinstance(said.get("share"), Unsaid)
        if given[0] == "share" and (said.get("of") is None or (known and isinstance(said["of"], Unsaid))):
            yield f"{group}.of", "a share needs to know of what", "write of: [mps]"


NUMBERS = ("share", "count", "any_of", "all_of")


def thresholds(bar: Said[Bar] | SetBy) -> Iterator[Threshold]:
    """Every threshold of a bar, in order."""
    if isinstance(bar, Threshold):
        yield bar
    elif isinstance(bar, AllOf | AnyOf):
        for part in bar.parts:
            yield from thresholds(part)


def unbelieved(bar: Iterable[Threshold], believed: Container[str]) -> tuple[str, ...]:
    """The bodies counted by those thresholds of a bar of whose nominators nothing at all is believed."""
    there = [one.by for one in bar if not any(body in believed for body in one.by)]
    return tuple(dict.fromkeys(body for by in there for body in by))


def shape_of(bar: Said[Bar] | SetBy) -> object:
    """Who is counted by each threshold, and how they go together; None where it is not said."""
    if isinstance(bar, Threshold):
        return bar.by
    if isinstance(bar, AllOf | AnyOf):
        return (type(bar).__name__, tuple(shape_of(part) for part in bar.parts))
    return None


def meets(bar: Bar, nominations: Heads, needs: Heads) -> tuple[Bools, Bools]:
    """Who surely clears a bar, and who may, where a threshold's number or somebody's nominators are not known (−1).

    nominations  nominators[threshold, candidate, run];  needs  heads[threshold, run or 1]
    returns      two of bool[candidate, run]
    """
    surely, possibly, _ = _meets(bar, nominations, needs, 0)
    return surely, possibly


def _meets(bar: Bar, nominations: Heads, needs: Heads, at: int) -> tuple[Bools, Bools, int]:
    if isinstance(bar, Threshold):
        known = needs[at] >= 0
        enough = nominations[at] >= needs[at]
        return enough & known, enough | ~known | (nominations[at] < 0), at + 1
    both = np.logical_and if isinstance(bar, AllOf) else np.logical_or
    surely, possibly, at = _meets(bar.parts[0], nominations, needs, at)
    for part in bar.parts[1:]:
        one, other, at = _meets(part, nominations, needs, at)
        surely, possibly = both(surely, one), both(possibly, other)
    return surely, possibly, at


# --- narrative --------------------------------------------------------------------------------------------------------
def opened_words(simulation: Simulation, seeks: Bools, closes: Days) -> str:
    """Nominations open: for how long, and who seeks them."""
    standing = [simulation.name(c) for c in np.flatnonzero(seeks[:, 0])]
    days = int(closes[0]) - simulation.clock
    who = listed(standing) or "nobody"
    return (
        f"Nominations open for {days} day{'s' if days != 1 else ''}; {who} seek{'s' if len(standing) < 2 else ''} them."
    )


def closed_words(simulation: Simulation, cohort: Cohort, exempt: bool) -> str:
    """Nominations close: each candidate's nominations, and the sum of the bar."""
    ledger = simulation.ledger
    handed, nominees = cohort.take(ledger.names)[:, 0], cohort.take(ledger.nominees)[:, 0]
    number = int(cohort.take(ledger.bar)[0])
    parts = []
    for c, name in enumerate(simulation.conduct.names):
        if handed[c] >= 0:
            parts.append(f"{name} {handed[c]} ({'nominated' if nominees[c] else 'short'})")
        elif nominees[c]:
            parts.append(f"{name} needs none" if exempt and c == simulation.incumbent else f"{name} is nominated")
    waited = int(cohort.take(ledger.closed)[0])
    begins = "Nominations close" if waited in (0, simulation.clock) else "So the names that were handed in are measured"
    bar = simulation.worlds.bars[number].words if number >= 0 else "not known"
    return f"{begins}: {', '.join(parts) or 'nobody sought any'}. The bar: {bar}."


def counted_names(simulation: Simulation, cohort: Cohort) -> Figures:
    """The nominations of each candidate at the close, how many suffice, of how many heads, and who needs none."""
    ledger, ids = simulation.ledger, simulation.conduct.ids
    handed, nominees = cohort.take(ledger.names)[:, 0], cohort.take(ledger.nominees)[:, 0]
    number = int(cohort.take(ledger.bar)[0])
    needs = simulation.worlds.bars[number].needs if number >= 0 else 0
    return {
        "names": {one: int(n) for one, n in zip(ids, handed, strict=True) if n >= 0},
        "exempt": [one for one, n, on in zip(ids, handed, nominees, strict=True) if on and n < needs],
        "needs": needs,
        "heads": int(ledger.heads),
    }


def sifted_words(simulation: Simulation, before: Bools, passed: Bools) -> str:
    """Who passed a further bar, and who did not."""
    through = [simulation.name(c) for c in np.flatnonzero(passed[:, 0])]
    failed = [simulation.name(c) for c in np.flatnonzero(before[:, 0] & ~passed[:, 0])]
    short = f"; {listed(failed)} {'does' if len(failed) == 1 else 'do'} not" if failed else ""
    return f"{listed(through) or 'Nobody'} passed the second bar{short}."
