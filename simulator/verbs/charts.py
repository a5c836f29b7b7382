"""``chart`` and ``charts``: any picture of the gallery as a file, and what each of them answers."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Any

from simulator.scenario.scenario import Scenario
from simulator.verbs.common import (
    Progress,
    drawable,
    drawn,
    executor,
    json_argument,
    loader,
    natural,
    play_arguments,
    print_json,
    say,
    scenario_arguments,
    scenario_of,
    warn,
)
from simulator.words.problems import did_you_mean, refuse

if TYPE_CHECKING:
    from simulator.results.results import RunAnswer

WORK = {
    "contest": "a scenario, simulated under its readings",
    "sweep": "a scenario, simulated at every value of one figure (--vary; default: the bar)",
    "map": "a scenario, simulated at every pair of two figures (--vary twice; default: the bar and member support)",
    "sensitivity": "a scenario, each belief moved to its ends",
    "disputes": "a scenario, every combination of readings",
    "polls": "a scenario with polls",
    "backtest": "no scenario: write backtest",
    "book": "a rule book, or a scenario of it",
    "one": "a scenario (--run N), or a recorded contest such as leader-2010",
}


def chart_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``chart``."""
    parser.usage = "party-rules chart SCENARIO NAME -o FILE.svg [options]"
    scenario_arguments(parser)
    parser.add_argument("name", metavar="NAME", help="which chart; `party-rules charts` lists them")
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="an .svg, .png or .pdf; a .csv is its table (default: NAME.svg)"
    )
    parser.add_argument(
        "--width", type=_inches, metavar="INCHES", help="width (default: 7.4, for a page; 3.8 for a telephone)"
    )
    parser.add_argument("--dark", action="store_true", help="draw for a dark page")
    parser.add_argument("--title", default="", metavar="TEXT", help="your own title in place of the finding")
    parser.add_argument("--vary", action="append", default=[], metavar="PATH=FROM..TO[:STEP]",
                        help="threshold: the figure to vary; map: two of them")  # fmt: skip
    parser.add_argument(
        "--run", type=natural, metavar="N", help="rounds and grid: which simulated contest (default: a typical one)"
    )
    play_arguments(parser)


def _inches(text: str) -> float:
    """A width a chart can have."""
    try:
        width = float(text)
    except ValueError:
        width = 0.0
    if not 2.5 <= width <= 20:
        raise argparse.ArgumentTypeError(f"“{text}” is not a width from 2.5 to 20 inches")
    return width


def chart(options: argparse.Namespace) -> int:
    """Draw one chart of the gallery into a file, and say what it shows."""
    from simulator.show.charts import CHARTS
    from simulator.show.style import WIDE

    if options.name not in CHARTS:
        raise refuse(f"there is no chart “{options.name}”", did_you_mean(options.name, CHARTS))
    one = CHARTS[options.name]
    path = options.output or f"{options.name}.svg"
    drawable(path)
    document = answer(one.asks, options)
    finding = drawn(path, one, document, width=options.width or WIDE, dark=options.dark, title=options.title)
    say(finding)
    return 0


def answer(asks: str, options: argparse.Namespace) -> Any:
    """The answer that a chart is drawn from, asked of whatever the command line names."""
    if asks == "backtest":
        from simulator.show.track import track_record

        return track_record()
    if asks == "book":
        return _book(options)
    if asks == "one":
        return _one(options)
    scenario = scenario_of(options)
    warn(scenario)
    return _ASK[asks](scenario, options)


def _contest(scenario: Scenario, options: argparse.Namespace) -> RunAnswer:
    from simulator.questions.compare import compare
    from simulator.questions.report_document import with_stories
    from simulator.questions.simulate import simulate

    asked = compare if options.name == "hands" else simulate
    with executor(options) as workers:
        results = asked(scenario, runs=options.runs, seed=options.seed, executor=workers, progress=Progress())
    if options.name == "arrivals" and not any(entry.tallies for entry in results.answer.results):
        raise refuse(
            f"{options.scenario} has no tallies of nominations: it is a challenge, and does not say when nominations arrive",
            "add nominators: {first_day: 20% to 70%}, or choose a vacancy such as labour-2015-june",
        )
    return with_stories(results)


def _swept(scenario: Scenario, options: argparse.Namespace, count: int) -> dict[str, Any]:
    from simulator.questions.axes import COARSE, DATE, FINE, axis, bar_axis, support_axis
    from simulator.questions.sweep import sweep

    said = [axis(text, scenario) for text in options.vary]
    if any(one.unit == DATE for one in said):
        raise refuse("no picture is drawn over dates", "vary another figure")
    if len(said) > count:
        raise refuse(f"{len(said)} figures to vary", f"this chart takes {count}")
    if not said:
        said = [bar_axis(scenario, FINE if count == 1 else COARSE)]
    if len(said) < count:
        said.append(support_axis(scenario))
    with executor(options) as workers:
        return sweep(loader(options), said, runs=options.runs, seed=options.seed, executor=workers, progress=Progress())


def _sensitivity(scenario: Scenario, options: argparse.Namespace) -> dict[str, Any]:
    from simulator.questions.sensitivity import tornado

    with executor(options) as workers:
        return tornado(scenario, runs=options.runs, seed=options.seed, executor=workers, progress=Progress())


def _disputes(scenario: Scenario, options: argparse.Namespace) -> dict[str, Any]:
    from simulator.questions.disputes import factorial, ranking

    with executor(options) as workers:
        return ranking(
            factorial(scenario, (), runs=options.runs, seed=options.seed, executor=workers, progress=Progress())
        )


def _polls(scenario: Scenario, options: argparse.Namespace) -> dict[str, Any]:
    from simulator.show.polls import polls_document

    found = polls_document(scenario)
    if not found["beliefs"] and not found["nominations"]:
        raise refuse(f"{options.scenario} has no polls to draw", "add polls: (pollster, date, section, shares)")
    return found


def _book(options: argparse.Namespace) -> dict[str, Any]:
    from simulator.rulebooks.shelf import books, open_book
    from simulator.scenario.recorded import files, is_record, recorded

    if options.scenario in books():
        book = open_book(options.scenario)
    else:
        book = recorded(options.scenario).book if is_record(options.scenario) else scenario_of(options).book
    return {"book": book, "contests": [one for one in map(recorded, files()) if one.book.key == book.key]}


def _one(options: argparse.Namespace) -> dict[str, Any]:
    from simulator.questions.one_contest import of_record, of_run
    from simulator.questions.replay import replay
    from simulator.questions.simulate import choices, seed_of
    from simulator.questions.story import story
    from simulator.scenario.recorded import files, is_record, recorded

    known = {os.path.splitext(os.path.basename(file))[0] for file in files()}
    if is_record(options.scenario) or (options.scenario in known and not os.path.exists(options.scenario)):
        return of_record(replay(recorded(options.scenario)))
    scenario = scenario_of(options)
    seed, run, readings = seed_of(scenario, options.seed), options.run, choices(scenario)[0]
    if run is None:
        from simulator.questions.simulate import simulate

        results = simulate(scenario, runs=min(options.runs or scenario.runs, 2000), seed=seed)
        entries = results.answer.results
        number = max(
            range(len(entries)), key=lambda n: sum(row.sought.count for row in entries[n].nominations.values())
        )
        entry, readings = entries[number], choices(scenario)[number]
        voted = [one for one in entry.endings if one.startswith("ballot")] if options.name == "rounds" else []
        run = entry.typical[max(voted or entry.endings, key=lambda ending: entry.endings[ending].count)]
    return of_run(scenario, story(scenario, readings, seed, run), seed)


_ASK = {
    "contest": _contest,
    "sweep": lambda scenario, options: _swept(scenario, options, 1),
    "map": lambda scenario, options: _swept(scenario, options, 2),
    "sensitivity": _sensitivity,
    "disputes": _disputes,
    "polls": _polls,
}


def charts_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``charts``."""
    json_argument(parser)


def charts(options: argparse.Namespace) -> int:
    """List the charts, each with the question it answers and what it is drawn from."""
    from simulator.show.charts import CHARTS

    if options.json:
        rows = [{"name": c.name, "question": c.question, "of": WORK[c.asks]} for c in CHARTS.values()]
        print_json({"schema": "party-rules/charts/1", "charts": rows})
        return 0
    for one in CHARTS.values():
        say(f"  {one.name:<14}{one.question}\n  {'':<14}  of {WORK[one.asks]}")
    say("\nNext: party-rules chart scenarios/labour-2016-june.yaml threshold -o threshold.svg")
    return 0
