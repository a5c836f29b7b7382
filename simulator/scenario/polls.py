"""Polls as beliefs: what a scenario's polls say of each section, give or take the error such polls have had.

A poll gives the candidates' shares; a belief is a share in a straight fight with an average challenger, so what counts is
each share beside the middle of the challengers' (the geometric mean). Of two candidates a part of the lead is lost; the
error grows with the days to go and with the undecided, and is wider for one section alone. Polls of one contest share
much of their error: several sharpen the middle, and the width stays that of the best of them.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from simulator.scenario.written import PollEntry, ScenarioEntry
from simulator.words import documents
from simulator.words.people import same
from simulator.words.problems import Path, did_you_mean
from simulator.words.quantities import Z95, Quantity, from_scale

ALL = "all"
MEASURE = "YouGov"
"""The house with most polls, to which the error model is fitted: the measure of the others."""
USUAL_SAMPLE, LEAST, OLDEST = 1_000, 0.75, 365
"""How many a poll usually asks; what its shares add to at the least, who did not say included; days that it may be old."""
T95 = 2.015
"""The 95% point of a t with five degrees of freedom: the ends of the interval are the belief's 5% and 95% points."""


@lru_cache(maxsize=1)
def model() -> dict[str, Any]:
    """The fitted numbers of the error model."""
    return documents.parse(
        resources.files("simulator.scenario").joinpath("pollmodel.yaml").read_bytes(), "pollmodel.yaml"
    ).data


@dataclass(frozen=True, slots=True)
class Weighed:
    """One poll as it counts: days to the close, the scale of its error (logit), and its weight among those of its section."""

    poll: PollEntry
    days: int
    scale: float
    weight: float


@dataclass(frozen=True, slots=True)
class PollBelief:
    """What the polls of one section say of one candidate: the middle and scale of the logit of the share."""

    section: str
    candidate: str
    middle: float
    scale: float
    polls: tuple[Weighed, ...]

    @property
    def quantity(self) -> Quantity:
        """The belief as a quantity: a 90% interval, or one share where nothing is uncertain."""
        low, high = (from_scale(self.middle + side * T95 * self.scale, "logit") for side in (-1, 1))
        said = f"{100 * low:.1f}% to {100 * high:.1f}%" if self.scale else f"{100 * low:.1f}%"
        return Quantity(said, low, high, "logit", "chance", fat_tails=self.scale > 0)

    @property
    def words(self) -> str:
        """Which polls it rests on."""
        return "; ".join(f"{one.poll.pollster} {one.poll.date}, {one.days} days before the close" for one in self.polls)


def scale_of(days: int, undecided: float, section: str, pollster: str = "", sample: int | None = None) -> float:
    """The scale of a poll's error, so many days before the close; wider for a section alone, for some houses, and for few.

    The model is fitted to polls of about 1,000, so what fewer add is the sampling error beyond theirs (the logit of one half).
    """
    numbers = model()
    whole = math.sqrt(numbers["last"] ** 2 + numbers["growth"] ** 2 * days / 30) * (1 + undecided)
    own = 0.0 if section == ALL else numbers["section"].get(section, numbers["section"]["otherwise"])
    few = math.sqrt(4 * max(1 / sample - 1 / USUAL_SAMPLE, 0.0)) if sample else 0.0
    return math.hypot(whole, own, house_error(pollster), few)


def house_error(pollster: str) -> float:
    """The scale that a house has beside the error model; one that is not known is taken to be as wide as the widest that is."""
    known: dict[str, float] = model()["house"]
    own = {same(house): error for house, error in known.items()} | {same(MEASURE): 0.0}
    return own.get(same(house_of(pollster)), max(known.values())) if pollster else 0.0


def house_of(pollster: str) -> str:
    """The house of a pollster's name, which panels and joint polls share.

    >>> house_of("ConservativeHome panel"), house_of("YouGov+LFF")
    ('ConservativeHome', 'YouGov')
    """
    return pollster.split("+")[0].removesuffix(" panel").strip()


def in_common(*, alone: bool) -> float:
    """The share of a poll's error that other sections have in common with it.

    alone   the section was polled by itself; a poll of the whole electorate errs once, wherever it is played
    """
    return float(model()["in_common"]) if alone else 1.0


def closes_on(written: ScenarioEntry) -> dt.date | None:
    """The day on which the ballot is expected to close: as said, or the date of the timetable if it is certain."""
    closes: dt.date | None = written.electorate.closes
    if closes is not None:
        return closes
    voting = written.timetable.step("voting")
    if voting is not None and voting.kind == "date" and voting.certain:
        return dt.date.fromordinal(int(voting.low))
    return None


def believed(written: ScenarioEntry) -> dict[tuple[str, str], PollBelief]:
    """What the polls say, for each section (or ``all``) and candidate they name."""
    closes = closes_on(written)
    if closes is None:
        return {}
    found = {}
    led = {name for name, entry in written.candidates.items() if entry.incumbent}
    for section in dict.fromkeys(poll.section for poll in written.polls):
        weighed = _weighed([poll for poll in written.polls if poll.section == section], closes)
        for candidate in dict.fromkeys(name for one in weighed for name in one.poll.shares):
            found[section, candidate] = _belief(section, candidate, weighed, led)
    return found


def nominated(written: ScenarioEntry) -> dict[str, Quantity]:
    """What constituency parties' nominations say of each candidate, in a straight fight with an average challenger."""
    counts = {name: count for name, count in written.electorate.clp_nominations.items() if count > 0}
    if len(counts) < 2:
        return {}
    led = {name for name, entry in written.candidates.items() if entry.incumbent}
    challengers = [name for name in counts if name not in led] or list(counts)
    middle = sum(math.log(counts[name]) for name in challengers) / len(challengers)
    numbers, found = model()["clp"], {}
    for name, count in counts.items():
        centre = numbers["slope"] * (math.log(count) - middle)
        scale = numbers["scale"] if name in led else numbers["scale"] / math.sqrt(2)
        if led and challengers == [name]:
            scale = 0.0  # the one challenger is the measure of the leader
        low, high = (from_scale(centre + side * Z95 * scale, "logit") for side in (-1, 1))
        said = f"{100 * low:.1f}% to {100 * high:.1f}%" if scale else f"{100 * low:.1f}%"
        found[name] = Quantity(said, low, high, "logit", "chance", "")
    return found


def _weighed(polls: Sequence[PollEntry], closes: dt.date) -> tuple[Weighed, ...]:
    scales = []
    for poll in polls:
        days = max((closes - poll.date).days, 0)
        undecided = poll.undecided.centre if poll.undecided else 0.0
        scales.append((poll, days, scale_of(days, undecided, poll.section, poll.pollster, poll.sample)))
    total = sum(1 / scale**2 for _, _, scale in scales)
    return tuple(Weighed(poll, days, scale, 1 / scale**2 / total) for poll, days, scale in scales)


def _belief(section: str, candidate: str, weighed: tuple[Weighed, ...], led: set[str]) -> PollBelief:
    theirs = tuple(one for one in weighed if candidate in one.poll.shares)
    middle = sum(one.weight * _beside_the_middle(one.poll, candidate, led) for one in theirs) / sum(
        one.weight for one in theirs
    )
    rivals = [name for name in theirs[0].poll.shares if name not in led]
    alone = candidate not in led and rivals == [candidate] and led
    scale = min(one.scale for one in theirs)
    return PollBelief(
        section, candidate, middle, 0.0 if alone else scale if candidate in led else scale / math.sqrt(2), theirs
    )


def _beside_the_middle(poll: PollEntry, candidate: str, led: set[str]) -> float:
    """The log of a candidate's share over the middle of the challengers', as far as such a lead lasts."""
    share = {name: said.centre for name, said in poll.shares.items()}
    challengers = [name for name in share if name not in led] or list(share)
    middle = sum(math.log(share[name]) for name in challengers) / len(challengers)
    slope = model()["slope"] if len(share) == 2 else 1.0
    return float(slope * (math.log(share[candidate]) - middle))


Finding = tuple[Path, str, str, bool]


def findings(written: ScenarioEntry, sections: Sequence[str]) -> Iterator[Finding]:
    """What a scenario's polls may get wrong, as (path, said, cure, only a warning)."""
    closes = closes_on(written)
    if written.polls and closes is None:
        cure = "write electorate: {closes: 21 September 2016}, or give timetable.voting a date"
        yield (
            ("polls",),
            "how wrong a poll may be hangs on the days to the close of the ballot, which is not said",
            cure,
            False,
        )
    for number, poll in enumerate(written.polls):
        at: Path = ("polls", number)
        if poll.date > written.rules.date:
            said = (
                f"this poll ended on {poll.date}, after the scenario’s date ({written.rules.date}): nobody knew it then"
            )
            yield (*at, "date"), said, "leave it out, or date the scenario later", False
        if closes is not None and poll.date > closes:
            yield (*at, "date"), f"this poll ended after the ballot closed on {closes}", "check the date", False
        if poll.section != ALL and poll.section not in sections:
            yield (
                (*at, "section"),
                f"“{poll.section}” is not a section of the electorate",
                did_you_mean(poll.section, [*sections, ALL]),
                False,
            )
        if (written.rules.date - poll.date).days > OLDEST:
            said = f"this poll ended on {poll.date}, more than a year before the scenario’s date ({written.rules.date})"
            yield (*at, "date"), said, "check the year; what so old a poll is worth is not known", False
        yield from _shares(poll, at, written.candidates)
        yield from _again(number, written.polls)
        yield from _house(poll, at)


def _again(number: int, polls: Sequence[PollEntry]) -> Iterator[Finding]:
    """One poll written down twice would weigh twice."""
    poll = polls[number]
    for other, before in enumerate(polls[:number]):
        alike = same(before.pollster) == same(poll.pollster) and before.section == poll.section
        if alike and before.date == poll.date:
            said = f"this is the poll of {poll.pollster} of {poll.date} again (number {other + 1} of the list)"
            yield ("polls", number), said, "a poll counts once; leave one of them", False
            return


def _house(poll: PollEntry, at: Path) -> Iterator[Finding]:
    """A house of whose polls nothing is known, and one that is probably misspelt."""
    houses, own = (MEASURE, *model()["house"]), house_of(poll.pollster)
    if same(own) in map(same, houses):
        return
    cure = did_you_mean(own, houses)
    said = f"how far polls of “{own}” have been wrong is not known; they are taken to be as wide as any that is"
    yield (*at, "pollster"), said, cure if cure.startswith("did") else "nothing need be done", True


def _shares(poll: PollEntry, at: Path, candidates: Mapping[str, object]) -> Iterator[Finding]:
    for name, share in poll.shares.items():
        if name not in candidates:
            yield (*at, "shares", name), f"“{name}” is not a candidate", did_you_mean(name, candidates), False
        elif not share.certain or not share.centre:
            yield (*at, "shares", name), "a poll gives one share above zero", "write 57%", False
    total = sum(share.centre for share in poll.shares.values())
    if total > 1.02:
        yield (*at, "shares"), f"the shares of this poll add to {total:.0%}", "leave out those who did not say", False
    elif total + (poll.undecided.centre if poll.undecided else 0.0) < LEAST:
        said = f"the shares of this poll add to {total:.0%}"
        yield (*at, "shares"), said, "write the shares of those who said whom they prefer, as per cents", False
    if len(poll.shares) < 2:
        yield (*at, "shares"), "a poll of one candidate says nothing of another", "give at least two shares", False
