"""Chart: what every chart is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from simulator.show.sentences import source_line

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


A = TypeVar("A")


class Told(NamedTuple):
    """A chart in words: its title, and for those who do not see it the title and what is drawn."""

    finding: str
    alt: str


def source_of(answer: Any) -> str:
    """The small print of an answer that is a document."""
    return source_line(answer)


@dataclass(frozen=True)
class Chart(Generic[A]):
    """One chart: the question it answers, and the functions that make its table, its words and its picture.

    asks      which answer it is drawn from: contest, sweep, map, sensitivity, disputes, polls, backtest, book or one
    subtitle  exactly what is plotted, in words, or table → words
    table     answer → tidy table, the one printed behind the chart
    draw      table and Axes → marks; the Axes fill the sheet
    finding   table → the title, no louder than the figures allow;  picture: what is drawn, in words
    height    table and width in inches → the height it needs
    source    answer → the small print
    """

    name: str
    question: str
    subtitle: str | Callable[[pd.DataFrame], str]
    table: Callable[[A], pd.DataFrame]
    draw: Callable[[pd.DataFrame, Axes], None]
    finding: Callable[[pd.DataFrame], str]
    picture: Callable[[pd.DataFrame], str]
    height: Callable[[pd.DataFrame, float], float]
    asks: str = "contest"
    source: Callable[[A], str] = source_of

    def told(self, table: pd.DataFrame) -> Told:
        """The finding, and the alternative text made of the same finding, so that the two cannot drift apart."""
        finding = self.finding(table)
        return Told(finding, f"{finding.rstrip('.')}. {self.picture(table)}")

    def scope(self, table: pd.DataFrame) -> str:
        """Exactly what is plotted."""
        return self.subtitle if isinstance(self.subtitle, str) else self.subtitle(table)
