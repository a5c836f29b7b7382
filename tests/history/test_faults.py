"""Replays test the interpreter: faults put into it one at a time, each of which changes what some record proves."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from simulator.procedures import rounds, tallying
from simulator.questions.replay import replay
from simulator.scenario.recorded import files, of_record, recorded
from simulator.stages import ballot, nomination
from simulator.words.documents import parse
from simulator.words.problems import Problems
from tests.test_edition_cases import CASES, record_of

ABROAD = sorted(map(str, Path("tests/rulebooks/records").glob("*.yaml")))
RECORDS = {path: recorded(path) for path in (*files(), *ABROAD)}


def shown(record):
    """What a replay shows: every figure with what follows and its label, who wins, and how it ends."""
    try:
        one = replay(record)
    except Problems as found:
        return str(found)
    figures = [(f.what, str(f.found), f.label) for f in one.figures]
    return figures, one.winner, one.ending, one.nominees


SOUND = {path: shown(record) for path, record in RECORDS.items()}


def needs_one_more(monkeypatch):
    """The bar is met only with one nomination more."""
    sound = nomination.meets
    monkeypatch.setattr(
        nomination, "meets", lambda bar, given, needs: sound(bar, given, np.where(needs >= 0, needs + 1, needs))
    )


def needs_one_fewer(monkeypatch):
    """The bar is met with one nomination fewer."""
    sound = nomination.meets
    monkeypatch.setattr(
        nomination, "meets", lambda bar, given, needs: sound(bar, given, np.where(needs >= 0, needs - 1, needs))
    )


def any_part_of_the_bar_suffices(monkeypatch):
    """Of thresholds that must all be met, one is enough."""
    sound = nomination._meets

    def lax(bar, given, needs, at):
        return sound(nomination.AnyOf(bar.parts) if isinstance(bar, nomination.AllOf) else bar, given, needs, at)

    monkeypatch.setattr(nomination, "_meets", lax)


def the_leader_is_never_exempt(monkeypatch):
    """The incumbent needs nominations, whatever the book says."""
    sound = nomination.Nomination.close
    monkeypatch.setattr(
        nomination.Nomination, "close", lambda self, s, field, *, exempt: sound(self, s, field, exempt=False)
    )


def the_highest_drops_out(monkeypatch):
    """Whoever has most drops out in place of whoever has fewest."""
    sound = rounds._leaving

    def wrong(tally, may_go, off, drop, number):
        return sound(
            dataclasses.replace(tally, score=-tally.score), may_go, off, dataclasses.replace(drop, below=()), number
        )

    monkeypatch.setattr(rounds, "_leaving", wrong)


def nobody_drops_out(monkeypatch):
    """The lowest stays."""
    monkeypatch.setattr(ballot, "_drop", lambda values: rounds.Drop(lowest="nobody"))
    anew(monkeypatch)


def a_third_wins(monkeypatch):
    """More than a third is taken for a majority."""
    sound = rounds._tests

    def wrong(question, top, second, off, win, bases):
        yield from sound(question, top * 3 / Fraction(2) if top.dtype == object else top * 1.5, second, off, win, bases)

    monkeypatch.setattr(rounds, "_tests", wrong)


def two_thirds_are_needed(monkeypatch):
    """A majority needs two thirds."""
    sound = rounds._tests

    def wrong(question, top, second, off, win, bases):
        yield from sound(
            question, top * 3 / Fraction(4) if top.dtype == object else top * 0.75, second, off, win, bases
        )

    monkeypatch.setattr(rounds, "_tests", wrong)


def half_is_enough(monkeypatch):
    """Half of the votes is taken for more than half."""
    sound = rounds._tests

    def wrong(*arguments):
        for margin, wide, _ in sound(*arguments):
            yield margin, wide, False

    monkeypatch.setattr(rounds, "_tests", wrong)


def the_lead_is_ignored(monkeypatch):
    """Whoever has a majority wins, without the lead that is needed beside it."""
    sound = ballot._win
    monkeypatch.setattr(ballot, "_win", lambda values: dataclasses.replace(sound(values), lead=None))
    anew(monkeypatch)


def of_the_votes_in_place_of_all_entitled(monkeypatch):
    """A majority of all who could vote is taken of the votes."""
    sound = rounds._base
    monkeypatch.setattr(
        rounds,
        "_base",
        lambda name, tally, bases: sound("continuing votes" if name == "all entitled" else name, tally, bases),
    )


def weights_are_ignored(monkeypatch):
    """A college is counted as one pool."""
    monkeypatch.setattr(ballot.Ballot, "scoring", lambda self, sections: tallying.Scoring())


def the_last_floor_is_missed(monkeypatch):
    """The floor of the last round that has one is not applied."""
    sound = ballot._drop
    monkeypatch.setattr(
        ballot, "_drop", lambda values: (d := sound(values)) and dataclasses.replace(d, below=d.below[:-1])
    )
    anew(monkeypatch)


def more_are_kept(monkeypatch):
    """Where all but so many drop out, one more stays."""
    sound = ballot._drop

    def wrong(values):
        drop = sound(values)
        return dataclasses.replace(drop, keep=drop.keep + 1 if drop.keep else 0)

    monkeypatch.setattr(ballot, "_drop", wrong)
    anew(monkeypatch)


def one_more_is_left(monkeypatch):
    """A ballot that goes on until two are left stops at three."""
    made = ballot.Ballot.made_of.__func__

    def wrong(cls, name, values):
        stage = made(cls, name, values)
        return dataclasses.replace(stage, left=stage.left + 1) if isinstance(stage.left, int) else stage

    monkeypatch.setattr(ballot.Ballot, "made_of", classmethod(wrong))
    anew(monkeypatch)


def all_who_are_lowest_but_one_go_too(monkeypatch):
    """The two lowest drop out together."""
    sound = rounds._lowest

    def wrong(score, may_go, off, unsure, rule):
        one = sound(score, may_go, off, unsure, rule)
        left = may_go & ~one.out
        more = sound(score, left, off, unsure, rule).out if left.sum() > 1 else left & False
        return dataclasses.replace(one, out=one.out | more)

    monkeypatch.setattr(rounds, "_lowest", wrong)


def most_votes_do_not_win(monkeypatch):
    """Where more votes win, a majority is asked for."""
    sound = ballot._win

    def wrong(values):
        win = sound(values)
        return dataclasses.replace(win, majority_of="continuing votes") if win.by == "most votes" else win

    monkeypatch.setattr(ballot, "_win", wrong)
    anew(monkeypatch)


def a_motion_is_lost_when_it_is_carried(monkeypatch):
    """Those against a motion are counted as those for it."""
    sound = rounds.carried
    monkeypatch.setattr(rounds, "carried", lambda yes, no, win, entitled=None: sound(no, yes, win, entitled))


def anew(monkeypatch):
    """What laws compile to is compiled anew, and not kept."""
    from simulator.rulebooks.law import Law

    compile_ = Law.compiled.func
    monkeypatch.setattr(Law, "compiled", property(compile_))


FAULTS = [
    needs_one_more, the_leader_is_never_exempt, the_highest_drops_out, nobody_drops_out, a_third_wins,
    two_thirds_are_needed, the_lead_is_ignored, weights_are_ignored,
    the_last_floor_is_missed, more_are_kept, one_more_is_left, all_who_are_lowest_but_one_go_too, most_votes_do_not_win,
    a_motion_is_lost_when_it_is_carried,
]  # fmt: skip


IN_CASES = [needs_one_fewer, half_is_enough, any_part_of_the_bar_suffices, of_the_votes_in_place_of_all_entitled]
"""Faults on a boundary at which no contest that comes along was decided: cases stand there."""

ABSTAINING = """
contest: Vote of confidence, 2031
id: confidence_2031
office: leader
date: 2023-06-06
incumbent: Kane
rules: {book: conservative, opened: 2023-06-06, contest: letters, readings: {confidence-majority: all-mps}}
grade: exact
heads: {mps: {size: 359}}
rounds: [{votes: {mps: {for: 175, against: 170}}, declared: {abstained: 14}}]
official: {winner: nobody, bar: {needs: 54}}
"""
SPREAD = """
contest: A hundred members of nine branches, 2018
id: spread_2018
office: leader
date: 2018-03-01
rules: {book: ukip, opened: 2018-02-01, contest: vacancy}
grade: exact
nominations: {names: {Ames: {by: {members: 100, branches: 10}}, Bell: {by: {members: 500, branches: 9}}}}
official: {winner: Ames, on_the_ballot: [Ames], short: [Bell]}
"""


def cases():
    """Contests made up, at a boundary each."""
    yield from (record_of(case) for case in CASES)
    yield from (of_record(parse(text.encode(), "made up")) for text in (ABSTAINING, SPREAD))


def test_the_made_up_contests_come_out_as_their_law_says():
    """175 of 359 are less than half of all MPs, and nine branches are fewer than ten."""
    *_, abstaining, spread = cases()
    assert replay(abstaining).unexplained == ()
    one = replay(spread)
    assert (one.winner, one.winner_label, one.unexplained) == ("Ames", "computed", ())


@pytest.mark.parametrize("fault", IN_CASES, ids=lambda fault: fault.__name__)
def test_a_fault_on_a_boundary_changes_a_case(fault, monkeypatch):
    """Where no record stands on the boundary, a case does."""
    made = list(cases())
    sound = [shown(one) for one in made]
    fault(monkeypatch)
    assert [shown(one) for one in made] != sound, fault.__doc__


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_fault_in_the_interpreter_changes_a_record_that_comes_along(fault, monkeypatch):
    """Each fault moves a figure, a label or a winner of at least one of them."""
    fault(monkeypatch)
    assert any(shown(record) != SOUND[path] for path, record in RECORDS.items()), fault.__doc__
