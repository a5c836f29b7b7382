"""Shares: first preferences that add to 100%, the plain way to say whom a section prefers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml

from simulator import load
from simulator.beliefs.draws import draw
from simulator.beliefs.streams import BLOCK
from simulator.words.problems import Problems
from simulator.words.quantities import chance

JUNE = Path("scenarios/labour-2016-june.yaml")
FOUR = {"corbyn": "40%", "eagle": "25%", "watson": "15%", "smith": "10%", "mcdonnell": "10%"}


@pytest.fixture
def june(tmp_path):
    """June 2016 with other words for what the members want."""

    def made(section, settings=None, **electorate):
        written = yaml.safe_load(JUNE.read_text("utf-8"))
        written["electorate"]["sections"] = {
            "members": {"register": 300_000, "turnout": "80%", "assumption": "made up", **section}
        }
        written["electorate"] |= electorate
        (tmp_path / "june.yaml").write_text(yaml.safe_dump(written), "utf-8")
        return load(str(tmp_path / "june.yaml"), settings)

    return made


def preferences(scenario):
    """First preferences of the members among all candidates: share[candidate, run]."""
    pull = draw(scenario, 3, 0, BLOCK)["electorate.sections/pull"][:, scenario.sections.index("members")].astype(float)
    return dict(zip(scenario.ids, pull / pull.sum(axis=0), strict=True))


def test_first_preferences_are_the_shares(june):
    """Certain shares are met in every run; straight fights follow the shares of the two."""
    found = preferences(june({"shares": FOUR}))
    for one, share in FOUR.items():
        assert np.allclose(found[one], chance(share).low, atol=1e-6)
    assert np.allclose(found["corbyn"] / (found["corbyn"] + found["eagle"]), 40 / 65)


@pytest.mark.parametrize(
    "shares",
    [
        {"corbyn": "55% to 68%", "eagle": "32% to 45%", "watson": "0%", "smith": "0%", "mcdonnell": "0%"},
        {
            "corbyn": "30% to 51%",
            "eagle": "18% to 33.7%",
            "watson": "10% to 22%",
            "smith": "7% to 14%",
            "mcdonnell": "7% to 14%",
        },
        {"corbyn": "40%", "eagle": "20% to 30.7%", "watson": "15%", "smith": "8% to 12.4%", "mcdonnell": "8% to 12.4%"},
    ],
)
def test_each_share_lies_in_its_interval_nine_times_of_ten(june, shares):
    """Although the shares of all add to 100% in each run, each is as uncertain as its interval says."""
    found = preferences(june({"shares": shares}))
    for one, said in shares.items():
        belief = chance(said)
        if not belief.certain:
            inside = ((found[one] > belief.low) & (found[one] < belief.high)).mean()
            assert abs(inside - 0.9) < 0.035, (one, inside)
            assert abs(np.median(found[one]) - belief.centre) < 0.01
    assert np.allclose(sum(found.values()), 1, atol=1e-5)


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ({"shares": {**FOUR, "corbyn": "60%"}}, "the shares of members add to 120.0%"),
        ({"shares": {one: FOUR[one] for one in ("corbyn", "eagle")}}, "no share is given for “watson”"),
        ({"shares": FOUR, "support": {"corbyn": "50%"}}, "in two ways"),
        ({"shares": {**FOUR, "benn": "0%"}}, "“benn” is not a candidate"),
    ],
)
def test_shares_that_cannot_be_are_refused(june, section, said):
    """A sum other than 100% is shown, and so is whoever is left out."""
    with pytest.raises(Problems) as found:
        june(section)
    assert said in str(found.value)


def test_a_share_that_is_set_takes_from_the_others(june):
    """Swept or set, one share is what it is set to, and the others keep their proportions."""
    found = preferences(june({"shares": FOUR}, {"electorate.sections.members.shares.corbyn": "70%"}))
    assert np.allclose(found["corbyn"], 0.7, atol=1e-6)
    assert np.allclose(found["eagle"], 0.3 * 25 / 60, atol=1e-6)


def warned(scenario):
    """The warnings about support."""
    return [one.said for one in scenario.warnings if "straight fight" in one.said]


def test_support_that_looks_like_shares_draws_a_warning(june):
    """Supports that add to 100% are said to be something else, with what they give."""
    (said,) = warned(june({"support": FOUR}))
    assert "Jeremy Corbyn’s 40% gives 48% of the first preferences" in said
    assert not warned(june({"support": {**FOUR, "corbyn": "60%"}}))
    assert not warned(june({"shares": FOUR}))
    assert warned(june({}, support=FOUR))


def test_counted_votes_and_ways_to_simulate_them_are_told_apart(june):
    """`votes:` is votes by candidate, or one of two ways; anything else is refused."""
    assert june({"votes": "one by one"}).votes == {"members": "one by one"}
    assert not june({"shares": FOUR}).votes
    with pytest.raises(Problems) as found:
        june({"votes": "one by won"})
    assert "did you mean “one by one”" in str(found.value)


def test_an_option_on_the_paper_has_a_share_like_anybody(tmp_path):
    """To re-open nominations may be given a share; left out, nobody prefers it."""
    for shares, share in (("{a: 50%, b: 30%, RON: 20%}", 0.2), ("{a: 60%, b: 40%}", 0.0)):
        (tmp_path / "green.yaml").write_text(
            f"""
scenario: Two stand, and an option
question: Are nominations opened again?
rules: {{book: green, date: 2021-09-01, contest: vacancy, office_empty: true}}
bodies: {{members: {{size: 50000}}}}
candidates: {{a: {{}}, b: {{}}}}
electorate: {{sections: {{members: {{turnout: 25%, shares: {shares}}}}}}}
politics: {{challengers: {{a: {{stands: 100%}}, b: {{stands: 100%}}}}}}
"""
        )
        scenario = load(str(tmp_path / "green.yaml"))
        pull = draw(scenario, 1, 0, 10)["electorate.sections/pull"][:, 0]
        assert np.allclose((pull / pull.sum(axis=0))[scenario.ids.index("RON")], share)
