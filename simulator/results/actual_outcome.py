"""What happened, beside the contests that were played: how many of them have less than the true figure.

``fewer`` is a share: contests below the truth, and half of those level with it. A truth in the middle of what was believed
has a half; one that was a surprise is near nought or one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike

from simulator.engine.ledger import Step
from simulator.results.answer import Part
from simulator.results.chances import Share
from simulator.results.records import Records
from simulator.scenario.scenario import Afterwards, Scenario

JUDGMENTS = {"upheld": Step.COURT_UPHELD, "reversed": Step.COURT_REVERSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class VotePlace(Part):
    """Where a vote of the executive lies: the share of its meetings with fewer for it, and meetings a contest."""

    fewer: float
    meetings: float


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgmentPlace(Part):
    """Where the judgment lies: its share of all contests, and of those in which one was given."""

    chance: Share
    of_judgments: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePlace(Part):
    """Where the true leader's share of the final round lies among the ballots they were on."""

    fewer: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesPlace(Part):
    """Where the names in the end lie among the contests in which the candidate sought any."""

    sought: Share
    fewer: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Places(Part):
    """Where the truth lies among the contests played under one choice of readings."""

    executive: VotePlace | None = None
    asked_to_leave: VotePlace | None = None
    judgment: JudgmentPlace | None = None
    share: SharePlace | None = None
    names: Mapping[str, NamesPlace] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote(Part):
    """A vote of the executive as it was, and where it lies."""

    for_: int
    against: int
    fewer: float | None = None
    meetings: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgment(Part):
    """The judgment as it was given, and where it lies."""

    said: str
    chance: Share | None = None
    of_judgments: Share | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActualOutcome(Part):
    """What happened in the end.

    names   names in, by moment and candidate
    places  where the share and the names lie
    """

    names: Mapping[str, Mapping[str, int]]
    leader: str
    share: float | None
    source: str
    executive: Vote | None = None
    asked_to_leave: Vote | None = None
    judgment: Judgment | None = None
    places: Places


def fewer(tally: ArrayLike, true: int) -> float:
    """Of counts by whole numbers, the share below a figure, and half of the share level with it.

    >>> fewer([0, 10, 80, 10], 2)
    0.5
    """
    counts = np.asarray(tally)
    return float(counts[:true].sum() + counts[true : true + 1].sum() / 2) / float(counts.sum())


def places(scenario: Scenario, records: Records) -> Places | None:
    """Where the truth lies among the contests played under one choice of readings; None if the file says of none."""
    said = scenario.afterwards
    if said is None:
        return None
    votes = _votes(said, records)
    return Places(
        executive=votes.get("executive"),
        asked_to_leave=votes.get("asked_to_leave"),
        judgment=_judgment(said, records),
        share=_share(scenario, said, records),
        names=_names(scenario, said, records),
    )


def _votes(said: Afterwards, records: Records) -> dict[str, VotePlace]:
    """Votes of the executive: the share of meetings in which fewer were for it."""
    return {
        vote: VotePlace(fewer=fewer(records.votes[vote], true), meetings=int(records.votes[vote].sum()) / records.runs)
        for vote, (true, _) in said.votes.items()
        if vote in records.votes
    }


def _judgment(said: Afterwards, records: Records) -> JudgmentPlace | None:
    """The judgment as it was given: its share of all contests, and of those in which one was given."""
    counts = {name: sum(k for path, k in records.paths.items() if step in path) for name, step in JUDGMENTS.items()}
    given = sum(counts.values())
    if not said.judgment or not given:
        return None
    there = counts[said.judgment]
    return JudgmentPlace(chance=Share(count=there, of=records.runs), of_judgments=Share(count=there, of=given))


def _share(scenario: Scenario, said: Afterwards, records: Records) -> SharePlace | None:
    """The true leader's share of the final round, among the ballots they were on."""
    if said.share is None or not said.leader:
        return None
    share = records.columns["share"][scenario.ids.index(said.leader)]
    there = share[share > 0]
    if not len(there):
        return None
    return SharePlace(fewer=float((there < said.share).mean() + (there == said.share).mean() / 2))


def _names(scenario: Scenario, said: Afterwards, records: Records) -> dict[str, NamesPlace]:
    """Names in the end, among the contests in which the candidate sought any."""
    found = {}
    for one, true in said.names.get("close", {}).items():
        names = records.columns["names"][scenario.ids.index(one)]
        there = names[names >= 0]
        if len(there):
            sought = Share(count=len(there), of=records.runs)
            found[one] = NamesPlace(sought=sought, fewer=fewer(np.bincount(there), true))
    return found


def happened(said: Afterwards | None, every: Sequence[Places | None]) -> ActualOutcome | None:
    """What happened, each figure with its place under the first readings that have one."""
    if said is None:
        return None
    known = [one for one in every if one is not None]
    first = Places(
        executive=next((one.executive for one in known if one.executive), None),
        asked_to_leave=next((one.asked_to_leave for one in known if one.asked_to_leave), None),
        judgment=next((one.judgment for one in known if one.judgment), None),
        share=next((one.share for one in known if one.share), None),
        names=next((one.names for one in known if one.names), {}),
    )
    return ActualOutcome(
        names=said.names,
        leader=said.leader,
        share=said.share,
        source=said.source,
        executive=_vote(said.votes.get("executive"), first.executive),
        asked_to_leave=_vote(said.votes.get("asked_to_leave"), first.asked_to_leave),
        judgment=_said(said.judgment, first.judgment),
        places=replace(first, executive=None, asked_to_leave=None, judgment=None),
    )


def _vote(cast: tuple[int, int] | None, place: VotePlace | None) -> Vote | None:
    if cast is None:
        return None
    for_it, against = cast
    if place is None:
        return Vote(for_=for_it, against=against)
    return Vote(for_=for_it, against=against, fewer=place.fewer, meetings=place.meetings)


def _said(judgment: str, place: JudgmentPlace | None) -> Judgment | None:
    if not judgment:
        return None
    if place is None:
        return Judgment(said=judgment)
    return Judgment(said=judgment, chance=place.chance, of_judgments=place.of_judgments)
