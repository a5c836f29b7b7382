"""Voting by belief: how the electorate votes, ballot after ballot, and how bodies vote on a question.

Votes of a small electorate are simulated one by one; those of a large one are what is expected of it. Either way people
remember the ballot before: where candidates are voted on again, votes move from whoever is gone as stated transfers say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.draws import Draws
from simulator.beliefs.electorate import CAST, PULL, TRANSFERS
from simulator.beliefs.nominators import bodies_of
from simulator.engine.cohort import Cohort
from simulator.engine.ledger import Ledger
from simulator.engine.simulation import Simulation
from simulator.engine.worlds import Worlds
from simulator.procedures.arrays import Bools, Floats, Rows, Votes
from simulator.procedures.ballots import Ballots, Piles, Pulls, Together
from simulator.procedures.voters import Scores, SmallElectorate, binomial
from simulator.scenario.scenario import Scenario
from simulator.stages.ballot import Ballot
from simulator.stages.motion import Motion
from simulator.stages.values import PointsPerUnit, Seats, items

CELLS = 2**20
"""Votes of candidates in units that are held at once, over all runs: more are counted in parts."""


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

    ballots: Ballots[Votes]
    paper: Rows
    runs: Rows
    last: LastBallot

    def tally(self, standing: Bools) -> Votes:
        """Votes[candidate of the paper, section, run]."""
        everybody = np.zeros((len(self.last.stood), standing.shape[1]), np.bool_)
        everybody[self.paper] = standing
        votes = self.ballots.tally(everybody)
        self.last.votes[..., self.runs] = votes
        self.last.stood[:, self.runs] = everybody
        return votes[self.paper]

    def of(self, keep: Bools) -> Remembered:
        """The ballots of some of the runs."""
        return self if keep.all() else Remembered(self.ballots.of(keep), self.paper, self.runs[keep], self.last)


class Voting:
    """How the electorate of one simulation votes."""

    def __init__(self, scenario: Scenario, draws: Draws) -> None:
        self.scenario, self.draws = scenario, draws
        self._last: dict[tuple[str, ...], LastBallot] = {}
        self._asked: dict[str, NDArray[np.uint8]] = {}

    def ballots(self, simulation: Simulation, stage: Ballot, cohort: Cohort, paper: Rows) -> Ballots[Votes]:
        """Ballots of a stage's sections among those on the paper."""
        sections = items(stage.sections)
        alone = self.scenario.one_by_one(sections, ranked=stage.ranked)
        seated = {rule.section: rule for rule in items(stage.seats) if rule.whence != rule.section}
        units = {one: self.scenario.units[one] for one in sections if self._by_unit(simulation.worlds, stage, one)}
        parts: list[tuple[Ballots[Votes], tuple[str, ...]]] = []
        for section in sections:
            if section in seated or section in alone:
                rule = seated.get(section)
                parts.append((self._one_by_one(simulation, section, cohort, paper, rule), (section,)))
            elif section in units:
                parts.append((self._expected(self._unit_by_unit(section, cohort, paper), cohort, paper), (section,)))
        apart = {section for _, those in parts for section in those}
        together = tuple(section for section in sections if section not in apart)
        if together and len(self.draws[TRANSFERS]) and not stage.ranked:
            parts.append((self._moving_on(simulation.ledger, together, cohort, paper), together))
        elif together:
            parts.append((self._expected(self._pulls(together, cohort, paper), cohort, paper), together))
        if len(parts) == 1 and not units:
            return parts[0][0]
        columns = tuple(section for section in sections for _ in range(units.get(section, 1)))
        return Together(columns, tuple(parts))

    def forget(self, cohort: Cohort) -> None:
        """Another contest: everybody thinks again."""
        for last in self._last.values():
            last.held[cohort.runs] = 0

    def _by_unit(self, worlds: Worlds, stage: Ballot, section: str) -> bool:
        """Whether a section's votes are counted unit by unit: for points, as blocks, or for the seats of each."""
        rules = (*(rule for rule in items(stage.seats) if rule.whence == section), *worlds.seats_from(stage.name))
        asked = bool(stage.units) or section in items(stage.block) or any(rule.each for rule in rules)
        return asked and section in self.scenario.units

    def at_once(self, worlds: Worlds, stage: Ballot) -> int:
        """How many runs may be counted at once."""
        units = sum(self.scenario.units[one] for one in items(stage.sections) if self._by_unit(worlds, stage, one))
        return max(CELLS // (units * len(self.draws[PULL])), 1) if units else self.draws.runs

    def _expected(self, pulls: Pulls, cohort: Cohort, paper: Rows) -> Piles | Pulls:
        """Votes as expected: by the pulls, then as stated transfers say."""
        if len(self.draws[TRANSFERS]) and len(paper) > 2:
            return Piles(pulls, self.draws[TRANSFERS], paper, cohort.runs)
        return pulls

    def _moving_on(self, ledger: Ledger, sections: tuple[str, ...], cohort: Cohort, paper: Rows) -> Remembered:
        """Expected votes of a fresh ballot: those of the ballot before, moved as stated transfers say.

        A new candidate makes everybody think again.
        """
        last, standing = self._last_ballot(sections), cohort.take(ledger.nominees)
        pulls, stood = self._pulls(sections, cohort, np.arange(len(last.stood))), cohort.take(last.stood)
        afresh = (cohort.take(last.held) == 0) | (standing & ~stood).any(axis=0)
        piles = np.where(afresh, pulls.tally(standing), cohort.take(last.votes))
        stood = np.where(afresh, standing, stood)
        last.held[cohort.runs] += 1
        ballots = Piles(pulls, self.draws[TRANSFERS], np.arange(len(stood)), cohort.runs, piles, stood)
        return Remembered(ballots, paper, cohort.runs, last)

    def _pulls(self, sections: tuple[str, ...], cohort: Cohort, paper: Rows) -> Pulls:
        draws, at = self.draws, [self.scenario.sections.index(section) for section in sections]
        everywhere = at == [*range(len(self.scenario.sections))]
        pull = np.stack(
            [cohort.take(draws[PULL][c] if everywhere else draws["electorate.sections/pull"][c][at]) for c in paper]
        )
        return Pulls(
            pull,
            cohort.take(draws[CAST] if everywhere else draws[CAST][at]),
        )

    def _unit_by_unit(self, section: str, cohort: Cohort, paper: Rows) -> Pulls:
        """Pull[candidate, unit, run] and votes[unit, run] of a section: each candidate is stronger in some units."""
        scenario, streams, runs = self.scenario, self.draws.streams, cohort.runs
        here, at, count = (
            f"electorate.sections.{section}.units",
            scenario.sections.index(section),
            scenario.units[section],
        )
        spread, sizes = (
            np.log(streams.value(f"{here}.{name}", scenario.quantity(f"{here}.{name}"), runs))
            for name in ("spread", "sizes")
        )
        pull = np.empty((len(paper), count, len(runs)), np.float32)
        for row, c in enumerate(paper):
            table = (
                streams.table(f"{here}/{scenario.ids[c]}", count, runs)
                if spread.any()
                else np.zeros((count, len(runs)))
            )
            np.multiply(np.exp(table * spread), cohort.take(self.draws[PULL][c, at]), out=pull[row])
        votes = cohort.take(self.draws[CAST][at])
        if not sizes.any():
            return Pulls(pull, np.broadcast_to(votes / np.float32(count), (count, len(runs))))
        size = np.exp(streams.table(f"{here}/votes", count, runs) * sizes)
        return Pulls(pull, size / size.sum(axis=0) * votes)

    def _one_by_one(
        self, simulation: Simulation, section: str, cohort: Cohort, paper: Rows, rule: Seats | None
    ) -> Remembered:
        """Votes one by one: nominators keep their word, voters stay, and the others go elsewhere.

        rule   where the voters are delegates: they vote first for whom they were elected, and are joined by those by right
        """
        draws, runs, here = self.draws, cohort.runs, f"electorate.sections.{section}"
        last, at = self._last_ballot((section,)), self.scenario.sections.index(section)
        held = cohort.take(last.held)
        first = held == 0
        stays, keeps = (
            draws.streams.value(f"{here}.{name}", self.scenario.quantity(f"{here}.{name}"), runs)
            for name in ("stays", "keeps_word")
        )
        if rule is None:
            voters = cohort.take(draws[CAST][at])
            word = self._nominated(simulation.ledger, section, cohort, voters)
        else:
            seats = simulation.seats.get(rule, np.zeros(last.stood.shape, np.int32))
            word = cohort.take(seats).astype(np.float32)
            voters = word.sum(axis=0) + rule.ex_officio
            keeps = np.ones_like(keeps) if rule.bound else keeps
        votes = cohort.take(last.votes[:, 0])
        last.held[runs] += 1
        ballots = SmallElectorate(
            pull=cohort.take(draws[PULL][:, at]),
            voters=np.where(first, voters, votes.sum(axis=0)),
            before=np.where(first, word, votes),
            stays=np.where(first, keeps, stays),
            table=cohort.take(draws[TRANSFERS]),
            scores=self._scores(f"{here}.votes", held, runs),
        )
        return Remembered(ballots, paper, runs, last)

    def _nominated(self, ledger: Ledger, section: str, cohort: Cohort, voters: Floats) -> Floats:
        """Who is known to have nominated whom, if the section is the body that nominates: people[candidate, run]."""
        names = np.maximum(cohort.take(ledger.names), 0).astype(np.float32)
        if bodies_of(self.scenario) != (section,):
            return np.zeros_like(names)
        total = names.sum(axis=0)
        # Where fewer vote than nominated, all candidates lose alike.
        vote: Floats = np.floor(names * np.minimum(voters / np.maximum(total, 1), 1))
        return vote

    def _last_ballot(self, sections: tuple[str, ...]) -> LastBallot:
        if sections not in self._last:
            candidates, runs = len(self.draws[PULL]), self.draws.runs
            self._last[sections] = LastBallot(
                np.zeros((candidates, len(sections), runs), np.float32),
                np.zeros((candidates, runs), np.bool_),
                np.zeros(runs, np.uint8),
            )
        return self._last[sections]

    def _scores(self, path: str, number: NDArray[np.uint8], runs: Rows) -> Scores:
        """Standard normal scores[run] for the ballot that is each run's own number so-and-so."""
        streams, ids = self.draws.streams, (*self.scenario.ids, "nobody")

        def scores(what: str, *candidates: int) -> Floats:
            whose = "/".join(ids[c] for c in candidates)
            if (number == number[0]).all():
                return streams.normal(f"{path}/{number[0] + 1}/{what}/{whose}", runs)
            found = np.empty(len(runs), np.float32)
            for one in np.unique(number).tolist():
                here = number == one
                found[here] = streams.normal(f"{path}/{one + 1}/{what}/{whose}", runs[here])
            return found

        return scores

    def lacks_units(self, stage: Ballot) -> str:
        """What is not believed of the units that a ballot is counted in, in words; nothing if all is, or there are none."""
        law, known = self.scenario.law, self.scenario.units
        asked = (
            [(section, stage.units.of) for section in items(stage.sections)]
            if isinstance(stage.units, PointsPerUnit)
            else []
        )
        for rule in items(stage.seats):
            if rule.each:
                sections = (
                    (rule.whence,) if rule.whence in items(stage.sections) else law.get(f"{rule.whence}.sections")
                )
                asked += [(section, rule.units) for section in sections or ()]
        missing = [(section, what) for section, what in asked if section not in known]
        if not missing:
            return ""
        section, what = missing[0]
        return f"how many {what} there are is not said (electorate.sections.{section}.units)"

    # --- questions ----------------------------------------------------------------------------------------------------
    def lacks(self, stage: Ballot | Motion) -> str:
        """What is not believed of a vote on a question, in words; nothing if all is."""
        if f"politics.motions.{stage.name}.for" not in self.scenario.beliefs:
            return f"nothing is believed of how they vote (politics.motions.{stage.name})"
        unknown = [
            one
            for one in items(stage.sections)
            if one not in self.scenario.bodies and one not in self.scenario.sections
        ]
        return f"how many they are is not said (bodies.{unknown[0]})" if unknown else ""

    def question(self, stage: Ballot | Motion, cohort: Cohort) -> Floats:
        """Whole votes[yes or no, section, run]: a share of those who vote, who are a share of those present."""
        here, runs = f"politics.motions.{stage.name}", cohort.runs
        asked = self._asked.setdefault(stage.name, np.zeros(self.draws.runs, np.uint8))
        number = cohort.take(asked)
        asked[runs] += 1
        for_it, abstain = (
            self.draws.streams.value(f"{here}.{name}", self.scenario.quantity(f"{here}.{name}"), runs)
            for name in ("for", "abstain")
        )
        votes = np.zeros((2, len(items(stage.sections)), len(runs)))
        for s, section in enumerate(items(stage.sections)):
            scores = self._scores(f"{here}/{section}", number, runs)
            present = self._present(section, cohort)
            voting = present - binomial(present, abstain, scores("abstain"))
            votes[0, s] = binomial(voting, for_it, scores("for"))
            votes[1, s] = voting - votes[0, s]
        return votes

    def _present(self, section: str, cohort: Cohort) -> Floats:
        body = self.scenario.bodies.get(section)
        if body is not None:
            return np.full(len(cohort), float(body.size - body.absent))
        present: Floats = cohort.take(self.draws[CAST][self.scenario.sections.index(section)])
        return present
