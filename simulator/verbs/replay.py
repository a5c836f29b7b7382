"""``replay``: a real contest taken through its rules again, every published figure beside what follows from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import json_argument
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from simulator.questions.replayed import Replay
    from simulator.results.answer import Answer


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "contests", nargs="*", metavar="CONTEST", help="files of recorded contests, or their names (leader-1980)"
    )
    parser.add_argument("--all", action="store_true", help="every contest in scenarios/history")
    parser.add_argument(
        "--figures", action="store_true", help="with --all: every figure, not one line for each contest"
    )
    json_argument(parser)


def _ask(asked: Asked) -> list[Replay]:
    """Every published figure and the label of what it proves, the oldest contest first."""
    from simulator.questions.replay import replay
    from simulator.scenario.recorded import FOLDER, files, recorded
    from simulator.words.problems import refuse

    options = asked.options
    if options.all and options.contests:
        raise refuse("--all leaves no contest to name", "name contests, or say --all")
    names = files() if options.all else options.contests
    if not names:
        said = f"there is no recorded contest in {FOLDER} here" if options.all else "no contest is named"
        raise refuse(said, "party-rules replay leader-1980, or --all")
    return sorted((replay(recorded(name)) for name in names), key=lambda one: one.record.entry.date.earliest)


def _text(replays: list[Replay], asked: Asked) -> Iterator[str]:
    from simulator.show.replays import contest_text, table_text

    if asked.options.all and not asked.options.figures:
        yield from table_text(replays)
        return
    for number, one in enumerate(replays):
        yield from ([""] if number else [])
        yield from contest_text(one)


def _document(replays: list[Replay]) -> Answer:
    from simulator.questions.replay import as_answer

    return as_answer(replays)


QUESTION = Question(
    name="replay",
    group="Read the rules",
    help="real contests taken through the rules: official figures beside the computed ones",
    arguments=_arguments,
    ask=_ask,
    text=_text,
    document=_document,
    status=lambda replays: 1 if any(one.unexplained for one in replays) else 0,
)
