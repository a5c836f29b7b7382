"""The track record: how good chances made before real results have been. It is stored, and told as text.

The figures are made by ``python -m calibration``, which is research and not installed with the product; a test makes them anew.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from importlib import resources
from typing import Any

WIDTH = 100
Document = dict[str, Any]
TITLES = {
    "every poll": "Every professional poll; each contest has the same weight",
    "last poll": "The last poll of each contest",
}


def track_record() -> Document:
    """The stored figures: the fitted model, every poll and tally judged, and the scores of each way of judging."""
    found: Document = json.loads(resources.files("simulator.show").joinpath("track-record.json").read_bytes())
    return found


def track_text(document: Document, *, every_poll: bool = False) -> Iterator[str]:
    """The model, a table a set of polls, what the differences are worth, and how reliable the chances were."""
    model = document["model"]
    yield from _wrapped(
        f"The error model, fitted to all polls: {model['slope']:.0%} of a two-way lead lasts; the scale of the error is "
        f"{model['last']:.2f} on the last day (logit), and grows by {model['growth']:.2f} a month. For each poll below it was "
        "fitted without that contest, and without contests that share its sample."
    )
    for table, ways in document["scores"].items():
        if table in TITLES:
            yield from _table(document, table, ways)
    yield "\nHow reliable the chances were (every poll): said → came true"
    yield from _reliable(document["reliability"], "polls")
    yield ""
    for row in document["polls"] if every_poll else document["contests"]:
        low, high = row["interval80"]
        mark = "" if row["inside80"] else "  ← outside"
        yield (
            f"  {row['contest']:<18}{row['days']:>4} days  {row['candidate']:<14} polled {row['polled']:.1%}, 80% interval "
            f"{low:.1%} to {high:.1%}, counted {row['share']:.1%}; chance of the winner {row['chance_of_winner']:.0%}{mark}"
        )
    yield from _nominations(document)
    yield ""
    yield from _wrapped(
        "Lower is better. Shares are of the candidate and the rival named in the evidence, which was known only afterwards. "
        "± is the standard error over resampled contests; a difference below two of them is not significant."
    )


def _nominations(document: Document) -> Iterator[str]:
    """What tallies on the eve of the close were worth: the engine's procedures beside two simpler ways."""
    ways = document["scores"]["nominations"]
    mine = next(iter(ways))
    first = ways[mine]
    yield f"\nNominations, from the tally on the eve of the close: {first['candidates']} candidates, {first['contests']} contests"
    yield from _scored(document, "nominations", mine)
    yield "  scored: the chance of reaching the bar (Brier, log) and the number of nominations (CRPS, intervals)"
    yield "\nHow reliable the chances of the bar were: said → came true"
    yield from _reliable(document["reliability_of_names"], "candidates")
    yield ""
    for row in document["nominations"]:
        if row["eve"] < row["bar"]:
            low, high = row["interval80"]
            end = "withdrew" if row["withdrew"] else f"{row['close']} in the end"
            mark = "" if low <= row["close"] <= high else "  ← outside"
            yield (
                f"  {row['contest']:<18}{row['candidate']:<14}{row['eve']:>4} of {row['bar']}, chance of the bar "
                f"{row['chance_of_bar']:.0%}, 80% interval {low:.0f} to {high:.0f}; {end}{mark}"
            )
    yield from _wrapped(
        "Fitted without the contest: the shares in by the eve and lent, the chances that lending is allowed and that "
        "somebody out of reach withdraws. Set with all five in view: how near is near, how many follow to an heir, whether "
        "somebody is feared. Five contests prove little.",
        "  ",
    )


def _table(document: Document, table: str, ways: Document) -> Iterator[str]:
    first = ways["error model"]
    yield f"\n{TITLES[table]}: {first['polls']} polls, {first['contests']} contests"
    yield from _scored(document, table, "error model")


def _scored(document: Document, table: str, mine: str) -> Iterator[str]:
    """A row a way, the bands, and from which ways the contests cannot tell the first."""
    ways = document["scores"][table]
    yield f"  {'':<24}{'Brier':>8}{'log':>8}{'CRPS':>8}   in 50%  in 80%  in 90%   worse than the first by (log, CRPS)"
    for name, row in ways.items():
        apart = document["ahead"][table].get(name)
        worse = ""
        if apart:
            worse = f"{apart['log'][0]:+.3f} ± {apart['log'][1]:.3f}, {apart['crps'][0]:+.2f} ± {apart['crps'][1]:.2f}"
        inside = "".join(f"{row[f'coverage{level}']:>8}" for level in (50, 80, 90))
        yield f"  {name:<24}{row['brier']:>8.3f}{row['log']:>8.3f}{row['crps']:>8.2f} {inside}   {worse}".rstrip()
    bands = document["bands"][table]
    shown = ", ".join(f"{low} to {high}" for low, high in bands.values())
    yield f"  {'95% bands if right':<49}{shown}"
    for score, words in (("log", "log score"), ("crps", "CRPS")):
        unsettled = [
            name for name, apart in document["ahead"][table].items() if abs(apart[score][0]) < 2 * apart[score][1]
        ]
        if unsettled:
            yield from _wrapped(
                f"{ways[mine]['contests']} contests cannot tell the first from: {', '.join(unsettled)} ({words}).", "  "
            )


def _reliable(rows: list[Document], what: str) -> Iterator[str]:
    for row in rows:
        many = f"{row['rows']:>2} {what if row['rows'] > 1 else what.removesuffix('s')}"
        yield f"  {row['from']:.0%} to {row['to']:.0%}: {many}, {row['said']:.0%} → {row['came_true']:.0%}"


def _wrapped(text: str, first: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=first, break_on_hyphens=False)
