"""History of a rule book: bars, bases and electorates edition by edition, with the contests held under each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from simulator.procedures.bars import percent
from simulator.questions.rules import History
from simulator.rulebooks.law import Law
from simulator.rulebooks.rulebook import RuleBook
from simulator.scenario.bars import body_word
from simulator.show.charts.chart import Chart
from simulator.show.palette import PAINT
from simulator.show.style import FOOT, SMALL, ink_of, sized, text_width, wrapped
from simulator.stages.values import unfinished

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Rectangle

    from simulator.scenario.recorded import Recorded

QUESTION = "How did the rules change?"
SUBTITLE = "Columns are editions, not years. Dots: contests in a vacancy; diamonds: challenges. Disputes as adopted"
UNKNOWN = "not found"
LEFT, TOP = 1.02, 0.28
ROWS = (("bar", 1.25), ("base", 0.36), ("second bar", 0.5), ("electorate", 1.0), ("count", 0.5), ("contests", 0.95))


def history_of(answer: History) -> pd.DataFrame:
    """The table of a book and the contests recorded under it."""
    return history_table(answer.book, answer.contests)


def source(answer: History) -> str:
    """The small print: the book, and how many sources it cites."""
    book = answer.book
    return f"party-rules · rule book {book.key}, {len(book.sources)} sources (party-rules rules {book.key} --editions)"


def history_table(book: RuleBook, contests: Iterable[Recorded]) -> pd.DataFrame:
    """One row an edition: since when, the bars, the base, the second bar, the electorate, the count, the contests."""
    held = list(contests)
    rows = []
    for edition in book.editions:
        law = book.read(edition, book.adopted())
        here = [one for one in held if one.edition is edition]
        rows.append(
            {
                "edition": edition.name,
                "since": _year(edition.in_force.said),
                "vacancy": _share(law, "vacancy-nominations"),
                "challenge": _share(law, "challenge-nominations"),
                "base": _words(law, "vacancy-nominations.bar.of"),
                "second bar": "parties or affiliates" if law.get("second-hurdle.bar.any_of") else "none",
                "electorate": _electorate(law),
                "count": {"one name": "ballot after ballot", "ranked": "by preference"}.get(
                    str(law.get("ballot.paper")), UNKNOWN
                ),
                "in a vacancy": sum(one.entry.rules.contest == "vacancy" for one in here),
                "as a challenge": sum(one.entry.rules.contest == "challenge" for one in here),
            }
        )
    return pd.DataFrame(rows)


def _year(said: str) -> str:
    return f"c. {said.split()[1][:4]}" if said.startswith("about") else said[:4]


def _share(law: Law, stage: str) -> str:
    share = law.get(f"{stage}.bar.share")
    return UNKNOWN if share is None or unfinished(share) else percent(share)


def _words(law: Law, path: str) -> str:
    of = law.get(path)
    return " + ".join(body_word(one) for one in of) if isinstance(of, tuple) else UNKNOWN


def _electorate(law: Law) -> str:
    sections, weights = law.get("ballot.sections"), law.block("ballot.weights")
    if not isinstance(sections, tuple):
        return UNKNOWN
    if isinstance(weights, tuple):
        return " · ".join(f"{body_word(name)} {percent(weight)}" for name, weight in weights)
    if len(sections) == 1:
        return f"{body_word(sections[0])} alone"
    return " · ".join(["one pool of", *(body_word(one) for one in sections)])


def history_finding(table: pd.DataFrame) -> str:
    """How often the bars and the electorate changed."""
    bars = _turns(table, "vacancy") + _turns(table, "challenge")
    remade = _turns(table, "electorate")
    return f"{len(table)} editions: the bars were moved {bars} times, the electorate was remade {remade} times"


def _turns(table: pd.DataFrame, column: str) -> int:
    known = [str(value) for value in table[column] if value != UNKNOWN]
    return sum(a != b for a, b in pairwise(known))


def history_picture(table: pd.DataFrame) -> str:
    """The picture in words: every edition with its bars, base, electorate and contests."""
    rows = (
        f"{r['since']}, {r['edition']}: vacancy {r['vacancy']}, challenge {r['challenge']}, base {r['base']}, "
        f"{r['electorate']}, {r['in a vacancy'] + r['as a challenge']} recorded contests"
        for _, r in table.iterrows()
    )
    return "; ".join(rows) + "."


def history_height(table: pd.DataFrame, width: float) -> float:
    """Inches it needs."""
    return TOP + sum(height for _, height in ROWS) + 0.12


def draw_history(table: pd.DataFrame, axes: Axes) -> None:
    """Columns are editions, not years; rows are provisions; a provision that stands is one band."""
    width, _ = sized(axes)
    each = (width - LEFT) / len(table)
    for number, since in enumerate(table["since"]):
        axes.text(LEFT + (number + 0.5) * each, 0.1, since, ha="center", va="center", size=SMALL, weight="bold")
    y = TOP
    for name, tall in ROWS:
        axes.plot([0, width], [y, y], color=PAINT["rule"], linewidth=0.8)
        axes.text(
            0, y + 0.1, "\n".join(wrapped(_label(name), LEFT - 0.1, SMALL)), va="top", size=SMALL, color=PAINT["muted"]
        )
        if name == "bar":
            _bars(table, axes, y, tall, each)
        elif name == "contests":
            _contests(table, axes, y, each)
        else:
            _bands(table[name], axes, y, tall, each)
        y += tall


def _label(row: str) -> str:
    return {"bar": "share who must nominate", "base": "of whom", "contests": "recorded contests"}.get(row, row)


def _bars(table: pd.DataFrame, axes: Axes, y: float, tall: float, each: float) -> None:
    """Two step lines; each value is written where it is new."""
    for column, role, lift in (("vacancy", "incumbent", 0.11), ("challenge", "challenger", -0.1)):
        last: float | None = None
        said = ""
        for number, value in enumerate(table[column]):
            x = LEFT + number * each
            share = float(value.rstrip("%")) if value != UNKNOWN else None
            at = y + tall - 0.2 - (tall - 0.45) * (0 if share is None else share / 22)
            style = (0, (2, 2)) if column == "challenge" else "-"
            if share is not None:
                axes.plot([x, x + each], [at, at], color=PAINT[role], linewidth=2.2, linestyle=style)
                if last is not None and last != at:
                    axes.plot([x, x], [last, at], color=PAINT[role], linewidth=0.9)
            if value != said and share is not None:
                axes.text(x + 0.04, at + lift, value, size=FOOT, va="center", color=ink_of(role))
            last, said = (at if share is not None else None), value
    axes.text(LEFT + 0.05, y + 0.14, "vacancy", size=SMALL, va="center", color=ink_of("incumbent"), weight="bold")
    axes.text(LEFT + 0.05, y + 0.32, "challenge", size=SMALL, va="center", color=ink_of("challenger"), weight="bold")
    unknown = [n for n, value in enumerate(table["vacancy"]) if value == UNKNOWN]
    for number in unknown:
        axes.text(
            LEFT + (number + 0.5) * each,
            y + tall - 0.2,
            "\n".join(UNKNOWN.split()),
            size=FOOT,
            ha="center",
            color=PAINT["muted"],
            va="bottom",
        )


def _bands(column: Any, axes: Axes, y: float, tall: float, each: float) -> None:
    """One band for as long as a provision stands."""
    for start, count, words in _runs(list(column)):
        x, wide = LEFT + start * each, count * each
        plain = words in ("none", UNKNOWN)
        colour = PAINT["paper"] if plain else PAINT["further"]
        axes.add_patch(_rectangle(x + 0.02, y + 0.05, wide - 0.04, tall - 0.1, colour))
        lines = [line for part in words.split(" · ") for line in _fitted(part, wide - 0.1)]
        axes.text(
            x + wide / 2,
            y + tall / 2,
            "\n".join(lines),
            size=FOOT,
            ha="center",
            va="center",
            color=PAINT["muted" if plain else "ink"],
            linespacing=1.1,
        )


def _fitted(words: str, room: float) -> list[str]:
    return [words] if text_width(words, FOOT) <= room else wrapped(words, room, FOOT, most=4)


def _runs(values: list[str]) -> Iterator[tuple[int, int, str]]:
    at = 0
    for value, group in groupby(values):
        count = len(list(group))
        yield at, count, value
        at += count


def _rectangle(x: float, y: float, wide: float, tall: float, colour: str) -> Rectangle:
    from matplotlib import patches

    return patches.Rectangle((x, y), wide, tall, facecolor=colour, edgecolor=PAINT["paper"], linewidth=1)


def _contests(table: pd.DataFrame, axes: Axes, y: float, each: float) -> None:
    """A dot a contest, five a row: vacancies first, then challenges."""
    per_row = max(int((each - 0.06) / 0.11), 1)
    for number, (_, row) in enumerate(table.iterrows()):
        kinds = ["incumbent"] * int(row["in a vacancy"]) + ["challenger"] * int(row["as a challenge"])
        for k, role in enumerate(kinds):
            x, down = LEFT + number * each + 0.09 + (k % per_row) * 0.11, y + 0.14 + (k // per_row) * 0.15
            axes.plot(x, down, "o" if role == "incumbent" else "D", color=PAINT[role], markersize=4.2)
        if kinds:
            down = y + 0.14 + ((len(kinds) - 1) // per_row + 1) * 0.15
            axes.text(LEFT + number * each + 0.04, down + 0.03, str(len(kinds)), size=FOOT, va="center")


HISTORY = Chart(
    "history", QUESTION, SUBTITLE, history_of, draw_history, history_finding, history_picture, history_height,
    asks="book", source=source,
)  # fmt: skip
