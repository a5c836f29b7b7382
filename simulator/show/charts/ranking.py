"""Dispute ranking: which clause decides, as bars with their errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from simulator.show.disputes import finding, points
from simulator.show.palette import LIGHT
from simulator.show.sentences import percent, plain
from simulator.show.style import SMALL, WIDE, cut, house, text_width, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "Which clause decides?"
SUBTITLE = "Points of 100 contests in which the leader changes, shared out (Shapley); line: if the clause is read otherwise alone"
ROW, HEAD = 0.46, 0.1


def ranking_table(document: dict[str, Any]) -> pd.DataFrame:
    """One row a dispute: its share with its error, and what it changes by itself."""
    rows = [
        {
            "dispute": row["dispute"],
            "title": row["title"],
            "share": row["shapley"]["share"],
            "error": row["shapley"]["error"],
            "alone": row["alone"]["share"],
        }
        for row in document["disputes"]
    ]
    return pd.DataFrame(rows)


def ranking_alt(table: pd.DataFrame) -> str:
    """The bars in words."""
    rows = (f"{plain(r['dispute'])} {points(r['share'])}" for r in table.to_dict("records"))
    return f"Points of 100 contests: {'; '.join(rows)}."


def draw_ranking(table: pd.DataFrame, axes: Axes) -> None:
    """A row a dispute: its name, a bar, its number; a thin line for what it changes alone."""
    figure: Any = axes.figure
    box = axes.get_position()
    width, height = figure.get_figwidth() * box.width, figure.get_figheight() * box.height
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    rows = table.to_dict("records")
    left = min(max(text_width(plain(str(r["dispute"]))) for r in rows) + 0.2, width * 0.45)
    room = width - left - 1.15
    most = max(max(r["share"], r["alone"]) for r in rows) or 1.0
    for number, row in enumerate(rows):
        y = HEAD + ROW * (number + 0.4)
        long = room * max(row["share"], 0.0) / most
        axes.text(0, y, cut(plain(str(row["dispute"])), left - 0.1), va="center")
        axes.barh(y, long, left=left, height=0.24, color=LIGHT["incumbent" if number == 0 else "nobody"], linewidth=0)
        axes.plot([left, left + room * row["alone"] / most], [y + 0.17] * 2, color=LIGHT["ink"], linewidth=1.2)
        axes.text(
            left + max(long, room * row["alone"] / most) + 0.08, y, points(row["share"]), weight="bold", va="center"
        )
        axes.text(width, y, percent(row["alone"]), size=SMALL, color=LIGHT["muted"], ha="right", va="center")


def save(document: dict[str, Any], path: str) -> None:
    """Draw it and write it to an .svg or a .png."""
    from simulator.show.svg import written

    table = ranking_table(document)
    with house():
        made = f"{document['played']} combinations × {document['runs']:,} runs, seed {document['seed']}"
        foot = f"party-rules · {document['scenario']} · {made}"
        figure, axes = titled(WIDE, HEAD + ROW * len(table) + 0.1, finding(document), SUBTITLE, foot)
        draw_ranking(table, axes)
        written(figure, path, "ranking", finding(document), ranking_alt(table))
