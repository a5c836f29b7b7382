"""What it would take, in words: break-even values, and the fewest who would have to act otherwise."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from simulator.show.phrases import percent, plain

WIDTH = 92
Document = dict[str, Any]


def solve_text(document: Document) -> Iterator[str]:
    """A sentence a reading: the value with its error, or that none in range suffices."""
    yield document["scenario"]
    asked = f"{document['name']} to lead at the end in {percent(document['wanted'])} of contests"
    yield f"What {document['path']} would it take for {asked}?"
    yield ""
    low, high = (_said(document, value) for value in document["between"])
    for row in document["rows"]:
        yield from textwrap.wrap(
            f"{plain(row['readings'])}: {_answer(document, row, low, high)}",
            WIDTH,
            initial_indent="  ",
            subsequent_indent="    ",
        )
    yield ""
    home = "" if document["home"] is None else f" As it is: {_said(document, document['home'])}."
    yield f"  {document['runs']:,} contests a value on the same luck, seed {document['seed']}.{home}"


def _answer(document: Document, row: Document, low: str, high: str) -> str:
    if row["value"] is None:
        ends = " to ".join(percent(chance) for chance in row["at_ends"])
        return f"none between {low} and {high} suffices; the chance goes from {ends}"
    error = "" if row["error"] is None else f" ± {1.96 * row['error']:.1f}"
    return f"{_said(document, row['value'])}{error} (the chance there is {percent(row['chance'])})"


def _said(document: Document, value: float) -> str:
    return f"{value:,.4g}{document['unit']}"


def flip_text(document: Document, names: dict[str, str]) -> Iterator[str]:
    """A sentence a reading: how many, which way, and who would then be likeliest."""
    yield document["scenario"]
    yield "How few would have to act otherwise to change who is likeliest to lead?"
    yield ""
    for row in document["rows"]:
        who = names.get(row["likeliest"], row["likeliest"])
        if row["fewest"] is None:
            said = f"{who} is likeliest ({percent(row['chance'])}), whoever nominates whom"
        else:
            then = names.get(row["then"], row["then"])
            said = (
                f"{who} is likeliest ({percent(row['chance'])}); if {_way(row)} {document['name']}, "
                f"it is {then} ({percent(row['then_chance'])})"
            )
        yield from textwrap.wrap(
            f"{plain(row['readings'])}: {said}.", WIDTH, initial_indent="  ", subsequent_indent="    "
        )
    yield ""
    yield f"  {document['runs']:,} contests on the same luck, seed {document['seed']}; the same number acts otherwise in each."


def _way(row: Document) -> str:
    one = row["fewest"] == 1
    return f"{row['fewest']} {'more' if row['more_for'] else 'fewer'} nominator{'' if one else 's'} name{'s' if one else ''}"
