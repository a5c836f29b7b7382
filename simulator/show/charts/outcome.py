"""Outcome bars: who leads at the end under each reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from simulator.show.charts.places import apart
from simulator.show.palette import LIGHT
from simulator.show.sentences import (
    Document,
    hundred,
    leaders,
    listed,
    margin,
    percent,
    points,
    reading_names,
    verdict,
)
from simulator.show.style import BODY, SMALL, cut, fill, ink_of, ink_on, roles, short_names, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "Who leads the party at the end under each reading?"
SUBTITLE = "Share of runs by who leads at the end; ± is from the number of runs alone"
ROW, ROWS = 1.06, 12
THICK = 0.38
FEW = 1000


def outcome_table(document: Document) -> pd.DataFrame:
    """One row a reading and leader: chance, error, and the ends of its 95% interval."""
    names, colour, short = reading_names(document), roles(document), short_names(document)
    rows = [
        {
            "reading": reading,
            "leader": one,
            "name": short[one],
            "role": colour[one],
            **entry["leader"][one],
            "runs": document["runs"],
        }
        for reading, entry in zip(names, document["results"], strict=True)
        for one in leaders(document)
    ]
    return pd.DataFrame(rows)


def outcome_finding(table: pd.DataFrame) -> str:
    """What the bars say, no louder than the gap allows."""
    if table.empty:
        return "No contest was played."
    first = table.iloc[0]
    theirs = table[table["leader"] == first["leader"]]
    low, high = theirs["chance"].min(), theirs["chance"].max()
    if len(theirs) == 1:
        return f"{first['name']} leads at the end in {hundred(low)} of 100 runs"
    gap = verdict(high - low)
    if gap == "decides":
        return f"The reading decides: {first['name']} leads in {hundred(high)} of 100 runs under one, in {hundred(low)} under another"
    if gap == "matters":
        return f"The reading matters: it is worth {points(high - low)} to {first['name']}"
    return f"The reading hardly matters: it moves {first['name']}’s chance by {points(high - low)}"


def outcome_height(table: pd.DataFrame, width: float) -> float:
    """Room for a bar a reading, its name above and its small shares below."""
    readings = table["reading"].nunique()
    return ROW * min(max(readings, 1), ROWS) + (0.3 if readings > ROWS else 0.05)


def outcome_bars(table: pd.DataFrame, ax: Axes) -> None:
    """Stacked bars, one a reading; a label stands on its part, or beneath it with a line where it is too narrow."""
    readings = list(dict.fromkeys(table["reading"]))
    shown = readings[:ROWS]
    height = outcome_height(table, 0)
    ax.set_xlim(0, 1)
    ax.set_ylim(height, 0)
    for number, reading in enumerate(shown):
        _bar(ax, table[table["reading"] == reading], reading, number * ROW)
    if len(readings) > ROWS:
        words = f"… and {len(readings) - ROWS} readings more, in the table"
        ax.text(0, height - 0.05, words, size=SMALL, color=LIGHT["muted"], va="bottom")


@dataclass(frozen=True)
class _Part:
    name: str
    role: str
    chance: float
    middle: float


def _bar(ax: Axes, rows: pd.DataFrame, reading: str, top: float) -> None:
    inches = _inches(ax)
    rest = [f"{r.name_} {percent(r.chance)}" for r in _records(rows) if r.chance == 0 and r.role == "nobody"]
    aside = " · ".join(rest)
    ax.text(0, top + 0.14, cut(reading, inches - text_width(aside, SMALL) - 0.2, bold=True), weight="bold", va="center")
    ax.text(1, top + 0.14, aside, size=SMALL, color=LIGHT["muted"], ha="right", va="center")
    left, beneath = 0.0, []
    for number, row in enumerate(_records(rows)):
        if not row.chance:
            continue
        ax.barh(top + 0.28 + THICK / 2, row.chance, THICK, left=left, **fill(row.role))  # type: ignore[arg-type]
        part = _Part(row.name_, row.role, row.chance, left + row.chance / 2)
        words = _inside(row, row.chance * inches - 0.12, lead=number == 0)
        if words:
            at = left + 0.08 / inches
            ax.text(at, top + 0.28 + THICK / 2, words, color=ink_on(row.role), weight="bold", va="center", gid="in")
        else:
            beneath.append(part)
        left += row.chance
    _whisker(ax, rows, top + 0.28 + THICK / 2)
    _beneath(ax, beneath, top + 0.28 + THICK, inches)


@dataclass(frozen=True)
class _Row:
    name_: str
    role: str
    chance: float
    error: float


def _records(rows: pd.DataFrame) -> list[_Row]:
    return [_Row(*values) for values in rows[["name", "role", "chance", "error"]].itertuples(index=False, name=None)]


def _inside(row: _Row, room: float, *, lead: bool) -> str:
    """The fullest label that fits in the part, or nothing."""
    options = [f"{row.name_} {percent(row.chance)}"]
    if lead:
        options.insert(0, f"{options[0]} {margin(row.error)}")
    return next((words for words in options if text_width(words, BODY, bold=True) <= room), "")


def _whisker(ax: Axes, rows: pd.DataFrame, y: float) -> None:
    """The 95% interval of the first share, drawn only where runs are so few that it can be seen."""
    first = rows.iloc[0]
    if first["runs"] < FEW:
        ax.plot([first["low"], first["high"]], [y + THICK / 3] * 2, color=LIGHT["ink"], linewidth=1.4, gid="interval")


def _beneath(ax: Axes, parts: list[_Part], y: float, inches: float) -> None:
    """Labels under the bar for parts too narrow to carry their own, pushed apart so that none collide."""
    labels = [f"{part.name} {percent(part.chance)}" for part in parts]
    widths = [text_width(words, SMALL) for words in labels]
    while len(parts) > 1 and sum(widths) + 0.16 * len(widths) > inches:
        parts, labels = _fewer(parts, labels)
        widths = [text_width(words, SMALL) for words in labels]
    middles = apart([part.middle * inches for part in parts], [w + 0.16 for w in widths], inches)
    for part, words, middle in zip(parts, labels, middles, strict=True):
        ends = [part.middle, part.middle, middle / inches]
        ax.plot(ends, [y - 0.03, y + 0.03, y + 0.14], color=LIGHT["nobody"], linewidth=0.8, solid_joinstyle="round")
        ax.text(middle / inches, y + 0.23, words, size=SMALL, color=ink_of(part.role), ha="center", va="center")


def _fewer(parts: list[_Part], labels: list[str]) -> tuple[list[_Part], list[str]]:
    """The two smallest parts under one label."""
    least = min(range(len(parts) - 1), key=lambda n: parts[n].chance + parts[n + 1].chance)
    one, two = parts[least], parts[least + 1]
    both = one.chance + two.chance
    middle = (one.middle * one.chance + two.middle * two.chance) / both
    count = sum(int(p.name.split()[0]) if p.name.endswith(" others") else 1 for p in (one, two))
    joined = _Part(f"{count} others", "further", both, middle)
    parts = [*parts[:least], joined, *parts[least + 2 :]]
    return parts, [*labels[:least], f"{joined.name} {percent(both)}", *labels[least + 2 :]]


def _inches(ax: Axes) -> float:
    width: float = ax.get_window_extent().width / ax.figure.dpi
    return width


def outcome_alt(table: pd.DataFrame) -> str:
    """The bars in words, for those who do not see them."""
    parts = []
    for reading, rows in table.groupby("reading", sort=False):
        shares = [f"{r.name_} {percent(r.chance)}" for r in _records(rows) if r.chance or r.role == "nobody"]
        parts.append(f"{reading}: {listed(shares)}")
    return f"Stacked bars, one a reading. {'. '.join(parts)}."
