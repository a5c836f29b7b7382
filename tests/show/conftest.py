"""A small played scenario, and a folder with its report, made once for all the tests of this floor."""

from pathlib import Path

import pytest

from simulator import load
from simulator.questions.compare import compare
from simulator.results.results import Results
from simulator.show.report import write_report
from simulator.show.whole import tables_of, whole

SCENARIO = Path(__file__).parents[2] / "scenarios" / "labour-2016-june.yaml"


@pytest.fixture(scope="session")
def results() -> Results:
    """The night of 28 June 2016, played two thousand times under each reading, its tallies kept."""
    return compare(load(str(SCENARIO), {"nominators.first_day": "20% to 70%"}), runs=2000)


@pytest.fixture(scope="session")
def document(results):
    """Its whole document: stories, the bar varied, what matters most, what is assumed."""
    return whole(results)


@pytest.fixture(scope="session")
def tables(document):
    """The table behind every chart."""
    return tables_of(document)


@pytest.fixture(scope="session")
def folder(results, tmp_path_factory):
    """A folder with the report."""
    place = tmp_path_factory.mktemp("report") / "june"
    write_report(results, str(place))
    return place
