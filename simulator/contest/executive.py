"""The executive meets: it reads a disputed clause, or uses its power to vary the rules, by the votes of its members.

Reading a clause and varying it are told apart. A reading says what the rules have meant all along and needs more votes on
one side than on the other; a variation changes them for this contest and needs more than half to want it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.contest import telling
from simulator.contest.cohort import Cohort
from simulator.contest.ledger import Step
from simulator.contest.play import Contest, Events


def executive(contest: Contest, stage: str, cohort: Cohort) -> Events:
    """The executive meets, and settles the disputed clauses that are left to it."""
    for disputes, part in contest.said(f"{stage}.settles", cohort):
        going_on = part
        for dispute in disputes:
            going_on = _settle(contest, stage, dispute, going_on)
        for goes_to, on in contest.said(f"{stage}.then.done", going_on):
            contest.onward(goes_to, on)
    yield from ()


def _settle(contest: Contest, stage: str, dispute: str, cohort: Cohort) -> Cohort:
    """Settle one dispute where it is open; returns the runs that go on."""
    law = contest.law
    body = law.any(f"{stage}.by")[0]
    on: list[Cohort] = []
    for world, part in cohort.by(cohort.take(contest.ledger.world).view(np.int16)):
        reading = law.reading_in(world, dispute)
        if reading is None:
            on += _reads(contest, stage, dispute, part)
        elif law.resolvable(world, dispute, body):
            on += _resolves(contest, stage, dispute, part)
        else:
            words = f"The executive meets. In this play {dispute} is read: {reading}."
            contest.tell(part, Step.EXECUTIVE_MET, f"{stage}.settles", partial(str, words))
            on.append(part)
    return Cohort.merged(on)


def _reads(contest: Contest, stage: str, dispute: str, cohort: Cohort) -> Iterator[Cohort]:
    """The executive reads the clause, the incumbent's way or the other; an even vote is the tie rule's."""
    one, other = list(contest.scenario.book.disputes[dispute].readings)[:2]
    for part, own, voting in _voting(contest, stage, cohort):
        in_favour = part.take(contest.draws.reads) + own
        against = voting - in_favour
        contest.ledger.keep_vote("executive", part, in_favour)
        for side, step, reading in (
            (in_favour > against, Step.EXECUTIVE_FOR, one),
            (in_favour < against, Step.EXECUTIVE_AGAINST, other),
        ):
            words = (
                f"The executive reads {dispute}: {reading}, {{}} voting for the incumbent’s reading and {{}} against."
            )
            votes = partial(telling.vote, words, in_favour, against, side)
            yield _settled(contest, part.where(side), dispute, reading, step, f"{stage}.settles", votes)
        yield from _even(contest, stage, dispute, part.where(in_favour == against), other)


def _resolves(contest: Contest, stage: str, dispute: str, cohort: Cohort) -> Iterator[Cohort]:
    """The executive may use its power to vary the rules for this contest, against the incumbent."""
    one, other = list(contest.scenario.book.disputes[dispute].readings)[:2]
    for part, _, voting in _voting(contest, stage, cohort):
        vary = part.take(contest.draws.varies)
        enough = 2 * vary > voting
        for side, step, reading, did in (
            (enough, Step.EXECUTIVE_RESOLVED, other, "uses"),
            (~enough, Step.EXECUTIVE_FOR, one, "does not use"),
        ):
            words = f"The executive {did} its power to vary the rules ({dispute}: {reading}); {{}} of {{}} wanted to."
            votes = partial(telling.vote, words, vary, np.full_like(vary, voting), side)
            yield _settled(contest, part.where(side), dispute, reading, step, f"{stage}.may_vary", votes)


def _voting(contest: Contest, stage: str, cohort: Cohort) -> Iterator[tuple[Cohort, int, int]]:
    """The runs, the leader's own vote (1 if it counts), and how many vote."""
    members = contest.scenario.executive_voting
    for leader_votes, part in contest.said(f"{stage}.leader_votes", cohort):
        if contest.incumbent < 0:
            yield part, 0, members
        elif leader_votes != "counts":
            yield part, 0, members - 1
        else:
            yield from _with_or_without_the_leader(contest, stage, part, members)


def _with_or_without_the_leader(
    contest: Contest, stage: str, cohort: Cohort, members: int
) -> Iterator[tuple[Cohort, int, int]]:
    """The leader may vote, unless more than half of the others would have the leader leave the room."""
    leave = cohort.take(contest.draws.leave)
    leaves = 2 * leave > members - 1
    contest.ledger.keep_vote("asked_to_leave", cohort, leave)
    words = partial(
        telling.vote, "The leader is asked to leave the room, by {} of {}.", leave, leave * 0 + members - 1, leaves
    )
    contest.tell(cohort.where(leaves), Step.ASKED_TO_LEAVE, f"{stage}.leader_votes", words)
    for part, own in ((cohort.where(leaves), 0), (cohort.where(~leaves), 1)):
        if part:
            yield part, own, members - 1 + own


def _settled(
    contest: Contest, cohort: Cohort, dispute: str, reading: str, step: Step, clause: str, words: Any
) -> Cohort:
    """From now on these runs are under this reading."""
    contest.tell(cohort, step, clause, words)
    if cohort:
        world: NDArray[np.uint16] = cohort.take(contest.ledger.world)
        contest.ledger.read(cohort, contest.law.settled(world, dispute, reading))
    return cohort


def _even(contest: Contest, stage: str, dispute: str, cohort: Cohort, otherwise: str) -> Iterator[Cohort]:
    """An even vote: ``not carried`` means that the incumbent's reading fails; where the rule is unknown it ends here."""
    words = partial(str, f"The executive divides evenly on {dispute}.")
    contest.tell(cohort, Step.EXECUTIVE_TIED, f"{stage}.tie", words)
    for _, part in contest.said(f"{stage}.tie", cohort):
        yield _settled(
            contest, part, dispute, otherwise, Step.EXECUTIVE_AGAINST, f"{stage}.tie", partial(str, "It falls.")
        )
