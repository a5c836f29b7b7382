"""A scenario in plain words: what a file means, with every default written out and where each figure comes from."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from simulator.questions.check import moot, nomination_stages, reading_words
from simulator.scenario.bars import bar_of_several, signed_words
from simulator.scenario.bearing import OWN_STEPS, users_of
from simulator.scenario.scenario import Belief, Candidate, Scenario
from simulator.scenario.table import row_of
from simulator.show.phrases import plain
from simulator.stages.contest import PETITION
from simulator.stages.nomination import BEFORE, Nomination
from simulator.stages.stage import unsaid_words
from simulator.stages.values import Unsaid
from simulator.words.dates import day_words
from simulator.words.lists import in_lines
from simulator.words.plain import is_joint
from simulator.words.quantities import date_words

WIDTH = 96


def scenario_in_words(scenario: Scenario, *, whole: bool = False) -> Iterator[str]:
    """The lines that ``check`` prints: the law that applies first, then what the file believes, then what it leaves to defaults.

    whole   every default in a line of its own, with its reason; else those of one reason and value are one line
    """
    yield f"ok: {scenario.title}"
    if scenario.question:
        yield f"    {scenario.question}"
    yield ""
    yield f"Rules      {scenario.book.title}: edition “{scenario.edition.name}” (in force {scenario.edition.in_force}),"
    yield f"           as on {day_words(scenario.date)}; {_opening(scenario.contest)}"
    if scenario.position:
        standing = [scenario.name_of(one) for one in scenario.position.standing]
        stand = f" with {len(standing)} who stand" if standing else ""
        yield f"           it is under way, at {scenario.position.at}{stand}"
    yield from _readings(scenario)
    yield from _people(scenario)
    yield from _timetable(scenario)
    yield from _stated(scenario)
    yield from _by_default(scenario, whole=whole)
    yield ""
    seed = f"seed {scenario.seed}" if scenario.seed is not None else "a seed drawn and recorded"
    yield f"`run` simulates it {scenario.runs:,} times, {seed}. Nothing was simulated now."
    yield f"Next: party-rules run {scenario.name}"


def _opening(contest: str) -> str:
    """By which contest of the book it opens."""
    known = contest in ("vacancy", "challenge")
    return f"the contest opens as a {contest}" if known else f"the contest is “{plain(contest)}”"


def _readings(scenario: Scenario) -> Iterator[str]:
    idle = moot(scenario)
    disputes, stated = scenario.book.disputes, scenario.stated
    here = {
        dispute: reading
        for dispute, reading in scenario.readings.items()
        if disputes[dispute].open_to(scenario.edition.in_force) or dispute in scenario.compared or dispute in stated
    }
    for number, (dispute, reading) in enumerate(here.items()):
        head = "Readings" if number == 0 else ""
        if dispute in scenario.compared:
            said = f"compared: {', '.join(scenario.book.disputes[dispute].readings)}"
        else:
            said = reading_words(reading) + (" (adopted)" if reading == scenario.book.disputes[dispute].adopted else "")
            said += "; does not apply here" if dispute in idle else ""
        said += "; only shown, no simulation turns on it" if scenario.book.only_shown(dispute) else ""
        yield f"{head:<10} {dispute}: {said}"
    elsewhere = len(scenario.readings) - len(here)
    if elsewhere:
        concern = (
            "1 dispute concerns another edition and does not apply"
            if elsewhere == 1
            else f"{elsewhere} disputes concern other editions and do not apply"
        )
        yield f"{'' if here else 'Readings':<10} {concern}"
    for number, patch in enumerate(scenario.what_ifs):
        changes = ", ".join(f"{path} = {said}" for path, said in patch.change.items())
        yield f"{'What if' if number == 0 else '':<10} {patch.since}: {changes or 'adds ' + ', '.join(patch.add)}"


def _people(scenario: Scenario) -> Iterator[str]:
    # Where nobody leads there is nobody to challenge.
    named = [f"{c.name}{_role(c, led=scenario.incumbent >= 0)}" for c in scenario.candidates]
    yield from textwrap.wrap(f"Candidates {', '.join(named)}", WIDTH, subsequent_indent=" " * 11)
    law = scenario.law
    for number, stage in enumerate(nomination_stages(law)):
        yield f"{'Bars' if number == 0 else '':<10} {stage}: {bar_of_several(law, stage, scenario.bodies).words}"
    for contest in law.contests:
        if law.trigger(contest) == PETITION:
            signed = signed_words(law.compiled[1][contest].petition, scenario.bodies)
            yield from textwrap.wrap(f"{'Petition':<10} {contest}: {signed}", WIDTH, subsequent_indent=" " * 11)
    for motion in scenario.motions:
        effect = law.get(f"confidence-vote.then.{'carried' if motion.carried else 'lost'}")
        yield (
            f"{'Motion':<10} {day_words(motion.date)}, {motion.title}: {motion.votes_for}–{motion.against}, "
            f"{motion.spoilt} spoilt, {motion.absent} not voting; under the rules: {effect or 'nothing follows'}"
        )


def _role(candidate: Candidate, *, led: bool) -> str:
    """What a candidate is, in brackets."""
    one = candidate
    role = "on every paper" if one.option else "stand-in" if one.stand_in else "incumbent" if one.incumbent else ""
    said = [role or ("challenger" if led else ""), "a joint ticket, one candidate" if is_joint(one.name) else ""]
    words = ", ".join(filter(None, said))
    return f" ({words})" if words else ""


STEPS = {
    "opens": {"nomination": "nominations open", "ballot": "ballot papers go out", "motion": "the vote is called"},
    "closes": {"nomination": "nominations close", "ballot": "the ballot closes", "motion": "the vote is taken"},
    "further": {"ballot": "a further ballot closes"},
    "declared": {"ballot": "the result is declared"},
    "until": {"wait": "it is over"},
}
AFTER = {
    "opens": "after the stage before", "closes": "after the opening", "further": "after the one before",
    "declared": "after the count", "until": "after it began",
}  # fmt: skip


def _timetable(scenario: Scenario) -> Iterator[str]:
    """The days of all stages of a kind, where they are of use, and then those of stages by name."""
    for number, row in enumerate((*_steps_of_kinds(scenario), *_steps_of_stages(scenario), *_windows_unsaid(scenario))):
        head = f"{'Timetable' if number == 0 else '':<10} "
        yield from in_lines(row.words, head, " " * 13, width=WIDTH)


class _Day(NamedTuple):
    """A step of the timetable in words, the stages whose day it gives, and whether it is a default."""

    words: str
    stages: tuple[str, ...]
    default: bool


def _windows_unsaid(scenario: Scenario) -> Iterator[_Day]:
    """Windows of which neither the book nor the file says how long they are open: no default stands in for the book."""
    reached = scenario.law.reached_from(scenario.position.at if scenario.position is not None else scenario.contest)
    for name, stage in scenario.law.compiled[0].items():
        if name not in reached or not isinstance(stage, Nomination) or stage.among == BEFORE:
            continue
        if isinstance(stage.open, Unsaid) and f"timetable.{name}.closes" not in scenario.beliefs:
            said = f"how long nominations are open {unsaid_words(stage.open)}"
            words = f"{name}: {said}; a contest that comes to it ends unresolved without timetable.{name}.closes"
            yield _Day(words, (name,), default=False)


def _steps_of_stages(scenario: Scenario) -> Iterator[_Day]:
    kinds = scenario.law.kinds
    for path, belief in scenario.beliefs.items():
        _, _, rest = path.partition(".")
        if not path.startswith("timetable.") or "." not in rest or not belief.bears:
            continue
        stage, _, step = rest.rpartition(".")
        said = STEPS[step].get(kinds.get(stage, ""), {"opens": "it begins", "closes": "it is over"}.get(step, step))
        quantity = belief.quantity
        usual = _by_whom(belief)
        when = date_words(quantity) if quantity.kind == "date" else f"{quantity} {AFTER[step]}"
        yield _Day(f"{stage}: {said}: {when}{usual}", (stage,), belief.is_default)


def _steps_of_kinds(scenario: Scenario) -> Iterator[_Day]:
    met = scenario.beliefs["timetable.executive"].bears
    for step in ("executive", "nominations", "open", "vacancy", "ballot", "voting", "declared"):
        path = f"timetable.{step}"
        if not scenario.beliefs[path].bears:
            continue
        said, _, after = row_of(path).means.partition(": days ")
        after = "after the contest opened" if step == "nominations" and not met else after
        belief = scenario.beliefs[path]
        quantity, stages = belief.quantity, users_of(scenario, step)
        if not belief.is_default or (stages and not _of_another_party(belief)):
            when = date_words(quantity) if quantity.kind == "date" else f"{quantity} {after}"
            yield _Day(f"{said}: {when}{_by_whom(belief)}", tuple(stages), belief.is_default)
            continue
        # Another party's step has another name for what comes before: each stage that takes the default is named.
        own = "opens" if step == "executive" else OWN_STEPS[scenario.law.kinds[stages[0]]][step] if stages else ""
        for stage in stages:
            what = STEPS[own].get(scenario.law.kinds[stage], "it begins")
            closes = scenario.beliefs.get(f"timetable.{stage}.closes")
            dated = own == "opens" and closes is not None and closes.quantity.kind == "date"
            less = ", or the next day where that is after its close" if dated else ""
            yield _Day(f"{stage}: {what}: {quantity} {AFTER[own]}{less}{_by_whom(belief)}", (stage,), True)


def _of_another_party(belief: Belief) -> bool:
    return belief.origin.said.startswith("from ")


def _by_whom(belief: Belief) -> str:
    """Whose a figure of the timetable is: nothing where it is the file's."""
    if not belief.is_default:
        return ""
    return f" (default of party-rules{', not of this party' if _of_another_party(belief) else ''})"


def days_by_default(scenario: Scenario, stages: Iterable[str]) -> list[str]:
    """The days of some stages that the file does not state, as ``check`` prints them."""
    met = {*stages}
    rows = (*_steps_of_kinds(scenario), *_steps_of_stages(scenario))
    return [row.words for row in rows if row.default and met.intersection(row.stages)]


def _stated(scenario: Scenario) -> Iterator[str]:
    """What the file believes, each figure with where it is from."""
    yield ""
    yield "Beliefs (an interval is 90%: its ends are the 5% and 95% points)"
    beliefs = [one for one in scenario.beliefs.values() if _told(one) and not one.is_default]
    room, last = "", None
    for belief in beliefs:
        head = belief.path.split(".")[0]
        if head != room:
            room = head
            yield f"  {head}"
        yield from _belief(belief, belief.path[len(head) + 1 :], told=belief.origin == last)
        last = belief.origin
    for section, votes in scenario.recorded.items():
        counted = ", ".join(f"{one} {count:,}" for one, count in votes.items())
        yield f"    {section}: votes as counted: {counted}"
    for bloc in scenario.blocs:
        if not bloc.names:
            yield f"    bloc {bloc.name}: {bloc.size} {bloc.body} who nominate nobody"


def _told(belief: Belief) -> bool:
    return belief.bears and not belief.path.startswith("timetable.")


def _by_default(scenario: Scenario, *, whole: bool) -> Iterator[str]:
    """What the file leaves to defaults: those that differ only in whom they are about are one line."""
    defaults = [one for one in scenario.beliefs.values() if _told(one) and one.is_default]
    if not defaults:
        return
    yield ""
    hint = "" if whole else "; check --all gives each its reason"
    yield f"Defaults of party-rules ({len(defaults)} figures{hint})"
    if whole:
        last = None
        for belief in defaults:
            yield from _belief(belief, belief.path, told=belief.origin == last)
            last = belief.origin
        return
    groups: dict[tuple[str, str], list[str]] = {}
    for belief in defaults:
        name, about = _without_names(scenario, belief.path)
        groups.setdefault((name, str(belief.quantity)), []).append(about)
    for (name, value), whose in groups.items():
        who = f" ({len(whose)} of them)" if len(whose) > 1 else f" ({whose[0]})" if whose[0] else ""
        yield f"  {f'{name}{who}':<60} {value}"


def _without_names(scenario: Scenario, path: str) -> tuple[str, str]:
    """A path with * for each candidate in it, and the candidates."""
    ids = {*scenario.ids, "nobody"}
    parts = path.split(".")
    about = [one for one in parts if one in ids]
    return ".".join("*" if one in ids else one for one in parts), ", ".join(about)


def _belief(belief: Belief, short: str, *, told: bool) -> Iterator[str]:
    note = f" ({belief.quantity.note})" if belief.quantity.note else ""
    yield f"    {short:<46} {belief.quantity}{note}"
    if not told:
        yield from textwrap.wrap(belief.origin.words(), WIDTH, initial_indent=" " * 8, subsequent_indent=" " * 10)
