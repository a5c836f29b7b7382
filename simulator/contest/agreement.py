"""Agreement: rivals settle on one of them, and a leader who is short of the bar gives way to another.

Whether names handed in may then move is the transfer rule's to say.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.contest import telling
from simulator.contest.cohort import Cohort
from simulator.contest.field import Field, joined, silent
from simulator.contest.ledger import Step
from simulator.contest.play import Contest
from simulator.procedures.nominations import behind, freed, moved


def before_nominations(contest: Contest, field: Field) -> Field:
    """Rivals may settle on one before nominations open: the one with most support among those who nominate."""
    agree = (field.seeks.sum(axis=0) > 1) & field.cohort.take(contest.draws.agree_before)
    if not agree.any():
        return field
    ahead, others = behind(_support(contest, field), field.seeks)
    others &= agree
    theirs = np.where(others, field.names, 0).sum(axis=0, dtype=np.int16)
    names = given_to(ahead, theirs, np.where(others, np.int16(0), field.names))
    part = field.cohort.where(agree)
    contest.tell(part, Step.AGREED_BEFORE, "", lambda: _agreed(contest, ahead[agree]))
    return field.moved(names, field.seeks & ~others)


def _support(contest: Contest, field: Field) -> NDArray[Any]:
    """By what rivals measure themselves: nominators, or the voters' support where they go by the polls."""
    some = np.flatnonzero(field.cohort.take(contest.draws.by_poll) & (field.seeks.sum(axis=0) > 1))
    if not len(some):
        return field.names
    runs = field.cohort.runs.take(some)
    pull = contest.draws.pull.take(runs, axis=2) * field.seeks.take(some, axis=1)[:, None]
    cast = contest.draws.cast.take(runs, axis=1)
    support = field.names.astype(np.float32)
    support[:, some] = (pull / np.maximum(pull.sum(axis=0), np.float32(1e-9)) * cast).sum(axis=1)
    return support


def _agreed(contest: Contest, ahead: Any) -> str:
    return f"The challengers agree on {contest.name(ahead[0])} before nominations open."


def given_to(ahead: NDArray[np.intp], more: NDArray[np.int16], names: NDArray[np.int16]) -> NDArray[np.int16]:
    """Names with more for one candidate in each run: ``names[candidate, run]`` is changed and returned."""
    names[ahead, np.arange(len(ahead))] += more
    return names


def during_nominations(contest: Contest, stage: str, field: Field) -> Field:
    """On the second day those behind may stand aside for the one ahead."""
    agree = (field.seeks.sum(axis=0) > 1) & field.cohort.take(contest.draws.agree_during)
    if not agree.any():
        return field
    agreeing = field.where(agree)
    parts = contest.said(f"{stage}.transfer", agreeing.cohort)
    aside = [_stand_aside(contest, stage, agreeing.within(part), rule) for rule, part in parts]
    return joined([field.where(~agree), *aside])


def _stand_aside(contest: Contest, stage: str, field: Field, rule: str) -> Field:
    draws, cohort = contest.draws, field.cohort
    ahead, others = behind(_support(contest, field), field.seeks)
    arrived, before = cohort.take(draws.arrived), field.names
    free = freed(before, others, arrived, may_move(rule, cohort.take(draws.formally)))
    names = given_to(ahead, moved(free, cohort.take(draws.follow)), np.where(others, np.int16(0), before))
    words = partial(telling.aside, contest, before, names, ahead, others, arrived)
    contest.tell(cohort, Step.AGREED_DURING, f"{stage}.transfer", words)
    return field.moved(names, field.seeks & ~others)


def may_move(rule: str, formally: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether names handed in may move when their candidate stands aside.

    rule      ``on withdrawal`` (only if it is formal), ``locked`` (never), ``free`` (always)
    formally  bool[run]: the candidate withdrew in writing
    """
    return formally if rule == "on withdrawal" else np.full_like(formally, rule == "free")


def gives_way(contest: Contest, stage: str, field: Field, put: NDArray[np.bool_]) -> Field:
    """The incumbent's supporters nominate another while the window is open; the incumbent withdraws in writing."""
    if not put.any():
        return field
    giving = field.where(put)
    parts = contest.said(f"{stage}.transfer", giving.cohort)
    given = [_nominate_another(contest, stage, giving.within(part), part, rule) for rule, part in parts]
    return joined([field.where(~put), *given])


def _nominate_another(contest: Contest, stage: str, field: Field, cohort: Cohort, rule: str) -> Field:
    draws, incumbent, other = contest.draws, contest.incumbent, contest.scenario.stand_in
    theirs = np.zeros_like(field.seeks)
    theirs[incumbent] = True
    free = freed(field.names, theirs, cohort.take(draws.arrived), may_move(rule, np.ones(len(cohort), np.bool_)))
    names, seeks = field.names.copy(), field.seeks.copy()
    names[other] = np.minimum(moved(free, cohort.take(draws.keeps)), free + silent(contest, field))
    names[incumbent] = 0
    seeks[incumbent], seeks[other] = False, True
    words = partial(telling.gave_way, contest, names)
    contest.tell(cohort, Step.STOOD_IN, f"{stage}.transfer", words)
    return field.moved(names, seeks)
