"""``chart``: any picture of the gallery as a file, drawn from the answer of the question it belongs to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from simulator.verbs.common import (
    drawable,
    drawn,
    natural,
    run_arguments,
    scenario_arguments,
    unreadable,
    workers_argument,
)
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from simulator.questions.backtest import Backtest
    from simulator.questions.disputes import DisputesAnswer
    from simulator.questions.one_contest import OneContest
    from simulator.questions.report_document import ReportAnswer
    from simulator.questions.rules import History
    from simulator.questions.sensitivity import SensitivityAnswer
    from simulator.questions.sweep import SweepAnswer


OTHERS = "choose another chart: party-rules charts SCENARIO lists those of a scenario"


def _arguments(parser: ArgumentParser) -> None:
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
    run_arguments(parser)
    workers_argument(parser)


def _inches(text: str) -> float:
    """A width a chart can have."""
    try:
        width = float(text)
    except ValueError:
        width = 0.0
    if not 2.5 <= width <= 20:
        raise unreadable(f"“{text}” is not a width from 2.5 to 20 inches")
    return width


def _ask(asked: Asked) -> object:
    """The answer that a chart is drawn from, asked of whatever the command line names."""
    from simulator.show.charts import CHARTS
    from simulator.words.problems import did_you_mean, refuse

    name = asked.options.name
    if name not in CHARTS:
        raise refuse(f"there is no chart “{name}”", did_you_mean(name, CHARTS))
    drawable(_path(asked))
    return _ASK[CHARTS[name].asks](asked)


def _path(asked: Asked) -> str:
    return asked.options.output or f"{asked.options.name}.svg"


def _text(answer: object, asked: Asked) -> Iterator[str]:
    """Draw it, and say what it shows."""
    options = asked.options
    yield drawn(_path(asked), options.name, answer, width=options.width, dark=options.dark, title=options.title)


def _contest(asked: Asked) -> ReportAnswer:
    from simulator.questions.compare import compare
    from simulator.questions.report_document import with_stories
    from simulator.questions.simulate import simulate
    from simulator.show.page import lacking
    from simulator.words.problems import refuse

    options = asked.options
    ask = compare if options.name == "hands" else simulate
    with asked.executor() as workers:
        results = ask(asked.scenario, runs=options.runs, seed=options.seed, executor=workers, progress=asked.progress)
    answer = with_stories(results)
    if why := lacking(options.name, answer):
        cure = OTHERS
        if options.name == "arrivals":
            cure = (
                "in a challenge add nominators: {first_day: 20% to 70%}, or choose a vacancy such as labour-2015-june"
            )
        raise refuse(f"{options.scenario} has no chart “{options.name}”: {why}", cure)
    return answer


def _swept(asked: Asked, count: int) -> SweepAnswer:
    from simulator.questions.axes import COARSE, DATE, FINE, axis, bar_axis, support_axis
    from simulator.questions.sweep import sweep
    from simulator.words.problems import refuse

    options = asked.options
    axes = [axis(text, asked.scenario) for text in options.vary]
    if any(one.unit == DATE for one in axes):
        raise refuse("no picture is drawn over dates", "vary another figure")
    if len(axes) > count:
        raise refuse(f"{len(axes)} figures to vary", f"this chart takes {count}")
    if not axes:
        axes = [bar_axis(asked.scenario, FINE if count == 1 else COARSE)]
    if len(axes) < count:
        axes.append(support_axis(asked.scenario))
    with asked.work() as work:
        return sweep(asked.load, axes, **work)


def _sensitivity(asked: Asked) -> SensitivityAnswer:
    from simulator.questions.sensitivity import tornado

    with asked.work() as work:
        return tornado(asked.scenario, **work)


def _disputes(asked: Asked) -> DisputesAnswer:
    from simulator.questions.disputes import factorial, ranking

    with asked.work() as work:
        return ranking(factorial(asked.scenario, **work))


def _polls(asked: Asked) -> object:
    from simulator.questions.polls import polls
    from simulator.words.problems import refuse

    found = polls(asked.scenario)
    if not found.beliefs and not found.nominations:
        raise refuse(f"{asked.options.scenario} has no polls to draw", "add polls: (pollster, date, section, shares)")
    return found


def _backtest(asked: Asked) -> Backtest:
    from simulator.questions.backtest import backtest

    return backtest()


def _book(asked: Asked) -> History:
    from simulator.questions.rules import history
    from simulator.rulebooks.load import books, open_book
    from simulator.scenario.recorded import is_record, recorded

    name = asked.options.scenario
    if name in books() and not _is_scenario_too(
        asked, "rule book", f"party-rules rules {name} --chart FILE draws the book’s"
    ):
        return history(open_book(name))
    return history(recorded(name).book if is_record(name) else asked.scenario.book)


def _is_scenario_too(asked: Asked, other: str, cure: str) -> bool:
    """Whether a name that something else has is a scenario's, too: then the scenario is meant, and that is said."""
    from simulator.verbs.common import FOLDER
    from simulator.words.problems import Problem

    name = asked.options.scenario
    there = not os.path.exists(name) and os.path.exists(os.path.join(FOLDER, f"{name}.yaml"))
    if there:
        said = f"“{name}” is the name of a scenario and of a {other}; this is the scenario"
        asked.warnings.append(Problem(said, cure=cure, warning=True))
    return there


def _one(asked: Asked) -> OneContest:
    from simulator.questions.one_contest import of_record, of_run
    from simulator.questions.replay import replay
    from simulator.questions.simulate import choices, seed_of, simulate
    from simulator.questions.story import story
    from simulator.scenario.bearing import nominates
    from simulator.scenario.recorded import files, is_record, recorded
    from simulator.words.problems import refuse

    options = asked.options
    known = {os.path.splitext(os.path.basename(file))[0]: file for file in files()}
    named = options.scenario in known and not os.path.exists(options.scenario)
    if is_record(options.scenario) or (
        named
        and not _is_scenario_too(
            asked,
            "recorded contest",
            f"party-rules chart {known[options.scenario]} {options.name} draws the contest as recorded",
        )
    ):
        return of_record(replay(recorded(options.scenario)))
    scenario = asked.scenario
    if options.name == "grid" and not nominates(
        scenario.law, scenario.position.at if scenario.position else scenario.contest
    ):
        raise refuse(f"{options.scenario} has no chart “grid”: no nominations are simulated in it", OTHERS)
    seed, run, readings = seed_of(scenario, options.seed), options.run, choices(scenario)[0]
    if run is None:
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
    "sweep": lambda asked: _swept(asked, 1),
    "map": lambda asked: _swept(asked, 2),
    "sensitivity": _sensitivity,
    "disputes": _disputes,
    "polls": _polls,
    "backtest": _backtest,
    "book": _book,
    "one": _one,
}


QUESTION = Question(
    name="chart",
    group="Show it",
    help="draw one of the charts as SVG, PNG or PDF",
    arguments=_arguments,
    ask=_ask,
    text=_text,
    usage="party-rules chart SCENARIO NAME -o FILE.svg [options]",
)
