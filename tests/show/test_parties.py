"""Every verb answers for every party's book, in that party's words: the shipped scenarios and small ones of other books."""

from __future__ import annotations

import io
import json
import re
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from simulator import load
from simulator.cli import main
from simulator.conduct.readings import worlds_of
from simulator.questions.story import story
from simulator.show.outcome_paths import REST, ways_of

ROOT = Path(__file__).parents[2]
SMALL = sorted(str(file.relative_to(ROOT)) for file in (ROOT / "tests" / "parties").glob("*.yaml"))
CONSERVATIVE = sorted(str(file.relative_to(ROOT)) for file in (ROOT / "scenarios").glob("conservative-*.yaml"))
FEW = ["--runs", "60"]
VERBS = {
    "run": FEW,
    "run --json": [*FEW, "--json"],
    "story": FEW,
    "check": [],
    "check --json": ["--json"],
    "next": [],
    "sensitivity": ["--runs", "16", "--points", "2", "--top", "1"],
}
CHARTS = ("outcome", "nominations", "paths", "timeline", "rounds", "dots", "grid")
OTHERS = r"\bNEC\b|onstituency|front bench|[Tt]he executive (meets|met|reads)|\bCLPs?\b|\bhis\b|Corbyn|affiliated"
"""Words of another party, none of which a Conservative answer has, outside the source of a default."""


def asked(*arguments: str) -> tuple[int, str, str]:
    """What a command answers: status, output and messages."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main(list(arguments))
    return status, out.getvalue(), err.getvalue()


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("scenario", [*CONSERVATIVE, *SMALL])
def test_every_verb_answers_for_every_party(scenario, verb):
    """A book of any party is simulated, told, checked and asked what matters, without a fault."""
    status, out, err = asked(verb.split()[0], scenario, *VERBS[verb])
    assert status == 0, err
    assert out.strip()


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("scenario", [*CONSERVATIVE, *SMALL])
def test_every_picture_is_drawn_for_every_party(scenario, name, tmp_path):
    """The pictures that need nothing but a contest are drawn for each of them; of ballots alone those of nominations are not."""
    listed = {one["name"] for one in json.loads(asked("charts", scenario, "--json")[1])["charts"]}
    assert listed >= {"outcome", "timeline", "rounds"}
    status, _, err = asked("chart", scenario, name, *FEW, "-o", str(tmp_path / "one.svg"))
    assert status == (0 if name in listed else 3), err


@pytest.mark.parametrize("ending", [".html", ".md"])
def test_a_report_of_a_vote_of_confidence_is_written(ending, tmp_path):
    """A report has the bar varied though it is a count, and speaks of nobody's executive."""
    page = tmp_path / f"page{ending}"
    status, _, err = asked("report", "tests/parties/conservative-letters.yaml", "--runs", "40", "-o", str(page))
    assert status == 0, err
    assert not re.search(OTHERS, re.sub(r"[Ff]rom British Labour[^|<]*", "", page.read_text("utf-8")))


@pytest.mark.parametrize("verb", ["run", "story", "check"])
@pytest.mark.parametrize("scenario", [*CONSERVATIVE, "tests/parties/conservative-letters.yaml"])
def test_a_conservative_answer_has_no_words_of_labours(scenario, verb):
    """No executive that meets, no constituency parties, no *his*: only the sources of defaults name British Labour."""
    _, out, _ = asked(verb, scenario, *VERBS[verb])
    said = re.sub(r"default, \w+: .*?(?=\n    \S|\n\n|\n  \w)", "", out, flags=re.DOTALL)
    assert not re.search(OTHERS, said), re.search(OTHERS, said)
    assert "Labour" not in said


def test_beliefs_that_no_stage_has_a_use_for_are_not_asked():
    """In a Conservative vacancy nobody meets, resigns or agrees; each default fitted on Labour is an assumption there."""
    listed = json.loads(asked("check", CONSERVATIVE[0], "--json")[1])["beliefs"]
    paths = {row["path"] for row in listed}
    unused = ("politics.executive", "politics.resignation", "politics.unity", "timetable.executive", "nominators.quiet")
    assert not [path for path in paths if path.startswith((*unused, "nominators.lending.share"))]
    for row in listed:
        if row["said"].startswith("from British Labour"):
            assert (row["origin"], row["grade"]) == ("default, assumption", "assumption")
    assert any(row["said"].startswith("from British Labour") for row in listed)
    june = json.loads(asked("check", "labour-2016-june", "--json")[1])["beliefs"]
    assert not [row for row in june if "from British Labour" in row["said"]]
    assert {"politics.executive.reads", "timetable.executive"} <= {row["path"] for row in june}


def told(scenario: str, until: str, most: int = 200) -> str:
    """The first story of a scenario in which some words are said."""
    home = load(scenario)
    readings = worlds_of(home).choices[0]
    for run in range(most):
        words = " ".join(event.words for event in story(home, readings, home.seed or 0, run).events)
        if until in words:
            return words
    raise AssertionError(f"no story of {scenario} says “{until}”")


def test_ballots_of_few_are_told_by_their_votes():
    """MPs' ballots have votes beside shares, go to MPs, and end when two are left; nobody speaks of half."""
    words = told(CONSERVATIVE[0], "Two are left")
    assert "Ballot papers go out to Conservative MPs" in words
    assert re.search(r"Ballot 1: [\w ]+ \d+ \(\d+\.\d%\)", words)
    assert "more than half" not in words


def test_whoever_has_too_few_votes_is_told_of_the_floor():
    """Where a floor drops somebody the story names it, and its clause."""
    home = load(CONSERVATIVE[0])
    events = story(home, worlds_of(home).choices[0], 2022, 3).events
    floor = [event for event in events if event.clause == "mps-ballots.drop.below"]
    assert len(floor) == 1
    assert "with fewer than 30 votes" in floor[0].words


def test_a_tie_is_told_after_the_ballot_that_it_settles():
    """Nobody drops out; several are level; by which rule it goes on."""
    words = told(CONSERVATIVE[0], "are level")
    assert re.search(r"nobody drops out\. [^.]* are level; the ballot is held again with everybody\.", words)


def test_each_ballot_is_one_round_of_the_picture():
    """A further ballot is no second telling of the last, and each electorate has its own rounds."""
    from simulator.questions.one_contest import of_run

    home = load(CONSERVATIVE[1])
    found = of_run(home, story(home, worlds_of(home).choices[0], 2024, 0), 2024)
    assert list(found.stages) == ["until-the-conference"] * 2 + ["mps-ballots"] * 2 + ["members-ballot"]
    assert [len(shares) for shares in found.rounds] == [6, 5, 4, 3, 2]


def test_a_vote_of_confidence_is_a_way_of_its_own():
    """A contest is called; the motion is carried and the leader stays, or lost and somebody else wins."""
    from simulator import simulate

    entry = simulate(load("tests/parties/conservative-letters.yaml"), runs=300).answer.results[0]
    ways = ways_of(entry, led=True)
    assert sum(ways.values()) == 300
    assert ("a contest is called", "the motion is carried", "the incumbent stays", "incumbent") in ways
    assert not [way for way in ways if REST in way]


def test_a_bar_of_several_thresholds_counts_the_first_and_asks_for_all():
    """Of a tenth of MPs, 200 members and 20 local parties the names are MPs'; enough is what clears all three."""
    from simulator import simulate

    results = simulate(load("tests/parties/libdem-2020.yaml"), runs=300)
    names = results.answer.to_json()["results"][0]["nominations"]["hobhouse"]
    records = results.records[0]
    two_mps = (records.columns["names"][2] >= 2).mean()
    assert names["reaches_bar"] == pytest.approx(records.columns["cleared"][2].mean())
    assert names["reaches_bar"] < two_mps
    bar = results.answer.to_json()["results"][0]["bars"][0]
    assert "200 members" in bar["words"]
    assert "20 local parties" in bar["words"]


def test_an_option_of_the_paper_seeks_nothing():
    """To reopen nominations is on every paper, and is nobody who seeks nominations or is asked about."""
    words = told("tests/parties/green-2012.yaml", "“Re-open nominations” wins")
    assert not re.search(r"Re-open nominations seeks?|Re-open nominations \d+ \(", words)
    listed = json.loads(asked("check", "tests/parties/green-2012.yaml", "--json")[1])["beliefs"]
    assert not [row for row in listed if row["path"].startswith(("nominators", "politics")) and "RON" in row["path"]]


def test_a_day_stated_for_the_close_is_kept():
    """A ballot of which only the close is stated opens in time for it, on the day after the ballots before it."""
    home = load(CONSERVATIVE[1])
    one = story(home, worlds_of(home).choices[0], 2024, 0)
    assert one.date.isoformat() == "2024-11-02"
    went = next(event for event in one.events if "members of the party" in event.words)
    assert went.date.isoformat() == "2024-10-10"


def test_a_contest_past_its_nominations_has_no_line_of_them(tmp_path, capsys):
    """Four stand at the MPs' ballots of October: who nominated whom is over, and no empty title stands for it."""
    file, text = tmp_path / "october.yaml", Path("scenarios/conservative-2024-october.yaml").read_text("utf-8")
    assert "at: until-the-conference" in text
    file.write_text(text, "utf-8")
    assert main(["run", str(file), "--runs", "50"]) == 0
    told = capsys.readouterr().out
    assert "How it ended" in told
    assert "Nominations" not in told


def test_shares_that_do_not_add_up_are_shown_one_by_one(tmp_path, capsys):
    """16% to 34% counts 23.9%, its middle on the scale of odds, and not 25%; so whoever wrote it can mend the sum."""
    file = tmp_path / "october.yaml"
    text = Path("scenarios/conservative-2024-october.yaml").read_text("utf-8")
    file.write_text(text.replace("badenoch: 15% to 32%", "badenoch: 25% to 32%"), "utf-8")
    assert main(["check", str(file)]) == 3
    told = capsys.readouterr().err
    assert "jenrick 23.9%" in told
    assert "of an interval the middle on the scale of odds counts" in told
