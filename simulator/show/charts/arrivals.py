"""Arrivals: how many names each candidate has in as the window runs, as a fan, with what happened laid over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from simulator.show.charts.chart import Chart
from simulator.show.palette import PAINT
from simulator.show.sentences import Document, reading_names, roles
from simulator.show.style import SMALL, cut, ink_of, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "How do nominations arrive?"
SUBTITLE = "Nominations at four moments of the window: 90% of simulations, 50%, and the median; dots: what happened"
MOST, PANEL, HEAD, FOOT = 6, 1.15, 0.42, 0.3
COLUMNS = [
    "reading", "candidate", "name", "role", "moment", "at", "sought", "p05", "p25", "median", "p75", "p95", "bar",
    "happened", "fewer",
]  # fmt: skip


def arrivals_table(document: Document) -> pd.DataFrame:
    """One row a candidate and moment, under the first reading: quantiles of the names in, the bar, and what happened."""
    entry, colour = document["results"][0], roles(document)
    rows = []
    for at, (moment, there) in enumerate(entry.get("tallies", {}).items()):
        for one, row in ((one, row) for one, row in there.items() if one in document["candidates"]):
            needs = entry["nominations"].get(one, {}).get("needs") or {}
            bar = int(max(needs, key=lambda n: needs[n])) if needs else None
            happened = row.get("happened")
            rows.append(
                (reading_names(document)[0], one, document["candidates"][one], colour[one], moment, at, row["sought"],
                 *(row[q] for q in ("p05", "p25", "median", "p75", "p95")), bar, happened, row.get("fewer"))
            )  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def _shown(table: pd.DataFrame) -> list[str]:
    """The candidates drawn: those with most names in the end, in that order."""
    last = table.sort_values(["at", "median"], ascending=False, kind="stable")
    return list(dict.fromkeys(last["candidate"]))[:MOST]


def arrivals_finding(table: pd.DataFrame) -> str:
    """Where the true path ends in the fan, for whoever surprises most; without one, who is nearest the bar."""
    if table.empty:
        return "This scenario has no tally of nominations"
    last = table[table["at"] == table["at"].max()]
    known = last[last["happened"].notna() & last["bar"].notna()]
    if known.empty:
        near = last[last["bar"].notna()]
        near = last if near.empty else near.assign(short=(near["median"] - near["bar"]).abs()).sort_values("short")
        row = near.iloc[0]
        return f"{row['name']} ends with {row['p05']:.0f} to {row['p95']:.0f} nominations (median {row['median']:.0f})"
    row = known.assign(surprise=(known["fewer"] - 0.5).abs()).sort_values("surprise", kind="stable").iloc[-1]
    return (
        f"{row['name']} had {row['happened']:.0f} nominations in the end; "
        f"in {100 * row['fewer']:.0f} of 100 simulations it is fewer, and the middle one is {row['median']:.0f}"
    )


def arrivals_picture(table: pd.DataFrame) -> str:
    """The ends of the fans in words."""
    if table.empty:
        return "There is nothing to draw: this scenario has no tally of nominations."
    last = table[table["at"] == table["at"].max()]
    parts = []
    for _, row in last.iterrows():
        true = f", in truth {row['happened']:.0f}" if pd.notna(row["happened"]) else ""
        parts.append(f"{row['name']} {row['p05']:.0f} to {row['p95']:.0f}{true}")
    return f"Nominations at the close: {'; '.join(parts)}."


def arrivals_height(table: pd.DataFrame, width: float) -> float:
    """A panel a candidate."""
    return HEAD + PANEL * len(_shown(table)) + FOOT if not table.empty else 0.3


def arrivals_fans(table: pd.DataFrame, ax: Axes) -> None:
    """A panel a candidate: two bands and the middle, the bar as a dashed line, what happened as dots with their numbers."""
    width = float(ax.get_window_extent().width / ax.figure.dpi)
    ax.set_xlim(0, width)
    ax.set_ylim(arrivals_height(table, width), 0)
    if table.empty:
        ax.text(0, 0.14, "There is nothing to draw.", color=PAINT["muted"], va="center")
        return
    moments = list(dict.fromkeys(table.sort_values("at")["moment"]))
    left, right = 0.72, width - 1.02
    x = [left + (right - left) * (n + 0.15) / (len(moments) - 0.7) for n in range(len(moments))]
    for place, moment in zip(x, moments, strict=True):
        ax.text(place, 0.12, moment, size=SMALL, color=PAINT["muted"], ha="center", va="center")
    for number, one in enumerate(_shown(table)):
        rows = table[table["candidate"] == one].sort_values("at").to_dict("records")
        _panel(ax, rows, [x[int(row["at"])] for row in rows], HEAD + PANEL * number, width)


def _panel(ax: Axes, rows: Any, x: list[float], top: float, width: float) -> None:
    bar = rows[-1]["bar"]
    known = [row["happened"] for row in rows if pd.notna(row["happened"])]
    highest = max([*(row["p95"] for row in rows), *known, bar if pd.notna(bar) else 1, 1]) * 1.22
    base, tall = top + PANEL - 0.1, PANEL - 0.42

    def y(names: float) -> float:
        return float(base - tall * names / highest)

    role = rows[0]["role"]
    line = PAINT["third" if role == "further" else role]
    ax.text(0, top + 0.06, cut(rows[0]["name"], width * 0.6, bold=True), weight="bold", color=ink_of(role), va="center")
    ax.plot([x[0] - 0.2, x[-1] + 0.2], [base, base], color=PAINT["rule"], linewidth=0.8)
    outer = ([y(row["p05"]) for row in rows], [y(row["p95"]) for row in rows])
    inner = ([y(row["p25"]) for row in rows], [y(row["p75"]) for row in rows])
    ax.fill_between(x, *outer, color=PAINT["rule"], linewidth=0)
    ax.fill_between(x, *inner, color=PAINT["nobody"], linewidth=0)
    ax.plot(x, [y(row["median"]) for row in rows], color=line, linewidth=2)
    if pd.notna(bar):
        ax.plot([x[0] - 0.2, x[-1] + 0.2], [y(bar)] * 2, color=PAINT["ink"], linewidth=1.1, linestyle=(0, (3, 2)))
        ax.text(x[0] - 0.26, y(bar), f"bar {bar:.0f}", size=SMALL, color=PAINT["ink"], ha="right", va="center")
    last = rows[-1]
    words = f"{last['median']:.0f} ({last['p05']:.0f}–{last['p95']:.0f})"
    ax.text(
        min(x[-1] + 0.26, width - text_width(words, SMALL)),
        y(last["median"]),
        words,
        size=SMALL,
        color=PAINT["muted"],
        va="center",
    )
    for place, row in zip(x, rows, strict=True):
        if pd.notna(row["happened"]):
            ax.plot(
                [place],
                [y(row["happened"])],
                "o",
                markersize=6,
                markerfacecolor=PAINT["ink"],
                markeredgecolor=PAINT["paper"],
            )
            ax.text(
                place,
                y(row["happened"]) - 0.06,
                f"{row['happened']:.0f}",
                size=SMALL,
                weight="bold",
                ha="center",
                va="bottom",
                bbox={"facecolor": PAINT["paper"], "edgecolor": "none", "alpha": 0.8, "boxstyle": "square,pad=0.05"},
            )


ARRIVALS = Chart(
    "arrivals", QUESTION, SUBTITLE, arrivals_table, arrivals_fans, arrivals_finding, arrivals_picture, arrivals_height
)
