"""A rule book to audit: made-up heads and people, and every pattern of the space simulated under any reading.

The heads are such that no share of them is a whole number, so that rounding shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from simulator.conduct.readings import worlds_of
from simulator.conduct.simulate import simulate as simulated
from simulator.engine.leaders import UNRESOLVED, names_of
from simulator.engine.ledger import Ending, Ledger
from simulator.engine.simulation import Event as Told
from simulator.questions.patterns import LEADER, MOST, OTHERS, Further, Kind, Space
from simulator.questions.patterns_as_draws import patterns_as_draws
from simulator.questions.simulate import ledgers
from simulator.rulebooks.law import Law
from simulator.rulebooks.load import open_book
from simulator.rulebooks.patches import Patch
from simulator.rulebooks.rulebook import Edition, RuleBook
from simulator.scenario.bars import NoBar, bar_of, needs_of
from simulator.scenario.resolve import of_document
from simulator.scenario.scenario import Body, Scenario
from simulator.stages.ballot import Ballot
from simulator.stages.contest import CHALLENGED, VACANT
from simulator.stages.motion import Motion
from simulator.stages.nomination import BEFORE, Nomination, thresholds
from simulator.stages.stage import Stage
from simulator.stages.values import AllOf, Threshold, Unsaid, items, unfinished
from simulator.stages.wait import Wait
from simulator.words.documents import dumped, parse

HEADS, FEWER, MANY = 201, 21, 600
"""Made-up heads of the first body, of the others, and of constituency parties; no share of them is a whole number."""
CHUNK = 1 << 17
WHO = (LEADER, *OTHERS)
Outcome = tuple[str, str, str]
Choose = Callable[[RuleBook], Edition]


def ended(outcome: Sequence[str]) -> str:
    """An outcome in words: the clause that gave no answer, or how it ended and who leads.

    >>> ended(("ballot", "anne", "")), ended(("unresolved", "unresolved", "ballot.tie: unknown"))
    ('ballot, Anne leads', 'ballot.tie: unknown')
    """
    ending, leader, reason = outcome
    return reason or f"{ending}, {'nobody' if leader == 'nobody' else leader.title()} leads"


@dataclass(frozen=True)
class Played:
    """Every pattern under one choice of readings: how each ended, as numbers of endings, people and reasons."""

    readings: dict[str, str]
    ending: NDArray[np.uint8]
    leader: NDArray[np.int8]
    reason: NDArray[np.int32]
    reasons: list[str]

    def outcome(self, number: int) -> Outcome:
        """How one pattern ended: the ending, who leads, and the clause that gave no answer."""
        return (
            Ending(int(self.ending[number])).words,
            leader_words(int(self.leader[number])),
            self.reasons[int(self.reason[number])],
        )


def leader_words(leader: int) -> str:
    """Who leads, of the leader and the others by number; or nobody, or unresolved."""
    return names_of(WHO)[leader]


class AuditBook:
    """A book on a date, the made-up heads it is audited with, and the patterns of its space.

    space  another book's, wide enough for both, so that two books or readings meet the same patterns
    """

    def __init__(self, name: str, edition: Choose, what_ifs: Sequence[str] = (), space: Space | None = None) -> None:
        self.name, self.book, self.what_ifs = name, open_book(name), tuple(what_ifs)
        self.edition = edition(self.book)
        law = self.edition.law
        self.bodies = self._bodies(law)
        plain = kinds_of(law)
        self.scenarios = {kind: self._scenario(kind) for kind in plain}
        self.hurdle = any(stage.among == BEFORE for stage in _nominations(law))
        self.laws = [self.book.read(self.edition, readings, self.what_if_patches) for readings in self.readings()]
        self.bars, self.further = self._bars(), self._further()
        self.kinds = tuple(one for kind in plain for one in self._signed(kind))
        self._space = space

    @property
    def space(self) -> Space:
        """The patterns; made when first asked for."""
        if self._space is None:
            heads = next(iter(self.bodies.values()))
            self._space = Space(self.bars, self.kinds, hurdle=self.hurdle, heads=heads, further=self.further)
        return self._space

    @property
    def what_if_patches(self) -> tuple[Patch, ...]:
        """The what-ifs under which it is played."""
        return tuple(self.book.draft(name, self.edition) for name in self.what_ifs)

    @property
    def others(self) -> list[list[int]]:
        """Nominators[way][body] of each further body who nominate whoever is carried, for each way of the space."""
        own, ways = self._nominating()[1:], []
        for way in self.space.further.ways:
            given = dict(zip(self.space.further.bodies, way, strict=True))
            ways.append([given.get(body, usual) for body, usual in zip(own, self.further.ways[0], strict=True)])
        return [list(self.further.ways[0]), *ways[1:]]

    def _further(self) -> Further:
        """The bodies that nominate beside the first, and how many of each do.

        As many as can, where every threshold must be met, else nobody; and for each number that one of them needs by a
        threshold of its own, that number or one less, with the rest as usual, all they can, or nobody.
        """
        bodies = self._nominating()[1:]
        every = all(stage.bar is None or isinstance(stage.bar, AllOf) for stage in _nominations(self.edition.law))
        most, nobody = tuple(self.bodies[body] // MOST for body in bodies), (0,) * len(bodies)
        usual = most if every else nobody
        ways: dict[tuple[int, ...], None] = {usual: None}
        for law, stage, one in self._thresholds():
            needs = _needs(law, stage, one, self._made_up)
            at = [bodies.index(body) for body in one.by if body in bodies]
            if needs is None or len(at) != len(one.by):
                continue
            for rest, short in product(dict.fromkeys((usual, most, nobody)) if len(bodies) > 1 else (usual,), (0, 1)):
                together = dict.fromkeys(at, 0) | {at[0]: max(needs - short, 0)}
                ways[tuple(together.get(n, many) for n, many in enumerate(rest))] = None
        return Further(tuple(bodies), tuple(ways), needed=every and bool(bodies))

    @property
    def _made_up(self) -> Mapping[str, Body]:
        return next(iter(self.scenarios.values())).bodies

    def _thresholds(self) -> Iterator[tuple[Law, str, Threshold]]:
        """Every threshold of a bar under some reading, with its law and stage."""
        for law in self.laws:
            for stage in _nominations(law):
                yield from ((law, stage.name, one) for one in thresholds(stage.bar) if stage.among != BEFORE)

    def _signed(self, kind: Kind) -> Iterator[Kind]:
        """A contest with each number of signatures that tells its petition's thresholds apart, under every reading.

        Where a challenger alone may open a contest, too, nobody waits for a petition: it is opened, whoever signs.
        """
        found: set[int] = set()
        for law in self.laws:
            one = law.compiled[1].get(kind.contest)
            needs = None if one is None or one.petition is None else needs_of(one.petition, self._made_up)
            found |= {needs, max(needs - 1, 0)} if needs is not None and not law.usual_contest() else set()
        yield from (replace(kind, signed=many) for many in sorted(found, reverse=True)) if found else (kind,)

    def _nominating(self) -> list[str]:
        """The bodies that nominate: the first has names of its own in each pattern, the others nominate all alike."""
        found = dict.fromkeys(body for one in _all_thresholds(self.edition.law) for body in one.by)
        return [body for body in found if body in self.bodies] or [next(iter(self.bodies))]

    def _bodies(self, law: Law) -> dict[str, int]:
        """Made-up heads of the bodies that the law counts: enough of each for every number of nominators it asks of it."""
        first: dict[str, None] = {}
        further: dict[str, None] = {}
        most: dict[str, int] = {}
        for stage in _nominations(law):
            for one in thresholds(stage.bar):
                (further if stage.among == BEFORE else first).update(dict.fromkeys((*one.by, *one.of)))
                said = stage.value("bar.count") if isinstance(stage.bar, Threshold) else one.count
                for body in one.by:
                    most[body] = max(most.get(body, 0), said if isinstance(said, int) else 0)
            for path in ("bar.by", "bar.of"):
                if stage.among != BEFORE and isinstance(said := stage.value(path), tuple):
                    first.update(dict.fromkeys(said))
        heads = {body: HEADS if n == 0 else FEWER for n, body in enumerate(first)}
        heads = {
            body: max(size, MOST * (most.get(body, 0) + 1) + 1 if most.get(body, 0) else 0)
            for body, size in heads.items()
        }
        known = [*further, *(body for body in ("clps", "affiliates", "affiliated_members", "unions"))]
        heads |= {body: MANY for body in known if body in self.book.bodies and body not in heads}
        voting = [body for stage in law.compiled[0].values() for body in _questioned(stage)]
        petitions = [one.petition for one in law.compiled[1].values() if one.petition is not None]
        voting += [body for one in petitions for body in (*one.by, *one.of)]
        heads |= {body: HEADS for body in voting if body in self.book.bodies and body not in heads}
        return heads or {next(iter(self.book.bodies)): HEADS}

    def _scenario(self, kind: Kind) -> Scenario:
        """A scenario with nothing uncertain in it, whose draws are then overwritten."""
        law, heads = self.edition.law, self.bodies
        ids = [LEADER, *OTHERS[:-1]] if kind.led else list(OTHERS)
        others = [one for one in ids if one != LEADER]
        nominating = self._nominating()
        asked = [name for name, stage in law.compiled[0].items() if _questioned(stage)]
        contest = law.compiled[1][kind.contest]
        # A contest that a file names is open from its first day: whether enough sign is asked where none is named.
        signing = contest.petition.by if contest.petition is not None else ()
        waits = bool(signing) and not law.usual_contest()
        opens = {kind.contest: {"date": "1 day", "signatures": dict.fromkeys(signing, "0%")}} if waits else {}
        data = {
            "scenario": f"an audit of {self.book.key}",
            "rules": {
                "book": self.name, "date": self._day(), "edition": self.edition.name,
                "in_government": contest.while_ == "in government",
            }
            | ({} if waits else {"contest": kind.contest}),
            "bodies": {body: self._body(n, count) for n, (body, count) in enumerate(heads.items())},
            "candidates": {one: {"incumbent": one == LEADER} for one in ids},
            "nominators": {
                "second_bar": dict.fromkeys(ids, "100%"),
                "withdraws": dict.fromkeys(others, "50%"),
                "heirs": {others[0]: others[1]},
                "blocs": {
                    body: {"body": body, "size": heads[body], "nominate": dict.fromkeys(ids, "0%")}
                    for body in dict.fromkeys((*nominating, *signing))
                },
            },
            "politics": {
                "opens": opens,
                "challengers": {one: {"stands": "50%", "withdraws": "50%"} for one in others},
                "motions": {name: {"for": "100%" if kind.answer == "carried" else "0%", "abstain": "0%"} for name in asked},
            },
            "timetable": {**TIMETABLE, **_supplied(law)},
        }  # fmt: skip
        return of_document(parse(dumped(data), f"audit of {self.book.key}"), {}, {}, (), self.what_ifs)

    def _body(self, number: int, heads: int) -> dict[str, object]:
        """One suspended of the first body, and the rolls that any reading counts: two short of all."""
        readings = [one for dispute in self.book.disputes.values() for one in dispute.readings.values()]
        said = [
            str(value) for one in readings for path, value in one.patch.change.items() if path.endswith("bar.counted")
        ]
        rolls = dict.fromkeys(one.removeprefix("roll of ") for one in said if one.startswith("roll of "))
        found: dict[str, object] = {"size": heads, **({"suspended": 1} if number == 0 else {})}
        return found | ({"rolls": dict.fromkeys(rolls, heads - (2 if number == 0 else 0))} if rolls else {})

    def _day(self) -> str:
        return self.edition.in_force.latest.isoformat()

    def _bars(self) -> tuple[int, ...]:
        """Every number of nominations of the first body that suffices by some threshold, under some reading, smallest first."""
        first = self._nominating()[0]
        needs = (_needs(law, stage, one, self._made_up) for law, stage, one in self._thresholds() if first in one.by)
        return tuple(sorted({one for one in needs if one is not None})) or (1,)

    def readings(self) -> Iterator[dict[str, str]]:
        """The adopted readings, and each other reading of each open dispute, alone or with the readings it hangs on."""
        adopted = self.book.adopted()
        yield adopted
        for name, dispute in self.book.disputes.items():
            if dispute.open_to(self.edition.in_force):
                needed = {other: names[0] for other, names in dispute.only_if.items() if adopted[other] not in names}
                yield from ({**adopted, **needed, name: one} for one in dispute.readings if one != adopted[name])

    def plays(self, every: Sequence[dict[str, str]]) -> list[Played]:
        """Every pattern under some choices of readings; where the edition has no such contest it ends unresolved."""
        count, reasons = len(self.space), [""]
        done = [
            Played(readings, np.zeros(count, np.uint8), np.zeros(count, np.int8), np.zeros(count, np.int32), reasons)
            for readings in every
        ]
        for place, kind in enumerate(self.space.kinds):
            numbers = np.flatnonzero(self.space.kind == place)
            scenario = self.scenarios.get(replace(kind, signed=None))
            if scenario is None:
                for played in done:
                    played.ending[numbers], played.leader[numbers] = Ending.UNRESOLVED, UNRESOLVED
                    played.reason[numbers] = _number(reasons, f"{kind.contest}: is not in the book")
                continue
            for first in range(0, len(numbers), CHUNK):
                at = numbers[first : first + CHUNK]
                draws = patterns_as_draws(scenario, self.space, at, self.others)
                for played in done:
                    ((_, ledger),) = ledgers(scenario, [played.readings], draws)
                    _keep(played, at, ledger, scenario)
        return done

    def play(self, readings: dict[str, str]) -> Played:
        """Every pattern under one choice of readings."""
        return self.plays([readings])[0]

    def story(self, number: int, readings: dict[str, str]) -> list[str]:
        """One pattern played alone and told, day by day; the last line is how it ended."""
        kind = self.space.kinds[self.space.kind[number]]
        scenario = self.scenarios.get(replace(kind, signed=None))
        if scenario is None:
            return [f"It ends here: {kind.contest}: is not in the book."]
        told = list[Told]()
        draws = patterns_as_draws(scenario, self.space, np.array([number]), self.others)
        ledger = simulated(scenario, worlds_of(scenario, readings), draws, told)
        zero = np.zeros(1, np.int32)
        alone = Played(readings, zero.astype(np.uint8), zero.astype(np.int8), zero, [""])
        _keep(alone, np.array([0]), ledger, scenario)
        return [
            *(f"day {one.day}: {one.words}" for one in told if one.words),
            f"It ends here: {ended(alone.outcome(0))}.",
        ]


def kinds_of(law: Law) -> tuple[Kind, ...]:
    """The contests of a law that differ in what a pattern meets: challenges first, then vacancies, then the others."""
    found: dict[object, list[str]] = {}
    contests = law.compiled[1]
    first = (CHALLENGED, VACANT)
    for name in sorted(contests, key=lambda one: (first.index(t) if (t := contests[one].trigger) in first else 2, one)):
        one = contests[name]
        trigger = one.trigger if one.trigger in first else ""
        key = (trigger, one.petition, one.enters, one.if_vacant, one.held, one.in_government)
        found.setdefault(key, []).append(name)
    kinds = []
    for name, *alike in found.values():
        reached = [law.compiled[0][stage] for stage in law.reached_from(name) if stage in law.compiled[0]]
        answers = ("carried", "lost") if any(_questioned(stage) for stage in reached) else ("",)
        trigger, nominates = contests[name].trigger, any(stage.kind == "nomination" for stage in reached)
        kinds += [
            Kind(name, trigger != VACANT, answer, goes=trigger == CHALLENGED, nominates=nominates, alike=tuple(alike))
            for answer in answers
        ]
    return tuple(kinds)


def _nominations(law: Law) -> list[Nomination]:
    return [stage for stage in law.compiled[0].values() if isinstance(stage, Nomination)]


def _all_thresholds(law: Law) -> Iterator[Threshold]:
    for stage in _nominations(law):
        yield from thresholds(stage.bar) if stage.among != BEFORE else ()


def _questioned(stage: Stage) -> tuple[str, ...]:
    """The bodies that vote on a question in a stage; none where it asks none."""
    return items(stage.sections) if isinstance(stage, Motion | Ballot) and stage.asks_a_question else ()


def _needs(law: Law, stage: str, one: Threshold, bodies: Mapping[str, Body]) -> int | None:
    """The nominators that suffice for a threshold of a stage; None where the law, or its heads, do not say."""
    if not isinstance(law.get(f"{stage}.bar.by"), tuple):
        return needs_of(one, bodies)
    bar = bar_of(law, stage, bodies)
    return None if isinstance(bar, NoBar) else bar.needs


TIMETABLE = {
    "executive": "1 day", "nominations": "1 day", "open": "4 days", "vacancy": "1 day", "ballot": "2 days", "voting": "2 days",
}  # fmt: skip


def _supplied(law: Law) -> dict[str, dict[str, str]]:
    """Days of the stages whose length the book does not tell: a date is lacking then, and no answer."""
    found = {}
    for name, stage in law.compiled[0].items():
        if isinstance(stage, Nomination) and isinstance(stage.open, Unsaid) and stage.among != BEFORE:
            found[name] = {"closes": "4 days"}
        elif isinstance(stage, Wait) and unfinished(stage.until):
            found[name] = {"until": "4 days"}
    return found


def _keep(played: Played, at: NDArray[np.intp], ledger: Ledger, scenario: Scenario) -> None:
    """Write a ledger's endings into those of all patterns."""
    played.ending[at] = ledger.ending
    led = scenario.incumbent >= 0
    played.leader[at] = np.where(ledger.leader >= 0, ledger.leader + (0 if led else 1), ledger.leader)
    known = np.array([_number(played.reasons, one) for one in ledger.reasons], np.int32)
    played.reason[at] = known[ledger.reason]


def _number(reasons: list[str], reason: str) -> int:
    if reason not in reasons:
        reasons.append(reason)
    return reasons.index(reason)
