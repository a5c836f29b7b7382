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
    section: str = "all"

    @property
    def called(self) -> bool:
        """True if whoever was ahead of the other in the poll was ahead in the count."""
        return (self.share > 0.5) == (self.result > 0.5)


@lru_cache(maxsize=1)
def polls() -> tuple[Poll, ...]:
    """Every poll the error model may be fitted to."""
    return tuple(_poll(one) for one in _document()["polls"])


@lru_cache(maxsize=1)
def section_polls() -> tuple[Poll, ...]:
    """Polls of one section alone: how much more they miss. They are not scored."""
    return tuple(_poll(one) for one in _document()["section_polls"])


@lru_cache(maxsize=1)
def panels() -> tuple[Poll, ...]:
    """Reader panels and other self-selected samples: how wide a house is. They are not scored."""
    return tuple(_poll(one) for one in _document()["panels"])


@dataclass(frozen=True, slots=True)
class Nominated:
    """Constituency parties' nominations of the two that led them, and what was counted: shares of the two."""

    contest: str
    candidate: str
    share: float
    result: float


@lru_cache(maxsize=1)
def clp_nominations() -> tuple[Nominated, ...]:
    """What constituency parties' nominations were worth."""
    return tuple(
        Nominated(one["contest"], one["candidate"], _of_two(one["nominated"]), _of_two(one["counted"]))
        for one in _document()["clp_nominations"]
    )


def _of_two(pair: list[float]) -> float:
    return float(pair[0]) / (float(pair[0]) + float(pair[1]))


@dataclass(frozen=True, slots=True)
class Paired:
    """One candidate's errors in two sections polled at the same time: polled less counted, as shares."""

    contest: str
    candidate: str
    error: float
    other: float


@lru_cache(maxsize=1)
def paired_errors() -> tuple[Paired, ...]:
    """Errors of members' and affiliates' polls of one contest, side by side."""
    found = []
    for one in _document()["section_pairs"]:
        first, second = (_errors(one[section]) for section in ("members", "affiliates"))
        found += [Paired(one["contest"], name, first[name], second[name]) for name in first]
    return tuple(found)


def _errors(said: dict[str, list[float]]) -> dict[str, float]:
    """Polled less counted, each as a share of the candidates named."""
    polled, counted = (sum(pair[n] for pair in said.values()) for n in (0, 1))
    return {name: pair[0] / polled - pair[1] / counted for name, pair in said.items()}


@dataclass(frozen=True, slots=True)
class Transfer:
    """Where the votes of one who dropped out of a real count went, as shares; of those transferred, if nobody is None.

    front_runner   who had most votes of those left;  neighbour  who was nearest to the one who dropped out (empty: not known)
    """

    contest: str
    out: str
    to: dict[str, float]
    nobody: float | None
    front_runner: str
    neighbour: str
    confidence: str
    sources: tuple[str, ...]


@lru_cache(maxsize=1)
def transfers() -> tuple[Transfer, ...]:
    """Transfers of real counts."""
    return tuple(_transfer(one) for one in _document()["transfers"])


def _transfer(said: dict[str, Any]) -> Transfer:
    whole = sum(said["to"].values()) + said.get("nobody", 0)
    return Transfer(
        said["contest"],
        said["out"],
        {name: share / whole for name, share in said["to"].items()},
        said["nobody"] / whole if "nobody" in said else None,
        said["front_runner"],
        said.get("neighbour", ""),
        said["confidence"],
        tuple(said["source"]),
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """The names of a contest on the eve of the close, and in the end; those who withdrew have none in the end.

    base     heads who may nominate;  bar  names that suffice
    refused  the favourites would not let their people lend
    """

    contest: str
    base: int
    bar: int
    refused: bool
    eve: dict[str, int]
    close: dict[str, int]
    withdrew: tuple[str, ...]
    heirs: dict[str, str]


@lru_cache(maxsize=1)
def tallies() -> tuple[Tally, ...]:
    """What published tallies of nominators were worth."""
    return tuple(
        Tally(
            one["contest"],
            one["base"],
            one["bar"],
            bool(one.get("refused", False)),
            dict(one["eve"]),
            dict(one["close"]),
            tuple(one.get("withdrew", ())),
            dict(one.get("heirs", {})),
        )
        for one in _document()["tallies"]
    )


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
    text = resources.files("calibration").joinpath("evidence.yaml").read_bytes()
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
        section=said.get("section", "all"),
    )
