"""The order of blocks in a file means nothing: readings, contests, stages, blocs and beliefs may stand in any.

Candidates, and whom a bloc nominates, are drawn in their order: another order gives other simulated contests, under the same
law and with the same chances.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from simulator.beliefs.draws import draw
from simulator.beliefs.nominators import NOMINATIONS, names_of
from simulator.conduct.readings import worlds_of
from simulator.engine.cohort import Cohort
from simulator.engine.ledger import Ending
from simulator.questions.simulate import simulate
from simulator.rulebooks.check import ways_to_read
from simulator.rulebooks.load import YES_OR_NO, book_of, books
from simulator.scenario import layers
from simulator.scenario.resolve import of_document
from simulator.words.documents import Document, read
from tests.rulebooks.test_check import BOOKS, OWN

SCENARIOS = (
    "labour-2016-june", "labour-2016-court", "labour-2010-may", "labour-2020-january", "labour-2025-september",
    "conservative-2022-july", "conservative-2024-october",
)  # fmt: skip
DRAWN_IN_ORDER = ("candidates", "nominate")
"""Blocks whose order is that of random draws: another order gives other contests, and the same chances."""


def turned(value: Any, kept: tuple[str, ...], name: str = "") -> Any:
    """A value with every mapping in it in the opposite order, but for some blocks."""
    if isinstance(value, dict):
        items = value.items() if name in kept else reversed(value.items())
        return {key: turned(one, kept, key) for key, one in items}
    return [turned(one, kept) for one in value] if isinstance(value, list) else value


def otherwise(document: Document, kept: tuple[str, ...] = DRAWN_IN_ORDER) -> Document:
    """A document in the opposite order, each value still at its place."""
    return replace(document, data=turned(document.data, kept))


def said(law: Any) -> Any:
    """A law without the order of its provisions."""
    values = {path: (one.value, one.cite, one.since, one.default) for path, one in law.provisions.items()}
    return dict(law.kinds), values, law.compiled


@pytest.mark.parametrize("name", BOOKS)
def test_a_book_in_another_order_is_the_same_law(name):
    """Every edition, as it stands and under every reading and what-if."""
    document = read(OWN.get(name) or books()[name], YES_OR_NO)
    one, other = book_of(document, name), book_of(otherwise(document), name)
    assert one.adopted() == other.adopted()
    for first, second in zip(one.editions, other.editions, strict=True):
        assert said(first.law) == said(second.law)
        for _, readings, drafts in ways_to_read(one, first):
            assert said(one.read(first, readings, drafts)) == said(other.read(second, readings, drafts))


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_in_another_order_gives_the_same_contests(name):
    """Candidates, blocs, bodies, triggers and beliefs, to the last run."""
    document = layers.layered(layers.named(f"scenarios/{name}.yaml"))
    one, other = (
        simulate(replace(of_document(each, {}, {}), runs=400, seed=7)) for each in (document, otherwise(document))
    )
    for a, b in zip(one.answer.to_json()["results"], other.answer.to_json()["results"], strict=True):
        assert a["endings"] == b["endings"]
        assert {k: v["chance"] for k, v in a["leader"].items()} == {k: v["chance"] for k, v in b["leader"].items()}
        assert a["unresolved"] == b["unresolved"]


def written_twice(name: str) -> tuple[Any, Any]:
    """A shipped scenario as it is, and with every block in the opposite order, candidates and all."""
    document = layers.layered(layers.named(f"scenarios/{name}.yaml"))
    one, other = (of_document(each, {}, {}) for each in (document, otherwise(document, ())))
    assert other.ids == one.ids[::-1]
    return one, other


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_order_of_candidates_changes_no_law(name):
    """The law of every world, each bar in heads, who leads, may challenge or stand in, what is believed, and what check says."""

    def of_law(scenario: Any) -> Any:
        worlds = worlds_of(scenario)
        everywhere = Cohort.of(len(worlds.laws))
        needs = {
            stage: worlds.needs(stage, everywhere, np.arange(len(everywhere))).tolist()
            for stage, one in worlds.stages[0].items()
            if one.kind == "nomination"
        }
        return [said(law) for law in worlds.laws], worlds.read, [bar.needs for bar in worlds.bars], needs

    def of_people(scenario: Any) -> Any:
        people = {candidate.id: candidate for candidate in scenario.candidates}
        # A sum is shown in the order of its terms.
        warnings = {(str(one.place), *sorted(one.said.split()), one.cure) for one in scenario.warnings}
        return (
            people,
            scenario.bodies,
            scenario.sections,
            scenario.beliefs,
            scenario.heirs,
            scenario.waits_for,
            warnings,
        )

    one, other = written_twice(name)
    assert of_law(one) == of_law(other)
    assert of_people(one) == of_people(other)


RUNS = 20_000
CHANCES = ("labour-2016-june", "conservative-2022-july", "conservative-2024-october", "labour-2010-may")


@pytest.mark.parametrize("name", CHANCES)
def test_the_order_of_candidates_changes_no_chance(name):
    """20,000 contests in each order, from seeds of their own.

    Each candidate leads as often, and each ending comes as often, within four standard errors of two independent samples:
    by chance alone one of the 40 or so counts would differ by more in 1 of 400 pairs of seeds.
    """
    counts = []
    for scenario, seed in zip(written_twice(name), (7, 8), strict=True):
        columns = simulate(replace(scenario, runs=RUNS, seed=seed)).records[0].columns
        found = Counter(scenario.ids[c] if c >= 0 else f"nobody: {c}" for c in columns["leader"].tolist())
        counts.append(found + Counter(Ending(one).words for one in columns["ending"].tolist()))
    first, second = counts
    for outcome in first | second:
        one, other = first[outcome] / RUNS, second[outcome] / RUNS
        error = ((one * (1 - one) + other * (1 - other)) / RUNS) ** 0.5
        assert abs(one - other) <= 4 * error, (outcome, one, other)


def test_where_chances_pass_100_percent_nobody_is_served_first():
    """In May 2010 MPs' chances add to 97%, and to 129% at their highest: all are scaled down alike, in whatever order.

    McDonnell, the last of the list, has as many nominations as in the opposite order, within four standard errors.
    """
    counts = []
    for scenario in written_twice("labour-2010-may"):
        row = names_of(scenario).index("mcdonnell")
        counts.append(draw(scenario, 7, 0, RUNS)[NOMINATIONS][row].sum(axis=0).astype(float))
    last, first = counts
    error = ((last.var() + first.var()) / RUNS) ** 0.5
    assert abs(last.mean() - first.mean()) <= 4 * error
