"""Telling: the sentences in which one run's events are told. Each is worked out only when a story is asked for."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulator.contest.cohort import Cohort
from simulator.contest.play import Contest


def declared(contest: Contest, cohort: Cohort) -> str:
    """Who has declared by the day a challenge opens."""
    draws = contest.draws
    there = cohort.take(draws.stands)[:, 0] & (cohort.take(draws.declares)[:, 0] <= contest.today)
    names = " and ".join(contest.name(c) for c in np.flatnonzero(there))
    return f"{names} declared and seek{'s' if there.sum() == 1 else ''} nominations; a challenge is open."


def opened(contest: Contest, seeks: Any, closes: int) -> str:
    """Nominations open: for how long, and who seeks them."""
    standing = [contest.name(c) for c in np.flatnonzero(seeks[:, 0])]
    days = closes - contest.today
    who = " and ".join(standing) if standing else "nobody"
    return f"Nominations open for {days} day{'s' if days != 1 else ''}; {who} seek{'s' if len(standing) == 1 else ''} them."


def aside(contest: Contest, before: Any, after: Any, ahead: Any, others: Any, arrived: Any) -> str:
    """A challenger stands aside for another; the names handed in so far, and what follows."""
    who = int(ahead[0])
    handed = (before[:, 0] * arrived[0]).astype(int)
    back = " and ".join(f"{contest.name(c)} ({handed[c]} so far)" for c in np.flatnonzero(others[:, 0]))
    return (
        f"{back} stands aside for {contest.name(who)} ({handed[who]} so far), who will have {int(after[who, 0])} names."
    )


def closed(contest: Contest, cohort: Cohort) -> str:
    """Nominations close: each candidate's names, and the sum of the bar."""
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


def papers(contest: Contest, cohort: Cohort) -> str:
    """Who is on the ballot paper."""
    on_it = [contest.name(c) for c in np.flatnonzero(cohort.take(contest.ledger.nominees)[:, 0])]
    return f"Ballot papers go out: {' v '.join(on_it)}."


def result(contest: Contest, cohort: Cohort) -> str:
    """The result as declared."""
    ledger = contest.ledger
    share = cohort.take(ledger.share)[:, 0]
    order = [c for c in np.argsort(-share, kind="stable") if share[c] > 0]
    shares = ", ".join(f"{contest.name(c)} {share[c]:.1%}" for c in order)
    return f"The result is declared: {contest.name(cohort.take(ledger.leader)[0])} is elected leader ({shares})."


def gave_way(contest: Contest, names: Any) -> str:
    """The incumbent is short, and his supporters nominate another."""
    other = contest.scenario.stand_in
    leader, another = contest.name(contest.incumbent), contest.name(other)
    return f"{leader} is short and withdraws; his supporters nominate {another} ({int(names[other, 0])} names)."


def vote(words: str, one: Any, other: Any, mask: Any) -> str:
    """A vote in the executive, its two figures put into the words."""
    return words.format(int(one[mask][0]), int(other[mask][0]))


def another_ballot(contest: Contest, cohort: Cohort) -> str:
    """Nobody has more than half; who stays in the running."""
    left = [contest.name(c) for c in np.flatnonzero(cohort.take(contest.ledger.nominees)[:, 0])]
    return f"Nobody has more than half. Another ballot follows: {' v '.join(left)}."


def second_bar(contest: Contest, before: Any, passed: Any) -> str:
    """Who passed the second bar, and who did not."""
    through = [contest.name(c) for c in np.flatnonzero(passed[:, 0])]
    failed = [contest.name(c) for c in np.flatnonzero(before[:, 0] & ~passed[:, 0])]
    short = f"; {' and '.join(failed)} {'does' if len(failed) == 1 else 'do'} not" if failed else ""
    return f"{' and '.join(through) or 'Nobody'} passed the second bar{short}."
