"""Backtest: how good chances made before real results have been, by models that had not seen them, beside simpler ways to judge.

The figures are stored. ``python -m calibration`` makes them, which is research and not installed with the product; a test makes
them anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import ClassVar

from simulator.results.answer import Answer, Part, read_answer

Interval = tuple[float, float]
LEVELS = (50, 80, 90)


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedModel(Part):
    """The error model fitted to all polls.

    slope   how much of a two-way lead lasts;  last, growth: the scale of the error on the last day, and its growth a month
    degrees of the t that errors follow;  houses: what is added to the scale for a house's polls
    """

    slope: float
    last: float
    growth: float
    degrees: int
    houses: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class PollJudged(Part):
    """A poll as the error model judged it without its contest.

    id          of the contest in a table of last polls, of the poll in that of all polls;  polled, share: as polled, as counted
    interval80  the 80% interval given before;  inside80: the count lies inside
    """

    id: str
    poll: str
    contest: str
    days: int
    candidate: str
    polled: float
    chance_of_winner: float
    share: float
    interval80: Interval
    inside80: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyJudged(Part):
    """A candidate's nominations on the eve of the close, the bar, the chance given of reaching it, and how many there were."""

    contest: str
    candidate: str
    eve: int
    bar: int
    chance_of_bar: float
    interval80: Interval
    close: int
    withdrew: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores(Part):
    """The scores of one way of judging, each contest weighing one (lower is better), and how many intervals held the count."""

    brier: float
    log: float
    crps: float
    coverage50: int
    coverage80: int
    coverage90: int
    coverage50_share: float
    coverage80_share: float
    coverage90_share: float

    def held(self, level: int) -> int:
        """How many intervals of a level held the count."""
        return {50: self.coverage50, 80: self.coverage80, 90: self.coverage90}[level]


@dataclass(frozen=True, slots=True, kw_only=True)
class PollScores(Scores):
    """The scores of polls."""

    polls: int
    contests: int

    @property
    def judged(self) -> int:
        """How many were judged."""
        return self.polls


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyScores(Scores):
    """The scores of tallies of nominations."""

    candidates: int
    contests: int

    @property
    def judged(self) -> int:
        """How many were judged."""
        return self.candidates


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands(Part):
    """Between which counts right intervals of each level lie, in 95 of 100 cases."""

    coverage50: tuple[int, int]
    coverage80: tuple[int, int]
    coverage90: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead(Part):
    """How much better the first way is than another, in two scores, each with its standard error over contests."""

    log: Interval
    crps: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin(Part):
    """The chances between two values: how many there were, what they said on average, and the share that came true."""

    from_: float
    to: float
    rows: int
    said: float
    came_true: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Backtest(Answer):
    """The track record, by table (every poll, last poll, nominations) and by way of judging.

    contests     the last poll of each;  polls: all of them;  nominations: every tally
    within_band  whether the 80% intervals hold as many counts as they should
    ahead        of the error model, or the engine's procedures, before each other way
    """

    schema: ClassVar[str] = "party-rules/backtest/1"

    model: FittedModel
    contests: tuple[PollJudged, ...]
    polls: tuple[PollJudged, ...]
    scores: Mapping[str, Mapping[str, PollScores | TallyScores]]
    nominations: tuple[TallyJudged, ...]
    bands: Mapping[str, Bands]
    within_band: Mapping[str, bool]
    ahead: Mapping[str, Mapping[str, Ahead]]
    reliability: tuple[Bin, ...]
    reliability_of_names: tuple[Bin, ...]


def backtest() -> Backtest:
    """The stored track record."""
    stored = resources.files("simulator.questions").joinpath("track-record.json").read_bytes()
    return read_answer(Backtest, json.loads(stored))
