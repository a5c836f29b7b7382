"""Where votes go when somebody drops out: rows and their spread, where nothing else is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simulator import load, simulate
from simulator.beliefs.draws import draw
from simulator.beliefs.streams import BLOCK
from simulator.scenario.figures import usual_row
from simulator.scenario.resolve import of_document
from simulator.scenario.table import usual
from simulator.words.documents import parse
from simulator.words.problems import Problems

FILE = "scenarios/labour-2010-may.yaml"
ROW = "electorate.transfers.<loser>.<gainer>"


def test_where_a_neighbour_is_named_votes_go_as_in_real_counts():
    """The row in plain sums, its source, its draws: means within four errors, spread that of the weight."""
    near, ahead = (usual(ROW, of)[0].centre for of in ("nearest", "front-runner"))
    nobody = usual(ROW, "nobody")[0].centre
    scenario = load(FILE)
    row = {
        name: scenario.quantity(f"electorate.transfers.abbott.{name}").centre
        for name in (*scenario.ids, "nobody")
        if name != "abbott"
    }
    whole = near + ahead + 3
    assert row["e_miliband"] == pytest.approx((1 - nobody) * near / whole)
    assert row["d_miliband"] == pytest.approx((1 - nobody) * ahead / whole)
    assert row["balls"] == row["burnham"] == row["mcdonnell"] == pytest.approx((1 - nobody) / whole)
    assert row["nobody"] == pytest.approx(nobody)
    assert "13 eliminations" in scenario.beliefs["electorate.transfers.abbott.nobody"].origin.said
    drawn = draw(scenario, 5, 0, 4 * BLOCK)["electorate.transfers.<loser>.<gainer>"][scenario.ids.index("abbott")]
    weight = scenario.quantity("electorate.concentration").centre
    for name, mean in row.items():
        column = drawn[scenario.ids.index(name) if name in scenario.ids else -1].astype(float)
        variance = mean * (1 - mean) / (weight + 1)
        assert abs(column.mean() - mean) < 4 * np.sqrt(variance / len(column))
        assert column.var() == pytest.approx(variance, rel=0.05)
    assert usual_row(["a", "b"], "a", "a")["a"] == pytest.approx((1 - nobody) * near * ahead / (near * ahead + 1))


def test_a_row_that_is_written_goes_before_a_neighbour():
    """What the file says of a candidate's votes stands; of the others the neighbours speak."""
    scenario = load(FILE, {"electorate.transfers": "{abbott: {balls: 90%, nobody: 10%}}"})
    of_abbott = [path for path in scenario.beliefs if path.startswith("electorate.transfers.abbott.")]
    assert [path.rsplit(".", 1)[-1] for path in of_abbott] == ["balls", "nobody"]
    assert "electorate.transfers.mcdonnell.e_miliband" in scenario.beliefs


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"electorate.neighbours": "{abbott: nobody}"}, "“nobody” is not a candidate"),
        ({"electorate.neighbours": "{abbott: abbott}"}, "cannot be nearest to abbott"),
        ({"electorate.neighbours": "{abott: balls}"}, "“abott” is not a candidate"),
        ({"electorate.front_runner": "miliband"}, "“miliband” is not a candidate"),
    ],
)
def test_a_neighbour_is_another_candidate(settings, words):
    """A stranger, the candidate itself, a misspelt one: each is refused with a letter."""
    with pytest.raises(Problems, match=words):
        load(FILE, settings)


def test_contests_known_on_the_day_cite_real_counts():
    """Of the four in which votes may move, each rests its transfers on the evidence and on nothing typed in."""
    for name in ("2010-may", "2015-june", "2020-january", "2025-september"):
        scenario = load(f"scenarios/labour-{name}.yaml")
        rows = [belief for path, belief in scenario.beliefs.items() if path.startswith("electorate.transfers.")]
        assert rows
        assert {belief.origin.grade for belief in rows} == {"secondary"}


COUNT = """
scenario: three for the office
rules: {book: labour, date: 2020-01-10, contest: vacancy}
bodies: {mps: {size: 200}, meps: {size: 20}}
candidates: {ames: {}, bell: {}, cole: {}}
nominators:
  blocs:
    for Ames: {body: mps, size: 60, nominate: {ames: 100%}}
    for Bell: {body: mps, size: 60, nominate: {bell: 100%}}
    for Cole: {body: mps, size: 60, nominate: {cole: 100%}}
  second_bar: {ames: 100%, bell: 100%, cole: 100%}
electorate:
  sections:
    registered: {register: "10,000", turnout: 80%, shares: {ames: 40%, bell: 35%, cole: 25%}}
    members: {register: "100,000", turnout: 80%, shares: {ames: 40%, bell: 35%, cole: 25%}}
    affiliated: {register: "100,000", turnout: 80%, shares: {ames: 40%, bell: 35%, cole: 25%}}
  transfers: {cole: {TO: 100%}}
"""


@pytest.mark.parametrize(
    ("to", "wins", "shares"), [("bell", "bell", (0.4, 0.6)), ("nobody", "ames", (40 / 75, 35 / 75))]
)
def test_the_votes_of_whoever_drops_out_go_where_it_is_said_and_nowhere_else(to, wins, shares):
    """40, 35 and 25 of 100: Cole's 25 make 60 for Bell; or go no further, and 40 are a majority of 75."""
    scenario = of_document(parse(COUNT.replace("TO", to).encode(), "a test"), {}, {})
    columns = simulate(replace(scenario, runs=20, seed=1)).records[0].columns
    assert set(columns["leader"].tolist()) == {scenario.ids.index(wins)}
    assert columns["share"][:2, 0].tolist() == pytest.approx(shares, abs=1e-4)
