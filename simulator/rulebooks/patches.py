"""Patches: one shape for an amendment, a reading, a what-if and a decision.

``change`` and ``remove`` need the path in force (a count may take the place of a share), ``add`` needs it free. A path names
one provision, or a block of them, which is replaced whole. All changes are made before any stage or contest is added, and
whatever is ``like`` another comes after it, so that it is like it as read, in whatever order the file has them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NoReturn

from simulator.rulebooks.law import CiteOf, Law, Misplaced, laid_out
from simulator.stages.kinds import STAGES
from simulator.words.problems import Path, Wrong, did_you_mean


@dataclass(frozen=True)
class Patch:
    """A named change to the law: who made it (``since``), where it is written (``at``), and how it is cited."""

    since: str
    at: Path
    change: Mapping[str, object]
    add: Mapping[str, object]
    remove: tuple[str, ...]
    cite_of: CiteOf

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path that this patch names."""
        return (*self.change, *self.add, *self.remove)

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
    touched: dict[str, Patch] = {}
    for patch in patches:
        for number, path in enumerate(patch.remove):
            at = (*patch.at, "remove", number)
            law = _fitted(partial(law.without, path), at)
            touched[path.split(".", 1)[0]] = patch
        for path, said in patch.change.items():
            at = (*patch.at, "change", path)
            law = _fitted(partial(law.changed, path, said, patch.cite_of, patch.since, at), at)
        for path, said in patch.add.items():
            if "." in path and path.split(".", 1)[0] in law.kinds:
                law = _leaf_added(law, patch, path, said)
    for name, patch in touched.items():
        if name in law.kinds:
            law = law.with_defaults(name, patch.cite_of, patch.since)
    before = law.kinds
    for patch in patches:
        law = with_parts(law, patch.add, (*patch.at, "add"), patch.cite_of, patch.since)
    for patch in patches:
        for path, said in patch.add.items():
            if "." in path and path.split(".", 1)[0] not in before:
                law = _leaf_added(law, patch, path, said)
    return law


def _refuse_collisions(patches: list[Patch]) -> None:
    seen: dict[str, Patch] = {}
    for patch in patches:
        for path in sorted(patch.touches()):
            for other, first in seen.items():
                same = path == other or path.startswith(f"{other}.") or other.startswith(f"{path}.")
                if same and first.since != patch.since:
                    raise Refused(
                        (*patch.at, "change", path),
                        f"{first.since} and {patch.since} both change “{path}”",
                        "choose one of the two, or let one say only_if",
                        key=True,
                    )
            seen[path] = patch


def _fitted(step: Callable[[], Law], at: Path) -> Law:
    try:
        return step()
    except Misplaced as wrong:
        key = "has no" in wrong.said
        raise Refused(wrong.at or at, wrong.said, wrong.cure, key=key) from None
    except Wrong as wrong:
        raise Refused(at, wrong.said, wrong.cure, key="touches no" in wrong.said or "already" in wrong.said) from None


def _leaf_added(law: Law, patch: Patch, path: str, said: object) -> Law:
    at = (*patch.at, "add", path)
    name = path.split(".", 1)[0]
    if name not in law.kinds:
        raise Refused(at, f"“{name}” is no stage or contest in force", did_you_mean(name, law.kinds), key=True)
    return _fitted(partial(law.added, path, said, patch.cite_of, patch.since, at), at)


def with_parts(
    law: Law, blocks: Mapping[str, object], at: Path, cite_of: CiteOf, since: str, kind: str | None = None
) -> Law:
    """The law with stages and contests as written; whatever is ``like`` another comes after it.

    kind   of a block that does not say its own
    """
    waiting = {name: block for name, block in blocks.items() if "." not in name}
    while waiting:
        ready = [
            name for name, block in waiting.items() if not (isinstance(block, dict) and block.get("like") in waiting)
        ]
        if not ready:
            name = next(iter(waiting))
            raise Refused((*at, name, "like"), f"“{name}” is like itself, round a circle", "write one of them out")
        for name in ready:
            law = _part_added(law, name, waiting.pop(name), (*at, name), cite_of, since, kind)
    return law


def _part_added(
    law: Law, name: str, block: object, at: Path, cite_of: CiteOf, since: str, otherwise: str | None
) -> Law:
    """The law with a stage or contest: ``stage:`` says its kind, ``opens_when:`` a contest, ``like:`` copies another."""
    if name in law.kinds:
        raise Refused(at, f"“{name}” is already in force", "change it, or add it under another name", key=True)
    if not isinstance(block, dict):
        raise Refused(at, f"“{name}” should be a stage", "write its provisions under it")
    rest = {key: value for key, value in block.items() if key not in ("stage", "like")}
    if "like" in block:
        return _likened(law, name, block["like"], rest, at, cite_of, since)
    kind = block.get("stage", "contest" if any(key.split(".")[0] == "opens_when" for key in block) else otherwise)
    if kind not in (*STAGES, "contest"):
        if "stage" not in block:
            _no_kind(name, at)
        raise Refused((*at, "stage"), f"“{kind}” is not a kind of stage", did_you_mean(kind, STAGES))
    return _fitted(lambda: law.with_part(name, kind, [*laid_out(kind, "", rest, at)], cite_of, since, at), at)


def _no_kind(name: str, at: Path) -> NoReturn:
    cure = f"write stage: {', '.join(STAGES)}; a contest needs opens_when:"
    raise Refused(at, f"“{name}” has no kind", cure, key=True)


def _likened(
    law: Law, name: str, other: object, rest: Mapping[str, object], at: Path, cite_of: CiteOf, since: str
) -> Law:
    if not isinstance(other, str) or other not in law.kinds:
        raise Refused((*at, "like"), f"“{other}” is no stage in force", did_you_mean(other, law.stages))

    def made() -> Law:
        found = law.copied(other, name, at)
        for key, said in rest.items():
            path, here = f"{name}.{key}", (*at, key)
            there = any(one == path or one.startswith(f"{path}.") for one in found.provisions)
            step = found.changed if there or found.said_otherwise(path) else found.added
            found = step(path, said, cite_of, since, here)
        return found

    return _fitted(made, at)
