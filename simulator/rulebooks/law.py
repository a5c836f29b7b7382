"""The law in force: provisions, each with its value, its source and what last changed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from simulator.engine.simulation import ENDS
from simulator.stages.contest import CHALLENGED
from simulator.stages.kinds import KINDS, STAGES, value_of, vocabulary, word_of
from simulator.stages.stage import Word
from simulator.stages.values import Unsaid
from simulator.words.problems import Path, Wrong, did_you_mean
from simulator.words.sources import Cite

CiteOf = Any
"""A function from a provision's path (and the cite of a default, if it is one) to its cite."""


DEFAULT = Cite(
    not_found="a default of this kind of stage; nothing contrary is in the text seen", confidence="unconfirmed"
)


@dataclass(frozen=True, slots=True)
class Provision:
    """One value of law.

    said    the value as written;  value: as the engine meets it
    since   the edition (or reading, or what-if) that last set it, with its date in words
    """

    path: str
    said: Any
    value: Any
    cite: Cite
    since: str


@dataclass(frozen=True)
class Law:
    """Everything in force at once: stages and contests by kind, provisions by path. Frozen; a patch makes another."""

    kinds: Mapping[str, str] = field(default_factory=dict)
    provisions: Mapping[str, Provision] = field(default_factory=dict)

    def __getitem__(self, path: str) -> Any:
        """The value of a provision; KeyError if the book has none at that path."""
        return self.provisions[path].value

    def get(self, path: str) -> Any:
        """The value of a provision, or None if the book has none at that path."""
        found = self.provisions.get(path)
        return None if found is None else found.value

    def cite(self, path: str) -> Cite:
        """Where a provision is said."""
        return self.provisions[path].cite

    @cached_property
    def compiled(self) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """The stages and the contests as they are simulated: name → stage, name → contest."""
        beneath: dict[str, dict[str, Any]] = {name: {} for name in self.kinds}
        for path, provision in self.provisions.items():
            name, _, leaf = path.partition(".")
            beneath[name][leaf] = provision.value
        made = {name: KINDS[kind].made_of(name, beneath[name]) for name, kind in self.kinds.items()}
        stages = {name: one for name, one in made.items() if self.kinds[name] != "contest"}
        return stages, {name: one for name, one in made.items() if self.kinds[name] == "contest"}

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
        return (p for path, p in self.provisions.items() if path.split(".", 1)[0] == name)

    def with_part(self, name: str, kind: str, said: Mapping[str, Any], cite_of: CiteOf, since: str) -> Law:
        """The law with one stage or contest more; defaults are written out."""
        known = vocabulary(kind)
        missing = [p for p, leaf in known.items() if p not in said and leaf.default is None and not leaf.optional]
        if missing:
            raise Wrong(f"“{name}” is a {kind} without {', '.join(missing)}", "write it, or `unknown` with a cite")
        if kind == "nomination":
            _bar_is_whole(name, said)
        every = {p: said.get(p, leaf.default) for p, leaf in known.items() if p in said or leaf.default is not None}
        every |= {p: value for p, value in said.items() if p not in every}
        every = {p: value for p, value in every.items() if p in said or not _superfluous(p, said)}
        made = {}
        for leaf_path, value in every.items():
            path = f"{name}.{leaf_path}"
            cite = cite_of(path) if leaf_path in said else cite_of(path, DEFAULT)
            made[path] = Provision(path, value, value_of(_word(kind, leaf_path), value), cite, since)
        return Law({**self.kinds, name: kind}, {**self.provisions, **made})

    def changed(self, path: str, said: Any, cite: Cite, since: str) -> Law:
        """The law with another value at a path in force; where the value is the same it has stood since it was first set."""
        if path not in self.provisions:
            return self._counted_instead(path, said, cite, since)
        name, leaf_path = path.split(".", 1)
        value = value_of(_word(self.kinds[name], leaf_path), said)
        stood = self.provisions[path]
        made = Provision(path, said, value, cite, stood.since if value == stood.value else since)
        return Law(self.kinds, {**self.provisions, path: made})

    def _counted_instead(self, path: str, said: Any, cite: Cite, since: str) -> Law:
        """The law with a count of names where the bar of a stage was a share: a bar is one or the other."""
        name, _, leaf = path.partition(".")
        share = f"{name}.bar.share"
        if leaf != "bar.count" or share not in self.provisions:
            raise Wrong(f"“{path}” touches no provision in force", did_you_mean(path, self.provisions))
        made = Provision(path, said, value_of(_word(self.kinds[name], leaf), said), cite, since)
        return Law(
            self.kinds, {path if p == share else p: made if p == share else o for p, o in self.provisions.items()}
        )

    def without(self, path: str) -> Law:
        """The law without a provision, or without a whole stage."""
        gone = [p for p in self.provisions if p == path or p.startswith(f"{path}.")]
        if not gone:
            raise Wrong(f"“{path}” touches no provision in force", did_you_mean(path, self.provisions))
        kinds = {name: kind for name, kind in self.kinds.items() if name != path}
        return Law(kinds, {p: found for p, found in self.provisions.items() if p not in gone})

    def recited(self, path: str, cite: Cite) -> Law:
        """The law with another citation at a path."""
        return replace(self, provisions={**self.provisions, path: replace(self.provisions[path], cite=cite)})

    def faults(self) -> Iterator[tuple[str, str, str]]:
        """Routes that lead nowhere, as (path, what is wrong, cure)."""
        doors = [*self.stages, *ENDS]
        for path, provision in self.provisions.items():
            name, leaf = path.split(".", 1)
            is_route = leaf.startswith("then.") or (
                leaf in ("enters", "if_vacant.go") and self.kinds[name] == "contest"
            )
            if is_route and isinstance(provision.value, str) and provision.value not in doors:
                yield path, f"“{provision.value}” is neither a stage nor an end", did_you_mean(provision.value, doors)
            of_what = leaf == "bar.of" and not isinstance(self.get(f"{name}.bar.share"), Unsaid)
            if (leaf == "bar.by" or of_what) and isinstance(provision.value, Unsaid):
                yield path, "a bar needs to know who nominates", "write [mps] or [mps, meps]"
        for name in self.stages:
            yield from self._college_faults(name)

    def _college_faults(self, name: str) -> Iterator[tuple[str, str, str]]:
        """A college weighs each of its sections, and a single pool weighs none."""
        weights, sections = self.get(f"{name}.weights"), self.get(f"{name}.sections")
        if self.get(f"{name}.together") == "weighted sections" and weights is None:
            yield f"{name}.weights", "the sections are weighted and no weights are given", "write weights:"
        elif self.get(f"{name}.together") == "one pool" and weights is not None:
            yield f"{name}.weights", "one pool has no weights", "write together: weighted sections"
        if isinstance(weights, tuple) and isinstance(sections, tuple) and {w for w, _ in weights} != set(sections):
            yield f"{name}.weights", "the weights are not those of the sections", f"weigh {', '.join(sections)}"

    def trigger(self, contest: str) -> str:
        """What opens a contest, by its name in the closed list; nothing if there is no such contest or it is not said."""
        compiled = self.compiled[1].get(contest)
        return "" if compiled is None else compiled.trigger

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

    def contradictions(self) -> Iterator[tuple[str, str, str]]:
        """Provisions in force that cannot both be followed, as (one path, the other, in words). Neither wins."""
        for name in self.contests:
            opens = self.get(f"{name}.opens_when")
            if self.get(f"{name}.held") == "only when a vacancy occurs" and opens != "the office is vacant":
                yield (
                    f"{name}.opens_when",
                    f"{name}.held",
                    f"it opens when {opens}, but an election is held only in a vacancy",
                )
        for name in self.stages:
            again = self.get(f"{name}.then.not won")
            if self.get(f"{name}.paper") == "ranked" and again == "again":
                yield f"{name}.paper", f"{name}.then.not won", "papers are ranked, but the ballot is held again"
            if self.get(f"{name}.paper") == "one name" and again in (None, "go on"):
                yield f"{name}.paper", f"{name}.then.not won", "papers bear one name, and no further ballot follows"
            among, enters = self.get(f"{name}.among"), [p for p in self.provisions.values() if p.value == name]
            if among == "those nominated before" and any(self.kinds[p.path.split(".")[0]] == "contest" for p in enters):
                yield f"{name}.among", enters[0].path, "it sifts those nominated before, and a contest begins with it"


def _word(kind: str, path: str) -> Word:
    found = word_of(kind, path)
    if found is None:
        raise Wrong(f"a {kind} has no provision “{path}”", did_you_mean(path, vocabulary(kind)))
    return found


def _superfluous(path: str, said: Mapping[str, Any]) -> bool:
    """Whether a default says nothing beside what is written: of a bar with several thresholds, of a college that weighs."""
    if path.startswith("bar."):
        return "bar.any_of" in said or "bar.all_of" in said
    if path == "together":
        return "weights" in said
    return path == "drop.lowest" and (said.get("win.by") == "most votes" or said.get("paper") == "yes or no")


def _bar_is_whole(name: str, said: Mapping[str, Any]) -> None:
    """A bar is a share or a count of nominators, or a list of ways over it; not two of these."""
    given = [leaf for leaf in ("bar.share", "bar.count", "bar.any_of", "bar.all_of") if leaf in said]
    if not given:
        raise Wrong(f"the bar of “{name}” has neither share nor count", "write share: 20% or count: 50")
    if len(given) > 1:
        raise Wrong(f"the bar of “{name}” is said twice: {' and '.join(given)}", "say it in one way")
    wanted = {"bar.share": ("bar.by", "bar.rounding"), "bar.count": ("bar.by",)}.get(given[0], ())
    missing = [leaf for leaf in wanted if leaf not in said]
    if missing:
        raise Wrong(f"“{name}” is a nomination without {', '.join(missing)}", "write it, or `unknown` with a cite")


def flattened(kind: str, block: Mapping[str, Any], at: Path) -> tuple[dict[str, Any], list[tuple[Path, str, str]]]:
    """A stage's nested block as ``{provision path: value}``, and the unknown settings as (place, said, cure)."""
    known = vocabulary(kind)
    flat: dict[str, Any] = {}
    wrong: list[tuple[Path, str, str]] = []

    def walk(inner: Mapping[str, Any], prefix: str, place: Path) -> None:
        for name, value in inner.items():
            path = f"{prefix}{name}"
            here = (*place, name)
            if (
                isinstance(value, dict)
                and set(value) != {"set_by"}
                and any(leaf.startswith(f"{path}.") for leaf in known)
            ):
                walk(value, f"{path}.", here)
            elif word_of(kind, path) is not None:
                flat[path] = value
            elif prefix == "then.":
                wrong.append(
                    (here, f"a {kind} has no outcome “{name}”", did_you_mean(name, STAGES[kind].outcomes_known))
                )
            else:
                options = [leaf[len(prefix) :].split(".")[0] for leaf in known if leaf.startswith(prefix)]
                cure = did_you_mean(name, dict.fromkeys(options))
                wrong.append((here, f"a {kind} has no provision “{path}”", cure))

    walk(block, "", at)
    return flat, wrong
