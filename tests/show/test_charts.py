"""The charts: what is drawn is what is in the table, and no label stands on another, whatever the table."""

import copy
from itertools import combinations

import numpy as np
import pytest
from matplotlib.patches import PathPatch, Rectangle

from simulator.show.charts import CHARTS
from simulator.show.charts.flow import RAREST
from simulator.show.charts.hands import drawn_pair
from simulator.show.fit import crowded
from simulator.show.style import NARROW, WIDE, house, sheet
from simulator.show.svg import drawing, figure_of, inline_svg

CONTEST = [name for name, chart in CHARTS.items() if chart.asks == "contest"]
LONG = "Bartholomew Maximilian Featherstonehaugh-Cholmondeley"


def drawn(name, document, width=WIDE, bare=True):
    """A chart's figure, and the axes it is drawn on."""
    chart = CHARTS[name]
    with house():
        figure = figure_of(chart, chart.table(document), document, width, bare=bare)
        figure.draw_without_rendering()
    return figure, figure.axes[0]


def extremes(document):
    """Documents at the ends of what can come: by name."""
    return {
        "as it is": document,
        "one reading": one_reading(document),
        "one candidate": one_candidate(document),
        "always and never": always(document),
        "eight candidates": eight(document),
        "long names": {**document, "candidates": {c: f"{LONG}-{c}" for c in document["candidates"]}},
        "nobody sought nominations": nobody(document),
        "few runs": {**document, "runs": 40},
        "no incumbent": {**document, "incumbent": None},
    }


def one_reading(document):
    return {**document, "results": document["results"][:1], "pairs": [], "stories": document["stories"][:1]}


def always(document):
    found = copy.deepcopy(document)
    sure = {"chance": 1.0, "error": 0.0, "low": 1.0, "high": 1.0}
    never = {"chance": 0.0, "error": 0.0, "low": 0.0, "high": 0.0}
    for entry in found["results"]:
        entry["leader"] = {one: dict(sure if one == found["incumbent"] else never) for one in entry["leader"]}
    for pair in found["pairs"]:
        pair |= {"leader_changes": 0.0, "moves": [], "unchanged": {found["incumbent"]: 1.0}}
    return found


def one_candidate(document):
    found, one = always(document), document["incumbent"]
    found["candidates"] = {one: document["candidates"][one]}
    for entry in found["results"]:
        entry["leader"] = {k: v for k, v in entry["leader"].items() if k in (one, "nobody", "unresolved")}
        entry["nominations"] = {one: entry["nominations"][one]}
    for told in found["stories"]:
        told["leader"] = one
    return found


def eight(document):
    found = copy.deepcopy(document)
    more = {f"extra{n}": f"Candidate Number{n}" for n in range(8 - len(found["candidates"]))}
    found["candidates"] |= more
    for entry in found["results"]:
        share = 1 / (len(found["candidates"]) + 2)
        same = {"chance": share, "error": 0.01, "low": share, "high": share}
        entry["leader"] = {one: dict(same) for one in [*found["candidates"], "nobody", "unresolved"]}
    return found


def nobody(document):
    found = copy.deepcopy(document)
    for entry in found["results"]:
        for one in entry["nominations"].values():
            one |= {"sought": 0.0, "reaches_bar": None, "histogram": {}}
    return found


def labels(figure):
    """The boxes of all words drawn, in points."""
    renderer = figure.canvas.get_renderer()
    texts = [text for ax in figure.axes for text in ax.texts if text.get_text().strip()]
    return [(text.get_text(), text.get_window_extent(renderer)) for text in [*texts, *figure.texts]]


CASES = [
    "as it is", "one reading", "one candidate", "always and never", "eight candidates", "long names",
    "nobody sought nominations", "few runs", "no incumbent",
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("width", [WIDE, NARROW], ids=["page", "telephone"])
def test_no_label_stands_on_another_or_leaves_the_sheet(document, case, width):
    """At every extreme, on a page and on a telephone, the boxes of all words are apart and inside the sheet."""
    for name in CONTEST:
        there = extremes(document)[case]
        with house():
            figure, axes = sheet(width, CHARTS[name].height(CHARTS[name].table(there), width))
            CHARTS[name].draw(CHARTS[name].table(there), axes)
            figure.draw_without_rendering()
        assert not crowded(figure), (name, case)
        boxes = labels(figure)
        for (one, a), (other, b) in combinations(boxes, 2):
            across = min(a.x1, b.x1) - max(a.x0, b.x0)
            down = min(a.y1, b.y1) - max(a.y0, b.y0)
            assert across < 2 or down < 3, (name, case, one, other)
        for words, box in boxes:
            assert box.x0 >= -3, (name, case, words)
            assert box.x1 <= figure.bbox.width + 3, (name, case, words)


@pytest.mark.parametrize("case", CASES)
def test_every_chart_has_a_finding_and_an_alternative_in_words(document, case):
    """Whatever the table, the finding fits a title and the alternative says something."""
    for chart in (CHARTS[name] for name in CONTEST):
        table = chart.table(extremes(document)[case])
        told = chart.told(table)
        assert 10 < len(told.finding) < 330
        assert len(told.alt) > len(told.finding) + 10
        assert "nan" not in told.alt.lower().split()


def test_outcome_bars_are_as_wide_as_the_chances(document, tables):
    """Each bar of the outcome chart is a chance of the table, in its order, and each row is a whole."""
    _, ax = drawn("outcome", document)
    widths = [p.get_width() for p in ax.patches if isinstance(p, Rectangle) and p.get_gid() != "swatch"]
    wanted = [chance for chance in tables["outcome"]["chance"] if chance]
    assert widths == pytest.approx(wanted)
    assert sum(widths) == pytest.approx(len(document["results"]))


def test_columns_of_nominations_are_as_high_as_the_shares(document, tables):
    """The heights of a panel's columns stand to one another as the shares do, and add up to as much."""
    _, ax = drawn("nominations", document)
    table = tables["nominations"]
    shares = table[table["sought"] >= 0.02]["share"].to_numpy()
    heights = -np.array([p.get_height() for p in ax.patches])
    assert heights / heights.sum() == pytest.approx(shares / shares.sum())


def test_the_two_tones_part_exactly_below_the_bar(document, tables):
    """No column of the darker tone begins below the bar less a half, and none of the paler tone above it."""
    _, ax = drawn("nominations", document, NARROW)
    edge = tables["nominations"]["bar"].iloc[0] - 0.5
    for column in ax.patches:
        middle = column.get_x() + column.get_width() / 2
        assert (middle > edge) == (column.get_alpha() == 1.0)


def test_ribbons_are_as_thick_as_the_runs_that_go_that_way(document, tables):
    """At its left end each ribbon is as high as its share, so ribbons add up to all runs but the rarest."""
    _, ax = drawn("hands", document)
    ribbons = [p for p in ax.patches if isinstance(p, PathPatch) and p.get_gid() == "ribbon"]
    thick = sorted(abs(p.get_path().vertices[-1][1] - p.get_path().vertices[-2][1]) for p in ribbons)
    shares = sorted(c for c in drawn_pair(tables["hands"])["chance"] if c >= RAREST)
    assert np.array(thick) / sum(thick) == pytest.approx(np.array(shares) / sum(shares))


def test_fifty_dots_are_fifty_and_are_split_as_the_table_says(document, tables):
    """There are fifty dots; those filled are those that reach the bar."""
    _, ax = drawn("dots", document)
    count = {line.get_gid(): len(line.get_xdata()) for line in ax.lines if line.get_gid() in ("reaches", "short")}
    assert sum(count.values()) == 50
    assert count["reaches"] == int(tables["dots"]["reaches_bar"].sum())


def test_hands_and_paths_account_for_every_run(document, tables):
    """In each pair and under each reading the shares add to one."""
    assert tables["hands"].groupby("after")["runs"].sum().tolist() == [document["runs"]] * len(document["pairs"])
    assert tables["paths"].groupby("reading")["runs"].sum().tolist() == [document["runs"]] * len(document["results"])


def test_a_timeline_row_stands_for_every_event_told(document, tables):
    """Events that the stories share stand once; every other event has a row of its own."""
    told = sum(len(one["events"]) for one in document["stories"])
    shared = (tables["timeline"]["part"] == "under every reading").sum()
    assert len(tables["timeline"]) == told - shared * (len(document["stories"]) - 1)


@pytest.mark.parametrize("name", CONTEST)
def test_a_chart_has_the_same_bytes_twice(document, tables, name):
    """Drawn twice, a chart is the same SVG and the same PNG."""
    chart, table = CHARTS[name], tables[name]
    for kind in ("svg", "png"):
        assert drawing(chart, table, document, kind) == drawing(chart, table, document, kind)


@pytest.mark.parametrize("name", CONTEST)
def test_an_inline_chart_wears_the_colours_of_the_page(document, tables, name):
    """No colour of its own is left in it, its ids are its own, and it is no heavier than 80 KB."""
    text = inline_svg(CHARTS[name], tables[name], document, WIDE)
    assert 'fill="#' not in text
    assert not [word for word in text.split() if word.startswith("#") and len(word) == 8]
    assert all(found.startswith(f"{name}-") for found in ids(text))
    assert len(text.encode()) < 80_000


def ids(text):
    """The ids in a piece of SVG."""
    return [part.split('"', 1)[0] for part in text.split(' id="')[1:]]


def test_a_name_with_markup_in_it_stays_a_name(document):
    """Names come from people's files: an angle bracket or a dollar is drawn, not obeyed."""
    odd = {**document, "candidates": {c: f"<b>$x_{n}$&" for n, c in enumerate(document["candidates"])}}
    for chart in (CHARTS[name] for name in CONTEST):
        text = inline_svg(chart, chart.table(odd), odd, WIDE)
        assert "<b>" not in text
