"""Tornado: which assumption matters most, readings beside beliefs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from simulator.show.palette import LIGHT
from simulator.show.sensitivity import finding
from simulator.show.sentences import percent, plain
from simulator.show.style import SMALL, WIDE, cut, house, text_width, titled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "Which assumption matters most?"
SUBTITLE = "Chance of leading at the end with each belief at its 5% and 95% point, or the clause read otherwise; all else drawn"
ROW, HEAD, MOST = 0.36, 0.36, 12


def tornado_table(document: dict[str, Any]) -> pd.DataFrame:
    """One row an input with a visible effect, the widest first: its kind, and the chance at either end."""
    base = document["chance"]
    rows = [
        {
            "input": f"{row['dispute']}: {plain(row['reading'])}",
            "kind": "reading",
            "low": base,
            "high": row["chance"],
            "swing": row["swing"],
        }
        for row in document["readings"]
        if row["visible"]
    ]
    rows += [
        {"input": row["belief"], "kind": "belief", "low": row["at_low"], "high": row["at_high"], "swing": row["swing"]}
        for row in document["beliefs"]
        if row["visible"]
    ]
    rows.sort(key=lambda row: -abs(float(row["swing"])))
    return pd.DataFrame(rows[:MOST], columns=["input", "kind", "low", "high", "swing"])


def tornado_alt(table: pd.DataFrame) -> str:
    """The bars in words."""
    rows = (f"{r['input']} {percent(r['low'])} to {percent(r['high'])}" for r in table.to_dict("records"))
    return f"From the widest: {'; '.join(rows) or 'nothing visible'}."


def draw_tornado(table: pd.DataFrame, base: float, axes: Axes) -> None:
    """A row an input: a bar from the one end to the other, a line at the chance as it is; readings in the accent colour."""
    figure: Any = axes.figure
    box = axes.get_position()
    width, height = figure.get_figwidth() * box.width, figure.get_figheight() * box.height
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    rows = table.to_dict("records")
    left = min(max([text_width(_short(r["input"]), SMALL) for r in rows] + [1.0]) + 0.6, width * 0.5)
    room = width - left - 0.5
    for share in (0, 0.5, 1):
        axes.text(
            left + room * share, 0.1, f"{100 * share:.0f}%", size=SMALL, color=LIGHT["muted"], ha="center", va="center"
        )
        axes.plot([left + room * share] * 2, [0.22, height], color=LIGHT["rule"], linewidth=0.8, zorder=0)
    axes.plot([left + room * base] * 2, [0.22, height], color=LIGHT["ink"], linewidth=1.1, linestyle=(0, (3, 2)))
    for number, row in enumerate(rows):
        y = HEAD + ROW * (number + 0.4)
        low, high = sorted((row["low"], row["high"]))
        colour = LIGHT["incumbent" if row["kind"] == "reading" else "nobody"]
        axes.text(0, y, cut(_short(row["input"]), left - 0.55, SMALL), size=SMALL, va="center")
        axes.barh(y, room * (high - low), left=left + room * low, height=0.2, color=colour, linewidth=0)
        axes.text(left + room * low - 0.05, y, percent(low), size=SMALL, ha="right", va="center", color=LIGHT["muted"])
        axes.text(left + room * high + 0.05, y, percent(high), size=SMALL, ha="left", va="center", color=LIGHT["muted"])


def _short(path: str) -> str:
    """The last steps of a path: what a reader needs to know it by."""
    return " ".join(plain(step) for step in path.split(".")[-3:])


def save(document: dict[str, Any], path: str) -> None:
    """Draw it and write it to an .svg or a .png."""
    from simulator.show.svg import written

    table = tornado_table(document)
    with house():
        foot = f"party-rules · {document['scenario']} · {document['runs']:,} runs an end, seed {document['seed']}"
        figure, axes = titled(WIDE, HEAD + ROW * max(len(table), 1) + 0.1, finding(document), SUBTITLE, foot)
        draw_tornado(table, document["chance"], axes)
        written(figure, path, "tornado", finding(document), tornado_alt(table))
