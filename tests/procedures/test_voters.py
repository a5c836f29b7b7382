"""Votes one by one: whole numbers beside the exact distributions, and people who stay or move."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from simulator.procedures.voters import SmallElectorate, binomial, multinomial

SCORES = np.linspace(-5, 5, 20_001)
LEVELS = np.array([NormalDist().cdf(z) for z in SCORES])


@pytest.mark.parametrize("heads", [20, 121, 358, 2_000, 20_000, 200_000])
@pytest.mark.parametrize("chance", [1e-5, 0.001, 0.01, 0.05, 0.3, 0.5, 0.9, 0.999])
def test_counts_have_the_binomial_distribution(heads, chance):
    """At every whole number the chance of so many or fewer is the binomial's, to within 0.002, and counts rise with the score."""
    counts = binomial(np.full(SCORES.shape, heads), chance, SCORES)
    assert (counts == np.rint(counts)).all()
    assert (np.diff(counts) >= 0).all()
    there = np.unique(counts)
    upto = LEVELS[np.searchsorted(counts, there, side="right") - 1]
    exact = binom.cdf(there, heads, chance)
    assert np.abs(upto - exact)[:-1].max(initial=0) < 0.002 + 0.0005


def test_few_expected_heads_are_counted_exactly():
    """With fewer than ten expected the least number whose cumulative chance suffices is found, as scipy's quantile is."""
    for heads, chance in ((20, 0.05), (121, 0.02), (358, 0.02), (200_000, 4e-5), (12, 0.7)):
        found = binomial(np.full(SCORES.shape, heads), chance, SCORES)
        exact = binom.ppf(LEVELS, heads, chance)
        assert (found != exact).mean() < 0.001, (heads, chance)


def test_what_is_certain_leaves_nothing_to_luck():
    """Nobody at a chance of 0, everybody at 1, and nobody of nobody."""
    scores = np.array([-6.0, 0.0, 6.0])
    assert binomial(np.full(3, 40), 0.0, scores).tolist() == [0, 0, 0]
    assert binomial(np.full(3, 40), 1.0, scores).tolist() == [40, 40, 40]
    assert binomial(np.zeros(3), 0.4, scores).tolist() == [0, 0, 0]


def test_people_are_divided_as_a_multinomial_divides_them():
    """Means, variances and covariances of 120 people among three are those of the multinomial (four standard errors)."""
    rng, runs, shares = np.random.default_rng(4), 200_000, np.array([0.5, 0.3, 0.2])
    scores = rng.standard_normal((3, runs))
    people = multinomial(np.full(runs, 120.0), np.broadcast_to(shares[:, None], (3, runs)), lambda row: scores[row])
    assert (people.sum(axis=0) == 120).all()
    error = 4 * np.sqrt(120 * 0.25 / runs)
    assert np.abs(people.mean(axis=1) - 120 * shares).max() < error
    exact = 120 * (np.diag(shares) - np.outer(shares, shares))
    assert np.abs(np.cov(people) - exact).max() < 0.3


@given(st.integers(0, 400), st.lists(st.floats(0, 10), min_size=1, max_size=6), st.floats(-5, 5))
def test_nobody_is_lost_and_nobody_without_weight_gains(heads, weights, score):
    """The parts add to the whole wherever anybody has weight; whoever has none gets nobody."""
    weight = np.array(weights)[:, None]
    people = multinomial(np.array([float(heads)]), weight, lambda row: np.array([score]))
    assert people.sum() == (heads if weight.sum() > 0 else 0)
    assert (people >= 0).all()
    assert not people[weight == 0].any()


def electorate(runs, *, before, stays, table=None, pull=(1.0, 1.0, 1.0), seed=1):
    """A section of 60 voters and three candidates."""
    rng = np.random.default_rng(seed)
    return SmallElectorate(
        pull=np.broadcast_to(np.array(pull)[:, None], (3, runs)),
        voters=np.full(runs, 60.0),
        before=np.broadcast_to(np.array(before, float)[:, None], (3, runs)),
        stays=np.full(runs, stays),
        table=np.zeros((0, 4, runs)) if table is None else np.broadcast_to(np.array(table)[..., None], (3, 4, runs)),
        scores=lambda *_: rng.standard_normal(runs),
    )


def test_whoever_stays_stays_and_the_others_follow_the_pulls():
    """Of 30 who voted for A a binomial part stays; the rest of all 60 divide as the pulls say (means, four standard errors)."""
    runs = 50_000
    votes = electorate(runs, before=(30, 20, 10), stays=0.9, pull=(0.2, 0.3, 0.5)).tally(np.ones((3, runs), bool))[:, 0]
    assert (votes.sum(axis=0) == 60).all()
    stayed = 0.9 * np.array([30, 20, 10])
    expected = stayed + 6 * np.array([0.2, 0.3, 0.5])
    assert np.abs(votes.mean(axis=1) - expected).max() < 4 * 3 / np.sqrt(runs)


def test_stated_transfers_say_where_votes_go_in_a_fresh_ballot():
    """C is gone, and all of C's people go to B; nobody else moves."""
    to_b = [[-1] * 4, [-1] * 4, [0, 1, 0, 0]]
    standing = np.array([[True], [True], [False]])
    votes = electorate(1, before=(25, 20, 15), stays=1.0, table=to_b).tally(standing)
    assert votes[:, 0, 0].tolist() == [25, 35, 0]


def test_votes_that_go_to_nobody_are_cast_no_more():
    """A third of C's people stay at home, and are not counted among those who vote."""
    half = [[-1] * 4, [-1] * 4, [0, 0.5, 0, 0.5]]
    runs = 4_000
    standing = np.repeat([[True], [True], [False]], runs, axis=1)
    votes = electorate(runs, before=(25, 20, 15), stays=1.0, table=half).tally(standing)[:, 0]
    assert (votes[0] == 25).all()
    assert abs(votes[1].mean() - 27.5) < 4 * np.sqrt(15 / 4 / runs)
    assert (votes.sum(axis=0) <= 60).all()


def test_ranked_papers_move_only_from_whoever_is_out():
    """Counted again, votes for those who still stand never fall, and none is lost without a stated transfer to nobody."""
    runs = 500
    ballots = electorate(runs, before=(0, 0, 0), stays=0.5)
    first = ballots.tally(np.ones((3, runs), bool)).copy()
    second = ballots.tally(np.repeat([[True], [True], [False]], runs, axis=1))
    assert (second[:2] >= first[:2]).all()
    assert (second.sum(axis=0) == 60).all()
    assert not second[2].any()


def test_some_of_the_runs_are_as_they_were_among_all():
    """Counting goes on for part of the runs as it would have for all."""
    runs, standing = 40, np.repeat([[True], [True], [False]], 40, axis=1)
    scores = np.random.default_rng(8).standard_normal((9, runs))
    keep = np.arange(runs) % 3 == 0

    def ballots():
        one = electorate(runs, before=(20, 20, 20), stays=0.8)
        one.scores = lambda what, *c: scores[(len(what) + sum(c)) % 9]
        one.tally(np.ones((3, runs), bool))
        return one

    whole = ballots().tally(standing)[..., keep]
    assert (ballots().of(keep).tally(standing[:, keep]) == whole).all()
