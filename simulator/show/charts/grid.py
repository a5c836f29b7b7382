"""The grid: one contest, nominator by nominator, a hexagon a name; hollow ones are the names that are missing."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

import pandas as pd

from simulator.show.charts.chart import Chart
from simulator.show.palette import PAINT
from simulator.show.phrases import capital
from simulator.show.style import SMALL, cut, sized

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from simulator.questions.one_contest import OneContest

QUESTION = "One contest, nomination by nomination: who was how many short?"
COLUMNS = ["candidate", "name", "names", "needs", "short", "exempt", "role"]
CELL, TALL, HEAD = 0.155, 0.135, 0.26


def grid_table(answer: OneContest) -> pd.DataFrame:
    """One row a candidate who sought names: names, how many suffice, how many are missing, and whether none are needed."""
    needs, rows = answer.needs, []
    order = sorted(answer.names, key=lambda one: -answer.names[one])
    palette = ["challenger", "third"]
    for one in order:
        names, exempt = answer.names[one], one in answer.exempt
        role = "incumbent" if one == answer.incumbent else palette.pop(0) if palette else "nobody"
        short = 0 if needs is None or exempt else max(needs - names, 0)
        rows.append((one, answer.candidates.get(one, one), names, needs, short, exempt, role))
    table = pd.DataFrame(rows, columns=COLUMNS)
    table.attrs = {"which": answer.which, "heads": answer.heads}
    return table


def grid_scope(table: pd.DataFrame) -> str:
    """What a hexagon is, and in which contest."""
    return f"A hexagon a nomination; hollow: missing to the bar. {capital(table.attrs['which'])}"


def grid_finding(table: pd.DataFrame) -> str:
    """Who was short by how many, or that nobody was."""
    if table.empty:
        return "How many nominated whom is not known for this contest"
    short = table[table["short"] > 0]
    needs = table["needs"].iloc[0]
    if short.empty:
        many = "both have" if len(table) == 2 else "all have" if len(table) > 2 else "has"
        names = " and ".join(table["name"]) if len(table) < 3 else f"{len(table)} candidates"
        return f"{names} {many} the {needs:.0f} nominations needed" if needs == needs else f"{names} were nominated"
    first = short.sort_values("short").iloc[0]
    more = f"; {len(short) - 1} more fell short" if len(short) > 1 else ""
    return f"{first['name']} was {first['short']} short of the {first['needs']:.0f} nominations needed{more}"


def grid_picture(table: pd.DataFrame) -> str:
    """The hexagons in words."""
    parts = [
        f"{row['name']} {row['names']}"
        + (", needs none" if row["exempt"] else f", {row['short']} missing" if row["short"] else "")
        for row in table.to_dict("records")
    ]
    silent = _silent(table)
    return f"{'; '.join(parts) or 'There is nothing to draw'}{f'; {silent} nominated nobody who sought it' if silent else ''}."


def _silent(table: pd.DataFrame) -> int:
    heads = table.attrs["heads"]
    return max(int(heads) - int(table["names"].sum()), 0) if heads else 0


def _across(width: float) -> int:
    return max(int((width - CELL) / CELL), 10)


def _blocks(table: pd.DataFrame, width: float) -> list[tuple[str, int, int, str, float]]:
    """(label, filled, hollow, role, height) of each block, the silent last."""
    found = []
    for row in table.to_dict("records"):
        needs = "needs none" if row["exempt"] else f"{row['short']} short" if row["short"] else "enough"
        said = f"{row['name']} {row['names']}" + (f", {needs}" if row["needs"] == row["needs"] else "")
        found.append((said, int(row["names"]), int(row["short"]), str(row["role"])))
    if silent := _silent(table):
        found.append((f"nominated nobody who sought it {silent}", silent, 0, "rule"))
    return [(*one, HEAD + TALL * max(ceil((one[1] + one[2]) / _across(width)), 1) + 0.12) for one in found]


def grid_height(table: pd.DataFrame, width: float) -> float:
    """Room for every block."""
    return sum(block[-1] for block in _blocks(table, width)) if not table.empty else 0.3


def draw_grid(table: pd.DataFrame, axes: Axes) -> None:
    """A block a candidate: a label over its own hexagons, filled for names in, hollow for names missing."""
    width, _ = sized(axes)
    if table.empty:
        axes.text(0, 0.14, "There is nothing to draw.", color=PAINT["muted"], va="center")
        return
    across, top = _across(width), 0.0
    for label, filled, hollow, role, tall in _blocks(table, width):
        axes.text(0, top + 0.12, cut(label, width, SMALL, bold=True), size=SMALL, weight="bold", va="center")
        colour = PAINT[role]
        places = [
            (CELL * (n % across + 0.5 + 0.5 * ((n // across) % 2)), top + HEAD + TALL * (n // across + 0.4))
            for n in range(filled + hollow)
        ]
        for some, face, kind in ((places[:filled], colour, "in"), (places[filled:], "none", "missing")):
            if some:
                x, y = zip(*some, strict=True)
                axes.scatter(x, y, s=62, marker="h", facecolor=face, edgecolor=colour, linewidth=0.9, gid=kind)
        top += tall


GRID = Chart("grid", QUESTION, grid_scope, grid_table, draw_grid, grid_finding, grid_picture, grid_height, asks="one")
