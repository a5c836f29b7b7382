"""Counts by the interpreter itself: one ballot of ranked papers, without a calendar, for tests that hold it beside others."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import numpy as np

from simulator.engine.cohort import Cohort
from simulator.engine.ledger import Ledger
from simulator.engine.simulation import Simulation
from simulator.procedures import rounds
from simulator.stages.ballot import Ballot
from simulator.stages.stage import Routes
from simulator.stages.values import Unsaid, ties

TIE, NO_DROP_RULE = -1, -2


@dataclass(frozen=True)
class Rules:
    """How a ballot is decided, in the rule book's words; None: no rule was found."""

    majority_of: str = "continuing votes"
    drop: str | None = "one at a time"
    tie: str | None = None
    weights: tuple[Fraction, ...] = ()


AS_IS = Rules()


@dataclass(frozen=True)
class Count:
    """A count, run by run: who won (TIE, NO_DROP_RULE), the shares of the last round, whether a tie was met.

    votes and rounds are of the one run that is counted alone
    """

    winner: Any
    share: Any
    tied: Any
    votes: Any
    rounds: int


class Conduct:
    """Nobody but the voters does anything; a lot is drawn as given."""

    kept: tuple[str, ...] = ()
    incumbent = -1
    moments = ()

    def __init__(self, candidates: int, lots: Any) -> None:
        self.ids = self.names = tuple(f"candidate {number}" for number in range(candidates))
        self._lots = lots

    def lots(self, paper: Any, cohort: Cohort) -> Any:
        """The lots drawn, if any were."""
        return None if self._lots is None else cohort.take(self._lots)[paper]

    def settles(self, *_: Any) -> None:
        """Nothing is recorded."""

    def entitled(self, *_: Any) -> None:
        """How many could vote is not known."""

    def day(self, step: str, simulation: Simulation, *_: Any) -> int:
        """All on one day."""
        return simulation.today


def ballot(rules: Rules, sections: int) -> Ballot:
    """A ballot of ranked papers under some rules."""
    names = tuple(f"section {number}" for number in range(sections))
    return Ballot(
        "ballot",
        sections=names,
        paper="ranked",
        weights=tuple(zip(names, rules.weights, strict=True)) if rules.weights else None,
        majority_of=rules.majority_of,
        lowest=Unsaid.UNKNOWN if rules.drop is None else rules.drop,
        tie=Unsaid.UNKNOWN if rules.tie is None else ties(rules.tie),
        then=Routes({"won": "elected", "one left": "elected"}),
        win=rounds.Win(majority_of=rules.majority_of),
        drop=rounds.Drop(lowest="unknown" if rules.drop is None else rules.drop),
    )


def preferential(ballots: Any, nominees: Any, rules: Rules = AS_IS, lots: Any = None) -> Count:
    """Count ballots among nominees[candidate, run] by the interpreter of rule books."""
    candidates, runs = nominees.shape
    ledger = Ledger(runs, candidates)
    ledger.nominees[:] = nominees
    worlds = SimpleNamespace(asked=set(), contests=[{}], remembered=set(), seats_from=lambda stage: ())
    simulation = Simulation(worlds, Conduct(candidates, lots), ledger)
    paper = np.flatnonzero(nominees.any(axis=1))
    whole = ballots.tally(nominees).shape[1]
    if hasattr(ballots, "piles"):
        ballots.piles = None
    stage = ballot(rules, whole)
    tallied: list[Any] = []
    stage._count(simulation, Cohort.of(runs), 0, paper, _On(ballots, paper, candidates, tallied))
    winner = ledger.leader.astype(int)
    for number, reason in enumerate(ledger.reasons):
        stopped = (ledger.reason == number) & (ledger.leader < 0)
        winner[stopped] = NO_DROP_RULE if rules.drop is None and "drop.lowest" in reason else TIE
    votes = np.zeros((candidates, 1))
    if runs == 1:
        votes[paper, 0] = np.rint(tallied[-1].sum(axis=1)[:, 0].astype(float))
    return Count(winner, ledger.share, ledger.tied, votes, len(tallied))


@dataclass(frozen=True)
class _On:
    """Ballots of all candidates, tallied for those who are on the paper."""

    ballots: Any
    paper: Any
    candidates: int
    tallied: list[Any]

    def tally(self, standing: Any) -> Any:
        """Votes[candidate of the paper, section, run]."""
        everybody = np.zeros((self.candidates, standing.shape[1]), bool)
        everybody[self.paper] = standing
        votes = self.ballots.tally(everybody)[self.paper]
        self.tallied.append(votes)
        return votes

    def of(self, keep: Any) -> _On:
        """The ballots of some of the runs."""
        return _On(self.ballots.of(keep), self.paper, self.candidates, self.tallied)
