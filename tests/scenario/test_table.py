"""The table of beliefs: one row is the setting, the default, the draw, the page, and the name that the code asks by."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from simulator import load
from simulator.beliefs.draws import draw
from simulator.beliefs.electorate import CAST, PULL
from simulator.beliefs.nominators import IN_BY_EVE, NOMINATIONS, ON_FIRST_DAY
from simulator.beliefs.politics import RIVAL
from simulator.beliefs.resignation import DAY
from simulator.scenario.table import CANDIDATES, READERS, blocks, row_of, table
from simulator.show.beliefs import page
from simulator.words.problems import Problems

ROOT = Path(__file__).parents[2]
JUNE = "scenarios/labour-2016-june.yaml"
HAPPENS = [path for path, row in table().items() if row.drawn == "happens"]
FIGURES = [path for path, row in table().items() if row.drawn in ("value", "days") and "<stage>" not in path]
CERTAIN = {"chance": ("25%", 0.25), "ratio": ("150%", 1.5), "amount": ("17", 17), "days": ("4 days", 4)}
BESIDE_THE_TABLE = {
    CAST,
    PULL,
    NOMINATIONS,
    IN_BY_EVE,
    ON_FIRST_DAY,
    DAY,
    "nominators.lending/over",
    "lots.<candidate>",
}
"""What is drawn of several beliefs together, or of none."""


def of_smith(path):
    """The path of a row as it stands in a scenario, of Owen Smith."""
    for step in CANDIDATES:
        path = path.replace(step, "smith")
    return path


@pytest.mark.parametrize(("said", "happens"), [("100%", True), ("0%", False)])
def test_a_yes_or_no_belief_needs_its_row_alone(said, happens):
    """Set to 100% at its own path it happens in every run, set to 0% in none; of candidates, to the one it is set for."""
    scenario = load(JUNE, {of_smith(path): said for path in HAPPENS})
    draws = draw(scenario, 3, 0, 64)
    assert len(HAPPENS) > 14
    for path in HAPPENS:
        drawn = draws[path][scenario.ids.index("smith")] if "<" in path else draws[path]
        assert drawn.dtype == bool
        assert (drawn == happens).all(), path


def test_a_figure_needs_its_row_alone():
    """What is set at the path of a figure, or of days, is what every run has there."""
    settings = {path: CERTAIN[table()[path].kind][0] for path in FIGURES}
    draws = draw(load(JUNE, settings), 3, 0, 64)
    assert len(FIGURES) > 15
    for path in FIGURES:
        np.testing.assert_allclose(draws[path], CERTAIN[table()[path].kind][1], rtol=1e-6, err_msg=path)


def test_a_belief_is_asked_for_by_the_name_it_has_in_the_table():
    """Every path by which conduct and questions ask for draws is a row of the table, or is drawn of several of them."""
    asked = set()
    for folder in ("conduct", "questions"):
        for file in (ROOT / "simulator" / folder).glob("*.py"):
            text = file.read_text("utf-8").replace("{RIVAL}", RIVAL)
            asked |= set(re.findall(r'(?:drawn\(|draws\[)f?"([^"{}]+)"', text))
    assert len(asked) > 30
    assert asked - set(table()) - BESIDE_THE_TABLE == set()


def test_the_rows_are_whole():
    """Each is of a known kind, says what it is and does in words, and needs what a rule book has, or another belief."""
    of_the_rules = {"a leader to challenge", "a body that decides", "a second window", "a second bar"}
    needs = {*of_the_rules, "a nomination to come", "a word to keep", *table()}
    for path, row in table().items():
        assert row.kind in READERS, path
        assert row.means, path
        assert row.effect, path
        assert needs.issuperset(row.needs), path
        assert path.rpartition(".")[0] in (*blocks(), *(one.rpartition(".")[0] for one in table())), path
        for entry in (row.default, *row.where.values()):
            assert not entry or ("source" in entry) != ("assumption" in entry), path


def test_every_belief_of_a_scenario_has_one_row():
    """A name with dots of its own, as on a roster, belongs to the row of its bloc."""
    for file in ("scenarios/labour-2020-january.yaml", JUNE):
        for path in load(file).beliefs:
            pattern = re.sub("<.+?>", "(.+)", re.escape(row_of(path).path))
            assert re.fullmatch(pattern, path)


def test_a_default_that_is_switched_off_does_not_matter():
    """Where nobody joins whoever is ahead, by how much one is clearly ahead matters to nobody, and is not shown."""
    assert not load(JUNE, {"nominators.bandwagon": "0%"}).beliefs["nominators.clear"].bears
    assert load(JUNE, {"nominators.bandwagon": "1% to 3%"}).beliefs["nominators.clear"].bears


def test_a_setting_that_is_no_row_is_refused():
    """The written form knows the rows of the table and no others."""
    with pytest.raises(Problems, match="there is no setting “by_polls” here"):
        load(JUNE, {"politics.unity.by_polls": "10%"})


def test_the_page_of_beliefs_is_the_table():
    """docs/beliefs.md is what `party-rules words beliefs` prints."""
    written = (ROOT / "docs" / "beliefs.md").read_text("utf-8")
    assert written == "\n".join([*page(), ""]), "party-rules words beliefs > docs/beliefs.md"
    assert all(f"### `{path}`\n" in written for path in table())
