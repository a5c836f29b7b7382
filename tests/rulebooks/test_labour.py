"""The rule book of the Labour Party: editions on their dates, every provision cited, readings as patches."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import product

import pytest

from simulator.rulebooks.shelf import open_book
from simulator.rulebooks.values import SetBy, Unsaid
from simulator.words.problems import Problems


@pytest.fixture(scope="module")
def labour():
    return open_book("labour")


def test_the_edition_of_june_2016_is_whole(labour):
    """15% in a vacancy, 20% in a challenge, of MPs and MEPs, rounded up; three sections in one pool; no tie rule found."""
    law = labour.on(dt.date(2016, 6, 28)).law
    assert law["vacancy-nominations.bar.share"] == Fraction(15, 100)
    assert law["challenge-nominations.bar.share"] == Fraction(1, 5)
    assert law["challenge-nominations.bar.of"] == law["challenge-nominations.bar.by"] == ("mps", "meps")
    assert law["challenge-nominations.bar.rounding"] == "up"
    assert law["challenge-nominations.then.one"] == "elected"
    assert law["ballot.sections"] == ("members", "affiliated", "registered")
    assert (law["ballot.paper"], law["ballot.together"]) == ("ranked", "one pool")
    assert law["ballot.tie"] is Unsaid.UNKNOWN
    assert law["confidence-vote.then.carried"] == "incumbent stays"
    assert law["executive.may_vary"] == "the rules framework"
    assert law["ballot.freeze"] == SetBy("nec")


def test_the_amendment_of_2015_adds_the_meps_and_changes_nothing_else(labour):
    """Collins 2014 counted MPs alone; autumn 2015 adds the MEPs to nominators and base."""
    before, after = (e.law for e in labour.editions)
    changed = {p for p in after.provisions if before[p] != after[p]}
    assert changed == {
        f"{stage}.bar.{leaf}" for stage in ("vacancy-nominations", "challenge-nominations") for leaf in ("by", "of")
    }
    assert before["challenge-nominations.bar.of"] == ("mps",)
    assert "autumn 2015" in after.provisions["challenge-nominations.bar.of"].since
    assert "Collins 2014" in after.provisions["challenge-nominations.then.one"].since


@pytest.mark.parametrize(
    ("date", "edition"),
    [
        ((2014, 3, 1), "Collins 2014"),
        ((2015, 8, 31), "Collins 2014"),
        ((2015, 9, 30), "autumn 2015"),
        ((2016, 6, 28), "autumn 2015"),
    ],
)
def test_the_edition_in_force_on_a_day(labour, date, edition):
    """Each side of an amendment's date."""
    assert labour.on(dt.date(*date)).name == edition


@pytest.mark.parametrize("date", [(2014, 2, 28), (2015, 9, 1), (2015, 9, 15)])
def test_a_day_without_a_sure_edition_is_refused(labour, date):
    """Before the first edition, or inside a month whose day is not known, nothing is guessed."""
    with pytest.raises(Problems):
        labour.on(dt.date(*date))


def test_every_provision_is_cited_under_every_reading(labour):
    """A source with a pinpoint or a note and a confidence, or where one looked in vain; every key resolves."""
    seen = 0
    for edition, chosen in product(labour.editions, readings(labour)):
        for provision in labour.read(edition, chosen).provisions.values():
            cite = provision.cite
            assert cite.not_found or (cite.sources and cite.confidence), provision.path
            assert set(cite.sources) <= set(labour.sources)
            seen += 1
    assert seen > 5_000


def readings(book):
    """A covering choice of readings: each reading of each dispute at least once with each of the first."""
    names = list(book.disputes)
    first = book.disputes[names[0]].readings
    for one in first:
        for dispute in names[1:]:
            for reading in book.disputes[dispute].readings:
                yield {**book.adopted(), names[0]: one, dispute: reading}


def test_unknown_provisions_say_where_one_looked(labour):
    """`unknown` is a cite too."""
    for provision in labour.editions[-1].law.provisions.values():
        if provision.value is Unsaid.UNKNOWN:
            assert len(provision.cite.not_found) > 20, provision.path


def test_the_disputes_of_2016_are_readings_with_holders_and_arguments(labour):
    """Six disputes, seventeen readings; those somebody held say who, the others that nobody is known to have."""
    assert {d: len(x.readings) for d, x in labour.disputes.items()} == {
        "incumbent-nominations": 3,
        "bar-base": 4,
        "excluded-remedy": 2,
        "nomination-transfer": 3,
        "rounding": 3,
        "leader-votes-on-own-case": 2,
    }
    for dispute in labour.disputes.values():
        for reading in dispute.readings.values():
            assert reading.held_by or "nobody" in reading.note
            assert reading.condition
    assert "18 to 14" in labour.disputes["incumbent-nominations"].settled


def test_the_remedy_is_moot_while_the_incumbent_is_on_automatically(labour):
    """Nothing hangs on it unless the incumbent needs nominations, or may be asked for them."""
    edition = labour.editions[-1]
    for reading, moot in (("automatic", True), ("needs-nominations", False), ("executive-may-require", False)):
        chosen = {**labour.adopted(), "incumbent-nominations": reading, "excluded-remedy": "reopened"}
        assert ("excluded-remedy" in labour.moot(edition, chosen)) == moot
        assert ("second-window" in labour.read(edition, chosen).stages) == (not moot)


def test_a_stage_like_another_is_like_it_as_read(labour):
    """The second window takes over what other readings changed, and its own words win."""
    chosen = {**labour.adopted(), "incumbent-nominations": "needs-nominations", "excluded-remedy": "reopened"}
    law = labour.read(labour.editions[-1], {**chosen, "bar-base": "without-the-suspended"})
    assert law["second-window.exempt"] == "nobody"
    assert str(law["second-window.bar.counted"]) == "all but the suspended"
    assert law["second-window.open"] == 2
    assert law["second-window.then.incumbent short"] == "go on"


def test_the_base_was_not_in_dispute_before_the_meps_were_added(labour):
    """A dispute has a time of its own; elsewhere it is moot."""
    assert "bar-base" in labour.moot(labour.editions[0], labour.adopted())
    assert "bar-base" not in labour.moot(labour.editions[1], labour.adopted())
