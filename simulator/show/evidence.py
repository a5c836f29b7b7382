"""Evidence in words: what an answer rests on, and what happened in the end beside what was believed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.results.actual_outcome import ActualOutcome
from simulator.results.results import RunAnswer
from simulator.show.phrases import contests, listed, percent, rounded
from simulator.show.sentences import name_of, reading_names
from simulator.show.tables import Table, made

if TYPE_CHECKING:
    from simulator.questions.budget import Budget

GRADES = {
    "primary": "Sources seen, of high confidence",
    "secondary": "Other sources, and defaults from evidence",
    "memory": "Recalled; no page was seen",
    "assumption": "Assumptions, of the scenario or by default",
    "the reading of the clause": "How the clause is read",
    "unknown": "Clauses nobody could find",
}


@dataclass(frozen=True, slots=True)
class BudgetShown:
    """The evidence budget for a page: a sentence, a table, and what is left to the run of events."""

    finding: str
    table: Table
    rest: str


@dataclass(frozen=True, slots=True)
class HappenedShown:
    """What happened for a page: a sentence, where it lies among what was simulated, and where it is said."""

    sentence: str
    where: str
    source: str


def budget_of(said: Budget | None) -> BudgetShown | None:
    """The evidence budget for a page: a sentence, a table, and what is left to the run of events."""
    if said is None:
        return None
    rows = [row for row in said.shares if row.share or row.beliefs]
    shown = whole_percents([row.share for row in rows])
    table = made(
        ["What it rests on", "Share", "Error", "Uncertain beliefs"],
        [
            (
                GRADES.get(row.group, row.group),
                f"{share}%",
                f"±{rounded(196 * row.error)}",
                str(row.beliefs),
            )
            for row, share in zip(rows, shown, strict=True)
        ],
    )
    most = max(rows, key=lambda row: row.share)
    rest = (
        f"Of a single contest {percent(said.of_one_contest)} of what decides who leads is due to these; the rest is chance "
        "in the events: which MP nominates whom, how a committee divides, whether somebody stands. A share is what the answer "
        "would move with that grade (its Shapley value in the variance of the answer), not a count of rows."
    )
    if any(row.group == "unknown" and row.share for row in rows):
        rest += (
            " For clauses nobody could find it is the share of simulations that end at one, since what the answer would be "
            "with the clause filled in cannot be asked while nobody knows what would fill it."
        )
    return BudgetShown(_finding(most.group, max(shown)), table, rest)


def _finding(group: str, share: int) -> str:
    most = {
        "assumption": "assumptions",
        "primary": "sources seen",
        "secondary": "other sources and defaults from evidence",
        "memory": "memory",
        "unknown": "clauses nobody could find",
    }.get(group, group)
    return f"Of what decides who leads, {share}% rests on {most}"


def whole_percents(shares: list[float]) -> list[int]:
    """Shares as whole per cents that add to what they add to: the largest remainders are rounded up.

    >>> whole_percents([0.335, 0.333, 0.332])
    [34, 33, 33]
    """
    floors = [int(100 * share) for share in shares]
    missing = round(100 * sum(shares)) - sum(floors)
    order = sorted(range(len(shares)), key=lambda n: floors[n] - 100 * shares[n])
    for n in order[:missing]:
        floors[n] += 1
    return floors


def afterwards_of(answer: RunAnswer) -> HappenedShown | None:
    """What happened, and where it lies among what was simulated."""
    said = answer.afterwards
    if not said:
        return None
    leader = said.leader
    share = f", with {100 * said.share:.1f}% of the final round" if said.share else ""
    sentence = f"{name_of(answer, leader)} led in the end{share}" if leader else "The final nominations are known"
    where = [*_chances(answer, said), *_names_in_the_end(answer, said), *_votes(said)]
    return HappenedShown(sentence, " ".join(where), said.source or "No source is given")


def _chances(answer: RunAnswer, said: ActualOutcome) -> Iterator[str]:
    """The chance that was given to who led, under each reading, and where their share lies."""
    if not said.leader:
        return
    parts = []
    for reading, entry in zip(reading_names(answer), answer.results, strict=True):
        chance = contests(entry.leader[said.leader].share)
        parts.append(f"{chance} under “{reading}”" if len(answer.results) > 1 else chance)
    yield f"In the model {name_of(answer, said.leader)} leads in {listed(parts)}."
    place = said.places.share
    if place:
        yield f"The actual share beat {percent(place.fewer)} of simulated final rounds."


def _names_in_the_end(answer: RunAnswer, said: ActualOutcome) -> Iterator[str]:
    """The names in at the close, and in how many contests there are fewer."""
    fewer: dict[str, float | None] = {one: place.fewer for one, place in said.places.names.items()}
    fewer |= {one: tally.fewer for one, tally in answer.results[0].tallies.get("close", {}).items()}
    placed = [
        f"{name_of(answer, one)}’s {names} beat {percent(less)}"
        for one, names in said.names.get("close", {}).items()
        if (less := fewer.get(one)) is not None
    ]
    if placed:
        yield f"Final nominations: {listed(placed)} of simulations."


def _votes(said: ActualOutcome) -> Iterator[str]:
    """The executive's votes and the court's judgment, and where they lie."""
    votes = ((said.executive, "for the reading"), (said.asked_to_leave, "for the leader to leave the room"))
    for vote, what in votes:
        if vote and vote.fewer is not None:
            yield (
                f"The executive split {vote.for_} to {vote.against} ({what}); "
                f"fewer voted in favour in {percent(vote.fewer)} of simulations."
            )
    judgment = said.judgment
    if judgment and judgment.of_judgments:
        yield f"A court {judgment.said} the reading, as in {percent(judgment.of_judgments.share)} of simulated judgments."
