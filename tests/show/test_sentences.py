"""The sentences: never surer than the figures, and the same words wherever they are printed."""

import subprocess
import sys
from dataclasses import replace

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


def test_the_headline_names_the_leader_and_every_reading(answer):
    """Each reading laid beside the others has its part in the headline."""
    said = headline(answer)
    assert answer.candidates[answer.incumbent] in said
    assert said.lower().count("if the ") == len(answer.results)


def test_a_headline_of_one_reading_claims_no_change(answer):
    """With one reading there is nothing to compare, and the headline does not."""
    alone = replace(answer, results=answer.results[:1], pairs=())
    assert changes(alone) == ""
    assert "reading" not in headline(alone)


def test_readings_crossed_have_names_of_their_own(answer):
    """Rows that differ only in a dispute that is moot in them can still be told apart."""
    one = answer.results[0]
    other = replace(one, readings={**one.readings, "excluded-remedy": "reopen"})
    crossed = replace(answer, compared=("incumbent-nominations", "excluded-remedy"), results=(one, other))
    assert len(set(reading_names(crossed))) == 2


def test_sentences_cost_nothing_to_import():
    """No numpy, pandas or matplotlib is imported for a sentence."""
    code = "import sys, simulator.show.sentences; print([m for m in ('numpy', 'pandas', 'matplotlib') if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
