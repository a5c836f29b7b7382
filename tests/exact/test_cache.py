"""What is kept is kept by content and block: more runs play the new blocks alone, the sources are part of every key."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulator import load
from simulator.beliefs.streams import BLOCK
from simulator.cli import main
from simulator.questions import simulate as simulating
from simulator.questions.axes import axis
from simulator.questions.cache import Answer, Cache, Row, blocks, spans
from simulator.questions.disputes import factorial, ranking
from simulator.questions.executor import executor_of
from simulator.questions.indices import sobol
from simulator.questions.sensitivity import sensitivity
from simulator.questions.simulate import Case, leaders
from simulator.questions.sweep import sweep
from simulator.results.provenance import code, digest_of
from simulator.scenario.scenario import Mixture
from simulator.words.problems import Problems
from tests.exact.test_budget import two_sections

JUNE = "scenarios/labour-2016-june.yaml"
BAR = "challenge-nominations.bar.share"
NEEDS = {"incumbent-nominations": "needs-nominations"}
THREE = ("incumbent-nominations", "excluded-remedy", "rounding")
MORE = 2 * BLOCK + 500


def june(settings):
    return load(JUNE, settings)


def mixed(automatic):
    """The scenario with readings drawn by chance: so much for the one, the rest for the other."""
    chances = (("automatic", float(automatic.rstrip("%")) / 100), ("needs-nominations", 0.5))
    scenario = load(JUNE)
    return replace(scenario, readings={**scenario.readings, "incumbent-nominations": Mixture(chances)}, compared=())


@pytest.fixture
def file(tmp_path):
    return str(tmp_path / "kept.sqlite")


@pytest.fixture
def counted(monkeypatch):
    """How many contests each task is asked to play, in the order of the tasks."""
    asked, work = [], simulating.leaders_in

    def counting(case):
        asked.append(len(case.readings) * case.runs)
        return work(case)

    monkeypatch.setattr(simulating, "leaders_in", counting)
    return asked


def test_more_runs_play_the_new_blocks_alone(file, counted):
    """A sweep of one block, then of two and a bit: the first block of each cell is not played again, the answer is the same."""
    axes = [axis(f"{BAR}=18%..22%:2%")]
    sweep(june, axes, runs=BLOCK, seed=3, cache=Cache(file))
    assert counted == [3 * BLOCK] * 3
    counted.clear()
    more = sweep(june, axes, runs=MORE, seed=3, cache=Cache(file))
    assert counted == [3 * (MORE - BLOCK)] * 3
    assert more == sweep(june, axes, runs=MORE, seed=3)


def test_a_factorial_goes_on_law_by_law_and_block_by_block(file, counted):
    """Again: nothing is played. More runs: the new blocks of each law. One more dispute: the laws that are new."""
    scenario = load(JUNE, {}, {"incumbent-nominations": "automatic"})
    first = factorial(scenario, THREE[:2], runs=BLOCK, seed=4, cache=Cache(file))
    laws = len(first.leaders)
    assert sum(counted) == laws * BLOCK
    counted.clear()
    assert ranking(factorial(scenario, THREE[:2], runs=BLOCK, seed=4, cache=Cache(file))) == ranking(first)
    assert counted == []
    more = factorial(scenario, THREE[:2], runs=MORE, seed=4, cache=Cache(file))
    assert sum(counted) == laws * (MORE - BLOCK)
    np.testing.assert_array_equal(more.leaders, factorial(scenario, THREE[:2], runs=MORE, seed=4).leaders)
    counted.clear()
    third = factorial(scenario, THREE, runs=BLOCK, seed=4, cache=Cache(file))
    assert sum(counted) == (len(third.leaders) - laws) * BLOCK
    assert ranking(third) == ranking(factorial(scenario, THREE, runs=BLOCK, seed=4))


def test_a_tornado_and_its_indices_go_on_where_they_were(file, counted):
    """Stopped after three tasks and begun again, by one or by two: what was kept is not simulated again, no figure is another."""
    scenario, asked = two_sections("40% to 60%", "45% to 55%"), {"runs": 300, "seed": 3, "top": 2, "points": 1024}

    def stop(done, whole):
        if len(counted) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sensitivity(scenario, **asked, cache=Cache(file), progress=stop)
    there = len(Cache(file))
    assert there >= 3
    before = sum(counted)
    whole = sensitivity(scenario, **asked, cache=Cache(file))
    both = sum(counted)
    assert both > before
    counted.clear()
    assert whole == sensitivity(scenario, **asked)
    assert sum(counted) == both
    counted.clear()
    with executor_of(2) as executor:
        assert whole == sensitivity(scenario, **asked, cache=Cache(file), executor=executor)
    assert counted == []


def test_more_points_play_the_new_points_alone(file, counted):
    """Twice the points begin with the same points: of the whole tasks only those that are new are done."""
    scenario, loyal = load(JUNE, {}, NEEDS), ["nominators.blocs.loyalists.nominate.corbyn", "nominators.follow"]
    few = sobol(scenario, "corbyn", loyal, seed=3, points=1024, each=32, cache=Cache(file))
    tasks = len(counted)
    counted.clear()
    many = sobol(scenario, "corbyn", loyal, seed=3, points=2048, each=32, cache=Cache(file))
    assert few.runs * 2 == many.runs
    assert len(counted) == 2 * tasks - tasks
    assert many == sobol(scenario, "corbyn", loyal, seed=3, points=2048, each=32)


def test_another_seed_reading_or_setting_is_another_key(file):
    """Each change adds a row, for the one law that is played; the same again adds none."""
    rows = []
    for scenario, seed in (
        (load(JUNE), 4),
        (load(JUNE), 5),
        (load(JUNE, {"nominators.mood": "50%"}), 4),
        (load(JUNE, {}, {"rounding": "down"}), 4),
        (mixed("50%"), 4),
        (mixed("50.2%"), 4),
        (load(JUNE), 4),
    ):
        factorial(scenario, ["excluded-remedy"], runs=50, seed=seed, cache=Cache(file))
        rows.append(len(Cache(file)))
    assert rows == [1, 2, 3, 4, 5, 6, 6]


def test_draws_of_one_scenario_are_never_taken_for_those_of_another():
    """One process, one scenario after another that differ in a belief or in how readings are drawn: each as if it were alone."""
    every = [mixed("50%"), mixed("50.2%"), mixed("60%"), load(JUNE), load(JUNE, {"nominators.mood": "50%"})]
    together = leaders([Case(one, [{}], 3_000, 4) for one in every])
    alone = [leaders([Case(one, [{}], 3_000, 4)])[0] for one in every]
    np.testing.assert_array_equal(np.stack(together), np.stack(alone))
    assert len({one.tobytes() for one in alone}) >= 3


def test_the_sources_are_part_of_every_key(tmp_path):
    """A changed line, a new YAML file, or a file that moves gives another digest; whatever else lies there does not."""
    (tmp_path / "law.py").write_text("bar = 20", "utf-8")
    first = digest_of(tmp_path)
    (tmp_path / "notes.txt").write_text("beside the point", "utf-8")
    assert digest_of(tmp_path) == first
    (tmp_path / "law.py").write_text("bar = 21", "utf-8")
    second = digest_of(tmp_path)
    (tmp_path / "book.yaml").write_text("a: 1", "utf-8")
    third = digest_of(tmp_path)
    (tmp_path / "book.yaml").rename(tmp_path / "boot.yaml")
    assert len({first, second, third, digest_of(tmp_path)}) == 4
    assert code() == code()
    assert len(code()) == 64


def row(key, runs):
    return Row(key, "a scenario", ("ann", "bob"), {"x": "1"}, 0, runs, 3)


def leading(*numbers):
    return Answer(np.array(numbers, np.int8), (4, 51))


def test_answers_come_back_as_they_were_and_are_written_once(file):
    """Who leads and the nominations needed; a second answer under the same key is not kept."""
    Cache(file).put([(row("k", 4), leading(0, 1, -1, -2))])
    Cache(file).put([(row("k", 4), leading(1, 1, 1, 1))])
    back = Cache(file).get("k")
    assert (back.leaders.tolist(), back.needs) == ([0, 1, -1, -2], (4, 51))
    assert Cache(file).get("another") is None
    (counts,) = sqlite3.connect(file).execute("SELECT counts FROM blocks").fetchone()
    assert json.loads(counts) == {"ann": 1, "bob": 1, "nobody": 1, "unresolved": 1}


def test_a_row_that_cannot_be_written_takes_none_of_its_company_with_it(file):
    """All or none: an answer that is no JSON leaves the table as it was, and the cache goes on."""
    cache = Cache(file)
    with pytest.raises(TypeError):
        cache.put([(row("0", 1), leading(1)), (row("1", 1), Answer(np.zeros(1, np.int8), (object(),)))])
    assert len(cache) == 0
    cache.put([(row("0", 1), leading(1))])
    assert Cache(file).get("0").leaders.tolist() == [1]


def test_a_flipped_bit_never_answers(file):
    """One bit flipped anywhere in the file: each answer is as it was written, is not there, or is refused with a message."""
    cache = Cache(file)
    wanted = {f"{n:064x}": leading(*(((n + k) % 4) - 2 for k in range(50))) for n in range(8)}
    cache.put((row(key, 50), answer) for key, answer in wanted.items())
    cache.close()
    whole, seen = Path(file).read_bytes(), set()
    rng = np.random.default_rng(2016)
    for bit in rng.choice(8 * len(whole), 600, replace=False).tolist():
        other = Path(f"{file}.{bit}")
        other.write_bytes(whole[: bit // 8] + bytes([whole[bit // 8] ^ (1 << bit % 8)]) + whole[bit // 8 + 1 :])
        try:
            here = Cache(str(other))
            for key, answer in wanted.items():
                back = here.get(key)
                seen.add("as written" if back else "not there")
                if back is not None:
                    np.testing.assert_array_equal(back.leaders, answer.leaders)
                    assert back.needs == answer.needs
            here.close()
        except Problems:
            seen.add("refused")
        other.unlink()
    assert {"as written", "not there"} <= seen


def test_a_damaged_row_is_simulated_again(file, counted):
    """Rows changed behind its back: they are thrown away, simulated anew and kept, and the answer is the first one."""
    scenario = load(JUNE, {}, NEEDS)
    first = ranking(factorial(scenario, THREE[2:], runs=300, seed=4, cache=Cache(file)))
    rows = len(Cache(file))
    there = sqlite3.connect(file)
    there.execute("UPDATE blocks SET needs = '[50]'")
    there.commit()
    there.close()
    counted.clear()
    assert ranking(factorial(scenario, THREE[2:], runs=300, seed=4, cache=Cache(file))) == first
    assert sum(counted) == rows * 300
    counted.clear()
    assert ranking(factorial(scenario, THREE[2:], runs=300, seed=4, cache=Cache(file))) == first
    assert counted == []


def test_a_file_of_another_kind_gets_a_letter(file):
    """A table of the same name with other columns is not written into."""
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE blocks (key TEXT, answer TEXT)")
    other.commit()
    with pytest.raises(Problems, match="cannot keep results there"):
        Cache(file)


def test_blocks_that_follow_one_another_are_played_together():
    """No block twice, none left out."""
    whole = blocks(0, 10 * BLOCK + 1)
    there = [one for n, one in enumerate(whole) if n not in (1, 7)]
    found = list(spans(there))
    assert [one for span in found for one in span] == there
    assert [len(span) for span in found] == [1, 5, 3]
    assert found[-1][-1] == (10 * BLOCK, 1)


def test_the_verbs_keep_what_they_play(file, capsys):
    """Disputes, sensitivity and a sweep share one file; the second time the answer is the same."""
    few = ["--runs", "200", "--seed", "3", "--cache", file, "--json"]
    for verb in (
        ["disputes", JUNE, *THREE[:2]],
        ["sensitivity", "scenarios/labour-minimal.yaml", "--points", "16", "--top", "1"],
        ["sweep", JUNE, "--vary", f"{BAR}=18%..22%:2%"],
    ):
        said = []
        for _ in range(2):
            assert main([*verb, *few]) == 0
            said.append((json.loads(capsys.readouterr().out), len(Cache(file))))
        assert said[0] == said[1]
