"""Cells: one setting of a scenario, played block by block and kept by content, so that work resumes and nothing is played twice.

Cells are begun in an order that is even in each of the figures varied, whenever it stops, and every choice of readings of a
cell before the next cell. More runs play the blocks that are not there yet, and no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from simulator.questions.crew import Crew, Task
from simulator.questions.simulate import BATCH, Progress, batch, choices, grouped
from simulator.questions.store import Answer, Part, Store, blocks, content_of, key_of, spans
from simulator.results.results import words
from simulator.results.summary import reading_words
from simulator.scenario.scenario import Scenario

__all__ = ["Answer", "Cell", "Load", "Store", "balanced", "play_cell", "played"]

Load = Callable[[Mapping[str, str]], Scenario]
Span = list[tuple[int, int]]
ALONE = Crew()


@dataclass(frozen=True)
class Cell:
    """One setting: what is set (path, value as written), and how often it is played with which luck."""

    settings: tuple[tuple[str, str], ...]
    runs: int
    seed: int


def play_cell(scenario: Scenario, seed: int, span: Span) -> list[Answer]:
    """The counts of some blocks that follow one another: who leads under each reading, and the names needed, block by block."""
    start, runs = span[0][0], sum(span[-1]) - span[0][0]
    laws, names = grouped(scenario, runs), ("unresolved", "nobody", *scenario.ids)
    found: list[Answer] = [{"readings": {}} for _ in span]
    for law, ledger in zip(laws, batch(scenario, laws, seed, start, runs), strict=True):
        for readings, part in zip(law.choices, ledger.parts(len(law.choices)), strict=True):
            for (first, count), answer in zip(span, found, strict=True):
                here = slice(first - start, first - start + count)
                leader = np.bincount(part.leader[here].astype(np.int16) + 2, minlength=len(names)).tolist()
                bars = np.unique(part.bar[here])
                answer["readings"][words(scenario, {d: reading_words(r) for d, r in readings.items()})] = {
                    "leader": {one: leader[names.index(one)] for one in (*scenario.ids, "nobody", "unresolved")},
                    "needs": sorted({law.bars[bar].needs for bar in bars.tolist() if bar >= 0}),
                }
    return found


def _together(answers: Sequence[Answer]) -> Answer:
    """The counts of some blocks added up."""
    whole: Answer = {"readings": {}}
    for answer in answers:
        for reading, found in answer["readings"].items():
            so_far = whole["readings"].setdefault(reading, {"leader": dict.fromkeys(found["leader"], 0), "needs": []})
            so_far["leader"] = {one: so_far["leader"][one] + count for one, count in found["leader"].items()}
            so_far["needs"] = sorted({*so_far["needs"], *found["needs"]})
    return whole


def balanced(*sizes: int) -> list[int]:
    """The cells of a grid, numbered row by row, in an order that is even along each axis whenever it stops.

    One axis: van der Corput's sequence in base 2. Two: Sobol's first two dimensions, a (0, 2)-sequence, of which every
    4, 8, 16 … points in a row have one in each rectangle of that share of the grid. Cells beyond the grid are left out.

    >>> balanced(8)
    [0, 4, 2, 6, 1, 5, 3, 7]
    >>> balanced(4, 4)[:4]
    [0, 10, 7, 13]
    """
    bits = [(size - 1).bit_length() for size in sizes]
    whole = sum(bits)
    turns = (_van_der_corput, _second_of_sobol)[: len(sizes)]
    order = []
    for number in range(1 << whole):
        at = [turn(number, whole) >> (whole - own) for turn, own in zip(turns, bits, strict=True)]
        if all(one < size for one, size in zip(at, sizes, strict=True)):
            order.append(sum(one * prod(sizes[n + 1 :]) for n, one in enumerate(at)))
    return order


def _van_der_corput(number: int, bits: int) -> int:
    """A number with its bits in the opposite order."""
    return int(f"{number:0{bits}b}"[::-1], 2) if bits else 0


def _second_of_sobol(number: int, bits: int) -> int:
    """The second dimension of Sobol's sequence: its direction numbers are the rows of Pascal's triangle, odd or even."""
    found, direction = 0, 1 << (bits - 1) if bits else 0
    for place in range(bits):
        if number >> place & 1:
            found ^= direction
        direction ^= direction >> 1
    return found


def played(
    loads: Sequence[Load],
    cells: Sequence[Cell],
    store: Store,
    *,
    sizes: Sequence[int] = (),
    crew: Crew = ALONE,
    progress: Progress | None = None,
) -> list[list[Answer]]:
    """The answers of some cells under each way of loading them, in their order: from the store, or played and kept.

    sizes   of the axes of the grid, where the cells are one; they are begun in balanced order, all ways of one cell in turn
    """
    found: dict[tuple[int, int], dict[int, Answer]] = {
        (way, number): {} for way in range(len(loads)) for number in range(len(cells))
    }
    asked: list[tuple[dict[int, Answer], list[Part]]] = []
    whole, there = len(loads) * sum(cell.runs for cell in cells), [0]

    def tasks() -> Iterator[Task]:
        for way, number, scenario, parts in _begun(loads, cells, sizes):
            mine = found[way, number]
            mine |= {part.first: known for part in parts if (known := store.get(part.key)) is not None}
            missing = {(part.first, part.runs): part for part in parts if part.first not in mine}
            there[0] += sum(part.runs for part in parts) - sum(part.runs for part in missing.values())
            for span in spans(missing, BATCH):
                asked.append((mine, [missing[block] for block in span]))
                yield scenario, cells[number].seed, span

    for task, answers in crew.does(play_cell, tasks()):
        mine, parts = asked[task]
        store.put(zip(parts, answers, strict=True))
        mine |= {part.first: answer for part, answer in zip(parts, answers, strict=True)}
        there[0] += sum(part.runs for part in parts)
        if progress is not None:
            progress(there[0], whole)
    return [
        [_together([found[way, number][first] for first, _ in blocks(cell.runs)]) for number, cell in enumerate(cells)]
        for way in range(len(loads))
    ]


def _begun(
    loads: Sequence[Load], cells: Sequence[Cell], sizes: Sequence[int]
) -> Iterator[tuple[int, int, Scenario, list[Part]]]:
    """(way of loading, cell, its scenario, its blocks of one batch) in the order in which they are begun, batch by batch."""
    order, loaded = balanced(*(sizes or (len(cells),))), {}
    most = max((cell.runs for cell in cells), default=0)
    for start in range(0, most, BATCH):
        for number, (way, load) in product(order, enumerate(loads)):
            cell = cells[number]
            if start == 0:
                scenario = load(dict(cell.settings))
                content = content_of(scenario, compared=scenario.compared, readings=choices(scenario))
                if most > BATCH:
                    loaded[way, number] = scenario, content
            else:
                scenario, content = loaded[way, number]
            yield (
                way,
                number,
                scenario,
                [
                    Part(
                        key_of(content, cell.seed, first, runs),
                        scenario.title,
                        dict(cell.settings),
                        first,
                        runs,
                        cell.seed,
                    )
                    for first, runs in blocks(cell.runs)
                    if start <= first < start + BATCH
                ],
            )
