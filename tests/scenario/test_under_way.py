"""A contest that is under way: a scenario says at which stage it stands, and simulations go on from there."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from simulator.beliefs.draws import draw
from simulator.conduct.readings import worlds_of
from simulator.conduct.simulate import simulate
from simulator.engine.ledger import Ending, Step
from simulator.questions.agenda import agenda
from simulator.scenario.resolve import of_document
from simulator.words.documents import parse
from simulator.words.problems import Problems

TEXT = """
scenario: Conservatives, autumn 2024, under way
rules: {{book: conservative, date: 2024-10-07, contest: vacancy, {where}}}
bodies: {{mps: {{size: 121, assumption: as published}}}}
candidates:
  badenoch: {{name: Kemi Badenoch}}
  jenrick: {{name: Robert Jenrick}}
  cleverly: {{name: James Cleverly}}
  tugendhat: {{name: Tom Tugendhat}}
nominators:
  assumption: for the test
  blocs:
    undecided: {{body: mps, size: {undecided}, nominate: {{cleverly: 100%}}}}
  bandwagon: 0%
  lending: {{permitted: 0%}}
politics:
  challengers:
    cleverly: {{stands: 100%, in_a_vacancy: 100%}}
    badenoch: {{stands: 0%, in_a_vacancy: 0%}}
    jenrick: {{stands: 0%, in_a_vacancy: 0%}}
    tugendhat: {{stands: 0%, in_a_vacancy: 0%}}
  assumption: for the test
electorate:
  assumption: for the test
  sections:
    mps: {{register: 121, turnout: 100%}}
    members: {{register: "120,000 to 175,000", turnout: 68% to 86%}}
timetable:
  nominations: {{opens: 1 day, closes: 3 days}}
  mps-ballots: {{opens: 8 October 2024, closes: 0 days, further: 1 day}}
  members-ballot: {{closes: 31 October 2024, declared: 2 November 2024}}
  assumption: as announced
"""
RUNS = 200


def under_way(where, undecided=10):
    """A scenario with a contest that stands somewhere."""
    return of_document(parse(TEXT.format(where=where, undecided=undecided).encode(), "a test"), {}, {})


def played(scenario):
    return simulate(scenario, worlds_of(scenario), draw(scenario, 1, 0, RUNS))


def test_a_contest_that_stands_at_its_ballots_goes_on_with_those_who_stand():
    """With three left to the MPs one ballot drops one (or two who are level twice); members choose between two."""
    scenario = under_way("at: mps-ballots, ballots_held: 3, standing: [badenoch, jenrick, cleverly]")
    ledger = played(scenario)
    assert (ledger.ending == Ending.BALLOT_IN_A_VACANCY).all()
    assert (ledger.leader != scenario.ids.index("tugendhat")).all()
    assert ((ledger.share > 0).sum(axis=0) == 2).mean() > 0.98
    assert all(Step.WINDOW_OPENED not in ledger.steps(run) for run in range(RUNS))
    day = int(np.median(ledger.day))
    assert scenario.day_zero + dt.timedelta(day) == dt.date(2024, 11, 2)


def test_a_contest_with_two_left_goes_to_the_members_at_once():
    """Two standing need no further ballot of MPs."""
    ledger = played(under_way("at: mps-ballots, ballots_held: 4, standing: [badenoch, jenrick]"))
    assert (ledger.share > 0).sum(axis=0).max() == 2
    assert set(ledger.leader) <= {0, 1}


def test_what_lies_before_the_stage_of_a_contest_under_way_does_not_matter():
    """Once nominations have closed, nobody's mood, pace or word to nominate does; while they are open, each does."""
    paths = (
        "nominators.mood",
        "nominators.pace.eve.jenrick",
        "electorate.sections.mps.keeps_word",
        "timetable.vacancy",
    )
    closed = under_way("at: mps-ballots, ballots_held: 3, standing: [badenoch, jenrick, cleverly]").beliefs
    still_open = under_way("at: nominations, nominations: {badenoch: 42, cleverly: 3}").beliefs
    assert [path for path in paths if closed[path].bears] == []
    assert [path for path in paths[:3] if not still_open[path].bears] == []
    assert closed["electorate.sections.mps.stays"].bears


def test_nominations_that_are_in_count_beside_those_to_come():
    """Badenoch has 42 in and nobody to come; Cleverly 3, and ten who have named nobody yet; ten are needed."""
    ledger = played(under_way("at: nominations, nominations: {badenoch: 42, cleverly: 3}"))
    assert (ledger.entered > 1).all()
    opened = [steps for run in range(RUNS) if Step.ON_BALLOT_NAMED in (steps := ledger.steps(run))]
    assert len(opened) == RUNS
    assert set(ledger.names[0]) == {42}
    assert set(ledger.names[2]) == {13}
    assert set(ledger.names[1]) == {-1}


def test_what_is_in_so_far_is_shown_with_what_is_needed():
    """Seen from inside the window: ten suffice, and so many are in."""
    items = {
        item.clause: item for item in agenda(under_way("at: nominations, nominations: {badenoch: 42, cleverly: 3}"))
    }
    assert items["nominations.bar"].what.endswith("in so far: Kemi Badenoch 42, James Cleverly 3")


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("at: mps-ballot, standing: [badenoch]", "“mps-ballot” is no stage that this contest may come to"),
        ("at: confidence-vote", "“confidence-vote” is no stage that this contest may come to"),
        ("at: mps-ballots", "it is not said who stands"),
        ("at: mps-ballots, standing: [badenock]", "“badenock” is not a candidate"),
        ("at: mps-ballots, standing: [badenoch], nominations: {jenrick: 3}", "nobody is nominated there"),
        ("at: nominations, standing: [badenoch]", "nominations are open, and nobody stands yet"),
        ("at: nominations, ballots_held: 2", "no ballots are held in it"),
        ("standing: [badenoch]", "it is not said where the contest stands"),
        ("at: nominations, nominations: {badenoch: 115}", "10 and the 115 nominations in so far = 125"),
    ],
)
def test_a_place_where_no_contest_can_stand_is_refused(where, said):
    """A stage that is none of this contest's, a ballot without candidates, more nominations than nominators."""
    with pytest.raises(Problems, match=said.replace("(", "\\(")):
        under_way(where)
