"""Where votes go when somebody drops out: rows and their spread, where nothing else is said."""

from __future__ import annotations

import numpy as np
import pytest

from simulator import load
from simulator.beliefs.draws import draw
from simulator.beliefs.luck import BLOCK
from simulator.scenario.figures import usual_row
from simulator.scenario.table import usual
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
