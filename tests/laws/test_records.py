"""Records: what was counted in each run, and what was believed in it, as tables that anyone can read."""

from __future__ import annotations

import gzip

import numpy as np
import pandas as pd
import pytest

from simulator import compare, load, simulate
from simulator.beliefs.draws import draw
from simulator.beliefs.nominators import NOMINATIONS, names_of
from simulator.cli import main
from simulator.questions.report_document import report_document
from simulator.show.report import write_report

JUNE, FIFTEEN = "scenarios/labour-2016-june.yaml", "scenarios/labour-2015-june.yaml"
CONSERVATIVES = "scenarios/conservative-2024-october.yaml"


@pytest.mark.parametrize("file", [JUNE, FIFTEEN, CONSERVATIVES])
def test_the_runs_of_a_report_are_those_of_its_results(file, tmp_path):
    """What pandas reads is `results.runs`, column by column, under every reading; what was not counted is empty in both."""
    scenario = load(file)
    results = compare(scenario, runs=400) if scenario.compared else simulate(scenario, runs=400)
    write_report(results, report_document(results), str(tmp_path / "here"))
    there, runs = pd.read_csv(tmp_path / "here" / "runs.csv.gz", parse_dates=["date"]), results.runs
    assert list(there) == list(runs)
    for column in runs:
        one, other = there[column], runs[column]
        assert (one.isna() == other.isna()).all(), column
        assert (one.dropna() == other.dropna().astype(one.dtype)).all(), column
    numbers = runs.select_dtypes("number")
    assert not (numbers == -1).any().any()


def test_on_the_ballot_is_who_was_on_its_first_paper():
    """June 2015: everybody validly nominated, whether or not they came to the last round; shares only of who did."""
    results = simulate(load(FIFTEEN), runs=2_000)
    runs, voted = results.runs, results.runs["ending"] == "ballot in a vacancy"
    assert voted.any()
    for one in results.scenario.ids:
        nominated = runs[f"nominations_{one}"] >= runs["bar"]
        assert (runs.loc[voted, f"on_ballot_{one}"] == nominated[voted].fillna(False)).all()
        assert not runs.loc[~voted, f"on_ballot_{one}"].any()
        assert not (runs[f"share_{one}"].notna() & ~runs[f"on_ballot_{one}"]).any()
        shares = results.answer.results[0].shares
        assert runs[f"on_ballot_{one}"].sum() == (shares[one].on_ballot.count if one in shares else 0)
    dropped = runs.loc[voted, [f"on_ballot_{one}" for one in results.scenario.ids]].sum(axis=1)
    counted = runs.loc[voted, [f"share_{one}" for one in results.scenario.ids]].notna().sum(axis=1)
    assert (counted < dropped).any()


def test_what_was_believed_is_what_was_drawn():
    """Corbyn's nominators, given what was believed of each bloc in a run, are a sum of binomials with those chances.

    Their squared distances from the mean, over the variance, average to one within four standard errors.
    """
    scenario, runs = load(JUNE, {"nominators.quiet": "0%"}), 20_000
    beliefs, drawn = simulate(scenario, runs=runs).beliefs, draw(scenario, scenario.seed, 0, runs)
    mean, variance = np.zeros(runs), np.zeros(runs)
    for bloc in scenario.blocs:
        path = f"nominators.blocs.{bloc.name}.nominate.corbyn"
        if "corbyn" in bloc.names:
            chance = beliefs[path] if path in beliefs else np.full(runs, scenario.quantity(path).low)
            mean, variance = mean + bloc.size * chance, variance + bloc.size * chance * (1 - chance)
    count = drawn[NOMINATIONS][names_of(scenario).index("corbyn")].sum(axis=0)
    square = (count - mean) ** 2 / variance
    assert abs(square.mean() - 1) < 4 * square.std() / runs**0.5


@pytest.mark.parametrize("name", ["beliefs.csv", "beliefs.csv.gz"])
def test_a_row_of_beliefs_is_one_simulated_contest(name, tmp_path, capsys):
    """`--beliefs FILE` writes the same table, two lines of pandas from any plot; another ending is refused before any work."""
    assert main(["run", JUNE, "--runs", "50", "--beliefs", str(tmp_path / name)]) == 0
    assert "beliefs in 50 simulated contests" in capsys.readouterr().err
    raw = (tmp_path / name).read_bytes()
    assert (gzip.decompress(raw) if name.endswith("gz") else raw).startswith(b"run,")
    there, beliefs = pd.read_csv(tmp_path / name), simulate(load(JUNE), runs=50).beliefs
    assert list(there) == list(beliefs)
    support = "electorate.sections.members.support.corbyn"
    np.testing.assert_allclose(there[support], beliefs[support], rtol=1e-6)
    assert main(["run", JUNE, "--runs", "50", "--beliefs", str(tmp_path / "beliefs.txt")]) == 3
    assert "beliefs.csv" in capsys.readouterr().err


def test_a_belief_in_days_or_a_date_is_said_as_one():
    """A date comes as a date."""
    beliefs = simulate(load(JUNE, {"politics.challengers.eagle.declares": "1 July to 9 July 2016"}), runs=200).beliefs
    days = beliefs["politics.challengers.eagle.declares"]
    assert pd.api.types.is_datetime64_any_dtype(days)
    assert pd.Timestamp(2016, 7, 1) < days.median() < pd.Timestamp(2016, 7, 9)
