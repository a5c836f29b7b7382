"""The store: what has been played, kept by content, so that work resumes and nothing is played twice.

A key is a fingerprint of all that decides a result: the scenario as merged with what is set, its rule book, the readings, the
seed, which runs, and the code itself, source by source. The store is one SQLite file in write-ahead mode: a result is written
whole or not at all, and a process killed at any moment loses at most what it was playing. Two tables: ``cells`` of counts, as
JSON, and ``arrays`` of who leads run by run, or of chances point by point, as packed numbers.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.luck import BLOCK
from simulator.results.provenance import code, versions
from simulator.scenario.scenario import Scenario
from simulator.words.problems import refuse

Answer = dict[str, Any]
Array = NDArray[Any]
TABLES = {
    "cells": "key TEXT PRIMARY KEY, scenario TEXT, settings TEXT, first INTEGER, runs INTEGER, seed INTEGER, answer TEXT",
    "arrays": "key TEXT PRIMARY KEY, scenario TEXT, settings TEXT, first INTEGER, runs INTEGER, seed INTEGER, "
    "type TEXT, shape TEXT, packed BLOB",
}


@dataclass(frozen=True, slots=True)
class Part:
    """What one row of the store is of: its key, and for those who read the file, the scenario, what is set, and which runs."""

    key: str
    scenario: str
    settings: Mapping[str, str]
    first: int
    runs: int
    seed: int

    @property
    def row(self) -> tuple[Any, ...]:
        """As the tables have it."""
        settings = json.dumps(dict(self.settings), ensure_ascii=False)
        return (self.key, self.scenario, settings, self.first, self.runs, self.seed)


class Store:
    """Results already played, in a SQLite file; without a file, in memory."""

    def __init__(self, file: str | None = None) -> None:
        try:
            self._file = sqlite3.connect(file or ":memory:", isolation_level=None, timeout=60)
            if file:
                self._file.execute("PRAGMA journal_mode=WAL")
            for name, columns in TABLES.items():
                self._file.execute(f"CREATE TABLE IF NOT EXISTS {name} ({columns})")
                there = [row[1] for row in self._file.execute(f"PRAGMA table_info({name})")]
                if there != [column.split()[0] for column in columns.split(", ")]:
                    raise sqlite3.DatabaseError(f"its table {name} has other columns: {', '.join(there)}")
        except sqlite3.Error as error:
            raise refuse(f"{file}: cannot keep cells there: {error}", "name a new file, such as cells.sqlite") from None

    def get(self, key: str) -> Answer | None:
        """The answer under a key, if it is there."""
        row = self._file.execute("SELECT answer FROM cells WHERE key = ?", (key,)).fetchone()
        answer: Answer | None = None if row is None else json.loads(row[0])
        return answer

    def put(self, answers: Iterable[tuple[Part, Answer]]) -> None:
        """Keep some answers, all or none; one that is there already stays as it is."""
        self._put("cells", ((*part.row, json.dumps(answer)) for part, answer in answers))

    def array(self, key: str) -> Array | None:
        """The numbers under a key, if they are there."""
        row = self._file.execute("SELECT type, shape, packed FROM arrays WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        numbers: Array = np.frombuffer(zlib.decompress(row[2]), row[0]).reshape(json.loads(row[1]))
        return numbers

    def put_arrays(self, arrays: Iterable[tuple[Part, Array]]) -> None:
        """Keep some arrays, all or none; one that is there already stays as it is."""
        rows = (
            (*part.row, one.dtype.str, json.dumps(one.shape), zlib.compress(np.ascontiguousarray(one).tobytes(), 1))
            for part, one in arrays
        )
        self._put("arrays", rows)

    def _put(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Write rows in one transaction."""
        marks = ", ".join("?" * len(TABLES[table].split(", ")))
        self._file.execute("BEGIN IMMEDIATE")
        try:
            self._file.executemany(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", rows)
        except BaseException:
            self._file.execute("ROLLBACK")
            raise
        self._file.execute("COMMIT")

    def __len__(self) -> int:
        return sum(int(self._file.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in TABLES)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def content_of(scenario: Scenario, **more: Any) -> str:
    """A fingerprint of a scenario, whatever the name of its file, of the code, and of whatever else decides a result."""
    said = {
        "scenario": {name: value for name, value in scenario.provenance().items() if name != "file"},
        "versions": versions(),
        "code": code(),
        **more,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=repr).encode()).hexdigest()


def key_of(*parts: Any) -> str:
    """One key of several parts."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=repr).encode()).hexdigest()


def blocks(runs: int) -> list[tuple[int, int]]:
    """(first run, runs) of each block that some runs lie in.

    >>> blocks(40_000)
    [(0, 16384), (16384, 16384), (32768, 7232)]
    """
    return [(first, min(BLOCK, runs - first)) for first in range(0, runs, BLOCK)]


def spans(some: Iterable[tuple[int, int]], most: int) -> Iterator[list[tuple[int, int]]]:
    """Blocks that follow one another, together, at most so many runs at a time.

    >>> list(spans([(0, 4), (4, 4), (12, 4), (16, 2)], 8))
    [[(0, 4), (4, 4)], [(12, 4), (16, 2)]]
    """
    now: list[tuple[int, int]] = []
    for first, runs in some:
        if now and (first != sum(now[-1]) or first + runs - now[0][0] > most):
            yield now
            now = []
        now.append((first, runs))
    if now:
        yield now
