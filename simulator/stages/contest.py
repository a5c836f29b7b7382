"""A contest: what opens it, and by which stage it begins.

Triggers go in the order of their closed list where several are pulled on one day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from simulator.engine.cohort import Cohort
from simulator.engine.ledger import Step
from simulator.engine.simulation import Simulation
from simulator.stages.nomination import dead_of_a_threshold, unsound_threshold
from simulator.stages.stage import Act, Provisions, Stage, Steps, Way, leads_words, unsaid_words, word
from simulator.stages.values import (
    Counted,
    Immunity,
    Names,
    Said,
    Threshold,
    Unsaid,
    choice,
    counted,
    heads,
    immunities,
    items,
    names,
    share,
    term,
    text,
    yes,
)
from simulator.words.lists import listed

if TYPE_CHECKING:
    import numpy as np
else:
    from simulator.words.lazy import np

VACANT, CHALLENGED, PETITION, TERM, ASKED, DEFEAT, MOTION, SESSION, CALLED = (
    "the office is vacant",
    "a challenger seeks nominations",
    "a petition is signed",
    "a term ends",
    "the leader asks",
    "a general election is lost",
    "the MPs move a motion",
    "a session of parliament begins in opposition",
    "a body calls it",
)
TRIGGERS: Mapping[str, str] = {
    VACANT: "the leader has gone",
    CHALLENGED: "somebody declares against the leader",
    PETITION: "so many of a body sign: {petition: {by: mps, share: 15%, of: mps}}",
    TERM: "so long after the last election: {term: 2 years}, {term: each session}",
    ASKED: "the leader asks for it",
    DEFEAT: "the party loses a general election",
    MOTION: "MPs move that they have, or have no, confidence",
    SESSION: "each session in opposition begins with it",
    CALLED: "a body of the party decides that it is held",
}
ONLY_IN_A_VACANCY = "only when a vacancy occurs"


@dataclass(frozen=True)
class Contest(Provisions):
    """A contest for an office: its trigger, and its first stage."""

    kind: ClassVar[str] = "contest"
    asked_when_needed: ClassVar = ("if_vacant.go", "others_may_join", "in_government")
    opens_when: Said[str] = word(choice(*TRIGGERS), "what opens it", optional=True)
    petition_by: Said[Names] = word(names, "who may sign", path="opens_when.petition.by", optional=True)
    petition_count: Said[int] = word(heads, "how many must sign", path="opens_when.petition.count", optional=True)
    petition_share: Said[Fraction] = word(
        share, "what share of a body must sign", path="opens_when.petition.share", optional=True
    )
    petition_of: Said[Names] = word(names, "of whom the share is", path="opens_when.petition.of", optional=True)
    petition_counted: Said[Counted] = word(
        counted, "whom the base counts", path="opens_when.petition.counted", optional=True
    )
    petition_rounding: Said[str] = word(
        choice("up", "down", "nearest"),
        "how a broken number is rounded",
        path="opens_when.petition.rounding",
        optional=True,
    )
    petition_test: Said[str] = word(
        choice("at least", "more than"),
        "whether the share itself is enough",
        path="opens_when.petition.test",
        optional=True,
    )
    term: Said[str] = word(term, "so long after the last election", path="opens_when.term", optional=True)
    enters: Said[str] = word(text, "the stage by which it begins")
    while_: Said[str] = word(
        choice("in government", "in opposition"),
        "only while the party governs, or does not",
        path="while",
        optional=True,
    )
    not_within: Said[tuple[Immunity, ...]] = word(immunities, "it may not open so soon after an outcome", optional=True)
    held: Said[str] = word(choice("when it opens", ONLY_IN_A_VACANCY), "whether an election is held", "when it opens")
    others_may_join: Said[str] = word(
        choice("until the close", "nobody else"), "whether others than the first may stand", optional=True
    )
    in_government: Said[str] = word(
        choice("a conference must ask for it", "as in opposition"),
        "what is needed against a Prime Minister",
        optional=True,
    )
    if_vacant: Said[str] = word(
        text, "the stage it goes to if the leader goes meanwhile", path="if_vacant.go", optional=True
    )
    lapse: Said[str] = word(
        choice("lapse"), "what becomes of nominations then", path="if_vacant.nominations", shown=True
    )
    secret: Said[bool] = word(yes, "signatures are not published", shown=True)
    season: Said[str] = word(
        choice("any time", "each year before the annual conference", "the start of a session"),
        "when in the year it may be held", shown=True,
    )  # fmt: skip
    invited: Said[str] = word(choice("each year", "when MPs ask"), "when nominations are invited", shown=True)
    acting_leader: Said[str] = word(text, "who leads meanwhile", shown=True)
    wording: Said[str] = word(text, "the words of the clause", path="words", shown=True)
    meanwhile: Said[str] = word(text, "who leads meanwhile in opposition", shown=True)
    meanwhile_in_government: Said[str] = word(text, "who leads meanwhile in government", shown=True)

    @classmethod
    def dead(cls, said: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        """What belongs to a share where a petition is a count, and to somebody in office where the office is vacant."""
        yield from dead_of_a_threshold("opens_when.petition", said)
        if said.get("opens_when") == VACANT:
            only = ("while", "not_within", "if_vacant.go", "if_vacant.nominations", "others_may_join", "in_government")
            yield from ((path, "it opens when nobody is in office") for path in only)
        elif "if_vacant.go" not in said:
            yield "if_vacant.nominations", "it is not said where a vacancy leads"

    def unsound(self) -> Iterator[tuple[str, str, str]]:
        """What opens it is not said, or said twice; a petition without a number."""
        ways = [one for one in (self.opens_when, self.petition_by, self.term) if one is not None]
        if not ways:
            yield "opens_when", "what opens it is not said", f"write one of: {'; '.join(TRIGGERS)}"
        elif len(ways) > 1:
            yield "opens_when", "what opens it is said twice", "say it in one way"
        elif self.petition_by is not None:
            whose = f"the petition of “{self.name}”"
            yield from unsound_threshold(self, "opens_when.petition", whose, "write share: 15% or count: 50")
        elif self.opens_when == PETITION:
            yield "opens_when", "a petition needs to know who signs, and how many", TRIGGERS[PETITION].split(": ", 1)[1]

    @property
    def trigger(self) -> str:
        """The trigger's name in the closed list; nothing if the book does not say."""
        if isinstance(self.opens_when, str):
            return self.opens_when
        return PETITION if self.petition_by is not None else TERM if self.term is not None else ""

    @property
    def rank(self) -> int:
        """Its trigger's place in the closed list."""
        return [*TRIGGERS, ""].index(self.trigger)

    def refers_to(self) -> tuple[str, ...]:
        """The outcomes after which it may not open for a time."""
        return tuple(f"{one.stage}.{one.outcome}" for one in items(self.not_within))

    @property
    def petition(self) -> Threshold | None:
        """How many must sign, where a petition opens it and the book says."""
        said = {
            name: getattr(self, f"petition_{name}") for name in ("count", "share", "of", "counted", "rounding", "test")
        }
        if not isinstance(self.petition_by, tuple) or any(isinstance(one, Unsaid) for one in said.values()):
            return None
        return Threshold(self.petition_by, **{name: value for name, value in said.items() if value is not None})

    def open(self, simulation: Simulation, cohort: Cohort, *, by_route: bool = False) -> None:
        """The trigger is pulled: the office falls vacant or somebody challenges, and the first stage follows."""
        cohort = self._may_open(simulation, cohort)
        if not cohort:
            return
        simulation.begin(self.name, cohort)
        if self.trigger == VACANT:
            simulation.vacate(cohort, f"{self.name}.opens_when", resigns=not by_route)
        else:
            words = partial(simulation.conduct.opened_words, simulation, self, cohort)
            simulation.note(cohort, STEPS.get(self.trigger, Step.OPENED), f"{self.name}.opens_when", words)
        if self.held == ONLY_IN_A_VACANCY and self.trigger != VACANT:
            against = f"contradicts {self.name}.opens_when: an election is held only in a vacancy"
            simulation.unresolved(cohort, f"{self.name}.held", against)
        else:
            simulation.onward(self.enters, cohort, f"{self.name}.enters")

    # --- what may happen ----------------------------------------------------------------------------------------------
    def steps(self, simulation: Simulation, cohort: Cohort, number: int) -> Steps:
        """Who may open it and how, and what the leader may do meanwhile."""
        leads = simulation.name(simulation.incumbent) if simulation.incumbent >= 0 else "the leader"
        clause = f"{self.name}.opens_when"
        test, who = self._trigger_words(simulation, cohort, leads)
        acts = [Act(what=f"{test}{self._bounds()}", who=who, clause=clause)]
        if simulation.conduct.in_government and self.in_government == "a conference must ask for it":
            what = "once a challenger has the nominations, conference must ask for an election, by card vote"
            acts.append(Act(what=what, who=("party conference",), clause=f"{self.name}.in_government"))
        if self.invited == "each year":
            what = "the executive must send out nomination forms"
            acts.append(Act(what=what, who=("the executive",), clause=f"{self.name}.invited"))
        if self.trigger != VACANT and simulation.incumbent >= 0:
            what = f"the leader may resign; {self._vacancy_words(simulation, cohort)}"
            acts.append(Act(what=what, who=(leads,), clause=f"{self.name}.if_vacant.go"))
        enters = self.enters if isinstance(self.enters, str) else None
        follows = leads_words(simulation, enters) if enters else f"what follows {unsaid_words(self.enters)}"
        way = Way(outcome=OPENED, route=enters, clause=f"{self.name}.enters", condition="it opens", follows=follows)
        return Steps(
            stage=self.name, kind=self.kind, number=0, stand=(), test=test, acts=tuple(acts),
            ways=(way,) if self.may_open_under(in_government=simulation.conduct.in_government) else (),
        )  # fmt: skip

    def may_open_under(self, *, in_government: bool) -> bool:
        """Whether it may open while the party governs, or does not."""
        return not isinstance(self.while_, str) or (self.while_ == "in government") == in_government

    def _trigger_words(self, simulation: Simulation, cohort: Cohort, leads: str) -> tuple[str, tuple[str, ...]]:
        """What opens it, in words, and who may do that."""
        if self.trigger == CHALLENGED:
            season = f" ({self.season})" if isinstance(self.season, str) else ""
            return f"a challenger may seek nominations{season}", self._candidates(simulation, cohort)
        if self.trigger == PETITION:
            sign = simulation.worlds.bar_words(self.name, cohort, simulation.ledger.world)
            secret = "; who has signed, and how many have, is secret" if self.secret is True else ""
            return f"a petition may call it: {sign}{secret}", items(self.petition_by)
        term = self.term if isinstance(self.term, str) else ""
        words = {
            VACANT: ("the leader may resign", (leads,)),
            ASKED: ("the leader may ask for it", (leads,)),
            MOTION: ("MPs may move a motion", self._voters(simulation, cohort)),
            TERM: (
                f"an election falls due: {term}"
                if term
                else f"an election falls due; the term {unsaid_words(self.term)}",
                (),
            ),
            DEFEAT: ("it opens if a general election is lost", ()),
            SESSION: ("it opens as each session in opposition begins", ()),
            CALLED: ("a body of the party may call it", ()),
        }
        return words.get(self.trigger, (f"what opens it {unsaid_words(self.opens_when)}", ()))

    def _bounds(self) -> str:
        """When it may not open."""
        return "".join(f"; it {one}" for path in ("while", "not_within") for one in self._bound(path))

    def _bound(self, path: str) -> list[str]:
        """A bound in words, each as the end of “it …”."""
        if path == "while":
            return [f"may open only while the party is {self.while_}"] if isinstance(self.while_, str) else []
        if not isinstance(self.not_within, tuple):
            return []
        after = [f"{one.months:g} months of {one.stage} ({one.outcome})" for one in self.not_within]
        return [f"may not open within {listed(after)}"]

    def _vacancy_words(self, simulation: Simulation, cohort: Cohort) -> str:
        """What a resignation leads to while it runs."""
        if not isinstance(self.if_vacant, str):
            return f"what follows in mid-contest {unsaid_words(self.if_vacant)}"
        stage = self._stage(simulation, cohort, self.if_vacant)
        if stage is None or stage.kind != "nomination":
            return f"then {leads_words(simulation, self.if_vacant)}"
        return f"then {simulation.worlds.bar_words(self.if_vacant, cohort, simulation.ledger.world)}"

    def _candidates(self, simulation: Simulation, cohort: Cohort) -> tuple[str, ...]:
        """Who may be a candidate at the first nominations that it comes to."""
        stage = self._stage(simulation, cohort, self.enters)
        for _ in range(FEW):
            if stage is None or stage.kind == "nomination":
                break
            stage = self._stage(simulation, cohort, stage.then.get("done"))
        found = getattr(stage, "candidates", None)
        return found if isinstance(found, tuple) else ("a candidate",)

    def _voters(self, simulation: Simulation, cohort: Cohort) -> tuple[str, ...]:
        found = getattr(self._stage(simulation, cohort, self.enters), "by", None)
        return found if isinstance(found, tuple) else ()

    @staticmethod
    def _stage(simulation: Simulation, cohort: Cohort, name: object) -> Stage | None:
        world = int(cohort.take(simulation.ledger.world)[0])
        found: Stage | None = simulation.worlds.stages[world].get(name) if isinstance(name, str) else None
        return found

    def _may_open(self, simulation: Simulation, cohort: Cohort) -> Cohort:
        """The runs in which it may open today; the others wait for whatever comes next."""
        nobody = cohort.where(np.zeros(len(cohort), np.bool_))
        if not self.all_said(simulation, cohort, "while", "not_within"):
            return nobody
        if not self.may_open_under(in_government=simulation.conduct.in_government):
            self._bounded(simulation, cohort, "while")
            return nobody
        immune = np.zeros(len(cohort), np.bool_)
        for one in items(self.not_within):
            came = simulation.ledger.came(f"{one.stage}.{one.outcome}", cohort)
            immune |= (came >= 0) & (simulation.today(cohort) < came + round(one.months * DAYS_A_MONTH))
        self._bounded(simulation, cohort.where(immune), "not_within")
        return cohort.where(~immune)

    def _bounded(self, simulation: Simulation, cohort: Cohort, path: str) -> None:
        """A bound keeps it from opening: the runs wait for whatever comes next, and the story says why."""
        if not cohort:
            return
        if simulation.events is not None:
            words = f"What would open a contest happens ({self.name}), but it {listed(self._bound(path))}."
            simulation.remark(lambda: words, f"{self.name}.{path}")
        simulation.wait_for_a_trigger(cohort)


OPENED = "opens"
"""What comes of a contest that is waited for."""
FEW = 4
"""Meetings and waits that may lie before the first nominations."""
DAYS_A_MONTH = 365.25 / 12
STEPS = {CHALLENGED: Step.CHALLENGED}
