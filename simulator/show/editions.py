"""One scenario under many editions, as text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from simulator.show.phrases import contests, percent
from simulator.show.sentences import Document, unresolved_words

WIDTH = 100


def editions_text(document: Document) -> Iterator[str]:
    """For each edition who leads, how it ended, the bar; and in what share of contests the leader is another."""
    yield f"{document['scenario']}: the same politics under other editions of {document['book']}"
    yield ""
    for row in document["editions"]:
        home = "  (the scenario’s own)" if row["edition"] == document["home"] else ""
        yield f"{row['edition']}, in force from {row['in_force']}{home}"
        if "cannot_be_played" in row:
            for said in row["cannot_be_played"]:
                yield from _wrapped(f"cannot be simulated: {said}")
            continue
        yield from _played(document, row, home)
    yield ""
    count = f"{document['runs']:,} simulated contests under each edition, seed {document['seed']}, with the same random draws."
    yield from _wrapped(f"{count} Results depend on the scenario’s assumptions and are not a forecast.")


def _played(document: Document, row: Document, home: str) -> Iterator[str]:
    result = row["result"]
    leads = sorted(result["leader"].items(), key=lambda item: -item[1]["chance"])
    shown = ", ".join(f"{_name(document, one)} {percent(c['chance'])}" for one, c in leads if c["chance"] > 0)
    yield from _wrapped(f"leads at the end: {shown}")
    ended = ", ".join(
        f"{name} {percent(c['chance'])}" for name, c in sorted(result["endings"].items(), key=lambda i: -i[1]["chance"])
    )
    yield from _wrapped(f"ended: {ended}")
    for bar in result["bars"]:
        yield from _wrapped(f"bar of {bar['stage'].replace('-', ' ')}: {bar['words']} (in {contests(bar['chance'])})")
    for one, names in result["nominations"].items():
        if names["sought"] and names["reaches_bar"] is not None:
            yield from _wrapped(
                f"{_name(document, one)}: a median of {names['median']} nominations, enough in {contests(names['reaches_bar'])}"
            )
    for reason in result["unresolved"]:
        yield from _wrapped(
            f"unresolved in {contests(reason['chance'])}: {unresolved_words(reason['reason'])} ({reason['reason']})"
        )
    if row["unsaid"]:
        yield from _wrapped(f"not guessed: the scenario says nothing of {', '.join(row['unsaid'])}")
    if not home:
        beside = row["beside_home"]
        yield from _wrapped(f"another leader than under {document['home']} in {contests(beside['leader_changes'])}")


def _name(document: Document, one: str) -> str:
    return str(document["candidates"].get(one, one))


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent="  ", subsequent_indent="      ", break_long_words=False, break_on_hyphens=False
    )
