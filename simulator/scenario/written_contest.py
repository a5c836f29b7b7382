"""A recorded contest as it is written: what people did, and apart from it what was published.

A figure keeps the digits it was printed with: quote it or not, 27.890 is known to the third decimal.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from simulator.rulebooks.written import Confidence, SourceEntry
from simulator.words.shapes import Day, Number, Shape, Text, When, Words

Numbers = dict[str, Number]
BySection = dict[str, dict[str, Number]]


class Cited(Shape):
    """Figures with the keys of their sources and how far they are trusted."""

    source: Words = Field((), description="keys of sources")
    confidence: Confidence | None = Field(None, description="how far it is trusted")
    note: Text = Field("", description="what a reader should know of it")


class LawEntry(Shape):
    """Which law: the book, the day on which the contest opened, and the edition if the day leaves a doubt, and why."""

    book: Text = Field(description="the rule book, by name or by a path beside the file")
    opened: When = Field(description="the day on which the contest opened")
    contest: Text = Field(description="the contest of the book")
    edition: Text = Field("", description="the edition, where the day leaves a doubt")
    because: Text = Field("", description="why this edition, if it is named")
    readings: dict[str, Text] = Field({}, description="readings other than the adopted ones")


class HeadsEntry(Cited):
    """Heads of a body that nominates or is counted in a base."""

    size: int = Field(ge=0, description="everyone elected")
    suspended: int = Field(0, ge=0, description="how many of them were suspended")
    votes_in: Text = Field("", description="the section of the electorate in which they vote, if it has another name")


Heads = Annotated[int, Field(ge=0)]


class NamesEntry(Cited):
    """What one candidate had when nominations closed: heads by body; or that no number was published."""

    by: dict[str, Heads] = Field({}, description="nominators of each body")
    supporting: dict[str, Heads] = Field({}, description="nominations that only support, or count at a second bar")


class NominationsEntry(Cited):
    """Nominations as they stood at the close."""

    names: dict[str, NamesEntry] = Field({}, description="candidate: nominations at the close")
    nobody: int | None = Field(None, ge=0, description="nominators who are known to have named nobody")


class WithdrawalEntry(Cited):
    """Someone who stood aside: before the close of nominations, or after a round."""

    who: Text = Field(description="who stood aside")
    when: Text = Field("", description="when, in words")
    after_round: int | None = Field(
        None, ge=0, description="the round after which they left the field; 0: on the ballot, before the first round"
    )
    names: int | None = Field(None, ge=0, description="nominators they had when they stood aside")


class EnteringEntry(Cited):
    """Someone who came in between two ballots, where nominations are opened again."""

    who: Text = Field(description="who came in")
    after_round: int = Field(ge=1, description="the round after which they came in")


class SecondBarEntry(Cited):
    """Who was carried over a second bar, as reported; counts are seldom published."""

    carried: dict[str, Text] = Field(description="candidate: by whom, when")


class NeedsEntry(Cited):
    """What was needed in a round, as published."""

    majority: Number | None = Field(None, description="votes that are more than half")
    lead: Number | None = Field(None, description="votes by which the first had to lead the second")
    floor: Number | None = Field(None, description="votes below which a candidate was out")


class DeclaredEntry(Cited):
    """What was published of a round."""

    totals: Numbers = Field({}, description="votes of each candidate")
    cast: dict[str, Number] = Field({}, description="valid votes of each section, or `all`")
    college: BySection = Field({}, description="shares of the college, section by section")
    shares: BySection = Field({}, description="shares inside a section, in per cent")
    percents: Numbers = Field({}, description="percentages of the college or of all votes")
    rounded: Numbers = Field({}, description="the percentages as other sources round them")
    out: Words = Field((), description="who dropped out after this round")
    needs: NeedsEntry | None = Field(None, description="what was needed, as published")
    spoilt: Number | None = Field(None, description="papers that were rejected")
    blank: Number | None = Field(None, description="papers that named nobody")
    over_votes: Number | None = Field(None, description="papers that named too many")
    exhausted: Number | None = Field(
        None, description="papers on which nobody is left; beside percents: their share of all papers"
    )
    abstained: Number | None = Field(None, description="who came and did not vote")
    not_voting: Number | None = Field(None, description="who could vote and did not")
    returned: Number | None = Field(None, description="papers that came back, valid or not")


class RoundEntry(Cited):
    """One ballot, or one round of a count: what went into it, and what was declared of it."""

    date: Day | None = Field(None, description="the day of the vote")
    stage: Text = Field("", description="the ballot of the rule book, where it is not plain which it is")
    count: Annotated[int, Field(ge=1)] | Literal["last"] | None = Field(
        None, description="the number of the count, where some between were not published; or `last`"
    )
    votes: BySection = Field(
        {}, description="votes of each section, or `all` where sections were not published; for and against a motion"
    )
    points: Numbers = Field({}, description="points of each candidate, where each unit has so many")
    college: BySection = Field({}, description="shares of the college, where votes of a section are not known")
    shares: BySection = Field({}, description="shares inside a section, in per cent, where votes are not known")
    percents: Numbers = Field({}, description="percentages of all votes, where nothing else is known")
    declared: DeclaredEntry | None = Field(None, description="what was published of it")


class BarEntry(Cited):
    """The bar as published: nominations, or signatures where a petition opens the contest."""

    needs: int | None = Field(None, ge=1, description="the nominations, or signatures, that were needed")
    second: int | None = Field(None, ge=1, description="the second bar, in constituency parties")


class TurnoutEntry(Cited):
    """Published turnout."""

    eligible: int | None = Field(None, ge=1, description="how many could vote")
    voted: int = Field(ge=0, description="how many did")
    percent: Number = Field(description="the turnout as published")
    section: Text = Field("", description="the section, if not all")


class OfficialEntry(Shape):
    """What was published, to be held beside what the engine gives."""

    winner: Text = Field(description="who won; `nobody`, where the record ends without a leader")
    bar: BarEntry | None = Field(None, description="the bar as published")
    on_the_ballot: Words = Field((), description="who was on the ballot")
    short: Words = Field((), description="who sought nominations and did not get on the ballot")
    turnout: tuple[TurnoutEntry, ...] = Field((), strict=False, description="turnout as published, by section")


class OtherEntry(Cited):
    """A figure that another source gives otherwise; both are kept."""

    figure: Text = Field(description="which figure")
    value: object = Field(description="what the other source prints")
    used: Text = Field("", description="which is used, and why")


class ContestEntry(Shape):
    """A real contest."""

    contest: Text = Field(description="title: office and year")
    id: Text = Field(description="a short name by which replay finds it")
    office: Text = Field(description="the office, as the rule book names it")
    about: Text = Field("", description="what a reader should know of it")
    date: When = Field(description="when it was decided")
    rules: LawEntry = Field(description="the rule book, and the day on which the contest opened")
    grade: Literal["exact", "exact_totals", "shares", "totals_pct", "nominations", "outcome"] = Field(
        description="how much was published: votes of every section (exact), votes of all together (exact_totals), shares "
        "of the sections (shares), percentages of the whole (totals_pct), nominations alone, the outcome alone"
    )
    incumbent: Text = Field("", description="who held the office, if it was a challenge")
    heads: dict[str, HeadsEntry] = Field({}, description="how many there were of each body")
    nominations: NominationsEntry = Field(
        default_factory=NominationsEntry, description="nominations as they stood at the close"
    )
    withdrawals: tuple[WithdrawalEntry, ...] = Field((), strict=False, description="who stood aside, and when")
    entries: tuple[EnteringEntry, ...] = Field((), strict=False, description="who came in between two ballots")
    second_bar: SecondBarEntry | None = Field(None, description="who was carried over a second bar")
    rounds: tuple[RoundEntry, ...] = Field(
        (), strict=False, description="the ballots, or rounds of a count, in order of time"
    )
    reconstructed: Words = Field(
        (), description="sections whose votes were rebuilt from the shares they are held against"
    )
    official: OfficialEntry = Field(description="what was published, to be held beside what follows")
    differs: dict[str, Text] = Field(
        {}, description="a figure, as `replay` prints it: why the published figure is not what follows from the others"
    )
    others: tuple[OtherEntry, ...] = Field((), strict=False, description="figures that another source gives otherwise")
    notes: Words = Field((), description="remarks that are printed and never used")
    sources: dict[str, SourceEntry] = Field({}, description="documents by the keys that source: uses")
