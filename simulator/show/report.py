"""The report."""

from __future__ import annotations

from typing import Any

from simulator.results.results import Results
from simulator.show.sentences import Document, if_read, reading_names

def with_stories(results: Results) -> dict[str, Any]:
    """The compared document with ``stories``: one typical contest, told under the readings that differ most."""
    from simulator.questions.story import story

    document = results.comparison
    numbers = told_under(document)
    last = document["results"][numbers[-1]]
    ending = max((e for e in last["typical"]), key=lambda e: last["endings"][e]["chance"])
    run, names = last["typical"][ending], reading_names(document)
    stories = []
    for number in numbers:
        told = story(results.scenario, results.records[number].readings, results.seed, run).document()
        stories.append({**told, "words": if_read(document, number)})
    return {**document, "stories": stories}


def told_under(document: Document) -> list[int]:
    """The numbers of the readings to tell a contest under: the first, and the one with which most changes hands."""
    changes = [pair["leader_changes"] for pair in document["pairs"]]
    return [0, 1 + changes.index(max(changes))] if changes else [0]
