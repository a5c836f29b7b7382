"""``schema``: the JSON Schema of what a person writes, for editors, and of what ``--json`` prints, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import json_argument
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from simulator.questions.schemas import Schemas


def _arguments(parser: ArgumentParser) -> None:
    what = "scenario, rulebook, contest, or an answer such as compare; without it all are listed"
    parser.add_argument("kind", nargs="?", metavar="KIND", help=what)
    json_argument(parser)


def _ask(asked: Asked) -> Schemas | dict[str, object]:
    from simulator.questions.schemas import schema_of, schemas

    return schema_of(asked.options.kind) if asked.options.kind else schemas()


def _text(answer: Schemas | dict[str, object], asked: Asked) -> Iterator[str]:
    import json

    if isinstance(answer, dict):
        yield json.dumps(answer, indent=1, ensure_ascii=False, sort_keys=True)
        return
    yield "What a person writes:"
    yield from (f"  {name:<18}{words}" for name, words in answer.files.items())
    yield "\nWhat --json prints:"
    yield from (f"  {name:<18}{words}" for name, words in answer.answers.items())
    yield "\nNext: party-rules schema scenario"


QUESTION = Question(
    name="schema",
    group="Make a scenario",
    help="the JSON Schema of a scenario or rule book, for editors, and of what --json prints",
    arguments=_arguments,
    ask=_ask,
    text=_text,
)
