"""Documents: YAML in, built from parse events in one pass so that every value knows its line.

What other readers guess at is refused here: ``NO`` and its kin, octal-like numbers, keys given twice, empty values,
anchors, tags, a second document, great depth and great size.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from simulator.words.problems import Path, Place, Problem, Problems, refuse

LARGEST = 1_000_000
DEEPEST = 20
TRAPS = {"no", "yes", "on", "off", "y", "n"}
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?(0|[1-9]\d{0,15})")
_DECIMAL = re.compile(r"[-+]?(0|[1-9]\d{0,15})?\.\d{1,17}")
_OCTAL = re.compile(r"[-+]?0[0-9a-fA-FxXoO_]+")


class Figure(float):
    """A decimal number that keeps the digits it was written with: 27.890."""

    def __new__(cls, text: str) -> Figure:
        """The number, from its text."""
        made = super().__new__(cls, text)
        made.text = text
        return made

    text: str

    def __str__(self) -> str:
        return self.text

    def __getnewargs__(self) -> tuple[Any, ...]:
        return (self.text,)


@dataclass(frozen=True)
class Document:
    """A file's values and the place of each: ``places[path]``, and ``places[path + ("key",)]`` for a name."""

    name: str
    data: dict[str, Any]
    places: dict[Path, tuple[str, int, int]]
    lines: dict[str, list[str]] = field(repr=False)

    def place(self, path: Path, *, key: bool = False) -> Place:
        """The place of a path, or of its nearest ancestor that stands in the file."""
        if key and (*path, "key") in self.places:
            return self._placed((*path, "key"))
        while path and path not in self.places:
            path = path[:-1]
        return self._placed(path)

    def _placed(self, path: Path) -> Place:
        name, line, column = self.places.get(path, (self.name, 0, 0))
        lines = self.lines.get(name, [])
        return Place(name, line + 1, column + 1, lines[line] if 0 <= line < len(lines) else "")


def read(path: str | os.PathLike[str], yes_or_no: Collection[str] = ()) -> Document:
    """Read one YAML file from disk; raises :class:`Problems` when it cannot be read or believed.

    yes_or_no   the settings whose value is yes or no, so that the bare words are no trap there
    """
    name = os.fspath(path)
    if os.path.isdir(name):
        raise refuse(f"{name} is a folder, not a file", "name a .yaml file inside it")
    try:
        with open(name, "rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise refuse(
            f"{name}: there is no such file", "`party-rules list` shows the scenarios that come along"
        ) from None
    except OSError as error:
        raise refuse(f"{name}: cannot be read: {error.strerror}") from None
    return parse(raw, name, yes_or_no)


def parse(raw: bytes | str, name: str, yes_or_no: Collection[str] = ()) -> Document:
    """Read YAML text; ``name`` is what errors call it."""
    if len(raw) > LARGEST:
        raise refuse(f"{name}: over 1 MB", "a scenario is a page of text; is this the right file?")
    text = _decoded(raw, name) if isinstance(raw, bytes) else raw
    lines = text.splitlines()
    builder = _Builder(name, lines, yes_or_no)
    try:
        data = builder.build(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        builder.fail(mark, f"not readable as YAML: {error.problem or error.context}", _yaml_cure(lines, mark))
        raise Problems(builder.problems, name) from None
    except yaml.YAMLError as error:
        raise refuse(f"{name}: not readable as YAML: {str(error).splitlines()[0]}") from None
    if builder.problems:
        raise Problems(builder.problems, name)
    return Document(name, data, builder.places, {name: lines})


def dumped(data: object) -> str:
    """Values as the text of a document, whatever stands in them."""
    return str(yaml.safe_dump(data, sort_keys=False, allow_unicode=True))


def _empty_cure(path: Path) -> str:
    if path and " " in str(path[-1]):
        return "inside { } a comma ends a value: put words that have a comma in quotes"
    return "write a value, or leave the line out"


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise refuse(f"{name}:{line}: not UTF-8 text (byte {error.start})", "save the file as UTF-8") from None


def _yaml_cure(lines: list[str], mark: Any) -> str:
    if mark is not None and mark.line < len(lines) and "\t" in lines[mark.line]:
        return "indent with spaces, not tabs"
    return "is a colon, a quote or the indentation missing here or just above?"


class _Stop(Exception):
    pass


class _Builder:
    """Builds plain values from parse events, collecting problems as it goes."""

    def __init__(self, name: str, lines: list[str], yes_or_no: Collection[str] = ()) -> None:
        self.name, self.lines, self.yes_or_no = name, lines, yes_or_no
        self.places: dict[Path, tuple[str, int, int]] = {}
        self.problems: list[Problem] = []

    def fail(self, mark: Any, said: str, cure: str = "", path: Path = ()) -> None:
        line, column = (mark.line, mark.column) if mark is not None else (0, 0)
        shown = self.lines[line] if line < len(self.lines) else ""
        self.problems.append(Problem(said, Place(self.name, line + 1, column + 1, shown), path, cure))

    def build(self, events: Iterator[Any]) -> dict[str, Any]:
        data: object = None
        documents = 0
        try:
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self.fail(event.start_mark, "a second document begins here", "keep one document a file")
                        raise _Stop
                elif isinstance(event, yaml.NodeEvent):
                    data = self._value(event, events, (), 0)
        except _Stop:
            return {}
        if documents == 0 or data is None or data == {}:
            self.fail(None, "the file is empty", "`party-rules new NAME` writes a commented one to start from")
            return {}
        if not isinstance(data, dict):
            if not self.problems:
                self.fail(None, "this is not a list of settings", "a file begins with lines such as `scenario: …`")
            return {}
        return data

    def _value(self, event: Any, events: Iterator[Any], path: Path, depth: int) -> object:
        mark = event.start_mark
        self.places[path] = (self.name, mark.line, mark.column)
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self.fail(mark, "anchors and aliases (& and *) are not allowed", "write the value out", path)
            raise _Stop
        if getattr(event, "tag", None) not in (None, "!"):
            self.fail(mark, "tags (!) are not allowed", "write the plain value", path)
            raise _Stop
        if depth > DEEPEST:
            self.fail(mark, f"nested more than {DEEPEST} deep", "", path[:3])
            raise _Stop
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[object] = []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                items.append(self._value(event, events, (*path, len(items)), depth + 1))
            return items
        return self._scalar(event, path)

    def _mapping(self, events: Iterator[Any], path: Path, depth: int) -> dict[str, object]:
        out: dict[str, object] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            mark = event.start_mark
            if not isinstance(event, yaml.ScalarEvent):
                self.fail(mark, "a setting’s name must be a word", "", path)
                raise _Stop
            name = event.value
            if event.anchor is not None or event.tag not in (None, "!"):
                self.fail(mark, "anchors and tags are not allowed", "write it out", path)
                raise _Stop
            if name in out:
                self.fail(mark, f"“{name}” is given twice", "keep one of the two", (*path, name))
            if not event.style and name.lower() in TRAPS:
                self.fail(mark, f"“{name}” as a name: some readers turn it into true or false", "rename it", path)
            here = (*path, name)
            self.places[(*here, "key")] = (self.name, mark.line, mark.column)
            out[name] = self._value(next(events), events, here, depth + 1)
        return out

    def _scalar(self, event: Any, path: Path) -> object:
        text = event.value
        if event.style:
            return text
        lowered = text.lower()
        if lowered in ("true", "false"):
            return lowered == "true"
        if lowered in ("", "~", "null"):
            self.fail(event.start_mark, "is empty", _empty_cure(path), path)
        elif lowered in ("yes", "no") and path and str(path[-1]).rpartition(".")[2] in self.yes_or_no:
            return lowered == "yes"
        elif lowered in TRAPS:
            cure = "write true or false, or put the word in quotes"
            self.fail(event.start_mark, f"“{text}” is read as true or false by some programs", cure, path)
        elif _INTEGER.fullmatch(text):
            return int(text)
        elif _DECIMAL.fullmatch(text):
            return Figure(text)
        elif _OCTAL.fullmatch(text):
            self.fail(
                event.start_mark, f"“{text}” is read as an octal number by some programs", "drop the leading 0", path
            )
        return text
