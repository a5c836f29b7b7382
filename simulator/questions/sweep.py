"""Sweep: the answer over a grid of values of one or two figures, of law or of belief, under every reading, on the same luck."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import product
from typing import Any

from simulator.questions.cells import ALONE, Answer, Cell, Load, Store, played
from simulator.questions.compare import touching
from simulator.questions.crew import Crew
from simulator.questions.realbars import real_bars
from simulator.questions.simulate import Progress, seed_of
from simulator.results.chances import chance
from simulator.scenario.scenario import Scenario, sure
from simulator.words.problems import refuse

MOST = 10_000
USUAL = 20
_RANGE = re.compile(r"\s*([-\d.,]+?)\s*(%?)\s*\.\.\s*([-\d.,]+)\s*(%?)\s*(?::\s*([\d.,]+)\s*%?\s*)?")


@dataclass(frozen=True, slots=True)
class Axis:
    """One figure that is varied: its path, its values as numbers, and their unit."""

    path: str
    values: tuple[float, ...]
    unit: str

    def written(self, value: float) -> str:
        """A value as a file would have it.

        >>> Axis("x", (0.1,), "%").written(12.5), Axis("x", (1.0,), "").written(40.0)
        ('12.5%', '40')
        """
        return f"{value:.10g}{self.unit}"


def axis(text: str) -> Axis:
    """``PATH=from..to[:step]`` as an axis; without a step, twenty steps.

    >>> axis("a.b=10%..20%:5%").values
    (10.0, 15.0, 20.0)
    """
    path, equals, said = text.partition("=")
    found = _RANGE.fullmatch(said) if equals else None
    if not path.strip() or found is None:
        cure = "write --vary challenge-nominations.bar.share=10%..30%:1%"
        raise refuse(f"--vary {text}: this is not PATH=FROM..TO", cure)
    low, high = (_number(found[n], text) for n in (1, 3))
    if low >= high:
        raise refuse(f"--vary {text}: {found[1]} is not below {found[3]}", "write the smaller end first")
    step = _number(found[5], text) if found[5] else (high - low) / USUAL
    if step <= 0 or (high - low) / step > MOST:
        raise refuse(f"--vary {text}: a step of {found[5]} does not fit", f"at most {MOST:,} values")
    count = int((high - low) / step + 1e-9) + 1
    return Axis(path.strip(), tuple(round(low + n * step, 10) for n in range(count)), found[4] or found[2])


def _number(text: str, whole: str) -> float:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        raise refuse(f"--vary {whole}: “{text}” is not a number", "write 10%..30%, or 38..60:1") from None


def _axis(one: Axis, home: Scenario, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """An axis for the document, with the value as it is in the file or the law, and the names that are needed there."""
    value = home_value(home, one.path)
    at = None if value is None else _unit(one, value)
    needs: list[int] = next((row["needs"] for row in rows if row["at"] == [at]), [])
    words = f", needs {' or '.join(str(n) for n in needs)}" if needs and one.path.split(".")[1:2] == ["bar"] else ""
    return {
        "path": one.path, "values": list(one.values), "unit": one.unit, "home": at, "needs": words,
        "bars": [{**bar, "at": _unit(one, bar["at"])} for bar in real_bars(home, one.path)],
    }  # fmt: skip


def _unit(one: Axis, value: float) -> float:
    """A value in the unit of an axis."""
    return round(100 * value if one.unit == "%" else value, 10)


def home_value(home: Scenario, path: str) -> float | None:
    """The value of a figure as the scenario or its rules have it: the middle of a belief, a share or count of law."""
    if path in home.beliefs:
        return home.beliefs[path].quantity.centre
    said = home.book.read(home.edition, sure(home.book, home.readings), home.what_ifs).get(path)
    return float(said) if isinstance(said, int | float | Fraction) else None


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
    every_reading  not only the readings compared, but every reading of every dispute that bears on it, one at a time
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
    kept, crossed = Store() if store is None else store, touching(home) if every_reading else ()
    loads, sizes = [load] if not crossed else _each(load, crossed), [len(one.values) for one in axes]
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
        "subject": home.about or (home.ids[home.incumbent] if home.incumbent >= 0 else home.ids[0]),
        "axes": [_axis(one, home, rows) for one in axes],
        "rows": rows,
    }


def _each(load: Load, crossed: Sequence[str]) -> list[Load]:
    """The scenario as adopted, and once for each dispute with all its readings laid side by side."""

    def loads(compared: tuple[str, ...], settings: Mapping[str, str]) -> Scenario:
        return replace(load(settings), compared=compared)

    return [partial(loads, compared) for compared in [(), *((one,) for one in crossed)]]


def _under(home: Scenario, crossed: Sequence[str], answers: Sequence[Answer]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(reading, counts) of one cell: those compared; or as adopted, and every other reading of each dispute by its name."""
    if not crossed:
        yield from answers[0]["readings"].items()
        return
    yield "as adopted", next(iter(answers[0]["readings"].values()))
    for dispute, answer in zip(crossed, answers[1:], strict=True):
        for reading, found in answer["readings"].items():
            if reading != home.readings[dispute]:
                yield f"{dispute}={reading}", found
