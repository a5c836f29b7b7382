"""``list``, ``new``, ``check`` and ``schema``: the files a person writes."""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
from collections.abc import Iterable
from importlib import resources
from typing import TYPE_CHECKING, Any

from simulator.rulebooks.check import check_book, contradicted
from simulator.rulebooks.rulebook import RuleBook
from simulator.rulebooks.shelf import YES_OR_NO, book_of, books, is_book, open_book
from simulator.rulebooks.words import with_stages
from simulator.rulebooks.written import BookEntry
from simulator.scenario import layers
from simulator.scenario.recorded import FOLDER as CONTESTS
from simulator.scenario.recorded import files, is_record, recorded
from simulator.scenario.written import ScenarioEntry
from simulator.scenario.written_contest import ContestEntry
from simulator.verbs.common import json_argument, print_json, say, scenario_arguments, scenario_of, warn
from simulator.words.documents import read
from simulator.words.problems import Problems, did_you_mean, refuse
from simulator.words.shapes import Shape

if TYPE_CHECKING:
    from simulator.questions.replayed import Replay

FOLDER = "scenarios"


def list_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``list``."""
    what = "scenarios, rulebooks or contests (default: all); or a rule book’s file"
    parser.add_argument("kind", nargs="?", metavar="KIND|FILE", help=what)
    json_argument(parser)


LISTED = ("scenarios", "rulebooks", "contests")


def list(options: argparse.Namespace) -> int:
    """Print the scenarios in the folder and the rule books that come along."""
    found: dict[str, Any] = {"schema": "party-rules/list/1"}
    own = options.kind if options.kind not in (None, *LISTED) and is_book(options.kind) else ""
    if options.kind not in (None, *LISTED) and not own:
        raise refuse(f"“{options.kind}” is no kind of file, and no rule book", did_you_mean(options.kind, LISTED))
    if options.kind in (None, "scenarios"):
        found["scenarios"] = [_line_of(path) for path in scenario_files()]
    if own or options.kind in (None, "rulebooks"):
        opened = [open_book(own)] if own else [open_book(name) for name in books()]
        found["rulebooks"] = [
            {"name": b.key, "title": b.title, "editions": [e.name for e in b.editions], "disputes": [*b.disputes]}
            for b in opened
        ]
    if options.kind in (None, "contests"):
        found["contests"] = [_contest_line(path) for path in files()]
    if options.json:
        print_json(found)
        return 0
    for row in found.get("scenarios", []):
        say(f"{row['file']:<40} {row['title']}" + (f"\n{'':<40} {row['question']}" if row["question"] else ""))
    if not found.get("scenarios", True):
        say(f"there is no scenario in the folder {FOLDER} here; `party-rules new NAME` writes one")
    if options.kind is None:
        say("")
    for row in found.get("rulebooks", []):
        say(f"rule book {row['name']}: {row['title']}")
        for line in textwrap.wrap(
            f"editions: {', '.join(row['editions'])}", 96, initial_indent="  ", subsequent_indent="    "
        ):
            say(line)
        for line in textwrap.wrap(
            f"disputes: {', '.join(row['disputes']) or 'none'}", 96, initial_indent="  ", subsequent_indent="    "
        ):
            say(line)
    if options.kind is None and found["contests"]:
        say(
            f"\n{len(found['contests'])} recorded contests in {CONTESTS}: party-rules list contests, party-rules replay --all"
        )
    for row in found["contests"] if options.kind == "contests" else ():
        say(f"{row['file']:<48} {row['title']}")
    return 0


def scenario_files() -> Iterable[str]:
    """The scenarios in the folder, the recorded contests excepted."""
    for folder, _, names in sorted(os.walk(FOLDER)):
        if folder != CONTESTS:
            yield from (os.path.join(folder, name) for name in sorted(names) if name.endswith(".yaml"))


def _contest_line(path: str) -> dict[str, str]:
    try:
        data = read(path).data
    except Problems:
        return {"file": path, "title": "(cannot be read: party-rules check says why)"}
    return {"file": path, "title": str(data.get("contest", ""))}


def _line_of(path: str) -> dict[str, str]:
    try:
        data = layers.layered(path).data
    except Problems:
        return {"file": path, "title": "(cannot be read: party-rules check says why)", "question": ""}
    return {"file": path, "title": str(data.get("scenario", "")), "question": str(data.get("question", ""))}


def new_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``new``."""
    parser.add_argument("name", metavar="NAME", help="a name, or a path that ends in .yaml")


def new(options: argparse.Namespace) -> int:
    """Write a commented scenario; a file that exists is left alone."""
    path = options.name
    if not path.endswith((".yaml", ".yml")):
        path = os.path.join(FOLDER if os.path.isdir(FOLDER) else "", f"{path}.yaml")
    text = resources.files("simulator.scenario").joinpath("template.yaml").read_text("utf-8")
    title = os.path.splitext(os.path.basename(path))[0].replace("-", " ").replace("_", " ")
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(text.replace("TITLE", title))
    except FileExistsError:
        raise refuse(f"{path} is there already", "choose another name; nothing was overwritten") from None
    except OSError as error:
        raise refuse(f"{path} cannot be written: {error.strerror}") from None
    say(f"wrote {path}\nNext: party-rules check {path}\n      party-rules run {path}")
    return 0


def check_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``check``."""
    scenario_arguments(parser)
    parser.add_argument(
        "--all", action="store_true", help="every default of a scenario in a line of its own, with its reason"
    )
    json_argument(parser)


def check(options: argparse.Namespace) -> int:
    """Say what a file means, every default written out; exit 3 if it cannot be believed."""
    if is_book(options.scenario) and not os.path.isfile(os.path.join(FOLDER, f"{options.scenario}.yaml")):
        name = books().get(options.scenario, options.scenario)
        return _check_book(book_of(read(name, YES_OR_NO), os.path.splitext(os.path.basename(name))[0]), options)
    if is_record(options.scenario):
        from simulator.questions.replay import replay

        return _check_contest(replay(recorded(options.scenario)), options)
    from simulator.show.plain import scenario_document, scenario_in_words

    scenario = scenario_of(options)
    if options.json:
        print_json(scenario_document(scenario))
        return 0
    warn(scenario)
    for line in scenario_in_words(scenario, whole=options.all):
        say(line)
    return 0


def _check_contest(one: Replay, options: argparse.Namespace) -> int:
    record, entry = one.record, one.record.entry
    found = {
        "contest": entry.contest, "id": entry.id, "book": record.book.key, "edition": record.edition.name,
        "grade": entry.grade, "rounds": len(entry.rounds), "candidates": [*record.candidates], "sources": len(record.sources),
    }  # fmt: skip
    if options.json:
        print_json({"schema": "party-rules/check/1", **found})
        return 0
    counts = f"{len(entry.rounds)} rounds, {len(record.sources)} sources"
    say(f"ok: {entry.contest}: {record.book.title}, edition “{record.edition.name}”; {counts}")
    say(f"Next: party-rules replay {options.scenario}")
    return 0


def _check_book(book: RuleBook, options: argparse.Namespace) -> int:
    counts = {
        "editions": len(book.editions),
        "provisions": sum(len(e.law.provisions) for e in book.editions),
        "disputes": len(book.disputes),
        "readings": sum(len(d.readings) for d in book.disputes.values()),
        "matters": len(book.matters),
        "what_ifs": len(book.drafts),
        "sources": len(book.sources),
    }
    problems = check_book(book)
    if any(not one.warning for one in problems):
        raise Problems(problems, book.document.name)
    contradictions = [*contradicted(book)]
    if options.json:
        print_json(
            {
                "schema": "party-rules/check/1",
                "book": book.key,
                "title": book.title,
                **counts,
                "contradictions": contradictions,
                "warnings": [one.said for one in problems],
            }
        )
        return 0
    plain = {name: name.replace("_", "-") for name in counts}
    words = ", ".join(f"{count} {plain[name].removesuffix('s' * (count == 1))}" for name, count in counts.items())
    for one in problems:
        say(one.letter())
    for found in contradictions:
        say(f"warning: {found}. Neither prevails; using them ends a run unresolved")
    say(f"ok: {book.title}: {words}; every provision that is written has a source or says where one looked")
    return 0


def schema_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``schema``."""
    parser.add_argument("kind", nargs="?", choices=("scenario", "rulebook", "contest"), default="scenario")
    json_argument(parser)


def schema(options: argparse.Namespace) -> int:
    """Print the JSON Schema, for editors."""
    sys.stdout.write(schema_text(options.kind))
    return 0


def schema_text(kind: str) -> str:
    """The JSON Schema of a kind of file, as committed in the folder ``schema``."""
    models: dict[str, type[Shape]] = {"scenario": ScenarioEntry, "rulebook": BookEntry, "contest": ContestEntry}
    model = models[kind]
    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema(by_alias=True)}
    if kind == "rulebook":
        document = with_stages(document)
    if kind == "scenario":
        document["properties"]["like"] = {
            "type": "string",
            "description": "another scenario file that this one is like",
        }
        document["required"] = []
    return json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
