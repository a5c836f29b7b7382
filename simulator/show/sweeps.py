"""A sweep as text: the chance of whoever it is about, value by value, a column a reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.show.sentences import percent, plain

Document = dict[str, Any]
NARROW = 12


def sweep_text(document: Document) -> Iterator[str]:
    """A head, a row a value (or pair of values), a column a reading, and the error."""
    who = document["candidates"][document["subject"]]
    rules, axes = document["rules"], document["axes"]
    yield f"{document['scenario']}    (rule book {rules['book']}: {rules['edition']})"
    yield f"{who} leads at the end, by {' and '.join(one['path'] for one in axes)}"
    yield ""
    readings = list(dict.fromkeys(row["readings"] for row in document["rows"]))
    wide = [max(len(plain(one)), 6) + 2 for one in readings]
    heads = "".join(f"{plain(one):>{width}}" for one, width in zip(readings, wide, strict=True))
    yield "  " + "".join(f"{_last(one['path'])[:NARROW]:>{NARROW}}" for one in axes) + heads + "   needs"
    most = 0.0
    for at, there in by_value(document).items():
        chances = [there[one]["leader"][document["subject"]] for one in readings]
        most = max(most, *(one["error"] for one in chances))
        values = "".join(f"{said(axis, value):>{NARROW}}" for axis, value in zip(axes, at, strict=True))
        cells = "".join(f"{percent(one['chance']):>{width}}" for one, width in zip(chances, wide, strict=True))
        needs = ", ".join(str(n) for n in sorted({n for row in there.values() for n in row["needs"]}))
        yield f"  {values}{cells}   {needs}"
    yield ""
    luck = f"{document['runs']:,} contests a cell on the same luck, seed {document['seed']}"
    yield f"  {luck}; ±{196 * most:.1f} points at the most."


def by_value(document: Document) -> dict[tuple[float, ...], dict[str, Document]]:
    """The rows by value, each reading's under its name."""
    found: dict[tuple[float, ...], dict[str, Document]] = {}
    for row in document["rows"]:
        found.setdefault(tuple(row["at"]), {})[row["readings"]] = row
    return found


def said(axis: Document, value: float) -> str:
    """A value of an axis with its unit."""
    return f"{value:,.10g}{axis['unit']}"


def _last(path: str) -> str:
    return plain(path.rsplit(".", 1)[-1])
