"""Where votes go when somebody drops out: rows and their spread, fitted to real counts, and played where nothing else is said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simulator import load
from simulator.beliefs.draws import draw
from simulator.beliefs.evidence import Transfer, transfers
from simulator.beliefs.luck import BLOCK
from simulator.beliefs.transferfits import Rows, concentration, fit, likelihood
from simulator.scenario.figures import usual_row
from simulator.scenario.table import usual
from simulator.words.problems import Problems

FILE = "scenarios/labour-2010-may.yaml"
ROW = "electorate.transfers.<loser>.<gainer>"


def test_the_evidence_is_thirteen_eliminations_of_seven_contests():
    """Each with its source and confidence; shares add to one; the front-runner and the neighbour were still there."""
    found = transfers()
    assert (len(found), len({one.contest for one in found})) == (13, 7)
    for one in found:
        assert one.sources
        assert one.confidence == "high"
        assert sum(one.to.values()) + (one.nobody or 0) == pytest.approx(1)
        assert one.front_runner in one.to
        assert one.neighbour in (*one.to, "")


def test_the_defaults_are_what_the_fit_gives():
    """Whoever adds a transfer to the evidence renews beliefs.yaml: two multiples, nobody's share, the weight of the prior."""
    rows = fit(transfers())
    assert usual(ROW, "nearest")[0].centre == pytest.approx(rows.neighbour, abs=0.006)
    assert usual(ROW, "front-runner")[0].centre == pytest.approx(rows.front_runner, abs=0.006)
    assert usual(ROW, "nobody")[0].centre == pytest.approx(rows.nobody, abs=0.006)
    assert usual("electorate.concentration")[0].centre == round(concentration(transfers()))


def test_a_fit_finds_what_made_the_rows():
    """Six hundred eliminations drawn from a Dirichlet about known rows: they come back, and so does the weight."""
    rng, truth = np.random.default_rng(4), Rows(2.2, 1.3, 0.12, 25.0)
    made = []
    for number in range(600):
        names = [f"c{n}" for n in range(2 + number % 3)]
        counted = number % 2 == 0
        front, near = names[0], names[-1] if number % 5 else names[0]
        blank = Transfer(
            f"k{number}", "out", dict.fromkeys(names, 1.0), 0.1 if counted else None, front, near, "high", ()
        )
        drawn = rng.dirichlet(truth.weight * np.array(truth.row(blank)))
        to = {name: float(share) for name, share in zip(names, drawn, strict=False)}
        made.append(replace(blank, to=to, nobody=float(drawn[-1]) if counted else None))
    found = fit(made)
    assert found.neighbour == pytest.approx(truth.neighbour, rel=0.08)
    assert found.front_runner == pytest.approx(truth.front_runner, rel=0.08)
    assert found.nobody == pytest.approx(truth.nobody, abs=0.01)
    assert found.weight == pytest.approx(truth.weight, rel=0.12)


def test_each_contest_weighs_one_whatever_the_number_of_its_eliminations():
    """An elimination told twice over leaves the fit where it was."""
    some = transfers()
    twice = [*some, *(one for one in some if one.contest == "lab-2010")]
    assert fit(twice).neighbour == pytest.approx(fit(some).neighbour, rel=1e-3)
    assert likelihood(fit(some), twice) == pytest.approx(likelihood(fit(some), some))


def test_a_neighbour_says_something_of_contests_not_seen():
    """Rows fitted to the other contests: log density 20.1 with neighbour and front-runner, 17.0 without, as the evidence says."""

    def unseen(every):
        return sum(
            likelihood(
                fit([one for one in every if one.contest != contest]), [one for one in every if one.contest == contest]
            )
            for contest in dict.fromkeys(one.contest for one in every)
        )

    known, blind = unseen(transfers()), unseen([replace(one, neighbour="", front_runner="") for one in transfers()])
    assert (round(known, 1), round(blind, 1)) == (20.1, 17.0)


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
