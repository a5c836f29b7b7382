"""Cells: one setting of a scenario played once, kept by content, so that work resumes and nothing is played twice.

A cell's key is a fingerprint of all that decides its counts: the resolved scenario with what is set, its rule book, the
readings laid side by side, seed, runs and the code's version. The store is one SQLite file in write-ahead mode: a cell is
written whole or not at all, and a process killed at any moment loses at most the cells it was playing.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simulator.questions.crew import Crew
from simulator.questions.simulate import Progress, choices, simulate
from simulator.results.provenance import versions
from simulator.results.results import words
from simulator.results.summary import reading_words
from simulator.scenario.scenario import Scenario
from simulator.words.problems import refuse

Load = Callable[[Mapping[str, str]], Scenario]
Answer = dict[str, Any]
ALONE = Crew()


@dataclass(frozen=True)
class Cell:
    """One setting: what is set (path, value as written), and how often it is played with which luck."""

    settings: tuple[tuple[str, str], ...]
    runs: int
    seed: int


class Store:
    """Cells already played, in a SQLite file; without a file, in memory."""

    def __init__(self, file: str | None = None) -> None:
        try:
            self._file = sqlite3.connect(file or ":memory:", isolation_level=None, timeout=60)
            if file:
                self._file.execute("PRAGMA journal_mode=WAL")
            self._file.execute(
                "CREATE TABLE IF NOT EXISTS cells (key TEXT PRIMARY KEY, scenario TEXT, settings TEXT, runs INTEGER, "
                "seed INTEGER, answer TEXT)"
            )
        except sqlite3.Error as error:
            raise refuse(f"{file}: cannot keep cells there: {error}", "name a new file, such as cells.sqlite") from None

    def get(self, key: str) -> Answer | None:
        """A cell's answer, if it has been played."""
        row = self._file.execute("SELECT answer FROM cells WHERE key = ?", (key,)).fetchone()
        answer: Answer | None = None if row is None else json.loads(row[0])
        return answer

    def put(self, key: str, scenario: str, cell: Cell, answer: Answer) -> None:
        """Keep a cell's answer; one that is there already stays as it is."""
        row = (key, scenario, json.dumps(dict(cell.settings)), cell.runs, cell.seed, json.dumps(answer))
        self._file.execute("INSERT OR IGNORE INTO cells VALUES (?, ?, ?, ?, ?, ?)", row)

    def __len__(self) -> int:
        return int(self._file.execute("SELECT count(*) FROM cells").fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def key_of(scenario: Scenario, cell: Cell) -> str:
    """The fingerprint of all that decides a cell's counts."""
    said = {
        "provenance": scenario.provenance(),
        "readings": [{d: reading_words(r) for d, r in one.items()} for one in choices(scenario)],
        "runs": cell.runs,
        "seed": cell.seed,
        "versions": versions(),
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def play_cell(scenario: Scenario, cell: Cell) -> Answer:
    """The counts of one cell: who leads under each reading, and the names needed."""
    results = simulate(scenario, runs=cell.runs, seed=cell.seed)
    return {
        "readings": {
            words(scenario, entry["readings"]): {
                "leader": {one: round(row["chance"] * cell.runs) for one, row in entry["leader"].items()},
                "needs": sorted({bar["needs"] for bar in entry["bars"]}),
            }
            for entry in results.document["results"]
        }
    }


def balanced(count: int) -> list[int]:
    """The numbers below ``count`` in an order that is even whenever it stops (van der Corput, base 2).

    >>> balanced(8)
    [0, 4, 2, 6, 1, 5, 3, 7]
    """
    bits = max(count - 1, 1).bit_length()
    turned = (int(f"{n:0{bits}b}"[::-1], 2) for n in range(1 << bits))
    return [n for n in turned if n < count]


def played(
    load: Load, cells: Sequence[Cell], store: Store, *, crew: Crew = ALONE, progress: Progress | None = None
) -> list[Answer]:
    """The answers of some cells, in their order: from the store, or played in balanced order and kept as they come."""
    answers: dict[int, Answer] = {}
    waiting: list[tuple[int, Scenario, str]] = []
    for number in balanced(len(cells)):
        scenario = load(dict(cells[number].settings))
        key = key_of(scenario, cells[number])
        known = store.get(key)
        if known is not None:
            answers[number] = known
        else:
            waiting.append((number, scenario, key))
    for done, answer in crew.does(play_cell, [(scenario, cells[number]) for number, scenario, _ in waiting]):
        number, scenario, key = waiting[done]
        store.put(key, scenario.title, cells[number], answer)
        answers[number] = answer
        if progress is not None:
            progress(len(answers) * cells[number].runs, len(cells) * cells[number].runs)
    return [answers[number] for number in range(len(cells))]
