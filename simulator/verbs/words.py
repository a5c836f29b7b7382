"""The verb ``words``: every word a rule book may use, every belief, and what any key of any file says, from what reads them."""

from __future__ import annotations

import argparse
import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from simulator.rulebooks import words as page
from simulator.stages.kinds import KINDS
from simulator.verbs.common import json_argument, print_json, say
from simulator.verbs.files import schema_text
from simulator.words.problems import did_you_mean, refuse

WIDTH = 118
BELIEFS = "beliefs"
FILES = {"rulebook": "rule book", "scenario": "scenario", "contest": "record"}
ROUTES = {
    "elected": "whoever stands alone becomes leader",
    "incumbent stays": "the leader stays, and the contest is over",
    "again": "the stage is held again",
    "go on": "the contest goes on as if only those validly nominated had stood; a count goes on with those who are left",
    "unresolved": "the contest ends, and the clause is named",
}
UNSAID = {
    "unknown": "the text was not found: a contest that needs it ends unresolved",
    "silent": "the text was read, and says nothing: a contest that needs it ends unresolved",
    "set_by": "{set_by: BODY}: the book leaves it to a body, which fixes it for one contest",
}


@dataclass(frozen=True, slots=True)
class Key:
    """What one key of a file, or a word that stands as a value, says.

    file    rule book, scenario or record;  path: where it stands, names of your own in capitals
    gloss   what it says;  takes: the words it may have, if they are a closed list
    """

    file: str
    path: str
    gloss: str
    takes: tuple[str, ...] = ()

    def named(self, word: str) -> bool:
        """Whether it is called so: by its last part, by its last parts, or by a word that it takes."""
        return self.path == word or self.path.endswith(f".{word}") or word in self.takes


def words_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``words``."""
    kinds = ", ".join(KINDS)
    parser.add_argument(
        "word",
        nargs="?",
        metavar="WORD",
        help=f"{kinds}; beliefs: each belief of a scenario, in one formula; or any key of a file, such as favours",
    )
    json_argument(parser)


def words(options: argparse.Namespace) -> int:
    """Every word that contests and stages of a rule book may have, or what one key says, wherever it stands."""
    if options.word == BELIEFS:
        return _beliefs(options)
    if options.word and options.word not in KINDS:
        return _one(options.word, as_json=options.json)
    kinds = [options.word] if options.word else [kind for kind in KINDS if kind != "decision"]
    if options.json:
        found = {
            kind: {"words": [asdict(one) for one in page.entries(kind)], "outcomes": dict(page.outcomes(kind))}
            for kind in kinds
        }
        print_json({"schema": "party-rules/words/1", "kinds": found})
        return 0
    for line in _page(kinds):
        say(line)
    return 0


def _beliefs(options: argparse.Namespace) -> int:
    """Every belief a scenario may have, as the page docs/beliefs.md, or as data."""
    from simulator.scenario.table import table
    from simulator.show.beliefs import page as beliefs

    if options.json:
        print_json({"schema": "party-rules/beliefs/1", "beliefs": [asdict(row) for row in table().values()]})
        return 0
    for line in beliefs():
        say(line)
    return 0


def _one(word: str, *, as_json: bool) -> int:
    known = list(keys())
    found = [one for one in known if one.named(word)] or [one for one in known if word in one.path.split(".")]
    if not found:
        names = {one.path.rsplit(".", 1)[-1] for one in known} | set(KINDS)
        raise refuse(
            f"no file has a word “{word}”", f"{did_you_mean(word, sorted(names))}; party-rules words lists all"
        )
    if as_json:
        print_json({"schema": "party-rules/words/1", "word": word, "keys": [asdict(one) for one in found]})
        return 0
    for file in dict.fromkeys(one.file for one in found):
        say(f"in a {file}")
        for one in (each for each in found if each.file == file):
            takes = f": {' | '.join(one.takes)}" if len(one.takes) > 1 else ""
            for line in _wrapped(one.path, f"{one.gloss}{takes}"):
                say(line)
    return 0


def keys() -> Iterator[Key]:
    """Every key of every sort of file, each once, with what it says."""
    for name in KINDS:
        if name != "decision":
            for one in page.entries(name):
                listed = one.takes.partition("in order: ")[2].split(", ")
                takes = tuple(one.takes.split(" | ") if " | " in one.takes else listed if len(listed) > 1 else ())
                said = one.gloss if takes else f"{one.gloss}: {one.takes}"
                yield Key("rule book", f"{name}.{one.path}", said + (" (it is only shown)" if one.shown else ""), takes)
            for outcome, gloss in page.outcomes(name).items():
                yield Key("rule book", f"{name}.then.{outcome}", f"where it leads if {gloss}")
    for name, gloss in page.triggers().items():
        if "{" not in name:
            yield Key("rule book", f"contest.opens_when: {name}", gloss, (name,))
    for name, gloss in ROUTES.items():
        yield Key("rule book", f"STAGE.then.OUTCOME: {name}", gloss, (name,))
    for name, gloss in UNSAID.items():
        yield Key("rule book", f"any provision: {name}", gloss, (name,))
    for kind, file in FILES.items():
        schema = json.loads(schema_text(kind))
        yield from _beneath(file, schema, schema["$defs"], "", ())


def _beneath(file: str, part: Any, shapes: Mapping[str, Any], path: str, within: tuple[str, ...]) -> Iterator[Key]:
    """The keys of a part of a schema: of a block those written in it, of a list or a block by name those of its parts."""
    if name := part.get("$ref", "").rpartition("/")[2]:
        if name not in within and name not in ("Contest", *KINDS, "like"):
            yield from _beneath(file, shapes[name], shapes, path, (*within, name))
        return
    for key, value in part.get("properties", {}).items():
        here = f"{path}.{key}" if path else key
        takes = next((tuple(map(str, one["enum"])) for one in (value, *value.get("anyOf", ())) if "enum" in one), ())
        yield Key(file, here, value["description"], takes)
        yield from _beneath(file, value, shapes, here, within)
    for one in part.get("anyOf", ()):
        yield from _beneath(file, one, shapes, path, within)
    if isinstance(part.get("additionalProperties"), dict):
        yield from _beneath(file, part["additionalProperties"], shapes, f"{path}.NAME", within)
    if isinstance(part.get("items"), dict):
        yield from _beneath(file, part["items"], shapes, path, within)


def _page(kinds: list[str]) -> Iterator[str]:
    yield f"Words of rule books. Of all values {page.ANY}."
    yield "* must be written.  ~ is only shown, and never acts.  @ may be left to a body: {set_by: BODY}."
    for kind in kinds:
        also = " (also called decision)" if kind == "selection" else ""
        yield f"\n{kind}{also}: {page.about(kind)}"
        for one in page.entries(kind):
            marks = ("*" if one.needed else "") + ("~" if one.shown else "@" if one.body else "")
            default = f" [{one.default}]" if one.default else ""
            yield from _wrapped(f"{one.path} {marks}".rstrip(), f"{one.gloss}: {one.takes}{default}")
        for name, gloss in page.outcomes(kind).items():
            yield from _wrapped(f"then.{name}", f"where it leads if {gloss}")
        if kind == "ballot":
            yield from _wrapped("then.OPTION won", "where it leads if an option of the paper wins")
        if kind == "contest":
            yield from (line for name, gloss in page.triggers().items() for line in _wrapped(f"  {name}", gloss))
    if len(kinds) > 1:
        yield "\nRoutes: a stage; a contest, which opens; or"
        yield from (line for name, gloss in ROUTES.items() for line in _wrapped(name, gloss))
        yield "\nWhat one key says, of a rule book, scenario or record: party-rules words KEY, such as favours or stays."


def _wrapped(head: str, said: str) -> Iterator[str]:
    lines = textwrap.wrap(said, WIDTH - 34, break_long_words=False, break_on_hyphens=False) or [""]
    if len(head) > 30:
        yield f"  {head}"
        yield from (f"{'':34}{line}" for line in lines)
        return
    yield f"  {head:<30}  {lines[0]}"
    yield from (f"{'':34}{line}" for line in lines[1:])
