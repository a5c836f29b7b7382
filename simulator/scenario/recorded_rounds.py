"""Rounds of a record: who stands in them, whether their figures are whole, and of which ballot of the rules they can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from simulator.scenario.written_contest import RoundEntry
from simulator.stages.ballot import Ballot
from simulator.stages.motion import Motion
from simulator.stages.stage import Stage
from simulator.stages.values import PointsPerUnit, items
from simulator.words.figures import Published
from simulator.words.problems import did_you_mean

ALL = "all"
QUESTION = frozenset({"for", "against"})
Letter = tuple[str, str]
"""What is wrong, and what would be right."""


def blocks_of(round_: RoundEntry) -> Iterator[tuple[str, Mapping[str, Published]]]:
    """Every block of figures that went into a round, with what it is called."""
    for kind in ("votes", "shares", "college"):
        for section, block in getattr(round_, kind).items():
            yield f"{kind} of {section}", block
    for kind in ("points", "percents"):
        if block := getattr(round_, kind):
            yield kind, block


def standing_in(round_: RoundEntry) -> tuple[str, ...]:
    """Who had votes counted for them in a round."""
    return tuple(dict.fromkeys(one for _, block in blocks_of(round_) for one in block))


def is_question(round_: RoundEntry) -> bool:
    """Whether it is a vote for and against."""
    return bool(standing_in(round_)) and QUESTION.issuperset(standing_in(round_))


def unpublished(round_: RoundEntry) -> bool:
    """Whether a round is only named, by its number, because its figures were not published."""
    return not standing_in(round_) and round_.count is not None


def faults_of(round_: RoundEntry) -> Iterator[Letter]:
    """What is wrong with the figures of a round, whatever the rules are."""
    blocks = dict(blocks_of(round_))
    if not blocks:
        if round_.count is None:
            yield (
                "a round without votes, shares or percentages",
                "give what was published, or count: if it is only known to be held",
            )
        return
    stood = standing_in(round_)
    for what, block in blocks.items():
        for one, figure in block.items():
            if figure.exact < 0:
                yield f"{one} has {figure} in the {what}", "votes are counted from 0 up"
            if what.startswith("votes") and figure.exact.denominator != 1:
                yield (
                    f"{one} has {figure} in the {what}",
                    "votes are whole; shares go under shares:, points under points:",
                )
        if not any(figure.exact > 0 for figure in block.values()):
            yield f"there are no {what}: nothing was cast", "leave out what was not published, and say what was"
        for one in stood:
            if one not in block:
                yield (
                    f"{one} is missing in the {what}",
                    f"write {one}: 0 if nobody voted so; {did_you_mean(one, block)}".rstrip("; "),
                )
    if (round_.percents or round_.points) and len(blocks) > 1:
        yield "figures of the whole stand beside figures of its parts", "put what was only published under declared:"
    sections = [*round_.votes, *round_.shares, *round_.college]
    for section in dict.fromkeys(sections):
        if sections.count(section) > 1:
            yield f"{section} is given in two ways", "keep votes, and put the shares under declared:"
    for section, block in round_.shares.items():
        yield from _adds_to(f"the shares of {section}", block, Fraction(100))
    if round_.percents:
        exhausted = round_.declared.exhausted if round_.declared else None
        extra = {} if exhausted is None else {"exhausted": exhausted}
        yield from _adds_to("the percentages", {**round_.percents, **extra}, Fraction(100))


def _adds_to(what: str, block: Mapping[str, Published], whole: Fraction) -> Iterator[Letter]:
    """Shares add to the whole, but for half a unit of the last digit of each."""
    total = sum((figure.exact for figure in block.values()), Fraction(0))
    if abs(total - whole) > sum((figure.half for figure in block.values()), Fraction(0)):
        said = f"{what} add to {float(total):.10g}, where {float(whole):.10g} is the whole"
        yield said, "is one missing or misprinted? Papers that were exhausted go under declared: {exhausted: …}"


def fits(stage: Ballot | Motion, round_: RoundEntry) -> Letter | None:
    """Why a round is not one of this ballot or motion of the rules; None: it may be one."""
    if round_.stage and round_.stage != stage.name:
        return f"the round is named as one of {round_.stage}", ""
    asks = stage.asks_a_question
    if is_question(round_) != asks:
        return (f"{stage.name} is a vote for and against", "give votes: {SECTION: {for: 1, against: 2}}") if asks else (
            f"{stage.name} is a ballot on names", "")  # fmt: skip
    sections = items(stage.sections)
    if asks and any((round_.shares, round_.college, round_.percents, round_.points)):
        cure = "give votes: {SECTION: {for: 1, against: 2}}, and shares under declared: {percents: {for: 33.3}}"
        return f"{stage.name} is a vote for and against, which is counted in votes", cure
    if isinstance(stage, Motion) or asks:
        return _of_sections(stage.name, sections, round_)
    if round_.percents:
        return None
    if round_.points:
        return None if stage.units else (f"{stage.name} is not decided on points", "give votes")
    if isinstance(stage.units, PointsPerUnit):
        return _by_unit(stage.name, stage.units.of, sections, round_)
    weights = dict(items(stage.weights))
    if ALL in round_.votes and weights:
        said = f"votes of all together, where {stage.name} weighs each of {', '.join(weights)} apart"
        return said, "give the votes of each section, or percents: of the whole"
    if (round_.shares or round_.college) and not weights:
        return (
            f"shares of sections, where {stage.name} puts all votes in one pool",
            "give votes, or percents: of all votes",
        )
    if wrong := _of_sections(stage.name, tuple(weights) or sections, round_):
        return wrong
    for section, block in round_.college.items():
        for said, cure in _adds_to(f"the shares of the college of {section}", block, 100 * weights[section]):
            return said, cure
    return None


def _of_sections(name: str, sections: tuple[str, ...], round_: RoundEntry) -> Letter | None:
    """Whether it gives every section that votes, and none that does not."""
    given = {**round_.votes, **round_.shares, **round_.college}
    if not sections or (set(given) == {ALL} and not round_.shares and not round_.college):
        return None
    for section in given:
        if section not in sections:
            return f"“{section}” is not a section of the electorate of {name}", did_you_mean(section, [*sections, ALL])
    missing = [section for section in sections if section not in given]
    if missing:
        said = f"no votes of {', '.join(missing)}, who vote in {name} as well"
        return said, f"give them, or votes of `{ALL}` where sections were not published"
    return None


def _by_unit(name: str, units: str, sections: tuple[str, ...], round_: RoundEntry) -> Letter | None:
    """Where units have points, votes are given unit by unit."""
    if any(section in (*sections, ALL) for section in round_.votes) or not round_.votes:
        said = f"votes of all together decide nothing: in {name} each of the {units} has its points"
        return said, "give votes of each of them by name, or the points: of each candidate"
    return None


def ballots_of(stages: Mapping[str, Stage]) -> list[Ballot | Motion]:
    """The ballots and motions of a law."""
    return [stage for stage in stages.values() if isinstance(stage, Ballot | Motion)]


def misfit(stages: Mapping[str, Stage], round_: RoundEntry) -> Letter | None:
    """Why a round is of no ballot of the rules, said of the one it is nearest to; None: it is of one."""
    ballots = ballots_of(stages)
    if round_.stage and round_.stage not in (known := [stage.name for stage in ballots]):
        return f"“{round_.stage}” is no ballot of these rules", did_you_mean(round_.stage, known)
    if unpublished(round_):
        return None
    reasons = [(stage, fits(stage, round_)) for stage in ballots]
    if not reasons:
        return "these rules have no ballot", "is it the right edition?"
    if any(reason is None for _, reason in reasons):
        return None
    given = {*round_.votes, *round_.shares, *round_.college}

    def apart(one: tuple[Ballot | Motion, Letter | None]) -> tuple[bool, int]:
        stage = one[0]
        sections = set(items(stage.sections))
        return round_.stage not in ("", stage.name) or is_question(round_) != (stage.kind == "motion"), len(
            given ^ sections
        )

    return min(reasons, key=apart)[1]
