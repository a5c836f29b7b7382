"""Voting by belief: how the electorate votes, ballot after ballot, and how bodies vote on a question.

Votes of a small electorate are simulated one by one, of people who remember the ballot before; those of a large one are what
is expected of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.draws import Draws
from simulator.beliefs.nominators import bodies_of
from simulator.engine.cohort import Cohort
from simulator.engine.ledger import Ledger
from simulator.procedures.ballots import Array, Bools, Piles, Pulls, Together
from simulator.procedures.voters import SmallElectorate, binomial
from simulator.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True)
class LastBallot:
    """What each run's voters did when they last voted, in some sections.

    votes  votes[candidate, section, run];  stood  bool[candidate, run];  held  ballots[run] so far
    """

    votes: NDArray[np.float32]
    stood: Bools
    held: NDArray[np.uint8]


@dataclass(slots=True)
class Remembered:
    """Ballots of all candidates, shown for those on the paper; how people voted is written into the last ballot."""

    ballots: Any
    paper: NDArray[np.intp]
    runs: NDArray[Any]
    last: LastBallot

    def tally(self, standing: Bools) -> Array:
        """Votes[candidate of the paper, section, run]."""
        everybody = np.zeros((len(self.last.stood), standing.shape[1]), np.bool_)
        everybody[self.paper] = standing
        votes = self.ballots.tally(everybody)
        self.last.votes[..., self.runs] = votes
        self.last.stood[:, self.runs] = everybody
        shown: Array = votes[self.paper]
        return shown

    def of(self, keep: Bools) -> Remembered:
        """The ballots of some of the runs."""
        return self if keep.all() else Remembered(self.ballots.of(keep), self.paper, self.runs[keep], self.last)


class Voting:
    """How the electorate of one simulation votes."""

    def __init__(self, scenario: Scenario, draws: Draws) -> None:
        self.scenario, self.draws = scenario, draws
        self._last: dict[tuple[str, ...], LastBallot] = {}
        self._asked: dict[str, NDArray[np.uint8]] = {}

    def ballots(self, ledger: Ledger, stage: Any, cohort: Cohort, paper: NDArray[np.intp]) -> Any:
        """Ballots of a stage's sections among those on the paper."""
        sections = tuple(stage.sections)
        alone = self.scenario.one_by_one(sections, ranked=stage.ranked)
        together = tuple(section for section in sections if section not in alone)
        parts: list[tuple[Any, tuple[int, ...]]] = [
            (self._one_by_one(ledger, section, cohort, paper), (sections.index(section),)) for section in alone
        ]
        if together:
            expected = self._expected(together, cohort, paper)
            parts.append((expected, tuple(sections.index(section) for section in together)))
        return parts[0][0] if len(parts) == 1 else Together(tuple(parts))

    def _expected(self, sections: tuple[str, ...], cohort: Cohort, paper: Any) -> Any:
        """Votes as expected: by the pulls, then as stated transfers say."""
        draws, at = self.draws, [self.scenario.sections.index(section) for section in sections]
        everywhere = at == [*range(len(self.scenario.sections))]
        cast = cohort.take(draws.cast if everywhere else draws.cast[at])
        pulls = Pulls(np.stack([cohort.take(draws.pull[c] if everywhere else draws.pull[c][at]) for c in paper]), cast)
        if len(draws.transfers) and len(paper) > 2:
            return Piles(pulls, draws.transfers, paper, cohort.runs)
        return pulls

    def _one_by_one(self, ledger: Ledger, section: str, cohort: Cohort, paper: NDArray[np.intp]) -> Remembered:
        """Votes one by one: nominators keep their word, voters stay, and the others go elsewhere."""
        draws, runs, here = self.draws, cohort.runs, f"electorate.sections.{section}"
        last, at = self._last_ballot((section,)), self.scenario.sections.index(section)
        held = cohort.take(last.held)
        first = held == 0
        voters, votes = cohort.take(draws.cast[at]), cohort.take(last.votes[:, 0])
        before = np.where(first, self._nominated(ledger, section, cohort, voters), votes)
        stays, keeps = (
            draws.streams.value(f"{here}.{name}", self.scenario.quantity(f"{here}.{name}"), runs)
            for name in ("stays", "keeps_word")
        )
        last.held[runs] += 1
        ballots = SmallElectorate(
            pull=cohort.take(draws.pull[:, at]),
            voters=np.where(first, voters, votes.sum(axis=0)),
            before=before,
            stays=np.where(first, keeps, stays),
            table=cohort.take(draws.transfers),
            scores=self._scores(f"{here}.votes", held, runs),
        )
        return Remembered(ballots, paper, runs, last)

    def _nominated(self, ledger: Ledger, section: str, cohort: Cohort, voters: Array) -> Array:
        """Who is known to have nominated whom, if the section is the body that nominates: people[candidate, run]."""
        names = np.maximum(cohort.take(ledger.names), 0).astype(np.float32)
        if bodies_of(self.scenario) != (section,):
            return np.zeros_like(names)
        total = names.sum(axis=0)
        # Where fewer vote than nominated, all candidates lose alike.
        vote: Array = np.floor(names * np.minimum(voters / np.maximum(total, 1), 1))
        return vote

    def _last_ballot(self, sections: tuple[str, ...]) -> LastBallot:
        if sections not in self._last:
            candidates, runs = len(self.draws.pull), self.draws.runs
            self._last[sections] = LastBallot(
                np.zeros((candidates, len(sections), runs), np.float32),
                np.zeros((candidates, runs), np.bool_),
                np.zeros(runs, np.uint8),
            )
        return self._last[sections]

    def _scores(self, path: str, number: NDArray[np.uint8], runs: NDArray[Any]) -> Any:
        """Standard normal scores[run] for the ballot that is each run's own number so-and-so."""
        streams, ids = self.draws.streams, (*self.scenario.ids, "nobody")

        def scores(what: str, *candidates: int) -> Array:
            whose = "/".join(ids[c] for c in candidates)
            if (number == number[0]).all():
                alone: Array = streams.normal(f"{path}/{number[0] + 1}/{what}/{whose}", runs)
                return alone
            found = np.empty(len(runs), np.float32)
            for one in np.unique(number).tolist():
                here = number == one
                found[here] = streams.normal(f"{path}/{one + 1}/{what}/{whose}", runs[here])
            return found

        return scores

    # --- questions ----------------------------------------------------------------------------------------------------
    def lacks(self, stage: Any) -> str:
        """What is not believed of a vote on a question, in words; nothing if all is."""
        if f"politics.motions.{stage.name}.for" not in self.scenario.beliefs:
            return f"nothing is believed of how they vote (politics.motions.{stage.name})"
        unknown = [
            one for one in stage.sections if one not in self.scenario.bodies and one not in self.scenario.sections
        ]
        return f"how many they are is not said (bodies.{unknown[0]})" if unknown else ""

    def question(self, stage: Any, cohort: Cohort) -> Array:
        """Whole votes[yes or no, section, run]: a share of those who vote, who are a share of those present."""
        here, runs = f"politics.motions.{stage.name}", cohort.runs
        asked = self._asked.setdefault(stage.name, np.zeros(self.draws.runs, np.uint8))
        number = cohort.take(asked)
        asked[runs] += 1
        for_it, abstain = (
            self.draws.streams.value(f"{here}.{name}", self.scenario.quantity(f"{here}.{name}"), runs)
            for name in ("for", "abstain")
        )
        votes = np.zeros((2, len(stage.sections), len(runs)))
        for s, section in enumerate(stage.sections):
            scores = self._scores(f"{here}/{section}", number, runs)
            present = self._present(section, cohort)
            voting = present - binomial(present, abstain, scores("abstain"))
            votes[0, s] = binomial(voting, for_it, scores("for"))
            votes[1, s] = voting - votes[0, s]
        return votes

    def _present(self, section: str, cohort: Cohort) -> Array:
        body = self.scenario.bodies.get(section)
        if body is not None:
            return np.full(len(cohort), float(body.size - body.absent))
        present: Array = cohort.take(self.draws.cast[self.scenario.sections.index(section)])
        return present
