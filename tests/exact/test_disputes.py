"""Which clause decides: every printed figure against plain counts, permutations written out, and sums."""

from __future__ import annotations

import json
from itertools import permutations, product

import numpy as np
import pytest

from simulator import load, simulate
from simulator.cli import main
from simulator.questions import disputes as ranked
from simulator.questions.compare import touching
from simulator.questions.disputes import factorial, ranking, shapley

JUNE = "scenarios/labour-2016-june.yaml"
THREE = ("incumbent-nominations", "excluded-remedy", "rounding")
RUNS = 1_500


@pytest.fixture(scope="module")
def scenario():
    return load(JUNE, readings={"incumbent-nominations": "automatic"})


@pytest.fixture(scope="module")
def found(scenario):
    return factorial(scenario, THREE, runs=RUNS, seed=4)


def leaders(readings):
    """Who leads in each run, from a plain run of the scenario under those readings."""
    results = simulate(load(JUNE, readings=readings), runs=RUNS, seed=4)
    return results.table_of_runs()["leader"].to_numpy()


def test_every_combination_is_what_a_plain_run_under_it_gives(scenario, found):
    """All eighteen, run by run: combinations that share a law share their rows."""
    ids = np.array(["unresolved", "nobody", *scenario.ids])
    for combination in product(*found.options):
        expected = leaders(dict(zip(THREE, combination, strict=True)))
        np.testing.assert_array_equal(ids[found.of(combination).astype(int) + 2], expected)
    assert found.whole == 18
    assert len(found.leaders) < 18


def test_the_printed_number_is_the_count_of_rows_that_differ(found):
    """For each other reading of each dispute: rows of the two per-run tables whose leaders differ, and the first of them."""
    adopted = dict(zip(THREE, found.adopted, strict=True))
    base = leaders(adopted)
    for row in ranking(found).disputes:
        for one in row.readings:
            theirs = leaders({**adopted, row.dispute: one.reading})
            differ = np.flatnonzero(base != theirs)
            assert one.leader_changes.share == len(differ) / RUNS
            assert list(one.runs_that_flip) == differ[:12].tolist()
            assert sum(move.runs for move in one.moves) == len(differ)
        assert row.alone.share == pytest.approx(np.mean([one.leader_changes.share for one in row.readings]))


def test_shares_add_up_run_by_run(found):
    """In every single run the shares of the disputes add to whether, on average, reading all otherwise changes the leader."""
    np.testing.assert_allclose(sum(shapley(found)), found.changed(range(3)), atol=1e-12)
    document = ranking(found)
    total = sum(row.shapley.share for row in document.disputes)
    assert total == pytest.approx(document.all.share)


def test_a_share_is_the_mean_over_all_orders(found):
    """Six orders of three disputes, contributions added up one after another."""
    expected = np.zeros(3)
    for order in permutations(range(3)):
        some, before = [], 0.0
        for d in order:
            some.append(d)
            after = float(found.changed(some).mean())
            expected[d] += (after - before) / 6
            before = after
    assert [float(value.mean()) for value in shapley(found)] == pytest.approx(expected.tolist())


def test_the_order_in_which_disputes_are_named_changes_nothing(scenario, found):
    """Named backwards: the same document."""
    assert ranking(factorial(scenario, THREE[::-1], runs=RUNS, seed=4)) == ranking(found)


def test_the_remedy_matters_only_if_the_incumbent_needs_nominations(found):
    """It is named, with what it is worth then; where it is moot it is worth nothing."""
    document = ranking(found)
    row = next(r for r in document.interactions if r.dispute == "excluded-remedy" and r.reading == "needs-nominations")
    assert row.if_ == "incumbent-nominations"
    assert row.alone == 0
    needs = {"incumbent-nominations": "needs-nominations", "rounding": "up"}
    one, other = (leaders({**needs, "excluded-remedy": reading}) for reading in ("no-election", "reopened"))
    assert row.then == pytest.approx(float((one != other).mean()))
    assert document.moot == 6
    assert len(document.matrix) == sum(
        len(names) - 1 for n, names in enumerate(found.options) for m in range(3) if m != n
    )
    assert all(row in document.matrix for row in document.interactions)


def differs(combination, other):
    """Whether the leader of each run is another under two combinations, from plain runs of each."""
    one, two = (leaders(dict(zip(THREE, names, strict=True))) for names in (combination, other))
    return (one != two).astype(float)


def test_every_figure_has_the_error_of_a_mean_over_runs_on_the_same_luck(found):
    """Pairs and averages: worked out run by run from plain runs, the figure is the mean, and its error s/√n."""

    def error(values):
        return float(np.std(values) / np.sqrt(RUNS))

    document = ranking(found)
    pairs = {(row.dispute, row.if_, row.reading): row for row in document.matrix}
    for dispute, other in (("excluded-remedy", "incumbent-nominations"), ("incumbent-nominations", "rounding")):
        d, e = THREE.index(dispute), THREE.index(other)
        for reading in found.others(e):
            there = found.read(e, reading)
            alone = np.mean([differs(found.read(d, one), found.adopted) for one in found.others(d)], axis=0)
            then = np.mean([differs(found.read(d, one, there), there) for one in found.others(d)], axis=0)
            row = pairs[dispute, other, reading]
            expected = [
                alone.mean(),
                error(alone),
                then.mean(),
                error(then),
                (then - alone).mean(),
                error(then - alone),
            ]
            names = ("alone", "alone_error", "then", "then_error", "more", "more_error")
            assert [getattr(row, name) for name in names] == pytest.approx(expected)
    d = THREE.index("rounding")
    each = [
        differs(found.read(d, one, rest), rest)
        for rest in product(*found.options)
        if rest[d] == found.adopted[d]
        for one in found.others(d)
    ]
    (row,) = (row for row in document.disputes if row.dispute == "rounding")
    values = np.mean(each, axis=0)
    assert (row.averaged.share, row.averaged.error) == pytest.approx((values.mean(), error(values)))
    assert row.averaged.error > 0


def test_a_sample_has_every_pair_and_errors_that_hold_the_whole(scenario, found, monkeypatch):
    """Pairs are as in the whole factorial; averages and shares lie within four of their (wider) errors of the whole's."""
    whole = ranking(found)
    monkeypatch.setattr(ranked, "MOST", 6)
    document = ranking(factorial(scenario, THREE, runs=RUNS, seed=4))
    assert document.sampled_points >= 4
    assert document.matrix == whole.matrix
    assert document.interactions == whole.interactions
    exact = {row.dispute: row for row in whole.disputes}
    for row in document.disputes:
        for name in ("averaged", "shapley"):
            mine, theirs = getattr(row, name), getattr(exact[row.dispute], name)
            assert abs(mine.share - theirs.share) < 4 * mine.error + 1e-12
            assert mine.error >= 0.99 * theirs.error


def test_a_sample_reads_each_dispute_each_way_equally_often():
    """Points of three disputes: every reading as often as any other of the dispute, to within one."""
    options = (("a", "b"), ("a", "b", "c"), ("a", "b", "c", "d"))
    points = ranked._points(options, 14, 5)
    for names, column in zip(options, zip(*points, strict=True), strict=True):
        counts = [column.count(name) for name in names]
        assert max(counts) - min(counts) <= 1
    assert points == ranked._points(options, 14, 5)
    assert points != ranked._points(options, 14, 6)


def test_too_many_combinations_are_sampled_and_it_is_said(scenario, found, monkeypatch):
    """With room for six laws orders are sampled: shares still add up, and lie near those of the whole."""
    monkeypatch.setattr(ranked, "MOST", 6)
    sampled = factorial(scenario, THREE, runs=RUNS, seed=4)
    document = ranking(sampled)
    assert document.sampled_orders >= 3
    assert sum(row.shapley.share for row in document.disputes) == pytest.approx(document.all.share)
    whole = {row.dispute: row for row in ranking(found).disputes}
    for row in document.disputes:
        assert row.alone == whole[row.dispute].alone
    assert document.disputes[0].dispute == "incumbent-nominations"


def test_a_dispute_that_no_stage_asks_about_is_left_out_and_named(scenario):
    """The season of a challenge moves nothing that is played; crossed by name it changes no leader."""
    everything = factorial(scenario, runs=500, seed=4)
    assert everything.silent == ("challenge-season",)
    alone = ranking(factorial(scenario, ["challenge-season"], runs=500, seed=4))
    assert alone.all.share == 0


def test_the_verb_prints_json_text_and_a_picture(capsys, tmp_path):
    """The same figures in each; a dispute that is not there gets a letter."""
    arguments = ["disputes", JUNE, "incumbent-nominations", "rounding", "--runs", "800", "--seed", "4"]
    assert main([*arguments, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["combinations"] == 9
    assert main(arguments) == 0
    said = capsys.readouterr().out
    assert "The clause that matters most is incumbent nominations" in said
    assert f"{100 * document['all']['share']:.1f} ±{196 * document['all']['error']:.1f}" in said
    (pair,) = (
        row
        for row in document["matrix"]
        if row["dispute"] == "rounding"
        and row["if"] == "incumbent-nominations"
        and row["reading"] == "needs-nominations"
    )
    (line,) = (line for line in said.splitlines() if line.startswith("   2  rounding"))
    assert line.split()[2] == f"{100 * pair['then']:.0f}±{196 * pair['then_error']:.0f}"
    assert f"{100 * pair['more']:+.1f} ±{196 * pair['more_error']:.1f} points" in said
    assert main([*arguments, "--chart", str(tmp_path / "ranking.svg")]) == 0
    assert (tmp_path / "ranking.svg").read_text("utf-8").count("incumbent nominations") >= 1
    capsys.readouterr()
    assert main(["disputes", JUNE, "incumbent-nomination"]) == 3
    assert "did you mean" in capsys.readouterr().err


def test_a_clause_on_leaders_who_stay_bears_on_no_empty_office():
    """In 2015 the leader had gone, in January 2020 he stayed until replaced; the book is the same but for its edition."""
    stays = "leader-who-stays-on"
    assert stays in touching(load("scenarios/labour-2020-january.yaml"))
    assert stays not in touching(load("scenarios/labour-2015-june.yaml"))
    assert stays in touching(load("scenarios/labour-2015-june.yaml", {"rules.office_empty": "false"}))
