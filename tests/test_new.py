"""`new` writes a scenario of any rule book, which is checked and simulated as it stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator import load
from simulator.cli import main
from simulator.rulebooks.load import books, open_book

OWN = sorted(map(str, Path("tests/rulebooks/books").glob("*.yaml")))


@pytest.mark.parametrize("book", [*books(), *OWN])
def test_a_new_scenario_of_any_book_is_checked_and_comes_to_an_end(book, tmp_path, capsys):
    """Without a warning; its bodies and sections are the book's; and it is not the book's silence that ends most contests."""
    file = str(tmp_path / "mine.yaml")
    assert main(["new", file, "--book", book]) == 0
    assert main(["check", file]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    scenario, known = load(file), open_book(book)
    assert (scenario.book.title, scenario.edition.name) == (known.title, known.editions[-1].name)
    assert set(scenario.bodies) <= set(known.bodies)
    assert set(scenario.sections) >= {
        path.split(".")[2] for path in scenario.beliefs if path.startswith("electorate.sections.")
    }
    assert main(["run", file, "--runs", "100", "--json"]) == 0
    leader = json.loads(capsys.readouterr().out)["results"][0]["leader"]
    assert leader["unresolved"]["chance"] < 0.1
    text = Path(file).read_text("utf-8")
    assert "Labour" not in text or "Labour" in known.title or any("Labour" in words for words in known.bodies.values())


def test_without_a_book_the_example_is_written_and_a_strange_book_is_refused(tmp_path, capsys):
    """The example is of June 2016; a file that is there, and a book that is not, are refused with a cure."""
    file = str(tmp_path / "mine.yaml")
    assert main(["new", file]) == 0
    assert load(file).edition.name == "autumn 2015"
    assert main(["new", file, "--book", "green"]) == 3
    assert "is there already" in capsys.readouterr().err
    assert main(["new", str(tmp_path / "other.yaml"), "--book", "conservatives"]) == 3
    assert "did you mean “conservative”" in capsys.readouterr().err
    assert not (tmp_path / "other.yaml").exists()


def test_help_of_new_says_what_a_book_may_be(capsys):
    """A reader who knows only the help finds how to begin for another party."""
    assert main(["new", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "`party-rules list`" in said
    assert "such as conservative" in said
    assert "every figure is a placeholder" in said
