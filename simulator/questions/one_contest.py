"""One contest as figures: the names each candidate had against the bar, and the votes round by round.

The same document is made of a run played alone and of a real contest replayed, so both are drawn by the same charts.
"""

from __future__ import annotations

from simulator.questions.replayed import Replay
from simulator.questions.story import Story
from simulator.results.results import words
from simulator.scenario.scenario import Scenario

SCHEMA = "party-rules/one/1"


def of_run(scenario: Scenario, story: Story, seed: int) -> dict[str, object]:
    """One run, under its readings: the names when nominations last closed, and every round of the count."""
    closes = [event for event in story.events if event.names is not None]
    counts = [event for event in story.events if event.shares is not None]
    last = closes[-1] if closes else None
    read = words(scenario, story.readings)
    return {
        "schema": SCHEMA,
        "scenario": scenario.title,
        "rules": {"book": scenario.book.key, "edition": scenario.edition.name},
        "which": f"contest {story.run:,} of seed {seed}, read “{read}”",
        "candidates": {one.id: one.name for one in scenario.candidates},
        "incumbent": scenario.ids[scenario.incumbent] if scenario.incumbent >= 0 else None,
        "leader": story.leader,
        "names": last.names if last else {},
        "exempt": list(last.exempt or ()) if last else [],
        "needs": last.needs if last else None,
        "heads": last.heads if last else None,
        "rounds": [event.shares for event in counts],
        "stages": [event.clause.split(".")[0] for event in counts],
        "college": False,
    }


def of_record(replay: Replay) -> dict[str, object]:
    """A real contest: the names that were published, and every round as the rules count it."""
    record, entry, bar = replay.record, replay.record.entry, replay.bar
    handed = replay.closings[0].handed if replay.closings else None
    first = [] if handed is None else handed[0].tolist()
    names = {one: count for one, count in zip(replay.conduct.ids, first, strict=False) if count > 0}
    sure = bar is not None and bool(names)
    return {
        "schema": SCHEMA,
        "scenario": entry.contest,
        "rules": {"book": record.book.key, "edition": record.edition.name},
        "which": f"as recorded, decided {entry.date}",
        "candidates": {one: one for one in record.candidates},
        "incumbent": entry.incumbent or None,
        "leader": replay.winner,
        "names": names if sure else {},
        "exempt": [one for one in replay.nominees if bar is not None and names.get(one, 0) < bar.needs],
        "needs": bar.needs if bar is not None else None,
        "heads": bar.base if bar is not None else None,
        "rounds": [
            {one: float(score / one_round.total) for one, score in one_round.score.items()}
            for one_round in replay.rounds
            if one_round.total
        ],
        "college": any(counted.stage.weights is not None for _, counted in replay.counted),
    }
