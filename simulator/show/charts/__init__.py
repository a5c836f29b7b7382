"""Charts: each answers one question, is a function of a tidy table and an Axes, computes nothing and saves nothing."""

from __future__ import annotations

from typing import Any

from simulator.show.charts import (
    arrivals,
    beliefs,
    dots,
    flows,
    grid,
    heatmap,
    lawhistory,
    nominations,
    outcome,
    paths,
    ranking,
    reliability,
    rounds,
    threshold,
    timeline,
    tornado,
    trackrecord,
)
from simulator.show.charts.chart import Chart

CHARTS: dict[str, Chart[Any]] = {
    chart.name: chart
    for chart in (
        outcome.OUTCOME,
        nominations.NOMINATIONS,
        arrivals.ARRIVALS,
        threshold.THRESHOLD,
        flows.HANDS,
        paths.PATHS,
        timeline.TIMELINE,
        heatmap.MAP,
        tornado.TORNADO,
        rounds.ROUNDS,
        dots.DOTS_OF_50,
        grid.GRID,
        ranking.RANKING,
        beliefs.BELIEFS,
        reliability.RELIABILITY,
        trackrecord.TRACK,
        lawhistory.HISTORY,
    )
}
"""Every chart by name."""

__all__ = ["CHARTS", "Chart"]
