"""The law in force: provisions, each with its value, its source and what last changed it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from simulator.stages.contest import CHALLENGED, Contest
from simulator.stages.kinds import KINDS, is_group, value_of, vocabulary, word_of
from simulator.stages.stage import Stage, Word, block_of
from simulator.words.problems import Path, Wrong, did_you_mean
from simulator.words.sources import Always, Cite

CiteOf = Callable[..., Cite]
"""A function from a provision's path (and the cite of a default, if it is one) to its cite."""


DEFAULT = Cite(not_found="a default of this kind of stage; the book says nothing of it", confidence="unconfirmed")


@dataclass(frozen=True, slots=True)
class Provision:
    """One value of law.

    said    the value as written;  value: as the engine meets it
    since   the edition (or reading, or what-if) that last set it, with its date in words
    at      where it is written in the file;  default: it is not written, but is the default of its kind
    """

    path: str
    said: Any
    value: Any
    cite: Cite
    since: str
    at: Path = ()
    default: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """A provision as it stands in a block: its path below the stage or contest, what is said, and where."""

    path: str
    said: object
    at: Path = ()


@dataclass(frozen=True)
class Law:
    """Everything in force at once: stages and contests by kind, provisions by path. Frozen; a patch makes another.

    written   where each stage and contest is written in the file
    """

    kinds: Mapping[str, str] = field(default_factory=dict)
    provisions: Mapping[str, Provision] = field(default_factory=dict)
    written: Mapping[str, Path] = field(default_factory=dict)

    def __getitem__(self, path: str) -> Any:
        """The value of a provision; KeyError if the book has none at that path."""
        return self.provisions[path].value

    def get(self, path: str) -> Any:
        """The value of a provision, or None if the book has none at that path."""
        found = self.provisions.get(path)
        return None if found is None else found.value

    def block(self, path: str) -> object:
        """The provisions of a block, such as a ballot's weights, as ((name, value), …): Unsaid, or None if there are none."""
        inside = {p: found.value for p, found in self.provisions.items() if p.startswith(f"{path}.")}
        return block_of(inside) if inside else self.get(path)

    def shown(self, path: str) -> bool:
        """Whether a provision is only shown, and never acts."""
        name, _, leaf = path.partition(".")
        word = word_of(self.kinds[name], leaf)
        return word is not None and word.shown

    def cite(self, path: str) -> Cite:
        """Where a provision is said."""
        return self.provisions[path].cite

    @cached_property
    def compiled(self) -> tuple[Mapping[str, Stage], Mapping[str, Contest]]:
        """The stages and the contests as they are simulated: name → stage, name → contest."""
        beneath: dict[str, dict[str, object]] = {name: {} for name in self.kinds}
        for path, provision in self.provisions.items():
            name, _, leaf = path.partition(".")
            beneath[name][leaf] = provision.value
        made = {name: KINDS[kind].made_of(name, beneath[name]) for name, kind in self.kinds.items()}
        stages = {name: one for name, one in made.items() if isinstance(one, Stage)}
        return stages, {name: one for name, one in made.items() if isinstance(one, Contest)}

    @property
    def stages(self) -> list[str]:
        """The names of the stages."""
        return [name for name, kind in self.kinds.items() if kind != "contest"]

    @property
    def contests(self) -> list[str]:
        """The names of the contests."""
        return [name for name, kind in self.kinds.items() if kind == "contest"]

    def beneath(self, name: str) -> Iterator[Provision]:
        """The provisions of one stage or contest, in the order written."""
        start = f"{name}."
        return (p for path, p in self.provisions.items() if path.startswith(start))

    # --- making another law -------------------------------------------------------------------------------------------
    def with_part(
        self, name: str, kind: str, leaves: Iterable[Leaf], cite_of: CiteOf, since: str, at: Path = ()
    ) -> Law:
        """The law with one stage or contest more; defaults are written out."""
        law = Law({**self.kinds, name: kind}, self.provisions, {**self.written, name: at})
        made = {f"{name}.{leaf.path}": law._made(name, leaf, cite_of, since) for leaf in leaves}
        return replace(law, provisions={**self.provisions, **made}).with_defaults(name, cite_of, since)

    def copied(self, other: str, name: str, at: Path) -> Law:
        """The law with a copy of a stage or contest under another name, cited as that is."""
        made = {}
        for provision in self.beneath(other):
            path = f"{name}.{provision.path.split('.', 1)[1]}"
            made[path] = replace(provision, path=path)
        return Law({**self.kinds, name: self.kinds[other]}, {**self.provisions, **made}, {**self.written, name: at})

    def changed(self, path: str, said: object, cite: Cite | CiteOf, since: str, at: Path = ()) -> Law:
        """The law with another value at a path in force; where the value is the same it has stood since it was first set.

        A block takes the place of everything at its path (``bar``, ``opens_when.petition``, ``weights``), and a count that of
        a share, or a share that of a count.
        """
        name, _, leaf = path.partition(".")
        gone = self._at(path) or self.said_otherwise(path)
        if not gone or not leaf:
            raise Wrong(f"“{path}” touches no provision in force", did_you_mean(path, self.provisions))
        made = {}
        for found in laid_out(self.kinds[name], leaf, said, at):
            new = self._made(name, found, cite if callable(cite) else Always(cite), since)
            stood = self.provisions.get(new.path)
            made[new.path] = replace(new, since=stood.since) if stood and stood.value == new.value else new
        first, *others = gone
        kept: dict[str, Provision] = {}
        for p, provision in self.provisions.items():
            kept.update(made if p == first else {} if p in others else {p: provision})
        return replace(self, provisions=kept).with_defaults(name, Always(DEFAULT), since)

    def added(self, path: str, said: object, cite_of: CiteOf, since: str, at: Path = ()) -> Law:
        """The law with a provision, or a block of them, at a path where there was none."""
        name, _, leaf = path.partition(".")
        found = [self._made(name, one, cite_of, since) for one in laid_out(self.kinds[name], leaf, said, at)]
        if there := [
            one.path for one in found if one.path in self.provisions and not self.provisions[one.path].default
        ]:
            raise Wrong(f"“{there[0]}” is already in force", "change it instead")
        made = {one.path: one for one in found}
        return replace(self, provisions={**self.provisions, **made}).with_defaults(name, cite_of, since)

    def without(self, path: str, since: str = "") -> Law:
        """The law without a provision, or without a whole stage."""
        gone = self._at(path)
        if not gone:
            raise Wrong(f"“{path}” touches no provision in force", did_you_mean(path, self.provisions))
        kinds = {name: kind for name, kind in self.kinds.items() if name != path}
        return replace(self, kinds=kinds, provisions={p: one for p, one in self.provisions.items() if p not in gone})

    def with_defaults(self, name: str, cite_of: CiteOf, since: str) -> Law:
        """The law with the defaults of a stage written out, where they say something beside what is written; in order."""
        kind = self.kinds[name]
        known = vocabulary(kind)
        own = {p.path.split(".", 1)[1]: p for p in self.beneath(name)}
        said = {leaf: p.said for leaf, p in own.items() if not p.default}
        idle = {leaf for leaf, _ in KINDS[kind].dead(said)} - said.keys()
        order = {leaf: number for number, leaf in enumerate(known)}
        for leaf, word in known.items():
            if leaf in idle:
                own.pop(leaf, None)
            elif word.default is not None and leaf not in own:
                made = self._made(name, Leaf(leaf, word.default), lambda path: cite_of(path, DEFAULT), since)
                own[leaf] = replace(made, default=True)
        ordered = sorted(own, key=lambda leaf: order.get(leaf, order.get(leaf.rpartition(".")[0], len(order))))
        stands = {f"{name}.{leaf}": own[leaf] for leaf in ordered}
        parts: dict[str, dict[str, Provision]] = {one: {} for one in self.kinds}
        for path, provision in self.provisions.items():
            parts.setdefault(path.partition(".")[0], {})[path] = provision
        parts[name] = stands
        return replace(self, provisions={p: one for part in self.kinds for p, one in parts[part].items()})

    def _made(self, name: str, leaf: Leaf, cite_of: CiteOf, since: str) -> Provision:
        path, word = f"{name}.{leaf.path}", _word(self.kinds[name], leaf.path)
        try:
            value = value_of(word, leaf.said)
        except Wrong as wrong:
            said = wrong.said if leaf.at[-1:] == (path,) else f"{leaf.path}: {wrong.said}"
            raise Misplaced(said, wrong.cure, leaf.at) from None
        return Provision(path, leaf.said, value, cite_of(path), since, leaf.at)

    def _at(self, path: str) -> list[str]:
        return [p for p in self.provisions if p == path or p.startswith(f"{path}.")]

    def said_otherwise(self, path: str) -> list[str]:
        """The share in whose place a count comes, or the count in whose place a share comes, with all that belongs to it."""
        threshold, _, leaf = path.rpartition(".")
        other = {"count": "share", "share": "count"}.get(leaf)
        if other is None or f"{threshold}.{other}" not in self.provisions:
            return []
        of_a_share = ("share", "of", "counted", "as_at", "rounding")
        gone = [f"{threshold}.{one}" for one in (of_a_share if leaf == "count" else ("count",))]
        return [p for p in self.provisions if p in gone]

    def trigger(self, contest: str) -> str:
        """What opens a contest, by its name in the closed list; nothing if there is no such contest or it is not said."""
        compiled = self.compiled[1].get(contest)
        return "" if compiled is None else compiled.trigger

    def options(self) -> tuple[str, ...]:
        """Options on any ballot paper, such as to re-open nominations."""
        every = (self.get(f"{stage}.options") for stage in self.stages)
        return tuple(dict.fromkeys(one for said in every if isinstance(said, tuple) for one in said))

    def usual_contest(self) -> str:
        """The contest that a situation opens if its file names none: a challenge; nothing where the book knows none."""
        return next((name for name in self.contests if self.trigger(name) == CHALLENGED), "")

    def reached_from(self, contest: str) -> set[str]:
        """The contest, and every stage it may come to by whatever route; of every contest, if none is named."""
        reached, waiting = set[str](), [contest] if contest else [*self.contests]
        while waiting:
            here = waiting.pop()
            reached.add(here)
            routes = (p.value for path, p in self.provisions.items() if path.startswith(f"{here}."))
            waiting += [to for to in routes if isinstance(to, str) and to in self.kinds and to not in reached]
        return reached


def _word(kind: str, path: str) -> Word:
    found = word_of(kind, path)
    if found is None:
        raise Wrong(f"a {kind} has no provision “{path}”", did_you_mean(path, vocabulary(kind)))
    return found


class Misplaced(Wrong):
    """A value that cannot be believed, and where it stands in the file."""

    def __init__(self, said: str, cure: str, at: Path) -> None:
        super().__init__(said, cure)
        self.at = at


def laid_out(kind: str, prefix: str, said: object, at: Path) -> Iterator[Leaf]:
    """What is said at a path below a stage, or in a block there, provision by provision; raises Misplaced at an unknown word.

    A name in a block may have dots (``then.one: elected``).
    """
    group = not prefix or is_group(kind, prefix)
    if not isinstance(said, dict) or set(said) == {"set_by"} or not group:
        if word_of(kind, prefix) is None:
            raise _unknown(kind, prefix, at, said)
        yield Leaf(prefix, said, at)
        return
    for name, value in said.items():
        yield from laid_out(kind, f"{prefix}.{name}" if prefix else str(name), value, (*at, name))


def _unknown(kind: str, path: str, at: Path, said: object) -> Misplaced:
    """A word that no class has: an outcome, or a provision; or one value where a block of provisions should be."""
    known = vocabulary(kind)
    if is_group(kind, path):
        inside = [leaf for leaf in known if leaf.startswith(f"{path}.")]
        example = ", ".join(leaf.removeprefix(f"{path}.") for leaf in inside[:6])
        return Misplaced(f"{path}: “{said}” should be a block", f"write some of {example}, each with its value", at)
    if path.startswith("then."):
        outcomes = getattr(KINDS[kind], "outcomes_known", ())
        return Misplaced(f"a {kind} has no outcome “{path[5:]}”", did_you_mean(path[5:], outcomes), at)
    prefix, _, name = path.rpartition(".")
    beside = [leaf.removeprefix(f"{prefix}.") for leaf in known if leaf.startswith(f"{prefix}.") or not prefix]
    near = did_you_mean(name, dict.fromkeys(leaf.split(".")[0] for leaf in beside))
    return Misplaced(f"a {kind} has no provision “{path}”", near, at)
