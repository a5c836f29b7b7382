"""The order in which a file says things changes no figure, and no order of rows, in disputes, sensitivity or a sweep."""

from __future__ import annotations

import random
from pathlib import Path

import yaml

from simulator.questions.disputes import factorial, ranking
from simulator.questions.indices import sobol
from simulator.questions.sensitivity import sensitivity
from simulator.questions.sweep import axis, sweep
from simulator.scenario.resolve import of_document
from simulator.words.documents import parse

BAR = "challenge-nominations.bar.share"
SAID = ("candidates", "nominate")
"""Whose order says something: lots and challengers go by the one; by the other a nominator names the first whose turn comes."""


def turned(said, order, key=""):
    """A file's mappings in another order, all but those whose order is part of what they say."""
    if isinstance(said, dict):
        names = list(said)
        if key not in SAID:
            order(names)
        return {name: turned(said[name], order, name) for name in names}
    return [turned(one, order) for one in said] if isinstance(said, list) else said


def scenarios(name):
    """Settings → scenario, from the file as it is, backwards, and shuffled."""
    data = yaml.safe_load(Path(f"scenarios/{name}.yaml").read_text("utf-8"))

    def loads(order):
        text = yaml.safe_dump(turned(data, order), sort_keys=False, allow_unicode=True, width=10_000)
        return lambda settings, readings=None: of_document(parse(text.encode(), name), settings, readings or {})

    return [loads(order) for order in (lambda names: None, list.reverse, random.Random(3).shuffle)]


def same(documents):
    first, *others = documents
    for other in others:
        assert other == first


def test_disputes_are_ranked_alike_from_a_shuffled_file():
    """Shares, pairs, moves and runs that flip."""
    readings = {"incumbent-nominations": "needs-nominations"}
    disputes = ["rounding", "incumbent-nominations", "bar-base"]
    loads = scenarios("labour-2016-june")
    same([ranking(factorial(load({}, readings), disputes, runs=500, seed=4)) for load in loads])


def test_a_sweep_is_the_same_from_a_shuffled_file():
    """Every cell under every reading."""
    axes = [axis(f"{BAR}=18%..22%:2%")]
    same([sweep(load, axes, runs=150, seed=4, every_reading=True) for load in scenarios("labour-2016-june")])


def test_what_matters_most_is_the_same_from_a_file_that_is_turned_round():
    """The tornado row by row, ties and all; and Sobol's indices to the last digit."""
    same([sensitivity(load({}), runs=150, seed=4, top=4, points=16) for load in scenarios("labour-minimal")[:2]])


def test_indices_do_not_hang_on_the_order_in_which_beliefs_are_asked_for():
    """The same plan for the same beliefs."""
    loyal, swing = "nominators.blocs.loyalists.nominate.corbyn", "electorate.sections.members.support.corbyn"
    scenario = scenarios("labour-2016-june")[0]({}, {"incumbent-nominations": "needs-nominations"})
    same([sobol(scenario, "corbyn", paths, seed=4, points=32) for paths in ([loyal, swing], [swing, loyal])])
