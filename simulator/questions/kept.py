"""Arrays that are played once: who leads, run by run, under many readings; and whatever else tasks give as numbers.

Without a store they are played and forgotten. With one, what is there is taken from there, and what is not is kept as soon as
its task is done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.draws import Draws, draw
from simulator.conduct.readings import Readings, worlds_of
from simulator.conduct.simulate import simulate as play
from simulator.questions.crew import Crew, Task
from simulator.questions.simulate import BATCH, ROWS, Progress
from simulator.questions.store import Array, Part, Store, blocks, content_of, key_of, spans
from simulator.results.summary import reading_words
from simulator.scenario.scenario import Scenario

Leaders = NDArray[np.int8]
ALONE = Crew()


@dataclass(frozen=True)
class Asked:
    """Contests that are asked for: a scenario under some choices of readings.

    settings   what was set in the scenario that neither its file nor its ``settings`` say: path → value in full
    """

    scenario: Scenario
    readings: Sequence[Readings]
    settings: Mapping[str, str] = field(default_factory=dict)


def leaders(
    asked: Sequence[Asked],
    runs: int,
    seed: int,
    *,
    store: Store | None = None,
    crew: Crew = ALONE,
    progress: Progress | None = None,
) -> list[Leaders]:
    """Who leads in each run under each choice of readings of each that is asked for: leader[choice, run].

    runs    at most one batch: all meet the same draws;  progress  is called with (contests played, contests to play)
    """
    found = [np.zeros((len(one.readings), runs), np.int8) for one in asked]
    tasks: list[Task] = []
    wanted: list[tuple[int, list[int], list[list[Part]]]] = []
    for number, one in enumerate(asked):
        content = content_of(one.scenario, settings=dict(one.settings), readings=dict(one.scenario.readings))
        for span, rows, parts in _waiting(one, content, runs, seed, store, found[number]):
            first, count = span
            size = max(1, ROWS // count)
            for start in range(0, len(rows), size):
                some = rows[start : start + size]
                tasks.append((one.scenario, [one.readings[row] for row in some], seed, first, count, content))
                wanted.append((number, some, parts[start : start + size]))
    whole = sum(one.size for one in found)
    done = whole - sum(len(task[1]) * task[4] for task in tasks)
    try:
        for at, played in crew.does(play_group, tasks):
            number, rows, parts = wanted[at]
            first, count = tasks[at][3:5]
            found[number][rows, first : first + count] = played
            if store is not None:
                store.put_arrays(
                    (part, played[n, part.first - first : part.first - first + part.runs])
                    for n, row in enumerate(parts)
                    for part in row
                )
            done += len(rows) * count
            if progress is not None:
                progress(done, whole)
    finally:
        _DRAWN.clear()
    return found


def _waiting(
    asked: Asked, content: str, runs: int, seed: int, store: Store | None, found: Leaders
) -> list[tuple[tuple[int, int], list[int], list[list[Part]]]]:
    """What is not in the store: (first run, runs), the choices that need them, the parts to keep; what is there is filled in."""
    if store is None:
        return [((0, runs), list(range(len(asked.readings))), [[] for _ in asked.readings])]
    groups: dict[tuple[tuple[int, int], ...], tuple[list[int], list[list[Part]]]] = {}
    for row, readings in enumerate(asked.readings):
        whole = {**asked.scenario.readings, **readings}
        said = {**asked.settings, **{dispute: reading_words(reading) for dispute, reading in readings.items()}}
        parts = [
            Part(key_of("leader", content, whole, seed, first, count), asked.scenario.title, said, first, count, seed)
            for first, count in blocks(runs)
        ]
        there = {part.key: store.array(part.key) for part in parts}
        for part in parts:
            if (array := there[part.key]) is not None:
                found[row, part.first : part.first + part.runs] = array
        missing = [part for part in parts if there[part.key] is None]
        for span in spans([(part.first, part.runs) for part in missing], BATCH):
            rows, kept = groups.setdefault(tuple(span), ([], []))
            rows.append(row)
            kept.append([part for part in missing if span[0][0] <= part.first <= span[-1][0]])
    return [((span[0][0], sum(span[-1]) - span[0][0]), rows, kept) for span, (rows, kept) in groups.items()]


_DRAWN: dict[tuple[str, int, int, int], Draws] = {}
"""The draws of the last scenario and runs, for the next group of readings that meets them."""


def play_group(
    scenario: Scenario, readings: Sequence[Readings], seed: int, first: int, runs: int, content: str
) -> Leaders:
    """Who leads under some choices of readings laid side by side: leader[choice, run].

    content  what tells the scenario from others whose draws this process may have met
    """
    at = (content, seed, first, runs)
    if at not in _DRAWN:
        _DRAWN.clear()
        _DRAWN[at] = draw(scenario, seed, first, runs)
    ledger = play(scenario, worlds_of(scenario, *readings), _DRAWN[at].repeated(len(readings)))
    return np.stack([part.leader for part in ledger.parts(len(readings))])


def kept(
    function: Callable[..., Array],
    tasks: Sequence[Task],
    parts: Sequence[Part],
    *,
    store: Store | None = None,
    crew: Crew = ALONE,
    progress: Any = None,
) -> list[Array]:
    """The arrays that some tasks give, in their order, each kept as one part; ``progress`` is called with (done, all)."""
    found = {n: array for n, part in enumerate(parts) if store and (array := store.array(part.key)) is not None}
    waiting = [n for n in range(len(tasks)) if n not in found]
    for at, array in crew.does(function, [tasks[n] for n in waiting]):
        found[waiting[at]] = array
        if store is not None:
            store.put_arrays([(parts[waiting[at]], array)])
        if progress is not None:
            progress(len(found), len(tasks))
    return [found[n] for n in range(len(tasks))]
