"""Pressure on a leader: told as it grows, and a step of those runs in which the leader gives way to it."""

from __future__ import annotations

from functools import partial

import numpy as np

from simulator.contest import telling
from simulator.contest.cohort import Cohort
from simulator.contest.ledger import Step
from simulator.contest.play import Contest, Events


def yielded_to(contest: Contest, cohort: Cohort) -> None:
    """The leader goes: note in which runs something had added to the pressure by then."""
    if contest.incumbent < 0 or not contest.draws.pressed:
        return
    came = np.zeros(len(cohort), np.bool_)
    for day in contest.draws.pressed.values():
        came |= cohort.take(day) <= contest.today
    some = cohort.where(came)
    contest.tell(some, Step.PRESSED, "", partial(telling.pressed, contest, some))


def grows(contest: Contest) -> None:
    """In one run's story, what adds to the pressure is told on its day, or at the start if that day has passed."""
    if contest.told is None or contest.incumbent < 0:
        return
    days = {name: max(int(day[0]), contest.starts) for name, day in contest.draws.pressed.items()}
    for day in sorted(set(days.values())):
        contest.calendar.beside(_on_its_day(contest, day, tuple(name for name in days if days[name] == day)))


def _on_its_day(contest: Contest, day: int, names: tuple[str, ...]) -> Events:
    yield contest.calendar.until(day)
    if not (contest.ledger.ending[0] or contest.ledger.vacant[0]):
        contest.remark(partial(telling.pressure, contest, names))
