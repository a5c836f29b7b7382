"""What happened, beside the contests that were played: how many of them have less than the true figure.

``fewer`` is a share: contests below the truth, and half of those level with it. A truth in the middle of what was believed
has a half; one that was a surprise is near nought or one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from simulator.engine.ledger import Step
from simulator.results.records import Records
from simulator.scenario.scenario import Afterwards, Scenario

JUDGMENTS = {"upheld": Step.COURT_UPHELD, "reversed": Step.COURT_REVERSED}


def fewer(tally: Any, true: int) -> float:
    """Of counts by whole numbers, the share below a figure, and half of the share level with it.

    >>> fewer([0, 10, 80, 10], 2)
    0.5
    """
    counts = np.asarray(tally)
    return float(counts[:true].sum() + counts[true : true + 1].sum() / 2) / float(counts.sum())


def happened(scenario: Scenario, records: Records) -> dict[str, Any]:
    """Where the truth lies among the contests played under one choice of readings; nothing if the file says of none."""
    said = scenario.afterwards
    if said is None:
        return {}
    found = {**_votes(said, records), **_judgment(said, records), **_share(scenario, said, records)}
    names = _names(scenario, said, records)
    return {"happened": {**found, **({"names": names} if names else {})}}


def _votes(said: Afterwards, records: Records) -> dict[str, Any]:
    """Votes of the executive: the share of meetings in which fewer were for it."""
    return {
        vote: {"fewer": fewer(records.votes[vote], true), "meetings": int(records.votes[vote].sum()) / records.runs}
        for vote, (true, _) in said.votes.items()
        if vote in records.votes
    }


def _judgment(said: Afterwards, records: Records) -> dict[str, Any]:
    """The judgment as it was given: its share of all contests, and of those in which one was given."""
    counts = {name: sum(k for path, k in records.paths.items() if step in path) for name, step in JUDGMENTS.items()}
    given = sum(counts.values())
    if not said.judgment or not given:
        return {}
    there = counts[said.judgment]
    return {"judgment": {"chance": there / records.runs, "of_judgments": there / given}}


def _share(scenario: Scenario, said: Afterwards, records: Records) -> dict[str, Any]:
    """The true leader's share of the final round, among the ballots they were on."""
    if said.share is None or not said.leader:
        return {}
    share = records.columns["share"][scenario.ids.index(said.leader)]
    there = share[share > 0]
    if not len(there):
        return {}
    return {"share": {"fewer": float((there < said.share).mean() + (there == said.share).mean() / 2)}}


def _names(scenario: Scenario, said: Afterwards, records: Records) -> Mapping[str, Any]:
    """Names in the end, among the contests in which the candidate sought any."""
    found = {}
    for one, true in said.names.get("close", {}).items():
        names = records.columns["names"][scenario.ids.index(one)]
        there = names[names >= 0]
        if len(there):
            found[one] = {"sought": len(there) / records.runs, "fewer": fewer(np.bincount(there), true)}
    return found


def afterwards(said: Afterwards | None, entries: list[dict[str, Any]]) -> dict[str, Any]:
    """What happened as one part of the document, each figure with its place under the first readings that have one."""
    if said is None:
        return {}
    places: dict[str, Any] = {}
    for entry in reversed(entries):
        places |= entry.get("happened", {})
    document: dict[str, Any] = {
        "names": {moment: dict(there) for moment, there in said.names.items()},
        "leader": said.leader,
        "share": said.share,
        "source": said.source,
    }
    for vote, (for_it, against) in said.votes.items():
        document[vote] = {"for": for_it, "against": against, **places.get(vote, {})}
    if said.judgment:
        document["judgment"] = {"said": said.judgment, **places.get("judgment", {})}
    document["places"] = {name: places[name] for name in ("share", "names") if name in places}
    return {"afterwards": document}
