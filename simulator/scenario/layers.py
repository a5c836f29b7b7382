"""Layers of a scenario file: another file it is like, its own words, and what was set on the command line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping

from simulator.rulebooks.load import books
from simulator.scenario.roster import with_roster
from simulator.scenario.written import ScenarioEntry
from simulator.words.documents import Document, parse, read
from simulator.words.problems import Path, Problems, did_you_mean, refuse

MOST_PARENTS = 5


def layered(path: str) -> Document:
    """A scenario file laid over the file it is ``like``, if it says so."""
    document = read(path)
    if "contest" in document.data and "official" in document.data:
        raise refuse(f"{path} is a recorded contest, not a scenario", f"party-rules replay {path}")
    if "editions" in document.data and "book" in document.data:
        raise _a_book(path, path)
    chain = [document]
    while "like" in chain[-1].data:
        if len(chain) > MOST_PARENTS:
            raise refuse(f"{path}: more than {MOST_PARENTS} files deep in `like`", "does a file inherit from itself?")
        parent = os.path.join(os.path.dirname(chain[-1].name), str(chain[-1].data["like"]))
        chain.append(read(parent))
    merged = chain[-1]
    for child in reversed(chain[:-1]):
        merged = over(merged, child)
    return with_roster(merged)


def _a_book(said: str, path: str) -> Problems:
    """A rule book where a scenario is asked for: which scenario uses it, and what can be asked of the book alone."""
    name = os.path.splitext(os.path.basename(path))[0]
    uses = re.compile(rf"\bbook: ?[\"']?(\S*/)?{re.escape(name)}(\.yaml)?[\"']?\s*[,}}\n]")
    known = sorted(os.listdir("scenarios")) if os.path.isdir("scenarios") else []
    theirs = (one for one in known if one.endswith(".yaml") and uses.search(_text(os.path.join("scenarios", one))))
    scenario = next((one.removesuffix(".yaml") for one in theirs), "")
    such = (
        f"name a scenario that uses it, such as {scenario}" if scenario else "write a scenario of it: party-rules new"
    )
    alone = f"of the book alone: party-rules check {path}, or party-rules rules {path}"
    return refuse(f"{said} is a rule book, not a scenario", f"{such}; {alone}")


def _text(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


def over(parent: Document, child: Document) -> Document:
    """One document over another: blocks are merged, everything else replaced whole."""
    data = _merged(parent.data, {k: v for k, v in child.data.items() if k != "like"})
    return Document(child.name, data, {**parent.places, **child.places}, {**parent.lines, **child.lines})


def _merged(low: Mapping[str, object], high: Mapping[str, object]) -> dict[str, object]:
    # Whoever says anew where a block comes from takes back what was said of it before.
    taken_back = {"source", "assumption"} if {"source", "assumption"} & set(high) else set()
    out = {name: value for name, value in low.items() if name not in taken_back}
    for name, value in high.items():
        before = out.get(name)
        out[name] = _merged(before, value) if isinstance(value, dict) and isinstance(before, dict) else value
    return out


def with_settings(document: Document, settings: Mapping[str, str], stages: tuple[str, ...]) -> Document:
    """The document with ``--set PATH=VALUE`` applied; a path that begins with a stage or contest is law."""
    data = document.data
    places, lines = dict(document.places), dict(document.lines)
    for path, said in settings.items():
        value = parse(f"value: {said}", f"--set {path}").data.get("value", said)
        head = path.split(".", 1)[0]
        if head in stages:
            block: dict[str, object] = {
                "what_if": {f"set {path}": {"change": {path: value}, "why": "set on the command line"}}
            }
            at: Path = ("what_if", f"set {path}")
        elif head in ScenarioEntry.model_fields:
            steps = _steps(data, path)
            block, at = value, tuple(steps)
            for step in reversed(steps):
                block = {step: block}
        else:
            known = [*stages, *ScenarioEntry.model_fields]
            raise refuse(
                f"--set {path}: “{head}” is neither a stage of the law nor a setting", did_you_mean(head, known)
            )
        data = _merged(data, block)
        name = f"--set {path}={said}"
        lines[name] = [f"{path}={said}"]
        places |= {at: (name, -1, -1), (*at, "key"): (name, -1, -1)}
    return Document(document.name, data, places, lines)


def _steps(data: Mapping[str, object], path: str) -> list[str]:
    """The path's steps; a name with a dot of its own is matched whole where the file has it."""
    steps: list[str] = []
    rest, here = path, data
    while rest:
        whole = next((k for k in sorted(here, key=len, reverse=True) if rest == k or rest.startswith(f"{k}.")), None)
        step = whole if whole is not None else rest.split(".", 1)[0]
        steps.append(step)
        rest = rest[len(step) + 1 :]
        beneath = here.get(step)
        here = beneath if isinstance(beneath, dict) else {}
    return steps


def named(path: str) -> str:
    """A scenario by path, or by name in the folder ``scenarios``."""
    if os.path.exists(path) or path.endswith((".yaml", ".yml")) or os.sep in path:
        return path
    beside = os.path.join("scenarios", f"{path}.yaml")
    if os.path.exists(beside):
        return beside
    if path in books():
        raise _a_book(f"“{path}”", path)
    if os.path.isdir("scenarios"):
        known = [name[:-5] for name in sorted(os.listdir("scenarios")) if name.endswith(".yaml")]
        raise refuse(f"there is no scenario “{path}”", did_you_mean(path, known))
    return path


def asked(document: Document, readings: Mapping[str, str], compared: Iterable[str]) -> Document:
    """The document, with the command line as the place of what was asked there."""
    places, lines = dict(document.places), dict(document.lines)
    for dispute, said in readings.items():
        name = f"--reading {dispute}={said}"
        places |= {("readings", dispute): (name, -1, -1), ("readings", dispute, "key"): (name, -1, -1)}
        lines[name] = []
    for dispute in compared:
        places["compare",] = (f"compare … {dispute}", -1, -1)
    return Document(document.name, document.data, places, lines)
