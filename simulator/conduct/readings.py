"""The worlds of a scenario: the law under every combination of readings that may come about, ready to be simulated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import product

import numpy as np
from numpy.typing import NDArray

from simulator.engine.worlds import UNKNOWN, Contested, Worlds
from simulator.procedures.arrays import Floats
from simulator.rulebooks.law import Law
from simulator.rulebooks.rulebook import RuleBook
from simulator.scenario.bars import Bar, NoBar, bar_of, bar_of_several, needed_words, needs_of, signed_words
from simulator.scenario.scenario import Body, Mixture, Scenario
from simulator.stages.nomination import Nomination, thresholds
from simulator.stages.values import SetBy, items

Readings = Mapping[str, str | Mixture]
Bodies = Mapping[str, Body]


def worlds_of(scenario: Scenario, *choices: Readings) -> Worlds:
    """The worlds of some choices of readings, side by side; a choice may leave out what the scenario states."""
    return worlds_beside([scenario], *choices)


def worlds_beside(scenarios: Sequence[Scenario], *choices: Readings) -> Worlds:
    """The worlds of a scenario under some settings of its law, each under some choices of readings, all side by side.

    scenarios   the same but for provisions that are set, such as a bar: its numbers part no cohort
    """
    scenario = scenarios[0]
    asked = [(one, {**one.readings, **choice}) for one in scenarios for choice in choices or ({},)]
    every = [choice for _, choice in asked]
    read: list[dict[str, str | None]] = []
    laws: list[Law] = []
    first = []
    for one, choice in asked:
        options = {dispute: _options(one, dispute, reading) for dispute, reading in choice.items()}
        first.append(len(read))
        read += [dict(zip(options, combination, strict=True)) for combination in product(*options.values())]
        for world in read[first[-1] :]:
            laws.append(one.book.read(one.edition, {d: r for d, r in world.items() if r is not None}, one.what_ifs))
    after = [*first[1:], len(read)]
    chosen = [choice for k, choice in enumerate(every) for _ in range(first[k], after[k])]
    disputes = {
        dispute: found
        for dispute in scenario.readings
        if (found := _contested(scenario, dispute, chosen, read, laws)) is not None
    }
    bars, numbers, needs = _bars(scenario.bodies, laws)
    return Worlds(
        every,
        read,
        first,
        laws,
        bars,
        numbers,
        needs,
        disputes,
        [one for one in disputes.values() if "politics.court.asked" in scenario.beliefs and any(one.open)],
        partial(_needed_words, scenario),
        scenario.book.bodies,
    )


def _needed_words(scenario: Scenario, law: Law, name: str) -> str:
    """What the bar of a stage, or a contest's petition, needs, with the sum."""
    if name in law.contests:
        return signed_words(law.compiled[1][name].petition, scenario.bodies)
    return needed_words(law, name, scenario.bodies)


def worlds_of_law(law: Law, bodies: Bodies) -> Worlds:
    """One world: a law in which nothing is open, for the heads of some bodies."""
    return Worlds([{}], [{}], [0], [law], *_bars(bodies, [law]), {})


def settlers(scenario: Scenario, dispute: str) -> tuple[str, ...]:
    """The stages at which a body settles a dispute."""
    law = scenario.edition.law
    return tuple(stage for stage in law.stages if dispute in items(law.get(f"{stage}.settles")))


def sides(book: RuleBook, dispute: str) -> tuple[str, str] | None:
    """The reading of a dispute that favours the incumbent, and the one that favours a challenger; None: it has no sides."""
    found = {reading.favours: name for name, reading in book.disputes[dispute].readings.items() if reading.favours}
    return (found["incumbent"], found["challenger"]) if {"incumbent", "challenger"} <= set(found) else None


def eligible(book: RuleBook, dispute: str) -> tuple[str, ...]:
    """The readings that a body may choose: those that say whom they favour (one that leaves it to the body is no choice)."""
    readings = book.disputes[dispute].readings
    pair = sides(book, dispute) or ()
    return (*pair, *(name for name, one in sorted(readings.items()) if one.favours and name not in pair))


def _options(scenario: Scenario, dispute: str, reading: str | Mixture) -> tuple[str | None, ...]:
    """How a dispute may come to be read: as chosen; by chance; or, where a body settles it, open and then either way."""
    book = scenario.book
    if isinstance(reading, Mixture):
        return tuple(name for name, _ in reading.chances) if reading.chances else (None, *eligible(book, dispute))
    leaves_it_open = settlers(scenario, dispute) and _left_open(book, dispute, reading)
    return (reading, *eligible(book, dispute)) if leaves_it_open else (reading,)


def _left_open(book: RuleBook, dispute: str, reading: str) -> bool:
    """Whether a reading leaves the question to a body."""
    changes = book.reading(dispute, reading).patch.change
    return any(isinstance(said, dict) and "set_by" in said for said in changes.values())


def _contested(
    scenario: Scenario, dispute: str, chosen: Sequence[Readings], read: list[dict[str, str | None]], laws: list[Law]
) -> Contested | None:
    """A dispute as bodies and courts meet it in the contest; None where no stage settles it."""
    pair = sides(scenario.book, dispute)
    stages = settlers(scenario, dispute)
    if pair is None or not stages:
        return None
    law = scenario.edition.law
    bodies = {body for stage in stages for body in items(law.get(f"{stage}.by"))}
    left = [_left(scenario, dispute, one[dispute], world, bodies) for one, world in zip(read, laws, strict=True)]
    asked = [one.get(dispute, "") for one in chosen]
    made = [isinstance(one, Mixture) and bool(one.decided_by or one.made) for one in asked]
    touched = next(p for one in scenario.book.disputes[dispute].readings.values() for p in one.patch.change)
    return Contested(dispute, *pair, eligible(scenario.book, dispute), touched, tuple(made), tuple(left))


def _left(scenario: Scenario, dispute: str, reading: str | None, law: Law, bodies: Iterable[str]) -> bool:
    """Whether in a world the disputed provision is left to a body, which may fix it for this contest."""
    touched = scenario.book.reading(dispute, reading).patch.change if reading else ()
    return any(law.get(path) == SetBy(body) for path in touched for body in bodies)


def _bars(bodies: Bodies, laws: list[Law]) -> tuple[list[Bar], dict[str, list[int]], dict[str, list[list[int]]]]:
    """The different bars, their numbers in each world, and the heads that each of their thresholds needs."""
    bars: list[Bar] = []
    numbers: dict[str, list[int]] = {}
    needs: dict[str, list[list[int]]] = {}
    for stage in dict.fromkeys(name for law in laws for name, kind in law.kinds.items() if kind == "nomination"):
        numbers[stage] = [_number(bars, law, stage, bodies) for law in laws]
        rows = [_heads(law, stage, bodies) for law in laws]
        width = max(map(len, rows))
        filled = [row + [UNKNOWN] * (width - len(row)) for row in rows]
        needs[stage] = [list(column) for column in zip(*filled, strict=True)] if width else [[UNKNOWN] * len(laws)]
    for contest in dict.fromkeys(name for law in laws for name in law.contests):
        needs[contest] = [[_signatures(law, contest, bodies) for law in laws]]
    return bars, numbers, needs


def _signatures(law: Law, contest: str, bodies: Bodies) -> int:
    """How many must sign a petition for a contest; −1 where that is not known, or it is no petition."""
    compiled = law.compiled[1].get(contest)
    petition = None if compiled is None else compiled.petition
    needs = None if petition is None else needs_of(petition, bodies)
    return UNKNOWN if needs is None else needs


def _number(bars: list[Bar], law: Law, stage: str, bodies: Bodies) -> int:
    if law.kinds.get(stage) != "nomination":
        return UNKNOWN
    bar = bar_of_several(law, stage, bodies)
    if isinstance(bar, NoBar):
        return UNKNOWN
    if bar not in bars:
        bars.append(bar)
    return bars.index(bar)


def _heads(law: Law, stage: str, bodies: Bodies) -> list[int]:
    compiled = law.compiled[0].get(stage)
    if not isinstance(compiled, Nomination):
        return []
    if isinstance(law.get(f"{stage}.bar.by"), tuple):
        bar = bar_of(law, stage, bodies)
        return [UNKNOWN if isinstance(bar, NoBar) else bar.needs]
    found = [needs_of(one, bodies) for one in thresholds(compiled.bar)]
    return [UNKNOWN if one is None else one for one in found]


def start(worlds: Worlds, mixed: Mapping[str, Floats], runs: int) -> NDArray[np.uint16]:
    """The world each run begins in: by chance where readings are mixed, undecided where a body will decide.

    mixed   dispute → uniform[run] over all choices;  runs  of all choices together
    """
    each = runs // len(worlds.choices)
    parts = []
    for choice in range(len(worlds.choices)):
        own = {dispute: uniform[choice * each : (choice + 1) * each] for dispute, uniform in mixed.items()}
        parts.append(_start(worlds, choice, own, each))
    return np.concatenate(parts)


def _start(worlds: Worlds, choice: int, mixed: Mapping[str, Floats], runs: int) -> NDArray[np.uint16]:
    world = np.full(runs, worlds.first[choice], np.uint16)
    for dispute, reading in worlds.choices[choice].items():
        if isinstance(reading, Mixture) and reading.chances:
            marks = np.cumsum([share for _, share in reading.chances])[:-1].astype(np.float32)
            index = (mixed[dispute][None] >= marks[:, None]).sum(axis=0)
            for number, (name, _) in enumerate(reading.chances):
                here = index == number
                world[here] = worlds.settled(world[here], dispute, name)
    return world
