"""Story: one run played again, alone, and told day by day with its clauses and sums."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import ClassVar

from simulator.beliefs.draws import draw
from simulator.conduct.readings import Readings, worlds_of
from simulator.conduct.simulate import simulate as simulated
from simulator.engine.leaders import names_of
from simulator.engine.ledger import Ending, Step
from simulator.engine.simulation import Event as Told
from simulator.questions.simulate import choices, simulate
from simulator.results.answer import Answer, Part
from simulator.results.results import RunAnswer
from simulator.results.summary import reading_words
from simulator.rulebooks.law import Law
from simulator.scenario.scenario import Scenario
from simulator.words.problems import did_you_mean, refuse
from simulator.words.sources import Cite


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Part):
    """One dated line of a story, with the clause that acted, where it is said, and its figures if it has any.

    shares          of a round, by candidate
    names, exempt   the nominations of each candidate at the close, and who needs none
    needs, heads    how many suffice, of how many heads
    for_, against   the votes on a question
    """

    date: dt.date
    step: str
    words: str
    clause: str
    cite: str
    shares: Mapping[str, float] | None = None
    names: Mapping[str, int] | None = None
    exempt: tuple[str, ...] | None = None
    needs: int | None = None
    heads: int | None = None
    for_: float | None = None
    against: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story(Part):
    """One run's story and how it ended; ``readings``: how each dispute was read, in words."""

    run: int
    readings: Mapping[str, str]
    events: tuple[Event, ...]
    ending: str
    leader: str
    date: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Stories(Answer):
    """One run, told under some choices of readings."""

    schema: ClassVar[str] = "party-rules/story/1"

    scenario: str
    seed: int
    stories: tuple[Story, ...]


def stories(
    scenario: Scenario,
    run: int | None = None,
    ending: str | None = None,
    *,
    runs: int | None = None,
    seed: int | None = None,
    executor: Executor | None = None,
) -> Stories:
    """A run under every reading that is compared; without its number a typical one of an ending, or of the commonest."""
    seed = scenario.seed if seed is None else seed
    readings = choices(scenario)
    if run is None or seed is None:
        results = simulate(scenario, runs=runs, seed=seed, executor=executor)
        seed = results.seed
        if run is None:
            run, readings = _typical(results.answer, readings, ending)
    told = tuple(story(scenario, one, seed, run) for one in readings)
    return Stories(scenario=scenario.title, seed=seed, stories=told)


def _typical(answer: RunAnswer, readings: list[Readings], ending: str | None) -> tuple[int, list[Readings]]:
    """A typical run of an ending (or of the commonest), and the choices of readings under which it ends so."""
    entries = answer.results
    if ending is None:
        ending = max(entries[0].endings, key=lambda name: entries[0].endings[name].count)
    known = dict.fromkeys(name for entry in entries for name in entry.typical)
    if ending not in known:
        raise refuse(f"no simulated contest ended “{ending}”", did_you_mean(ending, known))
    first = next(number for number, entry in enumerate(entries) if ending in entry.typical)
    return entries[first].typical[ending], [readings[first]]


def story(scenario: Scenario, readings: Readings, seed: int, run: int) -> Story:
    """Play one run again, alone, and tell it."""
    law = worlds_of(scenario, readings)
    told: list[Told] = []
    ledger = simulated(scenario, law, draw(scenario, seed, run, 1), told)
    world = law.laws[int(ledger.world[0])]
    return Story(
        run=run,
        readings={dispute: reading_words(one) for dispute, one in law.choices[0].items()},
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
    cite = law.cite(told.clause) if told.clause in law.provisions else _nearest(law, told.clause)
    instead = _instead_of(scenario, law, told.clause) if told.step is Step.WINDOW_OPENED else ""
    exempt = told.figures.get("exempt")
    return Event(
        date=scenario.day_zero + dt.timedelta(told.day),
        step=told.step.name.lower().replace("_", " "),
        words=f"{told.words} {instead}".rstrip(),
        clause="" if instead else told.clause,
        cite=cite.words() if cite and not instead else "",
        shares=told.figures.get("shares"),
        names=told.figures.get("names"),
        exempt=None if exempt is None else tuple(exempt),
        needs=told.figures.get("needs"),
        heads=told.figures.get("heads"),
        for_=told.figures.get("for"),
        against=told.figures.get("against"),
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
