"""A second bar: those nominated must also be carried by constituency parties or affiliates, some weeks later.

Whoever withdraws meanwhile has not passed it, and needs no rule of their own.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from simulator.contest import telling
from simulator.contest.close import go_on
from simulator.contest.cohort import Cohort
from simulator.contest.ledger import Step
from simulator.contest.play import Contest, Events


def second_bar(contest: Contest, stage: str, cohort: Cohort) -> Events:
    """The second window opens; at its close those who were not carried are out."""
    closing = list(cohort.by(contest.day_of("second_bar", cohort)))
    yield from contest.calendar.branches([_closes(contest, stage, part, day) for day, part in closing])


def _closes(contest: Contest, stage: str, cohort: Cohort, day: int) -> Events:
    yield contest.calendar.until(day)
    for exempt, part in contest.said(f"{stage}.exempt", cohort):
        _sift(contest, stage, part, spared=exempt == "incumbent")


def _sift(contest: Contest, stage: str, cohort: Cohort, *, spared: bool) -> None:
    """Test each nominee who is still there; runs with one of whose supporters nothing is believed end here."""
    scenario, ledger = contest.scenario, contest.ledger
    before = _without_those_who_pull_out(contest, stage, cohort)
    known = np.array([f"nominators.second_bar.{one}" in scenario.beliefs for one in scenario.ids])
    tested = before.copy()
    if spared and contest.incumbent >= 0:
        tested[contest.incumbent] &= cohort.take(ledger.vacant)
    unsaid = (tested & ~known[:, None]).any(axis=0)
    lacking = "nothing is believed of constituency parties and affiliates (nominators.second_bar)"
    contest.unresolved(cohort.where(unsaid), f"{stage}.bar", lacking)
    cohort, before, tested = cohort.where(~unsaid), before[:, ~unsaid], tested[:, ~unsaid]
    if not cohort:
        return
    passed = before & (cohort.take(contest.draws.carried) | ~tested)
    ledger.sift(cohort, passed)
    contest.tell(cohort, Step.SECOND_BAR, f"{stage}.bar.any_of", partial(telling.second_bar, contest, before, passed))
    go_on(contest, stage, cohort)


def _without_those_who_pull_out(contest: Contest, stage: str, cohort: Cohort) -> NDArray[np.bool_]:
    """Nominees[candidate, run] less those who withdraw before the second bar closes: it is only not passed by them."""
    before = cohort.take(contest.ledger.nominees)
    gone = before & cohort.take(contest.draws.pulls_out)
    some = gone.any(axis=0)
    words = partial(telling.gave_up_before_the_second_bar, contest, gone[:, some])
    contest.tell(cohort.where(some), Step.PULLED_OUT, f"{stage}.bar.any_of", words)
    left: NDArray[np.bool_] = before & ~gone
    return left
