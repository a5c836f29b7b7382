"""The verbs that read law without luck, and those that play it across editions: good input, bad input, every shape."""

from __future__ import annotations

import json

import pytest
from icalendar import Calendar

from simulator import load
from simulator.cli import main
from simulator.questions.agenda import seen_from
from simulator.questions.calendarfile import calendar
from simulator.rulebooks.load import books, open_book
from simulator.rulebooks.rulebook import value_words

JUNE = "scenarios/labour-2016-june.yaml"
RULES_2015 = "scenarios/labour-2015-other-rules.yaml"


def said(capsys, *arguments):
    """What a command prints; it must succeed."""
    assert main(list(arguments)) == 0
    return capsys.readouterr().out


def document(capsys, *arguments):
    """A command's answer as JSON."""
    return json.loads(said(capsys, *arguments, "--json"))


def refused(capsys, *arguments):
    """What a command says when it refuses: exit 3, and nothing on standard output."""
    assert main(list(arguments)) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err


def test_between_two_dates_every_step_says_what_changed_and_by_what(capsys):
    """1985 to 2016: the vacancy's bar goes 5, 20, 12.5, 15%; the college comes and goes; MEPs are added."""
    found = document(capsys, "rules", "labour", "--between", "1985-01-01", "2016-06-01")
    steps = [
        (c["by"], c["before"], c["after"])
        for c in found["changes"]
        if c["provision"] == "vacancy-nominations.bar.share"
    ]
    assert steps == [
        ("twenty per cent 1988", "5%", "20%"),
        ("one member one vote 1993", "20%", "12.5%"),
        ("Collins 2014", "12.5%", "15%"),
    ]
    gone = [c for c in found["changes"] if c["provision"].startswith("ballot.weights.") and c["after"] is None]
    assert {c["provision"] for c in gone if c["by"] == "Collins 2014"} == {
        f"ballot.weights.{section}" for section in ("elected", "members", "affiliated")
    }
    meps = [c for c in found["changes"] if c["by"] == "autumn 2015" and ".bar." in c["provision"]]
    assert len(meps) == 4
    assert all(c["after"] == "mps, meps" and "MANSFIELD" in c["cite"] for c in meps)
    assert "decided by: special conference, 1 March 2014" in said(
        capsys, "rules", "labour", "--between", "2016-06-01", "1985-01-01"
    )


def test_between_a_date_and_itself_nothing_changed(capsys):
    """And a wrong date is a letter."""
    assert "nothing changed" in said(capsys, "rules", "labour", "--between", "2016-06-01", "2016-07-01")
    assert "is not a date" in refused(capsys, "rules", "labour", "--between", "someday", "2016-07-01")
    assert "lies inside the doubt" in refused(capsys, "rules", "labour", "--between", "1988-10-02", "2016-07-01")


def test_all_disputes_matters_and_drafts_are_listed(capsys):
    """Sixteen disputes, eight matters, four drafts, each with who held what."""
    found = document(capsys, "rules", "labour", "--disputes")
    assert (len(found["readings"]), len(found["matters"]), len(found["what_ifs"])) == (16, 8, 4)
    shown = said(capsys, "rules", "labour", "--disputes")
    for row in (*found["readings"], *found["matters"], *found["what_ifs"]):
        assert row.get("dispute", row.get("matter", row.get("what_if"))) in shown


def test_a_draft_that_contradicts_the_book_is_told_and_ends_runs_unresolved(capsys):
    """The draft of 2024: 20% may challenge, and an election is held only in a vacancy."""
    shown = said(capsys, "rules", "labour", "--what-if", "draft-2024")
    assert "CONTRADICTION: challenge.opens_when and challenge.held" in shown
    scenario = "scenarios/labour-2016-other-rules.yaml"
    found = document(
        capsys, "run", scenario, "--set", "rules.edition=rule book 2025", "--what-if", "draft-2024", "--runs", "300"
    )
    reasons = [row["reason"] for row in found["results"][0]["unresolved"]]
    assert any("contradicts challenge.opens_when" in reason for reason in reasons)
    assert "no what-if" in refused(capsys, "run", JUNE, "--what-if", "draft-2042")


def test_the_editions_and_the_chart(capsys, tmp_path):
    """Eleven editions; the picture is the same bytes twice and says every edition in words."""
    assert len(document(capsys, "rules", "labour", "--editions")["editions"]) == 11
    first, second = tmp_path / "a.svg", tmp_path / "b.svg"
    said(capsys, "rules", "labour", "--chart", str(first))
    said(capsys, "rules", "labour", "--chart", str(second))
    assert first.read_bytes() == second.read_bytes()
    text = first.read_text("utf-8")
    for name in ("electoral college 1981", "September 2018", "18 recorded contests"):
        assert name in text
    assert "an .svg, a .png or a .pdf" in refused(capsys, "rules", "labour", "--chart", str(tmp_path / "a.gif"))


def test_the_bars_of_every_year(capsys):
    """55 of 271 in 1992, 22 of 212 in 2020 with 33 constituency parties, 81 of 405 in 2026."""
    for date, heads, needs in (
        ("1992-01-01", ["--mps", "271"], 55),
        ("2020-01-10", ["--mps", "202", "--meps", "10", "--clps", "647"], 22),
        ("2026-07-09", ["--mps", "405"], 81),
    ):
        found = document(capsys, "bar", "labour", "--on", date, *heads)
        vacancy = [row["needs"] for row in found["bars"] if row["stage"] == "vacancy-nominations" and row["adopted"]]
        assert set(vacancy) == {needs}
        if "--clps" in heads:
            ways_over = [row["words"] for row in found["bars"] if row["stage"] == "second-hurdle"]
            assert ways_over[0] == "33 = 5% of 647 (647 CLPs), 32.35 rounded up"
            assert "3 affiliates and 2 unions" in ways_over[1]


def test_next_says_who_may_do_what_until_when_under_each_reading(capsys):
    """On 12 July 2016: the executive meets; the leader may resign; nominations need 51; the exemption differs by reading."""
    found = document(capsys, "next", JUNE, "--on", "2016-07-12")
    by_clause = {}
    for item in found["items"]:
        by_clause.setdefault(item["clause"], []).append(item)
    assert "51 = 20% of 251" in by_clause["challenge-nominations.bar"][0]["what"]
    assert "38 = 15% of 251" in by_clause["challenge.if_vacant.go"][0]["what"]
    may = "executive-may-require and a body reads incumbent-nominations: "
    assert sorted(tuple(i["readings"]) for i in by_clause["challenge-nominations.exempt"]) == [
        ("automatic", f"{may}automatic"), ("needs-nominations", f"{may}needs-nominations")
    ]  # fmt: skip
    assert [i["what"] for i in by_clause["challenge-nominations.then.nobody"]] == [
        "if no challenger is validly nominated: Jeremy Corbyn stays leader"
    ]
    assert all(item["cite"] and item["state"] in ("open", "ahead", "over") for item in found["items"])
    assert {i["state"] for i in by_clause["ballot.sections"]} == {"ahead"}
    later = document(capsys, "next", JUNE, "--on", "2016-12-01")
    assert {item["state"] for item in later["items"]} == {"over"}
    assert "is not a date" in refused(capsys, "next", JUNE, "--on", "tomorrow")


def test_next_under_a_college_names_the_sections_and_their_weights(capsys):
    """Under the rules of 1985 the ballot is weighed 40, 30 and 30, ballot after ballot."""
    found = document(
        capsys, "next", "scenarios/labour-2016-other-rules.yaml", "--set", "rules.edition=electoral college 1981"
    )
    ballot = next(item for item in found["items"] if item["clause"] == "ballot.sections")
    assert ballot["who"] == "affiliates 40.0%, clps 30.0%, mps 30.0%"
    assert "ballot after ballot" in ballot["what"]


def test_the_calendar_file_is_one(tmp_path, capsys):
    """One event an item, whole days, the clause in its description; the same bytes twice."""
    scenario = load(JUNE)
    answer = seen_from(scenario, scenario.date)
    events = list(Calendar.from_ical(calendar(scenario, answer)).walk("VEVENT"))
    assert len(events) == len(answer.items)
    for event, item in zip(events, answer.items, strict=True):
        assert event["DTSTART"].dt == item.opens[0]
        assert event["DTEND"].dt > event["DTSTART"].dt
        assert item.clause in event["DESCRIPTION"]
    first, second = tmp_path / "a.ics", tmp_path / "b.ics"
    for path in (first, second):
        said(capsys, "next", JUNE, "--ics", str(path))
    assert first.read_bytes() == second.read_bytes()
    assert "cannot be written" in refused(capsys, "next", JUNE, "--ics", str(tmp_path / "none" / "a.ics"))


def test_the_ballot_of_2015_under_other_bars(capsys):
    """36 names: enough for 12.5% and 15% of 232 (29, 35), not for 20% (47); of 252 with MEPs 38 are needed."""
    found = document(capsys, "compare", RULES_2015, "--editions", "all", "--runs", "400")
    rows = {row["edition"]: row for row in found["editions"]}
    reached = {
        name: row["result"]["nominations"]["corbyn"]["reaches_bar"] for name, row in rows.items() if name != "MPs only"
    }
    assert reached["one member one vote 1993"] == reached["Collins 2014"] == reached["September 2017"] == 1
    assert reached["twenty per cent 1988"] == reached["September 2021"] == 0
    assert 0 < reached["autumn 2015"] < 1
    needs = {name: [bar["needs"] for bar in row["result"]["bars"]] for name, row in rows.items()}
    assert (needs["one member one vote 1993"], needs["Collins 2014"], needs["autumn 2015"]) == ([29], [35], [38])
    assert rows["electoral college 1981"]["unsaid"] == ["affiliates", "clps", "mps"]
    assert rows["electoral college 1981"]["result"]["leader"]["unresolved"]["chance"] == 1
    assert rows["Collins 2014"]["result"]["leader"]["corbyn"]["chance"] == 1


def test_2016_under_other_rules_uses_the_same_luck(capsys):
    """Where only names of provisions differ nothing changes; the home edition is compared with itself."""
    scenario = "scenarios/labour-2016-other-rules.yaml"
    found = document(capsys, "compare", scenario, "--editions", "1985,1995,2016-06-28,2019,2022", "--runs", "500")
    names = [row["edition"] for row in found["editions"]]
    assert names == [
        "electoral college 1981",
        "one member one vote 1993",
        "autumn 2015",
        "September 2018",
        "September 2021",
    ]
    by_name = {row["edition"]: row for row in found["editions"]}
    assert by_name["autumn 2015"]["beside_home"]["leader_changes"] == 0
    assert (
        by_name["September 2018"]["beside_home"]["leader_changes"]
        < 0.1
        < by_name["one member one vote 1993"]["beside_home"]["leader_changes"]
    )
    alone = document(capsys, "run", scenario, "--set", "rules.edition=electoral college 1981", "--runs", "500")
    assert alone["results"][0]["leader"] == by_name["electoral college 1981"]["result"]["leader"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [("1800", "before the first edition"), ("soon", "is not a date"), ("1988-10-02", "lies inside the doubt")],
)
def test_an_edition_nobody_can_name_is_a_letter(capsys, asked, words):
    """A wrong year, word or doubtful day."""
    assert words in refused(capsys, "compare", JUNE, "--editions", asked)


def test_every_result_says_what_becomes_of_ties(capsys):
    """The rule (none was found), where one looked, and in how many contests one was met."""
    found = document(capsys, "run", JUNE, "--runs", "500")
    for entry in found["results"]:
        assert [ties["stage"] for ties in entry["ties"]] == ["ballot"]
        for ties in entry["ties"]:
            assert ties["rule"] == "no rule found"
            assert "not found" in ties["source"]
            assert 0 <= ties["met"]["chance"] < 0.05
    assert "no rule found" in said(capsys, "run", JUNE, "--runs", "500")


@pytest.mark.parametrize(
    ("command", "words", "never"),
    [
        (("explain", "welsh-labour"), "no clause of it is known to be disputed", "0 disputed"),
        (("explain", "conservative", "a-third"), "\n  (GBN2024, IFG24)", "   (GBN2024"),
        (
            ("explain", "conservative", "new-leader"),
            "Settled by the executive of the 1922 Committee",
            "by the executive:",
        ),
        (("bar", "libdem"), "10% of MPs and 200 members and 20 local parties", "of mps"),
        (("rules", "conservative", "letters"), "secret                 yes", "True"),
        (("list", "rulebooks"), "disputes: none", "disputes:\n"),
        (("next", "scenarios/labour-2016-eve.yaml"), "the National Executive Committee meets", "the executive meets"),
    ],
)
def test_a_book_is_told_in_its_own_words(capsys, command, words, never):
    """A body by the name its book gives it, no key of a file in a sentence, nothing left empty."""
    told = said(capsys, *command)
    assert words in told
    assert never not in told


@pytest.mark.parametrize("key", books())
def test_rules_shows_the_law_as_it_is_read_and_marks_what_a_reading_changed(key, capsys):
    """Every edition: each value is the one that is simulated; marked are those, and only those, that the text has otherwise."""
    book = open_book(key)
    for edition in book.editions:
        law = book.read(edition, book.adopted())
        found = document(capsys, "rules", key, "--edition", edition.name)["provisions"]
        assert {row["provision"]: row["value"] for row in found} == {
            path: value_words(one.value) for path, one in law.provisions.items()
        }
        changed = {p for p, one in law.provisions.items() if edition.law.get(p) != one.value}
        assert {row["provision"] for row in found if row.get("read_as")} == changed
        bare = document(capsys, "rules", key, "--edition", edition.name, "--as-written")["provisions"]
        assert [row["provision"] for row in bare] == list(edition.law.provisions)
        assert not any(row.get("read_as") for row in bare)


def test_a_provision_that_was_read_says_by_which_reading_and_what_the_text_has(capsys):
    """In 2016 the clause on who needs nominations was silent on the leader, and was read so that the leader needed none."""
    shown = said(capsys, "rules", "labour", "challenge-nominations", "--on", "2016-06-28")
    assert "\n *exempt                 incumbent" in shown
    assert "as read: incumbent-nominations=automatic; the text: silent" in " ".join(shown.split())
    assert "* marks what a reading" in shown
    text = said(capsys, "rules", "labour", "challenge-nominations", "--on", "2016-06-28", "--as-written")
    assert "\n  exempt                 silent" in text
    assert "\n *" not in text
