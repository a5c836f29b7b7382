"""``explore``: the page with readings to choose and figures to drag, served here or baked into one file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import natural, placeable, positive, put, scenario_arguments
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from simulator.show.explorer.server import Server
    from simulator.verbs.common import Loader


def _arguments(parser: ArgumentParser) -> None:
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


def _ask(asked: Asked) -> Server | str:
    """The page, ready to be served on this machine; or, to be saved, its text."""
    from simulator.questions.explore import RUNS, answer, controls
    from simulator.questions.simulate import DrawCache, seed_of

    options, scenario = asked.options, asked.scenario
    seed, runs = seed_of(scenario, options.seed), options.runs or min(scenario.runs, RUNS)
    only = tuple(one.strip() for one in (options.sliders or "").split(",") if one.strip())
    if options.save:
        placeable(options.save, ".html", ".htm")
        return _baked(asked, only, runs, seed)
    from simulator.show.explorer.server import Answers, Server, ranked

    load, there, kept = asked.load, controls(asked.load, only), DrawCache()
    ranks = ranked(options.scenario, _common(options), 1000, seed)
    return Server(Answers(there, lambda setting: answer(load, there, setting, runs, seed, kept), ranks))


def _text(page: Server | str, asked: Asked) -> Iterator[str]:
    """Save the page and say so; or say where it is served, and serve it until Ctrl-C."""
    options = asked.options
    if isinstance(page, str):
        put(options.save, page.encode())
        size = f"{len(page.encode()) / 1000:.0f} KB"
        yield f"wrote {options.save} ({size}): it opens by itself, without the engine or a network"
        return
    yield f"{page.address}\nThe page is served on this machine only, until you press Ctrl-C."
    _serve(page, quiet=options.no_browser)


def _serve(door: Server, *, quiet: bool) -> None:
    import signal
    import sys
    import threading

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


def _baked(asked: Asked, only: tuple[str, ...], runs: int, seed: int) -> str:
    from simulator.questions.disputes import factorial, ranking
    from simulator.questions.explore import Asked as Setting
    from simulator.questions.explore import answer, controls, on_grid
    from simulator.show.explorer.bake import baked
    from simulator.show.explorer.cell import Cell, Ranking, cell

    load, known = asked.load, dict[str, Cell]()
    there = controls(load, only or _default_sliders(asked.load))
    ranks = Ranking(rows=(), words="")
    if there.scenario.compared or there.disputes:
        found = ranking(factorial(asked.load({}), (), runs=min(runs, 1000), seed=seed))
        ranks = Ranking.of(((one.title, one.shapley.share) for one in found.disputes), found.played, found.runs)
    return baked(
        there,
        answer(load, there, Setting({}, {}), runs, seed),
        lambda here, grid: list(on_grid(load, here, grid, runs, seed, cell, known, asked.progress)),
        ranks,
    )


def _default_sliders(load: Loader) -> tuple[str, ...]:
    """The bar and the members' support; where one is not known, the next figure that can be dragged."""
    from simulator.questions.explore import controls

    keys = [one.key for one in controls(load).sliders]
    wanted = [one for one in ("bar", "support") if one in keys]
    return tuple([*wanted, *(one for one in keys if one not in wanted)][:2])


def _common(options: Namespace) -> list[str]:
    """What the command line set already, for a process that simulates beside this one."""
    return [
        *(f"--set={one}" for one in options.settings),
        *(f"--reading={one}" for one in options.readings),
        *(f"--what-if={one}" for one in options.what_ifs),
    ]


QUESTION = Question(
    name="explore",
    group="Show it",
    help="an interactive page (readings, sliders), served locally or saved as one HTML file",
    arguments=_arguments,
    ask=_ask,
    text=_text,
)
