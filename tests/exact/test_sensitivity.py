"""What matters most: ends and indices that closed forms give, inert inputs, readings as categories."""

from __future__ import annotations

import json
import math

import pytest

from simulator import load, simulate
from simulator.beliefs.luck import BLOCK
from simulator.cli import main
from simulator.questions.sensitivity import sensitivity, sobol
from simulator.scenario.resolve import of_document
from simulator.words.documents import parse
from tests.exact.test_budget import TWO, two_sections

JUNE = "scenarios/labour-2016-june.yaml"
SUPPORT = "electorate.sections.{}.support.leader"
SECTIONS = ("members", "affiliated")


def phi(z):
    """The normal distribution."""
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))


@pytest.mark.parametrize(("one", "other"), [("40% to 60%", "40% to 60%"), ("30% to 70%", "45% to 55%")])
def test_the_ends_of_a_tornado_are_normal_tails(one, other):
    """The leader wins if σ₁z₁ + σ₂z₂ > 0: with z₁ at ±1.645 the chance is Φ(±1.645 σ₁/σ₂), for either section."""
    scenario = two_sections(one, other)
    found = {row["belief"]: row for row in sensitivity(scenario, runs=4 * BLOCK, seed=3, top=1)["beliefs"]}
    spreads = [scenario.beliefs[SUPPORT.format(s)].quantity.spread for s in SECTIONS]
    for section, mine, others in zip(SECTIONS, spreads, spreads[::-1], strict=True):
        row = found[SUPPORT.format(section)]
        for end, side in (("at_low", -1), ("at_high", 1)):
            expected = phi(side * 1.6448536 * mine / others)
            assert abs(row[end] - expected) < 4.5 * math.sqrt(expected * (1 - expected) / (4 * BLOCK)) + 0.001
        assert row["swing"] == pytest.approx(row["at_high"] - row["at_low"])
        assert row["visible"]


@pytest.mark.parametrize(("one", "other"), [("40% to 60%", "40% to 60%"), ("30% to 70%", "45% to 55%")])
def test_sobols_indices_are_those_of_the_arcsine_law(one, other):
    """First: arcsin(σ₁²/(σ₁² + σ₂²))/(π/2). Total: one less the other's first. Nothing is left to noise."""
    scenario = two_sections(one, other)
    squares = [scenario.beliefs[SUPPORT.format(s)].quantity.spread ** 2 for s in SECTIONS]
    firsts = [math.asin(x / sum(squares)) / (math.pi / 2) for x in squares]
    found = sobol(scenario, [SUPPORT.format(s) for s in SECTIONS], seed=3)
    rows = {row["input"]: row for row in found["rows"]}
    for section, first, others in zip(SECTIONS, firsts, firsts[::-1], strict=True):
        row = rows[SUPPORT.format(section)]
        assert abs(row["first"] - first) < 5 * row["first_error"] + 0.005
        assert abs(row["total"] - (1 - others)) < 5 * row["total_error"] + 0.005
    assert abs(found["noise"]) < 0.02


def test_an_inert_belief_shows_no_more_than_its_error():
    """The turnout of a section in which nobody is on the register moves nothing, and is not called visible."""
    text = TWO.format(one="40% to 60%", other="45% to 55%")
    text = text.replace("registered: {register: 1, turnout: 0%,", "registered: {register: 1, turnout: 10% to 40%,")
    scenario = of_document(parse(text.encode(), "inert"), {}, {})
    path = "electorate.sections.registered.turnout"
    document = sensitivity(scenario, runs=8_000, seed=3, top=1)
    row = next(row for row in document["beliefs"] if row["belief"] == path)
    assert abs(row["swing"]) <= 2 * row["error"] + 1e-12
    found = sobol(scenario, [path], seed=3)["rows"][0]
    assert abs(found["first"]) < 5 * found["first_error"] + 1e-9
    assert abs(found["total"]) < 5 * found["total_error"] + 0.01


def test_an_end_is_a_run_with_the_belief_set_there():
    """The chance at an end is that of a plain run with the belief fixed by hand, on the same luck."""
    path = "nominators.blocs.loyalists.nominate.corbyn"
    needs = {"incumbent-nominations": "needs-nominations"}
    document = sensitivity(load(JUNE, {}, needs), runs=1_500, seed=3, top=1)
    row = next(row for row in document["beliefs"] if row["belief"] == path)
    for end, said in (("at_low", "55%"), ("at_high", "95%")):
        results = simulate(load(JUNE, {path: said}, needs), runs=1_500, seed=3).document["results"][0]
        assert row[end] == results["leader"]["corbyn"]["chance"]
    for one in document["readings"]:
        readings = {**needs, one["dispute"]: one["reading"]}
        results = simulate(load(JUNE, {}, readings), runs=1_500, seed=3).document["results"][0]
        assert one["chance"] == results["leader"]["corbyn"]["chance"]


def test_readings_are_categories_and_law_stands_beside_belief():
    """In June the reading of the clause has the largest index; it is shared or drawn anew, never cut at a half."""
    scenario = load(JUNE)
    found = sobol(scenario, ["nominators.blocs.loyalists.nominate.corbyn"], seed=3, runs=BLOCK)
    assert found["rows"][0]["input"] == "incumbent-nominations"
    assert found["rows"][0]["total"] > found["rows"][0]["first"] > 0.3
    assert 0 < found["noise"] < 1


def test_the_verb_says_whether_law_or_belief_decides(capsys, tmp_path):
    """Text, JSON and a picture."""
    arguments = [
        "sensitivity",
        JUNE,
        "--reading",
        "incumbent-nominations=needs-nominations",
        "--runs",
        "600",
        "--top",
        "2",
    ]
    assert main(arguments) == 0
    assert "Law moves it more than any belief" in capsys.readouterr().out
    assert main([*arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["subject"] == "corbyn"
    assert main([*arguments, "--chart", str(tmp_path / "tornado.svg")]) == 0
    assert "loyalists" in (tmp_path / "tornado.svg").read_text("utf-8")
