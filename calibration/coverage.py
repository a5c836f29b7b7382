"""Coverage: of contests as known on the day, how many true tallies lie inside the fan of what was believed.

Of true figures nine in ten should lie between the 5% and 95% points, and half of them above the middle. Candidates of one
contest share its luck, so a band that takes them for independent is, if anything, too narrow.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from calibration.scoring import band
from simulator.questions.simulate import simulate
from simulator.scenario.scenario import Scenario

INSIDE, MIDDLE = 0.9, 0.5


@dataclass(frozen=True, slots=True)
class Covered:
    """True tallies at one moment: how many there are, inside the fan, and above its middle (level with it: a half)."""

    moment: str
    of: int
    inside: int
    above: float

    def within(self, level: float = 0.99) -> bool:
        """Whether both counts lie where they do in so many of a hundred fans that are right."""
        low, high = band(INSIDE, self.of, level)
        least, most = band(MIDDLE, self.of, level)
        return low <= self.inside <= high and least <= self.above <= most


def coverage(scenarios: Iterable[Scenario], *, runs: int = 8_000) -> dict[str, Covered]:
    """At each moment of the window: how many true tallies the fan holds, over all candidates of all contests."""
    found: dict[str, list[tuple[bool, float]]] = {}
    for scenario in scenarios:
        entry = simulate(scenario, runs=runs).answer.results[0]
        for moment, there in entry.tallies.items():
            found.setdefault(moment, []).extend(
                (row.p05 <= row.happened <= row.p95, row.fewer)
                for row in there.values()
                if row.happened is not None and row.fewer is not None
            )
    return {
        moment: Covered(
            moment,
            len(rows),
            sum(inside for inside, _ in rows),
            sum(1.0 if fewer > MIDDLE else 0.5 if fewer == MIDDLE else 0.0 for _, fewer in rows),
        )
        for moment, rows in found.items()
        if rows
    }
