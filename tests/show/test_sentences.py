"""The sentences: never surer than the figures, and the same words wherever they are printed."""

import subprocess
import sys

import pytest

from simulator.show.phrases import percent
from simulator.show.sentences import changes, headline, reading_names, verdict


def test_always_and_never_are_kept_for_every_run_and_none():
    """100% and 0% are printed only for all runs and for none."""
    assert percent(9999 / 10000) == ">99%"
    assert percent(1 / 10000) == "<1%"
    assert (percent(1), percent(0)) == ("100%", "0%")


@pytest.mark.parametrize(
    ("change", "word"), [(0.1, "decides"), (0.099, "matters"), (0.02, "matters"), (0.019, "hardly matters")]
)
def test_a_finding_is_as_loud_as_its_gap(change, word):
    """Ten points decide, two matter, fewer hardly do; on both sides of each boundary."""
    assert verdict(change) == word


def test_the_headline_names_the_leader_and_every_reading(document):
    """Each reading laid beside the others has its part in the headline."""
    said = headline(document)
    assert document["candidates"][document["incumbent"]] in said
    assert said.lower().count("if the ") == len(document["results"])


def test_a_headline_of_one_reading_claims_no_change(document):
    """With one reading there is nothing to compare, and the headline does not."""
    alone = {**document, "results": document["results"][:1], "pairs": []}
    assert changes(alone) == ""
    assert "reading" not in headline(alone)


def test_readings_crossed_have_names_of_their_own(document):
    """Rows that differ only in a dispute that is moot in them can still be told apart."""
    one = document["results"][0]
    other = {**one, "readings": {**one["readings"], "excluded-remedy": "reopen"}}
    crossed = {**document, "compared": ["incumbent-nominations", "excluded-remedy"], "results": [one, other]}
    assert len(set(reading_names(crossed))) == 2


def test_sentences_cost_nothing_to_import():
    """No numpy, pandas or matplotlib is imported for a sentence."""
    code = "import sys, simulator.show.sentences; print([m for m in ('numpy', 'pandas', 'matplotlib') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def in_a_vacancy(chances, *, about="", enough=(1.0, 0.2)):
    """The answer to a vacancy of one reading: chance of each leader, and the chances that the first two have enough names."""
    candidates = {one: one.title() for one in chances if one not in ("nobody", "unresolved")}
    nominations = {
        one: {"needs": {"35": 1.0}, "reaches_bar": share, "sought": 1.0}
        for one, share in zip(candidates, enough, strict=False)
    }
    leader = {one: {"chance": chance} for one, chance in chances.items()}
    result = {"leader": leader, "nominations": nominations, "readings": {}, "moot": []}
    return {
        "candidates": candidates,
        "incumbent": None,
        "about": about,
        "compared": [],
        "conditions": {},
        "results": [result],
    }


CHANCES = {"ann": 0.40, "bea": 0.05, "cat": 0.3, "dot": 0.15, "eve": 0.10, "nobody": 0.0, "unresolved": 0.0}


def test_the_headline_of_a_vacancy_begins_with_whoever_is_likeliest():
    """Whoever the file is about is named with a chance of their own, though three others are likelier."""
    assert headline(in_a_vacancy(CHANCES, about="bea")) == (
        "Bea has the 35 nominations needed in 20 of 100 simulations. "
        "Ann leads at the end in 40 of 100 simulations; Cat in 30; Dot in 15; Bea in 5."
    )


def test_a_headline_does_not_say_that_one_has_what_everybody_has():
    """Where all have enough nominations in every contest nothing hangs on them."""
    assert headline(in_a_vacancy(CHANCES, about="bea", enough=(1.0, 1.0))).startswith("Ann leads at the end in 40")


def test_nobody_leads_first():
    """Contests that stay unresolved are told after the likeliest candidate, however many they are."""
    chances = {"ann": 0.1, "bea": 0.2, "nobody": 0.0, "unresolved": 0.7}
    assert headline(in_a_vacancy(chances)).startswith(
        "Bea leads at the end in 20 of 100 simulations; unresolved in 70; Ann in 10."
    )
