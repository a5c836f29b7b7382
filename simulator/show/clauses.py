"""A disputed clause as a page shows it: what it is called, its words, where they stand, and the names of its readings."""

from __future__ import annotations

from typing import Any

from simulator.rulebooks.disputes import Dispute, Reading
from simulator.scenario.scenario import Scenario
from simulator.show.phrases import capital, plain
from simulator.show.sources import listed_sources


def clause_of(scenario: Scenario, dispute: Dispute) -> dict[str, Any]:
    """Its name, title, clause, words, and the sources that quote them."""
    return {
        "name": dispute.name,
        "title": dispute.title,
        "clause": dispute.clause,
        "words": dispute.words,
        "sources": listed_sources(scenario, dispute.sources),
    }


def called(dispute: Dispute, reading: Reading) -> str:
    """The name of a reading in words, and whether it is the one adopted."""
    return capital(plain(reading.name)) + (" (adopted)" if reading.name == dispute.adopted else "")
