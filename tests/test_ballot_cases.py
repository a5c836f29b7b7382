"""Hand-worked ballots: the provisions of one ballot, the votes of its rounds, who drops out of each, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from simulator.engine.results import RoundCounted
from simulator.questions.replay import replay
from simulator.scenario.recorded import of_record
from simulator.words.documents import parse

CASES = parse(b"cases:\n" + (Path(__file__).parent / "cases" / "ballots.yaml").read_bytes(), "cases").data["cases"]
NOMINATIONS = {"stage": "nomination", "bar": {"by": ["mps"], "count": 1}, "transfer": "free", "open": "3 days",
               "then": {"nobody": "unknown", "one": "elected", "several": "ballot"}}  # fmt: skip
USUAL = {"stage": "ballot", "sections": ["mps"]}
ROUTES = {"won": "elected", "one left": "elected"}


def book(case, folder):
    """A book of one vacancy, in which several who are nominated come to the ballot of the case."""
    ballot = {**USUAL, **case["ballot"], "then": {**ROUTES, **case["ballot"].get("then", {})}}
    edition = {
        "edition": "only", "in_force": "2000-01-01", "about": "made up", "cites": {"*": {"not_found": "made up"}},
        "contests": {"vacancy": {"opens_when": "the office is vacant", "enters": "nominations"}},
        "stages": {"nominations": NOMINATIONS, "ballot": ballot},
    }  # fmt: skip
    path = folder / "book.yaml"
    whole = {"book": "Made up", "offices": {"leader": "leader"}, "bodies": {"mps": "MPs", "members": "members"},
             "sources": {"none": {"title": "made up", "confidence": "memory"}}, "editions": [edition]}  # fmt: skip
    path.write_text(yaml.safe_dump(json.loads(json.dumps(whole)), sort_keys=False), "utf-8")
    return path


def record(case, folder):
    """The votes of a case, or its percentages, as a recorded contest under its book."""
    names = {one: {"by": {"mps": 9}} for section in case["rounds"][0].values() for one in section}
    whole = {
        "contest": case["case"], "id": "case", "office": "leader", "date": "2001-01-01", "grade": "exact",
        "rules": {"book": str(book(case, folder)), "opened": "2001-01-01", "contest": "vacancy"},
        "nominations": {"names": names},
        "heads": {"mps": {"size": 99}},
        "rounds": [one if "percents" in one else {"votes": one} for one in case["rounds"]],
        "official": {"winner": "nobody" if case["ends"].startswith("unresolved") else case["ends"], "on_the_ballot": [*names]},
    }  # fmt: skip
    return of_record(parse(yaml.safe_dump(json.loads(json.dumps(whole))).encode(), case["case"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_case(case, tmp_path):
    """What the case says follows, by its provisions alone."""
    told = replay(record(case, tmp_path))
    counted = [one for one in told.results if isinstance(one, RoundCounted)]
    ids = told.conduct.ids
    out = [[ids[candidate] for candidate, gone in zip(one.paper, one.out, strict=True) if gone] for one in counted]
    assert told.conduct.taken == []
    assert out == case["out"], case["clause"]
    assert (told.winner or told.ending) == case["ends"], case["clause"]


def test_shares_of_two_ballots_cannot_tell_what_is_a_majority_of_the_first(tmp_path):
    """Fifty-two per cent of the second ballot may be fewer votes than half of those of the first: the record settles it."""
    per_cents = [{"percents": {"Ames": 40, "Bell": 35, "Cole": 25}}, {"percents": {"Ames": 52, "Bell": 30, "Cole": 18}}]
    for number, base, label in ((0, "votes of the first round", "cannot tell"), (1, "votes cast", "computed")):
        folder = tmp_path / str(number)
        folder.mkdir()
        case = CASES[number]
        assert case["ballot"]["win"] == {"majority_of": base}
        assert replay(record({**case, "rounds": per_cents}, folder)).winner_label == label


def test_every_case_names_its_clause():
    """A case without a clause proves nothing to a lawyer."""
    assert all(case["clause"] for case in CASES)
    assert len({case["case"] for case in CASES}) == len(CASES)
