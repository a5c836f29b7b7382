"""The page of the report: everything the template prints, from the result document and the scenario."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from simulator.show import evidence
from simulator.show.charts import CHARTS
from simulator.show.palette import DARK, LIGHT
from simulator.show.sentences import (
    CAVEAT,
    Document,
    capital,
    contests,
    headline,
    listed,
    name_of,
    plain,
    reading_names,
    source_line,
    subject,
    ties,
    unresolved,
    unresolved_words,
)
from simulator.show.style import NARROW, WIDE
from simulator.show.svg import inline_svg
from simulator.show.tables import Table, fine, made, reader_table
from simulator.words.dates import day_words

if TYPE_CHECKING:
    import pandas as pd

    from simulator.rulebooks.disputes import Dispute, Reading
    from simulator.scenario.scenario import Belief, Scenario
    from simulator.words.sources import Source

GROUPS = {
    "nominators": "Who nominates whom",
    "electorate": "Who votes, and for whom",
    "politics": "Who stands, who resigns, who settles disputes",
    "timetable": "When things happen",
}


def page(document: Document, scenario: Scenario, tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """What the template prints."""
    runs = f"{document['runs']:,}"
    beliefs = scenario.beliefs.values()
    own = [b for b in beliefs if not _default(b)]
    return {
        "light": LIGHT,
        "dark": DARK,
        "title": document["question"] or document["scenario"],
        "kicker": document["scenario"] if document["question"] else "A leadership contest, played",
        "headline": headline(document),
        "caveat": CAVEAT,
        "played": f"We played the contest {runs} times under each reading. A figure here is a share of those runs.",
        "charts": [_chart(name, table, document) for name, table in tables.items()],
        "unresolved": unresolved(document).rstrip("."),
        "reasons": _reasons(document),
        "ties": ties(document),
        "disputes": [_dispute(document, scenario, scenario.book.disputes[d]) for d in document["compared"]],
        "assumed": f"{len(own)} figures are the scenario’s own, {len(beliefs) - len(own)} are defaults",
        "assumptions": [*_groups(own, own=True), *_groups([b for b in beliefs if _default(b)], own=False)],
        "budget": evidence.budget_of(document),
        "afterwards": evidence.afterwards_of(document),
        "runs": runs,
        "made": _made(document, scenario),
        "source_line": source_line(document),
    }


def _chart(name: str, table: pd.DataFrame, document: Document) -> dict[str, Any]:
    from markupsafe import Markup

    chart = CHARTS[name]
    return {
        "name": name,
        "question": chart.question,
        "finding": chart.finding(table),
        "subtitle": chart.scope(table),
        "wide": Markup(inline_svg(chart, table, document, WIDE)),
        "narrow": Markup(inline_svg(chart, table, document, NARROW, "-narrow")),
        "table": reader_table(name, table),
    }


def _reasons(document: Document) -> Table:
    """The clauses that gave no answer, down; the readings, across."""
    found = [{row["reason"]: row["chance"] for row in entry["unresolved"]} for entry in document["results"]]
    reasons = dict.fromkeys(reason for entry in found for reason in entry)
    rows = [(capital(unresolved_words(one)), *(fine(entry.get(one, 0.0)) for entry in found)) for one in reasons]
    return made(["The clause, and what it lacks", *reading_names(document)], rows)


def _dispute(document: Document, scenario: Scenario, dispute: Dispute) -> dict[str, Any]:
    known = {**scenario.book.sources, **scenario.sources}
    opened = f"Open to both readings since {dispute.opens}" if dispute.opens else ""
    return {
        "name": dispute.name,
        "title": dispute.title,
        "clause": dispute.clause,
        "words": dispute.words,
        "sources": _sources(dispute.sources, known),
        "open": f"{opened} until {dispute.closes}." if opened and dispute.closes else f"{opened}." if opened else "",
        "settled": f"How it was settled: {dispute.settled}." if dispute.settled else "",
        "readings": [_reading(document, dispute, one, known) for one in dispute.readings.values()],
    }


def _reading(document: Document, dispute: Dispute, one: Reading, known: Mapping[str, Source]) -> dict[str, Any]:
    return {
        "name": capital(plain(one.name)) + (" (adopted)" if one.name == dispute.adopted else ""),
        "means": capital(one.means),
        "because": [capital(reason) for reason in one.because],
        "held_by": listed(one.held_by),
        "sources": _sources(one.sources, known),
        "figure": _figure(document, dispute.name, one.name),
    }


def _figure(document: Document, dispute: str, reading: str) -> str:
    """What the reading is worth, where it is the only thing that differs."""
    there = [e for e in document["results"] if e["readings"][dispute] == reading]
    if len(there) != 1:
        return ""
    one = subject(document)
    return f"{name_of(document, one)} leads at the end in {contests(there[0]['leader'][one]['chance'])}"


def _sources(keys: Iterable[str], known: Mapping[str, Source]) -> list[dict[str, str]]:
    """Titles and addresses; an address that is not of the web is left out."""
    found = []
    for key in keys:
        source = known.get(key)
        url = source.url if source and source.url.startswith(("https://", "http://")) else ""
        found.append({"title": source.title if source else key, "url": url})
    return found


def _default(belief: Belief) -> bool:
    return belief.origin.kind.startswith("default")


def _groups(beliefs: list[Belief], *, own: bool) -> list[dict[str, Any]]:
    """Assumptions by what they are about; the first of the scenario's own is shown open."""
    groups: list[dict[str, Any]] = []
    for key in dict.fromkeys(b.path.split(".", 1)[0] for b in beliefs):
        rows = _once([_assumption(b) for b in beliefs if b.path.split(".", 1)[0] == key])
        title = GROUPS.get(key, capital(plain(key)))
        said = title if own else f"{title}: defaults, where the scenario says nothing"
        groups.append({"title": f"{said} ({len(rows)})", "open": own and not groups, "table": made(_COLUMNS, rows)})
    return groups


_COLUMNS = ("Assumption", "Value", "Where it comes from", "Grade")


def _assumption(belief: Belief) -> tuple[str, str, str, str]:
    words = plain(belief.path.split(".", 1)[-1]).replace(".", ", ")
    said = capital(belief.origin.said or belief.origin.kind)
    return words, str(belief.quantity), said, belief.origin.grade


def _once(rows: list[tuple[str, str, str, str]]) -> list[tuple[str, str, str, str]]:
    """The rows with an origin that stands in the row above said as *as above*."""
    above = ["", *(row[2] for row in rows)]
    return [(a, b, "as above" if c == last else c, d) for (a, b, c, d), last in zip(rows, above, strict=False)]


def _made(document: Document, scenario: Scenario) -> list[tuple[str, str]]:
    """The small print: what was played, with what, and what it hangs on."""
    made_from = document["provenance"]
    date = day_words(dt.date.fromisoformat(made_from["date"]))
    rows = [
        ("Scenario", f"{document['scenario']} (fingerprint {made_from['digest']})"),
        ("Rule book", f"{scenario.book.title}, edition “{made_from['edition']}”, as on {date}"),
        ("Its fingerprint", made_from["book_digest"]),
        ("Readings held fixed", _fixed(document)),
        ("Runs", f"{document['runs']:,} under each of {len(document['results'])} readings, seed {document['seed']}"),
    ]
    if made_from["set"]:
        changed = ", ".join(f"{path} = {value}" for path, value in made_from["set"].items())
        rows.append(("Changed for this report", changed))
    versions = ", ".join(f"{name} {version}" for name, version in made_from["versions"].items())
    return [*rows, ("Versions", versions)]


def _fixed(document: Document) -> str:
    readings = document["results"][0]["readings"]
    said = [f"{plain(d)}: {plain(r)}" for d, r in readings.items() if d not in document["compared"]]
    return "; ".join(said) or "none"
