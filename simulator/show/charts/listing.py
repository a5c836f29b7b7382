"""The charts as a list: each with the question it answers, and what it is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.results.answer import Answer, Part
from simulator.show.charts import CHARTS

WORK = {
    "contest": "a scenario, simulated under its readings",
    "sweep": "a scenario, simulated at every value of one figure (--vary; default: the bar)",
    "map": "a scenario, simulated at every pair of two figures (--vary twice; default: the bar and member support)",
    "sensitivity": "a scenario, each belief moved to its ends",
    "disputes": "a scenario, every combination of readings",
    "polls": "a scenario with polls",
    "backtest": "no scenario: write backtest",
    "book": "a rule book, or a scenario of it",
    "one": "a scenario (--run N), or a recorded contest such as leader-2010",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartListed(Part):
    """A chart: its question, and what it is drawn from."""

    name: str
    question: str
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Charts(Answer):
    """The charts there are."""

    schema: ClassVar[str] = "party-rules/charts/1"

    charts: tuple[ChartListed, ...]


def charts() -> Charts:
    """Every chart of the gallery."""
    return Charts(
        charts=tuple(ChartListed(name=one.name, question=one.question, of=WORK[one.asks]) for one in CHARTS.values())
    )
