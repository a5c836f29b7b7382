"""``polls``: what each poll of a scenario contributes, and the belief with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import chart_argument, json_argument, scenario_arguments
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable

    from simulator.questions.polls import Polls


def _arguments(parser: ArgumentParser) -> None:
    scenario_arguments(parser)
    chart_argument(parser, "draw the polls and the beliefs made from them")
    json_argument(parser)


def _ask(asked: Asked) -> Polls:
    from simulator.questions.polls import polls
    from simulator.words.problems import refuse

    found = polls(asked.scenario)
    if not found.beliefs and not (found.nominations and not asked.options.chart):
        raise refuse(
            f"{asked.options.scenario} has no polls",
            "add polls: (pollster, date, section, shares), and electorate: {closes: DATE}; or electorate: {clp_nominations: …}",
        )
    return found


def _text(answer: Polls, asked: Asked) -> Iterable[str]:
    from simulator.show.polls import polls_text

    return polls_text(answer)


QUESTION = Question(
    name="polls",
    group="Should I believe it?",
    help="what a scenario’s polls say, and how uncertain they leave the result",
    arguments=_arguments,
    ask=_ask,
    text=_text,
    chart=lambda asked: "beliefs",
)
