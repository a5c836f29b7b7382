"""The library: an index page over the pages of all scenarios, each with its question and its answer in a sentence."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.show.palette import DARK, LIGHT
from simulator.show.report import written_or_refused
from simulator.show.sentences import CAVEAT

if TYPE_CHECKING:
    from simulator.questions.report_document import PageWritten


def write_index(rows: Sequence[PageWritten], folder: str) -> None:
    """Write index.html beside the pages."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    room = Environment(
        loader=PackageLoader("simulator", "show"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    ordered = sorted(rows, key=lambda row: (row.date, row.title))
    text = room.get_template("library.html").render(rows=ordered, light=LIGHT, dark=DARK, caveat=CAVEAT)
    place = os.path.join(folder, "index.html")
    with written_or_refused(Path(place)):
        os.makedirs(folder, exist_ok=True)
        with open(f"{place}.part", "w", encoding="utf-8", newline="\n") as file:
            file.write(text + "\n")
        os.replace(f"{place}.part", place)
