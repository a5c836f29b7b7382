"""The gallery: charts of sweeps, readings, polls, books and single contests, at the ends of what can come."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from calibration import scoring
from simulator import load
from simulator.questions.backtest import backtest
from simulator.questions.disputes import DisputeRanked, DisputesAnswer, Mean
from simulator.questions.one_contest import OneContest, of_record, of_run
from simulator.questions.polls import Polled, PollUsed, polls
from simulator.questions.replay import replay
from simulator.questions.rules import history
from simulator.questions.sensitivity import BeliefSwing, SensitivityAnswer, tornado
from simulator.questions.simulate import choices
from simulator.questions.story import story
from simulator.questions.sweep import FigureVaried, RealBar, SweepAnswer, SweepCell
from simulator.results.chances import Chance, Share
from simulator.results.results import Rules
from simulator.rulebooks.load import open_book
from simulator.scenario.recorded import recorded
from simulator.show.charts import CHARTS
from simulator.show.charts.reliability import band
from simulator.show.fit import INSTEAD, crowded, draw_table, table_height
from simulator.show.palette import DARK, LIGHT, PAINT, painted
from simulator.show.style import NARROW, WIDE, house, sheet
from simulator.show.svg import drawing, figure_of
from simulator.show.tables import made

LONG = "Bartholomew Maximilian Featherstonehaugh-Cholmondeley"
GALLERY = [name for name, chart in CHARTS.items() if chart.asks != "contest"]
RULES = Rules(book="labour", title="Labour", edition="autumn 2015")
WIDTHS = pytest.mark.parametrize("width", [WIDE, NARROW], ids=["page", "telephone"])


def swept(chances, readings, *, home=20.0, bars=(), unit="%", two=False, who="Jeremy Corbyn"):
    """A sweep: chances[reading][value], or [reading][value of the second][value of the first]."""
    values = tuple(float(v) for v in np.linspace(5, 35, len(chances[0][0] if two else chances[0])))
    real = tuple(RealBar(needs=n, at=at, by=("as it is" if at == home else "elsewhere",)) for n, at in bars)
    share = "challenge-nominations.bar.share"
    axes = [FigureVaried(path=share, values=values, unit=unit, home=home, needs=", needs 51", bars=real)]
    if two:
        up = tuple(float(v) for v in np.linspace(20, 90, len(chances[0])))
        members = "electorate.sections.members.support.corbyn"
        axes.append(FigureVaried(path=members, values=up, unit="%", home=57.0, needs="", bars=()))
    cells = (
        [((x, y), n, m) for m, y in enumerate(axes[1].values) for n, x in enumerate(values)]
        if two
        else [((x,), n, 0) for n, x in enumerate(values)]
    )
    rows = [
        SweepCell(
            at=at,
            readings=name,
            needs=(51,),
            leader={"corbyn": Chance(count=round(4000 * (chances[r][m][n] if two else chances[r][n])), of=4000)},
        )
        for at, n, m in cells
        for r, name in enumerate(readings)
    ]
    return SweepAnswer(
        scenario="A scenario", rules=RULES, runs=4000, seed=1, candidates={"corbyn": who}, subject="corbyn",
        axes=tuple(axes), rows=tuple(rows),
    )  # fmt: skip


def one(names, rounds, needs=51, heads=251, incumbent="a", college=False):
    """One contest: names and rounds by candidate."""
    every = dict.fromkeys([*names, *(c for r in rounds for c in r)])
    leader = max(rounds[-1], key=lambda c: rounds[-1][c]) if rounds else "nobody"
    return OneContest(
        scenario="A contest", rules=RULES, which="contest 7 of seed 1", recorded=False, incumbent=incumbent,
        candidates={c: (LONG if len(c) > 6 else c.upper()) for c in every}, leader=leader, names=names, exempt=(),
        needs=needs, heads=heads, rounds=tuple(rounds), stages=(), college=college,
    )  # fmt: skip


def moved(count, swing=0.2, name="electorate.sections.members.support.corbyn"):
    """A tornado with so many visible beliefs."""
    low, high = (Share(count=round(1000 * share), of=1000) for share in (0.5 - swing / 2, 0.5 + swing / 2))
    gained = {"gained": high.count - low.count, "lost": 0, "of": 1000}
    rows = [
        BeliefSwing(belief=f"{name}{n or ''}", said="", at_low=low, at_high=high, under={}, **gained)
        for n in range(count)
    ]
    return SensitivityAnswer(
        scenario="A", rules=RULES, candidates={"corbyn": "Jeremy Corbyn"}, subject="corbyn", name="Jeremy Corbyn",
        runs=10, seed=1, chance=Share(count=5, of=10), adopted="", beliefs=tuple(rows), readings=(),
    )  # fmt: skip


def ranked(shares):
    """A ranking with so many disputes."""
    rows = tuple(
        DisputeRanked(
            dispute=f"a-rather-long-name-of-a-dispute-{n}", title=f"Which {n}?", adopted="", readings=(),
            shapley=Mean(share=share, error=0.01), alone=Mean(share=max(share, 0), error=0.01),
            averaged=Mean(share=0, error=0),
        )
        for n, share in enumerate(shares)
    )  # fmt: skip
    return DisputesAnswer(
        scenario="A", rules=RULES, runs=10, seed=1, combinations=12, played=12, moot=0, silent=(), idle={}, sampled_orders=0,
        sampled_points=0, disputes=rows, all=Mean(share=sum(shares), error=0.01), interactions=(), matrix=(),
    )  # fmt: skip


def polled(count, low=0.4, high=0.6):
    """Beliefs from polls, of three polls each."""
    poll = PollUsed(
        pollster="P", date=dt.date(2016, 1, 1), days=9, sample=None, share=0.5, undecided=None, scale=0.1, weight=1.0,
        source="",
    )  # fmt: skip
    rows = tuple(
        Polled(
            section="members", candidate="c", name=LONG if n % 2 else "C", low=low, middle=(low + high) / 2, high=high,
            certain=False, used=(), polls=(poll,) * 3,
        )
        for n in range(count)
    )  # fmt: skip
    return replace(polls(load("scenarios/labour-2016-june.yaml")), scenario="A", beliefs=rows, nominations=())


@pytest.fixture(scope="module")
def documents(results):
    """Documents at the ends of what can come, by chart: (what it is, document)."""
    flat, steep = [0.0] * 13, [1.0] * 6 + [0.0] * 7
    real = story(results.scenario, choices(results.scenario)[1], results.seed, 21)
    book = open_book("labour")
    grid = [[[min(1.0, max(0.0, 1 - abs(x - y) / 5)) for x in range(10)] for y in range(8)]]
    candidates = "abcdefgh"
    falling = [dict.fromkeys(candidates[n:], 1 / (8 - n)) for n in range(7)]
    return {
        "threshold": [
            (
                "a cliff",
                swept([steep, flat], ["needs-nominations", "automatic"], bars=((38, 15.0), (50, 19.9), (51, 20.0))),
            ),
            ("always and never", swept([[1.0] * 13, flat, flat, flat], ["a", "b", "c", "d"])),
            ("one value", swept([[0.4]], ["as adopted"], home=5.0)),
            ("long names", swept([steep, flat], [f"{LONG}-{LONG}", "automatic"], who=LONG)),
            ("eight readings", swept([[n / 8] * 13 for n in range(8)], [f"dispute=reading-{n}" for n in range(8)])),
            ("no home", swept([steep], ["x"], home=None)),
        ],
        "map": [
            ("a ridge", swept(grid, ["x"], two=True)),
            ("always", swept([[[1.0] * 9] * 7], ["x"], two=True)),
            ("a column", swept([[[0.0], [1.0]]], ["x"], two=True)),
        ],
        "tornado": [
            ("real", tornado(results.scenario, runs=200, seed=1)),
            ("nothing", moved(0)),
            ("one from 0% to 100%", moved(1, 1.0)),
            ("forty", moved(40, 0.01)),
            ("long names", moved(3, 0.3, f"politics.challengers.{LONG}.stands")),
        ],
        "ranking": [("three", ranked([0.5, 0.1, -0.01])), ("one", ranked([0.0])), ("twelve", ranked([0.08] * 12))],
        "rounds": [
            ("real", of_record(replay(recorded("leader-2010")))),
            ("a run", of_run(results.scenario, real, 1)),
            ("none", one({"a": 60}, [])),
            ("one round", one({}, [{"a": 0.5, "b": 0.5}])),
            ("eight", one({}, falling)),
            ("long names", one({}, [{"aaaaaaaa": 0.6, "bbbbbbbb": 0.2, "c": 0.2}, {"aaaaaaaa": 0.7, "bbbbbbbb": 0.3}])),
            ("0% and 100%", one({}, [{"a": 1.0, "b": 0.0}])),
        ],
        "grid": [
            ("a run", of_run(results.scenario, real, 1)),
            ("real", of_record(replay(recorded("leader-1988")))),
            ("nobody", one({}, [])),
            ("eight", one(dict.fromkeys(candidates, 30), [], heads=600)),
            ("long names", one({"aaaaaaaa": 50, "b": 51}, [])),
        ],
        "beliefs": [("none", polled(0)), ("eight", polled(8)), ("to the ends", polled(2, 0.001, 0.999))],
        "reliability": [("real", backtest())],
        "track-record": [("real", backtest())],
        "history": [("real", history(book))],
    }


@pytest.mark.parametrize("name", GALLERY)
@WIDTHS
def test_no_words_of_a_drawing_stand_on_others_or_leave_the_sheet(documents, name, width):
    """At every extreme the boxes of all words are apart; where a picture cannot hold them its table is drawn, and says so."""
    chart = CHARTS[name]
    for case, document in documents[name]:
        table = chart.table(document)
        with house():
            figure = figure_of(chart, table, document, width, bare=False)
            assert not crowded(figure), (name, case)
            told = " ".join(text.get_text() for text in figure.axes[0].texts)
        instead = INSTEAD.split()[0] in told and "numbers" in told
        assert not instead or case in MAY_FALL_BACK[width].get(name, ()), (name, case)


MAY_FALL_BACK = {
    WIDE: {},
    NARROW: {
        "history": ("real",),
        "rounds": ("eight", "long names", "real"),
        "threshold": ("long names",),
        "map": ("a ridge",),
    },
}
"""Where a picture gives way to its table: nowhere on a page, and on a telephone only here."""


@pytest.mark.parametrize("name", GALLERY)
def test_every_finding_fits_a_title_and_begins_the_alternative(documents, name):
    """The alternative text is made of the same finding, goes on, and has no number that is none."""
    chart = CHARTS[name]
    for case, document in documents[name]:
        told = chart.told(chart.table(document))
        assert 10 < len(told.finding) < 330, (name, case)
        assert told.alt.startswith(told.finding.rstrip("."))
        assert len(told.alt) > len(told.finding) + 10
        assert "nan" not in told.alt.lower().split()


@pytest.mark.parametrize("name", GALLERY)
def test_a_drawing_has_the_same_bytes_twice(documents, name):
    """On one machine a chart is the same file each time, light or dark, as SVG, PNG or PDF."""
    chart, (_, document) = CHARTS[name], documents[name][0]
    table = chart.table(document)
    for kind, dark in (("svg", False), ("svg", True), ("png", False), ("pdf", True)):
        assert drawing(chart, table, document, kind, dark=dark) == drawing(chart, table, document, kind, dark=dark)


@pytest.mark.parametrize("name", CHARTS)
def test_a_dark_drawing_wears_no_light_colour(documents, answer, name):
    """Every colour of a dark drawing is of the dark page."""
    chart = CHARTS[name]
    there = documents[name][0][1] if name in documents else answer
    text = drawing(chart, chart.table(there), there, "svg", dark=True).decode()
    only_light = set(LIGHT.values()) - set(DARK.values())
    assert not [colour for colour in only_light if colour in text]
    assert DARK["ink"] in text


def test_paint_is_of_the_page_being_drawn_and_of_no_other_afterwards():
    """Inside a dark page the roles are dark; afterwards they are light again, also if drawing failed."""
    with painted(DARK):
        assert PAINT["ink"] == DARK["ink"]
    assert PAINT["ink"] == LIGHT["ink"]
    with pytest.raises(KeyError), painted(DARK):
        PAINT["no such role"]
    assert PAINT["ink"] == LIGHT["ink"]


def test_a_title_of_ones_own_takes_the_place_of_the_finding(documents):
    """It is drawn, and the finding is not."""
    chart, (_, document) = CHARTS["threshold"], documents["threshold"][0]
    table = chart.table(document)
    text = drawing(chart, table, document, "svg", title="My own words").decode()
    assert "My own words" in text
    assert chart.finding(table).split(",")[0] not in text


def test_lines_of_the_threshold_run_through_the_chances(documents):
    """The line of a reading has the chances of the table, on the scale from 0% to 100%."""
    chart, (_, document) = CHARTS["threshold"], documents["threshold"][0]
    table = chart.table(document)
    with house():
        figure = figure_of(chart, table, document, WIDE, bare=True)
    lines = {line.get_gid(): line for line in figure.axes[0].lines if line.get_gid()}
    for reading, rows in table.groupby("reading", sort=False):
        y = np.asarray(lines[reading].get_ydata(), float)
        heights = (y - y.max()) / (y.min() - y.max()) if np.ptp(y) else y * 0
        wanted = rows["chance"].to_numpy()
        assert heights == pytest.approx(wanted / wanted.max() if wanted.max() else wanted)


def test_cells_of_the_map_are_as_dark_as_the_chances(documents):
    """Each cell has the strength of its chance, in the order of the table."""
    chart, (_, document) = CHARTS["map"], documents["map"][0]
    table = chart.table(document)
    with house():
        figure = figure_of(chart, table, document, WIDE, bare=True)
    strengths = np.array([patch.get_alpha() for patch in figure.axes[0].patches])
    assert strengths == pytest.approx(0.04 + 0.9 * table["chance"].to_numpy())


def test_hexagons_are_the_names_in_and_the_names_missing(documents):
    """As many filled as names, as many hollow as are missing to the bar, for everybody who sought names."""
    chart, (_, document) = CHARTS["grid"], documents["grid"][0]
    table = chart.table(document)
    with house():
        figure = figure_of(chart, table, document, WIDE, bare=True)
    count = {"in": 0, "missing": 0}
    for dots in figure.axes[0].collections:
        count[dots.get_gid()] += len(dots.get_offsets())
    silent = document.heads - sum(document.names.values())
    assert count["in"] == table["names"].sum() + max(silent, 0)
    assert count["missing"] == table["short"].sum() > 0


def test_rounds_of_2010_are_those_that_were_declared(documents):
    """D Miliband led in round 1 with 37.8% of the college and E Miliband won in round 4 with 50.7%."""
    table = CHARTS["rounds"].table(documents["rounds"][0][1])
    assert CHARTS["rounds"].finding(table) == "D Miliband led in round 1; E Miliband won in round 4, with 50.7%"
    shares = table.pivot(index="round", columns="candidate", values="share")
    assert shares.loc[1, "D Miliband"] == pytest.approx(0.3778, abs=5e-5)
    assert shares.loc[4, "E Miliband"] == pytest.approx(0.5065, abs=5e-5)
    assert shares.notna().sum(axis=1).tolist() == [5, 4, 3, 2]


def test_a_band_of_reliability_is_the_binomial_one():
    """The central 95% of a binomial, as the backtest has it for its tables."""
    for chance, count in ((0.5, 31), (0.8, 31), (0.8, 15), (0.9, 31)):
        low, high = scoring.band(chance, count)
        assert band(chance, count) == (low / count, high / count)


def test_a_chart_that_cannot_hold_its_words_becomes_its_table(documents):
    """Eleven editions do not fit side by side on a telephone: the table is drawn in their place, and says why."""
    (_, document), chart = documents["history"][0], CHARTS["history"]
    table = chart.table(document)
    with house():
        _, axes = sheet(NARROW, chart.height(table, NARROW))
        chart.draw(table, axes)
        assert crowded(axes.figure)
        figure = figure_of(chart, table, document, NARROW, bare=False)
        said = " ".join(text.get_text() for text in figure.axes[0].texts)
        assert not crowded(figure)
    assert "these are its numbers" in said
    assert all(since in said for since in table["since"])


def test_a_table_with_too_many_rows_says_how_many_it_leaves_out():
    """Of sixty rows twenty-eight are drawn, and the words say that thirty-two are more."""
    rows = made(["Candidate", "Share"], [(f"C{n}", f"{n}%") for n in range(60)])
    with house():
        _, axes = sheet(NARROW, table_height(rows, NARROW))
        draw_table(rows, axes)
        assert not crowded(axes.figure)
    assert "… and 32 rows more, in the table" in [text.get_text() for text in axes.texts]
