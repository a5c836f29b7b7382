"""Fifty dots: the same nominations in terms that can be counted."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import pandas as pd

from simulator.show.charts.chart import Chart
from simulator.show.charts.nominations import nominations_table
from simulator.show.palette import PAINT
from simulator.show.sentences import SELDOM, Document
from simulator.show.style import SMALL, cut, ink_of, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "How often, in terms one can count?"
SUBTITLE = "Fifty equally likely numbers of nominations, a dot each; hollow: short of the bar"
DOTS, SIZE = 50, 0.17
COLUMNS = ["dot", "names", "reaches_bar", "bar", "reading", "name", "role"]


def dots_table(document: Document) -> pd.DataFrame:
    """Fifty quantiles of the nominations, under the reading in which they are sought most."""
    table = nominations_table(document)
    table = table[(table["sought"] >= SELDOM) & (table["runs"] > 0) & table["bar"].notna()]
    if table.empty:
        return pd.DataFrame(columns=COLUMNS)
    most = table.sort_values("sought", ascending=False, kind="stable")["reading"].iloc[0]
    rows = table[table["reading"] == most]
    reached = rows["share"].cumsum()
    first = rows.iloc[0]
    dots = []
    for dot in range(DOTS):
        names = int(rows["names"][reached >= (dot + 0.5) / DOTS - 1e-12].iloc[0])
        tail = (int(first["bar"]), most, first["name"], first["role"])
        dots.append((dot, names, names >= first["bar"], *tail))
    return pd.DataFrame(dots, columns=COLUMNS)


def dots_finding(table: pd.DataFrame) -> str:
    """How many of the fifty fall short."""
    if table.empty:
        return "Nobody sought nominations in more than a few simulations"
    short = int((~table["reaches_bar"].astype(bool)).sum())
    said = {0: "none leaves", DOTS: "all leave", 1: "1 leaves"}.get(short, f"{short} leave")
    return f"Of {DOTS} equally likely simulations, {said} {table['name'].iloc[0]} short of the bar"


def dots_picture(table: pd.DataFrame) -> str:
    """The dots in words."""
    if table.empty:
        return dots_finding(table)
    low, high = int(table["names"].min()), int(table["names"].max())
    return (
        f"Fifty dots from {low} to {high} nominations; the bar is {int(table['bar'].iloc[0])}. {dots_finding(table)}."
    )


def _placed(table: pd.DataFrame, room: float) -> list[tuple[int, int]]:
    """(column, place in it) of each dot; as many numbers share a column as the room asks; a column begins at the bar."""
    bar = int(table["bar"].iloc[0])
    low, high = min(int(table["names"].min()), bar), max(int(table["names"].max()), bar)
    step = max(1, ceil((high - low + 1) / (room / SIZE - 2)))
    seen: dict[int, int] = {}
    places = []
    for names in table["names"]:
        column = (int(names) - bar) // step
        seen[column] = seen.get(column, 0) + 1
        places.append((column, seen[column] - 1))
    return places


def dots_height(table: pd.DataFrame, width: float) -> float:
    """Room for the highest column, the words above it and the scale beneath."""
    if table.empty:
        return 0.3
    places = _placed(table, width)
    return 0.92 + (1 + max(place for _, place in places)) * SIZE + 0.36


def dots_grid(table: pd.DataFrame, ax: Axes) -> None:
    """Dots in columns by number of nominations, filled from the bar on."""
    width = float(ax.get_window_extent().width / ax.figure.dpi)
    height = dots_height(table, width)
    ax.set_xlim(0, width)
    ax.set_ylim(height, 0)
    if table.empty:
        ax.text(0, 0.14, "There is nothing to draw.", color=PAINT["muted"], va="center")
        return
    places = _placed(table, width)
    least, most = min(0, *(c for c, _ in places)), max(0, *(c for c, _ in places))
    spread = (most - least + 1) * SIZE
    left = max(0.0, (width - spread) / 2) - least * SIZE
    base = height - 0.36
    x = [left + (column + 0.5) * SIZE for column, _ in places]
    y = [base - (place + 0.5) * SIZE for _, place in places]
    role, reached = str(table["role"].iloc[0]), table["reaches_bar"].astype(bool).tolist()
    colour = PAINT["third" if role == "further" else role]
    for filled in (True, False):
        there = [n for n, r in enumerate(reached) if r is filled]
        face = colour if filled else PAINT["paper"]
        ax.plot(
            [x[n] for n in there],
            [y[n] for n in there],
            "o",
            markersize=SIZE * 72 * 0.78,
            markerfacecolor=face,
            markeredgecolor=colour,
            markeredgewidth=1.3,
            gid="reaches" if filled else "short",
        )
    ax.plot([0, width], [base + 0.02] * 2, color=PAINT["nobody"], linewidth=0.8)
    _words(ax, table, left, base, width)
    _scale(ax, table, (least, most), left, base)


def _words(ax: Axes, table: pd.DataFrame, at: float, base: float, width: float) -> None:
    """The bar, and how many dots lie on either side of it."""
    bar, name = int(table["bar"].iloc[0]), str(table["role"].iloc[0])
    reach = int(table["reaches_bar"].astype(bool).sum())
    ax.text(0, 0.14, cut(str(table["reading"].iloc[0]), width, bold=True), weight="bold", va="center")
    ax.plot([at, at], [0.32, base], color=PAINT["ink"], linewidth=1.2, linestyle=(0, (3, 2)))
    short = DOTS - reach
    right = f"{reach} reach{'es' if reach == 1 else ''} the bar of {bar}"
    left = f"{short} fall{'s' if short == 1 else ''} short"
    gap = 0.1
    two = text_width(right, bold=True) <= width - at - gap and text_width(left, bold=True) <= at - gap
    if two:
        ax.text(at + gap, 0.44, right, weight="bold", color=ink_of(name), va="center")
        ax.text(at - gap, 0.44, left, weight="bold", color=PAINT["muted"], va="center", ha="right")
        return
    wide = max(text_width(right, bold=True), text_width(left, bold=True))
    side, x = ("left", at + gap) if width - at > at else ("right", at - gap)
    x = min(x, width - wide) if side == "left" else max(x, wide)
    ax.text(x, 0.44, right, weight="bold", color=ink_of(name), va="center", ha=side)
    ax.text(x, 0.66, left, weight="bold", color=PAINT["muted"], va="center", ha=side)


def _scale(ax: Axes, table: pd.DataFrame, columns: tuple[int, int], left: float, base: float) -> None:
    """The numbers at both ends and at the bar, so far as they do not touch."""
    least, most = columns
    bar = int(table["bar"].iloc[0])
    y = base + 0.08
    taken: list[tuple[float, float]] = []
    marks = [(0, str(bar)), (least, str(table["names"].min())), (most, f"{table['names'].max()} nominations")]
    for column, words in marks:
        half = text_width(words, SMALL) / 2 + 0.05
        x = min(max(left + (column + 0.5) * SIZE, half), ax.get_xlim()[1] - half)
        if any(abs(x - other) < half + room for other, room in taken):
            continue
        taken.append((x, half))
        ax.text(x, y, words, size=SMALL, color=PAINT["muted"], ha="center", va="top")


DOTS_OF_50 = Chart("dots", QUESTION, SUBTITLE, dots_table, dots_grid, dots_finding, dots_picture, dots_height)
