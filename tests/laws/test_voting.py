"""Voting as it is believed: small electorates one vote at a time, questions of yes or no, and very many nominators."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml
from scipy.stats import binom

from simulator import load
from simulator.beliefs.draws import Streams, draw
from simulator.beliefs.streams import BLOCK
from simulator.conduct.readings import worlds_of
from simulator.conduct.simulate import simulate as play
from simulator.engine.ledger import Ending
from simulator.procedures.nominations import kind_of

BOOK = """
book: A party of MPs
offices: {leader: leader of the party}
bodies: {mps: the MPs, members: the members}
sources: {RULES: {title: its rules, confidence: high}}
editions:
- edition: rules of 2020
  in_force: 2020-01-01
  cites: {"*": {source: RULES, clause: section 1}}
  contests:
    vacancy: {opens_when: the office is vacant, enters: nominations}
    challenge: {opens_when: a challenger seeks nominations, enters: confidence, if_vacant: {go: nominations}}
  stages:
    confidence:
      stage: motion
      by: [mps]
      carried_by: MAJORITY
      then: {carried: incumbent stays, lost: vacancy}
    nominations:
      stage: nomination
      bar: {by: [NOMINATORS], count: 1}
      transfer: locked
      open: 7 days
      then: {nobody: unknown, one: elected, several: ballot, incumbent short: go on}
    ballot:
      stage: ballot
      sections: [SECTION]
      paper: PAPER
      win: {majority_of: votes cast}
      drop: {lowest: one at a time}
      tie: lot
      then: {won: elected, one left: elected, not won: NEXT}
disputes: {}
"""
SCENARIO = """
scenario: Three stand
question: Who is elected?
rules: {book: BOOK, date: 2021-01-04, OPENS}
bodies: {mps: {size: 120}, members: {size: 4900}}
candidates: {a: {name: Ann, incumbent: LEADS}, b: {name: Bea}, c: {name: Cat}}
nominators:
  bandwagon: 0%
  lending: {permitted: 0%}
  blocs:
    for a: {body: mps, size: 50, nominate: {a: 100%}}
    for b: {body: mps, size: 40, nominate: {b: 100%}}
    for c: {body: mps, size: 30, nominate: {c: 100%}}
electorate:
  sections:
    SECTION: {SHARES}
politics: {challengers: {STANDSb: {stands: 100%}, c: {stands: 100%}}}
runs: 1000
seed: 1
"""
USUAL = {
    "PAPER": "one name", "NEXT": "again", "SECTION": "mps", "NOMINATORS": "mps", "MAJORITY": "more than half of the votes",
    "SHARES": "turnout: 100%, shares: {a: 41%, b: 31%, c: 28%}",
    "OPENS": "contest: vacancy, office_empty: true", "LEADS": "false", "STANDS": "a: {stands: 100%}, ",
}  # fmt: skip
LED = {"OPENS": "contest: challenge", "LEADS": "true", "STANDS": ""}
WHOLE = "electorate.sections.mps"


@pytest.fixture
def party(tmp_path):
    """A scenario of the made-up party; words of its book may be changed, and settings made."""

    def made(settings=None, **words):
        book, text = BOOK, SCENARIO
        for word, value in {**USUAL, **words}.items():
            book, text = book.replace(word, value), text.replace(word, value)
        (tmp_path / "book.yaml").write_text(book)
        (tmp_path / "scenario.yaml").write_text(text.replace("BOOK", str(tmp_path / "book.yaml")))
        return load(str(tmp_path / "scenario.yaml"), settings or {})

    return made


def simulated(scenario, runs=2_000, seed=3):
    """The ledger of some contests."""
    return play(scenario, worlds_of(scenario), draw(scenario, seed, 0, runs))


def test_nominators_who_keep_their_word_vote_for_whom_they_nominated(party):
    """Where all MPs have nominated and all keep their word, the first ballot repeats the nominations; the lowest is out."""
    ledger = simulated(party({f"{WHOLE}.keeps_word": "100%", f"{WHOLE}.stays": "100%"}), 200)
    assert (ledger.names == np.array([[50], [40], [30]])).all()
    assert not ledger.share[2].any()
    # Those 30 whose candidate is out follow the pulls of the two who are left.
    gained = ledger.share[0] * 120 - 50
    assert abs(gained.mean() - 30 * 41 / 72) < 4 * np.sqrt(30 / 4 / 200)


def test_stated_transfers_act_in_fresh_ballots(party):
    """All of C's people go to B at the second ballot, so B wins 70 to 50 in every contest."""
    said = {f"{WHOLE}.keeps_word": "100%", f"{WHOLE}.stays": "100%", "electorate.transfers": "{c: {b: 100%}}"}
    ledger = simulated(party(said), 200)
    assert (ledger.leader == 1).all()
    assert np.allclose(ledger.share[1], 70 / 120)


def test_stated_transfers_act_in_fresh_ballots_of_large_sections(party):
    """2,000, 1,500 and 1,400 votes, and all of C's people go to B: held again among two, B has 2,900 and wins."""
    said = {
        "electorate.transfers": "{c: {b: 100%}}",
        "electorate.sections.members.votes": "{a: 2000, b: 1500, c: 1400}",
    }
    ledger = simulated(party(said, SECTION="members", SHARES=""), 50)
    assert (ledger.leader == 1).all()
    assert np.allclose(ledger.share[1], 2_900 / 4_900)
    said["electorate.transfers"] = "{c: {b: 50%, nobody: 50%}}"
    ledger = simulated(party({**said, "electorate.concentration": "1,000,000"}, SECTION="members", SHARES=""), 50)
    assert np.allclose(ledger.share[1], 2_200 / 4_200, atol=0.01)


def test_without_stated_transfers_a_fresh_ballot_follows_the_pulls(party):
    """A's 2,000 and B's 1,500 divide C's people as they divide their own: A wins."""
    said = {"electorate.sections.members.votes": "{a: 2000, b: 1500, c: 1400}"}
    ledger = simulated(party(said, SECTION="members", SHARES=""), 50)
    assert (ledger.leader == 0).all()
    assert np.allclose(ledger.share[0], 20 / 35, atol=1e-3)


def test_votes_are_whole_and_of_those_who_vote(party):
    """Shares of the last round are whole numbers of 120 MPs."""
    ledger = simulated(party())
    votes = ledger.share * 120
    assert np.abs(votes - np.rint(votes)).max() < 1e-3
    assert len(np.unique(ledger.share[0])) > 10


@pytest.mark.parametrize(
    ("words", "settings"),
    [
        ({"PAPER": "ranked", "NEXT": "go on"}, {}),
        ({}, {f"{WHOLE}.votes": "expected"}),
        ({"SECTION": "members"}, {}),
    ],
)
def test_ranked_papers_large_sections_and_expected_votes_are_divided_as_the_shares_say(party, words, settings):
    """Nothing is left to luck there: every contest has the same shares."""
    ledger = simulated(party(settings, **words), 100)
    assert (ledger.share == ledger.share[:, :1]).all()
    assert abs(float(ledger.share[0, 0]) - 41 / 72) < 0.01


def test_ranked_papers_are_counted_one_by_one_where_the_file_says_so(party):
    """The file may ask for whole votes in a preferential count of MPs."""
    ledger = simulated(party({f"{WHOLE}.votes": "one by one"}, PAPER="ranked", NEXT="go on"), 500)
    assert len(np.unique(ledger.share[0])) > 10


def test_a_run_alone_meets_the_votes_of_its_row(party):
    """Ballots are drawn from streams of their own run: with others or alone, in the first block or the second."""
    scenario = party(
        {
            f"{WHOLE}.stays": "60% to 90%",
            f"{WHOLE}.turnout": "80% to 95%",
            "electorate.transfers": "{c: {a: 40%, b: 40%, nobody: 20%}}",
        }
    )
    draws = draw(scenario, 7, BLOCK - 40, 80)
    worlds = worlds_of(scenario)
    ledger = play(scenario, worlds, draws)
    for run in range(0, 80, 3):
        alone = play(scenario, worlds_of(scenario), draws.only(BLOCK - 40 + run))
        assert (alone.leader[0], alone.day[0]) == (ledger.leader[run], ledger.day[run])
        assert (alone.share[:, 0] == ledger.share[:, run]).all()


def test_each_ballot_is_drawn_from_streams_of_its_own(party, monkeypatch):
    """A run's second ballot is not the luck of its first again; each is keyed by belief, number, candidate."""
    asked, normal = [], Streams.normal
    monkeypatch.setattr(Streams, "normal", lambda self, path, runs: asked.append(path) or normal(self, path, runs))
    simulated(party({f"{WHOLE}.keeps_word": "50%"}), 50)
    assert f"{WHOLE}.votes/1/stays/a" in asked
    assert f"{WHOLE}.votes/2/stays/a" in asked
    assert len(set(asked)) == len(asked)


def test_readings_laid_side_by_side_meet_the_same_votes(party):
    """Laid twice along the run axis, both halves are the same contests."""
    scenario = party({f"{WHOLE}.stays": "60% to 90%"})
    draws = draw(scenario, 7, 0, 300)
    twice = play(scenario, worlds_of(scenario, {}, {}), draws.repeated(2))
    assert (twice.share[:, :300] == twice.share[:, 300:]).all()
    assert (twice.share[:, :300] == play(scenario, worlds_of(scenario), draws).share).all()


# --- questions --------------------------------------------------------------------------------------------------------
GOES_NOT = {"politics.resignation.chance_a_week": "0%"}


def chance_to_carry(share, abstain, heads, majority):
    """A motion's chance, added up over all who may abstain and all who may vote for it."""
    chance = 0.0
    for away in range(heads + 1):
        voting = heads - away
        least = (heads if majority == "more than half of all entitled" else voting) // 2
        chance += binom.pmf(away, heads, abstain) * binom.sf(least, voting, share)
    return chance


@pytest.mark.parametrize("majority", ["more than half of the votes", "more than half of all entitled"])
def test_a_motion_is_carried_as_often_as_binomials_say(party, majority):
    """Of 120 MPs 8% abstain and 52% of the others are for it; false alarm one in 15,000."""
    heads, runs = 120, 20_000
    # A month until the close: a leader who is confirmed is not put to another vote.
    once = {"politics.motions": "{confidence: {for: 52%, abstain: 8%}}", "timetable.confidence.closes": "30 days"}
    scenario = party({**GOES_NOT, **once}, MAJORITY=majority, **LED)
    ledger = simulated(scenario, runs)
    stays = (ledger.ending == Ending.INCUMBENT_STAYS) | (ledger.ending == Ending.NO_CHALLENGE)
    exact = chance_to_carry(0.52, 0.08, heads, majority)
    assert 0.1 < exact < 0.8
    assert abs(stays.mean() - exact) < 4 * np.sqrt(exact * (1 - exact) / runs) + 0.002
    assert np.isin(
        ledger.ending[~stays], [Ending.BALLOT_IN_A_VACANCY, Ending.UNOPPOSED_IN_A_VACANCY, Ending.UNRESOLVED]
    ).all()


def test_a_vote_of_which_nothing_is_believed_is_named(party):
    """The contest ends unresolved, and says which belief is wanting."""
    ledger = simulated(party(GOES_NOT, **LED), 50)
    assert (ledger.ending == Ending.UNRESOLVED).all()
    assert "politics.motions.confidence" in ledger.reasons[1]


# --- nominators -------------------------------------------------------------------------------------------------------
MANY = """{
for a: {body: members, size: 187000, nominate: {a: 45%, b: 30%}},
for c: {body: members, size: 13000, nominate: {c: 5%}}}"""


def test_bodies_of_two_hundred_thousand_nominate(party):
    """Counts of a large bloc are binomial: mean, spread and both tails (four standard errors), and none overflows."""
    scenario = party({"nominators.blocs": MANY, "bodies.members.size": "200000"}, NOMINATORS="members")
    draws = draw(scenario, 2, 0, BLOCK)
    named = draws["nominators.blocs/nominations"][0, 0].astype(float)
    assert draws["nominators.blocs/nominations"].dtype == np.int32
    assert abs(named.mean() - 0.45 * 187_000) < 4 * np.sqrt(187_000 * 0.45 * 0.55 / BLOCK)
    second = draws["nominators.blocs/nominations"][1, 0].astype(float)
    assert abs(second.mean() - 0.3 * 187_000) < 4 * np.sqrt(187_000 * 0.3 * 0.7 / BLOCK)
    assert abs(np.cov(named, second)[0, 1] / (-187_000 * 0.45 * 0.3) - 1) < 0.05
    for share in (0.05, 0.5, 0.95):
        assert abs((named <= binom.ppf(share, 187_000, 0.45)).mean() - share) < 4 * np.sqrt(0.25 / BLOCK)
    ledger = simulated(scenario, 400)
    assert (ledger.names.sum(axis=0, dtype=np.int64) <= 200_000).all()
    assert ledger.names.max() > 80_000


def test_numbers_are_wide_where_heads_need_it():
    """A body of 32,767 fits into 16 bits, and the next does not."""
    assert kind_of(32_767) is np.int16
    assert kind_of(32_768) is np.int32


@pytest.mark.parametrize("size", [230, 40_000])
@pytest.mark.parametrize("reading", ["needs-nominations", "automatic"])
def test_nobody_has_more_nominations_than_there_are_nominators(size, reading, tmp_path):
    """Not even a stand-in to whom far more would come than the leader had: everybody nominates once."""
    written = yaml.safe_load(Path("scenarios/labour-2016-june.yaml").read_text("utf-8"))
    written["nominators"]["blocs"] = {
        "all": {"body": "mps", "size": size, "nominate": {"corbyn": "10% to 60%", "challenger": "20% to 40%"}}
    }
    written["bodies"]["mps"] |= {"size": size}
    (tmp_path / "june.yaml").write_text(yaml.safe_dump(written), "utf-8")
    settings = {
        "politics.stand_in": "{chance: 100%, keeps: 300% to 900%}", "politics.second_chance": "50% to 95%",
        "politics.resignation.chance_a_week": "5% to 60%", "nominators.bandwagon": "20% to 80%",
        "nominators.lending": "{permitted: 100%, share: 50% to 95%, within: 400}",
    }  # fmt: skip
    scenario = load(str(tmp_path / "june.yaml"), settings, {"incumbent-nominations": reading})
    ledger = play(scenario, worlds_of(scenario), draw(scenario, 6, 0, 4_000))
    handed = np.maximum(ledger.names, 0).sum(axis=0, dtype=np.int64)
    assert handed.max() > size / 2
    assert (handed <= size).all()
    assert (ledger.names >= -1).all()


def test_what_may_still_come_shifts_no_other_draw(party):
    """Asking for a ballot's numbers twice, or in another order, gives the same numbers."""
    scenario = party()
    one, other = draw(scenario, 9, 0, 50).streams, draw(scenario, 9, 0, 50).streams
    runs = np.arange(50)
    first = one.normal("x", runs)
    other.normal("y", runs)
    assert (other.normal("x", runs) == first).all()
    assert (replace(one, drawn={}).normal("x", runs[10:]) == first[10:]).all()
