"""The order of blocks in a file means nothing: readings, contests, stages, blocs and beliefs may stand in any."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from simulator.questions.simulate import simulate
from simulator.rulebooks.check import ways_to_read
from simulator.rulebooks.shelf import YES_OR_NO, book_of, books
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


def turned(value: Any, name: str = "") -> Any:
    """A value with every mapping in it in the opposite order."""
    if isinstance(value, dict):
        items = value.items() if name in DRAWN_IN_ORDER else reversed(value.items())
        return {key: turned(one, key) for key, one in items}
    return [turned(one) for one in value] if isinstance(value, list) else value


def otherwise(document: Document) -> Document:
    """A document in the opposite order, each value still at its place."""
    return replace(document, data=turned(document.data))


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
