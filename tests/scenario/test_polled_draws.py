"""What is drawn of polls errs as polls have erred: with the tails of a t, and hardly together from section to section."""

from __future__ import annotations

import numpy as np
import pytest

from calibration.pollerror import Predicted, normal_below, normal_quantile, t_quantile
from simulator import load
from simulator.beliefs.design import Planned, common_to
from simulator.beliefs.draws import draw
from simulator.beliefs.streams import BLOCK, RandomStreams, before_scale, on_scale, shared
from simulator.beliefs.tails import stretched
from simulator.questions.budget import grade_of
from simulator.scenario.polls import T95, model
from simulator.scenario.resolve import of_document
from simulator.words.documents import parse
from simulator.words.quantities import Z95, chance
from tests.believing import fixed
from tests.scenario.test_polls import BASE

AUGUST = "scenarios/labour-2016-august.yaml"
JUNE = "scenarios/labour-2016-june.yaml"
RUNS = 10 * BLOCK


@pytest.fixture(scope="module")
def august():
    """The scenario with a poll of each section, and 163,840 draws."""
    one = load(AUGUST)
    return one, draw(one, 7, 0, RUNS)


def test_a_stretched_score_is_the_quantile_of_a_t_between_the_same_ends():
    """Within 0.03% of t₅⁻¹(Φ(z)) up to 5.8, rising to 9; at the ends of a 90% interval nothing moves."""
    z = np.linspace(0.01, 4.2, 500)
    assert stretched(z) == pytest.approx(t_quantile(normal_below(z)) * Z95 / float(t_quantile(0.95)), rel=4e-4)
    assert stretched(-z) == pytest.approx(-stretched(z))
    assert float(stretched(Z95)) == pytest.approx(Z95, abs=1e-12)
    assert (np.diff(stretched(np.linspace(-9, 9, 20_001))) > 0).all()


def test_what_is_drawn_is_what_the_error_model_predicts(august):
    """Quantiles from 0.1% to 99.9% of a drawn belief beside those of the model that the backtest scores (5 errors each)."""
    scenario, draws = august
    belief = scenario.polled["members", "corbyn"]
    drawn = np.log(draws["electorate.sections/pull"][0, scenario.sections.index("members")])
    predicted = Predicted(belief.middle, belief.scale)
    for part in (0.001, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.999):
        share = float(predicted.quantile(part))
        below = float((drawn < np.log(share / (1 - share))).mean())
        assert abs(below - part) < 5 * np.sqrt(part * (1 - part) / RUNS)
    assert belief.quantity.fat_tails
    assert stretched(Z95) * belief.quantity.spread == pytest.approx(T95 * belief.scale)


def test_far_tails_are_those_of_a_t_and_not_of_a_normal(august):
    """Beyond three times its 95% point a normal has one draw in 1.2 million; a t with five degrees has one in 560."""
    scenario, draws = august
    quantity = scenario.polled["members", "corbyn"].quantity
    drawn = np.log(draws["electorate.sections/pull"][0, scenario.sections.index("members")])
    far = np.abs(drawn - quantity.mean) > 3 * Z95 * quantity.spread
    expected = 2 * Predicted(0.0, 1.0).chance_above(1 / (1 + np.exp(-3 * T95)))
    assert far.mean() == pytest.approx(expected, abs=5 * np.sqrt(expected / RUNS))
    assert expected > 1 / 700


def test_a_belief_that_was_written_by_hand_is_logit_normal_and_draws_what_it_drew():
    """To the bit: the exponential of mean and spread times the score, of which electorate.swing is common."""
    one = load(JUNE)
    swing = one.quantity("electorate.swing").low
    draws, luck = draw(one, 5, 0, BLOCK), RandomStreams(5, 0)
    found = 0
    for c, candidate in enumerate(one.ids):
        for s, section in enumerate(one.sections):
            path = f"electorate.sections.{section}.support.{candidate}"
            quantity = one.quantity(path)
            if quantity.certain:
                continue
            score = shared(luck.normal(f"electorate.support.{candidate}"), luck.normal(path), swing)
            plain = np.exp(np.float32(quantity.mean) + np.float32(quantity.spread) * score)
            assert np.array_equal(draws["electorate.sections/pull"][c, s], plain)
            assert not quantity.fat_tails
            found += 1
    assert found > 3
    assert np.array_equal(
        on_scale(chance("20% to 40%"), score),
        1 / (1 + np.exp(-(np.float32(chance("20% to 40%").mean) + np.float32(chance("20% to 40%").spread) * score))),
    )


def test_sections_with_polls_of_their_own_err_nearly_apart(august):
    """The drawn supports of one candidate, as normal scores of their ranks, correlate as errors of polls did (5 errors)."""
    _, draws = august
    for one, other in ((0, 1), (0, 2), (1, 2)):
        scores = [
            normal_quantile((np.argsort(np.argsort(draws["electorate.sections/pull"][0, s])) + 0.5) / RUNS)
            for s in (one, other)
        ]
        correlation = float(np.corrcoef(*scores)[0, 1])
        assert correlation == pytest.approx(model()["in_common"], abs=5 / np.sqrt(RUNS))


def test_a_poll_of_the_whole_errs_once_wherever_it_is_played():
    """Were its error drawn anew in each section, the total would be surer than such polls have been."""
    base = "\n".join(line for line in BASE.splitlines() if "section: members" not in line)
    draws = draw(of_document(parse(base.encode(), "polls"), {}, {}), 3, 0, BLOCK)
    assert np.array_equal(draws["electorate.sections/pull"][0, 0], draws["electorate.sections/pull"][0, 1])
    assert np.array_equal(draws["electorate.sections/pull"][0, 0], draws["electorate.sections/pull"][0, 2])
    assert draws["electorate.sections/pull"][0, 0].std() > 0


def test_the_swing_of_the_file_moves_what_the_file_says_and_not_what_polls_say():
    """Of June 2016 with all of the swing in common all sections move as one; in August nothing changes."""
    june = draw(load(JUNE, {"electorate.swing": "100%"}), 3, 0, BLOCK)
    assert float(
        np.corrcoef(np.log(june["electorate.sections/pull"][0, 0]), np.log(june["electorate.sections/pull"][0, 1]))[
            0, 1
        ]
    ) == pytest.approx(1, abs=1e-5)
    one, other = (draw(load(AUGUST, {"electorate.swing": said}), 3, 0, BLOCK) for said in ("0%", "100%"))
    assert np.array_equal(one["electorate.sections/pull"], other["electorate.sections/pull"])


def test_a_polled_belief_that_is_fixed_or_planned_lies_where_it_is_put(august):
    """Fixed at a value it is drawn there; planned at the scores of its ends it lies at its ends."""
    scenario, _ = august
    path = "electorate.sections.members.support.corbyn"
    draws = draw(fixed(scenario, path, 0.6), 3, 0, BLOCK)
    assert draws["electorate.sections/pull"][0, scenario.sections.index("members")] == pytest.approx(0.6 / 0.4)
    quantity = scenario.quantity(path)
    assert float(on_scale(quantity, Z95)) == pytest.approx(quantity.high)
    assert float(on_scale(quantity, -Z95)) == pytest.approx(quantity.low)
    assert float(before_scale(quantity, 0.0)) == pytest.approx(quantity.mean)
    ends = {path: np.array([-Z95, Z95])}
    planned = draw(scenario, 3, 0, 128, lambda block: Planned(common_to(3, 64), ends, block))
    odds = planned["electorate.sections/pull"][0, scenario.sections.index("members")]
    assert odds[:64] == pytest.approx(quantity.low / (1 - quantity.low), rel=1e-5)
    assert odds[64:] == pytest.approx(quantity.high / (1 - quantity.high), rel=1e-5)


def test_what_polls_have_in_common_is_graded_as_the_polls_are(august):
    """The budget lays a polled candidate's common luck to the polls, and any other's to the swing that was assumed."""
    scenario, _ = august
    assert grade_of(scenario, "electorate.support.corbyn") == "secondary"
    assert grade_of(load(JUNE), "electorate.support.corbyn") == "assumption"
