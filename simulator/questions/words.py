"""Words: every word a rule book may use, from the classes that read them; and every belief, from its table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import ClassVar

from simulator.results.answer import Answer, Part
from simulator.rulebooks import words as page
from simulator.scenario.table import table
from simulator.stages.kinds import KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class WordOf(Part):
    """One word: its path below a stage's name, what it takes, its default, what it says.

    shown   it is shown and never acts;  needed: it must be written, if only as unknown;  body: a body may set it
    """

    path: str
    takes: str
    default: str
    gloss: str
    shown: bool
    needed: bool
    body: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsOf(Part):
    """The words of a kind of stage, or of a contest, and what follows an outcome of it."""

    words: tuple[WordOf, ...]
    outcomes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Answer):
    """The words, kind by kind."""

    schema: ClassVar[str] = "party-rules/words/1"

    kinds: Mapping[str, WordsOf]


def words(kinds: Iterable[str] = ()) -> Words:
    """The words of some kinds; of all, each once, if none is named."""
    return Words(
        kinds={
            kind: WordsOf(
                words=tuple(WordOf(**asdict(one)) for one in page.entries(kind)), outcomes=dict(page.outcomes(kind))
            )
            for kind in tuple(kinds) or [kind for kind in KINDS if kind != "decision"]
        }
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BeliefOf(Part):
    """A belief that a scenario may hold: see the head of ``scenario/beliefs.yaml``."""

    path: str
    kind: str
    drawn: str
    means: str
    effect: str
    setting: str
    needs: str
    stands_in: str
    required: bool
    one_for_all: bool
    default: Mapping[str, object] | None
    where: Mapping[str, Mapping[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beliefs(Answer):
    """Every belief that a scenario may hold."""

    schema: ClassVar[str] = "party-rules/beliefs/1"

    beliefs: tuple[BeliefOf, ...]


def beliefs() -> Beliefs:
    """Every belief, from its table."""
    return Beliefs(beliefs=tuple(BeliefOf(**asdict(row)) for row in table().values()))
