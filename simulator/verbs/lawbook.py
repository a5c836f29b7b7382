"""``rules`` of the whole book: its editions, what changed between two dates, everything in dispute, and its chart."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterator
from typing import Any

from simulator.rulebooks.changes import Change, changes
from simulator.rulebooks.disputes import Answer, Dispute, Reading
from simulator.rulebooks.rulebook import Edition, RuleBook, value_words
from simulator.rulebooks.soundness import contradictions
from simulator.verbs.common import drawn, print_json, say
from simulator.words.dates import read_day
from simulator.words.problems import Wrong, refuse

WIDTH = 96


def of_the_book(book: RuleBook, options: argparse.Namespace) -> int:
    """Answer what was asked of the book as a whole."""
    if options.chart:
        return _chart(book, options.chart)
    document = _between(book, options) if options.between else _disputes(book) if options.disputes else _editions(book)
    if options.json:
        print_json(document)
        return 0
    lines = _between_text if options.between else _disputes_text if options.disputes else _editions_text
    for line in lines(document):
        say(line)
    return 0


def _chart(book: RuleBook, path: str) -> int:
    from simulator.scenario.recorded import files, recorded
    from simulator.show.charts import CHARTS

    contests = [one for one in map(recorded, files()) if one.book.key == book.key]
    drawn(path, CHARTS["history"], {"book": book, "contests": contests})
    say(f"{len(book.editions)} editions, {len(contests)} recorded contests marked")
    return 0


def _edition_at(book: RuleBook, text: str) -> Edition:
    """The edition on a day, or the one of that name."""
    if any(edition.name == text for edition in book.editions):
        return book.on(book.editions[0].in_force.earliest, text)
    try:
        return book.on(read_day(text))
    except Wrong as wrong:
        raise refuse(f"--between {text}: {wrong.said}", f"{wrong.cure}, or name an edition") from None


def _between(book: RuleBook, options: argparse.Namespace) -> dict[str, Any]:
    first, second = (_edition_at(book, text) for text in options.between)
    if book.editions.index(first) > book.editions.index(second):
        first, second = second, first
    return {
        "schema": "party-rules/between/1",
        "book": book.key,
        "from": {"edition": first.name, "in_force": str(first.in_force)},
        "to": {"edition": second.name, "in_force": str(second.in_force)},
        "editions": [
            {"edition": e.name, "in_force": str(e.in_force), "decided_by": e.decided_by, "about": e.about}
            for e in book.editions[book.editions.index(first) + 1 : book.editions.index(second) + 1]
        ],
        "changes": [_change(one) for one in changes(book, first, second)],
    }


def _change(one: Change) -> dict[str, Any]:
    now = one.after or one.before
    return {
        "provision": one.path,
        "before": None if one.before is None else value_words(one.before.value),
        "after": None if one.after is None else value_words(one.after.value),
        "by": one.by.name,
        "in_force": str(one.by.in_force),
        "cite": now.cite.words() if one.after is not None and now is not None else "",
    }


def _between_text(document: dict[str, Any]) -> Iterator[str]:
    yield f"From “{document['from']['edition']}” to “{document['to']['edition']}”"
    if not document["editions"]:
        yield "  nothing changed: it is the same edition"
    for edition in document["editions"]:
        yield f"\n{edition['edition']}, in force from {edition['in_force']}"
        yield from _wrapped(edition["about"], "  ")
        yield from _wrapped(f"decided by: {edition['decided_by']}", "  ")
        mine = [row for row in document["changes"] if row["by"] == edition["edition"]]
        for row in mine:
            if row["before"] is None:
                yield from _wrapped(f"+ {row['provision']}: {row['after']}", "    ", "        ")
            elif row["after"] is None:
                yield from _wrapped(f"– {row['provision']} (was {row['before']})", "    ", "        ")
            else:
                yield from _wrapped(f"  {row['provision']}: {row['before']} → {row['after']}", "    ", "        ")
            if row["cite"]:
                yield from _wrapped(row["cite"], " " * 10, " " * 12)
        if not mine:
            yield "    its words changed, and no provision"


def _editions(book: RuleBook) -> dict[str, Any]:
    return {
        "schema": "party-rules/editions/1",
        "book": book.key,
        "title": book.title,
        "offices": dict(book.offices),
        "editions": [
            {"edition": e.name, "in_force": str(e.in_force), "about": e.about, "decided_by": e.decided_by,
             "provisions": len(e.law.provisions),
             "contradictions": [list(found) for found in contradictions(e.law)]}
            for e in book.editions
        ],
    }  # fmt: skip


def _editions_text(document: dict[str, Any]) -> Iterator[str]:
    yield f"{document['title']}: {len(document['editions'])} editions"
    for name, words in document["offices"].items():
        yield from _wrapped(f"{name}: {words}", "  ", "    ")
    for edition in document["editions"]:
        yield f"\n{edition['edition']}, in force from {edition['in_force']}"
        yield from _wrapped(edition["about"], "  ")
        if edition["decided_by"]:
            yield from _wrapped(f"decided by: {edition['decided_by']}", "  ")
        for one, other, words in edition["contradictions"]:
            yield from _wrapped(f"CONTRADICTION: {one} and {other}: {words}", "  ")


def _disputes(book: RuleBook) -> dict[str, Any]:
    return {
        "schema": "party-rules/all-disputes/1",
        "book": book.key,
        "title": book.title,
        "readings": [_of_dispute(book, one) for one in book.disputes.values()],
        "matters": [
            {
                "matter": name,
                "title": m.title,
                "sort": m.sort,
                "decides": m.decides,
                "settled": m.settled,
                "note": m.note,
                "answers": {a.name: _view(a) for a in m.answers.values()},
            }
            for name, m in book.matters.items()
        ],
        "what_ifs": [
            {
                "what_if": name,
                "title": d.title,
                "proposed": d.proposed,
                "outcome": d.outcome,
                "note": d.note,
                "sources": list(d.sources),
            }
            for name, d in book.drafts.items()
        ],
    }


def _of_dispute(book: RuleBook, dispute: Dispute) -> dict[str, Any]:
    return {
        "dispute": dispute.name,
        "title": dispute.title,
        "sort": dispute.sort,
        "adopted": dispute.adopted,
        "settled": dispute.settled,
        "note": dispute.note,
        "open_from": str(dispute.opens) if dispute.opens else None,
        "open_until": str(dispute.closes) if dispute.closes else None,
        "editions": [e.name for e in book.editions if dispute.open_to(e.in_force)],
        "readings": {r.name: _view(r) for r in dispute.readings.values()},
    }


def _view(one: Reading | Answer) -> dict[str, Any]:
    return {"means": one.means, "held_by": list(one.held_by), "sources": list(one.sources)}


def explain_other(book: RuleBook, name: str, options: argparse.Namespace) -> int:
    """Explain a matter that no reading decides, or a draft."""
    document = _disputes(book)
    kind, key = ("matters", "matter") if name in book.matters else ("what_ifs", "what_if")
    (row,) = [one for one in document[kind] if one[key] == name]
    if options.json:
        print_json({"schema": f"party-rules/{key}/1", **row})
        return 0
    for line in _matter_text(book, row) if name in book.matters else _draft_text(book, row):
        say(line)
    return 0


def _matter_text(book: RuleBook, row: dict[str, Any]) -> Iterator[str]:
    yield row["title"]
    yield from _wrapped(f"Not decided by reading the text: {row['sort']}. It bears on {row['decides']}.", "  ")
    for name, answer in row["answers"].items():
        held = "; ".join(answer["held_by"]) or "nobody is known to have held it"
        yield from _wrapped(f"{name}: {answer['means']}", "  ", "     ")
        yield from _wrapped(f"held by: {held}", "     ", "       ")
        for key in answer["sources"]:
            yield from _wrapped(f"{key}: {book.sources[key].title}. {book.sources[key].url}", "     ", "       ")
    if row["settled"]:
        yield from _wrapped(f"Settled by {row['settled']}.", "  ")
    if row["note"]:
        yield from _wrapped(f"Note: {row['note']}.", "  ")


def _draft_text(book: RuleBook, row: dict[str, Any]) -> Iterator[str]:
    yield row["title"]
    yield from _wrapped(f"Not law: {row['proposed']}; {row['outcome']}.", "  ")
    for path, said in book.drafts[row["what_if"]].patch.change.items():
        yield f"  would change {path} to: {said}"
    if row["note"]:
        yield from _wrapped(f"Note: {row['note']}.", "  ")
    for key in row["sources"]:
        yield from _wrapped(f"{key}: {book.sources[key].title}. {book.sources[key].url}", "  ", "    ")
    yield f"Next: party-rules rules {book.key} --what-if {row['what_if']}, or --what-if with run and compare"


def _disputes_text(document: dict[str, Any]) -> Iterator[str]:
    yield f"{document['title']}\n\nReadings of the text: simulate or compare them with --reading DISPUTE=READING"
    for row in document["readings"]:
        yield f"\n  {row['dispute']}" + (f"   ({row['sort']})" if row["sort"] != "reading" else "")
        yield from _wrapped(row["title"], "    ")
        yield from _wrapped(f"editions: {', '.join(row['editions'])}", "    ", "      ")
        for name, reading in row["readings"].items():
            held = "; ".join(reading["held_by"]) or "nobody is known to have held it"
            mark = " (adopted)" if name == row["adopted"] else ""
            yield from _wrapped(f"{name}{mark}: {reading['means']}. Held by: {held}", "    – ", "      ")
        yield from _wrapped(f"settled by {row['settled']}" if row["settled"] else "never settled", "    ", "      ")
    yield "\nNot decided by reading the text"
    for row in document["matters"]:
        yield f"\n  {row['matter']}   ({row['sort']})"
        yield from _wrapped(row["title"] + (f" Bears on {row['decides']}." if row["decides"] else ""), "    ")
        for name, answer in row["answers"].items():
            held = "; ".join(answer["held_by"]) or "nobody is known to have held it"
            yield from _wrapped(f"{name}: {answer['means']}. Held by: {held}", "    – ", "      ")
        if row["settled"]:
            yield from _wrapped(f"settled by {row['settled']}", "    ", "      ")
    yield "\nDrafts and rejected amendments: simulate them with --what-if NAME"
    for row in document["what_ifs"]:
        yield from _wrapped(f"{row['what_if']}: {row['title']}. {row['proposed']}; {row['outcome']}.", "  ", "    ")


def _wrapped(text: str, first: str, rest: str | None = None) -> list[str]:
    after = first if rest is None else rest
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=after, break_long_words=False, break_on_hyphens=False
    )
