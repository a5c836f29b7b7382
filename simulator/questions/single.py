"""One contest as figures: the names each candidate had against the bar, and the votes round by round.

The same document is made of a run played alone and of a real contest replayed, so both are drawn by the same charts.
"""

from __future__ import annotations

from typing import Any

from simulator.questions.replay import Replay
from simulator.questions.story import Story
from simulator.results.results import words
from simulator.results.summary import reading_words
from simulator.scenario.scenario import Scenario

SCHEMA = "party-rules/one/1"


def of_run(scenario: Scenario, story: Story, seed: int) -> dict[str, Any]:
    """One run, under its readings: the names when nominations last closed, and every round of the count."""
    figures = [event.figures for event in story.events]
    closes = [one for one in figures if "names" in one]
    read = words(scenario, {d: reading_words(r) for d, r in story.readings.items()})
    return {
        "schema": SCHEMA,
        "scenario": scenario.title,
        "rules": {"book": scenario.book.key, "edition": scenario.edition.name},
        "which": f"contest {story.run:,} of seed {seed}, read “{read}”",
        "candidates": {one.id: one.name for one in scenario.candidates},
        "incumbent": scenario.ids[scenario.incumbent] if scenario.incumbent >= 0 else None,
        "leader": story.leader,
        **(closes[-1] if closes else {"names": {}, "exempt": [], "needs": None, "heads": None}),
        "rounds": [one["shares"] for one in figures if "shares" in one],
        "college": False,
    }


def of_record(replay: Replay) -> dict[str, Any]:
    """A real contest: the names that were published, and every round as the rules count it."""
    record, told = replay.record, replay.told
    entry, law = record.entry, record.law
    by = law.get(f"{law.get(f'{entry.rules.contest}.enters')}.bar.by")
    bodies = by if isinstance(by, tuple) else ()
    given = {one: said.by for one, said in entry.nominations.names.items()}
    names = {one: sum(n for body, n in there.items() if body in bodies) for one, there in given.items() if there}
    names = {one: count for one, count in names.items() if count}
    sure = told.bar is not None and bool(names)
    return {
        "schema": SCHEMA,
        "scenario": entry.contest,
        "rules": {"book": record.book.key, "edition": record.edition.name},
        "which": f"as recorded, decided {entry.date}",
        "candidates": {one: one for one in record.candidates},
        "incumbent": entry.incumbent or None,
        "leader": told.winner,
        "names": names if sure else {},
        "exempt": [one for one in told.nominees if told.bar is not None and names.get(one, 0) < told.bar.needs],
        "needs": told.bar.needs if told.bar is not None else None,
        "heads": told.bar.base if told.bar is not None else None,
        "rounds": [
            {one: float(score / one_round.total) for one, score in one_round.score.items()}
            for one_round in told.rounds
            if one_round.total
        ],
        "college": any(one_round.college for one_round in told.rounds),
    }
