"""Notebook: results as a cell shows them: the sentence, the caveat, the picture, the small table, the small print."""

from __future__ import annotations

import hashlib
from html import escape

from simulator.results.results import Results
from simulator.show.charts import CHARTS
from simulator.show.palette import DARK, LIGHT
from simulator.show.sentences import headline, source_line
from simulator.show.style import WIDE
from simulator.show.svg import inline_svg
from simulator.show.tables import Table, reader_table

CAVEAT = "Conditional on the scenario’s assumptions. Not a forecast."
TYPE = '"Source Sans 3", Lato, "Liberation Sans", Arial, "DejaVu Sans", sans-serif'
_DARK = ('body[data-jp-theme-light="false"] .party-rules', ".vscode-dark .party-rules")
_STYLE = """\
.party-rules { max-width: 47rem; padding: .75rem 1rem; background: var(--paper); color: var(--ink); font-family: var(--type); }
.party-rules svg { display: block; width: 100%; height: auto; }
.party-rules table { border-collapse: collapse; margin: .75rem 0; font-size: .9375em; color: inherit; }
.party-rules th, .party-rules td { padding: .15rem .9rem .15rem 0; border-bottom: 1px solid var(--rule); text-align: left; }
.party-rules .n { text-align: right; }
.party-rules .note { color: var(--muted); font-size: .875em; }"""


def results_html(results: Results) -> str:
    """The answer as a notebook shows it: no script, nothing fetched, the same text each time.

    The colours are this block's own, those of a dark page where the notebook is dark.
    """
    answer, chart = results.comparison, CHARTS["outcome"]
    table = chart.table(answer)
    said, source = headline(answer), source_line(answer)
    key = hashlib.sha256(f"{said}{source}{answer.provenance.digest}".encode()).hexdigest()[:8]
    return "\n".join(
        [
            '<div class="party-rules">',
            f"<style>\n{_colours()}\n{_STYLE}\n</style>",
            f"<p><strong>{escape(said)}</strong></p>",
            f'<p class="note">{escape(CAVEAT)}</p>',
            inline_svg(chart, table, answer, WIDE, f"-{key}"),
            _table(reader_table(chart.name, table), chart.scope(table)),
            f'<p class="note">{escape(source)}</p>',
            "</div>",
        ]
    )


def _colours() -> str:
    """The palette by role, as variables of the block."""
    pages = {".party-rules": {**LIGHT, "type": TYPE}, ", ".join(_DARK): DARK}
    return "\n".join(
        f"{where} {{ {' '.join(f'--{role}: {colour};' for role, colour in page.items())} }}"
        for where, page in pages.items()
    )


def _table(table: Table, caption: str) -> str:
    """A table whose columns and rows have heads."""
    sides = [' class="n"' if number else "" for number in table.numbers]
    heads = "".join(f'<th scope="col"{side}>{escape(c)}</th>' for c, side in zip(table.columns, sides, strict=True))
    rows = [
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td{side}>{escape(cell)}</td>" for cell, side in zip(rest, sides[1:], strict=True))
        + "</tr>"
        for first, *rest in table.rows
    ]
    note = f'<caption class="note">{escape(caption)}</caption>'
    return "\n".join([f"<table>{note}", f"<thead><tr>{heads}</tr></thead>", "<tbody>", *rows, "</tbody></table>"])
