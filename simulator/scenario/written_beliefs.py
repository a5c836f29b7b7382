"""What a scenario believes, as people write it: nominators, electorate, politics and timetable; each figure may say whence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import ConfigDict, Discriminator, Field, PlainValidator, Tag, WithJsonSchema

from simulator.scenario.scenario import EXPECTED, ONE_BY_ONE
from simulator.words.problems import Wrong, did_you_mean
from simulator.words.shapes import (
    BLOCK_TAG,
    LEAF_TAG,
    Amount,
    Chance,
    Date,
    Day,
    Days,
    Points,
    Pounds,
    Ratio,
    Shape,
    Text,
)


def _votes(value: Any) -> str | Mapping[str, int]:
    """Votes as counted, by candidate; or how votes that are not known are simulated."""
    if isinstance(value, str):
        if value not in (ONE_BY_ONE, EXPECTED):
            raise Wrong(f"“{value}” is no way to simulate votes", did_you_mean(value, (ONE_BY_ONE, EXPECTED)))
        return value
    if not isinstance(value, dict) or not all(type(one) is int for one in value.values()):
        cure = "write votes: {north: 120, south: 95}; or votes: one by one, or votes: expected"
        raise Wrong("should be whole votes by candidate, or a way to simulate them", cure)
    return {str(name): one for name, one in value.items()}


Votes = Annotated[
    str | Mapping[str, int],
    PlainValidator(_votes),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "object", "additionalProperties": {"type": "integer"}},
                {"type": "string", "enum": [ONE_BY_ONE, EXPECTED]},
            ]
        }
    ),
]


class Said(Shape):
    """Anything that says where its figures come from: ``source:`` or ``assumption:``."""

    source: Text = Field("", description="key of a source, or where the figure was read")
    assumption: Text = Field("", description="why the author believes it, if no source gives it")


class BlocEntry(Said):
    """Nominators who behave alike. ``nominate``: the chance that one of them names this candidate, or ``challenger``."""

    body: Text = Field(description="the body they belong to")
    size: int = Field(ge=0, le=1_000_000, description="how many they are")
    nominate: dict[str, Chance] = Field(
        {}, description="candidate, or challenger: the chance that one of them nominates this candidate"
    )


class LendingEntry(Said):
    """Whether people who want another lend a name to a candidate who is near the bar on the last day."""

    permitted: Chance | None = Field(
        None, description="chance that those ahead let their people lend; 0% switches it off"
    )
    share: Chance | None = Field(
        None, description="share of those with no name in by the last morning who would lend one"
    )
    within: Amount | None = Field(None, description="names short of the bar beyond which nobody lends")
    feared: dict[str, Chance] = Field({}, description="chance that a candidate is lent nothing, for fear of winning")


class PaceEntry(Said):
    """How much sooner or later one candidate's names come in than another's: what the odds of being in are multiplied by."""

    first_day: Ratio | None = Field(None, description="of the first day; 100% lets all candidates keep the same pace")
    eve: Ratio | None = Field(None, description="of the eve of the close; 100% likewise")


class NominatorsEntry(Said):
    """Who nominates whom, and when."""

    blocs: dict[str, BlocEntry] = Field({}, description="nominators who behave alike, by a name of your own")
    roster: Text = Field("", description="a CSV beside this file: name, body, bloc, declared, and chances by candidate")
    declared: Chance | None = Field(None, description="chance that a nominator who has declared keeps to it")
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
    first_day: Chance | None = Field(
        None, description="of the names in by the eve of the close, the share of the first day"
    )
    pace: PaceEntry = Field(PaceEntry(), description="how much sooner or later one candidate's nominations come in")
    last_morning: Chance | None = Field(
        None, description="of the names of the last day, the share in an hour before the close"
    )
    bandwagon: Chance | None = Field(
        None, description="share of those who would name nobody who join whoever is clearly ahead; 0% switches it off"
    )
    clear: Ratio | None = Field(None, description="names for each of the next one's that make somebody clearly ahead")
    lending: LendingEntry = Field(
        LendingEntry(), description="whether a candidate near the bar is lent nominations on the last day"
    )
    withdraws: dict[str, Chance] = Field(
        {}, description="chance that a candidate out of reach of the bar withdraws on the last day"
    )
    heirs: dict[str, Text] = Field({}, description="candidate: whom their people go to first if they withdraw")
    to_heir: Chance | None = Field(None, description="share of a withdrawn candidate's names that move")


class WindowEntry(Said):
    """A window in which people sign up to vote: heat, fee and length say how many apply, and some are turned away."""

    heat: Amount | None = Field(
        None, description="how many would apply at £25 within two days: the heat of the contest"
    )
    fee: Pounds | None = Field(None, description="what signing up costs")
    open: Days | None = Field(None, description="how many days the window is open")
    dearer: Ratio | None = Field(
        None, description="applicants who are left when the fee is twice as high; 100% switches it off"
    )
    longer: Ratio | None = Field(
        None, description="applicants there are when the window is twice as long; 100% switches it off"
    )
    applied: Amount | None = Field(None, description="how many apply, if that is known or believed outright")
    accepted: Chance | None = Field(None, description="share of them who are let in")


class UnitsEntry(Said):
    """Units in which a section's votes are counted apart: ridings, prefectures."""

    count: int = Field(ge=1, le=2_000, description="how many there are")
    spread: Ratio | None = Field(
        None,
        description="support where it is strong, for each where it is usual (one unit in six is above); 100%: all alike",
    )
    sizes: Ratio | None = Field(
        None, description="votes in a large unit, for each in a usual one (one unit in six is above); 100%: all alike"
    )


class SectionEntry(Said):
    """A part of the electorate. Either register, turnout and shares (or support), or the votes themselves."""

    window: WindowEntry | None = Field(None, description="the register is who signs up in a window, not a figure")
    frozen_out: Amount | None = Field(None, description="how many of the register a freeze date leaves without a vote")
    register_: Amount | None = Field(None, alias="register", description="ballot papers issued")
    turnout: Chance | None = Field(None, description="share of the register that votes")
    shares: dict[str, Chance] = Field(
        {}, description="share of the first preferences if all candidates stand; the middles add to 100%"
    )
    support: dict[str, Chance] = Field(
        {}, description="share in a straight fight with an average challenger, which need not add to anything"
    )
    votes: Votes = Field(
        {},
        description="votes as counted, if they are known; else `one by one` (whole votes of people who stay or move) or "
        "`expected` (votes divided as the shares say). Of ballots of one name whose sections have at most 2,000 heads the "
        "votes are simulated one by one, of all others as expected",
    )
    stays: Chance | None = Field(
        None,
        description="share of those whose candidate is still in who vote as in the ballot before; the others think again",
    )
    keeps_word: Chance | None = Field(
        None,
        description="share of nominators who vote in the first ballot for whom they nominated; the others think again",
    )

    units: UnitsEntry | None = Field(
        None, description="units in which the votes are counted, where the rules ask for it"
    )

    @property
    def counted(self) -> Mapping[str, int]:
        """Votes as counted, by candidate; none where they are not known."""
        return {} if isinstance(self.votes, str) else self.votes

    @property
    def simulated(self) -> str:
        """How votes are simulated, if the file says so."""
        return self.votes if isinstance(self.votes, str) else ""


class ElectorateEntry(Said):
    """Who votes, and for whom."""

    closes: Day | None = Field(None, description="the day on which the ballot is expected to close; polls need it")

    sections: dict[str, SectionEntry] = Field({}, description="the sections that vote, by the names of the rule book")
    swing: Points | None = Field(None, description="share of the uncertainty that all sections have in common")
    support: dict[str, Chance] = Field({}, description="support in every section that does not say otherwise")
    clp_nominations: dict[str, int] = Field(
        {}, description="candidate: constituency parties' nominations, which stand in where no poll exists"
    )
    transfers: dict[str, dict[str, Chance]] = Field(
        {}, description="candidate: {another: share, nobody: share}, where their votes go if they drop out"
    )
    neighbours: dict[str, str] = Field(
        {}, description="candidate: another who is nearest; their votes go as such votes have gone in real counts"
    )
    front_runner: str | None = Field(None, description="who is thought to be ahead, and draws more of such votes")
    concentration: Amount | None = Field(
        None, description="how sure the shares of transfers are: the weight of a Dirichlet prior"
    )


class PressureEntry(Said):
    """Something that makes a leader likelier to go from its day on: the chance a week is multiplied."""

    date: Days | None = Field(None, description="its day; a lost motion has one, a delegation has a usual one")
    times: Ratio | None = Field(
        None, description="what the chance a week is multiplied by, from that day on; 100% switches it off"
    )


class ResignationEntry(Said):
    """Whether the incumbent gives up: a chance a week, and what follows."""

    chance_a_week: Chance | None = Field(None, description="chance a week that the leader resigns")
    after_walk_out: Chance | None = Field(None, description="chance a week once the front bench has walked out")
    walk_out: Date | None = Field(None, description="the day on which the front bench walks out")
    pressure: dict[str, PressureEntry] = Field(
        {},
        description="what adds to the pressure, each from its day on; a motion that was lost and a delegation do by themselves",
    )
    restands: Chance | None = Field(None, description="chance of standing again in the vacancy")
    to_restand: Chance | None = Field(
        None, description="chance, if short of the bar, of resigning to use the vacancy's bar"
    )


class ChallengerEntry(Said):
    """Whether and when someone challenges."""

    stands: Chance = Field(description="chance of standing against the leader")
    in_a_vacancy: Chance | None = Field(None, description="chance of standing if the office is vacant")
    declares: Date | None = Field(None, description="the day on which they declare")
    waits_for: Text = Field("", description="a challenger who is let go first; if that one stands, this one waits")
    waits: Days | None = Field(None, description="days after the other has declared")
    withdraws: Chance | None = Field(None, description="chance of withdrawing before nominations open")
    pulls_out: Chance | None = Field(None, description="chance of withdrawing once nominations have closed")
    concedes: Chance | None = Field(
        None, description="chance of withdrawing between ballots, once another has had more votes"
    )
    enters: Chance | None = Field(
        None, description="chance of standing when nominations are opened again between ballots"
    )
    endorses: Text = Field("", description="another candidate, to whom most votes go from this one, once out")
    brings: Chance | None = Field(None, description="share of the votes that go to whoever is endorsed")


class UnityEntry(Said):
    """Whether challengers agree on one of them."""

    before: Chance | None = Field(None, description="chance that they agree before nominations open")
    during: Chance | None = Field(None, description="chance that the one behind stands aside on the second day")
    formally: Chance | None = Field(None, description="chance that the one who stands aside withdraws in writing")
    by_poll: Chance | None = Field(
        None, description="chance that they go by the voters' support, as polls show it, and not by nominators"
    )


class StandInEntry(Said):
    """Whether the incumbent's supporters put another forward when the incumbent is short of the bar."""

    chance: Chance | None = Field(None, description="chance that somebody is put forward")
    keeps: Ratio | None = Field(None, description="the stand-in's names for each of the incumbent's")


def _leaf_or_block(value: Any) -> str:
    return BLOCK_TAG if isinstance(value, dict) else LEAF_TAG


Reads = Annotated[
    Annotated[Chance, Tag(LEAF_TAG)] | Annotated[dict[str, Chance], Tag(BLOCK_TAG)], Discriminator(_leaf_or_block)
]


class ExecutiveEntry(Said):
    """How the executive votes on a disputed clause."""

    voting: int | None = Field(None, ge=1, le=1000, description="members who vote, the leader included")
    reads: Reads | None = Field(
        None,
        description="chance that a member reads the clause the incumbent's way; or {reading: chance} of those it may choose",
    )
    varies: Chance | None = Field(
        None, description="chance that a member of the other view would use the power to vary"
    )
    asks_to_leave: Chance | None = Field(
        None, description="chance that a member would have the leader leave the room for the vote; 0% switches it off"
    )


class CourtEntry(Said):
    """A court is asked what the disputed clause means, some days after the executive met."""

    asked: Chance | None = Field(
        None, description="chance that somebody goes to court over the reading; 0% switches it off"
    )
    heard: Days | None = Field(None, description="judgment: days after nominations close, or a date")
    reverses: Chance | None = Field(None, description="chance that the court reads the clause the other way")


class MotionEntry(Said):
    """How a body votes on a question, such as whether it has confidence in the leader."""

    for_: Chance = Field(alias="for", description="share of those voting who vote for it")
    abstain: Chance | None = Field(None, description="share of those present who do not vote")


class PoliticsEntry(Said):
    """What people do, as distinct from what the rules say."""

    resignation: ResignationEntry = Field(ResignationEntry(), description="whether the leader gives up")
    challengers: dict[str, ChallengerEntry] = Field({}, description="who may stand, by candidate")
    unity: UnityEntry = Field(UnityEntry(), description="whether challengers agree on one of them")
    stand_in: StandInEntry = Field(StandInEntry(), description="whether the leader's supporters put another forward")
    second_chance: Chance | None = Field(
        None, description="share of those who named nobody who would, in a second window"
    )
    executive: ExecutiveEntry = Field(
        ExecutiveEntry(), description="how the body that reads a disputed clause votes on it"
    )
    court: CourtEntry | None = Field(None, description="whether a court is asked about that reading")
    motions: dict[str, MotionEntry] = Field(
        {}, description="stage of the rules: how those who are asked yes or no there vote"
    )
    conference: Chance | None = Field(
        None, description="chance that conference asks for an election, if it must be asked"
    )
    opens: dict[str, OpensEntry] = Field({}, description="contest of the book: whether and when its trigger is pulled")
    until: Date | None = Field(None, description="the last day of the question: no challenge by then is an ending")


class OpensEntry(Said):
    """Whether and when something opens a contest: a petition, a motion, a request, the end of a term, a body's call."""

    chance: Chance | None = Field(None, description="chance that it happens at all; certain if nothing is said")
    date: Days | None = Field(None, description="when: a date, or days after the scenario's date")
    signatures: dict[str, Chance] = Field(
        {}, description="bloc: chance that one of it signs, for a petition whose signatures are counted"
    )


class StageDaysEntry(Said):
    """When one stage of the book opens, closes and so on: days after the step before, or dates."""

    opens: Days | None = Field(None, description="days after the stage before, or a date")
    closes: Days | None = Field(None, description="days after it opened, or a date")
    further: Days | None = Field(None, description="a further ballot in it: days after the one before")
    declared: Days | None = Field(None, description="the result is declared: days after the count, or a date")
    until: Days | None = Field(None, description="a wait is over: days after it began, or a date")


def _step(value: Any) -> str:
    return BLOCK_TAG if isinstance(value, dict | StageDaysEntry) else LEAF_TAG


Step = Annotated[Annotated[Days, Tag(LEAF_TAG)] | Annotated[StageDaysEntry, Tag(BLOCK_TAG)], Discriminator(_step)]
"""A step of the timetable for every stage of a kind (days, or a date), or all steps of one stage by name."""


class TimetableEntry(Said):
    """When stages open: days after the stage before, or dates; a kind of step for all stages, or a stage of the book by name."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Step] = Field(init=False)

    executive: Step | None = Field(None, description="the executive meets: days after the challenge")
    nominations: Step | None = Field(None, description="nominations open: days after the executive met")
    open: Step | None = Field(None, description="nominations close: days after they opened")
    vacancy: Step | None = Field(None, description="nominations open in a vacancy: days after it arose")
    ballot: Step | None = Field(None, description="ballot papers go out: days after nominations closed")
    voting: Step | None = Field(None, description="the ballot closes: days after it opened")
    declared: Step | None = Field(None, description="the result is declared: days after the ballot closed")
    further: Step | None = Field(None, description="a further ballot is held: days after the one before")
    second_bar: Step | None = Field(None, description="the second bar is closed: days after it opened")

    def by_stage(self) -> dict[str, StageDaysEntry]:
        """The stages of the book that have steps of their own."""
        every = {**{name: getattr(self, name) for name in type(self).model_fields}, **(self.__pydantic_extra__ or {})}
        return {name: entry for name, entry in every.items() if isinstance(entry, StageDaysEntry)}

    def step(self, name: str) -> Any:
        """What is said of a step for every stage of its kind; None: nothing."""
        value = getattr(self, name)
        return None if isinstance(value, StageDaysEntry) else value
