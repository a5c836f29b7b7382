"""Check and story say of each day whose it is: the scenario's, the book's, or a default of the product."""

from __future__ import annotations

import re

import pytest

from simulator import load, simulate
from simulator.cli import main
from simulator.questions.report_document import report_document
from simulator.show.check_text import days_by_default
from simulator.show.page import page, tables_of
from simulator.words.plain import short_names

TRUSS = "scenarios/conservative-2022-july.yaml"


def printed(capsys, *arguments):
    """What a command prints, on one line."""
    assert main([*arguments]) == 0
    return " ".join(capsys.readouterr().out.split())


def test_a_default_fitted_on_labour_is_never_shown_as_another_partys(capsys):
    """33 days are Labour's of 2016: beside a Conservative ballot they are a default of the product, and not of this party."""
    for verb in (["check", TRUSS], ["story", TRUSS, "--run", "3"]):
        said = printed(capsys, *verb)
        assert re.search(
            r"members-ballot: ballot papers go out: 33 days [^)]*\(default of party-rules, not of this party\)", said
        )
    assert "33 days after nominations closed" not in said


@pytest.mark.parametrize("file", [TRUSS, "scenarios/labour-2010-may.yaml", "tests/parties/libdem-2020.yaml"])
def test_only_days_that_some_stage_takes_are_shown(file, capsys):
    """A vacancy does not open as a challenge does; a window that the rules measure has no default; set, a day is no default."""
    said = printed(capsys, "check", file)
    assert "after the executive met" not in said
    assert "nominations close: 2 days" not in said
    scenario = load(file)
    every = days_by_default(scenario, scenario.law.stages)
    assert all("default of party-rules" in one for one in every)
    told = printed(capsys, "story", file, "--run", "3")
    assert ("that party-rules supplies" in told) == bool(every)


def test_a_day_that_is_stated_is_nobodys_default():
    """Stated for the stage, or for all stages of its kind, the default goes."""
    assert any("ballot papers" in one for one in days_by_default(load(TRUSS), ["members-ballot"]))
    for setting in ({"timetable.members-ballot.opens": "14 days"}, {"timetable.ballot": "14 days"}):
        assert not any("33 days" in one for one in days_by_default(load(TRUSS, setting), ["members-ballot"]))


def test_a_challenger_is_called_so_only_where_somebody_can_be_challenged(capsys):
    """In a vacancy there is nobody to challenge; in a challenge the rivals are challengers."""
    assert "challenger)" not in printed(capsys, "check", TRUSS)
    assert "Rival (challenger)" in printed(capsys, "check", "scenarios/labour-minimal.yaml")


def test_a_joint_ticket_is_one_candidate_and_both_surnames_are_its_label(tmp_path, capsys):
    """Check says that they stand together; a column has both surnames, and an option its whole name."""
    file = tmp_path / "greens.yaml"
    assert main(["new", str(file), "--book", "green"]) == 0
    text = file.read_text("utf-8").replace("The Second Candidate", "Adrian Ramsay and Ellie Chowns")
    file.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert "Adrian Ramsay and Ellie Chowns (a joint ticket, one candidate)" in printed(capsys, "check", str(file))
    said = printed(capsys, "run", str(file), "--runs", "50")
    head = said.partition("Leader at the end ")[2].partition("as stated")[0]
    assert "Ramsay and Chowns" in head
    assert "Ellie" not in head
    assert short_names({"one": "Ann Ames", "RON": "Re-open nominations"})["RON"] == "Re-open nominations"


@pytest.mark.parametrize("file", [TRUSS, "scenarios/conservative-2024-october.yaml", "scenarios/labour-2016-june.yaml"])
def test_a_page_has_titles_and_words_where_keys_would_be(file):
    """Neither a path of a provision nor the key of a dispute stands in a table, a reason or the small print of a page."""
    scenario = load(file)
    answer = report_document(simulate(scenario, runs=200))
    shown = page(answer, tables_of(answer), drawn=False)
    cells = [cell for chart in shown["charts"] for row in chart["table"].rows for cell in row]
    cells += [cell for row in shown["reasons"].rows for cell in row]
    keys = {*scenario.law.provisions, *scenario.book.disputes}
    assert not [cell for cell in cells if cell in keys or any(key in cell for key in keys if "." in key)]
    (fixed,) = (said for name, said in shown["made"] if name == "Readings held fixed")
    idle = scenario.book.moot(scenario.edition, scenario.book.adopted())
    for name, dispute in scenario.book.disputes.items():
        assert name not in fixed or "-" not in name
        if name not in {*scenario.compared, *idle}:
            assert dispute.title in fixed
