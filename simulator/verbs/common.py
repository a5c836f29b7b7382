"""What the verbs share: options, the scenario they ask for, and how an answer is printed."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from simulator.scenario.resolve import load
from simulator.scenario.scenario import Scenario
from simulator.words.problems import Problem, refuse

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager

    from simulator.show.charts.chart import Asked, Chart


def scenario_arguments(parser: argparse.ArgumentParser, *, needed: bool = True) -> None:
    """The scenario, and what is changed in it."""
    where = "a scenario file, or its name in the folder scenarios"
    parser.add_argument("scenario", metavar="SCENARIO", nargs=None if needed else "?", help=where)
    parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", dest="settings",
                        help="change a provision of law or a belief, such as challenge-nominations.bar.share=15%%")  # fmt: skip
    parser.add_argument("--reading", action="append", default=[], metavar="DISPUTE=READING", dest="readings",
                        help="read a disputed clause in one way, or `compare`, or by the body that decides")  # fmt: skip
    parser.add_argument("--what-if", action="append", default=[], metavar="NAME", dest="what_ifs",
                        help="a draft or rejected amendment of the rule book, by name")  # fmt: skip


def play_arguments(parser: argparse.ArgumentParser) -> None:
    """How many simulated contests, with which seed, on how many processors."""
    parser.add_argument(
        "--runs", type=positive, metavar="N", help="number of simulated contests (default: the scenario’s)"
    )
    parser.add_argument("--seed", type=natural, metavar="N", help="random seed (default: the scenario’s)")
    workers_argument(parser)


def workers_argument(parser: argparse.ArgumentParser) -> None:
    """How many processes share the work; the answer is the same."""
    parser.add_argument(
        "--workers", type=positive, default=1, metavar="N", help="number of worker processes (default: 1)"
    )


def executor(options: argparse.Namespace) -> AbstractContextManager[Executor | None]:
    """Who does the work, as the command line says: this process, others here, or a cluster."""
    from simulator.questions.executor import executor_of

    return executor_of(options.workers, getattr(options, "scheduler", None) or "")


def json_argument(parser: argparse.ArgumentParser) -> None:
    """Whether the answer is for a person or for a program."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def positive(text: str) -> int:
    """A whole number from 1 up."""
    try:
        number = natural(text)
    except argparse.ArgumentTypeError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 1 up")
    return number


def natural(text: str) -> int:
    """A whole number from 0 up; thousands may be set off with commas or underscores."""
    plain = text.replace(",", "").replace("_", "")
    if not plain.isdigit() or len(plain) > 18:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number from 0 up")
    return int(plain)


def scenario_of(options: argparse.Namespace, compared: Iterable[str] = (), edition: str | None = None) -> Scenario:
    """The scenario a command line asks for, with whatever warns of it; under another edition, if one is named."""
    settings, readings = pairs(options.settings, "--set"), pairs(options.readings, "--reading")
    return warned(load(options.scenario, settings, readings, tuple(compared), options.what_ifs, edition))


def warned(scenario: Scenario) -> Scenario:
    """The scenario with a warning more for each date of its timetable that cannot be held.

    That takes a simulation of what is known; none is made where no date is stated.
    """
    steps = (belief for path, belief in scenario.beliefs.items() if path.startswith("timetable."))
    if not any(belief.quantity.kind == "date" for belief in steps):
        return scenario
    from simulator.questions.possible import overridden_words

    found = (
        Problem(said, None, ("timetable", *step.split(".")), cure, warning=True)
        for step, said, cure in overridden_words(scenario)
    )
    return replace(scenario, warnings=(*scenario.warnings, *found))


def pairs(said: Iterable[str], option: str) -> dict[str, str]:
    """``PATH=VALUE`` texts as a dictionary."""
    out = {}
    for text in said:
        name, equals, value = text.partition("=")
        if not equals or not name.strip() or not value.strip():
            raise refuse(
                f"{option} {text}: this needs a name, an equals sign and a value", f"write {option} NAME=VALUE"
            )
        out[name.strip()] = value.strip()
    return out


def drawable(path: str) -> None:
    """Refuse, before any work is done, a place in which no chart can be written."""
    stem, dot = os.path.splitext(path)
    if dot.lower() not in (".svg", ".png", ".pdf", ".csv"):
        raise refuse(f"{path}: a chart is an .svg, a .png or a .pdf, and its table a .csv", f"write {stem}.svg")
    placeable(path)


def drawn(
    path: str, chart: Chart[Asked], answer: Asked, *, width: float | None = None, dark: bool = False, title: str = ""
) -> str:
    """Draw a chart into an .svg, .png or .pdf (or its table into a .csv), say so, and return what it shows."""
    drawable(path)
    kind = os.path.splitext(path)[1].lower().lstrip(".")
    from simulator.show.style import WIDE
    from simulator.show.svg import drawing

    table = chart.table(answer)
    if kind == "csv":
        content = table.to_csv(index=False, lineterminator="\n").encode()
    else:
        content = drawing(chart, table, answer, kind, width=width or WIDE, dark=dark, title=title)
    put(path, content)
    say(f"wrote {path}")
    return chart.finding(table)


def placeable(path: str, *endings: str) -> None:
    """Refuse, before any work is done, a file that has another ending or whose folder is not there or not to be written in."""
    stem, dot = os.path.splitext(path)
    if endings and dot.lower() not in endings:
        raise refuse(f"{path}: this writes {' or '.join(endings)}", f"write {stem}{endings[0]}")
    folder = os.path.dirname(path) or "."
    if os.path.isdir(path):
        raise refuse(f"{path} is a folder", "name a file")
    if not os.path.isdir(folder):
        raise refuse(f"{path} cannot be written: there is no folder {folder}", "make it first, or name another")
    if not os.access(folder, os.W_OK):
        raise refuse(f"{path} cannot be written: {folder} is not yours to write in", "name another folder")


def put(path: str, content: bytes) -> None:
    """Write a file beside its place, and move it there when it is whole."""
    try:
        with open(f"{path}.part", "wb") as file:
            file.write(content)
        os.replace(f"{path}.part", path)
    except OSError as error:
        raise refuse(f"{path} cannot be written: {error.strerror}") from None


def loader(options: argparse.Namespace) -> Callable[[Mapping[str, str]], Scenario]:
    """The scenario a command line asks for, with other figures set besides."""

    def loaded(settings: Mapping[str, str]) -> Scenario:
        return load(
            options.scenario,
            {**pairs(options.settings, "--set"), **settings},
            pairs(options.readings, "--reading"),
            what_ifs=options.what_ifs,
        )

    return loaded


def print_json(document: Any) -> None:
    """Print one JSON document and nothing else."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def say(text: str) -> None:
    """Print text; a terminal that cannot show a letter gets a plainer one."""
    encoding = sys.stdout.encoding or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        plain = text.translate(
            {0x2588: "#", 0x258C: "#", 0x2013: "-", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0xB1: "+-"}
        )
        text = plain.encode(encoding, "replace").decode(encoding)
    print(text)


def warn(scenario: Scenario) -> None:
    """Print a scenario's warnings on standard error."""
    for problem in scenario.warnings:
        print(problem.letter(), file=sys.stderr)


def answered(scenario: Scenario, lines: Iterable[str]) -> int:
    """Print a scenario's warnings, then an answer line by line; the answer was given."""
    warn(scenario)
    for line in lines:
        say(line)
    return 0


class Progress:
    """One line on a terminal, rewritten as batches are played; nothing if the work is short or goes to a file."""

    def __init__(self) -> None:
        import time

        self._clock = time.monotonic
        self._began = self._clock()
        self._shown = False

    def __call__(self, played: int, of: int) -> None:
        """Show how far the work has come."""
        spent = self._clock() - self._began
        if sys.stderr.isatty() and (spent > 1 or self._shown):
            self._shown = True
            left = spent / played * (of - played)
            end = "\n" if played >= of else ""
            line = f"\r{played:,} of {of:,} simulations, {played / spent:,.0f} a second, {left:.0f} s left   "
            sys.stderr.write(line + end)
            sys.stderr.flush()
