"""The scenario as people write it: sparse, with sources or assumptions beside the figures."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulator.rulebooks.written import PatchEntry, SourceEntry
from simulator.scenario.written_beliefs import ElectorateEntry, NominatorsEntry, PoliticsEntry, Said, TimetableEntry
from simulator.words.shapes import Chance, Day, Shape, Text, Words


class RulesEntry(Shape):
    """Which law, on which date, and by which door the contest opens."""

    book: Text = Field(description="name of a rule book, such as labour")
    date: Day = Field(description="what is known and in force on this day")
    contest: Text = Field(
        "", description="the contest of the book that the situation may open; else a challenge, or whatever is believed"
    )
    edition: Text | None = Field(None, description="needed only if the date lies inside the doubt about an edition")
    in_government: bool = Field(False, description="the leader is Prime Minister")
    office_empty: bool = Field(False, description="who held the office has gone, whether or not somebody acts")
    at: Text = Field("", description="the stage at which the contest stands on the date, if it is under way")
    standing: Words = Field((), description="who still stands there")
    ballots_held: int = Field(0, ge=0, le=40, description="ballots held in that stage so far")
    nominations: dict[str, int] = Field({}, description="candidate: nominations in so far, if nominations are open")
    what_ifs: Words = Field((), description="drafts or rejected amendments of the book, by name, to be played as law")


class BodyEntry(Said):
    """Heads of a body; the readings say who of them is counted."""

    size: int = Field(ge=0, le=100_000_000, description="everyone elected")
    suspended: int = Field(0, ge=0, description="how many of them are suspended")
    absent: int = Field(0, ge=0, description="how many of them are away and cannot vote")
    rolls: dict[str, int] = Field({}, description="heads on a dated roll, such as {2016-06-28: 229}")
    changes: dict[Day, int] = Field(
        {}, description="heads from a date on, such as {2019-09-03: 298}, where members leave, join or lose the whip"
    )


class CandidateEntry(Said):
    """Someone who leads, may stand, or may be put forward."""

    name: Text = Field("", description="the name in sentences")
    incumbent: bool = Field(False, description="whether they hold the office on the date")
    stand_in: bool = Field(False, description="put forward by the incumbent's supporters if the incumbent cannot stand")


class MotionEntry(Said):
    """A motion that was moved and voted on."""

    date: Day = Field(description="the day of the vote")
    by: Text = Field(description="the body that voted")
    for_: int = Field(alias="for", ge=0, description="votes for it")
    against: int = Field(ge=0, description="votes against it")
    spoilt: int = Field(0, ge=0, description="spoilt papers")
    absent: int = Field(0, ge=0, description="how many did not vote")
    title: Text = Field("no confidence in the leader", description="what was moved")


class PollEntry(Said):
    """A poll of those who may vote, don't-knows left out; its error comes from how wrong such polls have been."""

    pollster: Text = Field(description="who polled")
    date: Day = Field(description="the last day of fieldwork")
    section: Text = Field("all", description="the section it asked, or all")
    sample: int | None = Field(None, ge=1, description="how many were asked")
    shares: dict[str, Chance] = Field(description="candidate: share, such as {corbyn: 57%, smith: 43%}")
    undecided: Chance | None = Field(None, description="share who did not say")


class DecisionEntry(Said):
    """What a body decided, or will decide: reads a clause, or resolves to vary the rules for this contest."""

    body: Text = Field(description="the body that decides")
    date: Day = Field(description="when")
    kind: Literal["reads", "resolves"] = Field(description="whether it reads a clause, or resolves to vary the rules")
    dispute: Text = Field("", description="the dispute it reads")
    reading: Text = Field("", description="how it reads it")
    change: dict[str, object] = Field({}, description="the provisions it varies")


class WhatIfEntry(PatchEntry):
    """A named change to the law, to see what would follow."""

    why: Text = Field("", description="why it is supposed")


class VoteEntry(Shape):
    """A vote of the executive, as it was taken."""

    for_: int = Field(alias="for", ge=0, description="votes for it")
    against: int = Field(ge=0, description="votes against it")


class AfterwardsEntry(Said):
    """What happened in the end, shown beside what was believed and never used."""

    names: dict[str, dict[str, int]] = Field(
        {}, description="moment (first day, eve, last hour, close): {candidate: names in}"
    )
    leader: Text = Field("", description="who led in the end")
    share: Chance | None = Field(None, description="the leader's share of the final round")
    executive: VoteEntry | None = Field(None, description="members for the incumbent's reading, and against")
    asked_to_leave: VoteEntry | None = Field(
        None, description="members who would have the leader leave the room, or not"
    )
    judgment: Literal["upheld", "reversed"] | None = Field(None, description="what a court made of the reading")


class ScenarioEntry(Shape):
    """A situation on a date, and what is asked of it."""

    scenario: Text = Field(description="title: who, when")
    question: Text = Field("", description="what is asked, as a question")
    about: Text = Field("", description="the candidate the question is about, who comes first in its answer")
    rules: RulesEntry = Field(description="the rule book, the date, and the contest that may open or is under way")
    readings: dict[str, object] = Field(
        {}, description="dispute: a reading, compare, {reading: chance, …}, or {decided_by: executive}"
    )
    compare: Words = Field((), description="disputes to compare besides those whose reading says compare")
    bodies: dict[str, BodyEntry] = Field({}, description="how many there are of each body")
    candidates: dict[str, CandidateEntry] = Field(
        description="who leads, may stand, or may be put forward, by a short name"
    )
    motions: tuple[MotionEntry, ...] = Field((), strict=False, description="motions that were voted on before the date")
    nominators: NominatorsEntry = Field(NominatorsEntry(), description="who nominates whom, and when")
    electorate: ElectorateEntry = Field(ElectorateEntry(), description="who votes, and for whom")
    polls: tuple[PollEntry, ...] = Field((), strict=False, description="polls of those who may vote")
    politics: PoliticsEntry = Field(PoliticsEntry(), description="what people do, as distinct from what the rules say")
    timetable: TimetableEntry = Field(TimetableEntry(), description="when stages open and close")
    decisions: tuple[DecisionEntry, ...] = Field(
        (), strict=False, description="what a body decided, or will decide, about a clause"
    )
    what_if: dict[str, WhatIfEntry] = Field(
        {}, description="changes of the rules of your own, to see what would follow"
    )
    sources: dict[str, SourceEntry] = Field({}, description="documents by the keys that source: uses")
    afterwards: AfterwardsEntry | None = Field(None, description="what happened, to be shown beside the answer")
    explore: Words = Field((), description="beliefs or shares of law that get a slider of their own in the explorer")
    notes: Words = Field((), description="remarks that are printed and never used")
    runs: int = Field(10_000, ge=1, le=100_000_000, description="how many contests are simulated")
    seed: int | None = Field(None, ge=0, lt=2**63, description="the random seed: the same seed gives the same contests")
