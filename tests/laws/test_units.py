"""Ridings, prefectures and delegates in play, by rule books of other parties; each beside a count of its own."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import yaml

from simulator import load
from simulator.beliefs.draws import draw
from simulator.conduct.readings import worlds_of
from simulator.conduct.simulate import simulate as play
from simulator.conduct.voting import CELLS
from simulator.engine.ledger import Ending
from simulator.procedures.tallying import blocks
from simulator.stages import ballot as stage
from simulator.stages.ballot import seats_of
from simulator.stages.values import Seats

BOOKS = Path(__file__).parents[1] / "rulebooks" / "books"
FOUR = {"a": "34%", "b": "31%", "c": "20%", "d": "15%"}
UNSURE = {"a": "28% to 42.8%", "b": "25% to 35.5%", "c": "15% to 26.1%", "d": "10% to 22%"}


@pytest.fixture
def under(tmp_path):
    """A scenario of four under a book of the tests."""

    def made(book, nominating, sections, bodies=None, **politics):
        blocs = {f"for {one}": {"body": nominating, "size": 1_000, "nominate": {one: "100%"}} for one in FOUR}
        written = {
            "scenario": "Four stand",
            "question": "Who is elected?",
            "rules": {
                "book": str(BOOKS / f"{book}.yaml"),
                "date": "2020-06-01",
                "contest": "vacancy",
                "office_empty": True,
            },
            "bodies": {nominating: {"size": 4_000}, **(bodies or {})},
            "candidates": {one: {"name": one.upper()} for one in FOUR},
            "nominators": {"bandwagon": "0%", "lending": {"permitted": "0%"}, "blocs": blocs},
            "electorate": {"sections": sections},
            "politics": {"challengers": {one: {"stands": "100%"} for one in FOUR}, **politics},
            "timetable": {"nominations": {"closes": "7 days"}},
            "runs": 100,
        }
        (tmp_path / f"{book}.yaml").write_text(yaml.safe_dump(written), "utf-8")
        return load(str(tmp_path / f"{book}.yaml"))

    return made


def simulated(scenario, runs, seed=11):
    """The ledger of some contests."""
    return play(scenario, worlds_of(scenario), draw(scenario, seed, 0, runs))


def watched(monkeypatch):
    """The votes and the scores of every round that is counted."""
    rounds, tally = [], stage.tally

    def kept(votes, scoring, *rest):
        score = tally(votes, scoring, *rest)
        rounds.append((votes.copy(), score.score))
        return score

    monkeypatch.setattr(stage, "tally", kept)
    return rounds


RIDINGS = {"turnout": "65%", "units": {"count": 40, "spread": "180%", "sizes": "220%"}}


def test_every_riding_is_worth_a_hundred_points(under, monkeypatch):
    """Points are a hundred times a share of whole votes, riding by riding, in fractions; and the ridings differ."""
    rounds = watched(monkeypatch)
    ledger = simulated(under("canada-conservative", "members", {"members": {**RIDINGS, "shares": FOUR}}), 30)
    assert (ledger.ending == Ending.BALLOT_IN_A_VACANCY).all()
    votes, score = rounds[0]
    assert votes.shape == (4, 40, 30)
    for run in (0, 17, 29):
        points = [Fraction(0)] * 4
        for riding in range(40):
            whole = [int(np.rint(v)) for v in votes[:, riding, run]]
            points = [p + Fraction(100 * w, sum(whole)) for p, w in zip(points, whole, strict=True)]
        assert np.allclose(score[:, run], [float(p) for p in points])
    assert np.allclose(votes.sum(axis=(0, 1)), 2_600, rtol=1e-4)
    share = votes / votes.sum(axis=0)
    assert share.std(axis=1).min() > 0.02
    assert votes.sum(axis=0).std(axis=0).min() > 30


def test_ridings_elect_whom_a_count_of_its_own_elects(under):
    """Chances beside plain NumPy with random numbers of its own: 1,500 contests on either side, five standard errors."""
    section = {**RIDINGS, "shares": UNSURE}
    runs = 1_500
    scenario = under("canada-conservative", "members", {"members": section})
    ledger = simulated(scenario, runs)
    draws, rng = draw(scenario, 99, 0, runs), np.random.default_rng(5)
    wins = np.zeros(4)
    for run in range(runs):
        pull = draws["electorate.sections/pull"][:, 0, run].astype(float)[:, None] * np.exp(
            np.log(1.8) * rng.standard_normal((4, 40))
        )
        standing = [0, 1, 2, 3]
        while True:
            points = (pull[standing] / pull[standing].sum(axis=0)).sum(axis=1)
            if 2 * points.max() > points.sum():
                wins[standing[int(points.argmax())]] += 1
                break
            standing.pop(int(points.argmin()))
    ours = np.bincount(ledger.leader, minlength=4) / runs
    assert np.abs(ours - wins / runs).max() < 5 * np.sqrt(2 * 0.25 / runs)


def test_a_contest_of_ridings_alone_is_the_row_of_its_batch(under):
    """Counted in parts or alone, a contest has the same points."""
    scenario = under("canada-conservative", "members", {"members": {**RIDINGS, "shares": UNSURE}})
    draws = draw(scenario, 4, 16_300, 120)
    ledger = play(scenario, worlds_of(scenario), draws)
    for run in range(0, 120, 13):
        alone = play(scenario, worlds_of(scenario), draws.only(16_300 + run))
        assert alone.leader[0] == ledger.leader[run]
        assert np.allclose(alone.share[:, 0], ledger.share[:, run], atol=1e-6)


def test_many_contests_are_counted_in_parts(under, monkeypatch):
    """No array of votes has more cells than are allowed, so memory does not grow with the number of contests."""
    rounds = watched(monkeypatch)
    section = {"turnout": "65%", "shares": UNSURE, "units": {"count": 338}}
    ledger = simulated(under("canada-conservative", "members", {"members": section}), 3_000)
    assert (ledger.ending == Ending.BALLOT_IN_A_VACANCY).mean() > 0.99
    assert len(rounds) > 4
    assert max(votes.size for votes, _ in rounds) <= CELLS


def test_ridings_of_which_nothing_is_said_are_asked_for(under):
    """Without units the contest ends unresolved, and names what is wanting."""
    ledger = simulated(under("canada-conservative", "members", {"members": {"shares": FOUR}}), 5)
    assert (ledger.ending == Ending.UNRESOLVED).all()
    assert "electorate.sections.members.units" in ledger.reasons[1]


def test_delegates_are_bound_on_the_first_ballot(under, monkeypatch):
    """Each riding sends 14 by largest remainder; 850 by right follow the pulls; later all are free, and most stay."""
    rounds, selections, apportioned = watched(monkeypatch), [], stage.seats_of
    monkeypatch.setattr(stage, "seats_of", lambda *said: selections.append(said[1].copy()) or apportioned(*said))
    sections = {
        "members": {"turnout": "50%", "shares": FOUR, "units": {"count": 60, "spread": "150%"}},
        "delegates": {"shares": {"a": "10%", "b": "10%", "c": "10%", "d": "70%"}, "stays": "90%"},
    }
    scenario = under("canada-liberal-2006", "members", sections, {"delegates": {"size": 60 * 14 + 850}})
    ledger = simulated(scenario, 40)
    selected, first, second = selections[0], rounds[1][0][:, 0], rounds[2][0][:, 0]
    assert selected.shape == (4, 60, 40)
    seats = np.zeros((4, 40))
    for run in range(40):
        for riding in range(60):
            votes = [Fraction(int(np.rint(v))) for v in selected[:, riding, run]]
            quota = [14 * v / sum(votes) for v in votes]
            won = [int(q) for q in quota]
            for c in sorted(range(4), key=lambda c: (won[c] - quota[c], c))[: 14 - sum(won)]:
                won[c] += 1
            seats[:, run] += won
    assert (first.sum(axis=0) == 60 * 14 + 850).all()
    by_right = first - seats
    assert (by_right >= 0).all()
    assert abs(by_right[3].mean() - 595) < 5 * np.sqrt(850 * 0.21 / 40)
    lowest, runs = first.argmin(axis=0), np.arange(40)
    again = np.zeros_like(first)
    again[[c for c in range(4) if (lowest != c).any()]] = second
    assert not again[lowest, runs].any()
    first[lowest, runs] = 0
    assert (again >= 0.84 * first).all()
    assert (again.sum(axis=0) == 60 * 14 + 850).all()
    assert (ledger.leader >= 0).all()


def test_votes_of_members_are_as_many_as_those_of_the_diet(under, monkeypatch):
    """The members' votes become as many seats as the Diet has votes, by D'Hondt; in the run-off a prefecture votes as a block."""
    rounds = watched(monkeypatch)
    sections = {
        "diet": {"turnout": "100%", "shares": FOUR, "votes": "one by one", "keeps_word": "50%"},
        "party_members": {
            "register": 1_000_000,
            "turnout": "70%",
            "shares": {"a": "10%", "b": "40%", "c": "40%", "d": "10%"},
        },
        "prefectures": {
            "register": 47,
            "turnout": "100%",
            "shares": {**FOUR},
            "units": {"count": 47, "spread": "170%"},
        },
    }
    scenario = under("ldp-japan", "diet", sections)
    ledger = simulated(scenario, 200)
    first, last = rounds[0][0], rounds[1][0]
    assert (first[:, 0].sum(axis=0) == 4_000).all()
    assert (first[:, 1].sum(axis=0) == 4_000).all()
    assert np.abs(first[:, 1, 0] - [400, 1_600, 1_600, 400]).max() <= 1
    assert (last[:, 1].sum(axis=0) == 47).all()
    assert len(np.unique(last[0, 1])) > 5
    assert (ledger.leader >= 0).all()


def test_members_advise_and_the_conference_elects(under):
    """The conference votes on whom the members chose; whoever is carried leads."""
    sections = {"members": {"register": 400_000, "turnout": "53%", "shares": UNSURE}}
    scenario = under(
        "spd-2019", "subdistricts", sections, {"delegates": {"size": 600}},
        motions={"conference": {"for": "80% to 99%", "abstain": "0% to 3%"}},
    )  # fmt: skip
    ledger = simulated(scenario, 300)
    assert (ledger.ending == Ending.BALLOT_IN_A_VACANCY).mean() > 0.97
    assert len(np.unique(ledger.leader)) > 2


def test_a_unit_that_is_level_gives_its_votes_to_nobody():
    """Two lead alike: the block has no leader; elsewhere it goes whole."""
    votes = np.array([[[5.0], [4.0]], [[5.0], [1.0]]])
    assert blocks(votes)[:, :, 0].tolist() == [[0, 5], [0, 0]]


def test_seats_of_units_are_apportioned_unit_by_unit():
    """Three units of four seats each; by hand: 2+1+4, 1+2+0, 1+1+0."""
    votes = np.array([[50, 20, 90], [30, 45, 5], [20, 35, 5]])[..., None]
    rule = Seats("delegates", "selection", "largest remainder", units="ridings", each=4)
    assert seats_of(rule, votes, ("members",) * 3)[:, 0].tolist() == [7, 3, 2]
    everywhere = np.array([[10.0] * 3, [6.0] * 3, [6.0] * 3])[..., None]
    one_each = Seats("delegates", "selection", "largest remainder", units="ridings", each=1)
    assert seats_of(one_each, everywhere, ("members",) * 3)[:, 0].tolist() == [3, 0, 0]
