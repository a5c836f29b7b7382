"""The page of the report: everything its templates print, from the whole document and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulator.show import evidence
from simulator.show.charts import CHARTS
from simulator.show.palette import DARK, LIGHT
from simulator.show.phrases import capital, contests, listed, plain
from simulator.show.sentences import (
    CAVEAT,
    Document,
    headline,
    name_of,
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
from simulator.show.whole import part_of
from simulator.words.dates import day_words

if TYPE_CHECKING:
    import pandas as pd

GROUPS = {
    "nominators": "Who nominates whom",
    "electorate": "Who votes, and for whom",
    "politics": "Who stands, who resigns, who settles disputes",
    "timetable": "When things happen",
}
ASKS = {
    "outcome": "Who leads at the end",
    "threshold": "What would have to be true",
    "nominations": "Why: nominations against the bar",
    "arrivals": "How nominations arrive",
    "hands": "What changes hands",
    "paths": "How contests end",
    "timeline": "What happens when",
    "tornado": "What matters most",
    "dots": "In terms one can count",
}
_COLUMNS = ("Assumption", "Value", "Where it comes from", "Grade")


def page(document: Document, tables: Mapping[str, pd.DataFrame], *, drawn: bool = True) -> dict[str, Any]:
    """What the templates print.

    drawn  True if charts stand in the page as drawings
    """
    runs, each = f"{document['runs']:,}", " under each reading" if len(document["results"]) > 1 else ""
    own = [row for row in document["assumptions"] if row["own"]]
    others = [row for row in document["assumptions"] if not row["own"]]
    return {
        "light": LIGHT,
        "dark": DARK,
        "title": document["question"] or document["scenario"],
        "kicker": document["scenario"] if document["question"] else "A leadership contest, simulated",
        "headline": headline(document),
        "caveat": CAVEAT,
        "played": f"The contest was simulated {runs} times{each}. A figure here is a share of those simulations.",
        "charts": [_chart(name, table, document, drawn=drawn) for name, table in tables.items()],
        "unresolved": unresolved(document).rstrip("."),
        "reasons": _reasons(document),
        "ties": ties(document),
        "disputes": [_dispute(document, one) for one in document["clauses"]],
        "assumed": f"{len(own)} figures are the scenario’s own, {len(others)} are defaults",
        "assumptions": [*_groups(own, own=True), *_groups(others, own=False)],
        "budget": evidence.budget_of(document),
        "afterwards": evidence.afterwards_of(document),
        "runs": runs,
        "each": f"{each}, with the same random draws" if each else "",
        "made": _made(document),
        "source_line": source_line(document),
    }


def _each(document: Document) -> str:
    count = len(document["results"])
    return f" under each of {count} readings" if count > 1 else ""


def _chart(name: str, table: pd.DataFrame, document: Document, *, drawn: bool) -> dict[str, Any]:
    from markupsafe import Markup

    chart, part = CHARTS[name], part_of(name, document)
    told = chart.told(table)
    drawings = {
        "wide": Markup(inline_svg(chart, table, part, WIDE)) if drawn else "",
        "narrow": Markup(inline_svg(chart, table, part, NARROW, "-narrow")) if drawn else "",
    }
    return {
        "name": name,
        "part": name if part is not document else {"hands": "pairs", "paths": "results"}.get(name, "runs"),
        "asks": ASKS[name],
        "question": chart.question,
        "finding": told.finding,
        "alt": told.alt,
        "subtitle": chart.scope(table),
        "source": chart.source(part) if part is not document else "",
        **drawings,
        "table": reader_table(name, table),
    }


def _reasons(document: Document) -> Table:
    """The clauses that gave no answer, down; the readings, across."""
    found = [{row["reason"]: row["chance"] for row in entry["unresolved"]} for entry in document["results"]]
    reasons = dict.fromkeys(reason for entry in found for reason in entry)
    rows = [(capital(unresolved_words(one)), *(fine(entry.get(one, 0.0)) for entry in found)) for one in reasons]
    return made(["The clause, and what it lacks", *reading_names(document)], rows)


def _dispute(document: Document, clause: Mapping[str, Any]) -> dict[str, Any]:
    readings = [
        {
            **one,
            "held_by": listed(one["held_by"]),
            "figure": _figure(document, clause["name"], one["reading"]),
        }
        for one in clause["readings"]
    ]
    return {**clause, "readings": readings}


def _figure(document: Document, dispute: str, reading: str) -> str:
    """What the reading is worth, where it is the only thing that differs."""
    there = [e for e in document["results"] if e["readings"][dispute] == reading]
    if len(there) != 1 or dispute not in document["compared"]:
        return ""
    one = subject(document)
    return f"{name_of(document, one)} leads at the end in {contests(there[0]['leader'][one]['chance'])}"


def _groups(rows: list[dict[str, Any]], *, own: bool) -> list[dict[str, Any]]:
    """Assumptions by what they are about; the first of the scenario's own is shown open."""
    groups: list[dict[str, Any]] = []
    for key in dict.fromkeys(row["path"].split(".", 1)[0] for row in rows):
        there = [row for row in rows if row["path"].split(".", 1)[0] == key]
        shown = _once([(row["what"], row["value"], row["from"], row["grade"]) for row in there])
        title = GROUPS.get(key, capital(plain(key)))
        said = title if own else f"{title}: defaults, where the scenario says nothing"
        groups.append({"title": f"{said} ({len(shown)})", "open": own and not groups, "table": made(_COLUMNS, shown)})
    return groups


def _once(rows: list[tuple[str, str, str, str]]) -> list[tuple[str, str, str, str]]:
    """The rows with an origin that stands in the row above said as *as above*."""
    above = ["", *(row[2] for row in rows)]
    return [(a, b, "as above" if c == last else c, d) for (a, b, c, d), last in zip(rows, above, strict=False)]


def _made(document: Document) -> list[tuple[str, str]]:
    """The small print: what was played, with what, and what it hangs on."""
    made_from = document["provenance"]
    date = day_words(dt.date.fromisoformat(made_from["date"]))
    rows = [
        ("Scenario", f"{document['scenario']} (fingerprint {made_from['digest']})"),
        ("Rule book", f"{document['rules']['title']}, edition “{made_from['edition']}”, as on {date}"),
        ("Its fingerprint", made_from["book_digest"]),
        ("Readings held fixed", _fixed(document)),
        ("Simulations", f"{document['runs']:,}{_each(document)}, seed {document['seed']}"),
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
