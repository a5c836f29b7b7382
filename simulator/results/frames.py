"""Frames: tidy tables whose words are in reading order, and whose chances a notebook prints as per cents.

What is kept is numbers: a per cent is made when a table is shown, never before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

PER_CENT = ("chance", "low", "high", "sought", "reaches_bar", "leader_changes")
SHARES = "share_"
LONG, ENDS = 60, 10
"""A table of more rows than LONG is shown by its first and last, ENDS in all."""


class Frame(pd.DataFrame):
    """A data frame that a notebook prints with per cents, and without row numbers that mean nothing."""

    @property
    def _constructor(self) -> type[Frame]:
        """Part of a frame is a frame."""
        return Frame

    def _repr_html_(self) -> str:
        """The table as a notebook shows it."""
        shown = {column: form for column in self.columns if (form := self._form(column))}
        long = len(self) > LONG
        html: str = self.to_html(
            formatters=shown,
            index=not isinstance(self.index, pd.RangeIndex),
            max_rows=ENDS if long else None,
            show_dimensions=long,
            border=0,
            na_rep="–",
        )
        return html.replace("<td>&lt;NA&gt;</td>", "<td>–</td>")

    def _form(self, column: str) -> Callable[[Any], str] | None:
        """How a cell of a column is written; None if as it is."""
        dtype = self.dtypes[column]
        if not pd.api.types.is_float_dtype(dtype):
            return None
        if str(column) in PER_CENT or str(column).startswith(SHARES):
            return per_cent
        return points if column == "error" else None


def per_cent(share: float) -> str:
    """A share as a per cent, with the decimal that a table can bear.

    >>> per_cent(0.4743), per_cent(0), per_cent(float("nan"))
    ('47.4%', '0.0%', '–')
    """
    return "–" if share != share else f"{100 * share:.1f}%"


def points(error: float) -> str:
    """A standard error, in points of a hundred.

    >>> points(0.00499)
    '0.50 points'
    """
    return "–" if error != error else f"{100 * error:.2f} points"


def tidy(rows: Iterable[Mapping[str, object]], columns: Iterable[str], **orders: Iterable[str]) -> Frame:
    """Rows as a frame; each column named in ``orders`` holds categories, in that order."""
    frame = Frame(list(rows), columns=list(columns))
    for column, order in orders.items():
        frame[column] = in_order(frame[column], order)
    return frame


def in_order(words: Iterable[str], order: Iterable[str]) -> pd.Series[Any]:
    """Words as categories in reading order."""
    return pd.Series(pd.Categorical(list(words), categories=list(dict.fromkeys(order))))
