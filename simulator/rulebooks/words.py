"""The words of rule books: a page, and the stages' part of the JSON Schema, made from the classes that read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.stages.contest import PETITION, TERM, TRIGGERS
from simulator.stages.kinds import KINDS, STAGES, vocabulary
from simulator.stages.stage import Word
from simulator.stages.values import (
    Choice,
    Reader,
    all_of,
    any_of,
    barred,
    counted,
    duration,
    floors,
    heads,
    immunities,
    names,
    seats,
    share,
    term,
    text,
    ties,
    units,
    yes,
)

FORMS: Mapping[Reader[object], tuple[str, dict[str, object]]] = {
    names: ("a name, or a list of names", {"type": ["string", "array"], "items": {"type": "string"}}),
    text: ("words", {"type": ["string", "integer"]}),
    share: ("a share: 20%, 12.5% or 1/3", {"type": "string", "pattern": "^[0-9]"}),
    heads: ("a whole number", {"type": "integer", "minimum": 1}),
    duration: ("a length: 2 days or 48 hours", {"type": "string", "pattern": "^[0-9]+ (day|hour)s?$"}),
    term: ("a length: 2 years, 6 months or each session", {"type": "string"}),
    counted: ("everyone, all but the suspended, or roll of DATE", {"type": "string"}),
    any_of: ("a list of thresholds, or of {all_of: [thresholds]}", {"type": "array", "items": {"type": "object"}}),
    all_of: ("a list of thresholds, or of {any_of: [thresholds]}", {"type": "array", "items": {"type": "object"}}),
    ties: (
        "one or a list, in order: again, by earlier rounds, lot, all tied",
        {"type": ["string", "array"], "items": {"enum": ["again", "by earlier rounds", "lot", "all tied"]}},
    ),
    floors: ("votes or a share, or a list: of the first round, of the second", {"type": ["integer", "string", "array"]}),
    immunities: ("12 months of STAGE.OUTCOME, or a list", {"type": ["string", "array"], "items": {"type": "string"}}),
    barred: ("nobody, or whoever lost STAGE", {"type": "string"}),
    units: ("{of: BODY, points: 100, capped: votes}", {"type": "object", "required": ["of", "points"]}),
    seats: ("{SECTION: {from: STAGE, number: 70, method: D'Hondt}}", {"type": "object"}),
    yes: ("yes or no", {"enum": [True, False, "yes", "no"]}),
}  # fmt: skip
"""What each reader takes, in words and as JSON Schema."""
ANY = "any may be unknown (the text was not found) or silent (it was read, and says nothing)"
SET_BY = {
    "type": "object",
    "properties": {"set_by": {"type": "string"}},
    "required": ["set_by"],
    "additionalProperties": False,
    "description": "the book leaves it to a body",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One word on the page: its path below a stage's name, what it takes, its default, what it says.

    shown   it is shown and never acts;  needed: it must be written, if only as unknown;  body: a body may set it
    """

    path: str
    takes: str
    default: str
    gloss: str
    shown: bool
    needed: bool
    body: bool


def entries(kind: str) -> Iterator[Entry]:
    """Every word that a kind of stage, or a contest, may have, but its routes."""
    for path, word in vocabulary(kind).items():
        if not path.startswith("then."):
            yield Entry(
                f"{path}.NAME" if word.each else path, takes(word), default_words(word.default), word.gloss, word.shown,
                word.default is None and not word.optional, _by_a_body(kind, word),
            )  # fmt: skip


def _by_a_body(kind: str, word: Word) -> bool:
    may = KINDS[kind].set_by_a_body
    return word.shown or any(word.path == one or word.path.startswith(f"{one}.") for one in may)


def takes(word: Word) -> str:
    """What a word takes, in words.

    >>> takes(vocabulary("ballot")["paper"])
    'one name | ranked | ranked in full | yes or no'
    """
    if isinstance(word.read, Choice):
        return " | ".join(word.read.known)
    return FORMS[word.read][0]


def default_words(default: object) -> str:
    """A default as a book would write it."""
    return f"{{set_by: {default['set_by']}}}" if isinstance(default, dict) else "" if default is None else str(default)


def outcomes(kind: str) -> Mapping[str, str]:
    """The outcomes a kind of stage may have → its gloss; of a contest none."""
    return STAGES[kind].outcomes_known if kind in STAGES else {}


# --- JSON Schema ------------------------------------------------------------------------------------------------------
def with_stages(document: dict[str, Any]) -> dict[str, object]:
    """The schema of a rule book with every word of contests and stages in it."""
    edition = document["$defs"]["EditionEntry"]["properties"]
    contest, stage = {"$ref": "#/$defs/Contest"}, {"anyOf": [{"$ref": f"#/$defs/{kind}"} for kind in (*STAGES, "like")]}
    for name, entry in (("contests", contest), ("stages", stage)):
        edition[name] = {
            "type": "object", "additionalProperties": entry,
            "description": f"{name} by name; an edition that writes them is whole",
        }  # fmt: skip
    document["$defs"] |= {"Contest": of_kind("contest"), **{kind: of_kind(kind) for kind in STAGES}, "like": _like()}
    return document


def of_kind(kind: str) -> dict[str, object]:
    """The schema of a contest, or of a stage of a kind."""
    made: dict[str, Any] = {
        "type": "object",
        "properties": {},
        "additionalProperties": False,
        "description": about(kind),
    }
    needed = [path for path, word in vocabulary(kind).items() if word.default is None and not word.optional]
    if kind in STAGES:
        made["properties"]["stage"] = {"const": kind}
        made["required"] = ["stage", *(path for path in needed if "." not in path)]
    elif needed:
        made["required"] = needed
    for path, word in vocabulary(kind).items():
        _put(made, path.split("."), _leaf(kind, word))
    if kind == "ballot":
        then = made["properties"]["then"]
        then["patternProperties"] = {" won$": {"type": "string", "description": "where it leads if the option wins"}}
    return made


def about(kind: str) -> str:
    """What a kind of stage, or a contest, is."""
    return (KINDS[kind].__doc__ or "").strip().splitlines()[0]


def _like() -> dict[str, object]:
    return {
        "type": "object",
        "properties": {"like": {"type": "string", "description": "another stage, whose provisions this one has, too"}},
        "required": ["like"],
        "description": "a stage like another, but for what is written: then.one: elected",
    }


def _put(made: dict[str, Any], steps: list[str], leaf: dict[str, object]) -> None:
    """Put a word into a schema, block by block; opens_when is words, or a block."""
    properties = made.setdefault("properties", {})
    first, *rest = steps
    if not rest:
        properties[first] = leaf
        return
    there = properties.setdefault(first, {"type": "object", "additionalProperties": False})
    if there.get("type") != "object":
        block = next((one for one in there["anyOf"] if "properties" in one and "set_by" not in one["properties"]), None)
        if block is None:
            block = {"type": "object", "properties": {}, "additionalProperties": False}
            there["anyOf"].append(block)
        there = block
    _put(there, rest, leaf)


def _leaf(kind: str, word: Word) -> dict[str, object]:
    if word.path.startswith("then."):
        return {"anyOf": [{"type": "string"}, SET_BY], "description": word.gloss}
    form: dict[str, object] = {"enum": list(word.read.known)} if isinstance(word.read, Choice) else FORMS[word.read][1]
    unsaid = {"enum": ["unknown", "silent"]}
    ways = [form, unsaid, *([SET_BY] if _by_a_body(kind, word) else [])]
    if word.each:
        ways = [{"type": "object", "additionalProperties": {"anyOf": [form, unsaid]}}, unsaid]
    shown = " (it is only shown)" if word.shown else ""
    made: dict[str, object] = {"anyOf": ways, "description": f"{word.gloss}{shown}"}
    return made | ({} if word.default is None else {"default": word.default})


def triggers() -> Mapping[str, str]:
    """What may open a contest → what it means; two of them are blocks."""
    return {name: gloss for name, gloss in TRIGGERS.items() if name not in (PETITION, TERM)} | {
        "{petition: {by: BODY, share: 15%, of: BODY}}": "so many of a body sign; or count: 75",
        "{term: 2 years}": "so long after the last election; or each session",
    }
