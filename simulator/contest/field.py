"""The field: who stands in a nomination window, and how many would name them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.draws import NEVER
from simulator.contest import telling
from simulator.contest.cohort import Cohort
from simulator.contest.ledger import Step
from simulator.contest.play import Contest
from simulator.procedures.nominations import moved, shared_out
from simulator.scenario.scenario import CHALLENGER


@dataclass(frozen=True, slots=True)
class Field:
    """Who stands and with how many names, for one cohort; each change makes another field.

    by      the bodies that may nominate
    names   nominators[candidate, run];  seeks  bool[candidate, run] who seek nominations
    """

    cohort: Cohort
    by: tuple[str, ...]
    names: NDArray[np.int16]
    seeks: NDArray[np.bool_]

    def where(self, mask: NDArray[np.bool_]) -> Field:
        """The field of some of the runs."""
        at = mask.nonzero()[0]
        return self if len(at) == len(mask) else self._at(at, Cohort(self.cohort.runs.take(at)))

    def within(self, part: Cohort) -> Field:
        """The field of a cohort that is part of this one."""
        if len(part) == len(self.cohort):
            return self
        return self._at(np.searchsorted(self.cohort.runs, part.runs), part)

    def _at(self, at: NDArray[np.intp], cohort: Cohort) -> Field:
        return replace(self, cohort=cohort, names=self.names.take(at, axis=1), seeks=self.seeks.take(at, axis=1))

    def moved(self, names: NDArray[np.int16], seeks: NDArray[np.bool_]) -> Field:
        """The field with other names and seekers."""
        return replace(self, names=names, seeks=seeks)


def joined(fields: list[Field]) -> Field:
    """Fields put together again as one, runs in order."""
    there = [field for field in fields if field.cohort] or fields[:1]
    if len(there) == 1:
        return there[0]
    runs = np.concatenate([field.cohort.runs for field in there])
    order = np.argsort(runs, kind="stable")
    names = np.concatenate([field.names for field in there], axis=1).take(order, axis=1)
    seeks = np.concatenate([field.seeks for field in there], axis=1).take(order, axis=1)
    return Field(Cohort(runs.take(order)), there[0].by, names, seeks)


def challenge_field(contest: Contest, by: tuple[str, ...], cohort: Cohort) -> Field:
    """The challengers who have declared by today, with the names that fall to them; and the incumbent's own names."""
    draws = contest.draws
    standing = cohort.take(draws.stands)
    declares = cohort.take(draws.declares)
    _tell_who_waited(contest, cohort, standing)
    standing &= declares <= contest.today
    if contest.law.any("challenge.others_may_join") is not None:
        standing = _those_who_may_join(contest, cohort, standing, declares)
    return _field(contest, by, cohort, _without_those_who_give_up(contest, cohort, standing))


def _tell_who_waited(contest: Contest, cohort: Cohort, standing: NDArray[np.bool_]) -> None:
    """Where a challenger stands who lets another go first, and that one stands, too."""
    ids = contest.scenario.ids
    for one, other in contest.scenario.waits_for.items():
        c, first = ids.index(one), ids.index(other)
        some = cohort.where(standing[c] & standing[first])
        contest.tell(some, Step.WAITED, "", partial(telling.waited, contest, c, first, some))


def _without_those_who_give_up(contest: Contest, cohort: Cohort, standing: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Some who had said they would stand withdraw before nominations open."""
    if not contest.some_give_up:
        return standing
    gone = standing & cohort.take(contest.draws.gives_up)
    some = gone.any(axis=0)
    contest.tell(cohort.where(some), Step.WITHDREW, "", partial(_withdrew_early, contest, gone[:, some]))
    left: NDArray[np.bool_] = standing & ~gone
    return left


def _withdrew_early(contest: Contest, gone: NDArray[np.bool_]) -> str:
    names = " and ".join(contest.name(c) for c in np.flatnonzero(gone[:, 0]))
    return f"{names} will not stand after all."


def _those_who_may_join(
    contest: Contest, cohort: Cohort, standing: NDArray[np.bool_], declares: Any
) -> NDArray[np.bool_]:
    """Where nobody else may join, only whoever declared first stands (level: the first of the file)."""
    alone = np.zeros(len(cohort), bool)
    for join, part in contest.split("challenge.others_may_join", cohort):
        alone[np.searchsorted(cohort.runs, part.runs)] = join == "nobody else"
    first = np.where(standing, declares, NEVER).argmin(axis=0)
    joined_by: NDArray[np.bool_] = standing & (~alone | (np.arange(len(standing))[:, None] == first))
    return joined_by


def vacancy_field(contest: Contest, by: tuple[str, ...], cohort: Cohort) -> Field:
    """Whoever would stand in a vacancy; the former leader if he stands again, else perhaps the stand-in."""
    scenario, draws = contest.scenario, contest.draws
    field = _field(
        contest, by, cohort, _without_those_who_give_up(contest, cohort, cohort.take(draws.stands_if_vacant))
    )
    if contest.incumbent < 0:
        return field
    field.seeks[contest.incumbent] = returns = cohort.take(contest.ledger.returns)
    if scenario.stand_in >= 0:
        field.seeks[scenario.stand_in] = put = cohort.take(draws.stand_in) & ~returns
        theirs = moved(field.names[contest.incumbent], cohort.take(draws.keeps))
        field.names[scenario.stand_in] = np.where(put, theirs, 0)
    return field


def reopened_field(contest: Contest, by: tuple[str, ...], cohort: Cohort) -> Field:
    """Every name handed in stands; some who named nobody now name the incumbent."""
    names = cohort.take(contest.ledger.names)
    field = Field(cohort, by, np.maximum(names, 0), names >= 0)
    more = moved(silent(contest, field), cohort.take(contest.draws.second_chance))
    field.names[contest.incumbent] += more
    return field


def silent(contest: Contest, field: Field) -> NDArray[np.int16]:
    """Nominators[run] who have named nobody."""
    nominators = sum(bloc.size for bloc in contest.scenario.blocs if bloc.body in field.by)
    left: NDArray[np.int16] = np.maximum(nominators - field.names.sum(axis=0, dtype=np.int16), 0).astype(np.int16)
    return left


def _field(contest: Contest, by: tuple[str, ...], cohort: Cohort, standing: NDArray[np.bool_]) -> Field:
    scenario, rows = contest.scenario, contest.rows
    named = contest.named(by, cohort)
    names = np.zeros((len(scenario.candidates), len(cohort)), np.int16)
    challengers = list(scenario.challengers)
    if challengers and CHALLENGER in rows:
        pool = named[rows[CHALLENGER]]
        names[challengers] = shared_out(pool, cohort.take(contest.appeal), standing[challengers])
    for c, one in enumerate(scenario.ids):
        if one in rows:
            names[c] += named[rows[one]] * standing[c] if c in challengers else named[rows[one]]
    return Field(cohort, by, names, standing)
