"""People as those who tell of them, and act for them, know them: what is believed, and what was drawn of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from numpy.typing import NDArray

from simulator.beliefs.draws import Draws
from simulator.engine.cohort import Cohort
from simulator.engine.conduct import Field
from simulator.procedures.arrays import Days, Heads
from simulator.scenario.scenario import Scenario
from simulator.stages.nomination import Nomination

LastDay = tuple[bool, bool, bool]


class People(Protocol):
    """What people do, as a scenario believes (see :class:`~simulator.conduct.believed.Beliefs`).

    last_day   who acts on the last day of nominations: whether some withdraw, join whoever is ahead, and lend
    """

    scenario: Scenario
    draws: Draws
    ids: tuple[str, ...]
    incumbent: int
    last_day: LastDay

    @property
    def pressures(self) -> Mapping[str, Days]:
        """What adds to the pressure on the leader → day[run]."""

    def drawn(self, path: str, cohort: Cohort) -> NDArray[Any]:
        """What is drawn of a belief, in some runs: in numbers that the belief decides."""

    def silent(self, stage: Nomination, field: Field) -> Heads:
        """Nominators[run] who have nominated nobody, of those that the first threshold counts."""
