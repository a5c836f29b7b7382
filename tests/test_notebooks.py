"""The notebooks in docs/ run from top to bottom, and their questions are answered as they say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "docs").glob("*.ipynb"))
PLAYED = """
import sys, nbformat
from nbclient import NotebookClient
book = nbformat.read(sys.argv[1], as_version=4)
nbformat.validate(book)
NotebookClient(book, timeout=120, kernel_name="python3").execute()
nbformat.write(book, sys.argv[2])
"""


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def played(request, tmp_path_factory):
    """A notebook after a kernel of its own has run it, from its own folder as a reader would."""
    after = tmp_path_factory.mktemp("played") / request.param.name
    where = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run(
        [sys.executable, "-c", PLAYED, str(request.param), str(after)],
        cwd=request.param.parent, env=where, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(after.read_text("utf-8"))


def code(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_there_are_two_and_they_are_short():
    """A first look and the clause of 2016, each with cells that can be counted on the hands."""
    assert [path.stem for path in NOTEBOOKS] == ["first-look", "the-2016-clause"]
    assert all(len(code(json.loads(path.read_text("utf-8")))) <= 10 for path in NOTEBOOKS)


def test_every_cell_runs_and_every_answer_is_checked(played):
    """No cell fails, and each notebook asserts what it claims at least three times."""
    cells = code(played)
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    assert not [out for cell in cells for out in cell["outputs"] if out["output_type"] == "error"]
    assert sum("".join(cell["source"]).count("assert ") for cell in cells) >= 3


def test_tables_and_results_come_as_html(played):
    """In a kernel the picture and the per cents are what a reader sees."""
    shown = [
        "".join(out["data"].get("text/html", "")) for cell in code(played) for out in cell["outputs"] if "data" in out
    ]
    assert any("%</td>" in text for text in shown)
    pictures = [text for text in shown if "<svg" in text]
    assert len(pictures) == ("# A first look" in "".join(played["cells"][0]["source"]))


def test_the_notebooks_are_committed_without_outputs():
    """What a cell prints is made by whoever runs it; a kept output would go stale."""
    for path in NOTEBOOKS:
        for cell in code(json.loads(path.read_text("utf-8"))):
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
