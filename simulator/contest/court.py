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
from simulator.contest.ledger import NOT_SOUGHT, Step
from simulator.contest.play import Contest, Events


def heard_already(contest: Contest, cohort: Cohort) -> None:
    """A judgment that came before the close of nominations is law by then."""
    if contest.court_hears and cohort:
        day = contest.judgment(cohort)
        _hear(contest, cohort.where(contest.sues(cohort) & (day <= contest.today)))


def close_or_wait(contest: Contest, stage: str, field: Field, *, exempt: bool) -> None:
    """Close nominations where no court was asked; elsewhere post the runs to the day of judgment, names as handed in."""
    if not contest.court_hears or not field.cohort:
        close(contest, stage, field, exempt=exempt)
        return
    day = contest.judgment(field.cohort)
    waits = contest.sues(field.cohort) & (day > contest.today)
    at_once = field.where(~waits)
    if at_once.cohort:
        close(contest, stage, at_once, exempt=exempt)
    waiting = field.where(waits)
    if waiting.cohort:
        contest.under_review = stage
        contest.ledger.wait(waiting.cohort, contest.today)
        contest.ledger.hand_in(waiting.cohort, np.where(waiting.seeks, waiting.names, NOT_SOUGHT))
        for on, part in waiting.cohort.by(day[waits]):
            contest.calendar.post("judgment", part, on)


def judgment(contest: Contest, stage: str, cohort: Cohort) -> Events:
    """The day of judgment: the reading stands or is reversed, and then nominations are closed as it says."""
    _hear(contest, cohort)
    stage = contest.under_review
    for exempt, part in contest.said(f"{stage}.exempt", cohort):
        handed = part.take(contest.ledger.names)
        seeks = handed >= 0
        names = np.maximum(handed, 0)
        field = Field(part, contest.law.any(f"{stage}.bar.by"), names, seeks)
        if exempt == "incumbent":
            close(contest, stage, field, exempt=True)
            continue
        if contest.incumbent >= 0:
            names[contest.incumbent] = contest.own_names(field.by, part)
            seeks[contest.incumbent] = True
        field, numbers = sifted(contest, stage, field)
        if field.cohort:
            untested = field.cohort.take(contest.ledger.tested) < 0
            contest.ledger.test(
                field.cohort.where(untested), field.names[contest.incumbent][untested], numbers[untested]
            )
            close(contest, stage, field, exempt=False)
    yield from ()


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
