"""Answers are frozen records: what `--json` prints is what their schema says, and counts are kept beside every chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import jsonschema
import pytest

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
