"""Answers are frozen records: what `--json` prints is what their schema says, and counts are kept beside every chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import jsonschema
import pytest

from simulator import load, simulate
from simulator.questions.editions import EditionsAnswer, across
from simulator.questions.report_document import ReportAnswer, with_stories
from simulator.results.answer import Answer
from simulator.results.chances import Chance, Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason(Chance):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example(Answer):
    schema: ClassVar[str] = "party-rules/example/1"

    leader: Mapping[str, Chance]
    from_: str
    share: Share | None
    unresolved: tuple[Reason, ...]
    needs: Mapping[int, Share] = field(default_factory=dict)
    about: str = ""


BARE = Example(leader={}, from_="here", share=None, unresolved=())
FULL = Example(
    leader={"corbyn": Chance(count=3, of=4)},
    from_="here",
    share=Share(count=1, of=4),
    unresolved=(Reason(count=1, of=4, reason="tie"),),
    needs={51: Share(count=1, of=1)},
    about="corbyn",
)


def test_a_part_nobody_asked_for_is_left_out_and_one_that_is_nothing_is_null():
    """A field that has its default is no key; a field without a default always is one."""
    assert BARE.to_json() == {
        "schema": "party-rules/example/1",
        "leader": {},
        "from": "here",
        "share": None,
        "unresolved": [],
    }


def test_a_chance_is_printed_with_its_counts_and_a_share_as_a_number():
    """Nobody need turn a share back into a count."""
    found = FULL.to_json()
    assert (found["share"], found["needs"]) == (0.25, {"51": 1.0})
    assert found["leader"]["corbyn"]["chance"] == 0.75
    assert (found["leader"]["corbyn"]["count"], found["leader"]["corbyn"]["of"]) == (3, 4)
    assert {"reason", "chance", "error", "low", "high", "count", "of"} == set(found["unresolved"][0])


@pytest.mark.parametrize("answer", [BARE, FULL])
def test_an_answer_is_as_its_schema_says(answer):
    """The schema accepts what is printed, key by key, and knows every key of it."""
    schema = Example.json_schema()
    jsonschema.validate(answer.to_json(), schema)
    assert set(answer.to_json()) <= set(schema["properties"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**answer.to_json(), "schema": "party-rules/other/1"}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**answer.to_json(), "unresolved": [{"reason": "tie", "chance": 1}]}, schema)


def test_what_run_compare_report_and_editions_print_is_as_their_schemas_say():
    """Every key that is printed is known, under the schema of the report's document and of the editions'."""
    scenario = load("scenarios/labour-2016-eve.yaml")
    results = simulate(scenario, runs=300, seed=7)
    told = with_stories(results)
    editions = across(scenario, list(scenario.book.editions)[-2:], lambda _: scenario, runs=50, seed=7)
    for answer, kind in ((results.answer, ReportAnswer), (told, ReportAnswer), (editions, EditionsAnswer)):
        schema, printed = kind.json_schema(), answer.to_json()
        jsonschema.validate(printed, schema)
        assert list(unknown(printed, schema, schema)) == []
    assert "pairs" not in results.answer.to_json()
    odd = {**told.to_json(), "seed": "seven"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(odd, ReportAnswer.json_schema())
    assert list(unknown({**told.to_json(), "luck": 1}, ReportAnswer.json_schema(), ReportAnswer.json_schema())) == [
        "luck"
    ]


def unknown(value, schema, whole, key=""):
    """The keys of a document that its schema does not name; those of a story's events are free."""
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    for option in schema.get("anyOf", ()):
        if (option.get("type") == "null") == (value is None):
            schema = option if "$ref" not in option else whole["$defs"][option["$ref"].rsplit("/", 1)[1]]
    if isinstance(value, dict):
        known, rest = schema.get("properties", {}), schema.get("additionalProperties")
        for name, one in value.items():
            if name in known:
                yield from unknown(one, known[name], whole, name)
            elif isinstance(rest, dict):
                yield from unknown(one, rest, whole, name)
            elif rest is not True and key != "events":
                yield name
    elif isinstance(value, list):
        for one in value:
            yield from unknown(one, schema.get("items", {}), whole, key)
