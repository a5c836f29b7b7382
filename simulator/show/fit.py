"""Fit: whether all the words of a chart stand apart and on the sheet; where they do not, its table is drawn instead."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from simulator.show.palette import PAINT
from simulator.show.style import LINE, SMALL, cut, sized, text_width, wrapped
from simulator.show.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ACROSS, DOWN, OVER = 2.0, 3.0, 3.0
"""Hundredths of an inch by which the boxes of two words may share a place, and a box may leave the sheet: letters do not."""

INSTEAD = "There is more here than a picture this wide can hold, so these are its numbers."
ROWS, GAP = 28, 0.22
STEP = SMALL * LINE / 72


def crowded(figure: Figure) -> list[tuple[str, str]]:
    """The words that stand on one another, in pairs, and those that leave the sheet, beside an empty one."""
    canvas: Any = figure.canvas
    renderer, scale = canvas.get_renderer(), figure.dpi / 100
    texts = [text for axes in figure.axes for text in axes.texts if text.get_text().strip()]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in [*texts, *figure.texts]]
    found = []
    for (one, a), (other, b) in combinations(boxes, 2):
        across, down = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
        if across >= ACROSS * scale and down >= DOWN * scale:
            found.append((one, other))
    wide, tall = figure.bbox.width, figure.bbox.height
    for words, box in boxes:
        over = max(-box.x0, -box.y0, box.x1 - wide, box.y1 - tall)
        if over > OVER * scale:
            found.append((words, ""))
    return found


def table_height(table: Table, width: float) -> float:
    """Room for the words that say so, the heads, and the rows."""
    more = 1 if len(table.rows) > ROWS else 0
    return STEP * (len(wrapped(INSTEAD, width, SMALL)) + 1.6 + min(len(table.rows), ROWS) + more) + 0.1


def draw_table(table: Table, ax: Axes) -> None:
    """The numbers behind a chart in its place: as many columns as fit, the first rows, and how many more there are."""
    width, _ = sized(ax)
    y = STEP / 2
    for line in wrapped(INSTEAD, width, SMALL):
        ax.text(0, y, line, size=SMALL, color=PAINT["muted"], va="center")
        y += STEP
    y += STEP / 2
    shown = table.rows[:ROWS]
    for number, (head, cells, left, room) in enumerate(_columns(table, shown, width)):
        right = table.numbers[number]
        x, side = (left + room, "right") if right else (left, "left")
        ax.text(x, y, cut(head, room, SMALL, bold=True), size=SMALL, weight="bold", ha=side, va="center")
        for row, cell in enumerate(cells, 1):
            ax.text(x, y + row * STEP, cut(cell, room, SMALL), size=SMALL, ha=side, va="center")
    if len(table.rows) > len(shown):
        words = f"… and {len(table.rows) - len(shown)} rows more, in the table"
        ax.text(0, y + (len(shown) + 1) * STEP, words, size=SMALL, color=PAINT["muted"], va="center")


def _columns(table: Table, rows: Sequence[Sequence[str]], width: float) -> list[tuple[str, list[str], float, float]]:
    """Head, cells, left edge and room of each column that fits, narrowed in proportion where all of them do not."""
    columns = [(head, [row[n] for row in rows]) for n, head in enumerate(table.columns)]
    wants = [
        max(text_width(head, SMALL, bold=True), *(text_width(cell, SMALL) for cell in cells), 0.2)
        for head, cells in columns
    ]
    while len(wants) > 1 and (width - GAP * (len(wants) - 1)) / len(wants) < 0.6:
        wants.pop()
    fair = (width - GAP * (len(wants) - 1)) / len(wants)
    spare = sum(max(fair - want, 0) for want in wants)
    over = sum(max(want - fair, 0) for want in wants)
    share = min(1.0, spare / over) if over else 1.0
    found, left = [], 0.0
    for (head, cells), want in zip(columns, wants, strict=False):
        room = want if want <= fair else fair + (want - fair) * share
        found.append((head, cells, left, room))
        left += room + GAP
    return found
