"""Heat map: how the answer moves with two figures; the contours say where the cliff is, a ring where we are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.patches import Rectangle

from simulator.show.charts.chart import Chart
from simulator.show.charts.threshold import scale, threshold_table
from simulator.show.palette import PAINT
from simulator.show.phrases import figure_words, percent
from simulator.show.style import SMALL, cut, sized, text_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from simulator.questions.sweep import FigureVaried

QUESTION = "Where is the cliff, and where were we?"
HEIGHT, ABOVE, BELOW = 3.7, 0.32, 0.6
LEVELS = (0.25, 0.5, 0.75)


def _grid(table: pd.DataFrame) -> pd.DataFrame:
    """The chance by the second figure (down) and the first (across), under the last reading laid side by side."""
    there = table[table["reading"] == _reading(table)]
    return there.pivot(index="value2", columns="value1", values="chance")


def _reading(table: pd.DataFrame) -> str:
    """The reading under which the chance moves most: the one that is drawn."""
    spans = table.groupby("reading", sort=False)["chance"].agg(lambda one: one.max() - one.min())
    return str(spans.idxmax())


def _figures(table: pd.DataFrame) -> list[str]:
    """The two figures as a reader would say them, the one across first."""
    return [figure_words(axis.path, table.attrs["names"]) for axis in table.attrs["axes"]]


def map_finding(table: pd.DataFrame) -> str:
    """Over what range the chance moves, and which of the two figures moves it more about the case as it is."""
    grid, axes = _grid(table), table.attrs["axes"]
    low, high = percent(float(grid.min().min())), percent(float(grid.max().max()))
    said = f"{table.attrs['who']}: {low} to {high} over these values"
    slopes = _slopes(grid, axes)
    if slopes is None:
        return said
    names = _figures(table)
    first, second = (round(100 * slope) for slope in slopes)
    if abs(first - second) < 3:
        return f"{said}; about the ring both figures move it alike"
    most = names[0] if first > second else names[1]
    return f"{said}; about the ring {most} moves it more"


def _slopes(grid: pd.DataFrame, axes: Sequence[FigureVaried]) -> tuple[float, float] | None:
    """How much a tenth of either axis moves the chance about the case as it is; None if that is not on the map."""
    values = [np.asarray(one.values, float) for one in axes]
    places = [one.home for one in axes if one.home is not None and one.values[0] <= one.home <= one.values[-1]]
    if len(places) < len(axes):
        return None
    cells, found = grid.to_numpy(), []

    def chance(x: float, y: float) -> float:
        column = [float(np.interp(x, values[0], row)) for row in cells]
        return float(np.interp(y, values[1], column))

    for n in (0, 1):
        reach = (values[n][-1] - values[n][0]) / 10
        ends = []
        for way in (-1, 1):
            at = list(places)
            at[n] = min(max(places[n] + way * reach, values[n][0]), values[n][-1])
            ends.append(chance(*at))
        found.append(abs(ends[1] - ends[0]) / 2)
    return found[0], found[1]


def map_picture(table: pd.DataFrame) -> str:
    """The four corners in words."""
    grid, (one, other) = _grid(table), table.attrs["axes"]
    first, second = _figures(table)
    corners = [
        f"{first} {x:g}{one.unit} and {second} {y:g}{other.unit}: {percent(float(grid.loc[y, x]))}"
        for y in (grid.index[0], grid.index[-1])
        for x in (grid.columns[0], grid.columns[-1])
    ]
    return f"{'; '.join(corners)}."


def map_scope(table: pd.DataFrame) -> str:
    """What is plotted, under which reading, and what the ring is."""
    return (
        f"Chance that {table.attrs['who']} leads at the end, under “{_reading(table)}”: darker for more, lines at 25%, 50% and "
        "75%; ring: as the scenario has it"
    )


def map_height(table: pd.DataFrame, width: float) -> float:
    """The same for all."""
    return HEIGHT


def draw_map(table: pd.DataFrame, axes: Axes) -> None:
    """A cell a pair of values, one hue; contours at 25, 50 and 75 per cent with their names; a ring at the case as it is."""
    width, height = sized(axes)
    grid, (across, up) = _grid(table), table.attrs["axes"]
    steps = grid.to_numpy()
    said = [f"{value:,.4g}{up.unit}" for value in up.values]
    left = max(text_width(words, SMALL) for words in said) + 0.15
    right, base = width - 0.15, height - BELOW
    x, y = np.linspace(left, right, steps.shape[1] + 1), np.linspace(base, ABOVE, steps.shape[0] + 1)
    for row, low, high in zip(steps, y[:-1], y[1:], strict=True):
        for share, a, b in zip(row, x[:-1], x[1:], strict=True):
            style: Any = {"facecolor": PAINT["incumbent"], "alpha": 0.04 + 0.9 * float(share), "linewidth": 0}
            axes.add_patch(Rectangle((a, low), b - a, high - low, **style))
    middle = (x[:-1] + x[1:]) / 2, (y[:-1] + y[1:]) / 2
    inside = [level for level in LEVELS if steps.min() < level < steps.max()]
    if inside and min(steps.shape) > 1:
        lines = axes.contour(*middle, steps, levels=inside, colors=PAINT["ink"], linewidths=1.2)
        _named(axes, lines, inside)
    scale(axes, lambda v: np.interp(np.asarray(v, float), across.values, middle[0]), across.values[:: _every(across)],
          across.unit, base + 0.16, (left - 0.1, width))  # fmt: skip
    for place, words in list(zip(middle[1], said, strict=True))[:: _every(up)]:
        axes.text(left - 0.08, place, words, size=SMALL, color=PAINT["muted"], ha="right", va="center")
    first, second = _figures(table)
    axes.text(0, 0.1, cut(f"up: {second}", width, SMALL), size=SMALL, va="center")
    axes.text(width, base + 0.42, cut(f"across: {first}", width, SMALL), size=SMALL, ha="right", va="center")
    _ring(axes, (across, up), middle)


def _every(axis: FigureVaried) -> int:
    """Which of an axis's values are written: at most six."""
    return max(1, -(-len(axis.values) // 6))


def _named(axes: Axes, lines: Any, levels: list[float]) -> None:
    """The name of each contour once, on its longest piece, on a patch of paper; never one on another."""
    taken: list[tuple[float, float]] = []
    pieces = [max(level, key=len, default=np.empty((0, 2))) for level in lines.allsegs]
    paper = {"facecolor": PAINT["paper"], "edgecolor": "none", "alpha": 0.85, "boxstyle": "square,pad=0.1"}
    for level, piece in zip(levels, pieces, strict=True):
        for at in (len(piece) // 2, len(piece) // 4, 3 * len(piece) // 4) if len(piece) else ():
            x, y = piece[at]
            if all(abs(x - a) > 0.5 or abs(y - b) > 0.22 for a, b in taken):
                words = f"{100 * level:.0f}%"
                axes.text(x, y, words, size=SMALL, weight="bold", ha="center", va="center", bbox=paper)
                taken.append((float(x), float(y)))
                break


def _ring(axes: Axes, both: tuple[FigureVaried, FigureVaried], middle: Any) -> None:
    at = [
        float(np.interp(np.nan if axis.home is None else axis.home, axis.values, places, left=np.nan, right=np.nan))
        for axis, places in zip(both, middle, strict=True)
    ]
    for colour, wide in ((PAINT["paper"], 4.4), (PAINT["ink"], 2.2)):
        ring: Any = {"markersize": 12, "markerfacecolor": "none", "markeredgecolor": colour, "markeredgewidth": wide}
        axes.plot([at[0]], [at[1]], "o", **ring)


MAP = Chart("map", QUESTION, map_scope, threshold_table, draw_map, map_finding, map_picture, map_height, asks="map")
