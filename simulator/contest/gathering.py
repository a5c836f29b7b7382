"""The gathering of names: tallies are published as the window runs, and on the last day people act on what they see.

A candidate out of reach of the bar may withdraw; those who would name nobody may join whoever is clearly ahead; and
those with no name in yet may lend one to a candidate near the bar, if the favourites let them and nobody fears the
candidate may win.
"""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.contest import telling
from simulator.contest.agreement import may_move
from simulator.contest.cohort import Cohort
from simulator.contest.field import Field, joined, silent
from simulator.contest.ledger import Step
from simulator.contest.play import Contest
from simulator.procedures.lending import clearly_ahead, lent, out_of_hope, to_the_heir
from simulator.procedures.nominations import moved, shared_out

FIRST, EVE, HOUR, CLOSE = range(4)
MOMENTS = ("first day", "eve", "last hour", "close")
Gathering = Generator[Any, Any, Field]
Names = NDArray[np.int16]


def first_day(contest: Contest, field: Field) -> None:
    """The tally on the evening of the first day."""
    draws, cohort = contest.draws, field.cohort
    if contest.scenario.watched or contest.told is not None:
        early = cohort.take(draws.in_by_eve) * cohort.take(draws.first_day)
        _tally(contest, FIRST, field, moved(field.names, early))


def gathers(contest: Contest, stage: str, field: Field, closes: int) -> Gathering:
    """Names come in until the close; the generator returns the field as it is then."""
    acts = any(contest.acts)
    if not acts and not contest.scenario.watched and contest.told is None:
        yield contest.calendar.until(closes)
        return field
    handed = moved(field.names, field.cohort.take(contest.draws.in_by_eve))
    if closes > contest.today:
        yield contest.calendar.until(closes - 1)
        _tally(contest, EVE, field, handed)
    yield contest.calendar.until(closes)
    if acts:
        field, handed = _react(contest, stage, field, handed)
    else:
        late = moved(np.maximum(field.names - handed, 0), field.cohort.take(contest.draws.last_morning))
        handed = handed + late
    _tally(contest, HOUR, field, handed)
    _tally(contest, CLOSE, field, field.names)
    return field


def _tally(contest: Contest, moment: int, field: Field, names: Names) -> None:
    """Publish a tally: it is told, and counted where the scenario watches the window."""
    if not field.cohort:
        return
    if contest.told is not None:
        contest.remark(partial(telling.tally, contest, MOMENTS[moment], names, field.seeks))
    if contest.scenario.watched:
        contest.ledger.keep_tally(moment, field.cohort, names, field.seeks)


def _react(contest: Contest, stage: str, field: Field, handed: Names) -> tuple[Field, Names]:
    """The field after withdrawals, joining and lending; and the names in an hour before the close.

    Where the bar cannot be worked out nobody acts on it: those runs end at the close.
    """
    known = contest.law.bar_numbers(stage, field.cohort, contest.ledger.world) >= 0
    if not known.all():
        return field, handed
    withdraw, join, lend = contest.acts
    if withdraw:
        field, handed = _withdrawals(contest, stage, field, handed)
    if not field.cohort:
        return field, handed
    before = field.names
    field = _join(contest, field, handed) if join else field
    field = _lend(contest, stage, field, handed) if lend else field
    if not contest.scenario.watched and contest.told is None:
        return field, handed
    morning = field.cohort.take(contest.draws.last_morning)
    own = np.minimum(before, field.names)
    late, gained = np.maximum(own - handed, 0), field.names - own
    return field, np.minimum(handed, own) + moved(late, morning) + moved(gained, morning)


def _needs(contest: Contest, stage: str, field: Field) -> Any:
    """Heads that suffice: one number if all runs meet the same bar, else heads[run]."""
    return contest.law.needs(contest.law.bar_numbers(stage, field.cohort, contest.ledger.world))


def _withdrawals(contest: Contest, stage: str, field: Field, handed: Names) -> tuple[Field, Names]:
    """Candidates out of reach may withdraw; their people go to an heir, names handed in only as the transfer rule allows."""
    needs = _needs(contest, stage, field)
    low = np.flatnonzero(_fewest(field) < needs - field.cohort.take(contest.draws.within))
    if not len(low):
        return field, handed
    runs = field.cohort.runs.take(low)
    hopeless = out_of_hope(
        field.names.take(low, axis=1), field.seeks.take(low, axis=1), _at(needs, low), contest.draws.within.take(runs)
    )
    leaving = hopeless & contest.draws.withdraws.take(runs, axis=1)
    gone = leaving.any(axis=0)
    if not gone.any():
        return field, handed
    some = _mask(low[gone], field)
    staying, going = field.where(~some), field.where(some)
    fields, tallies = [staying], [handed[:, ~some]]
    leaving, handed = leaving[:, gone], handed[:, some]
    for rule, part in contest.said(f"{stage}.transfer", going.cohort):
        at = np.searchsorted(going.cohort.runs, part.runs)
        one, theirs = _withdraw(contest, stage, going.within(part), rule, leaving[:, at], handed[:, at])
        fields.append(one)
        tallies.append(theirs)
    runs = np.concatenate([one.cohort.runs for one in fields])
    return joined(fields), np.concatenate(tallies, axis=1).take(np.argsort(runs, kind="stable"), axis=1)


def _fewest(field: Field) -> NDArray[np.int16]:
    """Names[run] of whoever seeks names and has fewest."""
    fewest: NDArray[np.int16] = np.where(field.seeks, field.names, np.int16(30_000)).min(axis=0)
    return fewest


def _at(needs: Any, at: NDArray[np.intp]) -> Any:
    return needs if np.ndim(needs) == 0 else needs[at]


def _withdraw(
    contest: Contest, stage: str, field: Field, rule: str, leaving: NDArray[np.bool_], handed: Names
) -> tuple[Field, Names]:
    draws, cohort = contest.draws, field.cohort
    seeks = field.seeks & ~leaving
    heirs = _heirs(contest, stage, field, seeks)
    in_writing = may_move(rule, np.ones(len(cohort), np.bool_))
    share = cohort.take(draws.to_heir)
    names = to_the_heir(
        field.names, leaving, heirs, np.where(in_writing, field.names, field.names - handed), share, seeks
    )
    late = to_the_heir(handed, leaving, heirs, np.where(in_writing, handed, np.int16(0)), share, seeks)
    words = partial(telling.withdrew, contest, field.names, names, leaving)
    contest.tell(cohort, Step.WITHDREW, f"{stage}.transfer", words)
    return field.moved(names, seeks), late


def _heirs(contest: Contest, stage: str, field: Field, seeks: NDArray[np.bool_]) -> NDArray[np.intp]:
    """To whom each candidate's people go: the heir of the file, else whoever is nearest below the bar, else the leader."""
    ids, columns = contest.scenario.ids, len(field.cohort)
    short = _needs(contest, stage, field) - field.names
    nearest = np.where(seeks & (short > 0), short, np.int16(30_000))
    ahead = np.where(seeks, field.names, np.int16(-1)).argmax(axis=0)
    usual = np.where(nearest.min(axis=0) < 30_000, nearest.argmin(axis=0), ahead)
    heirs = np.broadcast_to(usual, (len(ids), columns)).copy()
    for one, heir in contest.scenario.heirs.items():
        c, h = ids.index(one), ids.index(heir)
        heirs[c] = np.where(seeks[h], h, usual)
    return heirs


def _join(contest: Contest, field: Field, handed: Names) -> Field:
    """Some of those who would name nobody join whoever is clearly ahead."""
    rivals = np.flatnonzero(field.seeks.sum(axis=0, dtype=np.int8) > 1)
    if not len(rivals):
        return field
    draws, runs = contest.draws, field.cohort.runs.take(rivals)
    ahead, clear = clearly_ahead(handed.take(rivals, axis=1), field.seeks.take(rivals, axis=1), draws.clear.take(runs))
    rivals, runs, ahead = rivals[clear], runs[clear], ahead[clear]
    spare = silent(contest, field.where(_mask(rivals, field)))
    more = moved(spare, draws.bandwagon.take(runs))
    joins = more > 0
    if not joins.any():
        return field
    words = partial(telling.joined_the_leader, contest, ahead[joins], more[joins])
    contest.tell(Cohort(runs[joins]), Step.JOINED_THE_LEADER, "", words)
    names = field.names.copy()
    names[ahead, rivals] += more
    return field.moved(names, field.seeks)


def _mask(at: NDArray[np.intp], field: Field) -> NDArray[np.bool_]:
    mask = np.zeros(len(field.cohort), np.bool_)
    mask[at] = True
    return mask


def _lend(contest: Contest, stage: str, field: Field, handed: Names) -> Field:
    """Names are lent from those who are silent, and from those of candidates over the bar who have not handed theirs in."""
    needs = _needs(contest, stage, field)
    below = _fewest(field) < needs
    below &= field.cohort.take(contest.draws.permitted)
    some = np.flatnonzero(below)
    if not len(some):
        return field
    changed = _lend_there(contest, stage, field.where(below), _at(needs, some), handed.take(some, axis=1))
    names = field.names.copy()
    names[:, some] = changed
    return field.moved(names, field.seeks)


def _lend_there(contest: Contest, stage: str, field: Field, needs: Any, handed: Names) -> Names:
    """The names of runs in which somebody is near the bar, once names have been lent."""
    draws, cohort = contest.draws, field.cohort
    safe = field.seeks & (handed >= needs)
    late = np.where(safe, np.maximum(field.names - handed, 0), np.int16(0))
    nobody = silent(contest, field)
    whole = late.sum(axis=0, dtype=np.int16)
    spare = nobody + whole
    pool = np.floor(spare * cohort.take(draws.lends)).astype(np.int16)
    may = field.seeks & ~cohort.take(draws.feared)
    given = lent(field.names, needs, may, pool, cohort.take(draws.within), cohort.take(draws.over))
    total = given.sum(axis=0, dtype=np.int16)
    from_late = np.rint(total * (whole / np.maximum(spare, 1))).astype(np.int16)
    from_late = np.maximum(from_late, total - nobody)
    lends = total > 0
    if lends.any():
        words = partial(telling.names_lent, contest, given[:, lends])
        contest.tell(cohort.where(lends), Step.NAMES_LENT, f"{stage}.bar", words)
    return field.names + given - shared_out(from_late, late.astype(np.float32), late > 0)
