"""A room to audit a rule book in: made-up heads and people, and every pattern of the space played under any reading.

The heads are such that no share of them is a whole number, so that rounding shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.conduct.readings import worlds_of
from simulator.conduct.simulate import simulate as play
from simulator.engine.ledger import UNRESOLVED, Ending, Ledger
from simulator.engine.simulation import Event as Told
from simulator.questions.laid import as_draws
from simulator.questions.patterns import KINDS, LEADER, OTHERS, Space
from simulator.rulebooks.rulebook import Edition, RuleBook
from simulator.rulebooks.shelf import open_book
from simulator.scenario.bars import NoBar, bar_of
from simulator.scenario.resolve import of_document
from simulator.scenario.scenario import Scenario
from simulator.words.documents import parse

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
    return WHO[leader] if leader >= 0 else "nobody" if leader == -1 else "unresolved"


class Room:
    """A book on a date, the made-up heads it is audited with, and the patterns of its space.

    space  another room's, wide enough for both, so that two books or readings meet the same patterns
    """

    def __init__(self, name: str, edition: Choose, what_ifs: Sequence[str] = (), space: Space | None = None) -> None:
        self.name, self.book, self.what_ifs = name, open_book(name), tuple(what_ifs)
        self.edition = edition(self.book)
        law = self.edition.law
        self.kinds = tuple(kind for kind in KINDS if kind in law.contests)
        self.scenarios = {kind: self._scenario(kind) for kind in self.kinds}
        self.hurdle = any(law.get(f"{stage}.among") == "those nominated before" for stage in law.stages)
        self.bars = self._bars()
        self._space = space

    @property
    def space(self) -> Space:
        """The patterns; made when first asked for."""
        if self._space is None:
            self._space = Space(self.bars, self.kinds, hurdle=self.hurdle, heads=HEADS)
        return self._space

    def _scenario(self, contest: str) -> Scenario:
        """A scenario with nothing uncertain in it, whose draws are then overwritten."""
        law = self.edition.law
        bodies = dict.fromkeys(
            body for path, p in law.provisions.items() if path.endswith(("bar.by", "bar.of")) and isinstance(p.value, tuple)
            for body in p.value
        )  # fmt: skip
        heads = {body: HEADS if n == 0 else FEWER for n, body in enumerate(bodies)}
        heads |= {
            body: MANY for body in ("clps", "affiliates", "affiliated_members", "unions") if body in self.book.bodies
        }
        ids = [LEADER, *OTHERS[:-1]] if contest == "challenge" else list(OTHERS)
        others = [one for one in ids if one != LEADER]
        nominate = ", ".join(f"{one}: 0%" for one in ids)
        nominating = [body for body in bodies if body in heads] or list(heads)[:1]
        lines = [
            f"scenario: an audit of {self.book.key}",
            f"rules: {{book: '{self.name}', date: {self._day()}, edition: '{self.edition.name}', contest: {contest}}}",
            "bodies:",
            *(f"  {body}: {{size: {count}{self._counted(n, count)}}}" for n, (body, count) in enumerate(heads.items())),
            "candidates:",
            *(f"  {one}: {{incumbent: {'true' if one == LEADER else 'false'}}}" for one in ids),
            "nominators:",
            f"  second_bar: {{{', '.join(f'{one}: 100%' for one in ids)}}}",
            f"  withdraws: {{{', '.join(f'{one}: 50%' for one in others)}}}",
            f"  heirs: {{{others[0]}: {others[1]}}}",
            "  blocs:",
            *(
                f"    {body}: {{body: {body}, size: {heads[body]}, nominate: {{{nominate}}}}}"
                for body in nominating[:1]
            ),
            f"politics: {{challengers: {{{', '.join(f'{one}: {{stands: 50%, withdraws: 50%}}' for one in others)}}}}}",
            "timetable: {executive: 1 day, nominations: 1 day, open: 4 days, vacancy: 1 day, ballot: 2 days, voting: 2 days}",
        ]
        text = "\n".join(lines)
        return of_document(parse(text.encode(), f"audit of {self.book.key}"), {}, {}, (), self.what_ifs)

    def _counted(self, number: int, heads: int) -> str:
        """One suspended of the first body, and the rolls that any reading counts: two short of all."""
        readings = [one for dispute in self.book.disputes.values() for one in dispute.readings.values()]
        said = [
            str(value) for one in readings for path, value in one.patch.change.items() if path.endswith("bar.counted")
        ]
        rolls = dict.fromkeys(one.removeprefix("roll of ") for one in said if one.startswith("roll of "))
        shown = ", ".join(f"{roll}: {heads - (2 if number == 0 else 0)}" for roll in rolls)
        return (", suspended: 1" if number == 0 else "") + (f", rolls: {{{shown}}}" if shown else "")

    def _day(self) -> str:
        return self.edition.in_force.latest.isoformat()

    def _bars(self) -> tuple[int, ...]:
        """Every number of names that suffices at some stage, under some reading, smallest first."""
        found: set[int] = set()
        scenario = next(iter(self.scenarios.values()))
        for readings in self.readings():
            law = self.book.read(self.edition, readings, scenario.what_ifs)
            for stage in law.stages:
                if law.kinds[stage] == "nomination":
                    bar = bar_of(law, stage, scenario.bodies)
                    if not isinstance(bar, NoBar):
                        found.add(bar.needs)
        return tuple(sorted(found)) or (1,)

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
        for kind in self.space.kinds:
            numbers = np.flatnonzero(self.space.kind == KINDS.index(kind))
            if kind not in self.scenarios:
                for played in done:
                    played.ending[numbers], played.leader[numbers] = Ending.UNRESOLVED, UNRESOLVED
                    played.reason[numbers] = _number(reasons, f"{kind}: is not in the book")
                continue
            for first in range(0, len(numbers), CHUNK):
                at = numbers[first : first + CHUNK]
                draws = as_draws(self.scenarios[kind], self.space, at)
                for played in done:
                    ledger = play(self.scenarios[kind], worlds_of(self.scenarios[kind], played.readings), draws)
                    _keep(played, at, ledger, self.scenarios[kind])
        return done

    def play(self, readings: dict[str, str]) -> Played:
        """Every pattern under one choice of readings."""
        return self.plays([readings])[0]

    def story(self, number: int, readings: dict[str, str]) -> list[str]:
        """One pattern played alone and told, day by day; the last line is how it ended."""
        pattern = self.space[number]
        if pattern.contest not in self.scenarios:
            return [f"It ends here: {pattern.contest}: is not in the book."]
        scenario, told = self.scenarios[pattern.contest], list[Told]()
        ledger = play(scenario, worlds_of(scenario, readings), as_draws(scenario, self.space, np.array([number])), told)
        zero = np.zeros(1, np.int32)
        alone = Played(readings, zero.astype(np.uint8), zero.astype(np.int8), zero, [""])
        _keep(alone, np.array([0]), ledger, scenario)
        return [
            *(f"day {one.day}: {one.words}" for one in told if one.words),
            f"It ends here: {ended(alone.outcome(0))}.",
        ]


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
