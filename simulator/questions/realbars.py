"""Real bars: what the bar of a scenario is, or was, by its other readings, its other stages and the texts before.

They are laid beside a bar that is varied, so that a reader sees which values anybody has argued for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.questions.compare import touching
from simulator.rulebooks.law import Law
from simulator.scenario.bars import Bar, bar_of
from simulator.scenario.scenario import Scenario, sure

BEFORE = 2
"""Editions before the scenario's whose bars are shown: texts that were still quoted."""


def real_bars(home: Scenario, path: str) -> list[dict[str, Any]]:
    """Every number of names that suffices by some text or reading: names, where that lies on the varied figure, whose it is.

    Only a bar's share or count has them; each number once, the fewest names first.
    """
    stage, _, figure = path.partition(".")
    law = home.law
    here = bar_of(law, stage, home.bodies) if law.kinds.get(stage) == "nomination" else None
    if figure not in ("bar.share", "bar.count") or not isinstance(here, Bar):
        return []
    found: dict[int, list[str]] = {}
    for needs, whose in _known(home, law, stage):
        words = found.setdefault(needs, [])
        if whose not in words:
            words.append(whose)
    return [
        {"needs": needs, "at": needs if figure == "bar.count" or not here.base else needs / here.base, "by": words}
        for needs, words in sorted(found.items())
    ]


def _known(home: Scenario, law: Law, stage: str) -> Iterator[tuple[int, str]]:
    """(names that suffice, by what): as it is, read otherwise, at the other stages, and in the texts before."""
    adopted = sure(home.book, home.readings)
    yield from _needs(home, law, stage, "as it is")
    for dispute in touching(home):
        for reading in home.book.disputes[dispute].readings:
            if reading != adopted[dispute]:
                read = home.book.read(home.edition, {**adopted, dispute: reading}, home.what_ifs)
                if _differs(home, law, read, stage):
                    yield from _needs(home, read, stage, f"{dispute}={reading}")
    for other in law.stages:
        if other != stage and law.kinds[other] == "nomination":
            yield from _needs(home, law, other, other)
    at = home.book.editions.index(home.edition)
    for edition in home.book.editions[max(0, at - BEFORE) : at]:
        before = home.book.read(edition, adopted)
        if stage in before.stages:
            yield from _needs(home, before, stage, f"the text before, {edition.name}")


def _needs(home: Scenario, law: Law, stage: str, words: str) -> Iterator[tuple[int, str]]:
    bar = bar_of(law, stage, home.bodies)
    if isinstance(bar, Bar):
        yield bar.needs, words


def _differs(home: Scenario, one: Law, other: Law, stage: str) -> bool:
    """Whether two laws have the bar of a stage at different numbers."""
    first, second = bar_of(one, stage, home.bodies), bar_of(other, stage, home.bodies)
    return isinstance(first, Bar) and isinstance(second, Bar) and first.needs != second.needs
