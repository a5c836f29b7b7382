"""Check is total: broken laws are refused, whatever is broken in them; the order of a file's blocks means nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.rulebooks.check import check_book, sections_unknown
from simulator.rulebooks.law import Law
from simulator.rulebooks.load import bodies_in, books, open_book
from simulator.rulebooks.rulebook import RuleBook
from simulator.rulebooks.soundness import faults, idle
from simulator.stages.kinds import word_of
from simulator.words.problems import Problems, Wrong

OWN = {path.stem: str(path) for path in sorted((Path(__file__).parent / "books").glob("*.yaml"))}
BOOKS = {**books(), **OWN}


def broken(law: Law) -> Iterator[tuple[str, str, Any]]:
    """Every way of a small list to break a law: what is done, to what, and the law made so."""
    cite = next(iter(law.provisions.values())).cite
    for path, provision in law.provisions.items():
        name, leaf = path.split(".", 1)
        if provision.default or word_of(law.kinds[name], leaf).shown:
            continue
        yield "deleted", path, lambda path=path: rest(law, path)
        yield (
            "misspelt",
            path,
            lambda path=path, said=provision.said: rest(law, path).added(f"{path}x", said, lambda *_: cite, ""),
        )
        other = "nowhere" if isinstance(provision.said, str) else ["nobody-knows"]
        yield "another value", path, lambda path=path, other=other: law.changed(path, other, cite, "")
    for name, kind in law.kinds.items():
        if kind != "contest":
            yield "stage deleted", name, lambda name=name: law.without(name)
            yield "stage orphaned", name, lambda name=name: law.copied(name, "orphan", ())


def rest(law: Law, path: str) -> Law:
    """A law without a provision, its defaults written out again."""
    return law.without(path).with_defaults(path.split(".")[0], lambda *_: law.cite(path), "")


def refused(book: RuleBook, law: Law, make: Any) -> bool:
    """Whether a broken law is refused: by the reader, by check, or because something in it never acts now."""
    try:
        made = make()
    except (Wrong, Problems):
        return True
    wrong = any(not fault.warning for fault in (*faults(made), *sections_unknown(book, made)))
    named = {body for path, one in made.provisions.items() for body in bodies_in(path, one.value)}
    settled = {one for stage in made.compiled[0].values() for one in getattr(stage, "settles", None) or ()}
    unknown = named - book.bodies.keys() or settled - book.disputes.keys()
    return bool(wrong or unknown or idle(made).keys() - idle(law).keys())


LAWFUL = {
    ("deleted", "among"): "whoever seeks it is the default",
    ("deleted", "bar.counted"): "everyone is the default",
    ("deleted", "bar.rounding"): "a broken number is rounded up: less is not the share",
    ("deleted", "bar.test"): "at least is the default",
    ("deleted", "barred"): "nobody is barred where no text bars anybody",
    ("deleted", "block"): "a section's votes are then votes like any other's",
    ("deleted", "drop.below"): "no floor: the lowest drops out",
    ("deleted", "drop.keep"): "no number is kept: the lowest drops out",
    ("deleted", "drop.lowest"): "one at a time is the default",
    ("deleted", "exempt"): "nobody is the default",
    ("deleted", "if_vacant.go"): "a resignation meanwhile ends unresolved, naming it",
    ("deleted", "in_government"): "a Prime Minister is challenged like anybody",
    ("deleted", "keeps"): "nothing is the default",
    ("deleted", "not_within"): "there is no time of safety",
    ("deleted", "open"): "the timetable gives the window",
    ("deleted", "opens_when.petition.rounding"): "a broken number is rounded up",
    ("deleted", "opens_when.petition.test"): "at least is the default",
    ("deleted", "others_may_join"): "others may join where no text forbids it",
    ("deleted", "seats"): "a section's votes are then votes like any other's",
    ("deleted", "then.incumbent short"): "the stage meets nobody in office, or exempts the incumbent",
    ("deleted", "then.not won"): "of papers that are ranked: they are counted on",
    ("deleted", "tie"): "who drops out is unknown, and that ends it before a tie could",
    ("deleted", "units"): "every vote is then worth the same",
    ("deleted", "while"): "it may open at any time",
    ("deleted", "win.majority_of"): "another test is left",
    ("deleted", "win.test"): "at least is the default",
    ("deleted", "withdrawn"): "a withdrawal ends unresolved, naming it",
}
"""What is done to which provision, and why the law is lawful all the same."""


@pytest.mark.parametrize("name", BOOKS)
def test_a_law_with_something_broken_in_it_is_refused(name):
    """Each leaf deleted, misspelt or given another value, each stage deleted or orphaned: refused, or on the list."""
    book = open_book(OWN.get(name, name))
    missed = {
        (what, path.split(".", 1)[1])
        for edition in book.editions
        for what, path, make in broken(edition.law)
        if not refused(book, edition.law, make)
    }
    assert not missed - LAWFUL.keys()


def test_nothing_stands_on_the_list_that_is_refused():
    """Every entry of the list is met in some book."""
    met = {
        (what, path.split(".", 1)[-1])
        for book in (open_book(OWN.get(name, name)) for name in BOOKS)
        for edition in book.editions
        for what, path, make in broken(edition.law)
        if (what, path.split(".", 1)[-1]) in LAWFUL and not refused(book, edition.law, make)
    }
    assert met == LAWFUL.keys()


def test_every_book_passes_check():
    """The shipped books and those of the tests, in every edition, under every reading and what-if."""
    for name, path in BOOKS.items():
        assert not [one.letter() for one in check_book(open_book(path)) if not one.warning], name
