"""The page of the report: everything its templates print, from the whole document and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulator.show import evidence
from simulator.show.charts import CHARTS
from simulator.show.outcome_paths import OPENS
from simulator.show.palette import DARK, LIGHT
from simulator.show.phrases import capital, contests, listed, plain
from simulator.show.sentences import (
    CAVEAT,
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
from simulator.words.dates import day_words

if TYPE_CHECKING:
    import pandas as pd

    from simulator.questions.clauses import DisputedClause
    from simulator.questions.report_document import Assumption, ReportAnswer
    from simulator.results.results import RunAnswer

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
ORDER = (
    "outcome", "threshold", "nominations", "arrivals", "hands", "paths", "timeline", "tornado", "dots",
)  # fmt: skip
"""The charts of a report, in the order in which a reader asks."""

_COLUMNS = ("Assumption", "Value", "Where it comes from", "Grade")


def part_of(name: str, answer: ReportAnswer) -> object:
    """The part of the answer that a chart is drawn from; None if it was not asked."""
    if name in ("threshold", "tornado"):
        return getattr(answer, name)
    return None if lacking(name, answer) else answer


def lacking(name: str, answer: RunAnswer) -> str:
    """Why a chart of an answer would be empty: what it draws was not simulated, compared or kept; nothing if it is not."""
    entries = answer.results
    if name in ("nominations", "dots") and not any(row.sought.count for e in entries for row in e.nominations.values()):
        return "no nominations are simulated in it"
    if name == "paths" and not any(step in OPENS for e in entries for path in e.paths for step in path.steps):
        return "the contest is under way, and neither its opening nor its nominations are simulated in it"
    if name == "arrivals" and not any(entry.tallies for entry in entries):
        return "it has no tallies of nominations: none are made in it, or it does not say when they arrive"
    return "no readings are compared in it" if name == "hands" and not answer.pairs else ""


def tables_of(answer: ReportAnswer) -> dict[str, pd.DataFrame]:
    """The table behind every chart, by the chart's name; those for which nothing was kept or played are left out."""
    parts = {name: part_of(name, answer) for name in ORDER}
    return {name: CHARTS[name].table(part) for name, part in parts.items() if part is not None}


def page(answer: ReportAnswer, tables: Mapping[str, pd.DataFrame], *, drawn: bool = True) -> dict[str, object]:
    """What the templates print.

    drawn  True if charts stand in the page as drawings
    """
    runs, each = f"{answer.runs:,}", " under each reading" if len(answer.results) > 1 else ""
    own = [row for row in answer.assumptions if row.own]
    others = [row for row in answer.assumptions if not row.own]
    return {
        "light": LIGHT,
        "dark": DARK,
        "title": answer.question or answer.scenario,
        "kicker": answer.scenario if answer.question else "A leadership contest, simulated",
        "headline": headline(answer),
        "caveat": CAVEAT,
        "played": f"The contest was simulated {runs} times{each}. A figure here is a share of those simulations.",
        "charts": [_chart(name, table, answer, drawn=drawn) for name, table in tables.items()],
        "unresolved": unresolved(answer).rstrip("."),
        "reasons": _reasons(answer),
        "ties": ties(answer),
        "disputes": [_dispute(answer, one) for one in answer.clauses],
        "assumed": f"{len(own)} figures are the scenario’s own, {len(others)} are defaults",
        "assumptions": [*_groups(own, own=True), *_groups(others, own=False)],
        "budget": evidence.budget_of(answer.evidence_budget),
        "afterwards": evidence.afterwards_of(answer),
        "runs": runs,
        "each": f"{each}, with the same random draws" if each else "",
        "made": _made(answer),
        "source_line": source_line(answer),
    }


def _each(answer: ReportAnswer) -> str:
    count = len(answer.results)
    return f" under each of {count} readings" if count > 1 else ""


def _chart(name: str, table: pd.DataFrame, answer: ReportAnswer, *, drawn: bool) -> dict[str, Any]:
    from markupsafe import Markup

    chart, part = CHARTS[name], part_of(name, answer)
    told = chart.told(table)
    drawings = {
        "wide": Markup(inline_svg(chart, table, part, WIDE)) if drawn else "",
        "narrow": Markup(inline_svg(chart, table, part, NARROW, "-narrow")) if drawn else "",
    }
    return {
        "name": name,
        "part": name if part is not answer else {"hands": "pairs", "paths": "results"}.get(name, "runs"),
        "asks": ASKS[name],
        "question": chart.question,
        "finding": told.finding,
        "alt": told.alt,
        "subtitle": chart.scope(table),
        "source": chart.source(part) if part is not answer else "",
        **drawings,
        "table": reader_table(name, table),
    }


def _reasons(answer: ReportAnswer) -> Table:
    """The clauses that gave no answer, down; the readings, across."""
    found = [{row.reason: row.share for row in entry.unresolved} for entry in answer.results]
    reasons = dict.fromkeys(reason for entry in found for reason in entry)
    rows = [(capital(unresolved_words(one)), *(fine(entry.get(one, 0.0)) for entry in found)) for one in reasons]
    return made(["The clause, and what it lacks", *reading_names(answer)], rows)


def _dispute(answer: ReportAnswer, clause: DisputedClause) -> dict[str, object]:
    readings = [
        {
            **one.to_json(),
            "held_by": listed(one.held_by),
            "figure": _figure(answer, clause.name, one.reading),
        }
        for one in clause.readings
    ]
    return {**clause.to_json(), "readings": readings}


def _figure(answer: ReportAnswer, dispute: str, reading: str) -> str:
    """What the reading is worth, where it is the only thing that differs."""
    there = [e for e in answer.results if e.readings[dispute] == reading]
    if len(there) != 1 or dispute not in answer.compared:
        return ""
    one = subject(answer)
    return f"{name_of(answer, one)} leads at the end in {contests(there[0].leader[one].share)}"


def _groups(rows: list[Assumption], *, own: bool) -> list[dict[str, object]]:
    """Assumptions by what they are about; the first of the scenario's own is shown open."""
    groups: list[dict[str, object]] = []
    for key in dict.fromkeys(row.path.split(".", 1)[0] for row in rows):
        there = [row for row in rows if row.path.split(".", 1)[0] == key]
        shown = _once([(row.what, row.value, row.from_, row.grade) for row in there])
        title = GROUPS.get(key, capital(plain(key)))
        said = title if own else f"{title}: defaults, where the scenario says nothing"
        groups.append({"title": f"{said} ({len(shown)})", "open": own and not groups, "table": made(_COLUMNS, shown)})
    return groups


def _once(rows: list[tuple[str, str, str, str]]) -> list[tuple[str, str, str, str]]:
    """The rows with an origin that stands in the row above said as *as above*."""
    above = ["", *(row[2] for row in rows)]
    return [(a, b, "as above" if c == last else c, d) for (a, b, c, d), last in zip(rows, above, strict=False)]


def _made(answer: ReportAnswer) -> list[tuple[str, str]]:
    """The small print: what was played, with what, and what it hangs on."""
    made_from = answer.provenance
    date = day_words(dt.date.fromisoformat(made_from.date))
    rows = [
        ("Scenario", f"{answer.scenario} (fingerprint {made_from.digest})"),
        ("Rule book", f"{answer.rules.title}, edition “{made_from.edition}”, as on {date}"),
        ("Its fingerprint", made_from.book_digest),
        ("Readings held fixed", _fixed(answer)),
        ("Simulations", f"{answer.runs:,}{_each(answer)}, seed {answer.seed}"),
    ]
    if made_from.set:
        changed = ", ".join(f"{path} = {value}" for path, value in made_from.set.items())
        rows.append(("Changed for this report", changed))
    versions = ", ".join(f"{name} {version}" for name, version in made_from.versions.items())
    return [*rows, ("Versions", versions)]


def _fixed(answer: ReportAnswer) -> str:
    """The readings that every simulation has in common, of disputes that are open in the edition and hang on no other reading."""
    idle = set[str].intersection(*({*entry.moot} for entry in answer.results))
    fixed = {d: r for d, r in answer.results[0].readings.items() if d not in answer.compared and d not in idle}
    return "; ".join(f"{answer.titles[d]} {capital(plain(r))}" for d, r in fixed.items()) or "none"
