"""Round by round: who was put out when, and how the shares of those who stayed grew; one contest, played or real."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pandas as pd

from simulator.show.charts.chart import Chart
from simulator.show.palette import PAINT
from simulator.show.phrases import capital, plain
from simulator.show.style import SMALL, apart, cut, ink_of, sized, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from simulator.questions.one_contest import OneContest

QUESTION = "Who was put out when, and where did the votes go?"
COLUMNS = ["round", "candidate", "name", "share", "role"]
HEIGHT, GAP, LEFT = 2.9, 0.18, 0.55
MANY = 4


def rounds_table(answer: OneContest) -> pd.DataFrame:
    """One row a round and candidate still standing in it: the share of the votes counted, or of the college."""
    rounds = answer.rounds
    last = sorted(rounds[-1], key=lambda one: -rounds[-1][one])[:2] if rounds else []
    colour = dict(zip(last, ("incumbent", "challenger"), strict=False))
    if answer.incumbent in last[1:]:
        colour = dict(zip(last, ("challenger", "incumbent"), strict=True))
    names = answer.candidates
    rows = [
        (number, one, names.get(one, one), share, colour.get(one, "nobody"))
        for number, shares in enumerate(rounds, 1)
        for one, share in sorted(shares.items(), key=lambda pair: -pair[1])
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    table.attrs = {
        "which": answer.which,
        "recorded": answer.recorded,
        "college": answer.college,
        "leader": answer.leader,
        "stages": list(answer.stages),
    }
    return table


def rounds_scope(table: pd.DataFrame) -> str:
    """What is plotted: shares of votes or of the college, in which contest."""
    of = "Share of the college" if table.attrs["college"] else "Share of the votes counted"
    several = len(set(table.attrs["stages"])) > 1
    of += ", each electorate by itself," if several else ""
    return f"{of} in each round, by candidate; dotted: half. {capital(table.attrs['which'])}"


def rounds_finding(table: pd.DataFrame) -> str:
    """Who won in which round, and whether whoever led at first did; a simulated contest is called one."""
    said = _who_won(table)
    return said if table.attrs["recorded"] or table.empty else f"In one simulated contest {said}"


def _who_won(table: pd.DataFrame) -> str:
    if table.empty:
        return "No votes were counted in this contest"
    last = table[table["round"] == table["round"].max()].iloc[0]
    first = table[table["round"] == 1].iloc[0]
    number = int(last["round"])
    share = f"{100 * last['share']:.1f}%"
    if table.attrs["leader"] in ("unresolved", ""):
        nobody = "Nobody" if table.attrs["recorded"] else "nobody"
        return f"{nobody} was elected in {number} round{'s' if number > 1 else ''}; {last['name']} led with {share}"
    if number == 1:
        return f"{last['name']} won in the first round, with {share}"
    if first["candidate"] == last["candidate"]:
        return f"{last['name']} led in round 1 and won in round {number}, with {share}"
    return f"{first['name']} led in round 1; {last['name']} won in round {number}, with {share}"


def rounds_picture(table: pd.DataFrame) -> str:
    """Each round in words."""
    rounds: dict[int, list[str]] = {}
    for row in table.to_dict("records"):
        rounds.setdefault(int(row["round"]), []).append(f"{row['name']} {100 * row['share']:.1f}%")
    return (
        ". ".join([f"Round {n}: {', '.join(said)}" for n, said in rounds.items()] or ["There is nothing to draw"]) + "."
    )


def rounds_height(table: pd.DataFrame, width: float) -> float:
    """Room for the lines, more where many stand."""
    if table.empty:
        return 0.3
    return max(HEIGHT, GAP * (table["candidate"].nunique() + 2))


def draw_rounds(table: pd.DataFrame, axes: Axes) -> None:
    """A line a candidate from round to round; the last two in colour; each name once, where its line ends."""
    width, height = sized(axes)
    if table.empty:
        axes.text(0, 0.14, "There is nothing to draw.", color=PAINT["muted"], va="center")
        return
    count = int(table["round"].max())
    most = max(0.6, min(1.0, float(table["share"].max()) * 1.08))
    base, top = height - (0.5 if len(set(table.attrs["stages"])) > 1 else 0.32), 0.12
    ends = _ends(table)
    right = width - max(text_width(label, SMALL, bold=True) for _, _, label, _ in ends) - 0.22
    right = max(right, width * 0.45)
    step = (right - LEFT) / max(count - 1, 1)
    alone = [right] if count == 1 else []

    def y(share: float) -> float:
        return base - (base - top) * share / most

    for share in (0, 25, 50, 75, 100):
        if share <= 100 * most:
            style = (0, (1, 2)) if share == 50 else "-"
            colour = PAINT["ink"] if share == 50 else PAINT["rule"]
            axes.plot([LEFT, right], [y(share / 100)] * 2, color=colour, linewidth=0.9, linestyle=style, zorder=0)
            axes.text(
                LEFT - 0.1, y(share / 100), f"{share}%", size=SMALL, color=PAINT["muted"], ha="right", va="center"
            )
    starts = _starts(table.attrs["stages"][:count])
    for number in starts if len(starts) > 1 else ():
        words, aligned = plain(starts[number]).replace("mps", "MPs"), "right" if number == count else "left"
        at = LEFT + step * (number - 1), base + 0.36
        axes.text(*at, words, size=SMALL, color=PAINT["muted"], ha=aligned, va="center")
        if number > 1:
            axes.axvline(LEFT + step * (number - 1.5), color=PAINT["rule"], linewidth=0.9, zorder=0)
    for number in range(1, count + 1):
        words = f"round {number}" if number == 1 or (number == count and step > 0.9) else str(number)
        side = "left" if number == 1 else "center"
        axes.text(LEFT + step * (number - 1), base + 0.2, words, size=SMALL, color=PAINT["muted"], ha=side, va="center")
    for one, rows in table.groupby("candidate", sort=False):
        role = str(rows["role"].iloc[0])
        x = [LEFT + step * (n - 1) for n in rows["round"].astype(int)] + alone
        wide = 2.4 if role != "nobody" else 1.4
        axes.plot(
            x,
            [y(s) for s in rows["share"]] * (len(alone) + 1),
            color=PAINT[role],
            linewidth=wide,
            marker="o",
            markersize=4,
            gid=str(one),
        )
    _label(axes, ends, count, (LEFT, step, right, width), (top, base), y)


def _starts(stages: list[str]) -> dict[int, str]:
    """The number of the first round of each stage, and the stage.

    >>> _starts(["mps-ballots", "mps-ballots", "members-ballot"])
    {1: 'mps-ballots', 3: 'members-ballot'}
    """
    return {n: stage for n, stage in enumerate(stages, 1) if n == 1 or stage != stages[n - 2]}


End = tuple[int, float, str, str]


def _ends(table: pd.DataFrame) -> list[End]:
    """Where each line ends: the round, the share, the label (of many candidates a surname), the role."""
    rows = table.groupby("candidate", sort=False).tail(1).to_dict("records")
    surnames = [str(row["name"]).split()[-1] for row in rows]
    short = len(rows) > MANY and len(set(surnames)) == len(rows)
    labels = surnames if short else [str(row["name"]) for row in rows]
    return [
        (int(r["round"]), float(r["share"]), f"{label} {100 * r['share']:.1f}%", str(r["role"]))
        for r, label in zip(rows, labels, strict=True)
    ]


def _label(
    axes: Axes,
    ends: list[End],
    count: int,
    across: tuple[float, ...],
    down: tuple[float, float],
    y: Callable[[float], float],
) -> None:
    """Each name once, beside the end of its line, pushed apart from those that end in the same round."""
    left, step, right, width = across
    for number in range(1, count + 1):
        here = [one for one in ends if one[0] == number]
        places = apart([y(share) for _, share, _, _ in here], GAP, down[0], down[1] - 0.06)
        x = left + step * (number - 1) + 0.1 if number < count else right + 0.1
        for (_, _, label, role), at in zip(here, places, strict=True):
            weight = "bold" if role != "nobody" else "normal"
            words = cut(label, width - x, SMALL, bold=True)
            axes.text(x, at, words, size=SMALL, weight=weight, color=ink_of(role), va="center")


ROUNDS = Chart(
    "rounds",
    QUESTION,
    rounds_scope,
    rounds_table,
    draw_rounds,
    rounds_finding,
    rounds_picture,
    rounds_height,
    asks="one",
)
