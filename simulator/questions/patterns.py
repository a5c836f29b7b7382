"""Patterns: every small situation of nominations, withdrawals, vacancies and ties, written as draws and played by the engine.

Patterns are written as draws, one a run, so nothing is left to chance: one to three candidates beside a leader (or none),
each with names below, at and above every bar (in a field of four: below and at the lowest, and at the highest); nobody or one
withdraws, before nominations open, on their last day if short, or after the close; the leader goes before the
challenge, in its window, when short of the bar, after the close, or not at all; the vote is clear either way, or level: for
last place at the first count, at the second, between the last two, or throughout; nobody or everybody is carried over a
second bar. That is the whole space, and
each pattern in it is played.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import product
from typing import Any

import numpy as np

from simulator.beliefs.draws import NEVER, Draws, draw
from simulator.contest.ledger import Ending, Ledger
from simulator.contest.play import Told, law_of, play
from simulator.rulebooks.rulebook import Edition, RuleBook
from simulator.rulebooks.shelf import open_book
from simulator.scenario.bars import NoBar, bar_of
from simulator.scenario.resolve import of_document
from simulator.scenario.scenario import Scenario
from simulator.words.documents import parse

LEADER, OTHERS = "leader", ("anne", "bert", "cleo")
HEADS, FEWER, MANY = 201, 21, 600
"""Made-up heads of the first body, of the others, and of constituency parties; no share of them is a whole number."""
DAYS = {"declares": 10, "opens": 12, "closes": 16}
GOING = ("stays", "before", "in the window", "when short", "after the close")
LEAVING = ("nobody", "before nominations", "on the last day", "after the close")
VOTES = (
    "the first wins",
    "the last wins",
    "level for last place",
    "level at the second count",
    "level at the last count",
    "level",
)
Outcome = tuple[str, str, str]
Choose = Callable[[RuleBook], Edition]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One small situation.

    contest    challenge or vacancy;  names  of each who stands, the leader first in a challenge
    withdraws  whether the first of the others gives up before nominations open, or on the last day if short of the bar
    going      when the leader goes;  vote  how it divides;  carried  over a second bar
    """

    contest: str
    names: tuple[int, ...]
    withdraws: str
    going: str
    vote: str
    carried: bool

    @property
    def size(self) -> tuple[int, ...]:
        """How small it is: fewer candidates, then fewer things that happen."""
        happens = (self.withdraws != LEAVING[0], self.going != "stays", self.vote not in VOTES[:2], not self.carried)
        return (len(self.names), sum(happens), GOING.index(self.going), VOTES.index(self.vote))

    def words(self) -> str:
        """The situation in a sentence."""
        who = (["the leader"] if self.contest == "challenge" else []) + [name.title() for name in OTHERS]
        parts = [f"{one} has {names} names" for one, names in zip(who, self.names, strict=False)]
        said = [f"{self.contest}: {', '.join(parts)}"]
        if self.withdraws != LEAVING[0]:
            short = ", if short of the bar" if self.withdraws == LEAVING[2] else ""
            said.append(f"Anne withdraws {self.withdraws}{short}")
        if self.going != "stays":
            said.append(f"the leader goes {self.going}")
        if self.vote == VOTES[1]:
            said.append("whoever is named last wins a vote")
        if self.vote in VOTES[2:]:
            said.append(f"the vote is {self.vote}")
        if not self.carried:
            said.append("nobody is carried over the second bar")
        return "; ".join(said)


@dataclass(frozen=True)
class Played:
    """Every pattern under one choice of readings: how each ended."""

    readings: dict[str, str]
    outcomes: tuple[Outcome, ...]


class Room:
    """A book on a date, the made-up heads it is audited with, and the patterns of its space."""

    def __init__(self, name: str, edition: Choose, what_ifs: Sequence[str] = (), bars: Sequence[int] = ()) -> None:
        self.name, self.book, self.what_ifs = name, open_book(name), tuple(what_ifs)
        self.edition = edition(self.book)
        kinds: list[str] = [kind for kind in ("challenge", "vacancy") if kind in self.edition.law.contests]
        self.scenarios: dict[str, Scenario] = {kind: self._scenario(kind) for kind in kinds}
        self.bars = tuple(bars) or self._bars()
        self.patterns = tuple(sorted(self._patterns(), key=lambda one: (one.size, one.names)))

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
        ids = [LEADER, *OTHERS] if contest == "challenge" else list(OTHERS)
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
            "  blocs:",
            *(
                f"    {body}: {{body: {body}, size: {heads[body]}, nominate: {{{nominate}}}}}"
                for body in nominating[:1]
            ),
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

    def _patterns(self) -> Iterator[Pattern]:
        """The whole space, once each."""
        levels = tuple(sorted({0, *(max(bar + step, 0) for bar in self.bars for step in (-1, 0, 1))}))
        few = (self.bars[0] - 1, self.bars[0], self.bars[-1])
        hurdle = any(self.edition.law.get(f"{s}.among") == "those nominated before" for s in self.edition.law.stages)
        for contest, scenario in self.scenarios.items():
            led = contest == "challenge"
            for others in (1, 2, 3):
                field = others + led
                choices = [few if field == 4 else levels] * field
                going = GOING if led else GOING[:1]
                for names in product(*choices):
                    if sum(names) > sum(bloc.size for bloc in scenario.blocs):
                        continue
                    for when, gone, carried in product(going, LEAVING, (True, False) if hurdle else (True,)):
                        for vote in _votes(field):
                            yield Pattern(contest, names, gone, when, vote, carried)

    def play(self, readings: dict[str, str]) -> Played:
        """Every pattern under one choice of readings."""
        outcomes: dict[int, Outcome] = {}
        for contest, scenario in self.scenarios.items():
            numbers = [n for n, one in enumerate(self.patterns) if one.contest == contest]
            ledger = play(scenario, law_of(scenario, readings), as_draws(scenario, [self.patterns[n] for n in numbers]))
            for run, number in enumerate(numbers):
                outcomes[number] = outcome(scenario, ledger, run)
        return Played(readings, tuple(outcomes[n] for n in range(len(self.patterns))))

    def story(self, number: int, readings: dict[str, str]) -> list[str]:
        """One pattern told, day by day."""
        pattern = self.patterns[number]
        scenario, told = self.scenarios[pattern.contest], list[Told]()
        play(scenario, law_of(scenario, readings), as_draws(scenario, [pattern]), told)
        return [f"day {one.day}: {one.words}" for one in told if one.words]


def _votes(field: int) -> tuple[str, ...]:
    """How a vote may divide among so many: a tie at each count there can be."""
    if field <= 2:
        return (*VOTES[:2], VOTES[5])
    return VOTES if field > 3 else (*VOTES[:3], *VOTES[4:])


def outcome(scenario: Scenario, ledger: Ledger, run: int) -> Outcome:
    """How a run ended: the ending, who leads, and the clause that gave no answer."""
    leader = int(ledger.leader[run])
    who = scenario.ids[leader] if leader >= 0 else "nobody" if leader == -1 else "unresolved"
    return Ending(int(ledger.ending[run])).words, who, ledger.reasons[int(ledger.reason[run])]


def as_draws(scenario: Scenario, patterns: Sequence[Pattern]) -> Draws:
    """Patterns as draws: run i is pattern i, and no luck is left in it."""
    runs, ids = len(patterns), scenario.ids
    base = draw(scenario, 0, 0, 1)
    parts: dict[str, Any] = {}
    for part in fields(base):
        value = getattr(base, part.name)
        if isinstance(value, np.ndarray):
            parts[part.name] = np.repeat(value, runs, axis=-1)
        elif part.name not in ("first", "runs"):
            parts[part.name] = {name: np.repeat(array, runs, axis=-1) for name, array in value.items()}
    made = Draws(first=0, runs=runs, **parts)
    for name in ("restands", "agree_before", "agree_during", "by_poll", "permitted", "sues", "stand_in", "withdraws"):
        getattr(made, name)[...] = False
    for name in ("bandwagon", "second_chance", "leave", "within", "hushed"):
        getattr(made, name)[...] = 0
    for name in ("arrived", "in_by_eve", "first_day", "last_morning", "to_heir", "follow"):
        getattr(made, name)[...] = 1
    made.named[...] = 0
    made.stands[...], made.stands_if_vacant[...], made.gives_up[...] = False, False, False
    made.pulls_out[...] = False
    made.declares[...], made.resigns[...], made.to_restand[...] = NEVER, NEVER, False
    led = int(scenario.incumbent >= 0)
    for run, pattern in enumerate(patterns):
        for n, names in enumerate(pattern.names):
            made.named[n, 0, run] = names
        _happenings(made, pattern, run, led, len(ids))
    return replace(made, lots=np.arange(len(ids), dtype=np.uint16)[:, None] * np.ones(runs, np.uint16))


def _happenings(made: Draws, one: Pattern, run: int, led: int, count: int) -> None:
    """Who stands, who gives up, when the leader goes, how the vote divides."""
    for c in range(led, len(one.names)):
        made.stands[c, run] = made.stands_if_vacant[c, run] = True
        made.declares[c, run] = DAYS["declares"]
    made.gives_up[led, run] = one.withdraws == LEAVING[1]
    made.withdraws[led, run] = one.withdraws == LEAVING[2]
    made.pulls_out[led, run] = one.withdraws == LEAVING[3]
    made.resigns[run] = {"before": 5, "in the window": DAYS["closes"] - 1, "after the close": 19}.get(one.going, NEVER)
    made.to_restand[run] = one.going == "when short"
    made.restands[run] = False
    weights = {
        VOTES[0]: [10.0, 2.0, 1.0, 0.5],
        VOTES[1]: [10.0 if c == len(one.names) - 1 else 0.5 + 0.1 * c for c in range(4)],
        VOTES[2]: [4.0, 3.0, 3.0, 3.0],
        VOTES[3]: [6.0, 4.0, 4.0, 1.0],
        VOTES[4]: [4.0, 4.0, 2.0, 1.0],
        VOTES[5]: [1.0, 1.0, 1.0, 1.0],
    }[one.vote]
    made.pull[:, :, run] = np.array(weights[:count], np.float32)[:, None]
    made.cast[:, run] = 12_000
    made.carried[:, run] = one.carried
    made.days["until"][run] = 60
