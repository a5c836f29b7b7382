"""What matters most: ends and indices that closed forms give, inert inputs, readings as categories."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from benchmarks.gates import EVERYTHING
from simulator import load, simulate
from simulator.beliefs import draws
from simulator.beliefs.design import Design, Planned, common_to
from simulator.beliefs.draws import draw
from simulator.beliefs.streams import BLOCK, on_scale
from simulator.cli import main
from simulator.questions.indices import Plan, case_at, chances, shares, sobol
from simulator.questions.sensitivity import ReadingSwing, crossed, sensitivity, uncertain
from simulator.questions.simulate import leaders
from simulator.results.chances import Share
from simulator.scenario.resolve import of_document
from simulator.words.documents import parse
from simulator.words.problems import Problems
from tests.believing import fixed
from tests.exact.test_budget import TWO, two_sections


def chances_at_points(scenario, who, seed, each, paths, scores):
    """The share of contests in which somebody leads: share[choice of readings, point, part of the contests]."""
    (led,) = leaders([case_at(scenario, seed, each, paths, scores)])
    return chances(led, scenario.ids.index(who), each)


JUNE = "scenarios/labour-2016-june.yaml"
SUPPORT = "electorate.sections.{}.support.leader"
SECTIONS = ("members", "affiliated")


def phi(z):
    """The normal distribution."""
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))


@pytest.mark.parametrize(("one", "other"), [("40% to 60%", "40% to 60%"), ("30% to 70%", "45% to 55%")])
def test_the_ends_of_a_tornado_are_normal_tails(one, other):
    """The leader wins if σ₁z₁ + σ₂z₂ > 0: with z₁ at ±1.645 the chance is Φ(±1.645 σ₁/σ₂), for either section."""
    scenario = two_sections(one, other)
    found = {row.belief: row for row in sensitivity(scenario, runs=4 * BLOCK, seed=3, top=1).beliefs}
    spreads = [scenario.beliefs[SUPPORT.format(s)].quantity.spread for s in SECTIONS]
    for section, mine, others in zip(SECTIONS, spreads, spreads[::-1], strict=True):
        row = found[SUPPORT.format(section)]
        for end, side in (("at_low", -1), ("at_high", 1)):
            expected = phi(side * 1.6448536 * mine / others)
            assert (
                abs(getattr(row, end).share - expected)
                < 4.5 * math.sqrt(expected * (1 - expected) / (4 * BLOCK)) + 0.001
            )
        assert row.difference == pytest.approx(row.at_high.share - row.at_low.share)
        assert row.visible


@pytest.mark.parametrize(("one", "other"), [("40% to 60%", "40% to 60%"), ("30% to 70%", "45% to 55%")])
def test_sobols_indices_are_those_of_the_arcsine_law(one, other):
    """First: arcsin(σ₁²/(σ₁² + σ₂²))/(π/2). Total: one less the other's first. Second: what is left. No noise."""
    scenario = two_sections(one, other)
    squares = [scenario.beliefs[SUPPORT.format(s)].quantity.spread ** 2 for s in SECTIONS]
    firsts = [math.asin(x / sum(squares)) / (math.pi / 2) for x in squares]
    found = sobol(scenario, "leader", [SUPPORT.format(s) for s in SECTIONS], seed=3, points=4096, each=4)
    rows = {row.input: row for row in found.rows}
    for section, first, others in zip(SECTIONS, firsts, firsts[::-1], strict=True):
        row = rows[SUPPORT.format(section)]
        assert abs(row.first - first) < 4 * row.first_error
        assert abs(row.total - (1 - others)) < 4 * row.total_error
        assert row.first_error < 0.03
    (pair,) = found.pairs
    assert abs(pair.second - (1 - sum(firsts))) < 4 * pair.second_error
    assert found.noise < 1e-6
    assert found.one_contest < 1e-6


def test_an_inert_belief_shows_no_more_than_its_error():
    """The turnout of a section in which nobody is on the register moves nothing, and is not called visible."""
    text = TWO.format(one="40% to 60%", other="45% to 55%")
    text = text.replace("registered: {register: 1, turnout: 0%,", "registered: {register: 1, turnout: 10% to 40%,")
    scenario = of_document(parse(text.encode(), "inert"), {}, {})
    path = "electorate.sections.registered.turnout"
    document = sensitivity(scenario, runs=8_000, seed=3, top=1, points=32)
    row = next(row for row in document.beliefs if row.belief == path)
    assert abs(row.difference) <= 2 * row.error + 1e-12
    rows = sobol(scenario, "leader", [path, SUPPORT.format("members")], seed=3, points=128).rows
    found = next(row for row in rows if row.input == path)
    assert abs(found.first) <= 2 * found.first_error + 1e-12
    assert abs(found.total) <= 2 * found.total_error + 1e-12


def test_points_of_a_plan_differ_by_the_planned_beliefs_alone():
    """At the same scores the same contests; and at each point the chance a scenario with those beliefs certain would have."""
    loyal, members = "nominators.blocs.loyalists.nominate.corbyn", "electorate.sections.members.support.corbyn"
    scenario = load(JUNE, {}, {"incumbent-nominations": "needs-nominations"})
    scenario = replace(scenario, compared=())
    scores = np.array([[-1.0, 0.5], [1.0, 0.5], [-1.0, 0.5], [0.3, -2.0]])
    led = chances_at_points(scenario, "corbyn", 3, 2_000, [loyal, members], scores)[0].mean(axis=-1)
    assert led[0] == led[2]
    assert led[1] > led[0]
    for score, found in zip(scores, led, strict=True):
        settings = {
            path: f"{100 * float(on_scale(scenario.beliefs[path].quantity, np.float32(z))):.6f}%"
            for path, z in zip((loyal, members), score, strict=True)
        }
        certain = load(JUNE, settings, {"incumbent-nominations": "needs-nominations"})
        expected = simulate(certain, runs=2_000, seed=3).answer.results[0].leader["corbyn"].share
        assert abs(found - expected) < 0.004


def test_noise_is_what_few_contests_at_a_point_add():
    """With ten contests at a point more of the variance is noise than with a hundred; and never all of it."""
    scenario = load(JUNE, {}, {"incumbent-nominations": "needs-nominations"})
    path = ["nominators.blocs.loyalists.nominate.corbyn"]
    few, many = (sobol(scenario, "corbyn", path, seed=3, points=64, each=each).noise for each in (8, 200))
    assert 0 <= many < few < 1


def test_an_end_is_a_run_with_the_belief_set_there():
    """The chance at an end is that of a plain run with the belief fixed by hand, on the same luck."""
    path = "nominators.blocs.loyalists.nominate.corbyn"
    needs = {"incumbent-nominations": "needs-nominations"}
    document = sensitivity(load(JUNE, {}, needs), runs=1_500, seed=3, top=1)
    row = next(row for row in document.beliefs if row.belief == path)
    for end, said in (("at_low", "55%"), ("at_high", "95%")):
        results = simulate(load(JUNE, {path: said}, needs), runs=1_500, seed=3).answer.results[0]
        assert getattr(row, end).share == results.leader["corbyn"].share
    for one in document.readings:
        readings = {**needs, one.dispute: one.reading}
        results = simulate(load(JUNE, {}, readings), runs=1_500, seed=3).answer.results[0]
        assert one.chance.share == results.leader["corbyn"].share


def test_readings_are_categories_and_law_stands_beside_belief():
    """Every point is played under every reading: their order changes no index, and in June the reading has the largest.

    The index of the reading is that of the chances under each, worked out here from the points.
    """
    scenario, loyal = load(JUNE), ["nominators.blocs.loyalists.nominate.corbyn"]
    found = sobol(scenario, "corbyn", loyal, seed=3, points=64)
    law = found.rows[0]
    assert law.input == "incumbent-nominations"
    assert law.total >= law.first > 0.3
    plan = Plan.of(loyal, 64, 3)
    led = chances_at_points(scenario, "corbyn", 3, 100, loyal, plan.scores).mean(axis=-1)
    whole = led.var()
    assert law.first == pytest.approx(led.mean(axis=1).var() / whole, rel=1e-3)
    assert law.total == pytest.approx(led.var(axis=0).mean() / whole, rel=1e-3)
    pair = found.pairs[0]
    assert pair.inputs == (*loyal, "incumbent-nominations")
    mean_total = law.first + pair.second + next(row for row in found.rows if row.input == loyal[0]).first
    assert mean_total == pytest.approx(1, abs=0.05)


LAW = np.array([0.0, 1.0, 3.0]), np.array([0.0, 2.0])
SLOPES, BOTH = np.array([1.0, 2.0, 0.0]), np.array([[0.0, 0.0], [0.0, 1.5], [0.0, 0.0]])


def laid(rows, seed):
    """Values of x·SLOPES[A] + y + LAW of A and of B + BOTH, at Saltelli's points of two normals: value[A × B, point]."""
    a, b = np.random.default_rng(seed).standard_normal((2, rows, 2))
    points = [
        a,
        *(np.where(np.arange(2) == n, b, a) for n in range(2)),
        *(np.where(np.arange(2) == n, a, b) for n in range(2)),
        b,
    ]
    x, y = np.stack(points, axis=1).reshape(-1, 2).T
    values = [
        SLOPES[one] * x + y + LAW[0][one] + LAW[1][other] + BOTH[one, other] for one in range(3) for other in range(2)
    ]
    return np.array(values)


def divided(rows, seed):
    """The shares of the variance of such values."""
    problem = {"num_vars": 2, "names": ["x", "y"], "bounds": [[0.0, 1.0]] * 2}
    plan = Plan(problem, np.zeros((rows * 6, 2)))
    return shares(partial(plan.analysed, seed=seed), laid(rows, seed), [3, 2], 2, seed, 100)


def expected():
    """By analysis of variance: first and total of x, y, A, B; what x does with A, and A with B; all over the whole."""
    cells = LAW[0][:, None] + LAW[1][None, :] + BOTH
    a, b = cells.mean(axis=1).var(), cells.mean(axis=0).var()
    x, y, x_a, a_b = SLOPES.mean() ** 2, 1.0, SLOPES.var(), cells.var() - a - b
    whole = x + y + a + b + x_a + a_b
    first, total = np.array([x, y, a, b]), np.array([x + x_a, y, a + x_a + a_b, b + a_b])
    return first / whole, total / whole, x_a / whole, a_b / whole


def test_several_disputes_are_categories_apart_from_beliefs_and_from_one_another():
    """A sum with known parts: each share lies within four of its errors, and what has no part has none."""
    found, (first, total, x_a, a_b) = divided(4096, 1), expected()
    for name, theirs in (("first", first), ("total", total)):
        errors = found[f"{name}_error"]
        assert (np.abs(found[name] - theirs) < 4 * errors).all()
        assert (errors < 0.03).all()
    for pair, share in (((0, 2), x_a), ((2, 3), a_b), ((0, 3), 0), ((1, 2), 0), ((1, 3), 0)):
        assert abs(found["second"][pair] - share) < 4 * found["second_error"][pair] + 1e-9
    assert found["first_error"][2] != found["total_error"][2]


def test_the_errors_of_law_are_those_of_rows_and_not_of_points():
    """Over 150 plans of 64 rows the spread of each share is its printed error to within a third.

    As if points were independent, the error of a share of law would be too small by far: six points share two numbers each.
    """
    many = [divided(64, seed) for seed in range(150)]
    for name, at in (("first", 2), ("first", 3), ("total", 2), ("total", 3), ("total", 0), ("second", (0, 2))):
        spread = np.std([one[name][at] for one in many], ddof=1)
        printed = np.mean([one[f"{name}_error"][at] for one in many])
        assert spread / 1.33 < printed < spread * 1.33, (name, at, spread, printed)


def test_disputes_compared_have_a_row_each():
    """Two disputes and a belief: no input is two of them; the share of each is that of its means, worked out from the points."""
    several = ("incumbent-nominations", "excluded-remedy")
    scenario, loyal = replace(load(JUNE), compared=several), ["nominators.blocs.loyalists.nominate.corbyn"]
    found = sobol(scenario, "corbyn", loyal, seed=3, points=32)
    rows = {row.input: row for row in found.rows}
    assert set(rows) == {*several, *loyal}
    led = chances_at_points(scenario, "corbyn", 3, 100, loyal, Plan.of(loyal, 32, 3).scores).mean(axis=-1)
    crossed_ = led.reshape(3, -1, led.shape[1])
    for dispute, others, axis in (("incumbent-nominations", (1, 2), 0), ("excluded-remedy", (0, 2), 1)):
        assert rows[dispute].first == pytest.approx(crossed_.mean(axis=others).var() / led.var(), rel=1e-3, abs=1e-6)
        assert rows[dispute].total == pytest.approx(crossed_.var(axis=axis).mean() / led.var(), rel=1e-3, abs=1e-6)


def test_where_none_is_compared_the_disputes_seen_to_move_it_most_are_crossed():
    """The first that are visible, while their readings together are at most twelve; what is compared goes before all."""
    scenario = replace(load(JUNE), compared=("rounding",))
    seen = [
        ("incumbent-nominations", True),
        ("bar-base", True),
        ("excluded-remedy", True),
        ("nomination-transfer", False),
    ]
    none = Share(count=0, of=100)
    law = [
        ReadingSwing(dispute=dispute, reading="", chance=none, gained=50 * visible, lost=0, of=100)
        for dispute, visible in seen
    ]
    assert crossed(scenario, law, True).compared == ("rounding",)
    found = crossed(scenario, law, False).compared
    assert set(found) == {"incumbent-nominations", "bar-base"}
    assert list(found) == [dispute for dispute in scenario.book.disputes if dispute in found]
    assert crossed(scenario, law[3:], False).compared == ("rounding",)


def everything_drawn(draws):
    """Every array of some draws by its path."""
    return {path: array.astype(float) for path, array in draws.arrays.items() if array.size}


@pytest.mark.night
def test_every_belief_at_its_ends_draws_what_it_draws_when_it_is_fixed_there():
    """Planned at ±1.645 and fixed at its 5% and 95% point: every array of the draws has the same means, on common luck.

    With every behaviour switched on. A belief that is drawn around the plan would stay in the middle, silently; play is a
    pure function of draws, so what is equal here is equal in who leads. Quiet is left out for the others' sake: it is not
    applied to a chance that is certain, and so must be none. Transfers are Dirichlet draws, made in another way in a plan:
    they agree within the error of so few runs.
    """
    settings = {**EVERYTHING, "nominators.quiet": "0%"}
    whole, each = load(JUNE, settings, {"incumbent-nominations": "needs-nominations"}), 400
    scores = np.array([-1.6448536, 1.6448536])
    quiet = load(JUNE, EVERYTHING, {"incumbent-nominations": "needs-nominations"})
    moved, paths = 0, [(whole, path) for path in uncertain(whole)] + [(quiet, "nominators.quiet")]
    for scenario, path in paths:
        quantity, luck = scenario.beliefs[path].quantity, partial(Planned, common_to(3, each), {path: scores})
        planned = everything_drawn(draw(scenario, 3, 0, 2 * each, luck))
        ends = [everything_drawn(draw(fixed(scenario, path, end), 3, 0, each)) for end in (quantity.low, quantity.high)]
        for name, low in ends[0].items():
            high = ends[1][name]
            for mine, theirs in ((planned[name][..., :each], low), (planned[name][..., each:], high)):
                means = mine.mean(axis=-1), theirs.mean(axis=-1)
                near = 0.08 if name.startswith("electorate.transfers") else 1e-4
                np.testing.assert_allclose(*means, rtol=1e-4, atol=near, err_msg=f"{path}: {name}")
            if not np.array_equal(low, high):
                moved += 1
                assert not np.array_equal(planned[name][..., :each], planned[name][..., each:]), f"{path}: {name}"
    assert len(paths) > 80
    assert moved >= len(paths) - 1


def test_a_plan_needs_a_power_of_two():
    """Sobol's sequence is even only there."""
    with pytest.raises(Problems, match="power of two"):
        sobol(load(JUNE), "corbyn", ["nominators.follow"], seed=3, points=100)


def test_the_verb_says_whether_law_or_belief_decides(capsys, tmp_path):
    """Text, JSON and a picture."""
    arguments = [
        "sensitivity",
        JUNE,
        "--reading",
        "incumbent-nominations=needs-nominations",
        "--runs",
        "600",
        "--top",
        "2",
        "--points",
        "32",
    ]
    assert main(arguments) == 0
    assert "Law moves it more than any belief" in capsys.readouterr().out
    assert main([*arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["subject"] == "corbyn"
    assert main([*arguments, "--chart", str(tmp_path / "tornado.svg")]) == 0
    assert "loyalists" in (tmp_path / "tornado.svg").read_text("utf-8")


def test_draws_of_several_blocks_are_those_of_each_block_alone():
    """A design that moves one of two hazards that are believed alike, in its later blocks only: the same arrays in every block.

    What the walk-out does is nothing unless they differ, so by what is believed no block tells of it.
    """
    scenario, two = load("scenarios/labour-2016-nominations.yaml"), ("after_walk_out", "chance_a_week")
    points = {f"politics.resignation.{one}": np.array([np.nan, (-1.6, 1.6)[n]]) for n, one in enumerate(two)}
    streams = Design(3, BLOCK, points)
    both = draw(scenario, 3, 0, 2 * BLOCK, streams)
    for block in range(2):
        alone = draw(scenario, 3, block * BLOCK, BLOCK, streams)
        assert both.arrays.keys() == alone.arrays.keys()
        assert "politics.resignation.walk_out" not in both.arrays
        here = slice(block * BLOCK, (block + 1) * BLOCK)
        for path, array in alone.arrays.items():
            np.testing.assert_array_equal(both[path][..., here], array, err_msg=path)


def test_a_block_with_other_arrays_than_the_first_is_refused(monkeypatch):
    """An array that only a later block has would hold whatever lay in memory before."""
    drawn = draws._block

    def other(sampler):
        return drawn(sampler) | ({"late": np.zeros(BLOCK, np.int16)} if sampler.streams.block else {})

    monkeypatch.setattr(draws, "_block", other)
    with pytest.raises(AssertionError, match="block 1 has other draws than the first: late"):
        draw(load(JUNE), 3, 0, BLOCK + 1)
