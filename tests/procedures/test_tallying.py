"""Tallying: scores of a round beside sums in plain Python, seats beside votelib's."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from votelib.evaluate.core import Tie
from votelib.evaluate.proportional import HighestAverages, LargestRemainder

from simulator.procedures.tallying import NEAR, Scoring, Units, apportion, tally

WEIGHTS = (Fraction(1, 3), Fraction(2, 5), Fraction(4, 15))


def cast(seed, candidates=4, sections=3, runs=400, most=40, empty=0.1):
    """Random whole votes[candidate, section, run], here and there a section in which nobody voted."""
    rng = np.random.default_rng(seed)
    votes = rng.integers(0, most, (candidates, sections, runs))
    return votes * (rng.random((sections, runs)) >= empty)


def fractions(votes):
    """The same votes as an array of Fractions."""
    return np.vectorize(Fraction, otypes=[object])(votes)


def cells(score):
    """[candidate, run] of a score, to go through them all."""
    return [(c, r) for c in range(score.shape[0]) for r in range(score.shape[1])]


# --- to the last bit --------------------------------------------------------------------------------------------------
def test_one_pool_adds_up_in_the_kind_of_number_it_came_in_and_is_rounded_to_whole_votes():
    """Float32 votes, a running sum over the sections and one rounding, to the last bit."""
    votes = np.random.default_rng(1).random((5, 3, 300)).astype(np.float32) * np.float32(90_000)
    t = tally(votes, Scoring())
    assert t.score.dtype == np.float32
    assert t.slack == 0
    for c, r in cells(t.score):
        total = np.float32(0)
        for s in range(3):
            total = np.float32(total + votes[c, s, r])
        assert t.score[c, r] == np.rint(total)
    assert (t.total == t.score.sum(axis=0)).all()


def test_a_college_is_the_share_times_the_weight_section_after_section():
    """Whole votes by the live votes, then by the weight as a float, added up in the order of the sections, to the last bit."""
    votes = np.random.default_rng(2).random((5, 3, 300)).astype(np.float32) * np.float32(90_000)
    t = tally(votes, Scoring(weights=WEIGHTS))
    assert t.score.dtype == np.float64
    assert t.slack == NEAR
    whole = np.rint(votes).astype(int).tolist()
    for c, r in cells(t.score):
        total = 0.0
        for s, weight in enumerate(WEIGHTS):
            total += whole[c][s][r] / sum(whole[k][s][r] for k in range(5)) * float(weight)
        assert t.score[c, r] == total


@pytest.mark.parametrize("scoring", [Scoring(), Scoring(weights=(Fraction(1, 40),) * 40), Scoring(units=Units(100))])
def test_a_run_alone_scores_as_its_row_in_the_batch(scoring):
    """Forty sections, so that a sum in another order would show."""
    votes = cast(3, sections=40, runs=50).astype(np.float64 if scoring.units else np.float32)
    together = tally(votes, scoring).score
    for run in range(50):
        assert (tally(votes[..., [run]], scoring).score[:, 0] == together[:, run]).all()


# --- by the words of the provisions -----------------------------------------------------------------------------------
def by_the_words(votes, scoring):
    """[score of each candidate] of one run, exact: votes[candidate][section] are whole numbers."""
    out = [Fraction(0)] * len(votes)
    for s in range(len(votes[0])):
        mine = [Fraction(int(one[s])) for one in votes]
        live = sum(mine)
        if scoring.block and scoring.block[s]:
            ahead = [c for c, n in enumerate(mine) if n == max(mine) and n]
            if len(ahead) != 1:
                continue
            mine = [live if c == ahead[0] else Fraction(0) for c in range(len(mine))]
        worth = None
        if scoring.weights:
            worth = scoring.weights[s]
        elif scoring.units:
            worth = Fraction(scoring.units.points)
            if scoring.units.capped and live < worth:
                worth = live
        for c, n in enumerate(mine):
            if worth is None:
                out[c] += n
            elif live:
                out[c] += n / live * worth
    return out


SCORINGS = {
    "one pool": Scoring(),
    "a college": Scoring(weights=WEIGHTS),
    "points a unit": Scoring(units=Units(100)),
    "points a unit, no more than votes": Scoring(units=Units(60, capped=True)),
    "points that are no whole number": Scoring(units=Units(Fraction(25, 3), capped=True)),
    "one section votes as a block": Scoring(block=(False, True, False)),
    "all vote as blocks": Scoring(block=(True, True, True)),
    "a point to whoever leads in a unit": Scoring(units=Units(1), block=(True, True, True)),
    "a college with a block vote": Scoring(weights=WEIGHTS, block=(False, False, True)),
}


@pytest.mark.parametrize("name", SCORINGS)
def test_every_way_to_score_is_as_its_words_say(name):
    """Fractions come out the same; floats so near that nothing turns on it: 1,000 runs each, many of them nearly empty."""
    scoring = SCORINGS[name]
    votes = np.concatenate([cast(4, runs=600), cast(5, runs=400, most=4)], axis=-1)
    exact, floats = tally(fractions(votes), scoring), tally(votes.astype(np.float32), scoring)
    assert exact.slack == 0
    for run in range(votes.shape[-1]):
        expected = by_the_words(votes[..., run], scoring)
        assert exact.score[:, run].tolist() == expected
        assert exact.total[run] == sum(expected)
        assert np.abs(floats.score[:, run] - [float(x) for x in expected]).max() <= floats.slack / 2
    assert np.abs(floats.total - exact.total.astype(float)).max() <= floats.slack / 2


@pytest.mark.parametrize("name", SCORINGS)
def test_whole_numbers_that_are_objects_stay_exact(name):
    """Python's whole numbers divided by one another would be floats; no score of an exact count is one."""
    votes = cast(6, runs=50)
    t = tally(votes.astype(object), SCORINGS[name])
    assert not any(isinstance(one, float) for one in [*t.score.ravel(), *t.total])
    assert (t.score == tally(fractions(votes), SCORINGS[name]).score).all()


def test_points_of_338_ridings_are_level_where_the_fractions_are():
    """The floats of many ridings stay well within the slack of what they stand for."""
    votes = cast(7, candidates=3, sections=338, runs=20, most=900)
    floats = tally(votes.astype(np.float32), Scoring(units=Units(100)))
    exact = tally(fractions(votes), Scoring(units=Units(100)))
    assert np.abs(floats.score - exact.score.astype(float)).max() < floats.slack / 100


def test_a_block_is_a_section_of_one_seat():
    """A unit whose point goes to whoever leads is apportioned one seat by any method, but where several are level."""
    votes = cast(8, sections=1, runs=800, most=9, empty=0)
    led = tally(votes, Scoring(units=Units(1), block=(True,))).score
    level = (votes[:, 0] == votes[:, 0].max(axis=0)).sum(axis=0) > 1
    assert level.sum() > 50
    assert not led[:, level].any()
    for method in METHODS:
        assert (apportion(votes[:, 0], 1, method) == led)[:, ~level].all()


# --- published figures ------------------------------------------------------------------------------------------------
def rounded(value, digits=1):
    """A figure as it is published."""
    return Fraction(round(value * 10**digits)) / 10**digits


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("scoring", [Scoring(), Scoring(weights=WEIGHTS), Scoring(units=Units(100))])
def test_a_tally_of_rounded_figures_is_no_farther_from_the_truth_than_its_slack(scoring, known):
    """Percentages of each section to one place: the true scores lie within the slack, the true total within *loose*."""
    votes = cast(9, runs=300, empty=0, most=400) + 1
    percents = fractions(votes)
    percents = percents * 100 / percents.sum(axis=0)
    figures = np.vectorize(rounded, otypes=[object])(percents)
    live = fractions(np.full(votes.shape[1:], 100))
    truth = tally(percents, scoring)
    t = tally(figures, scoring, fractions(np.ones(votes.shape)) / 20, live if known else None)
    assert (np.abs(t.score - truth.score) <= t.slack).all()
    assert (np.abs(t.total - truth.total) <= t.loose).all()
    assert not known or (t.total == truth.total).all()
    assert not known or set(t.slack.ravel()) == {Fraction(5, 10_000) if scoring.weights else Fraction(15, 100)}
    assert (t.score != truth.score).any()


def test_a_sum_of_rounded_figures_makes_every_share_of_it_less_sure():
    """40.4 per cent published as 40, the others rounded up: 40 of 101 is farther off than half a per cent."""
    published = fractions(np.array([40, 20, 20, 21])[:, None, None])
    t = tally(published, Scoring(weights=(Fraction(1),)), published * 0 + Fraction(1, 2))
    assert abs(t.score[0, 0] - Fraction(404, 1000)) > Fraction(1, 2) / 101
    assert abs(t.score[0, 0] - Fraction(404, 1000)) <= t.slack[0, 0]


def test_a_block_needs_figures_that_tell_who_leads():
    """Rounded figures of a block section are refused."""
    votes = fractions(cast(10, runs=1))
    with pytest.raises(ValueError, match="block"):
        tally(votes, Scoring(block=(True, False, False)), votes * 0 + Fraction(1, 2))
    assert tally(votes, Scoring(block=(True, False, False)), votes * 0).score is not None


# --- seats ------------------------------------------------------------------------------------------------------------
METHODS = {
    "D'Hondt": HighestAverages("d_hondt"),
    "Sainte-Laguë": HighestAverages("sainte_lague"),
    "largest remainder": LargestRemainder("hare"),
}


def by_votelib(method, votes, seats):
    """{candidate: seats} for certain, and [those who are level for each of the last seats]."""
    given = METHODS[method].evaluate({c: int(n) for c, n in enumerate(votes)}, int(seats))
    ties = [one for one, n in given.items() if isinstance(one, Tie) for _ in range(n)]
    return {c: n for c, n in given.items() if not isinstance(c, Tie)}, ties


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("kind", "runs"), [(np.float32, 1000), (object, 250)])
def test_seats_go_as_votelib_gives_them(method, kind, runs):
    """2,000 runs of floats and 500 of Fractions, 1 to 20 seats; where claims are level votelib names them: most votes first."""
    rng = np.random.default_rng(11)
    votes = np.concatenate([rng.integers(0, 2000, (5, runs)), rng.integers(0, 6, (5, runs))], axis=1)
    votes = votes[:, votes.any(axis=0)]
    seats = rng.integers(1, 21, votes.shape[1])
    ours = apportion(votes.astype(kind), seats, method)
    tied = 0
    for run in range(votes.shape[1]):
        certain, ties = by_votelib(method, votes[:, run], seats[run])
        expected = [certain.get(c, 0) for c in range(5)]
        for last, level in enumerate(ties):
            expected[sorted(level, key=lambda c, run=run: (-votes[c, run], c))[last]] += 1
        tied += bool(ties)
        assert ours[:, run].tolist() == expected, (votes[:, run], seats[run])
    assert tied > runs / 10


@pytest.mark.parametrize("method", METHODS)
def test_all_seats_are_filled_and_nobody_without_votes_has_one(method):
    """Where nobody voted no seat is filled."""
    votes = cast(12, sections=1, runs=500, most=5, empty=0.3)[:, 0]
    seats = apportion(votes, 7, method)
    voted = votes.any(axis=0)
    assert (~voted).sum() > 50
    assert (seats.sum(axis=0) == 7 * voted).all()
    assert not seats[votes == 0].any()


def test_by_sainte_lague_somebody_may_have_fewer_seats_than_whole_quotas():
    """Ten seats, one list with 7.6 quotas and four with 0.6: six seats and one each."""
    votes = np.array([[760], [60], [60], [60], [60]])
    assert apportion(votes, 10, "Sainte-Laguë")[:, 0].tolist() == [6, 1, 1, 1, 1]


def test_a_method_that_nobody_knows_is_refused():
    """No seats are guessed."""
    with pytest.raises(KeyError):
        apportion(np.ones((2, 1)), 3, "by lot")
