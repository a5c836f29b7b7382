"""Baking: the page with a grid of answers inside it, so that one file works without the engine and without a network.

Settings with the same answer are kept once. What is kept is whole numbers, column by column, each as its difference from the
one before, in as many bytes as it needs, packed with deflate: the page unpacks them with what every browser has.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from simulator.questions.explore import Controls, Grid, thinned, written
from simulator.results.answer import as_json
from simulator.results.results import RunAnswer
from simulator.show.explorer.cell import Cell, Ranking
from simulator.show.explorer.facts import facts
from simulator.show.explorer.page import page
from simulator.show.outcome_paths import Way
from simulator.words.problems import refuse

LIGHT = 150_000
GRIDS = ((33, 19), (21, 13), (16, 9))
"""Values of the first slider and of the second, from the finest grid that is tried."""

WAYS = 8


def baked(
    there: Controls,
    home: RunAnswer,
    cells: Callable[[Controls, Grid], Sequence[Cell]],
    ranking: Ranking,
) -> str:
    """The page: the finest grid that keeps it within 150 KB.

    home    the answer as the scenario is written
    cells   asks every setting of a grid
    """
    if len(there.sliders) != 2:
        raise refuse(f"a page that stands alone has two sliders, not {len(there.sliders)}", "--sliders bar,support")
    base = there.base
    disputes = (base,) if base and isinstance(there.scenario.readings[base], str) else ()
    text = ""
    for sizes in GRIDS:
        sliders = tuple(thinned(one, size) for one, size in zip(there.sliders, sizes, strict=True))
        here = replace(there, sliders=sliders)
        answers = packed(cells(here, Grid(sliders, disputes)))
        text = page(
            facts(here, home, sliders=sliders, disputes=disputes),
            {**answers, "ranking": ranking.to_json(), "written": {one.key: written(here, one) for one in sliders}},
        )
        if len(text.encode()) <= LIGHT:
            return text
    raise refuse(
        f"even the coarsest page would weigh {len(text.encode()) // 1000} KB", "fewer --runs give shorter numbers"
    )


def packed(cells: Sequence[Cell]) -> dict[str, Any]:
    """The cells as the page unpacks them: columns of whole numbers, and lists of what they point at."""
    ways: dict[Way, int] = {}
    for one in cells:
        for entry in one.entries:
            for way in entry.ways:
                ways[way[:4]] = ways.get(way[:4], 0) + way[4]
    commonest = [way for way, _ in sorted(ways.items(), key=lambda item: -item[1])[:WAYS]]
    lists: dict[str, dict[str, int]] = {"says": {}, "needs": {}, "names": {}, "whos": {}}
    first = cells[0]
    leaders = list(first.entries[0].leader)

    def number(of: str, value: object) -> int:
        there = lists[of]
        return there.setdefault(json.dumps(as_json(value), ensure_ascii=False), len(there))

    def row(one: Cell) -> tuple[int, ...]:
        found = [number("says", one.say), *one.pairs]
        for entry in one.entries:
            counts = {way[:4]: way[4] for way in entry.ways}
            found += [entry.leader[who] for who in leaders]
            found += [entry.enough, entry.sought, entry.reaches]
            found += [number("needs", entry.needs), number("names", entry.names), number("whos", entry.who)]
            found += [counts.get(way, 0) for way in commonest]
        return tuple(found)

    distinct: dict[tuple[int, ...], int] = {}
    places = [distinct.setdefault(row(one), len(distinct)) for one in cells]
    columns = list(zip(*distinct, strict=True))
    numbers = [value for column in [*columns, places] for value in differences(column)]
    return {
        "kind": "baked",
        "columns": len(columns),
        "cells": len(distinct),
        "places": len(places),
        "packed": base64.b64encode(_deflated(b"".join(map(varint, numbers)))).decode(),
        "leaders": leaders,
        "pairs": [0] * len(first.pairs),
        "entries": [{"name": e.name, "if": e.if_, "unresolved": []} for e in first.entries],
        "ways": [list(way) for way in commonest],
        **{name: [json.loads(text) for text in there] for name, there in lists.items()},
    }


def differences(column: Any) -> Iterator[int]:
    """Each number as its difference from the one before."""
    before = 0
    for value in column:
        yield value - before
        before = value


def varint(value: int) -> bytes:
    r"""A whole number in as many bytes as it needs, seven bits each, the low ones first; the sign is in the last bit.

    >>> varint(0), varint(-1), varint(64).hex()
    (b'\x00', b'\x01', '8001')
    """
    left = 2 * value if value >= 0 else -2 * value - 1
    found = bytearray()
    while True:
        byte, left = left & 127, left >> 7
        found.append(byte | (128 if left else 0))
        if not left:
            return bytes(found)


def _deflated(data: bytes) -> bytes:
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    return press.compress(data) + press.flush()
