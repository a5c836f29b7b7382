"""A contest: what opens it, and by which stage it begins.

Triggers go in the order of their closed list where several are pulled on one day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from simulator.engine.cohort import Cohort
from simulator.engine.ledger import Step
from simulator.engine.simulation import Simulation
from simulator.stages.nomination import dead_of_a_threshold
from simulator.stages.stage import Provisions, word
from simulator.stages.values import Threshold, Unsaid, choice, counted, heads, immunities, names, share, text, yes

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
    opens_when: Any = word(choice(*TRIGGERS), f"what opens it: {'; '.join(TRIGGERS)}", optional=True)
    petition_by: Any = word(names, "who may sign", path="opens_when.petition.by", optional=True)
    petition_count: Any = word(heads, "how many must sign", path="opens_when.petition.count", optional=True)
    petition_share: Any = word(share, "what share of a body must sign", path="opens_when.petition.share", optional=True)
    petition_of: Any = word(names, "of whom the share is", path="opens_when.petition.of", optional=True)
    petition_counted: Any = word(counted, "whom the base counts", path="opens_when.petition.counted", optional=True)
    petition_rounding: Any = word(
        choice("up", "down", "nearest"),
        "how a broken number is rounded",
        path="opens_when.petition.rounding",
        optional=True,
    )
    petition_test: Any = word(
        choice("at least", "more than"),
        "whether the share itself is enough",
        path="opens_when.petition.test",
        optional=True,
    )
    term: Any = word(
        text, "how long after the last election: 2 years, each session", path="opens_when.term", optional=True
    )
    enters: Any = word(text, "the stage by which it begins")
    while_: Any = word(
        choice("in government", "in opposition"),
        "only while the party governs, or does not",
        path="while",
        optional=True,
    )
    not_within: Any = word(
        immunities, "12 months of STAGE.OUTCOME, or a list of such: it may not open so soon after", optional=True
    )
    held: Any = word(choice("when it opens", ONLY_IN_A_VACANCY), "whether an election is held", "when it opens")
    others_may_join: Any = word(
        choice("until the close", "nobody else"), "whether others than the first may stand", optional=True
    )
    in_government: Any = word(
        choice("a conference must ask for it", "as in opposition"),
        "what is needed against a Prime Minister",
        optional=True,
    )
    if_vacant: Any = word(text, "the stage it goes to if the leader goes meanwhile", path="if_vacant.go", optional=True)
    lapse: Any = word(choice("lapse"), "what becomes of nominations then", path="if_vacant.nominations", optional=True)
    secret: Any = word(yes, "signatures are not published", optional=True)
    season: Any = word(
        choice("any time", "each year before the annual conference", "the start of a session"),
        "when in the year it may be held", shown=True,
    )  # fmt: skip
    invited: Any = word(choice("each year", "when MPs ask"), "when nominations are invited", shown=True)
    acting_leader: Any = word(text, "who leads meanwhile", shown=True)
    wording: Any = word(text, "the words of the clause", path="words", shown=True)
    meanwhile: Any = word(text, "who leads meanwhile in opposition", shown=True)
    meanwhile_in_government: Any = word(text, "who leads meanwhile in government", shown=True)

    @classmethod
    def dead(cls, said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """What belongs to a share where a petition is a count, and to somebody in office where the office is vacant."""
        yield from dead_of_a_threshold("opens_when.petition", said)
        if said.get("opens_when") == VACANT:
            only = ("while", "not_within", "if_vacant.go", "if_vacant.nominations", "others_may_join", "in_government")
            yield from ((path, "it opens when nobody is in office") for path in only)
        elif "if_vacant.go" not in said:
            yield "if_vacant.nominations", "it is not said where a vacancy leads"

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

    @property
    def petition(self) -> Threshold | None:
        """How many must sign, where a petition opens it and the book says."""
        said = {
            name: getattr(self, f"petition_{name}") for name in ("count", "share", "of", "counted", "rounding", "test")
        }
        if not isinstance(self.petition_by, tuple) or any(isinstance(one, Unsaid) for one in said.values()):
            return None
        return Threshold(self.petition_by, **{name: value for name, value in said.items() if value is not None})

    def open(self, simulation: Simulation, cohort: Cohort) -> None:
        """The trigger is pulled: the office falls vacant or somebody challenges, and the first stage follows."""
        cohort = self._may_open(simulation, cohort)
        if not cohort:
            return
        if self.trigger == VACANT:
            simulation.vacate(cohort)
        else:
            words = partial(simulation.conduct.opened_words, simulation, self, cohort)
            simulation.note(cohort, STEPS.get(self.trigger, Step.OPENED), f"{self.name}.opens_when", words)
        if self.held == ONLY_IN_A_VACANCY and self.trigger != VACANT:
            against = f"contradicts {self.name}.opens_when: an election is held only in a vacancy"
            simulation.unresolved(cohort, f"{self.name}.held", against)
        else:
            simulation.onward(self.enters, cohort, f"{self.name}.enters")

    def _may_open(self, simulation: Simulation, cohort: Cohort) -> Cohort:
        """The runs in which it may open today; the others wait for whatever comes next."""
        if isinstance(self.while_, str) and (self.while_ == "in government") != simulation.conduct.in_government:
            simulation.wait_for_a_trigger(cohort)
            return cohort.where(np.zeros(len(cohort), np.bool_))
        immune = np.zeros(len(cohort), np.bool_)
        for one in self.not_within if isinstance(self.not_within, tuple) else ():
            came = simulation.ledger.came(f"{one.stage}.{one.outcome}", cohort)
            immune |= (came >= 0) & (simulation.today < came + round(one.months * DAYS_A_MONTH))
        simulation.wait_for_a_trigger(cohort.where(immune))
        return cohort.where(~immune)


DAYS_A_MONTH = 365.25 / 12
STEPS = {CHALLENGED: Step.CHALLENGED}
