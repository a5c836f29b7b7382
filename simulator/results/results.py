"""Results: a played scenario as tidy tables, each with its Monte Carlo error, and the provenance of all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from simulator.engine.leaders import OTHERS, names_of
from simulator.engine.ledger import Ending
from simulator.results.actual_outcome import ActualOutcome, happened
from simulator.results.answer import Answer, Part
from simulator.results.chances import Chance
from simulator.results.pairs import Pair, beside
from simulator.results.provenance import Provenance, provenance
from simulator.results.records import Records
from simulator.results.summary import Nominations, ReadingResult, summary
from simulator.scenario.bearing import idle
from simulator.scenario.scenario import Scenario
from simulator.words.html_reprs import face

if TYPE_CHECKING:
    import pandas as pd

    from simulator.results.frames import Frame

INTERVAL = ("chance", "error", "low", "high")
SOUGHT = ("sought", "p05", "median", "p95", "needs_least", "needs_most", "reaches_bar")
WHOLE = ("p05", "median", "p95", "needs_least", "needs_most")
MOVES = ("reading", "leader_changes", "error", "from_leader", "to_leader", "runs", "chance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules(Part):
    """The rule book by its key and title, and the edition that is in force."""

    book: str
    title: str
    edition: str

    @classmethod
    def of(cls, scenario: Scenario) -> Rules:
        """Those of a scenario."""
        return cls(book=scenario.book.key, title=scenario.book.title, edition=scenario.edition.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunAnswer(Answer):
    """What ``run``, ``compare``, ``report`` and the page to explore give: one document; what was not asked is left out.

    compared    disputes laid side by side;  titles  of every dispute of the book → the question it is
    conditions  dispute → reading → the condition it makes
    idle        those of them that cannot bear on this contest → why
    candidates  id → name;  about  whom the sentences are about, if the file says it
    results     one entry a choice of readings
    warnings    what check says of the scenario
    pairs       every choice of readings beside the first, run by run; None if that was not asked
    """

    schema: ClassVar[str] = "party-rules/result/1"

    scenario: str
    question: str
    rules: Rules
    runs: int
    seed: int
    compared: tuple[str, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, Mapping[str, str]]
    idle: Mapping[str, str] = field(default_factory=dict)
    candidates: Mapping[str, str]
    about: str = ""
    afterwards: ActualOutcome | None = None
    incumbent: str | None
    results: tuple[ReadingResult, ...]
    warnings: tuple[str, ...]
    provenance: Provenance
    pairs: tuple[Pair, ...] | None = None


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
    def answer(self) -> RunAnswer:
        """Everything that was counted, as one document; ``--json`` prints it."""
        scenario = self.scenario
        entries = tuple(summary(scenario, records) for records in self.records)
        return RunAnswer(
            scenario=scenario.title,
            question=scenario.question,
            rules=Rules.of(scenario),
            runs=self.count,
            seed=self.seed,
            compared=tuple(scenario.compared),
            titles={d: one.title for d, one in scenario.book.disputes.items()},
            conditions={
                d: {name: one.condition or one.means for name, one in scenario.book.disputes[d].readings.items()}
                for d in scenario.compared
            },
            idle={d: why for d in scenario.compared if (why := idle(scenario, d))},
            candidates={c.id: c.name for c in scenario.candidates},
            about=scenario.about,
            afterwards=happened(scenario.afterwards, [entry.happened for entry in entries]),
            incumbent=scenario.ids[scenario.incumbent] if scenario.incumbent >= 0 else None,
            results=entries,
            warnings=tuple(problem.said for problem in scenario.warnings),
            provenance=provenance(scenario),
        )

    @cached_property
    def comparison(self) -> RunAnswer:
        """The answer with ``pairs``: every reading beside the first, run by run on the same draws."""
        first, *others = self.answer.results
        pairs = []
        for number, (entry, records) in enumerate(zip(others, self.records[1:], strict=True), 1):
            found = beside(self.scenario, self.records[0], records)
            parts = {one.name: getattr(found, one.name) for one in fields(found)}
            pairs.append(Pair(**parts, number=number, from_=first.readings, to=entry.readings))
        return replace(self.answer, pairs=tuple(pairs))

    @property
    def leader(self) -> Frame:
        """Who leads at the end: readings, leader, chance, error, and the ends of the 95% interval (low, high)."""
        rows = [{name: _interval(one) for name, one in entry.leader.items()} for entry in self.answer.results]
        return self._table("leader", rows, self._leaders, INTERVAL)

    @property
    def endings(self) -> Frame:
        """How contests closed: readings, ending, chance, error, low, high."""
        rows = [{name: _interval(one) for name, one in entry.endings.items()} for entry in self.answer.results]
        return self._table("ending", rows, [e.words for e in Ending], INTERVAL)

    @property
    def nominations(self) -> Frame:
        """Names handed in: readings, candidate, share of runs in which they were sought, quantiles, bar, chance of the bar.

        ``needs_least`` and ``needs_most`` are the lowest and the highest bar met; empty where none was known.
        """
        rows = [{name: _sought(one) for name, one in entry.nominations.items()} for entry in self.answer.results]
        found = self._table("candidate", rows, self.scenario.ids, SOUGHT)
        return found.astype(dict.fromkeys(WHOLE, "Int64") | {"reaches_bar": "float64"})

    @property
    def paired(self) -> Frame:
        """Each reading beside the first on the same draws: from whom to whom the leader changes."""
        from simulator.results.frames import tidy

        names = self.names
        rows = [
            {
                "reading": names[pair.number],
                "leader_changes": pair.leader_changes.share,
                "error": pair.error,
                "from_leader": move.from_leader,
                "to_leader": move.to_leader,
                "runs": move.runs,
                "chance": move.chance.share,
            }
            for pair in self.comparison.pairs or ()
            for move in pair.moves
        ]
        return tidy(rows, MOVES, reading=names, from_leader=self._leaders, to_leader=self._leaders)

    def table_of_runs(self, number: int = 0) -> pd.DataFrame:
        """One row a run under one choice of readings: ending, leader, date, nominations, who was on the ballot, final shares.

        ``nominations_…`` and ``bar`` are of the last close; ``incumbent_names`` and ``incumbent_bar`` of the challenge in
        which an incumbent's names were first measured, whatever followed. ``on_ballot_…`` is of the first paper of the last
        ballot, ``share_…`` of its final round. What was not counted in a run is empty there.
        """
        import numpy as np
        import pandas as pd

        records, scenario = self.records[number], self.scenario

        def counted(heads: Any) -> pd.Series[Any]:
            return pd.Series(heads, dtype="Int64").mask(heads < 0)

        names, needs = np.array(names_of(scenario.ids)), np.array([bar.needs for bar in records.bars] + [-1])
        columns = records.columns
        table: dict[str, object] = {
            "run": np.arange(records.runs),
            "ending": np.array([e.words for e in Ending])[columns["ending"]],
            "leader": names[records.leader],
            "date": np.datetime64(scenario.day_zero) + columns["day"].astype("timedelta64[D]"),
            "bar": counted(needs[columns["bar"]]),
            "unresolved": np.array([None, *records.reasons[1:]], object)[columns["reason"]],
            "incumbent_names": counted(columns["tested"]),
            "incumbent_bar": counted(needs[columns["tested_bar"]]),
        }
        for c, one in enumerate(scenario.ids):
            table[f"nominations_{one}"] = counted(columns["names"][c])
        for c, one in enumerate(scenario.ids):
            table[f"on_ballot_{one}"] = columns["on_ballot"][c]
        for c, one in enumerate(scenario.ids):
            share = columns["share"][c]
            table[f"share_{one}"] = np.where(share > 0, share.astype(np.float64).round(6), np.nan)
        return pd.DataFrame(table)

    @cached_property
    def runs(self) -> Frame:
        """One row a run, for every choice of readings, the readings in the first column; empty where nothing was counted."""
        import pandas as pd

        from simulator.results.frames import Frame, in_order

        found = Frame(pd.concat([self.table_of_runs(n) for n in range(len(self.records))], ignore_index=True))
        found.insert(0, "readings", in_order([r for r in self.names for _ in range(self.count)], self.names))
        found["ending"] = in_order(found["ending"], [e.words for e in Ending])
        found["leader"] = in_order(found["leader"], self._leaders)
        return found

    @cached_property
    def beliefs(self) -> Frame:
        """What was believed in each run: one row a run, one column for each uncertain belief that was drawn, by its path.

        Chances and shares are numbers from 0 to 1, dates are dates. The readings share the draws, so a row goes with the rows
        of the same ``run`` in ``runs``.
        """
        import numpy as np

        from simulator.beliefs.draws import believed
        from simulator.results.frames import Frame

        found = believed(self.scenario, self.seed, self.count)
        return Frame({"run": np.arange(self.count), **found})

    @property
    def names(self) -> list[str]:
        """Of each choice of readings what tells it from the others, in words."""
        return [words(self.scenario, entry.readings) for entry in self.answer.results]

    @property
    def _leaders(self) -> list[str]:
        return [*self.scenario.ids, *OTHERS]

    def _table(
        self,
        of: str,
        entries: Iterable[Mapping[str, Mapping[str, float | None]]],
        order: Iterable[str],
        columns: tuple[str, ...],
    ) -> Frame:
        from simulator.results.frames import tidy

        rows = [
            {"readings": reading, of: name, **values}
            for reading, entry in zip(self.names, entries, strict=True)
            for name, values in entry.items()
        ]
        return tidy(rows, ("readings", of, *columns), **{"readings": self.names, of: order})

    def _repr_html_(self) -> str | None:
        """The answer as a notebook shows it, if the front door says who shows it."""
        return face(self)

    def __repr__(self) -> str:
        return f"<Results of “{self.scenario.title}”: {self.count:,} runs × {len(self.records)} readings, seed {self.seed}>"


def _interval(chance: Chance) -> dict[str, float | None]:
    return {"chance": chance.share, "error": chance.error, "low": chance.low, "high": chance.high}


def _sought(row: Nominations) -> dict[str, float | None]:
    return {
        "sought": row.sought.share,
        "p05": row.p05,
        "median": row.median,
        "p95": row.p95,
        "needs_least": min(row.needs, default=None),
        "needs_most": max(row.needs, default=None),
        "reaches_bar": row.reaches_bar.share if row.reaches_bar else None,
    }


def words(scenario: Scenario, readings: Mapping[str, str]) -> str:
    """What tells one choice of readings from the others: the compared disputes' readings, or all that is not adopted."""
    shown = [readings[d] for d in scenario.compared]
    if not shown:
        adopted = scenario.book.adopted()
        shown = [r for d, r in readings.items() if r != adopted[d]]
    return ", ".join(shown) or "as adopted"
