"""Disputed clauses as a page shows them: what each is called, its words, where they stand, and its readings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from simulator.results.answer import Part
from simulator.rulebooks.disputes import Dispute, Reading
from simulator.scenario.scenario import Scenario
from simulator.words.plain import capital, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSource(Part):
    """A source by its title, and its address if that is of the web."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldReading(Part):
    """A reading: its key, what it is called, what it means, why, and who held it where."""

    reading: str
    name: str
    means: str
    because: tuple[str, ...]
    held_by: tuple[str, ...]
    sources: tuple[ListedSource, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedClause(Part):
    """A dispute: its key, title, clause and words, the sources that quote them, when it is open, and its readings."""

    name: str
    title: str
    clause: str
    words: str
    sources: tuple[ListedSource, ...]
    open: str
    settled: str
    readings: tuple[HeldReading, ...]


def disputed_clause(scenario: Scenario, dispute: Dispute, offered: Iterable[str] | None = None) -> DisputedClause:
    """A dispute in its words, with its readings (or some of them), who held them and where that is said."""
    opened = f"Open to both readings since {dispute.opens}" if dispute.opens else ""
    return DisputedClause(
        name=dispute.name,
        title=dispute.title,
        clause=dispute.clause,
        words=dispute.words,
        sources=listed_sources(scenario, dispute.sources),
        open=f"{opened} until {dispute.closes}." if opened and dispute.closes else f"{opened}." if opened else "",
        settled=f"How it was settled: {dispute.settled}." if dispute.settled else "",
        readings=tuple(_held(scenario, dispute, dispute.readings[one]) for one in offered or dispute.readings),
    )


def _held(scenario: Scenario, dispute: Dispute, one: Reading) -> HeldReading:
    adopted = " (adopted)" if one.name == dispute.adopted else ""
    return HeldReading(
        reading=one.name,
        name=capital(plain(one.name)) + adopted,
        means=capital(one.means),
        because=tuple(capital(reason) for reason in one.because),
        held_by=tuple(one.held_by),
        sources=listed_sources(scenario, one.sources),
    )


def listed_sources(scenario: Scenario, keys: Iterable[str]) -> tuple[ListedSource, ...]:
    """Title and address of each source, of the book or of the scenario; an address that is not of the web is left out."""
    known = {**scenario.book.sources, **scenario.sources}
    found = []
    for key in keys:
        source = known.get(key)
        url = source.url if source and source.url.startswith(("https://", "http://")) else ""
        found.append(ListedSource(title=source.title if source else key, url=url))
    return tuple(found)
