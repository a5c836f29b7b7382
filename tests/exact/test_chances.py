"""Exact chances: what can be worked out in closed form is, and the simulator is held against it.

Each statistical test compares with a tolerance of 4.5 standard errors under a fixed seed: a correct engine would fail one of
them for one seed in about 150,000.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator import load, simulate
from simulator.beliefs.draws import draw
from simulator.beliefs.streams import BLOCK, RandomStreams, how_many_below
from simulator.words.quantities import Quantity, chance

JUNE = "scenarios/labour-2016-june.yaml"
NEEDS = {"incumbent-nominations": "needs-nominations"}
TOLERANCE = 4.5
RUNS = 200_000
QUIET = {
    "politics.resignation.chance_a_week": "0%",
    "politics.resignation.after_walk_out": "0%",
    "politics.challengers.eagle.stands": "100%",
    "politics.challengers.eagle.declares": "1 July 2016",
    "politics.unity.before": "100%",
}


def poisson_binomial(groups):
    """The distribution of a sum of independent groups of (heads, chance), by convolution."""
    total = np.ones(1)
    for heads, p in groups:
        one = np.array([math.comb(heads, k) * p**k * (1 - p) ** (heads - k) for k in range(heads + 1)])
        total = np.convolve(total, one)
    return total


def incumbents_blocs(scenario):
    """(heads, quantity) of every bloc that may name the incumbent."""
    one = scenario.ids[scenario.incumbent]
    path = "nominators.blocs.{}.nominate." + one
    return [(b.size, scenario.quantity(path.format(b.name))) for b in scenario.blocs if one in b.names]


def upper_tail_with_mood(blocs, mood, bar, nodes=241):
    """P(names ≥ bar), the common mood and each bloc's own deviation integrated by a fine trapezoid over ±5.5.

    Given the mood, blocs are independent, so each bloc's distribution is integrated over its own deviation first.
    """
    z = np.linspace(-5.5, 5.5, nodes)
    weight = np.exp(-z * z / 2)
    weight /= weight.sum()
    out = 0.0
    for m, w in zip(z, weight, strict=True):
        total = np.ones(1)
        for heads, quantity in blocs:
            if quantity.certain:
                p = np.array([quantity.low])
                share = np.ones(1)
            else:
                score = math.sqrt(mood) * m + math.sqrt(1 - mood) * z
                p = 1 / (1 + np.exp(-(quantity.mean + quantity.spread * score)))
                share = weight
            k = np.arange(heads + 1)
            comb = np.array([math.comb(heads, int(n)) for n in k], float)
            mass = comb[:, None] * p ** k[:, None] * (1 - p) ** (heads - k[:, None])
            total = np.convolve(total, mass @ share)
        out += w * total[bar:].sum()
    return out


@pytest.mark.parametrize(
    "loyal", [pytest.param("85%", marks=pytest.mark.night), "90%", pytest.param("97%", marks=pytest.mark.night)]
)
def test_the_chance_of_51_is_the_poisson_binomials_where_chances_are_certain(loyal):
    """With certain chances the incumbent's names are a sum of binomials: 40, 172, 4, 13, 2 and 20 heads."""
    certain = {
        "nominators.blocs.loyalists.nominate.corbyn": loyal,
        "nominators.blocs.rebels.nominate.corbyn": "1.5%",
        "nominators.blocs.spoilt.nominate.corbyn": "35%",
        "nominators.blocs.absent.nominate.corbyn": "35%",
        "nominators.blocs.off the roll.nominate.corbyn": "30%",
        "nominators.blocs.meps.nominate.corbyn": "30%",
    }
    scenario = load(JUNE, {**QUIET, **certain}, NEEDS)
    exact = poisson_binomial([(heads, quantity.low) for heads, quantity in incumbents_blocs(scenario)])[51:].sum()
    entry = simulate(scenario, runs=RUNS).document["results"][0]["nominations"]["corbyn"]
    assert entry["sought"] == 1
    assert abs(entry["reaches_bar"] - exact) < TOLERANCE * math.sqrt(exact * (1 - exact) / RUNS) + 251 / 2**17 * 0.1


@pytest.mark.parametrize(
    "mood", [pytest.param("0%", marks=pytest.mark.night), "60%", pytest.param("100%", marks=pytest.mark.night)]
)
def test_the_chance_of_51_with_the_common_mood_integrated(mood):
    """With uncertain chances that move together, the exact chance is an integral over mood and own deviations."""
    scenario = load(JUNE, {**QUIET, "nominators.mood": mood}, NEEDS)
    share = scenario.quantity("nominators.mood").low
    exact = upper_tail_with_mood(incumbents_blocs(scenario), share, 51)
    assert upper_tail_with_mood(incumbents_blocs(scenario), share, 51, nodes=481) == pytest.approx(exact, abs=2e-5)
    entry = simulate(scenario, runs=RUNS).document["results"][0]["nominations"]["corbyn"]
    assert abs(entry["reaches_bar"] - exact) < TOLERANCE * math.sqrt(exact * (1 - exact) / RUNS) + 2e-4


def test_the_mood_matters():
    """A common mood widens the count: the test above would not pass with the mood left out."""
    blocs = incumbents_blocs(load(JUNE))
    apart, together = (upper_tail_with_mood(blocs, mood, 51) for mood in (0.0, 1.0))
    assert abs(apart - together) > 0.02


def test_resignations_follow_the_weekly_chances_before_and_after_the_walk_out():
    """With 5% a week before a walk-out on day 10 and 20% after, P(resigned by day t) is 1 − exp(−H(t))."""
    scenario = load(
        JUNE,
        {
            "politics.resignation.chance_a_week": "5%",
            "politics.resignation.after_walk_out": "20%",
            "politics.resignation.walk_out": "8 July 2016",
            "politics.resignation.pressure": "{motion: {times: 100%}, delegation: {times: 100%}}",
        },
    )
    runs = 4 * BLOCK
    days = draw(scenario, 4, 0, runs)["politics.resignation/day"] - 1
    early, late = (-math.log(1 - share) / 7 for share in (0.05, 0.2))
    for t in (1, 5, 10, 11, 20, 40):
        exact = 1 - math.exp(-(early * min(t, 10) + late * max(t - 10, 0)))
        assert abs((days <= t).mean() - exact) < TOLERANCE * math.sqrt(exact * (1 - exact) / runs), t


@pytest.mark.parametrize("p", [0.0, 0.003, 0.25, 0.5, 0.97, 1.0])
def test_how_many_below_is_binomial(p):
    """Of 172 people each below a chance by their own number: mean, variance and every count's frequency."""
    own = RandomStreams(8, 0).people("people", 172)
    counts = how_many_below(own, p)
    exact = np.array([math.comb(172, k) * p**k * (1 - p) ** (172 - k) for k in range(173)])
    if p in (0.0, 1.0):
        assert (counts == round(172 * p)).all()
        return
    seen = np.bincount(counts, minlength=173) / BLOCK
    assert np.abs(seen - exact).max() < TOLERANCE * math.sqrt(exact.max() / BLOCK)
    assert abs(counts.mean() - 172 * p) < TOLERANCE * math.sqrt(172 * p * (1 - p) / BLOCK) + 172 / 2**17


def test_a_crowd_is_drawn_in_companies_and_counted_the_same():
    """Nine hundred people come in companies of 250; nobody is counted twice or left out."""
    companies = list(RandomStreams(3, 1).crowd("crowd", 900))
    assert [len(company) for company in companies] == [250, 250, 250, 150]
    whole = np.concatenate(companies)
    total = sum(how_many_below(company, 0.4).astype(int) for company in companies)
    np.testing.assert_array_equal(total, how_many_below(whole, 0.4))


@pytest.mark.parametrize(
    ("quantity", "low", "high"),
    [(chance("55% to 68%"), 0.55, 0.68), (chance("0.5% to 4%"), 0.005, 0.04)],
)
def test_the_ends_of_an_interval_are_its_5_and_95_per_cent_points(quantity: Quantity, low, high):
    """5% of the draws lie below the lower end, and 5% above the upper."""
    drawn = RandomStreams(6, 0).value("belief", quantity)
    error = TOLERANCE * math.sqrt(0.05 * 0.95 / BLOCK)
    assert abs((drawn < low).mean() - 0.05) < error
    assert abs((drawn > high).mean() - 0.05) < error


def test_one_candidates_sections_swing_together_as_much_as_is_said():
    """The correlation of a candidate's logits between two sections is the swing's share of the variance."""
    for share in (0.0, 0.6):
        scenario = load(JUNE, {"electorate.swing": f"{share:.0%}"})
        pull = np.log(draw(scenario, 2, 0, 2 * BLOCK)["electorate.sections/pull"][scenario.incumbent])
        seen = np.corrcoef(pull[0], pull[1])[0, 1]
        assert abs(seen - share) < TOLERANCE * (1 - share**2) / math.sqrt(2 * BLOCK) + 0.001


def test_every_block_has_luck_of_its_own():
    """Run 0 and run 16,384 share their place in a block and nothing else; nor do two seeds, or two paths."""
    first = RandomStreams(1, 0).normal("a")
    for other in (RandomStreams(1, 1).normal("a"), RandomStreams(2, 0).normal("a"), RandomStreams(1, 0).normal("b")):
        assert abs(np.corrcoef(first, other)[0, 1]) < TOLERANCE / math.sqrt(BLOCK)
    assert (RandomStreams(1, 0).normal("a") == first).all()
