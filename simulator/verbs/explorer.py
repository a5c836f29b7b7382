"""``explore``: the page with readings to choose and figures to drag, served here or baked into one file."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from typing import Any

from simulator.verbs.common import (
    Progress,
    loader,
    natural,
    placeable,
    positive,
    put,
    say,
    scenario_arguments,
    scenario_of,
    warn,
)


def explore_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``explore``."""
    scenario_arguments(parser)
    parser.add_argument(
        "--save", metavar="FILE.html", help="save the page with a grid of answers as one file that needs no network"
    )
    parser.add_argument(
        "--sliders", metavar="A,B", help="which figures can be dragged: bar, support, loyal, lending, or paths of figures "
        "(default: all; with --save the bar and member support)",
    )  # fmt: skip
    parser.add_argument("--no-browser", action="store_true", help="print the address and do not open a browser")
    parser.add_argument(
        "--runs", type=positive, metavar="N", help="simulated contests at each setting (default: 2,000)"
    )
    parser.add_argument("--seed", type=natural, metavar="N", help="random seed (default: the scenario’s)")


def explore(options: argparse.Namespace) -> int:
    """Serve the page on this machine until Ctrl-C, or bake it into a file."""
    from simulator.questions.explore import RUNS, answer, controls
    from simulator.questions.simulate import DrawCache, seed_of

    scenario = scenario_of(options)
    warn(scenario)
    seed, runs = seed_of(scenario, options.seed), options.runs or min(scenario.runs, RUNS)
    only = tuple(one.strip() for one in (options.sliders or "").split(",") if one.strip())
    load = loader(options)
    if options.save:
        placeable(options.save, ".html", ".htm")
        return _bake(options, load, only, runs, seed)
    from simulator.show.explorer.door import Answers, Door, ranked

    there, kept = controls(load, only), DrawCache()
    ranks = ranked(options.scenario, _common(options), 1000, seed)
    answers = Answers(there, lambda asked: answer(load, there, asked, runs, seed, kept), ranks)
    return _serve(Door(answers), quiet=options.no_browser)


def _serve(door: Any, *, quiet: bool) -> int:
    say(f"{door.address}\nThe page is served on this machine only, until you press Ctrl-C.")
    sys.stdout.flush()
    if not quiet:
        import webbrowser

        threading.Thread(target=webbrowser.open, args=(door.address,), daemon=True).start()
    if threading.current_thread() is threading.main_thread():
        # A shell starts what it puts in the background deaf to Ctrl-C; the line above has promised to hear it.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        door.serve_forever()
    except KeyboardInterrupt:
        print("\nclosed", file=sys.stderr)
    finally:
        door.server_close()
    return 0


def _bake(options: argparse.Namespace, load: Any, only: tuple[str, ...], runs: int, seed: int) -> int:
    from simulator.questions.disputes import factorial, ranking
    from simulator.questions.explore import Asked, answer, controls, on_grid
    from simulator.show.explorer.bake import baked
    from simulator.show.explorer.cell import Cell, cell
    from simulator.show.explorer.door import ranking_of

    there = controls(load, only or _default_sliders(load))
    ranks: dict[str, Any] = {"rows": [], "words": ""}
    if there.scenario.compared or there.disputes:
        ranks = ranking_of(ranking(factorial(load({}), (), runs=min(runs, 1000), seed=seed)))
    known: dict[str, Cell] = {}
    text = baked(
        there,
        answer(load, there, Asked({}, {}), runs, seed),
        lambda here, grid: list(on_grid(load, here, grid, runs, seed, cell, known, Progress())),
        ranks,
    )
    put(options.save, text.encode())
    say(
        f"wrote {options.save} ({len(text.encode()) / 1000:.0f} KB): it opens by itself, without the engine or a network"
    )
    return 0


def _default_sliders(load: Any) -> tuple[str, ...]:
    """The bar and the members' support; where one is not known, the next figure that can be dragged."""
    from simulator.questions.explore import controls

    keys = [one.key for one in controls(load).sliders]
    wanted = [one for one in ("bar", "support") if one in keys]
    return tuple([*wanted, *(one for one in keys if one not in wanted)][:2])


def _common(options: argparse.Namespace) -> list[str]:
    """What the command line set already, for a process that plays beside this one."""
    return [
        *(f"--set={one}" for one in options.settings),
        *(f"--reading={one}" for one in options.readings),
        *(f"--what-if={one}" for one in options.what_ifs),
    ]
