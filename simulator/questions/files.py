"""Files: the scenarios, rule books and recorded contests there are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from simulator.results.answer import Answer, Part
from simulator.rulebooks.load import books, open_book
from simulator.scenario import layers
from simulator.scenario.recorded import FOLDER as CONTESTS
from simulator.scenario.recorded import files
from simulator.words.documents import read
from simulator.words.problems import Problems

FOLDER = "scenarios"
KINDS = ("scenarios", "rulebooks", "contests")
UNREADABLE = "(cannot be read: party-rules check says why)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestFile(Part):
    """A recorded contest."""

    file: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioFile(ContestFile):
    """A scenario, and the question it asks."""

    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Book(Part):
    """A rule book, its editions and its disputes."""

    name: str
    title: str
    editions: tuple[str, ...]
    disputes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Files(Answer):
    """What there is, of the kinds that were asked for."""

    schema: ClassVar[str] = "party-rules/list/1"

    scenarios: tuple[ScenarioFile, ...] | None = None
    rulebooks: tuple[Book, ...] | None = None
    contests: tuple[ContestFile, ...] | None = None


def listing(kinds: Sequence[str], names: Iterable[str] = ()) -> Files:
    """What there is of some kinds; of rule books, those of the names, or all that come along."""
    return Files(
        scenarios=tuple(map(_scenario, scenario_files())) if "scenarios" in kinds else None,
        rulebooks=tuple(map(_book, tuple(names) or books())) if "rulebooks" in kinds else None,
        contests=tuple(map(_contest, files())) if "contests" in kinds else None,
    )


def scenario_files() -> Iterator[str]:
    """The scenarios in the folder, the recorded contests excepted."""
    for folder, _, names in sorted(os.walk(FOLDER)):
        if folder != CONTESTS:
            yield from (os.path.join(folder, name) for name in sorted(names) if name.endswith(".yaml"))


def _scenario(path: str) -> ScenarioFile:
    try:
        data = layers.layered(path).data
    except Problems:
        return ScenarioFile(file=path, title=UNREADABLE, question="")
    return ScenarioFile(file=path, title=str(data.get("scenario", "")), question=str(data.get("question", "")))


def _contest(path: str) -> ContestFile:
    try:
        return ContestFile(file=path, title=str(read(path).data.get("contest", "")))
    except Problems:
        return ContestFile(file=path, title=UNREADABLE)


def _book(name: str) -> Book:
    book = open_book(name)
    editions = tuple(edition.name for edition in book.editions)
    return Book(name=book.key, title=book.title, editions=editions, disputes=tuple(book.disputes))
