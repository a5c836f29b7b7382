"""A clause that cannot bear on a contest is never said to change nothing in it: it is said that it does not bear, and why."""

from __future__ import annotations

import numpy as np
import pytest

from simulator import compare, load
from simulator.cli import main
from simulator.scenario.bearing import idle

TRUSS = "scenarios/conservative-2022-july.yaml"
JUNE = "scenarios/labour-2016-june.yaml"
READ = {"readings": {"incumbent-nominations": "automatic"}}
IDLE = {
    (TRUSS, "confidence-majority"): "does not come to that",
    (TRUSS, "new-leader"): "does not come to that",
    (TRUSS, "a-third"): "another edition of the rules",
    (JUNE, "challenge-season"): "only shown",
    (JUNE, "count-1994"): "another edition of the rules",
    (JUNE, "excluded-remedy"): "is read as needs nominations or executive may require",
    ("scenarios/labour-2015-june.yaml", "incumbent-nominations"): "“challenge nominations”",
}
"""A scenario and a dispute whose provision plainly does not come up in it, and words of the reason."""


@pytest.mark.parametrize(("file", "dispute"), IDLE, ids=lambda one: one.removeprefix("scenarios/"))
def test_compare_says_that_a_dispute_does_not_bear_and_why(file, dispute, capsys):
    """Not that its reading changes nothing, which would be an answer."""
    read = ["--reading", "incumbent-nominations=automatic"] if file == JUNE else []
    assert main(["compare", file, dispute, "--runs", "60", *read]) == 0
    said = " ".join(capsys.readouterr().out.split())
    title = load(file).book.disputes[dispute].title
    assert f"“{title}” does not bear on this contest: " in said
    assert IDLE[file, dispute] in said
    assert "changes the leader" not in said


def test_which_clause_matters_says_it_too(capsys):
    """`disputes`, asked about such a clause, prints no row of noughts for it."""
    assert main(["disputes", TRUSS, "confidence-majority", "--runs", "60"]) == 0
    said = capsys.readouterr().out
    assert "does not bear on this contest" in said
    assert "0.0" not in said


@pytest.mark.parametrize("file", [TRUSS, JUNE, "scenarios/labour-2015-june.yaml", "scenarios/labour-2020-january.yaml"])
def test_whatever_is_said_not_to_bear_changes_no_simulated_contest(file):
    """The engine is the oracle: under every reading of such a dispute each contest is the same, day and ending included."""
    scenario = load(file)
    assert any(idle(scenario, d) for d in scenario.book.disputes)
    for dispute in scenario.book.disputes:
        if not idle(scenario, dispute):
            continue
        first, *others = (one.columns for one in compare(scenario, dispute, runs=200, seed=5).records)
        for other in others:
            for name in ("leader", "ending", "day", "names"):
                np.testing.assert_array_equal(first[name], other[name])


def test_a_clause_that_a_contest_may_come_to_is_not_called_idle():
    """A resignation may come before a challenge: what then fills the vacancy bears on the night of June 2016."""
    scenario = load(JUNE)
    assert not idle(scenario, "leader-who-stays-on")
    assert not idle(scenario, "excluded-remedy"), "the reading it hangs on is compared"
