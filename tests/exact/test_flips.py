"""Flips: the fewest who would have to act otherwise, against one name moved at a time and against the exact distribution."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from simulator import load
from simulator.beliefs.draws import draw
from simulator.beliefs.nominators import NOMINATIONS, names_of
from simulator.cli import main
from simulator.conduct.readings import worlds_of
from simulator.conduct.simulate import simulate as play
from simulator.questions.flip import flip, naming

JUNE, FIFTEEN = "scenarios/labour-2016-june.yaml", "scenarios/labour-2015-june.yaml"
NEEDS = {"incumbent-nominations": "needs-nominations"}
LOYAL = "nominators.blocs.loyalists.nominate.corbyn"
MEMBERS = "electorate.sections.members.support.corbyn"


def likeliest_with(scenario, subject, more, runs, seed):
    """The likeliest leader when so many more name somebody, name by name and run by run: written apart from the engine's."""
    draws, rows = draw(scenario, seed, 0, runs), names_of(scenario)
    named, mine = draws[NOMINATIONS].copy(), rows.index(subject)
    pool = rows.index("challenger") if "challenger" in rows else None
    heads = [
        sum(b.size for b in scenario.blocs if b.body == body) for body in dict.fromkeys(b.body for b in scenario.blocs)
    ]
    for run in range(runs):
        for _ in range(abs(more)):
            bodies = range(named.shape[1])
            if more < 0:
                body = next((b for b in bodies if named[mine, b, run] > 0), None)
                if body is not None:
                    named[mine, body, run] -= 1
                    if pool is not None:
                        named[pool, body, run] += 1
                continue
            body = next((b for b in bodies if pool is not None and named[pool, b, run] > 0), None)
            if body is not None:
                named[pool, body, run] -= 1
            else:
                body = next((b for b in bodies if named[:, b, run].sum() < heads[b]), None)
            if body is None:
                others = sorted(
                    (r for r in range(len(rows)) if r not in (mine, pool)),
                    key=lambda r: -draws[NOMINATIONS][r].sum(),
                )
                body, other = next(((b, r) for r in others for b in bodies if named[r, b, run] > 0), (None, None))
                if body is not None:
                    named[other, body, run] -= 1
            if body is not None:
                named[mine, body, run] += 1
    ledger = play(scenario, worlds_of(scenario), draws.with_arrays({NOMINATIONS: named}))
    counts = np.bincount(ledger.leader.astype(np.int16) + 2, minlength=8)
    return int(counts.argmax()), np.sort(counts)


@pytest.mark.parametrize(
    ("path", "settings", "readings", "runs", "subject", "at_least"),
    [
        (FIFTEEN, {MEMBERS: "70% to 88%"}, {}, 150, "corbyn", 4),
        (JUNE, {LOYAL: "50% to 70%"}, NEEDS, 300, "corbyn", 2),
        (JUNE, {LOYAL: "88% to 97%"}, NEEDS, 200, "corbyn", 1),
    ],
)
def test_the_fewest_are_those_a_scan_name_by_name_finds(path, settings, readings, runs, subject, at_least):
    """At every smaller number, either way, the same leader is likeliest; at the printed one, that way, another."""
    scenario = load(path, settings, readings)
    row = flip(scenario, runs=runs, seed=3).rows[0]
    first, counts = likeliest_with(scenario, subject, 0, runs, 3)
    assert row.lead == pytest.approx((counts[-1] - counts[-2]) / runs)
    assert row.fewest >= at_least
    scan = (side * k for k in range(1, 60) for side in (1, -1))
    found = next(shift for shift in scan if likeliest_with(scenario, subject, shift, runs, 3)[0] != first)
    assert found == row.fewest * (1 if row.more_for else -1)
    assert (row.more_for, row.fewer_for) == ((subject, None) if found > 0 else (None, subject))


def distribution(blocs):
    """P(so many names) when each nominator names somebody with a chance of their own: Poisson's binomial, by convolution."""
    exact = np.ones(1)
    for heads, chance in blocs:
        for _ in range(heads):
            exact = np.convolve(exact, [1 - chance, chance])
    return exact


def test_where_the_bar_decides_a_challenge_it_is_the_exact_distribution_shifted():
    """Corbyn wins any ballot he is on and needs 51 names: the fewest are the least k with P(names + k at the bar) over a half."""
    names = {"rebels": (172, 1), "loyalists": (40, 60), "spoilt": (4, 50), "absent": (13, 40), "off the roll": (2, 50)}
    names["meps"] = (20, 25)
    settings = {f"nominators.blocs.{bloc}.nominate.corbyn": f"{per}%" for bloc, (_, per) in names.items()}
    settings |= {
        f"electorate.sections.{s}.support.corbyn": "99.9%" for s in ("members", "affiliated", "registered")
    } | {
        "politics.challengers.eagle.stands": "100%", "politics.challengers.watson.stands": "0%",
        "politics.challengers.smith.stands": "0%", "politics.stand_in.chance": "0%",
        "politics.resignation.chance_a_week": "0%", "politics.resignation.after_walk_out": "0%",
        "politics.resignation.to_restand": "0%", "politics.second_chance": "0%",
    }  # fmt: skip
    row = flip(load(JUNE, settings, NEEDS), runs=8_000, seed=3).rows[0]
    exact = distribution([(heads, per / 100) for heads, per in names.values()])
    reaches = [exact[max(51 - k, 0) :].sum() for k in range(40)]
    least = next(k for k, chance in enumerate(reaches) if chance > 0.5)
    assert row.likeliest == "eagle"
    assert row.chance.share == pytest.approx(1 - reaches[0], abs=4 * math.sqrt(0.25 / 8_000))
    assert (row.fewest, row.more_for, row.then) == (least, "corbyn", "corbyn")
    assert row.then_chance.share == pytest.approx(reaches[least], abs=4 * math.sqrt(0.25 / 8_000))
    assert 5 < least < 20


def test_where_the_bar_decides_a_vacancy_it_is_the_exact_distribution_shifted():
    """The file of 2015, nobody lending: 34 at 50% and 198 at 1% against a bar of 35, and Corbyn wins if he is on the paper."""
    settings = {
        "nominators.blocs.possible for Corbyn.nominate.corbyn": "50%",
        "nominators.blocs.other MPs.nominate.corbyn": "1%", "nominators.withdraws.corbyn": "0%",
        "nominators.lending.permitted": "0%", "nominators.bandwagon": "0%",
        "nominators.withdraws.cooper": "0%", "nominators.withdraws.kendall": "0%", "nominators.withdraws.burnham": "0%",
    }  # fmt: skip
    for section in ("members", "affiliated", "registered"):
        settings[f"electorate.sections.{section}.support.corbyn"] = "99.9%"
        settings[f"electorate.sections.{section}.support.burnham"] = "90%"
        settings |= {f"electorate.sections.{section}.support.{one}": "5%" for one in ("cooper", "kendall")}
    row = flip(load(FIFTEEN, settings), runs=8_000, seed=3).rows[0]
    exact = distribution([(34, 0.5), (198, 0.01)])
    reaches = [exact[max(35 - k, 0) :].sum() for k in range(40)]
    least = next(k for k, chance in enumerate(reaches) if chance > 0.5)
    assert row.likeliest == "burnham"
    assert (row.fewest, row.more_for, row.then) == (least, "corbyn", "corbyn")
    assert row.then_chance.share == pytest.approx(reaches[least], abs=4 * math.sqrt(0.25 / 8_000))
    assert least > 10


def test_the_lead_is_printed_with_the_error_of_a_difference():
    """Two cannot both lead, so the variance of the lead is p + q less its square, over the runs."""
    row = flip(load(JUNE, {}, {"incumbent-nominations": "automatic"}), runs=200, seed=3).rows[0]
    p, q = row.chance.share, row.chance.share - row.lead
    assert p > 0.7 > 0.3 > q
    assert row.lead_error == pytest.approx(math.sqrt((p + q - (p - q) ** 2) / 200))


def test_nobody_names_two_and_nobody_is_made_up(capsys):
    """However many move, names stay within the heads there are, and just so many more or fewer name the candidate."""
    for path, readings in ((JUNE, NEEDS), (FIFTEEN, {})):
        scenario = load(path, {}, readings)
        draws, rows = draw(scenario, 3, 0, 200), names_of(scenario)
        heads = sum(bloc.size for bloc in scenario.blocs)
        for more in (-300, -7, 1, 40, 120, 300):
            moved = naming(scenario, draws, "corbyn", more)[NOMINATIONS]
            assert moved.min() >= 0
            assert moved.sum(axis=(0, 1)).max() <= heads
            own = draws[NOMINATIONS][rows.index("corbyn")].sum(axis=0)
            assert (moved[rows.index("corbyn")].sum(axis=0) == np.clip(own + more, 0, heads)).all()
    assert main(["flip", FIFTEEN, "--runs", "150", "--seed", "3"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert re.search(r"35%, \d\.\d ± \d+\.\d points ahead: too close to be sure", said)
    assert "if 71 more nominators nominated Jeremy Corbyn" in said
    assert main(["flip", JUNE, "--runs", "300", "--seed", "3"]) == 0
    assert "no change in nominations alters that" in " ".join(capsys.readouterr().out.split())


def test_where_no_nominator_matters_it_is_said():
    """On the ballot automatically, with Corbyn far ahead: no change in nominations alters that."""
    row = flip(load(JUNE, {}, {"incumbent-nominations": "automatic"}), runs=500, seed=3).rows[0]
    assert row.likeliest == "corbyn"
    assert row.fewest is None or row.fewest > 60
