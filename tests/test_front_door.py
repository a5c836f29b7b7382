"""The front door: the README's commands are run, every verb answers, and JSON has the shape that was promised."""

from __future__ import annotations

import io
import json
import re
import shlex
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, timedelta
from pathlib import Path

import pytest

from simulator import load
from simulator.cli import main
from simulator.rulebooks.load import books
from simulator.scenario.recorded import files, recorded
from simulator.verbs.question import questions
from simulator.words.dates import day_words

ROOT = Path(__file__).parent.parent
VERBS = questions()
README = (ROOT / "README.md").read_text("utf-8")
JUNE = "scenarios/labour-2016-june.yaml"
FEW = ["--runs", "300"]


def asked(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = main(list(arguments))
    return status, out.getvalue(), err.getvalue()


def readme_commands() -> list[str]:
    found = re.findall(r"`party-rules ([^`]+)`", README) + re.findall(r"party-rules (report scenarios\S+)", README)
    return [command for command in dict.fromkeys(found) if "NAME" not in command and not command.startswith("new ")]


@pytest.mark.parametrize("command", readme_commands())
def test_every_command_of_the_readme_runs(command, tmp_path):
    """Whoever copies a command from the README gets an answer."""
    arguments = shlex.split(command)
    if arguments[0] in ("run", "compare", "story", "report"):
        arguments += FEW
    if arguments[0] == "report":
        arguments += ["-o", str(tmp_path / "report")]
    if arguments[0] == "chart":
        arguments = [*arguments[: arguments.index("-o")], *FEW, "-o", str(tmp_path / "chart.svg")]
    status, out, err = asked(*arguments)
    assert status == 0, err
    assert out.strip()


def test_the_python_of_the_readme_runs():
    """The README's few lines of Python give tidy tables."""
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
    room: dict[str, object] = {}
    exec(code.replace('.yaml"))', '.yaml"), runs=300)'), room)
    assert {"readings", "leader", "chance", "error"} <= set(room["results"].leader.columns)
    assert {"reading", "from_leader", "to_leader", "chance"} <= set(room["results"].paired.columns)


def test_the_headline_of_the_readme_is_the_engines_own():
    """The sentence on the README's first screen is what the scenario gives, with its own seed and runs."""
    from simulator import compare, load
    from simulator.show.sentences import headline

    said = headline(compare(load(JUNE)).comparison)
    assert " ".join(said.split()) in " ".join(README.split())


def test_the_first_screen_has_the_picture_and_the_two_commands():
    """Picture, sentence, `make run`, `make test`, and the same by hand, before anything else."""
    first = README[:2600]
    assert re.search(r"!\[[^\]]+\]\((reports/[^)]+)\)", first)
    assert (ROOT / re.search(r"!\[[^\]]+\]\((reports/[^)]+)\)", first)[1]).exists()
    assert "make run" in first
    assert "make test" in first
    assert "python3 -m venv .venv" in first


PARTIES = {
    "labour": "Labour", "scottish-labour": "Scottish Labour", "welsh-labour": "Welsh Labour", "conservative": "the Conservatives",
    "libdem": "the Liberal Democrats", "green": "the Greens", "ukip": "UKIP", "nz-labour": "New Zealand Labour",
}  # fmt: skip
"""What the README calls each rule book."""


def test_the_readme_counts_and_names_the_rule_books_that_ship():
    """As many as there are, each by its name; and the real contests are under as many."""
    counted = ["", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"][len(books())]
    text = " ".join(README.split())
    assert f"{counted} rule books ship: " in text
    named = text.partition("rule books ship: ")[2].partition(".")[0].replace(" and ", ", ").split(", ")
    assert PARTIES.keys() == books().keys()
    assert sorted(named) == sorted(PARTIES.values())
    held = {recorded(file).book.key for file in files()}
    assert held == set(books())
    assert f"real contests under these {counted.lower()} rule books" in text


MONTHS = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]


@pytest.mark.parametrize("file", sorted((ROOT / "scenarios").glob("*.yaml")), ids=lambda one: one.stem)
def test_a_scenario_named_for_a_month_begins_in_it_or_says_why_not(file):
    """A title has the day of the scenario, or the day after; a name of another month is explained at the head of the file."""
    scenario = load(str(file))
    day = scenario.date
    named = [month for month in MONTHS if month.lower() in file.stem.split("-")]
    if named and named != [MONTHS[day.month - 1]]:
        head = "".join(line for line in file.read_text("utf-8").splitlines(keepends=True)[:3] if line.startswith("#"))
        assert f"named for {named[0]}" in head
        assert day_words(day) in head
    if said := re.search(r"(\d+) ([A-Z]\w+) (\d{4})", scenario.title):
        assert said[0] in (day_words(day), day_words(day + timedelta(1)))


def test_ci_runs_the_readmes_test_command():
    """`.ci/run` calls exactly the test command of the README."""
    assert "\nmake test\n" in (ROOT / ".ci" / "run").read_text("utf-8")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_teaches(verb):
    """`party-rules VERB --help` says what the verb does."""
    status, out, _ = asked(verb, "--help")
    assert status == 0
    assert VERBS[verb].help[1:] in " ".join(out.split())


def test_help_groups_the_verbs_and_lists_all_of_them():
    """`--help` shows each verb under the kind of question it answers."""
    status, out, _ = asked("--help")
    assert status == 0
    assert all(f"\n  {verb} " in out for verb in VERBS)
    assert out.index("Ask a question") < out.index("Read the rules") < out.index("Make a scenario")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rnu", JUNE], "Did you mean “run”?"),
        (["run", JUNE, "--rnus", "3"], "Did you mean “--runs”?"),
        (["run", JUNE, "--runs", "0"], "not a whole number from 1 up"),
        (["run", JUNE, "--seed", "x"], "not a whole number"),
        (["run"], "SCENARIO"),
    ],
)
def test_a_wrong_command_line_exits_2_and_says_what_was_meant(arguments, said):
    """A wrong command is answered in two lines, with a suggestion."""
    status, out, err = asked(*arguments)
    assert (status, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) <= 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "nowhere.yaml"], "there is no such file"),
        (["run", "scenarios"], "is a folder"),
        (["run", JUNE, "--reading", "incumbent-nominations=automatik"], "did you mean “automatic”?"),
        (
            ["run", JUNE, "--set", "challenge-nominations.bar.shar=15%"],
            "did you mean “challenge-nominations.bar.share”?",
        ),
        (["run", JUNE, "--set", "nothing"], "--set NAME=VALUE"),
        (["compare", JUNE, "roundign"], "did you mean “rounding”?"),
        (["story", JUNE, "--ending", "balot", *FEW], "did you mean “ballot”?"),
        (["explain", "labour", "roundin"], "did you mean “rounding”?"),
        (["rules", "labour", "--on", "1900-01-01"], "before the first edition"),
        (["rules", "labour", "--on", "2015-09-15"], "inside the doubt"),
        (["rules", "labor"], "did you mean “labour”?"),
        (["schema", "resultt"], "did you mean “result”?"),
        (["schema", "zyx"], "known: scenario, rulebook, contest"),
    ],
)
def test_what_cannot_be_believed_exits_3_with_a_cure(arguments, said):
    """A file, a date, a name that cannot be believed: what was found and what would be right, never a traceback."""
    status, out, err = asked(*arguments)
    assert (status, out) == (3, "")
    assert said in err
    assert "Traceback" not in err


def test_a_fault_of_ours_is_one_line_and_the_traceback_goes_to_a_file(monkeypatch):
    """Exit 70: a short line on screen, the details in a file."""
    monkeypatch.setattr("simulator.rulebooks.load.open_book", lambda name: 1 / 0)
    status, out, err = asked("rules", "labour")
    assert (status, out) == (70, "")
    assert "Traceback" not in err
    file = Path(err.strip().rsplit(" ", 1)[1])
    assert "ZeroDivisionError" in file.read_text("utf-8")
    file.unlink()


def test_run_json_has_the_promised_shape():
    """schema, scenario, rules, runs, seed, and a result for each reading with leader, endings, nominations and bars."""
    status, out, err = asked("run", JUNE, "--json", *FEW)
    document = json.loads(out)
    assert status == 0
    assert document["warnings"] == []
    assert {"schema", "scenario", "rules", "runs", "seed", "results"} <= set(document)
    assert document["rules"] == {
        "book": "labour",
        "title": "Labour Party, leader and deputy leader",
        "edition": "autumn 2015",
    }
    assert (document["runs"], document["seed"]) == (300, 2016)
    assert [entry["readings"]["incumbent-nominations"] for entry in document["results"]] == [
        "automatic",
        "needs-nominations",
        "executive-may-require",
    ]
    for entry in document["results"]:
        assert {"corbyn", "eagle", "smith", "nobody", "unresolved"} <= set(entry["leader"])
        assert sum(row["chance"] for row in entry["leader"].values()) == pytest.approx(1)
        assert sum(row["chance"] for row in entry["endings"].values()) == pytest.approx(1)
        assert all({"chance", "error"} <= set(row) for row in entry["leader"].values())
        assert {"p05", "median", "p95", "reaches_bar"} <= set(entry["nominations"]["eagle"])
        assert all({"stage", "base", "needs", "chance"} <= set(bar) for bar in entry["bars"])
    del err


def test_compare_json_adds_the_pairs():
    """Each pair says from which readings to which, and in what share of the same contests the leader changes."""
    _, out, _ = asked("compare", JUNE, "--json", *FEW)
    document = json.loads(out)
    assert len(document["pairs"]) == len(document["results"]) - 1
    for pair in document["pairs"]:
        assert {"from", "to", "leader_changes", "error"} <= set(pair)
        assert sum(move["chance"] for move in pair["moves"]) == pytest.approx(pair["leader_changes"])


@pytest.mark.parametrize(
    "arguments",
    [
        ["story", JUNE, "--run", "3"],
        ["rules", "labour", "--on", "2016-06-28"],
        ["explain", "labour", "rounding"],
        ["explain", "labour"],
        ["bar", JUNE],
        ["check", JUNE],
        ["check", "simulator/rulebooks/labour.yaml"],
        ["list"],
        ["schema"],
    ],
)
def test_json_is_one_document_on_every_verb(arguments):
    """With `--json` standard output is one JSON document and nothing else."""
    status, out, _ = asked(*arguments, "--json")
    assert status == 0
    assert isinstance(json.loads(out), dict)


def test_what_was_set_stands_in_the_provenance_and_in_the_text():
    """A law or belief changed on the command line is shown with the result."""
    _, out, _ = asked("run", JUNE, "--json", *FEW, "--set", "challenge-nominations.bar.share=15%")
    document = json.loads(out)
    assert document["provenance"]["set"] == {"challenge-nominations.bar.share": "15%"}
    assert {bar["needs"] for entry in document["results"] for bar in entry["bars"]} == {38}
    _, out, _ = asked("run", JUNE, *FEW, "--set", "challenge-nominations.bar.share=15%")
    assert "Changed for this answer: challenge-nominations.bar.share = 15%" in out


def test_the_committed_schemas_are_the_models():
    """What editors read is what the loader checks."""
    for kind in ("scenario", "rulebook"):
        _, out, _ = asked("schema", kind)
        assert out == (ROOT / "schema" / f"{kind}.json").read_text("utf-8")


def test_a_new_scenario_loads_and_plays_and_nothing_is_overwritten(tmp_path):
    """`new` writes a commented file that works as it is; a file that exists is left alone."""
    path = tmp_path / "mine.yaml"
    assert asked("new", str(path))[0] == 0
    assert asked("check", str(path))[0] == 0
    assert asked("run", str(path), *FEW)[0] == 0
    before = path.read_bytes()
    status, _, err = asked("new", str(path))
    assert status == 3
    assert "nothing was overwritten" in err
    assert path.read_bytes() == before


def test_the_shortest_scenario_is_at_most_fifteen_lines():
    """All else is defaulted."""
    assert len((ROOT / "scenarios" / "labour-minimal.yaml").read_text("utf-8").splitlines()) <= 15


@pytest.mark.parametrize("path", sorted(str(p.relative_to(ROOT)) for p in (ROOT / "scenarios").glob("*.yaml")))
def test_every_shipped_scenario_checks_and_plays(path):
    """The scenarios that come along are believed, and give an answer."""
    assert asked("check", path)[0] == 0
    assert asked("run", path, "--runs", "50")[0] == 0


def test_the_module_is_the_command():
    """`python -m simulator` is the same front door as `party-rules`."""
    done = subprocess.run([sys.executable, "-m", "simulator", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("party-rules ")


def test_a_closed_pipe_is_a_quiet_end():
    """`party-rules rules labour | head -1` ends without a complaint."""
    command = f"{shlex.quote(sys.executable)} -m simulator rules labour | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stderr == ""
