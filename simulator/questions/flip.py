"""Flip: the fewest nominators who would have to act otherwise to change who is likeliest to lead.

More names need not help step by step: past a bar a rival may win a ballot whom one name fewer kept off it. So every number
is tried from one up, on the same draws, until somebody else is likeliest; it ends early only where nobody is left to move.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.draws import Draws, draw
from simulator.beliefs.nominators import NOMINATIONS, bodies_of, names_of
from simulator.conduct.readings import Readings
from simulator.engine.leaders import counted, in_order
from simulator.questions.simulate import BATCH, choices, ledgers, reading_names, seed_of
from simulator.results.answer import Answer, Part
from simulator.results.chances import Share
from simulator.scenario.scenario import CHALLENGER, Scenario
from simulator.words.problems import refuse

Array = NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class Standing:
    """Who is likeliest to lead, and by how much: the lead over the next, with its paired standard error."""

    who: str
    chance: Share
    second: str
    lead: float
    error: float

    @classmethod
    def of(cls, scenario: Scenario, counts: Array) -> Standing:
        """From the counts of runs, as :func:`counted` has them.

        In no run do two lead, so the variance of the lead is (p + q − (p − q)²) / n.
        """
        order, runs = np.argsort(-counts, kind="stable"), int(counts.sum())
        first, second = (Share(count=int(counts[n]), of=runs) for n in order[:2])
        lead = first.share - second.share
        error = math.sqrt(max(first.share + second.share - lead * lead, 0.0) / runs)
        who = in_order(scenario.ids)
        return cls(who[order[0]], first, who[order[1]], lead, error)


@dataclass(frozen=True, slots=True, kw_only=True)
class FlippedUnder(Part):
    """Under some readings, who is likeliest to lead, and the fewest nominators who change that (null: none do).

    second, lead    the next likeliest, and how far behind, with the standard error of that difference
    more_for, fewer_for   whom so many more name, or so many fewer;  then: who is likeliest then
    """

    readings: str
    likeliest: str
    chance: Share
    second: str
    lead: float
    lead_error: float
    fewest: int | None
    more_for: str | None
    fewer_for: str | None
    then: str | None
    then_chance: Share | None
    then_lead: float | None
    then_lead_error: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlipAnswer(Answer):
    """The fewest nominators who, naming otherwise in every contest, change who is likeliest to lead, under each reading.

    subject  whom they name instead of a challenger, or the other way about, by id and by ``name``
    """

    schema: ClassVar[str] = "party-rules/flip/1"

    scenario: str
    subject: str
    name: str
    runs: int
    seed: int
    rows: tuple[FlippedUnder, ...]


def flip(scenario: Scenario, *, runs: int | None = None, seed: int | None = None) -> FlipAnswer:
    """The fewest nominators who, naming otherwise in every contest, change who is likeliest to lead; under each reading.

    Each of them names the incumbent (or whoever the file is about) instead of a challenger, or the other way about. The
    rest of the contest is played as drawn, so where the bar decides this is exact for the contests drawn.
    """
    runs, seed = min(scenario.runs if runs is None else runs, BATCH), seed_of(scenario, seed)
    subject = scenario.about or (scenario.ids[scenario.incumbent] if scenario.incumbent >= 0 else "")
    if subject not in names_of(scenario):
        raise refuse(
            "nothing is believed of who would name the incumbent, or whoever the file is about",
            "write about: CANDIDATE, and nominate: for them in a bloc",
        )
    draws, every = draw(scenario, seed, 0, runs), choices(scenario)
    before = [Standing.of(scenario, counts[0]) for counts in _tallies(scenario, every, [draws])]
    found: dict[int, tuple[int, Standing]] = {}
    for shifts in _in_groups(scenario, draws, subject, len(every)):
        waiting = [number for number in range(len(every)) if number not in found]
        if not waiting:
            break
        tallies = _tallies(scenario, [every[number] for number in waiting], [moved for _, moved in shifts])
        for number, counts in zip(waiting, tallies, strict=True):
            after = ((shift, Standing.of(scenario, one)) for (shift, _), one in zip(shifts, counts, strict=True))
            first = next((pair for pair in after if pair[1].who != before[number].who), None)
            if first is not None:
                found[number] = first
    rows = [
        _row(name, subject, before[number], found.get(number)) for number, name in enumerate(reading_names(scenario))
    ]
    return FlipAnswer(
        scenario=scenario.title, subject=subject, name=scenario.name_of(subject), runs=runs, seed=seed,
        rows=tuple(rows),
    )  # fmt: skip


def _row(readings: str, subject: str, before: Standing, found: tuple[int, Standing] | None) -> FlippedUnder:
    shift, after = found if found is not None else (0, None)
    return FlippedUnder(
        readings=readings, likeliest=before.who, chance=before.chance, second=before.second, lead=before.lead,
        lead_error=before.error, fewest=abs(shift) or None, more_for=subject if shift > 0 else None,
        fewer_for=subject if shift < 0 else None, then=None if after is None else after.who,
        then_chance=None if after is None else after.chance, then_lead=None if after is None else after.lead,
        then_lead_error=None if after is None else after.error,
    )  # fmt: skip


def _tallies(scenario: Scenario, every: Sequence[Readings], shifted: Sequence[Draws]) -> list[list[Array]]:
    """Counts of each leader under each choice of readings, for each of several draws laid along one run axis."""
    laid = shifted[0].repeated(len(shifted))
    laid = laid.with_arrays({NOMINATIONS: np.concatenate([one[NOMINATIONS] for one in shifted], axis=-1)})
    return [
        [counted(one, len(scenario.ids)) for one in np.split(ledger.leader, len(shifted))]
        for _, ledger in ledgers(scenario, every, laid)
    ]


def _in_groups(scenario: Scenario, draws: Draws, subject: str, readings: int) -> Iterator[list[tuple[int, Draws]]]:
    """One more and one fewer, two more and two fewer, and so on, in groups that grow to what fits one play."""
    most, size = max(1, 2 * BATCH // (draws.runs * readings)), 2
    group: list[tuple[int, Draws]] = []
    for one in _shifts(scenario, draws, subject):
        group.append(one)
        if len(group) >= min(size, most):
            yield group
            group, size = [], 2 * size
    if group:
        yield group


def _shifts(scenario: Scenario, draws: Draws, subject: str) -> Iterator[tuple[int, Draws]]:
    """(names more, draws) from one more on, either way, until nobody is left to move."""
    last = {1: draws, -1: draws}
    for k in range(1, sum(bloc.size for bloc in scenario.blocs) + 1):
        for side in tuple(last):
            moved = naming(scenario, draws, subject, side * k)
            if np.array_equal(moved[NOMINATIONS], last[side][NOMINATIONS]):
                del last[side]
            else:
                last[side] = moved
                yield side * k, moved


def naming(scenario: Scenario, draws: Draws, subject: str, more: int) -> Draws:
    """The draws with so many more who name one candidate, or fewer, below zero.

    More come from those who would name any challenger, then from the silent, then from whoever has most names; those who
    turn away name a challenger, or nobody where the file has no such pool.
    """
    rows, named = names_of(scenario), draws[NOMINATIONS].copy()
    mine, pool = rows.index(subject), rows.index(CHALLENGER) if CHALLENGER in rows else None
    left = np.full(named.shape[-1], abs(more), named.dtype)
    if more < 0:
        for body in range(named.shape[1]):
            left = _move(named, body, mine, pool, left)
        return draws.with_arrays({NOMINATIONS: named})
    if pool is not None:
        for body in range(named.shape[1]):
            left = _move(named, body, pool, mine, left)
    for body, name in enumerate(bodies_of(scenario)):
        heads = sum(bloc.size for bloc in scenario.blocs if bloc.body == name)
        joins = np.minimum(left, heads - named[:, body].sum(axis=0, dtype=named.dtype))
        named[mine, body] += joins
        left = left - joins
    others = [row for row in range(len(rows)) if row not in (mine, pool)]
    for row in sorted(others, key=lambda row: -int(draws[NOMINATIONS][row].sum())):
        for body in range(named.shape[1]):
            left = _move(named, body, row, mine, left)
    return draws.with_arrays({NOMINATIONS: named})


def _move(named: Array, body: int, from_: int, to: int | None, left: Array) -> Array:
    """Move up to ``left`` names of one body from one to another (to nobody); returns how many are still to move."""
    taken = np.minimum(left, named[from_, body])
    named[from_, body] -= taken
    if to is not None:
        named[to, body] += taken
    return np.asarray(left - taken)
