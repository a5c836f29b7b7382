"""Skeleton: the shortest scenario of any rule book, with the bodies, sections and stages that its newest rules have.

Every figure and name in it is a placeholder, and says so: what it gives is no answer yet, but it is checked and simulated.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator

from simulator.rulebooks.law import Law
from simulator.rulebooks.rulebook import RuleBook
from simulator.stages.ballot import Ballot
from simulator.stages.contest import CHALLENGED, VACANT
from simulator.stages.motion import Motion
from simulator.stages.nomination import BEFORE, Nomination, thresholds
from simulator.stages.stage import Stage
from simulator.stages.values import SetBy, Unsaid, items

FEW, MANY = 200, 10_000
"""Heads of a body, and of the members of a party, until somebody says how many they are."""
SUPPOSED = {"open": "14 days", "transfer": "free", "bar.count": "10"}
"""What is supposed of nominations where the book does not say it."""


def skeleton(book: RuleBook, named: str, title: str) -> str:
    """A scenario of the newest edition as a commented file: two candidates, and everybody that the rules ask.

    named   what the file calls the book: a name, or its path from there
    """
    edition = book.editions[-1]
    law = book.read(edition, book.adopted())
    contest = contest_of(law)
    led = law.trigger(contest) != VACANT
    stages = [one for name, one in law.compiled[0].items() if name in law.reached_from(contest)]
    nominating = [t for one in stages if isinstance(one, Nomination) for t in thresholds(one.bar)]
    counted = {body: t.count for t in nominating for body in t.by if isinstance(t.count, int)}
    nominators = dict.fromkeys(body for t in nominating for body in t.by if body in book.bodies)
    asked = {body for one in stages if isinstance(one, Motion) for body in items(one.sections) if body in book.bodies}
    bases = {body for name in law.kinds for body in items(law.get(f"{name}.bar.of")) if body in book.bodies}
    bodies = [body for body in book.bodies if body in {*nominators, *asked, *bases, *_petitioners(law)}]
    sections = dict.fromkeys(one for stage in stages if isinstance(stage, Ballot) for one in items(stage.sections))
    sizes = {body: max(MANY if body == "members" else FEW, 5 * counted.get(body, 0)) for body in bodies}
    # Seats may be given by an earlier ballot in each unit: then every section is taken to vote in units.
    seats = any(isinstance(one, Ballot) and one.seats for one in stages)
    units = {*sections} if seats else {one for stage in stages for one in _in_units(stage)}
    two = ("leader", "rival") if led else ("first", "second")
    lines = [
        "# A scenario: a situation on a date, and what is asked of it. Lines that begin with # are comments.",
        f"# Written for the rules of {book.title}. Every name and figure is a placeholder: put your own in their place.",
        "# `party-rules check FILE` prints what the file means, with every default written out.",
        f"scenario: {json.dumps(title, ensure_ascii=False)}",
        "question: Who leads at the end?",
        "rules:",
        f"  book: {json.dumps(named, ensure_ascii=False)}",
        f"  date: {edition.in_force.latest}             # the edition in force on this day is simulated: {edition.name}",
        f"  contest: {contest}             # the contests of these rules: {', '.join(law.contests)}",
        "",
        f"# readings: {{}}                # how disputed clauses are read; `party-rules explain {named}` lists them",
        "",
        "bodies:                        # heads, from which bars and majorities are worked out",
        *(f"  {b}: {{size: {sizes[b]}, assumption: a placeholder}}   # {book.bodies[b]}" for b in bodies),
        "" if bodies else "  {}",
        "candidates:",
        f"  {two[0]}: {{name: The {two[0].title()} Candidate{', incumbent: true' if led else ''}}}",
        f"  {two[1]}: {{name: The {two[1].title()} Candidate}}",
        "",
        *_nominators(
            nominators, sizes, two, again=any(isinstance(one, Nomination) and one.among == BEFORE for one in stages)
        ),
        *_electorate(sections, sizes, book, two, units),
        *_politics(law, contest, [one.name for one in stages if one.kind == "motion"], two),
        *_supposed(law, stages, edition.in_force.latest),
        "runs: 10000",
        "seed: 1                        # the same seed gives the same simulated contests",
    ]
    return "\n".join(lines) + "\n"


def contest_of(law: Law) -> str:
    """The contest that a new scenario begins with: a vacancy, else a challenge, else the first of the rules."""
    for trigger in (VACANT, CHALLENGED):
        if found := [one for one in law.contests if law.trigger(one) == trigger]:
            return found[0]
    return law.contests[0]


def _petitioners(law: Law) -> set[str]:
    compiled = law.compiled[1].values()
    return {
        body
        for one in compiled
        if one.petition is not None
        for body in (*items(one.petition.by), *items(one.petition.of))
    }


def _nominators(
    nominators: dict[str, None], sizes: dict[str, int], two: tuple[str, str], *, again: bool
) -> Iterator[str]:
    if not nominators:
        return
    yield "nominators:                    # blocs who behave alike, and the chance that one of them nominates …"
    yield "  assumption: a placeholder"
    yield "  blocs:"
    for body in nominators:
        shares = ", ".join(f"{one}: 35% to 49%" for one in two)
        yield f"    all of {body}: {{body: {body}, size: {sizes[body]}, nominate: {{{shares}}}}}"
    if again:
        shares = ", ".join(f"{one}: 80% to 95%" for one in two)
        yield f"  second_bar: {{{shares}}}   # the chance of each to be carried over the second bar"
    yield ""


def _in_units(stage: Stage) -> tuple[str, ...]:
    """The sections of a ballot whose votes are counted in units, such as ridings."""
    return items(stage.sections) if isinstance(stage, Ballot) and (stage.units or stage.block) else ()


def _electorate(
    sections: dict[str, None], sizes: dict[str, int], book: RuleBook, two: tuple[str, str], in_units: set[str]
) -> Iterator[str]:
    if not sections:
        return
    yield "electorate:                    # who votes: 55% to 68% is a 90% interval, 60% is certain"
    yield "  assumption: a placeholder"
    yield "  sections:"
    for section in sections:
        register = "" if section in sizes else f'register: "{MANY - 1_000:,} to {MANY + 1_000:,}", '
        shares = ", ".join(f"{one}: 35% to 65%" for one in two)
        said = f"   # {book.bodies[section]}" if section in book.bodies else ""
        units = ", units: {count: 100, spread: 130% to 200%}" if section in in_units else ""
        yield f"    {section}: {{{register}turnout: 60% to 80%, shares: {{{shares}}}{units}}}{said}"
    yield ""


def _politics(law: Law, contest: str, motions: list[str], two: tuple[str, str]) -> Iterator[str]:
    """When the contest opens, where nobody need leave for it, and how the votes for and against go that it comes to."""
    trigger = law.trigger(contest)
    said = (
        [f"  motions: {{{', '.join(f'{one}: {{for: 80% to 95%}}' for one in motions)}}}   # votes for"]
        if motions
        else []
    )
    if trigger == CHALLENGED:
        said += ["  challengers:", f"    {two[1]}: {{stands: 80% to 95%}}"]
    elif trigger != VACANT:
        said += [f"  opens: {{{contest}: {{date: 3 to 10 days}}}}   # when the contest opens: {trigger}"]
    if said:
        yield from ("politics:", "  assumption: a placeholder", *said, "")


def _supposed(law: Law, stages: Iterable[Stage], begins: dt.date) -> Iterator[str]:
    """What the book does not say, or leaves to a body, and no contest can do without: supposed until somebody knows."""
    names = [one.name for one in stages if one.kind == "nomination"]
    paths = {f"{name}.{leaf}": said for name in names for leaf, said in SUPPOSED.items()}
    change = ", ".join(f"{path}: {said}" for path, said in paths.items() if isinstance(law.get(path), Unsaid | SetBy))
    if change:
        yield "what_if:                       # what the book does not say: without it a contest ends there, unresolved"
        yield f"  supposed: {{change: {{{change}}}, why: a placeholder}}"
        yield ""
    waits = [
        one.name for one in stages if one.kind == "wait" and isinstance(law.get(f"{one.name}.until"), Unsaid | SetBy)
    ]
    if waits:
        yield "timetable:                     # the days on which things happen; `check` prints those that are defaults"
        yield "  assumption: a placeholder"
        yield from (f"  {name}: {{until: {begins + dt.timedelta(60)}}}" for name in waits)
        yield ""
