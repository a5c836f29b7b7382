"""Ballots: what voters hand in, in forms that a count can tally among any who still stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from simulator.procedures.arrays import Bools, Floats, Heads, Rows, Votes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    from simulator.words.lazy import np


Counted = TypeVar("Counted", covariant=True)


class Ballots(Protocol[Counted]):
    """Ballots of whatever form, which a count can tally: mostly as votes[candidate, section, run]."""

    def tally(self, standing: Bools) -> Counted:
        """What they come to among those standing: bool[candidate, run]."""

    def of(self, keep: Bools) -> Ballots[Counted]:
        """The ballots of some of the runs."""


@dataclass(frozen=True, slots=True)
class Pulls:
    """Ballots that follow Luce's choice axiom: among any set of candidates votes are in proportion to their pulls.

    pull   weight[candidate, section, run];  cast  votes[section, run]

    Every ballot ranks all who stand, so no vote is exhausted. A section's votes split exactly as the pulls do; recorded
    votes come back to the vote.
    """

    pull: Floats
    cast: Floats

    def tally(self, standing: Bools) -> Floats:
        """First preferences among those standing, section by section."""
        weight = self.pull * standing[:, None]
        total = weight.sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            weight *= np.where(total > 0, self.cast / total, 0)
        return weight

    def of(self, keep: Bools) -> Pulls:
        """The ballots of some of the runs."""
        return self if keep.all() else Pulls(self.pull[..., keep], self.cast[..., keep])


@dataclass(slots=True)
class Piles:
    """Ballots whose first preferences follow pulls, and which then move as a table of transfers says.

    first    Pulls, for the first count
    table    share[from, to or nobody, run of the batch]: where a candidate's pile goes; a row of −1 follows the pulls
    rows     candidate of the table[candidate of this count];  at  run of the batch[run of this count]
    piles    votes[candidate, section, run] as they lie now;  standing  of the count before

    A pile goes to those still standing in the proportions of its row; *nobody* is a share, too: such votes are exhausted.
    The table is looked up only for the runs in which somebody drops out.
    """

    first: Pulls
    table: Floats
    rows: Rows
    at: Rows
    piles: Floats | None = None
    standing: Bools | None = None

    def tally(self, standing: Bools) -> Floats:
        """The first preferences; later, the piles after those of whoever has dropped out have moved."""
        if self.piles is None or self.standing is None:
            self.piles, self.standing = self.first.tally(standing), standing.copy()
            return self.piles
        out = self.standing & ~standing
        for loser in np.flatnonzero(out.any(axis=1)).tolist():
            here = np.flatnonzero(out[loser])
            pile = self.piles[loser].take(here, axis=1)
            moved = pile * self._parts(loser, here, standing.take(here, axis=1))
            for candidate in np.flatnonzero(standing.any(axis=1)):
                self.piles[candidate][:, here] += moved[candidate]
            self.piles[loser][:, here] = 0
        self.standing = standing.copy()
        return self.piles

    def _parts(self, loser: int, here: Rows, standing: Bools) -> Floats:
        """Part[candidate, section or all, run] of a pile that goes to each of those still standing, in some of the runs."""
        said = self.table[self.rows[loser]]
        if said[-1, 0] < 0:
            weight = self.first.pull.take(here, axis=2) * standing[:, None]
            total = weight.sum(axis=0)
            following: Floats = weight / np.where(total > 0, total, np.float32(1))
            return following
        row = said.take(self.at.take(here), axis=1)
        there = row[self.rows] * standing
        whole = there.sum(axis=0) + row[-1]
        parts: Floats = (there / np.where(whole > 0, whole, np.float32(1)))[:, None]
        return parts

    def of(self, keep: Bools) -> Piles:
        """The ballots of some of the runs."""
        if keep.all():
            return self
        piles = None if self.piles is None else self.piles[..., keep]
        standing = None if self.standing is None else self.standing[..., keep]
        return Piles(self.first.of(keep), self.table, self.rows, self.at[keep], piles, standing)


@dataclass(frozen=True, slots=True)
class Together:
    """Ballots of several sections that are simulated in different ways, or counted unit by unit.

    columns  the section of each column of the tally: a section that is counted unit by unit has several
    parts    ballots of some of the sections, each section's columns together
    """

    columns: tuple[str, ...]
    parts: tuple[tuple[Ballots[Votes], tuple[str, ...]], ...]

    def tally(self, standing: Bools) -> Votes:
        """Votes[candidate, column, run]."""
        if len(self.parts) == 1:
            return self.parts[0][0].tally(standing)
        votes = np.zeros((len(standing), len(self.columns), standing.shape[1]), np.float32)
        for ballots, sections in self.parts:
            votes[:, [column for column, section in enumerate(self.columns) if section in sections]] = ballots.tally(
                standing
            )
        return votes

    def of(self, keep: Bools) -> Together:
        """The ballots of some of the runs."""
        if keep.all():
            return self
        return Together(self.columns, tuple((ballots.of(keep), sections) for ballots, sections in self.parts))


@dataclass(frozen=True, slots=True)
class Papers:
    """Ranked papers as cast, each sort of paper with its number; a paper whose candidates are all out is exhausted.

    order   candidate[paper, rank], −1 where nobody more is ranked;  section  number[paper]
    count   papers[paper, run]
    """

    order: NDArray[np.int16]
    section: Rows
    count: Heads

    def tally(self, standing: Bools) -> Heads:
        """Each paper counts for the first on it who still stands."""
        votes = np.zeros((len(standing), int(self.section.max(initial=0)) + 1, self.count.shape[-1]), self.count.dtype)
        waiting = np.ones(self.count.shape, bool)
        for rank in range(self.order.shape[1]):
            for paper, candidate in enumerate(self.order[:, rank]):
                if candidate >= 0:
                    counts = waiting[paper] & standing[candidate]
                    votes[candidate, self.section[paper]] += np.where(counts, self.count[paper], 0)
                    waiting[paper] &= ~counts
        return votes

    def of(self, keep: Bools) -> Papers:
        """The papers of some of the runs."""
        return Papers(self.order, self.section, self.count[..., keep])
