"""Conduct: what the law asks of people, and what whoever answers must be able to say.

The law asks, conduct answers: with beliefs (draws), with a record of a real contest, or not at all. The interpreter never
knows whether an answer was drawn or recorded, and conduct never decides what is valid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from simulator.engine.cohort import Cohort
from simulator.engine.worlds import Contested
from simulator.procedures.arrays import Bools, Days, Heads, Lots, Rows, Votes

if TYPE_CHECKING:
    import numpy as np
else:
    from simulator.words.lazy import np


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
    nominations: Heads | None
    seeks: Bools
    handed: Heads | None = None

    @property
    def first(self) -> Heads:
        """Nominators[candidate, run] counted by the first threshold."""
        first: Heads = known(self.nominations)[0]
        return first

    def where(self, mask: Bools) -> Field:
        """The field of some of the runs."""
        at = mask.nonzero()[0]
        return self if len(at) == len(mask) else self._at(at, Cohort(self.cohort.runs.take(at)))

    def within(self, part: Cohort) -> Field:
        """The field of a cohort that is part of this one."""
        if len(part) == len(self.cohort):
            return self
        return self._at(np.searchsorted(self.cohort.runs, part.runs), part)

    def _at(self, at: Rows, cohort: Cohort) -> Field:
        nominations, handed = (
            None if one is None else one.take(at, axis=-1) for one in (self.nominations, self.handed)
        )
        return Field(cohort, nominations, self.seeks.take(at, axis=-1), handed)

    def moved(self, first: Heads, seeks: Bools, handed: Heads | None = None) -> Field:
        """The field with other nominations at its first threshold, and other seekers."""
        before = known(self.nominations)
        nominations = first[None] if len(before) == 1 else np.concatenate([first[None], before[1:]])
        return replace(self, nominations=nominations, seeks=seeks, handed=self.handed if handed is None else handed)


def known(nominations: Heads | None) -> Heads:
    """Nominations, of which something must be known here."""
    if nominations is None:
        raise AssertionError("nobody knows these nominations")
    return nominations


def joined(fields: Sequence[Field]) -> Field:
    """Fields put together again as one, runs in order."""
    there = [field for field in fields if field.cohort] or list(fields[:1])
    if len(there) == 1:
        return there[0]
    runs = np.concatenate([field.cohort.runs for field in there])
    order = np.argsort(runs, kind="stable")

    def whole(arrays: list[Heads | None]) -> Heads | None:
        return None if arrays[0] is None else np.concatenate([*map(known, arrays)], axis=-1).take(order, axis=-1)

    nominations, handed = whole([one.nominations for one in there]), whole([one.handed for one in there])
    seeks: Bools = np.concatenate([one.seeks for one in there], axis=-1).take(order, axis=-1)
    return Field(Cohort(runs.take(order)), nominations, seeks, handed)


Sim = TypeVar("Sim", contravariant=True)
Part = TypeVar("Part", contravariant=True)


class Conduct(Protocol[Sim, Part]):
    """What people do wherever the law asks. Arrays are aligned with the cohort that is asked about.

    Sim, Part             the simulation that asks, and the stage or contest: of whatever kind, the engine knows none
    ids, names            the candidates (and options of a ballot paper), by number;  incumbent: the leader's number, or −1
    in_government         the leader is Prime Minister
    moments               the moments of a window at which somebody may act
    """

    @property
    def ids(self) -> Sequence[str]:
        """The candidates' ids."""

    @property
    def names(self) -> Sequence[str]:
        """The candidates' names."""

    @property
    def incumbent(self) -> int:
        """The leader's number, or −1."""

    @property
    def in_government(self) -> bool:
        """Whether the leader is Prime Minister."""

    @property
    def moments(self) -> Mapping[str, object]:
        """The moments of a window at which somebody may act."""

    # What opens a contest, and what leaders do.
    def opens(self, simulation: Sim, contest: Part, cohort: Cohort) -> Days | None:
        """The day[run] on which a contest's trigger is pulled, after today; NEVER where it is not; None: nobody knows."""

    def may_open_later(self, cohort: Cohort, today: Days) -> Bools:
        """Whether anything may still open a contest after today: bool[run]."""

    def opened_words(self, simulation: Sim, contest: Part, cohort: Cohort) -> str:
        """What opened a contest, in words."""

    def until(self, cohort: Cohort) -> Days:
        """The last day[run] of the question."""

    def resigns(self, cohort: Cohort) -> Days:
        """The day[run] on which the leader gives up the office (NEVER)."""

    def returns(self, cohort: Cohort) -> Bools | bool:
        """Whether the leader, having gone, stands in the vacancy: bool[run]."""

    # When.
    def day(self, step: str, simulation: Sim, stage: Part, cohort: Cohort) -> Any:
        """The day (or day[run]) of a step of a stage: ``opens``, ``closes``, ``held again``, ``closes again``, ``declared``.

        Where neither the book nor the timetable gives it, what the book says instead (unknown), or None.
        """

    # Nominations.
    def field(self, simulation: Sim, stage: Part, cohort: Cohort) -> Field | str | None:
        """Who seeks nominations at the opening of a window, and who would nominate whom: a Field.

        An outcome's name where only that is known, and the ledger says who is nominated; None: nobody knows.
        """

    def acts(self, moment: str, simulation: Sim, stage: Part, field: Field) -> Field:
        """What people do at a moment of a nomination window that the law lets them act at."""

    # Ballots and motions.
    def moves(self, moment: str, simulation: Sim, stage: Part | None, cohort: Cohort) -> Cohort:
        """What people do as a contest opens, the office falls vacant, papers go out, or a round ends: the runs that go on."""

    def withdraws(self, simulation: Sim, stage: Part, number: int, cohort: Cohort) -> Bools | None:
        """Nominees who withdraw before a ballot: bool[candidate, run]; None: nobody does."""

    def lacks(self, stage: Part) -> str:
        """What a stage asks for and nobody can answer, in words; nothing if all can be answered."""

    def at_once(self, simulation: Sim, stage: Part) -> int:
        """How many runs may be counted at once, so that memory does not grow with the units of an electorate."""

    def ballots(self, simulation: Sim, stage: Part, number: int, cohort: Cohort, paper: Rows | None) -> Any:
        """The ballots cast, which can be tallied among any who stand; of a question (paper None) votes[yes or no, section, run].

        An outcome's name where only that is known; None: nobody knows.
        """

    def entitled(self, simulation: Sim, stage: Part, cohort: Cohort) -> Votes | None:
        """Heads[run] of a ballot's electorate; None where they are not known."""

    def lots(self, paper: Rows, cohort: Cohort) -> Lots | None:
        """A drawn number[candidate of the paper, run], for drawing lots; None if none was drawn."""

    # Bodies and courts.
    def reads(self, simulation: Sim, stage: Part, dispute: Contested, cohort: Cohort) -> str | None:
        """How a body reads a dispute that is left to it; nothing: its members' votes say; None: nobody knows."""

    def voting(self, stage: Part) -> int:
        """Members of a deciding body who vote, the leader included."""

    def votes(self, simulation: Sim, stage: Part, dispute: Contested, cohort: Cohort) -> Heads:
        """Members[reading, run], the leader apart, who vote for each reading that the body may choose."""

    def members(self, what: str, simulation: Sim, stage: Part, cohort: Cohort) -> Heads:
        """Members[run], the leader apart, who would vary the rules (``varies``), or have the leader leave (``leave``)."""

    def judgment(self, simulation: Sim, cohort: Cohort) -> tuple[Days, Bools]:
        """The day[run] of a court's judgment on a reading made in the contest (NEVER: nobody sued), and whether it reverses."""

    def asks(self, simulation: Sim, what: str, cohort: Cohort) -> Bools | None:
        """Whether a body asks for what the law says must be asked for: bool[run]; None: nothing is believed of it."""

    # Where no rule decides.
    def settles(self, simulation: Sim, stage: Part, what: str, cohort: Cohort, computed: object) -> Any:
        """What a record shows where no rule, or no figure, decides; None in a simulation: the run ends unresolved.

        This is the one place where the law is overridden. What is asked, what was computed, and what settles it:

        window      a bar that the book does not give; → whether the window is held all the same
        exempt      whether the incumbent needs nominations; → incumbent, nobody
        bar         who is nominated, where a bar or the nominations are not known (the Field) → bool, or −1[candidate, run]
        route       where an outcome leads (its name) → a route
        withdrawn   what follows if nominees withdraw (bool[candidate, run]) → whether the rest go on
        paper       how votes are cast → whether they are counted all the same
        standing    asked before every round: who stands (the paper or None, bool[row, run]) → others in their place, or None
        first       how many voted in a stage's first ballot, where that is not known → votes[run]
        drop, tie   who drops out (round, tally, paper, standing) → bool[row, run]
        round       a round that rounded figures cannot decide (round, tally, paper, standing, bases) → a Round
        question    a vote of which it is not known how many could take part (yes, no) → bool[run]
        """
