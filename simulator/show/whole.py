"""The whole document of a report: what was counted, told, varied and assumed; every figure on its page stands in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulator.questions.compare import touching
from simulator.results.results import Results
from simulator.scenario.scenario import Belief, Scenario
from simulator.show.clauses import called, clause_of
from simulator.show.phrases import capital, figure_words
from simulator.show.sentences import Document, if_read, short_names
from simulator.show.sources import listed_sources

if TYPE_CHECKING:
    import pandas as pd

ORDER = (
    "outcome", "threshold", "nominations", "arrivals", "hands", "paths", "timeline", "tornado", "dots",
)  # fmt: skip
"""The charts of a report, in the order in which a reader asks."""

BEARING = 2
"""Disputes that are shown in their words where a scenario lays none side by side."""

MOST = 10_000
"""Contests at each value of the bar and at each end of a belief: as many as were played, and no more than these."""

_PARTS = {"threshold": "threshold", "tornado": "tornado"}


def whole(results: Results) -> dict[str, Any]:
    """The compared document with its stories, the evidence budget, the bar varied, what matters most, and what is assumed."""
    from simulator.questions.budget import budget

    scenario = results.scenario
    names = short_names(results.document)
    document = {
        **with_stories(results),
        "evidence_budget": budget(scenario, seed=results.seed),
        **_varied(results),
        "assumptions": [_assumption(one, names) for one in scenario.beliefs.values() if one.bears],
        "assumed": _counted(scenario),
        "clauses": [_clause(scenario, dispute) for dispute in scenario.compared or touching(scenario)[:BEARING]],
    }
    return {**document, "tables": {name: _records(table) for name, table in tables_of(document).items()}}


def _varied(results: Results) -> dict[str, Any]:
    """The threshold curve where the bar is known as one number, and the tornado."""
    from simulator.questions.axes import ROUGH, at_bars, bar_axis, bar_path
    from simulator.questions.sensitivity import tornado
    from simulator.questions.sweep import sweep

    scenario, seed = results.scenario, results.seed
    found: dict[str, Any] = {"tornado": tornado(scenario, runs=min(results.count, MOST), seed=seed)}
    if bar_path(scenario):
        load, axes = at_bars(scenario), [bar_axis(scenario, ROUGH)]
        found["threshold"] = sweep(load, axes, runs=min(results.count, MOST), seed=seed)
    return found


def with_stories(results: Results) -> dict[str, Any]:
    """The compared document with ``stories``: one contest, told under the readings between which most changes hands."""
    document = results.comparison
    numbers = told_under(document)
    last = document["results"][numbers[-1]]
    endings = sorted(last["typical"], key=lambda e: -last["endings"][e]["chance"])
    told = [_told(results, document, numbers, last["typical"][ending]) for ending in endings]
    parted = [stories for stories in told if len({one["leader"] for one in stories}) > 1]
    return {**document, "stories": (parted or told)[0]}


def _told(results: Results, document: Document, numbers: list[int], run: int) -> list[dict[str, Any]]:
    """One run's story under each of some readings, with the condition each makes."""
    from simulator.questions.story import story

    records = [results.records[number] for number in numbers]
    stories = [story(results.scenario, one.readings, results.seed, run).to_json() for one in records]
    return [{**one, "words": if_read(document, number)} for one, number in zip(stories, numbers, strict=True)]


def told_under(document: Document) -> list[int]:
    """The numbers of the readings to tell a contest under: the first, and the one with which most changes hands."""
    changes = [pair["leader_changes"] for pair in document["pairs"]]
    return [0, 1 + changes.index(max(changes))] if changes else [0]


def part_of(name: str, document: Document) -> Document:
    """The part of the document that a chart is drawn from."""
    part: Document = document[_PARTS[name]] if name in _PARTS else document
    return part


def tables_of(document: Document) -> dict[str, pd.DataFrame]:
    """The table behind every chart, by the chart's name; those for which nothing was kept or played are left out."""
    from simulator.show.charts import CHARTS

    lacking = {name for name, part in _PARTS.items() if part not in document}
    if not any(entry.get("tallies") for entry in document["results"]):
        lacking.add("arrivals")
    if not document.get("pairs"):
        lacking.add("hands")
    return {name: CHARTS[name].table(part_of(name, document)) for name in ORDER if name not in lacking}


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A table as rows for JSON: what is missing is null."""
    rows: list[dict[str, Any]] = json.loads(table.to_json(orient="records", double_precision=12))
    return rows


def _assumption(belief: Belief, names: Mapping[str, str]) -> dict[str, Any]:
    own = not belief.origin.kind.startswith("default")
    return {
        "path": belief.path,
        "what": capital(figure_words(belief.path, names)),
        "value": str(belief.quantity),
        "from": capital(belief.origin.said or belief.origin.kind),
        "grade": belief.origin.grade,
        "own": own,
    }


def _counted(scenario: Scenario) -> dict[str, Any]:
    """How many figures are the scenario's own and how many defaults, in all and by what they are about."""
    found: dict[str, Any] = {"own": {}, "default": {}}
    for path, belief in scenario.beliefs.items():
        if not belief.bears:
            continue
        group = found["default" if belief.origin.kind.startswith("default") else "own"]
        head = path.split(".", 1)[0]
        group[head] = group.get(head, 0) + 1
    return {**found, "all": {kind: sum(group.values()) for kind, group in found.items()}}


def _clause(scenario: Scenario, name: str) -> dict[str, Any]:
    """A dispute in its words, with its readings, who held them and where that is said."""
    dispute = scenario.book.disputes[name]
    opened = f"Open to both readings since {dispute.opens}" if dispute.opens else ""
    return {
        **clause_of(scenario, dispute),
        "open": f"{opened} until {dispute.closes}." if opened and dispute.closes else f"{opened}." if opened else "",
        "settled": f"How it was settled: {dispute.settled}." if dispute.settled else "",
        "readings": [
            {
                "reading": one.name,
                "name": called(dispute, one),
                "means": capital(one.means),
                "because": [capital(reason) for reason in one.because],
                "held_by": list(one.held_by),
                "sources": listed_sources(scenario, one.sources),
            }
            for one in dispute.readings.values()
        ],
    }
