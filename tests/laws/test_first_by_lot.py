"""Where most votes win and several are level for first place, the book may say that a lot decides, or a ballot again first."""

from __future__ import annotations

import numpy as np
import pytest

from simulator import load
from simulator.questions.replay import replay
from simulator.questions.story import story
from simulator.rulebooks.load import open_book
from simulator.scenario.recorded import recorded
from simulator.words.problems import Problems
from tests.laws.test_oracle import simulated

BOOK = """
book: A club
offices: {leader: chair}
bodies: {members: the members}
sources: {RULES: {title: its rules, confidence: high}}
editions:
- edition: rules of 2020
  in_force: 2020-01-01
  cites: {"*": {source: RULES, clause: section 1}}
  contests:
    vacancy: {opens_when: the office is vacant, enters: nominations}
  stages:
    nominations:
      stage: nomination
      bar: {by: [members], count: 1}
      transfer: locked
      open: 7 days
      then: {nobody: unknown, one: elected, several: ballot}
    ballot:
      stage: ballot
      sections: [members]
      paper: one name
      win: {WIN}
      tie: TIE
      then: {won: elected, one left: elected, MORE}
"""
SCENARIO = """
scenario: Three stand
rules: {book: BOOK, date: 2021-01-04, contest: vacancy}
bodies: {members: {size: 24}}
candidates: {ann: {name: Ann}, bea: {name: Bea}, cat: {name: Cat}}
nominators:
  blocs:
    anns: {body: members, size: 2, nominate: {ann: 100%}}
    beas: {body: members, size: 2, nominate: {bea: 100%}}
    cats: {body: members, size: 2, nominate: {cat: 100%}}
electorate: {sections: {members: {votes: {ann: 10, bea: 10, cat: 4}}}}
timetable: {ballot: {opens: 1 day, closes: 7 days}}
"""
RECORD = """
contest: The chair of a club, 2021
id: club
office: leader
date: 2021-02-01
rules: {book: BOOK, opened: "2021-01-04", contest: vacancy}
grade: exact
heads: {members: {size: 30}}
rounds:
- votes: {members: {Ann: 10, Bea: 10, Cat: 10}}
official: {winner: Bea, on_the_ballot: [Ann, Bea, Cat]}
"""
RUNS = 2_000


def written(folder, text, *, tie="lot", win="by: most votes", more=""):
    """A book and a file that names it."""
    book, file = folder / "club.yaml", folder / "file.yaml"
    book.write_text(BOOK.replace("TIE", tie).replace("WIN", win).replace(", MORE", more and f", {more}"), "utf-8")
    file.write_text(text.replace("BOOK", str(book)), "utf-8")
    return str(book), str(file)


@pytest.mark.parametrize("tie", ["lot", "[again, lot]"])
def test_a_lot_elects_one_of_the_two_who_are_level(tie, tmp_path):
    """Ten votes each, and four: each of the two in half of the contests (four standard errors), the third in none."""
    _, file = written(tmp_path, SCENARIO, tie=tie)
    _, _, _, ledger, _ = simulated(load(file), RUNS)
    assert (ledger.ending != 0).all()
    assert ledger.tied.all()
    count = np.bincount(ledger.leader, minlength=3)
    assert count[2] == 0
    assert abs(count[0] - RUNS / 2) < 4 * np.sqrt(RUNS) / 2


def test_the_story_says_that_lots_were_drawn_for_first_place(tmp_path):
    """Who was level, and who is first; with a ballot again before it, that too."""
    _, file = written(tmp_path, SCENARIO, tie="[again, lot]")
    words = [event.words for event in story(load(file), {}, 1, 3).events]
    assert any(
        one == "Ann and Bea are level for first place; the ballot is held again with everybody." for one in words
    )
    (drawn,) = (one for one in words if "lots are drawn" in one)
    assert drawn.startswith("Ann and Bea are level for first place; lots are drawn, and ")
    assert drawn.endswith((" Ann is first.", " Bea is first."))
    assert not [one for one in words if "most votes win" in one]


def test_a_share_that_is_needed_is_needed_of_whoever_is_drawn(tmp_path):
    """Half of the votes are needed and ten of 24 are fewer: no lot helps."""
    _, file = written(tmp_path, SCENARIO, win="by: most votes, share: 50%, of: votes cast", more="not won: unknown")
    _, _, _, ledger, _ = simulated(load(file), 20)
    assert (ledger.leader < 0).all()


def test_a_replay_takes_the_lot_from_the_record(tmp_path):
    """Three are level: which lot was drawn nobody can compute, so the winner is a step of the record."""
    _, file = written(tmp_path, RECORD)
    found = replay(recorded(file))
    assert found.winner == "Bea"
    assert any("a lot was drawn; Bea won, as recorded" in one.words for one in found.steps if not one.by_rule)


@pytest.mark.parametrize(
    ("tie", "said"),
    [
        ("all tied", "“all tied” elects nobody"),
        ("by earlier rounds", "“by earlier rounds” elects nobody"),
        ("unknown", "then.tied says what follows"),
    ],
)
def test_a_rule_that_elects_nobody_is_refused(tie, said, tmp_path):
    """All who are level cannot all drop out, and papers that are counted once have no earlier round."""
    book, _ = written(tmp_path, SCENARIO, tie=tie, more="tied: unknown")
    with pytest.raises(Problems, match=said):
        open_book(book)


def test_a_route_for_a_tie_that_a_lot_has_broken_is_refused(tmp_path):
    """Either a lot decides or something else follows: not both."""
    book, _ = written(tmp_path, SCENARIO, more="tied: unknown")
    with pytest.raises(Problems, match="tied"):
        open_book(book)
