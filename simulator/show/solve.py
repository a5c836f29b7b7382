"""What it would take, in words: break-even values, and the fewest who would have to act otherwise."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from simulator.questions.axes import said_as
from simulator.show.phrases import percent, plain

if TYPE_CHECKING:
    from simulator.questions.flip import FlipAnswer, FlippedUnder
    from simulator.questions.solve import SolveAnswer, SolvedUnder

WIDTH = 92
SURE = 1.96


def solve_text(answer: SolveAnswer) -> Iterator[str]:
    """A sentence a reading: the value with its error, or that none in range suffices."""
    yield answer.scenario
    asked = f"{answer.name} a {percent(answer.wanted)} chance of leading at the end"
    yield f"Which value of {answer.path} gives {asked}?"
    yield ""
    for row in answer.rows:
        yield from textwrap.wrap(
            f"{plain(row.readings)}: {_value(answer, row)}", WIDTH, initial_indent="  ", subsequent_indent="    "
        )
    yield ""
    home = "" if answer.home is None else f" As it is: {_said(answer, answer.home)}."
    yield f"  {answer.runs:,} simulations for each value, with the same random draws, seed {answer.seed}.{home}"


def _value(answer: SolveAnswer, row: SolvedUnder) -> str:
    from simulator.questions.solve import Reached

    if not isinstance(row, Reached):
        least, most = (percent(chance.share) for chance in row.range)
        stays = f"stays at {least}" if least == most else f"stays between {least} and {most}"
        low, high = (_said(answer, value) for value in answer.between)
        return f"none of {answer.tried} values between {low} and {high}; the chance {stays}"
    error = "" if row.error is None else f" ± {SURE * row.error:.1f}"
    said = f"{_said(answer, row.value)}{error} (the chance there is {percent(row.chance.share)})"
    if row.leap is not None:
        before, after = (percent(chance.share) for chance in row.leap.chances)
        ends = f"between {_said(answer, row.leap.from_)} and {_said(answer, row.leap.to)}"
        said = f"{_said(answer, row.value)}: {ends} the chance jumps from {before} to {after}"
    if row.also:
        others = ", ".join(f"{_said(answer, a)} and {_said(answer, b)}" for a, b in row.also)
        said += f"; it is crossed again between {others}"
    return said


def _said(answer: SolveAnswer, value: float) -> str:
    return said_as(value, answer.unit, f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}")


def flip_text(answer: FlipAnswer, names: Mapping[str, str]) -> Iterator[str]:
    """A sentence a reading: how many, which way, and who would then be likeliest."""
    yield answer.scenario
    yield "How few nominators would have to switch to change the likely leader?"
    yield ""
    for row in answer.rows:
        who = names.get(row.likeliest, row.likeliest)
        said = f"{who} is the likely leader ({percent(row.chance.share)}, {_lead(row.lead, row.lead_error)})"
        if row.then is None or row.then_chance is None or row.then_lead is None or row.then_lead_error is None:
            said += "; no change in nominations alters that"
        else:
            then = f"{percent(row.then_chance.share)}, {_lead(row.then_lead, row.then_lead_error)}"
            said += f"; if {_way(row)} {answer.name}, it would be {names.get(row.then, row.then)} ({then})"
        yield from textwrap.wrap(
            f"{plain(row.readings)}: {said}.", WIDTH, initial_indent="  ", subsequent_indent="    "
        )
    yield ""
    how = f"{answer.runs:,} simulations with the same random draws, seed {answer.seed}"
    yield f"  {how}; the same number switches in each."


def _lead(lead: float, error: float) -> str:
    """How far ahead of the next, with the error of that difference; and whether it is beyond it."""
    unsure = ": too close to be sure" if lead < SURE * error else ""
    return f"{100 * lead:.1f} ± {100 * SURE * error:.1f} points ahead{unsure}"


def _way(row: FlippedUnder) -> str:
    one = row.fewest == 1
    return f"{row.fewest} {'more' if row.more_for else 'fewer'} nominator{'' if one else 's'} nominated"
