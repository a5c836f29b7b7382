"""Sources as a page lists them: titles, and addresses that are of the web."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.scenario.scenario import Scenario


def listed_sources(scenario: Scenario, keys: Iterable[str]) -> list[dict[str, str]]:
    """Title and address of each source, of the book or of the scenario; an address that is not of the web is left out."""
    known = {**scenario.book.sources, **scenario.sources}
    found = []
    for key in keys:
        source = known.get(key)
        url = source.url if source and source.url.startswith(("https://", "http://")) else ""
        found.append({"title": source.title if source else key, "url": url})
    return found
