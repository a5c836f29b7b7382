"""The stages of a contest, each read as the rule does: the opening, the executive, a vacancy, nominations, the ballot."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.beliefs.draws import NEVER
from simulator.contest.cohort import Cohort
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
    contest.tell(cohort, Step.CHALLENGED, "challenge.opens_when", lambda: _who_declared(contest, cohort))
    for enters, part in contest.said("challenge.enters", cohort):
        contest.onward(enters, part)
    yield from ()


def _who_declared(contest: Contest, cohort: Cohort) -> str:
    draws = contest.draws
    declared = cohort.take(draws.stands)[:, 0] & (cohort.take(draws.declares)[:, 0] <= contest.today)
    names = " and ".join(contest.name(c) for c in np.flatnonzero(declared))
    return f"{names} declared and seek{'s' if declared.sum() == 1 else ''} nominations; a challenge is open."


def vacancy(contest: Contest, stage: str, cohort: Cohort) -> Events:
    """The office falls vacant, before a challenge or in the middle of one; another bar may apply from now on."""
    incumbent = contest.incumbent
    step, words = Step.OFFICE_VACANT, "The office is vacant."
    if incumbent >= 0:
        step, words = Step.RESIGNED, f"{contest.name(incumbent)} resigns. The office is vacant."
    contest.ledger.vacate(cohort, cohort.take(contest.draws.restands))
    contest.tell(cohort, step, "vacancy.opens_when", lambda: words)
    _enter_vacancy(contest, cohort)
    yield from ()


def vacancy_to_return_by(contest: Contest, stage: str, cohort: Cohort) -> Events:
    """The leader resigned in order to stand in the vacancy, whose bar is lower."""
    contest.ledger.vacate(cohort, returns=True)
    _enter_vacancy(contest, cohort)
    yield from ()


def _enter_vacancy(contest: Contest, cohort: Cohort) -> None:
    for enters, part in contest.said("vacancy.enters", cohort):
        contest.onward(enters, part)


def executive(contest: Contest, stage: str, cohort: Cohort) -> Events:
    """The executive meets, and settles the disputed clauses that are left to it."""
    for disputes, part in contest.said(f"{stage}.settles", cohort):
        live = part
        for dispute in disputes:
            live = _settles(contest, stage, dispute, live)
        for goes_to, on in contest.said(f"{stage}.then.done", live):
            contest.onward(goes_to, on)
    yield from ()


def _settles(contest: Contest, stage: str, dispute: str, cohort: Cohort) -> Cohort:
    """Settle one dispute where it is open; returns the runs that go on."""
    law, ledger = contest.law, contest.ledger
    by = law.any(f"{stage}.by")[0]
    on = []
    for world, part in cohort.by(cohort.take(ledger.world).astype(np.int16)):
        if law.reading_in(world, dispute) is None:
            on.append(_reads(contest, stage, dispute, part))
        elif law.resolvable(world, dispute, by):
            on.append(_resolves(contest, stage, dispute, part))
        else:
            reading = law.reading_in(world, dispute)
            words = f"The executive meets. In this play {dispute} is read: {reading}."
            contest.tell(part, Step.EXECUTIVE_MET, f"{stage}.settles", lambda w=words: w)
            on.append(part)
    return _together(on, cohort)


def _votes(contest: Contest, stage: str, part: Cohort, others: Any) -> Any:
    """Votes for the incumbent's side: the other members', and the leader's own if it counts."""
    for leader_votes, voting in contest.said(f"{stage}.leader_votes", part):
        counts = leader_votes == "counts" and contest.incumbent >= 0
        yield voting, voting.take(others) + (1 if counts else 0), contest.scenario.executive_voting - (0 if counts else 1)


def _reads(contest: Contest, stage: str, dispute: str, cohort: Cohort) -> Cohort:
    """The executive reads the clause: more than half of the votes decide; an even vote is the tie rule's."""
    readings = list(contest.scenario.book.disputes[dispute].readings)
    on = []
    for part, in_favour, voting in _votes(contest, stage, cohort, contest.draws.reads):
        against = voting - in_favour
        for mask, step, reading in (
            (in_favour > against, Step.EXECUTIVE_FOR, readings[0]),
            (in_favour < against, Step.EXECUTIVE_AGAINST, readings[1]),
        ):
            side = part.where(mask)
            words = f"The executive reads {dispute}: {reading}, by {{}} votes to {{}}."
            contest.tell(side, step, f"{stage}.settles", lambda m=mask, w=words, f=in_favour, a=against: _vote(w, f[m], a[m]))
            on.append(_settled(contest, dispute, side, reading))
        on.append(_even(contest, stage, dispute, part.where(in_favour == against), readings[1]))
    return _together(on, cohort)


def _resolves(contest: Contest, stage: str, dispute: str, cohort: Cohort) -> Cohort:
    """The executive may use its power to vary the rules for this contest: more than half must want to."""
    readings = list(contest.scenario.book.disputes[dispute].readings)
    on = []
    members = contest.draws.varies
    for part, loyal, voting in _votes(contest, stage, cohort, contest.scenario.executive_voting - 1 - members):
        vary = voting - loyal
        for mask, step, reading, did in (
            (vary > loyal, Step.EXECUTIVE_RESOLVED, readings[1], "uses its power to vary the rules"),
            (vary <= loyal, Step.EXECUTIVE_FOR, readings[0], "does not use its power to vary the rules"),
        ):
            side = part.where(mask)
            words = f"The executive {did} ({dispute}: {reading}); {{}} of {{}} wanted to."
            contest.tell(side, step, f"{stage}.may_vary", lambda m=mask, w=words, v=vary, n=voting: _vote(w, v[m], [n]))
            on.append(_settled(contest, dispute, side, reading))
    return _together(on, cohort)


def _vote(words: str, one: Any, other: Any) -> str:
    return words.format(int(one[0]), int(other[0]))


def _settled(contest: Contest, dispute: str, cohort: Cohort, reading: str) -> Cohort:
    if cohort:
        world = cohort.take(contest.ledger.world)
        contest.ledger.read(cohort, contest.law.settled(world, dispute, reading))
    return cohort


def _even(contest: Contest, stage: str, dispute: str, cohort: Cohort, otherwise: str) -> Cohort:
    if not cohort:
        return cohort
    contest.tell(cohort, Step.EXECUTIVE_TIED, f"{stage}.tie", lambda: f"The executive divides evenly on {dispute}.")
    carried = [_settled(contest, dispute, part, otherwise) for _, part in contest.said(f"{stage}.tie", cohort)]
    return _together(carried, cohort)


def _together(parts: list[Cohort], cohort: Cohort) -> Cohort:
    kept = [part for part in parts if part]
    return Cohort.merged(kept) if kept else cohort.where(np.zeros(len(cohort), bool))


def ballot(contest: Contest, stage: str, cohort: Cohort) -> Events:
    """Ballot papers go out; the ballot closes; the votes are counted; the result is declared."""
    contest.tell(cohort, Step.BALLOT, f"{stage}.sections", lambda: _papers(contest, cohort))
    closing = cohort.by(contest.day_of("voting", cohort, contest.today))
    yield from contest.calendar.branches([_poll(contest, stage, part, day) for day, part in closing])


def _papers(contest: Contest, cohort: Cohort) -> str:
    on_it = [contest.name(c) for c in np.flatnonzero(cohort.take(contest.ledger.nominees)[:, 0])]
    return f"Ballot papers go out: {' v '.join(on_it)}."


def _poll(contest: Contest, stage: str, cohort: Cohort, closes: int) -> Events:
    yield contest.calendar.until(closes)
    for tie, part in contest.split(f"{stage}.tie", cohort):
        _count(contest, stage, part, tie)
    counted = cohort.where(cohort.take(contest.ledger.ending) == Ending.OPEN)
    declaring = counted.by(contest.day_of("declared", counted, contest.today))
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
        contest.tell(part, step, f"{stage}.win.majority_of", lambda p=part: _result(contest, p))
    vacant = cohort.take(ledger.vacant)
    for mask, ending in ((vacant, Ending.BALLOT_AFTER_RESIGNATION), (~vacant, Ending.BALLOT)):
        contest.close(cohort.where(mask), ending, winner[mask])


def _result(contest: Contest, cohort: Cohort) -> str:
    ledger = contest.ledger
    share = cohort.take(ledger.share)[:, 0]
    order = [c for c in np.argsort(-share, kind="stable") if share[c] > 0]
    shares = ", ".join(f"{contest.name(c)} {share[c]:.1%}" for c in order)
    return f"The result is declared: {contest.name(cohort.take(ledger.leader)[0])} is elected leader ({shares})."


STAGES = {
    "challenge": challenge,
    "vacancy arises": vacancy,
    "vacancy to return by": vacancy_to_return_by,
    "nothing happened": unchallenged,
    "selection": executive,
    "nomination": nomination,
    "ballot": ballot,
}
