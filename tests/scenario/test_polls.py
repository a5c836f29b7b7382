"""Polls become beliefs through the error that such polls have had; what is believed is what is played."""

from __future__ import annotations

import datetime as dt
import json
import math

import pytest

from simulator import load
from simulator.beliefs.draws import draw
from simulator.cli import main
from simulator.scenario.polls import T95, believed, model, scale_of
from simulator.scenario.resolve import of_document
from simulator.words.documents import parse
from simulator.words.problems import Problems

AUGUST = "scenarios/labour-2016-august.yaml"
BASE = """
scenario: Polls
rules: {book: labour, date: 2016-08-30, contest: challenge}
bodies: {mps: {size: 231, suspended: 1, rolls: {2016-06-28: 229, 2015-09: 232}}, meps: {size: 20}}
candidates: {leader: {incumbent: true}, rival: {}, other: {}}
electorate: {closes: 2016-09-29}
polls:
- {pollster: A, date: 2016-08-30, section: members, shares: {leader: 50%, rival: 40%, other: 10%}}
- {pollster: B, date: 2016-08-30, shares: {leader: 60%, rival: 40%}, undecided: 20%}
"""


def scenario(text=BASE):
    """A scenario from its text."""
    return of_document(parse(text.encode(), "polls"), {}, {})


def test_the_scale_of_a_polls_error_grows_with_days_undecided_and_for_one_section():
    """The sum written out: thirty days before the close, a fifth undecided, members alone."""
    last, growth, own = model()["last"], model()["growth"], model()["section"]["members"]
    assert scale_of(30, 0.0, "all") == pytest.approx(math.sqrt(last**2 + growth**2))
    assert scale_of(30, 0.2, "all") == pytest.approx(1.2 * math.sqrt(last**2 + growth**2))
    assert scale_of(30, 0.2, "members") == pytest.approx(math.sqrt(own**2 + 1.44 * (last**2 + growth**2)))
    assert scale_of(0, 0.0, "all") < scale_of(60, 0.0, "all")


def test_a_small_sample_adds_its_sampling_error_beyond_that_of_a_thousand():
    """Twelve people: the logit of one half has a variance of 4/12, and 4/1,000 of it is in the model already."""
    usual = scale_of(30, 0.0, "all", "YouGov", 1_000)
    assert scale_of(30, 0.0, "all", "YouGov") == usual == scale_of(30, 0.0, "all", "YouGov", 5_000)
    assert scale_of(30, 0.0, "all", "YouGov", 12) ** 2 - usual**2 == pytest.approx(4 / 12 - 4 / 1_000)


def test_a_house_of_whose_polls_nothing_is_known_is_as_wide_as_the_widest():
    """However it is spelt, a known house has its own error; a straw poll is no better than the worst of them."""
    usual, widest = scale_of(30, 0.0, "all", "YouGov"), max(model()["house"].values())
    assert scale_of(30, 0.0, "all", "yougov+LFF") == usual
    assert scale_of(30, 0.0, "all", "survation") == scale_of(30, 0.0, "all", "Survation") > usual
    assert scale_of(30, 0.0, "all", "A shop’s straw poll") == pytest.approx(math.hypot(usual, widest))


def test_a_two_way_lead_is_shrunk_and_several_candidates_are_measured_by_their_middle():
    """60 to 40 keeps the slope's part of its log odds; 50-40-10 stands as it is beside the mean log of the rivals."""
    found = scenario().polled
    both = found["all", "leader"]
    assert both.middle == pytest.approx(model()["slope"] * math.log(60 / 40))
    assert found["all", "rival"].quantity.certain
    assert found["all", "rival"].quantity.centre == pytest.approx(0.5)
    three = found["members", "leader"]
    assert three.middle == pytest.approx(math.log(50) - (math.log(40) + math.log(10)) / 2)
    assert found["members", "rival"].middle == pytest.approx((math.log(40) - math.log(10)) / 2)
    assert found["members", "rival"].scale == pytest.approx(three.scale / math.sqrt(2))
    low, high = three.quantity.low, three.quantity.high
    assert math.log(low / (1 - low)) == pytest.approx(three.middle - T95 * three.scale)
    assert math.log(high / (1 - high)) == pytest.approx(three.middle + T95 * three.scale)


def test_a_poll_of_a_section_goes_before_one_of_all_and_the_file_before_both():
    """Members by their own poll, the others by that of all; a stated support wins."""
    one = scenario()
    paths = {s: one.beliefs[f"electorate.sections.{s}.support.leader"] for s in one.sections}
    assert paths["members"].quantity == one.polled["members", "leader"].quantity
    assert paths["affiliated"].quantity == paths["registered"].quantity == one.polled["all", "leader"].quantity
    assert paths["members"].origin.kind == "polls"
    said = scenario(
        BASE.replace("{closes: 2016-09-29}", "{closes: 2016-09-29, sections: {members: {support: {leader: 30%}}}}")
    )
    assert said.beliefs["electorate.sections.members.support.leader"].quantity.centre == pytest.approx(0.3)


def test_two_polls_of_a_section_sharpen_the_middle_and_not_the_width():
    """Weights by the inverse square of the error; the width stays that of the best, since their errors go together."""
    august = load(AUGUST).polled["members", "corbyn"]
    july, later = august.polls
    assert july.weight + later.weight == pytest.approx(1)
    assert later.weight / july.weight == pytest.approx((july.scale / later.scale) ** 2)
    assert august.scale == later.scale < july.scale


def test_what_is_played_is_what_the_poll_says():
    """A poll on the last day without error, so to speak: the votes come out as polled, less what is lost of the lead."""
    one = load(AUGUST)
    draws = draw(one, 1, 0, 16_384)
    members = one.sections.index("members")
    share = draws["electorate.sections/pull"][0, members] / draws["electorate.sections/pull"][:, members].sum(axis=0)
    belief = one.polled["members", "corbyn"].quantity
    inside = ((share >= belief.low) & (share <= belief.high)).mean()
    assert inside == pytest.approx(0.90, abs=0.02)
    assert believed_middle(one) == pytest.approx(float(sorted(share)[len(share) // 2]), abs=0.01)


def believed_middle(one):
    """The middle of what is believed of Corbyn among members."""
    return one.polled["members", "corbyn"].quantity.centre


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ("date: 2016-08-30, shares", "date: 2016-09-02, shares", "nobody knew it then"),
        ("{closes: 2016-09-29}", "{}", "hangs on the days to the close"),
        ("{closes: 2016-09-29}", "{closes: 2016-08-01}", "after the ballot closed"),
        ("section: members", "section: membrs", "is not a section"),
        ("leader: 50%", "lader: 50%", "is not a candidate"),
        ("leader: 50%", "leader: 40% to 50%", "one share above zero"),
        ("leader: 60%", "leader: 80%", "add to 120%"),
        ("leader: 60%, rival: 40%}, undecided: 20%", "leader: 30%, rival: 20%}, undecided: 20%", "add to 50%"),
        ("pollster: B, date: 2016-08-30", "pollster: B, date: 2015-08-29", "more than a year before"),
        ("{pollster: B, date: 2016-08-30", "{pollster: a, section: members, date: 2016-08-30", "again"),
        ("{leader: 60%, rival: 40%}", "{leader: 60%}", "says nothing of another"),
    ],
)
def test_a_poll_that_cannot_be_believed_is_refused(was, becomes, words):
    """Dated after the scenario, of an unknown section or candidate, or without a close to reckon to."""
    assert was in BASE
    with pytest.raises(Problems, match=words):
        scenario(BASE.replace(was, becomes))


def test_polls_prints_what_each_contributes(capsys, tmp_path):
    """As text, as JSON, as a picture; a scenario without polls says so."""
    assert main(["polls", AUGUST]) == 0
    shown = capsys.readouterr().out
    assert "YouGov, 2016-08-29, 23 days to go: 57%" in shown
    assert main(["polls", AUGUST, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["section"] for row in found["beliefs"]] == ["members"] * 2 + ["affiliated"] * 2 + ["registered"] * 2
    assert main(["polls", AUGUST, "--chart", str(tmp_path / "p.svg")]) == 0
    assert "Jeremy Corbyn, registered" in (tmp_path / "p.svg").read_text("utf-8")
    capsys.readouterr()
    assert main(["polls", "scenarios/labour-2016-june.yaml"]) == 3
    assert "has no polls" in capsys.readouterr().err


def test_the_result_of_2016_lay_inside_what_was_believed_in_august():
    """59.0% of members, 60.2% of affiliated, 69.9% of registered supporters, inside the 90% intervals."""
    polled = load(AUGUST).polled
    for section, counted in (("members", 0.590), ("affiliated", 0.602), ("registered", 0.699)):
        assert polled[section, "corbyn"].quantity.low < counted < polled[section, "corbyn"].quantity.high


def test_without_polls_nothing_is_believed_of_them():
    """An old scenario is what it was."""
    assert load("scenarios/labour-2016-june.yaml").polled == {}
    assert believed.__module__ == "simulator.scenario.polls"
    assert dt.date(2016, 9, 21) > load(AUGUST).date
