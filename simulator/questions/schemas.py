"""Schemas: the JSON Schema of what a person writes, and of every answer that ``--json`` prints."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar

from simulator import questions
from simulator.results.answer import Answer
from simulator.rulebooks.words import with_stages
from simulator.rulebooks.written import BookEntry
from simulator.scenario.written import ScenarioEntry
from simulator.scenario.written_contest import ContestEntry
from simulator.words.problems import did_you_mean, refuse
from simulator.words.shapes import Shape

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FILES: dict[str, type[Shape]] = {"scenario": ScenarioEntry, "rulebook": BookEntry, "contest": ContestEntry}


@dataclass(frozen=True, slots=True, kw_only=True)
class Schemas(Answer):
    """What has a schema: the kinds of file, and the answers, by the names that ``schema`` takes, in a line each."""

    schema: ClassVar[str] = "party-rules/schemas/1"

    files: Mapping[str, str]
    answers: Mapping[str, str]


def schemas() -> Schemas:
    """Everything that has a schema."""
    files = {
        "scenario": "a scenario", "rulebook": "a rule book", "contest": "a recorded contest",
    }  # fmt: skip
    return Schemas(files=files, answers={name: _head(one) for name, one in sorted(answers().items())})


def _head(kind: type[Answer]) -> str:
    """The first line of what a class says of itself."""
    return (kind.__doc__ or "").strip().splitlines()[0]


def answers() -> dict[str, type[Answer]]:
    """Every kind of answer by its name; the modules of this package are imported to find them."""
    for module in pkgutil.iter_modules(questions.__path__):
        import_module(f"{questions.__name__}.{module.name}")
    return {_name(one.schema): one for one in _beneath(Answer) if hasattr(one, "schema")}


def _name(schema: str) -> str:
    """What an answer is called: the name in its schema, or all of that where a kind of file has the name."""
    name = schema.split("/")[1]
    return schema if name in FILES else name


def _beneath(kind: type[Answer]) -> Iterator[type[Answer]]:
    for one in kind.__subclasses__():
        yield one
        yield from _beneath(one)


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file, as committed in the folder ``schema``, or of an answer; raises Problems."""
    if name in FILES:
        return _of_file(name)
    known = answers()
    if name not in known:
        raise refuse(f"nothing is called “{name}” that has a schema", did_you_mean(name, [*FILES, *known]))
    return {"$schema": DRAFT, **known[name].json_schema()}


def _of_file(name: str) -> dict[str, Any]:
    document = {"$schema": DRAFT, **FILES[name].model_json_schema(by_alias=True)}
    if name == "rulebook":
        document = with_stages(document)
    if name == "scenario":
        document["properties"]["like"] = {
            "type": "string",
            "description": "another scenario file that this one is like",
        }
        document["required"] = []
    return document
