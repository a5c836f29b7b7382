"""Every number of a report's text stands in its result document, in the part that the text says it is from."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from simulator.show.charts import CHARTS
from simulator.show.report import page_text
from simulator.show.whole import tables_of

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
CONSTANTS = {
    "figure": {"100", "90", "50", "95", "5"},
    "p": {"100"},
    "section": {"100", "90", "55", "68", "2"},
    "footer": set(),
}
"""Numbers of the house's own words: “of 100 contests”, “50 dots”, “a 90% interval such as 55% to 68%”, columns of clauses."""


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


def parts(document, paths):
    """The parts of a document that some paths name."""
    for path in paths:
        here = document
        for step in path.split("/"):
            here = here.get(step, {})
        yield here


def sayable(value):
    """Every way in which the numbers of a part may be said: whole, per cent, points, ±, thousands, and as they stand in words."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from sayable(one)
            yield from NUMBER.findall(str(name))
    elif isinstance(value, (list, tuple)):
        yield str(len(value))
        for one in value:
            yield from sayable(one)
    elif isinstance(value, str):
        yield from NUMBER.findall(value)
        for day in re.findall(r"\d{4}-(\d\d)-(\d\d)", value):
            yield from (str(int(part)) for part in day)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from said(value)


def said(value):
    """The ways of one number."""
    size = abs(value)
    if value == int(value):
        yield from (f"{int(size):,}", f"{int(size)}")
    for scaled in (size, 100 * size, 196 * size):
        yield from (str(max(1, int(scaled + 0.5))), f"{scaled:.4g}", *(f"{scaled:.{digits}f}" for digits in range(3)))
    if 0 < size < 1:
        yield from (str(int(100 * (1 - size) + 0.5)), "1", "99", "0.1")


def untraced(document, tables):
    """The numbers of the page that are in no part they are said to be from: (where, number, words)."""
    wrong = []
    for tag, paths, words in Told(page_text(document, tables)).found:
        known = set(sayable(list(parts(document, paths)))) | CONSTANTS[tag]
        wrong += [(paths[0], one, words[:60]) for one in NUMBER.findall(words) if one not in known]
    return wrong


def test_every_number_of_the_text_is_in_the_document(document, tables):
    """Headline, findings, tables, clauses, assumptions, evidence and small print: each from its own part."""
    assert untraced(document, tables) == []
    found = Told(page_text(document, tables)).found
    assert len(found) > 14
    assert sum(len(NUMBER.findall(words)) for _, _, words in found) > 1000


@pytest.mark.parametrize("where", ["runs", "results", "assumptions", "tables/outcome", "threshold"])
def test_a_number_that_is_not_in_the_document_is_found(document, tables, where):
    """If a part of the document no longer has what the page says, the numbers it lacks are named."""
    odd = json.loads(json.dumps(document))
    text = page_text(document, tables)
    here = odd
    *above, last = where.split("/")
    for step in above:
        here = here[step]
    here[last] = type(here[last])() if not isinstance(here[last], int) else 1
    wrong = []
    for tag, paths, words in Told(text).found:
        known = set(sayable(list(parts(odd, paths)))) | CONSTANTS[tag]
        wrong += [one for one in NUMBER.findall(words) if one not in known]
    assert wrong


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
