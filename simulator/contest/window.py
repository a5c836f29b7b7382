"""The nomination window: names arrive, rivals agree, a leader may resign, and at the close the bar is tested."""

from __future__ import annotations

from functools import partial

from simulator.contest import agreement, telling
from simulator.contest.close import close, sifted
from simulator.contest.cohort import Cohort
from simulator.contest.court import close_or_wait, heard_already
from simulator.contest.field import Field, challenge_field, reopened_field, vacancy_field
from simulator.contest.gathering import first_day, gathers
from simulator.contest.ledger import Step
from simulator.contest.play import Contest, Events
from simulator.contest.secondbar import second_bar
from simulator.rulebooks.values import SetBy

Bodies = tuple[str, ...]


def nomination(contest: Contest, stage: str, cohort: Cohort) -> Events:
    """Nominations open. Where the book leaves their length to the executive, the timetable gives it."""
    if contest.law.any(f"{stage}.among") == "those nominated before":
        yield from second_bar(contest, stage, cohort)
        return
    if contest.court_hears:
        contest.ledger.wait(cohort, 0)
    reopened = contest.law.any(f"{stage}.keeps") == "every nomination"
    windows = []
    for length, part in contest.said(f"{stage}.open", cohort):
        by_timetable = isinstance(length, SetBy)
        closes = contest.day_of("open", part) if by_timetable else contest.today + length
        for day, same in part.by(closes):
            for by, some in contest.said(f"{stage}.bar.by", same):
                for vacant, these in some.by(some.take(contest.ledger.vacant).view("i1")):
                    window = _in_a_vacancy if vacant else _reopened if reopened else _in_a_challenge
                    windows.append(window(contest, stage, by, these, day))
    yield from contest.calendar.branches(windows)


def _in_a_challenge(contest: Contest, stage: str, by: Bodies, cohort: Cohort, closes: int) -> Events:
    """Rivals may agree before nominations open, or on the second day; then the close."""
    cohort, _ = contest.resigned_before(cohort, closes)
    if not cohort:
        return
    opened = contest.today
    field = challenge_field(contest, by, cohort)
    contest.tell(cohort, Step.WINDOW_OPENED, f"{stage}.open", partial(telling.opened, contest, field.seeks, closes))
    if contest.mps_are_pressed:
        some = cohort.where(cohort.take(contest.draws.hushed) > 0)
        contest.tell(some, Step.KEPT_QUIET, "", partial(telling.quiet, contest, some))
    field = agreement.before_nominations(contest, field)
    first_day(contest, field)
    if closes > opened:
        yield contest.calendar.until(opened + 1)
        field = agreement.during_nominations(contest, stage, field)
    field = yield from gathers(contest, stage, field, closes)
    heard_already(contest, field.cohort)
    for exempt, part in contest.said(f"{stage}.exempt", field.cohort):
        if isinstance(exempt, SetBy):
            contest.unresolved(part, f"{stage}.exempt", f"left to {exempt.body}, which has not decided")
        elif exempt == "incumbent":
            close_or_wait(contest, stage, field.within(part), exempt=True)
        else:
            _incumbent_seeks(contest, stage, field.within(part))


def _in_a_vacancy(contest: Contest, stage: str, by: Bodies, cohort: Cohort, closes: int) -> Events:
    """Whoever would stand does, and the former leader if he stands again."""
    field = vacancy_field(contest, by, cohort)
    contest.tell(cohort, Step.WINDOW_OPENED, f"{stage}.open", partial(telling.opened, contest, field.seeks, closes))
    first_day(contest, field)
    field = yield from gathers(contest, stage, field, closes)
    close(contest, stage, field, exempt=False)


def _reopened(contest: Contest, stage: str, by: Bodies, cohort: Cohort, closes: int) -> Events:
    """Nominations are opened again with every name kept; some who named nobody may now name the incumbent."""
    cohort, _ = contest.resigned_before(cohort, closes)
    if not cohort:
        return
    words = "Nominations are reopened; every name handed in stands."
    contest.tell(cohort, Step.REOPENED, f"{stage}.keeps", lambda: words)
    field = reopened_field(contest, by, cohort)
    yield contest.calendar.until(closes)
    close(contest, stage, field, exempt=False)


def _incumbent_seeks(contest: Contest, stage: str, field: Field) -> None:
    """The leader needs nominations too: if short on the last day, he may resign to use the vacancy's bar, or give way."""
    seeks = field.seeks.copy()
    seeks[contest.incumbent] = True
    field, numbers = sifted(contest, stage, field.moved(field.names, seeks))
    if not field.cohort:
        return
    contest.ledger.test(field.cohort, field.names[contest.incumbent], numbers)
    short = field.names[contest.incumbent] < contest.law.needs(numbers)
    quits = short & field.cohort.take(contest.draws.to_restand)
    if quits.any() and contest.law.any("challenge.if_vacant.go") is not None:
        _resign_to_restand(contest, field.cohort.where(quits))
        field, short = field.where(~quits), short[~quits]
    if contest.scenario.stand_in >= 0:
        put = short & field.cohort.take(contest.draws.stand_in)
        gone = field.cohort.where(put)
        field = agreement.gives_way(contest, stage, field, put)
        if contest.court_hears and gone:
            close(contest, stage, field.within(gone), exempt=False)
            field = field.where(~put)
    close_or_wait(contest, stage, field, exempt=False)


def _resign_to_restand(contest: Contest, cohort: Cohort) -> None:
    words = f"{contest.name(contest.incumbent)} is short of the bar and resigns, to stand in the vacancy."
    contest.tell(cohort, Step.RESIGNED_TO_RESTAND, "challenge.if_vacant.go", lambda: words)
    contest.calendar.post("vacancy to return by", cohort, contest.today + 1)
