"""One contest as figures: the names each candidate had against the bar, and the votes round by round.

The same record is made of a run played alone and of a real contest replayed, so both are drawn by the same charts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from simulator.questions.replayed import Replay
from simulator.questions.story import Story
from simulator.results.answer import Answer
from simulator.results.results import Rules, words
from simulator.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class OneContest(Answer):
    """One contest, simulated or real: nominations when they last closed, and the share of each candidate in every round.

    which      which contest it is, in words;  recorded: it is a real one
    names      nominations of each candidate who sought them, if they are known;  exempt: those who needed none
    needs      the nominations that suffice, of so many ``heads``
    stages     the stage of each round, if it is known;  college: a share is one of an electoral college
    """

    schema: ClassVar[str] = "party-rules/one/1"

    scenario: str
    rules: Rules
    which: str
    recorded: bool
    candidates: Mapping[str, str]
    incumbent: str | None
    leader: str
    names: Mapping[str, int]
    exempt: tuple[str, ...]
    needs: int | None
    heads: int | None
    rounds: tuple[Mapping[str, float], ...]
    stages: tuple[str, ...]
    college: bool


def of_run(scenario: Scenario, story: Story, seed: int) -> OneContest:
    """One run, under its readings: the names when nominations last closed, and every round of the count."""
    closes = [event for event in story.events if event.names is not None]
    last = closes[-1] if closes else None
    counts = [(event.clause.split(".")[0], event.shares) for event in story.events if event.shares is not None]
    return OneContest(
        scenario=scenario.title, rules=Rules.of(scenario),
        which=f"contest {story.run:,} of seed {seed}, read “{words(scenario, story.readings)}”", recorded=False,
        candidates={one.id: one.name for one in scenario.candidates},
        incumbent=scenario.ids[scenario.incumbent] if scenario.incumbent >= 0 else None, leader=story.leader,
        names=(last and last.names) or {}, exempt=tuple((last and last.exempt) or ()),
        needs=last.needs if last else None, heads=last.heads if last else None,
        rounds=tuple(shares for _, shares in counts), stages=tuple(stage for stage, _ in counts), college=False,
    )  # fmt: skip


def of_record(replay: Replay) -> OneContest:
    """A real contest: the names that were published, and every round as the rules count it."""
    record, entry, bar = replay.record, replay.record.entry, replay.bar
    handed = replay.closings[0].handed if replay.closings else None
    first = [] if handed is None else handed[0].tolist()
    names = {one: count for one, count in zip(replay.conduct.ids, first, strict=False) if count > 0}
    return OneContest(
        scenario=entry.contest,
        rules=Rules(book=record.book.key, title=record.book.title, edition=record.edition.name),
        which=f"as recorded, decided {entry.date}",
        recorded=True,
        candidates={one: one for one in record.candidates},
        incumbent=entry.incumbent or None,
        leader=replay.winner,
        names=names if bar is not None else {},
        exempt=tuple(one for one in replay.nominees if bar is not None and names.get(one, 0) < bar.needs),
        needs=bar.needs if bar is not None else None,
        heads=bar.base if bar is not None else None,
        rounds=tuple(
            {one: float(score / one_round.total) for one, score in one_round.score.items()}
            for one_round in replay.rounds
            if one_round.total
        ),
        stages=(),
        college=any(counted.stage.weights is not None for _, counted in replay.counted),
    )
