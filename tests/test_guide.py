"""The guide is true: every command in it runs, and every line of an answer that it shows is printed."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from simulator.questions.disputes import factorial
from simulator.show.charts import CHARTS, Chart
from simulator.show.charts.listing import WORK
from tests import guide

ROOT = Path(__file__).parent.parent
DOCS = sorted((ROOT / "docs").glob("*.md"))
AVOID = (
    "monte carlo", "stochastic", "iteration", "confidence interval", "prediction", "counterfactual", "ruleset", "policy object",
    "loophole", "coup", "purge", "correct reading", "invalid input", "backend", "payload", "runtime", "baseline", "probability",
)  # fmt: skip


RANKED: dict[tuple[object, ...], object] = {}


def ranked_once(scenario, disputes, **how):
    """The ranking of clauses, which three commands of the guide ask for: played once, since it is the same."""
    key = (scenario.name, tuple(disputes), how["runs"], how["seed"] or scenario.seed)
    if key not in RANKED:
        RANKED[key] = factorial(scenario, disputes, **how)
    return RANKED[key]


@pytest.mark.parametrize("name", guide.PAGES)
def test_every_command_of_a_page_runs_and_prints_what_is_shown(name, tmp_path, monkeypatch):
    """Top to bottom, as a reader would: the files the page gives are written, the commands are run beside them."""
    monkeypatch.setattr("simulator.show.explorer.bake.GRIDS", ((3, 3),))
    monkeypatch.setattr("simulator.questions.disputes.factorial", ranked_once)
    home = guide.furnish(tmp_path / "home")
    ran, wrong = 0, []
    for entry in guide.entries(guide.page(name)):
        if "served" in entry.marks:
            continue
        folder = guide.furnish(tmp_path / "alone", alone=True) if "alone" in entry.marks else home
        status, out, err = guide.answer(entry, folder)
        wanted = 3 if "refused" in entry.marks else 0
        if status != wanted:
            wrong.append(f"{entry.command}: exit {status}: {err}")
        elif not entry.file and not (out + err).strip():
            wrong.append(f"{entry.command}: it says nothing")
        wrong += [f"{entry.command}: not printed: {line}" for line in guide.missing(entry.lines, out + err)]
        ran += 1
    assert not wrong, "\n".join([*wrong, "python -m tests.guide --write renews what is shown"])
    assert ran > 5


def test_the_page_is_served_as_the_guide_says_and_stops_when_it_is_told(tmp_path):
    """`explore` prints an address of this machine, answers there, and goes when it is interrupted."""
    (entry,) = (e for name in guide.PAGES for e in guide.entries(guide.page(name)) if "served" in e.marks)
    arguments = [sys.executable, "-m", "simulator", *entry.arguments]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as door:
        try:
            address = door.stdout.readline().strip()
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
            assert door.stdout.readline().strip() == entry.lines[0]
            with urlopen(address, timeout=30) as page:
                text = page.read().decode()
            assert "Copy sentence" in text
            assert "Copy link" in text
        finally:
            door.send_signal(signal.SIGINT)
            door.communicate(timeout=30)
    assert door.returncode == 0


def test_the_python_of_the_guide_runs(monkeypatch):
    """The few lines of Python give the tables that they name."""
    monkeypatch.chdir(ROOT)
    code = "".join(re.findall(r"```python\n(.*?)```", guide.page("guide"), re.DOTALL))
    room: dict[str, object] = {}
    exec(code.replace('.yaml"))', '.yaml"), runs=300)'), room)
    named = re.findall(r"^results\.(\w+)", code, re.MULTILINE)
    assert named == ["leader", "endings", "nominations", "paired", "runs", "beliefs"]
    assert all(len(getattr(room["results"], name)) for name in named)
    columns = re.search(r"results\.leader .*?: (.*)", code)[1].split(", ")
    assert list(room["results"].leader.columns) == columns


def test_a_line_that_is_not_printed_is_noticed():
    """The comparison is of whole lines in their order."""
    printed = "one\n  two\nthree\n"
    assert guide.missing(["two", "three"], printed) == []
    assert guide.missing(["three", "two"], printed) == ["two"]
    assert guide.missing(["thre"], printed) == ["thre"]
    assert guide.renewed(["twos", "…", "thre"], printed) == ["  two", "…", "three"]


def test_the_guide_has_every_chart_with_its_question():
    """The table of charts is that of the engine: each by its name, with the question it answers, in its order."""
    rows = re.findall(r"^\| `([\w-]+)` \| ([^|]+) \| ([^|]+) \|$", guide.page("pictures"), re.MULTILINE)
    assert [(name, question) for name, question, _ in rows] == [(c.name, c.question) for c in CHARTS.values()]


def test_the_guide_is_short_and_every_page_is_on_the_index():
    """At most ten pages, some 6,600 words, beside the page made from the table of beliefs; all are on the index."""
    assert sum(len(path.read_text("utf-8").split()) for path in DOCS if path.stem != "beliefs") <= 6650
    index = (ROOT / "docs" / "index.md").read_text("utf-8")
    for path in (ROOT / "docs").iterdir():
        assert path.name == "index.md" or path.suffix not in (".md", ".ipynb") or f"({path.name})" in index


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.stem)
def test_links_lead_somewhere_and_words_are_plain(path):
    """Every link to a file finds it, and none of the words that lose a reader is used."""
    text = path.read_text("utf-8")
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert (path.parent / link).exists(), link
    prose = re.sub(r"```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL).lower()
    assert not [word for word in AVOID if re.search(rf"\b{word}", prose)]


def test_the_parts_of_a_chart_are_those_that_the_contributor_is_told_of():
    """`CONTRIBUTING.md` names every field of a chart and every answer that one can be drawn from."""
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8").split("## Add a chart")[1].split("\n## ")[0]
    assert not [field for field in Chart.__dataclass_fields__ if f"`{field}`" not in told]
    assert not [asks for asks in WORK if f"`{asks}`" not in told]
