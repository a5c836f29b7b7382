"""Disputes: clauses that can be read two ways, and the readings, each a patch with its holders and its argument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.rulebooks.patches import Patch
from simulator.words.dates import When


@dataclass(frozen=True)
class Reading:
    """One way to read a disputed clause."""

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


@dataclass(frozen=True)
class Dispute:
    """A clause that can be read two ways: since when, under what condition, and which reading was adopted.

    only_if   {other dispute: readings under which this one matters}; elsewhere it is moot
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

    def open_to(self, edition_in_force: When) -> bool:
        """True if the text of an edition that began then can be read both ways."""
        begun = self.opens is None or self.opens.earliest <= edition_in_force.latest
        over = self.closes is not None and self.closes.latest <= edition_in_force.earliest
        return begun and not over
