"""``sweep``: how the answer moves with one figure, or two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import many_arguments, scenario_arguments
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable

    from simulator.questions.sweep import SweepAnswer


def _arguments(parser: ArgumentParser) -> None:
    scenario_arguments(parser)
    what = "a provision or belief, such as challenge-nominations.bar.share=10%%..30%%:1%%; twice for a map"
    parser.add_argument("--vary", action="append", required=True, metavar="PATH[=FROM..TO[:STEP]]", help=what)
    which = "compared: only the compared disputes; all: also vary every other open dispute, one at a time"
    parser.add_argument("--readings", choices=["compared", "all"], default="compared", dest="which", help=which)
    many_arguments(parser, "value and reading", picture="draw the curve, or the map")


def _ask(asked: Asked) -> SweepAnswer:
    """Every value with the same random draws, under every reading compared."""
    from simulator.questions.axes import DATE, axis
    from simulator.questions.sweep import sweep
    from simulator.words.problems import refuse

    options = asked.options
    axes = [axis(text, asked.scenario) for text in options.vary]
    if options.chart and any(one.unit == DATE for one in axes):
        raise refuse("no picture is drawn over dates", "leave out --chart")
    with asked.work() as work:
        return sweep(asked.load, axes, every_reading=options.which == "all", **work)


def _text(answer: SweepAnswer, asked: Asked) -> Iterable[str]:
    from simulator.show.sweeps import sweep_text

    return sweep_text(answer)


QUESTION = Question(
    name="sweep",
    group="Explore interpretations",
    help="how the answer changes with a bar or a belief, value by value; two give a map",
    arguments=_arguments,
    ask=_ask,
    text=_text,
    chart=lambda asked: "threshold" if len(asked.options.vary) == 1 else "map",
)
