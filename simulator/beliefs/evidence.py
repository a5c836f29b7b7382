"""Evidence: polls of party electorates taken before real results, with what was counted in the end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from simulator.words import documents


@dataclass(frozen=True, slots=True)
class Poll:
    """One poll of a contest that has since been decided.

    days       from the end of fieldwork to the close of the ballot
    kind       ``last`` professional poll of its contest, ``other`` (a second pollster at the end), or ``earlier``
    two_way    True if it asked about two candidates; else first preferences among several
    share      the candidate's share of the two, as polled;  result  as counted
    sample     people asked (None: not published);  undecided  share who did not say (None: not published)
    """

    id: str
    contest: str
    pollster: str
    fieldwork: str
    days: int
    kind: str
    two_way: bool
    candidate: str
    share: float
    result: float
    sample: int | None
    undecided: float | None
    confidence: str
    sources: tuple[str, ...]

    @property
    def called(self) -> bool:
        """True if whoever was ahead of the other in the poll was ahead in the count."""
        return (self.share > 0.5) == (self.result > 0.5)


@lru_cache(maxsize=1)
def polls() -> tuple[Poll, ...]:
    """Every poll the error model may be fitted to."""
    return tuple(_poll(one) for one in _document()["polls"])


@lru_cache(maxsize=1)
def kin() -> dict[str, frozenset[str]]:
    """Of each contest, the contests whose polls may not be used to judge it: itself, and those that share a sample."""
    groups = [frozenset(group) for group in _document()["shares_a_sample"]]
    return {
        contest: next((group for group in groups if contest in group), frozenset({contest}))
        for contest in dict.fromkeys(poll.contest for poll in polls())
    }


@lru_cache(maxsize=1)
def prior() -> dict[str, tuple[float, float]]:
    """Centre and spread of each number of the error model, before any poll."""
    said = _document()["prior"]
    return {name: (float(centre), float(spread)) for name, (centre, spread) in said.items()}


@lru_cache(maxsize=1)
def _document() -> dict[str, Any]:
    text = resources.files("simulator.beliefs").joinpath("evidence.yaml").read_bytes()
    return documents.parse(text, "evidence.yaml").data


def _poll(said: dict[str, Any]) -> Poll:
    polled, rival = said["polled"]
    counted, other = said["counted"]
    undecided = said.get("undecided")
    return Poll(
        id=said["id"],
        contest=said["contest"],
        pollster=said["pollster"],
        fieldwork=said["fieldwork"],
        days=said["days"],
        kind=said["kind"],
        two_way=said["basis"] == "two candidates",
        candidate=said["candidate"],
        share=polled / (polled + rival),
        result=counted / (counted + other),
        sample=said.get("sample"),
        undecided=None if undecided is None else float(str(undecided).rstrip("%")) / 100,
        confidence=said["confidence"],
        sources=tuple(said["source"]),
    )
