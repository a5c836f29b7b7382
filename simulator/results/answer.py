"""Answers: what a question gives, as frozen records; ``--json`` prints one, and its JSON Schema says what is printed.

A field is a key of the JSON, in its order; a field named after a word of Python ends in an underscore that the key has not.
A field that has its default is left out: nobody asked for that part, or there was nothing to count. Counts are kept;
what follows from them is a property, printed under a key of its own (``derived``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from keyword import iskeyword
from typing import Any, ClassVar, TypeVar, get_type_hints


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of an answer.

    derived  keys of the JSON that are computed, each with the property it prints
    """

    derived: ClassVar[Mapping[str, str]] = {}

    def to_json(self) -> Any:
        """The part as JSON has it: what is computed, then the fields."""
        computed = {key: as_json(getattr(self, name)) for key, name in self.derived.items()}
        written = {_key(one.name): getattr(self, one.name) for one in fields(self) if not _left_out(self, one)}
        return computed | {key: as_json(value) for key, value in written.items()}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, object]:
        """The schema of what :meth:`to_json` prints; an answer names its own, inside another too."""
        from pydantic import TypeAdapter

        given = handler(core)
        schema: dict[str, Any] = handler.resolve_ref_schema(given)
        returned = {key: get_type_hints(getattr(cls, name).fget)["return"] for key, name in cls.derived.items()}
        computed = {key: TypeAdapter(kind).json_schema(mode="serialization") for key, kind in returned.items()}
        if issubclass(cls, Answer):
            computed = {"schema": {"const": cls.schema}, **computed}
        schema["properties"] = computed | {_key(name): kind for name, kind in schema.get("properties", {}).items()}
        schema["required"] = [*computed, *map(_key, schema.get("required", ()))]
        return dict(given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Part):
    """The answer to a question: one JSON document, whose schema has a name and a number.

    schema  party-rules/NAME/NUMBER
    """

    schema: ClassVar[str]

    def to_json(self) -> dict[str, Any]:
        """The document."""
        return {"schema": self.schema, **Part.to_json(self)}

    @classmethod
    def json_schema(cls) -> dict[str, object]:
        """The JSON Schema of the document."""
        from pydantic import TypeAdapter

        return TypeAdapter(cls).json_schema(mode="serialization")


A = TypeVar("A", bound=Answer)


def read_answer(kind: type[A], document: Mapping[str, object]) -> A:
    """An answer from the JSON that it printed, checked key by key; what is computed is computed anew."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind).validate_python(_as_fields(document))


def _as_fields(value: object) -> Any:
    """Keys of JSON as fields are named: one that is a word of Python ends in an underscore."""
    if isinstance(value, Mapping):
        return {f"{key}_" if iskeyword(key) else key: _as_fields(one) for key, one in value.items()}
    return [_as_fields(one) for one in value] if isinstance(value, list) else value


def as_json(value: object) -> Any:
    """A value of an answer as JSON has it."""
    if isinstance(value, Part):
        return value.to_json()
    if isinstance(value, Mapping):
        return {str(key): as_json(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _key(name: str) -> str:
    return name.removesuffix("_")


def _left_out(part: Part, field: Field[object]) -> bool:
    """Whether a field has its default."""
    value = getattr(part, field.name)
    if field.default_factory is not MISSING:
        return bool(value == field.default_factory())
    return field.default is not MISSING and bool(value == field.default)
