"""Saving: a chart as SVG text or PNG bytes, the same bytes each time."""

from __future__ import annotations

import io
import os
import re
from html import escape
from typing import TYPE_CHECKING

from simulator.show.charts import Chart
from simulator.show.palette import LIGHT
from simulator.show.sentences import Document, source_line
from simulator.show.style import WIDE, house, sheet, titled

if TYPE_CHECKING:
    import pandas as pd
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


def figure_of(chart: Chart, table: pd.DataFrame, document: Document, width: float, *, bare: bool) -> Figure:
    """Draw a chart: bare (for a page that carries title and source itself), or with its title and source.

    Call inside ``house()``.
    """
    if bare:
        figure, axes = sheet(width, chart.height(table, width))
    else:
        height = chart.height(table, width - 0.3)
        figure, axes = titled(width, height, chart.finding(table), chart.subtitle, source_line(document))
    chart.draw(table, axes)
    return figure


def inline_svg(chart: Chart, table: pd.DataFrame, document: Document, width: float, suffix: str = "") -> str:
    """A bare chart to stand in a page: its colours are the page's CSS variables, its type the page's."""
    with house():
        text = saved(figure_of(chart, table, document, width, bare=True))
    key = f"{chart.name}{suffix}"
    return _recoloured(dressed(text, key, chart.finding(table), chart.alt(table), "var(--type)"))


def standalone_svg(chart: Chart, table: pd.DataFrame, document: Document, width: float = WIDE) -> str:
    """A chart as a file of its own, with title and source."""
    with house():
        text = saved(figure_of(chart, table, document, width, bare=False))
    return dressed(text, chart.name, chart.finding(table), chart.alt(table), FONTS)


def png(chart: Chart, table: pd.DataFrame, document: Document, width: float = WIDE) -> bytes:
    """A chart as a picture of points, with title and source."""
    out = io.BytesIO()
    with house():
        figure = figure_of(chart, table, document, width, bare=False)
        figure.savefig(out, format="png", dpi=DPI, metadata={"Software": None})
    return out.getvalue()


def written(figure: Figure, path: str, key: str, title: str, description: str) -> None:
    """Write a figure as .svg or .png, beside and then in its place."""
    if path.lower().endswith(".svg"):
        content = dressed(saved(figure), key, title, description, FONTS).encode()
    else:
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=DPI, metadata={"Software": None})
        content = out.getvalue()
    with open(f"{path}.part", "wb") as file:
        file.write(content)
    os.replace(f"{path}.part", path)


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
