"""Narrative: the sentences in which people's conduct is told. Each is worked out only when a story is asked for."""

from __future__ import annotations

import datetime as dt

import numpy as np

from simulator.beliefs.politics import RIVAL
from simulator.conduct.people import People
from simulator.engine.cohort import Cohort
from simulator.engine.simulation import Simulation
from simulator.procedures.arrays import Bools, Floats, Heads, Rows
from simulator.stages import contest as triggers
from simulator.stages.contest import Contest
from simulator.words.dates import day_words
from simulator.words.lists import listed

PRESSURES = {
    "motion": "the leader lost a vote of confidence",
    "walk_out": "the front bench walks out",
    "delegation": "a delegation asks the leader to go",
}


def declared(me: People, simulation: Simulation, cohort: Cohort) -> str:
    """Who has declared by the day a challenge opens."""
    there = me.drawn(f"{RIVAL}.stands", cohort)[:, 0] & (
        me.drawn(f"{RIVAL}.declares", cohort)[:, 0] <= simulation.clock
    )
    names = simulation.listed(np.flatnonzero(there))
    return f"{names} declared and seek{'s' if there.sum() == 1 else ''} nominations; a challenge is open."


OPENED = {
    triggers.PETITION: "Enough have signed, and a petition is handed in",
    triggers.TERM: "The term is over",
    triggers.ASKED: "The leader asks for a contest",
    triggers.DEFEAT: "The party has lost a general election",
    triggers.MOTION: "A motion is moved",
    triggers.SESSION: "A session begins",
    triggers.CALLED: "A body of the party calls a contest",
}


def opened(me: People, simulation: Simulation, contest: Contest, cohort: Cohort) -> str:
    """What opened a contest, other than a challenge or a vacancy."""
    path = f"politics.opens.{contest.name}.signatures"
    many = f" ({int(me.drawn(path, cohort)[0])} signatures)" if path in me.draws else ""
    return f"{OPENED.get(contest.trigger, contest.name)}{many}."


def pressure(me: People, simulation: Simulation, names: tuple[str, ...]) -> str:
    """What adds to the pressure on a leader today, or has by now."""
    return f"The pressure on {simulation.name(me.incumbent)} grows: {_pressures(me, names)}."


def pressed(me: People, simulation: Simulation, cohort: Cohort) -> str:
    """What had added to the pressure by the day a leader went."""
    there = [name for name, day in me.pressures.items() if int(cohort.take(day)[0]) <= simulation.clock]
    return f"The pressure had grown: {_pressures(me, tuple(there), cohort)}."


def _pressures(me: People, names: tuple[str, ...], cohort: Cohort | None = None) -> str:
    """Motions, walk-outs and delegations, each with its day."""
    run = cohort.runs[0] if cohort else 0
    days = {name: int(me.pressures[name][run]) for name in names}
    ordered = sorted(days, key=lambda name: days[name])
    return ", ".join(f"{PRESSURES.get(name, name.replace('_', ' '))} ({_date(me, days[name])})" for name in ordered)


def _date(me: People, day: int) -> str:
    return day_words(me.scenario.day_zero + dt.timedelta(day))


def withdrew_before_the_further_bar(simulation: Simulation, gone: Bools) -> str:
    """Nominees withdraw before the further bar is closed."""
    s = "s" if gone[:, 0].sum() == 1 else ""
    return f"{simulation.listed(np.flatnonzero(gone[:, 0]))} withdraw{s} before the second bar is passed."


def withdrew_early(simulation: Simulation, gone: Bools) -> str:
    """Candidates give up before nominations open."""
    return f"{simulation.listed(np.flatnonzero(gone[:, 0]))} will not stand after all."


def quiet(me: People, cohort: Cohort) -> str:
    """Constituency parties press MPs, and some go quiet."""
    silent = int(me.drawn("nominators.quiet", cohort)[0])
    press = "Constituency parties press MPs" if "clps" in me.scenario.book.bodies else "The party presses nominators"
    return f"{press}: {silent} who would have nominated a challenger keep{'s' if silent == 1 else ''} quiet."


def waited(me: People, simulation: Simulation, c: int, first: int, cohort: Cohort) -> str:
    """One challenger let another go first; and was perhaps too late."""
    day = int(me.drawn(f"{RIVAL}.declares", cohort)[c, 0])
    late = ", too late to seek nominations" if day > simulation.clock else ""
    return f"{simulation.name(c)} lets {simulation.name(first)} go first, and declares on {_date(me, day)}{late}."


def registered(me: People, cohort: Cohort) -> str:
    """Who signed up to vote, and who was left out."""
    said = []
    for section in me.scenario.sections:
        drawn = me.draws.under(f"electorate.sections.{section}")
        heads = {name: round(float(cohort.take(n)[0])) for name, n in drawn.items()}
        if "window.applied" in heads:
            days = heads["window.open"]
            window = f"at £{heads['window.fee']} in {days} day{'s' if days != 1 else ''}"
            let_in = f"{heads['window.accepted']:,} are let in"
            said.append(f"{heads['window.applied']:,} apply to vote as {section} {window}; {let_in}")
        if "frozen_out" in heads:
            said.append(f"{heads['frozen_out']:,} of the {section} joined too late to vote")
    return f"{'. '.join(said)}."


def tally(simulation: Simulation, moment: str, names: Heads, seeks: Bools) -> str:
    """The nominations in at a moment of the window, most first; nothing at the close, where the bar is told too."""
    if moment == "close" or not seeks[:, 0].any():
        return ""
    order = sorted(np.flatnonzero(seeks[:, 0]), key=lambda c: -int(names[c, 0]))
    said = ", ".join(f"{simulation.name(c)} {int(names[c, 0])}" for c in order)
    when = {
        "first day": "In on the first day",
        "eve": "In on the eve of the close",
        "last hour": "An hour before the close",
    }
    return f"{when[moment]}: {said}."


def agreed(simulation: Simulation, ahead: Rows) -> str:
    """Challengers settle on one of them."""
    return f"The challengers agree on {simulation.name(ahead[0])} before nominations open."


def withdrew(simulation: Simulation, before: Heads, after: Heads, leaving: Bools) -> str:
    """Candidates out of reach withdraw; how many of their people go where."""
    gone = np.flatnonzero(leaving[:, 0])
    who = listed([f"{simulation.name(c)} ({int(before[c, 0])} nominations)" for c in gone])
    gained = {c: int(after[c, 0] - before[c, 0]) for c in range(len(after)) if after[c, 0] > before[c, 0]}
    went = listed([f"{n} go to {simulation.name(c)}" for c, n in gained.items()])
    return f"Out of reach of the bar, {who} withdraw{'s' if len(gone) == 1 else ''}; {went or 'nobody moves'}."


def joined_the_leader(simulation: Simulation, ahead: Rows, more: Heads) -> str:
    """Those who had nominated nobody join whoever is clearly ahead."""
    return f"{simulation.name(ahead[0])} is clearly ahead; {int(more[0])} who had nominated nobody join in."


def names_lent(simulation: Simulation, given: Heads) -> str:
    """Nominations lent to candidates near the bar by people who want another."""
    parts = [f"{int(given[c, 0])} to {simulation.name(c)}" for c in np.flatnonzero(given[:, 0])]
    return f"The favourites let their people lend nominations: {listed(parts)}."


def aside(simulation: Simulation, before: Heads, after: Heads, ahead: Rows, others: Bools, arrived: Floats) -> str:
    """A challenger stands aside for another; the nominations handed in so far, and what follows."""
    who = int(ahead[0])
    handed = (before[:, 0] * arrived[0]).astype(int)
    back = listed([f"{simulation.name(c)} ({handed[c]} so far)" for c in np.flatnonzero(others[:, 0])])
    will_have = f"who will have {int(after[who, 0])} nominations"
    stand = "stands" if others[:, 0].sum() == 1 else "stand"
    return f"{back} {stand} aside for {simulation.name(who)} ({handed[who]} so far), {will_have}."


def resigned_to_restand(simulation: Simulation) -> str:
    """A leader short of the bar resigns to use that of a vacancy."""
    return f"{simulation.name(simulation.incumbent)} is short of the bar and resigns, to stand in the vacancy."


def gave_way(me: People, simulation: Simulation, names: Heads) -> str:
    """The incumbent is short, and the incumbent's supporters nominate another."""
    other = me.scenario.stand_in
    leader, another = simulation.name(me.incumbent), simulation.name(other)
    theirs = f"{leader}’s supporters nominate {another} ({int(names[other, 0])} nominations)"
    return f"{leader} is short of the bar and withdraws; {theirs}."
