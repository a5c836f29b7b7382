"""What matters most, in words: the tornado, law beside belief, and Sobol's indices."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.show.phrases import figure_words, percent, plain
from simulator.show.sentences import short_names

if TYPE_CHECKING:
    from simulator.questions.indices import Sobol
    from simulator.questions.sensitivity import SensitivityAnswer, Swing

WIDTH = 100
SHOWN = 15
PAIRS = 5


def sensitivity_text(answer: SensitivityAnswer) -> Iterator[str]:
    """A sentence, the readings, the beliefs from the widest swing down, and the indices."""
    yield answer.scenario
    yield f"What moves the chance that {answer.name} leads at the end ({percent(answer.chance.share)})?"
    yield ""
    yield from textwrap.wrap(finding(answer), WIDTH, initial_indent="  ", subsequent_indent="  ")
    yield ""
    for reading in (one for one in answer.readings if one.visible):
        yield f"  {reading.dispute}={reading.reading}: {percent(reading.chance.share)} ({_points(reading)})"
    rows = [row for row in answer.beliefs if row.visible]
    left = max((len(row.belief) for row in rows[:SHOWN]), default=10) + 2
    if rows:
        yield f"  {'belief':<{left}}{'at its 5%':>10}{'at its 95%':>12}   swing"
    for row in rows[:SHOWN]:
        yield f"  {row.belief:<{left}}{percent(row.at_low.share):>10}{percent(row.at_high.share):>12}   {_points(row)}"
    hidden = len(answer.beliefs) - len(rows)
    if hidden or len(rows) > SHOWN:
        more = f"{len(rows) - SHOWN} more move it less; " if len(rows) > SHOWN else ""
        yield f"  {more}{hidden} of {len(answer.beliefs)} uncertain beliefs have no visible effect (below two errors)."
    yield from _elsewhere(answer)
    yield ""
    if (sobol := answer.sobol) is None:
        return
    yield from _indices(sobol, left)
    yield from textwrap.wrap(
        f"Tornado: each belief fixed at its 5% and 95% point, all else drawn, {answer.runs:,} simulations with the same "
        f"random draws, seed {answer.seed}. Indices: {sobol.points:,} × "
        f"{sobol.runs // sobol.points // sobol.each} points and readings, {sobol.each} simulations each, with the "
        "same random draws. First: the share of the variance of the chance that would go if it were known. Total: what would "
        f"be left if all the others were known. {percent(sobol.noise)} of that variance is simulation error. Of a single "
        f"contest, {percent(sobol.one_contest)} is chance in the events and the beliefs that were not varied.",
        WIDTH,
        initial_indent="  ",
        subsequent_indent="  ",
    )


def _elsewhere(answer: SensitivityAnswer) -> Iterator[str]:
    """For each other reading, the belief that moves the chance most under it."""
    for reading in answer.beliefs[0].under if answer.beliefs else ():
        most = max(answer.beliefs, key=lambda row: abs(row.under[reading]), default=None)
        if reading != answer.adopted and most is not None and most.under[reading]:
            size = f"{100 * most.under[reading]:+.0f} points"
            yield f"  Under “{plain(reading)}” the belief that moves it most is {most.belief}: {size}."


def _indices(sobol: Sobol, left: int) -> Iterator[str]:
    """The table of indices, and the pairs that do more together than apart."""
    yield f"  {'Sobol’s indices of the chance':<{left}}{'first':>10}{'total':>12}"
    for row in sobol.rows:
        first = f"{row.first:.2f} ±{1.96 * row.first_error:.2f}"
        total = f"{row.total:.2f} ±{1.96 * row.total_error:.2f}"
        yield f"  {_named(row.input):<{left}}{first:>12}{total:>13}"
    for pair in sobol.pairs[:PAIRS]:
        size = f"{pair.second:.2f} ±{1.96 * pair.second_error:.2f}"
        yield f"  together, beyond what each does alone: {' and '.join(_named(one) for one in pair.inputs)}: {size}"
    yield ""


def _named(path: str) -> str:
    """A reading in words; a belief as the file has it."""
    return path if "." in path else plain(path)


def finding(answer: SensitivityAnswer) -> str:
    """Whether law or belief moves the chance more."""
    reading = next((row for row in answer.readings if row.visible), None)
    belief = next((row for row in answer.beliefs if row.visible), None)
    names = short_names(answer.candidates)
    if reading is None and belief is None:
        return "Nothing that is believed, and no reading, moves it visibly."
    if belief is None or (reading is not None and abs(reading.difference) > abs(belief.difference)):
        assert reading is not None
        said = f"{plain(reading.dispute)} read “{plain(reading.reading)}” by {_size(reading)}"
        beside = f"; of beliefs most {figure_words(belief.belief, names)}, by {_size(belief)}" if belief else ""
        return f"Law moves it more than any belief: {said}{beside}."
    said = f"{figure_words(belief.belief, names)} by {_size(belief)} between its ends"
    beside = (
        f"; of readings, {plain(reading.dispute)} “{plain(reading.reading)}” by {_size(reading)}" if reading else ""
    )
    if not answer.readings:
        return f"No disputed clause bears on it; of beliefs, what moves it most: {said}."
    return f"Belief moves it more than any reading: {said}{beside}."


def _size(row: Swing) -> str:
    return f"{abs(100 * row.difference):.0f} points"


def _points(row: Swing) -> str:
    return f"{100 * row.difference:+.1f} ±{196 * row.error:.1f} points"
