"""The nomination window: names arrive, rivals agree, a leader may resign, and at the close the bar is tested."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.contest.cohort import Cohort
from simulator.contest.ledger import Ending, Step
from simulator.contest.play import Contest, Events
from simulator.procedures.nominations import behind, freed, moved, reaches, shared_out
from simulator.rulebooks.vocabulary import SetBy, Unsaid, unfinished
from simulator.scenario.scenario import CHALLENGER

OUTCOMES = ("nobody", "one", "several", "incumbent short")
NOBODY, ONE, SEVERAL, SHORT = range(4)


@dataclass(slots=True)
class Field:
    """Who stands in a window and with how many names, for one cohort; cut and changed as the days pass.

    names   nominators[candidate, run];  seeks  bool[candidate, run] who seek nominations
    """

    cohort: Cohort
    names: NDArray[np.int16]
    seeks: NDArray[np.bool_]

    def where(self, mask: NDArray[np.bool_]) -> Field:
        """The field of some of the runs."""
        if mask.all():
            return self
        return Field(self.cohort.where(mask), self.names[:, mask], self.seeks[:, mask])

    def within(self, part: Cohort) -> Field:
        """The field of a cohort that is part of this one."""
        if len(part) == len(self.cohort):
            return self
        at = np.searchsorted(self.cohort.runs, part.runs)
        return Field(part, self.names[:, at], self.seeks[:, at])


def nomination(contest: Contest, stage: str, cohort: Cohort) -> Events:
    """Nominations open. Where the book leaves their length to the executive, the timetable gives it."""
    kept = contest.law.any(f"{stage}.keeps") == "every nomination"
    windows = []
    for length, part in contest.said(f"{stage}.open", cohort):
        by_timetable = isinstance(length, SetBy)
        closes = contest.day_of("open", part, contest.today) if by_timetable else contest.today + length
        for day, same in part.by(closes):
            for vacant, some in same.by(same.take(contest.ledger.vacant).view(np.int8)):
                window = _open_contest if vacant else second_window if kept else _challenge
                windows.append(window(contest, stage, some, day))
    yield from contest.calendar.branches(windows)


def _challenge(contest: Contest, stage: str, cohort: Cohort, closes: int) -> Events:
    """Nominations in a challenge: rivals may agree before, or on the second day; then the close."""
    cohort, _ = contest.resigned_before(cohort, closes)
    if not cohort:
        return
    draws, opened = contest.draws, contest.today
    standing = cohort.take(draws.stands) & (cohort.take(draws.declares) <= opened)
    field = _field(contest, stage, cohort, standing)
    contest.tell(cohort, Step.WINDOW_OPENED, f"{stage}.open", lambda: _opened(contest, field, closes))
    _agree_before(contest, stage, field)
    if closes > opened:
        yield contest.calendar.until(min(opened + 1, closes))
        field = _agree_during(contest, stage, field)
        yield contest.calendar.until(closes)
    for exempt, part in contest.said(f"{stage}.exempt", field.cohort):
        if isinstance(exempt, SetBy):
            contest.unresolved(part, f"{stage}.exempt", f"left to {exempt.body}, which has not decided")
        elif exempt == "incumbent":
            _close(contest, stage, field.within(part), exempt=True)
        else:
            _incumbent_seeks(contest, stage, field.within(part))


def _open_contest(contest: Contest, stage: str, cohort: Cohort, closes: int) -> Events:
    """Nominations in a vacancy: whoever would stand, and the former leader if he stands again."""
    scenario, draws = contest.scenario, contest.draws
    standing = cohort.take(draws.stands_if_vacant)
    returns = cohort.take(contest.ledger.returns)
    field = _field(contest, stage, cohort, standing)
    if scenario.incumbent >= 0:
        field.seeks[scenario.incumbent] = returns
        field.names[scenario.incumbent] = _own(contest, stage, cohort, scenario.incumbent)
    if scenario.stand_in >= 0 and scenario.incumbent >= 0:
        put = cohort.take(draws.stand_in) & ~returns
        field.seeks[scenario.stand_in] = put
        theirs = moved(field.names[scenario.incumbent], cohort.take(draws.keeps))
        field.names[scenario.stand_in] = np.where(put, theirs, 0)
    contest.tell(cohort, Step.WINDOW_OPENED, f"{stage}.open", lambda: _opened(contest, field, closes))
    yield contest.calendar.until(closes)
    _close(contest, stage, field, exempt=False)


def second_window(contest: Contest, stage: str, cohort: Cohort, closes: int) -> Events:
    """Nominations reopened with every name kept: some who named nobody may now name the incumbent."""
    scenario, ledger = contest.scenario, contest.ledger
    cohort, _ = contest.resigned_before(cohort, closes)
    if not cohort:
        return
    contest.tell(cohort, Step.REOPENED, f"{stage}.keeps", lambda: "Nominations are reopened; every name handed in stands.")
    names = cohort.take(ledger.names)
    field = Field(cohort, np.maximum(names, 0), names >= 0)
    yield contest.calendar.until(closes)
    incumbent = scenario.incumbent
    silent = _nominators(contest, stage) - field.names.sum(axis=0, dtype=np.int16)
    field.names[incumbent] += moved(np.maximum(silent, 0), cohort.take(contest.draws.second_chance))
    _close(contest, stage, field, exempt=False)


def _nominators(contest: Contest, stage: str) -> int:
    by = contest.law.any(f"{stage}.bar.by")
    return sum(bloc.size for bloc in contest.scenario.blocs if bloc.body in by)


def _own(contest: Contest, stage: str, cohort: Cohort, candidate: int) -> NDArray[np.int16]:
    """Names that are a candidate's own."""
    row = contest.rows.get(contest.scenario.ids[candidate])
    if row is None:
        return np.zeros(len(cohort), np.int16)
    return contest.named(contest.law.any(f"{stage}.bar.by"), cohort)[row]


def _field(contest: Contest, stage: str, cohort: Cohort, standing: NDArray[np.bool_]) -> Field:
    """The challengers who stand, with the names that fall to them; and the incumbent's names."""
    scenario = contest.scenario
    named = contest.named(contest.law.any(f"{stage}.bar.by"), cohort)
    rows = contest.rows
    names = np.zeros((len(scenario.candidates), len(cohort)), np.int16)
    challengers = list(scenario.challengers)
    if challengers and contest.pool_row is not None:
        names[challengers] = shared_out(named[contest.pool_row], cohort.take(contest.appeal), standing[challengers])
    for c, one in enumerate(scenario.ids):
        if one in rows and one != CHALLENGER:
            names[c] += named[rows[one]] * standing[c] if c in challengers else named[rows[one]]
    return Field(cohort, names, standing.copy())


def _agree_before(contest: Contest, stage: str, field: Field) -> None:
    """Rivals may settle on one before nominations open: the one with most support among those who nominate."""
    several = field.seeks.sum(axis=0) > 1
    agree = several & field.cohort.take(contest.draws.agree_before)
    if not agree.any():
        return
    ahead, others = behind(field.names, field.seeks)
    others &= agree
    theirs = np.where(others, field.names, 0).sum(axis=0, dtype=np.int16)
    field.seeks &= ~others
    field.names = np.where(others, 0, field.names)
    np.add.at(field.names, (ahead, np.arange(len(ahead))), theirs)
    part = field.cohort.where(agree)
    contest.tell(part, Step.AGREED_BEFORE, "", lambda: f"The challengers agree on {contest.name(ahead[0])} before nominations open.")


def _agree_during(contest: Contest, stage: str, field: Field) -> Field:
    """On the second day the one behind may stand aside; whether the names may move is the transfer rule's."""
    agree = (field.seeks.sum(axis=0) > 1) & field.cohort.take(contest.draws.agree_during)
    if not agree.any():
        return field
    kept = [field.where(~agree)]
    agreeing = field.where(agree)
    for rule, part in contest.said(f"{stage}.transfer", agreeing.cohort):
        kept.append(_stand_aside(contest, stage, agreeing.within(part), rule))
    return joined(kept)


def _stand_aside(contest: Contest, stage: str, field: Field, rule: str) -> Field:
    draws, cohort = contest.draws, field.cohort
    ahead, others = behind(field.names, field.seeks)
    arrived = cohort.take(draws.arrived)
    before = field.names
    free = freed(before, others, arrived, may_move(rule, cohort.take(draws.formally)))
    names = np.where(others, 0, before)
    np.add.at(names, (ahead, np.arange(len(ahead))), moved(free, cohort.take(draws.follow)))
    contest.tell(
        cohort, Step.AGREED_DURING, f"{stage}.transfer", lambda: _aside(contest, before, names, ahead, others, arrived)
    )
    return Field(cohort, names, field.seeks & ~others)


def may_move(rule: str, formally: Any) -> Any:
    """Whether names handed in may move when their candidate stands aside.

    rule      ``on withdrawal`` (only if it is formal), ``locked`` (never), ``free`` (always)
    formally  bool[run]: the candidate withdrew in writing
    """
    return formally if rule == "on withdrawal" else np.full_like(formally, rule == "free")


def joined(fields: list[Field]) -> Field:
    """Fields put together again as one, runs in order."""
    fields = [field for field in fields if field.cohort]
    if len(fields) == 1:
        return fields[0]
    runs = np.concatenate([field.cohort.runs for field in fields])
    order = np.argsort(runs, kind="stable")
    names = np.concatenate([field.names for field in fields], axis=1)[:, order]
    seeks = np.concatenate([field.seeks for field in fields], axis=1)[:, order]
    return Field(Cohort(runs[order]), names, seeks)


def _incumbent_seeks(contest: Contest, stage: str, field: Field) -> None:
    """The leader, too, needs nominations: if short on the last day, he may resign to use the vacancy's bar, or give way."""
    scenario, draws, cohort = contest.scenario, contest.draws, field.cohort
    incumbent = scenario.incumbent
    field = Field(cohort, field.names, field.seeks.copy())
    field.seeks[incumbent] = True
    numbers = contest.law.bar_numbers(stage, cohort, contest.ledger.world)
    if (numbers < 0).any():
        contest.unresolved(cohort.where(numbers < 0), f"{stage}.bar", "the bar cannot be worked out")
        field = field.where(numbers >= 0)
        cohort, numbers = field.cohort, numbers[numbers >= 0]
    short = field.names[incumbent] < contest.law.needs(numbers)
    quits = short & cohort.take(draws.to_restand) & _has_vacancy(contest)
    if quits.any():
        leaving = cohort.where(quits)
        name = contest.name(incumbent)
        words = f"{name} is short of the bar and resigns, to stand in the vacancy."
        contest.tell(leaving, Step.RESIGNED_TO_RESTAND, "challenge.if_vacant.go", lambda: words)
        contest.calendar.post("vacancy to return by", leaving, contest.today + 1)
        field, short = field.where(~quits), short[~quits]
        cohort = field.cohort
    if scenario.stand_in >= 0 and cohort:
        put = short & cohort.take(draws.stand_in)
        field = _give_way(contest, stage, field, put)
    _close(contest, stage, field, exempt=False)


def _has_vacancy(contest: Contest) -> bool:
    return contest.law.any("challenge.if_vacant.go") is not None


def _give_way(contest: Contest, stage: str, field: Field, put: NDArray[np.bool_]) -> Field:
    """The incumbent's supporters nominate another while the window is open; the incumbent withdraws in writing."""
    if not put.any():
        return field
    scenario, draws = contest.scenario, contest.draws
    incumbent, other = scenario.incumbent, scenario.stand_in
    kept, giving = [field.where(~put)], field.where(put)
    for rule, part in contest.said(f"{stage}.transfer", giving.cohort):
        one = giving.within(part)
        theirs = np.zeros_like(one.seeks)
        theirs[incumbent] = True
        free = freed(one.names, theirs, part.take(draws.arrived), may_move(rule, np.ones(len(part), bool)))
        names, seeks = one.names.copy(), one.seeks.copy()
        silent = _nominators(contest, stage) - names.sum(axis=0)
        names[other] = np.minimum(moved(free, part.take(draws.keeps)), free + np.maximum(silent, 0))
        names[incumbent] = 0
        seeks[incumbent], seeks[other] = False, True
        words = f"{contest.name(incumbent)} is short and withdraws; his supporters nominate {contest.name(other)}"
        contest.tell(part, Step.STOOD_IN, f"{stage}.transfer", lambda n=names: f"{words} ({int(n[other, 0])} names).")
        kept.append(Field(part, names, seeks))
    return joined(kept)


def _close(contest: Contest, stage: str, field: Field, *, exempt: bool) -> None:
    """Nominations close: who is validly nominated, and where that leads."""
    if not field.cohort:
        return
    numbers = contest.law.bar_numbers(stage, field.cohort, contest.ledger.world)
    if (numbers < 0).any():
        contest.unresolved(field.cohort.where(numbers < 0), f"{stage}.bar", "the bar cannot be worked out")
        field, numbers = field.where(numbers >= 0), numbers[numbers >= 0]
        if not field.cohort:
            return
    incumbent = contest.incumbent
    nominees = reaches(field.names, contest.law.needs(numbers), field.seeks)
    others_named = nominees.sum(axis=0, dtype=np.int8)
    if exempt:
        nominees[incumbent] = True
    elif incumbent >= 0:
        others_named -= nominees[incumbent]
    contest.ledger.nominate(field.cohort, np.where(field.seeks, field.names, np.int16(-1)), nominees, numbers)
    outcome = _outcomes(contest, field, nominees, others_named, exempt)
    for number, part in field.cohort.by(outcome):
        _tell_close(contest, stage, number, part, exempt)
        _follow(contest, stage, number, part)


def _outcomes(contest: Contest, field: Field, nominees: Any, others_named: Any, exempt: bool) -> NDArray[np.int8]:
    """The outcome[run] of a close, by its number in OUTCOMES."""
    incumbent = contest.incumbent
    vacant = field.cohort.take(contest.ledger.vacant)
    number = nominees.sum(axis=0)
    outcome = np.minimum(number, SEVERAL).astype(np.int8)
    if incumbent >= 0:
        outcome = np.where(~vacant & (others_named == 0), np.int8(NOBODY), outcome)
        if not exempt:
            short = ~vacant & field.seeks[incumbent] & ~nominees[incumbent] & (others_named > 0)
            outcome = np.where(short, np.int8(SHORT), outcome)
    return outcome


def _follow(contest: Contest, stage: str, number: int, cohort: Cohort) -> None:
    """Go where an outcome leads under each reading."""
    clause = f"{stage}.then.{OUTCOMES[number]}"
    for route, part in contest.split(clause, cohort):
        if route is None or unfinished(route) or route == "unresolved":
            why = route if isinstance(route, Unsaid) else "leads nowhere"
            contest.unresolved(part, clause, why)
        elif route == "elected":
            _unopposed(contest, clause, part)
        elif route == "incumbent stays":
            contest.close(part, Ending.NO_VALID_CHALLENGER, contest.incumbent)
        elif route == "go on":
            left = part.take(contest.ledger.nominees).sum(axis=0)
            for how_many, some in part.by(np.minimum(left, SEVERAL).astype(np.int8)):
                _follow_on(contest, stage, how_many, some)
        else:
            contest.onward(stage if route == "again" else route, part)


def _follow_on(contest: Contest, stage: str, number: int, cohort: Cohort) -> None:
    """The contest goes on without the incumbent, among those who are validly nominated."""
    clause = f"{stage}.then.{OUTCOMES[number]}"
    for route, part in contest.said(clause, cohort):
        if route == "elected":
            _unopposed(contest, clause, part)
        elif route == "incumbent stays":
            contest.close(part, Ending.NO_VALID_CHALLENGER, contest.incumbent)
        elif route in ("go on", "unresolved"):
            contest.unresolved(part, clause, "leads nowhere")
        else:
            contest.onward(stage if route == "again" else route, part)


def _unopposed(contest: Contest, clause: str, cohort: Cohort) -> None:
    leader = cohort.take(contest.ledger.nominees).argmax(axis=0)
    words = "{} is the only valid nominee and is elected unopposed."
    contest.tell(cohort, Step.UNOPPOSED, clause, lambda: words.format(contest.name(leader[0])))
    vacant = cohort.take(contest.ledger.vacant)
    for mask, ending in ((vacant, Ending.UNOPPOSED_AFTER_RESIGNATION), (~vacant, Ending.UNOPPOSED)):
        contest.close(cohort.where(mask), ending, leader[mask])


def _tell_close(contest: Contest, stage: str, number: int, cohort: Cohort, exempt: bool) -> None:
    if number == NOBODY:
        contest.tell(cohort, Step.NO_CHALLENGER, f"{stage}.bar", lambda: _closed(contest, cohort))
        return
    if number == SHORT:
        contest.tell(cohort, Step.SHORT, f"{stage}.bar", lambda: _closed(contest, cohort))
        return
    step, clause = (Step.ON_BALLOT_EXEMPT, "exempt") if exempt else (Step.ON_BALLOT_NAMED, "bar")
    contest.tell(cohort, step, f"{stage}.{clause}", lambda: _closed(contest, cohort))


def _opened(contest: Contest, field: Field, closes: int) -> str:
    standing = [contest.name(c) for c in np.flatnonzero(field.seeks[:, 0])]
    days = closes - contest.today
    who = " and ".join(standing) if standing else "nobody"
    return f"Nominations open for {days} day{'s' if days != 1 else ''}; {who} seek{'s' if len(standing) == 1 else ''} them."


def _aside(contest: Contest, before: Any, after: Any, ahead: Any, others: Any, arrived: Any) -> str:
    who = int(ahead[0])
    handed = (before[:, 0] * arrived[0]).astype(int)
    back = " and ".join(f"{contest.name(c)} ({handed[c]} so far)" for c in np.flatnonzero(others[:, 0]))
    return f"{back} stands aside for {contest.name(who)} ({handed[who]} so far), who will have {int(after[who, 0])} names."


def _closed(contest: Contest, cohort: Cohort) -> str:
    ledger = contest.ledger
    names, nominees = cohort.take(ledger.names)[:, 0], cohort.take(ledger.nominees)[:, 0]
    bar = contest.law.bars[int(cohort.take(ledger.bar)[0])]
    parts = []
    for c, candidate in enumerate(contest.scenario.candidates):
        if names[c] >= 0:
            parts.append(f"{candidate.name} {names[c]} ({'nominated' if nominees[c] else 'short'})")
        elif nominees[c]:
            parts.append(f"{candidate.name} needs none")
    return f"Nominations close: {', '.join(parts) or 'nobody sought any'}. The bar: {bar.words}."
