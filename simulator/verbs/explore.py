"""Exploring interpretations: which clause decides, how the answer moves, and what it would take."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from simulator.verbs.common import (
    Progress,
    answered,
    drawable,
    drawn,
    executor,
    json_argument,
    loader,
    natural,
    pairs,
    positive,
    print_json,
    scenario_arguments,
    scenario_of,
    workers_argument,
)
from simulator.words.problems import refuse

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager

    from simulator.questions.cache import Cache


def _play_arguments(parser: argparse.ArgumentParser) -> None:
    """How many simulated contests, with which seed; every combination or value meets the same random draws."""
    parser.add_argument(
        "--runs",
        type=positive,
        metavar="N",
        help="simulated contests for each (default: the scenario’s; at most 65,536)",
    )
    parser.add_argument("--seed", type=natural, metavar="N", help="random seed (default: the scenario’s)")


def _executor_arguments(parser: argparse.ArgumentParser) -> None:
    """Which processes do the work; the answer does not depend on them."""
    workers_argument(parser)
    parser.add_argument(
        "--backend",
        choices=["processes", "dask"],
        default="processes",
        help="where to simulate: here, or on a Dask cluster",
    )
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="address of a running Dask scheduler, such as tcp://10.0.0.5:8786"
    )


def _cache_argument(parser: argparse.ArgumentParser) -> None:
    """Where results are saved."""
    parser.add_argument(
        "--cache", metavar="FILE.sqlite", help="save results here so that an interrupted run can resume"
    )


def _cache(options: argparse.Namespace) -> Cache | None:
    if not options.cache:
        return None
    from simulator.questions.cache import Cache

    return Cache(options.cache)


def _executor(options: argparse.Namespace) -> AbstractContextManager[Executor | None]:
    if (options.backend == "dask") != bool(options.scheduler):
        raise refuse("--backend dask and --scheduler ADDRESS go together", "start one with: dask scheduler")
    return executor(options)


def disputes_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``disputes``."""
    scenario_arguments(parser)
    parser.add_argument(
        "dispute", nargs="*", metavar="DISPUTE", help="disputes to rank (default: all that bear on the contest)"
    )
    parser.add_argument("--chart", metavar="FILE", help="draw the ranking")
    _executor_arguments(parser)
    _cache_argument(parser)
    _play_arguments(parser)
    json_argument(parser)


def disputes(options: argparse.Namespace) -> int:
    """Which clause decides: all combinations of the readings that touch a scenario, with the same random draws."""
    from simulator.questions.disputes import factorial, ranking
    from simulator.show.disputes import disputes_text

    scenario = scenario_of(options)
    if options.chart:
        drawable(options.chart)
    with _executor(options) as workers:
        every = factorial(
            scenario,
            options.dispute,
            runs=options.runs,
            seed=options.seed,
            cache=_cache(options),
            executor=workers,
            progress=Progress(),
        )
    found = ranking(every)
    if options.chart:
        from simulator.show.charts import CHARTS

        drawn(options.chart, CHARTS["ranking"], found)
        return 0
    if options.json:
        print_json(found)
        return 0
    return answered(scenario, disputes_text(found))


def sweep_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``sweep``."""
    scenario_arguments(parser)
    what = "a provision or belief, such as challenge-nominations.bar.share=10%%..30%%:1%%; twice for a map"
    parser.add_argument("--vary", action="append", required=True, metavar="PATH[=FROM..TO[:STEP]]", help=what)
    which = "compared: only the compared disputes; all: also vary every other open dispute, one at a time"
    parser.add_argument("--readings", choices=["compared", "all"], default="compared", dest="which", help=which)
    _executor_arguments(parser)
    _cache_argument(parser)
    parser.add_argument("--chart", metavar="FILE", help="draw the curve, or the map")
    _play_arguments(parser)
    json_argument(parser)


def sweep(options: argparse.Namespace) -> int:
    """How the answer moves with one figure, or two: every value with the same random draws, under every reading compared."""
    from simulator.questions.axes import DATE, axis
    from simulator.questions.sweep import sweep as swept
    from simulator.show.sweeps import sweep_text

    home = scenario_of(options)
    axes = [axis(text, home) for text in options.vary]
    if options.chart:
        drawable(options.chart)
    if options.chart and any(one.unit == DATE for one in axes):
        raise refuse("no picture is drawn over dates", "leave out --chart")
    with _executor(options) as workers:
        found = swept(
            loader(options), axes, runs=options.runs, seed=options.seed,
            cache=_cache(options), every_reading=options.which == "all", executor=workers, progress=Progress(),
        )  # fmt: skip
    if options.chart:
        from simulator.show.charts import CHARTS

        drawn(options.chart, CHARTS["threshold" if len(options.vary) == 1 else "map"], found)
        return 0
    if options.json:
        print_json(found)
        return 0
    return answered(home, sweep_text(found))


def solve_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``solve``."""
    scenario_arguments(parser)
    parser.add_argument(
        "--chance", required=True, metavar="WHO=CHANCE", help="the chance that is wanted, such as corbyn=50%%"
    )
    parser.add_argument(
        "--vary",
        required=True,
        metavar="PATH[=FROM..TO]",
        help="the figure to vary (default range: the usual one for its kind)",
    )
    _play_arguments(parser)
    json_argument(parser)


def solve(options: argparse.Namespace) -> int:
    """What it would take: the value of one figure at which a candidate leads in a given share of contests."""
    from simulator.questions.axes import axis
    from simulator.questions.solve import solve as solved
    from simulator.show.takes import solve_text
    from simulator.words.problems import Wrong
    from simulator.words.quantities import chance

    home = scenario_of(options)
    who, wanted = next(iter(pairs([options.chance], "--chance").items()))
    try:
        asked = chance(wanted)
    except Wrong as wrong:
        raise refuse(f"--chance {options.chance}: {wrong.said}", wrong.cure) from None
    vary = axis(options.vary, home)
    found = solved(loader(options), who, asked.centre, vary, runs=options.runs, seed=options.seed)
    if options.json:
        print_json(found)
        return 0
    return answered(home, solve_text(found))


def flip_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``flip``."""
    scenario_arguments(parser)
    _play_arguments(parser)
    json_argument(parser)


def flip(options: argparse.Namespace) -> int:
    """The smallest number of nominators whose switch changes the likely leader."""
    from simulator.questions.flip import flip as flipped
    from simulator.show.takes import flip_text

    scenario = scenario_of(options)
    found = flipped(scenario, runs=options.runs, seed=options.seed)
    if options.json:
        print_json(found)
        return 0
    return answered(scenario, flip_text(found, {one.id: one.name for one in scenario.candidates}))


def sensitivity_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``sensitivity``."""
    scenario_arguments(parser)
    parser.add_argument(
        "--top", type=positive, default=12, metavar="N", help="number of beliefs that get Sobol indices (default: 12)"
    )
    parser.add_argument(
        "--points",
        type=positive,
        default=256,
        metavar="N",
        help="Sobol sample size, a power of two: larger is more precise (default: 256; 1024 for print)",
    )
    parser.add_argument("--chart", metavar="FILE", help="draw the tornado")
    _executor_arguments(parser)
    _cache_argument(parser)
    _play_arguments(parser)
    json_argument(parser)


def sensitivity(options: argparse.Namespace) -> int:
    """What matters most: each belief at its ends, readings beside them, and Sobol's indices."""
    from simulator.questions.sensitivity import sensitivity as measured
    from simulator.show.sensitivity import sensitivity_text

    scenario = scenario_of(options)
    if options.chart:
        drawable(options.chart)
    with _executor(options) as workers:
        found = measured(
            scenario,
            runs=options.runs,
            seed=options.seed,
            top=options.top,
            points=options.points,
            cache=_cache(options),
            executor=workers,
            progress=Progress(),
        )
    if options.chart:
        from simulator.show.charts import CHARTS

        drawn(options.chart, CHARTS["tornado"], found)
        return 0
    if options.json:
        print_json(found)
        return 0
    return answered(scenario, sensitivity_text(found))
