"""What the terminal shows: fixed-width text that fits a screen and survives being pasted into an e-mail."""

from __future__ import annotations

import datetime as dt
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

from simulator.show.phrases import contests, listed, margin, percent
from simulator.show.sentences import (
    SELDOM,
    headline,
    leaders,
    name_of,
    reading_names,
    short_names,
    subject,
    unresolved_words,
)
from simulator.words.dates import day_words

WIDTH = 92
BAR = 20
RARE, ALWAYS = 0.01, 0.95
Document = dict[str, Any]


def run_text(document: Document, *, hint: bool | None = None) -> Iterator[str]:
    """The answer to ``run``: a sentence, who leads under each reading, and the numbers that explain it.

    hint   whether to suggest a next step (by default only on a terminal)
    """
    yield from _head(document)
    yield from _leaders(document)
    yield ""
    yield from _why(document)
    yield from _ties(document)
    yield from _happened(document)
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
    yield from _ties(document)
    yield from _happened(document)
    yield from _foot(document)


def _head(document: Document) -> Iterator[str]:
    rules = document["rules"]
    yield f"{document['scenario']}    (rule book {rules['book']}: {rules['edition']})"
    if document["question"]:
        yield document["question"]
    yield ""
    yield from textwrap.wrap(headline(document), WIDTH, initial_indent="  ", subsequent_indent="  ")
    yield ""


def _leaders(document: Document) -> Iterator[str]:
    names, columns = reading_names(document), leaders(document)
    left = max(len(name) for name in [*names, "Leader at the end"]) + 2
    shown = short_names(document)
    widths = {c: max(len(shown[c]), 5) + 2 for c in columns[1:]}
    head = f"  {'Leader at the end':<{left}}{shown[columns[0]]:<{BAR + 9}}"
    yield head + "".join(f"{shown[c]:>{widths[c]}}" for c in columns[1:])
    for name, entry in zip(names, document["results"], strict=True):
        first = entry["leader"][columns[0]]
        error = margin(first["error"]) if document["runs"] > 1 else ""
        chance = f"{percent(first['chance']):>4} {error}"
        rest = "".join(f"{percent(entry['leader'][c]['chance']):>{widths[c]}}" for c in columns[1:])
        yield f"  {name:<{left}}{chance:<9}{_bar(first['chance']):<{BAR}}{rest}"


def _bar(share: float) -> str:
    halves = round(share * BAR * 2)
    return "█" * (halves // 2) + "▌" * (halves % 2)


def _why(document: Document) -> Iterator[str]:
    names = reading_names(document)
    left = max(len(name) for name in names) + 2
    for title, words in (("How it ended", _ended), ("Nominations", _nominations), ("Ballot and date", _ballot)):
        said = [(name, words(document, entry)) for name, entry in zip(names, document["results"], strict=True)]
        # Of a contest that is past its nominations nothing is said of them.
        if any(text for _, text in said):
            yield f"  {title}"
        for name, text in said if any(text for _, text in said) else ():
            yield from textwrap.wrap(
                f"{name:<{left}}{text or 'none were handed in'}",
                WIDTH,
                initial_indent="    ",
                subsequent_indent=" " * (left + 4),
            )
    reasons: dict[str, float] = {}
    for entry in document["results"]:
        for row in entry["unresolved"]:
            reasons[row["reason"]] = max(row["chance"], reasons.get(row["reason"], 0.0))
    for number, (reason, chance) in enumerate(sorted(reasons.items(), key=lambda item: -item[1])):
        clause = reason.split(":")[0]
        yield f"  {'Unresolved' if not number else '':<12}{percent(chance)}: {unresolved_words(reason)} ({clause})"


def _happened(document: Document) -> Iterator[str]:
    """What happened in the end, where the scenario says so, and the chance it was given."""
    from simulator.show.evidence import afterwards_of

    said = afterwards_of(document)
    if said is not None:
        yield from textwrap.wrap(
            f"What happened: {said['sentence']}. {said['where']}", WIDTH, initial_indent="  ", subsequent_indent="    "
        )


def _ties(document: Document) -> Iterator[str]:
    """The rule for a tie, and in how many contests at most one was met: never silent."""
    rows = [row for entry in document["results"] for row in entry["ties"]]
    rules = list(dict.fromkeys(row["rule"] for row in rows))
    if not rules:
        return
    of = {rule: listed(list(dict.fromkeys(row["stage"] for row in rows if row["rule"] == rule))) for rule in rules}
    said = rules[0] if len(rules) == 1 else "; ".join(f"{of[rule]}: {rule}" for rule in rules)
    yield f"  {'Ties':<12}{said}; votes were tied in {contests(max(row['met']['chance'] for row in rows))}"


def _ended(document: Document, entry: Document) -> str:
    by_chance = sorted(entry["endings"].items(), key=lambda item: -item[1]["chance"])
    shown = [f"{name} {percent(row['chance'])}" for name, row in by_chance if row["chance"] >= RARE]
    rest = [name for name, row in by_chance if row["chance"] < RARE]
    return ", ".join(shown) + (f"; under 1%: {', '.join(rest)}" if rest else "")


def _nominations(document: Document, entry: Document) -> str:
    """The incumbent's names against the bar; where nobody leads, everybody's."""
    one = document["incumbent"]
    if one is None:
        return "; ".join(_names(document, c, row) for c, row in entry["nominations"].items() if row["sought"] >= RARE)
    row = entry["nominations"][one]
    if row["sought"] < SELDOM:
        bars = " or ".join(dict.fromkeys(f"{bar['needs']}" for bar in entry["bars"] if bar["chance"] >= RARE))
        return f"{name_of(document, one)} needs none; challengers need {bars or 'none'}"
    return _names(document, one, row)


def _names(document: Document, one: str, row: Document) -> str:
    bars = " or ".join(needs for needs, share in row["needs"].items() if share >= RARE)
    sought = "" if row["sought"] >= ALWAYS else f", where they are sought ({percent(row['sought'])} of simulations)"
    return (
        f"{name_of(document, one)} {row['p05']}–{row['p95']} (median {row['median']}), needs {bars}: "
        f"enough in {percent(row['reaches_bar'])}{sought}"
    )


def _ballot(document: Document, entry: Document) -> str:
    one = subject(document)
    low, high = (day_words(dt.date.fromisoformat(entry["ends_on"][end])) for end in ("p05", "p95"))
    ends = f"it ends on {low}" if low == high else f"it ends between {low} and {high}"
    if one not in entry["shares"]:
        return ends
    row = entry["shares"][one]
    share = f"{row['p05']:.0%}–{row['p95']:.0%}" if row["p05"] < row["p95"] else f"{row['median']:.1%}"
    return f"{name_of(document, one)} {share} in the last round, if on the ballot; {ends}"


def _pair(document: Document, pair: Document) -> Iterator[str]:
    names = {
        str(entry["readings"]): name for entry, name in zip(document["results"], reading_names(document), strict=True)
    }
    here, there = names[str(pair["from"])], names[str(pair["to"])]
    count = round(pair["leader_changes"] * document["runs"])
    yield f"  {here} → {there}"
    if not count:
        yield f"    the leader changes in {contests(0)}: it is the same in all {document['runs']:,}"
        return
    share = f"{percent(pair['leader_changes'])} {margin(pair['error'])}"
    yield f"    the leader changes in {share} of the same simulations ({count:,} of {document['runs']:,})"
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
    supposed = document["provenance"].get("what_ifs", [])
    if supposed:
        yield f"  Assumed, though not law: {', '.join(name.removeprefix('what if: ') for name in supposed)}"
    if changed:
        yield f"  Changed for this answer: {', '.join(f'{path} = {value}' for path, value in changed.items())}"
    runs = document["runs"]
    how_many = "One simulation" if runs == 1 else f"{runs:,} simulations"
    error = " ± is simulation error only." if runs > 1 else ""
    words = f"{how_many}, seed {document['seed']}.{error} Results depend on the scenario’s assumptions and are not a forecast."
    yield from textwrap.wrap(words, WIDTH, initial_indent="  ", subsequent_indent="  ")
