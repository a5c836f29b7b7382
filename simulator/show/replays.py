"""Replays as text: one contest figure by figure, or all of them a line each."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from simulator.questions.replay import STATES, Figure, Replay, tally

WIDTH = 100


def table_text(replays: Sequence[Replay]) -> Iterator[str]:
    """A line a contest, what differs and why, and the sum."""
    yield f"{'contest':<31}{'official winner':<16}{'engine':<16}" + "".join(f"{_short(s):>8}" for s in STATES)
    for one in replays:
        entry, counts = one.record.entry, one.counts
        mark = "" if one.told.winner == entry.official.winner else "  ←"
        engine = one.told.winner or "unresolved"
        yield (
            f"{entry.contest:<31}{entry.official.winner:<16}{engine:<16}"
            + "".join(f"{counts[s] or '·':>8}" for s in STATES)
            + mark
        )
    total = tally(list(replays))
    yield f"{f'{len(replays)} contests':<63}" + "".join(f"{total[s]:>8}" for s in STATES)
    yield ""
    yield from _differences(replays)
    yield ""
    yield from _wrapped(
        "exact: to the last published digit. rounding: off by one in it. rebuilt: agrees, but the votes were reconstructed "
        "from such figures. recorded: the step was taken from the record because a rule or a number was not found; it "
        "proves nothing. unknown: nothing to hold it against. differs: see above.",
        "",
    )
    yield "Next: party-rules replay leader-2010"


def _short(state: str) -> str:
    return {"reconstructed": "rebuilt", "rounding": "round.", "recorded": "record."}.get(state, state)


def _differences(replays: Sequence[Replay]) -> Iterator[str]:
    for one in replays:
        groups: dict[str, list[Figure]] = {}
        for figure in one.figures:
            if figure.state == "differs":
                groups.setdefault(figure.group, []).append(figure)
        for group, figures in groups.items():
            shown = "; ".join(f"{number(f.official)} published, {number(f.engine)} by the rules" for f in figures)
            yield from _wrapped(f"{one.record.entry.contest}, {group}: {shown}.", "  ")
            yield from _wrapped(figures[0].why or "No explanation is in the file.", "    ")


def contest_text(one: Replay) -> Iterator[str]:
    """One contest: the law, the steps and what decided them, every figure, and what the record says of itself."""
    entry, record = one.record.entry, one.record
    yield f"{entry.contest}    {entry.id}"
    yield from _wrapped(f"{entry.about} Decided {entry.date}.", "  ")
    named = f" (named in the file: {entry.rules.because})" if entry.rules.because else ""
    yield from _wrapped(f"{record.book.title}, edition “{record.edition.name}”{named}. Grade: {entry.grade}.", "  ")
    yield "\n  What the rules make of it"
    for step in one.told.steps:
        mark = "" if step.by_rule else "  [recorded, not proved]"
        yield from _wrapped(f"{step.words}{mark}", "    ", "      ")
        if step.clause:
            yield f"      {step.clause}"
    if one.told.ending.startswith("unresolved"):
        yield from _wrapped(one.told.ending, "    ")
    yield f"\n  {'figure':<52}{'official':>17}{'engine':>17}   how they stand"
    for figure in one.figures:
        yield f"  {figure.what:<52}{number(figure.official):>17}{number(figure.engine, figure.official):>17}   {figure.state}"
        if figure.why:
            yield from _wrapped(figure.why, "      ")
    counts = one.counts
    yield "\n  " + ", ".join(f"{counts[state]} {state}" for state in STATES if counts[state])
    yield from _record_notes(one)


def _record_notes(one: Replay) -> Iterator[str]:
    entry, sources = one.record.entry, one.record.sources
    for other in entry.others:
        keys = ", ".join(other.source)
        yield from _wrapped(
            f"Another figure: {other.figure} {other.value} ({keys}): {other.note}. Used: {other.used}.", "  "
        )
    for note in entry.notes:
        yield from _wrapped(note, "  ")
    if sources:
        yield "  Sources"
    for key, source in sources.items():
        yield from _wrapped(f"{key}: {source.title}. {source.url}".rstrip(), "    ", "      ")


def number(value: Any, like: Any = None) -> str:
    """A figure as it is printed: whole, or with one digit more than the published one.

    >>> number(Fraction(12345, 100), 123.4), number(Fraction(139)), number(None), number(("Shore", "Silkin"))
    ('123.45', '139', '–', 'Shore, Silkin')
    """
    if value is None:
        return "–"
    if isinstance(value, tuple):
        shown = ", ".join(value)
        return shown if len(shown) < 14 else f"{len(value)} names"
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return f"{int(value):,}"
        digits = len(str(like).split(".")[1]) + 1 if isinstance(like, float) else 3
        return f"{float(value):.{digits}f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _wrapped(text: str, first: str, rest: str | None = None) -> list[str]:
    after = first if rest is None else rest
    return textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=after, break_long_words=False, break_on_hyphens=False
    )
