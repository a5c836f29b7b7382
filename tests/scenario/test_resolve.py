"""From the written scenario to the resolved one: defaults written out, origins carried along, layers laid in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator import load
from simulator.questions.axes import at_bars
from simulator.scenario.scenario import Mixture
from simulator.words.problems import Problems

JUNE, MINIMAL = "scenarios/labour-2016-june.yaml", "scenarios/labour-minimal.yaml"


def test_every_default_is_written_out_with_its_reason():
    """What the shortest scenario does not say is there, marked as a default, with a source or an assumption."""
    beliefs = load(MINIMAL).beliefs
    assert {"politics.unity.during", "timetable.open", "electorate.sections.registered.turnout"} <= set(beliefs)
    defaults = [b for b in beliefs.values() if b.origin.kind.startswith("default")]
    assert len(defaults) > 30
    assert all(b.origin.said for b in defaults)


def test_a_figure_has_the_nearest_source_or_assumption():
    """`assumption:` on a block covers what is in it; an inner one wins."""
    beliefs = load(JUNE).beliefs
    assert "no count of likely nominators" in beliefs["nominators.blocs.rebels.nominate.corbyn"].origin.said
    assert beliefs["politics.challengers.eagle.stands"].origin.said == "the press named her first"
    assert "YouGov" in beliefs["electorate.sections.members.support.corbyn"].origin.said


def test_every_figure_of_the_june_scenario_is_sourced_or_assumed():
    """Nothing in it is merely stated."""
    assert [b.path for b in load(JUNE).beliefs.values() if not b.origin.said] == []


def test_law_and_belief_are_set_by_path():
    """`--set` reaches a provision, a belief with spaces in its name, and a plain setting alike."""
    scenario = load(
        JUNE,
        {
            "challenge-nominations.bar.share": "15%",
            "nominators.blocs.off the roll.nominate.corbyn": "70%",
            "runs": "123",
        },
    )
    assert scenario.what_ifs[0].change == {"challenge-nominations.bar.share": "15%"}
    assert scenario.quantity("nominators.blocs.off the roll.nominate.corbyn").low == 0.7
    assert scenario.runs == 123


def test_readings_are_stated_compared_mixed_or_left_to_a_body():
    """One name; `compare`; chances; the stage that settles it."""
    dispute = "incumbent-nominations"
    assert load(JUNE, readings={dispute: "needs-nominations"}).readings[dispute] == "needs-nominations"
    assert load(JUNE).compared == (dispute,)
    assert load(JUNE, readings={dispute: "executive"}).readings[dispute] == Mixture(decided_by="executive")
    mixed = load(JUNE, {f"readings.{dispute}": "{automatic: 30%, needs-nominations: 70%}"}).readings[dispute]
    assert mixed == Mixture((("automatic", 0.3), ("needs-nominations", 0.7)))


def test_a_scenario_may_be_like_another(tmp_path):
    """The child's words are laid over the parent's: blocks merged, the rest replaced whole; places stay true."""
    (tmp_path / "parent.yaml").write_text(Path(JUNE).read_text("utf-8"), "utf-8")
    child = tmp_path / "child.yaml"
    child.write_text("like: parent.yaml\nscenario: Another night\nnominators: {quiet: 50%}\n", "utf-8")
    scenario = load(str(child))
    assert scenario.title == "Another night"
    assert scenario.quantity("nominators.quiet").low == 0.5
    assert scenario.quantity("nominators.mood").low == 0.6
    child.write_text("like: parent.yaml\nscenario: Another night\nnominators: {quiet: 150%}\n", "utf-8")
    with pytest.raises(Problems, match=r"child\.yaml:3:21"):
        load(str(child))


def test_whoever_says_anew_where_a_figure_comes_from_takes_back_the_source_before(tmp_path):
    """The child assumes what the parent had read somewhere: the figure is assumed, and the other way round."""
    (tmp_path / "parent.yaml").write_text(Path(JUNE).read_text("utf-8"), "utf-8")
    child = tmp_path / "child.yaml"
    members = "electorate: {sections: {members: {register: 400000, source: a count}}}"
    child.write_text(f"like: parent.yaml\nbodies: {{mps: {{size: 231, assumption: guessed}}}}\n{members}\n", "utf-8")
    scenario = load(str(child))
    assert scenario.beliefs["electorate.sections.members.register"].origin.said == "a count"
    court = load("scenarios/labour-2016-court.yaml").beliefs["electorate.sections.members.register"].origin
    assert court.kind == "assumption"


def test_the_decision_of_a_body_is_a_reading_or_a_patch():
    """July's scenario says what the executive read on 12 July; a resolution changes a provision for this contest."""
    assert load("scenarios/labour-2016-july.yaml").readings["incumbent-nominations"] == "automatic"
    scenario = load(JUNE, {"decisions": "[{body: nec, date: 2016-06-28, kind: resolves, change: {ballot.tie: lot}}]"})
    assert scenario.what_ifs[0].change == {"ballot.tie": "lot"}


@pytest.mark.parametrize(
    "said",
    [
        "challenge-nominations.bar.share: 15%",
        "challenge-nominations.bar: {by: [mps, meps], share: 15%, of: [mps, meps], rounding: up}",
    ],
)
def test_another_bar_takes_the_place_of_that_of_a_what_if_and_of_nothing_else_it_says(said, tmp_path):
    """However the bar is written in the what-if, ties are by lot before and after."""
    file = tmp_path / "supposed.yaml"
    what_if = f"what_if: {{supposed: {{why: for the test, change: {{{said}, ballot.tie: lot}}}}}}"
    file.write_text(f"like: {Path(JUNE).resolve()}\n{what_if}\n", "utf-8")
    home, path = load(str(file)), "challenge-nominations.bar.share"
    for scenario, share in ((home, "3/20"), (at_bars(home)({path: "25%"}), "1/4")):
        assert (str(scenario.law[path]), str(scenario.law["ballot.tie"])) == (share, "lot")


def test_the_ends_of_an_interval_at_nought_and_a_hundred_are_read_as_close_and_said_so():
    """0% to 4% begins at 0.1%, and the quantity says it."""
    quantity = load(JUNE, {"nominators.quiet": "0% to 4%"}).quantity("nominators.quiet")
    assert quantity.low == 0.001
    assert "0.1%" in quantity.note
