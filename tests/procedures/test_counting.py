"""Counting: the alternative vote, against two independent libraries and by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pyrankvote
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyrankvote import Ballot, Candidate
from votelib.evaluate.sequential import TransferableVoteSelector

from simulator.procedures.ballots import Pulls
from tests.counting import TIE, Rules, preferential


def shaped(pulls, cast):
    """Pulls[candidate][section] and votes[section] of one run as the count takes them."""
    return np.array(pulls, np.float32)[:, :, None], np.array(cast, np.float32)[:, None]


def one(pulls, cast, nominees=None, lots=None):
    """The count of one run."""
    pull, votes = shaped(pulls, cast)
    standing = np.array([[n in (nominees or range(len(pulls)))] for n in range(len(pulls))])
    rules = Rules(tie=None if lots is None else "lot")
    return preferential(Pulls(pull, votes), standing, rules, None if lots is None else np.array(lots)[:, None])


def luce_ballots(pulls, cast):
    """Every ranking with its votes, when votes follow Luce's axiom section by section: {ranking: votes}, not rounded."""
    ballots = {}
    for section, votes in enumerate(cast):
        for ranking in itertools.permutations(range(len(pulls))):
            share, left = 1.0, sum(pull[section] for pull in pulls)
            for candidate in ranking:
                share *= pulls[candidate][section] / left if left else 0.0
                left -= pulls[candidate][section]
            ballots[ranking] = ballots.get(ranking, 0.0) + votes * share
    return ballots


def irv(ballots, count):
    """A plain alternative vote over weighted rankings: (winner, final tallies)."""
    alive = list(range(count))
    while True:
        votes = {c: sum(w for r, w in ballots.items() if next(x for x in r if x in alive) == c) for c in alive}
        best = max(votes, key=votes.get)
        if 2 * votes[best] > sum(votes.values()):
            return best, votes
        alive.remove(min(votes, key=votes.get))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.integers(1, 50), min_size=3, max_size=3), min_size=2, max_size=5))
def test_luce_pulls_count_as_the_ballots_they_stand_for(pulls):
    """Splitting each section by pull among those left is the same as transferring every ranked ballot."""
    cast = [400_000, 250_000, 123_456]
    count = one(pulls, cast)
    if count.tied[0]:
        return
    winner, votes = irv(luce_ballots(pulls, cast), len(pulls))
    final = count.votes[:, 0]
    # A round may stop one transfer apart where two tallies lie within the rounding to whole votes.
    if all(abs(a - b) > 4 for a, b in itertools.combinations(votes.values(), 2)):
        assert count.winner[0] == winner
        assert {c for c in range(len(pulls)) if final[c]} == set(votes)
        assert all(abs(final[c] - v) < 2 for c, v in votes.items())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 40), min_size=2, max_size=4, unique=True))
def test_votelib_and_pyrankvote_elect_the_same(pulls):
    """On whole ballots made from the pulls, both libraries elect whom we elect, and pyrankvote ends on our tally."""
    every = luce_ballots([[p] for p in pulls], [100_000])
    ballots = {ranking: round(votes) for ranking, votes in every.items()}
    count = one([[p] for p in pulls], [sum(ballots.values())])
    winner = int(count.winner[0])
    selector = TransferableVoteSelector(quota_function="hare", eliminate_step=-1)
    del selector
    selector = TransferableVoteSelector(eliminate_step=-1)
    assert selector.evaluate({r: w for r, w in ballots.items() if w}, 1) == [winner]
    people = [Candidate(str(n)) for n in range(len(pulls))]
    papers = [Ballot([people[c] for c in r]) for r, w in ballots.items() for _ in range(round(w / 100))]
    assert pyrankvote.instant_runoff_voting(people, papers).get_winners() == [people[winner]]


def test_a_leader_of_the_first_round_can_lose():
    """A leads with 40 of 100 in one section where B and C share a following elsewhere: the transfers decide."""
    count = one([[40, 1], [1, 35], [1, 30]], [40_000, 60_000])
    assert count.rounds == 2
    assert count.winner[0] == 1
    pulls = Pulls(*shaped([[40, 1], [1, 35], [1, 30]], [40_000, 60_000]))
    first = np.rint(pulls.tally(np.ones((3, 1), bool)).sum(axis=1))
    assert first[:, 0].argmax() == 0


def test_exactly_half_is_not_a_majority():
    """500 to 500 is a tie, not a victory; 501 to 499 is a victory."""
    assert one([[1], [1]], [1_000]).winner[0] == TIE
    assert one([[501], [499]], [1_000]).winner[0] == 0


def test_a_tie_for_last_place_is_not_broken_without_a_rule():
    """Two level at the bottom: with no rule the count ends in a tie; with lots the lower lot goes."""
    assert one([[5], [2], [2]], [900]).winner[0] == 0
    assert one([[4], [3], [3]], [1_000]).winner[0] == TIE
    assert one([[4], [3], [3]], [1_000]).tied[0]
    lots = one([[4], [3], [3]], [1_000], lots=[9, 5, 7])
    assert lots.tied[0]
    assert lots.votes[1, 0] == 0
    assert lots.votes[2, 0] > 0


def test_one_candidate_and_no_votes():
    """One candidate with a vote is elected in a round; where nobody votes all are level, and nobody is elected."""
    assert one([[3]], [10]).winner[0] == 0
    nobody = one([[3], [2]], [0])
    assert nobody.winner[0] == TIE
    assert nobody.tied[0]


def test_who_is_not_nominated_gets_no_votes():
    """Votes fall only to those on the paper."""
    count = one([[9], [2], [1]], [900], nominees=[1, 2])
    assert count.votes[:, 0].tolist() == [0, 600, 300]


@pytest.mark.parametrize("runs", [1, 7])
def test_runs_do_not_touch_one_another(runs):
    """Each run of a batch is counted as if it were alone."""
    rng = np.random.default_rng(4)
    pull = rng.integers(1, 9, (4, 3, runs)).astype(np.float32)
    cast = rng.integers(1, 60, (3, runs)).astype(np.float32)
    nominees = rng.random((4, runs)) < 0.8
    nominees[0] = True
    together = preferential(Pulls(pull, cast), nominees)
    for run in range(runs):
        alone = preferential(Pulls(pull[:, :, [run]], cast[:, [run]]), nominees[:, [run]])
        assert alone.winner[0] == together.winner[run]
        np.testing.assert_array_equal(alone.share[:, 0], together.share[:, run])
        assert alone.tied[0] == together.tied[run]
