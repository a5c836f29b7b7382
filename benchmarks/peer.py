"""The peer: the same contest the usual way, one SimPy environment a run and one process a nominator.

It is fed the same draws and must give the same ending and leader, run by run. It knows the adopted readings of 2016, and the
incumbent either exempt or in need of nominations; its sums are plain Python, its arrivals events.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import simpy

from simulator.beliefs.draws import Draws
from simulator.beliefs.nominators import names_of
from simulator.scenario.scenario import CHALLENGER, Scenario

Events = Generator[Any, Any, None]
F = np.float32
RIVAL = "politics.challengers.<challenger>"
NOMINATIONS, PULL, CAST = "nominators.blocs/nominations", "electorate.sections/pull", "electorate.sections/cast"


@dataclass(frozen=True)
class Rules:
    """What the peer knows of the law: the bars, and whether the incumbent is exempt."""

    challenge: int
    vacancy: int
    exempt: bool


@dataclass
class Contest:
    """One run: its luck, its clock, and what became of it."""

    scenario: Scenario
    rules: Rules
    luck: Draws
    env: simpy.Environment = field(default_factory=simpy.Environment)
    ending: str = ""
    leader: int = -2

    def __post_init__(self) -> None:
        self.ids = self.scenario.ids
        self.incumbent, self.stand_in = self.scenario.incumbent, self.scenario.stand_in
        self.tally = [0] * len(self.ids)
        rows = {name: int(self.luck[NOMINATIONS][r, :, 0].sum()) for r, name in enumerate(names_of(self.scenario))}
        self.pool, self.own = rows.get(CHALLENGER, 0), rows.get(self.ids[self.incumbent], 0)
        self.nominators = sum(bloc.size for bloc in self.scenario.blocs)

    def days(self, step: str) -> int:
        """Days of a step of the timetable."""
        return int(self.luck[f"timetable.{step}"][0])

    def run(self) -> tuple[str, int]:
        """Play it out."""
        self.env.process(self.contest())
        self.env.run()
        return self.ending, self.leader

    def contest(self) -> Events:
        """Wait for a challenge or a resignation, and go on from there."""
        luck, resigns = self.luck, int(self.luck["politics.resignation/day"][0])
        standing = [c for c in self.scenario.challengers if luck[f"{RIVAL}.stands"][c, 0]]
        first = min((int(luck[f"{RIVAL}.declares"][c, 0]) for c in standing), default=32_000)
        until = int(luck["politics.until"][0])
        if min(first, resigns) > until:
            yield self.env.timeout(until)
            self.ending, self.leader = "no challenge", self.incumbent
        elif resigns <= first:
            yield self.env.timeout(resigns)
            yield from self.vacancy(bool(luck["politics.resignation.restands"][0]))
        else:
            yield self.env.timeout(first)
            yield self.env.timeout(self.days("executive") + self.days("nominations"))
            if resigns <= self.env.now + self.days("open"):
                yield self.env.timeout(max(resigns, first + 1) - self.env.now if resigns > self.env.now else 0)
                yield from self.vacancy(bool(luck["politics.resignation.restands"][0]))
            else:
                yield from self.challenge([c for c in standing if luck[f"{RIVAL}.declares"][c, 0] <= self.env.now])

    def shared(self, standing: list[int]) -> dict[int, int]:
        """The pool in whole names among those who stand, by appeal."""
        weights = [
            F(self.luck["nominators.appeal.<challenger>"][c, 0]) if c in standing else F(0)
            for c in self.scenario.challengers
        ]
        marks = np.cumsum(np.array(weights, F))
        if marks[-1] <= 0:
            return dict.fromkeys(standing, 0)
        upto = np.rint(marks * (F(self.pool) / marks[-1])).astype(int)
        names = dict(zip(self.scenario.challengers, np.diff(upto, prepend=0).tolist(), strict=True))
        return {c: names[c] for c in standing}

    def votes(self, standing: list[int]) -> dict[int, float]:
        """What each of those who stand would poll among the voters."""
        votes = dict.fromkeys(standing, 0.0)
        for section in range(self.luck[CAST].shape[0]):
            pulls = {c: float(self.luck[PULL][c, section, 0]) for c in standing}
            for c in standing:
                votes[c] += pulls[c] / sum(pulls.values()) * float(self.luck[CAST][section, 0])
        return votes

    def hand_in(self, candidate: int, when: float) -> Events:
        """One nominator hands in a name."""
        yield self.env.timeout(when)
        if candidate >= 0:
            self.tally[candidate] += 1

    def nominators_arrive(self, names: dict[int, int]) -> None:
        """One process for each nominator, names spread over the window; those who name nobody wait in vain."""
        window = max(self.days("open"), 1)
        for candidate, count in names.items():
            for n in range(count):
                self.env.process(self.hand_in(candidate, window * (n + 0.5) / count))
        for _ in range(self.nominators - sum(names.values())):
            self.env.process(self.hand_in(-1, window))

    def challenge(self, standing: list[int]) -> Events:
        """The window of a challenge: rivals agree, the incumbent may resign or give way, the bar is tested."""
        luck, names = self.luck, self.shared(standing)
        if len(standing) > 1 and (luck["politics.unity.before"][0] or luck["politics.unity.during"][0]):
            support = self.votes(standing) if luck["politics.unity.by_poll"][0] else names
            ahead = max(standing, key=lambda c: (support[c], -c))
            theirs = sum(names[c] for c in standing if c != ahead)
            if not luck["politics.unity.before"][0]:
                handed_in = int(np.floor(F(theirs) * luck["nominators.arrived"][0]))
                free = theirs if luck["politics.unity.formally"][0] else theirs - handed_in
                theirs = int(np.rint(F(free) * luck["nominators.follow"][0]))
            names = {ahead: names[ahead] + theirs}
        if not self.rules.exempt:
            names[self.incumbent] = self.own
        self.nominators_arrive(names)
        yield self.env.timeout(self.days("open"))
        yield self.env.timeout(0)
        if not self.rules.exempt and self.tally[self.incumbent] < self.rules.challenge:
            if luck["politics.resignation.to_restand"][0]:
                yield self.env.timeout(1)
                yield from self.vacancy(returns=True)
                return
            if luck["politics.stand_in.chance"][0]:
                self.give_way()
        yield from self.close(self.rules.challenge, vacant=False)

    def give_way(self) -> None:
        """The incumbent's supporters name another."""
        others = sum(self.tally)
        free, spare = self.tally[self.incumbent], self.nominators - others
        self.tally[self.stand_in] = min(
            int(np.rint(F(free) * self.luck["politics.stand_in.keeps"][0])), free + max(spare, 0)
        )
        self.tally[self.incumbent] = 0

    def vacancy(self, returns: bool) -> Events:
        """The window of a vacancy."""
        luck = self.luck
        self.tally = [0] * len(self.ids)
        yield self.env.timeout(self.days("vacancy"))
        names = self.shared([c for c in self.scenario.challengers if luck[f"{RIVAL}.in_a_vacancy"][c, 0]])
        if returns:
            names[self.incumbent] = self.own
        elif self.stand_in >= 0 and luck["politics.stand_in.chance"][0]:
            names[self.stand_in] = int(np.rint(F(self.own) * luck["politics.stand_in.keeps"][0]))
        self.nominators_arrive(names)
        yield self.env.timeout(self.days("open"))
        yield self.env.timeout(0)
        yield from self.close(self.rules.vacancy, vacant=True)

    def close(self, bar: int, vacant: bool) -> Events:
        """Test the bar; elect the only nominee, or hold a ballot."""
        named = [c for c, count in enumerate(self.tally) if count >= bar]
        after = " in a vacancy" if vacant else ""
        on_ballot = [self.incumbent, *named] if self.rules.exempt and not vacant else named
        if not vacant and not [c for c in named if c != self.incumbent]:
            self.ending, self.leader = "no valid challenger", self.incumbent
        elif not on_ballot:
            self.ending = "unresolved"
        elif len(on_ballot) == 1:
            self.ending, self.leader = "unopposed" + after, on_ballot[0]
        else:
            yield self.env.timeout(self.days("ballot") + self.days("voting") + self.days("declared"))
            self.leader = self.count(sorted(on_ballot))
            self.ending = "ballot" + after if self.leader >= 0 else "unresolved"

    def count(self, standing: list[int]) -> int:
        """The alternative vote over three sections; −2 where a tie decides."""
        while True:
            pull = self.luck[PULL][standing, :, 0]
            votes = np.rint((pull * (self.luck[CAST][:, 0] / pull.sum(axis=0))).sum(axis=1))
            if 2 * votes.max() > votes.sum():
                return standing[int(votes.argmax())]
            last = [c for c, v in zip(standing, votes, strict=True) if v == votes.min()]
            if len(last) > 1:
                return -2
            standing = [c for c in standing if c != last[0]]


def play_each(scenario: Scenario, rules: Rules, draws: Draws, runs: int) -> list[tuple[str, int]]:
    """Play runs one after another, each in an environment of its own."""
    return [Contest(scenario, rules, draws.only(draws.first + run)).run() for run in range(runs)]
