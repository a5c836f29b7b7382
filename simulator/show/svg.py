"""Saving: a chart inside a page, or as a file of its own (SVG, PNG, PDF), the same bytes each time."""

from __future__ import annotations

import io
import re
from html import escape
from typing import TYPE_CHECKING, Any

from simulator.show.charts.chart import A, Chart
from simulator.show.fit import crowded, draw_table, table_height
from simulator.show.palette import LIGHT
from simulator.show.style import WIDE, house, sheet, titled
from simulator.show.tables import reader_table

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI = 200
FONTS = "'Source Sans 3', Lato, 'Liberation Sans', Arial, 'DejaVu Sans', sans-serif"
_ATTRIBUTE = re.compile(r'="[^"]*"')
_NUMBER = re.compile(r"(-?\d+\.\d{2})\d+")
_REFERENCE = re.compile(r'(\bid="|href="#|url\(#)')
_FAMILY = re.compile(r"(font-family: |font: [^;\"]*?px )[^;\"]+")
_ID = re.compile(r' id="([^"]*)"')
_USED = re.compile(r'(?:href="|url\()#([^")]+)')
_UNTURNED = re.compile(r' transform="rotate\(-?0 [^)]*\)"')


def figure_of(chart: Chart[A], table: pd.DataFrame, answer: A, width: float, *, bare: bool, title: str = "") -> Figure:
    """Draw a chart: bare (for a page that carries title and source itself), or with its title and source.

    Where its words would stand on one another, the table is drawn in its place, and the drawing says so. Call inside
    ``house()``.
    """
    figure, axes = _sheet(chart, table, answer, width, chart.height, bare=bare, title=title)
    chart.draw(table, axes)
    if not crowded(figure):
        return figure
    shown = reader_table(chart.name, table)
    figure, axes = _sheet(chart, table, answer, width, lambda _, w: table_height(shown, w), bare=bare, title=title)
    draw_table(shown, axes)
    return figure


def _sheet(
    chart: Chart[A], table: pd.DataFrame, answer: A, width: float, height: Any, *, bare: bool, title: str
) -> tuple[Figure, Axes]:
    if bare:
        return sheet(width, height(table, width))
    words = title or chart.finding(table)
    return titled(width, height(table, width - 0.3), words, chart.scope(table), chart.source(answer))


def inline_svg(chart: Chart[A], table: pd.DataFrame, answer: A, width: float, suffix: str = "") -> str:
    """A bare chart to stand in a page: its colours are the page's CSS variables, its type the page's."""
    with house():
        text = saved(figure_of(chart, table, answer, width, bare=True))
    key = f"{chart.name}{suffix}"
    return _recoloured(dressed(text, key, chart.finding(table), chart.picture(table), "var(--type)"))


def drawing(
    chart: Chart[A],
    table: pd.DataFrame,
    answer: A,
    kind: str,
    *,
    width: float = WIDE,
    dark: bool = False,
    title: str = "",
) -> bytes:
    """A chart as a file of its own, with title and source: the same bytes each time.

    kind  svg, png or pdf
    """
    out = io.BytesIO()
    with house(dark=dark):
        figure = figure_of(chart, table, answer, width, bare=False, title=title)
        if kind == "svg":
            words = title or chart.finding(table)
            return dressed(saved(figure), chart.name, words, chart.picture(table), FONTS).encode()
        nothing = {"png": {"Software": None}, "pdf": {"Creator": None, "Producer": None, "CreationDate": None}}[kind]
        figure.savefig(out, format=kind, dpi=DPI, metadata=nothing)
    return out.getvalue()


def saved(figure: Figure) -> str:
    """A figure as SVG text, without a date."""
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return out.getvalue()


def dressed(text: str, key: str, title: str, description: str, fonts: str) -> str:
    """The SVG alone: numbers rounded, ids that are used made this chart's own, and a title and description for screen readers."""
    body = text[text.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = _ATTRIBUTE.sub(lambda found: _NUMBER.sub(r"\1", found[0]), body)
    used = set(_USED.findall(body))
    body = _ID.sub(lambda found: found[0] if found[1] in used else "", body)
    body = _REFERENCE.sub(rf"\1{key}-", body)
    body = _UNTURNED.sub("", _FAMILY.sub(rf"\1{fonts}", body))
    body = re.sub(r"\n\s*", "\n", body)
    head, rest = body.split(">", 1)
    head = f'{head} role="img" aria-labelledby="{key}-title {key}-desc"'
    named = f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(description)}</desc>'
    return f"{head}>{named}{rest}"


def _recoloured(text: str) -> str:
    """Colours by role: every hex of the light palette becomes a CSS variable of the page."""
    for role, colour in LIGHT.items():
        text = text.replace(colour, f"var(--{role})")
    return text
