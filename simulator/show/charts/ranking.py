"""Dispute ranking: which clause decides, as bars with their errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from simulator.show.charts.chart import Chart
from simulator.show.disputes import finding, points
from simulator.show.palette import PAINT
from simulator.show.phrases import percent, plain
from simulator.show.style import SMALL, cut, sized, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from simulator.questions.disputes import DisputesAnswer

QUESTION = "Which clause decides?"
SUBTITLE = (
    "Points of 100 simulations in which the leader changes, shared out (Shapley), with its error; "
    "line beneath: another reading of this clause alone"
)
ROW, HEAD = 0.46, 0.1


def ranking_table(answer: DisputesAnswer) -> pd.DataFrame:
    """One row a dispute: its share with its error, and what it changes by itself."""
    rows = [
        {
            "dispute": row.dispute,
            "title": row.title,
            "share": row.shapley.share,
            "error": row.shapley.error,
            "alone": row.alone.share,
        }
        for row in answer.disputes
    ]
    table = pd.DataFrame(rows, columns=["dispute", "title", "share", "error", "alone"])
    table.attrs = {"finding": finding(answer)}
    return table


def ranking_finding(table: pd.DataFrame) -> str:
    """Which clause decides, or that none does."""
    return str(table.attrs["finding"])


def ranking_height(table: pd.DataFrame, width: float) -> float:
    """A row a dispute."""
    return HEAD + ROW * max(len(table), 1) + 0.1


def ranking_picture(table: pd.DataFrame) -> str:
    """The bars in words."""
    rows = (f"{plain(r['dispute'])} {points(r['share'])}" for r in table.to_dict("records"))
    return f"Points of 100 simulations: {'; '.join(rows)}."


def draw_ranking(table: pd.DataFrame, axes: Axes) -> None:
    """A row a dispute: its name, a bar, its number; a thin line for what it changes alone."""
    width, _ = sized(axes)
    rows = table.to_dict("records")
    left = min(max(text_width(plain(str(r["dispute"]))) for r in rows) + 0.2, width * 0.45)
    room = width - left - 1.15
    most = max(max(r["share"] + 1.96 * r["error"], r["alone"]) for r in rows) or 1.0
    for number, row in enumerate(rows):
        y = HEAD + ROW * (number + 0.4)
        long = room * max(row["share"], 0.0) / most
        axes.text(0, y, cut(plain(str(row["dispute"])), left - 0.1), va="center")
        axes.barh(y, long, left=left, height=0.24, color=PAINT["incumbent" if number == 0 else "nobody"], linewidth=0)
        axes.plot([left, left + room * row["alone"] / most], [y + 0.17] * 2, color=PAINT["ink"], linewidth=1.2)
        reach = 1.96 * room * row["error"] / most
        axes.plot([left + long - reach, left + long + reach], [y] * 2, color=PAINT["ink"], linewidth=1.0, gid="error")
        axes.text(
            left + max(long + reach, room * row["alone"] / most) + 0.08,
            y,
            points(row["share"]),
            weight="bold",
            va="center",
        )
        axes.text(width, y, percent(row["alone"]), size=SMALL, color=PAINT["muted"], ha="right", va="center")


RANKING = Chart(
    "ranking", QUESTION, SUBTITLE, ranking_table, draw_ranking, ranking_finding, ranking_picture, ranking_height,
    asks="disputes",
)  # fmt: skip
