"""``story``: one contest, told day by day."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from simulator.verbs.common import (
    executor,
    json_argument,
    natural,
    play_arguments,
    print_json,
    say,
    scenario_arguments,
    scenario_of,
)
from simulator.words.problems import did_you_mean, refuse

if TYPE_CHECKING:
    from simulator.conduct.readings import Readings
    from simulator.results.results import RunAnswer


def story_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``story``."""
    scenario_arguments(parser)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--run", type=natural, metavar="N", help="the number of the simulated contest, from 0")
    which.add_argument(
        "--ending", metavar="ENDING", help="a typical simulated contest with this ending, such as ballot or unopposed"
    )
    play_arguments(parser)
    json_argument(parser)


def story(options: argparse.Namespace) -> int:
    """Tell one contest under every reading that the scenario compares: each step with its date, clause and sums."""
    from simulator.questions.simulate import choices, simulate
    from simulator.questions.story import story as told
    from simulator.show.text import story_text

    scenario = scenario_of(options)
    seed = options.seed if options.seed is not None else scenario.seed
    run = options.run
    readings = choices(scenario)
    if run is None or seed is None:
        with executor(options) as workers:
            results = simulate(scenario, runs=options.runs, seed=seed, executor=workers)
        seed = results.seed
        run, readings = _typical(results.answer, readings, options.ending) if run is None else (run, readings)
    stories = [told(scenario, one, seed, run) for one in readings]
    if options.json:
        documents = [one.to_json() for one in stories]
        print_json({"schema": "party-rules/story/1", "scenario": scenario.title, "seed": seed, "stories": documents})
        return 0
    for line in story_text(scenario, stories, seed):
        say(line)
    return 0


def _typical(answer: RunAnswer, readings: list[Readings], ending: str | None) -> tuple[int, list[Readings]]:
    """A typical run of an ending (or of the commonest), and the choices of readings under which it ends so."""
    endings = answer.results[0].endings
    if ending is None:
        ending = max(endings, key=lambda name: endings[name].count)
    known = dict.fromkeys(name for entry in answer.results for name in entry.typical)
    if ending not in known:
        raise refuse(f"no simulated contest ended “{ending}”", did_you_mean(ending, known))
    for entry, chosen in zip(answer.results, readings, strict=True):
        if ending in entry.typical:
            return entry.typical[ending], [chosen]
    raise AssertionError("unreachable")
