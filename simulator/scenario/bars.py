"""Bars as they stand for a scenario's heads: whom the base counts, the least number that suffices, the sum in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from simulator.procedures.bars import least, spelt
from simulator.rulebooks.law import Law
from simulator.scenario.scenario import Body
from simulator.stages.nomination import BEFORE
from simulator.stages.values import AllOf, AnyOf, Counted, Threshold, unfinished


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar as it stands: the base in heads, the least number that suffices, the sum in words.

    several   it has several thresholds: base and needs are those of the first, the words say them all
    """

    stage: str
    base: int
    needs: int
    words: str
    several: bool = False


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
        more = law.get(f"{stage}.bar.test") == "more than"
        return Bar(stage, 0, count + more, f"{count + more} nominations{f', more than {count}' if more else ''}")
    if count is not None:
        return NoBar(stage, f"cannot be worked out: the number is {count}")
    value = {name: law.get(f"{stage}.bar.{name}") for name in ("share", "of", "counted", "rounding", "test")}
    if value["test"] == "more than":
        del value["rounding"]  # nothing is rounded where more than a share is needed
    unsaid = [name for name, one in value.items() if one is None or unfinished(one)]
    if unsaid:
        return NoBar(stage, f"cannot be worked out: the book does not say its {', '.join(unsaid)}")
    heads = heads_of(bodies, value["of"], value["counted"])
    if heads is None:
        missing = tuple(body for body in value["of"] if body not in bodies)
        lacking = ", ".join(missing) if missing else str(value["counted"])
        return NoBar(stage, f"lacks heads: {lacking}", missing, value["counted"].roll)
    base = sum(heads.values())
    rounding = value.get("rounding", "up")
    needs = least(value["share"], base, rounding, value["test"])
    words = spelt(value["share"], heads_words(heads), base, rounding, value["test"])
    return Bar(stage, base, needs, words)


def bar_of_several(law: Law, stage: str, bodies: Mapping[str, Body]) -> Bar | NoBar:
    """A bar of several thresholds, the first of which counts what a candidate has in; any other bar as it is."""
    parts = [law.get(f"{stage}.bar.{leaf}") for leaf in ("all_of", "any_of")]
    whole = next((one for one in parts if isinstance(one, AllOf | AnyOf)), None)
    if whole is None or law.get(f"{stage}.among") == BEFORE:
        return bar_of(law, stage, bodies)
    first = next(thresholds(whole))
    needs = needs_of(first, bodies)
    if needs is None:
        return NoBar(stage, f"lacks heads: {', '.join(body for body in first.of if body not in bodies)}")
    base = sum((heads_of(bodies, first.of, first.counted) or {}).values()) if first.share is not None else 0
    return Bar(stage, base, needs, needed_words(law, stage, bodies).removesuffix(" are needed"), several=True)


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
    return name[:-1].upper() + "s" if name.endswith("s") and len(name) <= 5 else name.replace("_", " ")


def thresholds(bar: AllOf | AnyOf) -> Iterator[Threshold]:
    """Every threshold of a bar of several."""
    for part in bar.parts:
        if isinstance(part, Threshold):
            yield part
        else:
            yield from thresholds(part)


def needs_of(one: Threshold, bodies: Mapping[str, Body]) -> int | None:
    """The least number that suffices for one threshold; None if its base is not known in heads."""
    if one.share is None:
        return None if one.count is None else one.count + (one.test == "more than")
    heads = heads_of(bodies, one.of, one.counted)
    return None if heads is None else least(one.share, sum(heads.values()), one.rounding, one.test)


def ways_over(law: Law, stage: str, bodies: Mapping[str, Body]) -> Iterator[str]:
    """The ways over a bar, or its parts where all are needed, in words, with the sum where the heads are known."""
    any_of, all_of = law.get(f"{stage}.bar.any_of"), law.get(f"{stage}.bar.all_of")
    bar = any_of if any_of is not None else all_of
    for way in bar.parts if isinstance(bar, AnyOf | AllOf) else ():
        inside = thresholds(way) if isinstance(way, AllOf | AnyOf) else (way,)
        yield (", or " if isinstance(way, AnyOf) else " and ").join(_way_words(one, bodies) for one in inside)


def _way_words(one: Threshold, bodies: Mapping[str, Body]) -> str:
    heads = heads_of(bodies, one.of, one.counted) if one.share is not None else None
    if heads is None or one.share is None or one.by != one.of:
        return str(replace(one, by=tuple(map(body_word, one.by)), of=tuple(map(body_word, one.of))))
    return spelt(one.share, heads_words(heads), sum(heads.values()), one.rounding, one.test)


def needed_words(law: Law, stage: str, bodies: Mapping[str, Body]) -> str:
    """How many nominations a stage needs, with the sum.

    A bar of several thresholds is said threshold by threshold.
    """
    every = law.get(f"{stage}.bar.all_of")
    if isinstance(every, AllOf):
        return f"{' and '.join(_part_words(one, bodies) for one in every.parts)} are needed"
    if law.get(f"{stage}.bar.any_of") is not None:
        return "either " + ", or ".join(ways_over(law, stage, bodies)) + " suffice"
    bar = bar_of(law, stage, bodies)
    return f"the bar {bar.words}" if isinstance(bar, NoBar) else f"{bar.words} suffice"


def signed_words(petition: Threshold | None, bodies: Mapping[str, Body]) -> str:
    """How many must sign a petition, with the sum."""
    return "how many must sign was not found" if petition is None else f"{_way_words(petition, bodies)} must sign"


def _part_words(one: object, bodies: Mapping[str, Body]) -> str:
    if isinstance(one, AnyOf):
        return f"({', or '.join(_part_words(part, bodies) for part in one.parts)})"
    return _way_words(one, bodies) if isinstance(one, Threshold) else str(one)
