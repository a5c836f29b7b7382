"""Disputes: clauses that can be read two ways, and the readings, each a patch with its holders and its argument.

Not every dispute is about what the text means. A *matter* is decided otherwise: by an officer, by counting heads, by what
people do. A *draft* is a change that was proposed and is not law; it is played as a what-if.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.rulebooks.patches import Patch
from simulator.words.dates import When


@dataclass(frozen=True)
class Reading:
    """One way to read a disputed clause; ``favours``: the incumbent or the challenger, where a body may choose it."""

    dispute: str
    name: str
    means: str
    condition: str
    because: tuple[str, ...]
    held_by: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: str
    note: str
    patch: Patch
    favours: str = ""


@dataclass(frozen=True)
class Dispute:
    """A clause that can be read two ways: since when, under what condition, and which reading was adopted.

    only_if          {other dispute: readings under which this one matters}; elsewhere it is moot
    while_in_office  it bears on no contest for an office that nobody holds
    """

    name: str
    title: str
    clause: str
    words: str
    sources: tuple[str, ...]
    opens: When | None
    closes: When | None
    only_if: Mapping[str, tuple[str, ...]]
    adopted: str
    settled: str
    note: str
    readings: Mapping[str, Reading]
    sort: str = "reading"
    while_in_office: bool = False

    def open_to(self, edition_in_force: When) -> bool:
        """True if the text of an edition that began then can be read both ways."""
        return within(self.opens, self.closes, edition_in_force)


def within(opens: When | None, closes: When | None, edition_in_force: When) -> bool:
    """True if an edition began after an opening and before a closing; an edition that begins at the closing is outside."""
    begun = opens is None or opens.earliest <= edition_in_force.latest
    over = closes is not None and closes.earliest <= edition_in_force.earliest
    return begun and not over


@dataclass(frozen=True)
class Answer:
    """One answer to a matter."""

    name: str
    means: str
    held_by: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: str


@dataclass(frozen=True)
class Matter:
    """A matter in dispute that no reading of the text decides: its sort, the provision it bears on, the answers given."""

    name: str
    title: str
    sort: str
    decides: str
    sources: tuple[str, ...]
    note: str
    settled: str
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class Draft:
    """A change that was proposed and is not law: who proposed it, what became of it, and the patch it would be."""

    name: str
    title: str
    proposed: str
    outcome: str
    sources: tuple[str, ...]
    note: str
    opens: When | None
    closes: When | None
    patch: Patch

    def open_to(self, edition_in_force: When) -> bool:
        """True if it was a change to the text of an edition that began then."""
        return within(self.opens, self.closes, edition_in_force)
