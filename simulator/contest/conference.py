"""A Prime Minister is challenged: where the book says so, an election is held only if a conference asks for it."""

from __future__ import annotations

from functools import partial

from simulator.contest.cohort import Cohort
from simulator.contest.ledger import Ending, Step
from simulator.contest.play import Contest

CLAUSE = "challenge.in_government"


def asked_for(contest: Contest, stage: str, cohort: Cohort) -> Cohort:
    """The runs that go on once challengers have the names; the others end with the leader in office.

    It bears on challenges alone: in a vacancy, and at a second bar, nobody need ask. The vote is taken as if on the day
    nominations close.
    """
    second = contest.law.any(f"{stage}.among") == "those nominated before"
    if not contest.scenario.in_government or second or not cohort:
        return cohort
    vacant = cohort.take(contest.ledger.vacant)
    going_on = [cohort.where(vacant)]
    in_office = cohort.where(~vacant)
    for said, part in contest.split(CLAUSE, in_office) if in_office else ():
        going_on.append(_conference(contest, part) if said == "a conference must ask for it" else part)
    return Cohort.merged(going_on)


def _conference(contest: Contest, cohort: Cohort) -> Cohort:
    """Conference votes by card; without a belief about it nothing is guessed."""
    if "politics.conference" not in contest.scenario.beliefs:
        contest.unresolved(cohort, CLAUSE, "nothing is believed of conference (politics.conference)")
        return cohort.where(cohort.take(contest.ledger.vacant))
    asks = cohort.take(contest.draws.asks)
    refused, asked = cohort.where(~asks), cohort.where(asks)
    contest.tell(
        refused,
        Step.CONFERENCE_REFUSED,
        CLAUSE,
        partial(str, "Conference does not ask for an election. The leader stays."),
    )
    contest.close(refused, Ending.NOT_ASKED_FOR, contest.incumbent)
    contest.tell(asked, Step.CONFERENCE_ASKED, CLAUSE, partial(str, "Conference asks for an election, by card vote."))
    return asked
