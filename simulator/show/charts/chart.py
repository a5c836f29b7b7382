"""Chart: what every chart is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

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
