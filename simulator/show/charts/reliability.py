"""Reliability: whether chances came true as often as they said, and intervals held as many counts as they should."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING

import pandas as pd

from simulator.questions.backtest import LEVELS, Backtest
from simulator.show.charts.chart import Chart
from simulator.show.charts.trackrecord import source
from simulator.show.palette import PAINT
from simulator.show.style import SMALL, cut, sized, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "Have the chances been worth what they said?"
SUBTITLE = (
    "Dot: the share that came true, or of counts inside the interval. Bar: where 95 of 100 such shares lie if the chances "
    "are right. Every professional poll, judged without its contest"
)
SHOWN = ("error model", "sampling error", "fixed width")
NAMES = {"error model": "error model", "sampling error": "sampling error alone", "fixed width": "one width"}
COLUMNS = ["part", "what", "said", "low", "high", "came_true", "polls", "inside", "role"]
ROW, SCALE, BETWEEN = 0.235, 0.3, 0.3


def reliability_table(answer: Backtest) -> pd.DataFrame:
    """One row an interval of a way of judging, then one a bin of chances: what was said, its band, and what came true."""
    rows = []
    ways = answer.scores["every poll"]
    for level in LEVELS:
        for way in SHOWN:
            polls, held = ways[way].judged, ways[way].held(level)
            low, high = band(level / 100, polls)
            share = held / polls
            role = "incumbent" if way == SHOWN[0] else "challenger" if way == SHOWN[1] else "nobody"
            rows.append(
                (f"{level}% intervals", NAMES[way], level / 100, low, high, share, polls, low <= share <= high, role)
            )
    for one in answer.reliability:
        low, high = band(one.said, one.rows)
        what = f"said {100 * one.from_:.0f}% to {100 * one.to:.0f}%"
        inside = low <= one.came_true <= high
        rows.append(
            (
                "chances of the error model",
                what,
                one.said,
                low,
                high,
                one.came_true,
                one.rows,
                inside,
                "incumbent",
            )
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def band(chance: float, count: int) -> tuple[float, float]:
    """The central 95% of a binomial, as shares.

    >>> band(0.8, 15)
    (0.6, 1.0)
    """
    chances = [math.comb(count, k) * chance**k * (1 - chance) ** (count - k) for k in range(count + 1)]
    upto = list(accumulate(chances))
    low, high = (next(k for k in range(count + 1) if k == count or upto[k] >= edge) for edge in (0.025, 0.975))
    return low / count, high / count


def reliability_finding(table: pd.DataFrame) -> str:
    """How many of the model's 80% intervals held, beside those of the sampling error."""
    rows = table[table["part"] == "80% intervals"].to_dict("records")
    held = {row["what"]: row["came_true"] * row["polls"] for row in rows}
    mine, other = (held[NAMES[way]] for way in SHOWN[:2])
    return f"Of {rows[0]['polls']} intervals of 80%, the error model’s held {mine:.0f} counts, the sampling error’s {other:.0f}"


def reliability_picture(table: pd.DataFrame) -> str:
    """Every row in words."""
    rows = (
        f"{r['part']}, {r['what']}: {100 * r['came_true']:.0f}% of {r['polls']}, "
        f"band {100 * r['low']:.0f}% to {100 * r['high']:.0f}%"
        for r in table.to_dict("records")
    )
    return "; ".join(rows) + "."


def reliability_height(table: pd.DataFrame, width: float) -> float:
    """A row each, a head for each part, and the scale."""
    return SCALE + ROW * len(table) + BETWEEN * table["part"].nunique() + 0.05


def draw_reliability(table: pd.DataFrame, axes: Axes) -> None:
    """A row each: the band, a tick at what was said, a dot at what came true, and how many polls that was."""
    width, height = sized(axes)
    labels = [f"{row['what']}" for row in table.to_dict("records")]
    left = min(max(text_width(label, SMALL) for label in labels) + 0.3, width * 0.42)
    right = width - text_width("31 of 31", SMALL) - 0.15
    for share in (0, 50, 100):
        x = left + (right - left) * share / 100
        axes.plot([x, x], [0.24, height], color=PAINT["rule"], linewidth=0.8, zorder=0)
        axes.text(x, 0.1, f"{share}%", size=SMALL, color=PAINT["muted"], ha="center", va="center")
    y, part = SCALE, ""
    for row in table.to_dict("records"):
        if row["part"] != part:
            part = str(row["part"])
            axes.text(0, y + BETWEEN * 0.55, cut(part, width, SMALL, bold=True), size=SMALL, weight="bold", va="center")
            y += BETWEEN
        middle = y + ROW / 2
        low, high, said, true = (left + (right - left) * row[k] for k in ("low", "high", "said", "came_true"))
        axes.text(0.15, middle, cut(str(row["what"]), left - 0.25, SMALL), size=SMALL, va="center")
        axes.barh(middle, high - low, 0.1, left=low, color=PAINT["rule"], linewidth=0)
        axes.plot([said] * 2, [middle - 0.08, middle + 0.08], color=PAINT["muted"], linewidth=1.4)
        marker = "o" if row["inside"] else "D"
        axes.plot([true], [middle], marker, markersize=5.5, color=PAINT[str(row["role"])], markeredgewidth=0)
        count = f"{row['came_true'] * row['polls']:.0f} of {row['polls']}"
        axes.text(width, middle, count, size=SMALL, color=PAINT["muted"], ha="right", va="center")
        y += ROW


RELIABILITY = Chart(
    "reliability", QUESTION, SUBTITLE, reliability_table, draw_reliability, reliability_finding, reliability_picture,
    reliability_height, asks="backtest", source=source,
)  # fmt: skip
