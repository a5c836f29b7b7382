"""Charts: each answers one question, is a function of a tidy table and an Axes, computes nothing and saves nothing."""

from __future__ import annotations

from simulator.show.charts import arrivals, dots, hands, nominations, outcome, paths, timeline
from simulator.show.charts.chart import Chart

CHARTS = {
    chart.name: chart
    for chart in (
        outcome.OUTCOME,
        nominations.NOMINATIONS,
        arrivals.ARRIVALS,
        hands.HANDS,
        paths.PATHS,
        timeline.TIMELINE,
        dots.DOTS_OF_50,
    )
}
"""Every chart by name, in the order of the report."""

__all__ = ["CHARTS", "Chart"]
