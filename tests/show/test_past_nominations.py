"""What was not simulated is left out: a contest that begins past its nominations has no panel, chart or table of nominations."""

import json
from pathlib import Path

import pytest

from simulator import load, simulate
from simulator.cli import main
from simulator.questions.report_document import report_document
from simulator.show.page import page, tables_of
from simulator.show.report import page_text, write_report

UNDER_WAY = ["scenarios/conservative-2024-october.yaml", "scenarios/conservative-2022-july.yaml"]
OF_NOMINATIONS = {"nominations", "dots", "threshold", "arrivals", "paths"}


@pytest.mark.parametrize("file", UNDER_WAY)
def test_a_report_of_ballots_alone_draws_no_nominations(file, tmp_path):
    """Neither on its page nor in its folder; every chart that is left has rows, and the page does not speak of a bar."""
    results = simulate(load(file), runs=100)
    answer = report_document(results)
    tables = tables_of(answer)
    assert not OF_NOMINATIONS & tables.keys()
    assert not any(table.empty for table in tables.values())
    assert [one["name"] for one in page(answer, tables, drawn=False)["charts"]] == list(tables)
    assert answer.threshold is None
    assert "Nobody sought nominations" not in page_text(answer, tables, alone=True)
    files = write_report(results, answer, str(tmp_path / "report"))
    assert not [one for one in files if Path(one).stem in OF_NOMINATIONS]
    assert json.loads((tmp_path / "report" / "result.json").read_text("utf-8"))["tables"].keys() == tables.keys()


@pytest.mark.parametrize("chart", sorted(OF_NOMINATIONS | {"grid"}))
def test_a_chart_of_what_was_not_simulated_is_refused_with_the_reason(chart, tmp_path, capsys):
    """And no file is written."""
    assert main(["chart", UNDER_WAY[0], chart, "-o", str(tmp_path / "one.svg"), "--runs", "60"]) == 3
    said = capsys.readouterr().err
    assert "nominations" in said
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("file", [*UNDER_WAY, "scenarios/labour-2015-june.yaml"])
def test_the_charts_of_a_scenario_are_those_it_has(file, capsys):
    """`charts SCENARIO` lists what its report draws, and with nominations ahead the charts of them."""
    assert main(["charts", file, "--json"]) == 0
    listed = {one["name"] for one in json.loads(capsys.readouterr().out)["charts"]}
    assert tables_of(report_document(simulate(load(file), runs=60))).keys() <= listed
    assert bool(listed & OF_NOMINATIONS) == (file not in UNDER_WAY)
