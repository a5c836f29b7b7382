"""Laws of runs: each ends once, alone as in the batch, whatever the batch, the workers or the hash seed."""

from __future__ import annotations

import hashlib
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import compare, load, simulate
from simulator.beliefs.draws import draw
from simulator.beliefs.electorate import CAST, PULL
from simulator.beliefs.politics import RIVAL
from simulator.beliefs.streams import BLOCK
from simulator.conduct.believed import Beliefs
from simulator.conduct.readings import start, worlds_beside, worlds_of
from simulator.conduct.simulate import nominators
from simulator.conduct.simulate import simulate as play
from simulator.engine.conduct import NEVER
from simulator.engine.ledger import Ending, Ledger, Step
from simulator.engine.simulation import Simulation
from simulator.questions.executor import executor_of
from simulator.questions.simulate import BATCH

JUNE = "scenarios/labour-2016-june.yaml"
COLUMNS = ("ending", "leader", "day", "names", "nominees", "share", "path", "tested", "reason", "bar")
READINGS = ("automatic", "needs-nominations", "executive-may-require")
NEEDS = {"incumbent-nominations": "needs-nominations"}


@pytest.fixture(scope="module")
def june():
    return load(JUNE)


def digest(results):
    """A fingerprint of every record."""
    parts = [records.columns[name].tobytes() for records in results.records for name in sorted(records.columns)]
    return hashlib.sha256(b"".join(parts)).hexdigest()


@pytest.mark.parametrize("reading", READINGS)
def test_every_run_ends_once_and_paths_sum_to_all_runs(june, reading):
    """Each run has one ending, with a leader and a day; the paths taken add up to the runs."""
    results = simulate(load(JUNE, readings={"incumbent-nominations": reading}), runs=5_000)
    records, entry = results.records[0], results.answer.to_json()["results"][0]
    assert (records.columns["ending"] != Ending.OPEN).all()
    assert (records.columns["day"] > 0).all()
    assert sum(records.paths.values()) == 5_000
    assert sum(path["runs"] for path in entry["paths"]) == 5_000
    assert sum(row["chance"] for row in entry["leader"].values()) == pytest.approx(1)
    unresolved = records.columns["ending"] == Ending.UNRESOLVED
    np.testing.assert_array_equal(unresolved, records.leader == -2)
    np.testing.assert_array_equal(unresolved, records.columns["reason"] > 0)


def test_a_run_is_closed_only_once(june):
    """Closing a run that has ended is our bug, and is said at once."""
    ledger = play(june, worlds_of(june), draw(june, 1, 0, 10))
    from simulator.engine.cohort import Cohort

    with pytest.raises(AssertionError, match="closed twice"):
        ledger.close(Cohort.of(10), Ending.BALLOT, 1, 0)


@pytest.mark.parametrize(
    "reading", [READINGS[1], *(pytest.param(one, marks=pytest.mark.night) for one in (READINGS[0], READINGS[2]))]
)
def test_a_run_alone_equals_its_row_in_the_batch(june, reading):
    """300 runs, from three blocks, played one by one: every column is that of the batch."""
    draws = draw(june, 2016, 0, 2 * BLOCK + 500)
    law = worlds_of(june, {"incumbent-nominations": reading})
    batch = play(june, law, draws)
    for run in [*range(200), *range(BLOCK - 25, BLOCK + 25), *range(2 * BLOCK, 2 * BLOCK + 50)]:
        for luck in (draws.only(run), draw(june, 2016, run, 1)):
            alone = play(june, law, luck)
            for column in COLUMNS:
                there = getattr(batch, column)[..., run]
                ours = getattr(alone, column)[..., 0]
                if column == "reason":
                    assert batch.reasons[there] == alone.reasons[ours]
                elif column == "path":
                    assert batch.steps(run) == alone.steps(0)
                else:
                    np.testing.assert_array_equal(ours, there, err_msg=f"run {run}, {column}")


def test_the_first_runs_of_many_are_the_runs_of_few(june):
    """Prefix stability: 1,000 runs are the first 1,000 of 40,000, across blocks and batches."""
    many, few = simulate(june, runs=40_000), simulate(june, runs=1_000)
    for long, short in zip(many.records, few.records, strict=True):
        for name, column in short.columns.items():
            if name != "reason":
                np.testing.assert_array_equal(long.columns[name][..., :1_000], column, err_msg=name)


def test_two_workers_give_the_same_bytes_as_one(june):
    """The number of workers changes nothing."""
    runs = BATCH + 3_000
    with executor_of(2) as executor:
        one, two = simulate(june, runs=runs), simulate(june, runs=runs, executor=executor)
    assert digest(one) == digest(two)
    assert one.answer == two.answer


def test_the_hash_seed_changes_nothing():
    """Names are never met in the order of a hash."""
    code = f"from simulator import *; import json; print(json.dumps(compare(load({JUNE!r}), runs=2000).comparison.to_json()))"
    said = [
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1")
    ]
    assert said[0] == said[1]
    assert len(said[0]) > 1_000


def test_another_seed_gives_other_contests(june):
    """The seed is not for show: another one gives other runs."""
    assert digest(simulate(june, runs=500, seed=1)) != digest(simulate(june, runs=500, seed=2))


def test_a_seed_not_given_is_drawn_and_recorded(june):
    """A scenario without a seed gets one, and the same one repeats the contests."""
    from dataclasses import replace

    free = replace(june, seed=None)
    first = simulate(free, runs=200)
    assert digest(first) == digest(simulate(free, runs=200, seed=first.seed))


def test_a_name_changed_renames_the_leader_and_nothing_else(june):
    """What somebody is called decides nothing."""
    renamed = load(JUNE, {"candidates.eagle.name": "Somebody Else"})
    one, other = simulate(june, runs=1_000), simulate(renamed, runs=1_000)
    assert digest(one) == digest(other)
    assert other.answer.candidates["eagle"] == "Somebody Else"


def test_a_candidate_who_never_stands_shifts_no_luck(june):
    """Adding someone who will not stand leaves every other draw, and every outcome, as it was."""
    more = load(
        JUNE,
        {
            "candidates.jarvis.name": "Dan Jarvis",
            "politics.challengers.jarvis.stands": "0%",
            "politics.challengers.jarvis.in_a_vacancy": "0%",
        },
    )
    one, other = (simulate(s, runs=2_000).records[1] for s in (june, more))
    same = [more.ids.index(c) for c in june.ids]
    np.testing.assert_array_equal(one.columns["names"], other.columns["names"][same])
    np.testing.assert_array_equal(one.columns["ending"], other.columns["ending"])
    ours, theirs = (np.array([*s.ids, "unresolved", "nobody"]) for s in (june, more))
    np.testing.assert_array_equal(ours[one.leader], theirs[other.leader])


def test_a_belief_changed_shifts_no_other_luck(june):
    """Each belief has a stream of its own: other support among members changes no nomination and no day."""
    draws, others = (draw(s, 5, 0, 3_000) for s in (june, load(JUNE, {"electorate.swing": "10%"})))
    changed = {path for path, array in draws.arrays.items() if not np.array_equal(array, others[path])}
    assert changed == {CAST, PULL}


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60))
def test_a_higher_bar_never_validates_a_new_nominee(low, high):
    """Whoever is nominated under a higher share is nominated under a lower one, run by run, on the same luck."""
    low, high = sorted((low, high))
    nominees = []
    for share in (low, high):
        scenario = load(
            JUNE,
            {
                "challenge-nominations.bar.share": f"{share}%",
                "politics.resignation.to_restand": "0%",
                "politics.stand_in.chance": "0%",
                "politics.resignation.chance_a_week": "0%",
                "politics.resignation.after_walk_out": "0%",
            },
            NEEDS,
        )
        ledger = play(scenario, worlds_of(scenario), draw(scenario, 9, 0, 400))
        nominees.append(ledger.nominees.copy())
    assert not (nominees[1] & ~nominees[0]).any()


def test_the_order_in_which_cohorts_come_to_a_stage_does_not_matter(june, monkeypatch):
    """Whatever order runs come to a stage in, each goes the same way."""
    draws, law = draw(june, 3, 0, 4_000), worlds_of(june, NEEDS)
    usual = play(june, law, draws)
    post = Simulation.post

    def backwards(self, stage, cohort, day, number=0, kind="stage"):
        # The same post, made in two halves, the later runs first.
        half, days = len(cohort.runs) // 2, np.broadcast_to(day, (len(cohort.runs),))
        for part in (slice(half, None), slice(half)):
            post(self, stage, type(cohort)(cohort.runs[part]), days[part], number, kind)

    monkeypatch.setattr(Simulation, "post", backwards)
    other = play(june, law, draws)
    for column in COLUMNS:
        np.testing.assert_array_equal(getattr(usual, column), getattr(other, column))


def test_runs_that_come_to_a_stage_on_different_days_go_in_together(june):
    """A challenge that opens on more than ten days is one visit of each stage, not one for each day; each run keeps its day."""
    draws, worlds = draw(june, 3, 0, 4_000), worlds_of(june, NEEDS)
    ledger = Ledger(4_000, len(june.candidates), 1, nominators(june))
    ledger.world = start(worlds, {}, 4_000)
    visits = {}

    def entered(stage, number, cohort):
        visits.setdefault((stage.name, number), []).append(simulation.today(cohort))

    simulation = Simulation(worlds, Beliefs(june, draws), ledger, entered=entered)
    simulation.run()
    opened = np.concatenate(visits["challenge", 0])
    assert len(np.unique(opened)) > 10
    declares = np.where(draws[f"{RIVAL}.stands"], draws[f"{RIVAL}.declares"], NEVER).min(axis=0)
    np.testing.assert_array_equal(
        np.unique(opened), np.unique(declares[ledger.contest == simulation.contests.index("challenge")])
    )
    assert len(visits["challenge-nominations", 0]) == 1
    assert max(map(len, visits.values())) <= 6


def test_mixed_readings_weigh_the_pure_ones_exactly():
    """Total chance = Σ chance(reading) × chance(outcome | reading), exactly over the runs as drawn."""
    mixed = load(JUNE, {"readings.incumbent-nominations": "{automatic: 60%, needs-nominations: 40%}"})
    results = simulate(mixed, runs=4_000)
    pure = {r: simulate(load(JUNE, readings={"incumbent-nominations": r}), runs=4_000).records[0] for r in READINGS[:2]}
    luck = draw(mixed, results.seed, 0, 4_000)["readings.incumbent-nominations"]
    automatic = luck < np.float32(0.6)
    expected = np.where(automatic, pure["automatic"].leader, pure["needs-nominations"].leader)
    np.testing.assert_array_equal(results.records[0].leader, expected)
    decided = results.answer.to_json()["results"][0]["decided"]["incumbent-nominations"]
    assert decided["automatic"] == automatic.mean()
    total = 0.0
    for reading, there in (("automatic", automatic), ("needs-nominations", ~automatic)):
        total += there.mean() * (pure[reading].leader[there] == 0).mean()
    assert results.answer.to_json()["results"][0]["leader"]["corbyn"]["chance"] == pytest.approx(total, abs=1e-12)
    assert abs(automatic.mean() - 0.6) < 4 * (0.24 / 4_000) ** 0.5


def test_a_reading_certain_in_a_mixture_is_the_pure_reading():
    """{automatic: 0%, needs-nominations: 100%} is needs-nominations, byte for byte."""
    mixed = load(JUNE, {"readings.incumbent-nominations": "{automatic: 0%, needs-nominations: 100%}"})
    assert digest(simulate(mixed, runs=3_000)) == digest(simulate(load(JUNE, readings=NEEDS), runs=3_000))


def test_the_paired_table_counts_the_rows_that_differ(june):
    """“The leader changes in” is the share of rows of two per-run tables that differ; its pieces add up."""
    results = compare(june, runs=3_000)
    one, other = results.records[0].leader, results.records[1].leader
    pair = results.comparison.to_json()["pairs"][0]
    assert pair["leader_changes"] == (one != other).mean()
    for name, row in pair["differences"].items():
        number = {"nobody": -1, "unresolved": -2}.get(name, june.ids.index(name) if name in june.ids else None)
        there, back = ((other == number) & (one != number)).mean(), ((one == number) & (other != number)).mean()
        assert row["difference"] == pytest.approx(there - back)
        error = ((there + back - (there - back) ** 2) / 3_000) ** 0.5
        assert row["error"] == pytest.approx(error, rel=0.05) if there + back > 0.02 else row["error"] > error
        assert row["low"] < row["difference"] < row["high"]


def test_a_route_that_leads_in_a_circle_ends_unresolved():
    """A stage may be entered 12 times; then the run ends, and says that it did not end."""
    scenario = load(JUNE, {"challenge-nominations.then.incumbent short": "challenge-nominations"}, NEEDS)
    entry = simulate(scenario, runs=500).answer.to_json()["results"][0]
    assert any(row["reason"].endswith("did not end") for row in entry["unresolved"])
    assert sum(row["chance"] for row in entry["leader"].values()) == pytest.approx(1)


def test_what_the_book_does_not_say_ends_unresolved_and_names_the_clause():
    """Each provision made unknown or silent, where it is needed, ends runs unresolved under its own name."""
    for path, said in (
        ("challenge-nominations.exempt", "silent"),
        ("challenge-nominations.then.one", "unknown"),
        ("challenge-nominations.transfer", "unknown"),
        ("challenge-nominations.bar.rounding", "unknown"),
        ("challenge.enters", "unknown"),
        ("challenge.if_vacant.go", "silent"),
        ("vacancy.enters", "unknown"),
        ("executive.settles", "silent"),
        ("executive.then.done", "unknown"),
        ("challenge-nominations.exempt", "{set_by: nec}"),
    ):
        scenario = load(JUNE, {path: said}, NEEDS)
        reasons = [row["reason"] for row in simulate(scenario, runs=1_500).answer.to_json()["results"][0]["unresolved"]]
        clause = path.removesuffix(".rounding")
        assert any(reason.startswith(clause) for reason in reasons), (path, reasons)


def test_the_steps_of_a_path_come_back_in_order_however_long_it_is():
    """Runs that part keep their own ways; a way of forty steps is as good as one of three."""
    from simulator.engine.cohort import Cohort

    ledger = Ledger(3, 1)
    for step in (Step.CHALLENGED, Step.WINDOW_OPENED):
        ledger.note(Cohort.of(3), step)
    ledger.note(Cohort(np.array([1], np.int32)), Step.SHORT)
    for _ in range(40):
        ledger.note(Cohort(np.array([2], np.int32)), Step.BALLOT_AGAIN)
    assert ledger.steps(0) == (Step.CHALLENGED, Step.WINDOW_OPENED)
    assert ledger.steps(1) == (Step.CHALLENGED, Step.WINDOW_OPENED, Step.SHORT)
    assert ledger.steps(2) == (Step.CHALLENGED, Step.WINDOW_OPENED, *[Step.BALLOT_AGAIN] * 40)


def test_forty_bars_side_by_side_are_forty_bars_alone():
    """Settings of a bar, laid along the run axis and simulated in one pass, give what each gives alone."""
    bars = [f"{share}%" for share in range(1, 41)]
    settings = [{"challenge-nominations.bar.share": bar} for bar in bars]
    scenarios = [load(JUNE, one, readings=NEEDS) for one in settings]
    draws = draw(scenarios[0], 7, 0, 500)
    together = play(scenarios[0], worlds_beside(scenarios), draws.repeated(40)).parts(40)
    for scenario, part in zip(scenarios, together, strict=True):
        alone = play(scenario, worlds_of(scenario), draws)
        for column in ("ending", "leader", "day", "names", "share"):
            np.testing.assert_array_equal(getattr(part, column), getattr(alone, column))
    assert len({part.leader.tobytes() for part in together}) > 10
