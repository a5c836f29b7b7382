"""Threshold curve and heat map: how the answer moves with one figure, or with two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from simulator.show.palette import LIGHT
from simulator.show.sentences import percent, plain
from simulator.show.style import SMALL, WIDE, apart, cut, house, text_width, titled
from simulator.show.sweeps import telling

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "At what value does it begin to matter?"
HEIGHT, LEFT, BELOW = 3.1, 0.5, 0.55
LINES = ("incumbent", "challenger", "third", "nobody")


def threshold_table(document: dict[str, Any]) -> pd.DataFrame:
    """One row a value (or pair of values) and reading: the chance of whoever it is about, and the names needed."""
    axes, one = document["axes"], document["subject"]
    rows = [
        {
            **{f"value{n + 1}": value for n, value in enumerate(row["at"])},
            "reading": plain(row["readings"]),
            "chance": row["leader"][one]["chance"],
            "error": row["leader"][one]["error"],
            "needs": ", ".join(str(n) for n in row["needs"]),
        }
        for row in document["rows"]
    ]
    return pd.DataFrame(
        rows, columns=[*(f"value{n + 1}" for n in range(len(axes))), "reading", "chance", "error", "needs"]
    )


def _drawn(document: dict[str, Any]) -> list[str]:
    """The readings that have a line: the first, and of those that differ from it the ones that differ most."""
    first, *others = telling(document)[0]
    table = threshold_table(document)
    shares = {one: table[table["reading"] == plain(one)]["chance"].to_numpy() for one in (first, *others)}
    apart = sorted(others, key=lambda one: -float(np.abs(shares[one] - shares[first]).max()))
    kept = set(apart[: len(LINES) - 1])
    return [first, *(one for one in others if one in kept)]


def threshold_finding(document: dict[str, Any]) -> str:
    """Over what range the chance moves, under the reading that moves most."""
    who = document["candidates"][document["subject"]]
    shares: dict[str, list[float]] = {one: [] for one in _drawn(document)}
    for row in document["rows"]:
        if row["readings"] in shares:
            shares[row["readings"]].append(float(row["leader"][document["subject"]]["chance"]))
    most = max(shares, key=lambda reading: max(shares[reading]) - min(shares[reading]))
    low, high = min(shares[most]), max(shares[most])
    return f"{who}: {percent(low)} to {percent(high)} over these values, under “{plain(most)}”"


def threshold_alt(document: dict[str, Any]) -> str:
    """The ends of each line in words."""
    table, parts = threshold_table(document), []
    for reading, rows in table.groupby("reading", sort=False):
        first, last = rows.iloc[0], rows.iloc[-1]
        parts.append(
            f"{reading}: {percent(float(first['chance']))} at the first value, {percent(float(last['chance']))} at the last"
        )
    return f"{'; '.join(parts)}."


def draw_curve(document: dict[str, Any], axes: Axes) -> None:
    """A line a reading with its 95% band, its name at its end; dashed verticals at the values in force."""
    table, axis = threshold_table(document), document["axes"][0]
    width, height = _size(axes)
    low, high = axis["values"][0], axis["values"][-1]
    readings = [plain(one) for one in _drawn(document)]
    names = [cut(one.split("=")[-1], width * 0.3, SMALL, bold=True) for one in readings]
    right = width - max(text_width(f"{one} 100%", SMALL, bold=True) for one in names) - 0.1
    base = height - BELOW

    def x(value: Any) -> Any:
        return LEFT + (right - LEFT) * (np.asarray(value, float) - low) / (high - low)

    def y(share: Any) -> Any:
        return base - (base - 0.1) * np.asarray(share, float)

    for share in (0, 0.25, 0.5, 0.75, 1):
        axes.plot([LEFT, right], [y(share)] * 2, color=LIGHT["rule"], linewidth=1.3 if share == 0.5 else 0.7, zorder=0)
        axes.text(
            LEFT - 0.08, y(share), f"{100 * share:.0f}%", size=SMALL, color=LIGHT["muted"], ha="right", va="center"
        )
    for value in np.linspace(low, high, 5):
        axes.text(
            x(value),
            base + 0.16,
            f"{value:.4g}{axis['unit']}",
            size=SMALL,
            color=LIGHT["muted"],
            ha="center",
            va="center",
        )
    axes.text((LEFT + right) / 2, base + 0.4, axis["path"], size=SMALL, color=LIGHT["ink"], ha="center", va="center")
    _marks(axes, axis, x, base, (low, high))
    ends = []
    for number, reading in enumerate(readings):
        rows = table[table["reading"] == reading]
        error = 1.96 * rows["error"]
        axes.fill_between(
            x(rows["value1"]), y(rows["chance"] - error), y(rows["chance"] + error), color=LIGHT["rule"], linewidth=0
        )
        colour = LIGHT[LINES[number % len(LINES)]]
        axes.plot(x(rows["value1"]), y(rows["chance"]), color=colour, linewidth=2.4 - 0.4 * number)
        ends.append(float(rows["chance"].iloc[-1]))
    for at, words, end, line in zip(
        apart([float(y(end)) for end in ends], 0.19, 0.1, base), names, ends, LINES, strict=False
    ):
        axes.text(
            right + 0.08, at, f"{words} {percent(end)}", size=SMALL, weight="bold", color=LIGHT[line], va="center"
        )


def _marks(axes: Axes, axis: dict[str, Any], x: Any, base: float, ends: tuple[float, float]) -> None:
    """The value as it is, dashed; other real bars thin, each with its number of names, never on another's."""
    home = axis["home"]
    if home is not None and ends[0] <= home <= ends[1]:
        axes.plot([x(home)] * 2, [0.1, base], color=LIGHT["ink"], linewidth=1.1, linestyle=(0, (3, 2)))
    free = -1.0
    for bar in axis["bars"]:
        if not ends[0] <= bar["at"] <= ends[1]:
            continue
        if "as it is" not in bar["by"]:
            axes.plot(
                [x(bar["at"])] * 2, [0.1, base], color=LIGHT["muted"], linewidth=0.8, linestyle=(0, (1, 2)), zorder=0
            )
        wide = text_width(str(bar["needs"]), SMALL)
        at = max(float(x(bar["at"])), free + wide / 2 + 0.05)
        free = at + wide / 2
        weight = "bold" if "as it is" in bar["by"] else "normal"
        axes.text(
            at, 0.02, str(bar["needs"]), size=SMALL, color=LIGHT["muted"], weight=weight, ha="center", va="center"
        )


def draw_map(document: dict[str, Any], axes: Axes) -> None:
    """Two figures: one hue, darker for more; contours at 25, 50 and 75 per cent with their names."""
    table, (across, up) = threshold_table(document), document["axes"]
    first = table["reading"].iloc[0]
    grid = table[table["reading"] == first].pivot(index="value2", columns="value1", values="chance")
    width, height = _size(axes)
    right, base = width - 0.15, height - BELOW
    steps = grid.to_numpy()
    x = np.linspace(LEFT + 0.4, right, steps.shape[1] + 1)
    y = np.linspace(base, 0.1, steps.shape[0] + 1)
    from matplotlib.colors import LinearSegmentedColormap

    hue = LinearSegmentedColormap.from_list("one", [LIGHT["paper"], LIGHT["incumbent"]])
    axes.pcolormesh(x, y, steps, cmap=hue, vmin=0, vmax=1)
    middle = (x[:-1] + x[1:]) / 2, (y[:-1] + y[1:]) / 2
    inside = [level for level in (0.25, 0.5, 0.75) if steps.min() < level < steps.max()]
    if inside and min(steps.shape) > 1:
        lines = axes.contour(*middle, steps, levels=inside, colors=LIGHT["ink"], linewidths=1.2)
        axes.clabel(lines, fmt=lambda level: f"{100 * level:.0f}%", fontsize=SMALL)
    for place, value in zip(
        middle[0][:: max(1, len(middle[0]) // 5)], across["values"][:: max(1, len(middle[0]) // 5)], strict=False
    ):
        axes.text(
            place,
            base + 0.16,
            f"{value:.4g}{across['unit']}",
            size=SMALL,
            color=LIGHT["muted"],
            ha="center",
            va="center",
        )
    for place, value in zip(
        middle[1][:: max(1, len(middle[1]) // 5)], up["values"][:: max(1, len(middle[1]) // 5)], strict=False
    ):
        axes.text(
            x[0] - 0.08, place, f"{value:.4g}{up['unit']}", size=SMALL, color=LIGHT["muted"], ha="right", va="center"
        )
    homes = [np.nan if axis["home"] is None else axis["home"] for axis in (across, up)]
    at = [
        float(np.interp(home, axis["values"], places, left=np.nan, right=np.nan))
        for home, axis, places in zip(homes, (across, up), middle, strict=True)
    ]
    ring: Any = {"markersize": 12, "markerfacecolor": "none", "markeredgecolor": LIGHT["ink"], "markeredgewidth": 2.2}
    axes.plot([at[0]], [at[1]], "o", **ring)
    axes.text(
        (x[0] + x[-1]) / 2,
        base + 0.4,
        f"across: {across['path']}; up: {up['path']}",
        size=SMALL,
        ha="center",
        va="center",
    )


def _size(axes: Axes) -> tuple[float, float]:
    figure: Any = axes.figure
    box = axes.get_position()
    width, height = figure.get_figwidth() * box.width, figure.get_figheight() * box.height
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    return width, height


def _legend(document: dict[str, Any]) -> str:
    """What the verticals are, and which readings have no line of their own."""
    (axis,), shown = document["axes"], _drawn(document)
    said = ""
    if axis["home"] is not None and axis["values"][0] <= axis["home"] <= axis["values"][-1]:
        said += f". Dashed: as it is, {axis['home']:.4g}{axis['unit']}{axis['needs']}"
    if any("as it is" not in bar["by"] for bar in axis["bars"]):
        said += ". Dotted: bars of other readings, stages and earlier texts, in names"
    more = len({row["readings"] for row in document["rows"]}) - len(shown)
    return said + (f". {more} other readings lie nearer “{plain(shown[0])}”" if more else "")


def save(document: dict[str, Any], path: str) -> None:
    """Draw the curve (one figure varied) or the map (two) and write it to an .svg or a .png."""
    from simulator.show.svg import written

    who, two = document["candidates"][document["subject"]], len(document["axes"]) > 1
    subtitle = f"Chance that {who} leads at the end" + (
        f", under “{plain(document['rows'][0]['readings'])}”" if two else f"; band: 95%{_legend(document)}"
    )
    foot = f"party-rules · {document['scenario']} · {document['runs']:,} runs a value, seed {document['seed']}"
    with house():
        figure, axes = titled(WIDE, HEIGHT + (0.6 if two else 0), threshold_finding(document), subtitle, foot)
        (draw_map if two else draw_curve)(document, axes)
        written(figure, path, "sweep", threshold_finding(document), threshold_alt(document))
