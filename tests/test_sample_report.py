"""The committed sample report is what the engine writes today: text and elements, and every chance within 3 errors."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from simulator import load
from simulator.cli import main

ROOT = Path(__file__).parent.parent
SAMPLES = ("labour-2016-june", "labour-2015-june")


@pytest.fixture(scope="module", params=SAMPLES)
def both(tmp_path_factory, request):
    """The committed folder, and the report written now with the scenario's own runs and seed."""
    folder = tmp_path_factory.mktemp("report") / request.param
    assert main(["report", f"scenarios/{request.param}.yaml", "-o", str(folder)]) == 0
    return ROOT / "reports" / request.param, folder


def elements(page):
    """The page's elements in order, drawings left out: their coordinates depend on fonts."""
    without = re.sub(r"<svg.*?</svg>", "<svg/>", page, flags=re.DOTALL)
    return re.findall(r"<(/?[a-z0-9]+)", without)


def words(page):
    """The page's words, drawings and versions left out."""
    without = re.sub(r"<svg.*?</svg>|<style.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)
    return [w for w in without.split() if not re.fullmatch(r"\d+\.\d+\.\d+\S*|[0-9a-f]{16,}", w)]


def test_the_pages_have_the_same_text_and_elements(both):
    """A change to the page is committed with the page."""
    one, other = ((folder / "index.html").read_text("utf-8") for folder in both)
    assert elements(one) == elements(other)
    assert words(one) == words(other)


def test_every_chance_is_within_three_errors_of_the_sample(both):
    """Who leads and how it ended, under each reading."""
    one, other = (json.loads((folder / "result.json").read_text("utf-8")) for folder in both)
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


def test_the_sample_has_the_same_files(both):
    """Page, charts, tables, runs, manifest: none missing, none left over."""
    one, other = ({p.relative_to(f).as_posix() for p in f.rglob("*") if p.is_file()} for f in both)
    assert one == other


AS_KNOWN = sorted((ROOT / "reports" / "as-known").glob("*.html"))


@pytest.mark.parametrize("committed", AS_KNOWN, ids=lambda path: path.stem)
def test_the_pages_of_contests_as_known_on_the_day_are_what_is_written_today(committed, tmp_path):
    """Text and elements of each, played with the scenario's own runs and seed (`make reports` renews them)."""
    page = tmp_path / "page.html"
    assert main(["report", f"scenarios/{committed.stem}.yaml", "-o", str(page)]) == 0
    one, other = committed.read_text("utf-8"), page.read_text("utf-8")
    assert elements(one) == elements(other)
    assert words(one) == words(other)
    assert len(one.encode()) < 400_000
    assert "<script" not in one


def test_there_is_a_page_for_every_contest_with_what_happened():
    """Each scenario that says what happened has its page; the night of 28 June has a whole report of its own."""
    said = {path.stem for path in (ROOT / "scenarios").glob("*.yaml") if "\nafterwards:" in path.read_text("utf-8")}
    assert {path.stem for path in AS_KNOWN} == said - {"labour-2016-june"}


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
