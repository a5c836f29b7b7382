"""Tornado: which assumption matters most, readings beside beliefs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from simulator.show.charts.chart import Chart
from simulator.show.palette import PAINT
from simulator.show.phrases import figure_words, percent, plain
from simulator.show.sensitivity import finding
from simulator.show.sentences import short_names
from simulator.show.style import SMALL, cut, sized, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from simulator.questions.sensitivity import SensitivityAnswer

QUESTION = "Which assumption matters most?"
SUBTITLE = (
    "Chance of leading at the end with each belief at its 5% and 95% point, or under the other reading; all else drawn"
)
ROW, HEAD, MOST = 0.36, 0.36, 12


def tornado_table(answer: SensitivityAnswer) -> pd.DataFrame:
    """One row an input with a visible effect, the widest first: its kind, and the chance at either end."""
    base, names = answer.chance.share, short_names(answer.candidates)
    rows = [
        (f"{plain(row.dispute)}: {plain(row.reading)}", "reading", base, row.chance.share, row.difference)
        for row in answer.readings
        if row.visible
    ]
    rows += [
        (figure_words(row.belief, names), "belief", row.at_low.share, row.at_high.share, row.difference)
        for row in answer.beliefs
        if row.visible
    ]
    rows.sort(key=lambda row: -abs(row[-1]))
    table = pd.DataFrame(rows[:MOST], columns=["input", "kind", "low", "high", "swing"])
    table.attrs = {"chance": base, "finding": finding(answer)}
    return table


def tornado_finding(table: pd.DataFrame) -> str:
    """Whether law or belief moves the chance more."""
    return str(table.attrs["finding"]).rstrip(".")


def tornado_height(table: pd.DataFrame, width: float) -> float:
    """A row an input, and the scale."""
    return HEAD + ROW * max(len(table), 1) + 0.1


def tornado_picture(table: pd.DataFrame) -> str:
    """The bars in words."""
    rows = (f"{r['input']} {percent(r['low'])} to {percent(r['high'])}" for r in table.to_dict("records"))
    return f"From the widest: {'; '.join(rows) or 'nothing visible'}."


def draw_tornado(table: pd.DataFrame, axes: Axes) -> None:
    """A row an input: a bar from the one end to the other, a line at the chance as it is; readings in the accent colour."""
    width, height = sized(axes)
    rows, base = table.to_dict("records"), table.attrs["chance"]
    if not rows:
        words = cut("Nothing that is believed, and no reading, has a visible effect.", width, SMALL)
        axes.text(0, HEAD, words, size=SMALL, va="center")
        return
    left = min(max([text_width(str(r["input"]), SMALL) for r in rows] + [1.0]) + 0.6, width * 0.5)
    room = width - left - 0.5
    start, end = _ends(table, base)

    def x(share: float) -> float:
        return left + room * (share - start) / (end - start)

    for share in (start, (start + end) / 2, end):
        axes.text(x(share), 0.1, f"{100 * share:.3g}%", size=SMALL, color=PAINT["muted"], ha="center", va="center")
        axes.plot([x(share)] * 2, [0.22, height], color=PAINT["rule"], linewidth=0.8, zorder=0)
    axes.plot([x(base)] * 2, [0.22, height], color=PAINT["ink"], linewidth=1.1, linestyle=(0, (3, 2)))
    for number, row in enumerate(rows):
        y = HEAD + ROW * (number + 0.4)
        low, high = sorted((row["low"], row["high"]))
        colour = PAINT["incumbent" if row["kind"] == "reading" else "nobody"]
        axes.text(0, y, cut(str(row["input"]), left - 0.55, SMALL), size=SMALL, va="center")
        axes.barh(y, x(high) - x(low), left=x(low), height=0.2, color=colour, linewidth=0)
        axes.text(x(low) - 0.05, y, percent(low), size=SMALL, ha="right", va="center", color=PAINT["muted"])
        axes.text(x(high) + 0.05, y, percent(high), size=SMALL, ha="left", va="center", color=PAINT["muted"])


def _ends(table: pd.DataFrame, base: float) -> tuple[float, float]:
    """The ends of the scale: tenths around all that is drawn, at least a fifth apart."""
    every = [base, *table["low"], *table["high"]]
    low, high = math.floor(10 * min(every)) / 10, math.ceil(10 * max(every)) / 10
    return (low, high) if high - low >= 0.2 else (max(0.0, min(low, 0.8)), max(0.0, min(low, 0.8)) + 0.2)


TORNADO = Chart(
    "tornado", QUESTION, SUBTITLE, tornado_table, draw_tornado, tornado_finding, tornado_picture, tornado_height,
    asks="sensitivity",
)  # fmt: skip
