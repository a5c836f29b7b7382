"""Bearing: which defaults a contest has a use for, and which disputed clauses it does not turn on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from simulator.rulebooks.law import Law
from simulator.rulebooks.rulebook import RuleBook
from simulator.scenario.scenario import Belief, Candidate, Mixture, Scenario
from simulator.scenario.table import NEUTRAL, row_of
from simulator.stages.contest import CHALLENGED, VACANT
from simulator.stages.nomination import BEFORE, EVERY
from simulator.stages.values import SetBy
from simulator.words.lists import listed
from simulator.words.plain import plain

OWN_STEPS = {
    "nomination": {"nominations": "opens", "vacancy": "opens", "open": "closes"},
    "ballot": {"ballot": "opens", "voting": "closes", "declared": "declared", "further": "further"},
    "motion": {"ballot": "opens", "voting": "closes"},
}
"""Steps of the timetable for every stage of a kind → the step of a stage by name that takes their place."""


def bearing(
    beliefs: Mapping[str, Belief], book: RuleBook, law: Law, contest: str, candidates: Sequence[Candidate], at: str = ""
) -> dict[str, Belief]:
    """The beliefs, each default marked that no stage of the book, or no step of this contest, has a use for.

    at   the stage at which a contest stands that is under way: what lies before it is of no use
    """
    led = any(one.incumbent for one in candidates)
    nominated = not at or nominates(law, at)
    there = {
        "a body that decides": _some_stage(book, "selection", "decision"),
        "a second window": _some_provision(book, ".keeps", EVERY),
        "a second bar": _some_provision(book, ".among", BEFORE),
        "a leader to challenge": led or _some_provision(book, ".opens_when", CHALLENGED),
        "a nomination to come": nominated,
        "a word to keep": nominated or any(path.endswith(".seats") for path in law.provisions),
    }
    off = {path for path, one in beliefs.items() if one.quantity.high <= 0 and _meant(one)}
    needless = {name for name, found in there.items() if not found} | off
    options = {one.id for one in candidates if one.option}
    unused = {f"timetable.{step}" for step in _unused_steps(beliefs, law, at or contest)}
    return {
        path: replace(one, bears=False)
        if one.is_default
        and (path in unused or needless.intersection(row_of(path).needs) or _of_an_option(path, options))
        else one
        for path, one in beliefs.items()
    }


def nominates(law: Law, start: str) -> bool:
    """Whether there are nominations to come, from a contest or a stage of it on."""
    return any(law.kinds[stage] == "nomination" for stage in law.reached_from(start))


def _meant(belief: Belief) -> bool:
    """Whether a figure is a scenario's own, or neutral: 0% then switches off what needs it."""
    return not belief.is_default or belief.origin.kind == NEUTRAL


def _of_an_option(path: str, options: set[str]) -> bool:
    """Whether a belief is about what an option does before there are votes: nothing."""
    return path.startswith(("nominators.", "politics.")) and path.rpartition(".")[2] in options


def _laws(book: RuleBook) -> Sequence[Law]:
    return [edition.law for edition in book.editions]


def _some_stage(book: RuleBook, *kinds: str) -> bool:
    return any(kind in kinds for law in _laws(book) for kind in law.kinds.values())


def _some_provision(book: RuleBook, leaf: str, value: str) -> bool:
    """Whether some provision of an edition, or of what a reading adds, has a value."""
    in_force = any(p.value == value for law in _laws(book) for path, p in law.provisions.items() if path.endswith(leaf))
    return in_force or any(
        isinstance(stage, dict) and stage.get(leaf[1:]) == value
        for dispute in book.disputes.values()
        for reading in dispute.readings.values()
        for stage in reading.patch.add.values()
    )


def _unused_steps(beliefs: Mapping[str, Belief], law: Law, contest: str) -> set[str]:
    """Steps for every stage of a kind, where each stage that this contest comes to has a day of its own; steps of other stages.

    A scenario that names no stage in its timetable uses them all.
    """
    named = {path.split(".", 1)[1] for path in beliefs if path.startswith("timetable.") and path.count(".") == 2}
    if not named:
        return set()
    reached = [stage for stage in law.stages if stage in law.reached_from(contest)]
    steps = {step for kind in OWN_STEPS.values() for step in kind}
    elsewhere = {step for step in named if step.partition(".")[0] not in reached}
    return elsewhere | steps - {step for stage in reached for step in _needed(law, stage, named)}


def users_of(scenario: Scenario, step: str) -> list[str]:
    """The stages ahead of a scenario whose day a step of the timetable for all stages of a kind gives, in the book's order."""
    law, position = scenario.law, scenario.position
    if step == "nominations" and scenario.begins_vacant:
        return []
    ahead = law.reached_from(position.at if position else scenario.contest)
    named = {
        path.split(".", 1)[1] for path in scenario.beliefs if path.startswith("timetable.") and path.count(".") == 2
    }
    return [one for one in law.stages if one in ahead and _takes(law, one, step, named)]


def _takes(law: Law, stage: str, step: str, named: set[str]) -> bool:
    """Whether a stage takes its day from a step of its kind: a window that the book measures, or keeps open, does not."""
    kind, again = law.kinds[stage], law.get(f"{stage}.among") == BEFORE
    if step in ("executive", "second_bar"):
        return kind == "decision" if step == "executive" else kind == "nomination" and again
    if kind == "nomination" and (again or (step == "open" and not isinstance(law.get(f"{stage}.open"), SetBy))):
        return False
    return step in _needed(law, stage, named)


def _needed(law: Law, stage: str, named: set[str]) -> Iterable[str]:
    """The steps of the timetable for its kind that one stage has no day of its own for."""
    again = law.get(f"{stage}.then.not won") in ("again", stage)
    for step, own in OWN_STEPS.get(law.kinds[stage], {}).items():
        idle = (step == "further" and not again) or (step == "declared" and "elected" not in ends_of(law, stage))
        if f"{stage}.{own}" not in named and not idle:
            yield step


def ends_of(law: Law, stage: str) -> set[object]:
    """Where the outcomes of a stage lead."""
    return {p.value for path, p in law.provisions.items() if path.startswith(f"{stage}.then.")}


def idle(scenario: Scenario, name: str, crossed: Iterable[str] = ()) -> str:
    """Why a disputed clause cannot bear on the scenario's contest, in words; nothing where it may.

    Its provision is not in force, hangs on a reading that is not chosen, is only shown, or belongs to a stage that the contest
    does not come to. Whether the contest does come to it is left to the simulations.
    """
    dispute, edition = scenario.book.disputes[name], scenario.edition
    if not dispute.open_to(edition.in_force):
        return f"it is about another edition of the rules than “{edition.name}”, which is in force here"
    for other, readings in dispute.only_if.items():
        if not _may_be_read(scenario, other, crossed).intersection(readings):
            title = scenario.book.disputes[other].title
            return f"it matters only if “{title}” is read as {' or '.join(map(plain, readings))}"
    touched = [
        path
        for reading in dispute.readings.values()
        for path in (*reading.patch.change, *reading.patch.add, *reading.patch.remove)
    ]
    if not (reached := _reached(scenario)).intersection(path.partition(".")[0] for path in touched):
        begins = f", which goes on from “{plain(scenario.position.at)}”," if scenario.position else ""
        stages = listed([f"“{plain(one)}”" for one in dict.fromkeys(path.partition(".")[0] for path in touched)])
        return f"it is about {stages}, and the contest{begins} does not come to that"
    acts = [path for path in touched if path.partition(".")[0] in reached and not _only_shown(edition.law, path)]
    return "" if acts else "what it changes is only shown, and never acts"


def _may_be_read(scenario: Scenario, dispute: str, crossed: Iterable[str]) -> set[str]:
    """The readings of a dispute that some simulated contest may have."""
    known, read = scenario.book.disputes[dispute].readings, scenario.readings[dispute]
    if dispute in (*scenario.compared, *crossed) or (isinstance(read, Mixture) and (read.decided_by or read.made)):
        return set(known)
    return {name for name, share in read.chances if share} if isinstance(read, Mixture) else {read}


def _reached(scenario: Scenario) -> set[str]:
    """The contests and stages that a simulated contest may come to, from where the scenario stands or whatever opens first."""
    law, position = scenario.edition.law, scenario.position
    begins = {position.at} if position and scenario.begins_vacant else {scenario.contest}
    if not scenario.begins_vacant:
        # A leader in office may be challenged, or go, whichever comes first.
        begins |= {one for one in law.contests if law.trigger(one) in (VACANT, CHALLENGED)}
    if not position:
        begins |= {path.split(".")[2] for path in scenario.beliefs if path.startswith("politics.opens.")}
    return set().union(*map(law.reached_from, begins))


def _only_shown(law: Law, path: str) -> bool:
    return path.partition(".")[0] in law.kinds and "." in path and law.shown(path)
