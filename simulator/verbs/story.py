"""``story``: one contest, told day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import json_argument, natural, run_arguments, scenario_arguments, workers_argument
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from simulator.questions.story import Stories, Story
    from simulator.scenario.scenario import Scenario

WIDTH = 92


def _arguments(parser: ArgumentParser) -> None:
    scenario_arguments(parser)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--run", type=natural, metavar="N", help="the number of the simulated contest, from 0")
    which.add_argument(
        "--ending", metavar="ENDING", help="a typical simulated contest with this ending, such as ballot or unopposed"
    )
    run_arguments(parser)
    workers_argument(parser)
    json_argument(parser)


def _ask(asked: Asked) -> Stories:
    """One contest under every reading that the scenario compares: each step with its date, clause and sums."""
    from simulator.questions.story import stories

    options = asked.options
    with asked.executor() as workers:
        return stories(
            asked.scenario, options.run, options.ending, runs=options.runs, seed=options.seed, executor=workers
        )


def _text(answer: Stories, asked: Asked) -> Iterator[str]:
    """Stories, one after another; readings under which the contest goes the same way are told once."""
    from simulator.words.lists import listed

    yield f"{answer.scenario}: simulated contest no. {answer.stories[0].run:,}, seed {answer.seed}"
    told: dict[tuple[str, ...], list[Story]] = {}
    for one in answer.stories:
        told.setdefault(tuple(event.words for event in one.events), []).append(one)
    for same in told.values():
        shown = [" · ".join(one.readings[d] for d in asked.scenario.compared) for one in same]
        if any(shown):
            yield f"\nRead as {listed(shown)}"
        yield ""
        yield from _told(same[0], asked.scenario.name_of(same[0].leader))
        yield from _days_by_default(same[0], asked.scenario)


def _told(one: Story, leader: str) -> Iterator[str]:
    """Dated lines, each with the clause that acted and where it is said."""
    from simulator.words.dates import day_words
    from simulator.words.lists import in_lines

    last = None
    for event in one.events:
        date = day_words(event.date) if event.date != last else ""
        last = event.date
        yield from in_lines(f"{date:<19}{event.words}", "  ", " " * 21, width=WIDTH)
        if event.cite:
            yield from in_lines(f"{event.clause}: {event.cite}", " " * 23, " " * 25, width=WIDTH)
    yield f"\n  It ended: {one.ending}. Leader: {leader}, {day_words(one.date)}."


def _days_by_default(one: Story, scenario: Scenario) -> Iterator[str]:
    """Which days of a story no file and no rule states."""
    from simulator.show.check_text import days_by_default
    from simulator.words.lists import in_lines

    days = days_by_default(scenario, {event.clause.partition(".")[0] for event in one.events})
    if days:
        yield "\n  Days that neither the rules nor the scenario states, and that party-rules supplies:"
    for day in days:
        yield from in_lines(day, "    ", "      ", width=WIDTH)


QUESTION = Question(
    name="story",
    group="Ask a question",
    help="one simulated contest day by day, each step with its clause",
    arguments=_arguments,
    ask=_ask,
    text=_text,
)
