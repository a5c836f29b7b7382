"""Editions: one scenario under many editions of its rule book, on the same draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from simulator.questions.simulate import Progress, seed_of, simulate
from simulator.results.results import pair
from simulator.results.summary import summary
from simulator.rulebooks.rulebook import Edition, RuleBook
from simulator.scenario.scenario import Scenario
from simulator.words.dates import read_day
from simulator.words.problems import Problems, Wrong, refuse

if TYPE_CHECKING:
    from concurrent.futures import Executor


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
) -> dict[str, Any]:
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
        row: dict[str, Any] = {"edition": edition.name, "in_force": str(edition.in_force), "about": edition.about}
        try:
            scenario = own if edition.name == home.edition.name else replace(under(edition.name), compared=())
        except Problems as found:
            rows.append(
                {**row, "cannot_be_played": [problem.said for problem in found.problems if not problem.warning]}
            )
            continue
        played = (
            first if scenario is own else simulate(scenario, runs=runs, seed=seed, executor=executor, progress=progress)
        )
        row["unsaid"] = list(scenario.unsaid)
        row["result"] = summary(scenario, played.records[0])
        row["beside_home"] = pair(home, first.records[0], played.records[0])
        rows.append(row)
    return {
        "schema": "party-rules/across-editions/1",
        "scenario": home.title,
        "question": home.question,
        "book": home.book.key,
        "home": home.edition.name,
        "runs": runs,
        "seed": seed,
        "candidates": {c.id: c.name for c in home.candidates},
        "incumbent": home.ids[home.incumbent] if home.incumbent >= 0 else None,
        "editions": rows,
        "warnings": first.document["warnings"],
        "provenance": first.document["provenance"],
    }
