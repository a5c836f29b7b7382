"""The words a rule book may use: kinds of stage, the provisions of each, and the outcomes that lead on.

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
class Leaf:
    """One provision a stage may have: how its value is read, and its default (None: must be written)."""

    read: Read
    default: Any = None
    optional: bool = False


def choice(*known: str) -> Read:
    """One of a closed list of words, each the name of a part written in Python."""

    def read(value: Any) -> str:
        if value not in known:
            raise Wrong(f"“{value}” is not a part this provision knows", did_you_mean(value, known))
        return str(value)

    return read


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


ENDS = ("go on", "elected", "incumbent stays", "unresolved", "again")
BAR = {
    "bar.by": Leaf(names),
    "bar.share": Leaf(share, optional=True),
    "bar.count": Leaf(heads, optional=True),
    "bar.of": Leaf(names, optional=True),
    "bar.counted": Leaf(counted, "everyone"),
    "bar.as_at": Leaf(text, "unknown"),
    "bar.rounding": Leaf(choice("up", "down", "nearest")),
    "bar.test": Leaf(choice("at least", "more than"), "at least"),
}
OUTCOMES = {
    "nomination": ("nobody", "one", "several", "incumbent short"),
    "ballot": ("won",),
    "motion": ("carried", "lost"),
    "selection": ("done",),
    "wait": ("done",),
}
STAGES: dict[str, dict[str, Leaf]] = {
    "nomination": {
        "candidates": Leaf(names, optional=True),
        **BAR,
        "short": Leaf(choice("void"), "void"),
        "exempt": Leaf(choice("nobody", "incumbent"), "nobody"),
        "transfer": Leaf(choice("on withdrawal", "locked", "free")),
        "keeps": Leaf(choice("nothing", "every nomination"), "nothing"),
        "open": Leaf(duration, {"set_by": "timetable"}),
        "acceptance": Leaf(text, optional=True),
    },
    "ballot": {
        "sections": Leaf(names),
        "together": Leaf(choice("one pool"), "one pool"),
        "paper": Leaf(choice("ranked")),
        "win.majority_of": Leaf(choice("continuing votes")),
        "drop.lowest": Leaf(choice("one at a time"), "one at a time"),
        "tie": Leaf(choice("lot")),
        "freeze": Leaf(text, optional=True),
        "fee": Leaf(text, optional=True),
        "declared": Leaf(text, optional=True),
    },
    "motion": {"by": Leaf(names), "carried_by": Leaf(choice("more than half of the votes"))},
    "selection": {
        "by": Leaf(names),
        "settles": Leaf(names),
        "may_vary": Leaf(choice("the rules framework", "nothing"), "nothing"),
        "majority": Leaf(choice("more than half of the votes")),
        "quorum": Leaf(heads),
        "tie": Leaf(choice("not carried")),
        "leader_votes": Leaf(choice("counts", "stands aside")),
    },
    "wait": {"until": Leaf(text, optional=True)},
}
CONTEST: dict[str, Leaf] = {
    "opens_when": Leaf(choice("the office is vacant", "a challenger seeks nominations", "the MPs move a motion")),
    "enters": Leaf(text),
    "meanwhile": Leaf(text, optional=True),
    "if_vacant.go": Leaf(text, optional=True),
    "if_vacant.nominations": Leaf(choice("lapse"), optional=True),
}


def leaves(kind: str) -> dict[str, Leaf]:
    """Every provision a kind of stage (or ``contest``) may have, its routes included."""
    if kind == "contest":
        return CONTEST
    routes = {f"then.{outcome}": Leaf(text) for outcome in OUTCOMES[kind]}
    return {**STAGES[kind], **routes}


def value_of(leaf: Leaf, said: Any) -> Any:
    """A provision's value as the engine meets it: the unsaid and the set-by are taken out first."""
    if said in ("unknown", "silent"):
        return Unsaid(said)
    if isinstance(said, dict) and set(said) == {"set_by"}:
        return SetBy(str(said["set_by"]))
    return leaf.read(said)


def unfinished(value: Any) -> bool:
    """True of a value that decides nothing: unknown, silent, or left to a body that has not spoken."""
    return isinstance(value, Unsaid | SetBy)
