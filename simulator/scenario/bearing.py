"""Bearing: which defaults a party's rules have a use for, and which of them were fitted on another party."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from simulator.rulebooks.law import Law
from simulator.rulebooks.rulebook import RuleBook
from simulator.scenario.scenario import Belief, Candidate
from simulator.stages.contest import CHALLENGED
from simulator.stages.nomination import BEFORE, EVERY

MEETING = ("politics.executive.", "timetable.executive")
SECOND_WINDOW = ("politics.second_chance",)
SECOND_BAR = ("timetable.second_bar",)
LEADER = (
    "politics.resignation.", "politics.unity.", "politics.stand_in.",
    "nominators.quiet", "nominators.arrived", "nominators.follow", "timetable.nominations",
)  # fmt: skip
"""What is asked only where somebody in office may be challenged."""
NOMINATING = ("nominators.", "timetable.nominations", "timetable.open", "timetable.vacancy")
"""What is asked only where somebody may still be nominated,"""
NOW_STANDING = ("stands", "in_a_vacancy", "declares")
"""and of whoever may still stand."""
OFF = {
    "nominators.lending.permitted": ("nominators.lending.",),
    "nominators.bandwagon": ("nominators.clear",),
}
"""Beliefs that a scenario, or a neutral default, switches off with 0% → the defaults that are of no use then."""
NEUTRAL = "default, neutral for another party"
"""Where a figure is from that takes the place of one that was fitted on a single party."""
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
    none: tuple[str, ...] = ()
    if not _some_stage(book, "selection", "decision"):
        none += MEETING
    if not _some_provision(book, ".keeps", EVERY):
        none += SECOND_WINDOW
    if not _some_provision(book, ".among", BEFORE):
        none += SECOND_BAR
    if not led and not _some_provision(book, ".opens_when", CHALLENGED):
        none += LEADER
        none += tuple(f"politics.challengers.{one.id}.{what}" for one in candidates for what in ("stands", "declares"))
    if at and "nomination" not in {law.kinds[stage] for stage in law.reached_from(at)}:
        none += NOMINATING
        none += tuple(f"politics.challengers.{one.id}.{what}" for one in candidates for what in NOW_STANDING)
        if not any(path.endswith(".seats") for path in law.provisions):
            none += tuple(path for path in beliefs if path.endswith(".keeps_word"))
    for switch, group in OFF.items():
        found = beliefs.get(switch)
        if found and found.quantity.high <= 0 and (not found.is_default or found.origin.kind == NEUTRAL):
            none += tuple(one for one in group if one != switch)
    options = {one.id for one in candidates if one.option}
    unused = {f"timetable.{step}" for step in _unused_steps(beliefs, law, at or contest)}
    return {
        path: replace(one, bears=False)
        if one.is_default and (path in unused or path.startswith(none) or _of_an_option(path, options))
        else one
        for path, one in beliefs.items()
    }


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
