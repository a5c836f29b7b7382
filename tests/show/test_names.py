"""A name that a scenario and a recorded contest share is the scenario's where a simulation is drawn, and the clash is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.cli import main
from simulator.scenario.recorded import files

SHARED = sorted({Path(file).stem for file in files()} & {path.stem for path in Path("scenarios").glob("*.yaml")})


def drawn(name, tmp_path, capsys):
    """The table behind a chart of rounds, and what was said beside it."""
    file = tmp_path / "rounds.csv"
    assert main(["chart", name, "rounds", "--runs", "50", "-o", str(file)]) == 0
    return file.read_text("utf-8"), capsys.readouterr().err


@pytest.mark.parametrize("name", SHARED)
def test_a_scenarios_file_wins_and_the_clash_is_said(name, tmp_path, capsys):
    """The name draws what the path of the scenario draws; the path of the record draws the record."""
    table, said = drawn(name, tmp_path, capsys)
    assert f"“{name}” is the name of a scenario and of a recorded contest; this is the scenario" in said
    record = f"scenarios/history/{name}.yaml"
    assert record in said
    assert (table, "") == drawn(f"scenarios/{name}.yaml", tmp_path, capsys)
    assert (table, "") != drawn(record, tmp_path, capsys)


def test_some_name_is_shared_and_others_are_not(tmp_path, capsys):
    """A name that only a record has draws the record, without a word."""
    assert "conservative-2022-july" in SHARED
    assert drawn("leader-2010", tmp_path, capsys) == drawn("scenarios/history/leader-2010.yaml", tmp_path, capsys)
