"""What the terminal shows: fixed-width text that fits a screen and survives being pasted into an e-mail."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator

from simulator.results.pairs import Pair
from simulator.results.results import RunAnswer
from simulator.results.summary import Nominations, ReadingResult
from simulator.show.phrases import contests, listed, margin, percent
from simulator.show.sentences import (
    SELDOM,
    headline,
    idle_alone,
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


def run_text(answer: RunAnswer, *, hint: bool | None = None) -> Iterator[str]:
    """The answer to ``run``: a sentence, who leads under each reading, and the numbers that explain it.

    hint   whether to suggest a next step (by default only on a terminal)
    """
    yield from _head(answer)
    yield from _leaders(answer)
    yield ""
    yield from _why(answer)
    yield from _ties(answer)
    yield from _happened(answer)
    yield from _foot(answer)
    if sys.stdout.isatty() if hint is None else hint:
        file = answer.provenance.file
        yield f"  Next: party-rules compare {file} · story {file} --ending unopposed · report {file}"


def compare_text(answer: RunAnswer) -> Iterator[str]:
    """The answer to ``compare``: reading × leader, and what changes hands in the same contests."""
    yield from _head(answer)
    yield from _leaders(answer)
    yield from _unresolved(answer)
    for pair in answer.pairs or () if not idle_alone(answer) else ():
        yield ""
        yield from _pair(answer, pair)
    moot = {d for entry in answer.results for d in entry.moot if d in answer.compared and d not in answer.idle}
    if moot:
        yield f"\n  {', '.join(sorted(moot))}: moot in some rows, where nothing hangs on it"
    yield from _ties(answer)
    yield from _happened(answer)
    yield from _foot(answer)


def _head(answer: RunAnswer) -> Iterator[str]:
    rules = answer.rules
    yield f"{answer.scenario}    (rule book {rules.book}: {rules.edition})"
    if answer.question:
        yield answer.question
    yield ""
    yield from textwrap.wrap(headline(answer), WIDTH, initial_indent="  ", subsequent_indent="  ")
    yield ""


def _leaders(answer: RunAnswer) -> Iterator[str]:
    names, columns = reading_names(answer), leaders(answer)
    left = max(len(name) for name in [*names, "Leader at the end"]) + 2
    shown = short_names(answer.candidates)
    widths = {c: max(len(shown[c]), 5) + 2 for c in columns[1:]}
    head = f"  {'Leader at the end':<{left}}{shown[columns[0]]:<{BAR + 9}}"
    yield head + "".join(f"{shown[c]:>{widths[c]}}" for c in columns[1:])
    for name, entry in zip(names, answer.results, strict=True):
        first = entry.leader[columns[0]]
        error = margin(first.error) if answer.runs > 1 else ""
        chance = f"{percent(first.share):>4} {error}"
        rest = "".join(f"{percent(entry.leader[c].share):>{widths[c]}}" for c in columns[1:])
        yield f"  {name:<{left}}{chance:<9}{_bar(first.share):<{BAR}}{rest}"


def _bar(share: float) -> str:
    halves = round(share * BAR * 2)
    return "█" * (halves // 2) + "▌" * (halves % 2)


def _why(answer: RunAnswer) -> Iterator[str]:
    names = reading_names(answer)
    left = max(len(name) for name in names) + 2
    for title, words in (("How it ended", _ended), ("Nominations", _nominations), ("Ballot and date", _ballot)):
        said = [(name, words(answer, entry)) for name, entry in zip(names, answer.results, strict=True)]
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
    yield from _unresolved(answer)


def _unresolved(answer: RunAnswer) -> Iterator[str]:
    """Why simulated contests stay unresolved, and under which clause; under the reading in which most do."""
    reasons: dict[str, float] = {}
    for entry in answer.results:
        for row in entry.unresolved:
            reasons[row.reason] = max(row.share, reasons.get(row.reason, 0.0))
    for number, (reason, chance) in enumerate(sorted(reasons.items(), key=lambda item: -item[1])):
        clause = reason.split(":")[0]
        yield f"  {'Unresolved' if not number else '':<12}{percent(chance)}: {unresolved_words(reason)} ({clause})"


def _happened(answer: RunAnswer) -> Iterator[str]:
    """What happened in the end, where the scenario says so, and the chance it was given."""
    from simulator.show.evidence import afterwards_of

    said = afterwards_of(answer)
    if said is not None:
        yield from textwrap.wrap(
            f"What happened: {said.sentence}. {said.where}", WIDTH, initial_indent="  ", subsequent_indent="    "
        )


def _ties(answer: RunAnswer) -> Iterator[str]:
    """The rule for a tie, and in how many contests at most one was met: never silent."""
    rows = [row for entry in answer.results for row in entry.ties]
    rules = list(dict.fromkeys(row.rule for row in rows))
    if not rules:
        return
    of = {rule: listed(list(dict.fromkeys(row.stage for row in rows if row.rule == rule))) for rule in rules}
    said = rules[0] if len(rules) == 1 else "; ".join(f"{of[rule]}: {rule}" for rule in rules)
    yield f"  {'Ties':<12}{said}; votes were tied in {contests(max(row.met.share for row in rows))}"


def _ended(answer: RunAnswer, entry: ReadingResult) -> str:
    by_chance = sorted(entry.endings.items(), key=lambda item: -item[1].count)
    shown = [f"{name} {percent(row.share)}" for name, row in by_chance if row.share >= RARE]
    rest = [name for name, row in by_chance if row.share < RARE]
    return ", ".join(shown) + (f"; under 1%: {', '.join(rest)}" if rest else "")


def _nominations(answer: RunAnswer, entry: ReadingResult) -> str:
    """The incumbent's names against the bar; where nobody leads, everybody's."""
    one = answer.incumbent
    if one is None:
        return "; ".join(_names(answer, c, row) for c, row in entry.nominations.items() if row.sought.share >= RARE)
    row = entry.nominations[one]
    if row.sought.share < SELDOM:
        bars = " or ".join(dict.fromkeys(f"{bar.needs}" for bar in entry.bars if bar.chance.share >= RARE))
        challengers = f"challengers need {bars}" if bars else "no bar was met"
        return f"{name_of(answer, one)} seeks none; {challengers}"
    return _names(answer, one, row)


def _names(answer: RunAnswer, one: str, row: Nominations) -> str:
    bars = " or ".join(str(needs) for needs, share in row.needs.items() if share.share >= RARE)
    seldom = row.sought.share < ALWAYS
    sought = f", where they are sought ({percent(row.sought.share)} of simulations)" if seldom else ""
    return (
        f"{name_of(answer, one)} {row.p05}–{row.p95} (median {row.median}), needs {bars}: "
        f"enough in {percent(row.reaches_bar.share if row.reaches_bar else 0.0)}{sought}"
    )


def _ballot(answer: RunAnswer, entry: ReadingResult) -> str:
    one = subject(answer)
    low, high = day_words(entry.ends_on.p05), day_words(entry.ends_on.p95)
    ends = f"it ends on {low}" if low == high else f"it ends between {low} and {high}"
    row = entry.shares.get(one)
    if row is None or row.p05 is None or row.p95 is None:
        return ends
    share = f"{row.p05:.0%}–{row.p95:.0%}" if row.p05 < row.p95 else f"{row.p05:.1%}"
    return f"{name_of(answer, one)} {share} in the last round, if on the ballot; {ends}"


def _pair(answer: RunAnswer, pair: Pair) -> Iterator[str]:
    names = reading_names(answer)
    here, there, changes = names[0], names[pair.number], pair.leader_changes
    yield f"  {here} → {there}"
    if not changes.count:
        yield f"    the leader changes in {contests(0)}: it is the same in all {answer.runs:,}"
        return
    share = f"{percent(changes.share)} {margin(pair.error)}"
    yield f"    the leader changes in {share} of the same simulations ({changes.count:,} of {answer.runs:,})"
    for move in pair.moves[:5]:
        who = name_of(answer, move.from_leader), name_of(answer, move.to_leader)
        yield f"      {who[0]:>18} → {who[1]:<18} {percent(move.chance.share):>4}   ({move.runs:,})"
    left = sum(move.runs for move in pair.moves[5:])
    if left:
        yield f"      {'other changes':>18}   {'':<18} {percent(left / answer.runs):>4}   ({left:,})"
    rows = sorted(pair.differences.items(), key=lambda item: -abs(item[1].difference))[:3]
    shown = [
        f"{name_of(answer, one)} {100 * d.difference:+.1f} (±{196 * d.error:.1f})" for one, d in rows if d.difference
    ]
    if shown:
        yield f"    in points: {', '.join(shown)}"


def _foot(answer: RunAnswer) -> Iterator[str]:
    yield ""
    changed = answer.provenance.set
    supposed = answer.provenance.what_ifs
    if supposed:
        yield f"  Assumed, though not law: {', '.join(name.removeprefix('what if: ') for name in supposed)}"
    if changed:
        yield f"  Changed for this answer: {', '.join(f'{path} = {value}' for path, value in changed.items())}"
    runs = answer.runs
    how_many = "One simulation" if runs == 1 else f"{runs:,} simulations"
    error = " ± is simulation error only." if runs > 1 else ""
    words = (
        f"{how_many}, seed {answer.seed}.{error} Results depend on the scenario’s assumptions and are not a forecast."
    )
    yield from textwrap.wrap(words, WIDTH, initial_indent="  ", subsequent_indent="  ")
