"""Beliefs from polls: what each poll said, and the interval believed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from simulator.questions.polls import Polled, Polls
from simulator.show.charts.chart import Chart
from simulator.show.palette import PAINT
from simulator.show.phrases import percent
from simulator.show.style import SMALL, cut, sized, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "What do the polls say, and how sure is it?"
SUBTITLE = (
    "Share in a straight fight with an average challenger. Bar: the 90% interval believed, its middle white. "
    "Rings: the polls as published, the larger the more weight"
)
ROW, SCALE = 0.34, 0.3
COLUMNS = ["section", "candidate", "low", "middle", "high", "polls", "days", "shares", "weights"]


def beliefs_table(answer: Polls) -> pd.DataFrame:
    """One row a belief that is uncertain: section, candidate, interval, and the polls' shares with their weights."""
    rows = []
    for row in (*answer.beliefs, *answer.nominations):
        polls = row.polls if isinstance(row, Polled) else ()
        if isinstance(row, Polled) and row.certain:
            continue
        days = min((poll.days for poll in polls), default=None)
        shares, weights = [poll.share for poll in polls], [poll.weight for poll in polls]
        rows.append((row.section, row.name, row.low, row.middle, row.high, len(polls), days, shares, weights))
    return pd.DataFrame(rows, columns=COLUMNS)


def beliefs_finding(table: pd.DataFrame) -> str:
    """The widest and the narrowest."""
    if table.empty:
        return "No poll, and no nomination by a constituency party, is in this scenario"
    rows = sorted(table.to_dict("records"), key=lambda row: row["high"] - row["low"])
    least, most = rows[0], rows[-1]
    if len(rows) == 1:
        return f"{most['candidate']}: {percent(most['low'])} to {percent(most['high'])}"
    narrow, wide = (f"{100 * (row['high'] - row['low']):.0f} points" for row in (least, most))
    whose = [f"{row['candidate']} among {row['section']}" for row in (least, most)]
    return f"Surest of {whose[0]}, within {narrow}; least of {whose[1]}, within {wide}"


def beliefs_picture(table: pd.DataFrame) -> str:
    """The bars and rings in words."""
    if table.empty:
        return "There is nothing to draw."
    rows = (
        f"{r['candidate']}, {r['section']}: {percent(r['low'])} to {percent(r['high'])}"
        + "".join(f", polled {percent(share)}" for share in r["shares"])
        for r in table.to_dict("records")
    )
    return "; ".join(rows) + "."


def beliefs_height(table: pd.DataFrame, width: float) -> float:
    """A row a belief, and the scale."""
    return 0.3 if table.empty else SCALE + ROW * len(table) + 0.1


def draw_beliefs(table: pd.DataFrame, axes: Axes) -> None:
    """A row a belief: the interval as a bar, its middle as a line, its polls as rings."""
    width, height = sized(axes)
    if table.empty:
        axes.text(0, 0.14, "There is nothing to draw.", color=PAINT["muted"], va="center")
        return
    rows = table.to_dict("records")
    labels = [f"{row['candidate']}, {row['section']}" for row in rows]
    left = min(max(text_width(label, SMALL) for label in labels) + 0.3, width * 0.45)
    span = width - left - 0.25
    for share in (0, 25, 50, 75, 100):
        x = left + span * share / 100
        axes.plot([x, x], [0.24, height], color=PAINT["rule"], linewidth=1.4 if share == 50 else 0.7, zorder=0)
        axes.text(x, 0.1, f"{share}%", ha="center", va="center", size=SMALL, color=PAINT["muted"])
    for number, (row, label) in enumerate(zip(rows, labels, strict=True)):
        y = SCALE + ROW * (number + 0.5)
        axes.text(0, y, cut(label, left - 0.2, SMALL), va="center", size=SMALL)
        low, middle, high = (left + span * row[one] for one in ("low", "middle", "high"))
        axes.barh(y, high - low, 0.13, left=low, color=PAINT["incumbent"], linewidth=0)
        axes.plot([middle, middle], [y - 0.065, y + 0.065], color=PAINT["paper"], linewidth=1.8)
        for share, weight in zip(row["shares"], row["weights"], strict=True):
            ring: Any = {"markerfacecolor": PAINT["paper"], "markeredgecolor": PAINT["ink"], "markeredgewidth": 1.2}
            axes.plot([left + span * share], [y], "o", markersize=3.5 + 3.5 * weight, **ring)


BELIEFS = Chart(
    "beliefs", QUESTION, SUBTITLE, beliefs_table, draw_beliefs, beliefs_finding, beliefs_picture, beliefs_height,
    asks="polls", source=lambda answer: f"party-rules · {answer.scenario}",
)  # fmt: skip
