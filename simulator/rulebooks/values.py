"""Values of law: how each sort of provision is read from what is written, exact where it is a number.

A provision's value may always be ``unknown`` (the text was not found), ``silent`` (it was read and says nothing) or
``{set_by: BODY}`` (the book leaves it to somebody). Using one of the first two ends a run ``unresolved``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from simulator.procedures.bars import percent
from simulator.words.problems import Wrong, did_you_mean

Read = Callable[[Any], Any]


class Unsaid(Enum):
    """What a rule book does not tell."""

    UNKNOWN = "unknown"
    SILENT = "silent"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class SetBy:
    """A value the book leaves to a body, which fixes it for one contest."""

    body: str

    def __str__(self) -> str:
        return f"set by {self.body}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a closed list of words, each the name of a part written in Python."""

    known: tuple[str, ...]

    def __call__(self, value: Any) -> str:
        """The word; raises Wrong, with a suggestion, if it is none of the list."""
        if value not in self.known:
            raise Wrong(f"“{value}” is not a part this provision knows", did_you_mean(value, self.known))
        return str(value)


def choice(*known: str) -> Choice:
    """A closed list of words."""
    return Choice(known)


def names(value: Any) -> tuple[str, ...]:
    """A list of names, or one name."""
    items = value if isinstance(value, list) else [value]
    if not items or not all(isinstance(item, str) for item in items):
        raise Wrong("should be a name or a list of names")
    return tuple(items)


def text(value: Any) -> str:
    """Words that the engine shows and does not act on."""
    if not isinstance(value, str | int):
        raise Wrong("should be words")
    return str(value)


def share(value: Any) -> Fraction:
    """A share of a head-count, kept exact: ``20%``, ``12.5%`` or ``1/3``."""
    said = str(value).strip()
    if found := re.fullmatch(r"(\d{1,3}(?:\.\d{1,6})?)\s?%", said):
        exact = Fraction(found[1]) / 100
    elif found := re.fullmatch(r"(\d{1,4})/(\d{1,4})", said):
        if int(found[2]) == 0:
            raise Wrong(f"“{said}” divides by zero")
        exact = Fraction(int(found[1]), int(found[2]))
    else:
        raise Wrong(f"“{said}” is not a share", "write 20% or 1/3")
    if not 0 < exact <= 1:
        raise Wrong(f"“{said}” is not a share of the base", "shares run from above 0% to 100%")
    return exact


def heads(value: Any) -> int:
    """A number of heads."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise Wrong(f"“{value}” is not a number of heads", "write 50")
    return value


def duration(value: Any) -> int:
    """A length in whole days: ``2 days`` or ``48 hours``."""
    if found := re.fullmatch(r"(\d{1,3}) (day|hour)s?", str(value)):
        count = int(found[1]) * (24 if found[2] == "day" else 1)
        if count and count % 24 == 0:
            return count // 24
    raise Wrong(f"“{value}” is not a length in whole days", "write 2 days or 48 hours")


@dataclass(frozen=True, slots=True)
class Counted:
    """Whom the base counts: everyone elected, all but the suspended, or those on a dated roll."""

    who: str
    roll: str = ""

    def __str__(self) -> str:
        return f"the roll of {self.roll}" if self.roll else self.who


def counted(value: Any) -> Counted:
    """``everyone``, ``all but the suspended`` or ``roll of DATE``."""
    if found := re.fullmatch(r"roll of ([\d-]+)", str(value)):
        return Counted("roll", found[1])
    return Counted(choice("everyone", "all but the suspended", "roll of DATE")(value))


@dataclass(frozen=True, slots=True)
class Threshold:
    """One part of a bar: so many nominators of some bodies, or a share of a base (for affiliates: of their members)."""

    by: tuple[str, ...]
    share: Fraction | None = None
    count: int | None = None
    of: tuple[str, ...] = ()
    rounding: str = "up"
    counted: Counted = Counted("everyone")
    test: str = "at least"

    def __str__(self) -> str:
        by = " and ".join(self.by)
        if self.count is not None:
            return f"{self.count} {by}"
        what = " and ".join(self.of)
        share_of = f"{percent(self.share or Fraction(0))} of {what}"
        return share_of if self.by == self.of else f"{by} with {share_of}"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Parts of a bar that must all be met."""

    parts: tuple[Threshold, ...]

    def __str__(self) -> str:
        return " and ".join(map(str, self.parts))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Ways over a bar, any of which suffices."""

    ways: tuple[Threshold | AllOf, ...]

    def __str__(self) -> str:
        return ", or ".join(map(str, self.ways))


def ways(value: Any) -> AnyOf:
    """Ways over a bar: a list of thresholds, or of ``{all_of: [thresholds]}``."""
    if not isinstance(value, list) or not value:
        raise Wrong("should be a list of ways over the bar")
    return AnyOf(tuple(_way(one) for one in value))


def _way(value: Any) -> Threshold | AllOf:
    if isinstance(value, dict) and set(value) == {"all_of"} and isinstance(value["all_of"], list):
        return AllOf(tuple(_threshold(one) for one in value["all_of"]))
    return _threshold(value)


def _threshold(value: Any) -> Threshold:
    known = ("by", "share", "count", "of", "rounding", "counted", "test")
    if not isinstance(value, dict):
        raise Wrong("a way over the bar should say by whom and how many", "write {by: clps, share: 5%, of: clps}")
    for name in value:
        if name not in known:
            raise Wrong(f"“{name}” is no part of a bar", did_you_mean(name, known))
    if "by" not in value or ("share" in value) == ("count" in value):
        raise Wrong(
            "a way over the bar needs `by` and either a share or a count", "write {by: clps, share: 5%, of: clps}"
        )
    if "share" in value and "of" not in value:
        raise Wrong("a share needs to know of what", "write of: clps")
    return Threshold(
        by=names(value["by"]),
        share=share(value["share"]) if "share" in value else None,
        count=heads(value["count"]) if "count" in value else None,
        of=names(value["of"]) if "of" in value else (),
        rounding=choice("up", "down", "nearest")(value.get("rounding", "up")),
        counted=counted(value.get("counted", "everyone")),
        test=choice("at least", "more than")(value.get("test", "at least")),
    )


Weights = tuple[tuple[str, Fraction], ...]


def weights(value: Any) -> Weights:
    """What each section of a college weighs, exact; together they are the whole: ``{affiliates: 40%, clps: 30%, mps: 30%}``."""
    if not isinstance(value, dict) or not value:
        raise Wrong("should be a weight for each section", "write {members: 1/3, affiliated: 1/3, elected: 1/3}")
    found = tuple((str(name), share(one)) for name, one in value.items())
    total = sum(weight for _, weight in found)
    if total != 1:
        raise Wrong(f"the weights of the sections add to {percent(Fraction(total))}", "they must add to the whole")
    return found


def unfinished(value: Any) -> bool:
    """True of a value that decides nothing: unknown, silent, or left to a body that has not spoken."""
    return isinstance(value, Unsaid | SetBy)
