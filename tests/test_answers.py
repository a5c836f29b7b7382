"""Answers are frozen records: what `--json` prints is what their schema says, and counts are kept beside every chance."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import ClassVar

import jsonschema
import pytest

from simulator import load, simulate
from simulator.questions.axes import axis
from simulator.questions.editions import EditionsAnswer, across
from simulator.questions.one_contest import of_record, of_run
from simulator.questions.replay import replay
from simulator.questions.report_document import ReportAnswer, with_stories
from simulator.questions.schemas import answers, schema_of
from simulator.questions.sensitivity import tornado
from simulator.questions.simulate import choices
from simulator.questions.solve import solve
from simulator.questions.story import story
from simulator.questions.sweep import sweep
from simulator.results.answer import Answer
from simulator.results.chances import Chance, Share
from simulator.scenario.recorded import recorded


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


BAR, SUPPORT = "challenge-nominations.bar.share", "electorate.sections.members.support.corbyn"
FEW = {"runs": 200, "seed": 7}
NEEDS = {"incumbent-nominations": "needs-nominations"}


def eve(settings):
    return load("scenarios/labour-2016-eve.yaml", settings, NEEDS)


def of_one_run():
    home = eve({})
    return of_run(home, story(home, choices(home)[0], 7, 3), 7)


ASKED = {
    "sweep": lambda: sweep(eve, [axis(f"{BAR}=10%..30%:10%"), axis(f"{SUPPORT}=40%..60%:20%")], **FEW),
    "solve": lambda: solve(eve, "corbyn", 0.4, axis(f"{BAR}=10%..30%"), **FEW),
    "a solve that finds nothing": lambda: solve(eve, "corbyn", 0.999, axis(f"{BAR}=10%..30%"), **FEW),
    "tornado": lambda: tornado(eve({}), **FEW),
    "one": of_one_run,
    "a recorded one": lambda: of_record(replay(recorded("leader-2010"))),
}


@cache
def answered(name):
    return ASKED[name]()


@pytest.mark.parametrize("name", ASKED)
def test_what_a_question_of_many_settings_prints_is_as_its_schema_says(name):
    """The schema accepts what is printed and knows every key of it; it is found by the name in the answer's own."""
    answer = answered(name)
    printed, schema = json.loads(json.dumps(answer.to_json())), schema_of(answer.schema.split("/")[1])
    jsonschema.validate(printed, schema)
    assert list(unknown(printed, schema, schema)) == []
    assert answers()[answer.schema.split("/")[1]] is type(answer)
    assert printed["schema"] == answer.schema
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**printed, "scenario": 7}, schema)


def test_the_counts_of_a_sweep_add_to_its_runs():
    """One leads in each contest, or nobody does: at every value, under each reading, the counts are all of them."""
    rows = answered("sweep").rows
    assert {sum(one.count for one in row.leader.values()) for row in rows} == {FEW["runs"]}
    assert {one.of for row in rows for one in row.leader.values()} == {FEW["runs"]}


def test_what_solve_prints_where_nothing_suffices_has_no_chance_and_no_leap():
    """A row with a value has the chance there, a row without has none; JSON and record say it alike."""
    found, none = (answered(name).rows[0] for name in ("solve", "a solve that finds nothing"))
    assert found.to_json()["chance"] == found.chance.count / FEW["runs"]
    assert none.to_json()["value"] is None
    assert {"chance", "leap"} - set(none.to_json()) == {"chance", "leap"} == set(found.to_json()) - set(none.to_json())


def test_no_two_kinds_of_answer_have_one_name():
    """An answer has a schema of its own, unless it is another with parts added; so `schema NAME` is never in doubt."""
    answers()
    kinds, named = [Answer], {}
    while kinds:
        kind = kinds.pop()
        kinds += kind.__subclasses__()
        if hasattr(kind, "schema") and kind.__module__.startswith("simulator."):
            own = next(one for one in kind.__mro__ if "schema" in vars(one) and isinstance(vars(one)["schema"], str))
            named.setdefault(kind.schema, set()).add(f"{own.__module__}.{own.__name__}")
    assert [some for some in named.values() if len(some) > 1] == []
    assert len(named) > 25


def unknown(value, schema, whole, key=""):
    """The keys of a document that its schema does not name; those of a story's events are free."""
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    if options := [one for one in schema.get("anyOf", ()) if (one.get("type") == "null") == (value is None)]:
        yield from min((list(unknown(value, one, whole, key)) for one in options), key=len)
        return
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
