"""Where votes go when somebody drops out: rows and their spread, fitted to real counts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from calibration.evidence import Transfer, transfers
from calibration.transferfits import Rows, concentration, fit, likelihood
from simulator.scenario.table import usual

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
