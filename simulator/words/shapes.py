"""Shapes: pydantic's findings turned into letters with a place in the file.

Models are strict, frozen and closed. Leaves with a grammar of their own (quantities, dates, provisions) are read by one
plain function each, so that one mistake gives one letter.
"""

from __future__ import annotations

import datetime as dt
import difflib
import typing
from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationError, WithJsonSchema

from simulator.words import dates, quantities
from simulator.words.documents import Document
from simulator.words.figures import Published, published
from simulator.words.problems import Path, Problem, Wrong, did_you_mean

M = TypeVar("M", bound=BaseModel)
LEAF_TAG, BLOCK_TAG = "<leaf>", "<block>"
"""Where a setting is either a leaf or a block: which of the two it was read as. No part of a place in the file."""


class Shape(BaseModel):
    """A part of a file: closed (unknown settings are refused), strict and frozen."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)


def _leaf(read: Callable[[object], object], words: str, *examples: str) -> tuple[PlainValidator, WithJsonSchema]:
    schema: dict[str, object] = {"type": ["string", "number"], "description": words, "examples": list(examples)}
    return PlainValidator(read), WithJsonSchema(schema)


def _text(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise Wrong("should be words")


def _one_or_many(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(_text(item) for item in items)


Chance = Annotated[quantities.Quantity, *_leaf(quantities.chance, "a chance or share", "60%", "55% to 68%")]
Ratio = Annotated[quantities.Quantity, *_leaf(quantities.ratio, "a share that may pass 100%", "70% to 120%")]
Amount = Annotated[quantities.Quantity, *_leaf(quantities.amount, "heads or votes", "172", "320,000 to 400,000")]
Pounds = Annotated[quantities.Quantity, *_leaf(quantities.pounds, "a fee", "£25", "£3 to £25")]
Days = Annotated[quantities.Quantity, *_leaf(quantities.days, "days, or a date", "2 days", "18 July 2016")]
Date = Annotated[quantities.Quantity, *_leaf(quantities.date, "a date", "11 July 2016", "11 July to 18 July 2016")]
Points = Annotated[quantities.Quantity, *_leaf(quantities.points, "a certain share", "60%")]
Number = Annotated[Published, *_leaf(published, "a number, to the published decimals", "139", "51.90")]
Day = Annotated[dt.date, *_leaf(dates.read_day, "a certain day", "2016-06-28")]
When = Annotated[dates.When, *_leaf(dates.read_when, "a day, a month, or about one", "2015-09", "about 2013")]
Text = Annotated[str, *_leaf(_text, "words")]
Words = Annotated[
    tuple[str, ...],
    PlainValidator(_one_or_many),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]


def shaped(model: type[M], document: Document) -> tuple[M | None, list[Problem]]:
    """Fit a document into a model; None and the problems if it does not fit."""
    try:
        return model.model_validate(document.data), []
    except ValidationError as errors:
        return None, list(_letters(errors, model, document))


def _letters(errors: ValidationError, model: type[BaseModel], document: Document) -> Iterable[Problem]:
    found: list[Any] = [{**error, "loc": _place(error["loc"])} for error in errors.errors()]
    misspelt: set[tuple[Path, str]] = set()
    for error in found:
        if error["type"] == "extra_forbidden":
            near = difflib.get_close_matches(str(error["loc"][-1]), allowed(model, error["loc"][:-1]), 1, 0.55)
            misspelt |= {(error["loc"][:-1], word) for word in near}
    for error in found:
        path: Path = error["loc"]
        if error["type"] == "missing":
            if (path[:-1], str(path[-1])) not in misspelt:
                yield _missing(path, document)
        elif error["type"] == "too_short" and any(
            len(e["loc"]) > len(path) and e["loc"][: len(path)] == path for e in found
        ):
            continue  # its items were refused one by one
        elif error["type"] == "extra_forbidden":
            cure = did_you_mean(path[-1], allowed(model, path[:-1]))
            place = document.place(path, key=True)
            yield Problem(f"there is no setting “{path[-1]}” here", place, path[:-1], cure)
        else:
            said, cure = _said(error)
            yield Problem(said, document.place(path), path, cure)


def _place(loc: Path) -> Path:
    return tuple(step for step in loc if step not in (LEAF_TAG, BLOCK_TAG))


def _missing(path: Path, document: Document) -> Problem:
    return Problem(f"“{path[-1]}” is missing", document.place(path[:-1], key=True), path[:-1], "add it here")


def _said(error: Mapping[str, Any]) -> tuple[str, str]:
    reason = error.get("ctx", {}).get("error")
    if isinstance(reason, Wrong):
        return reason.said, reason.cure
    given = error["input"]
    shown = f"“{given}” " if isinstance(given, str | int | float) else ""
    if error["type"] == "literal_error":
        known = [word.strip("' ") for word in error["ctx"]["expected"].replace(" or ", ", ").split(",")]
        return f"{shown}is not a word this setting knows", did_you_mean(given, known)
    if error["type"] in ("dict_type", "model_type", "model_attributes_type"):
        return f"{shown}should be a block of settings", "write name: value lines under it, indented"
    if error["type"] in ("list_type", "tuple_type"):
        return f"{shown}should be a list", "write [a, b], or one - item a line"
    return f"{shown}{error['msg'][0].lower()}{error['msg'][1:]}".replace("input should be", "should be").replace(
        "a valid integer", "a whole number"
    ), ""


def allowed(model: object, path: Path) -> list[str]:
    """The settings a model knows at a path."""
    for step in path:
        model = _beneath(model, step)
    return list(model.model_fields) if isinstance(model, type) and issubclass(model, BaseModel) else []


def _beneath(model: object, step: str | int) -> object:
    if isinstance(model, type) and issubclass(model, BaseModel):
        field = model.model_fields.get(str(step))
        return _inner(field.annotation) if field else None
    inner = [a for a in typing.get_args(model) if a is not type(None) and a is not Ellipsis]
    return _inner(inner[-1]) if inner else None


def _inner(annotation: object) -> object:
    """An annotation without its ``| None``."""
    import types

    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        rest = [a for a in typing.get_args(annotation) if a is not type(None)]
        return rest[0] if rest else None
    return annotation
