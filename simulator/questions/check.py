"""Check: what a scenario, a rule book or a recorded contest means, every default written out; nothing is simulated at random."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from simulator.results.answer import Answer, Part
from simulator.rulebooks.check import check_book, contradicted
from simulator.rulebooks.law import Law
from simulator.rulebooks.rulebook import RuleBook
from simulator.rulebooks.soundness import left_out
from simulator.scenario.bars import bar_of_several, signed_words
from simulator.scenario.scenario import Belief, Mixture, Scenario, sure
from simulator.scenario.table import row_of
from simulator.stages.contest import PETITION
from simulator.words.problems import Problem, Problems

if TYPE_CHECKING:
    from simulator.questions.replayed import Replay


# --- a scenario -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class RulesOn(Part):
    """The book, and the edition in force on a day."""

    book: str
    edition: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Part):
    """A candidate."""

    name: str
    incumbent: bool
    stand_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BeliefHeld(Part):
    """A figure that is believed: its path, what it means, its value as written, its middle, and where it comes from."""

    path: str
    means: str
    value: str
    centre: float
    origin: str
    said: str
    grade: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedScenario(Answer):
    """A scenario as it will be simulated.

    readings  how each dispute is read;  moot: the disputes with nothing to decide here
    bars      the sum of each nomination stage;  petitions: of each petition that opens a contest
    recorded  votes as counted, section by section
    """

    schema: ClassVar[str] = "party-rules/scenario/1"

    scenario: str
    question: str
    rules: RulesOn
    contest: str
    readings: Mapping[str, str]
    compared: tuple[str, ...]
    moot: tuple[str, ...]
    candidates: Mapping[str, Person]
    bars: Mapping[str, str]
    petitions: Mapping[str, str]
    beliefs: tuple[BeliefHeld, ...]
    recorded: Mapping[str, Mapping[str, int]]
    runs: int
    seed: int | None
    warnings: tuple[str, ...]
    provenance: Mapping[str, object]


def checked_scenario(scenario: Scenario) -> CheckedScenario:
    """A resolved scenario."""
    law = scenario.law
    return CheckedScenario(
        scenario=scenario.title,
        question=scenario.question,
        rules=RulesOn(book=scenario.book.key, edition=scenario.edition.name, date=scenario.date.isoformat()),
        contest=scenario.contest,
        readings={dispute: reading_words(one) for dispute, one in scenario.readings.items()},
        compared=tuple(scenario.compared),
        moot=tuple(sorted(moot(scenario))),
        candidates={
            one.id: Person(name=one.name, incumbent=one.incumbent, stand_in=one.stand_in) for one in scenario.candidates
        },
        bars={stage: bar_of_several(law, stage, scenario.bodies).words for stage in nomination_stages(law)},
        petitions={
            one: signed_words(law.compiled[1][one].petition, scenario.bodies)
            for one in law.contests
            if law.trigger(one) == PETITION
        },
        beliefs=tuple(_belief(one) for one in scenario.beliefs.values() if one.bears),
        recorded={section: dict(votes) for section, votes in scenario.recorded.items()},
        runs=scenario.runs,
        seed=scenario.seed,
        warnings=tuple(one.said for one in scenario.warnings),
        provenance=scenario.provenance(),
    )


def _belief(one: Belief) -> BeliefHeld:
    return BeliefHeld(
        path=one.path,
        means=row_of(one.path).means,
        value=str(one.quantity),
        centre=one.quantity.centre,
        origin=one.origin.kind,
        said=one.origin.said,
        grade=one.origin.grade,
        note=one.quantity.note,
    )


def reading_words(reading: str | Mixture) -> str:
    """How a dispute is read, in words."""
    if isinstance(reading, str):
        return reading
    if reading.decided_by:
        return f"decided by the {reading.decided_by} on its day"
    return ", ".join(f"{name} {share:.0%}" for name, share in reading.chances)


def moot(scenario: Scenario) -> set[str]:
    """The disputes with nothing to decide in a scenario; those compared are told apart in any case."""
    return scenario.book.moot(scenario.edition, sure(scenario.book, scenario.readings)) - set(scenario.compared)


def nomination_stages(law: Law) -> list[str]:
    """The stages in which names are handed in."""
    return [stage for stage in law.stages if law.kinds[stage] == "nomination"]


# --- a rule book ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedBook(Answer):
    """A rule book that is sound: how much there is in it, and where it contradicts itself.

    only_shown  disputes on which no simulation turns
    left_out    what people may do and the last edition says nothing of: a run that comes to it ends unresolved
    """

    schema: ClassVar[str] = "party-rules/check/1"

    book: str
    title: str
    editions: int
    last_edition: str
    provisions: int
    disputes: int
    readings: int
    matters: int
    what_ifs: int
    sources: int
    contradictions: tuple[str, ...]
    only_shown: tuple[str, ...]
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]


def checked_book(book: RuleBook) -> tuple[CheckedBook, list[Problem]]:
    """A rule book, and what it is warned of; raises Problems if it is not sound."""
    problems = check_book(book)
    if any(not one.warning for one in problems):
        raise Problems(problems, book.document.name)
    answer = CheckedBook(
        book=book.key,
        title=book.title,
        editions=len(book.editions),
        last_edition=book.editions[-1].name,
        provisions=sum(len(edition.law.provisions) for edition in book.editions),
        disputes=len(book.disputes),
        readings=sum(len(dispute.readings) for dispute in book.disputes.values()),
        matters=len(book.matters),
        what_ifs=len(book.drafts),
        sources=len(book.sources),
        contradictions=tuple(contradicted(book)),
        only_shown=tuple(filter(book.only_shown, book.disputes)),
        left_out=tuple(left_out(book.editions[-1].law)),
        warnings=tuple(one.said for one in problems),
    )
    return answer, problems


# --- a recorded contest -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedContest(Answer):
    """A recorded contest that can be replayed, and how much is recorded of it."""

    schema: ClassVar[str] = "party-rules/check-contest/1"

    contest: str
    id: str
    book: str
    title: str
    edition: str
    grade: str
    rounds: int
    candidates: tuple[str, ...]
    sources: int


def checked_contest(replay: Replay) -> CheckedContest:
    """A contest that was replayed."""
    record, entry = replay.record, replay.record.entry
    return CheckedContest(
        contest=entry.contest,
        id=entry.id,
        book=record.book.key,
        title=record.book.title,
        edition=record.edition.name,
        grade=entry.grade,
        rounds=len(entry.rounds),
        candidates=tuple(record.candidates),
        sources=len(record.sources),
    )
