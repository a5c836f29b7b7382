"""Check and story say of each day whose it is: the scenario's, the book's, or a default of the product."""

from __future__ import annotations

import re

import pytest

from simulator import load
from simulator.cli import main
from simulator.show.plain import days_by_default

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
