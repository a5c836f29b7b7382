"""Charts: each answers one question, is a function of a tidy table and an Axes, computes nothing and saves nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.show.charts import dots, hands, nominations, outcome, paths, timeline

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from simulator.show.sentences import Document


@dataclass(frozen=True)
class Chart:
    """One chart: the question it answers, and the functions that make its table, its words and its picture.

    table     result document → tidy table, the one printed behind the chart
    draw      table and Axes → marks; the Axes fill the sheet
    finding   table → the title, no louder than the figures allow;  alt: the picture in words
    height    table and width in inches → the height it needs
    """

    name: str
    question: str
    subtitle: str
    table: Callable[[Document], pd.DataFrame]
    draw: Callable[[pd.DataFrame, Axes], None]
    finding: Callable[[pd.DataFrame], str]
    alt: Callable[[pd.DataFrame], str]
    height: Callable[[pd.DataFrame, float], float]


CHARTS = {
    chart.name: chart
    for chart in (
        Chart("outcome", outcome.QUESTION, outcome.SUBTITLE, outcome.outcome_table, outcome.outcome_bars, outcome.outcome_finding, outcome.outcome_alt, outcome.outcome_height),
        Chart("nominations", nominations.QUESTION, nominations.SUBTITLE, nominations.nominations_table, nominations.nominations_columns, nominations.nominations_finding, nominations.nominations_alt, nominations.nominations_height),
        Chart("hands", hands.QUESTION, hands.SUBTITLE, hands.hands_table, hands.hands_ribbons, hands.hands_finding, hands.hands_alt, hands.hands_height),
        Chart("paths", paths.QUESTION, paths.SUBTITLE, paths.paths_table, paths.paths_ribbons, paths.paths_finding, paths.paths_alt, paths.paths_height),
        Chart("timeline", timeline.QUESTION, timeline.SUBTITLE, timeline.timeline_table, timeline.timeline_rows, timeline.timeline_finding, timeline.timeline_alt, timeline.timeline_height),
        Chart("dots", dots.QUESTION, dots.SUBTITLE, dots.dots_table, dots.dots_grid, dots.dots_finding, dots.dots_alt, dots.dots_height),
    )
}  # fmt: skip
"""Every chart by name, in the order of the report."""
