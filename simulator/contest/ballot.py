"""The ballot: papers go out, votes are counted as the book says, once or ballot after ballot, and the result is declared."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from simulator.contest import telling
from simulator.contest.cohort import Cohort
from simulator.contest.ledger import Ending, Step
from simulator.contest.play import Contest, Events
from simulator.procedures.ballots import Piles, Pulls
from simulator.procedures.counting import AGAIN, NO_DROP_RULE, Count, Rules, preferential
from simulator.rulebooks.values import Unsaid

RULES = ("together", "weights", "win.majority_of", "drop.lowest", "tie", "then.one left")


def ballot(contest: Contest, stage: str, cohort: Cohort) -> Events:
    """Ballot papers go out; the ballot closes; the votes are counted; the result is declared."""
    polls = []
    cohort = _without_those_who_pull_out(contest, stage, cohort)
    for sections, part in contest.said(f"{stage}.sections", cohort):
        unsaid = [section for section in sections if section in contest.scenario.unsaid]
        if unsaid:
            contest.unresolved(part, f"{stage}.sections", f"nothing is believed of {', '.join(unsaid)}")
            continue
        if contest.draws.signed_up:
            contest.tell(part, Step.REGISTERED, f"{stage}.freeze", partial(telling.registered, contest, part))
        contest.tell(part, Step.BALLOT, f"{stage}.sections", partial(telling.papers, contest, part))
        rows = [contest.scenario.sections.index(section) for section in sections]
        polls += [_poll(contest, stage, same, day, rows) for day, same in part.by(contest.day_of("voting", part))]
    yield from contest.calendar.branches(polls)


def _without_those_who_pull_out(contest: Contest, stage: str, cohort: Cohort) -> Cohort:
    """Nominees may withdraw once nominations have closed; what follows is the book's to say, and books seldom do."""
    gone = cohort.take(contest.ledger.nominees) & cohort.take(contest.draws.pulls_out)
    some = gone.any(axis=0)
    if not some.any():
        return cohort
    going_on = [cohort.where(~some)]
    for _, part in contest.said(f"{stage}.withdrawn", cohort.where(some)):
        left = part.take(contest.ledger.nominees) & ~part.take(contest.draws.pulls_out)
        contest.ledger.sift(part, left)
        contest.tell(part, Step.PULLED_OUT, f"{stage}.withdrawn", partial(telling.pulled_out, contest, part))
        nobody = ~left.any(axis=0)
        contest.unresolved(part.where(nobody), f"{stage}.withdrawn", "nobody is left on the ballot")
        going_on.append(part.where(~nobody))
    return Cohort.merged(going_on)


def _poll(contest: Contest, stage: str, cohort: Cohort, closes: int, rows: list[int]) -> Events:
    yield contest.calendar.until(closes)
    after = []
    for paper, some in _held_as_the_book_says(contest, stage, cohort):
        for value, part in _under_one_rule(contest, stage, some):
            again = _count(contest, stage, part, value, rows, once=paper == "one name")
            days = again.by(contest.today + again.take(contest.draws.days["further"])) if again else ()
            after += [_poll(contest, stage, same, max(day, contest.today + 1), rows) for day, same in days]
    counted = cohort.where(cohort.take(contest.ledger.leader) >= 0)
    declaring = counted.by(contest.day_of("declared", counted)) if counted else ()
    after += [_declare(contest, stage, part, day) for day, part in declaring]
    yield from contest.calendar.branches(after)


def _held_as_the_book_says(contest: Contest, stage: str, cohort: Cohort) -> Iterator[tuple[str, Cohort]]:
    """How papers are filled in; runs whose book does not say, or contradicts itself, end here."""
    for paper, some in contest.said(f"{stage}.paper", cohort):
        for again, part in contest.split(f"{stage}.then.not won", some):
            if paper == "ranked" and again == "again":
                contest.unresolved(
                    part, f"{stage}.paper", f"contradicts {stage}.then.not won: papers are ranked, and held again"
                )
            elif paper == "one name" and again != "again":
                contest.unresolved(
                    part, f"{stage}.then.not won", "no further ballot is in the book" if again is None else again
                )
            else:
                yield paper, part


def _under_one_rule(contest: Contest, stage: str, cohort: Cohort) -> Any:
    """The rules of the count, as the book has them, and the runs that are under the same."""
    parts: list[tuple[dict[str, Any], Cohort]] = [({}, cohort)]
    for name in RULES:
        parts = [
            ({**rules, name: value}, part)
            for rules, some in parts
            for value, part in contest.split(f"{stage}.{name}", some)
        ]
    for rules, part in parts:
        if isinstance(rules["win.majority_of"], Unsaid):
            contest.unresolved(part, f"{stage}.win.majority_of", rules["win.majority_of"])
        else:
            yield rules, part


def _count(
    contest: Contest, stage: str, cohort: Cohort, said: dict[str, Any], rows: list[int], *, once: bool
) -> Cohort:
    """Count the votes; returns the runs that need another ballot. Where no rule decides, runs end here."""
    draws, ledger = contest.draws, contest.ledger
    nominees = cohort.take(ledger.nominees)
    on_paper = np.flatnonzero(nominees.any(axis=1))
    tie, drop, weights = said["tie"], said["drop.lowest"], said["weights"]
    rules = Rules(
        majority_of=said["win.majority_of"],
        drop=None if isinstance(drop, Unsaid) else drop,
        tie=None if isinstance(tie, Unsaid) else tie,
        weights=tuple(float(dict(weights)[contest.scenario.sections[s]]) for s in rows) if weights else None,
        last_one=said["then.one left"] == "elected",
    )
    everywhere = rows == [*range(len(contest.scenario.sections))]
    pull = np.stack([cohort.take(draws.pull[c] if everywhere else draws.pull[c][rows]) for c in on_paper])
    cast = cohort.take(draws.cast if everywhere else draws.cast[rows])
    lots = cohort.take(draws.lots)[on_paper] if tie is not None and not isinstance(tie, Unsaid) else None
    ballots: Any = Pulls(pull, cast)
    if len(draws.transfers) and len(on_paper) > 2:
        ballots = Piles(ballots, draws.transfers, on_paper, cohort.runs)
    rounds: list[Any] | None = None if contest.told is None else []
    count = preferential(ballots, nominees[on_paper], rules, lots, once=once, rounds=rounds)
    for number, (standing, score) in enumerate((rounds or [])[:-1], 1):
        left = (rounds or [])[number][0]
        shares = {int(on_paper[c]): float(score[c] / score.sum()) for c in np.flatnonzero(standing)}
        dropped = [int(on_paper[c]) for c in np.flatnonzero(standing & ~left)]
        words = partial(telling.counted, contest, number, shares, dropped)
        contest.remark(words, f"{stage}.drop.lowest", partial(telling.shares, contest, shares))
    ledger.count(cohort, on_paper, count.votes / np.maximum(count.votes.sum(axis=0), 1e-12), count.tied)
    return _decide(contest, stage, cohort, count, on_paper, said)


def _decide(contest: Contest, stage: str, cohort: Cohort, count: Count, on_paper: Any, said: dict[str, Any]) -> Cohort:
    undecided = count.winner < 0
    if undecided.any():
        no_rule = count.winner == NO_DROP_RULE
        contest.unresolved(cohort.where(no_rule), f"{stage}.drop.lowest", said["drop.lowest"])
        level = undecided & ~no_rule & (count.winner != AGAIN)
        tie = said["tie"]
        why, when = (
            tie if isinstance(tie, Unsaid) else "not decided",
            partial(telling.level, contest, count, on_paper, level),
        )
        contest.unresolved(cohort.where(level), f"{stage}.tie", why, when)
    for route, part in contest.said(f"{stage}.then.won", cohort.where(~undecided)):
        if route == "elected":
            won = np.isin(cohort.runs, part.runs, assume_unique=True)
            contest.ledger.elect(part, on_paper[count.winner[won]])
        else:
            contest.unresolved(part, f"{stage}.then.won", f"leads nowhere ({route})")
    more = count.winner == AGAIN
    again = cohort.where(more)
    if again:
        contest.ledger.drop(again, on_paper, count.standing[:, more])
        clause = f"{stage}.then.not won"
        contest.tell(
            again, Step.BALLOT_AGAIN, clause, partial(telling.another_ballot, contest, again),
            partial(telling.final_shares, contest, again),
        )  # fmt: skip
    return again


def _declare(contest: Contest, stage: str, cohort: Cohort, day: int) -> Events:
    yield contest.calendar.until(day)
    ledger = contest.ledger
    winner = cohort.take(ledger.leader)
    stays = winner == contest.incumbent
    for mask, step in ((stays, Step.INCUMBENT_WON), (~stays, Step.OTHER_WON)):
        part = cohort.where(mask)
        contest.tell(part, step, f"{stage}.win.majority_of", partial(telling.result, contest, part),
                     partial(telling.final_shares, contest, part))  # fmt: skip
    vacant = cohort.take(ledger.vacant)
    for mask, ending in ((vacant, Ending.BALLOT_IN_A_VACANCY), (~vacant, Ending.BALLOT)):
        contest.close(cohort.where(mask), ending, winner[mask])
