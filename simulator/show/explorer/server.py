"""The door: a server on this machine alone that answers the page, and refuses whoever else asks.

It listens on 127.0.0.1 and nowhere else, takes only its own Host names (so no other site can point its name here), refuses
requests that another site makes a browser send, reads and never writes, and knows three places: the page, an answer, a ranking.
"""

from __future__ import annotations

import json
import re
import secrets
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from simulator.questions.explore import Asked, Controls, readings, settings
from simulator.results.results import RunAnswer
from simulator.show.explorer.cell import Ranking, cell
from simulator.show.explorer.facts import Facts, facts
from simulator.show.explorer.page import page, served_policy
from simulator.words.problems import Problems, Wrong, did_you_mean

LONGEST, KEPT, FIELDS = 2000, 64, 40
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,9})?")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Busy(Exception):
    """A ranking is being played, and one at a time is enough."""


class Answers:
    """What the page may ask: one answer at a time, each kept for whoever asks again.

    ask    a setting → its answer
    ranks  the settings and readings of a place, as --set and --reading have them → the ranking of disputes there
    """

    def __init__(
        self, there: Controls, ask: Callable[[Asked], RunAnswer], ranks: Callable[[list[str]], Ranking]
    ) -> None:
        self.there, self._ask, self._ranks = there, ask, ranks
        self._known: OrderedDict[str, bytes] = OrderedDict()
        self._hand = ThreadPoolExecutor(1, thread_name_prefix="engine")
        self._one_ranking = threading.Lock()

    def asked(self, query: str) -> Asked:
        """A query as a setting; Wrong if a word of it is unknown or a figure is not on its slider."""
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query), max_num_fields=FIELDS)
        if len(dict(pairs)) < len(pairs):
            raise Wrong("a setting is given twice", "give it once")
        sliders, chosen = {one.key: one for one in self.there.sliders}, self.there.disputes
        numbers, taken = {}, {}
        for key, value in pairs:
            if key in sliders:
                numbers[key] = sliders[key].at(_number(key, value))
            elif key in chosen:
                if value not in chosen[key]:
                    raise Wrong(f"{key} has no reading “{value[:80]}”", did_you_mean(value, chosen[key]))
                taken[key] = value
            else:
                raise Wrong(f"there is no setting “{key[:80]}”", did_you_mean(key, [*sliders, *chosen]))
        return Asked(numbers, taken)

    def answer(self, query: str) -> bytes:
        """The answer to a setting, as JSON."""
        asked = self.asked(query)
        set_, read = settings(self.there, asked), readings(self.there, asked)
        key = json.dumps([set_, read], sort_keys=True)
        return self._hand.submit(self._played, key, asked, {"set": set_, "readings": read}).result()

    def _played(self, key: str, asked: Asked, more: Mapping[str, object]) -> bytes:
        """An answer known, or played now; one hand does all the playing, so that memory is taken up once."""
        if key not in self._known:
            self._known[key] = _json({**cell(self._ask(asked)).to_json(), **more})
        self._known.move_to_end(key)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return self._known[key]

    def ranking(self, query: str) -> bytes:
        """The ranking of disputes at a setting, as JSON; it is played beside the answers, so they do not wait for it."""
        asked = self.asked(query)
        said = [f"--set={path}={value}" for path, value in settings(self.there, asked).items()]
        said += [f"--reading={dispute}={reading}" for dispute, reading in readings(self.there, asked).items()]
        if not self._one_ranking.acquire(blocking=False):
            raise Busy
        try:
            return _json(self._ranks(said).to_json())
        finally:
            self._one_ranking.release()

    @property
    def facts(self) -> Facts:
        """What the page knows before it asks."""
        return self._hand.submit(lambda: self._facts).result()

    @cached_property
    def _facts(self) -> Facts:
        home = self._ask(Asked({}, {}))
        return facts(self.there, home, sliders=self.there.sliders, disputes=self.there.disputes)


def _number(key: str, text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise Wrong(f"{key}: “{text[:40]}” is not a number", "a value of the slider, such as 15")
    return float(text)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def ranked(file: str, common: list[str], runs: int, seed: int) -> Callable[[list[str]], Ranking]:
    """The ranking as ``party-rules disputes --json`` gives it, played by a process of its own."""

    def ranks(said: list[str]) -> Ranking:
        played = [f"--runs={runs}", f"--seed={seed}", "--json"]
        command = [sys.executable, "-m", "simulator", "disputes", file, *common, *said, *played]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Wrong(
                done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "the ranking could not be made", ""
            )
        found = json.loads(done.stdout)
        rows = ((row["title"], row["shapley"]["share"]) for row in found["disputes"])
        return Ranking.of(rows, found["played"], found["runs"])

    return ranks


class Server(ThreadingHTTPServer):
    """The server, on a port that the kernel chooses."""

    daemon_threads = True

    def __init__(self, answers: Answers) -> None:
        super().__init__(("127.0.0.1", 0), RequestHandler)
        self.answers = answers

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor who hangs up is no news."""


class RequestHandler(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    server_version, sys_version, protocol_version, timeout = "party-rules", "", "HTTP/1.1", 20
    disable_nagle_algorithm, wbufsize = True, -1

    def do_GET(self) -> None:
        """Answer, or say in one line why not."""
        try:
            self._answered()
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def _answered(self) -> None:
        port = self.server.server_port
        hosts = self.headers.get_all("Host") or []
        if len(hosts) != 1 or hosts[0] not in (f"127.0.0.1:{port}", f"localhost:{port}"):
            return self._no(421, "this page answers to its own address only")
        if self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            return self._no(403, "another site asked")
        if len(self.path) > LONGEST:
            return self._no(414, "the address is too long")
        try:
            place = urlsplit(self.path)
        except ValueError:
            return self._no(400, "the address cannot be read")
        answers = self.server.answers
        if place.path == "/":
            nonce = secrets.token_urlsafe(18)
            text = page(answers.facts, {"kind": "served"}, nonce=nonce).encode()
            return self._give(200, text, "text/html; charset=utf-8", {"Content-Security-Policy": served_policy(nonce)})
        known = {"/answer": answers.answer, "/ranking": answers.ranking}
        if place.path not in known:
            return self._no(404, "there is nothing here")
        try:
            return self._give(200, known[place.path](place.query), "application/json")
        except Busy:
            return self._no(429, "a ranking is being made; ask again when it is done")
        except Wrong as wrong:
            return self._no(400, f"{wrong.said}; {wrong.cure}" if wrong.cure else wrong.said)
        except Problems as found:
            return self._no(400, str(found).splitlines()[0])
        except ValueError:
            return self._no(400, "the settings cannot be read")

    def _no(self, status: int, why: str) -> None:
        self.close_connection = True
        self._give(status, _json({"error": why}), "application/json")

    def _give(self, status: int, body: bytes, kind: str, more: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **HEADERS, **(more or {})}.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the library refuses by itself (other methods, broken request lines), in the same form."""
        if code == 501:
            code, message = 405, "this page is only read"
        self._no(code, message or "the request cannot be read")

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing is logged."""
