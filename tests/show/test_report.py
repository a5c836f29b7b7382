"""The report: it stands alone, does nothing, weighs little, and says only what was counted."""

import csv
import gzip
import hashlib
import html
import json
import re

import pytest

from simulator.show.page import page
from simulator.show.phrases import hundred
from simulator.show.report import page_text, write_report
from simulator.show.sentences import headline
from simulator.words.problems import Problems


@pytest.fixture(scope="module")
def text(folder):
    """The page as written."""
    return (folder / "index.html").read_text(encoding="utf-8")


def test_the_page_has_no_script_and_asks_nobody_for_anything(text):
    """No script, no handler, no style sheet, image, font or frame from elsewhere; its own policy forbids them too."""
    assert not re.search(r"<\s*(script|iframe|object|embed|link|img|base|form)\b", text, re.IGNORECASE)
    assert not re.search(r"\son\w+\s*=", text, re.IGNORECASE)
    assert "url(http" not in text
    assert "@import" not in text
    assert "default-src 'none'" in text
    for link in re.findall(r'(?:href|src)="([^"]*)"', text):
        assert link.startswith(("#", "https://", "http://")), link


def test_the_page_is_light(text):
    """At most 400 KB, and 60 KB when packed."""
    assert len(text.encode()) <= 400_000
    assert len(gzip.compress(text.encode(), mtime=0)) <= 60_000


def test_the_caveat_stands_above_the_first_chart(text):
    """Whoever sees a figure has passed the words *Not a forecast*."""
    assert text.index("Not a forecast.") < text.index("<figure")


def test_every_chance_in_the_headline_was_counted(text, document):
    """Each count out of 100 in the headline is a chance of the document, and the headline is on the page."""
    said = headline(document)
    assert said in html.unescape(text)
    counted = {hundred(v["chance"]) for entry in document["results"] for v in entry["leader"].values()}
    counted |= {hundred(pair["leader_changes"]) for pair in document["pairs"]}
    found = re.findall(r"(?:in|than) (\d+)\b", said)
    assert found
    known = {words.split()[-1] for words in counted}
    assert set(found) <= known


def test_no_two_things_on_the_page_share_an_id(text):
    """Charts drawn twice, for a page and for a telephone, do not take each other's clips."""
    found = re.findall(r'\bid="([^"]+)"', text)
    assert len(found) == len(set(found))
    used = set(re.findall(r"url\(#([^)]+)\)", text)) | set(re.findall(r'href="#([^"]+)"', text))
    assert used <= set(found)


def test_a_table_with_the_numbers_stands_behind_each_chart(text, tables):
    """Each figure has its table, with a caption and scoped headings."""
    figures = re.findall(r"<figure.*?</figure>", text, re.DOTALL)
    assert len(figures) == len(tables)
    assert all('<th scope="col"' in one and "<caption>" in one for one in figures)


def test_the_same_results_make_the_same_bytes(results, folder, tmp_path):
    """Written twice, every file of a report is the same."""
    again = tmp_path / "again"
    files = write_report(results, str(again))
    for name in files:
        assert (again / name).read_bytes() == (folder / name).read_bytes(), name


def test_the_manifest_knows_every_file(folder, document):
    """It names all other files with their fingerprints, and what the report was made from."""
    manifest = json.loads((folder / "manifest.json").read_text())
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {"manifest.json"}
    assert set(manifest["files"]) == there
    for name, known in manifest["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == known["sha256"]
    assert manifest["provenance"]["digest"] == document["provenance"]["digest"]
    assert (manifest["runs"], manifest["seed"]) == (document["runs"], document["seed"])


def test_every_run_is_written_and_agrees_with_the_chances(folder, document):
    """The runs, counted again from their file, give the chances on the page."""
    with gzip.open(folder / "runs.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == document["runs"] * len(document["results"])
    first, who = document["results"][0], document["incumbent"]
    ours = [row for row in rows if row["readings"] == first["readings"][document["compared"][0]]]
    assert sum(row["leader"] == who for row in ours) / len(ours) == first["leader"][who]["chance"]


def test_an_old_report_is_replaced_but_nothing_else_is_touched(results, tmp_path):
    """A second report takes the place of the first; a folder with somebody's own file in it is refused and kept."""
    place = tmp_path / "here"
    write_report(results, str(place))
    write_report(results, str(place))
    (place / "notes.txt").write_text("mine")
    with pytest.raises(Problems, match="notes"):
        write_report(results, str(place))
    assert (place / "notes.txt").read_text() == "mine"
    assert [p.name for p in tmp_path.iterdir()] == ["here"]


def test_nothing_is_left_behind_when_writing_fails(results, tmp_path, monkeypatch):
    """If the page cannot be made, there is neither a half report nor a temporary folder."""

    def broken(*_arguments):
        raise RuntimeError("no ink")

    monkeypatch.setattr("simulator.show.report.page_text", broken)
    with pytest.raises(RuntimeError):
        write_report(results, str(tmp_path / "never"))
    assert list(tmp_path.iterdir()) == []


def test_words_from_a_file_are_shown_and_not_obeyed(document, tables):
    """A title with markup in it is escaped."""
    odd = {**document, "question": "<script>alert(1)</script>", "scenario": "A & B <i>"}
    text = page_text(odd, tables)
    assert "<script" not in text
    assert "<i>" not in text


def test_an_address_that_is_not_of_the_web_is_no_link(document, tables):
    """Sources come from people's files; only http and https become links."""
    shown = page(document, tables)
    urls = [s["url"] for d in shown["disputes"] for r in d["readings"] for s in r["sources"]]
    assert all(url == "" or url.startswith(("https://", "http://")) for url in urls)


def test_the_report_says_what_becomes_of_a_tie(text):
    """The rule (none was found), where one looked, and in how many contests one was met."""
    assert "The book has no rule for a tie: not found (books of 2010, 2013 and 2016" in text
