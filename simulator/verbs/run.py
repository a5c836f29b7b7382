"""``run``: play a scenario many times, under its readings, on the same draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import (
    beliefs_argument,
    check_beliefs,
    json_argument,
    run_arguments,
    scenario_arguments,
    workers_argument,
    write_beliefs,
)
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable

    from simulator.results.results import Results


def _arguments(parser: ArgumentParser) -> None:
    scenario_arguments(parser)
    run_arguments(parser)
    workers_argument(parser)
    beliefs_argument(parser)
    json_argument(parser)


def _ask(asked: Asked) -> Results:
    """Who leads at the end, how it ended, and the three numbers that explain it."""
    from simulator.questions.simulate import simulate

    options = asked.options
    check_beliefs(options.beliefs)
    with asked.executor() as workers:
        results = simulate(
            asked.scenario, runs=options.runs, seed=options.seed, executor=workers, progress=asked.progress
        )
    write_beliefs(results, options.beliefs)
    return results


def _text(results: Results, asked: Asked) -> Iterable[str]:
    from simulator.show.text import run_text

    return run_text(results.comparison)


QUESTION = Question(
    name="run",
    group="Ask a question",
    help="simulate a scenario many times: who leads at the end, and how the contest ends",
    arguments=_arguments,
    ask=_ask,
    text=_text,
    document=lambda results: results.answer,
)
