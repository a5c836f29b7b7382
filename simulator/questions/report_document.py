"""The document of a report: what was counted, told, varied and assumed; every figure on its page stands in it.

All that is simulated for a page is asked here, before the page is made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, ClassVar

from simulator.questions.axes import ROUGH, at_bars, bar_axis, bar_path
from simulator.questions.budget import Budget, budget
from simulator.questions.clauses import DisputedClause, disputed_clause
from simulator.questions.compare import touching
from simulator.questions.sensitivity import SensitivityAnswer, tornado
from simulator.questions.story import Story, story
from simulator.questions.sweep import SweepAnswer, sweep
from simulator.results.answer import Answer, Part
from simulator.results.names import if_read
from simulator.results.results import Results, RunAnswer
from simulator.scenario.scenario import Belief
from simulator.words.plain import capital, figure_words, short_names

BEARING = 2
"""Disputes that are shown in their words where a scenario lays none side by side."""

MOST = 10_000
"""Contests at each value of the bar and at each end of a belief: as many as were played, and no more than these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldStory(Story):
    """A contest told under one choice of readings: its number among the results, and the condition it makes."""

    number: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption(Part):
    """A figure that bears on the answer: its path, what it is in words, its value, and where that comes from.

    own   True if the scenario says it, False for a default
    """

    path: str
    what: str
    value: str
    from_: str
    grade: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed(Part):
    """How many figures are the scenario's own and how many defaults, by what they are about."""

    derived: ClassVar[Mapping[str, str]] = {"all": "all"}

    own: Mapping[str, int]
    default: Mapping[str, int]

    @property
    def all(self) -> Mapping[str, int]:
        """How many in all."""
        return {"own": sum(self.own.values()), "default": sum(self.default.values())}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAnswer(RunAnswer):
    """Who leads under each reading: the answer of ``run``, ``compare`` and ``report``; what was not asked is left out.

    stories     one contest, told under the readings between which most changes hands
    threshold   the chance at each value of the bar, where it is known as one number;  tornado  what matters most
    clauses     the disputes laid side by side, or some that bear on the contest
    tables      the table behind every chart, in rows
    """

    stories: tuple[ToldStory, ...] = ()
    evidence_budget: Budget | None = None
    tornado: SensitivityAnswer | None = None
    threshold: SweepAnswer | None = None
    assumptions: tuple[Assumption, ...] = ()
    assumed: Assumed | None = None
    clauses: tuple[DisputedClause, ...] = ()
    tables: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWritten(Answer):
    """The report of one scenario: where it is, its files (one, if the page stands alone), and what it shows."""

    schema: ClassVar[str] = "party-rules/report/1"

    folder: str
    files: tuple[str, ...]
    result: RunAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWritten(Part):
    """A scenario's page in a library: its answer in a sentence, or why it has none (then ``page`` is empty)."""

    title: str
    question: str
    sentence: str
    page: str
    warnings: tuple[str, ...] | None = None
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryWritten(Answer):
    """A page for every scenario of the folder, and an index of them."""

    schema: ClassVar[str] = "party-rules/reports/1"

    folder: str
    pages: tuple[PageWritten, ...]


def report_document(results: Results) -> ReportAnswer:
    """The comparison with its stories, the evidence budget, the bar varied, what matters most, and what is assumed."""
    scenario, seed, runs = results.scenario, results.seed, min(results.count, MOST)
    names = short_names(results.answer.candidates)
    beliefs = [one for one in scenario.beliefs.values() if one.bears]
    threshold = None
    if bar_path(scenario):
        threshold = sweep(at_bars(scenario), [bar_axis(scenario, ROUGH)], runs=runs, seed=seed)
    return replace(
        with_stories(results),
        evidence_budget=budget(scenario, seed=seed),
        tornado=tornado(scenario, runs=runs, seed=seed),
        threshold=threshold,
        assumptions=tuple(_assumption(one, names) for one in beliefs),
        assumed=Assumed(
            own=_by_subject(one for one in beliefs if _own(one)),
            default=_by_subject(one for one in beliefs if not _own(one)),
        ),
        clauses=tuple(
            disputed_clause(scenario, scenario.book.disputes[dispute])
            for dispute in scenario.compared or touching(scenario)[:BEARING]
        ),
    )


def with_stories(results: Results) -> ReportAnswer:
    """The comparison with ``stories``: one contest, told under the readings between which most changes hands."""
    answer = results.comparison
    numbers = told_under(answer)
    last = answer.results[numbers[-1]]
    endings = sorted(last.typical, key=lambda e: -last.endings[e].count)
    told = [_told(results, answer, numbers, last.typical[ending]) for ending in endings]
    parted = [stories for stories in told if len({one.leader for one in stories}) > 1]
    return ReportAnswer(**_parts(answer), stories=(parted or told)[0])


def _parts(record: Part) -> dict[str, Any]:
    return {one.name: getattr(record, one.name) for one in fields(record)}


def _told(results: Results, answer: RunAnswer, numbers: list[int], run: int) -> tuple[ToldStory, ...]:
    """One run's story under each of some readings, with the condition each makes."""
    stories = [story(results.scenario, results.records[number].readings, results.seed, run) for number in numbers]
    return tuple(
        ToldStory(**_parts(one), number=number, words=if_read(answer, number))
        for one, number in zip(stories, numbers, strict=True)
    )


def told_under(answer: RunAnswer) -> list[int]:
    """The numbers of the readings to tell a contest under: the first, and the one with which most changes hands."""
    if not answer.pairs:
        return [0]
    return [0, max(answer.pairs, key=lambda pair: pair.leader_changes.count).number]


def _own(belief: Belief) -> bool:
    return not belief.origin.kind.startswith("default")


def _assumption(belief: Belief, names: Mapping[str, str]) -> Assumption:
    return Assumption(
        path=belief.path,
        what=capital(figure_words(belief.path, names)),
        value=str(belief.quantity),
        from_=capital(belief.origin.said or belief.origin.kind),
        grade=belief.origin.grade,
        own=_own(belief),
    )


def _by_subject(beliefs: Iterable[Belief]) -> dict[str, int]:
    return dict(Counter(one.path.split(".", 1)[0] for one in beliefs))
