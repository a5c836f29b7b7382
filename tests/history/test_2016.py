"""History is the oracle: the recorded nominations and votes of 2016 give the declared result."""

from __future__ import annotations

import numpy as np
import pytest

from simulator import load, simulate
from simulator.beliefs.draws import draw
from simulator.procedures.ballots import Pulls
from simulator.questions.simulate import choices
from simulator.questions.story import story

FILE = "scenarios/labour-2016-as-it-was.yaml"


@pytest.fixture(scope="module")
def as_it_was():
    return simulate(load(FILE))


def test_the_recorded_votes_elect_corbyn_to_the_vote():
    """313,209 to 193,229, section by section: 168,216 + 60,075 + 84,918 and 116,960 + 39,670 + 36,599."""
    scenario = load(FILE)
    draws = draw(scenario, 2016, 0, 1)
    standing = np.array([[True], [False], [True]])
    votes = Pulls(draws["electorate.sections/pull"], draws["electorate.sections/cast"]).tally(standing).sum(axis=1)
    assert votes[:, 0].tolist() == [313_209, 0, 193_229]
    by_section = draws["electorate.sections/pull"][:, :, 0].astype(int).tolist()
    assert by_section[0] == [168_216, 60_075, 84_918]
    assert by_section[2] == [116_960, 39_670, 36_599]
    assert draws["electorate.sections/cast"].sum() == 506_438


def test_the_incumbent_automatically_on_the_ballot_is_re_elected(as_it_was):
    """With Smith on 172 and the incumbent on automatically, a ballot is held and Corbyn wins it with 61.8%."""
    entry = as_it_was.document["results"][0]
    assert entry["endings"]["ballot"]["chance"] == 1
    assert entry["leader"]["corbyn"]["chance"] == 1
    assert entry["nominations"]["smith"]["median"] == 172
    assert entry["nominations"]["eagle"]["sought"] == 0
    assert round(100 * entry["shares"]["corbyn"]["median"], 1) == 61.8
    assert entry["ends_on"]["median"] == "2016-09-24"
    assert [(bar["stage"], bar["base"], bar["needs"]) for bar in entry["bars"]] == [("challenge-nominations", 251, 51)]


def test_without_the_exemption_forty_backers_leave_smith_unopposed():
    """The same file with the incumbent not exempt and 40 backers: 40 is short of 51, and Smith is the only nominee."""
    results = simulate(load(FILE, readings={"incumbent-nominations": "needs-nominations"}))
    entry = results.document["results"][0]
    assert entry["nominations"]["corbyn"]["median"] == 40
    assert entry["nominations"]["corbyn"]["reaches_bar"] == 0
    assert entry["leader"]["smith"]["chance"] == 1
    assert entry["endings"]["unopposed"]["chance"] == 1


def test_forty_backers_would_have_passed_the_bar_of_a_vacancy():
    """15% of 251 is 38: in a vacancy the same 40 names put the former leader on the ballot."""
    settings = {
        "rules.contest": "vacancy",
        "politics.resignation.restands": "100%",
        "politics.challengers.eagle.in_a_vacancy": "0%",
    }
    entry = simulate(load(FILE, settings)).document["results"][0]
    assert entry["bars"][0]["needs"] == 38
    assert entry["nominations"]["corbyn"]["reaches_bar"] == 1
    assert entry["endings"] == {"ballot in a vacancy": entry["endings"]["ballot in a vacancy"]}


def test_the_names_stand_as_reported_on_each_day():
    """On 19 July Smith had 90 and Eagle 72; on 20 July Smith had 172."""
    scenario = load(FILE)
    told = story(scenario, choices(scenario)[0], 2016, 0)
    days: dict[str, str] = {}
    for event in told.events:
        days[event.date.isoformat()] = f"{days.get(event.date.isoformat(), '')} {event.words}"
    assert "Angela Eagle (72 so far) stands aside for Owen Smith (90 so far)" in days["2016-07-19"]
    assert "Owen Smith 172 (nominated)" in days["2016-07-20"]
    assert "51 = 20% of 251 (231 MPs + 20 MEPs)" in days["2016-07-20"]
    assert "172 for, 40 against, 4 spoilt, 13 not voting" in days["2016-06-28"]


def test_one_vote_moved_is_one_vote_in_the_tally():
    """The replay is of votes, not of shares: moving one member's vote moves the tally by one on each side."""
    scenario = load(
        FILE,
        {
            "electorate.sections.members.votes.corbyn": "168215",
            "electorate.sections.members.votes.smith": "116961",
        },
    )
    draws = draw(scenario, 2016, 0, 1)
    votes = (
        Pulls(draws["electorate.sections/pull"], draws["electorate.sections/cast"])
        .tally(np.array([[True], [False], [True]]))
        .sum(axis=1)
    )
    assert votes[:, 0].tolist() == [313_208, 0, 193_230]
