"""``next``: what may lawfully happen next, by whom, until when, under each reading; as text, JSON or a calendar file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import json_argument, placeable, put, scenario_arguments
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from simulator.questions.agenda import Next, Possible

HEADS = {"open": "Now", "ahead": "Ahead", "over": "Over"}


def _arguments(parser: ArgumentParser) -> None:
    scenario_arguments(parser)
    parser.add_argument("--on", metavar="DATE", help="the date to look from (default: the scenario’s)")
    parser.add_argument("--ics", metavar="FILE.ics", help="write it as a calendar file")
    json_argument(parser)


def _ask(asked: Asked) -> Next:
    """What is open on a day and what lies ahead, each with its clause."""
    from simulator.questions.agenda import seen_from
    from simulator.words.dates import read_day
    from simulator.words.problems import Wrong, refuse

    options = asked.options
    if options.ics:
        placeable(options.ics)
    try:
        day = read_day(options.on) if options.on else asked.scenario.date
    except Wrong as wrong:
        raise refuse(f"--on: {wrong.said}", wrong.cure) from None
    return seen_from(asked.scenario, day)


def _text(answer: Next, asked: Asked) -> Iterator[str]:
    from simulator.words.dates import day_words

    if asked.options.ics:
        yield _written(answer, asked)
        return
    yield (f"{answer.scenario}: what may lawfully happen, seen from {day_words(answer.on)} (edition {answer.edition})")
    for state, head in HEADS.items():
        here = [one for one in answer.items if one.state == state]
        if here:
            yield f"\n{head}"
        for one in here:
            yield from _item(one)
    if any(one.by_default for one in answer.items):
        yield "\nBy default: the scenario does not give these days, and a default stands in."
    yield "\nDays are the scenario’s timetable; what may be done is the rule book’s. Next: --ics FILE.ics"


def _written(answer: Next, asked: Asked) -> str:
    """Write the calendar file, and say so."""
    from simulator.questions.calendarfile import calendar

    path: str = asked.options.ics
    put(path, calendar(asked.scenario, answer))
    return f"wrote {path}: {len(answer.items)} events"


def _item(one: Possible) -> Iterator[str]:
    from simulator.words.lists import in_lines

    who = f" [{one.who}]" if one.who else ""
    yield from in_lines(f"{one.when}: {one.what}{who}", "  ", "      ")
    under = f"; only if {' or '.join(one.readings)}" if one.readings else ""
    yield from in_lines(f"{one.clause}{under}", "      ")


QUESTION = Question(
    name="next",
    group="Read the rules",
    help="what may lawfully happen next, by whom, until when; as a calendar file too",
    arguments=_arguments,
    ask=_ask,
    text=_text,
)
