"""The committed sample report has the elements and the figures that the engine writes today; other words are free to change."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from simulator import load
from simulator.cli import main

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "reports" / "labour-2016-june"
NOT_COMMITTED = {"runs.csv.gz"}
KNOWN_OUTCOME = sorted(
    path.stem for path in (ROOT / "scenarios").glob("*.yaml") if "\nafterwards:" in path.read_text("utf-8")
)
"""Scenarios that say what happened in the end."""


@pytest.fixture(scope="module")
def today(tmp_path_factory):
    """The sample written now, with the scenario's own runs and seed."""
    folder = tmp_path_factory.mktemp("report") / SAMPLE.name
    assert main(["report", f"scenarios/{SAMPLE.name}.yaml", "-o", str(folder)]) == 0
    return folder


def without_drawings(page):
    """A page without its drawings and styles: their coordinates depend on fonts."""
    return re.sub(r"<svg.*?</svg>|<style.*?</style>", "<svg/>", page, flags=re.DOTALL)


def elements(page):
    """The page's elements in order."""
    return re.findall(r"<(/?[a-z0-9]+)", without_drawings(page))


def figures(page):
    """The numbers that a reader sees, in order; fingerprints and versions are none."""
    text = re.sub(r"<[^>]+>", " ", without_drawings(page))
    text = re.sub(r"\b[0-9a-f]{16,}\b|\b\d+\.\d+\.\d+\S*", " ", text)
    return re.findall(r"\d[\d,.]*", text)


def test_the_page_has_the_same_elements_and_figures(today):
    """A change to what is counted or shown is committed with the sample (`make reports`); a reworded sentence needs nothing."""
    one, other = ((folder / "index.html").read_text("utf-8") for folder in (SAMPLE, today))
    assert elements(one) == elements(other)
    assert figures(one) == figures(other)
    assert len(figures(one)) > 200


def test_the_tables_of_the_sample_have_the_same_figures(today):
    """Every table behind a chart, cell by cell: numbers and dates, whatever its words."""
    tables = sorted((SAMPLE / "tables").glob("*.csv"))
    assert len(tables) >= 8
    for table in tables:
        assert figures(table.read_text("utf-8")) == figures((today / "tables" / table.name).read_text("utf-8")), table


def test_every_chance_is_within_three_errors_of_the_sample(today):
    """Who leads and how it ended, under each reading."""
    one, other = (json.loads((folder / "result.json").read_text("utf-8")) for folder in (SAMPLE, today))
    seen = 0
    for before, now in zip(one["results"], other["results"], strict=True):
        for part in ("leader", "endings"):
            assert set(before[part]) == set(now[part])
            for name, row in before[part].items():
                assert abs(row["chance"] - now[part][name]["chance"]) <= 3 * row["error"]
                seen += 1
    for before, now in zip(one["pairs"], other["pairs"], strict=True):
        assert abs(before["leader_changes"] - now["leader_changes"]) <= 3 * before["error"] + 1e-12
    assert seen >= 8


def test_the_sample_has_the_same_files(today):
    """Page, charts, tables and manifest: none missing, none left over; pictures of points and single runs are not committed."""
    one, other = ({p.relative_to(f).as_posix() for p in f.rglob("*") if p.is_file()} for f in (SAMPLE, today))
    assert one - NOT_COMMITTED - {name for name in one if name.endswith(".png")} == {
        name for name in other if name not in NOT_COMMITTED and not name.endswith(".png")
    }


@pytest.mark.night
@pytest.mark.parametrize("name", KNOWN_OUTCOME)
def test_the_page_of_a_contest_as_known_on_the_day_lays_what_happened_beside_it(name, tmp_path):
    """With the scenario's own runs and seed: light, without a script, and with the outcome that the file gives."""
    page = tmp_path / "page.html"
    assert main(["report", f"scenarios/{name}.yaml", "-o", str(page)]) == 0
    text = page.read_text("utf-8")
    assert len(text.encode()) < 400_000
    assert "<script" not in text
    scenario = load(f"scenarios/{name}.yaml")
    assert scenario.afterwards is not None
    assert "What happened" in text
    if scenario.afterwards.leader:
        assert scenario.name_of(scenario.afterwards.leader) in text


def test_the_page_to_drag_is_of_todays_scenario():
    """Its fingerprint is the scenario's, its sliders are today's, and at home it has the counts that are played today."""
    from simulator.questions.explore import Asked, answer, controls
    from simulator.show.explorer.cell import cell
    from tests.show.test_explorer import Parts, unpacked

    def loaded(given):
        return load("scenarios/labour-2016-june.yaml", given)

    parts = Parts((ROOT / "reports" / "explore-2016-june.html").read_text("utf-8"))
    told, door = json.loads(parts.scripts["facts"]), json.loads(parts.scripts["door"])
    there = controls(loaded, ("bar", "support"))
    assert told["digest"] == there.scenario.digest
    columns, places = unpacked(door)
    for bar in (told["sliders"][0]["home"], told["sliders"][0]["values"].index(15.0)):
        place = bar * len(told["sliders"][1]["values"]) + told["sliders"][1]["home"]
        row = [column[places[place]] for column in columns]
        number = there.sliders[0].at(told["sliders"][0]["values"][bar])
        wanted = cell(answer(loaded, there, Asked({"bar": number}, {}), told["runs"], told["seed"]))
        assert door["says"][row[0]] == wanted["say"]
        pairs = len(door["pairs"])
        assert row[1 : 1 + pairs] == wanted["pairs"]
        leaders = row[1 + pairs : 1 + pairs + len(door["leaders"])]
        assert dict(zip(door["leaders"], leaders, strict=True)) == wanted["entries"][0]["leader"]
