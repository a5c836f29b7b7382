"""A question of the command line is one record; one command asks any of them, and the verbs are the modules of this package.

Every start of the program imports this module, and ``--help`` imports every verb: at the head of a verb's module stands nothing
that costs. What answers and what shows is imported where it is used.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Generic, Literal, NamedTuple, TypedDict, TypeVar, get_args

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor
    from contextlib import AbstractContextManager

    from simulator.questions.cache import Cache
    from simulator.scenario.scenario import Scenario
    from simulator.verbs.common import Loader, Progress
    from simulator.words.problems import Problem

A = TypeVar("A")
Group = Literal[
    "Ask a question",
    "Show it",
    "Explore interpretations",
    "Should I believe it?",
    "Read the rules",
    "Make a scenario",
]
"""The kinds of question, in the order in which ``--help`` has them."""
DONE = 0
SERVING = ("__init__", "common", "parser", "question")
"""The modules of this package that serve all verbs; every other is one."""


class Work(TypedDict):
    """How work is done, by the names that questions which simulate many settings give it.

    runs, seed  None: the scenario's own;  cache: where results are kept;  executor: who shares the work, if not this process
    """

    runs: int | None
    seed: int | None
    cache: Cache | None
    executor: Executor | None
    progress: Progress


class Asked:
    """What a command line asks, made of its options when it is first wanted.

    warnings  what is to be said on standard error beside the answer
    """

    def __init__(self, options: Namespace) -> None:
        self.options = options
        self.warnings: list[Problem] = []

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario with what is set, read and supposed on the command line; its warnings are kept."""
        from simulator.verbs.common import scenario_of

        scenario = scenario_of(self.options, getattr(self.options, "compared", ()))
        self.warnings += scenario.warnings
        return scenario

    @cached_property
    def load(self) -> Loader:
        """The same scenario with further figures set."""
        from simulator.verbs.common import loader

        return loader(self.options)

    def executor(self) -> AbstractContextManager[Executor | None]:
        """Who does the work: this process, others here, or a cluster."""
        from simulator.questions.executor import executor_of
        from simulator.words.problems import refuse

        scheduler = getattr(self.options, "scheduler", None)
        if (getattr(self.options, "backend", "processes") == "dask") != bool(scheduler):
            raise refuse("--backend dask and --scheduler ADDRESS go together", "start one with: dask scheduler")
        return executor_of(self.options.workers, scheduler or "")

    @contextmanager
    def work(self) -> Iterator[Work]:
        """The work as the command line wants it done; workers are gone when it is."""
        with self.executor() as workers:
            yield Work(
                runs=self.options.runs,
                seed=self.options.seed,
                cache=self.cache,
                executor=workers,
                progress=self.progress,
            )

    @cached_property
    def cache(self) -> Cache | None:
        """Where results are saved, if the command line names a file."""
        if not (file := getattr(self.options, "cache", None)):
            return None
        from simulator.questions.cache import Cache

        return Cache(file)

    @cached_property
    def progress(self) -> Progress:
        """One line on a terminal that says how far the work has come."""
        from simulator.verbs.common import Progress

        return Progress()


def as_it_is(answer: object) -> object:
    """An answer that prints itself."""
    return answer


def always_done(answer: object) -> int:
    """The exit status of a question that cannot be answered badly."""
    return DONE


class Question(NamedTuple, Generic[A]):
    """A verb: what it takes, what it answers, and how that is said.

    help       one line for ``--help``, without a full stop
    arguments  gives a parser what the verb takes; the options that verbs share are in ``verbs/common.py``
    ask        the answer; raises Problems if there is none
    text       the answer in lines for a person, under what was asked
    document   what ``--json`` prints of the answer;  chart: the name of the picture that ``--chart`` draws of the answer
    status     the exit status;  usage: the line that shows how it is called, where arguments do not say it well
    """

    name: str
    group: Group
    help: str
    arguments: Callable[[ArgumentParser], None]
    ask: Callable[[Asked], A]
    text: Callable[[A, Asked], Iterable[str]]
    document: Callable[[A], object] = as_it_is
    chart: Callable[[Asked], str] | None = None
    status: Callable[[A], int] = always_done
    usage: str | None = None


def modules() -> list[str]:
    """The modules that are verbs, by a look into this package's folder."""
    names = (name[:-3] for name in os.listdir(os.path.dirname(__file__)) if name.endswith(".py"))
    return sorted(name for name in names if name not in SERVING)


def question_of(module: str) -> Question[object]:
    """The question that a module has."""
    found: Question[object] = import_module(f"simulator.verbs.{module}").QUESTION
    return found


def questions() -> dict[str, Question[object]]:
    """Every question by its verb, group by group."""
    found = [question_of(name) for name in modules()]
    order = get_args(Group)
    return {one.name: one for one in sorted(found, key=lambda one: (order.index(one.group), one.name))}


def called(verb: str) -> Question[object] | None:
    """The question of a verb; no other is imported."""
    module = verb.replace("-", "_")
    return question_of(module) if module in modules() and "_" not in verb else None


def answered(question: Question[A], options: Namespace) -> int:
    """Ask a question and print its answer as the options want it: a picture, one JSON document, or lines."""
    from simulator.verbs.common import drawable, drawn, print_json, say, warn

    asked = Asked(options)
    chart = getattr(options, "chart", None) if question.chart else None
    if chart:
        drawable(chart)
    answer = question.ask(asked)
    if chart and question.chart:
        say(drawn(chart, question.chart(asked), answer))
        return DONE
    if getattr(options, "json", False):
        print_json(question.document(answer))
    else:
        warn(asked.warnings)
        for line in question.text(answer, asked):
            say(line)
    return question.status(answer)
