"""Sweeps, break-even values and flips: each cell is a plain run, an answer put back gives what was asked, nothing is lost."""

from __future__ import annotations

import json
import math
import os
import re
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from simulator import load, simulate
from simulator.cli import main
from simulator.questions import cache as caching
from simulator.questions import executor as executing
from simulator.questions import simulate as simulating
from simulator.questions.axes import axis, home_value
from simulator.questions.cache import Cache
from simulator.questions.disputes import factorial, ranking
from simulator.questions.executor import executor_of, in_turn
from simulator.questions.indices import sobol
from simulator.questions.simulate import BATCH
from simulator.questions.solve import solve
from simulator.questions.sweep import balanced, sweep
from simulator.results.answer import as_json
from simulator.words.problems import Problems

JUNE, FIFTEEN = "scenarios/labour-2016-june.yaml", "scenarios/labour-2015-june.yaml"
BAR = "challenge-nominations.bar.share"
MEMBERS = "electorate.sections.members.support.corbyn"
NEEDS = {"incumbent-nominations": "needs-nominations"}


def needs(settings):
    return load(JUNE, settings, NEEDS)


def june(settings):
    return load(JUNE, settings)


def test_a_sweep_of_the_bar_is_a_run_at_each_bar():
    """Every cell, every reading, every leader: the chances of a plain run with that bar set."""
    found = sweep(june, [axis(f"{BAR}=16%..24%:4%")], runs=1_200, seed=3)
    assert len(found.rows) == 9
    for value in (16, 20, 24):
        results = simulate(june({BAR: f"{value}%"}), runs=1_200, seed=3).answer.results
        rows = [row for row in found.rows if row.at == (value,)]
        for row, entry in zip(rows, results, strict=True):
            assert row.leader == entry.leader
            assert list(row.needs) == sorted({bar.needs for bar in entry.bars})


def test_a_higher_bar_never_helps_a_leader_who_needs_names():
    """Under that reading the chance falls from bar to bar, beyond the error of a difference on the same luck."""
    found = sweep(needs, [axis(f"{BAR}=10%..30%:2%")], runs=4_000, seed=3)
    chances = [row.leader["corbyn"].share for row in found.rows]
    assert all(after <= before + 0.004 for before, after in pairwise(chances))
    assert chances[0] - chances[-1] > 0.5


def test_two_figures_give_every_pair():
    """Four bars and three beliefs are twelve cells, in the order of the axes."""
    found = sweep(needs, [axis(f"{BAR}=18%..24%:2%"), axis(f"{MEMBERS}=45%..65%:10%")], runs=300, seed=3)
    assert [row.at for row in found.rows] == [(bar, share) for bar in (18, 20, 22, 24) for share in (45, 55, 65)]
    assert found.axes[0].home == 20
    assert 50 < found.axes[1].home < 65


@pytest.mark.parametrize(
    "text", ["x", "x=", "x=1..", "x=5..3", "x=1%..9%:0", "x=a..b", "=1..2", "x=1..9:0.00001", "x=1-2..3-4"]
)
def test_what_is_no_axis_gets_a_letter(text):
    with pytest.raises(Problems):
        axis(text)


def test_an_answer_put_back_gives_the_chance_that_was_asked():
    """The break-even bar and the break-even support, set in the file: an even chance within three errors, on other luck, too."""
    for path, span in ((BAR, "10%..30%"), ("nominators.blocs.loyalists.nominate.corbyn", "1%..95%")):
        found = solve(needs, "corbyn", 0.5, axis(f"{path}={span}"), runs=6_000, seed=3).rows[0]
        assert found.error is not None
        setting = {path: f"{found.value}%"}
        same = simulate(needs(setting), runs=6_000, seed=3).answer.results[0].leader["corbyn"].share
        assert same == pytest.approx(found.chance.share)
        other = simulate(needs(setting), runs=6_000, seed=4).answer.results[0].leader["corbyn"].share
        assert abs(other - 0.5) < 4 * math.sqrt(0.25 / 6_000) + 0.02


def test_where_no_value_suffices_it_is_said():
    """Under the automatic reading no bar brings Corbyn to an even chance: no value, the chances at both ends."""
    found = solve(june, "corbyn", 0.5, axis(f"{BAR}=10%..30%"), runs=1_000, seed=3)
    automatic = next(row for row in found.rows if row.readings == "automatic")
    assert automatic.value is None
    assert min(one.share for one in automatic.range) > 0.5
    with pytest.raises(Problems):
        solve(june, "corbin", 0.5, axis(f"{BAR}=10%..30%"), runs=100)


def test_a_chance_that_rises_and_falls_again_is_crossed_twice():
    """2015: with a bar near 1% or 50% Burnham leads in fewer than half of contests, in between in more.

    Both crossings are found, as plain runs beside them show; of 65%, which no bar gives, it is said.
    """
    share = "vacancy-nominations.bar.share"

    def fifteen(settings):
        return load(FIFTEEN, settings)

    found = solve(fifteen, "burnham", 0.5, axis(f"{share}=1%..50%"), runs=4_000, seed=3)
    (row,) = found.rows
    assert max(one.share for one in row.at_ends) < 0.4
    assert row.range[1].share > 0.55
    assert 20 < row.value < 25
    ((low, high),) = row.also
    assert 34 < low < high < 42
    for value, more in ((row.value - 1, False), (row.value + 1, True), (low, True), (high, False)):
        there = simulate(fifteen({share: f"{value:.10g}%"}), runs=4_000, seed=3).answer.results[0].leader
        assert (there["burnham"].share > 0.5) is more
    none = solve(fifteen, "burnham", 0.65, axis(f"{share}=1%..50%"), runs=4_000, seed=3).rows[0]
    assert (none.value, none.also) == (None, ())
    assert none.range[1].share < 0.65


def test_where_the_chance_leaps_past_what_is_asked_both_sides_are_named():
    """40 loyalists name him for certain, nobody else does: at 40 names he is on the paper, at 41 not, and nothing is between."""
    short = {
        "nominators.blocs.loyalists.nominate.corbyn": "100%",
        "nominators.blocs.loyalists.nominate.challenger": "0%",
    }
    for bloc in ("rebels", "spoilt", "absent", "off the roll", "meps"):
        short[f"nominators.blocs.{bloc}.nominate.corbyn"] = "0%"

    def certain(settings):
        return load(JUNE, {**short, **settings}, NEEDS)

    leap = solve(certain, "corbyn", 0.5, axis("challenge-nominations.bar.count=30..50"), runs=400, seed=3).rows[0].leap
    assert (leap.from_, leap.to) == (40, 41)
    assert leap.chances[0].share > 0.6 > 0.3 > leap.chances[1].share


@pytest.mark.parametrize(
    ("path", "ends", "unit"),
    [
        (MEMBERS, (1, 99), "%"),
        ("nominators.blocs.loyalists.nominate.corbyn", (1, 98), "%"),
        ("electorate.sections.registered.register", (54_772, 219_089), ""),
        ("timetable.ballot", (1, 66), " days"),
        ("timetable.open", (1, 14), " days"),
        ("politics.stand_in.keeps", (43.87, 175.5), "%"),
        ("politics.until", (736_176, 736_204), "date"),
        (BAR, (1, 50), "%"),
        ("challenge-nominations.bar.count", (1, 125), ""),
    ],
)
def test_a_figure_without_a_range_is_varied_over_the_default_of_its_kind(path, ends, unit):
    """A chance, heads, days, a ratio, a date, a bar's share or count: each over values that a file takes."""
    found = axis(path, load(JUNE))
    assert (found.values[0], found.values[-1]) == pytest.approx(ends, rel=1e-3)
    assert found.unit == unit
    assert len(found.values) > 12
    for value in (found.values[0], found.values[-1]):
        assert home_value(load(JUNE, {path: found.written(value)}), path) == pytest.approx(
            value / (100 if unit == "%" else 1), rel=1e-3
        )


def test_a_bar_may_be_varied_as_a_count_where_the_book_has_a_share():
    """51 names are 20% of 251: the same contests; and the letter for a path nothing is said of asks for a range."""
    count = BAR.replace("share", "count")
    of = [simulate(needs(one), runs=500, seed=3).answer.results[0].leader for one in ({}, {count: "51"}, {count: "45"})]
    assert of[0] == of[1] != of[2]
    row = solve(needs, "corbyn", 0.5, axis(count, load(JUNE)), runs=500, seed=3)
    assert row.home == 51
    assert 40 < row.rows[0].value < 51
    with pytest.raises(Problems, match="or write a range"):
        axis("electorate.sections.registered.registre", load(JUNE))


def test_a_cell_that_is_there_is_never_played_again(tmp_path, monkeypatch):
    """The second sweep plays nothing; another seed, value or source of the code is another cell."""
    file = str(tmp_path / "cells.sqlite")
    first = sweep(needs, [axis(f"{BAR}=18%..22%:2%")], runs=200, seed=3, cache=Cache(file))
    with monkeypatch.context() as patch:
        patch.setattr(simulating, "leaders_in", None)
        assert sweep(needs, [axis(f"{BAR}=18%..22%:2%")], runs=200, seed=3, cache=Cache(file)) == first
    sweep(needs, [axis(f"{BAR}=18%..22%:1%")], runs=200, seed=3, cache=Cache(file))
    assert len(Cache(file)) == 5
    sweep(needs, [axis(f"{BAR}=18%..22%:2%")], runs=200, seed=4, cache=Cache(file))
    assert len(Cache(file)) == 8
    monkeypatch.setattr(caching, "fingerprint", lambda: "other sources")
    sweep(needs, [axis(f"{BAR}=18%..22%:2%")], runs=200, seed=3, cache=Cache(file))
    assert len(Cache(file)) == 11


def test_workers_and_the_cache_change_no_figure(tmp_path):
    """Two processes, a file, or neither: the same document."""
    axes = [axis(f"{BAR}=16%..24%:2%")]
    plain = sweep(june, axes, runs=200, seed=3)
    with executor_of(2) as two:
        assert sweep(june, axes, runs=200, seed=3, executor=two) == plain
        assert sweep(june, axes, runs=200, seed=3, executor=two, cache=Cache(str(tmp_path / "two.sqlite"))) == plain


@pytest.mark.parametrize("workers", [1, 2])
def test_every_task_is_done_once_and_made_when_it_is_needed(workers):
    """Fifty tasks from a generator: all results, in their order; when the first comes back few more have been made."""
    made = []

    def tasks():
        for number in range(50):
            made.append(number)
            yield number, 7

    with executor_of(workers) as executor:
        done = in_turn(executor, divmod, tasks())
        first = next(done)
        assert len(made) <= 2 * workers
        assert [first, *done] == [divmod(number, 7) for number in range(50)]
        assert list(in_turn(executor, divmod, [])) == []


def test_results_do_not_pile_up_behind_a_slow_task():
    """However many tasks there are, no more than twice the workers are done and not yet taken."""
    with ThreadPoolExecutor(3) as executor:
        done, most = [0], 0
        results = in_turn(executor, counting(done), ((number,) for number in range(200)))
        for taken, _ in enumerate(results, 1):
            most = max(most, done[0] - taken)
    assert most <= 2 * 3


def counting(done):
    def work(number):
        done[0] += 1
        return number

    return work


def test_a_worker_with_other_code_refuses_a_task(monkeypatch):
    """Both are named; with the same code the task is done."""
    ours = executing.fingerprint()
    assert executing.checked(ours, divmod, 50, 7) == (7, 1)
    monkeypatch.setattr(executing, "fingerprint", lambda: "code 0123")
    with pytest.raises(Problems, match=re.escape(f"a worker has code 0123, and who asks has {ours}")):
        executing.checked(ours, divmod, 50, 7)


@pytest.fixture(scope="module")
def cluster():
    """A real cluster on this machine: a scheduler and two worker processes, on loopback only."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as here:
        yield here.scheduler_address


def test_a_cluster_gives_the_same_bytes(cluster, tmp_path):
    """A sweep, a factorial and Sobol's indices, done by the cluster, by two processes and alone: the same documents."""
    scenario, axes = load(JUNE), [axis(f"{BAR}=16%..24%:4%")]
    loyal = ["nominators.blocs.loyalists.nominate.corbyn"]
    found = []
    for who in ({}, {"workers": 2}, {"scheduler": cluster}):
        with executor_of(**who) as executor:
            few, file = {"seed": 3, "executor": executor}, str(tmp_path / f"{len(found)}.sqlite")
            swept = sweep(june, axes, runs=200, cache=Cache(file), **few)
            ranked = ranking(factorial(scenario, ["incumbent-nominations", "rounding"], runs=300, **few))
            found.append(json.dumps(as_json([swept, ranked, sobol(scenario, "corbyn", loyal, points=256, **few)])))
    assert found[0] == found[1] == found[2]


def test_a_scheduler_that_does_not_answer_gets_a_letter(capsys):
    """A wrong address, and one without the other, are said in a line."""
    pytest.importorskip("distributed")
    few = ["sweep", JUNE, "--vary", f"{BAR}=18%..22%:2%", "--runs", "50"]
    assert main([*few, "--backend", "dask"]) == 3
    assert "--scheduler" in capsys.readouterr().err


KILLING = """
import json, os, random, select, signal, sqlite3, sys, time
import numpy
from simulator import load
from simulator.cli import main
from simulator.questions import sweep, cache
from simulator.verbs import explore

load("scenarios/labour-2016-june.yaml")
file, kills, *arguments = sys.argv[1:]
rng = random.Random(7)

def kept():
    if not os.path.exists(file):
        return []
    here = sqlite3.connect(file, timeout=60)
    try:
        return [row[0] for row in here.execute("SELECT counts FROM blocks")]
    except sqlite3.OperationalError:
        return []
    finally:
        here.close()

for number in range(int(kills)):
    left, held = os.pipe()
    workers = 1 + number % 2
    process = os.fork()
    if not process:
        os.close(left)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1), os.dup2(null, 2)
        os._exit(main([*arguments, "--cache", file, "--workers", str(workers)]))
    os.close(held)
    time.sleep(rng.uniform(0.0, 0.9))
    before = len(kept())
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    gone = bool(select.select([left], [], [], 10)[0])
    os.close(left)
    after = kept()
    here = sqlite3.connect(file, timeout=60)
    whole = here.execute("PRAGMA integrity_check").fetchone()[0]
    here.close()
    told = {"workers": workers, "before": before, "after": len(after), "gone": gone, "integrity": whole}
    print(json.dumps({**told, "readable": all(sum(json.loads(one).values()) == 400 for one in after)}), flush=True)
"""
"""Plays a sweep in processes of its own and kills each at a random moment; every process of it holds one end of a pipe."""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forks, so that each begins at once")
@pytest.mark.parametrize("kills", [10, pytest.param(50, marks=pytest.mark.night)])
def test_kills_lose_nothing_but_cells_in_flight(kills, tmp_path):
    """At any moment, alone or with two workers: no cell that was kept is lost, the file is whole, no worker lives on."""
    file = tmp_path / "killed.sqlite"
    swept = ["sweep", JUNE, "--vary", f"{BAR}=10%..30%:0.4%", "--runs", "400"]
    code = [sys.executable, "-W", "ignore", "-c", KILLING, str(file), str(kills), *swept]
    done = subprocess.run(code, capture_output=True, text=True, check=True)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["workers"] for one in told] == [1, 2] * (kills // 2)
    for one in told:
        assert one["integrity"] == "ok"
        assert one["readable"]
        assert one["gone"], "a worker lived on when its parent had been killed"
        assert one["after"] >= one["before"]
    for before, after in pairwise(told):
        assert after["before"] >= before["after"]
    assert told[-1]["after"] > 0
    command = [sys.executable, "-m", "simulator", *swept, "--json"]
    resumed = subprocess.run([*command, "--cache", str(file)], capture_output=True, text=True, check=True)
    fresh = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(resumed.stdout) == json.loads(fresh.stdout)
    assert len(Cache(str(file))) == 51 * 3, "a row for each value and reading"


WATCHING = """
import os, select, signal, sys, time
from concurrent.futures import ProcessPoolExecutor
from simulator.questions import executor

if sys.argv[1] == "thread":
    executor._killed_with_parent = lambda: False

left, held = os.pipe()
process = os.fork()
if not process:
    os.close(left)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1), os.dup2(null, 2)
    with ProcessPoolExecutor(2, initializer=executor.end_with_parent) as pool:
        sleeping = [pool.submit(time.sleep, 4) for _ in range(2)]
        os.write(held, b"begun")
        time.sleep(60)
os.close(held)
os.read(left, 5)
time.sleep(0.3)
os.kill(process, signal.SIGKILL)
os.waitpid(process, 0)
print(bool(select.select([left], [], [], 2)[0]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
@pytest.mark.parametrize("how", ["kernel", "thread"])
def test_a_worker_ends_with_its_parent_however_that_is_seen_to(how):
    """Two workers asleep for four seconds when their parent is killed: gone within two."""
    if how == "kernel" and sys.platform != "linux":
        pytest.skip("only Linux's kernel does")
    code = [sys.executable, "-W", "ignore", "-c", WATCHING, how]
    done = subprocess.run(code, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "True"


def test_the_cache_is_a_table_anybody_can_read(tmp_path):
    """Pandas reads it: what was set, how often it was played, and the answer."""
    import pandas as pd

    file = str(tmp_path / "cells.sqlite")
    sweep(needs, [axis(f"{BAR}=18%..22%:2%")], runs=200, seed=3, cache=Cache(file))
    table = pd.read_sql("SELECT * FROM blocks", sqlite3.connect(file))
    assert sorted(json.loads(one)[BAR] for one in table["settings"]) == ["18%", "20%", "22%"]
    assert (table["runs"] == 200).all()


def test_duckdb_reads_the_cache(tmp_path):
    """Its extension for SQLite opens the file, and sums what it holds."""
    duckdb, extension = pytest.importorskip("duckdb"), pytest.importorskip("duckdb_extension_sqlite_scanner")
    (scanner,) = Path(extension.__file__).parent.rglob("*.duckdb_extension")
    file = str(tmp_path / "cells.sqlite")
    sweep(needs, [axis(f"{BAR}=18%..22%:2%")], runs=200, seed=3, cache=Cache(file))
    here = duckdb.connect()
    here.execute(f"LOAD '{scanner}'")
    said = "SELECT count(*), sum(runs), min(json_extract(settings, '$.\"" + BAR + "\"')) FROM sqlite_scan(?, 'blocks')"
    assert here.execute(said, [file]).fetchone() == (3, 600, '"18%"')


def test_every_reading_has_the_row_that_a_run_of_it_has():
    """All readings, one at a time: each cell is the chance of a plain run with the bar and that reading set."""
    found = sweep(needs, [axis(f"{BAR}=18%..22%:2%")], runs=200, seed=3, every_reading=True)
    readings = {row.readings for row in found.rows}
    assert "needs-nominations" in readings
    assert "rounding=down" in readings
    assert "incumbent-nominations=automatic" in readings
    for row in found.rows:
        chosen = {"incumbent-nominations": "needs-nominations"}
        if "=" in row.readings:
            dispute, reading = row.readings.split("=")
            chosen[dispute] = reading
        alone = simulate(load(JUNE, {BAR: f"{row.at[0]:g}%"}, chosen), runs=200, seed=3).answer.results[0]
        assert row.leader["corbyn"].share == alone.leader["corbyn"].share, row.readings


def test_every_reading_is_crossed_with_those_the_scenario_compares(capsys):
    """June compares who needs names: the base of the bar moves nothing where he needs none, and does where he needs some.

    Each row is the plain run of both readings; the text names what is the same beside each.
    """
    found = sweep(june, [axis(f"{BAR}=18%..22%:2%")], runs=400, seed=3, every_reading=True)
    rows = {(row.at[0], row.readings): row.leader["corbyn"].share for row in found.rows}
    plain = sweep(june, [axis(f"{BAR}=18%..22%:2%")], runs=400, seed=3)
    assert all(rows[row.at[0], row.readings] == row.leader["corbyn"].share for row in plain.rows)
    for at in (18, 20, 22):
        assert rows[at, "automatic; bar-base=without-the-suspended"] == rows[at, "automatic"]
    assert any(
        rows[at, "needs-nominations; bar-base=without-the-suspended"] != rows[at, "needs-nominations"]
        for at in (18, 20, 22)
    )
    for one in ("bar-base=without-the-suspended", "rounding=down", "excluded-remedy=reopened"):
        alone = load(JUNE, {BAR: "20%"}, {**NEEDS, **dict([one.split("=")])})
        leader = simulate(alone, runs=400, seed=3).answer.results[0].leader
        assert rows[20, f"needs-nominations; {one}"] == leader["corbyn"].share
    assert not any("incumbent-nominations=" in readings for _, readings in rows)
    assert (
        main(["sweep", JUNE, "--vary", f"{BAR}=18%..22%:2%", "--runs", "400", "--seed", "3", "--readings", "all"]) == 0
    )
    said = " ".join(capsys.readouterr().out.split())
    assert "The same at every value as “automatic”: bar-base=without-the-suspended" in said
    assert "The same at every value as “needs nominations”: bar-base=roll-of-autumn-2015" in said
    assert "needs-nominations; rounding=down" in said


def test_the_real_bars_of_2016_stand_on_the_axis():
    """38 for a vacancy, 46 by the text of 2010, 50 if the suspended or the fraction are left out, 51 as it is."""
    (line,) = sweep(june, [axis(f"{BAR}=10%..30%:10%")], runs=50, seed=3).axes
    bars = {bar.needs: bar for bar in line.bars}
    assert {38, 46, 50, 51} <= set(bars)
    assert bars[38].by == ("vacancy-nominations",)
    assert "as it is" in bars[51].by
    assert "rounding=down" in bars[50].by
    assert all(bar.at == pytest.approx(100 * needs / 251) for needs, bar in bars.items())
    (none,) = sweep(june, [axis(f"{MEMBERS}=40%..60%:20%")], runs=50, seed=3).axes
    assert none.bars == ()


def test_cells_are_played_in_an_order_that_is_even_when_it_stops():
    """After any power of two the gaps between the cells played are level; every number comes once."""
    order = balanced(64)
    assert sorted(order) == list(range(64))
    for many in (4, 8, 16, 32):
        there = sorted(order[:many])
        assert set(np.diff(there)) == {64 // many}
    assert sorted(balanced(41)) == list(range(41))


@pytest.mark.parametrize(
    ("rows", "columns", "apart", "most"), [(16, 16, 1, 4), (32, 8, 1, 4), (21, 13, 3, 4), (9, 9, 2, 2)]
)
def test_a_map_is_even_along_both_axes_wherever_it_stops(rows, columns, apart, most):
    """Each value of an axis has been met as often as any other, to within one (three, if sizes are no powers of two).

    And any rectangle from the corner has its share of the cells, to within four.
    """
    order, there = balanced(rows, columns), np.zeros((rows, columns), int)
    assert sorted(order) == list(range(rows * columns))
    area = np.outer(np.arange(1, rows + 1), np.arange(1, columns + 1)) / (rows * columns)
    for many, cell in enumerate(order, 1):
        there[divmod(cell, columns)] = 1
        for axis_ in (0, 1):
            assert np.ptp(there.sum(axis=axis_)) <= apart
        assert abs(there.cumsum(axis=0).cumsum(axis=1) - many * area).max() <= most


def test_all_readings_of_a_cell_come_before_the_next_cell(monkeypatch):
    """So a map that is stopped has as many cells of one reading as of another; and first blocks come before second ones."""
    begun = []

    work = simulating.leaders_in

    def watched(case):
        begun.append((case.settings[BAR], case.settings[MEMBERS], case.first))
        return work(case)

    monkeypatch.setattr(simulating, "leaders_in", watched)

    axes = [axis(f"{BAR}=17%..20%:1%"), axis(f"{MEMBERS}=40%..55%:5%")]
    sweep(needs, axes, runs=20, seed=3, every_reading=True)
    ways = len(begun) // 16
    assert ways > 3
    order = [(f"{17 + cell // 4}%", f"{40 + 5 * (cell % 4)}%", 0) for cell in balanced(4, 4)]
    assert begun == [cell for cell in order for _ in range(ways)]
    begun.clear()
    sweep(needs, [axes[0], axis(f"{MEMBERS}=40%..45%:5%")], runs=BATCH + 5, seed=3)
    assert [first for _, _, first in begun] == [0] * 8 + [BATCH] * 8


def test_the_verbs_answer_in_words_json_and_pictures(capsys, tmp_path):
    """A curve, a map, a break-even sentence, the fewest; and letters for what is wrong."""
    few = ["--runs", "300", "--seed", "3"]
    assert main(["sweep", JUNE, "--vary", f"{BAR}=18%..22%:2%", *few]) == 0
    assert "Real bars: 38 (vacancy-nominations); 46" in capsys.readouterr().out
    for name, more in (("curve.svg", []), ("map.svg", ["--vary", f"{MEMBERS}=40%..60%:10%"])):
        assert main(["sweep", JUNE, "--vary", f"{BAR}=18%..22%:2%", *more, *few, "--chart", str(tmp_path / name)]) == 0
        assert "Jeremy Corbyn" in (tmp_path / name).read_text("utf-8")
    capsys.readouterr()
    assert main(["solve", JUNE, "--chance", "corbyn=50%", "--vary", MEMBERS, *few]) == 0
    assert "needs nominations: none of 21 values between 1% and 99%; the chance stays" in " ".join(
        capsys.readouterr().out.split()
    )
    assert main(["sweep", JUNE, "--vary", f"{BAR}=9%", *few]) == 3
    assert main(["solve", JUNE, "--chance", "corbyn=maybe", "--vary", MEMBERS, *few]) == 3
    assert "Traceback" not in capsys.readouterr().err
