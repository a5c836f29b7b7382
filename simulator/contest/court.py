"""The court: somebody goes to law over how a clause was read, and what follows from the close waits for judgment.

Only a reading that somebody made in the contest can be reversed: one that a scenario states is not in dispute in its play.
A reversal after the close finds the names as they were handed in; what then becomes of a leader who is short is the
remedy's to say.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from simulator.contest.close import close, sifted
from simulator.contest.cohort import Cohort
from simulator.contest.field import Field
from simulator.contest.ledger import Step
from simulator.contest.play import Contest, Events


def heard_already(contest: Contest, cohort: Cohort) -> None:
    """A judgment that came before the close of nominations is law by then."""
    if contest.court_hears and cohort:
        day = contest.judgment(cohort)
        _hear(contest, cohort.where(contest.sues(cohort) & (day <= contest.today)))


def close_or_wait(contest: Contest, stage: str, field: Field, *, exempt: bool) -> list[Events]:
    """Close nominations where no court was asked; elsewhere wait for judgment. Returns what is still to happen."""
    if not contest.court_hears or not field.cohort:
        close(contest, stage, field, exempt=exempt)
        return []
    day = contest.judgment(field.cohort)
    waits = contest.sues(field.cohort) & (day > contest.today)
    at_once = field.where(~waits)
    if at_once.cohort:
        close(contest, stage, at_once, exempt=exempt)
    waiting = field.where(waits)
    contest.ledger.wait(waiting.cohort, contest.today)
    return [_judged(contest, stage, waiting.within(part), on) for on, part in waiting.cohort.by(day[waits])]


def _judged(contest: Contest, stage: str, field: Field, day: int) -> Events:
    yield contest.calendar.until(day)
    _hear(contest, field.cohort)
    for exempt, part in contest.said(f"{stage}.exempt", field.cohort):
        here = field.within(part)
        if exempt == "incumbent":
            close(contest, stage, here, exempt=True)
            continue
        seeks = here.seeks.copy()
        seeks[contest.incumbent] = True
        here, numbers = sifted(contest, stage, here.moved(here.names, seeks))
        if here.cohort:
            untested = here.cohort.take(contest.ledger.tested) < 0
            contest.ledger.test(here.cohort.where(untested), here.names[contest.incumbent][untested], numbers[untested])
            close(contest, stage, here, exempt=False)


def _hear(contest: Contest, cohort: Cohort) -> None:
    """Judgment: the reading stands, or the clause is read the other way."""
    for dispute in contest.court_hears:
        readings = list(contest.scenario.book.disputes[dispute].readings)[:2]
        for world, part in cohort.by(cohort.take(contest.ledger.world).view(np.int16)) if cohort else ():
            now = contest.law.reading_in(world, dispute)
            if now not in readings or not contest.law.open_to_question(dispute)[world]:
                continue
            other = readings[1 - readings.index(now)]
            reverses = part.take(contest.draws.reverses)
            for side, step, words in (
                (~reverses, Step.COURT_UPHELD, f"The court is asked about {dispute}. Its judgment: {now}, as before."),
                (reverses, Step.COURT_REVERSED, f"The court is asked about {dispute}, and reverses it: {other}."),
            ):
                contest.tell(part.where(side), step, f"{contest.clause_of(dispute)}", partial(str, words))
            turned = part.where(reverses)
            if turned:
                world_then = contest.law.settled(turned.take(contest.ledger.world), dispute, other)
                contest.ledger.read(turned, world_then)
