"""The ledger: one row a run, and the only writer of what happened. A run ends once."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum, auto
from typing import TYPE_CHECKING

from simulator.engine.cohort import Cohort
from simulator.engine.leaders import UNRESOLVED
from simulator.procedures.arrays import Bools, Days, Heads, Leaders, Rows, Votes
from simulator.procedures.nominations import kind_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    from simulator.words.lazy import np


NOT_SOUGHT = -1
TALLIES = ("first day", "eve", "last hour", "close")
"""Moments of a nomination window at which a tally is kept."""


class Ending(IntEnum):
    """How a contest closed."""

    OPEN = 0
    BALLOT = 1
    UNOPPOSED = 2
    NO_VALID_CHALLENGER = 3
    NO_CHALLENGE = 4
    BALLOT_IN_A_VACANCY = 5
    UNOPPOSED_IN_A_VACANCY = 6
    NOBODY = 7
    UNRESOLVED = 8
    NOT_ASKED_FOR = 9
    INCUMBENT_STAYS = 10
    PENDING = 11

    @property
    def words(self) -> str:
        """The ending as people say it."""
        return self.name.lower().replace("_", " ")


class Step(IntEnum):
    """Something that happens to a run on its way; the path tree and the story are made of these."""

    NONE = 0
    CHALLENGED = 1
    EXECUTIVE_FOR = 2
    EXECUTIVE_AGAINST = 3
    WINDOW_OPENED = 4
    AGREED_BEFORE = 5
    AGREED_DURING = 6
    STOOD_IN = 7
    RESIGNED = 8
    RESIGNED_TO_RESTAND = 9
    SHORT = 10
    ON_BALLOT_EXEMPT = 11
    ON_BALLOT_NAMED = 12
    NO_CHALLENGER = 13
    UNCHALLENGED = 14
    REOPENED = 15
    UNOPPOSED = 16
    BALLOT = 17
    INCUMBENT_WON = 18
    OTHER_WON = 19
    UNRESOLVED = 20
    OFFICE_VACANT = 21
    EXECUTIVE_TIED = 22
    EXECUTIVE_RESOLVED = 23
    EXECUTIVE_MET = 24
    BALLOT_AGAIN = 25
    SECOND_BAR = 26
    CONFERENCE_ASKED = 27
    CONFERENCE_REFUSED = 28
    NAMES_LENT = auto()
    JOINED_THE_LEADER = auto()
    WITHDREW = auto()
    ASKED_TO_LEAVE = auto()
    COURT_UPHELD = auto()
    COURT_REVERSED = auto()
    REGISTERED = auto()
    PRESSED = auto()
    KEPT_QUIET = auto()
    PULLED_OUT = auto()
    WAITED = auto()
    OPENED = auto()
    CARRIED = auto()
    LOST = auto()
    SIFTED = auto()


class Paths:
    """The tree of the ways that runs take, grown as they take them: a run's path is the number of a node.

    So a path may be as long as it likes and costs four bytes a run. Number 0 is the start.
    """

    def __init__(self) -> None:
        self._parent, self._step = [0], [Step.NONE]
        self._after: dict[Step, NDArray[np.int32]] = {}

    def __len__(self) -> int:
        return len(self._parent)

    def onward(self, at: NDArray[np.int32], step: Step) -> NDArray[np.int32]:
        """The nodes[run] reached from nodes[run] by a step."""
        after = self._after.get(step)
        if after is None:
            after = np.zeros(0, np.int32)
        if len(after) < len(self._parent):
            after = self._after[step] = np.pad(after, (0, 2 * len(self._parent) - len(after)))
        reached: NDArray[np.int32] = after.take(at)
        if not reached.all():
            for parent in np.flatnonzero(np.bincount(at[reached == 0])).tolist():
                after[parent] = len(self._parent)
                self._parent.append(parent)
                self._step.append(step)
            reached = after.take(at)
        return reached

    def steps(self, node: int) -> tuple[Step, ...]:
        """The steps to a node, first step first."""
        steps: list[Step] = []
        while node:
            steps.append(self._step[node])
            node = self._parent[node]
        return tuple(reversed(steps))


def added(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """Two counts by whole numbers, added up; one may go further than the other."""
    longer, shorter = (one, other) if len(one) >= len(other) else (other, one)
    whole: NDArray[np.int64] = longer.astype(np.int64)
    whole[: len(shorter)] += shorter
    return whole


class Ledger:
    """What happened, run by run.

    ending, leader, day       how it closed, who leads at the end (candidate number, NOBODY or UNRESOLVED), on which day
    names                     nominators[candidate, run] when nominations last closed; −1: sought none
    further                   of each threshold after the first, where bars have several: nominators[candidate, run]
    nominees                  bool[candidate, run] validly nominated, and still in the running
    cleared                   bool[candidate, run] validly nominated at the last close
    bar                       number of the bar that applied last, of ``bars`` (−1: none)
    tested, tested_bar        the incumbent's names, and the bar, when first measured in a challenge (−1: never)
    on_ballot                 bool[candidate, run] on the first paper of the last ballot; nobody, where none was held
    share                     share[candidate, run] of the final round
    tied                      bool[run] a tie had to be broken in the count, or could not be
    reason                    number of the reason, of ``reasons``, for a run that ended unresolved
    path                      the steps taken, as a node of ``paths``
    tallies                   for each choice of readings and moment, and each candidate: runs[names] with so many names in
    votes                     for each vote of the executive and each choice of readings: meetings[members who voted for it]
    closed                    the day nominations closed, for runs that wait for a court (0: no wait)
    contest                   number of the contest the run is in (−1: none yet)
    held, held_on             how, and on which day, the last contest ended that left the incumbent in office (0: none has)
    vacant, returns           bool[run] the office fell vacant; the former leader stands again
    again                     bool[run] the next ballot, or the one that is held now, is one held again for a tie
    first                     of each stage whose later ballots ask for them: the valid votes[run] of its first ballot
    world, entered            which combination of readings applies; how many stages were entered
    """

    def __init__(self, runs: int, candidates: int, choices: int = 1, heads: int = 0) -> None:
        self.runs, self.choices, self.heads = runs, choices, heads
        self.tallies = [[np.zeros(0, np.int64)] * candidates for _ in range(len(TALLIES) * choices)]
        self.votes: dict[str, list[NDArray[np.int64]]] = {}
        self.ending = np.zeros(runs, np.uint8)
        self.leader = np.full(runs, UNRESOLVED, np.int8)
        self.day = np.zeros(runs, np.int16)
        self.names = np.full((candidates, runs), NOT_SOUGHT, kind_of(heads))
        self.nominees = np.zeros((candidates, runs), np.bool_)
        self.cleared = np.zeros((candidates, runs), np.bool_)
        self.on_ballot = np.zeros((candidates, runs), np.bool_)
        self.bar = np.full(runs, -1, np.int16)
        self.tested = np.full(runs, NOT_SOUGHT, kind_of(heads))
        self.tested_bar = np.full(runs, -1, np.int16)
        self.share = np.zeros((candidates, runs), np.float32)
        self.tied = np.zeros(runs, np.bool_)
        self.reason = np.zeros(runs, np.uint8)
        self.path = np.zeros(runs, np.int32)
        self.paths = Paths()
        self.closed = np.zeros(runs, np.int16)
        self.contest = np.full(runs, -1, np.int8)
        self.held = np.zeros(runs, np.uint8)
        self.held_on = np.zeros(runs, np.int16)
        self.vacant = np.zeros(runs, np.bool_)
        self.again = np.zeros(runs, np.bool_)
        self.returns = np.zeros(runs, np.bool_)
        self.world = np.zeros(runs, np.uint16)
        self.entered = np.zeros(runs, np.uint8)
        self.reasons: list[str] = [""]
        self.further: list[Heads] = []
        self.outcomes: dict[str, NDArray[np.int16]] = {}
        self.first: dict[str, Votes] = {}

    def hold(self, cohort: Cohort, ending: Ending, day: Days | int) -> None:
        """Write down how a contest ended that left the incumbent in office, for runs in which another may open."""
        self.held[cohort.runs] = ending
        self.held_on[cohort.runs] = day

    def close(self, cohort: Cohort, ending: Ending, day: Days | int, leader: Leaders | int) -> None:
        """End these runs, on a day (or day[run]), with a leader (one candidate, or candidate[run])."""
        runs = cohort.runs
        if self.ending.take(runs).any():
            raise AssertionError(f"a run was closed twice, the second time as {ending.words}")
        self.ending[runs] = ending
        self.leader[runs] = leader
        self.day[runs] = day

    def leave_open(self, cohort: Cohort, reason: str, day: Days | int) -> None:
        """End these runs unresolved, naming the clause that is unknown or silent."""
        if not cohort:
            return
        if reason not in self.reasons:
            self.reasons.append(reason)
        self.close(cohort, Ending.UNRESOLVED, day, UNRESOLVED)
        self.reason[cohort.runs] = self.reasons.index(reason)

    def note(self, cohort: Cohort, step: Step) -> None:
        """Add a step to the path of these runs."""
        self.path[cohort.runs] = self.paths.onward(self.path.take(cohort.runs), step)

    def steps(self, run: int) -> tuple[Step, ...]:
        """The steps of one run, first step first."""
        return self.paths.steps(int(self.path[run]))

    def enter(self, cohort: Cohort) -> NDArray[np.uint8]:
        """Count one more stage entered; returns how many each run has entered now."""
        entered: NDArray[np.uint8] = self.entered.take(cohort.runs) + np.uint8(1)
        self.entered[cohort.runs] = entered
        return entered

    def nominate(
        self,
        cohort: Cohort,
        names: Heads | int,
        nominees: Bools,
        bar: NDArray[np.int16],
        further: Heads | Sequence[Heads] = (),
    ) -> None:
        """Write down the names handed in, the valid nominees, and the bar that applied.

        further   nominators[candidate, run] counted by each threshold of the bar after the first
        """
        self.names[:, cohort.runs] = names
        self.nominees[:, cohort.runs] = nominees
        self.cleared[:, cohort.runs] = nominees
        self.bar[cohort.runs] = bar
        for number, counts in enumerate(further):
            if number == len(self.further):
                self.further.append(np.zeros_like(self.names))
            self.further[number][:, cohort.runs] = counts

    def keep_tally(self, moment: int, cohort: Cohort, names: Heads, seeks: NDArray[np.bool_]) -> None:
        """Count the names in at a moment of the window: how many runs have each number, for each choice of readings.

        names  nominators[candidate, run of the cohort];  seeks  bool[candidate, run of the cohort]
        """
        each, wide = self.runs // self.choices, self.heads + 2
        cells = (names.astype(np.int32) + 1) * seeks + (np.arange(len(names), dtype=np.int32) * wide)[:, None]
        for choice in range(self.choices):
            here = slice(None)
            if self.choices > 1:
                here = slice(*np.searchsorted(cohort.runs, [each * choice, each * (choice + 1)]))
            counts = np.bincount(cells[:, here].ravel(), minlength=len(names) * wide).reshape(-1, wide)[:, 1:]
            row = self.tallies[choice * len(TALLIES) + moment]
            for c in np.flatnonzero(counts.any(axis=1)):
                row[c] = row[c] + counts[c] if len(row[c]) else counts[c]

    def keep_vote(self, vote: str, cohort: Cohort, members: Heads) -> None:
        """Count how many members[run of the cohort] of the executive were for something, for each choice of readings."""
        if not cohort:
            return
        each, rows = self.runs // self.choices, self.votes.setdefault(vote, [np.zeros(0, np.int64)] * self.choices)
        edges = np.searchsorted(cohort.runs, [each * choice for choice in range(self.choices + 1)])
        for choice in range(self.choices):
            rows[choice] = added(rows[choice], np.bincount(members[edges[choice] : edges[choice + 1]]))

    def begin(self, cohort: Cohort, contest: int) -> None:
        """Write down which contest these runs are in; what an earlier one has left behind is gone."""
        later = cohort.where(cohort.take(self.contest) >= 0)
        if later:
            self.nominees[:, later.runs] = False
            self.on_ballot[:, later.runs] = False
            self.share[:, later.runs] = 0
        self.contest[cohort.runs] = contest

    def note_outcome(self, outcome: str, cohort: Cohort, day: Days | int) -> None:
        """Write down that an outcome came of a stage today, where a provision asks for it later."""
        self.outcomes.setdefault(outcome, np.full(self.runs, -1, np.int16))[cohort.runs] = day

    def came(self, outcome: str, cohort: Cohort) -> NDArray[np.int16]:
        """The day[run] on which an outcome last came of a stage; −1: it has not."""
        if outcome not in self.outcomes:
            return np.full(len(cohort), -1, np.int16)
        return cohort.take(self.outcomes[outcome])

    def enter_options(self, cohort: Cohort, options: list[int]) -> None:
        """Options stand on every paper of a ballot, beside the nominees."""
        for option in options:
            self.nominees[option, cohort.runs] = True

    def withdraw_options(self, cohort: Cohort, options: list[int]) -> None:
        """The options leave the paper again: the ballot is over."""
        for option in options:
            self.nominees[option, cohort.runs] = False

    def put_on_paper(self, cohort: Cohort, standing: NDArray[np.bool_], *, first: bool) -> None:
        """Write down who is on the paper of a ballot; later papers of the same ballot have no more than its first."""
        self.on_ballot[:, cohort.runs] = standing if first else standing | cohort.take(self.on_ballot)

    def hold_again(self, cohort: Cohort, *, again: bool) -> None:
        """Write down whether in these runs the next ballot is the last one held again for a tie."""
        self.again[cohort.runs] = again

    def keep_first(self, stage: str, cohort: Cohort, votes: Votes) -> None:
        """Keep the valid votes[run of the cohort] of a stage's first ballot, for those that follow it."""
        kept = self.first.setdefault(stage, np.zeros(self.runs, object if votes.dtype == object else np.float64))
        kept[cohort.runs] = votes

    def votes_of_the_first(self, stage: str, cohort: Cohort) -> Votes | None:
        """The valid votes[run of the cohort] of a stage's first ballot; None: it was held before anything was simulated."""
        return self.first[stage].take(cohort.runs) if stage in self.first else None

    def hand_in(self, cohort: Cohort, names: Heads) -> None:
        """Write down the names handed in, where it is not yet known what they are worth."""
        self.names[:, cohort.runs] = names

    def test(self, cohort: Cohort, names: Heads, bar: NDArray[np.int16]) -> None:
        """Write down the names a leader in office had when they were first measured against a bar."""
        self.tested[cohort.runs] = names
        self.tested_bar[cohort.runs] = bar

    def wait(self, cohort: Cohort, day: Days | int) -> None:
        """Write down when nominations closed, for runs in which what follows waits."""
        self.closed[cohort.runs] = day

    def vacate(self, cohort: Cohort, returns: Bools | bool) -> None:
        """The office falls vacant; nominations made lapse; in some runs the former leader will stand again."""
        self.vacant[cohort.runs] = True
        self.returns[cohort.runs] = returns
        self.nominees[:, cohort.runs] = False
        self.on_ballot[:, cohort.runs] = False
        self.names[:, cohort.runs] = NOT_SOUGHT

    def read(self, cohort: Cohort, world: NDArray[np.uint16]) -> None:
        """A disputed clause is settled: these runs go on under another combination of readings."""
        self.world[cohort.runs] = world

    def count(self, cohort: Cohort, candidates: Rows, share: Votes, tied: Bools) -> None:
        """Write down the shares of the latest round of those on the ballot paper, and whether a tie was met."""
        everybody = np.zeros((len(self.share), len(cohort)), np.float32)
        everybody[candidates] = share
        self.share[:, cohort.runs] = everybody
        if tied.any():
            self.tied[cohort.runs] |= tied

    def drop(self, cohort: Cohort, candidates: Rows, standing: Bools) -> None:
        """Write down who is still in the running when another ballot is held."""
        for row, candidate in enumerate(candidates):
            self.nominees[candidate, cohort.runs] = standing[row]

    def sift(self, cohort: Cohort, nominees: NDArray[np.bool_]) -> None:
        """Write down who of the nominees passed a further bar."""
        self.nominees[:, cohort.runs] = nominees

    def elect(self, cohort: Cohort, leader: Leaders) -> None:
        """Write down who won the ballot, to be declared."""
        self.leader[cohort.runs] = leader

    def parts(self, count: int) -> list[Ledger]:
        """The ledger of runs laid ``count`` times along the run axis, cut into one ledger for each time."""
        each = self.runs // count
        parts = [self._part(slice(k * each, (k + 1) * each), each) for k in range(count)]
        for k, part in enumerate(parts):
            part.tallies = self.tallies[k * len(TALLIES) : (k + 1) * len(TALLIES)]
            part.votes = {vote: [rows[k]] for vote, rows in self.votes.items()}
        return parts

    def _part(self, at: slice, runs: int) -> Ledger:
        part = Ledger(0, len(self.names))
        part.runs, part.reasons, part.paths = runs, self.reasons, self.paths
        for name, array in vars(self).items():
            if isinstance(array, np.ndarray):
                setattr(part, name, array[..., at])
        return part
