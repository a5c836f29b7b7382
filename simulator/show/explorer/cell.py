"""Cells: the answer to one setting as the page reads it, in whole contests; the page turns them into per cents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulator.results.answer import Part
from simulator.results.results import RunAnswer
from simulator.show.outcome_paths import ways_of
from simulator.show.sentences import Blank, headline_parts, if_read, nominee, reading_names

WAYS = 6
RARE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class CellEntry(Part):
    """One choice of readings.

    enough           contests in which whoever the file is about has enough names
    needs, who       the names that suffice, and who needs them: sought in how many contests, reached in how many
    names            (names, contests) of theirs;  ways  (how it opens, at the gate, how it ends, its role, contests)
    unresolved       (reason, contests), most often first
    """

    name: str
    if_: str
    leader: Mapping[str, int]
    enough: int
    needs: tuple[int, ...]
    who: str
    sought: int
    reaches: int
    names: tuple[tuple[int, int], ...]
    ways: tuple[tuple[str, str, str, str, int], ...]
    unresolved: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(Part):
    """The answer of ``compare`` as the page reads it.

    say       the headline: words, and blanks as (how it is said, leader | enough | changes, of which row, who)
    entries   one a choice of readings
    pairs     in how many contests the leader differs from the first choice of readings
    """

    runs: int
    say: tuple[str | Blank, ...]
    entries: tuple[CellEntry, ...]
    pairs: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedRow(Part):
    """A dispute by its title, and its share of all changes."""

    title: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking(Part):
    """The answer of ``disputes`` as the page reads it; ``words`` are its caption."""

    rows: tuple[RankedRow, ...]
    words: str

    @classmethod
    def of(cls, rows: Iterable[tuple[str, float]], played: int, runs: int) -> Ranking:
        """From (title, share) of each dispute, and how many combinations were simulated how often."""
        words = (
            f"Points of 100 simulations in which the leader changes, shared out (Shapley); {played:,} combinations of "
            f"readings × {runs:,} simulations"
        )
        return cls(rows=tuple(RankedRow(title=title, share=share) for title, share in rows), words=words)


def cell(answer: RunAnswer) -> Cell:
    """An answer as the page reads it."""
    return Cell(
        runs=answer.runs,
        say=tuple(headline_parts(answer)),
        entries=tuple(_entry(answer, number, name) for number, name in enumerate(reading_names(answer))),
        pairs=tuple(pair.leader_changes.count for pair in answer.pairs or ()),
    )


def _entry(answer: RunAnswer, number: int, name: str) -> CellEntry:
    entry, who = answer.results[number], nominee(answer)
    row, about = entry.nominations.get(who), entry.nominations.get(answer.about)
    ways = sorted(ways_of(entry, led=bool(answer.incumbent)).items(), key=lambda item: -item[1])
    return CellEntry(
        name=name,
        if_=if_read(answer, number),
        leader={one: chance.count for one, chance in entry.leader.items()},
        enough=about.reaches_bar.count if about and about.reaches_bar else 0,
        needs=tuple(n for n, share in row.needs.items() if share.share >= RARE) if row else (),
        who=who,
        sought=row.sought.count if row else 0,
        reaches=row.reaches_bar.count if row and row.reaches_bar else 0,
        names=tuple(row.histogram.items()) if row else (),
        ways=tuple((*way, count) for way, count in ways[:WAYS]),
        unresolved=tuple((one.reason, one.count) for one in entry.unresolved[:3]),
    )
