"""Heads: how many of a body the base of a bar counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from simulator.rulebooks.vocabulary import Counted
from simulator.scenario.scenario import Body


def heads_of(bodies: Mapping[str, Body], of: Iterable[str], counted: Counted) -> dict[str, int] | None:
    """Heads of each body as a reading counts them; None if the scenario lacks a head-count it needs.

    A dated roll replaces a body's size; a body without rolls of any kind is counted whole, but at least one body of the
    base must have the roll that the reading names.
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


def heads_words(bodies: Mapping[str, Body], heads: Mapping[str, int]) -> str:
    """The base spelt out: ``231 MPs + 20 MEPs``."""
    return " + ".join(f"{count} {body_word(name)}" for name, count in heads.items())


def body_word(name: str) -> str:
    """A body's short name as people write it.

    >>> body_word("mps"), body_word("clps")
    ('MPs', 'CLPs')
    """
    return name[:-1].upper() + "s" if name.endswith("s") and len(name) <= 5 else name
