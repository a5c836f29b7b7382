"""What the verbs share: options, the scenario they ask for, and how an answer is printed."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, ArgumentTypeError, Namespace
    from collections.abc import Callable, Iterable, Mapping

    from simulator.results.results import Results
    from simulator.rulebooks.rulebook import Edition, RuleBook
    from simulator.scenario.scenario import Scenario
    from simulator.words.problems import Problem

    Loader = Callable[[Mapping[str, str]], Scenario]

FOLDER = "scenarios"


def scenario_arguments(
    parser: ArgumentParser, *, needed: bool = True, help: str = "a scenario file, or its name in the folder scenarios"
) -> None:
    """The scenario, and what is changed in it."""
    parser.add_argument("scenario", metavar="SCENARIO", nargs=None if needed else "?", help=help)
    parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", dest="settings",
                        help="change a provision of law or a belief, such as challenge-nominations.bar.share=15%%")  # fmt: skip
    parser.add_argument("--reading", action="append", default=[], metavar="DISPUTE=READING", dest="readings",
                        help="read a disputed clause in one way, or `compare`, or by the body that decides")  # fmt: skip
    parser.add_argument("--what-if", action="append", default=[], metavar="NAME", dest="what_ifs",
                        help="a draft or rejected amendment of the rule book, by name")  # fmt: skip


def run_arguments(parser: ArgumentParser, each: str = "number of simulated contests (default: the scenario’s)") -> None:
    """How many simulated contests, with which seed."""
    parser.add_argument("--runs", type=positive, metavar="N", help=each)
    parser.add_argument("--seed", type=natural, metavar="N", help="random seed (default: the scenario’s)")


def workers_argument(parser: ArgumentParser) -> None:
    """On how many processors; the answer does not depend on them."""
    parser.add_argument(
        "--workers", type=positive, default=1, metavar="N", help="number of worker processes (default: 1)"
    )


def executor_arguments(parser: ArgumentParser) -> None:
    """Which processes do the work, and where results are saved; the answer does not depend on them."""
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
    parser.add_argument(
        "--cache",
        metavar="FILE.sqlite",
        help="save results here so that an interrupted run can resume",
    )


def beliefs_argument(parser: ArgumentParser) -> None:
    """Where what was believed in each run is written."""
    parser.add_argument("--beliefs", metavar="FILE",
                        help="also write what was believed in each simulated contest, a column for each uncertain belief: "
                             "a .csv, .gz (a packed .csv) or .parquet")  # fmt: skip


def check_beliefs(path: str | None) -> None:
    """Refuse, before any work is done, a file in which beliefs cannot be written."""
    import importlib.util

    from simulator.words.problems import refuse

    if path:
        placeable(path, ".csv", ".gz", ".parquet")
        if path.lower().endswith(".parquet") and importlib.util.find_spec("pyarrow") is None:
            raise refuse(f"{path}: a .parquet needs the package pyarrow, which is not installed", "name a .csv")


def write_beliefs(results: Results, path: str | None) -> None:
    """Write what was believed in each run, if a file is named for it, and say so."""
    if not path:
        return
    import gzip

    table = results.beliefs
    if path.lower().endswith(".parquet"):
        content = table.to_parquet(index=False)
    else:
        content = table.to_csv(index=False, lineterminator="\n").encode()
        content = gzip.compress(content, mtime=0) if path.lower().endswith(".gz") else content
    put(path, content)
    print(f"wrote {path}: {len(table.columns) - 1} beliefs in {len(table):,} simulated contests", file=sys.stderr)


def chart_argument(parser: ArgumentParser, words: str) -> None:
    """A picture of the answer in place of its text."""
    parser.add_argument("--chart", metavar="FILE", help=words)


def many_arguments(parser: ArgumentParser, each: str, most: int | None = None, picture: str = "") -> None:
    """What a question takes that simulates many laws or values; one that has a picture has also much work, to share and to keep.

    each   of what each is simulated as often
    most   where one batch of random draws serves all of them, how many contests that is
    """
    if picture:
        chart_argument(parser, picture)
        executor_arguments(parser)
    limit = f"; more than {most:,} are simulated as {most:,}, one batch of random draws" if most else ""
    run_arguments(parser, f"number of simulated contests for each {each} (default: the scenario’s{limit})")
    json_argument(parser)


def book_argument(parser: ArgumentParser) -> None:
    """A rule book."""
    parser.add_argument("book", metavar="BOOK", help="a rule book, such as labour, or a file")


def edition_arguments(parser: ArgumentParser) -> None:
    """Which edition of a rule book."""
    parser.add_argument("--on", metavar="DATE", help="the date, such as 2016-06-28 (default: the newest edition)")
    parser.add_argument("--edition", metavar="NAME", help="the edition, if the date alone leaves a doubt")


def edition_of(book: RuleBook, date: str | None, name: str | None, option: str = "--on: ") -> Edition:
    """The edition that a command line asks for by a date, a name or both; else the newest."""
    from simulator.words.dates import read_day
    from simulator.words.problems import Wrong, refuse

    if date is None:
        return book.on(book.editions[-1].in_force.latest, name or book.editions[-1].name)
    try:
        day = read_day(date)
    except Wrong as wrong:
        raise refuse(f"{option}{wrong.said}", wrong.cure) from None
    return book.on(day, name)


def json_argument(parser: ArgumentParser) -> None:
    """Whether the answer is for a person or for a program."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")


def positive(text: str) -> int:
    """A whole number from 1 up."""
    number = _whole(text)
    if number is None or number < 1:
        raise unreadable(f"“{text}” is not a whole number from 1 up")
    return number


def natural(text: str) -> int:
    """A whole number from 0 up; thousands may be set off with commas or underscores."""
    number = _whole(text)
    if number is None:
        raise unreadable(f"“{text}” is not a whole number from 0 up")
    return number


def _whole(text: str) -> int | None:
    digits = text.replace(",", "").replace("_", "")
    return int(digits) if digits.isdigit() and len(digits) <= 18 else None


def unreadable(words: str) -> ArgumentTypeError:
    """An argument that is not of its kind, ready to raise."""
    from argparse import ArgumentTypeError

    return ArgumentTypeError(words)


def scenario_of(options: Namespace, compared: Iterable[str] = (), edition: str | None = None) -> Scenario:
    """The scenario a command line asks for, with whatever warns of it; under another edition, if one is named."""
    from simulator.scenario.resolve import load

    settings, readings = pairs(options.settings, "--set"), pairs(options.readings, "--reading")
    return warned(load(options.scenario, settings, readings, tuple(compared), options.what_ifs, edition))


def warned(scenario: Scenario) -> Scenario:
    """The scenario with a warning more for each date of its timetable that cannot be held.

    That takes a simulation of what is known; none is made where no date is stated.
    """
    from dataclasses import replace

    from simulator.words.problems import Problem

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
    from simulator.words.problems import refuse

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
    from simulator.words.problems import refuse

    stem, dot = os.path.splitext(path)
    if dot.lower() not in (".svg", ".png", ".pdf", ".csv"):
        raise refuse(f"{path}: a chart is an .svg, a .png or a .pdf, and its table a .csv", f"write {stem}.svg")
    placeable(path)


def drawn(
    path: str, name: str, answer: object, *, width: float | None = None, dark: bool = False, title: str = ""
) -> str:
    """Draw a chart into an .svg, .png or .pdf (or its table into a .csv), say so, and return what it shows."""
    drawable(path)
    kind = os.path.splitext(path)[1].lower().lstrip(".")
    from simulator.show.charts import CHARTS
    from simulator.show.style import WIDE
    from simulator.show.svg import drawing

    chart = CHARTS[name]
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
    from simulator.words.problems import refuse

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
    from simulator.words.problems import refuse

    try:
        with open(f"{path}.part", "wb") as file:
            file.write(content)
        os.replace(f"{path}.part", path)
    except OSError as error:
        raise refuse(f"{path} cannot be written: {error.strerror}") from None


def loader(options: Namespace) -> Loader:
    """The scenario a command line asks for, with other figures set besides."""
    from simulator.scenario.resolve import load

    def loaded(settings: Mapping[str, str]) -> Scenario:
        return load(
            options.scenario,
            {**pairs(options.settings, "--set"), **settings},
            pairs(options.readings, "--reading"),
            what_ifs=options.what_ifs,
        )

    return loaded


def print_json(document: object) -> None:
    """Print one JSON document and nothing else."""
    import json

    from simulator.results.answer import as_json

    json.dump(as_json(document), sys.stdout, ensure_ascii=False, indent=1)
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


def warn(warnings: Iterable[Problem]) -> None:
    """Print warnings on standard error."""
    for problem in warnings:
        print(problem.letter(), file=sys.stderr)


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
