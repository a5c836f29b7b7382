"""Path flow: how contests open, what happens at the nominations gate, and where they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from simulator.results.results import RunAnswer
from simulator.show.charts.chart import Chart
from simulator.show.charts.flow import Layout, Strand, draw, lay
from simulator.show.outcome_paths import ENDING_ORDER, GATES, OPENS, REST, ways_of
from simulator.show.palette import PAINT
from simulator.show.phrases import capital, percent
from simulator.show.sentences import reading_names
from simulator.show.style import SMALL, cut

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "At which stage do contests end?"
SUBTITLE = (
    "Simulations by how the contest opens, what happens at nominations (to the incumbent, if any), and how it ends"
)
HEAD, SCALE, APART = 0.3, 1.6, 0.3
FEW = 0.01


def paths_table(answer: RunAnswer) -> pd.DataFrame:
    """One row a reading and way through the contest: how it opens, what happens at the gate, how it ends."""
    rows = [
        (reading, *way, runs, runs / answer.runs)
        for reading, entry in zip(reading_names(answer), answer.results, strict=True)
        for way, runs in ways_of(entry, led=bool(answer.incumbent)).items()
    ]
    return pd.DataFrame(rows, columns=["reading", "opens", "gate", "ends", "role", "runs", "chance"])


def paths_finding(table: pd.DataFrame) -> str:
    """Where most contests end, under the reading that changes it most."""
    if table.empty:
        return "Nothing was simulated"
    shares = table.groupby(["reading", "ends"], sort=False)["chance"].sum()
    parts = []
    for reading in dict.fromkeys(table["reading"]):
        ends = shares[reading]
        parts.append((reading, str(ends.idxmax()), float(ends.max())))
    if len(parts) == 1 or all(part[1] == parts[0][1] for part in parts):
        return f"Most often {_clause(parts[0][1])}: in {percent(parts[0][2])} of simulations"
    last = next(part for part in parts if part[1] != parts[0][1])
    return f"“{capital(parts[0][0])}” most often ends in {_noun(parts[0][1])}; “{last[0]}”, in {_noun(last[1])}"


def _clause(ending: str) -> str:
    return {"elected unopposed": "somebody is elected unopposed", "no contest": "there is no contest"}.get(
        ending, ending if ending != "unresolved" else "it stays unresolved"
    )


def _noun(ending: str) -> str:
    return {
        "elected unopposed": "an election unopposed",
        "the incumbent wins the ballot": "a ballot that the incumbent wins",
        "another wins the ballot": "a ballot that another wins",
        "a candidate wins the ballot": "a ballot that somebody wins",
        "the incumbent stays": "the incumbent staying",
        "no contest": "no contest at all",
        "unresolved": "no answer",
    }.get(ending, ending)


def paths_picture(table: pd.DataFrame) -> str:
    """The ends of the ribbons in words."""
    parts = []
    for reading, rows in table.groupby("reading", sort=False):
        ends = rows.groupby("ends", sort=False)["chance"].sum().sort_values(ascending=False)
        parts.append(f"{reading}: " + ", ".join(f"{end} {percent(share)}" for end, share in ends.items()))
    return f"Ribbons from opening through nominations to ending. {'. '.join(parts)}."


def paths_height(table: pd.DataFrame, width: float) -> float:
    """Room for the panels."""
    panels = _panels(table)
    more = 0.3 if table["reading"].nunique() > len(panels) else 0.0
    return (
        sum(HEAD + _layout(rows, width).height + APART for _, rows in panels) - APART + 0.06 + more if panels else 0.4
    )


def paths_ribbons(table: pd.DataFrame, ax: Axes) -> None:
    """A panel for the first reading and the one most unlike it: states in three columns, ribbons coloured by ending."""
    width = float(ax.get_window_extent().width / ax.figure.dpi)
    height = paths_height(table, width)
    ax.set_xlim(0, width)
    ax.set_ylim(height, 0)
    if table.empty:
        ax.text(0, 0.2, "Nothing was simulated.", va="center")
    top = 0.0
    for reading, rows in _panels(table):
        ax.text(0, top + 0.12, cut(reading, width, bold=True), weight="bold", va="center")
        layout = _layout(rows, width)
        draw(ax, layout, top + HEAD)
        top += HEAD + layout.height + APART
    left = [reading for reading in dict.fromkeys(table["reading"]) if reading not in dict(_panels(table))]
    if left:
        words = cut(f"In the table only: {', '.join(left)}", width, SMALL)
        ax.text(0, height - 0.04, words, size=SMALL, color=PAINT["muted"], va="bottom")


def _panels(table: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The first reading, and the one whose endings are most unlike its."""
    panels = [(str(reading), rows) for reading, rows in table.groupby("reading", sort=False)]
    ends = [rows.groupby("ends")["chance"].sum() for _, rows in panels]
    unlike = [float(ends[0].sub(other, fill_value=0).abs().sum()) for other in ends]
    return [panels[0], panels[unlike.index(max(unlike[1:]), 1)]] if len(panels) > 1 else panels


def _layout(rows: pd.DataFrame, width: float) -> Layout:
    """Boxes of one panel; states that hardly any run meets stand together as *anything else*."""
    columns = ["opens", "gate", "ends"]
    kept = rows.copy()
    for column in columns:
        shares = kept.groupby(column)["chance"].transform("sum")
        kept[column] = kept[column].where(shares >= FEW, REST)
    kept["role"] = kept["role"].where(kept["ends"] != REST, "nobody")
    kept = kept.groupby([*columns, "role"], sort=False)["chance"].sum().reset_index()
    strands = [Strand((r["opens"], r["gate"], r["ends"]), r["chance"], r["role"], 0.4) for _, r in kept.iterrows()]
    role = dict(zip(kept["ends"], kept["role"], strict=True))
    return lay(
        strands,
        [
            _known(kept["opens"], list(OPENS.values())),
            _known(kept["gate"], GATE_ORDER),
            _known(kept["ends"], ENDING_ORDER),
        ],
        lambda _c, n, s: f"{n} {percent(s)}",
        lambda c, n: role[n] if c == 2 else "rule",
        width,
        SCALE,
    )


GATE_ORDER = [GATES["unchallenged"], GATES["no challenger"], GATES["on ballot exempt"], GATES["on ballot named"]]


def _known(names: pd.Series[str], order: list[str]) -> list[str]:
    """States in their usual order; *unresolved* and *anything else* last."""
    there = dict.fromkeys(names)
    last = [name for name in ("unresolved", REST) if name in there]
    usual = [name for name in order if name in there]
    return [*usual, *(name for name in there if name not in {*usual, *last}), *last]


PATHS = Chart("paths", QUESTION, SUBTITLE, paths_table, paths_ribbons, paths_finding, paths_picture, paths_height)
