"""In a notebook a result is a sentence, a caveat, a picture and a table, and the frames behind it keep numbers."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from simulator import load, simulate
from simulator.results.frames import per_cent
from simulator.show.notebook import CAVEAT
from simulator.show.sentences import headline
from simulator.words.html_reprs import face

ROOT = Path(__file__).parents[2]
FRAMES = ("leader", "endings", "nominations", "paired", "runs")


@pytest.fixture(scope="module")
def shown(results):
    """What a notebook gets."""
    return results._repr_html_()


@pytest.fixture(scope="module")
def tree(shown):
    """The same, read as a document; it must be well formed."""
    return ET.fromstring(shown.replace("<style>", "<style><![CDATA[", 1).replace("</style>", "]]></style>", 1))


def inside(node):
    return " ".join(" ".join(node.itertext()).split())


def test_a_result_shows_its_sentence_then_the_caveat_then_the_picture(results, tree):
    """The headline is the engine's own, and the caveat stands above the picture."""
    parts = [child for child in tree if child.tag != "style"]
    assert inside(parts[0]) == headline(results.comparison)
    assert inside(parts[1]) == CAVEAT
    assert parts[2].tag.endswith("svg")


def test_the_picture_has_words_for_whoever_does_not_see_it(tree):
    """The drawing is an image with a title and a description, and the two ids are its own."""
    (svg,) = (node for node in tree if node.tag.endswith("svg"))
    assert svg.get("role") == "img"
    named = {node.get("id"): inside(node) for node in svg.iter() if node.get("id")}
    title, description = svg.get("aria-labelledby").split()
    assert named[title].startswith("The reading decides")
    assert "Corbyn" in named[description]


def test_a_result_shows_the_same_bytes_twice_and_runs_nothing(results, shown):
    """No script, nothing fetched; the same text each time, so a notebook kept in a repository does not change by itself."""
    assert results._repr_html_() == shown
    for active in ("<script", "javascript:", "<iframe", "<img", "@import", " onload", " onclick", "url(http"):
        assert active not in shown.lower()
    assert set(re.findall(r"https?://[^\s\"'<]+", shown)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


def test_two_results_in_one_notebook_do_not_share_ids(results, shown):
    """Otherwise the second picture would be read out under the first one's words."""
    other = simulate(load("scenarios/labour-minimal.yaml"), runs=200)._repr_html_()
    mine, theirs = (set(re.findall(r'\bid="([^"]+)"', text)) for text in (shown, other))
    assert mine
    assert not mine & theirs


def test_the_figures_of_the_table_are_those_of_the_document(results, tree):
    """Every chance in the small table is the document's, to the whole per cent."""
    rows = [[inside(cell) for cell in row] for row in tree.iter("tr")]
    names = {name.split()[-1]: key for key, name in results.answer.to_json()["candidates"].items()}
    seen = 0
    for name, *cells in rows[1:]:
        for entry, cell in zip(results.answer.to_json()["results"], cells, strict=True):
            chance = entry["leader"][names.get(name, name)]["chance"]
            said = float(re.match(r"[<>]?([\d.]+)%", cell)[1]) / 100
            assert abs(said - chance) <= 0.0051 or cell.startswith(("<", ">"))
            seen += 1
    assert seen == len(results.answer.to_json()["results"]) * len(results.answer.to_json()["results"][0]["leader"])


@pytest.mark.parametrize("name", FRAMES)
def test_frames_keep_numbers_and_only_show_per_cents(results, name):
    """A chance is a number from 0 to 1 in the frame, and a per cent where a notebook prints it."""
    frame, shown = getattr(results, name), getattr(results, name)._repr_html_()
    assert not [column for column, dtype in frame.dtypes.items() if str(dtype) == "object"]
    for column in set(frame.columns) & {"chance", "sought", "leader_changes"}:
        assert frame[column].between(0, 1).all()
        assert f"<td>{per_cent(frame[column].iloc[0])}</td>" in shown
    assert "NaN" not in shown
    assert "&lt;NA&gt;" not in shown
    assert getattr(results, name)._repr_html_() == shown


def test_words_stand_in_reading_order_not_in_that_of_the_alphabet(results):
    """Readings as argued, the incumbent before challengers, *unresolved* last."""
    leader = results.leader.sort_values(["readings", "leader"])
    assert list(leader["readings"].cat.categories) == ["automatic", "needs-nominations", "executive-may-require"]
    assert list(leader["leader"].iloc[:7]) == [*results.scenario.ids, "nobody", "unresolved"]
    assert list(results.runs.groupby("readings")["run"].count().index) == list(
        results.leader["readings"].cat.categories
    )


def test_the_frames_say_what_the_document_says(results):
    """The runs, counted, give back every chance; the leader's frame holds the document's own numbers."""
    for number, entry in enumerate(results.answer.to_json()["results"]):
        reading = results.leader["readings"].cat.categories[number]
        rows = results.leader[results.leader["readings"] == reading].set_index("leader")["chance"]
        counted = results.runs[results.runs["readings"] == reading]["leader"].value_counts(normalize=True)
        for who, there in entry["leader"].items():
            assert rows[who] == there["chance"]
            assert counted[who] == pytest.approx(there["chance"])


def test_what_was_not_counted_is_empty_and_not_a_number(results):
    """Whoever sought no names has none: no -1 that an average would swallow, and the bar likewise."""
    runs = results.runs
    assert (runs["nominations_corbyn"].dropna() >= 0).all()
    assert runs["nominations_corbyn"].isna().any()
    mine = runs[(runs["readings"] == "needs-nominations") & runs["nominations_corbyn"].notna()]
    assert mine["nominations_corbyn"].median() == pytest.approx(46, abs=2)


def test_part_of_a_frame_prints_like_the_whole(results):
    """A choice of rows keeps the per cents; rows that were given names keep their names; other columns print as ever."""
    some = results.leader[results.leader["chance"] > 0.5]
    assert "%</td>" in some._repr_html_()
    assert "<th>corbyn</th>" in results.leader.iloc[:2].set_index("leader")._repr_html_()
    assert pd.DataFrame(results.leader)._repr_html_() != results.leader._repr_html_()


def test_a_thing_nobody_shows_prints_its_words():
    """A notebook falls back to the plain text of a thing that has no face."""
    assert face(object()) is None


def test_no_floor_opens_a_room_above_it_by_its_name():
    """Who shows a result is said by the front door alone: no lower room has the name of a higher one in a string."""
    floors = ("words", "procedures", "rulebooks", "scenario", "beliefs", "contest", "results", "questions")
    wrong = [
        f"{path.relative_to(ROOT)}: {node.value}"
        for floor in floors
        for path in sorted((ROOT / "simulator" / floor).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "simulator.show" in node.value
    ]
    assert not wrong
