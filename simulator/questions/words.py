"""Words: every word a rule book may use, every belief, and what any key of any file says, from what reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from simulator.questions.schemas import schema_of
from simulator.results.answer import Answer, Part
from simulator.rulebooks import words as page
from simulator.scenario.table import table
from simulator.stages.kinds import KINDS
from simulator.words.problems import did_you_mean, refuse

SORTS = {"rulebook": "rule book", "scenario": "scenario", "contest": "record"}
ROUTES = {
    "elected": "whoever stands alone becomes leader",
    "incumbent stays": "the leader stays, and the contest is over",
    "again": "the stage is held again",
    "go on": "the contest goes on as if only those validly nominated had stood; a count goes on with those who are left",
    "unresolved": "the contest ends, and the clause is named",
}
UNSAID = {
    "unknown": "the text was not found: a contest that needs it ends unresolved",
    "silent": "the text was read, and says nothing: a contest that needs it ends unresolved",
    "set_by": "{set_by: BODY}: the book leaves it to a body, which fixes it for one contest",
}


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
    needs: tuple[str, ...]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Key(Part):
    """What one key of a file, or a word that stands as a value, says.

    file    rule book, scenario or record;  path: where it stands, names of your own in capitals
    gloss   what it says;  takes: the words it may have, if they are a closed list
    """

    file: str
    path: str
    gloss: str
    takes: tuple[str, ...]

    def named(self, word: str) -> bool:
        """Whether it is called so: by its last part, by its last parts, or by a word that it takes."""
        return self.path == word or self.path.endswith(f".{word}") or word in self.takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys(Answer):
    """What one word says, wherever it stands in a file."""

    schema: ClassVar[str] = "party-rules/keys/1"

    word: str
    keys: tuple[Key, ...]


def saying(word: str) -> Keys:
    """What a key of a file, or a word that stands as a value, says; raises Problems if no file has it."""
    known = list(keys())
    found = [one for one in known if one.named(word)] or [one for one in known if word in one.path.split(".")]
    if not found:
        names = {one.path.rsplit(".", 1)[-1] for one in known} | set(KINDS)
        raise refuse(
            f"no file has a word “{word}”", f"{did_you_mean(word, sorted(names))}; party-rules words lists all"
        )
    return Keys(word=word, keys=tuple(found))


def keys() -> Iterator[Key]:
    """Every key of every sort of file, each once, with what it says."""
    for name in KINDS:
        if name != "decision":
            for one in page.entries(name):
                listed = one.takes.partition("in order: ")[2].split(", ")
                takes = tuple(one.takes.split(" | ") if " | " in one.takes else listed if len(listed) > 1 else ())
                said = one.gloss if takes else f"{one.gloss}: {one.takes}"
                yield Key(
                    file="rule book",
                    path=f"{name}.{one.path}",
                    gloss=said + (" (it is only shown)" if one.shown else ""),
                    takes=takes,
                )
            for outcome, gloss in page.outcomes(name).items():
                gloss = f"where it leads if {gloss}"
                yield Key(file="rule book", path=f"{name}.then.{outcome}", gloss=gloss, takes=())
    for name, gloss in page.triggers().items():
        if "{" not in name:
            yield Key(file="rule book", path=f"contest.opens_when: {name}", gloss=gloss, takes=(name,))
    for name, gloss in ROUTES.items():
        yield Key(file="rule book", path=f"STAGE.then.OUTCOME: {name}", gloss=gloss, takes=(name,))
    for name, gloss in UNSAID.items():
        yield Key(file="rule book", path=f"any provision: {name}", gloss=gloss, takes=(name,))
    for kind, file in SORTS.items():
        schema = schema_of(kind)
        yield from _beneath(file, schema, schema["$defs"], "", ())


def _beneath(file: str, part: Any, shapes: Mapping[str, Any], path: str, within: tuple[str, ...]) -> Iterator[Key]:
    """The keys of a part of a schema: of a block those written in it, of a list or a block by name those of its parts."""
    if name := part.get("$ref", "").rpartition("/")[2]:
        if name not in within and name not in ("Contest", *KINDS, "like"):
            yield from _beneath(file, shapes[name], shapes, path, (*within, name))
        return
    for key, value in part.get("properties", {}).items():
        here = f"{path}.{key}" if path else key
        takes = next((tuple(map(str, one["enum"])) for one in (value, *value.get("anyOf", ())) if "enum" in one), ())
        yield Key(file=file, path=here, gloss=value["description"], takes=takes)
        yield from _beneath(file, value, shapes, here, within)
    for one in part.get("anyOf", ()):
        yield from _beneath(file, one, shapes, path, within)
    if isinstance(part.get("additionalProperties"), dict):
        yield from _beneath(file, part["additionalProperties"], shapes, f"{path}.NAME", within)
    if isinstance(part.get("items"), dict):
        yield from _beneath(file, part["items"], shapes, path, within)
