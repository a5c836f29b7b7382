"""The rule book of the Labour Party: editions on their dates, every provision cited, readings as patches."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from simulator.rulebooks.changes import changes
from simulator.rulebooks.check import check_book
from simulator.rulebooks.load import open_book
from simulator.rulebooks.rulebook import value_words
from simulator.rulebooks.soundness import contradictions, faults
from simulator.stages.values import SetBy, Unsaid
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
    """Collins 2014 counted MPs alone; autumn 2015 adds the MEPs to nominators and base: they no longer merely support."""
    before, after = (edition(labour, name).law for name in ("Collins 2014", "autumn 2015"))
    changed = {p for p in after.provisions if before[p] != after[p]}
    assert changed == {
        *(f"{stage}.bar.{leaf}" for stage in ("vacancy-nominations", "challenge-nominations") for leaf in ("by", "of")),
        "vacancy-nominations.supporting",
    }
    assert before["challenge-nominations.bar.of"] == ("mps",)
    assert "autumn 2015" in after.provisions["challenge-nominations.bar.of"].since
    assert "MPs only" in after.provisions["challenge-nominations.then.one"].since


def edition(book, name):
    """An edition by its name."""
    return next(one for one in book.editions if one.name == name)


def in_words(law):
    """Each provision of a law with its value in words."""
    return {path: value_words(provision.value) for path, provision in law.provisions.items()}


def weights_of(law):
    """What each section weighs, as `rules` prints it; each weight is a provision of its own."""
    rows = in_words(law)
    return ", ".join(f"{p.split('.')[2]} {value}" for p, value in rows.items() if p.startswith("ballot.weights."))


RULE_SETS = [
    # edition, vacancy, challenge, base, sections (with weights), paper
    ("MPs only", "unknown", "unknown", "unknown", "mps", "one name"),
    ("electoral college 1981", "5%", "5%", "mps", "affiliates 40%, clps 30%, mps 30%", "one name"),
    ("twenty per cent 1988", "20%", "20%", "mps", "affiliates 40%, clps 30%, mps 30%", "one name"),
    ("one member one vote 1993", "12.5%", "20%", "mps", "elected 1/3, members 1/3, affiliated 1/3", "silent"),
    ("potential challengers", "12.5%", "20%", "mps", "elected 1/3, members 1/3, affiliated 1/3", "ranked"),
    ("Collins 2014", "15%", "20%", "mps", "members, affiliated, registered", "ranked"),
    ("autumn 2015", "15%", "20%", "mps, meps", "members, affiliated, registered", "ranked"),
    ("September 2017", "10%", "20%", "mps, meps", "members, affiliated, registered", "ranked"),
    ("September 2018", "10%", "20%", "mps, meps", "members, affiliated, registered", "ranked"),
    ("September 2021", "20%", "20%", "mps", "members, affiliated", "ranked"),
    ("rule book 2025", "20%", "20%", "mps", "members, affiliated", "ranked"),
]


@pytest.mark.parametrize(("name", "vacancy", "challenge", "base", "sections", "paper"), RULE_SETS)
def test_every_rule_set_is_an_edition(labour, name, vacancy, challenge, base, sections, paper):
    """Bars, base, electorate and count of each, as the sources give them."""
    law = edition(labour, name).law
    said = in_words(law)
    assert said["vacancy-nominations.bar.share"] == vacancy
    assert said["challenge-nominations.bar.share"] == challenge
    assert said["vacancy-nominations.bar.of"] == base
    assert weights_of(law) or said["ballot.sections"] == sections
    assert said["ballot.paper"] == paper
    assert said["ballot.tie"] == "unknown"


def test_the_second_bar_is_five_per_cent_of_parties_or_three_affiliates(labour):
    """From 2018 on, in a vacancy: 5% of CLPs; or three affiliates, two of them unions, with 5% of the membership."""
    for one in labour.editions:
        there = one.law.get("second-hurdle.bar.any_of")
        assert (there is not None) == (one.in_force.earliest >= dt.date(2018, 9, 23))
        if there is not None:
            first, second = there.parts
            assert (first.by, first.share, first.of) == (("clps",), Fraction(1, 20), ("clps",))
            assert [(part.by, part.count, part.share) for part in second.parts] == [
                (("affiliates",), 3, None), (("unions",), 2, None), (("affiliates",), None, Fraction(1, 20))
            ]  # fmt: skip
            assert one.law["vacancy-nominations.then.one"] == "second-hurdle"


def test_a_provision_says_since_when_it_has_stood(labour):
    """20% for a challenge stands since 1988, though later editions cite it anew; the vacancy's bar was moved five times."""
    law = edition(labour, "rule book 2025").law
    assert "twenty per cent 1988" in law.provisions["challenge-nominations.bar.share"].since
    assert "September 2021" in law.provisions["vacancy-nominations.bar.share"].since
    moved = [
        c.by.name
        for c in changes(labour, labour.editions[1], labour.editions[-1])
        if c.path == "vacancy-nominations.bar.share"
    ]
    assert moved == [
        "twenty per cent 1988",
        "one member one vote 1993",
        "Collins 2014",
        "September 2017",
        "September 2021",
    ]


def test_every_reading_and_what_if_fits_every_edition_it_is_open_to(labour):
    """And the editions contradict themselves nowhere."""
    assert not check_book(labour)
    for one in labour.editions:
        read = labour.read(one, labour.adopted())
        assert not list(contradictions(read))
        assert not list(faults(read))


SORTED = {
    # a dispute as researched: where it stands in the book, and as what
    "incumbent_nominations": ("incumbent-nominations", "reading"),
    "excluded_remedy": ("excluded-remedy", "reading"),
    "base_2016": ("bar-base", "count of heads"),
    "rounding": ("rounding", "reading"),
    "suspended_members": ("suspended-members", "count of heads"),
    "base_2020": ("base-2020", "count of heads"),
    "clp_base": ("clp-count", "count of heads"),
    "freeze_date": ("freeze-date", "officer's decision"),
    "supporter_fee": ("supporter-fee", "officer's decision"),
    "nomination_transfer": ("nomination-transfer", "reading"),
    "challenge_timing": ("challenge-season", "reading"),
    "annual_nomination_duty": ("annual-invitation", "reading"),
    "pm_challenge": ("prime-minister", "edition"),
    "count_1994": ("count-1994", "reading"),
    "challenger_second_hurdle": ("challenger-second-hurdle", "reading"),
    "stalking_horse": ("stalking-horse", "reading"),
    "vacancy_only_text_2024": ("draft-2024", "what-if"),
    "clp_window_2026": ("clp-window-2026", "officer's decision"),
    "nec_leader_votes": ("leader-votes-on-own-case", "reading"),
    "acting_leader_approval": ("acting-leader-approval", "reading"),
    "precedent_1988": ("precedent-of-1988", "note"),
    "resigning_leader_is_vacancy": ("leader-who-stays-on", "reading"),
}


def test_every_dispute_that_was_found_is_sorted(labour):
    """Twenty-two: readings, heads to be counted, officers' decisions, an edition, a draft, a note, all listed."""
    assert len(SORTED) == 22
    design = Path("docs/background/evidence.md").read_text("utf-8")
    for name, sort in SORTED.values():
        if sort == "what-if":
            assert name in labour.drafts
        elif name in labour.disputes:
            assert labour.disputes[name].sort == sort
        else:
            assert labour.matters[name].sort == sort
        assert f"`{name}`" in design


def test_every_reading_says_who_held_it_and_where(labour):
    """Holders and a source, or that nobody is known to have held it; and every dispute is open to some edition."""
    for dispute in labour.disputes.values():
        assert any(dispute.open_to(one.in_force) for one in labour.editions)
        for reading in dispute.readings.values():
            assert reading.held_by or "nobody" in reading.note
            assert reading.condition
            assert reading.sources or "nobody" in reading.note


def test_drafts_are_what_ifs_and_contradictions_are_told(labour):
    """25% in 2021; the leader on the ballot in 2017; the draft of 2024 has challenges and holds no election for them."""
    of_2021, newest = edition(labour, "September 2021"), labour.editions[-1]
    assert labour.read(of_2021, labour.adopted(), [labour.draft("twenty-five-per-cent-2021", of_2021)])[
        "vacancy-nominations.bar.share"
    ] == Fraction(1, 4)
    autumn = edition(labour, "autumn 2015")
    assert (
        labour.read(autumn, {}, [labour.draft("clp-amendment-2017", autumn)])["challenge-nominations.exempt"]
        == "incumbent"
    )
    law = labour.read(newest, labour.adopted(), [labour.draft("draft-2024", newest)])
    assert [(one, other) for one, other, _ in contradictions(law)] == [("challenge.opens_when", "challenge.held")]
    with pytest.raises(Problems, match="no change to the edition"):
        labour.draft("draft-2024", autumn)
    with pytest.raises(Problems, match="draft-2024"):
        labour.draft("draft-2042", autumn)


@pytest.mark.parametrize(
    ("date", "edition"),
    [
        ((1980, 12, 31), "MPs only"),
        ((1981, 2, 1), "electoral college 1981"),
        ((1992, 7, 18), "twenty per cent 1988"),
        ((1994, 7, 21), "one member one vote 1993"),
        ((2017, 9, 25), "autumn 2015"),
        ((2017, 9, 26), "September 2017"),
        ((2018, 9, 23), "September 2018"),
        ((2021, 9, 26), "September 2021"),
        ((2026, 11, 1), "rule book 2025"),
        ((2014, 3, 1), "Collins 2014"),
        ((2015, 8, 31), "Collins 2014"),
        ((2015, 9, 30), "autumn 2015"),
        ((2016, 6, 28), "autumn 2015"),
    ],
)
def test_the_edition_in_force_on_a_day(labour, date, edition):
    """Each side of an amendment's date."""
    assert labour.on(dt.date(*date)).name == edition


@pytest.mark.parametrize(
    "date", [(1920, 5, 1), (1922, 11, 21), (1988, 10, 2), (2014, 2, 28), (2015, 9, 1), (2015, 9, 15)]
)
def test_a_day_without_a_sure_edition_is_refused(labour, date):
    """Before the first edition, or inside a month or year whose day is not known, nothing is guessed."""
    with pytest.raises(Problems):
        labour.on(dt.date(*date))


def test_every_provision_is_cited_under_every_reading(labour):
    """A source with a pinpoint or a note and a confidence, or where one looked in vain; every key resolves."""
    seen = 0
    for edition, chosen in product(labour.editions[::3], readings(labour)):
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
    """Six disputes of that summer, seventeen readings."""
    six = (
        "incumbent-nominations",
        "bar-base",
        "excluded-remedy",
        "nomination-transfer",
        "rounding",
        "leader-votes-on-own-case",
    )
    assert [len(labour.disputes[d].readings) for d in six] == [3, 4, 2, 3, 3, 2]
    assert "18 to 14" in labour.disputes["incumbent-nominations"].settled


def test_the_remedy_is_moot_while_the_incumbent_is_on_automatically(labour):
    """Nothing hangs on it unless the incumbent needs nominations, or may be asked for them."""
    autumn = edition(labour, "autumn 2015")
    for reading, moot in (("automatic", True), ("needs-nominations", False), ("executive-may-require", False)):
        chosen = {**labour.adopted(), "incumbent-nominations": reading, "excluded-remedy": "reopened"}
        assert ("excluded-remedy" in labour.moot(autumn, chosen)) == moot
        assert ("second-window" in labour.read(autumn, chosen).stages) == (not moot)


def test_a_stage_like_another_is_like_it_as_read(labour):
    """The second window takes over what other readings changed, and its own words win."""
    chosen = {**labour.adopted(), "incumbent-nominations": "needs-nominations", "excluded-remedy": "reopened"}
    law = labour.read(edition(labour, "autumn 2015"), {**chosen, "bar-base": "without-the-suspended"})
    assert law["second-window.exempt"] == "nobody"
    assert str(law["second-window.bar.counted"]) == "all but the suspended"
    assert law["second-window.open"] == 2
    assert law["second-window.then.incumbent short"] == "go on"


def test_the_base_was_not_in_dispute_before_the_meps_were_added(labour):
    """A dispute has a time of its own; elsewhere it is moot."""
    open_in = [one.name for one in labour.editions if "bar-base" not in labour.moot(one, labour.adopted())]
    assert open_in == ["autumn 2015"]
