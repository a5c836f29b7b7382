"""``solve``: what it would take: the value of one figure at which a candidate leads in a given share of contests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.common import many_arguments, pairs, scenario_arguments
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable

    from simulator.questions.solve import SolveAnswer


def _arguments(parser: ArgumentParser) -> None:
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
    many_arguments(parser, "value", 65_536)


def _ask(asked: Asked) -> SolveAnswer:
    """The value of the figure, or that none suffices."""
    from simulator.questions.axes import axis
    from simulator.questions.solve import solve
    from simulator.words.problems import Wrong, refuse
    from simulator.words.quantities import chance

    options = asked.options
    home = asked.scenario
    who, wanted = next(iter(pairs([options.chance], "--chance").items()))
    try:
        share = chance(wanted).centre
    except Wrong as wrong:
        raise refuse(f"--chance {options.chance}: {wrong.said}", wrong.cure) from None
    return solve(asked.load, who, share, axis(options.vary, home), runs=options.runs, seed=options.seed)


def _text(answer: SolveAnswer, asked: Asked) -> Iterable[str]:
    from simulator.show.solve import solve_text

    return solve_text(answer)


QUESTION = Question(
    name="solve",
    group="Explore interpretations",
    help="which value of a bar or a belief gives a candidate a stated chance",
    arguments=_arguments,
    ask=_ask,
    text=_text,
)
