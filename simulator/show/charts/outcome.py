"""Outcome bars: who leads at the end under each reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from simulator.show.charts.chart import Chart
from simulator.show.palette import PAINT
from simulator.show.phrases import hundred, listed, margin, percent, points
from simulator.show.sentences import Document, leaders, reading_names, roles, short_names, verdict
from simulator.show.style import BODY, SMALL, cut, fill, ink_of, ink_on, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "Who leads the party at the end under each reading?"
SUBTITLE = "Share of simulations by who leads at the end; ± is simulation error only"
ROW, ROWS = 1.02, 12
THICK = 0.38
SWATCH, BETWEEN = 0.11, 0.2
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
        return "Nothing was simulated."
    first = table.iloc[0]
    theirs = table[table["leader"] == first["leader"]]
    low, high = theirs["chance"].min(), theirs["chance"].max()
    if len(theirs) == 1:
        return f"{first['name']} leads at the end in {hundred(low)} of 100 simulations"
    gap = verdict(high - low)
    if gap == "decides":
        said = f"{first['name']} leads in {hundred(high)} of 100 simulations under one, in {hundred(low)} under another"
        return f"The reading decides: {said}"
    if gap == "matters":
        return f"The reading matters: it is worth {points(high - low)} to {first['name']}"
    if high == low:
        return f"The reading does not touch {first['name']}’s chance: {hundred(low)} of 100 simulations under each"
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
        ax.text(0, height - 0.05, words, size=SMALL, color=PAINT["muted"], va="bottom")


def _bar(ax: Axes, rows: pd.DataFrame, reading: str, top: float) -> None:
    inches, left = _inches(ax), 0.0
    y = top + 0.28 + THICK / 2
    beneath: list[tuple[float, _Row]] = []
    aside = [row for row in _records(rows) if row.role == "nobody" and not row.chance]
    roomy = text_width(reading, bold=True) + 2.2 <= inches
    for number, row in enumerate(_records(rows)):
        if not row.chance:
            continue
        ax.barh(y, row.chance, THICK, left=left, **fill(row.role))
        words = _inside(row, row.chance * inches - 0.12, lead=number == 0)
        if words:
            ax.text(left + 0.08 / inches, y, words, color=ink_on(row.role), weight="bold", va="center")
        elif row.role == "nobody" or (roomy and row.role == "unresolved"):
            aside.append(row)
        else:
            beneath.append((left, row))
        left += row.chance
    _head(ax, reading, " · ".join(f"{row.name_} {percent(row.chance)}" for row in aside), top + 0.14, inches)
    _whisker(ax, rows, y)
    _beneath(ax, beneath, top + 0.28 + THICK + 0.17, inches)


def _head(ax: Axes, reading: str, aside: str, y: float, inches: float) -> None:
    """The reading on the left; on the right the outcomes too small for a label on the bar."""
    room = inches - text_width(aside, SMALL) - 0.2
    ax.text(0, y, cut(reading, room, bold=True), weight="bold", va="center")
    ax.text(1, y, aside, size=SMALL, color=PAINT["muted"], ha="right", va="center")


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
        ax.plot(
            [first["low"], first["high"]], [y + THICK / 2 + 0.04] * 2, color=PAINT["ink"], linewidth=1.4, gid="interval"
        )


def _beneath(ax: Axes, parts: list[tuple[float, _Row]], y: float, inches: float) -> None:
    """Labels under the bar, in its order, for parts too narrow to carry their own; each shows the fill of its part."""
    rows = [row for _, row in parts]
    while len(rows) > 2 and sum(_wide(row) for row in rows) > inches:
        rows = _fewer(rows)
    if not rows:
        return
    x = max(0.0, min(parts[0][0] * inches, inches - sum(_wide(row) for row in rows) + BETWEEN))
    for row in rows:
        style = fill(row.role)
        ax.barh(y, SWATCH / inches, SWATCH, left=x / inches, gid="swatch", **{**style, "linewidth": 0.7})
        words = cut(f"{row.name_} {percent(row.chance)}", inches - x - SWATCH - 0.06, SMALL)
        ax.text((x + SWATCH + 0.06) / inches, y, words, size=SMALL, color=ink_of(row.role), va="center")
        x += _wide(row)


def _wide(row: _Row) -> float:
    """Inches a label takes under the bar, with its swatch and the space after it."""
    return SWATCH + 0.06 + text_width(f"{row.name_} {percent(row.chance)}", SMALL) + BETWEEN


def _fewer(rows: list[_Row]) -> list[_Row]:
    """The two smallest shares under one label, after the rest. *Unresolved* keeps its own."""
    last = [row for row in rows if row.role == "unresolved"]
    others = [row for row in rows if row.role != "unresolved"]
    one, two = sorted(others, key=lambda row: (row.name_.endswith(" others"), row.chance))[:2]
    if any(row.name_.endswith(" others") for row in others):
        two = next(row for row in others if row.name_.endswith(" others"))
    first = [row for row in others if row not in (one, two)]
    count = sum(int(row.name_.split()[0]) if row.name_.endswith(" others") else 1 for row in (one, two))
    return [*first, _Row(f"{count} others", "further", one.chance + two.chance, 0.0), *last]


def _inches(ax: Axes) -> float:
    width: float = ax.get_window_extent().width / ax.figure.dpi
    return width


def outcome_picture(table: pd.DataFrame) -> str:
    """The bars in words, for those who do not see them."""
    parts = []
    for reading, rows in table.groupby("reading", sort=False):
        shares = [f"{r.name_} {percent(r.chance)}" for r in _records(rows) if r.chance or r.role == "nobody"]
        parts.append(f"{reading}: {listed(shares)}")
    return f"Stacked bars, one a reading. {'. '.join(parts)}."


OUTCOME = Chart(
    "outcome", QUESTION, SUBTITLE, outcome_table, outcome_bars, outcome_finding, outcome_picture, outcome_height
)
