"""The house style, in one place: sizes, type, the sheet a chart is drawn on, and who gets which colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from simulator.show.palette import DARK, LIGHT, PAINT, TEXT_ON, painted

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDE, NARROW = 7.4, 3.8
"""Inches: a column of a page, and a telephone."""

BODY, SMALL, TITLE, FOOT = 10.5, 9.5, 13.0, 8.0
LINE = 1.35
"""The height of a line of text, in sizes of its type."""


def _rules() -> dict[str, Any]:
    """The house style as matplotlib's settings, in the colours of the page that is being drawn."""
    before: Any = mpl.rcParamsDefault
    return {
        **before,
        "font.family": "sans-serif",
        "font.sans-serif": ["DejaVu Sans"],
        "font.size": BODY,
        "text.color": PAINT["ink"],
        "text.parse_math": False,
        "axes.facecolor": "none",
        "axes.edgecolor": PAINT["rule"],
        "axes.spines.left": False,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.spines.bottom": False,
        "axes.unicode_minus": True,
        "figure.facecolor": PAINT["paper"],
        "savefig.facecolor": PAINT["paper"],
        "hatch.linewidth": 0.6,
        "xtick.color": PAINT["muted"],
        "ytick.color": PAINT["muted"],
        "xtick.labelsize": SMALL,
        "ytick.labelsize": SMALL,
        "xtick.major.size": 0,
        "ytick.major.size": 0,
        "svg.fonttype": "none",
        "svg.hashsalt": "party-rules",
        "pdf.fonttype": 42,
    }


@contextmanager
def house(*, dark: bool = False) -> Iterator[None]:
    """Draw and save in the house style, on a light page or a dark one, and leave no trace of it behind."""
    with painted(DARK if dark else LIGHT):
        rules: Any = _rules()
        with mpl.rc_context(rules):
            yield


def sheet(width: float, height: float) -> tuple[Figure, Axes]:
    """A bare figure, and axes that fill it; a chart leaves its own margins."""
    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xticks([])
    axes.set_yticks([])
    return figure, axes


def titled(width: float, height: float, title: str, subtitle: str, foot: str) -> tuple[Figure, Axes]:
    """A figure with its title above the axes, left-aligned, and the source beneath; lines are wrapped to the width."""
    room = width - 0.3
    blocks = [
        *((line, TITLE, "bold", "ink") for line in wrapped(title, room, TITLE, bold=True)),
        *((line, SMALL, "normal", "muted") for line in wrapped(subtitle, room, SMALL)),
    ]
    small = wrapped(foot, room, FOOT)
    above = 0.2 + sum(size * LINE / 72 for _, size, _, _ in blocks) + 0.12
    below = 0.14 + len(small) * FOOT * LINE / 72
    whole = above + height + below
    figure, axes = sheet(width, whole)
    axes.set_position((0.15 / width, below / whole, room / width, height / whole))
    y = whole - 0.14
    for words, size, weight, colour in blocks:
        figure.text(0.15 / width, y / whole, words, size=size, weight=weight, color=PAINT[colour], va="top")
        y -= size * LINE / 72
    for number, words in enumerate(reversed(small)):
        y = 0.1 + number * FOOT * LINE / 72
        figure.text(0.15 / width, y / whole, words, size=FOOT, color=PAINT["muted"], va="bottom")
    return figure, axes


def sized(ax: Axes) -> tuple[float, float]:
    """The width and height of axes in inches, which become their scale: x to the right, y downwards."""
    figure: Any = ax.figure
    box = ax.get_position()
    width, height = figure.get_figwidth() * box.width, figure.get_figheight() * box.height
    ax.set_xlim(0, width)
    ax.set_ylim(height, 0)
    return width, height


@lru_cache(maxsize=4096)
def text_width(words: str, size: float = BODY, *, bold: bool = False) -> float:
    """The width of a line of text, in inches."""
    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal", size=size)
    return float(text_to_path.get_text_width_height_descent(words, font, ismath=False)[0]) / 72


def wrapped(words: str, room: float, size: float = BODY, *, bold: bool = False, most: int = 12) -> list[str]:
    """Words broken into lines no wider than the room in inches; a line too many is cut with an ellipsis."""
    lines: list[str] = []
    for word in words.split():
        if lines and text_width(f"{lines[-1]} {word}", size, bold=bold) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"{lines[most - 1]} …"]
    return [cut(line, room, size, bold=bold) for line in lines]


def cut(words: str, room: float, size: float = BODY, *, bold: bool = False) -> str:
    """Words that fit a room in inches: as they are, or cut with an ellipsis."""
    if text_width(words, size, bold=bold) <= room + 0.01:
        return words
    while words and text_width(f"{words}…", size, bold=bold) > room:
        words = words[:-1]
    return f"{words.rstrip()}…"


def apart(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places moved as little as need be so that each is ``gap`` from the next, between two ends where there is room.

    >>> [round(one, 2) for one in apart([1.0, 1.0, 3.0], 0.5, 0, 4)]
    [0.75, 1.25, 3.0]
    """
    groups: list[tuple[float, list[int]]] = []
    for at in sorted(range(len(places)), key=lambda n: places[n]):
        groups.append((places[at], [at]))
        while len(groups) > 1 and groups[-1][0] - groups[-2][0] < gap * (len(groups[-1][1]) + len(groups[-2][1])) / 2:
            (a, ours), (b, theirs) = groups[-2:]
            middle = (a * len(ours) + b * len(theirs)) / (len(ours) + len(theirs))
            groups[-2:] = [(middle, ours + theirs)]
    found = [0.0] * len(places)
    for middle, members in groups:
        half = gap * (len(members) - 1) / 2
        middle = min(max(middle, low + half), max(high - half, low + half))
        for n, at in enumerate(members):
            found[at] = middle + gap * n - half
    return found


def fill(role: str) -> dict[str, Any]:
    """How an area of a role is painted: roles that colour cannot tell apart have an outline."""
    outline = {"further": "third", "unresolved": "nobody"}.get(role)
    return {
        "facecolor": PAINT[role],
        "edgecolor": PAINT[outline or "paper"],
        "linewidth": 1.0,
    }


def ink_on(role: str) -> str:
    """The colour of words on an area of a role."""
    return PAINT[TEXT_ON[role]]


def ink_of(role: str) -> str:
    """The colour of a role's words on the page."""
    return PAINT[role if role in ("incumbent", "challenger", "third") else "ink"]
