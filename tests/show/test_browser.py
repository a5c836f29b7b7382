"""The explorer in a real browser, without a network: it can be dragged, read aloud, seen in the dark and on a telephone."""

from __future__ import annotations

import os
import shutil
import threading
from importlib import import_module, resources

import pytest

from simulator import load
from simulator.questions.explore import Asked, answer, controls, on_grid
from simulator.show.explorer.bake import baked
from simulator.show.explorer.cell import Cell, RankedRow, Ranking, cell
from simulator.show.explorer.server import Answers, Server

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
FILE, RUNS = "scenarios/labour-2016-june.yaml", 300


def loaded(given):
    """The June scenario with other figures set."""
    return load(FILE, given)


@pytest.fixture(scope="module")
def browser():
    """A Chromium; where there is none these tests are passed over, but not in continuous integration."""
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("no Chromium on this machine")
    assert CHROMIUM is not None, "continuous integration must have a Chromium"
    playwright = (
        import_module("playwright.sync_api") if os.environ.get("CI") else pytest.importorskip("playwright.sync_api")
    )
    with playwright.sync_playwright() as made:
        opened = made.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def served():
    """The address of an open door."""
    there = controls(loaded)
    door = Server(
        Answers(
            there,
            lambda asked: answer(loaded, there, asked, RUNS, 2016),
            lambda _: Ranking(rows=(RankedRow(title="A clause", share=0.2),), words="x"),
        )
    )
    thread = threading.Thread(target=door.serve_forever, daemon=True)
    thread.start()
    yield door.address
    door.shutdown()
    door.server_close()


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """The address of a baked page."""
    place = tmp_path_factory.mktemp("baked") / "june.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("simulator.show.explorer.bake.GRIDS", ((33, 3),))
        there = controls(loaded, ("bar", "support"))
        known: dict[str, Cell] = {}
        text = baked(
            there,
            answer(loaded, there, Asked({}, {}), RUNS, 2016),
            lambda here, grid: list(on_grid(loaded, here, grid, RUNS, 2016, cell, known)),
            Ranking(rows=(), words=""),
        )
        place.write_text(text, encoding="utf-8")
    return place.as_uri()


@pytest.fixture
def opened(browser, request, served, file):
    """A page through either door: it may ask loopback or its own file and nobody else, and must not complain."""
    kind, look = request.param if isinstance(request.param, tuple) else (request.param, {})
    page = browser.new_page(**{"viewport": {"width": 1200, "height": 900}, **look})
    strangers, faults = [], []

    def gate(route):
        address = route.request.url
        if address.startswith(("http://127.0.0.1:", "file://", "data:", "blob:")):
            route.continue_()
        else:
            strangers.append(address)
            route.abort()

    page.route("**/*", gate)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(served if kind == "served" else file)
    page.wait_for_selector("#table tbody tr")
    yield page
    page.close()
    assert strangers == []
    assert faults == []


BOTH = pytest.mark.parametrize("opened", ["served", "baked"], indirect=True)


def drag(page, to):
    """Move the bar to a value of its slider with the keyboard, and wait for the answer."""
    slider = page.locator("#slider-bar")
    slider.focus()
    steps = page.evaluate("(to) => F.sliders[0].values.findIndex((one) => one === to) - state.at.bar", to)
    before = page.inner_text("#sentence")
    for _ in range(abs(steps)):
        slider.press("ArrowRight" if steps > 0 else "ArrowLeft")
    page.wait_for_function(
        "(before) => document.getElementById('sentence').textContent !== before && !busy", arg=before
    )


@BOTH
def test_dragging_the_bar_from_51_to_38_rewrites_the_sentence(opened):
    """With 38 nominations needed the incumbent leads more often if nominations are needed; the address says where we are."""
    assert "51 nominations" in opened.inner_text("#slider-bar-out")
    before = opened.inner_text("#sentence")
    drag(opened, 15)
    assert "38 nominations" in opened.inner_text("#slider-bar-out")
    after = opened.inner_text("#sentence")
    assert before != after
    assert "bar=15" in opened.url
    counts = [int(opened.evaluate("shown.entries[1].leader.corbyn")) for _ in (0,)]
    drag(opened, 20)
    assert opened.inner_text("#sentence") == before
    assert counts[0] > int(opened.evaluate("shown.entries[1].leader.corbyn"))
    assert "bar=" not in opened.url


@BOTH
def test_an_address_opens_the_same_view_again(opened):
    """A copied address has the same sentence, the same slider and the same reading."""
    drag(opened, 10)
    opened.check("#incumbent-nominations-needs-nominations")
    sentence, address = opened.inner_text("#sentence"), opened.url
    opened.goto("about:blank")
    opened.goto(address)
    opened.wait_for_selector("#table tbody tr")
    opened.wait_for_function("!busy")
    assert opened.inner_text("#sentence") == sentence
    assert opened.is_checked("#incumbent-nominations-needs-nominations")
    assert "“needs nominations”" in opened.inner_text("#why-title")


@BOTH
def test_what_an_address_says_that_is_not_known_is_left_out_with_a_note(opened):
    """An unknown word, a value off the slider and a scenario that has changed are said, and the page works."""
    mark = "?" if "?" in opened.url or opened.url.startswith("http") else "#"
    place = opened.url.split(mark)[0]
    opened.goto("about:blank")
    opened.goto(f"{place}{mark}bar=77&colour=red&v=0000")
    opened.wait_for_selector("#table tbody tr")
    note = opened.inner_text("#note")
    assert "bar=77" in note
    assert "colour=red" in note
    assert "has changed" in note


@BOTH
def test_the_two_doors_say_the_same(opened, served, file, browser):
    """At a setting that both have, the baked page and the served one have one sentence."""
    said = set()
    for place, mark in ((served, "?"), (file, "#")):
        page = browser.new_page()
        page.goto(f"{place}{mark}bar=15")
        page.wait_for_selector("#table tbody tr")
        page.wait_for_function("!busy")
        said.add(page.inner_text("#sentence"))
        page.close()
    assert len(said) == 1


@pytest.mark.parametrize(
    "opened",
    [("served", {"color_scheme": "light"}), ("served", {"color_scheme": "dark"}), ("baked", {"color_scheme": "dark"})],
    indirect=True,
)
def test_no_rule_of_accessibility_is_broken(opened):
    """Axe finds nothing, light or dark, with every argument unfolded."""
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    opened.evaluate("() => document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    opened.evaluate(axe)
    found = opened.evaluate("() => axe.run()")
    assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found["violations"]] == []


@pytest.mark.parametrize("opened", [("baked", {"viewport": {"width": 380, "height": 800}})], indirect=True)
def test_nothing_is_wider_than_a_telephone(opened):
    """At 380 points no part of the page sticks out."""
    assert opened.evaluate("document.documentElement.scrollWidth <= innerWidth")


@BOTH
def test_what_is_taken_away_is_what_is_shown(opened, tmp_path):
    """The chart as SVG has the sentence and no variable left in it, the PNG is one, the table has the counts' shares."""
    for button, name in (("svg", "c.svg"), ("png", "c.png"), ("table", "c.csv")):
        with opened.expect_download() as wait:
            opened.click(f"#download-{button}")
        wait.value.save_as(tmp_path / name)
    drawing = (tmp_path / "c.svg").read_text("utf-8")
    assert "var(--" not in drawing
    assert "Not a forecast" in drawing
    words = opened.inner_text("#sentence").split()
    assert all(word.split("“")[0] in drawing for word in words if word.isalpha())
    assert (tmp_path / "c.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    rows = (tmp_path / "c.csv").read_text("utf-8").splitlines()
    shares = [float(cell.strip('"')) for cell in rows[1].split(",")[1:]]
    assert shares == opened.evaluate("shown.entries.map((one) => one.leader[F.order[0]] / shown.runs)")


@pytest.mark.parametrize("opened", ["served"], indirect=True)
def test_which_clause_decides_is_played_when_asked(opened):
    """The served page ranks the disputes at a setting when a button is pressed."""
    opened.click("#rank")
    opened.wait_for_selector("#ranking table")
    assert "A clause" in opened.inner_text("#ranking")


def test_the_report_breaks_no_rule_of_accessibility(browser, folder):
    """Axe finds nothing on the page of the report, light or dark, and it asks nobody for anything."""
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)
        strangers = []
        page.on("request", lambda request, seen=strangers: seen.append(request.url))
        page.goto((folder / "index.html").as_uri())
        page.evaluate(axe)
        found = page.evaluate("() => axe.run()")
        assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found["violations"]] == []
        assert len(strangers) == 1
        page.close()
