"""Flow: boxes in columns with ribbons between them, for the charts that follow runs from one state to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path

from simulator.show.palette import PAINT
from simulator.show.style import LINE, SMALL, fill, ink_on, text_width, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GAP, PAD = 0.09, 0.08
RAREST = 0.0025
"""Strands of fewer runs are not drawn: a hairline is no ribbon."""


@dataclass(frozen=True)
class Strand:
    """Runs that go the same way: a box in each column, their share, the role that colours them, and how strongly."""

    boxes: tuple[str, ...]
    share: float
    role: str
    strength: float = 0.3
    words: str = ""


@dataclass(frozen=True)
class Box:
    """A state in a column: where it stands in inches (y downwards), its share, label and role."""

    column: int
    name: str
    lines: tuple[str, ...]
    role: str
    share: float
    x: float
    y: float
    width: float
    height: float

    @property
    def span(self) -> float:
        """Where the ribbons begin: in the middle of the box, as wide as the share."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Layout:
    """Boxes by (column, name), the strands between them, and the size of it all in inches."""

    boxes: Mapping[tuple[int, str], Box]
    strands: tuple[Strand, ...]
    scale: float
    height: float


def lay(
    strands: Sequence[Strand],
    orders: Sequence[Sequence[str]],
    label: Callable[[int, str, float], str],
    role: Callable[[int, str], str],
    width: float,
    scale: float,
) -> Layout:
    """Place the boxes: columns of equal width over the whole room, each box as high as its share or its label."""
    columns = len(orders)
    across = width * (0.27 if columns == 3 else 0.28)
    step = (width - across) / (columns - 1)
    stacks: list[list[Box]] = []
    for column, order in enumerate(orders):
        stack, y = [], 0.0
        for name in order:
            share = sum(s.share for s in strands if s.boxes[column] == name)
            if not share:
                continue
            lines = tuple(wrapped(label(column, name, share), across - 2 * PAD, SMALL, most=4))
            height = max(share * scale, len(lines) * SMALL * LINE / 72 + PAD)
            stack.append(Box(column, name, lines, role(column, name), share, column * step, y, across, height))
            y += height + GAP
        stacks.append(stack)
    height = max(stack[-1].y + stack[-1].height for stack in stacks)
    placed = {}
    for stack in stacks:
        spare = (height - stack[-1].y - stack[-1].height) / 2
        for box in stack:
            moved = Box(
                box.column, box.name, box.lines, box.role, box.share, box.x, box.y + spare, box.width, box.height
            )
            placed[box.column, box.name] = moved
    return Layout(placed, tuple(strands), scale, height)


def draw(ax: Axes, layout: Layout, top: float) -> None:
    """Draw a layout on axes measured in inches, y downwards."""
    columns = 1 + max(column for column, _ in layout.boxes)
    for column in range(columns - 1):
        outs = _slots(layout, column, column + 1)
        ins = _slots(layout, column + 1, column)
        for number, strand in enumerate(layout.strands):
            if strand.share < RAREST:
                continue
            left, right = layout.boxes[column, strand.boxes[column]], layout.boxes[column + 1, strand.boxes[column + 1]]
            ends = (left.x + left.width, top + outs[number], right.x, top + ins[number])
            _ribbon(ax, ends, strand, layout.scale)
    for box in layout.boxes.values():
        _box(ax, box, top)


def _slots(layout: Layout, column: int, towards: int) -> dict[int, float]:
    """Where each strand meets the boxes of a column, ordered by where it goes so that ribbons cross little."""
    places = {key: box.y for key, box in layout.boxes.items()}
    order = sorted(
        range(len(layout.strands)),
        key=lambda n: (
            places[towards, layout.strands[n].boxes[towards]],
            *(places[c, name] for c, name in enumerate(layout.strands[n].boxes)),
        ),
    )
    begun: dict[str, float] = {}
    slots = {}
    for n in order:
        strand = layout.strands[n]
        box = layout.boxes[column, strand.boxes[column]]
        start = begun.get(box.name, box.span - box.share * layout.scale / 2)
        slots[n] = start
        begun[box.name] = start + strand.share * layout.scale
    return slots


def _ribbon(ax: Axes, ends: tuple[float, float, float, float], strand: Strand, scale: float) -> None:
    x0, y0, x1, y1 = ends
    thick = strand.share * scale
    mid = (x0 + x1) / 2
    points = [
        (x0, y0), (mid, y0), (mid, y1), (x1, y1),
        (x1, y1 + thick), (mid, y1 + thick), (mid, y0 + thick), (x0, y0 + thick), (x0, y0),
    ]  # fmt: skip
    turn = [Path.CURVE4] * 3
    codes = [Path.MOVETO, *turn, Path.LINETO, *turn, Path.CLOSEPOLY]
    colour = "nobody" if strand.role == "unresolved" else "third" if strand.role == "further" else strand.role
    patch = PathPatch(Path(points, codes), facecolor=PAINT[colour], edgecolor="none", alpha=strand.strength)
    patch.set_gid("ribbon")
    ax.add_patch(patch)
    if strand.words and thick > 0.2:
        words = next(
            (w for w in (strand.words, strand.words.split()[0]) if text_width(w, SMALL, bold=True) < x1 - x0), ""
        )
        pill = {"facecolor": PAINT["paper"], "edgecolor": "none", "alpha": 0.8, "boxstyle": "round,pad=0.15"}
        ax.text(mid, (y0 + y1 + thick) / 2, words, size=SMALL, weight="bold", ha="center", va="center", bbox=pill)


def _box(ax: Axes, box: Box, top: float) -> None:
    style = fill(box.role) if box.role != "rule" else {"facecolor": PAINT["rule"], "edgecolor": "none"}
    patch = FancyBboxPatch((box.x, top + box.y), box.width, box.height, boxstyle="square,pad=0", **style)
    ax.add_patch(patch)
    colour = PAINT["ink"] if box.role == "rule" else ink_on(box.role)
    step = SMALL * LINE / 72
    y = top + box.span - (len(box.lines) - 1) * step / 2
    for number, words in enumerate(box.lines):
        ax.text(box.x + PAD, y + number * step, words, size=SMALL, color=colour, va="center", gid="label")
