"""Soundness: what cannot be followed in a law, found without simulating it. Whatever passes is played to a told reason.

*Words*: no provision without a class that reads it, no value that none knows (the reader sees to that). *Total*: every outcome
a stage may have, with somebody in office or nobody, has a route, or is said to be unknown or silent. *Alive*: nothing is
written that can never act, unless it is only shown; no stage that no contest comes to. *Sound*: ``elected`` where one stands
alone, ``incumbent stays`` where somebody is in office, weights of the sections, shares of something. *Ending*: a ballot held
again in which nobody need drop out is a warning.

A provision that is idle under one reading may act under another, so that *alive* is asked of an edition under all its readings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.engine.simulation import ENDS
from simulator.stages.ballot import Ballot
from simulator.stages.contest import VACANT
from simulator.stages.kinds import KINDS, vocabulary, word_of
from simulator.stages.nomination import BEFORE, Nomination
from simulator.stages.stage import Stage
from simulator.stages.values import SetBy, items
from simulator.words.problems import Path, Problem, did_you_mean, words_of

if TYPE_CHECKING:
    from simulator.rulebooks.law import Law
    from simulator.words.documents import Document

SHORT = "incumbent short"
"""What follows where no leader is short may be written all the same: it says what would."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a law that cannot be followed: the provision, what is wrong, what would be right.

    under     the reading, or what-if, under which it is so; warning: it is said and stops nothing
    """

    path: str
    said: str
    cure: str = ""
    under: str = ""
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    """How a stage may be entered: with somebody in office or not, and with how many standing (2: several)."""

    stage: str
    in_office: bool
    standing: int


# --- one law ----------------------------------------------------------------------------------------------------------
def faults(law: Law) -> Iterator[Fault]:
    """Everything that cannot be followed in a law, whatever its readings are."""
    yield from broken(law)
    yield from unsound(law)
    stages, _ = law.compiled
    reached = entered(law)
    for name, stage in stages.items():
        ways = [one for one in reached if one.stage == name]
        yield from _unrouted(stage, {one.in_office for one in ways})
        yield from _unsound_routes(law, stage, ways)
        yield from _entered_wrongly(stage, ways)
        yield from _unending(stage)
    yield from _unknown_names(law)


def unsound(law: Law) -> Iterator[Fault]:
    """What is wrong in one stage or contest by itself, whatever the others are."""
    stages, contests = law.compiled
    for name, part in (*contests.items(), *stages.items()):
        yield from (Fault(f"{name}.{leaf}", said, cure) for leaf, said, cure in part.unsound())


def broken(law: Law) -> Iterator[Fault]:
    """What nobody can play, whoever made the law so: words that are lacking, routes to nowhere, what no body can set."""
    for name, kind in law.kinds.items():
        missing = [p for p, one in vocabulary(kind).items() if one.default is None and not one.optional]
        missing = [p for p in missing if f"{name}.{p}" not in law.provisions]
        if missing:
            yield Fault(
                name, f"“{name}” is a {kind} without {', '.join(missing)}", "write it, or `unknown` with a cite"
            )
    doors = [*law.stages, *law.contests, *ENDS]
    for path, provision in law.provisions.items():
        name, leaf = path.split(".", 1)
        value, kind = provision.value, law.kinds[name]
        if isinstance(value, SetBy) and not _may_be_set(kind, leaf):
            yield Fault(path, "no body can set this for one contest", "write what the book says, or unknown")
        elif not isinstance(value, str):
            continue
        elif leaf.startswith("then.") and value not in doors:
            yield Fault(path, f"“{value}” is neither a stage, a contest nor an end", did_you_mean(value, doors))
        elif kind == "contest" and leaf in ("enters", "if_vacant.go") and value not in law.stages:
            yield Fault(path, f"“{value}” is no stage", did_you_mean(value, law.stages))


def _may_be_set(kind: str, leaf: str) -> bool:
    """Whether a body may set a provision for one contest: conduct, or the timetable, says what it fixes."""
    word, may = word_of(kind, leaf), KINDS[kind].set_by_a_body
    shown = word is not None and word.shown
    return shown or leaf.startswith("then.") or any(leaf == one or leaf.startswith(f"{one}.") for one in may)


def entered(law: Law) -> frozenset[Reached]:
    """Every way in which some contest may come to each stage."""
    stages, contests = law.compiled
    found: set[Reached] = set()
    waiting: list[Reached] = []
    for contest in contests.values():
        waiting += [Reached(contest.enters, contest.trigger != VACANT, 0)] if isinstance(contest.enters, str) else []
        waiting += [Reached(contest.if_vacant, False, 0)] if isinstance(contest.if_vacant, str) else []
    while waiting:
        here = waiting.pop()
        if here in found or here.stage not in stages:
            continue
        found.add(here)
        stage = stages[here.stage]
        before = frozenset({here.standing})
        for outcome in stage.outcomes(in_office=here.in_office):
            for route in _routes(stage, outcome):
                office = here.in_office
                if route in contests:
                    office = office and contests[route].trigger != VACANT
                    enters = contests[route].enters
                    waiting += [Reached(enters, office, 0)] if isinstance(enters, str) else []
                elif route == "again" or route in stages:
                    to = here.stage if route == "again" else route
                    waiting += [Reached(to, office, many) for many in stage.left_standing(outcome, before)]
    return frozenset(found)


def _routes(stage: Stage, outcome: str) -> Iterator[str]:
    """Where an outcome leads; one that goes on leads where the number of those left does."""
    route = stage.then.get(outcome)
    if route == "go on" and outcome in stage.goes_on:
        yield from (one for other in ("one", "several") if isinstance(one := stage.then.get(other), str))
    elif isinstance(route, str):
        yield route


def _unrouted(stage: Stage, offices: set[bool]) -> Iterator[Fault]:
    """Outcomes that may come of a stage, and lead nowhere that is written."""
    may = dict.fromkeys(o for office in sorted(offices) for o in stage.outcomes(in_office=office))
    for outcome in may:
        if outcome not in stage.then:
            gloss = stage.outcomes_known.get(outcome, "the option wins")
            said = f"nothing is said of what follows ({gloss})"
            yield Fault(f"{stage.name}.then.{outcome}", said, f"write {outcome}: a stage, an end, or unknown")


def _unsound_routes(law: Law, stage: Stage, ways: list[Reached]) -> Iterator[Fault]:
    """Routes that lead where nobody can go from there."""
    for outcome, route in stage.then.items():
        path = f"{stage.name}.then.{outcome}"
        there = [one for one in ways if outcome in stage.outcomes(in_office=one.in_office)]
        if route == "elected" and there:
            left = {many for one in there for many in stage.left_standing(outcome, frozenset({one.standing}))}
            if 0 in left:
                yield Fault(path, "nobody need be standing, and it says elected", "write a stage, or unknown")
            elif left != {1}:
                yield Fault(path, "several may be standing, and it says elected", "write a stage, or unknown")
        elif route == "incumbent stays" and ways and not any(one.in_office for one in ways):
            yield Fault(path, "nobody is in office here, and it says incumbent stays", "write a stage, or unknown")
        elif route == "incumbent stays" and any(not one.in_office for one in there):
            said = "a vacancy comes here, too, in which nobody is in office, and it says incumbent stays"
            yield Fault(path, said, "let the vacancy enter a stage of its own", warning=True)
        elif route == "go on" and outcome not in stage.goes_on and not _counts_on(stage, outcome):
            yield Fault(path, "“go on” leads nowhere from here", "write a stage, an end, or unknown")


def _counts_on(stage: Stage, outcome: str) -> bool:
    """Whether “go on” says that papers are counted on; one that is not known to be ranked may be."""
    return isinstance(stage, Ballot) and outcome == "not won" and (stage.counts_on or stage.paper == "one name")


def _entered_wrongly(stage: Stage, ways: list[Reached]) -> Iterator[Fault]:
    """A ballot of names, or a further bar, to which somebody may come before anybody is nominated."""
    if not any(one.standing == 0 for one in ways):
        return
    if isinstance(stage, Ballot) and not stage.asks_a_question:
        yield Fault(stage.name, "it may be entered with nobody to vote for", "let nominations come before it")
    elif isinstance(stage, Nomination) and stage.among == BEFORE:
        said = "it sifts those nominated before, and may be entered with nobody nominated"
        yield Fault(f"{stage.name}.among", said, "let nominations come before it, or write whoever seeks it")


def _unending(stage: Stage) -> Iterator[Fault]:
    """A ballot held again with everybody on it."""
    if isinstance(stage, Ballot) and stage.then.get("not won") in ("again", stage.name) and not stage.drops_somebody:
        said = "it is held again with everybody on it: nothing but a withdrawal need end it"
        yield Fault(f"{stage.name}.then.not won", said, "write drop: {lowest: one at a time}", warning=True)


def _unknown_names(law: Law) -> Iterator[Fault]:
    """Stages, outcomes and sections that a provision names and the law does not have."""
    stages, contests = law.compiled
    for name, stage in stages.items():
        if isinstance(stage, Nomination) and isinstance(stage.barred, str) and stage.barred != "nobody":
            lost = stage.barred.removeprefix("whoever lost ")
            votes = [one for one, other in stages.items() if "lost" in other.outcomes(in_office=True)]
            if lost not in votes:
                cure = did_you_mean(lost, votes) or "no stage of this book is a vote of yes or no"
                yield Fault(f"{name}.barred", f"“{lost}” is no vote that somebody loses", cure)
        if isinstance(stage, Ballot):
            yield from _unknown_whence(stage, stages)
    for name, contest in contests.items():
        for one in contest.not_within if isinstance(contest.not_within, tuple) else ():
            outcomes = stages[one.stage].outcomes(in_office=True) if one.stage in stages else ()
            if one.stage not in stages:
                yield Fault(f"{name}.not_within", f"“{one.stage}” is no stage", did_you_mean(one.stage, stages))
            elif one.outcome not in outcomes:
                said = f"“{one.stage}” has no outcome “{one.outcome}”"
                yield Fault(f"{name}.not_within", said, did_you_mean(one.outcome, outcomes))


def _unknown_whence(stage: Ballot, stages: Mapping[str, Stage]) -> Iterator[Fault]:
    """Seats that come from no ballot."""
    ballots = [one for one, other in stages.items() if isinstance(other, Ballot) and one != stage.name]
    known = [*items(stage.sections), *ballots]
    for one in items(stage.seats):
        if one.whence not in known:
            yield Fault(
                f"{stage.name}.seats", f"“{one.whence}” is no section and no ballot", did_you_mean(one.whence, known)
            )


def idle(law: Law) -> dict[str, tuple[str, str]]:
    """What is written and never acts in a law, though it is not only shown: path → why, and a cure."""
    stages, _ = law.compiled
    reached = entered(law)
    found: dict[str, tuple[str, str]] = {}
    for name, kind in law.kinds.items():
        own = {p.path.split(".", 1)[1]: p.said for p in law.beneath(name) if not p.default}
        for leaf, why in KINDS[kind].dead(own):
            word = word_of(kind, leaf)
            if leaf in own and word is not None and not word.shown:
                found[f"{name}.{leaf}"] = f"it never acts: {why}", "leave it out"
    for name, stage in stages.items():
        ways = {one.in_office for one in reached if one.stage == name}
        if not ways:
            found[name] = f"no contest comes to “{name}”", "lead to it, or leave it out"
            continue
        may = [o for office in ways for o in stage.outcomes(in_office=office)]
        for outcome in stage.then:
            if outcome not in may and outcome != SHORT and not _says_that_it_counts_on(stage, outcome):
                why = "this cannot come of it under its other provisions"
                found[f"{name}.then.{outcome}"] = why, did_you_mean(outcome, dict.fromkeys(may)) or "leave it out"
    return found


def _says_that_it_counts_on(stage: Stage, outcome: str) -> bool:
    return outcome == "not won" and isinstance(stage, Ballot) and stage.then.get("not won") == "go on"


def left_out(law: Law) -> Iterator[str]:
    """What may happen in any contest, is no outcome of a stage, and has no provision: the leader goes, a nominee withdraws."""
    stages, contests = law.compiled
    yield from (
        f"{name}.if_vacant.go" for name, one in contests.items() if one.trigger != VACANT and one.if_vacant is None
    )
    for name, stage in stages.items():
        if isinstance(stage, Ballot) and not stage.asks_a_question and stage.withdrawn is None:
            yield f"{name}.withdrawn"


def contradictions(law: Law) -> Iterator[tuple[str, str, str]]:
    """Provisions in force that cannot both be followed, as (one path, the other, in words). Neither wins."""
    stages, contests = law.compiled
    for name, contest in contests.items():
        if contest.held == "only when a vacancy occurs" and contest.trigger != VACANT:
            words = f"it opens when {law.get(f'{name}.opens_when') or contest.trigger}, but an election is held only in a vacancy"
            yield f"{name}.opens_when", f"{name}.held", words
    for name, stage in stages.items():
        if isinstance(stage, Ballot):
            again = stage.then.get("not won")
            if stage.ranked and again == "again":
                yield f"{name}.paper", f"{name}.then.not won", "papers are ranked, but the ballot is held again"
            one_name = stage.paper == "one name" and "not won" in stage.outcomes(in_office=False)
            if one_name and again in (None, "go on"):
                yield f"{name}.paper", f"{name}.then.not won", "papers bear one name, and no further ballot follows"
        if isinstance(stage, Nomination) and stage.among == BEFORE:
            for first in (one for one, other in contests.items() if other.enters == name):
                words = "it sifts those nominated before, and a contest begins with it"
                yield f"{name}.among", f"{first}.enters", words


# --- a fault as a letter ----------------------------------------------------------------------------------------------
def letter_of(document: Document, law: Law, fault: Fault, under: str = "") -> Problem:
    """A fault of a law that stands in a document; ``under`` which reading it is one, in words."""
    at, key = place_of(law, fault.path)
    if at and at not in document.places:
        at, key = (), False
    plain = f"“{fault.path.split('.', 1)[0]}”" in fault.said or words_of(at).endswith(fault.path)
    said = fault.said if plain else f"{fault.path}: {fault.said}"
    return Problem(f"{said}{under}", document.place(at, key=key), at, fault.cure, fault.warning)


def place_of(law: Law, path: str) -> tuple[Path, bool]:
    """Where a provision is written, or the nearest that is, up to its stage; whether its name is meant."""
    here = path
    while here:
        if here in law.provisions and law.provisions[here].at:
            return law.provisions[here].at, False
        if here in law.written:
            return law.written[here], True
        inside = [one.at for one in law.provisions.values() if one.path.startswith(f"{here}.") and one.at]
        if inside:
            return inside[0][:-1], True
        here = here.rpartition(".")[0]
    return (), False
