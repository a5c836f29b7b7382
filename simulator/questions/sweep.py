"""Sweep: the answer over a grid of values of one or two figures, of law or of belief, under every reading, on the same draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING, ClassVar

from simulator.engine.leaders import OTHERS, tally
from simulator.questions.axes import MOST, Axis, home_value
from simulator.questions.cache import Answer as Block
from simulator.questions.cache import Cache
from simulator.questions.compare import touching
from simulator.questions.simulate import BATCH, Case, Load, Progress, choices, leading, reading_names, seed_of
from simulator.results.answer import Answer, Part
from simulator.results.chances import Chance
from simulator.results.results import Rules
from simulator.rulebooks.law import Law
from simulator.scenario.bars import Bar, bar_of
from simulator.scenario.scenario import Scenario, sure
from simulator.words.problems import refuse

if TYPE_CHECKING:
    from concurrent.futures import Executor

BEFORE = 2
"""Editions before the scenario's whose bars are shown: texts that were still quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RealBar(Part):
    """Nominations that suffice by some text or reading: how many, where that lies on the varied figure, and by what."""

    needs: int
    at: float
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureVaried(Part):
    """A figure that is varied, with its values in its unit.

    home   its value in the file or the law;  needs: the nominations that are needed there, in words
    bars   those that texts and readings really set
    """

    path: str
    values: tuple[float, ...]
    unit: str
    home: float | None
    needs: str
    bars: tuple[RealBar, ...]

    @classmethod
    def of(cls, one: Axis, home: Scenario) -> FigureVaried:
        """An axis in a scenario."""
        value = home_value(home, one.path)
        stage, own = one.path.split(".")[0], one.path.split(".")[1:2] == ["bar"]
        bar = bar_of(home.law, stage, home.bodies) if own else None
        return cls(
            path=one.path, values=one.values, unit=one.unit, home=None if value is None else _unit(one, value),
            needs=f", needs {bar.needs}" if isinstance(bar, Bar) else "", bars=tuple(real_bars(home, one)),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepCell(Part):
    """Who leads at a value (or pair of values) under some readings, and the nominations that bars needed."""

    at: tuple[float, ...]
    readings: str
    leader: Mapping[str, Chance]
    needs: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepAnswer(Answer):
    """Who leads at every value of one or two figures, under each reading, on the same draws; ``runs`` contests at each."""

    schema: ClassVar[str] = "party-rules/sweep/1"

    scenario: str
    rules: Rules
    runs: int
    seed: int
    candidates: Mapping[str, str]
    subject: str
    axes: tuple[FigureVaried, ...]
    rows: tuple[SweepCell, ...]


@dataclass(slots=True)
class _Counts:
    """What is counted at a cell under some readings, block after block."""

    leader: Counter[str] = field(default_factory=Counter)
    needs: set[int] = field(default_factory=set)


def _unit(one: Axis, value: float) -> float:
    """A value in the unit of an axis."""
    return round(100 * value if one.unit == "%" else value, 10)


def sweep(
    load: Load,
    axes: Sequence[Axis],
    *,
    runs: int | None = None,
    seed: int | None = None,
    cache: Cache | None = None,
    every_reading: bool = False,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> SweepAnswer:
    """Simulate every cell of the grid: a row a cell and reading.

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
    settings = [{one.path: one.written(value) for one, value in zip(axes, values, strict=True)} for values in grid]
    crossed = tuple(d for d in touching(home) if d not in home.compared) if every_reading else ()
    ways = [home.compared, *((*home.compared, one) for one in crossed)]
    named = [reading_names(replace(home, compared=way)) for way in ways]
    begun: list[tuple[int, int]] = []
    found = {(way, cell): [_Counts() for _ in names] for way, names in enumerate(named) for cell in range(len(grid))}

    def cases() -> Iterator[Case]:
        for way, cell, case in _begun(load, ways, settings, runs, seed, [len(one.values) for one in axes]):
            begun.append((way, cell))
            yield case

    def taken(number: int, choice: int, first: int, block: Block) -> None:
        counts = found[begun[number]][choice]
        counts.leader.update(tally(block.leaders, home.ids))
        counts.needs.update(block.needs)

    whole = len(ways) * len(grid) * runs
    leading(cases(), taken, cache=cache, executor=executor, progress=progress, whole=whole)
    rows = [
        SweepCell(
            at=values,
            readings=reading,
            leader={one: Chance(count=counts.leader[one], of=runs) for one in (*home.ids, *OTHERS)},
            needs=tuple(sorted(counts.needs)),
        )
        for cell, values in enumerate(grid)
        for reading, counts in _under(home, crossed, named[0], [found[way, cell] for way in range(len(ways))])
    ]
    return SweepAnswer(
        scenario=home.title, rules=Rules.of(home), runs=runs, seed=seed,
        candidates={one.id: one.name for one in home.candidates}, subject=home.subject,
        axes=tuple(FigureVaried.of(one, home) for one in axes), rows=tuple(rows),
    )  # fmt: skip


def _begun(
    load: Load,
    ways: Sequence[tuple[str, ...]],
    settings: Sequence[Mapping[str, str]],
    runs: int,
    seed: int,
    sizes: Sequence[int],
) -> Iterator[tuple[int, int, Case]]:
    """(way, cell, its contests) in the order in which they are begun: batch by batch, cells evenly, all ways of one in turn.

    ways  the disputes that are crossed
    """
    loaded: dict[int, Scenario] = {}
    for first in range(0, runs, BATCH):
        for cell in balanced(*sizes):
            scenario = loaded.get(cell) or load(settings[cell])
            if runs > BATCH:
                loaded[cell] = scenario
            for way, disputes in enumerate(ways):
                readings, many = choices(replace(scenario, compared=disputes)), min(BATCH, runs - first)
                yield way, cell, Case(scenario, readings, many, seed, first, settings=settings[cell])


def balanced(*sizes: int) -> list[int]:
    """The cells of a grid, numbered row by row, in an order that is even along each axis whenever it stops.

    One axis: van der Corput's sequence in base 2. Two: Sobol's first two dimensions, a (0, 2)-sequence, of which every
    4, 8, 16 … points in a row have one in each rectangle of that share of the grid. Cells beyond the grid are left out.

    >>> balanced(8)
    [0, 4, 2, 6, 1, 5, 3, 7]
    >>> balanced(4, 4)[:4]
    [0, 10, 7, 13]
    """
    bits = [(size - 1).bit_length() for size in sizes]
    whole = sum(bits)
    turns = (_van_der_corput, _second_of_sobol)[: len(sizes)]
    order = []
    for number in range(1 << whole):
        at = [turn(number, whole) >> (whole - own) for turn, own in zip(turns, bits, strict=True)]
        if all(one < size for one, size in zip(at, sizes, strict=True)):
            order.append(sum(one * prod(sizes[n + 1 :]) for n, one in enumerate(at)))
    return order


def _van_der_corput(number: int, bits: int) -> int:
    """A number with its bits in the opposite order."""
    return int(f"{number:0{bits}b}"[::-1], 2) if bits else 0


def _second_of_sobol(number: int, bits: int) -> int:
    """The second dimension of Sobol's sequence: its direction numbers are the rows of Pascal's triangle, odd or even."""
    found, direction = 0, 1 << (bits - 1) if bits else 0
    for place in range(bits):
        if number >> place & 1:
            found ^= direction
        direction ^= direction >> 1
    return found


def _under(
    home: Scenario, crossed: Sequence[str], names: Sequence[str], answers: Sequence[list[_Counts]]
) -> Iterator[tuple[str, _Counts]]:
    """(readings, counts) of one cell: those compared, then each beside every other reading of each dispute by its name."""
    yield from zip(names, answers[0], strict=True)
    for dispute, counted in zip(crossed, answers[1:], strict=True):
        readings = list(home.book.disputes[dispute].readings)
        beside = [f"{base}; " if home.compared else "" for base in names]
        for (base, reading), counts in zip(product(beside, readings), counted, strict=True):
            if reading != home.readings[dispute]:
                yield f"{base}{dispute}={reading}", counts


# --- the bar of a scenario by its other readings, its other stages and the texts before -----------------------------------
def real_bars(home: Scenario, axis: Axis) -> Iterator[RealBar]:
    """Every number of names that suffices by some text or reading, each number once, the fewest names first.

    Only a bar's share or count has them.
    """
    stage, _, figure = axis.path.partition(".")
    law = home.law
    here = bar_of(law, stage, home.bodies) if law.kinds.get(stage) == "nomination" else None
    if figure not in ("bar.share", "bar.count") or not isinstance(here, Bar):
        return
    found: dict[int, dict[str, None]] = {}
    for needs, whose in _known(home, law, stage):
        found.setdefault(needs, {})[whose] = None
    for needs, words in sorted(found.items()):
        at = needs if figure == "bar.count" or not here.base else needs / here.base
        yield RealBar(needs=needs, at=_unit(axis, at), by=tuple(words))


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
