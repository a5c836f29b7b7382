"""Track record: what was polled, what was counted, and the interval that was given before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from simulator.questions.backtest import Backtest
from simulator.show.charts.chart import Chart
from simulator.show.palette import PAINT
from simulator.show.style import SMALL, cut, sized, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "Where did the counts fall beside what was given before?"
SUBTITLE = (
    "Bar: the 80% interval given before, by a model that had not seen the contest. Ring: the last poll. Dot: the count"
)
ROW, SCALE = 0.24, 0.3


def track_table(answer: Backtest) -> pd.DataFrame:
    """One row a contest: the last poll, the 80% interval made from it, and the count."""
    rows = [
        {
            "contest": one.contest,
            "candidate": one.candidate,
            "days": one.days,
            "polled": one.polled,
            "low": one.interval80[0],
            "high": one.interval80[1],
            "counted": one.share,
            "inside": one.inside80,
            "chance": one.chance_of_winner,
        }
        for one in answer.contests
    ]
    return pd.DataFrame(rows)


def track_finding(table: pd.DataFrame) -> str:
    """How many counts lay inside the intervals, and how often the likelier won."""
    called = int((table["chance"] > 0.5).sum())
    inside = int(table["inside"].sum())
    return f"In {inside} of {len(table)} contests the count lay inside the 80% interval; the likelier won in {called}"


def track_picture(table: pd.DataFrame) -> str:
    """The picture in words."""
    rows = (
        f"{r.contest}: {r.candidate} polled {r.polled:.0%}, interval {r.low:.0%} to {r.high:.0%}, counted {r.counted:.0%}"
        for r in table.itertuples()
    )
    return "; ".join(rows) + "."


def track_height(table: pd.DataFrame, width: float) -> float:
    """A row a contest, and the scale."""
    return SCALE + ROW * len(table) + 0.1


def source(_: Backtest) -> str:
    """The small print: where polls and results are."""
    return "party-rules backtest · polls and results in evidence.yaml, each with its source"


def draw_track(table: pd.DataFrame, axes: Axes) -> None:
    """A row a contest: the interval as a bar, the poll as a ring, the count as a dot."""
    width, height = sized(axes)

    rows = table.to_dict("records")
    labels = [f"{row['contest']}, {row['candidate']}" for row in rows]
    left = min(max(text_width(label, SMALL) for label in labels) + 0.15, width * 0.42)
    right = text_width("100 days", SMALL) + 0.12

    def at(share: float) -> float:
        x: float = left + (width - left - right) * (share - 0.3) / 0.55
        return x

    for percent in (30, 40, 50, 60, 70, 80):
        x = at(percent / 100)
        axes.plot([x, x], [0.24, height], color=PAINT["rule"], linewidth=1.4 if percent == 50 else 0.7, zorder=0)
        if width > 5 or percent in (30, 50, 80):
            axes.text(x, 0.1, f"{percent}%", ha="center", va="center", size=SMALL, color=PAINT["muted"])
    for number, (row, label) in enumerate(zip(rows, labels, strict=True)):
        y = SCALE + ROW * (number + 0.5)
        axes.text(0, y, cut(label, left - 0.1, SMALL), va="center", size=SMALL)
        axes.text(width, y, f"{row['days']} days", va="center", ha="right", size=SMALL, color=PAINT["muted"])
        role = "incumbent" if row["inside"] else "challenger"
        low, high = at(row["low"]), at(row["high"])
        axes.barh(y, high - low, 0.1, left=low, color=PAINT["rule"], linewidth=0)
        ring: Any = {"markerfacecolor": PAINT["paper"], "markeredgecolor": PAINT["ink"]}
        axes.plot([at(row["polled"])], [y], "o", markersize=5.5, **ring)
        axes.plot([at(row["counted"])], [y], "o" if row["inside"] else "D", markersize=5.5, color=PAINT[role])


TRACK = Chart(
    "track-record", QUESTION, SUBTITLE, track_table, draw_track, track_finding, track_picture, track_height,
    asks="backtest", source=source,
)  # fmt: skip
