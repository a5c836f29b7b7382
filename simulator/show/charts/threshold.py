"""Threshold curve: how the answer moves with one figure, a line a reading, the bars that texts really set marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from simulator.show.charts.chart import Chart
from simulator.show.palette import PAINT
from simulator.show.phrases import figure_words, percent, plain, points
from simulator.show.sentences import short_names
from simulator.show.style import SMALL, apart, cut, ink_of, sized, text_width
from simulator.show.sweeps import telling

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from numpy.typing import ArrayLike, NDArray

    Placed = Callable[[ArrayLike], NDArray[np.float64]]

    from simulator.questions.sweep import FigureVaried, SweepAnswer

QUESTION = "At what value does the reading begin to matter?"
HEIGHT, LEFT, BELOW, ABOVE = 3.1, 0.55, 0.6, 0.2
LINES = ("incumbent", "challenger", "third", "nobody")


def threshold_table(answer: SweepAnswer) -> pd.DataFrame:
    """One row a value (or pair of values) and reading: the chance of whoever it is about, and the names needed."""
    axes, one = answer.axes, answer.subject
    rows = [
        {
            **{f"value{n + 1}": value for n, value in enumerate(row.at)},
            "reading": plain(row.readings),
            "chance": row.leader[one].share,
            "error": row.leader[one].error,
            "needs": ", ".join(str(n) for n in row.needs),
        }
        for row in answer.rows
    ]
    values = [f"value{n + 1}" for n in range(len(axes))]
    table = pd.DataFrame(rows, columns=[*values, "reading", "chance", "error", "needs"])
    table.attrs = {
        "names": short_names(answer.candidates),
        "who": answer.candidates.get(one, one),
        "axes": axes,
        "readings": [plain(reading) for reading in telling(answer)[0]],
    }
    return table


def _drawn(table: pd.DataFrame) -> list[str]:
    """The readings that have a line: the first, and of those that differ from it the ones that differ most."""
    first, *others = table.attrs["readings"]
    shares = {one: table[table["reading"] == one]["chance"].to_numpy() for one in (first, *others)}
    most = sorted(others, key=lambda one: -float(np.abs(shares[one] - shares[first]).max()))
    kept = set(most[: len(LINES) - 1])
    return [first, *(one for one in others if one in kept)]


def threshold_finding(table: pd.DataFrame) -> str:
    """Over what range the chance moves, under the reading that moves most."""
    shares = {one: table[table["reading"] == one]["chance"] for one in _drawn(table)}
    most = max(shares, key=lambda reading: float(shares[reading].max() - shares[reading].min()))
    low, high = float(shares[most].min()), float(shares[most].max())
    who = table.attrs["who"]
    if high - low < 0.02:
        return f"{who} leads in {percent(high)} of simulations whatever the value, under every reading drawn"
    axis = table.attrs["axes"][0]
    ends = (f"{value:,.4g}{axis.unit}" for value in (axis.values[0], axis.values[-1]))
    return f"{who} leads in {percent(low)} to {percent(high)} of simulations from {' to '.join(ends)}, under “{most}”"


def threshold_picture(table: pd.DataFrame) -> str:
    """The ends of each line in words."""
    parts = []
    for reading, rows in table.groupby("reading", sort=False):
        first, last = rows.iloc[0], rows.iloc[-1]
        ends = percent(float(first["chance"])), percent(float(last["chance"]))
        parts.append(f"{reading}: {ends[0]} at the first value, {ends[1]} at the last")
    return f"{'; '.join(parts)}."


def threshold_scope(table: pd.DataFrame) -> str:
    """What is plotted, what the verticals are, and which readings have no line of their own."""
    (axis,), shown = table.attrs["axes"], _drawn(table)
    said = f"Chance that {table.attrs['who']} leads at the end; band: 95%"
    if axis.home is not None and axis.values[0] <= axis.home <= axis.values[-1]:
        said += f". Dashed: as it is, {axis.home:.4g}{axis.unit}{axis.needs}"
    if any("as it is" not in bar.by for bar in axis.bars):
        said += ". Dotted: bars of other readings, stages and earlier texts, in nominations"
    more = table["reading"].nunique() - len(shown)
    return said + (f". {more} other readings lie nearer “{shown[0]}”" if more else "")


def threshold_height(table: pd.DataFrame, width: float) -> float:
    """The same for all."""
    return HEIGHT


def draw_curve(table: pd.DataFrame, axes: Axes) -> None:
    """A line a reading with its 95% band, its name at its end; verticals at the bars that texts and readings set."""
    width, height = sized(axes)
    (axis,), readings = table.attrs["axes"], _drawn(table)
    low, high = axis.values[0], axis.values[-1]
    names = [cut(one.split("=")[-1], width * 0.26, SMALL, bold=True) for one in readings]
    right = width - max(text_width(f"{one} 100%", SMALL, bold=True) for one in names) - 0.12
    base = height - BELOW

    def x(value: ArrayLike) -> NDArray[np.float64]:
        placed: NDArray[np.float64] = LEFT + (right - LEFT) * (np.asarray(value, float) - low) / ((high - low) or 1)
        return placed

    def y(share: ArrayLike) -> NDArray[np.float64]:
        return base - (base - ABOVE) * np.asarray(share, float)

    for share in (0, 0.25, 0.5, 0.75, 1):
        wide = 1.3 if share == 0.5 else 0.7
        axes.plot([LEFT, right], [y(share)] * 2, color=PAINT["rule"], linewidth=wide, zorder=0)
        words = f"{100 * share:.0f}%"
        axes.text(LEFT - 0.08, float(y(share)), words, size=SMALL, color=PAINT["muted"], ha="right", va="center")
    scale(axes, x, np.linspace(low, high, 5), axis.unit, base + 0.16, (0, width))
    said = cut(f"{figure_words(axis.path, table.attrs['names'])} ({axis.path})", width - 0.1, SMALL)
    axes.text(width / 2, base + 0.42, said, size=SMALL, ha="center", va="center")
    _marks(axes, axis, x, base, (low, high), right)
    ends = []
    for reading, line, wide in zip(readings, LINES, (2.4, 2.0, 1.6, 1.2), strict=False):
        rows = table[table["reading"] == reading]
        error = 1.96 * rows["error"]
        band = y(np.clip(rows["chance"] - error, 0, 1)), y(np.clip(rows["chance"] + error, 0, 1))
        axes.fill_between(x(rows["value1"]), *band, color=PAINT["rule"], linewidth=0)
        axes.plot(x(rows["value1"]), y(rows["chance"]), color=PAINT[line], linewidth=wide, gid=reading)
        ends.append(float(rows["chance"].iloc[-1]))
    places = apart([float(y(end)) for end in ends], 0.19, ABOVE, base)
    for at, words, end, line in zip(places, names, ends, LINES, strict=False):
        said = f"{words} {percent(end)}"
        axes.text(right + 0.08, at, said, size=SMALL, weight="bold", color=ink_of(line), va="center")
    if axis.home is not None and low <= axis.home <= high:
        _gap(axes, table, readings, (float(x(axis.home)), right), y)


def scale(axes: Axes, x: Placed, values: NDArray[np.float64], unit: str, at: float, ends: tuple[float, float]) -> None:
    """Values under an axis, those that do not touch one another or leave the sheet."""
    free = ends[0]
    for value in values:
        words = f"{value:,.4g}{unit}"
        half = text_width(words, SMALL) / 2
        place = min(max(float(x(value)), ends[0] + half), ends[1] - half)
        if place - half < free:
            continue
        free = place + half + 0.08
        axes.text(place, at, words, size=SMALL, color=PAINT["muted"], ha="center", va="center")


def _gap(axes: Axes, table: pd.DataFrame, readings: list[str], across: tuple[float, float], y: Placed) -> None:
    """An arrow at the value as it is, between the two lines that are furthest apart there, with what lies between."""
    at, right = across
    home = table.attrs["axes"][0].home
    shares = [
        float(np.interp(home, rows["value1"], rows["chance"]))
        for rows in (table[table["reading"] == one] for one in readings)
    ]
    low, high = min(shares), max(shares)
    words = f"{points(high - low)} apart"
    if high - low < 0.15 or at + 0.1 + text_width(words, SMALL, bold=True) > right:
        return
    arrow = {"arrowstyle": "<->", "color": PAINT["ink"], "linewidth": 1.1, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", (at, y(low)), (at, y(high)), arrowprops=arrow)
    paper = {"facecolor": PAINT["paper"], "edgecolor": "none", "alpha": 0.85, "boxstyle": "square,pad=0.1"}
    middle = float(y((low + high) / 2))
    axes.text(at + 0.1, middle, words, size=SMALL, weight="bold", va="center", bbox=paper)


def _marks(axes: Axes, axis: FigureVaried, x: Placed, base: float, ends: tuple[float, float], right: float) -> None:
    """The value as it is, dashed; other real bars dotted; their numbers above, those too near one another together."""
    home = axis.home
    if home is not None and ends[0] <= home <= ends[1]:
        axes.plot([x(home)] * 2, [ABOVE, base], color=PAINT["ink"], linewidth=1.1, linestyle=(0, (3, 2)))
    groups: list[tuple[list[float], list[str], bool]] = []
    for bar in sorted(axis.bars, key=lambda one: one.at):
        if not ends[0] <= bar.at <= ends[1]:
            continue
        own, at = "as it is" in bar.by, float(x(bar.at))
        if not own:
            style: Any = {"color": PAINT["muted"], "linewidth": 0.8, "linestyle": (0, (1, 2)), "zorder": 0}
            axes.plot([at] * 2, [ABOVE, base], **style)
        groups.append(([at], [str(bar.needs)], own))
        while len(groups) > 1 and _edges(groups[-2])[1] + 0.08 > _edges(groups[-1])[0]:
            (a, said, mine), (b, also, theirs) = groups[-2:]
            groups[-2:] = [(a + b, said + also, mine or theirs)]
    for places, numbers, own in groups:
        half = (_edges((places, numbers, own))[1] - _edges((places, numbers, own))[0]) / 2
        at = min(max(sum(places) / len(places), half), right + 0.3 - half)
        weight = "bold" if own else "normal"
        words = ", ".join(numbers)
        axes.text(at, 0.09, words, size=SMALL, color=PAINT["muted"], weight=weight, ha="center", va="center")


def _edges(group: tuple[list[float], list[str], bool]) -> tuple[float, float]:
    """Where the words of some bars that stand together begin and end."""
    places, numbers, own = group
    middle, half = sum(places) / len(places), text_width(", ".join(numbers), SMALL, bold=own) / 2
    return middle - half, middle + half


THRESHOLD = Chart(
    "threshold", QUESTION, threshold_scope, threshold_table, draw_curve, threshold_finding, threshold_picture,
    threshold_height, asks="sweep",
)  # fmt: skip
