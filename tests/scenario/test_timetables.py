"""What a scenario's timetable may say, what is told of days that cannot be held, and whose day a day is."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout

import pytest

from simulator.cli import main
from simulator.questions.story import story
from simulator.scenario.resolve import load, of_document
from simulator.words.documents import parse
from simulator.words.problems import Problems

TEXT = """
scenario: A vacancy
rules: {book: conservative, date: 2019-07-01, contest: vacancy}
what_if: {window: {why: for the test, change: {nominations.open: 14 days}}}
bodies: {mps: {size: 72, assumption: for the test}}
candidates: {hunt: {name: Jeremy Hunt}, gove: {name: Michael Gove}}
nominators: {assumption: for the test, blocs: {all: {body: mps, size: 72, nominate: {hunt: 45%, gove: 45%}}}}
electorate: {assumption: for the test, sections: {members: {register: 90000, turnout: 60%}}}
timetable:
  assumption: for the test
  nominations: {opens: 3 days, DAYS}
  members-ballot: {opens: BALLOT, closes: 20 days}
runs: 50
seed: 1
"""


def written(days="closes: 5 days", ballot="2 days"):
    """The scenario, with a day for the close of nominations, and for the opening of the ballot."""
    text = TEXT.replace("DAYS", days).replace("BALLOT", ballot)
    return of_document(parse(text.encode(), "a test"), {}, {})


def warnings(scenario):
    return [problem.said for problem in scenario.warnings]


def asked(*arguments):
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        assert main(list(arguments)) == 0
    return out.getvalue(), err.getvalue()


# --- dates that cannot be held ----------------------------------------------------------------------------------------
PASSED = "1 July 2019 is stated; under these rules it cannot be before "


@pytest.mark.parametrize("verb", ["check", "run", "compare", "report"])
def test_a_date_that_has_passed_when_its_turn_comes_is_told_by_every_verb(verb, tmp_path):
    """Nominations close in mid-July at the earliest, and the ballot is to open on the 1st: a warning, and the same in JSON."""
    file = tmp_path / "late.yaml"
    file.write_text(TEXT.replace("DAYS", "closes: 14 days").replace("BALLOT", "1 July 2019"), "utf-8")
    more = {"compare": ["confidence-majority"], "report": ["-o", str(tmp_path / "report")]}.get(verb, [])
    _, err = asked(verb, str(file), *more)
    assert err.count(PASSED) == 1
    out, _ = asked(verb, str(file), *more, "--json")
    document = json.loads(out)
    (said,) = document.get("result", document)["warnings"]
    assert said.startswith(PASSED)


def test_a_date_that_can_be_held_is_told_by_none(tmp_path):
    """The same with a ballot that opens in time."""
    file = tmp_path / "in-time.yaml"
    file.write_text(TEXT.replace("DAYS", "closes: 14 days").replace("BALLOT", "1 September 2019"), "utf-8")
    out, err = asked("run", str(file), "--json")
    assert (json.loads(out)["warnings"], err) == ([], "")


# --- a window that the rules state ------------------------------------------------------------------------------------
def test_days_in_the_place_of_those_of_the_rules_are_told():
    """The rules, as they are read here, say 14 days; the scenario says five."""
    found = "the rules state 14 days (nominations.open); “5 days” is simulated in place of that"
    assert warnings(written()) == [found]


@pytest.mark.parametrize("days", ["closes: 14 days", "assumption: nothing of the close"])
def test_days_as_the_rules_have_them_are_not_told(days):
    """Fourteen days in both, or no close in the scenario."""
    assert warnings(written(days)) == []


def test_the_story_says_whose_day_the_close_is():
    """Five days are the scenario's, and no clause is cited for them; fourteen are the rules'."""
    own, law = (
        next(one for one in story(scenario, scenario.readings, 1, 0).events if one.step == "window opened")
        for scenario in (written(), written("closes: 14 days"))
    )
    assert own.words.startswith("Nominations open for 5 days;")
    assert own.words.endswith("The day of the close is the scenario’s: the rules say 14 days (nominations.open).")
    assert (own.clause, own.cite) == ("", None)
    assert (law.clause, law.words.count("scenario")) == ("nominations.open", 0)


# --- the steps of a stage ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("days", "ballot", "said", "cure"),
    [
        ("closes: 5 days", "2 days, until: 3 days", "“until” is no step of members-ballot (a ballot stage)",
         "did you mean “closes”? known: opens, closes, further, declared"),
        ("clses: 5 days", "2 days", "“clses” is no step of nominations (a nomination stage)",
         "did you mean “closes”? known: opens, closes"),
        ("further: 5 days", "2 days", "“further” is no step of nominations (a nomination stage)",
         "known: opens, closes"),
    ],
)  # fmt: skip
def test_a_step_that_a_stage_of_its_kind_has_not_is_refused_with_those_it_has(days, ballot, said, cure):
    """A ballot has no “until”, and nominations are not held again: each is refused where it stands."""
    with pytest.raises(Problems) as refused:
        written(days, ballot)
    (problem,) = [one for one in refused.value.problems if not one.warning]
    assert (problem.said, problem.cure) == (said, cure)


def test_a_wait_is_over_and_does_not_close():
    """The conference of 2024 is a wait: it has “until”, and no “closes”."""
    path = "scenarios/conservative-2024-october.yaml"
    assert load(path, {"timetable.conference.until": "7 October 2024"})
    with pytest.raises(Problems, match="“closes” is no step of conference"):
        load(path, {"timetable.conference.closes": "7 October 2024"})


# --- small ballots, petitions, and conduct known of one party alone ---------------------------------------------------
LETTERS = "tests/parties/conservative-letters.yaml"


def test_a_ballot_of_a_small_body_takes_a_day_by_default_and_a_postal_ballot_weeks():
    """MPs (72) need no post; 90,000 members do, and what the scenario says of every ballot holds for both."""
    beliefs = written().beliefs
    assert {str(beliefs[f"timetable.mps-ballots.{step}"].quantity) for step in ("opens", "closes")} == {"1 day"}
    assert beliefs["timetable.mps-ballots.closes"].origin.grade == "assumption"
    assert (str(beliefs["timetable.voting"].quantity), "timetable.members-ballot.declared" in beliefs) == (
        "30 days",
        False,
    )
    text = TEXT.replace("DAYS", "closes: 14 days").replace("BALLOT", "2 days")
    everywhere = of_document(
        parse(text.replace("timetable:\n", "timetable:\n  voting: 9 days\n").encode(), "a test"), {}, {}
    )
    assert "timetable.mps-ballots.closes" not in everywhere.beliefs


def test_bar_next_and_check_say_how_many_must_sign_a_petition():
    """15% of 359 MPs are 53.85, so 54 letters; of 121 a third is 41 and 33% is 40."""
    for verb in ("next", "check"):
        assert "54 = 15% of 359 (359 MPs), 53.85 rounded up must" in asked(verb, LETTERS)[0].replace("\n      ", " ")
    rows = json.loads(asked("bar", "conservative", "--mps", "121", "--json")[0])["bars"]
    assert [row["needs"] for row in rows if row["stage"] == "letters"] == [41, 40]


def test_conduct_that_is_known_of_labour_alone_is_off_for_others():
    """Nobody joins a bandwagon, lends or withdraws by default in another party; Labour's figures stay Labour's."""
    other, labour = load(LETTERS).beliefs, load("scenarios/labour-minimal.yaml", {"rules.contest": "vacancy"}).beliefs
    for path in ("nominators.bandwagon", "nominators.lending.permitted", "politics.unity.by_poll"):
        assert (other[path].quantity.high, other[path].origin.grade) == (0, "assumption")
        assert labour[path].quantity.high > 0
    assert not other["nominators.lending.share"].bears
