"""Check: what cannot be followed in a law, found without simulating it. Whatever passes is played to a told reason.

*Words*: no provision without a class that reads it, no value that none knows (the reader sees to that). *Total*: every outcome
a stage may have, with somebody in office or nobody, has a route, or is said to be unknown or silent. *Alive*: nothing is
written that can never act, unless it is only shown; no stage that no contest comes to. *Sound*: ``elected`` where one stands
alone, ``incumbent stays`` where somebody is in office, weights of the sections, shares of something. *Ending*: a ballot held
again in which nobody need drop out is a warning.

A provision that is idle under one reading may act under another, so that *alive* is asked of an edition under all its readings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

from simulator.engine.simulation import ENDS
from simulator.stages.ballot import Ballot
from simulator.stages.contest import VACANT
from simulator.stages.decision import Decision
from simulator.stages.kinds import KINDS, vocabulary, word_of
from simulator.stages.nomination import BEFORE, Nomination
from simulator.stages.values import SetBy
from simulator.words.problems import Path, Problem, Problems, did_you_mean, words_of

if TYPE_CHECKING:
    from simulator.rulebooks.disputes import Dispute
    from simulator.rulebooks.law import Law
    from simulator.rulebooks.patches import Patch
    from simulator.rulebooks.rulebook import Edition, RuleBook

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
    stages, contests = law.compiled
    for name, part in (*contests.items(), *stages.items()):
        yield from (Fault(f"{name}.{leaf}", said, cure) for leaf, said, cure in part.unsound())
    reached = entered(law)
    for name, stage in stages.items():
        ways = [one for one in reached if one.stage == name]
        yield from _unrouted(stage, {one.in_office for one in ways})
        yield from _unsound_routes(law, stage, ways)
        yield from _entered_wrongly(stage, ways)
        yield from _unending(stage)
    yield from _unknown_names(law)


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
                    waiting += [Reached(contests[route].enters, office, 0)]
                elif route == "again" or route in stages:
                    to = here.stage if route == "again" else route
                    waiting += [Reached(to, office, many) for many in stage.left_standing(outcome, before)]
    return frozenset(found)


def _routes(stage: Any, outcome: str) -> Iterator[str]:
    """Where an outcome leads; one that goes on leads where the number of those left does."""
    route = stage.then.get(outcome)
    if route == "go on" and outcome in stage.goes_on:
        yield from (one for other in ("one", "several") if isinstance(one := stage.then.get(other), str))
    elif isinstance(route, str):
        yield route


def _unrouted(stage: Any, offices: set[bool]) -> Iterator[Fault]:
    """Outcomes that may come of a stage, and lead nowhere that is written."""
    may = dict.fromkeys(o for office in sorted(offices) for o in stage.outcomes(in_office=office))
    for outcome in may:
        if outcome not in stage.then:
            gloss = stage.outcomes_known.get(outcome, "the option wins")
            said = f"nothing is said of what follows ({gloss})"
            yield Fault(f"{stage.name}.then.{outcome}", said, f"write {outcome}: a stage, an end, or unknown")


def _unsound_routes(law: Law, stage: Any, ways: list[Reached]) -> Iterator[Fault]:
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


def _counts_on(stage: Any, outcome: str) -> bool:
    """Whether “go on” says that papers are counted on; one that is not known to be ranked may be."""
    return isinstance(stage, Ballot) and outcome == "not won" and (stage.counts_on or stage.paper == "one name")


def _entered_wrongly(stage: Any, ways: list[Reached]) -> Iterator[Fault]:
    """A ballot of names, or a further bar, to which somebody may come before anybody is nominated."""
    if not any(one.standing == 0 for one in ways):
        return
    if isinstance(stage, Ballot) and not stage.asks_a_question:
        yield Fault(stage.name, "it may be entered with nobody to vote for", "let nominations come before it")
    elif isinstance(stage, Nomination) and stage.among == BEFORE:
        said = "it sifts those nominated before, and may be entered with nobody nominated"
        yield Fault(f"{stage.name}.among", said, "let nominations come before it, or write whoever seeks it")


def _unending(stage: Any) -> Iterator[Fault]:
    """A ballot held again with everybody on it."""
    again = isinstance(stage, Ballot) and stage.then.get("not won") in ("again", stage.name)
    if again and not stage.drops_somebody:
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


def _unknown_whence(stage: Ballot, stages: Mapping[str, Any]) -> Iterator[Fault]:
    """Seats that come from no ballot."""
    sections = stage.sections if isinstance(stage.sections, tuple) else ()
    ballots = [one for one, other in stages.items() if isinstance(other, Ballot) and one != stage.name]
    for one in stage.seats if isinstance(stage.seats, tuple) else ():
        if one.whence not in (*sections, *ballots):
            known = [*sections, *ballots]
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


def _says_that_it_counts_on(stage: Any, outcome: str) -> bool:
    return outcome == "not won" and isinstance(stage, Ballot) and stage.then.get("not won") == "go on"


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
            for contest in (one for one, other in contests.items() if other.enters == name):
                words = "it sifts those nominated before, and a contest begins with it"
                yield f"{name}.among", f"{contest}.enters", words


# --- a whole book -----------------------------------------------------------------------------------------------------
def check_book(book: RuleBook) -> list[Problem]:
    """Everything wrong with a book, in each edition under every reading and what-if open to it, each once, with its place."""
    found: dict[tuple[str, str], Problem] = {}
    for problem in (*_disputes_faults(book), *(one for edition in book.editions for one in _edition(book, edition))):
        found.setdefault((str(problem.place), problem.said), problem)
    return list(found.values())


def contradicted(book: RuleBook) -> Iterator[str]:
    """Where a book contradicts itself, in words: in each edition by itself, and where only a reading makes it so."""
    for edition in book.editions:
        known: set[tuple[str, str]] = set()
        for under, readings, drafts in ways_to_read(book, edition):
            if drafts:
                continue
            law = book.read(edition, readings) if under else edition.law
            for one, other, words in contradictions(law):
                if (one, other) not in known:
                    known.add((one, other))
                    yield f"{edition.name}{f', {under}' if under else ''}: {one} and {other}: {words}"


def _edition(book: RuleBook, edition: Edition) -> Iterator[Problem]:
    """An edition by itself, under every reading, and under every what-if."""
    told: set[tuple[str, str]] = set()
    wrong = False
    laws: list[Law] = []
    for under, readings, drafts in ways_to_read(book, edition):
        try:
            law = book.unchecked(edition, readings, drafts) if under else edition.law
        except Problems as problems:
            yield from problems.problems
            continue
        laws += [law] if not drafts else []
        for fault in faults(law):
            holds = fault.warning and _while_in_office(book, readings)
            if (fault.path, fault.said) not in told and not holds:
                told.add((fault.path, fault.said))
                wrong |= not fault.warning
                yield problem_of(book, edition, law, replace(fault, under=under))
    for path, (why, cure) in _always_idle(laws).items() if not wrong else ():
        law = next(one for one in laws if path in one.provisions or path in one.kinds)
        yield problem_of(book, edition, law, Fault(path, why, cure))


def _while_in_office(book: RuleBook, readings: Mapping[str, str]) -> bool:
    """Whether a reading has it that a leader who goes holds the office until somebody is elected."""
    return any(book.disputes[one].while_in_office and book.disputes[one].adopted != r for one, r in readings.items())


def _always_idle(laws: Iterable[Law]) -> dict[str, tuple[str, str]]:
    """What never acts in any of some laws that has it."""
    found: dict[str, tuple[str, str]] = {}
    acts: set[str] = set()
    for law in laws:
        now = idle(law)
        found = {**now, **found}
        acts |= {*law.provisions, *law.kinds} - now.keys()
    return {path: why for path, why in found.items() if path not in acts}


def ways_to_read(book: RuleBook, edition: Edition) -> Iterator[tuple[str, dict[str, str], tuple[Patch, ...]]]:
    """How an edition may be read, each as (in words, readings, what-ifs).

    As it stands; under each reading, the others adopted; under two that touch one stage; under each what-if.
    """
    adopted = book.adopted()
    yield "", {}, ()
    yield "the adopted readings", adopted, ()
    open_ = [dispute for dispute in book.disputes.values() if dispute.open_to(edition.in_force)]
    every = {one.name: [(one, reading) for reading in one.readings if reading != one.adopted] for one in open_}
    for chosen in (pair for pairs in every.values() for pair in pairs):
        yield _reading_words(chosen), _chosen(adopted, chosen), ()
    for first, second in combinations(open_, 2):
        if _parts_touched(first) & _parts_touched(second):
            for one in every[first.name]:
                for other in every[second.name]:
                    yield _reading_words(one, other), _chosen(adopted, one, other), ()
    for draft in book.drafts.values():
        if draft.open_to(edition.in_force):
            yield f"the what-if {draft.name}", adopted, (draft.patch,)


def _reading_words(*chosen: tuple[Dispute, str]) -> str:
    return " and ".join(f"{dispute.name}={reading}" for dispute, reading in chosen)


def _chosen(adopted: Mapping[str, str], *chosen: tuple[Dispute, str]) -> dict[str, str]:
    """The adopted readings but for some, and for those on which they hang."""
    needed = {
        other: readings[0]
        for dispute, _ in chosen
        for other, readings in dispute.only_if.items()
        if adopted.get(other) not in readings
    }
    return {**adopted, **needed, **{dispute.name: reading for dispute, reading in chosen}}


def _parts_touched(dispute: Dispute) -> set[str]:
    """The stages whose shape a dispute may change; a number of a bar changes no shape."""
    patches = [reading.patch for reading in dispute.readings.values()]
    paths = [path for patch in patches for path in (*patch.change, *patch.remove, *patch.add)]
    return {path.split(".")[0] for path in paths if ".bar." not in path}


def problem_of(book: RuleBook, edition: Edition, law: Law, fault: Fault) -> Problem:
    """A fault as a letter, at the provision, or at the stage, or at the nearest thing that is written."""
    at, key = place_of(law, fault.path)
    if at and at not in book.document.places:
        at, key = (), False
    where = "" if edition is book.editions[-1] else f", edition “{edition.name}”"
    under = f" (under {fault.under}{where})" if fault.under else ""
    plain = f"“{fault.path.split('.', 1)[0]}”" in fault.said or words_of(at).endswith(fault.path)
    said = fault.said if plain else f"{fault.path}: {fault.said}"
    return Problem(f"{said}{under}", book.document.place(at, key=key), at, fault.cure, fault.warning)


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


# --- disputes ---------------------------------------------------------------------------------------------------------
def _disputes_faults(book: RuleBook) -> Iterator[Problem]:
    """Disputes that are none, decisions of nothing known, and readings that do not say whom they favour."""
    for dispute in book.disputes.values():
        at: Path = ("disputes", dispute.name)
        if len(dispute.readings) < 2:
            said = f"“{dispute.name}” has one reading, and is no dispute"
            yield Problem(said, book.document.place(at, key=True), at, "add the other, or make it a matter")
        bodies = deciders(book, dispute)
        for name, reading in dispute.readings.items():
            yield from _favours(book, (*at, "readings", name), name, reading, bodies)
        if bodies:
            yield from _sides(book, dispute, at)
    for edition in book.editions:
        yield from _settled(book, edition)


def deciders(book: RuleBook, dispute: Dispute) -> set[str]:
    """The bodies that settle a dispute at some stage, in an edition to which it is open."""
    found: set[str] = set()
    for edition in book.editions:
        if dispute.open_to(edition.in_force):
            for stage in edition.law.compiled[0].values():
                settles = getattr(stage, "settles", None)
                if isinstance(settles, tuple) and dispute.name in settles:
                    found |= set(stage.by if isinstance(stage.by, tuple) else ())
    return found


def leaves_it_open(said: Mapping[str, Any], bodies: Iterable[str]) -> bool:
    """Whether a reading leaves a provision to one of some bodies: no choice of that body then."""
    return any(isinstance(one, dict) and one.get("set_by") in set(bodies) for one in said.values())


def _favours(book: RuleBook, at: Path, name: str, reading: Any, bodies: set[str]) -> Iterator[Problem]:
    """A reading that a body may choose says whom it favours, and no other does."""
    if not bodies:
        if reading.favours:
            said = f"nobody chooses “{name}” in a contest, so that it need not say whom it favours"
            yield Problem(said, book.document.place((*at, "favours"), key=True), at, "leave favours: out")
    elif leaves_it_open(reading.patch.change, bodies):
        if reading.favours:
            said = f"“{name}” leaves the question to {', '.join(sorted(bodies))}, which cannot choose it"
            yield Problem(said, book.document.place((*at, "favours"), key=True), at, "leave favours: out")
    elif not reading.favours:
        said = f"{', '.join(sorted(bodies))} may choose “{name}” in a contest, and it does not say whom it favours"
        yield Problem(said, book.document.place(at, key=True), at, "add favours: incumbent, challenger or neither")


def _sides(book: RuleBook, dispute: Dispute, at: Path) -> Iterator[Problem]:
    """A dispute that a body decides has one reading for the incumbent and one for a challenger."""
    for side in ("incumbent", "challenger"):
        there = [name for name, reading in dispute.readings.items() if reading.favours == side]
        if len(there) != 1 and all(reading.favours for reading in dispute.readings.values()):
            said = f"{len(there) or 'no'} readings of “{dispute.name}” favour the {side}"
            yield Problem(said, book.document.place(at, key=True), at, f"let one say favours: {side}")


def _settled(book: RuleBook, edition: Edition) -> Iterator[Problem]:
    """A decision settles disputes that the book knows."""
    for name, stage in edition.law.compiled[0].items():
        for one in stage.settles if isinstance(stage, Decision) and isinstance(stage.settles, tuple) else ():
            if one not in book.disputes:
                fault = Fault(
                    f"{name}.settles", f"“{one}” is no dispute of this book", did_you_mean(one, book.disputes)
                )
                yield problem_of(book, edition, edition.law, fault)
