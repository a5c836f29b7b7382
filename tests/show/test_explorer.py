"""The explorer's door, its answers and its baked page, without a browser: one engine, nobody else let in."""

from __future__ import annotations

import base64
import html
import http.client
import itertools
import json
import random
import re
import socket
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from simulator import load
from simulator.cli import main
from simulator.questions.compare import compare
from simulator.questions.explore import Asked, Grid, answer, controls, moved, on_grid, readings, settings, thinned
from simulator.questions.simulate import DrawCache
from simulator.show.explorer.bake import baked, packed
from simulator.show.explorer.cell import Cell, CellEntry, RankedRow, Ranking, cell
from simulator.show.explorer.facts import facts
from simulator.show.explorer.page import baked_policy, page
from simulator.show.explorer.server import Answers, Server
from simulator.show.sentences import Blank, headline
from simulator.words.problems import Problems, Wrong
from simulator.words.quantities import chance

FILE = "scenarios/labour-2016-june.yaml"
RUNS, SEED, SIZES = 300, 2016, (9, 5)


def loaded(given):
    """The June scenario with other figures set."""
    return load(FILE, given)


def asks(there):
    """Who answers a setting."""
    kept = DrawCache()
    return lambda asked: answer(loaded, there, asked, RUNS, SEED, kept)


@pytest.fixture(scope="module")
def there():
    """What can be moved in June 2016."""
    return controls(loaded)


@pytest.fixture(scope="module")
def door(there) -> Iterator[Server]:
    """A door that is open, and its answers."""
    server = Server(
        Answers(there, asks(there), lambda said: Ranking(rows=(RankedRow(title="x", share=0.1),), words=said[0]))
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def asked(door, path, *, method="GET", headers=(), body=None):
    """One request: status, headers, body."""
    line = http.client.HTTPConnection("127.0.0.1", door.server_port, timeout=30)
    line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    given = {"Host": f"127.0.0.1:{door.server_port}", **dict(headers)}
    for name, value in given.items():
        if value is not None:
            line.putheader(name, value)
    line.endheaders(body)
    reply = line.getresponse()
    content = reply.read()
    line.close()
    return reply.status, dict(reply.getheaders()), content


def test_every_number_served_is_that_of_compare(door, capsys):
    """For the same settings, readings, runs and seed the answer has the counts of ``compare --json``, and its sentence."""
    status, _, body = asked(door, "/answer?bar=15&support=70&bar-base=without-the-suspended")
    assert status == 200
    found = json.loads(body)
    words = [f"--set={path}={value}" for path, value in found["set"].items()]
    words += [f"--reading={d}={r}" for d, r in found["readings"].items()]
    assert main(["compare", FILE, *words, "--runs", str(RUNS), "--seed", str(SEED), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert found["set"]["challenge-nominations.bar.share"] == "15%"
    assert [e["leader"] for e in found["entries"]] == [
        {one: round(row["chance"] * RUNS) for one, row in entry["leader"].items()} for entry in document["results"]
    ]
    assert found["pairs"] == [round(pair["leader_changes"] * RUNS) for pair in document["pairs"]]
    assert spoken(found) == headline(
        compare(load(FILE, found["set"], found["readings"]), runs=RUNS, seed=SEED).comparison
    )


def spoken(found):
    """The sentence of a cell, filled as the page fills it: a second filling, written from what the words mean."""

    def percent(share):
        return "<1" if 0 < share < 0.01 else ">99" if 0.99 < share < 1 else str(int(100 * share + 0.5))

    def of_hundred(share):
        return {0.0: "none", 1.0: "all"}.get(
            share, percent(share).replace("<", "fewer than ").replace(">", "more than ")
        )

    def filled(said, of, at, who):
        entry = found["entries"][at] if of != "changes" else None
        count = found["pairs"][at] if entry is None else entry["enough"] if of == "enough" else entry["leader"][who]
        share = count / found["runs"]
        if said == "contests" and share in (0, 1):
            return "every simulation" if share else "no simulation"
        return of_hundred(share) + (" of 100 simulations" if said == "contests" else "")

    return "".join(one if isinstance(one, str) else filled(*one) for one in found["say"]).strip()


def test_at_home_nothing_is_set(there):
    """A slider at home leaves the file as it is: the answer is that of the scenario as written."""
    nothing = Asked({one.key: one.home for one in there.sliders}, {})
    assert settings(there, nothing) == {}
    assert readings(there, nothing) == {}


def test_a_belief_that_is_moved_keeps_its_width_on_its_own_scale():
    """About its own middle it is what it was, to a tenth of a point; elsewhere its log-odds are as far apart."""
    from math import log

    belief = chance("47% to 67%")
    assert moved(belief, belief.centre) == "47% to 67%"
    for middle in (0.1, 0.5, 0.9):
        other = chance(moved(belief, middle))
        width = log(other.high / (1 - other.high)) - log(other.low / (1 - other.low))
        assert width == pytest.approx(log(0.67 / 0.33) - log(0.47 / 0.53), abs=0.02)


def test_the_bar_goes_from_51_to_38(there, door):
    """At 20% of 251 it is 51 names, at 15% it is 38, and the page knows both before it asks."""
    slider = next(one for one in door.answers.facts.sliders if one.key == "bar")
    needs = dict(zip(slider.values, slider.needs[""], strict=True))
    assert (needs[20.0], needs[15.0]) == (51, 38)
    suspended = dict(zip(slider.values, slider.needs["without-the-suspended"], strict=True))
    assert suspended[20.0] == 50


def test_draws_that_are_kept_are_the_draws(there):
    """An answer from kept draws is the answer; a belief that is moved is drawn anew."""
    kept = DrawCache()
    for given in ({"bar": 3}, {"bar": 30}, {"support": 40}, {"bar": 3, "support": 40}):
        setting = Asked(given, {})
        one = answer(loaded, there, setting, RUNS, SEED, kept)
        other = answer(loaded, there, setting, RUNS, SEED)
        assert one.results == other.results


def test_a_scenario_may_ask_for_sliders_of_its_own():
    """What ``explore:`` marks has a slider; a path that is no figure is refused with its place."""
    marked = load(FILE, {"explore": "[electorate.sections.members.turnout]"})
    assert marked.explore == ("electorate.sections.members.turnout",)
    keys = [
        one.key
        for one in controls(
            lambda given: load(FILE, {"explore": "[electorate.sections.members.turnout]", **given})
        ).sliders
    ]
    assert keys == ["bar", "support", "loyal", "electorate.sections.members.turnout"]
    with pytest.raises(Problems, match="neither a belief"):
        load(FILE, {"explore": "[electorate.sections.members.turnaut]"})


def test_a_vacancy_has_a_slider_for_lending():
    """In 2015 names may be lent, so the chance that they are has a slider."""
    keys = [one.key for one in controls(lambda given: load("scenarios/labour-2015-june.yaml", given)).sliders]
    assert "lending" in keys


def test_the_page_says_what_it_may_do_and_every_reading_there_is(door, there):
    """Its policy lets it run one script and ask one server; each reading stands in it with its argument."""
    status, headers, body = asked(door, "/?bar=15")
    policy, text = headers["Content-Security-Policy"], body.decode()
    nonce = re.search(r"script-src 'nonce-([\w-]+)'", policy)[1]
    assert status == 200
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert text.count(f'nonce="{nonce}"') == 1
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in headers
    told = json.loads(re.search(r'id="facts">(.*?)</script>', text)[1])
    for dispute in (*there.scenario.compared, *there.disputes):
        for reading in there.scenario.book.disputes[dispute].readings.values():
            shown = [r for d in (*told["compared"], *told["disputes"]) if d["name"] == dispute for r in d["readings"]]
            assert any(r["name"] == reading.name and len(r["because"]) == len(reading.because) for r in shown)
    other = re.search(r"'nonce-([\w-]+)'", asked(door, "/")[1]["Content-Security-Policy"])[1]
    assert other != nonce


def test_nobody_else_is_let_in(door):
    """A foreign Host is misdirected, another site is refused, and only reading is allowed."""
    port = door.server_port
    assert asked(door, "/", headers={"Host": "evil.example"})[0] == 421
    assert asked(door, "/", headers={"Host": f"evil.example:{port}"})[0] == 421
    assert asked(door, "/", headers={"Host": None})[0] in (400, 421)
    assert asked(door, "/answer", headers={"Host": "127.0.0.1"})[0] == 421
    assert asked(door, "/", headers={"Host": f"localhost:{port}"})[0] == 200
    for site in ("cross-site", "same-site"):
        assert asked(door, "/answer", headers={"Sec-Fetch-Site": site})[0] == 403
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "HEAD", "TRACE", "PATCH", "QUERY"):
        assert asked(door, "/answer", method=method)[0] == 405, method
    assert door.server_address[0] == "127.0.0.1"


def test_settings_are_bounded_and_known(door):
    """A value off the slider, an unknown reading, a setting twice or a stranger is refused, with a reason in JSON."""
    for query, reason in (
        ("bar=99", "not on the slider"), ("bar=nan", "not a number"), ("bar=1e400", "not a number"), ("bar=1_5", "not a number"),
        ("bar=fifteen", "not a number"), ("bar=15&bar=16", "twice"), ("barr=15", "did you mean"), ("bar-base=me", "no reading"),
        ("=", "no setting"), ("bar", "cannot be read"), ("&".join(f"x{n}=1" for n in range(60)), "cannot be read"),
    ):  # fmt: skip
        status, _, body = asked(door, f"/answer?{query}")
        assert status == 400, query
        assert reason in json.loads(body)["error"], (query, body)


def test_a_thousand_hostile_requests_get_nothing_and_break_nothing(door):
    """No answer is a fault of the server's, none has the content of a file, and afterwards it answers as before."""
    before = asked(door, "/answer?bar=15")
    dice = random.Random(2016)
    wicked = [
        "../../../../etc/passwd", "/etc/passwd", "..%2f..%2fetc%2fpasswd", "scenarios/labour-2016-june.yaml",
        "%00", "~root/.ssh/id_rsa", "answer?bar='OR'1=1--", "answer?bar=${7*7}", "answer?bar={{7*7}}",
        "answer?<script>alert(1)</script>", "ranking?file=/etc/passwd", "page.js", "answer/../../pyproject.toml",
        "answer?bar=15%00", "answer?bar=15;cat", "answer?support=-1e308", "answer?bar-base=__class__",
        "favicon.ico", "answer?%ff%fe=1", "\\..\\..oot.ini",
    ]  # fmt: skip
    wicked += ["answer?bar=" + "9" * 1500, "answer?" + "a=1&" * 300, "?" + "x" * 5000]
    seen: dict[int, int] = {}
    for number in range(1000):
        path = "/" + quote(dice.choice(wicked), safe="/?&=%.:;-_~" if dice.random() < 0.7 else "/?&=")
        if dice.random() < 0.2:
            path = "/answer?" + quote(bytes(dice.randrange(256) for _ in range(dice.randrange(40))))
        headers = {"Host": "attacker.example"} if dice.random() < 0.1 else {}
        if dice.random() < 0.1:
            headers["Sec-Fetch-Site"] = "cross-site"
        if dice.random() < 0.1:
            headers["X-Long"] = "y" * dice.choice((10, 60_000))
        try:
            status, _, body = asked(
                door, path, headers=headers, method=dice.choice(("GET", "GET", "GET", "POST", "HEAD"))
            )
        except (http.client.HTTPException, ConnectionError):
            continue
        seen[status] = seen.get(status, 0) + 1
        assert status < 500, (number, path)
        assert b"root:" not in body
        assert b"setuptools" not in body
        assert b"nominators:" not in body
    assert sum(seen.values()) > 900, seen
    raw = [
        b"",
        b"\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00",
        b"GET / HTTP/1.1\r\nHost: a\r\n",
    ]
    for line in raw:
        with socket.create_connection(("127.0.0.1", door.server_port), timeout=5) as plain:
            plain.sendall(line)
    assert asked(door, "/answer?bar=15") == before or asked(door, "/answer?bar=15")[2] == before[2]


def test_answers_do_not_wait_for_a_ranking(there):
    """While a ranking is being played an answer comes; what was set is passed on as the command line has it."""
    begun, go, told = threading.Event(), threading.Event(), []

    def slow(said):
        told.append(said)
        begun.set()
        go.wait(20)
        return Ranking(rows=(), words="")

    answers = Answers(there, asks(there), slow)
    thread = threading.Thread(target=answers.ranking, args=("bar=15&rounding=down",))
    thread.start()
    begun.wait(20)
    assert json.loads(answers.answer("bar=16"))["runs"] == RUNS
    go.set()
    thread.join()
    assert told == [["--set=challenge-nominations.bar.share=15%", "--reading=rounding=down"]]


class Parts(HTMLParser):
    """The scripts of a page by id, and whatever it would fetch."""

    def __init__(self, text):
        super().__init__()
        self.scripts, self.fetched, self._in = {}, [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Note what a tag would fetch, and whether its words are a script."""
        given = dict(attrs)
        self._in = given.get("id", "code") if tag == "script" else None
        self.fetched += [given[name] for name in ("src", "href") if name in given and tag != "a"]

    def handle_data(self, data):
        """Keep the words of a script."""
        if self._in:
            self.scripts[self._in] = self.scripts.get(self._in, "") + data


@pytest.fixture(scope="module")
def small():
    """A baked page with few values of two sliders, and its controls."""
    there = controls(loaded, ("bar", "support"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("simulator.show.explorer.bake.GRIDS", (SIZES,))
        known: dict[str, Cell] = {}
        home = answer(loaded, there, Asked({}, {}), 120, SEED)
        return there, baked(
            there,
            home,
            lambda here, grid: list(on_grid(loaded, here, grid, 120, SEED, cell, known)),
            Ranking(rows=(), words=""),
        )


def unpacked(door):
    """The numbers of a baked page, unpacked by the book: columns[column][cell], and the cell of each place."""
    data = zlib.decompress(base64.b64decode(door["packed"]), -15)
    values, at = [], 0
    while at < len(data):
        value = shift = 0
        while True:
            value |= (data[at] & 127) << shift
            shift += 7
            at += 1
            if not data[at - 1] & 128:
                break
        values.append(value // 2 if value % 2 == 0 else -(value + 1) // 2)
    size = door["cells"]
    columns = [list(itertools.accumulate(values[c * size : (c + 1) * size])) for c in range(door["columns"])]
    places = list(itertools.accumulate(values[door["columns"] * size :]))
    assert len(places) == door["places"]
    return columns, places


def test_every_baked_cell_is_the_engines_answer(small):
    """Of fifty settings, each leader's count, the pairs, the names and the sentence in the page are those of the engine."""
    there, text = small
    parts = Parts(text)
    door, told = json.loads(parts.scripts["door"]), json.loads(parts.scripts["facts"])
    columns, places = unpacked(door)
    sliders = tuple(thinned(one, size) for one, size in zip(there.sliders, SIZES, strict=True))
    assert [s["values"] for s in told["sliders"]] == [list(one.values) for one in sliders]
    here = replace(there, sliders=sliders)
    settings_ = list(Grid(sliders, (there.base,)).asked(there))
    assert len(settings_) == len(places)
    for number in random.Random(7).sample(range(len(places)), 50):
        wanted = json.loads(json.dumps(cell(answer(loaded, here, settings_[number], 120, SEED)).to_json()))
        row = iter(column[places[number]] for column in columns)
        assert door["says"][next(row)] == wanted["say"]
        assert [next(row) for _ in door["pairs"]] == wanted["pairs"]
        for entry in wanted["entries"]:
            assert {who: next(row) for who in door["leaders"]} == entry["leader"]
            assert [next(row) for _ in range(3)] == [entry["enough"], entry["sought"], entry["reaches"]]
            assert door["needs"][next(row)] == entry["needs"]
            assert door["names"][next(row)] == entry["names"]
            assert door["whos"][next(row)] == entry["who"]
            kept = {tuple(way): next(row) for way in door["ways"]}
            assert all(kept.get(tuple(way), count) == count for *way, count in entry["ways"])


def test_a_baked_page_asks_nobody_and_is_light(small):
    """It fetches nothing, may run only the script it carries, and weighs at most 150 KB."""
    _, text = small
    assert Parts(text).fetched == []
    policy = html.unescape(text)
    assert "connect-src 'none'" in policy
    assert baked_policy() in policy
    assert len(text.encode()) <= 150_000
    assert "http-equiv" in text


def test_a_baked_page_says_what_is_fixed(small):
    """Loyalists, lending and the other clauses cannot be moved there, and it says so."""
    _, text = small
    fixed = json.loads(Parts(text).scripts["facts"])["fixed"]
    assert any("Loyalists" in one for one in fixed)
    assert any(one.startswith("Rounding") for one in fixed)


def test_names_with_markup_in_them_stay_names(small):
    """Nothing in a scenario can end the element its words stand in."""
    there, _ = small
    home = answer(loaded, there, Asked({}, {}), 10, SEED)
    known = facts(there, home, sliders=there.sliders, disputes=there.disputes)
    odd = replace(known, question="</script><script>alert(1)</script>", scenario="<img src=x onerror=alert(1)>")
    made = page(odd, {"kind": "served"}, nonce="abc")
    assert "<script>alert" not in made
    assert "<img" not in made
    assert json.loads(Parts(made).scripts["facts"])["question"] == odd.question


def test_packing_knows_its_own_numbers():
    """Cells that are the same are kept once, and what is unpacked is what was packed."""
    entry = CellEntry(
        name="a", if_="b", leader={"x": 5, "nobody": 0}, enough=0, sought=2, reaches=1, needs=(51,), who="x",
        names=((50, 1), (51, 1)), ways=(("o", "g", "e", "r", 5),), unresolved=(),
    )  # fmt: skip
    one = Cell(say=("in ", Blank("contests", "leader", 0, "x")), pairs=(-3,), runs=5, entries=(entry,))
    other = replace(one, pairs=(70_000,))
    door = packed([one, other, one])
    columns, places = unpacked(door)
    assert (door["cells"], places) == (2, [0, 1, 0])
    assert columns[1] == [-3, 70_000]


def test_the_verb_serves_until_it_is_told_to_stop():
    """It prints an address on 127.0.0.1, answers there, and ends without an error when interrupted."""
    import signal

    command = [sys.executable, "-m", "simulator", "explore", FILE, "--no-browser", "--runs", "100"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as served:
        address = served.stdout.readline().strip()
        host, port = re.fullmatch(r"http://(127\.0\.0\.1):(\d+)/", address).groups()
        line = http.client.HTTPConnection(host, int(port), timeout=30)
        line.request("GET", "/answer?bar=15")
        reply = line.getresponse()
        assert (reply.status, json.loads(reply.read())["runs"]) == (200, 100)
        line.close()
        served.send_signal(signal.SIGINT)
        assert served.wait(20) == 0
    modules = "pandas matplotlib"
    rooms = "simulator.verbs.explore, simulator.show.explorer.server"
    probe = f"import sys, {rooms}; print([m for m in sys.argv[1].split() if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", probe, modules], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_bad_wishes_get_letters(tmp_path, capsys):
    """One slider, an unknown figure, a page that is none: each is refused with what to write."""
    page_ = str(tmp_path / "x.html")
    assert main(["explore", FILE, "--save", page_, "--sliders", "bar"]) == 3
    assert main(["explore", FILE, "--save", page_, "--sliders", "bar,suport"]) == 3
    assert main(["explore", FILE, "--save", str(tmp_path / "x.txt")]) == 3
    told = capsys.readouterr().err
    assert "two sliders, not 1" in told
    assert "support" in told
    assert "this writes .html or .htm" in told
    assert list(tmp_path.iterdir()) == []


def test_wrong_values_are_wrong(there):
    """A slider knows its own values only."""
    slider = there.sliders[0]
    assert slider.values[slider.at(15.0)] == 15.0
    with pytest.raises(Wrong, match="not on the slider"):
        slider.at(15.01)
