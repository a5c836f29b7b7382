"""The close of nominations: who is validly nominated, and where that leads under each reading."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.contest import telling
from simulator.contest.cohort import Cohort
from simulator.contest.conference import asked_for
from simulator.contest.field import Field
from simulator.contest.ledger import Ending, Step
from simulator.contest.play import Contest
from simulator.procedures.nominations import reaches
from simulator.rulebooks.vocabulary import OUTCOMES

NOBODY, ONE, SEVERAL, SHORT = range(4)
NAMES = OUTCOMES["nomination"]


def sifted(contest: Contest, stage: str, field: Field) -> tuple[Field, NDArray[np.int8]]:
    """The field of the runs whose bar can be worked out, and the numbers of their bars; the others end unresolved."""
    numbers = contest.law.bar_numbers(stage, field.cohort, contest.ledger.world)
    known = numbers >= 0
    if not known.all():
        contest.unresolved(field.cohort.where(~known), f"{stage}.bar", "the bar cannot be worked out")
        return field.where(known), numbers[known]
    return field, numbers


def close(contest: Contest, stage: str, field: Field, *, exempt: bool) -> None:
    """Nominations close: names are counted against the bar, and each outcome goes its way.

    exempt   the incumbent is on the ballot without nominations
    """
    field, numbers = sifted(contest, stage, field)
    if not field.cohort:
        return
    incumbent = contest.incumbent
    nominees = reaches(field.names, contest.law.needs(numbers), field.seeks)
    others_named = nominees.sum(axis=0, dtype=np.int8)
    if incumbent >= 0:
        others_named -= nominees[incumbent]
    if exempt:
        nominees[incumbent] = True
    contest.ledger.nominate(field.cohort, np.where(field.seeks, field.names, np.int16(-1)), nominees, numbers)
    for number, part in field.cohort.by(_outcomes(contest, field, nominees, others_named, exempt)):
        _tell(contest, stage, number, part, exempt)
        _follow(contest, stage, number, part if number == NOBODY else asked_for(contest, stage, part))


def _outcomes(contest: Contest, field: Field, nominees: Any, others_named: Any, exempt: bool) -> NDArray[np.int8]:
    """The outcome[run] of a close, by its number.

    Without a valid challenger nothing displaces a leader in office. If the leader needs nominations and falls short while
    somebody else reaches the bar, that is an outcome of its own.
    """
    incumbent = contest.incumbent
    outcome = np.minimum(nominees.sum(axis=0, dtype=np.int8), SEVERAL)
    if incumbent >= 0:
        in_office = ~field.cohort.take(contest.ledger.vacant)
        outcome = np.where(in_office & (others_named == 0), np.int8(NOBODY), outcome)
        if not exempt:
            short = in_office & field.seeks[incumbent] & ~nominees[incumbent] & (others_named > 0)
            outcome = np.where(short, np.int8(SHORT), outcome)
    number: NDArray[np.int8] = outcome.astype(np.int8)
    return number


def _tell(contest: Contest, stage: str, number: int, cohort: Cohort, exempt: bool) -> None:
    if number == NOBODY:
        step, clause = Step.NO_CHALLENGER, "bar"
    elif number == SHORT:
        step, clause = Step.SHORT, "bar"
    else:
        step, clause = (Step.ON_BALLOT_EXEMPT, "exempt") if exempt else (Step.ON_BALLOT_NAMED, "bar")
    contest.tell(
        cohort,
        step,
        f"{stage}.{clause}",
        partial(telling.closed, contest, cohort),
        partial(telling.names_in, contest, cohort),
    )


def _follow(contest: Contest, stage: str, number: int, cohort: Cohort) -> None:
    """Go where an outcome leads; ``go on`` means: as if only those validly nominated had stood."""
    clause = f"{stage}.then.{NAMES[number]}"
    for route, part in contest.said(clause, cohort):
        if route == "elected":
            _unopposed(contest, clause, part)
        elif route == "incumbent stays":
            contest.close(part, Ending.NO_VALID_CHALLENGER, contest.incumbent)
        elif route == "go on" and number == SHORT:
            go_on(contest, stage, part)
        elif route in ("go on", "unresolved") or not isinstance(route, str):
            contest.unresolved(part, clause, f"leads nowhere ({route})")
        else:
            contest.onward(stage if route == "again" else route, part)


def go_on(contest: Contest, stage: str, cohort: Cohort) -> None:
    """Go where the number of nominees leads, as if only those validly nominated had stood."""
    left = cohort.take(contest.ledger.nominees).sum(axis=0, dtype=np.int8)
    for how_many, some in cohort.by(np.minimum(left, SEVERAL)):
        _follow(contest, stage, how_many, some)


def _unopposed(contest: Contest, clause: str, cohort: Cohort) -> None:
    if not cohort:
        return
    leader = cohort.take(contest.ledger.nominees).argmax(axis=0)
    words = "{} is the only valid nominee and is elected unopposed."
    contest.tell(cohort, Step.UNOPPOSED, clause, lambda: words.format(contest.name(leader[0])))
    vacant = cohort.take(contest.ledger.vacant)
    for mask, ending in ((vacant, Ending.UNOPPOSED_IN_A_VACANCY), (~vacant, Ending.UNOPPOSED)):
        contest.close(cohort.where(mask), ending, leader[mask])
