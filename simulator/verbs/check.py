"""``check``: what a scenario, a rule book or a recorded contest means; exit 3 if it cannot be believed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from simulator.verbs.common import FOLDER, json_argument, scenario_arguments
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable, Iterator

    from simulator.questions.check import CheckedBook, CheckedContest, CheckedScenario

    Checked = CheckedScenario | CheckedBook | CheckedContest


def _arguments(parser: ArgumentParser) -> None:
    scenario_arguments(parser)
    parser.add_argument(
        "--all", action="store_true", help="every default of a scenario in a line of its own, with its reason"
    )
    json_argument(parser)


def _ask(asked: Asked) -> Checked:
    from simulator.questions import check
    from simulator.rulebooks.load import YES_OR_NO, book_of, books, is_book
    from simulator.scenario.recorded import is_record, recorded
    from simulator.words.documents import read

    name = asked.options.scenario
    if is_book(name) and not os.path.isfile(os.path.join(FOLDER, f"{name}.yaml")):
        file = books().get(name, name)
        book, warnings = check.checked_book(book_of(read(file, YES_OR_NO), os.path.splitext(os.path.basename(file))[0]))
        asked.warnings += warnings
        return book
    if is_record(name):
        from simulator.questions.replay import replay

        return check.checked_contest(replay(recorded(name)))
    return check.checked_scenario(asked.scenario)


def _text(answer: Checked, asked: Asked) -> Iterable[str]:
    from simulator.questions.check import CheckedBook, CheckedContest

    if isinstance(answer, CheckedBook):
        return _book(answer)
    if isinstance(answer, CheckedContest):
        return _contest(answer, asked.options.scenario)
    from simulator.show.check_text import scenario_in_words

    return scenario_in_words(asked.scenario, whole=asked.options.all)


def _book(answer: CheckedBook) -> Iterator[str]:
    counts = {
        "editions": answer.editions, "provisions": answer.provisions, "disputes": answer.disputes,
        "readings": answer.readings, "matters": answer.matters, "what-ifs": answer.what_ifs, "sources": answer.sources,
    }  # fmt: skip
    for found in answer.contradictions:
        yield f"warning: {found}. Neither prevails; using them ends a run unresolved"
    words = ", ".join(f"{count} {name.removesuffix('s' * (count == 1))}" for name, count in counts.items())
    yield f"ok: {answer.title}: {words}; every provision that is written has a source or says where one looked"
    for dispute in answer.only_shown:
        yield f"note: the readings of {dispute} set only what is shown: no simulation turns on them"
    if answer.left_out:
        said = f"nothing is said of {', '.join(answer.left_out)}: a run that comes to one of them ends unresolved"
        yield f"note: in edition “{answer.last_edition}” {said}"


def _contest(answer: CheckedContest, name: str) -> Iterator[str]:
    counts = f"{answer.rounds} rounds, {answer.sources} sources"
    yield f"ok: {answer.contest}: {answer.title}, edition “{answer.edition}”; {counts}"
    yield f"Next: party-rules replay {name}"


QUESTION = Question(
    name="check",
    group="Make a scenario",
    help="check a scenario or rule book and print what it means, without simulating",
    arguments=_arguments,
    ask=_ask,
    text=_text,
)
