"""People in time: pressure on a leader, courts, who waits and who keeps quiet, sign-up windows, and true figures beside them."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulator import load
from simulator.beliefs.draws import draw
from simulator.beliefs.streams import BLOCK
from simulator.engine.ledger import Step
from simulator.questions.simulate import choices, simulate
from simulator.questions.story import story
from simulator.scenario.scenario import Mixture
from simulator.scenario.table import usual
from simulator.words.problems import Problems
from tests.believing import played

JUNE, EVE = "scenarios/labour-2016-june.yaml", "scenarios/labour-2016-eve.yaml"
DECIDED = {"incumbent-nominations": Mixture(decided_by="executive")}


def told(scenario, run, seed=2016, choice=0):
    """The words of one run's story, in one piece."""
    return " ".join(event.words for event in story(scenario, choices(scenario)[choice], seed, run).events)


OFF = {
    "politics.resignation.pressure.motion.times": "100%",
    "politics.resignation.pressure.delegation.times": "100%",
    "politics.resignation": "{chance_a_week: 2%, after_walk_out: 2%}",
}


def test_a_motion_that_was_lost_presses_by_itself_and_can_be_switched_off():
    """June's motion, walk-out and delegation are there without more; at 100% each, the chance a week is all there is."""
    pressed = {"pressure.motion.date", "walk_out", "pressure.delegation.date"}
    assert pressed <= set(draw(load(JUNE), 1, 0, 10).under("politics.resignation"))
    assert pressed <= set(draw(load(EVE), 1, 0, 10).under("politics.resignation"))
    scenario = load(JUNE, OFF)
    runs, draws = 4 * BLOCK, draw(scenario, 9, 0, 4 * BLOCK)
    assert not pressed & set(draws.under("politics.resignation"))
    start = scenario.date.toordinal() - scenario.day_zero.toordinal()
    for weeks in (1, 4):
        left, expected = float((draws["politics.resignation/day"] > start + 7 * weeks).mean()), 0.98**weeks
        assert abs(left - expected) < 4 * math.sqrt(expected * (1 - expected) / runs)


def test_each_pressure_multiplies_the_hazard_from_its_day_on():
    """A motion before the scenario's day counts from the start, a delegation nine days on; 1.5 and 2 times 2% a week."""
    settings = OFF | {
        "politics.resignation.pressure.motion.times": "150%",
        "politics.resignation.pressure.delegation": "{date: 7 days, times: 200%}",
    }
    scenario = load(JUNE, settings)
    runs, draws = 4 * BLOCK, draw(scenario, 9, 0, 4 * BLOCK)
    start = scenario.date.toordinal() - scenario.day_zero.toordinal()
    for days, weeks in ((7, 1.5), (21, 1.5 + 2 * 3.0)):
        left, expected = float((draws["politics.resignation/day"] > start + days).mean()), 0.98**weeks
        assert abs(left - expected) < 4 * math.sqrt(expected * (1 - expected) / runs)


@pytest.mark.parametrize(
    ("motions", "names"),
    [
        ("[]", set()),
        ("[{date: 2016-06-28, by: mps, for: 40, against: 172}]", set()),
        ("[{date: 2016-06-28, by: mps, for: 172, against: 40, title: to meet on Tuesday}]", set()),
        ("[{date: 2016-06-28, by: mps, for: 172, against: 40}]", {"motion"}),
        (
            "[{date: 2016-06-20, by: mps, for: 120, against: 90}, {date: 2016-06-28, by: mps, for: 172, against: 40}]",
            {"motion", "motion_2"},
        ),
    ],
)
def test_only_a_motion_of_no_confidence_that_was_carried_presses(motions, names):
    """None, one won, one about something else, one lost, two lost."""
    settings = {"motions": motions, "politics.resignation.pressure": "{delegation: {date: 3 days}}"}
    scenario = load("scenarios/labour-minimal.yaml", settings)
    assert set(draw(scenario, 1, 0, 10).under("politics.resignation.pressure")) == {
        f"{name}.date" for name in (*names, "delegation")
    }


def test_a_pressure_without_a_day_is_refused():
    """What the book has no usual day for needs a date."""
    with pytest.raises(Problems, match="nobody knows when"):
        load(JUNE, {"politics.resignation.pressure": "{letter: {times: 150%}}"})


def test_pressure_is_told_on_its_day_and_is_a_step_before_the_leader_goes():
    """Every resignation of June has the step; the story of one names motion, front bench and delegation with their days."""
    scenario = load(JUNE)
    ledger, draws = played(scenario, runs=2_000, seed=2016)
    gone = [run for run in range(2_000) if Step.RESIGNED in ledger.steps(run)]
    assert len(gone) > 50
    for run in gone:
        steps = ledger.steps(run)
        assert steps.index(Step.PRESSED) == steps.index(Step.RESIGNED) - 1
    late = next(
        run
        for run in gone
        if draws["politics.resignation.pressure.delegation.date"][run] < draws["politics.resignation/day"][run] - 1
    )
    words = told(scenario, late)
    assert (
        "The pressure on Jeremy Corbyn grows: the front bench walks out (26 June 2016), the leader lost a vote" in words
    )
    assert "grows: a delegation asks the leader to go" in words
    assert (
        "The pressure had grown: the front bench walks out (26 June 2016), the leader lost a vote of confidence"
        in words
    )


def test_the_leader_of_june_goes_about_as_often_as_was_believed():
    """All that presses together leaves the chance that he resigns where it was said to be: 5% to 10%."""
    ledger, _ = played(load(JUNE), runs=8_000, seed=2016)
    assert 0.05 < np.mean([Step.RESIGNED in ledger.steps(run) for run in range(8_000)]) < 0.1


def test_a_court_is_asked_on_the_eve_of_the_executive():
    """As shipped: judgments that leave the reading and judgments that reverse it, in the path tree and in the stories."""
    scenario = load(EVE)
    entry = simulate(scenario, runs=3_000).answer.to_json()["results"][0]
    shares = {
        step: sum(path["chance"] for path in entry["paths"] if step in path["steps"])
        for step in ("court upheld", "court reversed")
    }
    assert shares["court upheld"] > shares["court reversed"] > 0.05
    path = next(path for path in entry["paths"] if "court reversed" in path["steps"])
    assert "The court is asked about incumbent-nominations, and reverses it" in told(scenario, path["first_run"])


def test_a_reading_drawn_by_chance_was_not_made_in_the_contest_and_no_court_reverses_it():
    """Mixed readings with a court that is certain to be asked and to reverse are mixed readings without one."""
    mixed = {"readings.incumbent-nominations": "{automatic: 60%, needs-nominations: 40%}"}
    court = {"politics.court": "{asked: 100%, reverses: 100%}"}
    one, other = (simulate(load(JUNE, mixed | more), runs=1_000).records[0] for more in (court, {}))
    np.testing.assert_array_equal(one.leader, other.leader)


def test_those_who_keep_quiet_are_the_names_that_are_missing():
    """With the pressing and without, on the same luck: the names lost are those kept quiet, and only such runs have the step."""
    scenario = load(JUNE)
    ledger, draws = played(scenario, seed=2016, **{"incumbent-nominations": "automatic"})
    loud = draw(load(JUNE, {"nominators.quiet": "0%"}), 2016, 0, 3_000)
    np.testing.assert_array_equal(
        loud["nominators.blocs/nominations"].sum(axis=(0, 1)) - draws["nominators.blocs/nominations"].sum(axis=(0, 1)),
        draws["nominators.quiet"],
    )
    opened = [run for run in range(3_000) if Step.WINDOW_OPENED in ledger.steps(run) and not ledger.vacant[run]]
    quiet = [run for run in opened if draws["nominators.quiet"][run] > 0]
    assert 0 < len(quiet) < len(opened)
    for run in opened:
        assert (Step.KEPT_QUIET in ledger.steps(run)) == (draws["nominators.quiet"][run] > 0)


def test_whoever_waits_for_another_is_told_and_has_a_step():
    """On 17 July Smith has let Eagle go first, in every run; in June with waiting, wherever both stand and a window opens."""
    assert "Owen Smith lets Angela Eagle go first, and declares on 13 July 2016." in told(
        load("scenarios/labour-2016-nominations.yaml"), 0
    )
    scenario = load(JUNE, {"politics.challengers.smith.waits_for": "eagle"})
    ledger, draws = played(scenario, seed=2016, **{"incumbent-nominations": "automatic"})
    eagle, smith = scenario.ids.index("eagle"), scenario.ids.index("smith")
    for run in range(3_000):
        steps = ledger.steps(run)
        if Step.CHALLENGED in steps and Step.WINDOW_OPENED in steps and not ledger.vacant[run]:
            assert (Step.WAITED in steps) == bool(
                draws["politics.challengers.<challenger>.stands"][eagle, run]
                and draws["politics.challengers.<challenger>.stands"][smith, run]
            )
    assert sum(Step.WAITED in ledger.steps(run) for run in range(3_000)) > 1_000


WINDOW = "electorate.sections.registered.window"


@pytest.mark.parametrize(
    ("window", "applied"),
    [
        ("{heat: 60000, fee: £25, open: 2 days, dearer: 80%, longer: 110%}", 60_000),
        ("{heat: 60000, fee: £50, open: 2 days, dearer: 80%, longer: 110%}", 48_000),
        ("{heat: 60000, fee: £25, open: 16 days, dearer: 80%, longer: 110%}", 60_000 * 1.1**3),
        ("{heat: 60000, fee: £3, open: 89 days, dearer: 100%, longer: 100%}", 60_000),
        ("{heat: 60000, fee: £0, open: 2 days, dearer: 80%, longer: 110%}", 60_000 * 0.8 ** math.log2(1 / 25)),
        ("{applied: 183541, fee: £3, open: 89 days}", 183_541),
    ],
)
def test_applicants_answer_to_the_fee_and_the_length_of_the_window(window, applied):
    """Alike each time either is doubled; not at all where that is switched off, or the number is known."""
    draws = draw(load(JUNE, {WINDOW: window}), 5, 0, 20)
    np.testing.assert_allclose(draws["electorate.sections.registered.window.applied"], applied, rtol=1e-5, atol=1)


def test_the_defaults_of_windows_are_what_three_contests_allow():
    """121,295 at £3 in 89 days is twice the middle of 2016 and 2020; all of it the fee's doing, or all of it the length's."""
    in_2020 = 13_626 / (129_000 / 183_541)
    middle = math.sqrt(183_541 * in_2020)
    more = 121_295 / middle
    dearer, longer, heat = (
        usual(f"electorate.sections.<section>.window.{name}")[0] for name in ("dearer", "longer", "heat")
    )
    assert dearer.low == pytest.approx(more ** (1 / math.log2(3 / 25)), abs=0.005)
    assert longer.high == pytest.approx(more ** (1 / math.log2(89 / 2)), abs=0.005)
    assert (dearer.high, longer.low) == (1, 1)
    assert heat.centre == pytest.approx(middle, rel=0.02)
    three = [math.log(n) for n in (183_541, in_2020, middle)]
    assert heat.spread == pytest.approx(np.std(three, ddof=1), rel=0.05)
    at_the_middle = middle * dearer.centre ** math.log2(3 / 25) * longer.centre ** math.log2(89 / 2)
    assert at_the_middle == pytest.approx(121_295, rel=0.03)


def test_a_dearer_and_shorter_window_lets_fewer_in_run_by_run():
    """On the same luck, £25 and two days beside £3 and 89: never more applicants, and fewer votes in the end."""
    cheap, dear = (
        draw(load(JUNE, {WINDOW: f"{{fee: {fee}, open: {days} days}}"}), 5, 0, 2_000)
        for fee, days in (("£3", 89), ("£25", 2))
    )
    assert (
        dear["electorate.sections.registered.window.applied"] <= cheap["electorate.sections.registered.window.applied"]
    ).mean() > 0.89
    assert np.median(dear["electorate.sections/cast"][2]) < np.median(cheap["electorate.sections/cast"][2])


def test_the_window_and_the_freeze_date_are_told():
    """Applicants, fee, days, who is let in, and who joined too late, in the story of 17 July."""
    words = told(load("scenarios/labour-2016-nominations.yaml"), 5)
    assert "apply to vote as registered at £25 in 2 days;" in words
    assert "of the members joined too late to vote" in words


def test_a_window_that_is_a_date_is_refused():
    """How long it is open cannot be a day of the calendar."""
    with pytest.raises(Problems, match="a date says when, not how long"):
        load(JUNE, {WINDOW: "{open: 18 July 2016}"})


def test_a_pace_of_ones_own_multiplies_the_odds_of_being_in():
    """Twice the odds: one in two is in by then instead of one in three; 100% is one row for all, and draws nothing."""
    scenario = load(
        "scenarios/labour-2020-january.yaml", {"nominators.arrived": "33.333333%", "nominators.pace.eve": "200%"}
    )
    draws = draw(scenario, 5, 0, 50)
    np.testing.assert_allclose(draws["nominators.arrived/at_a_pace"], 0.5, rtol=1e-5)
    same = draw(
        load("scenarios/labour-2020-january.yaml", {"nominators.pace": "{first_day: 100%, eve: 100%}"}), 5, 0, 50
    )
    assert len(same["nominators.arrived/at_a_pace"]) == len(same["nominators.first_day/at_a_pace"]) == 1
    np.testing.assert_array_equal(same["nominators.arrived/at_a_pace"][0], same["nominators.arrived"])


def test_whoever_gives_up_before_the_second_bar_has_not_passed_it():
    """In January 2020 such a run goes on without a rule of its own; none has the candidate on the ballot, none ends there."""
    scenario = load("scenarios/labour-2020-january.yaml", {"politics.challengers.phillips.pulls_out": "100%"})
    ledger, _ = played(scenario, runs=1_500)
    phillips = scenario.ids.index("phillips")
    assert (ledger.share[phillips] == 0).all()
    assert not any("withdrawn" in reason for reason in ledger.reasons)
    out = [run for run in range(1_500) if Step.PULLED_OUT in ledger.steps(run)]
    assert len(out) > 1_000
    assert "Jess Phillips withdraws before the second bar is passed" in told(scenario, out[0], seed=7)


def test_true_votes_of_the_executive_are_placed_among_those_that_were_played():
    """18 to 14, 16 to 15 and the judgment: counted again from the draws, run by run."""
    scenario = load(EVE)
    document = simulate(scenario, runs=4_000, seed=3).answer.to_json()
    ledger, draws = played(scenario, runs=4_000, seed=3)
    voted = np.array([bool({Step.EXECUTIVE_FOR, Step.EXECUTIVE_AGAINST, Step.EXECUTIVE_TIED} & {*ledger.steps(run)})
                      for run in range(4_000)])  # fmt: skip
    stayed = 2 * draws["politics.executive.asks_to_leave"] <= scenario.executive_voting - 1
    in_favour = (draws["politics.executive.reads"] + stayed)[voted]
    said = document["afterwards"]
    expected = (in_favour < 18).mean() + (in_favour == 18).mean() / 2
    assert said["executive"] == {"for": 18, "against": 14, "fewer": pytest.approx(expected), "meetings": voted.mean()}
    leave = draws["politics.executive.asks_to_leave"][voted]
    assert said["asked_to_leave"]["fewer"] == pytest.approx((leave < 15).mean() + (leave == 15).mean() / 2)
    upheld, reversed_ = (
        sum(step in ledger.steps(run) for run in range(4_000)) for step in (Step.COURT_UPHELD, Step.COURT_REVERSED)
    )
    assert said["judgment"]["of_judgments"] == pytest.approx(upheld / (upheld + reversed_))
    share = ledger.share[0][ledger.share[0] > 0]
    assert said["places"]["share"]["fewer"] == pytest.approx((share < 0.618).mean(), abs=1e-6)
    names = ledger.names[scenario.ids.index("smith")]
    names = names[names >= 0]
    assert said["places"]["names"]["smith"]["fewer"] == pytest.approx((names < 172).mean() + (names == 172).mean() / 2)


def test_of_readings_side_by_side_each_has_its_own_votes():
    """Two readings played along one axis count the meetings that each has alone."""
    entries = simulate(load(EVE), runs=1_500).answer.to_json()["results"]
    for entry, reading in zip(entries, ("votes", "stands-aside"), strict=True):
        one = replace(load(EVE, readings={"leader-votes-on-own-case": reading}), compared=())
        (own,) = simulate(one, runs=1_500).answer.to_json()["results"]
        assert own["happened"]["executive"] == entry["happened"]["executive"]


AS_KNOWN = sorted(p for p in Path("scenarios").glob("labour-*.yaml") if "\nafterwards:" in p.read_text("utf-8"))
AFTER_THE_NAMES = {"labour-2016-court", "labour-2016-constituencies"}


@pytest.mark.parametrize("path", [p for p in AS_KNOWN if p.stem not in AFTER_THE_NAMES], ids=lambda path: path.stem)
def test_what_is_believed_of_a_contest_is_not_taken_from_that_contest(path):
    """No uncertain default about names or voters says that it rests on the year of the contest; the file gives its own."""
    year = path.stem.split("-")[1]
    own = [
        belief.path
        for belief in load(str(path)).beliefs.values()
        if belief.path.startswith(("nominators.", "electorate."))
        and belief.origin.kind.startswith("default")
        and year in belief.origin.said
        and not belief.quantity.certain
    ]
    assert own == []
