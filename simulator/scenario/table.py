"""The table of beliefs: a row of ``beliefs.yaml`` for each, found by its path, and what is believed where a file is silent."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

from simulator.words import documents, quantities
from simulator.words.quantities import Quantity
from simulator.words.sources import Origin

READERS: dict[str, Callable[[object], Quantity]] = {
    "chance": quantities.chance,
    "ratio": quantities.ratio,
    "amount": quantities.amount,
    "members": quantities.amount,
    "pounds": quantities.pounds,
    "points": quantities.points,
    "days": quantities.days,
    "date": quantities.days,
}
"""How a default of each kind is read; a default for a date may be a number of days."""
NEUTRAL = "default, neutral for another party"
"""Where a figure is from that takes the place of one that was fitted on a single party."""
CANDIDATES = ("<candidate>", "<challenger>")
"""Steps that stand for every candidate, or every one who may challenge, whether or not the file names them there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One belief: see the head of ``beliefs.yaml``."""

    path: str
    kind: str
    drawn: str
    means: str
    effect: str
    setting: str = ""
    needs: tuple[str, ...] = ()
    stands_in: str = ""
    required: bool = False
    one_for_all: bool = False
    default: Mapping[str, str] | None = None
    where: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def of_each(self) -> str:
        """Whom or what it is believed of, by the steps in angle brackets; nothing: of the contest."""
        return " and ".join(re.findall("<(.+?)>", self.path))

    @property
    def of_candidates(self) -> bool:
        """Whether it is believed of each candidate and of nothing else: drawn as one array with a row for each."""
        return self.path.count("<") == 1 and any(step in self.path for step in CANDIDATES)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of settings: what it is about, whether a file may be without it, what a file writes there, what its rows need."""

    about: str
    optional: bool = False
    setting: str = ""
    needs: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    text = resources.files("simulator.scenario").joinpath("beliefs.yaml").read_bytes()
    return documents.parse(text, "beliefs.yaml").data


@lru_cache(maxsize=1)
def table() -> dict[str, Row]:
    """Every row by its path, in the order of the file."""
    rows = {path: said for path, said in _file()["beliefs"].items() if "block" not in said}
    return {
        path: Row(
            path=path,
            needs=(
                *_needs(said),
                *(need for head, one in blocks().items() if path.startswith(f"{head}.") for need in one.needs),
            ),
            **{"stands_in" if name == "as" else name: value for name, value in said.items() if name != "needs"},
        )
        for path, said in rows.items()
    }


def _needs(said: Mapping[str, str | list[str]]) -> tuple[str, ...]:
    """What a row or a block needs: one thing, or several."""
    needs = said.get("needs", ())
    return (needs,) if isinstance(needs, str) else tuple(needs)


@lru_cache(maxsize=1)
def blocks() -> dict[str, Block]:
    """Every block of settings by its path."""
    found = {path: said for path, said in _file()["beliefs"].items() if "block" in said}
    return {
        path: Block(said["block"], said.get("optional", False), said.get("setting", ""), _needs(said))
        for path, said in found.items()
    }


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, re.Pattern[str], Row]]:
    return [
        (path.partition("<")[0], re.compile(re.sub("<.+?>", "(.+)", path.replace(".", "[.]"))), row)
        for path, row in table().items()
        if "<" in path
    ]


@lru_cache(maxsize=4096)
def row_of(path: str) -> Row:
    """The row of a belief by its path in a scenario, such as that of ``nominators.appeal.eagle``."""
    if path in table():
        return table()[path]
    return next(row for head, pattern, row in _patterns() if path.startswith(head) and pattern.fullmatch(path))


def default(path: str, book: str = "", circumstances: Collection[str] = ()) -> tuple[Quantity, Origin] | None:
    """What is believed at a path where a scenario says nothing, and why; None: nothing is.

    book           the rule book of the scenario: what was fitted on another party's contests is an assumption there
    circumstances  words that may stand under ``where`` in its row
    """
    row = row_of(path)
    row = table()[row.stands_in] if row.stands_in else row
    entry = next((said for name, said in row.where.items() if name in circumstances), row.default)
    if not entry:
        return None
    reader = READERS[entry.get("kind", row.kind)]
    kind = "source" if "source" in entry else "assumption"
    party = entry.get("of", "")
    if party and book and book not in _file()["parties"][party]["books"]:
        if "elsewhere" in entry:
            return reader(entry["elsewhere"]), Origin(NEUTRAL, f"fitted on {party} alone", "assumption")
        return reader(entry["is"]), Origin("default, assumption", f"from {party}: {entry[kind]}", "assumption")
    grade = "secondary" if kind == "source" else "assumption"
    return reader(entry["is"]), Origin(f"default, {kind}", entry[kind], grade)


def usual(path: str, circumstance: str = "") -> tuple[Quantity, Origin]:
    """The default at a path that has one, whatever the party."""
    found = default(path, circumstances=(circumstance,))
    if found is None:
        raise KeyError(path)
    return found
