"""Editions: one scenario under many editions of its rule book, on the same draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from simulator.questions.simulate import Progress, seed_of, simulate
from simulator.results.answer import Answer, Part
from simulator.results.pairs import Beside, beside
from simulator.results.provenance import Provenance
from simulator.results.summary import ReadingResult, summary
from simulator.rulebooks.rulebook import Edition, RuleBook
from simulator.scenario.scenario import Scenario
from simulator.words.dates import read_day
from simulator.words.problems import Problems, Wrong, refuse

if TYPE_CHECKING:
    from concurrent.futures import Executor


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderEdition(Part):
    """The scenario under one edition: what it gives, beside its own edition; or why it cannot be played.

    unsaid   what the edition asks about and the scenario says nothing of
    """

    edition: str
    in_force: str
    about: str
    cannot_be_played: tuple[str, ...] | None = None
    unsaid: tuple[str, ...] | None = None
    result: ReadingResult | None = None
    beside_home: Beside | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionsAnswer(Answer):
    """One scenario under many editions of its rule book."""

    schema: ClassVar[str] = "party-rules/across-editions/1"

    scenario: str
    question: str
    book: str
    home: str
    runs: int
    seed: int
    candidates: Mapping[str, str]
    incumbent: str | None
    editions: tuple[UnderEdition, ...]
    warnings: tuple[str, ...]
    provenance: Provenance


def named(book: RuleBook, said: str) -> list[Edition]:
    """The editions asked for: ``all``, or names and dates (or years: the edition in force at the end of it) with commas."""
    if said.strip() == "all":
        return list(book.editions)
    found = dict.fromkeys(_one(book, part.strip()).name for part in said.split(","))
    return [edition for edition in book.editions if edition.name in found]


def _one(book: RuleBook, text: str) -> Edition:
    if any(edition.name == text for edition in book.editions):
        return book.on(book.editions[0].in_force.earliest, text)
    try:
        return book.on(read_day(f"{text}-12-31" if text.isdigit() and len(text) == 4 else text))
    except Wrong as wrong:
        raise refuse(
            f"--editions {text}: {wrong.said}", "write all, a year, a date or the name of an edition"
        ) from None


def across(
    home: Scenario,
    editions: Sequence[Edition],
    under: Callable[[str], Scenario],
    *,
    runs: int | None = None,
    seed: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> EditionsAnswer:
    """Play a scenario under its own edition and under each of some others, run by run with the same luck.

    under   the scenario under an edition, by its name
    An edition that cannot be played says why. Disputes are read as stated, or as adopted where they are open.
    """
    runs = home.runs if runs is None else runs
    seed = seed_of(home, seed)
    own = replace(home, compared=())
    first = simulate(own, runs=runs, seed=seed, executor=executor, progress=progress)
    rows = []
    for edition in editions:
        row = UnderEdition(edition=edition.name, in_force=str(edition.in_force), about=edition.about)
        try:
            scenario = own if edition.name == home.edition.name else replace(under(edition.name), compared=())
        except Problems as found:
            why = tuple(problem.said for problem in found.problems if not problem.warning)
            rows.append(replace(row, cannot_be_played=why))
            continue
        played = (
            first if scenario is own else simulate(scenario, runs=runs, seed=seed, executor=executor, progress=progress)
        )
        rows.append(
            replace(
                row,
                unsaid=tuple(scenario.unsaid),
                result=summary(scenario, played.records[0]),
                beside_home=beside(home, first.records[0], played.records[0]),
            )
        )
    return EditionsAnswer(
        scenario=home.title,
        question=home.question,
        book=home.book.key,
        home=home.edition.name,
        runs=runs,
        seed=seed,
        candidates={c.id: c.name for c in home.candidates},
        incumbent=home.ids[home.incumbent] if home.incumbent >= 0 else None,
        editions=tuple(rows),
        warnings=first.answer.warnings,
        provenance=first.answer.provenance,
    )
