"""The stages of a contest, each read as the rule does: the opening, the executive, a vacancy, nominations, the ballot."""

from __future__ import annotations

from functools import partial

import numpy as np

from simulator.beliefs.draws import NEVER
from simulator.contest import telling
from simulator.contest.ballot import ballot
from simulator.contest.cohort import Cohort
from simulator.contest.court import judgment
from simulator.contest.executive import executive
from simulator.contest.ledger import Ending, Step
from simulator.contest.play import Contest, Events
from simulator.contest.pressure import grows, yielded_to
from simulator.contest.window import nomination


def opening(contest: Contest, everyone: Cohort) -> None:
    """The situation on its date: a vacancy at once, or the wait for a challenge, a resignation, or neither."""
    if contest.scenario.contest == "vacancy":
        contest.calendar.post("vacancy arises", everyone, contest.starts + 1)
        return
    grows(contest)
    draws = contest.draws
    first = np.where(draws.stands, draws.declares, NEVER).min(axis=0)
    until = draws.days["until"]
    resigns_first = (draws.resigns <= first) & (draws.resigns <= until)
    challenged = ~resigns_first & (first <= until)
    for day, part in everyone.where(resigns_first).by(draws.resigns[resigns_first]):
        contest.calendar.post("vacancy arises", part, max(day, 1))
    for day, part in everyone.where(challenged).by(first[challenged]):
        contest.calendar.post("challenge", part, max(day, 1))
    neither = ~resigns_first & ~challenged
    for day, part in everyone.where(neither).by(until[neither]):
        contest.calendar.post("nothing happened", part, max(day, 1))


def unchallenged(contest: Contest, stage: str, cohort: Cohort) -> Events:
    """Nobody challenged by the last day of the question: the incumbent leads on."""
    contest.tell(cohort, Step.UNCHALLENGED, "", lambda: "Nobody has challenged; the question is closed.")
    contest.close(cohort, Ending.NO_CHALLENGE, contest.incumbent)
    yield from ()


def challenge(contest: Contest, stage: str, cohort: Cohort) -> Events:
    """A challenger seeks nominations, and the rules say by which stage the contest begins."""
    contest.tell(cohort, Step.CHALLENGED, "challenge.opens_when", partial(telling.declared, contest, cohort))
    for held, part in contest.said("challenge.held", cohort):
        if held == "only when a vacancy occurs":
            contest.unresolved(
                part, "challenge.held", "contradicts challenge.opens_when: an election is held only in a vacancy"
            )
        else:
            _enter(contest, "challenge.enters", part)
    yield from ()


def vacancy(contest: Contest, stage: str, cohort: Cohort) -> Events:
    """The office falls vacant, before any challenge."""
    _vacate(contest, cohort)
    _enter(contest, "vacancy.enters", cohort)
    yield from ()


def vacancy_in_the_middle(contest: Contest, stage: str, cohort: Cohort) -> Events:
    """The leader resigns in the middle of a challenge; the rules say where that leads, and another bar may apply."""
    _vacate(contest, cohort)
    _enter(contest, "challenge.if_vacant.go", cohort)
    yield from ()


def vacancy_to_return_by(contest: Contest, stage: str, cohort: Cohort) -> Events:
    """The leader resigned in order to stand in the vacancy, whose bar is lower."""
    contest.ledger.vacate(cohort, returns=True)
    _enter(contest, "challenge.if_vacant.go", cohort)
    yield from ()


def _vacate(contest: Contest, cohort: Cohort) -> None:
    step, words = Step.OFFICE_VACANT, "The office is vacant."
    if contest.incumbent >= 0:
        step, words = Step.RESIGNED, f"{contest.name(contest.incumbent)} resigns. The office is vacant."
    contest.ledger.vacate(cohort, cohort.take(contest.draws.restands))
    yielded_to(contest, cohort)
    contest.tell(cohort, step, "vacancy.opens_when", lambda: words)


def _enter(contest: Contest, clause: str, cohort: Cohort) -> None:
    for enters, part in contest.said(clause, cohort):
        contest.onward(enters, part)


STAGES = {
    "challenge": challenge,
    "vacancy arises": vacancy,
    "vacancy in the middle": vacancy_in_the_middle,
    "vacancy to return by": vacancy_to_return_by,
    "nothing happened": unchallenged,
    "judgment": judgment,
    "selection": executive,
    "nomination": nomination,
    "ballot": ballot,
}
