"""Books of one's own: named by their file wherever a shipped one can be, and every verb of the law on every book."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator.cli import main
from simulator.questions.schemas import schema_of
from simulator.questions.words import SORTS, keys
from simulator.rulebooks.load import YES_OR_NO, books
from simulator.rulebooks.words import entries, outcomes
from simulator.scenario.resolve import load
from simulator.stages.kinds import KINDS
from simulator.words.documents import read

OWN = sorted((Path(__file__).parent / "rulebooks" / "books").glob("*.yaml"))
SMALL = [*(name for name in books() if name not in ("labour", "conservative")), *map(str, OWN)]


def said(capsys, *arguments: str, code: int = 0) -> str:
    """What a verb prints; it exits with a code."""
    assert main(list(arguments)) == code
    out = capsys.readouterr()
    return out.out if code == 0 else out.err


@pytest.mark.parametrize("book", SMALL, ids=lambda name: Path(name).stem)
def test_every_verb_of_the_law_takes_every_book(book, capsys):
    """With disputes and without, with one threshold or several, with an apostrophe in an edition's name."""
    assert said(capsys, "check", book).startswith("ok: ")
    for verb in ("rules", "explain", "bar", "list"):
        assert said(capsys, verb, book)
    found = json.loads(said(capsys, "audit", book, "--readings", "adopted", "--json"))
    assert found["patterns"] > 0
    # The audit lays out votes of the whole party, and says so where a book counts them unit by unit.
    beyond = [row["said"] for row in found["gaps"] if row["sort"] == "beyond the audit"]
    assert all(one.endswith(".units)") for one in beyond), beyond


@pytest.mark.parametrize("book", [str(OWN[0]), "ukip"], ids=["alp", "ukip"])
def test_two_editions_or_readings_of_any_book_can_be_held_against_each_other(book, capsys):
    """The same patterns, under either."""
    day = "2018-01-01"
    assert "They differ in 0 of" in said(capsys, "diff-rules", book, day, day)


def test_a_book_is_found_beside_the_file_that_names_it(tmp_path, capsys, monkeypatch):
    """From any folder, and in a folder of its own."""
    there = tmp_path / "own"
    there.mkdir()
    (there / "club.yaml").write_text(OWN[-2].read_text("utf-8"), "utf-8")
    (there / "contest.yaml").write_text(
        "scenario: who leads?\nrules: {book: club.yaml, date: 2017-06-01, contest: vacancy}\n"
        "bodies: {members: {size: 1000}}\ncandidates: {anne: {}, bert: {}}\n"
        "politics: {challengers: {anne: {stands: 100%}, bert: {stands: 100%}}}\n",
        "utf-8",
    )
    monkeypatch.chdir(tmp_path)
    assert load("own/contest.yaml").book.key == "club"
    assert "club" in said(capsys, "list", "own/club.yaml")


def test_a_scenario_where_a_book_is_wanted_gives_one_letter_and_the_reverse(capsys):
    """And it names the verb that takes such a file."""
    scenario = "scenarios/labour-2016-june.yaml"
    for verb in ("rules", "explain", "audit"):
        letter = said(capsys, verb, scenario, code=3)
        assert f"{scenario} is a scenario, not a rule book" in letter
        assert "1 problem" in letter
    for verb in ("run", "next"):
        letter = said(capsys, verb, str(OWN[0]), code=3)
        assert f"{OWN[0]} is a rule book, not a scenario" in letter
        assert "1 problem" in letter


def test_bar_takes_heads_of_any_body(capsys):
    """7 of 70, of a body that no shipped book has; a body the book does not have is refused."""
    book = next(str(one) for one in OWN if one.stem == "fine-gael")
    assert "7 = 10% of 70" in said(capsys, "bar", book, "--heads", "parliamentary_party=70")
    assert "is not a body" in said(capsys, "bar", book, "--heads", "mps=70", code=3)
    assert "part 3                   20 local parties" in said(capsys, "bar", "libdem")


# --- the words --------------------------------------------------------------------------------------------------------
def test_the_page_of_words_has_every_word_of_every_kind(capsys):
    """Each with what it takes; those that are only shown are marked, and so they are in `rules`."""
    page = said(capsys, "words")
    for kind in KINDS:
        assert all(f"\n  {one.path}" in page for one in entries(kind))
        assert all(f"then.{outcome}" in page for outcome in outcomes(kind))
    assert "drop.lowest" not in said(capsys, "words", "nomination")
    found = json.loads(said(capsys, "words", "ballot", "--json"))["kinds"]["ballot"]
    assert {one["path"] for one in found["words"] if one["needed"]} == {"sections", "paper"}
    assert "short                  void   (only shown)" in said(capsys, "rules", "labour")


@pytest.mark.parametrize(
    ("word", "file", "words"),
    [
        ("favours", "rule book", "incumbent | challenger | neither"),
        ("until.left", "rule book", "go on until so many are left"),
        ("lot", "rule book", "ballot.tie"),
        ("petition", "rule book", "contest.opens_when.petition.count"),
        ("go on", "rule book", "STAGE.then.OUTCOME: go on"),
        ("stays", "scenario", "electorate.sections.NAME.stays"),
        ("one by one", "scenario", "electorate.sections.NAME.votes"),
        ("at", "scenario", "the stage at which the contest stands"),
        ("entries", "record", "who came in between two ballots"),
    ],
)
def test_what_one_key_says_is_told_with_the_place_where_it_stands(capsys, word, file, words):
    """Of rule books, scenarios and records; by the key, by its last parts, or by a word that it takes."""
    page = said(capsys, "words", word)
    assert f"in a {file}\n" in page
    assert words in page


def test_every_key_of_every_file_has_words_and_a_misspelt_one_has_its_nearest(capsys):
    """None without a gloss, none twice; “favors” is answered with “favours”."""
    found = list(keys())
    assert all(one.gloss for one in found), [one.path for one in found if not one.gloss]
    assert len({(one.file, one.path) for one in found}) == len(found)
    for kind, file in SORTS.items():
        for name in schema_of(kind)["properties"]:
            assert any(one.named(name) and one.file == file for one in found), name
    assert "did you mean “favours”" in said(capsys, "words", "favors", code=3)


def test_every_book_fits_the_schema_and_a_misspelt_word_does_not():
    """The schema knows the words of each kind of stage."""
    jsonschema = pytest.importorskip("jsonschema")
    schema = jsonschema.Draft202012Validator(schema_of("rulebook"))
    for path in (*books().values(), *map(str, OWN)):
        assert not list(schema.iter_errors(read(path, YES_OR_NO).data))
    broken = read(str(OWN[0]), YES_OR_NO).data
    broken["editions"][0]["stages"]["ballot"]["papers"] = "ranked"
    assert list(schema.iter_errors(broken))
