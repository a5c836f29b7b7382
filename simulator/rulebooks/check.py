"""Check: a rule book as a whole, each edition under every reading open in its time; what it finds has a place and a cure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from simulator.rulebooks.soundness import Fault, contradictions, faults, idle, letter_of
from simulator.stages.ballot import Ballot
from simulator.stages.decision import Decision
from simulator.stages.values import items
from simulator.words.problems import Path, Problem, Problems, did_you_mean

if TYPE_CHECKING:
    from simulator.rulebooks.disputes import Dispute, Reading
    from simulator.rulebooks.law import Law
    from simulator.rulebooks.patches import Patch
    from simulator.rulebooks.rulebook import Edition, RuleBook


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
        for fault in (*faults(law), *sections_unknown(book, law)):
            holds = fault.warning and _while_in_office(book, readings)
            if (fault.path, fault.said) not in told and not holds:
                told.add((fault.path, fault.said))
                wrong |= not fault.warning
                yield problem_of(book, edition, law, replace(fault, under=under))
    for path, (why, cure) in _always_idle(laws).items() if not wrong else ():
        law = next(one for one in laws if path in one.provisions or path in one.kinds)
        yield problem_of(book, edition, law, Fault(path, why, cure))


def sections_unknown(book: RuleBook, law: Law) -> Iterator[Fault]:
    """Sections of a ballot that are no body of the book: misspelt, unless they are weighed, seated or a block somewhere."""
    ballots = [stage for stage in law.compiled[0].values() if isinstance(stage, Ballot)]
    described = {one for ballot in ballots for one in ballot.sections_described}
    for ballot in ballots:
        for one in ballot.sections if isinstance(ballot.sections, tuple) else ():
            if one not in book.bodies:
                cure = did_you_mean(one, book.bodies)
                cure = cure if cure.startswith("did") else f"add it to bodies: {{{one}: who they are}}"
                said = f"“{one}” is not a body of this book"
                yield Fault(f"{ballot.name}.sections", said, cure, warning=one in described)


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
    where = "" if edition is book.editions[-1] else f", edition “{edition.name}”"
    under = f" (under {fault.under}{where})" if fault.under else ""
    return letter_of(book.document, law, fault, under)


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
                if isinstance(stage, Decision) and dispute.name in items(stage.settles):
                    found |= set(items(stage.by))
    return found


def leaves_it_open(said: Mapping[str, object], bodies: Iterable[str]) -> bool:
    """Whether a reading leaves a provision to one of some bodies: no choice of that body then."""
    return any(isinstance(one, dict) and one.get("set_by") in set(bodies) for one in said.values())


def _favours(book: RuleBook, at: Path, name: str, reading: Reading, bodies: set[str]) -> Iterator[Problem]:
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
        for one in items(stage.settles) if isinstance(stage, Decision) else ():
            if one not in book.disputes:
                fault = Fault(
                    f"{name}.settles", f"“{one}” is no dispute of this book", did_you_mean(one, book.disputes)
                )
                yield problem_of(book, edition, edition.law, fault)
