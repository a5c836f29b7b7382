"""Every number of a report's text stands in its result document, in the part that the text says it is from."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from simulator.show.charts import CHARTS
from simulator.show.report import page_text
from simulator.show.whole import tables_of

NUMBER = re.compile(r"±?\d+(?:,\d{3})*(?:\.\d+)?")
CONSTANTS = {
    "figure": {"100", "90", "50", "95", "5"},
    "p": {"100"},
    "section": {"100", "90", "55", "68", "2"},
    "footer": set(),
}
"""Numbers of the house's own words: “of 100 simulations”, “50 dots”, “a 90% interval such as 55% to 68%”, columns of clauses."""


class Told(HTMLParser):
    """The words of every element that says where its numbers are from, drawings left out."""

    def __init__(self, text):
        super().__init__()
        self.found, self._open, self._depth, self._quiet = [], None, 0, 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Begin to listen, or go deeper."""
        given = dict(attrs)
        if self._open is None and "data-from" in given:
            self._open, self._depth = [tag, given["data-from"].split(), ""], 0
        if self._open is not None and tag not in ("meta", "br", "path", "use", "rect"):
            self._depth += 1
        self._quiet += tag == "svg"

    def handle_endtag(self, tag):
        """Come back up; at the top what was heard is kept."""
        self._quiet -= tag == "svg"
        if self._open is not None and tag not in ("meta", "br", "path", "use", "rect"):
            self._depth -= 1
            if self._depth == 0:
                self.found.append(tuple(self._open))
                self._open = None

    def handle_data(self, data):
        """Hear words."""
        if self._open is not None and not self._quiet:
            self._open[2] += f" {data}"


def parts(document, path, key=""):
    """What a path names in a document, each with the name it goes by; * is every one, and how many they are."""
    if not path:
        yield key, document
        return
    step, _, rest = path.partition("/")
    rows = document.items() if isinstance(document, dict) else [(str(at), one) for at, one in enumerate(document)]
    if step == "*":
        yield "how many", len(rows)
    for name, one in rows:
        if step in ("*", name):
            yield from parts(one, rest, key if name.isdigit() else name)


def sayable(value, key=""):
    """The ways in which the numbers of a part are said: the name a number goes by decides which."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from sayable(one, str(name))
            yield from NUMBER.findall(str(name))
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from sayable(one, key)
    elif isinstance(value, str):
        yield from NUMBER.findall(value)
        for day in re.findall(r"\d{4}-(\d\d)-(\d\d)", value):
            yield from (str(int(part)) for part in day)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from said(key, value)


def said(key, value):
    """The ways of one number: an error is half an interval, in points; a fraction is per cent; the rest is as it is."""
    size = abs(value)
    if key == "error":
        whole = int(196 * size + 0.5)
        yield from (f"±{max(1, whole)}", f"±{whole}", f"±{196 * size:.1f}")
    elif 0 < size < 1:
        per_cent = int(100 * size + 0.5)
        yield str(per_cent if 0.01 <= size <= 0.99 else 1 if size < 0.5 else 99)
        yield f"{100 * size:.1f}"
    elif size in (0, 1):
        yield from (f"{int(size)}", f"{int(100 * size)}")
    else:
        yield from (f"{size:,.0f}", f"{size:.0f}", f"{size:.1f}", f"{size:.4g}")


def unknown(document, page):
    """The numbers of a page that are in no part they are said to be from: (where, number, words)."""
    wrong = []
    for tag, paths, words in Told(page).found:
        known = CONSTANTS[tag] | {
            way for path in paths for key, one in parts(document, path) for way in sayable(one, key)
        }
        wrong += [(paths[0], one, words[:60]) for one in NUMBER.findall(words) if one not in known]
    return wrong


def test_every_number_of_the_text_is_in_the_document(document, tables):
    """Headline, findings, tables, clauses, assumptions, evidence and small print: each from its own part."""
    page = page_text(document, tables)
    assert unknown(document, page) == []
    found = Told(page).found
    assert len(found) > 14
    assert sum(len(NUMBER.findall(words)) for _, _, words in found) > 1000


@pytest.mark.parametrize("where", ["runs", "results", "assumptions", "tables/outcome", "threshold"])
def test_a_number_that_is_not_in_the_document_is_found(document, tables, where):
    """If a part of the document no longer has what the page says, the numbers it lacks are named."""
    odd = json.loads(json.dumps(document))
    here = odd
    *above, last = where.split("/")
    for step in above:
        here = here[step]
    here[last] = type(here[last])() if not isinstance(here[last], int) else 1
    assert unknown(odd, page_text(document, tables))


@pytest.mark.parametrize(("where", "share"), [(r'class="lead"[^>]*>([^<]*)<', 0.75), (r"<h2>([^<]*)<", 0.5)])
def test_a_number_three_off_is_found(document, tables, where, share):
    """A number of the headline three more or less is mostly in no part it is said to be from; of a chart's finding, often."""
    page, caught = page_text(document, tables), []
    for words in re.finditer(where, page):
        for number in re.finditer(r"\d+", words[1]):
            at = words.start(1) + number.start()
            for other in (int(number[0]) + 3, int(number[0]) - 3):
                odd = f"{page[:at]}{other}{page[at + len(number[0]) :]}"
                caught.append(bool(unknown(document, odd)))
    assert len(caught) > 8
    assert sum(caught) / len(caught) > share


def test_the_tables_on_the_page_are_those_in_the_document(document, tables):
    """Row by row, each chart's table is in the document as it was drawn."""
    assert set(document["tables"]) == set(tables) == set(tables_of(document))
    for name, table in tables.items():
        assert len(document["tables"][name]) == len(table)
        for column in ("chance", "runs", "names"):
            if column in table and name in CHARTS:
                assert [row[column] for row in document["tables"][name]] == pytest.approx(
                    table[column].tolist(), nan_ok=True
                )
