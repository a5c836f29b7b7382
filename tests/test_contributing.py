"""CONTRIBUTING.md is followed to the letter where a test can: the reading, the scenario, the folders and files it names."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest
import yaml

from simulator.cli import main
from simulator.verbs.question import questions

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
BOOK = ROOT / "simulator" / "rulebooks" / "labour.yaml"


def section(title: str) -> str:
    """What stands under a heading."""
    return TEXT.split(f"## {title}")[1].split("\n## ")[0]


def test_the_reading_of_the_recipe_is_accepted_and_compared(tmp_path, capsys):
    """The block is put under `rounding` of a copy of Labour's book: it checks, and `compare` has it among the readings."""
    block = textwrap.dedent(re.search(r"```yaml\n(.*?)```", section("Add a reading"), re.DOTALL)[1])
    (name,) = yaml.safe_load(block)
    before, after = BOOK.read_text("utf-8").split("\n  rounding:\n")
    head, readings = after.split("    readings:\n", 1)
    added = f"{before}\n  rounding:\n{head}    readings:\n{textwrap.indent(block, ' ' * 6)}{readings}"
    (tmp_path / "labour.yaml").write_text(added, "utf-8")
    assert main(["check", str(tmp_path / "labour.yaml")]) == 0
    scenario = (ROOT / "scenarios" / "labour-2016-june.yaml").read_text("utf-8")
    assert "book: labour," in scenario
    (tmp_path / "june.yaml").write_text(scenario.replace("book: labour,", "book: labour.yaml,"), "utf-8")
    capsys.readouterr()
    assert main(["compare", str(tmp_path / "june.yaml"), "rounding", "--runs", "200"]) == 0
    assert name.replace("-", " ") in capsys.readouterr().out


def test_the_scenario_of_the_recipe_is_written_and_checks(tmp_path, monkeypatch):
    """`new`, then `check`, as the three steps say."""
    (tmp_path / "scenarios").mkdir()
    monkeypatch.chdir(tmp_path)
    assert "party-rules new my-scenario" in section("Add a scenario")
    assert main(["new", "my-scenario"]) == 0
    assert main(["check", "scenarios/my-scenario.yaml"]) == 0


@pytest.mark.parametrize(
    "path", sorted({*re.findall(r"`((?:simulator|tests|docs|calibration|benchmarks|schema)/[a-z0-9_./-]+)`", TEXT)})
)
def test_every_file_the_page_names_is_there(path):
    """A path from the root of the repository leads to a file or folder."""
    assert (ROOT / path).exists()


def test_every_verb_the_page_uses_is_one():
    """`party-rules VERB` in the page is a verb there is."""
    used = set(re.findall(r"`party-rules ([a-z-]+)", TEXT))
    assert used
    assert used <= set(questions())
