"""The charts: what is drawn is what is in the table, and no label stands on another, whatever the table."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from matplotlib.patches import PathPatch, Rectangle

from simulator.results.chances import Chance, Share
from simulator.results.summary import Nominations
from simulator.show.charts import CHARTS
from simulator.show.charts.flow import RAREST
from simulator.show.charts.flows import drawn_pair
from simulator.show.fit import crowded
from simulator.show.style import NARROW, WIDE, house, sheet
from simulator.show.svg import drawing, figure_of, inline_svg

CONTEST = [name for name, chart in CHARTS.items() if chart.asks == "contest"]
LONG = "Bartholomew Maximilian Featherstonehaugh-Cholmondeley"


def drawn(name, answer, width=WIDE, bare=True):
    """A chart's figure, and the axes it is drawn on."""
    chart = CHARTS[name]
    with house():
        figure = figure_of(chart, chart.table(answer), answer, width, bare=bare)
        figure.draw_without_rendering()
    return figure, figure.axes[0]


def extremes(answer):
    """Answers at the ends of what can come: by name."""
    return {
        "as it is": answer,
        "one reading": one_reading(answer),
        "one candidate": one_candidate(answer),
        "always and never": always(answer),
        "eight candidates": eight(answer),
        "long names": replace(answer, candidates={c: f"{LONG}-{c}" for c in answer.candidates}),
        "nobody sought nominations": nobody(answer),
        "few runs": replace(answer, runs=40),
        "no incumbent": replace(answer, incumbent=None),
    }


def under_each(answer, changed):
    """An answer with the result under each choice of readings changed."""
    return replace(answer, results=tuple(changed(entry) for entry in answer.results))


def one_reading(answer):
    return replace(answer, results=answer.results[:1], pairs=(), stories=answer.stories[:1])


def always(answer):
    first, runs = answer.incumbent, answer.runs
    found = under_each(
        answer,
        lambda e: replace(e, leader={one: Chance(count=runs * (one == first), of=runs) for one in e.leader}),
    )
    never, ever = Share(count=0, of=runs), Share(count=runs, of=runs)
    pairs = (replace(pair, leader_changes=never, moves=(), unchanged={first: ever}) for pair in answer.pairs)
    return replace(found, pairs=tuple(pairs))


def one_candidate(answer):
    one = answer.incumbent
    found = under_each(
        always(answer),
        lambda e: replace(
            e,
            leader={k: v for k, v in e.leader.items() if k in (one, "nobody", "unresolved")},
            nominations={one: e.nominations[one]},
        ),
    )
    told = tuple(replace(story, leader=one) for story in answer.stories)
    return replace(found, candidates={one: answer.candidates[one]}, stories=told)


def eight(answer):
    more = {f"extra{n}": f"Candidate Number{n}" for n in range(8 - len(answer.candidates))}
    found = replace(answer, candidates={**answer.candidates, **more})
    same = Chance(count=answer.runs // 10, of=answer.runs)
    return under_each(
        found, lambda e: replace(e, leader=dict.fromkeys([*found.candidates, "nobody", "unresolved"], same))
    )


def nobody(answer):
    none = Nominations(sought=Share(count=0, of=answer.runs), p05=None, median=None, p95=None, reaches_bar=None)
    return under_each(answer, lambda e: replace(e, nominations=dict.fromkeys(e.nominations, none)))


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
def test_no_label_stands_on_another_or_leaves_the_sheet(answer, case, width):
    """At every extreme, on a page and on a telephone, the boxes of all words are apart and inside the sheet."""
    for name in CONTEST:
        there = extremes(answer)[case]
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
def test_every_chart_has_a_finding_and_an_alternative_in_words(answer, case):
    """Whatever the table, the finding fits a title and the alternative says something."""
    for chart in (CHARTS[name] for name in CONTEST):
        table = chart.table(extremes(answer)[case])
        told = chart.told(table)
        assert 10 < len(told.finding) < 330
        assert len(told.alt) > len(told.finding) + 10
        assert "nan" not in told.alt.lower().split()


def test_outcome_bars_are_as_wide_as_the_chances(answer, tables):
    """Each bar of the outcome chart is a chance of the table, in its order, and each row is a whole."""
    _, ax = drawn("outcome", answer)
    widths = [p.get_width() for p in ax.patches if isinstance(p, Rectangle) and p.get_gid() != "swatch"]
    wanted = [chance for chance in tables["outcome"]["chance"] if chance]
    assert widths == pytest.approx(wanted)
    assert sum(widths) == pytest.approx(len(answer.results))


def test_columns_of_nominations_are_as_high_as_the_shares(answer, tables):
    """The heights of a panel's columns stand to one another as the shares do, and add up to as much."""
    _, ax = drawn("nominations", answer)
    table = tables["nominations"]
    shares = table[table["sought"] >= 0.02]["share"].to_numpy()
    heights = -np.array([p.get_height() for p in ax.patches])
    assert heights / heights.sum() == pytest.approx(shares / shares.sum())


def test_the_two_tones_part_exactly_below_the_bar(answer, tables):
    """No column of the darker tone begins below the bar less a half, and none of the paler tone above it."""
    _, ax = drawn("nominations", answer, NARROW)
    edge = tables["nominations"]["bar"].iloc[0] - 0.5
    for column in ax.patches:
        middle = column.get_x() + column.get_width() / 2
        assert (middle > edge) == (column.get_alpha() == 1.0)


def test_ribbons_are_as_thick_as_the_runs_that_go_that_way(answer, tables):
    """At its left end each ribbon is as high as its share, so ribbons add up to all runs but the rarest."""
    _, ax = drawn("hands", answer)
    ribbons = [p for p in ax.patches if isinstance(p, PathPatch) and p.get_gid() == "ribbon"]
    thick = sorted(abs(p.get_path().vertices[-1][1] - p.get_path().vertices[-2][1]) for p in ribbons)
    shares = sorted(c for c in drawn_pair(tables["hands"])["chance"] if c >= RAREST)
    assert np.array(thick) / sum(thick) == pytest.approx(np.array(shares) / sum(shares))


def test_fifty_dots_are_fifty_and_are_split_as_the_table_says(answer, tables):
    """There are fifty dots; those filled are those that reach the bar."""
    _, ax = drawn("dots", answer)
    count = {line.get_gid(): len(line.get_xdata()) for line in ax.lines if line.get_gid() in ("reaches", "short")}
    assert sum(count.values()) == 50
    assert count["reaches"] == int(tables["dots"]["reaches_bar"].sum())


def test_hands_and_paths_account_for_every_run(answer, tables):
    """In each pair and under each reading the shares add to one."""
    assert tables["hands"].groupby("after")["runs"].sum().tolist() == [answer.runs] * len(answer.pairs)
    assert tables["paths"].groupby("reading")["runs"].sum().tolist() == [answer.runs] * len(answer.results)


def test_a_timeline_row_stands_for_every_event_told(answer, tables):
    """Events that the stories share stand once; every other event has a row of its own."""
    told = sum(len(one.events) for one in answer.stories)
    shared = (tables["timeline"]["part"] == "under every reading").sum()
    assert len(tables["timeline"]) == told - shared * (len(answer.stories) - 1)


@pytest.mark.parametrize("name", CONTEST)
def test_a_chart_has_the_same_bytes_twice(answer, tables, name):
    """Drawn twice, a chart is the same SVG and the same PNG."""
    chart, table = CHARTS[name], tables[name]
    for kind in ("svg", "png"):
        assert drawing(chart, table, answer, kind) == drawing(chart, table, answer, kind)


@pytest.mark.parametrize("name", CONTEST)
def test_an_inline_chart_wears_the_colours_of_the_page(answer, tables, name):
    """No colour of its own is left in it, its ids are its own, and it is no heavier than 80 KB."""
    text = inline_svg(CHARTS[name], tables[name], answer, WIDE)
    assert 'fill="#' not in text
    assert not [word for word in text.split() if word.startswith("#") and len(word) == 8]
    assert all(found.startswith(f"{name}-") for found in ids(text))
    assert len(text.encode()) < 80_000


def ids(text):
    """The ids in a piece of SVG."""
    return [part.split('"', 1)[0] for part in text.split(' id="')[1:]]


def test_a_name_with_markup_in_it_stays_a_name(answer):
    """Names come from people's files: an angle bracket or a dollar is drawn, not obeyed."""
    odd = replace(answer, candidates={c: f"<b>$x_{n}$&" for n, c in enumerate(answer.candidates)})
    for chart in (CHARTS[name] for name in CONTEST):
        text = inline_svg(chart, chart.table(odd), odd, WIDE)
        assert "<b>" not in text
