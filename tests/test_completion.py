"""A shell that was given the script completes what the engine knows, and nothing it does not."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from simulator.cli import main
from simulator.rulebooks.load import books
from simulator.show.charts import CHARTS
from simulator.verbs.completion import WHERE
from simulator.verbs.parser import parser_of
from simulator.verbs.question import questions

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def scripts(tmp_path_factory):
    """The script of each shell, as the verb prints it."""
    import contextlib
    import io

    found = {}
    for shell in WHERE:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            assert main(["completion", shell]) == 0
        found[shell] = tmp_path_factory.mktemp("completion") / f"party-rules.{shell}"
        found[shell].write_text(out.getvalue(), "utf-8")
    return found


def completed(script, *words, folder=ROOT):
    """What bash offers for the last of some words, the script having been sourced."""
    line = " ".join(f"'{word}'" for word in ("party-rules", *words))
    place = f"COMP_WORDS=({line}); COMP_CWORD={len(words)}"
    code = f"source {script}; {place}; _shtab_party_rules; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    done = subprocess.run(["bash", "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert not done.stderr
    return [word for word in done.stdout.splitlines() if word]


def test_bash_completes_verbs(scripts):
    """The first word is a verb; all of them are offered, and those that begin with what was typed."""
    assert set(completed(scripts["bash"], "")) == {*questions()}
    assert set(completed(scripts["bash"], "--")) == {"--help", "--version"}
    assert completed(scripts["bash"], "ch") == ["chart", "charts", "check"]
    assert completed(scripts["bash"], "chart") == ["chart", "charts"]


def test_bash_completes_the_options_of_the_verb_and_of_no_other(scripts):
    """`explore --s` is --save, --seed, --set, --sliders; `bar` has none of these but --suspended and --set."""
    assert sorted(completed(scripts["bash"], "explore", "labour-2016-june", "--s")) == [
        "--save",
        "--seed",
        "--set",
        "--sliders",
    ]
    assert "--save" not in completed(scripts["bash"], "bar", "--s")


def test_bash_completes_the_words_an_option_takes(scripts):
    """After --format come the three formats, whatever else the verb takes."""
    assert completed(scripts["bash"], "report", "labour-2016-june", "--format", "") == ["html", "md", "pdf"]


def test_bash_completes_scenarios_charts_and_rule_books(scripts, tmp_path):
    """Scenarios are those in the folder now; charts and rule books those the engine has."""
    there = sorted(completed(scripts["bash"], "run", "scenarios/"))
    files = [str(path.relative_to(ROOT)) for path in ROOT.glob("scenarios/*.yaml")]
    assert there == sorted([*files, "scenarios/history"])
    assert completed(scripts["bash"], "run", "scenarios/", folder=tmp_path) == []
    assert completed(scripts["bash"], "chart", "scenarios/labour-2016-june.yaml", "") == [*CHARTS]
    assert "scenarios/history/leader-2010.yaml" in completed(scripts["bash"], "replay", "scenarios/history/")
    assert completed(scripts["bash"], "rules", "") == [*books()]
    assert "incumbent-nominations" in completed(scripts["bash"], "explain", "labour", "incumbent-")


def test_every_verb_and_option_is_in_every_script(scripts):
    """The scripts are made from the verbs' own parsers, so that none can be forgotten."""
    for one in questions().values():
        options = [option for action in parser_of(one)._actions for option in action.option_strings]
        for shell, path in scripts.items():
            text = path.read_text("utf-8")
            assert one.name in text
            for option in options:
                assert (option if shell in ("bash", "zsh") else option.lstrip("-")) in text


@pytest.mark.parametrize("shell", WHERE)
def test_the_script_is_one_that_its_shell_can_read(scripts, shell):
    """Each shell reads its script without a complaint; a shell that is not here cannot be asked."""
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} on this machine")
    done = subprocess.run([shell, "-n", str(scripts[shell])], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_unknown_shell_is_refused_with_those_that_are_known(capsys):
    """Whoever writes `completion powershell` is told which shells there are."""
    assert main(["completion", "powershell"]) == 2
    assert "bash" in capsys.readouterr().err
