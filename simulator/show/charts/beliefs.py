"""Beliefs from polls: each poll, and the interval believed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from simulator.show.palette import LIGHT
from simulator.show.style import SMALL, WIDE, house, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "What do the polls say, and how sure is it?"
ROW, LEFT, RIGHT = 0.3, 2.4, 0.3


def beliefs_table(document: dict[str, Any]) -> pd.DataFrame:
    """One row a belief that is uncertain: section, candidate, interval, and the polls' shares."""
    rows = [
        {
            "section": row["section"],
            "candidate": row["name"],
            "low": row["low"],
            "middle": row["middle"],
            "high": row["high"],
            "polls": len(row["polls"]),
            "days": min(poll["days"] for poll in row["polls"]),
        }
        for row in document["beliefs"]
        if not row["certain"]
    ]
    return pd.DataFrame(rows)


def beliefs_finding(table: pd.DataFrame) -> str:
    """The widest and the narrowest."""
    rows = sorted(table.to_dict("records"), key=lambda row: row["high"] - row["low"])
    least, most = rows[0], rows[-1]
    if len(rows) == 1:
        return f"{most['candidate']}: {most['low']:.0%} to {most['high']:.0%}"
    return (
        f"{least['candidate']} is believed within {100 * (least['high'] - least['low']):.0f} points ({least['section']}), "
        f"{most['candidate']} within {100 * (most['high'] - most['low']):.0f} ({most['section']})"
    )


def beliefs_alt(table: pd.DataFrame) -> str:
    """The picture in words."""
    rows = (f"{r['candidate']}, {r['section']}: {r['low']:.0%} to {r['high']:.0%}" for r in table.to_dict("records"))
    return "; ".join(rows) + "."


def draw_beliefs(table: pd.DataFrame, axes: Axes) -> None:
    """A row a belief: the interval as a bar, its middle as a line."""
    figure: Any = axes.figure
    box = axes.get_position()
    width, height = figure.get_figwidth() * box.width, figure.get_figheight() * box.height
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    span = width - LEFT - RIGHT
    for percent in range(0, 101, 25):
        x = LEFT + span * percent / 100
        axes.plot([x, x], [0.28, height], color=LIGHT["rule"], linewidth=1.4 if percent == 50 else 0.7, zorder=0)
        axes.text(x, 0.1, f"{percent}%", ha="center", va="center", size=SMALL, color=LIGHT["muted"])
    for number, row in enumerate(table.to_dict("records")):
        y = 0.5 + number * ROW
        axes.text(0, y, f"{row['candidate']}, {row['section']}", va="center", size=SMALL)
        axes.plot(
            [LEFT + span * row["low"], LEFT + span * row["high"]],
            [y, y],
            color=LIGHT["incumbent"],
            linewidth=8,
            solid_capstyle="butt",
        )
        middle = LEFT + span * row["middle"]
        axes.plot([middle, middle], [y - 0.09, y + 0.09], color=LIGHT["paper"], linewidth=1.6)


def save(document: dict[str, Any], path: str) -> None:
    """Draw it and write it to an .svg or a .png."""
    from simulator.show.svg import written

    table = beliefs_table(document)
    words = (
        "Share in a straight fight with an average challenger: the 90% interval made from the polls, and its middle."
    )
    with house():
        height = 0.6 + ROW * len(table)
        figure, axes = titled(
            WIDE,
            height,
            beliefs_finding(table),
            words,
            f"Source: the polls of “{document['scenario']}” (party-rules polls)",
        )
        draw_beliefs(table, axes)
        written(figure, path, "beliefs", beliefs_finding(table), beliefs_alt(table))
