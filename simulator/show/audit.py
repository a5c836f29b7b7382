"""An audit in words: what the book leaves open, where a reading decides, each with its smallest example."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from simulator.questions.audit_book import ended
from simulator.show.phrases import capital, plain

WIDTH = 92
Document = dict[str, Any]


def audit_text(document: Document, *, told: bool = False) -> Iterator[str]:
    """Gaps first, then what a leader gains or loses by resigning, then disputes; with ``told`` each example day by day."""
    yield f"{document['book']}, edition {document['edition']}: where is the book silent?"
    yield ""
    if not document["gaps"]:
        yield "  The book gives an answer in every pattern."
    for row in document["gaps"]:
        only = f" (only if {_read(row['only_if'])})" if row["only_if"] else ""
        count = f" in {row['patterns']:,} patterns" if row["patterns"] else ""
        yield from _wrapped(f"{capital(row['sort'])}{count}: {row['said']}{only}.")
        yield from _example(row, told)
    for row in document["doors"]:
        verb = "gains office" if row["leader"] == "gains" else "loses office"
        only = f", {_read(row['only_if'])}" if row["only_if"] else ""
        yield from _wrapped(
            f"The leader {verb} by resigning {row['going']}{only}. If the leader stays: {ended(row['staying'])}; if the "
            f"leader resigns: {ended(row['then'])}."
        )
        yield from _example(row, told)
    idle = [row for row in document["disputes"] if not row["patterns"]]
    for row in document["disputes"]:
        if row["patterns"]:
            hangs = f", with {_read(row['if'])}" if row["if"] else ""
            yield from _wrapped(
                f"{row['dispute']}={row['reading']}{hangs}: somebody else leads in {row['patterns']:,} patterns. As adopted: "
                f"{ended(row['adopted'])}; read like that: {ended(row['then'])}."
            )
            yield from _example(row, told)
    yield ""
    if idle:
        yield from _wrapped(
            "No pattern depends on " + ", ".join(f"{row['dispute']}={row['reading']}" for row in idle) + "."
        )
    yield from _wrapped(_space(document))


def _space(document: Document) -> str:
    """The patterns that were simulated, in a sentence or two."""
    bars = ", ".join(str(bar) for bar in document["bars"])
    led = [name for name in document["contests"] if name != "vacancy"]
    alike = [name for names in document["alike"].values() for name in names]
    s = "s" * (document["readings"] != 1)
    said = [
        f"{document['patterns']:,} patterns, each simulated under {document['readings']} choice{s} of readings: "
        + ("a leader and one to three others, or one to four in a vacancy" if led else "one to four in a vacancy"),
        f"contests: {', '.join(document['contests'])}" + (f" (and alike: {', '.join(alike)})" if alike else ""),
        f"nominations at every bar ({bars}, of an invented number of nominators), below the lowest and between each two",
        "anybody but the leader withdrawing before nominations, on the last day or after the close",
        "the leader resigning at four moments of a challenge" if document["goes"] else "",
        "votes that are clear, or level at the first, second, last or every count",
        "everybody carried over a second bar, all but the last, or nobody" if document["second_bar"] else "",
    ]
    renamed = "Situations that differ only in who is called what are simulated once."
    return f"{'; '.join(one for one in said if one)}. {renamed} All of them were simulated."


def _example(row: Document, told: bool) -> Iterator[str]:
    yield from textwrap.wrap(f"{row['example']}.", WIDTH, initial_indent="      smallest: ", subsequent_indent="      ")
    for line in row["story"] if told else ():
        yield from textwrap.wrap(line, WIDTH, initial_indent="        ", subsequent_indent="          ")


def _read(readings: Document) -> str:
    return " and ".join(f"{plain(dispute)} is read “{plain(reading)}”" for dispute, reading in readings.items())


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def differences_text(document: Document) -> Iterator[str]:
    """The smallest situations in which two editions elect different people."""
    yield f"{document['first']} and {document['second']}: where do they elect different people?"
    yield ""
    for row in document["rows"]:
        yield from _wrapped(f"{capital(row['example'])}.")
        yield f"      {document['first']}: {ended(row['first'])}"
        yield f"      {document['second']}: {ended(row['second'])}"
    yield ""
    yield f"  They differ in {document['differ']:,} of {document['patterns']:,} patterns; of each sort the smallest is shown."
