"""The audit: a complete space, toy books with known holes that yield exactly those, and what the whole book must show."""

from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import replace
from itertools import product, takewhile

import numpy as np
import pytest

from simulator.cli import main
from simulator.conduct.readings import worlds_of
from simulator.conduct.simulate import simulate as play
from simulator.engine.ledger import Ending
from simulator.questions.audit import Side, audit, differences
from simulator.questions.audit_book import AuditBook
from simulator.questions.patterns import CARRIED, GOING, LEAVING, VOTES, Pattern, Space, levels_of
from simulator.questions.patterns_as_draws import patterns_as_draws
from simulator.rulebooks.load import open_book
from simulator.rulebooks.soundness import broken

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


CHALLENGE = """
book: A toy of a challenge
bodies: {mps: members}
sources: {RULES: {title: the rules, confidence: high}}
editions:
- edition: first
  in_force: 2000-01-01
  cites: {"*": {source: RULES, clause: "1"}}
  contests:
    vacancy: {opens_when: the office is vacant, enters: vacancy-nominations}
    challenge: {opens_when: a challenger seeks nominations, enters: nominations, if_vacant: {go: vacancy-nominations}}
  stages:
    nominations:
      stage: nomination
      candidates: [mps]
      bar: {by: [mps], share: 10%, of: [mps], counted: everyone, rounding: up, test: at least}
      exempt: nobody
      transfer: free
      open: {set_by: mps}
      then: {nobody: incumbent stays, one: elected, several: ballot, incumbent short: go on}
    vacancy-nominations:
      stage: nomination
      candidates: [mps]
      bar: {by: [mps], share: LOWER, of: [mps], counted: everyone, rounding: up, test: at least}
      exempt: nobody
      transfer: free
      open: {set_by: mps}
      then: {nobody: NOBODY, one: elected, several: vacancy-ballot, incumbent short: go on}
    ballot:
      stage: ballot
      sections: [members]
      paper: ranked
      win: {majority_of: continuing votes}
      tie: lot
      withdrawn: the rest go on
      then: {won: elected, one left: elected, AGAIN}
    vacancy-ballot:
      stage: ballot
      sections: [members]
      paper: ranked
      win: {majority_of: continuing votes}
      tie: lot
      WITHDRAWN
      then: {won: elected, one left: elected}
disputes: DISPUTES
"""
SOUND = {
    "LOWER": "10%", "NOBODY": "incumbent stays", "AGAIN": "not won: go on", "WITHDRAWN": "withdrawn: the rest go on",
    "DISPUTES": "{}",
}  # fmt: skip
PLANTED = {
    "door": {"LOWER": "5%"},
    "dead end": {"NOBODY": "again"},
    "contradiction": {"AGAIN": "not won: again"},
    "silence": {"WITHDRAWN": "voting: by post"},
    "dispute": {
        "DISPUTES": """
  who-needs-names:
    title: does the leader need names?
    clause: "1"
    adopted: everybody
    readings:
      everybody: {means: all need names, because: [it says any], source: [RULES], change: {nominations.exempt: nobody}}
      others: {means: only others do, because: [they challenge], source: [RULES], change: {nominations.exempt: incumbent}}
"""
    },
}


@pytest.fixture(autouse=True)
def _unchecked(monkeypatch):
    """The toys have holes that check refuses: what an audit finds is tried without it."""
    monkeypatch.setattr("simulator.rulebooks.load.checked", lambda book: book)
    monkeypatch.setattr("simulator.rulebooks.rulebook.faults", broken)


def challenge_with(tmp_path, *planted):
    """The toy of a challenge with some holes planted in it, and otherwise sound."""
    text = CHALLENGE
    for name, value in {**SOUND, **{k: v for one in planted for k, v in PLANTED[one].items()}}.items():
        text = text.replace(name, value)
    path = tmp_path / "challenge.yaml"
    path.write_text(text, encoding="utf-8")
    return AuditBook(str(path), lambda book: book.editions[0])


def on(*day):
    """The edition of a book in force on a day."""
    return lambda book: book.on(dt.date(*day))


@pytest.fixture
def holes(tmp_path):
    """The toy of a challenge with a hole of each sort."""
    return challenge_with(tmp_path, *PLANTED)


def audited_of(tmp_path, **holes):
    path = tmp_path / "toy.yaml"
    path.write_text(TOY.format(**{"nobody": "again", "tie": "lot", **holes}), encoding="utf-8")
    return AuditBook(str(path), lambda book: book.editions[0])


@pytest.fixture(scope="module")
def sixteen():
    """The audit of the book of June 2016."""
    return audit(AuditBook("labour", lambda book: book.on(dt.date(2016, 6, 28)))).to_json()


def test_a_toy_book_with_a_lot_for_ties_has_one_hole(tmp_path):
    """If nobody is nominated it opens nominations again and again: that never ends, and is the only gap besides withdrawals.

    A book that says what follows when a nominee withdraws has not even that one.
    """
    found = audit(audited_of(tmp_path)).to_json()
    assert [(row["sort"], row["clause"]) for row in found["gaps"]] == [
        ("dead end", "nominations"),
        ("silence", "ballot.withdrawn"),
    ]
    assert found["gaps"][0]["example"] == "vacancy: Anne has 0 nominations"
    path = tmp_path / "said.yaml"
    text = TOY.format(nobody="again", tie="lot").replace("tie: lot", "tie: lot\n      withdrawn: the rest go on")
    path.write_text(text, encoding="utf-8")
    said = audit(AuditBook(str(path), lambda book: book.editions[0])).to_json()
    assert [row["clause"] for row in said["gaps"]] == ["nominations"]


def test_each_hole_of_a_toy_book_is_found_and_no_other(tmp_path):
    """A tie whose rule is unknown, and nobody nominated where the book is silent: exactly these two."""
    found = audit(audited_of(tmp_path, nobody="silent", tie="unknown")).to_json()
    assert {(row["clause"], row["sort"]) for row in found["gaps"]} == {
        ("nominations.then.nobody", "silence"),
        ("ballot.tie", "text not found"),
        ("ballot.withdrawn", "silence"),
    }
    tie = next(row for row in found["gaps"] if row["clause"] == "ballot.tie")
    assert tie["example"] == "vacancy: Anne has 21 nominations, Bert has 21 nominations; the vote is level"
    assert tie["story"][-2].startswith("day ")
    assert "ballot.tie" in tie["story"][-2]


LEFT = {("before", "loses"), ("in the window", "loses")}
"""What going costs under any rules: a leader who would have won is no candidate."""
BY_THE_DOOR = {("when short", "gains"), ("when short", "loses"), ("after the close", "loses")}
"""What a lower bar in a vacancy does: a leader who has stayed may go after all, and then others clear it."""


@pytest.mark.parametrize(
    ("planted", "gaps", "doors", "disputes"),
    [
        ((), set(), LEFT, set()),
        (("door",), set(), LEFT | BY_THE_DOOR, set()),
        (("dead end",), {("dead end", "vacancy-nominations")}, LEFT, set()),
        (("contradiction",), {("contradiction", "ballot.paper")}, LEFT, set()),
        (("silence",), {("silence", "vacancy-ballot.withdrawn")}, LEFT, set()),
        (("dispute",), set(), LEFT, {"who-needs-names=others"}),
        (
            tuple(PLANTED),
            {
                ("dead end", "vacancy-nominations"),
                ("contradiction", "ballot.paper"),
                ("silence", "vacancy-ballot.withdrawn"),
            },
            LEFT | BY_THE_DOOR,
            {"who-needs-names=others"},
        ),
    ],
)
def test_a_toy_of_a_challenge_shows_what_was_planted_in_it_and_nothing_else(tmp_path, planted, gaps, doors, disputes):
    """Sound, with one hole of each sort, and with all of them: a door, a dead end, a contradiction, a silence, a dispute."""
    found = audit(challenge_with(tmp_path, *planted)).to_json()
    assert {(row["sort"], row["clause"]) for row in found["gaps"]} == gaps
    assert {(row["going"], row["leader"]) for row in found["doors"]} == doors
    assert {f"{row['dispute']}={row['reading']}" for row in found["disputes"] if row["patterns"]} == disputes
    assert len(found["disputes"]) == len(disputes)


def arranged(levels, *alike):
    """How many ways there are to give numbers of names to groups of candidates who are alike within each."""
    return math.prod(math.comb(levels + n - 1, n) for n in alike)


def test_the_space_of_a_vacancy_is_complete(tmp_path):
    """One to four candidates, each number of names, each withdrawal and each tie: as many as the sums by hand, each once."""
    audited = audited_of(tmp_path)
    assert audited.bars == (21,)
    assert len(set(audited.space)) == len(audited.space)
    nobody = {1: [(1,)], 2: [(1, 1), (1, 1), (2,)], 3: [(1, 2), (2, 1), (1, 2), (2, 1), (3,)]}
    nobody[4] = [(1, 3), (3, 1), (1, 3), (1, 2, 1), (2, 2), (4,)]
    anne = {1: [(1,)], 2: [(1, 1)] * 3, 3: [(1, 2), (1, 1, 1), (1, 2), (1, 1, 1), (1, 2)]}
    anne[4] = [(1, 3), (1, 2, 1), (1, 3), (1, 2, 1), (1, 1, 2), (1, 3)]
    to_bert = {1: [(1,)], 2: [(1, 1)] * 3, 3: [(1, 1, 1)] * 5}
    to_bert[4] = [(1, 1, 2), (1, 1, 1, 1), (1, 1, 2), (1, 1, 1, 1), (1, 1, 2), (1, 1, 2)]
    for field in (1, 2, 3, 4):
        expected = sum(arranged(4, *groups) for groups in (*nobody[field], *2 * anne[field], *to_bert[field]))
        assert sum(len(one.names) == field for one in audited.space) == expected
    assert {names for one in audited.space for names in one.names} == {0, 20, 21, 22}
    assert {one.vote for one in audited.space if len(one.names) == 4} == set(VOTES)


def test_the_space_of_a_challenge_is_complete(holes):
    """Every axis counted, fields of four included: names, withdrawals, the leader's going and ties."""
    space = holes.space
    assert len(set(space)) == len(space)
    levels = len(levels_of(holes.bars))
    assert levels_of(holes.bars) == (0, 10, 11, 12, 21, 22)
    nobody = {2: [(1,)] * 3, 3: [(2,), (1, 1), (2,), (1, 1), (2,)], 4: [(3,), (2, 1), (3,), (2, 1), (1, 2), (3,)]}
    anne = {2: [(1,)] * 3, 3: [(1, 1)] * 5, 4: [(1, 2), (1, 1, 1), (1, 2), (1, 1, 1), (1, 2), (1, 2)]}
    to_bert = {2: [(1,)] * 3, 3: [(1, 1)] * 5, 4: [(1, 1, 1)] * 6}
    total = 0
    for field in (2, 3, 4):
        ways = sum(arranged(levels, *groups) for groups in (*nobody[field], *2 * anne[field], *to_bert[field]))
        expected = ways * levels * len(GOING)
        assert sum(one.contest == "challenge" and len(one.names) == field for one in space) == expected
        total += expected
    assert total == 133_830
    with_a_second_bar = Space(holes.bars, holes.kinds, hurdle=True, heads=201)
    assert len(with_a_second_bar) == len(CARRIED) * len(space)
    for axis, values in (("withdraws", LEAVING), ("going", GOING), ("vote", VOTES)):
        for value in values:
            assert any(getattr(one, axis) == value and len(one.names) == 4 for one in space)


def test_whoever_has_which_name_there_is_a_pattern_for_it(holes):
    """Every field of four in full, any of three withdrawing, any winning: renamed, it is in the space of the toy."""
    every = set(holes.space)
    levels = levels_of(holes.bars)
    for leader, (a, b, c) in product(levels, product(levels, repeat=3)):
        for vote in (VOTES[0], VOTES[2], VOTES[5]):
            names = (leader, *sorted((a, b, c), reverse=True))
            assert Pattern("challenge", names, LEAVING[0], GOING[3], vote, CARRIED[0]) in every
        winner = (leader, *sorted((a, b), reverse=True), c)
        assert Pattern("challenge", winner, LEAVING[0], GOING[3], VOTES[1], CARRIED[0]) in every
        for way in LEAVING[1:]:
            quitter = (leader, a, *(sorted((b, c), reverse=True) if way != LEAVING[2] else (b, c)))
            assert Pattern("challenge", quitter, way, GOING[4], VOTES[0], CARRIED[0]) in every
            assert Pattern("challenge", (leader, a, b, c), way, GOING[4], VOTES[1], CARRIED[0]) in every


def small(audited):
    """The patterns of up to three candidates, by pattern: the first of the space."""
    return {one: number for number, one in enumerate(takewhile(lambda one: len(one.names) < 4, audited.space))}


def changes(audited, played, contest, axis, usual, value):
    """Whether some pattern of a contest ends otherwise than the same one with another value on one axis."""
    at = {one: n for one, n in small(audited).items() if one.contest == contest}
    pairs = ((n, at.get(replace(one, **{axis: usual}), n)) for one, n in at.items() if getattr(one, axis) == value)
    return any(played.outcome(n) != played.outcome(other) for n, other in pairs)


def test_every_axis_bears_on_what_happens(tmp_path):
    """No axis is idle: each withdrawal, each way of going and each vote changes how some pattern ends.

    Going after the close does so where nominations are reopened, as one reading of 2016 has it.
    """
    audited = AuditBook("labour", on(2016, 6, 28))
    reopened = {**audited.book.adopted(), "incumbent-nominations": "needs-nominations", "excluded-remedy": "reopened"}
    sound = challenge_with(tmp_path)
    played = sound.play(sound.book.adopted())
    axes = [("withdraws", value, LEAVING[0]) for value in LEAVING[1:]]
    axes += [("vote", value, VOTES[0]) for value in VOTES[1:] if value != "level at the second count"]
    for contest, (axis, value, usual) in product(("challenge", "vacancy"), axes):
        assert changes(sound, played, contest, axis, usual, value), (contest, value)
    played = audited.play(reopened)
    for value in GOING[1:]:
        assert changes(audited, played, "challenge", "going", GOING[0], value)


@pytest.mark.parametrize(
    ("vote", "count", "left", "who"),
    [
        ("level for last place", 1, 4, "Anne, Bert and Cleo are level for last place"),
        ("level at the second count", 2, 3, "Anne and Bert are level for last place"),
        ("level at the last count", 3, 2, "they are level"),
        ("level", 1, 4, "they are level"),
    ],
)
def test_a_tie_is_tried_at_each_count(vote, count, left, who):
    """Four on the paper of a book whose rule for a tie was not found: it stops at the count, and with those left."""
    audited = AuditBook("labour", lambda book: book.on(dt.date(2016, 6, 28)))
    high = audited.bars[-1]
    wanted = Pattern("challenge", (high,) * 4, "nobody", "stays", vote, "everybody")
    number = next(n for n, one in enumerate(audited.space) if one == wanted)
    assert audited.play(audited.book.adopted()).outcome(number)[2].startswith("ballot.tie")
    (told,) = [line for line in audited.story(number, audited.book.adopted()) if "rules give no answer" in line]
    names = ["Leader", "Anne", "Bert", "Cleo"][:left]
    assert (
        f"Count {count}: {', '.join(names[:-1])} and {names[-1]} are left, and {who}. The rules give no answer: ballot.tie"
        in told
    )


def test_the_book_of_2016_shows_its_ties_its_clause_and_its_door(sixteen):
    """By itself: no rule for a tie, none if nobody is nominated; a clause that decides; and 34 names bring a leader back."""
    gaps = {row["clause"] for row in sixteen["gaps"]}
    assert {"ballot.tie", "ballot.withdrawn", "vacancy-nominations.then.nobody"} <= gaps
    first = next(row for row in sixteen["disputes"] if row["reading"] == "needs-nominations")
    assert first["dispute"] == "incumbent-nominations"
    assert first["example"] == "challenge: the leader has 0 nominations, Anne has 45 nominations"
    assert first["adopted"][:2] == ["ballot", "leader"]
    assert first["then"][:2] == ["unopposed", "anne"]
    door = next(row for row in sixteen["doors"] if row["leader"] == "gains" and row["going"] == "when short")
    assert door["only_if"] == {"incumbent-nominations": "needs-nominations"}
    assert door["example"].startswith("challenge: the leader has 34 nominations, Anne has 45 nominations")
    assert door["staying"][1] == "anne"
    assert door["then"][1] == "leader"


def replayed(audited, number, readings):
    """One pattern played alone: the ending, who leads and the clause without an answer, read off the ledger itself."""
    scenario = audited.scenarios[audited.space.kinds[audited.space.kind[number]]]
    ledger = play(
        scenario, worlds_of(scenario, readings), patterns_as_draws(scenario, audited.space, np.array([number]))
    )
    leader = int(ledger.leader[0])
    who = scenario.ids[leader] if leader >= 0 else {-1: "nobody", -2: "unresolved"}[leader]
    return [Ending(int(ledger.ending[0])).words, who, ledger.reasons[int(ledger.reason[0])]]


def ending_line(ends):
    """The last line of a story that ended so."""
    ending, leader, reason = ends
    who = leader if leader == "nobody" else leader.title()
    return f"It ends here: {reason}." if reason else f"It ends here: {ending}, {who} leads."


def every_example(found):
    """(row, the readings it was played under, how it is said to end) of each gap, door and dispute with an example."""
    for row in found["gaps"]:
        yield row, row["only_if"] or {}, row["ends"]
    for row in found["doors"]:
        yield row, row["only_if"], row["then"]
    for row in found["disputes"]:
        if row["example"]:
            yield row, {**row["if"], row["dispute"]: row["reading"]}, row["then"]


@pytest.mark.parametrize("book", ["sixteen", "toy"])
def test_every_example_replays_to_its_stated_ending(book, request):
    """Gaps, doors and disputes: played alone each ends as printed, and its story says so in its last line and the one before."""
    audited = request.getfixturevalue("holes") if book == "toy" else AuditBook("labour", on(2016, 6, 28))
    found = audit(audited).to_json() if book == "toy" else request.getfixturevalue("sixteen")
    at = {one.words(): number for one, number in small(audited).items()}
    examples = list(every_example(found))
    assert {row["example"] is not None for row, *_ in examples} == {True}
    assert len(examples) >= (12 if book == "sixteen" else 5)
    for row, otherwise, ends in examples:
        readings = {**audited.book.adopted(), **otherwise}
        assert replayed(audited, at[row["example"]], readings) == ends
        *_, before, last = row["story"]
        assert last == ending_line(ends)
        if ends[2] or ends[0].startswith(("ballot", "unopposed")):
            assert (ends[2] or ends[1].title()) in before


def test_a_door_leads_from_the_ending_of_staying_to_that_of_going(sixteen):
    """The same pattern with the leader staying, played alone, ends as the door says it would have."""
    audited = AuditBook("labour", on(2016, 6, 28))
    at = small(audited)
    named = {one.words(): one for one in at}
    assert len(sixteen["doors"]) == 5
    for row in sixteen["doors"]:
        stays = at[replace(named[row["example"]], going="stays")]
        assert replayed(audited, stays, {**audited.book.adopted(), **row["only_if"]}) == row["staying"]


def test_the_draft_of_2024_opens_no_election_for_a_challenge():
    """An election held only in a vacancy contradicts a challenge that opens one: found, with the fewest candidates."""
    found = audit(AuditBook("labour", lambda book: book.on(dt.date(2024, 9, 30)), ["draft-2024"])).to_json()
    row = next(row for row in found["gaps"] if row["sort"] == "contradiction")
    assert row["clause"] == "challenge.held"
    assert row["example"] == "challenge: the leader has 0 nominations, Anne has 0 nominations"


@pytest.mark.night
def test_editions_differ_where_their_bars_do():
    """2016 and 2022: 15% of MPs and MEPs against 20% of MPs; somebody with 34 names is nominated under the one only."""
    book = open_book("labour")
    one, other = (lambda book, day=day: book.on(day) for day in (dt.date(2016, 6, 28), dt.date(2022, 6, 1)))
    found = differences("labour", Side(one), Side(other)).to_json()
    assert found["rows"][0]["example"] == "vacancy: Anne has 34 nominations"
    assert found["rows"][0]["first"][1] == "anne"
    assert found["rows"][0]["second"][1] == "unresolved"
    assert differences("labour", Side(one), Side(one)).to_json()["differ"] == 0
    assert book.key == "labour"


def test_editions_differ_where_only_one_has_a_second_bar():
    """September 2018 added a second hurdle: whoever is not carried over it is out, and both editions meet such patterns."""
    found = differences("labour", Side(on(2018, 1, 15)), Side(on(2020, 1, 15))).to_json()
    assert found["differ"] > 0
    first = found["rows"][0]
    assert first["example"] == "vacancy: Anne has 23 nominations; everybody but Anne is carried over the second bar"
    assert (first["first"][1], first["second"][1]) == ("anne", "unresolved")
    assert first["second"][2].startswith("second-hurdle")
    row = next(row for row in found["rows"] if row["second"][1] == "anne")
    assert row["first"][1] == "bert"
    assert "carried over the second bar" in row["example"]


def test_an_edition_without_a_challenge_is_held_against_one_with_it(tmp_path):
    """Where only one of two editions knows a challenge, the other gives no answer to it, and says so."""
    text = CHALLENGE
    for name, value in SOUND.items():
        text = text.replace(name, value)
    before, after = text.split("disputes: ")
    later = '- edition: second\n  in_force: 2001-01-01\n  cites: {"*": {source: RULES, clause: "2"}}\n  remove: [challenge]\n'
    path = tmp_path / "two.yaml"
    path.write_text(f"{before}{later}disputes: {after}", encoding="utf-8")
    found = differences(str(path), Side(on(2000, 6, 1)), Side(on(2001, 6, 1))).to_json()
    assert found["rows"][0]["second"] == ["unresolved", "unresolved", "challenge: is not in the book"]
    assert found["differ"] == sum(1 for one in challenge_with(tmp_path).space if one.contest == "challenge")


@pytest.mark.night
def test_readings_differ_where_the_audit_says_they_do():
    """The clause of 2016 read either way: as many patterns as the audit counts, and the same smallest example."""
    on = lambda book: book.on(dt.date(2016, 6, 28))  # noqa: E731
    found = differences("labour", Side(on), Side(on, {"incumbent-nominations": "needs-nominations"})).to_json()
    audited = AuditBook("labour", on)
    row = next(one for one in audit(audited).to_json()["disputes"] if one["reading"] == "needs-nominations")
    assert found["differ"] == row["patterns"] > 0
    assert found["rows"][0]["example"] == row["example"]
    assert found["rows"][0]["first"][1] == "leader"
    assert found["rows"][0]["second"][1] == "anne"


def test_only_the_adopted_readings_find_no_clause_that_decides():
    """With the adopted readings alone there are gaps and doors, but nothing is read otherwise."""
    audited = AuditBook("labour", lambda book: book.on(dt.date(2016, 6, 28)))
    found = audit(audited, every_reading=False).to_json()
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


SEVERAL = """
book: A toy of several thresholds
bodies: {mps: MPs, members: members, unions: unions}
sources: {RULES: {title: the rules, confidence: high}}
editions:
- edition: first
  in_force: 2000-01-01
  cites: {"*": {source: RULES, clause: "1"}}
  contests:
    vacancy: {opens_when: the office is vacant, enters: nominations}
  stages:
    nominations:
      stage: nomination
      bar: {HOW: [{by: mps, count: 5}, {by: members, count: 30}, {by: unions, count: 2}]}
      transfer: free
      open: 3 days
      then: {nobody: unknown, one: elected, several: unknown}
disputes:
  enough:
    title: how many are enough?
    clause: "1"
    adopted: as-written
    readings:
      as-written:
        means: as written
        source: [RULES]
        change: {nominations.bar.HOW: [{by: mps, count: 5}, {by: members, count: 30}, {by: unions, count: 2}]}
      more:
        means: more
        source: [RULES]
        change: {nominations.bar.HOW: [{by: mps, count: MPS}, {by: members, count: MEMBERS}, {by: unions, count: UNIONS}]}
"""
AS_WRITTEN = {"MPS": 5, "MEMBERS": 30, "UNIONS": 2}


@pytest.mark.parametrize("how", ["any_of", "all_of"])
@pytest.mark.parametrize("more", [{"MPS": 6}, {"MEMBERS": 31}, {"UNIONS": 3}])
def test_every_threshold_of_a_bar_is_tried(how, more, tmp_path):
    """One more of a body is asked for by the first threshold, the second or the third: somebody falls short who did not."""
    path = tmp_path / "several.yaml"
    text = SEVERAL.replace("HOW", how)
    for name, count in {**AS_WRITTEN, **more}.items():
        text = text.replace(name, str(count))
    path.write_text(text, encoding="utf-8")
    (row,) = audit(AuditBook(str(path), lambda book: book.editions[0])).disputes
    assert row.patterns > 0
    adopted, then = Side(lambda book: book.editions[0]), Side(lambda book: book.editions[0], {"enough": "more"})
    assert differences(str(path), adopted, then).differ == row.patterns


PETITION = """
book: A toy of a petition
bodies: {mps: MPs, members: members}
sources: {RULES: {title: the rules, confidence: high}}
editions:
- edition: first
  in_force: 2000-01-01
  cites: {"*": {source: RULES, clause: "1"}}
  contests:
    vacancy: {opens_when: the office is vacant, enters: nominations}
    letters: {opens_when: {petition: {by: mps, count: 20}}, enters: confidence, if_vacant: {go: nominations}}
  stages:
    confidence:
      stage: motion
      by: [mps]
      carried_by: more than half of the votes
      then: {carried: incumbent stays, lost: nominations}
    nominations:
      stage: nomination
      bar: {by: [members], count: 2}
      transfer: free
      barred: whoever lost confidence
      open: 3 days
      then: {nobody: unknown, one: elected, several: unknown, incumbent short: go on}
disputes:
  letters:
    title: how many letters?
    clause: "1"
    adopted: twenty
    readings:
      twenty: {means: twenty, source: [RULES], change: {letters.opens_when.petition.count: 20}}
      thirty: {means: thirty, source: [RULES], change: {letters.opens_when.petition.count: 30}}
"""


def test_the_threshold_of_a_petition_is_tried(tmp_path):
    """With 29 letters or 20 a contest opens by one reading and not by the other; with 19, or 30, the readings agree."""
    path = tmp_path / "letters.yaml"
    path.write_text(PETITION, encoding="utf-8")
    audited = AuditBook(str(path), lambda book: book.editions[0])
    (row,) = audit(audited).disputes
    assert row.patterns > 0
    assert "29 sign the petition" in row.example
    adopted, read = (audited.play({"letters": one}) for one in ("twenty", "thirty"))
    differ = np.flatnonzero(adopted.leader != read.leader)
    assert {audited.space[int(one)].signed for one in differ} == {20, 29}
    assert {kind.signed for kind in audited.kinds if kind.contest == "letters"} == {19, 20, 29, 30}
