"""Cases a party officer can read: a situation in heads and names, what must follow, and the clause."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator import simulate
from simulator.scenario.resolve import of_document
from simulator.words.documents import parse

CASES = parse(b"cases:\n" + (Path(__file__).parent / "cases" / "labour.yaml").read_bytes(), "cases").data["cases"]


def situation(case: dict) -> str:
    """A scenario in which everything is certain: each bloc names one candidate, every one of its members."""
    blocs = "\n".join(
        f"    for {one}: {{body: mps, size: {n}, nominate: {{{one}: 100%}}}}" for one, n in case["names"].items()
    )
    others = [one for one in case["names"] if one != "leader"]
    stands = "\n".join(f"    {one}: {{stands: 100%, declares: 1 July 2016}}" for one in others)
    edition = f", edition: {case['edition']}" if "edition" in case else ""
    return f"""
scenario: {case["case"]}
rules: {{book: labour, date: 2016-06-28{edition}}}
bodies:
  mps: {{size: 231, suspended: 1, rolls: {{2016-06-28: 229, 2015-09: 232}}}}
  meps: {{size: 20}}
candidates:
  leader: {{incumbent: true}}
{chr(10).join(f"  {one}: {{}}" for one in others)}
nominators:
  quiet: 0%
  blocs:
{blocs}
    nobody: {{body: mps, size: {231 - sum(case["names"].values())}}}
    MEPs who name nobody: {{body: meps, size: 20}}
electorate: {{support: {{leader: 60%, rival: 50%, other: 45%}}}}
politics:
  resignation: {{chance_a_week: 0%, restands: 0%, to_restand: 0%}}
  challengers:
{stands}
  unity: {{before: 0%, during: 0%, formally: 100%}}
  second_chance: 0%
runs: 3
seed: 1
""".replace(", other: 45%", ", other: 45%" if "other" in case["names"] else "")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_case(case):
    """What the case says follows, in every run."""
    scenario = of_document(parse(situation(case), case["case"]), case.get("set", {}), case.get("readings", {}))
    results = simulate(scenario)
    records, entry, expect = results.records[0], results.answer.to_json()["results"][0], case["expect"]
    assert list(entry["endings"]) == [expect["ending"]], case["clause"]
    if "bar" in expect:
        assert entry["bars"][-1]["needs"] == expect["bar"], case["clause"]
    if "leads" in expect:
        assert entry["leader"][expect["leads"]]["chance"] == 1
    if "because" in expect:
        assert entry["unresolved"][0]["reason"] == expect["because"]
    if "nominated" in expect:
        needs, exempt = expect["bar"], "leader" in expect["nominated"]
        names = {one: int(n[0]) for one, n in zip(scenario.ids, records.columns["names"], strict=True)}
        valid = {one for one, n in names.items() if n >= needs} | (
            {"leader"} if exempt and names["leader"] < 0 else set()
        )
        assert valid == set(expect["nominated"]), case["clause"]
    for one, count in expect.get("has", {}).items():
        assert records.columns["names"][scenario.ids.index(one)].tolist() == [count] * 3


def test_every_case_names_its_clause():
    """A case without a clause proves nothing to a lawyer."""
    assert len(CASES) >= 30
    assert all(case["clause"] for case in CASES)
    assert len({case["case"] for case in CASES}) == len(CASES)
