"""The verb ``words``: every word a rule book may use, from the classes that read them; and every belief, from its table."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterator
from dataclasses import asdict

from simulator.rulebooks import words as page
from simulator.stages.kinds import KINDS
from simulator.verbs.common import json_argument, print_json, say

WIDTH = 118
BELIEFS = "beliefs"


def words_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``words``."""
    parser.add_argument(
        "kind",
        nargs="?",
        choices=(*KINDS, BELIEFS),
        metavar="KIND",
        help=f"one of {', '.join(KINDS)} (default: all), or beliefs: each belief of a scenario, in one formula",
    )
    json_argument(parser)


def words(options: argparse.Namespace) -> int:
    """Every word that contests and stages of a rule book may have: what it takes, its default, what it says."""
    if options.kind == BELIEFS:
        return _beliefs(options)
    kinds = [options.kind] if options.kind else [kind for kind in KINDS if kind != "decision"]
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
        ends = "elected (the only candidate); incumbent stays; again; go on; unresolved"
        yield f"\nRoutes: a stage; a contest, which opens; {ends}."


def _wrapped(head: str, said: str) -> Iterator[str]:
    lines = textwrap.wrap(said, WIDTH - 34, break_long_words=False, break_on_hyphens=False) or [""]
    if len(head) > 30:
        yield f"  {head}"
        yield from (f"{'':34}{line}" for line in lines)
        return
    yield f"  {head:<30}  {lines[0]}"
    yield from (f"{'':34}{line}" for line in lines[1:])
