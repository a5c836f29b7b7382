"""What the terminal shows: fixed-width text that fits a screen and survives being pasted into an e-mail."""

from __future__ import annotations

import datetime as dt
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from simulator.show.sentences import headline, percent

from simulator.words.dates import day_words

if TYPE_CHECKING:
    from simulator.questions.story import Story
    from simulator.scenario.scenario import Scenario

WIDTH = 92
BAR = 26
Document = dict[str, Any]


def run_text(document: Document, *, hint: bool | None = None) -> Iterator[str]:
    """The answer to ``run``: a sentence, who leads under each reading, and the numbers that explain it.

    hint   whether to suggest a next step (by default only on a terminal)
    """
    yield from _head(document)
    yield from _leaders(document)
    yield ""
    yield from _why(document)
    yield from _foot(document)
    if sys.stdout.isatty() if hint is None else hint:
        file = document["provenance"]["file"]
        yield f"  Next: party-rules compare {file} · story {file} --ending unopposed · report {file}"


def compare_text(document: Document) -> Iterator[str]:
    """The answer to ``compare``: reading × leader, and what changes hands in the same contests."""
    yield from _head(document)
    yield from _leaders(document)
    for pair in document["pairs"]:
        yield ""
        yield from _pair(document, pair)
    moot = {d for entry in document["results"] for d in entry["moot"] if d in document["compared"]}
    if moot:
        yield f"\n  {', '.join(sorted(moot))}: moot in some rows, where nothing hangs on it"
    yield from _foot(document)


def _head(document: Document) -> Iterator[str]:
    rules = document["rules"]
    yield f"{document['scenario']}    (rule book {rules['book']}: {rules['edition']})"
    if document["question"]:
        yield document["question"]
    yield ""
    yield from textwrap.wrap(headline(document), WIDTH, initial_indent="  ", subsequent_indent="  ")
    yield ""


def row_names(document: Document) -> list[str]:
    """A short name for each row: the readings of the compared disputes; moot ones are left out."""
    names = []
    for entry in document["results"]:
        shown = [entry["readings"][d] for d in document["compared"] if d not in entry["moot"]]
        names.append(" · ".join(shown) or "as adopted")
    return names


def _columns(document: Document) -> list[str]:
    """Leaders to show, the incumbent first, then by their best chance; nobody and unresolved last."""
    entries = document["results"]
    best = {name: max(entry["leader"][name]["chance"] for entry in entries) for name in document["candidates"]}
    first = [document["incumbent"]] if document["incumbent"] else []
    rest = sorted((name for name in best if name not in first), key=lambda name: -best[name])
    return [*first, *rest, "nobody", "unresolved"]


def _leaders(document: Document) -> Iterator[str]:
    names, columns = row_names(document), _columns(document)
    left = max(len(name) for name in [*names, "Leader at the end"]) + 2
    shown = {c: document["candidates"].get(c, c).split()[-1] for c in columns}
    widths = {c: max(len(shown[c]), 5) + 2 for c in columns[1:]}
    head = f"  {'Leader at the end':<{left}}{shown[columns[0]]:<{BAR + 9}}"
    yield head + "".join(f"{shown[c]:>{widths[c]}}" for c in columns[1:])
    for name, entry in zip(names, document["results"], strict=True):
        first = entry["leader"][columns[0]]
        margin = max(1, round(196 * first["error"]))
        chance = f"{percent(first['chance']):>4} ±{margin}"
        rest = "".join(f"{percent(entry['leader'][c]['chance']):>{widths[c]}}" for c in columns[1:])
        yield f"  {name:<{left}}{chance:<9}{_bar(first['chance']):<{BAR}}{rest}"


def _bar(share: float) -> str:
    halves = round(share * BAR * 2)
    return "█" * (halves // 2) + "▌" * (halves % 2)


def _why(document: Document) -> Iterator[str]:
    names = row_names(document)
    left = max(len(name) for name in names) + 2
    yield "  How it ended"
    for name, entry in zip(names, document["results"], strict=True):
        ended = ", ".join(f"{e} {percent(v['chance'])}" for e, v in _by_chance(entry["endings"]))
        yield from textwrap.wrap(
            f"{name:<{left}}{ended}", WIDTH, initial_indent="    ", subsequent_indent=" " * (left + 4)
        )
    yield "  Nominations, of those who sought them (middle 90 of 100 contests)"
    for name, entry in zip(names, document["results"], strict=True):
        yield from _nominations(document, name, left, entry)
    yield "  The ballot and the day"
    for name, entry in zip(names, document["results"], strict=True):
        yield f"    {name:<{left}}{_ballot(document, entry)}"
    reasons = {row["reason"]: row["chance"] for entry in document["results"] for row in entry["unresolved"]}
    for reason, chance in reasons.items():
        yield f"  Unresolved in {percent(chance)}: {reason}"


def _by_chance(group: dict[str, dict[str, float]]) -> list[tuple[str, dict[str, float]]]:
    return sorted(group.items(), key=lambda item: -item[1]["chance"])


def _nominations(document: Document, name: str, left: int, entry: Document) -> Iterator[str]:
    bars = ", ".join(f"{bar['needs']} in {percent(bar['chance'])}" for bar in entry["bars"])
    parts = [f"bar {bars}" if bars else "no bar was met"]
    for one, row in entry["nominations"].items():
        if row["sought"] >= 0.02:
            who = document["candidates"][one].split()[-1]
            parts.append(f"{who} {row['p05']}–{row['p95']}, reaches it in {percent(row['reaches_bar'])}")
    text = f"{name:<{left}}{'; '.join(parts)}"
    yield from textwrap.wrap(text, WIDTH, initial_indent="    ", subsequent_indent=" " * (left + 4))


def _ballot(document: Document, entry: Document) -> str:
    one = document["incumbent"] or max(entry["shares"], key=lambda c: entry["shares"][c]["on_ballot"], default=None)
    low, high = (day_words(dt.date.fromisoformat(entry["ends_on"][end])) for end in ("p05", "p95"))
    ends = f"it ends between {low} and {high}"
    if one is None or one not in entry["shares"]:
        return f"{ends}"
    row, who = entry["shares"][one], document["candidates"][one].split()[-1]
    return f"{who} {row['p05']:.0%}–{row['p95']:.0%} in the final round, when on the ballot; {ends}"


def _pair(document: Document, pair: Document) -> Iterator[str]:
    names = {str(entry["readings"]): name for entry, name in zip(document["results"], row_names(document), strict=True)}
    margin = max(1, round(196 * pair["error"]))
    here, there = names[str(pair["from"])], names[str(pair["to"])]
    count = round(pair["leader_changes"] * document["runs"])
    yield f"  {here} → {there}"
    yield (
        f"    the leader changes in {percent(pair['leader_changes'])} ±{margin} of the same contests "
        f"({count:,} of {document['runs']:,})"
    )
    for move in pair["moves"][:5]:
        who = [document["candidates"].get(move[end], move[end]) for end in ("from_leader", "to_leader")]
        yield f"      {who[0]:>18} → {who[1]:<18} {percent(move['chance']):>4}   ({move['runs']:,})"
    left = sum(move["runs"] for move in pair["moves"][5:])
    if left:
        yield f"      {'other changes':>18}   {'':<18} {percent(left / document['runs']):>4}   ({left:,})"
    rows = sorted(pair["differences"].items(), key=lambda item: -abs(item[1]["difference"]))[:3]
    shown = [
        f"{document['candidates'].get(one, one)} {100 * d['difference']:+.1f} (±{196 * d['error']:.1f})"
        for one, d in rows
        if d["difference"]
    ]
    if shown:
        yield f"    in points: {', '.join(shown)}"


def _foot(document: Document) -> Iterator[str]:
    yield ""
    changed = document["provenance"]["set"]
    if changed:
        yield f"  Changed for this run: {', '.join(f'{path} = {value}' for path, value in changed.items())}"
    yield (
        f"  {document['runs']:,} contests, seed {document['seed']}. ± is from the number of contests alone. "
        "Conditional on the"
    )
    yield "  scenario’s assumptions; not a forecast."


def story_text(scenario: Scenario, stories: Sequence[Story], seed: int) -> Iterator[str]:
    """Stories, one after another: dated lines, each with the clause that acted and where it is said."""
    yield f"{scenario.title}: contest {stories[0].run:,} of seed {seed}"
    for one in stories:
        shown = [str(one.readings[d]) for d in scenario.compared]
        if shown:
            yield f"\n{', '.join(shown)}"
        yield ""
        last = None
        for event in one.events:
            date = day_words(event.date) if event.date != last else ""
            last = event.date
            yield from textwrap.wrap(f"{date:<18}{event.words}", WIDTH, initial_indent="  ", subsequent_indent=" " * 20)
            if event.cite is not None:
                yield from textwrap.wrap(
                    f"{event.clause}: {event.cite.words()}", WIDTH, initial_indent=" " * 22, subsequent_indent=" " * 24
                )
        yield f"\n  It ended: {one.ending}. Leader: {scenario.name_of(one.leader)}, {day_words(one.date)}."
