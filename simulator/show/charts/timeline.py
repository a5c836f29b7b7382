"""Timeline: one contest day by day, the same contest under both readings."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from simulator.show.charts.chart import Chart
from simulator.show.palette import PAINT
from simulator.show.phrases import capital
from simulator.show.sentences import Document, name_of, roles
from simulator.show.style import BODY, LINE, SMALL, text_width, wrapped
from simulator.words.dates import MONTHS, day_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "What happens when?"
SUBTITLE = (
    "One simulated contest day by day, with the same random draws under each reading; an example, not the average"
)
BOTH = "under every reading"
LASTS = {"window opened", "ballot", "reopened"}
THIN, HEAD, ROW_PAD = 2.0, 0.34, 0.09
_BALLOT = re.compile(r"(Ballot \d+)[^:]*: .*; ([^;]+)\.$")
COLUMNS = ["part", "date", "until", "step", "what", "clause", "leader", "role", "run"]


def timeline_table(document: Document) -> pd.DataFrame:
    """One row an event: the part of the story, its date, until when it lasts, what happens and under which clause.

    Events on which all the stories agree, from the start, stand once, under *under every reading*. The last event of
    each part names who leads then.
    """
    stories = document.get("stories", [])
    if not stories:
        return pd.DataFrame(columns=COLUMNS)
    rows = [_rows(one) for one in stories]
    same = 0
    while len(stories) > 1 and all(len(r) > same and _alike(r[same], rows[0][same]) for r in rows):
        same += 1
    shared = (name_of(document, stories[0]["leader"]), roles(document)[stories[0]["leader"]])
    whole = same == len(rows[0])
    found = [
        (BOTH, *row, *(shared if whole and number == same else ("", "")), stories[0]["run"])
        for number, row in enumerate(rows[0][:same], 1)
    ]
    for one, events in zip(stories, rows, strict=True):
        end = (name_of(document, one["leader"]), roles(document)[one["leader"]])
        for number, row in enumerate(events[same:], same + 1):
            found.append((one["words"], *row, *(end if number == len(events) else ("", "")), one["run"]))
    return pd.DataFrame(found, columns=COLUMNS)


Row = tuple[str, str, str, str, str]


def _rows(one: Document) -> list[Row]:
    events = one["events"]
    rows = []
    for number, event in enumerate(events):
        until = event["date"]
        if event["step"] in LASTS and number + 1 < len(events):
            until = events[number + 1]["date"]
        rows.append((event["date"], until, event["step"], _short(event["words"]), event["clause"]))
    return rows


def _alike(one: Row, other: Row) -> bool:
    return (one[0], one[3]) == (other[0], other[3])


def _short(words: str) -> str:
    """The first clause of what is told: up to its first stop."""
    words = capital(words.removeprefix("The result is declared: "))
    if ballot := _BALLOT.match(words):
        return f"{ballot[1]}: {ballot[2]}"
    if words.startswith(("Another ballot follows: ", "Ballot papers go out to ")):
        words = words.split(": ")[0]
    for stop in (". ", "; "):
        words = words.split(stop)[0]
    return words.rstrip(".")


def timeline_finding(table: pd.DataFrame) -> str:
    """How and when the told contest ends under each reading."""
    if table.empty:
        return "No simulated contest is shown"
    ends = [(str(r.leader), _date(r.date)) for r in table[table["leader"] != ""].itertuples()]
    first = " and ".join(f"{who} on {day_words(day)}" for who, day in ends)
    if len(ends) < 2:
        return f"One simulated contest: {first}"
    if len({who for who, _ in ends}) > 1:
        return f"One simulated contest, two endings: {first}"
    same = len({day for _, day in ends}) == 1
    one = f"{ends[0][0]} on {day_words(ends[0][1])}" if same else first
    return f"One simulated contest, one ending under each reading: {one}"


def timeline_picture(table: pd.DataFrame) -> str:
    """The events in words."""
    told = [
        f"{part}: " + "; ".join(f"{_day(_date(r.date))}, {r.what}" for r in rows.itertuples())
        for part, rows in _parts(table)
    ]
    return ". ".join([capital(words) for words in told] or ["No simulated contest is shown"]) + "."


@dataclass(frozen=True)
class _Place:
    top: float
    height: float
    lines: Sequence[str]


def _columns(width: float) -> tuple[float, float, float]:
    """Where the words begin, how wide they are, and where the calendar begins (inches)."""
    words = 0.72
    calendar = width * (0.6 if width > 5 else 0.68)
    return words, calendar - words - 0.15, calendar


def _places(table: pd.DataFrame, width: float) -> tuple[list[tuple[str, float]], list[_Place], float]:
    _, room, _ = _columns(width)
    heads, places, y = [], [], 0.0
    for part, rows in _parts(table):
        for line in wrapped(capital(part), width, bold=True):
            heads.append((line, y))
            y += BODY * LINE / 72
        y += HEAD - BODY * LINE / 72
        for what, role in zip(rows["what"], rows["role"], strict=True):
            lines = wrapped(what, room, SMALL, bold=bool(role), most=5)
            height = len(lines) * SMALL * LINE / 72 + ROW_PAD
            places.append(_Place(y, height, lines))
            y += height
        y += 0.1
    return heads, places, y


def _parts(table: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    return [(str(part), rows) for part, rows in table.groupby("part", sort=False)]


def timeline_height(table: pd.DataFrame, width: float) -> float:
    """Room for every event, and for the months."""
    return 0.3 if table.empty else _places(table, width)[2] + 0.3


def timeline_rows(table: pd.DataFrame, ax: Axes) -> None:
    """A row an event: date, words, and on a common calendar a diamond for an instant or a bar for what lasts."""
    width = float(ax.get_window_extent().width / ax.figure.dpi)
    height = timeline_height(table, width)
    ax.set_xlim(0, width)
    ax.set_ylim(height, 0)
    if table.empty:
        ax.text(0, 0.14, "No simulated contest is shown.", va="center")
        return
    heads, places, end = _places(table, width)
    words, _, calendar = _columns(width)
    days = [_date(d).toordinal() for d in [*table["date"], *table["until"]]]
    first, span = min(days), max(max(days) - min(days), 14)
    per_day = (width - calendar - 0.1) / (span + 1)
    _months(ax, first, span, calendar, per_day, end)
    for line, y in heads:
        ax.text(0, y + 0.14, line, weight="bold", va="center")
    seen = ""
    for row, place in zip(table.itertuples(), places, strict=True):
        y = place.top + SMALL * LINE / 144 + 0.02
        stamp = f"{row.part}{row.date}"
        if stamp != seen:
            ax.text(0, y, _day(_date(row.date), short=True), size=SMALL, color=PAINT["muted"], va="center")
        seen = stamp
        for number, line in enumerate(place.lines):
            weight = "bold" if row.role else "normal"
            ax.text(words, y + number * SMALL * LINE / 72, line, size=SMALL, weight=weight, va="center")
        start = calendar + (_date(row.date).toordinal() - first) * per_day
        lasts = (_date(row.until) - _date(row.date)).days
        if lasts:
            ax.barh(y, max(lasts, THIN) * per_day, 0.12, left=start, color=PAINT["muted"], linewidth=0, gid="lasts")
        else:
            _instant(ax, start, y, str(row.role))


def _instant(ax: Axes, x: float, y: float, role: str) -> None:
    """A diamond; the end of a contest is larger and wears the colour of who leads then."""
    colour = {"": "ink", "further": "third", "unresolved": "nobody"}.get(role, role)
    size = 9 if role else 5.5
    ax.plot([x], [y], "D", markersize=size, color=PAINT[colour], markeredgewidth=0, gid="end" if role else "instant")


def _months(ax: Axes, first: int, span: int, calendar: float, per_day: float, end: float) -> None:
    """A thin line at the first of each month, its name beneath where there is room."""
    last_end = 0.0
    for ordinal in range(first, first + span + 1):
        day = dt.date.fromordinal(ordinal)
        if day.day != 1:
            continue
        x = calendar + (ordinal - first) * per_day
        ax.plot([x, x], [0.05, end], color=PAINT["rule"], linewidth=0.8, zorder=0)
        if x > last_end:
            name = MONTHS[day.month - 1][:3] + (f" {day.year}" if not last_end or day.month == 1 else "")
            ax.text(x, end + 0.06, name, size=SMALL, color=PAINT["muted"], va="top", ha="center")
            last_end = x + text_width(name, SMALL) / 2 + 0.3


def _date(said: object) -> dt.date:
    return dt.date.fromisoformat(str(said))


def _day(day: dt.date, *, short: bool = False) -> str:
    month = MONTHS[day.month - 1]
    return f"{day.day} {month[:3] if short else month}"


TIMELINE = Chart(
    "timeline", QUESTION, SUBTITLE, timeline_table, timeline_rows, timeline_finding, timeline_picture, timeline_height
)
