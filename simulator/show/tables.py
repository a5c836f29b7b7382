"""Tables for readers: the numbers behind each chart with names for columns, per cents for chances, and no codes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.show.phrases import rounded
from simulator.words.plain import clause_words

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Table:
    """Words in rows and columns; ``numbers`` says which columns are set flush right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[bool, ...]


SHOWN = {
    "nominations": {"reading": "Reading", "names": "Names", "runs": "Runs", "share": "Share of those who sought them"},
    "hands": {
        "from_name": "Leads under the first",
        "after": "The other reading",
        "to_name": "Leads under the other",
        "runs": "Runs",
        "chance": "Share",
    },
    "paths": {
        "reading": "Reading",
        "opens": "It opens with",
        "gate": "At nominations",
        "ends": "It ends",
        "runs": "Runs",
        "chance": "Share",
    },
    "timeline": {"part": "Reading", "date": "Date", "what": "What happens", "clause": "Clause"},
    "arrivals": {
        "name": "Candidate",
        "moment": "Moment",
        "p05": "5%",
        "median": "Middle",
        "p95": "95%",
        "bar": "Bar",
        "happened": "ActualOutcome",
        "fewer": "Simulations with fewer",
    },
    "dots": {"dot": "Dot", "names": "Names", "reaches_bar": "Reaches the bar"},
    "threshold": {"value1": "Value", "reading": "Reading", "chance": "Chance", "needs": "Nominations needed"},
    "map": {
        "value1": "Across",
        "value2": "Up",
        "reading": "Reading",
        "chance": "Chance",
        "needs": "Nominations needed",
    },
    "tornado": {
        "input": "Belief or clause",
        "low": "At its 5%, or as it is",
        "high": "At its 95%, or under the other reading",
    },
    "rounds": {"round": "Round", "name": "Candidate", "share": "Share"},
    "grid": {"name": "Candidate", "names": "Names", "needs": "Needed", "short": "Missing"},
    "ranking": {"dispute": "Clause", "share": "Share of the changes", "alone": "Another reading of it alone"},
    "beliefs": {"candidate": "Candidate", "section": "Section", "low": "5%", "middle": "Middle", "high": "95%"},
    "reliability": {
        "part": "What",
        "what": "Of which",
        "said": "Said",
        "came_true": "Came true",
        "low": "Band from",
        "high": "to",
        "polls": "Polls",
    },
    "track-record": {
        "contest": "Contest",
        "candidate": "Candidate",
        "days": "Days before",
        "polled": "Polled",
        "low": "80% from",
        "high": "to",
        "counted": "Counted",
    },
    "history": {
        "since": "Since",
        "edition": "Edition",
        "vacancy": "Bar, vacancy",
        "challenge": "Bar, challenge",
        "base": "Of whom",
        "electorate": "Electorate",
    },
}
_SHARES = (
    "share", "chance", "fewer", "low", "middle", "high", "said", "came_true", "polled", "counted", "alone",
)  # fmt: skip
_MAY_LACK = ("bar", "happened", "fewer", "needs")


def reader_table(name: str, table: pd.DataFrame) -> Table:
    """The numbers behind a chart as a reader wants them."""
    if name == "outcome":
        return _leaders(table)
    shown = SHOWN[name]
    needed = [c for c in shown if c in table.columns and c not in _MAY_LACK]
    there = table.dropna(subset=needed)
    rows = tuple(
        tuple(_cell(column, value) for column, value in zip(shown, row, strict=True))
        for row in there[list(shown)].itertuples(index=False, name=None)
    )
    return made(list(shown.values()), rows)


def made(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """A table from words; a column in which every cell begins with a figure (or < or >) is set flush right."""
    numbers = tuple(
        bool(rows) and all(row[n][:1].isdigit() or row[n][:1] in "<>" for row in rows) and _short(rows, n)
        for n in range(len(columns))
    )
    return Table(tuple(columns), tuple(tuple(row) for row in rows), numbers)


def _short(rows: Sequence[Sequence[str]], column: int) -> bool:
    return all(len(row[column]) < 14 and "-" not in row[column] for row in rows)


def fine(chance: float) -> str:
    """A chance for a table: a whole per cent, with one decimal below 2%.

    >>> [fine(c) for c in (0, 0.0004, 0.0147, 0.474, 0.9996, 1)]
    ['0%', '<0.1%', '1.5%', '47%', '>99%', '100%']
    """
    if 0 < chance < 0.0005:
        return "<0.1%"
    if 0 < chance < 0.02:
        return f"{100 * chance:.1f}%"
    return ">99%" if 0.99 < chance < 1 else f"{rounded(100 * chance)}%"


def _cell(column: str, value: object) -> str:
    if value is None or value != value:
        return "–"
    if column in _SHARES and isinstance(value, float):
        return fine(value)
    if column == "clause":
        return clause_words(str(value))
    if isinstance(value, bool) or column == "reaches_bar":
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,.10g}"
    return str(value)


def _leaders(table: pd.DataFrame) -> Table:
    """Leaders down, readings across."""
    readings, leaders = list(dict.fromkeys(table["reading"])), list(dict.fromkeys(table["leader"]))
    names = dict(zip(table["leader"], table["name"], strict=True))
    found = {(r["leader"], r["reading"]): (r["chance"], r["error"]) for _, r in table.iterrows()}
    rows = [[names[one], *(_with_error(*found[one, reading]) for reading in readings)] for one in leaders]
    return made(["Leads at the end", *readings], rows)


def _with_error(chance: float, error: float) -> str:
    return f"{fine(chance)} ±{196 * error:.1f}"
