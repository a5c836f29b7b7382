"""Patches: one shape for an amendment, a reading, a what-if and a decision.

``change`` and ``remove`` need the path in force (a bar's count may take the place of its share), ``add`` needs it free.
Patches meet the resolved law, defaults written out. All changes are made before anything is added, so that a stage that is
``like`` another is like it as read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from simulator.rulebooks.law import CiteOf, Law, flattened
from simulator.stages.kinds import STAGES, value_of, vocabulary, word_of
from simulator.stages.stage import Word
from simulator.words.problems import Path, Wrong, did_you_mean
from simulator.words.sources import Cite


@dataclass(frozen=True)
class Patch:
    """A named change to the law: who made it (``since``), where it is written (``at``), and how it is cited."""

    since: str
    at: Path
    change: Mapping[str, Any]
    add: Mapping[str, Any]
    remove: tuple[str, ...]
    cite_of: CiteOf

    def touches(self) -> set[str]:
        """The paths this patch changes or removes."""
        return {*self.change, *self.remove}


class Refused(Exception):
    """A patch that does not fit the law; carries the place in the file and the letter."""

    def __init__(self, at: Path, said: str, cure: str = "", *, key: bool = False) -> None:
        super().__init__(said)
        self.at, self.said, self.cure, self.key = at, said, cure, key


def patched(law: Law, patches: Iterable[Patch]) -> Law:
    """The law with patches made in order; raises :class:`Refused` at the first that does not fit."""
    patches = list(patches)
    _refuse_collisions(patches)
    for patch in patches:
        for path in patch.remove:
            law = _fitted(partial(law.without, path), (*patch.at, "remove"))
        for path, said in patch.change.items():
            at = (*patch.at, "change", path)
            law = _fitted(partial(law.changed, path, said, patch.cite_of(path), patch.since), at)
    for patch in patches:
        for name, block in patch.add.items():
            law = _added(law, patch, name, block)
    return law


def _refuse_collisions(patches: list[Patch]) -> None:
    seen: dict[str, Patch] = {}
    for patch in patches:
        for path in sorted(patch.touches()):
            if path in seen and seen[path].since != patch.since:
                raise Refused(
                    (*patch.at, "change", path),
                    f"{seen[path].since} and {patch.since} both change “{path}”",
                    "choose one of the two, or let one say only_if",
                    key=True,
                )
            seen[path] = patch


def _fitted(step: Any, at: Path) -> Law:
    try:
        made: Law = step()
    except Wrong as wrong:
        raise Refused(at, wrong.said, wrong.cure, key="touches no" in wrong.said) from None
    return made


def _added(law: Law, patch: Patch, name: str, block: Any) -> Law:
    at = (*patch.at, "add", name)
    if "." in name:
        return _leaf_added(law, patch, name, block)
    if name in law.kinds:
        raise Refused(at, f"“{name}” is already in force", "change it, or add it under another name", key=True)
    if not isinstance(block, dict):
        raise Refused(at, f"“{name}” should be a stage", "write its provisions under it")
    return with_stage(law, name, block, at, patch.cite_of, patch.since)


def _leaf_added(law: Law, patch: Patch, path: str, said: Any) -> Law:
    at = (*patch.at, "add", path)
    name, leaf_path = path.split(".", 1)
    if path in law.provisions:
        raise Refused(at, f"“{path}” is already in force", "change it instead", key=True)
    if name not in law.kinds:
        raise Refused(at, f"“{name}” is no stage or contest in force", did_you_mean(name, law.kinds), key=True)
    block: dict[str, Any] = {leaf_path: said}
    flat, wrong = flattened(law.kinds[name], block, at[:-1])
    if wrong:
        raise Refused(at, *wrong[0][1:], key=True)
    kept = {p.path.split(".", 1)[1]: p.said for p in law.beneath(name)}
    old = {p.path: p for p in law.beneath(name)}

    def cite_of(one: str, *default: Cite) -> Cite:
        return old[one].cite if one in old else patch.cite_of(one, *default)

    made = _fitted(lambda: law.with_part(name, law.kinds[name], {**kept, **flat}, cite_of, patch.since), at)
    return Law(made.kinds, {**made.provisions, **old})


def with_stage(law: Law, name: str, block: Mapping[str, Any], at: Path, cite_of: CiteOf, since: str) -> Law:
    """The law with a stage as written: ``stage:`` says its kind, or ``like:`` copies another and says the rest."""
    rest = {key: value for key, value in block.items() if key not in ("stage", "like")}
    if "like" in block:
        return _likened(law, name, block, rest, at, cite_of, since)
    kind = block.get("stage")
    if kind not in STAGES:
        raise Refused((*at, "stage"), f"“{kind}” is not a kind of stage", did_you_mean(kind, STAGES))
    flat, wrong = flattened(str(kind), rest, at)
    if wrong:
        place, said, cure = wrong[0]
        raise Refused(place, said, cure, key=True)
    _leaves_fit(str(kind), flat, at)
    return _fitted(lambda: law.with_part(name, str(kind), flat, cite_of, since), at)


def _known(kind: str, path: str) -> Word:
    found = word_of(kind, path)
    if found is None:
        raise Wrong(f"a {kind} has no provision “{path}”", did_you_mean(path, vocabulary(kind)))
    return found


def _leaves_fit(kind: str, flat: Mapping[str, Any], at: Path) -> None:
    for path, said in flat.items():
        try:
            value_of(_known(kind, path), said)
        except Wrong as wrong:
            raise Refused((*at, *path.split(".")), f"{path}: {wrong.said}", wrong.cure) from None


def _likened(
    law: Law, name: str, block: Mapping[str, Any], rest: dict[str, Any], at: Path, cite_of: CiteOf, since: str
) -> Law:
    other = block["like"]
    if other not in law.kinds:
        raise Refused((*at, "like"), f"“{other}” is no stage in force", did_you_mean(other, law.stages))
    kind = law.kinds[other]
    dotted = {key: value for key, value in rest.items() if "." in key}
    flat, wrong = flattened(kind, {key: value for key, value in rest.items() if "." not in key}, at)
    if wrong:
        place, said, cure = wrong[0]
        raise Refused(place, said, cure, key=True)
    theirs = {p.path.split(".", 1)[1]: p.said for p in law.beneath(other)}
    _leaves_fit(kind, {k: v for k, v in {**flat, **dotted}.items() if k in theirs}, at)
    made = _fitted(lambda: law.with_part(name, kind, {**theirs, **flat, **dotted}, cite_of, since), at)
    for leaf_path in theirs.keys() - flat.keys() - dotted.keys():
        made = made.recited(f"{name}.{leaf_path}", law.cite(f"{other}.{leaf_path}"))
    return made
