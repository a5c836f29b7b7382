"""Compare: the readings of disputed clauses on the same draws, and what each is worth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from simulator.questions.simulate import Progress, simulate
from simulator.results.results import Results
from simulator.scenario.bearing import idle
from simulator.scenario.scenario import Scenario
from simulator.words.problems import did_you_mean, refuse

if TYPE_CHECKING:
    from concurrent.futures import Executor


def compare(
    scenario: Scenario,
    *disputes: str,
    runs: int | None = None,
    seed: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Results:
    """Play a scenario under every reading of some disputes (by default those it compares, or the first it is open to).

    ``results.paired`` says in what share of contests the leader changes, and from whom to whom.
    """
    compared = with_disputes(scenario, disputes)
    return simulate(compared, runs=runs, seed=seed, executor=executor, progress=progress)


def with_disputes(scenario: Scenario, disputes: Iterable[str]) -> Scenario:
    """The scenario with disputes to lay side by side: those named, else its own, else the first that is open."""
    for dispute in disputes:
        if dispute not in scenario.book.disputes:
            raise refuse(
                f"{scenario.book.key} has no dispute “{dispute}”", did_you_mean(dispute, scenario.book.disputes)
            )
    chosen = tuple(d for d in scenario.book.disputes if d in set(disputes)) or scenario.compared
    if not chosen:
        chosen = tuple(d for d in touching(scenario) if not idle(scenario, d))[:1]
        if not chosen:
            said = f"no dispute that is open in {scenario.edition.name} bears on the contest “{scenario.contest}”"
            raise refuse(said, "name a dispute to compare it all the same; party-rules explain lists them")
    return replace(scenario, compared=chosen)


def touching(scenario: Scenario) -> tuple[str, ...]:
    """The disputes open to the edition that change a stage which the scenario's contest may come to."""
    law = scenario.edition.law
    reached = law.reached_from(scenario.contest)
    return tuple(
        name
        for name, dispute in scenario.book.disputes.items()
        if dispute.open_to(scenario.edition.in_force)
        and not (dispute.while_in_office and scenario.office_empty)
        and any(path.split(".")[0] in reached for one in dispute.readings.values() for path in one.patch.change)
    )
