"""Conduct: what the law asks of people, and what whoever answers must be able to say.

The law asks, conduct answers: with beliefs (draws), with a record of a real contest, or not at all. The interpreter never
knows whether an answer was drawn or recorded, and conduct never decides what is valid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from simulator.engine.cohort import Cohort

NEVER = 32_000
"""A day that does not come."""


@dataclass(frozen=True, slots=True)
class Field:
    """Who seeks nominations, and how many have nominated each, for one cohort; each change makes another field.

    nominations   nominators[threshold, candidate, run], by threshold of the bar: each counts bodies of its own
    seeks         bool[candidate, run] who seek nominations
    handed        nominators[candidate, run] handed in so far, where that is kept; None elsewhere
    """

    cohort: Cohort
    nominations: Any
    seeks: NDArray[np.bool_]
    handed: Any = None

    @property
    def first(self) -> Any:
        """Nominators[candidate, run] counted by the first threshold."""
        return self.nominations[0]

    def where(self, mask: NDArray[np.bool_]) -> Field:
        """The field of some of the runs."""
        at = mask.nonzero()[0]
        return self if len(at) == len(mask) else self._at(at, Cohort(self.cohort.runs.take(at)))

    def within(self, part: Cohort) -> Field:
        """The field of a cohort that is part of this one."""
        if len(part) == len(self.cohort):
            return self
        return self._at(np.searchsorted(self.cohort.runs, part.runs), part)

    def _at(self, at: NDArray[np.intp], cohort: Cohort) -> Field:
        cut = {
            name: None if (array := getattr(self, name)) is None else array.take(at, axis=-1)
            for name in ("nominations", "seeks", "handed")
        }
        return Field(cohort, **cut)

    def moved(self, first: Any, seeks: NDArray[np.bool_], handed: Any = None) -> Field:
        """The field with other nominations at its first threshold, and other seekers."""
        nominations = first[None] if len(self.nominations) == 1 else np.concatenate([first[None], self.nominations[1:]])
        return replace(self, nominations=nominations, seeks=seeks, handed=self.handed if handed is None else handed)


def joined(fields: Sequence[Field]) -> Field:
    """Fields put together again as one, runs in order."""
    there = [field for field in fields if field.cohort] or list(fields[:1])
    if len(there) == 1:
        return there[0]
    runs = np.concatenate([field.cohort.runs for field in there])
    order = np.argsort(runs, kind="stable")

    def whole(name: str) -> Any:
        arrays = [getattr(field, name) for field in there]
        return None if arrays[0] is None else np.concatenate(arrays, axis=-1).take(order, axis=-1)

    return Field(Cohort(runs.take(order)), whole("nominations"), whole("seeks"), whole("handed"))


class Conduct(Protocol):
    """What people do wherever the law asks. Arrays are aligned with the cohort that is asked about.

    ids, names   the candidates (and options of a ballot paper), by number;  incumbent: the leader's number, or −1
    """

    @property
    def ids(self) -> Sequence[str]:
        """The candidates, and the options of a ballot paper."""

    @property
    def names(self) -> Sequence[str]:
        """Their names."""

    @property
    def incumbent(self) -> int:
        """The leader's number, or −1."""

    def opens(self, simulation: Any, contest: Any, cohort: Cohort) -> Any:
        """The day[run] on which a contest's trigger is pulled, after today; NEVER where it is not; None: nobody knows."""

    def until(self, cohort: Cohort) -> NDArray[Any]:
        """The last day[run] of the question."""

    def resigns(self, cohort: Cohort) -> NDArray[Any]:
        """The day[run] on which the leader gives up the office (NEVER)."""

    def returns(self, cohort: Cohort) -> Any:
        """Whether the leader, having gone, stands in the vacancy: bool[run]."""

    def day(self, step: str, simulation: Any, stage: Any, cohort: Cohort) -> Any:
        """The day (or day[run]) on which a stage opens, closes, is held again, or its result is declared; None: not known."""

    def field(self, simulation: Any, stage: Any, cohort: Cohort) -> Any:
        """Who seeks nominations at the opening of a window, and who would nominate whom: a Field.

        An outcome of the stage where that alone is known, and the ledger says who is nominated; None: nobody knows.
        """

    def acts(self, moment: str, simulation: Any, stage: Any, field: Field) -> Field:
        """What people do at a moment of a nomination window that the law lets them act at."""

    def moves(self, moment: str, simulation: Any, stage: Any, cohort: Cohort) -> Cohort:
        """What candidates do at a moment of a ballot: withdraw, concede, endorse, enter. Returns the runs that go on."""

    def ballots(self, simulation: Any, stage: Any, number: int, cohort: Cohort, paper: Any) -> Any:
        """The ballots cast, which can be tallied among any who stand.

        An outcome of the stage where that alone is known, and the ledger says who is left; None: nobody knows.
        """

    def reads(self, simulation: Any, stage: Any, dispute: Any, cohort: Cohort) -> str | None:
        """How a body reads a dispute that is left to it; nothing: its members' votes say; None: nobody knows."""

    def judgment(self, simulation: Any, cohort: Cohort) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """The day[run] of a court's judgment on a reading made in the contest (NEVER: nobody sued), and whether it reverses."""

    def asks(self, simulation: Any, what: str, cohort: Cohort) -> Any:
        """Whether a body asks for what the law says must be asked for: bool[run]; None: nothing is believed of it."""

    def settles(self, simulation: Any, stage: Any, what: str, cohort: Cohort, computed: Any) -> Any:
        """What a record shows where no rule, or no figure, decides; None in a simulation: the run ends unresolved."""

    def entitled(self, stage: Any, cohort: Cohort) -> Any:
        """Heads[run] of a ballot's electorate; None where they are not known."""

    def lots(self, paper: Any, cohort: Cohort) -> Any:
        """A drawn number[candidate of the paper, run], for drawing lots; None if none was drawn."""


Answers = Mapping[str, Any]
