"""Simulate: draw, compile the law, simulate and cut into readings, in one place that every question calls.

Draws belong to fixed blocks of runs and batches are whole blocks, so neither the batch, nor the number of workers, nor
the number of runs changes what happens in a run. Two answers come of it: records of everything, batch by batch
(:func:`simulate`), and who leads, block by block, from the cache where it is there (:func:`leading`, :func:`leaders`).
"""

from __future__ import annotations

import pickle
import secrets
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.draws import Draws, draw
from simulator.beliefs.streams import BLOCK, RandomStreams
from simulator.conduct.readings import Readings, worlds_of
from simulator.conduct.simulate import simulate as simulated
from simulator.engine.ledger import Ledger
from simulator.engine.worlds import Worlds
from simulator.questions.cache import Answer, Cache, Row, blocks, content_of, key_of, spans
from simulator.questions.executor import in_turn
from simulator.results.records import Records
from simulator.results.results import Results, words
from simulator.results.summary import reading_words
from simulator.scenario.scenario import Mixture, Scenario

if TYPE_CHECKING:
    from concurrent.futures import Executor

BATCH = 4 * BLOCK
ROWS = 4 * BATCH
Progress = Callable[[int, int], None]
Load = Callable[[Mapping[str, str]], Scenario]
Leaders = NDArray[np.int8]


class DrawCache:
    """Draws as :func:`draw` makes them, the last few kept: where only the law differs they are the same."""

    def __init__(self, most: int = 1) -> None:
        self._most, self._known = most, dict[object, Draws]()

    def __call__(self, scenario: Scenario, seed: int, first: int, runs: int) -> Draws:
        """The draws of some runs."""
        believed = tuple((path, one.quantity) for path, one in scenario.beliefs.items())
        mixed = tuple((d, r) for d, r in scenario.readings.items() if isinstance(r, Mixture))
        key = (believed, mixed, seed, first, runs)
        if key not in self._known:
            while len(self._known) >= self._most:
                del self._known[next(iter(self._known))]
            self._known[key] = draw(scenario, seed, first, runs)
        return self._known[key]

    def clear(self) -> None:
        """Keep none."""
        self._known.clear()


_DRAWS = DrawCache()
"""The last draws of this process, for the next task that meets them; given up when a question is answered."""


@dataclass(frozen=True, eq=False)
class Case:
    """Contests to be simulated on the same draws: at most one batch, under some choices of readings side by side.

    first, runs   which runs
    streams       block → its random streams, where they are not simply those of the seed;  plan  says which, for the cache
    settings      what is set in the scenario that its own ``settings`` do not say: path → value in full, for the cache
    drawn         where draws come from, if somebody keeps them; this process only
    """

    scenario: Scenario
    readings: Sequence[Readings]
    runs: int
    seed: int
    first: int = 0
    streams: Callable[[int], RandomStreams] | None = None
    plan: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    drawn: DrawCache | None = None

    @property
    def draws(self) -> Draws:
        """Everything that chance decides in these runs."""
        if self.streams is not None:
            return draw(self.scenario, self.seed, self.first, self.runs, self.streams)
        return (self.drawn or _DRAWS)(self.scenario, self.seed, self.first, self.runs)

    @property
    def worlds(self) -> list[Worlds]:
        """The worlds that each choice of readings is simulated in: one entry a choice, several of them the same."""
        groups = grouped(self.scenario, self.readings, self.runs, _compiled)
        return [worlds for worlds, many in groups for _ in range(many)]

    @property
    def ledgers(self) -> list[Ledger]:
        """What happened under each choice of readings."""
        return [ledger for _, ledger in ledgers(self.scenario, self.readings, self.draws, _compiled)]

    def __reduce__(self) -> tuple[object, ...]:
        """A scenario travels as bytes, and a worker opens the same bytes once."""
        rest = (self.readings, self.runs, self.seed, self.first, self.streams, self.plan, self.settings)
        return _arrived, (_packed(self.scenario), *rest)


_PACKED: deque[tuple[Scenario, bytes]] = deque(maxlen=2)


def _packed(scenario: Scenario) -> bytes:
    for known, parcel in _PACKED:
        if known is scenario:
            return parcel
    _PACKED.append((scenario, pickle.dumps(scenario)))
    return _PACKED[-1][1]


_opened: Callable[[bytes], Scenario] = lru_cache(maxsize=2)(pickle.loads)


def _arrived(parcel: bytes, *rest: Any) -> Case:
    return Case(_opened(parcel), *rest)


_COMPILED: deque[tuple[Scenario, Sequence[Readings], Worlds]] = deque(maxlen=8)


def _compiled(scenario: Scenario, readings: Sequence[Readings]) -> Worlds:
    """The worlds of some choices of readings; those of the last few are kept, for the next batch."""
    for known, theirs, worlds in _COMPILED:
        if known is scenario and theirs == readings:
            return worlds
    _COMPILED.append((scenario, readings, worlds_of(scenario, *readings)))
    return _COMPILED[-1][2]


def _anew(scenario: Scenario, readings: Sequence[Readings]) -> Worlds:
    return worlds_of(scenario, *readings)


Compile = Callable[[Scenario, Sequence[Readings]], Worlds]


def grouped(
    scenario: Scenario, readings: Sequence[Readings], runs: int, compiled: Compile
) -> Iterator[tuple[Worlds, int]]:
    """The worlds of the choices that are simulated side by side, along one run axis of at most ROWS, and how many these are."""
    size = max(1, ROWS // runs)
    for some in (readings[first : first + size] for first in range(0, len(readings), size)):
        yield compiled(scenario, some), len(some)


def ledgers(
    scenario: Scenario, readings: Sequence[Readings], draws: Draws, compiled: Compile = _anew
) -> Iterator[tuple[Worlds, Ledger]]:
    """The worlds and the ledger of each choice of readings, on the same draws."""
    for worlds, many in grouped(scenario, readings, draws.runs, compiled):
        ledger = simulated(scenario, worlds, draws.repeated(many))
        yield from ((worlds, part) for part in ledger.parts(many))


def choices(scenario: Scenario) -> list[Readings]:
    """Every choice of readings to lay side by side: the compared disputes crossed, in the book's order."""
    options = [list(scenario.book.disputes[d].readings) for d in scenario.compared]
    return [{**scenario.readings, **dict(zip(scenario.compared, one, strict=True))} for one in product(*options)]


def reading_names(scenario: Scenario) -> list[str]:
    """What tells each of these choices from the others."""
    return [words(scenario, {d: reading_words(r) for d, r in one.items()}) for one in choices(scenario)]


def seed_of(scenario: Scenario, seed: int | None = None) -> int:
    """The seed given, else the scenario's own, else one drawn."""
    seed = scenario.seed if seed is None else seed
    return secrets.randbelow(2**32) if seed is None else seed


# --- records ----------------------------------------------------------------------------------------------------------
def simulate(
    scenario: Scenario,
    *,
    runs: int | None = None,
    seed: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    drawn: DrawCache | None = None,
) -> Results:
    """Simulate a scenario under its readings (each reading of the disputes it compares) on the same draws.

    runs      how many contests; the scenario's own number if not given
    seed      of all random draws; the scenario's own, or one drawn and recorded
    executor  who shares the batches (this process, if none is given); the results are the same whoever does
    progress  called with (runs simulated, runs to simulate) after each batch
    drawn     where the draws of a batch come from, if somebody keeps them; this process only
    """
    runs, seed, every = scenario.runs if runs is None else runs, seed_of(scenario, seed), choices(scenario)
    records = [Records(readings, runs) for readings in every]
    batches = [Case(scenario, every, min(BATCH, runs - at), seed, at, drawn=drawn) for at in range(0, runs, BATCH)]
    try:
        for case, parts in zip(batches, in_turn(executor, ledgers_of, ((one,) for one in batches)), strict=True):
            for record, worlds, ledger in zip(records, case.worlds, parts, strict=True):
                record.add(ledger, worlds, case.first)
            if progress is not None:
                progress(case.first + case.runs, runs)
    finally:
        _DRAWS.clear()
    return Results(scenario, runs, seed, tuple(records))


def ledgers_of(case: Case) -> list[Ledger]:
    """The task of :func:`simulate`: what happened under each choice of readings."""
    return case.ledgers


# --- who leads --------------------------------------------------------------------------------------------------------
Taken = Callable[[int, int, int, Answer], None]


def leading(
    cases: Iterable[Case],
    taken: Taken,
    *,
    cache: Cache | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    whole: int = 0,
) -> None:
    """Who leads in each block of each case, under each choice of readings: from the cache, or simulated and kept there.

    cases   made as they are needed, begun in their order
    taken   called with (number of the case, number of the choice, first run, answer) for each block
    whole   how many contests there are in all, for ``progress``, which is called with (contests done, whole)
    """
    asked: deque[tuple[int, _Part]] = deque()
    done = 0.0

    def tasks() -> Iterator[tuple[Case]]:
        nonlocal done
        for number, case in enumerate(cases):
            parts = list(_waiting(number, case, cache, taken))
            done += case.runs - sum(part.share for part in parts)
            asked.extend((number, part) for part in parts)
            yield from ((part.case,) for part in parts)

    try:
        for answers in in_turn(executor, leaders_in, tasks()):
            number, part = asked.popleft()
            if cache is not None:
                cache.put((row, one) for row, one in zip(part.rows, _flat(answers), strict=True))
            for choice, theirs in zip(part.choices, answers, strict=True):
                for (first, _), answer in zip(blocks(part.case.first, part.case.runs), theirs, strict=True):
                    taken(number, choice, first, answer)
            done += part.share
            if progress is not None:
                progress(round(done), whole)
    finally:
        _DRAWS.clear()


def leaders_in(case: Case) -> list[list[Answer]]:
    """The task of :func:`leading`: who leads under each choice of readings, block by block."""
    every = ledgers(case.scenario, case.readings, case.draws, _compiled)
    return [
        [_answer(case, worlds, ledger, *block) for block in blocks(case.first, case.runs)] for worlds, ledger in every
    ]


def _answer(case: Case, worlds: Worlds, ledger: Ledger, first: int, runs: int) -> Answer:
    here = slice(first - case.first, first - case.first + runs)
    met = np.flatnonzero(np.bincount(ledger.bar[here] + 1)) - 1
    return Answer(ledger.leader[here], tuple(sorted({worlds.bars[bar].needs for bar in met.tolist() if bar >= 0})))


def leaders(
    cases: Sequence[Case],
    *,
    cache: Cache | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> list[Leaders]:
    """Who leads in each run of each case, under each choice of readings: leader[choice, run]."""
    found = [np.zeros((len(one.readings), one.runs), np.int8) for one in cases]

    def taken(number: int, choice: int, first: int, answer: Answer) -> None:
        at = first - cases[number].first
        found[number][choice, at : at + len(answer.leaders)] = answer.leaders

    whole = sum(one.runs for one in cases)
    leading(cases, taken, cache=cache, executor=executor, progress=progress, whole=whole)
    return found


@dataclass(frozen=True)
class _Part:
    """What of a case is not in the cache: some choices in some blocks, with a row for each; its share of the case's contests."""

    case: Case
    choices: list[int]
    rows: list[Row]
    share: float


def _waiting(number: int, case: Case, cache: Cache | None, taken: Taken) -> Iterator[_Part]:
    """The parts of a case that are not in the cache; what is there is taken from it."""
    if cache is None:
        yield _Part(case, list(range(len(case.readings))), [], case.runs)
        return
    scenario, lacking = case.scenario, dict[tuple[tuple[int, int], ...], list[int]]()
    content = content_of(scenario, settings=dict(case.settings), readings=dict(scenario.readings), plan=case.plan)
    rows: dict[tuple[int, int], Row] = {}
    for choice, readings in enumerate(case.readings):
        chosen = {d: r for d, r in readings.items() if d in scenario.compared or scenario.readings[d] != r}
        said = {**case.settings, **{dispute: reading_words(reading) for dispute, reading in chosen.items()}}
        missing = []
        for first, runs in blocks(case.first, case.runs):
            key = key_of(content, {**scenario.readings, **readings}, case.seed, first, runs)
            rows[choice, first] = Row(key, scenario.title, scenario.ids, said, first, runs, case.seed)
            if (answer := cache.get(key)) is None:
                missing.append((first, runs))
            else:
                taken(number, choice, first, answer)
        for span in spans(missing):
            lacking.setdefault(tuple(span), []).append(choice)
    for there, some in lacking.items():
        first, runs = there[0][0], sum(there[-1]) - there[0][0]
        part = replace(case, readings=[case.readings[choice] for choice in some], first=first, runs=runs)
        theirs = [rows[choice, at] for choice in some for at, _ in there]
        yield _Part(part, some, theirs, runs * len(some) / len(case.readings))


def _flat(answers: list[list[Answer]]) -> Iterator[Answer]:
    return (one for theirs in answers for one in theirs)
