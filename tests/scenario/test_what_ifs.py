"""A what-if makes a law that is put to the checks of a rule book, wherever it is written; what cannot be followed is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator import load
from simulator.engine.ledger import Ending
from simulator.rulebooks.load import open_book
from simulator.words.problems import Problems
from tests.believing import played

JUNE = "scenarios/labour-2016-june.yaml"
LABOUR = Path("simulator/rulebooks/labour.yaml")
REFUSED = {
    "ballot.then.won=go on": "“go on” leads nowhere from here",
    "challenge-nominations.then.one=go on": "“go on” leads nowhere from here",
    "challenge-nominations.then.nobody=elected": "nobody need be standing, and it says elected",
    "challenge-nominations.then.several=elected": "several may be standing, and it says elected",
    "vacancy-nominations.then.one=incumbent stays": "nobody is in office here, and it says incumbent stays",
    "vacancy.enters=ballot": "it may be entered with nobody to vote for",
    "vacancy.enters=unresolved": "“unresolved” is no stage",
    "challenge.if_vacant.go=ballot": "it may be entered with nobody to vote for",
}


@pytest.mark.parametrize("setting", REFUSED)
def test_a_setting_that_cannot_be_followed_is_refused_with_its_place_and_cure(setting):
    """As the same words are in a rule book: nothing is simulated to an end that the rules do not have."""
    path, said = setting.split("=")
    with pytest.raises(Problems, match=re.escape(REFUSED[setting])) as refused:
        load(JUNE, {path: said})
    (problem,) = refused.value.problems
    assert problem.place.file == f"--set {setting}"
    assert problem.cure


def test_a_what_if_of_a_scenario_is_refused_at_its_line(tmp_path):
    """It takes out a route: the place is the what-if, not the book that has the route."""
    there = tmp_path / "scenario.yaml"
    what_if = "what_if:\n  fewer words: {why: a test, remove: [challenge-nominations.then.nobody]}\n"
    there.write_text(f"like: {Path(JUNE).resolve()}\n{what_if}", "utf-8")
    with pytest.raises(Problems, match="nothing is said of what follows") as refused:
        load(str(there))
    (problem,) = refused.value.problems
    assert (problem.place.file, problem.place.line) == (str(there), 3)


def test_a_what_if_is_put_to_the_checks_under_every_reading_that_is_compared():
    """A leader who is exempt is never short; under the other reading the route is met, and leads nowhere."""
    setting = {"challenge-nominations.then.incumbent short": "ballot.count"}
    with pytest.raises(Problems, match="neither a stage"):
        load(JUNE, setting)
    alone = {"incumbent-nominations": "needs-nominations"}
    short = {"challenge-nominations.then.incumbent short": "elected"}
    for readings in ({}, alone):
        with pytest.raises(Problems, match="several may be standing, and it says elected"):
            load(JUNE, short, readings)


def test_a_what_if_of_a_book_is_refused_at_its_line_under_the_reading_that_meets_it(tmp_path):
    """A leader who is exempt is never short, so that the adopted readings pass; under another, several may be elected."""
    text = LABOUR.read_text("utf-8")
    change = "{vacancy-nominations.bar.share: 25%}"
    assert text.count(change) == 1
    wrong = text.replace(change, change[:-1] + ", challenge-nominations.then.incumbent short: elected}")
    there = tmp_path / "labour.yaml"
    there.write_text(wrong, "utf-8")
    book = open_book(str(there))
    draft = book.drafts["twenty-five-per-cent-2021"]
    edition = next(one for one in book.editions if draft.open_to(one.in_force))
    assert book.read(edition, book.adopted(), [draft.patch])
    with pytest.raises(Problems, match="several may be standing, and it says elected") as refused:
        book.read(edition, {**book.adopted(), "incumbent-nominations": "needs-nominations"}, [draft.patch])
    (problem,) = refused.value.problems
    assert problem.place.file == str(there)
    assert "incumbent short: elected" in problem.place.shown


def test_a_route_that_leaves_it_unresolved_says_so():
    """It is an end that a book may write: the reason names the clause, and not a place that is not there."""
    scenario = load(JUNE, {"challenge-nominations.then.several": "unresolved"})
    ledger, _ = played(scenario, 200, **scenario.readings)
    reasons = {ledger.reasons[one] for one in ledger.reason[ledger.ending == Ending.UNRESOLVED]}
    assert "challenge-nominations.then.several: left unresolved" in reasons
