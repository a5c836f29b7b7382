"""Cells: the answer to one setting as the page reads it, in whole contests; the page turns them into per cents."""

from __future__ import annotations

from typing import Any

from simulator.show.sentences import Document, Sentence, headline_parts, if_read, nominee, reading_names
from simulator.show.ways import ways_of

WAYS = 6


def cell(document: Document) -> dict[str, Any]:
    """The answer of ``compare`` as the page reads it.

    say       the headline: words, and blanks as [how it is said, leader | enough | changes, of which row, who]
    entries   one a choice of readings: leader and ways in contests, names needed, and the names of whoever needs them
    pairs     in how many contests the leader differs from the first choice of readings
    """
    runs, names = document["runs"], reading_names(document)
    return {
        "runs": runs,
        "say": said(headline_parts(document)),
        "entries": [_entry(document, number, name) for number, name in enumerate(names)],
        "pairs": [round(pair["leader_changes"] * runs) for pair in document.get("pairs", [])],
    }


def said(sentence: Sentence) -> list[Any]:
    """A sentence as the page fills it."""
    return [one if isinstance(one, str) else list(one) for one in sentence]


def _entry(document: Document, number: int, name: str) -> dict[str, Any]:
    entry, runs = document["results"][number], document["runs"]
    who = nominee(document)
    row = entry["nominations"].get(who) or {"sought": 0.0}
    sought = round(row["sought"] * runs)
    about = document.get("about")
    enough = entry["nominations"].get(about) if about else None
    ways = sorted(ways_of(entry, led=bool(document["incumbent"])).items(), key=lambda item: -item[1])
    return {
        "name": name,
        "if": if_read(document, number),
        "leader": {one: round(there["chance"] * runs) for one, there in entry["leader"].items()},
        "enough": round(enough["sought"] * enough["reaches_bar"] * runs)
        if enough and enough["reaches_bar"] is not None
        else 0,
        "needs": [int(n) for n, share in (row.get("needs") or {}).items() if share >= 0.01],
        "who": who,
        "sought": sought,
        "reaches": round((row.get("reaches_bar") or 0.0) * sought),
        "names": [[int(n), count] for n, count in (row.get("histogram") or {}).items()],
        "ways": [[*way, count] for way, count in ways[:WAYS]],
        "unresolved": [[one["reason"], round(one["chance"] * runs)] for one in entry["unresolved"][:3]],
    }
