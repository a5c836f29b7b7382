"""The evidence budget: shares that can be worked out in closed form, games whose Shapley values are known, and sums."""

from __future__ import annotations

import math

import numpy as np
import pytest

from simulator import load
from simulator.beliefs.streams import BLOCK, RandomStreams, Spliced
from simulator.questions.budget import READING, UNKNOWN, _shapley, budget, groups_of
from simulator.scenario.resolve import of_document
from simulator.show.evidence import budget_of, whole_percents
from simulator.words.documents import parse

TWO = """
scenario: Two sections of one size
rules: {{book: labour, date: 2016-07-01}}
readings: {{incumbent-nominations: automatic}}
bodies: {{mps: {{size: 231}}, meps: {{size: 20}}}}
candidates: {{leader: {{incumbent: true}}, rival: {{}}}}
nominators:
  quiet: 0%
  blocs: {{mps: {{body: mps, size: 231, nominate: {{challenger: 100%}}}}, meps: {{body: meps, size: 20}}}}
electorate:
  swing: 0%
  sections:
    members: {{register: 100000, turnout: 50%, support: {{leader: {one}, rival: 50%}}, source: SEEN}}
    affiliated: {{register: 100000, turnout: 50%, support: {{leader: {other}, rival: 50%}}, assumption: a guess}}
    registered: {{register: 1, turnout: 0%, support: {{leader: 50%, rival: 50%}}}}
politics:
  resignation: {{chance_a_week: 0%, restands: 0%, to_restand: 0%}}
  challengers: {{rival: {{stands: 100%, declares: 5 July 2016}}}}
timetable: {{executive: 1 day, nominations: 6 days}}
sources: {{SEEN: {{title: A source that was seen, confidence: high}}}}
"""


def two_sections(one, other):
    return of_document(parse(TWO.format(one=one, other=other).encode(), "two"), {}, {})


def shares(found):
    return {row["group"]: row["share"] for row in found["shares"]}


@pytest.mark.parametrize(
    ("one", "other"), [("40% to 60%", "40% to 60%"), ("30% to 70%", "45% to 55%"), ("20% to 80%", "35% to 65%")]
)
def test_two_sections_share_as_the_arcsine_law_says(one, other):
    """The leader wins if σ₁z₁ + σ₂z₂ > 0, so Var(P(win | z₁)) is arcsin(σ₁²/(σ₁² + σ₂²))/2π, and of both a quarter."""
    scenario = two_sections(one, other)
    sections = ("members", "affiliated")
    a, b = (scenario.beliefs[f"electorate.sections.{s}.support.leader"].quantity.spread ** 2 for s in sections)
    v1, v2 = (math.asin(x / (a + b)) / (2 * math.pi) for x in (a, b))
    expected = (v1 + 1 / 4 - v2) / 2 / (1 / 4)
    found = budget(scenario, runs=4 * BLOCK, seed=3)
    got = shares(found)
    error = {row["group"]: row["error"] for row in found["shares"]}
    assert abs(got["primary"] - expected) < 5 * error["primary"] + 0.002
    assert got["assumption"] == pytest.approx(1 - expected, abs=5 * error["assumption"] + 0.002)
    assert found["of_one_contest"] == pytest.approx(1, abs=0.02)


def test_a_certain_figure_carries_no_share_whatever_its_grade():
    """With the members' support certain, all rests on the other section's assumption."""
    got = shares(budget(two_sections("50%", "40% to 60%"), runs=2 * BLOCK, seed=3))
    assert got.get("primary", 0.0) < 0.01
    assert got["assumption"] > 0.97


def test_where_only_the_reading_decides_it_has_the_whole_budget():
    """With 90% of either section certain and no MP for the leader, he leads under one reading and never under the other."""
    text = TWO.format(one="90%", other="90%").replace(
        "incumbent-nominations: automatic", "incumbent-nominations: compare"
    )
    got = shares(budget(of_document(parse(text.encode(), "two"), {}, {}), runs=BLOCK, seed=3))
    assert got[READING] > 0.98


@pytest.mark.parametrize(
    "name", ["labour-2016-june", "labour-2016-eve", "labour-2015-june", "labour-2020-january", "labour-minimal"]
)
def test_shares_add_to_one_hundred_per_cent(name):
    """Grades, readings laid side by side, and clauses nobody could find: together everything, and none below zero."""
    scenario = load(f"scenarios/{name}.yaml")
    found = budget(scenario, runs=BLOCK, seed=1)
    assert sum(row["share"] for row in found["shares"]) == pytest.approx(1)
    assert all(row["share"] >= 0 for row in found["shares"])
    assert (READING in shares(found)) == bool(scenario.compared)
    assert sum(whole_percents([row["share"] for row in found["shares"]])) == 100


def test_clauses_nobody_could_find_are_the_contests_that_end_there():
    """Where the executive decides, an even vote has no rule: that share of contests rests on no evidence."""
    from simulator import simulate

    scenario = load("scenarios/labour-2016-eve.yaml", {"politics.executive.asks_to_leave": "0%"})
    open_ended = [
        e["leader"]["unresolved"]["chance"] for e in simulate(scenario, runs=BLOCK, seed=1).document["results"]
    ]
    assert shares(budget(scenario, runs=BLOCK, seed=1))[UNKNOWN] == pytest.approx(float(np.mean(open_ended)))
    assert max(open_ended) > 0.02


def test_the_page_says_why_that_share_is_no_sensitivity():
    """Only where some contests end at such a clause; elsewhere the sentence would explain nothing."""

    def rest(unknown):
        rows = [("assumption", 1 - unknown), (UNKNOWN, unknown)]
        said = [{"group": group, "share": share, "error": 0.01, "beliefs": 1} for group, share in rows]
        return budget_of({"evidence_budget": {"shares": said, "of_one_contest": 0.5}})["rest"]

    assert "share of simulations that end at one" in rest(0.04)
    assert "share of simulations that end at one" not in rest(0.0)


def test_the_shapley_value_of_games_that_are_known():
    """The glove game (1/6, 1/6, 2/3), and a game that only adds up."""
    gloves = {
        frozenset(s): float("r" in s and ("a" in s or "b" in s)) for s in ("", "a", "b", "r", "ab", "ar", "br", "abr")
    }
    assert _shapley(["a", "b", "r"], gloves) == pytest.approx({"a": 1 / 6, "b": 1 / 6, "r": 2 / 3})
    worth = {"a": 0.2, "b": 0.5, "r": 0.3}
    adding = {frozenset(s): sum(worth[c] for c in s) for s in ("", "a", "b", "r", "ab", "ar", "br", "abr")}
    assert _shapley(["a", "b", "r"], adding) == pytest.approx(worth)


def test_spliced_luck_is_the_first_seeds_where_it_is_ours_and_the_others_elsewhere():
    """Path by path the streams are those of the one seed or of the other."""
    luck = Spliced(1, 2, frozenset({"nominators.quiet"}), 0)
    np.testing.assert_array_equal(luck.normal("nominators.quiet"), RandomStreams(1, 0).normal("nominators.quiet"))
    np.testing.assert_array_equal(luck.normal("politics.until"), RandomStreams(2, 0).normal("politics.until"))


def test_every_uncertain_belief_is_in_one_group():
    """No belief that is drawn is left out of the budget, and none is counted twice."""
    scenario = load("scenarios/labour-2020-january.yaml")
    groups = groups_of(scenario)
    everything = [path for paths in groups.values() for path in paths]
    assert len(everything) == len(set(everything))
    drawn = {path for path, belief in scenario.beliefs.items() if not belief.quantity.certain}
    assert drawn <= set(everything)
