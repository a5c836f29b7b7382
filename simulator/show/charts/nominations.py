"""Nominations against the bar: how close the incumbent comes."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import pandas as pd

from simulator.show.charts.chart import Chart
from simulator.show.palette import PAINT
from simulator.show.phrases import hundred, percent
from simulator.show.sentences import SELDOM, Document, nominee, reading_names, roles
from simulator.show.style import SMALL, cut, ink_of, text_width, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "How close is it at the bar?"
SUBTITLE = "Nominations in the simulations in which they were sought; darker: the bar is reached"
PANEL, FOOT, PANELS = 1.95, 0.32, 3
NARROWEST = 0.07
COLUMNS = ["reading", "leader", "name", "role", "names", "runs", "share", "bar", "bar_chance", "sought", "reaches_bar"]


def nominations_table(document: Document) -> pd.DataFrame:
    """One row a reading and number of nominations, of whoever the question turns on.

    share         of the runs in which nominations were sought
    bar           the bar that applied most often, in ``bar_chance`` of the runs
    reaches_bar   share of those runs in which the bar that applied was reached
    """
    one = nominee(document)
    rows = []
    for reading, entry in zip(reading_names(document), document["results"], strict=True):
        found = entry["nominations"].get(one, {"sought": 0.0, "reaches_bar": None})
        tally = {int(n): k for n, k in found.get("histogram", {}).items()}
        bar = max(entry["bars"], key=lambda b: b["chance"], default={"needs": None, "chance": 0.0})
        same = (reading, one, document["candidates"][one], roles(document)[one])
        tail = (bar["needs"], bar["chance"], found["sought"], found["reaches_bar"])
        counted: list[tuple[int | None, int]] = [*sorted(tally.items())] or [(None, 0)]
        for names, runs in counted:
            rows.append((*same, names, runs, runs / (sum(tally.values()) or 1), *tail))
    return pd.DataFrame(rows, columns=COLUMNS)


def drawn(table: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The panels: readings under which nominations are sought often enough to be worth drawing."""
    often = table[(table["sought"] >= SELDOM) & (table["runs"] > 0)]
    return [(str(reading), rows) for reading, rows in often.groupby("reading", sort=False)][:PANELS]


def nominations_finding(table: pd.DataFrame) -> str:
    """How often the bar is reached, under the reading that asks for nominations most."""
    panels = drawn(table)
    if not panels:
        return "Nobody sought nominations in more than a few simulations"
    _, rows = max(panels, key=lambda panel: panel[1]["sought"].iloc[0])
    first = rows.iloc[0]
    return f"{first['name']} reaches the bar in {hundred(first['reaches_bar'])} of 100 simulations that ask for nominations"


def nominations_picture(table: pd.DataFrame) -> str:
    """The columns in words."""
    parts = [notes(reading, rows) for reading, rows in drawn(table)]
    return f"Columns of simulations by number of nominations, split at the bar. {' '.join(parts)} {_left_out(table)}".strip()


def notes(reading: str, rows: pd.DataFrame) -> str:
    """One panel in a sentence."""
    first = rows.iloc[0]
    low, high = (int(_point(rows, at)) for at in (0.05, 0.95))
    return (
        f"{reading}: sought in {percent(first['sought'])} of simulations; {low} to {high} nominations in 90 of 100 of them; "
        f"the bar is reached in {percent(first['reaches_bar'])}."
    )


def _point(rows: pd.DataFrame, at: float) -> float:
    reached = rows["share"].cumsum() >= at - 1e-12
    return float(rows["names"][reached].iloc[0])


def nominations_height(table: pd.DataFrame, width: float) -> float:
    """Room for a panel a reading, and a line on the readings left out."""
    panels = len(drawn(table))
    return (PANEL * panels + FOOT if panels else 0.3) + 0.19 * len(wrapped(_left_out(table), width, SMALL)) + 0.06


def nominations_columns(table: pd.DataFrame, ax: Axes) -> None:
    """A column a number of nominations, in two tones split exactly below the bar; a panel a reading."""
    width = float(ax.get_window_extent().width / ax.figure.dpi)
    panels, height = drawn(table), nominations_height(table, width)
    ax.set_ylim(height, 0)
    if not panels:
        ax.set_xlim(0, width)
        ax.text(0, 0.14, "There is nothing to draw.", color=PAINT["muted"], va="center")
        return
    everything = pd.concat([rows for _, rows in panels])
    step, start = _steps(everything, width)
    low, high = _limits(everything, step)
    ax.set_xlim(low, high)
    tallest = max(_grouped(rows, step, start)["share"].max() for _, rows in panels)
    for number, (_reading, rows) in enumerate(panels):
        _panel(ax, rows, number * PANEL, (step, start), tallest)
    _ticks(ax, low, high, PANEL * len(panels))
    for number, words in enumerate(reversed(wrapped(_left_out(table), width, SMALL))):
        ax.text(low, height - 0.02 - 0.19 * number, words, size=SMALL, color=PAINT["muted"], va="bottom")


def _steps(rows: pd.DataFrame, width: float) -> tuple[int, int]:
    """How many numbers of nominations share a column, and a number at which a column begins: the bar."""
    bar = rows["bar"].dropna()
    numbers = [*rows["names"], *bar]
    span = int(max(numbers) - min(numbers)) + 1
    return max(1, ceil(span * NARROWEST / width)), int(bar.iloc[0]) if len(bar) else 0


def _limits(rows: pd.DataFrame, step: int) -> tuple[float, float]:
    bars = rows["bar"].dropna().tolist()
    low, high = min([rows["names"].min(), *bars]), max([rows["names"].max(), *bars])
    room = max(3 * step, (high - low) * 0.03)
    return max(float(low - room), -0.7), float(high + room)


def _grouped(rows: pd.DataFrame, step: int, start: int) -> pd.DataFrame:
    first = (rows["names"].astype(int) - start) // step * step + start
    return rows.groupby(first.rename("first"))["share"].sum().reset_index()


def _panel(ax: Axes, rows: pd.DataFrame, top: float, steps: tuple[int, int], tallest: float) -> None:
    step, start = steps
    grouped, first = _grouped(rows, step, start), rows.iloc[0]
    base, high = top + PANEL, PANEL - 0.95
    colour = PAINT["third" if first["role"] == "further" else first["role"]]
    for at, share in grouped.itertuples(index=False):
        reached = pd.notna(first["bar"]) and at >= first["bar"]
        tone = 1.0 if reached else 0.4
        x = at - 0.5 + step / 2
        ax.bar(x, -share / tallest * high, step * 0.86, bottom=base, color=colour, alpha=tone, linewidth=0)
    left, right = ax.get_xlim()
    ax.plot([left, right], [base, base], color=PAINT["nobody"], linewidth=0.8)
    width = float(ax.get_window_extent().width / ax.figure.dpi)
    ax.text(left, top + 0.14, cut(f"{first['reading']}", width, bold=True), weight="bold", va="center")
    if pd.notna(first["bar"]):
        _bar_line(ax, first, top, base, width)


def _bar_line(ax: Axes, first: pd.Series, top: float, base: float, width: float) -> None:
    """The bar as a line, and what lies on either side of it, each in words."""
    left, right = ax.get_xlim()
    at = float(first["bar"]) - 0.5
    per_inch = (right - left) / width
    ax.plot([at, at], [top + 0.3, base], color=PAINT["ink"], linewidth=1.2, linestyle=(0, (3, 2)))
    gap, ink = 0.08 * per_inch, ink_of(first["role"])
    sides = [
        (f"reaches it {percent(first['reaches_bar'])}", ink),
        (f"short {percent(1 - first['reaches_bar'])}", PAINT["muted"]),
    ]
    on_right, on_left = (text_width(words, bold=True) * per_inch + gap for words, _ in sides)
    fits_right, fits_left = at + on_right <= right, at - on_left >= left
    label = f"bar {int(first['bar'])}"
    side, sign = ("left", 1) if fits_right else ("right", -1)
    ax.text(at + sign * gap, top + 0.4, label, weight="bold", va="center", ha=side)
    if fits_right and fits_left:
        ax.text(at + gap, top + 0.6, sides[0][0], color=ink, weight="bold", va="center")
        ax.text(at - gap, top + 0.6, sides[1][0], color=PAINT["muted"], weight="bold", va="center", ha="right")
        return
    for number, (words, colour) in enumerate(sides):
        y = top + 0.6 + 0.2 * number
        ax.text(at + sign * gap, y, words, color=colour, weight="bold", va="center", ha=side)


def _ticks(ax: Axes, low: float, high: float, base: float) -> None:
    """Round numbers beneath the columns; the unit stands with the last."""
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if (high - low) / s <= 7)
    marks = [n for n in range(0, int(high) + 1, step) if low + step * 0.2 <= n <= high - step * 0.2]
    for number, mark in enumerate(marks):
        words = f"{mark} nominations" if number == len(marks) - 1 else str(mark)
        ax.text(mark, base + 0.05, words, size=SMALL, color=PAINT["muted"], ha="center", va="top")


def _left_out(table: pd.DataFrame) -> str:
    """What is not drawn and why."""
    there = {reading for reading, _ in drawn(table)}
    rest = [(r, rows.iloc[0]) for r, rows in table.groupby("reading", sort=False) if r not in there]
    parts = [f"{reading}: sought in {percent(first['sought'])} of simulations" for reading, first in rest]
    return f"Not drawn: {'; '.join(parts)}." if parts and there else ""


NOMINATIONS = Chart(
    "nominations",
    QUESTION,
    SUBTITLE,
    nominations_table,
    nominations_columns,
    nominations_finding,
    nominations_picture,
    nominations_height,
)
