"""Sweep: the answer over a grid of values of one or two figures, of law or of belief, under every reading, on the same luck."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Any

from simulator.questions.axes import MOST, Axis, home_value
from simulator.questions.cells import ALONE, Answer, Cell, Load, Store, played
from simulator.questions.compare import touching
from simulator.questions.crew import Crew
from simulator.questions.realbars import real_bars
from simulator.questions.simulate import Progress, seed_of
from simulator.results.chances import chance
from simulator.scenario.bars import Bar, bar_of
from simulator.scenario.scenario import Scenario
from simulator.words.problems import refuse


def _axis(one: Axis, home: Scenario) -> dict[str, Any]:
    """An axis for the document, with the value as it is in the file or the law, and the names that are needed there."""
    value = home_value(home, one.path)
    at = None if value is None else _unit(one, value)
    stage, own = one.path.split(".")[0], one.path.split(".")[1:2] == ["bar"]
    bar = bar_of(home.law, stage, home.bodies) if own else None
    words = f", needs {bar.needs}" if isinstance(bar, Bar) else ""
    return {
        "path": one.path, "values": list(one.values), "unit": one.unit, "home": at, "needs": words,
        "bars": [{**bar, "at": _unit(one, bar["at"])} for bar in real_bars(home, one.path)],
    }  # fmt: skip


def _unit(one: Axis, value: float) -> float:
    """A value in the unit of an axis."""
    return round(100 * value if one.unit == "%" else value, 10)


def sweep(
    load: Load,
    axes: Sequence[Axis],
    *,
    runs: int | None = None,
    seed: int | None = None,
    store: Store | None = None,
    every_reading: bool = False,
    crew: Crew = ALONE,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Play every cell of the grid; the answer as one document, a row a cell and reading.

    load           settings → scenario: each cell is the same scenario with other figures set
    every_reading  every reading of every dispute that bears on it, one at a time, crossed with the readings compared
    """
    if not 1 <= len(axes) <= 2:
        raise refuse(f"{len(axes)} figures to vary", "one gives a curve, two a heat map")
    grid = list(product(*(one.values for one in axes)))
    if len(grid) > MOST:
        raise refuse(f"a grid of {len(grid):,} cells", f"at most {MOST:,}; take a larger step")
    home = load({})
    runs, seed = home.runs if runs is None else runs, seed_of(home, seed)
    settings = [
        tuple((one.path, one.written(value)) for one, value in zip(axes, values, strict=True)) for values in grid
    ]
    cells = [Cell(one, runs, seed) for one in settings]
    kept = Store() if store is None else store
    crossed = tuple(d for d in touching(home) if d not in home.compared) if every_reading else ()
    loads, sizes = _each(load, home.compared, crossed), [len(one.values) for one in axes]
    answers = played(loads, cells, kept, sizes=sizes, crew=crew, progress=progress)
    rows = [
        {
            "at": list(values),
            "readings": reading,
            "leader": {one: chance(count, runs) for one, count in found["leader"].items()},
            "needs": found["needs"],
        }
        for number, values in enumerate(grid)
        for reading, found in _under(home, crossed, [one[number] for one in answers])
    ]
    return {
        "schema": "party-rules/sweep/1",
        "scenario": home.title,
        "rules": {"book": home.book.key, "edition": home.edition.name},
        "runs": runs,
        "seed": seed,
        "candidates": {one.id: one.name for one in home.candidates},
        "subject": home.subject,
        "axes": [_axis(one, home) for one in axes],
        "rows": rows,
    }


def _each(load: Load, compared: tuple[str, ...], crossed: Sequence[str]) -> list[Load]:
    """The scenario as it is, and once for each dispute with all its readings crossed with those compared."""

    def loads(disputes: tuple[str, ...], settings: Mapping[str, str]) -> Scenario:
        return replace(load(settings), compared=disputes)

    return [load, *(partial(loads, (*compared, one)) for one in crossed)]


def _under(home: Scenario, crossed: Sequence[str], answers: Sequence[Answer]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(readings, counts) of one cell: those compared, then each beside every other reading of each dispute by its name."""
    yield from answers[0]["readings"].items()
    for dispute, answer in zip(crossed, answers[1:], strict=True):
        readings = list(home.book.disputes[dispute].readings)
        beside = [f"{base}; " if home.compared else "" for base in answers[0]["readings"]]
        for (base, reading), found in zip(product(beside, readings), answer["readings"].values(), strict=True):
            if reading != home.readings[dispute]:
                yield f"{base}{dispute}={reading}", found
