"""``words``: every word a rule book may use, every belief, and what any key of any file says, from what reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import json_argument
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from simulator.questions.words import Beliefs, Keys, Words

WIDTH = 118
BELIEFS = "beliefs"


def _arguments(parser: ArgumentParser) -> None:
    from simulator.stages.kinds import KINDS

    kinds = ", ".join(KINDS)
    parser.add_argument(
        "word",
        nargs="?",
        metavar="WORD",
        help=f"{kinds}; beliefs: each belief of a scenario, in one formula; or any key of a file, such as favours",
    )
    json_argument(parser)


def _ask(asked: Asked) -> Words | Beliefs | Keys:
    from simulator.questions.words import beliefs, saying, words
    from simulator.stages.kinds import KINDS

    word = asked.options.word
    if word == BELIEFS:
        return beliefs()
    return saying(word) if word and word not in KINDS else words([word] if word else ())


def _text(answer: Words | Beliefs | Keys, asked: Asked) -> Iterator[str]:
    from simulator.questions.words import Keys, Words
    from simulator.show.beliefs import page

    if isinstance(answer, Keys):
        return _keys(answer)
    return _words(answer) if isinstance(answer, Words) else page()


def _keys(answer: Keys) -> Iterator[str]:
    for file in dict.fromkeys(one.file for one in answer.keys):
        yield f"in a {file}"
        for one in answer.keys:
            if one.file == file:
                takes = f": {' | '.join(one.takes)}" if len(one.takes) > 1 else ""
                yield from _wrapped(one.path, f"{one.gloss}{takes}")


def _words(answer: Words) -> Iterator[str]:
    from simulator.questions.words import ROUTES
    from simulator.rulebooks import words as page

    yield f"Words of rule books. Of all values {page.ANY}."
    yield "* must be written.  ~ is only shown, and never acts.  @ may be left to a body: {set_by: BODY}."
    for kind, words in answer.kinds.items():
        also = " (also called decision)" if kind == "selection" else ""
        yield f"\n{kind}{also}: {page.about(kind)}"
        for one in words.words:
            marks = ("*" if one.needed else "") + ("~" if one.shown else "@" if one.body else "")
            default = f" [{one.default}]" if one.default else ""
            yield from _wrapped(f"{one.path} {marks}".rstrip(), f"{one.gloss}: {one.takes}{default}")
        for name, gloss in words.outcomes.items():
            yield from _wrapped(f"then.{name}", f"where it leads if {gloss}")
        if kind == "ballot":
            yield from _wrapped("then.OPTION won", "where it leads if an option of the paper wins")
        if kind == "contest":
            yield from (line for name, gloss in page.triggers().items() for line in _wrapped(f"  {name}", gloss))
    if len(answer.kinds) > 1:
        yield "\nRoutes: a stage; a contest, which opens; or"
        yield from (line for name, gloss in ROUTES.items() for line in _wrapped(name, gloss))
        yield "\nWhat one key says, of a rule book, scenario or record: party-rules words KEY, such as favours or stays."


def _wrapped(head: str, said: str) -> Iterator[str]:
    from simulator.words.lists import in_lines

    lines = in_lines(said, width=WIDTH - 34) or [""]
    if len(head) > 30:
        yield f"  {head}"
        yield from (f"{'':34}{line}" for line in lines)
        return
    yield f"  {head:<30}  {lines[0]}"
    yield from (f"{'':34}{line}" for line in lines[1:])


QUESTION = Question(
    name="words",
    group="Make a scenario",
    help="every word a rule book may use, every belief, or what any key of a file says",
    arguments=_arguments,
    ask=_ask,
    text=_text,
)
