"""Cases of every edition: a situation in heads, names and votes, what must follow, and the clause."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.questions.replay import replay
from simulator.rulebooks.load import open_book
from simulator.scenario.recorded import Recorded, of_record
from simulator.words.documents import Document, parse

CASES = parse(b"cases:\n" + (Path(__file__).parent / "cases" / "editions.yaml").read_bytes(), "cases").data["cases"]


def record_of(case: dict) -> Recorded:
    """A case as a recorded contest, the expected outcome as what was published."""
    expect, edition = (
        case["expect"],
        open_book("labour").on(open_book("labour").editions[0].in_force.earliest, case["edition"]),
    )
    heads = {
        body: {"size": h[0], "suspended": h[1]} if isinstance(h, list) else {"size": h}
        for body, h in case["heads"].items()
    }
    names = {one: {"by": given if isinstance(given, dict) else {"mps": given}} for one, given in case["names"].items()}
    if "incumbent" in case and case["incumbent"] not in names:
        names[case["incumbent"]] = {"note": "needs none"}
    winner = expect["ends"] if not expect["ends"].startswith("unresolved") else "nobody"
    data = {
        "contest": case["case"], "id": "case", "office": "leader", "date": edition.in_force.latest.isoformat(),
        "rules": {"book": "labour", "opened": edition.in_force.earliest.isoformat(), "contest": case.get("contest", "vacancy"),
                  "edition": case["edition"], "because": "a case"},
        "grade": "exact", "incumbent": case.get("incumbent", "nobody"), "heads": heads, "nominations": {"names": names},
        "rounds": [{"votes": votes} for votes in case.get("rounds", [])],
        "official": {"winner": winner, **published(case)},
    }  # fmt: skip
    if "incumbent" not in case:
        del data["incumbent"]
    if "carried" in case:
        data["second_bar"] = {"carried": dict.fromkeys(case["carried"], "as said")}
    document = parse(b"a: 1", case["case"])
    return of_record(Document(case["case"], data, document.places, document.lines))


def published(case: dict) -> dict:
    """Who was on the ballot, and who was short, as the case expects it."""
    expect, incumbent = case["expect"], case.get("incumbent", "")
    names = dict.fromkeys([*case["names"], *([incumbent] if incumbent else [])])
    if "nominated" in expect:
        on = expect["nominated"]
    else:
        on = [*dict.fromkeys(one for votes in case.get("rounds", [])[:1] for block in votes.values() for one in block)]
    return {"on_the_ballot": on, "short": [one for one in names if one not in on and one != incumbent]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_case(case):
    """What the case says follows."""
    told, expect = replay(record_of(case)), case["expect"]
    assert (told.winner or told.ending) == expect["ends"], case["clause"]
    if "bar" in expect:
        assert told.bar.needs == expect["bar"], case["clause"]
    if "second" in expect:
        assert told.second == (expect["second"],), case["clause"]
    if "nominated" in expect:
        assert set(told.nominees) == set(expect["nominated"]), case["clause"]


def test_every_edition_has_cases_and_every_case_its_clause():
    """All but the first, whose bars were not found, have a boundary on both sides."""
    editions = [edition.name for edition in open_book("labour").editions]
    assert set(editions) - {case["edition"] for case in CASES} == {"MPs only"}
    assert all(case["clause"] for case in CASES)
    assert len({case["case"] for case in CASES}) == len(CASES)
