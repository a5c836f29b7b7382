"""Polls: what each poll of a scenario contributes, and the beliefs that are made of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from simulator.results.answer import Answer, Part
from simulator.scenario.polls import ALL, model
from simulator.scenario.polls import Weighed as WeighedPoll
from simulator.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareKept(Part):
    """How much of a lead in constituency parties' nominations lasts, and the scale of the error (logit)."""

    slope: float
    scale: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PollModel(Part):
    """The error model of polls.

    slope        how much of a two-way lead lasts;  last, growth: the scale of the error on the last day, and its growth a month
    section, house   what is added to it for a poll of one section alone, and for some houses
    in_common    the share of a section poll's error that the other sections have in common with it
    """

    slope: float
    last: float
    growth: float
    section: Mapping[str, float]
    house: Mapping[str, float]
    clp: ShareKept
    in_common: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PollUsed(Part):
    """A poll as it counts for one candidate: days to the close, the scale of its error (logit), its weight."""

    pollster: str
    date: dt.date
    days: int
    sample: int | None
    share: float
    undecided: float | None
    scale: float
    weight: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominated(Part):
    """A belief made of constituency parties' nominations, where no poll speaks; a 90% interval and its middle."""

    section: str
    candidate: str
    name: str
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled(Nominated):
    """A belief made of polls; ``used``: the sections in which it is the one that is simulated."""

    certain: bool
    used: tuple[str, ...]
    polls: tuple[PollUsed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Polls(Answer):
    """The beliefs of a scenario that are made of polls, or of nominations, and the model that makes them."""

    schema: ClassVar[str] = "party-rules/polls/1"

    scenario: str
    model: PollModel
    beliefs: tuple[Polled, ...]
    nominations: tuple[Nominated, ...]


def polls(scenario: Scenario) -> Polls:
    """Each belief with the polls it rests on, and their weights."""
    numbers = model()
    return Polls(
        scenario=scenario.title,
        model=PollModel(**{**numbers, "clp": ShareKept(**numbers["clp"])}),
        beliefs=tuple(_polled(scenario)),
        nominations=tuple(_nominated(scenario)),
    )


def _polled(scenario: Scenario) -> Iterator[Polled]:
    for (section, candidate), belief in scenario.polled.items():
        quantity = belief.quantity
        yield Polled(
            section=section,
            candidate=candidate,
            name=scenario.name_of(candidate),
            low=quantity.low,
            middle=quantity.centre,
            high=quantity.high,
            certain=quantity.certain,
            used=tuple(_used(scenario, section, candidate)),
            polls=tuple(_poll(one, candidate) for one in belief.polls),
        )


def _poll(one: WeighedPoll, candidate: str) -> PollUsed:
    return PollUsed(
        pollster=one.poll.pollster,
        date=one.poll.date,
        days=one.days,
        sample=one.poll.sample,
        share=one.poll.shares[candidate].centre,
        undecided=one.poll.undecided.centre if one.poll.undecided else None,
        scale=one.scale,
        weight=one.weight,
        source=one.poll.source or one.poll.assumption,
    )


def _nominated(scenario: Scenario) -> Iterator[Nominated]:
    for section in scenario.sections:
        for one in scenario.ids:
            belief = scenario.beliefs.get(f"electorate.sections.{section}.support.{one}")
            if belief is not None and belief.origin.kind == "nominations":
                yield Nominated(
                    section=section,
                    candidate=one,
                    name=scenario.name_of(one),
                    low=belief.quantity.low,
                    middle=belief.quantity.centre,
                    high=belief.quantity.high,
                )


def _used(scenario: Scenario, section: str, candidate: str) -> Iterator[str]:
    """The sections in which this belief is the one that is simulated."""
    belief = scenario.polled[section, candidate].quantity
    for one in scenario.sections if section == ALL else (section,):
        held = scenario.beliefs.get(f"electorate.sections.{one}.support.{candidate}")
        if held is not None and held.quantity == belief:
            yield one
