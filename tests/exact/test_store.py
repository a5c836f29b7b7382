"""What is kept is kept by content and block: more runs play the new blocks alone, the sources are part of every key."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

import numpy as np
import pytest

from simulator import load
from simulator.beliefs.luck import BLOCK
from simulator.cli import main
from simulator.questions import cells, indices, kept
from simulator.questions.axes import axis
from simulator.questions.crew import Crew
from simulator.questions.disputes import factorial, ranking
from simulator.questions.indices import sobol
from simulator.questions.sensitivity import sensitivity
from simulator.questions.store import Part, Store, blocks, spans
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
    asked = []

    def counting(room, name, size):
        work = getattr(room, name)

        def done(*task):
            asked.append(size(task))
            return work(*task)

        monkeypatch.setattr(room, name, done)

    counting(cells, "play_cell", lambda task: sum(runs for _, runs in task[2]))
    counting(kept, "play_group", lambda task: len(task[1]) * task[4])
    counting(indices, "chances_at", lambda task: len(task[5]) * task[3])
    return asked


def test_more_runs_play_the_new_blocks_alone(file, counted):
    """A sweep of one block, then of two and a bit: the first block of each cell is not played again, the answer is the same."""
    axes = [axis(f"{BAR}=18%..22%:2%")]
    sweep(june, axes, runs=BLOCK, seed=3, store=Store(file))
    assert counted == [BLOCK] * 3
    counted.clear()
    more = sweep(june, axes, runs=MORE, seed=3, store=Store(file))
    assert counted == [MORE - BLOCK] * 3
    assert more == sweep(june, axes, runs=MORE, seed=3)


def test_a_factorial_goes_on_law_by_law_and_block_by_block(file, counted):
    """Again: nothing is played. More runs: the new blocks of each law. One more dispute: the laws that are new."""
    scenario = load(JUNE, {}, {"incumbent-nominations": "automatic"})
    first = factorial(scenario, THREE[:2], runs=BLOCK, seed=4, store=Store(file))
    laws = len(first.leaders)
    assert sum(counted) == laws * BLOCK
    counted.clear()
    assert ranking(factorial(scenario, THREE[:2], runs=BLOCK, seed=4, store=Store(file))) == ranking(first)
    assert counted == []
    more = factorial(scenario, THREE[:2], runs=MORE, seed=4, store=Store(file))
    assert sum(counted) == laws * (MORE - BLOCK)
    np.testing.assert_array_equal(more.leaders, factorial(scenario, THREE[:2], runs=MORE, seed=4).leaders)
    counted.clear()
    third = factorial(scenario, THREE, runs=BLOCK, seed=4, store=Store(file))
    assert sum(counted) == (len(third.leaders) - laws) * BLOCK
    assert ranking(third) == ranking(factorial(scenario, THREE, runs=BLOCK, seed=4))


def test_a_tornado_and_its_indices_go_on_where_they_were(file, counted):
    """Stopped after three tasks and begun again, by one or by two: what was kept is not played again, no figure is another."""
    scenario, asked = two_sections("40% to 60%", "45% to 55%"), {"runs": 300, "seed": 3, "top": 2, "points": 1024}

    def stop(done, whole):
        if len(counted) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sensitivity(scenario, **asked, store=Store(file), progress=stop)
    there = len(Store(file))
    assert there >= 3
    before = sum(counted)
    whole = sensitivity(scenario, **asked, store=Store(file))
    both = sum(counted)
    assert both > before
    counted.clear()
    assert whole == sensitivity(scenario, **asked)
    assert sum(counted) == both
    counted.clear()
    assert whole == sensitivity(scenario, **asked, store=Store(file), crew=Crew(2))
    assert counted == []


def test_more_points_play_the_new_points_alone(file, counted):
    """Twice the points begin with the same points: of the whole tasks only those that are new are done."""
    scenario, loyal = load(JUNE, {}, NEEDS), ["nominators.blocs.loyalists.nominate.corbyn", "nominators.follow"]
    few = sobol(scenario, "corbyn", loyal, seed=3, points=1024, each=32, store=Store(file))
    tasks = len(counted)
    counted.clear()
    many = sobol(scenario, "corbyn", loyal, seed=3, points=2048, each=32, store=Store(file))
    assert few["runs"] * 2 == many["runs"]
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
        factorial(scenario, ["excluded-remedy"], runs=50, seed=seed, store=Store(file))
        rows.append(len(Store(file)))
    assert rows == [1, 2, 3, 4, 5, 6, 6]


def test_a_worker_never_takes_the_draws_of_one_scenario_for_those_of_another():
    """What a task is told apart by differs with the readings drawn by chance, which the file and its settings do not say."""
    told = []

    class Watched:
        def does(self, function, tasks):
            told.extend(task[-1] for task in tasks)
            return ((number, function(*task)) for number, task in enumerate(tasks))

    for scenario in (mixed("50%"), mixed("50.2%"), load(JUNE), load(JUNE, {"nominators.mood": "50%"})):
        kept.leaders([kept.Asked(scenario, [{}])], 50, 4, crew=Watched())
    assert len(set(told)) == 4


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


def test_arrays_come_back_as_they_were_and_are_written_once(file):
    """Type, shape and numbers; a second array under the same key is not kept."""
    part, numbers = Part("k", "a scenario", {"x": "1"}, 0, 6, 3), np.arange(6, dtype=np.float32).reshape(2, 3)
    Store(file).put_arrays([(part, numbers)])
    Store(file).put_arrays([(part, numbers + 1)])
    back = Store(file).array("k")
    assert back.dtype == numbers.dtype
    np.testing.assert_array_equal(back, numbers)
    assert Store(file).array("another") is None


def test_a_row_that_cannot_be_written_takes_none_of_its_company_with_it(file):
    """All or none: an answer that is no JSON leaves the table as it was, and the store goes on."""
    store = Store(file)
    parts = [Part(f"{n}", "a scenario", {}, 0, 1, 1) for n in range(2)]
    with pytest.raises(TypeError):
        store.put([(parts[0], {"leader": 1}), (parts[1], {"leader": object()})])
    assert len(store) == 0
    store.put([(parts[0], {"leader": 1})])
    assert Store(file).get("0") == {"leader": 1}


def test_a_file_of_another_kind_gets_a_letter(file):
    """A table of the same name with other columns is not written into."""
    other = sqlite3.connect(file)
    other.execute("CREATE TABLE cells (key TEXT, answer TEXT)")
    other.commit()
    with pytest.raises(Problems, match="cannot keep cells there"):
        Store(file)


def test_blocks_that_follow_one_another_are_played_together():
    """No block twice, none left out, no span longer than it may be."""
    whole = blocks(10 * BLOCK + 1)
    there = [one for n, one in enumerate(whole) if n not in (1, 7)]
    found = list(spans(there, 4 * BLOCK))
    assert [one for span in found for one in span] == there
    assert [len(span) for span in found] == [1, 4, 1, 3]
    assert found[-1][-1] == (10 * BLOCK, 1)


def test_the_verbs_keep_what_they_play(file, capsys):
    """Disputes, sensitivity and a sweep share one file; the second time the answer is the same."""
    few = ["--runs", "200", "--seed", "3", "--store", file, "--json"]
    for verb in (
        ["disputes", JUNE, *THREE[:2]],
        ["sensitivity", "scenarios/labour-minimal.yaml", "--points", "16", "--top", "1"],
        ["sweep", JUNE, "--vary", f"{BAR}=18%..22%:2%"],
    ):
        said = []
        for _ in range(2):
            assert main([*verb, *few]) == 0
            said.append((json.loads(capsys.readouterr().out), len(Store(file))))
        assert said[0] == said[1]
    kept = [kind for (kind,) in sqlite3.connect(file).execute("SELECT type FROM arrays")]
    assert len(kept) >= 7
    assert set(kept) == {"|i1", "|b1", "<f4"}
