"""What it would take, in words: break-even values, and the fewest who would have to act otherwise."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from simulator.questions.axes import said_as
from simulator.show.phrases import percent, plain
from simulator.show.sentences import Document

WIDTH = 92
SURE = 1.96


def solve_text(document: Document) -> Iterator[str]:
    """A sentence a reading: the value with its error, or that none in range suffices."""
    yield document["scenario"]
    asked = f"{document['name']} a {percent(document['wanted'])} chance of leading at the end"
    yield f"Which value of {document['path']} gives {asked}?"
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
    yield f"  {document['runs']:,} simulations for each value, with the same random draws, seed {document['seed']}.{home}"


def _answer(document: Document, row: Document, low: str, high: str) -> str:
    if row["value"] is None:
        least, most = (percent(chance) for chance in row["range"])
        stays = f"stays at {least}" if least == most else f"stays between {least} and {most}"
        return f"none of {document['tried']} values between {low} and {high}; the chance {stays}"
    error = "" if row["error"] is None else f" ± {SURE * row['error']:.1f}"
    said = f"{_said(document, row['value'])}{error} (the chance there is {percent(row['chance'])})"
    if row["leap"] is not None:
        leap = row["leap"]
        before, after = (percent(chance) for chance in leap["chances"])
        ends = f"between {_said(document, leap['from'])} and {_said(document, leap['to'])}"
        said = f"{_said(document, row['value'])}: {ends} the chance jumps from {before} to {after}"
    if row["also"]:
        others = ", ".join(f"{_said(document, a)} and {_said(document, b)}" for a, b in row["also"])
        said += f"; it is crossed again between {others}"
    return said


def _said(document: Document, value: float) -> str:
    return said_as(value, document["unit"], f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}")


def flip_text(document: Document, names: dict[str, str]) -> Iterator[str]:
    """A sentence a reading: how many, which way, and who would then be likeliest."""
    yield document["scenario"]
    yield "How few nominators would have to switch to change the likely leader?"
    yield ""
    for row in document["rows"]:
        who = names.get(row["likeliest"], row["likeliest"])
        first = f"{who} is the likely leader ({percent(row['chance'])}, {_lead(row['lead'], row['lead_error'])})"
        if row["fewest"] is None:
            said = f"{first}; no change in nominations alters that"
        else:
            then = names.get(row["then"], row["then"])
            lead = _lead(row["then_lead"], row["then_lead_error"])
            said = f"{first}; if {_way(row)} {document['name']}, it would be {then} ({percent(row['then_chance'])}, {lead})"
        yield from textwrap.wrap(
            f"{plain(row['readings'])}: {said}.", WIDTH, initial_indent="  ", subsequent_indent="    "
        )
    yield ""
    how = f"{document['runs']:,} simulations with the same random draws, seed {document['seed']}"
    yield f"  {how}; the same number switches in each."


def _lead(lead: float, error: float) -> str:
    """How far ahead of the next, with the error of that difference; and whether it is beyond it."""
    unsure = ": too close to be sure" if lead < SURE * error else ""
    return f"{100 * lead:.1f} ± {100 * SURE * error:.1f} points ahead{unsure}"


def _way(row: Document) -> str:
    one = row["fewest"] == 1
    return f"{row['fewest']} {'more' if row['more_for'] else 'fewer'} nominator{'' if one else 's'} nominated"
