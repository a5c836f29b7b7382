"""Change of hands: which results the reading flips in the same runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from simulator.results.results import RunAnswer
from simulator.show.charts.chart import Chart
from simulator.show.charts.flow import Layout, Strand, draw, lay
from simulator.show.phrases import contests, percent
from simulator.show.sentences import leaders, reading_names, roles, short_names, verdict
from simulator.show.style import BODY, SMALL, cut, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "In the same simulations, which results does the reading change?"
SUBTITLE = (
    "Simulations by who leads under one reading (left) and, with the same random draws, under the other (right); "
    "the rarest flows are only in the table"
)
HEAD, SCALE = 0.3, 2.3
COLUMNS = [
    "before",
    "after",
    "from_leader",
    "to_leader",
    "from_name",
    "to_name",
    "from_role",
    "to_role",
    "runs",
    "chance",
]


def hands_table(answer: RunAnswer) -> pd.DataFrame:
    """One row a pair of readings and a pair of leaders: in how many of the same runs the one becomes the other."""
    names, colour, short = reading_names(answer), roles(answer), short_names(answer.candidates)
    order = {one: n for n, one in enumerate(leaders(answer))}
    rows = []
    for pair in answer.pairs or ():
        flows = {(one, one): share for one, share in pair.unchanged.items()}
        flows |= {(move.from_leader, move.to_leader): move.chance for move in pair.moves}
        for one, two in sorted(flows, key=lambda ends: (order[ends[0]], order[ends[1]])):
            row = (names[0], names[pair.number], one, two, short[one], short[two], colour[one], colour[two])
            rows.append((*row, flows[one, two].count, flows[one, two].share))
    return pd.DataFrame(rows, columns=COLUMNS)


def drawn_pair(table: pd.DataFrame) -> pd.DataFrame:
    """The pair of readings between which most changes hands: the one that is drawn."""
    flips = table[table["from_leader"] != table["to_leader"]]
    if flips.empty:
        return table[table["after"] == table["after"].iloc[0]] if len(table) else table
    most = flips.groupby("after", sort=False)["chance"].sum().idxmax()
    return table[table["after"] == most]


def hands_finding(table: pd.DataFrame) -> str:
    """In how many of the same runs the leader changes, and the commonest change."""
    if table.empty:
        return "Only one reading was simulated, so there is nothing to compare"
    rows = drawn_pair(table)
    flips = rows[rows["from_leader"] != rows["to_leader"]].sort_values("chance", ascending=False, kind="stable")
    if flips.empty:
        return "No simulation changes: the same person leads under both readings"
    share = flips["chance"].sum()
    most = flips.iloc[0]
    if verdict(share) == "hardly matters":
        return f"The leader hardly ever differs: in {contests(share)}"
    commonest = f", most often from {most['from_name']} to {most['to_name']}"
    return f"In {contests(share)} the reading changes the leader{commonest}"


def hands_picture(table: pd.DataFrame) -> str:
    """The ribbons in words."""
    rows = drawn_pair(table)
    if rows.empty:
        return hands_finding(table)
    moves = [f"{r['from_name']} to {r['to_name']} {percent(r['chance'])}" for _, r in rows.iterrows()]
    return f"Ribbons from “{rows['before'].iloc[0]}” to “{rows['after'].iloc[0]}”: {', '.join(moves)}."


def hands_height(table: pd.DataFrame, width: float) -> float:
    """Room for two columns of leaders."""
    return 0.4 if table.empty else _head(drawn_pair(table), width) + _layout(table, width).height + 0.06


def hands_ribbons(table: pd.DataFrame, ax: Axes) -> None:
    """Two columns of leaders with ribbons between them; those that change hands are stronger and say how many."""
    width = float(ax.get_window_extent().width / ax.figure.dpi)
    ax.set_xlim(0, width)
    ax.set_ylim(hands_height(table, width), 0)
    if table.empty:
        ax.text(
            0,
            0.2,
            cut("Only one reading was simulated; there is nothing to compare.", width, SMALL),
            size=SMALL,
            va="center",
        )
        return
    rows = drawn_pair(table)
    for x, side, lines in zip((0, width), ("left", "right"), _heads(rows, width), strict=True):
        for number, line in enumerate(lines):
            ax.text(x, 0.12 + number * 0.2, line, weight="bold", va="center", ha=side)
    draw(ax, _layout(table, width), _head(rows, width))


def _heads(rows: pd.DataFrame, width: float) -> list[list[str]]:
    """The two readings, each over its column, in as many lines as it needs."""
    return [wrapped(f"“{rows[end].iloc[0]}”", width * 0.47, BODY, bold=True, most=3) for end in ("before", "after")]


def _head(rows: pd.DataFrame, width: float) -> float:
    return HEAD + 0.2 * (max(len(lines) for lines in _heads(rows, width)) - 1)


def _layout(table: pd.DataFrame, width: float) -> Layout:
    rows = drawn_pair(table)
    names = dict(zip(rows["from_leader"], rows["from_name"], strict=True))
    names |= dict(zip(rows["to_leader"], rows["to_name"], strict=True))
    role = dict(zip(rows["from_leader"], rows["from_role"], strict=True))
    role |= dict(zip(rows["to_leader"], rows["to_role"], strict=True))
    strands = [
        Strand(
            (r["from_leader"], r["to_leader"]),
            r["chance"],
            r["to_role"],
            0.22 if r["from_leader"] == r["to_leader"] else 0.6,
            "" if r["from_leader"] == r["to_leader"] else f"{percent(r['chance'])} pass to {r['to_name']}",
        )
        for _, r in rows.iterrows()
    ]
    order = _order(rows)
    return lay(
        strands, [order, order], lambda _c, n, s: f"{names[n]} {percent(s)}", lambda _c, n: role[n], width, SCALE
    )


def _order(rows: pd.DataFrame) -> list[str]:
    """Leaders in the order of the table: incumbent first, nobody and unresolved last."""
    found = dict.fromkeys([*rows["from_leader"], *rows["to_leader"]])
    last = [one for one in ("nobody", "unresolved") if one in found]
    return [*(one for one in found if one not in last), *last]


HANDS = Chart("hands", QUESTION, SUBTITLE, hands_table, hands_ribbons, hands_finding, hands_picture, hands_height)
