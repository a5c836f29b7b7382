"""Baking: the page with a grid of answers inside it, so that one file works without the engine and without a network.

Settings with the same answer are kept once. What is kept is whole numbers, column by column, each as its difference from the
one before, in as many bytes as it needs, packed with deflate: the page unpacks them with what every browser has.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from simulator.questions.explore import Asked, Controls, Slider, answer, scenario_at, settings, written
from simulator.questions.simulate import DrawCache, Load, Progress, simulate
from simulator.scenario.bars import Bar, bar_of
from simulator.scenario.scenario import Scenario
from simulator.show.explorer.cell import cell
from simulator.show.explorer.facts import facts
from simulator.show.explorer.page import page
from simulator.words.problems import refuse

LIGHT = 150_000
GRIDS = ((33, 19), (21, 13), (16, 9))
"""Values of the first slider and of the second, from the finest grid that is tried."""

WAYS = 8


@dataclass(frozen=True)
class Grid:
    """The settings a page carries: two sliders, and the readings of one dispute."""

    sliders: tuple[Slider, ...]
    disputes: tuple[str, ...]

    def asked(self, there: Controls) -> Iterator[Asked]:
        """Every setting, in the order in which the page counts them."""
        own = there.scenario.readings
        options = [there.disputes[d] for d in self.disputes]
        for chosen in product(*options):
            read = {d: r for d, r in zip(self.disputes, chosen, strict=True) if own[d] != r}
            for numbers in product(*(range(len(one.values)) for one in self.sliders)):
                yield Asked(dict(zip((s.key for s in self.sliders), numbers, strict=True)), read)


def baked(
    load: Load, there: Controls, runs: int, seed: int, ranking: Mapping[str, Any], progress: Progress | None = None
) -> str:
    """The page: the finest grid that keeps it within 150 KB."""
    if len(there.sliders) != 2:
        raise refuse(f"a page that stands alone has two sliders, not {len(there.sliders)}", "--sliders bar,support")
    base = there.base
    disputes = (base,) if base and isinstance(there.scenario.readings[base], str) else ()
    known: dict[str, dict[str, Any]] = {}
    text = ""
    for sizes in GRIDS:
        sliders = tuple(thinned(one, size) for one, size in zip(there.sliders, sizes, strict=True))
        here = replace(there, sliders=sliders)
        grid = Grid(sliders, disputes)
        cells = list(_cells(load, here, grid, runs, seed, known, progress))
        home = answer(load, there, Asked({}, {}), runs, seed)
        known_facts = facts(here, home, sliders=sliders, disputes=disputes)
        text = page(
            known_facts,
            {**packed(cells), "ranking": dict(ranking), "written": {one.key: written(here, one) for one in sliders}},
        )
        if len(text.encode()) <= LIGHT:
            return text
    raise refuse(
        f"even the coarsest page would weigh {len(text.encode()) // 1000} KB", "fewer --runs give shorter numbers"
    )


def thinned(slider: Slider, most: int) -> Slider:
    """A slider with at most so many of its values, evenly spread over it, home among them."""
    count = len(slider.values)
    if count <= most:
        return slider
    step = -(-(count - 1) // (most - 2))
    numbers = sorted({*range(slider.home % step, count, step), slider.home})
    return replace(slider, values=tuple(slider.values[n] for n in numbers), home=numbers.index(slider.home))


def _cells(
    load: Load,
    there: Controls,
    grid: Grid,
    runs: int,
    seed: int,
    known: dict[str, dict[str, Any]],
    progress: Progress | None,
) -> Iterator[dict[str, Any]]:
    """The answer to every setting. Settings whose bars need the same names, and whose beliefs are the same, are one."""
    every, drawn = list(grid.asked(there)), DrawCache(most=len(grid.sliders[-1].values) + 1)
    for number, asked in enumerate(every, 1):
        scenario = scenario_at(load, there, asked)
        key = _alike(there, scenario, asked)
        if key not in known:
            known[key] = cell(simulate(scenario, runs=runs, seed=seed, drawn=drawn).comparison)
        if progress is not None:
            progress(number * runs, len(every) * runs)
        yield known[key]


def _alike(there: Controls, scenario: Scenario, asked: Asked) -> str:
    """What decides the answer: the beliefs that are set, and the names every bar needs."""
    law = scenario.law
    bars = [bar_of(law, stage, scenario.bodies) for stage in law.stages if law.kinds[stage] == "nomination"]
    beliefs = {path: value for path, value in settings(there, asked).items() if path in scenario.beliefs}
    return json.dumps([beliefs, [one.needs if isinstance(one, Bar) else one.words for one in bars]])


def packed(cells: list[dict[str, Any]]) -> dict[str, Any]:
    """The cells as the page unpacks them: columns of whole numbers, and lists of what they point at."""
    ways: dict[tuple[Any, ...], int] = {}
    for one in cells:
        for entry in one["entries"]:
            for *way, count in entry["ways"]:
                ways[tuple(way)] = ways.get(tuple(way), 0) + count
    commonest = [way for way, _ in sorted(ways.items(), key=lambda item: -item[1])[:WAYS]]
    lists: dict[str, dict[str, int]] = {"says": {}, "needs": {}, "names": {}, "whos": {}}
    leaders = list(cells[0]["entries"][0]["leader"])

    def number(of: str, value: Any) -> int:
        there = lists[of]
        return there.setdefault(json.dumps(value, ensure_ascii=False), len(there))

    def row(one: dict[str, Any]) -> tuple[int, ...]:
        found = [number("says", one["say"]), *one["pairs"]]
        for entry in one["entries"]:
            counts = {tuple(way): count for *way, count in entry["ways"]}
            found += [entry["leader"][who] for who in leaders]
            found += [entry["enough"], entry["sought"], entry["reaches"]]
            found += [number("needs", entry["needs"]), number("names", entry["names"]), number("whos", entry["who"])]
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
        "pairs": [0] * len(cells[0]["pairs"]),
        "entries": [{"name": e["name"], "if": e["if"], "unresolved": []} for e in cells[0]["entries"]],
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
