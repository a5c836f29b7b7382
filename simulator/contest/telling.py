"""Telling: the sentences in which one run's events are told. Each is worked out only when a story is asked for."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from simulator.contest.cohort import Cohort
from simulator.contest.play import Contest
from simulator.procedures.counting import NEAR, Count
from simulator.words.dates import day_words

NAMES = {
    "motion": "a motion of no confidence was lost",
    "front_bench": "the front bench walks out",
    "delegation": "a delegation asks the leader to go",
}


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


def pressure(contest: Contest, names: tuple[str, ...]) -> str:
    """What adds to the pressure on a leader today, or has by now."""
    return f"The pressure on {contest.name(contest.incumbent)} grows: {_pressures(contest, names)}."


def pressed(contest: Contest, cohort: Cohort) -> str:
    """What had added to the pressure by the day a leader went."""
    there = [name for name, day in contest.draws.pressed.items() if int(cohort.take(day)[0]) <= contest.today]
    return f"The pressure had grown: {_pressures(contest, tuple(there), cohort)}."


def _pressures(contest: Contest, names: tuple[str, ...], cohort: Cohort | None = None) -> str:
    """Motions, walk-outs and delegations, each with its day."""
    run = cohort.runs[0] if cohort else 0
    days = {name: int(contest.draws.pressed[name][run]) for name in names}
    ordered = sorted(days, key=lambda name: days[name])
    return ", ".join(f"{NAMES.get(name, name.replace('_', ' '))} ({_date(contest, days[name])})" for name in ordered)


def _date(contest: Contest, day: int) -> str:
    return day_words(contest.scenario.day_zero + dt.timedelta(day))


def pulled_out(contest: Contest, cohort: Cohort) -> str:
    """Nominees withdraw after the close, and the rest go on."""
    ledger = contest.ledger
    needs = contest.law.bars[int(cohort.take(ledger.bar)[0])].needs
    gone = cohort.take(contest.draws.pulls_out)[:, 0] & (cohort.take(ledger.names)[:, 0] >= needs)
    names = " and ".join(contest.name(c) for c in np.flatnonzero(gone))
    return f"{names} withdraw{'s' if gone.sum() == 1 else ''} though nominations have closed; the rest go on."


def gave_up_before_the_second_bar(contest: Contest, gone: Any) -> str:
    """Nominees withdraw before constituency parties have finished."""
    names = " and ".join(contest.name(c) for c in np.flatnonzero(gone[:, 0]))
    return f"{names} withdraw{'s' if gone[:, 0].sum() == 1 else ''} before the second bar is passed."


def quiet(contest: Contest, cohort: Cohort) -> str:
    """Constituency parties press MPs, and some go quiet."""
    silent = int(cohort.take(contest.draws.hushed)[0])
    return f"Constituency parties press MPs: {silent} who would have named a challenger keep{'s' if silent == 1 else ''} quiet."


def waited(contest: Contest, c: int, first: int, cohort: Cohort) -> str:
    """One challenger let another go first; and was perhaps too late."""
    day = int(cohort.take(contest.draws.declares)[c, 0])
    late = ", too late to seek nominations" if day > contest.today else ""
    return f"{contest.name(c)} lets {contest.name(first)} go first, and declares on {_date(contest, day)}{late}."


def registered(contest: Contest, cohort: Cohort) -> str:
    """Who signed up to vote, and who was left out."""
    heads = {name: round(float(cohort.take(n)[0])) for name, n in contest.draws.signed_up.items()}
    said = []
    for section in contest.scenario.sections:
        if section in heads:
            days = heads[f"{section} days"]
            window = f"at £{heads[f'{section} fee']} in {days} day{'s' if days != 1 else ''}"
            let_in = f"{heads[f'{section} let in']:,} are let in"
            said.append(f"{heads[section]:,} apply to vote as {section} {window}; {let_in}")
        if f"{section} frozen out" in heads:
            said.append(f"{heads[f'{section} frozen out']:,} of the {section} joined too late to vote")
    return f"{'. '.join(said)}."


def tally(contest: Contest, moment: str, names: Any, seeks: Any) -> str:
    """The names in at a moment of the window, most first; nothing at the close, where the bar is told too."""
    if moment == "close" or not seeks[:, 0].any():
        return ""
    order = sorted(np.flatnonzero(seeks[:, 0]), key=lambda c: -int(names[c, 0]))
    said = ", ".join(f"{contest.name(c)} {int(names[c, 0])}" for c in order)
    when = {
        "first day": "In on the first day",
        "eve": "In on the eve of the close",
        "last hour": "An hour before the close",
    }
    return f"{when[moment]}: {said}."


def withdrew(contest: Contest, before: Any, after: Any, leaving: Any) -> str:
    """Candidates out of reach withdraw; how many of their people go where."""
    gone = np.flatnonzero(leaving[:, 0])
    who = " and ".join(f"{contest.name(c)} ({int(before[c, 0])} names)" for c in gone)
    gained = {c: int(after[c, 0] - before[c, 0]) for c in range(len(after)) if after[c, 0] > before[c, 0]}
    went = " and ".join(f"{n} go to {contest.name(c)}" for c, n in gained.items())
    return f"Out of reach of the bar, {who} withdraw{'s' if len(gone) == 1 else ''}; {went or 'nobody moves'}."


def joined_the_leader(contest: Contest, ahead: Any, more: Any) -> str:
    """Those who had named nobody join whoever is clearly ahead."""
    return f"{contest.name(ahead[0])} is clearly ahead; {int(more[0])} who had named nobody join in."


def names_lent(contest: Contest, given: Any) -> str:
    """Names lent to candidates near the bar by people who want another."""
    parts = [f"{int(given[c, 0])} to {contest.name(c)}" for c in np.flatnonzero(given[:, 0])]
    return f"The favourites let their people lend names: {' and '.join(parts)}."


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
    waited = int(cohort.take(ledger.closed)[0])
    begins = "Nominations close" if waited in (0, contest.today) else "So the names that were handed in are measured"
    return f"{begins}: {', '.join(parts) or 'nobody sought any'}. The bar: {bar.words}."


def names_in(contest: Contest, cohort: Cohort) -> dict[str, Any]:
    """The names each candidate has at the close, how many suffice, of how many heads, and who needs none."""
    ledger, ids = contest.ledger, contest.scenario.ids
    names, nominees = cohort.take(ledger.names)[:, 0], cohort.take(ledger.nominees)[:, 0]
    bar = contest.law.bars[int(cohort.take(ledger.bar)[0])]
    return {
        "names": {one: int(n) for one, n in zip(ids, names, strict=True) if n >= 0},
        "exempt": [one for one, n, on in zip(ids, names, nominees, strict=True) if on and n < bar.needs],
        "needs": bar.needs,
        "heads": int(ledger.heads),
    }


def counted(contest: Contest, number: int, shares: dict[int, float], dropped: list[int]) -> str:
    """One round of the count, and who drops out."""
    said = ", ".join(f"{contest.name(c)} {share:.1%}" for c, share in sorted(shares.items(), key=lambda one: -one[1]))
    out = " and ".join(contest.name(c) for c in dropped)
    return f"Round {number} of the count: {said}; {out} drop{'s' if len(dropped) == 1 else ''} out."


def shares(contest: Contest, found: dict[int, float]) -> dict[str, Any]:
    """The shares of a round, by candidate."""
    return {"shares": {contest.scenario.ids[c]: share for c, share in found.items()}}


def final_shares(contest: Contest, cohort: Cohort) -> dict[str, Any]:
    """The shares of the last round counted, by candidate."""
    share = cohort.take(contest.ledger.share)[:, 0]
    return shares(contest, {int(c): float(share[c]) for c in np.flatnonzero(share > 0)})


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


def level(contest: Contest, count: Count, on_paper: Any, mask: Any) -> str:
    """A tie that no rule breaks: at which count, who is left, and who of them is level."""
    at = int(np.flatnonzero(mask)[0])
    votes = count.votes[:, at]
    left = np.flatnonzero((votes > 0) | count.standing[:, at])
    tied = left[votes[left] - votes[left].min() <= NEAR]
    names = _listed([contest.name(on_paper[c]) for c in left])
    who = (
        "they are level"
        if len(tied) == len(left)
        else f"{_listed([contest.name(on_paper[c]) for c in tied])} are level for last place"
    )
    return f"Count {int(count.rounds[at])}: {names} are left, and {who}."


def _listed(names: list[str]) -> str:
    """Names as a sentence has them: A, B and C."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


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
