"""The cache: who led, kept block by block by what decides it, so that stopped work resumes and nothing is simulated twice.

A key is a fingerprint of all that decides a result: the scenario as merged with what is set, its rule book, the readings, the
seed, which runs, and the code itself, source by source. The cache is one table of one SQLite file in write-ahead mode: a row
is written whole or not at all, and a process killed at any moment loses at most what it was simulating. Each row has a hash of
itself, which is looked at before the row is believed.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.streams import BLOCK
from simulator.engine.leaders import tally
from simulator.results.provenance import fingerprint
from simulator.scenario.scenario import Scenario
from simulator.words.problems import refuse

if TYPE_CHECKING:
    import sqlite3

COLUMNS = (
    "key TEXT PRIMARY KEY, scenario TEXT, settings TEXT, first INTEGER, runs INTEGER, seed INTEGER, "
    "counts TEXT, needs TEXT, leaders BLOB, hash TEXT"
)
_NAMES = [column.split()[0] for column in COLUMNS.split(", ")]


@dataclass(frozen=True, slots=True)
class Answer:
    """One block of runs under one choice of readings: who leads, candidate[run], and the nominations that bars needed."""

    leaders: NDArray[np.int8]
    needs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What one row is of: its key, and for those who read the file, the scenario, what is set, and which runs."""

    key: str
    scenario: str
    ids: tuple[str, ...]
    settings: Mapping[str, str]
    first: int
    runs: int
    seed: int

    def written(self, answer: Answer) -> tuple[object, ...]:
        """The row as the table has it; ``counts`` says how often each led, for those who ask in SQL."""
        said = [self.settings, tally(answer.leaders, self.ids), answer.needs]
        settings, counts, needs = (json.dumps(one, ensure_ascii=False) for one in said)
        packed = zlib.compress(np.ascontiguousarray(answer.leaders, np.int8).tobytes(), 1)
        row = (self.key, self.scenario, settings, self.first, self.runs, self.seed, counts, needs, packed)
        return (*row, _hash(row))


def _hash(row: tuple[object, ...]) -> str:
    return hashlib.sha256(repr(row).encode()).hexdigest()


class Cache:
    """Blocks already simulated, in a SQLite file; without a file, in memory."""

    def __init__(self, file: str | None = None) -> None:
        import sqlite3

        self._name = file
        try:
            self._file: sqlite3.Connection = sqlite3.connect(file or ":memory:", isolation_level=None, timeout=60)
            if file:
                self._file.execute("PRAGMA journal_mode=WAL")
            self._file.execute(f"CREATE TABLE IF NOT EXISTS blocks ({COLUMNS})")
            there = [row[1] for row in self._file.execute("PRAGMA table_info(blocks)")]
            if there != _NAMES:
                raise sqlite3.DatabaseError(f"its table blocks has other columns: {', '.join(there)}")
        except sqlite3.Error as error:
            raise refuse(
                f"{file}: cannot keep results there: {error}", "name a new file, such as cache.sqlite"
            ) from None

    def get(self, key: str) -> Answer | None:
        """The answer under a key, if it is there and whole; a row that is not what was written is thrown away."""
        import sqlite3

        try:
            row = self._file.execute("SELECT * FROM blocks WHERE key = ?", (key,)).fetchone()
            if row is not None and row[-1] != _hash(row[:-1]):
                self._file.execute("DELETE FROM blocks WHERE key = ?", (key,))
                row = None
        except sqlite3.DatabaseError as error:
            raise refuse(f"{self._name}: is damaged: {error}", "delete it, or name a new file") from None
        if row is None:
            return None
        *_, needs, packed, _ = row
        return Answer(np.frombuffer(zlib.decompress(packed), np.int8), tuple(json.loads(needs)))

    def put(self, answers: Iterable[tuple[Row, Answer]]) -> None:
        """Keep some answers, all or none; one that is there already stays as it is."""
        self._file.execute("BEGIN IMMEDIATE")
        try:
            marks = ", ".join("?" * len(_NAMES))
            rows = (row.written(answer) for row, answer in answers)
            self._file.executemany(f"INSERT OR IGNORE INTO blocks VALUES ({marks})", rows)
        except BaseException:
            self._file.execute("ROLLBACK")
            raise
        self._file.execute("COMMIT")

    def __len__(self) -> int:
        return int(self._file.execute("SELECT count(*) FROM blocks").fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def content_of(scenario: Scenario, **more: object) -> str:
    """A fingerprint of a scenario, whatever the name of its file, of the code, and of whatever else decides a result."""
    said = {name: value for name, value in scenario.provenance().items() if name != "file"}
    return key_of(said, fingerprint(), more)


def key_of(*parts: object) -> str:
    """One key of several parts."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=repr).encode()).hexdigest()


def blocks(first: int, runs: int) -> list[tuple[int, int]]:
    """(first run, runs) of each block that some runs lie in; the first of them begins one.

    >>> blocks(0, 40_000)
    [(0, 16384), (16384, 16384), (32768, 7232)]
    """
    return [(one, min(BLOCK, first + runs - one)) for one in range(first, first + runs, BLOCK)]


def spans(some: Iterable[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Blocks that follow one another, together.

    >>> list(spans([(0, 4), (4, 4), (12, 4), (16, 2)]))
    [[(0, 4), (4, 4)], [(12, 4), (16, 2)]]
    """
    now: list[tuple[int, int]] = []
    for first, runs in some:
        if now and first != sum(now[-1]):
            yield now
            now = []
        now.append((first, runs))
    if now:
        yield now
