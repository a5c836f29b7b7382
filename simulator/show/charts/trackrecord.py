"""Track record: what was polled, what was counted, and the interval that was given before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from simulator.show.palette import LIGHT
from simulator.show.style import SMALL, WIDE, house, ink_of, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "Should I believe it?"
ROW, LEFT, RIGHT = 0.23, 2.35, 0.75


def track_table(document: dict[str, Any]) -> pd.DataFrame:
    """One row a contest: the last poll, the 80% interval made from it, and the count."""
    rows = [
        {
            "contest": one["contest"],
            "candidate": one["candidate"],
            "days": one["days"],
            "polled": one["polled"],
            "low": one["interval80"][0],
            "high": one["interval80"][1],
            "counted": one["share"],
            "inside": one["inside80"],
            "chance": one["chance_of_winner"],
        }
        for one in document["contests"]
    ]
    return pd.DataFrame(rows)


def track_finding(table: pd.DataFrame) -> str:
    """How many counts lay inside the intervals, and how often the likelier won."""
    called = int((table["chance"] > 0.5).sum())
    inside = int(table["inside"].sum())
    return f"In {inside} of {len(table)} contests the count lay inside the 80% interval; the likelier won in {called}"


def track_alt(table: pd.DataFrame) -> str:
    """The picture in words."""
    rows = (
        f"{r.contest}: {r.candidate} polled {r.polled:.0%}, interval {r.low:.0%} to {r.high:.0%}, counted {r.counted:.0%}"
        for r in table.itertuples()
    )
    return "; ".join(rows) + "."


def draw_track(table: pd.DataFrame, axes: Axes) -> None:
    """A row a contest: the interval as a bar, the poll as a ring, the count as a dot."""
    figure: Any = axes.figure
    box = axes.get_position()
    width, height = figure.get_figwidth() * box.width, figure.get_figheight() * box.height
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)

    def at(share: float) -> float:
        x: float = LEFT + (width - LEFT - RIGHT) * (share - 0.3) / 0.55
        return x

    for percent in (30, 40, 50, 60, 70, 80):
        x = at(percent / 100)
        axes.plot([x, x], [0.28, height], color=LIGHT["rule"], linewidth=1.4 if percent == 50 else 0.7, zorder=0)
        axes.text(x, 0.1, f"{percent}%", ha="center", va="center", size=SMALL, color=LIGHT["muted"])
    for number, row in enumerate(table.to_dict("records")):
        y = 0.45 + number * ROW
        axes.text(0, y, f"{row['contest']}, {row['candidate']}", va="center", size=SMALL)
        axes.text(width, y, f"{row['days']} days", va="center", ha="right", size=SMALL, color=LIGHT["muted"])
        role = "incumbent" if row["inside"] else "challenger"
        axes.plot(
            [at(row["low"]), at(row["high"])],
            [y, y],
            color=LIGHT["further"],
            linewidth=7,
            solid_capstyle="butt",
        )
        axes.plot(
            at(row["polled"]), y, "o", markersize=5, markerfacecolor=LIGHT["paper"], markeredgecolor=LIGHT["muted"]
        )
        axes.plot(at(row["counted"]), y, "o", markersize=5.5, color=ink_of(role))


def save(document: dict[str, Any], path: str) -> None:
    """Draw it and write it to an .svg or a .png."""
    from simulator.show.svg import written

    table = track_table(document)
    words = "Bar: the 80% interval given before, by a model that had not seen the contest. Ring: the last poll. Dot: the count."
    with house():
        height = 0.55 + ROW * len(table)
        figure, axes = titled(
            WIDE,
            height,
            track_finding(table),
            words,
            "Source: polls and results in evidence.yaml (party-rules backtest)",
        )
        draw_track(table, axes)
        written(figure, path, "track", track_finding(table), track_alt(table))
