"""Bars as they stand for a scenario's heads: whom the base counts, the least number that suffices, the sum in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulator.procedures.bars import least, spelt
from simulator.rulebooks.law import Law
from simulator.rulebooks.values import Counted, unfinished
from simulator.scenario.scenario import Body


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar as it stands: the base in heads, the least number that suffices, the sum in words."""

    stage: str
    base: int
    needs: int
    words: str


@dataclass(frozen=True, slots=True)
class NoBar:
    """A bar that cannot be worked out, and what is lacking: a part of the law, or heads."""

    stage: str
    words: str
    bodies: tuple[str, ...] = ()
    roll: str = ""


def bar_of(law: Law, stage: str, bodies: Mapping[str, Body]) -> Bar | NoBar:
    """The bar of a nomination stage, by exact arithmetic, with the sum spelt out."""
    count = law.get(f"{stage}.bar.count")
    if isinstance(count, int):
        return Bar(stage, 0, count, f"{count} nominations")
    value = {name: law.get(f"{stage}.bar.{name}") for name in ("share", "of", "counted", "rounding", "test")}
    unsaid = [name for name, one in value.items() if one is None or unfinished(one)]
    if unsaid:
        return NoBar(stage, f"cannot be worked out: the book does not say its {', '.join(unsaid)}")
    heads = heads_of(bodies, value["of"], value["counted"])
    if heads is None:
        missing = tuple(body for body in value["of"] if body not in bodies)
        lacking = ", ".join(missing) if missing else str(value["counted"])
        return NoBar(stage, f"lacks heads: {lacking}", missing, value["counted"].roll)
    base = sum(heads.values())
    needs = least(value["share"], base, value["rounding"], value["test"])
    words = spelt(value["share"], heads_words(heads), base, value["rounding"], value["test"])
    return Bar(stage, base, needs, words)


def heads_of(bodies: Mapping[str, Body], of: Iterable[str], counted: Counted) -> dict[str, int] | None:
    """Heads of each body as a reading counts them; None if a head-count is missing.

    A dated roll replaces a body's size; a body without that roll is counted whole, but at least one body of the base must
    have it.
    """
    found = {}
    on_a_roll = False
    for name in of:
        body = bodies.get(name)
        if body is None:
            return None
        heads = body.size
        if counted.who == "all but the suspended":
            heads -= body.suspended
        elif counted.roll and counted.roll in body.rolls:
            heads, on_a_roll = body.rolls[counted.roll], True
        found[name] = heads
    return None if counted.roll and not on_a_roll else found


def heads_words(heads: Mapping[str, int]) -> str:
    """The base spelt out: ``231 MPs + 20 MEPs``."""
    return " + ".join(f"{count} {body_word(name)}" for name, count in heads.items())


def body_word(name: str) -> str:
    """A body's short name as people write it.

    >>> body_word("mps"), body_word("clps")
    ('MPs', 'CLPs')
    """
    return name[:-1].upper() + "s" if name.endswith("s") and len(name) <= 5 else name
