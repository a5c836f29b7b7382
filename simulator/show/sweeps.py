"""A sweep as text: the chance of whoever it is about, value by value, a column a reading."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from simulator.questions.axes import said_as
from simulator.show.phrases import percent, plain

if TYPE_CHECKING:
    from simulator.questions.sweep import FigureVaried, SweepAnswer, SweepCell

NARROW = 12
WIDTH = 100
ROOM = 80


def sweep_text(answer: SweepAnswer) -> Iterator[str]:
    """A head, a row a value (or pair of values), a column a reading, and the error."""
    axes = answer.axes
    yield f"{answer.scenario}    (rule book {answer.rules.book}: {answer.rules.edition})"
    yield f"{answer.candidates[answer.subject]} leads at the end, by {' and '.join(one.path for one in axes)}"
    yield ""
    readings, _ = telling(answer)
    names = [plain(one) for one in readings]
    if sum(len(one) + 2 for one in names) > ROOM:
        names = [f"({n})" for n in range(1, len(names) + 1)]
        for name, one in zip(names, readings, strict=True):
            yield f"  {name:>4}  {one}"
        yield ""
    wide = [max(len(one), 6) + 2 for one in names]
    heads = "".join(f"{one:>{width}}" for one, width in zip(names, wide, strict=True))
    yield "  " + "".join(f"{_last(one.path)[:NARROW]:>{NARROW}}" for one in axes) + heads + "   needs"
    most = 0.0
    for at, there in by_value(answer).items():
        chances = [there[one].leader[answer.subject] for one in readings]
        most = max(most, *(one.error for one in chances))
        values = "".join(f"{said(axis, value):>{NARROW}}" for axis, value in zip(axes, at, strict=True))
        cells = "".join(f"{percent(one.share):>{width}}" for one, width in zip(chances, wide, strict=True))
        needs = ", ".join(str(n) for n in sorted({n for row in there.values() for n in row.needs}))
        yield f"  {values}{cells}   {needs}"
    yield ""
    yield from _same(answer)
    yield from _bars(axes)
    how = f"{answer.runs:,} simulations for each value, with the same random draws, seed {answer.seed}"
    yield f"  {how}; ±{196 * most:.1f} points at most."


def telling(answer: SweepAnswer) -> tuple[list[str], list[str]]:
    """The readings that differ at some value from those they are laid beside, or stand alone; and those that never do."""
    readings = list(dict.fromkeys(row.readings for row in answer.rows))
    counts: dict[str, list[int]] = {one: [] for one in readings}
    for row in answer.rows:
        counts[row.readings].append(row.leader[answer.subject].count)
    same = [one for one in readings[1:] if "=" in one and counts[one] == counts[_beside(one, readings)]]
    return [one for one in readings if one not in same], same


def _beside(reading: str, readings: list[str]) -> str:
    """What “base; dispute=reading” is laid beside: the base, or the first of all where there is none."""
    return reading.partition("; ")[0] if "; " in reading else readings[0]


def _same(answer: SweepAnswer) -> Iterator[str]:
    readings, same = telling(answer)
    groups: dict[str, list[str]] = {}
    for one in same:
        groups.setdefault(_beside(one, readings), []).append(one.rpartition("; ")[2])
    for base, ones in groups.items():
        said = f"The same at every value as “{plain(base)}”: {', '.join(ones)}."
        yield from textwrap.wrap(said, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)


def _bars(axes: Sequence[FigureVaried]) -> Iterator[str]:
    """The bars that texts and readings really set, beside one that is varied."""
    for axis in axes:
        if axis.bars:
            said = "; ".join(f"{bar.needs} ({', '.join(bar.by)})" for bar in axis.bars)
            yield from textwrap.wrap(f"Real bars: {said}.", WIDTH, initial_indent="  ", subsequent_indent="  ")


def by_value(answer: SweepAnswer) -> dict[tuple[float, ...], dict[str, SweepCell]]:
    """The rows by value, each reading's under its name."""
    found: dict[tuple[float, ...], dict[str, SweepCell]] = {}
    for row in answer.rows:
        found.setdefault(row.at, {})[row.readings] = row
    return found


def said(axis: FigureVaried, value: float) -> str:
    """A value of an axis with its unit."""
    return said_as(value, axis.unit, f"{value:,.10g}")


def _last(path: str) -> str:
    return plain(path.rsplit(".", 1)[-1])
