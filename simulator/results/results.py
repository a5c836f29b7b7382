"""Results: a played scenario as tidy tables, each with its Monte Carlo error, and the provenance of all of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from simulator.engine.leaders import OTHERS, in_order, names_of
from simulator.engine.leaders import moves as leader_moves
from simulator.engine.ledger import Ending
from simulator.results.chances import paired
from simulator.results.happened import afterwards
from simulator.results.records import Records
from simulator.results.summary import summary
from simulator.scenario.scenario import Scenario
from simulator.words.faces import face

if TYPE_CHECKING:
    import pandas as pd

    from simulator.results.frames import Frame

SCHEMA = "party-rules/result/1"
INTERVAL = ("chance", "error", "low", "high")
SOUGHT = ("sought", "p05", "median", "p95", "needs", "reaches_bar")
WHOLE = ("p05", "median", "p95", "needs_least", "needs_most")
MOVES = ("reading", "leader_changes", "error", "from_leader", "to_leader", "runs", "chance")


@dataclass(frozen=True)
class Results:
    """What playing a scenario gave: one set of records for each choice of readings that was laid beside the others.

    ``leader``, ``endings``, ``nominations``, ``paired`` and ``runs`` are tidy data frames; ``count`` is how many runs there are.
    """

    scenario: Scenario
    count: int
    seed: int
    records: tuple[Records, ...]

    @cached_property
    def document(self) -> dict[str, Any]:
        """Everything that was counted, as one document; ``--json`` prints it."""
        from simulator.results.provenance import versions

        entries = [summary(self.scenario, records) for records in self.records]
        return {
            "schema": SCHEMA,
            "scenario": self.scenario.title,
            "question": self.scenario.question,
            "rules": {
                "book": self.scenario.book.key,
                "title": self.scenario.book.title,
                "edition": self.scenario.edition.name,
            },
            "runs": self.count,
            "seed": self.seed,
            "compared": list(self.scenario.compared),
            "conditions": {
                d: {name: one.condition or one.means for name, one in self.scenario.book.disputes[d].readings.items()}
                for d in self.scenario.compared
            },
            "candidates": {c.id: c.name for c in self.scenario.candidates},
            **({"about": self.scenario.about} if self.scenario.about else {}),
            **afterwards(self.scenario.afterwards, entries),
            "incumbent": self.scenario.ids[self.scenario.incumbent] if self.scenario.incumbent >= 0 else None,
            "results": entries,
            "warnings": [problem.said for problem in self.scenario.warnings],
            "provenance": {**self.scenario.provenance(), "versions": versions()},
        }

    @cached_property
    def comparison(self) -> dict[str, Any]:
        """The document with ``pairs``: every reading beside the first, run by run on the same draws."""
        pairs = [pair(self.scenario, self.records[0], other) for other in self.records[1:]]
        entries = self.document["results"]
        for row, entry in zip(pairs, entries[1:], strict=True):
            row |= {"from": entries[0]["readings"], "to": entry["readings"]}
        return {**self.document, "pairs": pairs}

    @property
    def leader(self) -> Frame:
        """Who leads at the end: readings, leader, chance, error, and the ends of the 95% interval (low, high)."""
        return self._table("leader", "leader", self._leaders, INTERVAL)

    @property
    def endings(self) -> Frame:
        """How contests closed: readings, ending, chance, error, low, high."""
        return self._table("endings", "ending", [e.words for e in Ending], INTERVAL)

    @property
    def nominations(self) -> Frame:
        """Names handed in: readings, candidate, share of runs in which they were sought, quantiles, bar, chance of the bar.

        ``needs_least`` and ``needs_most`` are the lowest and the highest bar met; empty where none was known.
        """
        found = self._table("nominations", "candidate", self.scenario.ids, SOUGHT)
        found.insert(6, "needs_least", found["needs"].map(lambda met: min(map(int, met or ()), default=None)))
        found.insert(7, "needs_most", found["needs"].map(lambda met: max(map(int, met or ()), default=None)))
        return found.drop(columns="needs").astype(dict.fromkeys(WHOLE, "Int64") | {"reaches_bar": "float64"})

    @property
    def paired(self) -> Frame:
        """Each reading beside the first on the same draws: from whom to whom the leader changes."""
        from simulator.results.frames import tidy

        rows = [
            {
                "reading": words(self.scenario, p["to"]),
                "leader_changes": p["leader_changes"],
                "error": p["error"],
                **move,
            }
            for p in self.comparison["pairs"]
            for move in p["moves"]
        ]
        return tidy(rows, MOVES, reading=self._readings, from_leader=self._leaders, to_leader=self._leaders)

    def table_of_runs(self, number: int = 0) -> pd.DataFrame:
        """One row a run under one choice of readings: ending, leader, day, nominations, final shares, what was open.

        ``nominations_…`` and ``bar`` are of the last close; ``incumbent_names`` and ``incumbent_bar`` of the challenge in
        which an incumbent's names were first measured, whatever followed.
        """
        import numpy as np
        import pandas as pd

        records, scenario = self.records[number], self.scenario
        names = np.array(names_of(scenario.ids))
        columns = records.columns
        table: dict[str, Any] = {
            "run": np.arange(records.runs),
            "ending": np.array([e.words for e in Ending])[columns["ending"]],
            "leader": names[records.leader],
            "date": np.datetime64(scenario.day_zero) + columns["day"].astype("timedelta64[D]"),
            "bar": np.array([bar.needs for bar in records.bars] + [-1])[columns["bar"]],
            "unresolved": np.array(records.reasons)[columns["reason"]],
        }
        if (columns["tested"] >= 0).any():
            table["incumbent_names"] = columns["tested"]
            table["incumbent_bar"] = np.array([bar.needs for bar in records.bars] + [-1])[columns["tested_bar"]]
        for c, one in enumerate(scenario.ids):
            table[f"nominations_{one}"] = columns["names"][c]
        for c, one in enumerate(scenario.ids):
            table[f"share_{one}"] = columns["share"][c].round(6)
        return pd.DataFrame(table)

    @cached_property
    def runs(self) -> Frame:
        """One row a run, for every choice of readings, the readings in the first column; empty where nothing was counted."""
        import pandas as pd

        from simulator.results.frames import Frame, in_order

        found = Frame(pd.concat([self.table_of_runs(n) for n in range(len(self.records))], ignore_index=True))
        found.insert(0, "readings", in_order([r for r in self._readings for _ in range(self.count)], self._readings))
        found["ending"] = in_order(found["ending"], [e.words for e in Ending])
        found["leader"] = in_order(found["leader"], self._leaders)
        counted = ("bar", "incumbent_names", "incumbent_bar", *(f"nominations_{one}" for one in self.scenario.ids))
        for column in (one for one in counted if one in found):
            found[column] = found[column].astype("Int64").mask(found[column] < 0)
        return found

    @property
    def _readings(self) -> list[str]:
        return [words(self.scenario, entry["readings"]) for entry in self.document["results"]]

    @property
    def _leaders(self) -> list[str]:
        return [*self.scenario.ids, *OTHERS]

    def _table(self, part: str, of: str, order: Iterable[str], columns: tuple[str, ...]) -> Frame:
        from simulator.results.frames import tidy

        rows = [
            {"readings": reading, of: name, **values}
            for reading, entry in zip(self._readings, self.document["results"], strict=True)
            for name, values in entry[part].items()
        ]
        return tidy(rows, ("readings", of, *columns), **{"readings": self._readings, of: order})

    def _repr_html_(self) -> str | None:
        """The answer as a notebook shows it, if the front door says who shows it."""
        return face(self)

    def __repr__(self) -> str:
        return f"<Results of “{self.scenario.title}”: {self.count:,} runs × {len(self.records)} readings, seed {self.seed}>"


def words(scenario: Scenario, readings: dict[str, str]) -> str:
    """What tells one choice of readings from the others: the compared disputes' readings, or all that is not adopted."""
    shown = [readings[d] for d in scenario.compared]
    if not shown:
        adopted = scenario.book.adopted()
        shown = [r for d, r in readings.items() if r != adopted[d]]
    return ", ".join(shown) or "as adopted"


def pair(scenario: Scenario, one: Records, other: Records) -> dict[str, Any]:
    """Two choices of readings on the same draws: in what share of runs the leader changes, and from whom to whom."""
    import numpy as np

    names, runs = in_order(scenario.ids), one.runs
    matrix, size = leader_moves(one.leader, other.leader, len(scenario.ids)), len(names)
    changed = int(matrix.sum() - np.trace(matrix))
    moves = [
        {"from_leader": names[a], "to_leader": names[b], "runs": int(matrix[a, b]), "chance": int(matrix[a, b]) / runs}
        for a in range(size)
        for b in range(size)
        if a != b and matrix[a, b]
    ]
    differences = {}
    for n, name in enumerate(names):
        gained, lost = int(matrix[:, n].sum() - matrix[n, n]), int(matrix[n].sum() - matrix[n, n])
        difference, error = paired(gained, lost, runs)
        differences[name] = {"difference": difference, "error": error}
    same = {names[n]: int(matrix[n, n]) / runs for n in range(size) if matrix[n, n]}
    _, error = paired(changed, 0, runs)
    return {
        "leader_changes": changed / runs,
        "error": error,
        "moves": sorted(moves, key=lambda move: -move["runs"]),
        "unchanged": same,
        "differences": differences,
    }
