"""Simulate: draw in batches, play every batch under every choice of readings, keep the records.

Draws belong to fixed blocks of runs and batches are whole blocks, so neither the batch, nor the number of workers, nor
the number of runs changes what happens in a run.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from itertools import product

from simulator.beliefs.draws import Draws, draw
from simulator.beliefs.luck import BLOCK
from simulator.conduct.readings import Readings, worlds_of
from simulator.conduct.simulate import simulate as play
from simulator.engine.ledger import Ledger
from simulator.engine.worlds import Worlds
from simulator.questions.crew import end_with_parent
from simulator.results.records import Records
from simulator.results.results import Results
from simulator.scenario.scenario import Mixture, Scenario

BATCH = 4 * BLOCK
ROWS = 4 * BATCH
Progress = Callable[[int, int], None]
Drawn = Callable[[Scenario, int, int, int], Draws]


class Kept:
    """Draws as :func:`draw` makes them, the last few kept: where only the law differs they are the same."""

    def __init__(self, most: int = 4) -> None:
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


def choices(scenario: Scenario) -> list[Readings]:
    """Every choice of readings to lay side by side: the compared disputes crossed, in the book's order."""
    options = [list(scenario.book.disputes[d].readings) for d in scenario.compared]
    return [{**scenario.readings, **dict(zip(scenario.compared, one, strict=True))} for one in product(*options)]


def simulate(
    scenario: Scenario,
    *,
    runs: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    drawn: Drawn = draw,
) -> Results:
    """Play a scenario under its readings (each reading of the disputes it compares) on the same draws.

    runs      how many contests; the scenario's own number if not given
    seed      of all luck; the scenario's own, or one drawn and recorded
    workers   processes that share the batches; the results are the same whatever their number
    progress  called with (runs played, runs to play) after each batch
    drawn     where the draws of a batch come from, if somebody keeps them (:class:`Kept`); this process only
    """
    runs = scenario.runs if runs is None else runs
    seed = seed_of(scenario, seed)
    laws = grouped(scenario, runs)
    records = [Records(readings, runs) for law in laws for readings in law.choices]
    batches = [(first, min(BATCH, runs - first)) for first in range(0, runs, BATCH)]
    played = 0
    for first, count, ledgers in _batches(scenario, laws, seed, batches, workers, drawn):
        _write(records, laws, ledgers, first)
        played += count
        if progress is not None:
            progress(played, runs)
    return Results(scenario, runs, seed, tuple(records))


def seed_of(scenario: Scenario, seed: int | None = None) -> int:
    """The seed given, else the scenario's own, else one drawn."""
    seed = scenario.seed if seed is None else seed
    return secrets.randbelow(2**32) if seed is None else seed


def grouped(scenario: Scenario, runs: int) -> list[Worlds]:
    """The choices of readings in groups that are played side by side, along one run axis of at most ROWS."""
    every = choices(scenario)
    size = max(1, ROWS // min(runs, BATCH))
    return [worlds_of(scenario, *every[first : first + size]) for first in range(0, len(every), size)]


def _write(records: list[Records], laws: list[Worlds], ledgers: list[Ledger], first: int) -> None:
    rows = iter(records)
    for law, ledger in zip(laws, ledgers, strict=True):
        for part in ledger.parts(len(law.choices)):
            next(rows).add(part, law, first)


def _batches(
    scenario: Scenario, laws: list[Worlds], seed: int, batches: list[tuple[int, int]], workers: int, drawn: Drawn
) -> Iterator[tuple[int, int, list[Ledger]]]:
    if workers <= 1 or len(batches) == 1:
        for first, count in batches:
            yield first, count, batch(scenario, laws, seed, first, count, drawn)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers, initializer=_remember, initargs=(scenario, seed, batches[0][1])) as pool:
        waiting = [pool.submit(_apart, first, count) for first, count in batches]
        for (first, count), done in zip(batches, waiting, strict=True):
            yield first, count, done.result()


_KNOWN: dict[str, tuple[Scenario, list[Worlds], int]] = {}


def _remember(scenario: Scenario, seed: int, runs: int) -> None:
    """What a worker keeps between batches; it ends with the process that began it."""
    end_with_parent()
    _KNOWN["work"] = scenario, grouped(scenario, runs), seed


def _apart(first: int, count: int) -> list[Ledger]:
    scenario, laws, seed = _KNOWN["work"]
    return batch(scenario, laws, seed, first, count)


def batch(
    scenario: Scenario, laws: list[Worlds], seed: int, first: int, count: int, drawn: Drawn = draw
) -> list[Ledger]:
    """Draw one batch and play it under each law."""
    draws = drawn(scenario, seed, first, count)
    return [play(scenario, law, draws.repeated(len(law.choices))) for law in laws]
