"""The scenario as people write it: sparse, with sources or assumptions beside the figures."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from simulator.rulebooks.written import PatchEntry, SourceEntry
from simulator.words.shapes import Amount, Chance, Date, Day, Days, Points, Ratio, Shape, Text, Words


class Said(Shape):
    """Anything that says where its figures come from: ``source:`` or ``assumption:``."""

    source: Text = Field("", description="key of a source, or where the figure was read")
    assumption: Text = Field("", description="why the author believes it, if no source gives it")


class RulesEntry(Shape):
    """Which law, on which date, and by which door the contest opens."""

    book: Text = Field(description="name of a rule book, such as labour")
    date: Day = Field(description="what is known and in force on this day")
    contest: Text = Field("challenge", description="the kind of contest the situation may open")
    edition: Text | None = Field(None, description="needed only if the date lies inside the doubt about an edition")
    in_government: bool = Field(False, description="the leader is Prime Minister")
    what_ifs: Words = Field((), description="drafts or rejected amendments of the book, by name, to be played as law")


class BodyEntry(Said):
    """Heads of a body; the readings say who of them is counted."""

    size: int = Field(ge=0, le=100_000_000, description="everyone elected")
    suspended: int = Field(0, ge=0)
    absent: int = Field(0, ge=0)
    rolls: dict[str, int] = Field({}, description="heads on a dated roll, such as {2016-06-28: 229}")


class CandidateEntry(Said):
    """Someone who leads, may stand, or may be put forward."""

    name: Text = ""
    incumbent: bool = False
    stand_in: bool = Field(False, description="put forward by the incumbent's supporters if the incumbent cannot stand")


class MotionEntry(Said):
    """A motion that was moved and voted on."""

    date: Day
    by: Text
    for_: int = Field(alias="for", ge=0)
    against: int = Field(ge=0)
    spoilt: int = Field(0, ge=0)
    absent: int = Field(0, ge=0)
    title: Text = "no confidence in the leader"


class BlocEntry(Said):
    """Nominators who behave alike. ``nominate``: the chance that one of them names this candidate, or ``challenger``."""

    body: Text
    size: int = Field(ge=0, le=30_000)
    nominate: dict[str, Chance] = Field({})


class NominatorsEntry(Said):
    """Who nominates whom."""

    blocs: dict[str, BlocEntry] = Field({})
    mood: Points | None = Field(None, description="share of the uncertainty that all nominators have in common")
    appeal: dict[str, Chance] = Field(
        {}, description="share of the names a challenger gets against an average challenger"
    )
    second_bar: dict[str, Chance] = Field(
        {},
        description="chance that constituency parties or affiliates carry a candidate over a second bar, if there is one",
    )
    quiet: Chance | None = Field(
        None, description="share of challengers' nominators whom constituency parties make go quiet"
    )
    arrived: Chance | None = Field(None, description="share of the names in by the evening on which challengers agree")
    follow: Chance | None = Field(None, description="chance that a name set free moves to the remaining challenger")


class SectionEntry(Said):
    """A part of the electorate. Either register, turnout and support, or the votes themselves."""

    register_: Amount | None = Field(None, alias="register", description="ballot papers issued")
    turnout: Chance | None = None
    support: dict[str, Chance] = Field({}, description="share in a straight fight with an average challenger")
    votes: dict[str, int] = Field({}, description="votes as counted, if they are known")


class PollEntry(Said):
    """A poll of those who may vote, don't-knows left out; its error comes from how wrong such polls have been."""

    pollster: Text
    date: Day = Field(description="the last day of fieldwork")
    section: Text = Field("all", description="the section it asked, or all")
    sample: int | None = Field(None, ge=1)
    shares: dict[str, Chance] = Field(description="candidate: share, such as {corbyn: 57%, smith: 43%}")
    undecided: Chance | None = Field(None, description="share who did not say")


class ElectorateEntry(Said):
    """Who votes, and for whom."""

    closes: Day | None = Field(None, description="the day on which the ballot is expected to close; polls need it")

    sections: dict[str, SectionEntry] = Field({})
    swing: Points | None = Field(None, description="share of the uncertainty that all sections have in common")
    support: dict[str, Chance] = Field({}, description="support in every section that does not say otherwise")


class ResignationEntry(Said):
    """Whether the incumbent gives up: a chance a week, and what follows."""

    chance_a_week: Chance | None = None
    after_walk_out: Chance | None = Field(None, description="chance a week once the front bench has walked out")
    walk_out: Date | None = None
    restands: Chance | None = Field(None, description="chance of standing again in the vacancy")
    to_restand: Chance | None = Field(
        None, description="chance, if short of the bar, of resigning to use the vacancy's bar"
    )


class ChallengerEntry(Said):
    """Whether and when someone challenges."""

    stands: Chance
    in_a_vacancy: Chance | None = Field(None, description="chance of standing if the office is vacant")
    declares: Date | None = None


class UnityEntry(Said):
    """Whether challengers agree on one of them."""

    before: Chance | None = Field(None, description="chance that they agree before nominations open")
    during: Chance | None = Field(None, description="chance that the one behind stands aside on the second day")
    formally: Chance | None = Field(None, description="chance that the one who stands aside withdraws in writing")


class StandInEntry(Said):
    """Whether the incumbent's supporters put another forward when the incumbent is short of the bar."""

    chance: Chance | None = None
    keeps: Ratio | None = Field(None, description="the stand-in's names for each of the incumbent's")


class ExecutiveEntry(Said):
    """How the executive votes on a disputed clause."""

    voting: int | None = Field(None, ge=1, le=1000, description="members who vote, the leader included")
    reads: Chance | None = Field(None, description="chance that a member reads the clause the incumbent's way")
    varies: Chance | None = Field(
        None, description="chance that a member of the other view would use the power to vary"
    )


class PoliticsEntry(Said):
    """What people do, as distinct from what the rules say."""

    resignation: ResignationEntry = ResignationEntry()
    challengers: dict[str, ChallengerEntry] = Field({})
    unity: UnityEntry = UnityEntry()
    stand_in: StandInEntry = StandInEntry()
    second_chance: Chance | None = Field(
        None, description="share of those who named nobody who would, in a second window"
    )
    executive: ExecutiveEntry = ExecutiveEntry()
    conference: Chance | None = Field(
        None, description="chance that conference asks for an election, if it must be asked"
    )
    until: Date | None = Field(None, description="the last day of the question: no challenge by then is an ending")


class TimetableEntry(Said):
    """When stages open: days after the stage before, or dates."""

    executive: Days | None = Field(None, description="the executive meets: days after the challenge")
    nominations: Days | None = Field(None, description="nominations open: days after the executive met")
    open: Days | None = Field(None, description="nominations close: days after they opened")
    vacancy: Days | None = Field(None, description="nominations open in a vacancy: days after it arose")
    ballot: Days | None = Field(None, description="ballot papers go out: days after nominations closed")
    voting: Days | None = Field(None, description="the ballot closes: days after it opened")
    declared: Days | None = Field(None, description="the result is declared: days after the ballot closed")
    further: Days | None = Field(None, description="a further ballot is held: days after the one before")
    second_bar: Days | None = Field(None, description="the second bar is closed: days after it opened")


class DecisionEntry(Said):
    """What a body decided, or will decide: reads a clause, or resolves to vary the rules for this contest."""

    body: Text
    date: Day
    kind: Literal["reads", "resolves"]
    dispute: Text = ""
    reading: Text = ""
    change: dict[str, Any] = Field({})


class WhatIfEntry(PatchEntry):
    """A named change to the law, to see what would follow."""

    why: Text = ""


class ScenarioEntry(Shape):
    """A situation on a date, and what is asked of it."""

    scenario: Text = Field(description="title: who, when")
    question: Text = ""
    rules: RulesEntry
    readings: dict[str, Any] = Field(
        {}, description="dispute: a reading, compare, {reading: chance, …}, or {decided_by: executive}"
    )
    compare: Words = Field((), description="disputes to compare besides those whose reading says compare")
    bodies: dict[str, BodyEntry] = Field({})
    candidates: dict[str, CandidateEntry]
    motions: tuple[MotionEntry, ...] = Field((), strict=False)
    nominators: NominatorsEntry = NominatorsEntry()
    electorate: ElectorateEntry = ElectorateEntry()
    polls: tuple[PollEntry, ...] = Field((), strict=False)
    politics: PoliticsEntry = PoliticsEntry()
    timetable: TimetableEntry = TimetableEntry()
    decisions: tuple[DecisionEntry, ...] = Field((), strict=False)
    what_if: dict[str, WhatIfEntry] = Field({})
    sources: dict[str, SourceEntry] = Field({})
    notes: Words = ()
    runs: int = Field(10_000, ge=1, le=100_000_000)
    seed: int | None = Field(None, ge=0, lt=2**63)
