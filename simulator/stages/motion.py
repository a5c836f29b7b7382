"""A motion: a body votes on a question, yes or no."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from simulator.engine.cohort import Cohort
from simulator.engine.ledger import Step
from simulator.engine.results import QuestionPut
from simulator.engine.simulation import THE_SCENARIO, Events, Figures, Simulation
from simulator.procedures import rounds
from simulator.procedures.arrays import Days, Votes
from simulator.stages.stage import Act, Stage, Steps, unsaid_words, word
from simulator.stages.values import Names, Said, choice, items, names

if TYPE_CHECKING:
    import numpy as np
else:
    from simulator.words.lazy import np


MAJORITIES = {
    "more than half of the votes": rounds.Win(majority_of="votes cast"),
    "more than half of all entitled": rounds.Win(majority_of="all entitled"),
}


@dataclass(frozen=True)
class Motion(Stage):
    """A body votes on a motion: that it has confidence in the leader, say."""

    kind: ClassVar[str] = "motion"
    outcomes_known: ClassVar = {"carried": "the motion is carried", "lost": "the motion is lost"}
    votes: ClassVar[bool] = True
    asks_a_question: ClassVar[bool] = True
    by: Said[Names] = word(names, "the body that votes")
    carried_by: Said[str] = word(choice(*MAJORITIES), "the majority it needs")

    def outcomes(self, *, in_office: bool) -> tuple[str, ...]:
        """Carried or lost."""
        return ("carried", "lost")

    @property
    def sections(self) -> tuple[str, ...]:
        """The bodies that vote, as the sections of a ballot."""
        return items(self.by)

    def simulate(self, simulation: Simulation, cohort: Cohort, number: int) -> Iterator[Events]:
        """The vote is taken on the day the timetable gives, unless the leader has gone by then."""
        if not simulation.said(self.by, f"{self.name}.by", cohort):
            return
        if lacking := simulation.conduct.lacks(self):
            simulation.unresolved(cohort, f"{self.name}.by", lacking, whose=THE_SCENARIO)
            return
        cohort, closes = simulation.interrupted(cohort, simulation.conduct.day("closes", simulation, self, cohort))
        if cohort:
            yield self._vote(simulation, cohort, closes)

    def _vote(self, simulation: Simulation, cohort: Cohort, day: Days) -> Events:
        yield simulation.until(cohort, day)
        if simulation.said(self.carried_by, f"{self.name}.carried_by", cohort):
            question(simulation, self, cohort, MAJORITIES[self.carried_by], f"{self.name}.carried_by")

    def steps(self, simulation: Simulation, cohort: Cohort, number: int) -> Steps:
        """The bodies vote, and it is carried or lost."""
        test = self.carried_by if isinstance(self.carried_by, str) else f"the majority {unsaid_words(self.carried_by)}"
        return question_steps(self, simulation, cohort, number, items(self.by), test, f"{self.name}.carried_by")


def question(simulation: Simulation, stage: Stage, cohort: Cohort, win: rounds.Win, clause: str) -> None:
    """A vote on a question: carried if “yes” meets the test."""
    ballots = simulation.conduct.ballots(simulation, stage, 0, cohort, None)
    if ballots is None:
        simulation.waits(stage, 0, cohort)
        return
    if isinstance(ballots, str):
        simulation.follow(stage, ballots, cohort)
        return
    yes, no = ballots[0].sum(axis=0), ballots[1].sum(axis=0)
    entitled = simulation.conduct.entitled(simulation, stage, cohort)
    if "all entitled" in (win.majority_of, win.share_of, win.lead_of) and entitled is None:
        carried = simulation.conduct.settles(simulation, stage, "question", cohort, (yes, no))
        if carried is None:
            simulation.unresolved(cohort, clause, "how many are entitled to vote is not known", whose=THE_SCENARIO)
            return
    else:
        carried = rounds.carried(yes, no, win, entitled)
    simulation.report(QuestionPut(stage, yes[0], no[0], None if entitled is None else entitled[0], bool(carried[0])))
    for side, step, outcome in ((carried, Step.CARRIED, "carried"), (~carried, Step.LOST, "lost")):
        part = cohort.where(side)
        if not part:
            continue
        words = partial(question_words, yes[side], no[side], outcome)
        figures = partial(_figures, yes[side], no[side])
        simulation.note(part, step, clause, words, figures)
        simulation.follow(stage, outcome, part)


def question_steps(
    stage: Stage, simulation: Simulation, cohort: Cohort, number: int, by: tuple[str, ...], test: str, clause: str
) -> Steps:
    """A vote on a question: who votes, what carries it, and where each answer leads."""
    stand = simulation.standing(cohort)
    left = len(stand)
    ways = tuple(
        stage.way(simulation, outcome, f"the motion is {outcome}", fewest=left, most=left)
        for outcome in ("carried", "lost")
    )
    vote = Act(what=f"a vote on the motion; it is carried by {test}", who=by, clause=clause)
    return Steps(stage=stage.name, kind=stage.kind, number=number, stand=stand, test=test, acts=(vote,), ways=ways)


def _figures(yes: Votes, no: Votes) -> Figures:
    return {"for": yes[0], "against": no[0]}


def question_words(yes: Votes, no: Votes, outcome: str) -> str:
    """A vote on a question, in words."""
    return f"The vote is {int(np.rint(float(yes[0]))):,} to {int(np.rint(float(no[0]))):,}: it is {outcome}."
