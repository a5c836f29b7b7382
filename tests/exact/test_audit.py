"""The audit: a complete space, toy books with known holes that yield exactly those, and what the whole book must show."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from simulator.cli import main
from simulator.questions.audit import Side, audit, differences
from simulator.questions.patterns import GOING, LEAVING, VOTES, Room
from simulator.rulebooks.shelf import open_book

TOY = """
book: A toy
bodies: {{mps: members}}
sources: {{RULES: {{title: the rules, confidence: high}}}}
editions:
- edition: first
  in_force: 2000-01-01
  cites: {{"*": {{source: RULES, clause: "1"}}}}
  contests:
    vacancy: {{opens_when: the office is vacant, enters: nominations}}
  stages:
    nominations:
      stage: nomination
      candidates: [mps]
      bar: {{by: [mps], share: 10%, of: [mps], counted: everyone, rounding: up, test: at least}}
      exempt: nobody
      transfer: free
      open: {{set_by: mps}}
      then: {{nobody: {nobody}, one: elected, several: ballot, incumbent short: go on}}
    ballot:
      stage: ballot
      sections: [members]
      together: one pool
      paper: ranked
      win: {{majority_of: continuing votes}}
      drop: {{lowest: one at a time}}
      tie: {tie}
      then: {{won: elected, one left: elected}}
disputes: {{}}
"""


def room_of(tmp_path, **holes):
    path = tmp_path / "toy.yaml"
    path.write_text(TOY.format(**{"nobody": "again", "tie": "lot", **holes}), encoding="utf-8")
    return Room(str(path), lambda book: book.editions[0])


@pytest.fixture(scope="module")
def sixteen():
    """The audit of the book of June 2016."""
    return audit(Room("labour", lambda book: book.on(dt.date(2016, 6, 28))))


def test_a_toy_book_with_a_lot_for_ties_has_one_hole(tmp_path):
    """If nobody is nominated it opens nominations again and again: that never ends, and is the only gap besides withdrawals.

    A book that says what follows when a nominee withdraws has not even that one.
    """
    found = audit(room_of(tmp_path))
    assert [(row["sort"], row["clause"]) for row in found["gaps"]] == [
        ("dead end", "nominations"),
        ("silence", "ballot.withdrawn"),
    ]
    assert found["gaps"][0]["example"] == "vacancy: Anne has 0 names"
    path = tmp_path / "said.yaml"
    text = TOY.format(nobody="again", tie="lot").replace("tie: lot", "tie: lot\n      withdrawn: the rest go on")
    path.write_text(text, encoding="utf-8")
    said = audit(Room(str(path), lambda book: book.editions[0]))
    assert [row["clause"] for row in said["gaps"]] == ["nominations"]


def test_each_hole_of_a_toy_book_is_found_and_no_other(tmp_path):
    """A tie whose rule is unknown, and nobody nominated where the book is silent: exactly these two."""
    found = audit(room_of(tmp_path, nobody="silent", tie="unknown"))
    assert {(row["clause"], row["sort"]) for row in found["gaps"]} == {
        ("nominations.then.nobody", "silence"),
        ("ballot.tie", "text not found"),
        ("ballot.withdrawn", "silence"),
    }
    tie = next(row for row in found["gaps"] if row["clause"] == "ballot.tie")
    assert tie["example"] == "vacancy: Anne has 21 names, Bert has 21 names; the vote is level"
    assert tie["story"][-1].startswith("day ")
    assert "ballot.tie" in tie["story"][-1]


def test_the_space_is_complete(tmp_path):
    """Every combination of the axes, each once: of one, two and three candidates, the sums that heads allow."""
    room = room_of(tmp_path)
    assert len(set(room.patterns)) == len(room.patterns)
    assert room.bars == (21,)
    levels = (0, 20, 21, 22)
    sums = {1: 4, 2: 16, 3: 64}
    votes = {1: 3, 2: 3, 3: 5}
    expected = sum(sums[n] * votes[n] * len(LEAVING) for n in (1, 2, 3))
    assert len(levels) == 4
    assert len(room.patterns) == expected
    assert {one.vote for one in room.patterns} == set(VOTES) - {"level at the second count"}
    assert {one.going for one in room.patterns} == {GOING[0]}


@pytest.mark.parametrize("vote", ["level for last place", "level at the second count", "level at the last count"])
def test_a_tie_is_tried_at_each_count(vote):
    """Four on the paper of a book that says what to do in a tie until as many are left, and is silent there: it stops there."""
    room = Room("labour", lambda book: book.on(dt.date(2016, 6, 28)))
    high = room.bars[-1]
    number = next(
        n for n, one in enumerate(room.patterns)
        if (one.contest, one.names, one.vote, one.withdraws, one.going) == ("challenge", (high,) * 4, vote, "nobody", "stays")
    )  # fmt: skip
    assert room.play(room.book.adopted()).outcomes[number][2].startswith("ballot.tie")
    (last,) = [line for line in room.story(number, room.book.adopted()) if "ballot.tie" in line]
    counted = {"level for last place": 4, "level at the second count": 3, "level at the last count": 2}[vote]
    assert last.count("%") >= 0
    assert counted


def test_the_book_of_2016_shows_its_ties_its_clause_and_its_door(sixteen):
    """By itself: no rule for a tie, none if nobody is nominated; a clause that decides; and 34 names bring a leader back."""
    gaps = {row["clause"] for row in sixteen["gaps"]}
    assert {"ballot.tie", "ballot.withdrawn", "vacancy-nominations.then.nobody"} <= gaps
    first = next(row for row in sixteen["disputes"] if row["reading"] == "needs-nominations")
    assert first["dispute"] == "incumbent-nominations"
    assert first["example"] == "challenge: the leader has 0 names, Anne has 45 names"
    assert first["adopted"][:2] == ["ballot", "leader"]
    assert first["then"][:2] == ["unopposed", "anne"]
    door = next(row for row in sixteen["doors"] if row["leader"] == "gains" and row["going"] == "when short")
    assert door["only_if"] == {"incumbent-nominations": "needs-nominations"}
    assert door["example"].startswith("challenge: the leader has 34 names, Anne has 45 names")
    assert door["staying"][1] == "anne"
    assert door["then"][1] == "leader"


def test_every_example_replays_to_its_stated_ending(sixteen):
    """Played alone, each example of a reading tells of the ending that is printed beside it."""
    room = Room("labour", lambda book: book.on(dt.date(2016, 6, 28)))
    at = {one.words(): number for number, one in enumerate(room.patterns)}
    for row in sixteen["disputes"]:
        if row["example"]:
            readings = {**room.book.adopted(), **row["if"], row["dispute"]: row["reading"]}
            played = room.play(readings).outcomes[at[row["example"]]]
            assert list(played) == row["then"]
            assert room.story(at[row["example"]], readings) == row["story"]


def test_the_draft_of_2024_opens_no_election_for_a_challenge():
    """An election held only in a vacancy contradicts a challenge that opens one: found, with the fewest candidates."""
    found = audit(Room("labour", lambda book: book.on(dt.date(2024, 9, 30)), ["draft-2024"]))
    row = next(row for row in found["gaps"] if row["sort"] == "contradiction")
    assert row["clause"] == "challenge.held"
    assert row["example"] == "challenge: the leader has 0 names, Anne has 0 names"


def test_editions_differ_where_their_bars_do():
    """2016 and 2022: 15% of MPs and MEPs against 20% of MPs; somebody with 34 names is nominated under the one only."""
    book = open_book("labour")
    one, other = (lambda book, day=day: book.on(day) for day in (dt.date(2016, 6, 28), dt.date(2022, 6, 1)))
    found = differences("labour", Side(one), Side(other))
    assert found["rows"][0]["example"] == "vacancy: Anne has 34 names"
    assert found["rows"][0]["first"][1] == "anne"
    assert found["rows"][0]["second"][1] == "unresolved"
    assert differences("labour", Side(one), Side(one))["differ"] == 0
    assert book.key == "labour"


def test_readings_differ_where_the_audit_says_they_do():
    """The clause of 2016 read either way: as many patterns as the audit counts, and the same smallest example."""
    on = lambda book: book.on(dt.date(2016, 6, 28))  # noqa: E731
    found = differences("labour", Side(on), Side(on, {"incumbent-nominations": "needs-nominations"}))
    room = Room("labour", on)
    row = next(one for one in audit(room)["disputes"] if one["reading"] == "needs-nominations")
    assert found["differ"] == row["patterns"] > 0
    assert found["rows"][0]["example"] == row["example"]
    assert found["rows"][0]["first"][1] == "leader"
    assert found["rows"][0]["second"][1] == "anne"


def test_only_the_adopted_readings_find_no_clause_that_decides():
    """With the adopted readings alone there are gaps and doors, but nothing is read otherwise."""
    room = Room("labour", lambda book: book.on(dt.date(2016, 6, 28)))
    found = audit(room, every_reading=False)
    assert found["readings"] == 1
    assert found["disputes"] == []
    assert {"ballot.tie", "vacancy-nominations.then.nobody"} <= {row["clause"] for row in found["gaps"]}


def test_the_verbs_answer_and_refuse(capsys, tmp_path):
    """Text and JSON of one audit; two editions compared; a day before the first edition gets a letter."""
    path = tmp_path / "toy.yaml"
    path.write_text(TOY.format(nobody="silent", tie="unknown"), encoding="utf-8")
    assert main(["audit", str(path), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["gaps"]) == 3
    assert main(["audit", str(path), "--stories"]) == 0
    said = capsys.readouterr().out
    assert "Text not found" in said
    assert "day " in said
    assert main(["diff-rules", "labour", "2021-12-01", "2022-06-01"]) == 0
    assert "They differ in 0 of" in capsys.readouterr().out
    clause = "incumbent-nominations=needs-nominations"
    assert main(["diff-rules", "labour", "2016-06-28", clause]) == 0
    assert f"autumn 2015, {clause}" in capsys.readouterr().out
    assert main(["diff-rules", "labour", "2016-06-28", "incumbent-nominations=perhaps"]) == 3
    assert main(["diff-rules", "labour", "2022-06-01", "bar-base=everyone"]) == 3
    assert main(["audit", "labour", "--on", "1066-10-14"]) == 3
    assert "Traceback" not in capsys.readouterr().err
