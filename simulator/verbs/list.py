"""``list``: the scenarios in the folder, the rule books that come along, and the recorded contests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import FOLDER, json_argument
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from simulator.questions.files import Files


def _arguments(parser: ArgumentParser) -> None:
    what = "scenarios, rulebooks or contests (default: all); or a rule book’s file"
    parser.add_argument("kind", nargs="?", metavar="KIND|FILE", help=what)
    json_argument(parser)


def _ask(asked: Asked) -> Files:
    from simulator.questions.files import KINDS, listing
    from simulator.rulebooks.load import is_book
    from simulator.words.problems import did_you_mean, refuse

    kind = asked.options.kind
    if kind is None or kind in KINDS:
        return listing([kind] if kind else KINDS)
    if not is_book(kind):
        raise refuse(f"“{kind}” is no kind of file, and no rule book", did_you_mean(kind, KINDS))
    return listing(["rulebooks"], [kind])


def _text(answer: Files, asked: Asked) -> Iterator[str]:
    from simulator.scenario.recorded import FOLDER as CONTESTS
    from simulator.words.lists import in_lines

    every = asked.options.kind is None
    for one in answer.scenarios or ():
        yield f"{one.file:<40} {one.title}" + (f"\n{'':<40} {one.question}" if one.question else "")
    if answer.scenarios == ():
        yield f"there is no scenario in the folder {FOLDER} here; `party-rules new NAME` writes one"
    if every:
        yield ""
    for book in answer.rulebooks or ():
        yield f"rule book {book.name}: {book.title}"
        yield from in_lines(f"editions: {', '.join(book.editions)}", "  ", "    ")
        yield from in_lines(f"disputes: {', '.join(book.disputes) or 'none'}", "  ", "    ")
    if every and answer.contests:
        count = len(answer.contests)
        yield f"\n{count} recorded contests in {CONTESTS}: party-rules list contests, party-rules replay --all"
    for contest in () if every else answer.contests or ():
        yield f"{contest.file:<48} {contest.title}"


QUESTION = Question(
    name="list",
    group="Make a scenario",
    help="the scenarios and rule books there are",
    arguments=_arguments,
    ask=_ask,
    text=_text,
)
