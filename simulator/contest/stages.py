"""The stages of a contest, each read as the rule does: the opening, the executive, a vacancy, nominations, the ballot."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from simulator.beliefs.draws import NEVER
from simulator.contest import telling
from simulator.contest.cohort import Cohort
from simulator.contest.executive import executive
from simulator.contest.ledger import Ending, Step
from simulator.contest.play import Contest, Events
from simulator.contest.window import nomination
from simulator.procedures.counting import TIE, preferential
from simulator.rulebooks.vocabulary import Unsaid


def opening(contest: Contest, everyone: Cohort) -> None:
    """The situation on its date: a vacancy at once, or the wait for a challenge, a resignation, or neither."""
    if contest.scenario.contest == "vacancy":
        contest.calendar.post("vacancy arises", everyone, contest.starts + 1)
        return
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
    _enter(contest, "challenge.enters", cohort)
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
    contest.tell(cohort, step, "vacancy.opens_when", lambda: words)


def _enter(contest: Contest, clause: str, cohort: Cohort) -> None:
    for enters, part in contest.said(clause, cohort):
        contest.onward(enters, part)


def ballot(contest: Contest, stage: str, cohort: Cohort) -> Events:
    """Ballot papers go out; the ballot closes; the votes are counted; the result is declared."""
    contest.tell(cohort, Step.BALLOT, f"{stage}.sections", partial(telling.papers, contest, cohort))
    closing = cohort.by(contest.day_of("voting", cohort))
    yield from contest.calendar.branches([_poll(contest, stage, part, day) for day, part in closing])


def _poll(contest: Contest, stage: str, cohort: Cohort, closes: int) -> Events:
    yield contest.calendar.until(closes)
    for tie, part in contest.split(f"{stage}.tie", cohort):
        _count(contest, stage, part, tie)
    counted = cohort.where(cohort.take(contest.ledger.ending) == Ending.OPEN)
    declaring = counted.by(contest.day_of("declared", counted))
    yield from contest.calendar.branches([_declare(contest, stage, part, day) for day, part in declaring])


def _count(contest: Contest, stage: str, cohort: Cohort, tie: Any) -> None:
    """Count the votes; runs in which a tie decides and no rule breaks it end here."""
    draws, ledger = contest.draws, contest.ledger
    nominees = cohort.take(ledger.nominees)
    on_paper = np.flatnonzero(nominees.any(axis=1))
    lots = cohort.take(draws.lots)[on_paper] if tie == "lot" else None
    pull = np.stack([cohort.take(draws.pull[c]) for c in on_paper])
    count = preferential(pull, cohort.take(draws.cast), nominees[on_paper], lots)
    ledger.count(cohort, on_paper, count.votes / np.maximum(count.votes.sum(axis=0), 1))
    level = count.winner == TIE
    if level.any():
        contest.unresolved(cohort.where(level), f"{stage}.tie", tie if isinstance(tie, Unsaid) else "not decided")
    ledger.elect(cohort.where(~level), on_paper[count.winner[~level]])


def _declare(contest: Contest, stage: str, cohort: Cohort, day: int) -> Events:
    yield contest.calendar.until(day)
    ledger = contest.ledger
    winner = cohort.take(ledger.leader)
    stays = winner == contest.incumbent
    for mask, step in ((stays, Step.INCUMBENT_WON), (~stays, Step.OTHER_WON)):
        part = cohort.where(mask)
        contest.tell(part, step, f"{stage}.win.majority_of", partial(telling.result, contest, part))
    vacant = cohort.take(ledger.vacant)
    for mask, ending in ((vacant, Ending.BALLOT_AFTER_RESIGNATION), (~vacant, Ending.BALLOT)):
        contest.close(cohort.where(mask), ending, winner[mask])


STAGES = {
    "challenge": challenge,
    "vacancy arises": vacancy,
    "vacancy in the middle": vacancy_in_the_middle,
    "vacancy to return by": vacancy_to_return_by,
    "nothing happened": unchallenged,
    "selection": executive,
    "nomination": nomination,
    "ballot": ballot,
}
