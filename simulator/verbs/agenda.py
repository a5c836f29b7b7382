"""``next``: what may lawfully happen next, by whom, until when, under each reading; as text, JSON or a calendar file."""

from __future__ import annotations

import argparse
import os
import textwrap
from collections.abc import Iterator
from typing import Any

from simulator.verbs.common import json_argument, print_json, say, scenario_arguments, scenario_of
from simulator.words.dates import day_words, read_day
from simulator.words.problems import Wrong, refuse

WIDTH = 96
HEADS = {"open": "Now", "ahead": "Ahead", "over": "Over"}


def next_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``next``."""
    scenario_arguments(parser)
    parser.add_argument("--on", metavar="DATE", help="the date to look from (default: the scenario’s)")
    parser.add_argument("--ics", metavar="FILE.ics", help="write it as a calendar file")
    json_argument(parser)


def next(options: argparse.Namespace) -> int:
    """Print what is open on a day and what lies ahead, each with its clause."""
    from simulator.questions.agenda import agenda, document, when_words

    scenario = scenario_of(options)
    try:
        day = read_day(options.on) if options.on else scenario.date
    except Wrong as wrong:
        raise refuse(f"--on: {wrong.said}", wrong.cure) from None
    items = agenda(scenario, day)
    if options.ics:
        from simulator.questions.calendarfile import calendar

        try:
            with open(f"{options.ics}.part", "wb") as file:
                file.write(calendar(scenario, items))
            os.replace(f"{options.ics}.part", options.ics)
        except OSError as error:
            raise refuse(f"{options.ics} cannot be written: {error.strerror}") from None
        say(f"wrote {options.ics}: {len(items)} events")
        return 0
    if options.json:
        print_json(document(scenario, items, day))
        return 0
    say(f"{scenario.title}: what may lawfully happen, seen from {day_words(day)} (edition {scenario.edition.name})")
    for state, head in HEADS.items():
        here = [one for one in items if one.state(day) == state]
        if here:
            say(f"\n{head}")
        for one in here:
            for line in _lines(one, when_words):
                say(line)
    if any(one.by_default for one in items):
        say("\nBy default: the scenario does not give these days, and a default stands in.")
    say("\nDays are the scenario’s timetable; what may be done is the rule book’s. Next: --ics FILE.ics")
    return 0


def _lines(one: Any, words: Any) -> Iterator[str]:
    when = words(one)
    who = f" [{one.who}]" if one.who else ""
    yield from textwrap.wrap(f"{when}: {one.what}{who}", WIDTH, initial_indent="  ", subsequent_indent="      ")
    under = f"; only if {' or '.join(one.readings)}" if one.readings else ""
    yield from textwrap.wrap(f"{one.clause}{under}", WIDTH, initial_indent="      ", subsequent_indent="      ")
