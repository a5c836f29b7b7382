"""A small played scenario, and a folder with its report, made once for all the tests of this floor."""

import json
from pathlib import Path

import pytest

from simulator import load
from simulator.questions.compare import compare
from simulator.questions.report_document import ReportAnswer, report_document
from simulator.results.results import Results
from simulator.show.page import tables_of
from simulator.show.report import write_report

SCENARIO = Path(__file__).parents[2] / "scenarios" / "labour-2016-june.yaml"


@pytest.fixture(scope="session")
def results() -> Results:
    """The night of 28 June 2016, played two thousand times under each reading, its tallies kept."""
    return compare(load(str(SCENARIO), {"nominators.first_day": "20% to 70%"}), runs=2000)


@pytest.fixture(scope="session")
def answer(results) -> ReportAnswer:
    """Its whole answer: stories, the bar varied, what matters most, what is assumed."""
    return report_document(results)


@pytest.fixture(scope="session")
def tables(answer):
    """The table behind every chart."""
    return tables_of(answer)


@pytest.fixture(scope="session")
def folder(results, answer, tmp_path_factory):
    """A folder with the report."""
    place = tmp_path_factory.mktemp("report") / "june"
    write_report(results, answer, str(place))
    return place


@pytest.fixture(scope="session")
def document(folder):
    """The answer as the report has it in JSON."""
    return json.loads((folder / "result.json").read_text(encoding="utf-8"))
