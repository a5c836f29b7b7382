"""The charts as a list: each with the question it answers, and what it is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from simulator.questions.axes import bar_path
from simulator.questions.compare import touching
from simulator.results.answer import Answer, Part
from simulator.scenario.bearing import nominates
from simulator.scenario.scenario import Scenario
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


def charts(scenario: Scenario | None = None) -> Charts:
    """Every chart of the gallery; of a scenario, those that it has something to draw in."""
    shown = [one for one in CHARTS.values() if scenario is None or one.name not in _empty(scenario)]
    return Charts(charts=tuple(ChartListed(name=one.name, question=one.question, of=WORK[one.asks]) for one in shown))


def _empty(scenario: Scenario) -> set[str]:
    """The charts of what is not simulated in a scenario, or of what it does not have."""
    position, bears = scenario.position, scenario.compared or touching(scenario)
    ahead = nominates(scenario.law, position.at if position else scenario.contest)
    return {
        *(one for one in ("nominations", "dots", "grid") if not ahead),
        *(one for one in ("threshold", "map") if not bar_path(scenario)),
        *(["arrivals"] if not (ahead and scenario.watched) else []),
        *(["paths"] if position and not ahead else []),
        *(["hands", "ranking"] if not bears else []),
        *(["beliefs"] if not scenario.polled else []),
        *(one.name for one in CHARTS.values() if one.asks == "backtest"),
    }
