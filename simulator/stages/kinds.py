"""The kinds of stage, by the words with which a rule book names them."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.stages.ballot import Ballot
from simulator.stages.contest import Contest
from simulator.stages.decision import Decision
from simulator.stages.motion import Motion
from simulator.stages.nomination import Nomination
from simulator.stages.stage import Provisions, Stage, Word
from simulator.stages.values import SetBy, Unsaid, text
from simulator.stages.wait import Wait
from simulator.words.problems import Wrong

STAGES: Mapping[str, type[Stage]] = {
    "nomination": Nomination,
    "ballot": Ballot,
    "motion": Motion,
    "selection": Decision,
    "decision": Decision,
    "wait": Wait,
}
KINDS: Mapping[str, type[Provisions]] = {**STAGES, "contest": Contest}


def vocabulary(kind: str) -> Mapping[str, Word]:
    """Every word that a kind of stage (or ``contest``) may have, its routes included: path → Word."""
    return KINDS[kind].vocabulary()


def word_of(kind: str, path: str) -> Word | None:
    """The word at a path below a stage of a kind.

    An option of a ballot has a route of its own (``then.RON won``), a section its weight (``weights.members``).
    """
    found = vocabulary(kind).get(path)
    block, _, name = path.rpartition(".")
    if found is None and name and (inside := vocabulary(kind).get(block)) is not None and inside.each:
        return inside.of(name)
    if found is None and kind == "ballot" and path.startswith("then.") and path.endswith(" won"):
        return Word(path, text, "where it leads if the option wins", optional=True)
    return found


def value_of(word: Word, said: object) -> object:
    """A provision's value as the engine meets it: the unsaid and the set-by are taken out first."""
    if isinstance(said, str) and said in ("unknown", "silent"):
        return Unsaid(said)
    if isinstance(said, dict) and set(said) == {"set_by"}:
        return SetBy(str(said["set_by"]))
    if word.each and not isinstance(said, dict):
        raise Wrong(f"“{said}” is no block", f"write {{NAME: value}} under {word.path}, or unknown with a cite")
    return word.read(said)


def is_group(kind: str, path: str) -> bool:
    """Whether provisions lie beneath a path of a kind of stage: ``bar``, ``then``, ``opens_when.petition``, ``weights``."""
    known = vocabulary(kind)
    return any(leaf.startswith(f"{path}.") for leaf in known) or (path in known and known[path].each)
