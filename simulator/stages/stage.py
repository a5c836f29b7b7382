"""What every kind of stage has: a name, words of its own, the outcomes that may come of it, and where each leads.

A kind of stage is one frozen class in one module. Its fields are the words a rule book may use: each with its reader, its
default and its gloss. The form of a book, ``check``, the JSON Schema and the page of words are made from these classes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, lru_cache
from typing import Any, ClassVar, Self

from simulator.engine.cohort import Cohort
from simulator.engine.ledger import Ending
from simulator.engine.simulation import Events, Simulation
from simulator.stages.result import declared
from simulator.stages.values import Reader, Said, SetBy, T, Unsaid, text


@dataclass(frozen=True, slots=True)
class Word:
    """One provision that a stage or contest may have.

    path      below the stage's name;  read: its value from what is written
    gloss     what it says, in a plain phrase
    default   the value where nothing is written;  optional: it may be lacking
    shown     it is shown and never acts
    each      it is a block, and whatever is named in it is a provision of its own: weights.members
    """

    path: str
    read: Reader[object]
    gloss: str
    default: object = None
    optional: bool = False
    shown: bool = False
    each: bool = False

    def of(self, name: str) -> Word:
        """The word of one provision in a block."""
        return Word(f"{self.path}.{name}", self.read, f"{self.gloss}: {name}", optional=True)


def word(
    read: Reader[T],
    gloss: str,
    default: object = None,
    *,
    path: str = "",
    optional: bool = False,
    shown: bool = False,
) -> Said[T]:
    """A field of a kind of stage, which is a word of the rule book, too (by the field's name, unless it has a path)."""
    made: Said[T] = field(default=None, metadata={"word": Word(path, read, gloss, default, optional or shown, shown)})
    return made


def word_each(read: Reader[T], gloss: str) -> Said[tuple[tuple[str, T], ...]]:
    """A field that is a block of the rule book: whatever is named in it has a value of its own."""
    made: Said[tuple[tuple[str, T], ...]]
    made = field(default=None, metadata={"word": Word("", read, gloss, optional=True, each=True)})
    return made


def value_at(found: Word, name: str, values: Mapping[str, object]) -> object:
    """The value of a word among provisions; of a block what is named in it, in order of name, or why it is not said."""
    path = found.path or name
    inside = {one: value for one, value in values.items() if found.each and one.startswith(f"{path}.")}
    return block_of(dict(sorted(inside.items()))) if inside else values.get(path)


def block_of(inside: Mapping[str, object]) -> object:
    """A block's provisions as ((name, value), …); Unsaid if one of them is."""
    unsaid = [value for value in inside.values() if isinstance(value, Unsaid)]
    return unsaid[0] if unsaid else tuple((path.rsplit(".", 1)[1], value) for path, value in inside.items())


Route = str | Unsaid | SetBy


class Routes(Mapping[str, Route | None]):
    """Where each outcome leads: outcome → route. Frozen and hashable."""

    def __init__(self, routes: Mapping[str, Route | None]) -> None:
        self._routes = dict(routes)
        self._hash = hash(frozenset(self._routes.items()))

    def __getitem__(self, outcome: str) -> Route | None:
        return self._routes[outcome]

    def __iter__(self) -> Iterator[str]:
        return iter(self._routes)

    def __len__(self) -> int:
        return len(self._routes)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Routes) and self._routes == other._routes


@dataclass(frozen=True)
class Provisions:
    """A stage or contest as provisions: its name, and a field for each word of its kind."""

    asked_when_needed: ClassVar[tuple[str, ...]] = ()
    """Words that are asked for only when it matters; all others that act are read as soon as it is entered."""
    set_by_a_body: ClassVar[tuple[str, ...]] = ()
    """Words (or groups of them) that act and may be left to a body: conduct, or the timetable, says what it fixes."""
    name: str

    @cached_property
    def asked_on_entry(self) -> frozenset[str]:
        """The provisions that are read as soon as it is entered."""
        words = self.vocabulary().items()
        later = self.asked_when_needed
        return frozenset(
            f"{self.name}.{path}" for path, one in words if not one.shown and path not in later and path[:5] != "then."
        )

    def refers_to(self) -> tuple[str, ...]:
        """Outcomes of other stages that a provision refers to: stage.outcome."""
        return ()

    @classmethod
    @lru_cache(maxsize=64)
    def vocabulary(cls) -> Mapping[str, Word]:
        """The words of this kind: path below the stage's name → Word."""
        named = ((one.name, one.metadata["word"]) for one in fields(cls) if "word" in one.metadata)
        return {found.path or name: replace(found, path=found.path or name) for name, found in named}

    @classmethod
    def made_of(cls, name: str, values: Mapping[str, object]) -> Self:
        """A stage or contest from the values of its provisions, by path below its name."""
        given: dict[str, Any] = {}
        for one in fields(cls):
            if "word" in one.metadata:
                given[one.name] = value_at(one.metadata["word"], one.name, values)
        return cls(name, **{**given, **cls.derived(name, values)})

    @classmethod
    @lru_cache(maxsize=64)
    def fields_by_path(cls) -> Mapping[str, str]:
        """The field of each word: path below the stage's name → name of the field."""
        return {one.metadata["word"].path or one.name: one.name for one in fields(cls) if "word" in one.metadata}

    def value(self, path: str) -> object:
        """The value of one of its words."""
        found: object = getattr(self, self.fields_by_path()[path])
        return found

    def all_said(self, simulation: Simulation, cohort: Cohort, *paths: str) -> bool:
        """Whether whatever the book has of some words says something; where it does not, the runs are ended unresolved."""
        written = ((path, self.value(path)) for path in paths)
        return all(value is None or simulation.said(value, f"{self.name}.{path}", cohort) for path, value in written)

    @classmethod
    def derived(cls, name: str, values: Mapping[str, object]) -> dict[str, object]:
        """Fields that are made of several provisions."""
        return {}

    def unsound(self) -> Iterator[tuple[str, str, str]]:
        """What of it cannot be followed, whatever the other stages are: (path below its name, what is wrong, cure)."""
        yield from ()

    @classmethod
    def dead(cls, said: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        """Words that never act beside what is written (path below its name → as written): each path, and why."""
        yield from ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that somebody may, or must, do while a stage lasts, or at its close.

    what      in words;  who: bodies by their names in the book, or people by theirs;  clause: the provision it rests on
    at_close  it is done, or told, at the close only;  standing: it goes on until the contest is over
    """

    what: str
    who: tuple[str, ...] = ()
    clause: str = ""
    at_close: bool = False
    standing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """An outcome that is still possible, and where it leads.

    route         a stage, a contest or an end; what is unsaid as it is; None: the book has no such route
    condition     what has to happen, in words;  follows: where it leads, in words
    fewest, most  how many may be left standing
    """

    outcome: str
    route: Route | None
    clause: str
    condition: str
    follows: str
    fewest: int = 0
    most: int = 0

    def __str__(self) -> str:
        return f"{self.outcome} → {self.route if isinstance(self.route, str) else self.follows}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What may lawfully happen at a stage, as its law and those who stand allow.

    number  ballots held in it before;  stand: who stands, by name;  test: by what test, in words
    """

    stage: str
    kind: str
    number: int
    stand: tuple[str, ...]
    test: str
    acts: tuple[Act, ...]
    ways: tuple[Way, ...]

    def __str__(self) -> str:
        stand = f", {count_words(len(self.stand))} stand{'s' if len(self.stand) == 1 else ''}" if self.stand else ""
        return f"{self.stage}{stand}; {self.test}; {', '.join(map(str, self.ways))}"


def count_words(number: int) -> str:
    """A small number spelt out.

    >>> count_words(4), count_words(13)
    ('four', '13')
    """
    words = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    return words[number] if 0 <= number < len(words) else f"{number:,}"


def unsaid_words(value: object) -> str:
    """What is not said, as a predicate: the book does not say, it was not found, or a body has yet to fix it."""
    if isinstance(value, SetBy):
        return f"is left to {value.body}"
    if value is None:
        return "is not in the book"
    return "the book does not say" if value is Unsaid.SILENT else "was not found"


@dataclass(frozen=True)
class Stage(Provisions):
    """A stage of a procedure: it maps who stands to who stands, and an outcome."""

    kind: ClassVar[str]
    outcomes_known: ClassVar[Mapping[str, str]]
    """Every outcome a stage of this kind may have → its gloss."""
    days: ClassVar[tuple[str, ...]] = ("opens", "closes")
    """The steps of it to which a scenario's timetable may give a day."""
    votes: ClassVar[bool] = False
    """People vote in it, whoever leads meanwhile: a leader's resignation on the way does not interrupt it."""
    goes_on: ClassVar[tuple[str, ...]] = ()
    """Outcomes that may say “go on”: as if only those validly nominated had stood."""
    incumbent_stays: ClassVar[Ending] = Ending.INCUMBENT_STAYS
    then: Routes = field(default_factory=lambda: Routes({}))

    @classmethod
    def derived(cls, name: str, values: Mapping[str, object]) -> dict[str, object]:
        """The routes: provisions under ``then``."""
        routes = {path[5:]: value for path, value in values.items() if path.startswith("then.")}
        return {"then": Routes({outcome: to for outcome, to in routes.items() if to is None or isinstance(to, Route)})}

    @classmethod
    @lru_cache(maxsize=64)
    def vocabulary(cls) -> Mapping[str, Word]:
        """The words of this kind, its routes included."""
        routes = {
            f"then.{outcome}": Word(f"then.{outcome}", text, f"where it leads: {gloss}", optional=True)
            for outcome, gloss in cls.outcomes_known.items()
        }
        return {**super().vocabulary(), **routes}

    def outcomes(self, *, in_office: bool) -> tuple[str, ...]:
        """The outcomes that may come of it under its own provisions, with somebody in office or nobody."""
        raise NotImplementedError

    def left_standing(self, outcome: str, before: frozenset[int]) -> frozenset[int]:
        """How many may stand after an outcome (0, 1, or 2 for several), of how many may stand when it is entered."""
        return before

    def simulate(self, simulation: Simulation, cohort: Cohort, number: int) -> Iterator[Events]:
        """Branches of events for the runs that enter it today; ``number`` counts the ballots held in it before."""
        raise NotImplementedError

    def steps(self, simulation: Simulation, cohort: Cohort, number: int) -> Steps:
        """What may lawfully happen in it to runs that are alike: who may act, by what test, what may come of it."""
        raise NotImplementedError

    def way(self, simulation: Simulation, outcome: str, condition: str, *, fewest: int = 0, most: int = 0) -> Way:
        """An outcome, and where it leads."""
        route = self.then.get(outcome)
        follows = self.follows(simulation, outcome, route)
        clause = f"{self.name}.then.{outcome}"
        return Way(
            outcome=outcome, route=route, clause=clause, condition=condition, follows=follows, fewest=fewest, most=most
        )

    def follows(self, simulation: Simulation, outcome: str, route: Route | None) -> str:
        """Where an outcome leads, in words."""
        if not isinstance(route, str):
            return f"what follows {unsaid_words(route)}"
        if route == "incumbent stays":
            leads = simulation.name(simulation.incumbent) if simulation.incumbent >= 0 else "whoever leads"
            return f"{leads} stays leader"
        if route in ("again", self.name):
            return self.again
        return FOLLOWS.get(route) or leads_words(simulation, route)

    again: ClassVar[str] = "it is held again"

    def elected(self, simulation: Simulation, cohort: Cohort, clause: str) -> None:
        """Whoever stands alone becomes leader, and is declared so."""
        declared(simulation, self, cohort, clause)


def leads_words(simulation: Simulation, route: str) -> str:
    """Which stage or contest follows, in words: its kind, and its name where that says more."""
    law = simulation.worlds
    found = next((parts[route] for parts in (*law.stages, *law.contests) if route in parts), None)
    kind = "" if found is None else found.kind
    words = {
        "nomination": "nominations follow",
        "ballot": "a ballot follows",
        "motion": "a vote on a motion follows",
        "decision": "a body decides",
        "wait": "a wait follows",
        "contest": "another contest opens",
    }
    return f"{words.get(kind, 'it goes on')}{'' if route == kind else f' ({route})'}"


FOLLOWS = {
    "elected": "whoever that is becomes leader",
    "unresolved": "nothing is decided",
    "go on": "the contest goes on among those nominated",
}
"""Ends in words."""
