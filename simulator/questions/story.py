"""Story: one run played again, alone, and told day by day with its clauses and sums."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from simulator.beliefs.draws import draw
from simulator.conduct.readings import Readings, worlds_of
from simulator.conduct.simulate import simulate as simulated
from simulator.engine.leaders import names_of
from simulator.engine.ledger import Ending, Step
from simulator.engine.simulation import Event as Told
from simulator.results.answer import Part
from simulator.results.summary import reading_words
from simulator.rulebooks.law import Law
from simulator.scenario.scenario import Scenario
from simulator.words.sources import Cite


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Part):
    """One dated line of a story, with the clause that acted and where it is said. In JSON its figures stand beside them."""

    date: dt.date
    step: str
    words: str
    clause: str
    cite: str
    figures: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The event as JSON has it."""
        found: dict[str, Any] = Part.to_json(replace(self, figures={}))
        return found | dict(self.figures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story(Part):
    """One run's story under some readings, in words, and how it ended."""

    run: int
    readings: Mapping[str, str]
    events: tuple[Event, ...]
    ending: str
    leader: str
    date: dt.date


def story(scenario: Scenario, readings: Readings, seed: int, run: int) -> Story:
    """Play one run again, alone, and tell it."""
    law = worlds_of(scenario, readings)
    told: list[Told] = []
    ledger = simulated(scenario, law, draw(scenario, seed, run, 1), told)
    world = law.laws[int(ledger.world[0])]
    return Story(
        run=run,
        readings={dispute: reading_words(reading) for dispute, reading in law.choices[0].items()},
        events=(*_motions(scenario, world), *(_event(scenario, world, one) for one in told)),
        ending=Ending(int(ledger.ending[0])).words,
        leader=names_of(scenario.ids)[int(ledger.leader[0])],
        date=scenario.day_zero + dt.timedelta(int(ledger.day[0])),
    )


def _motions(scenario: Scenario, law: Law) -> tuple[Event, ...]:
    events = []
    for motion in scenario.motions:
        clause = f"confidence-vote.then.{'carried' if motion.carried else 'lost'}"
        effect = law.get(clause)
        follows = " The rules give it no effect: the incumbent stays." if effect == "incumbent stays" else ""
        words = (
            f"{motion.title.capitalize()}: {motion.votes_for} for, {motion.against} against, {motion.spoilt} spoilt, "
            f"{motion.absent} not voting.{follows}"
        )
        cite = law.cite(clause).words() if clause in law.provisions else ""
        events.append(Event(date=motion.date, step="motion", words=words, clause=clause, cite=cite))
    return tuple(events)


def _event(scenario: Scenario, law: Law, told: Told) -> Event:
    date = scenario.day_zero + dt.timedelta(told.day)
    cite = law.cite(told.clause) if told.clause in law.provisions else _nearest(law, told.clause)
    step = told.step.name.lower().replace("_", " ")
    if told.step is Step.WINDOW_OPENED and (instead := _instead_of(scenario, law, told.clause)):
        return Event(date=date, step=step, words=f"{told.words} {instead}", clause="", cite="", figures=told.figures)
    return Event(
        date=date,
        step=step,
        words=told.words,
        clause=told.clause,
        cite=cite.words() if cite else "",
        figures=told.figures,
    )


def _instead_of(scenario: Scenario, law: Law, clause: str) -> str:
    """That a window is as long as the scenario says, where the rules state another length; nothing where they do not."""
    stage, stated = clause.partition(".")[0], law.get(clause)
    own = scenario.beliefs.get(f"timetable.{stage}.closes")
    if own is None or not isinstance(stated, int):
        return ""
    if own.quantity.kind == "days" and own.quantity.low == own.quantity.high == stated:
        return ""
    return f"The day of the close is the scenario’s: the rules say {stated} day{'' if stated == 1 else 's'} ({clause})."


def _nearest(law: Law, clause: str) -> Cite | None:
    """The cite of the first provision under a clause, for clauses that are a group; of a bar, its number."""
    for number in ("share", "count", "all_of", "any_of") if clause.endswith(".bar") else ():
        if f"{clause}.{number}" in law.provisions:
            return law.cite(f"{clause}.{number}")
    return next((p.cite for path, p in law.provisions.items() if clause and path.startswith(f"{clause}.")), None)
