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
from typing import TypeAlias, TypeVar

from simulator.procedures.bars import percent
from simulator.words.problems import Wrong, did_you_mean

T = TypeVar("T")
Reader = Callable[[object], T]
"""What reads a value of law from what is written."""
Names = tuple[str, ...]


class Unsaid(Enum):
    """What a rule book does not tell."""

    UNKNOWN = "unknown"
    SILENT = "silent"

    @property
    def unsaid(self) -> bool:
        """True of everything in this list."""
        return True

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class SetBy:
    """A value the book leaves to a body, which fixes it for one contest."""

    body: str

    @property
    def unsaid(self) -> bool:
        """True: nothing is known until the body has spoken."""
        return True

    @property
    def why(self) -> str:
        """Why it gives no answer."""
        return f"left to {self.body}, which has not decided"

    def __str__(self) -> str:
        return f"set by {self.body}"


Said: TypeAlias = "T | Unsaid | None"
"""A value of law as a stage has it: None where the book has no such provision."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a closed list of words, each the name of a part written in Python."""

    known: tuple[str, ...]

    def __call__(self, value: object) -> str:
        """The word; raises Wrong, with a suggestion, if it is none of the list."""
        if value not in self.known:
            raise Wrong(f"“{value}” is not a part this provision knows", did_you_mean(value, self.known))
        return str(value)


def choice(*known: str) -> Choice:
    """A closed list of words."""
    return Choice(known)


def names(value: object) -> Names:
    """A list of names, or one name."""
    items = value if isinstance(value, list) else [value]
    found = tuple(item for item in items if isinstance(item, str))
    if not found or len(found) < len(items):
        raise Wrong("should be a name or a list of names")
    for one in found:
        if found.count(one) > 1:
            raise Wrong(f"“{one}” stands here twice", "name each once")
    return found


def text(value: object) -> str:
    """Words that the engine shows and does not act on."""
    if not isinstance(value, str | int):
        raise Wrong("should be words")
    return str(value)


def share(value: object) -> Fraction:
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


def term(value: object) -> str:
    """A length between elections: ``2 years``, ``6 months``, or ``each session``."""
    if value != "each session" and not re.fullmatch(r"[1-9]\d? (year|month)s?", str(value)):
        raise Wrong(f"“{value}” is not a term", "write 2 years, 6 months, or each session")
    return str(value)


def heads(value: object) -> int:
    """A number of heads."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise Wrong(f"“{value}” is not a number of heads", "write 50")
    return value


def duration(value: object) -> int:
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


def counted(value: object) -> Counted:
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
        if self.share is None and self.count is None:
            return f"an unknown number of {by}"
        if self.count is not None:
            return f"{'more than ' if self.test == 'more than' else ''}{self.count} {by}"
        what = " and ".join(self.of)
        share_of = f"{percent(self.share or Fraction(0))} of {what}"
        return share_of if self.by == self.of else f"{by} with {share_of}"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Parts of a bar that must all be met."""

    parts: tuple[Bar, ...]

    def __str__(self) -> str:
        return " and ".join(map(str, self.parts))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Ways over a bar, any of which suffices."""

    parts: tuple[Bar, ...]

    def __str__(self) -> str:
        return ", or ".join(map(str, self.parts))


Bar = Threshold | AllOf | AnyOf


def any_of(value: object) -> AnyOf:
    """Ways over a bar: a list of thresholds, or of ``{all_of: [thresholds]}``."""
    return AnyOf(_parts(value, "should be a list of ways over the bar"))


def all_of(value: object) -> AllOf:
    """Thresholds that must all be met: a list of thresholds, or of ``{any_of: [thresholds]}``."""
    return AllOf(_parts(value, "should be a list of thresholds"))


def _parts(value: object, wrong: str) -> tuple[Bar, ...]:
    if not isinstance(value, list) or not value:
        raise Wrong(wrong)
    return tuple(_part(one) for one in value)


def _part(value: object) -> Bar:
    if isinstance(value, dict) and set(value) == {"all_of"}:
        return all_of(value["all_of"])
    if isinstance(value, dict) and set(value) == {"any_of"}:
        return any_of(value["any_of"])
    return threshold(value)


def threshold(value: object) -> Threshold:
    """One threshold: ``{by: mps, share: 10%, of: mps}`` or ``{by: members, count: 200}``."""
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
    unknown = any(value.get(name) in ("unknown", "silent") for name in ("share", "count", "of", "rounding", "counted"))
    if unknown:
        return Threshold(by=names(value["by"]))
    return Threshold(
        by=names(value["by"]),
        share=share(value["share"]) if "share" in value else None,
        count=heads(value["count"]) if "count" in value else None,
        of=names(value["of"]) if "of" in value else (),
        rounding=choice("up", "down", "nearest")(value.get("rounding", "up")),
        counted=counted(value.get("counted", "everyone")),
        test=choice("at least", "more than")(value.get("test", "at least")),
    )


class Ties(tuple[str, ...]):
    """Tie rules in the order in which they are tried: ``again`` (once), ``by earlier rounds``, ``lot``, ``all tied``."""

    def __str__(self) -> str:
        return ", then ".join(self)


TIES = ("again", "by earlier rounds", "lot", "all tied")


SETTLES = ("lot", "all tied")
"""Tie rules that leave nobody level."""


def ties(value: object) -> Ties:
    """Tie rules in order: a list, or the words with ``then`` between them.

    >>> str(ties("by earlier rounds, then lot")), ties(["again", "all tied"])
    ('by earlier rounds, then lot', ('again', 'all tied'))
    """
    said = value if isinstance(value, list) else re.split(r",?\s+then\s+", str(value))
    found = Ties(choice(*TIES)(one) for one in said)
    if not found or len(set(found)) < len(found):
        raise Wrong(f"“{value}” is no list of tie rules", f"write some of {', '.join(TIES)}, each once")
    for last in (rule for rule in found[:-1] if rule in SETTLES):
        raise Wrong(f"nothing comes after “{last}”, which settles every tie", f"end the list with {last}")
    return found


def floors(value: object) -> tuple[int | Fraction, ...]:
    """Floors of the first round, the second and so on: a number of votes, or a share of the votes of the round."""
    items = value if isinstance(value, list) else [value]
    return tuple(share(one) if isinstance(one, str) else heads(one) for one in items)


def yes(value: object) -> bool:
    """``yes`` or ``no``."""
    if value not in ("yes", "no") and not isinstance(value, bool):
        raise Wrong(f"“{value}” is neither yes nor no")
    return value is True or value == "yes"


@dataclass(frozen=True, slots=True)
class Immunity:
    """So many months after an outcome of a stage during which a contest may not open."""

    months: int
    stage: str
    outcome: str

    def __str__(self) -> str:
        return f"{self.months} months of {self.stage}.{self.outcome}"


def immunities(value: object) -> tuple[Immunity, ...]:
    """One time after an outcome, or a list of them: ``12 months of STAGE.OUTCOME``."""
    items = value if isinstance(value, list) else [value]
    return tuple(_immunity(one) for one in items)


def _immunity(value: object) -> Immunity:
    if found := re.fullmatch(r"([1-9]\d{0,2}) (month|year)s? (?:of|after) ([\w-]+)\.([\w ]+)", str(value)):
        return Immunity(int(found[1]) * (12 if found[2] == "year" else 1), found[3], found[4])
    raise Wrong(f"“{value}” is not a time after an outcome", "write 12 months of confidence-vote.carried")


def barred(value: object) -> str:
    """``nobody``, or ``whoever lost STAGE``."""
    if value != "nobody" and not re.fullmatch(r"whoever lost [\w-]+", str(value)):
        raise Wrong(f"“{value}” bars nobody we know", "write nobody, or whoever lost confidence-vote")
    return str(value)


@dataclass(frozen=True, slots=True)
class PointsPerUnit:
    """So many points for each unit of a kind (ridings), perhaps capped at the votes cast in it."""

    of: str
    points: int
    capped: bool = False

    def __str__(self) -> str:
        return f"{self.points} points for each of the {self.of}{', but no more than votes cast' if self.capped else ''}"


def units(value: object) -> PointsPerUnit:
    """``{of: ridings, points: 100}``, and ``capped: votes`` where a unit is worth no more points than votes."""
    said = _keys(value, ("of", "points", "capped"), "{of: ridings, points: 100, capped: votes}")
    if "of" not in said or "points" not in said:
        raise Wrong("points a unit need to know of what, and how many", "write {of: ridings, points: 100}")
    capped = "capped" in said and choice("votes")(said["capped"]) == "votes"
    return PointsPerUnit(str(said["of"]), heads(said["points"]), capped)


METHODS = ("D'Hondt", "Sainte-Laguë", "largest remainder")


@dataclass(frozen=True, slots=True)
class Seats:
    """A section whose votes are seats: whence they come, how many there are, and how they are apportioned.

    whence        the section, or the earlier ballot, whose votes are apportioned
    number        of seats in all;  as_many_as: a section with as many votes;  each: seats in each unit of ``units``
    ex_officio    delegates by right, who are bound to nobody;  bound: until when the others are
    """

    section: str
    whence: str
    method: str
    number: int = 0
    as_many_as: str = ""
    units: str = ""
    each: int = 0
    ex_officio: int = 0
    bound: str = ""

    def __str__(self) -> str:
        many = f"{self.each} in each of the {self.units}" if self.each else self.as_many_as or str(self.number)
        return f"{self.section}: seats by {self.method} from {self.whence} ({many})"


def seats(value: object) -> tuple[Seats, ...]:
    """``{SECTION: {from: BODY or STAGE, number: 70, method: D'Hondt}}``, for each section whose votes are seats."""
    if not isinstance(value, dict) or not value:
        raise Wrong("should say of a section whence its seats come", "write {delegates: {from: STAGE, number: 70, …}}")
    return tuple(_seats(str(section), said) for section, said in value.items())


def _seats(section: str, value: object) -> Seats:
    known = ("from", "method", "number", "as_many_as", "units", "each", "ex_officio", "bound")
    said = _keys(value, known, "{from: STAGE, number: 70, method: D'Hondt}")
    many = [name for name in ("number", "as_many_as", "each") if name in said]
    if len(many) != 1 or "from" not in said or "method" not in said:
        raise Wrong("seats need from, method, and one of number, as_many_as and each")
    if ("each" in said) != ("units" in said):
        raise Wrong("seats in each unit need to know of what", "write units: ridings, each: 14")
    return Seats(
        section, str(said["from"]), choice(*METHODS)(said["method"]),
        number=heads(said["number"]) if "number" in said else 0,
        as_many_as=str(said.get("as_many_as", "")), units=str(said.get("units", "")),
        each=heads(said["each"]) if "each" in said else 0,
        ex_officio=heads(said["ex_officio"]) if "ex_officio" in said else 0,
        bound=choice("first ballot")(said["bound"]) if "bound" in said else "",
    )  # fmt: skip


def _keys(value: object, known: tuple[str, ...], example: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise Wrong("should be a block", f"write {example}")
    for name in value:
        if name not in known:
            raise Wrong(f"“{name}” is no part of it", did_you_mean(name, known))
    return value


def items(value: Said[tuple[T, ...]]) -> tuple[T, ...]:
    """What a provision lists; nothing where the book has no such provision, or does not tell."""
    return value if isinstance(value, tuple) else ()


def unfinished(value: object) -> bool:
    """True of a value that decides nothing: unknown, silent, or left to a body that has not spoken."""
    return isinstance(value, Unsaid | SetBy)
