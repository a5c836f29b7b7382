"""One scenario under many editions, as text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from simulator.questions.editions import EditionsAnswer, UnderEdition
from simulator.results.summary import ReadingResult
from simulator.show.phrases import contests, percent
from simulator.show.sentences import unresolved_words

WIDTH = 100


def editions_text(answer: EditionsAnswer) -> Iterator[str]:
    """For each edition who leads, how it ended, the bar; and in what share of contests the leader is another."""
    yield f"{answer.scenario}: the same politics under other editions of {answer.book}"
    yield ""
    for row in answer.editions:
        home = "  (the scenario’s own)" if row.edition == answer.home else ""
        yield f"{row.edition}, in force from {row.in_force}{home}"
        for said in row.cannot_be_played or ():
            yield from _wrapped(f"cannot be simulated: {said}")
        if row.result is not None:
            yield from _played(answer, row, row.result, home)
    yield ""
    count = f"{answer.runs:,} simulated contests under each edition, seed {answer.seed}, with the same random draws."
    yield from _wrapped(f"{count} Results depend on the scenario’s assumptions and are not a forecast.")


def _played(answer: EditionsAnswer, row: UnderEdition, result: ReadingResult, home: str) -> Iterator[str]:
    leads = sorted(result.leader.items(), key=lambda item: -item[1].count)
    shown = ", ".join(f"{_name(answer, one)} {percent(c.share)}" for one, c in leads if c.count)
    yield from _wrapped(f"leads at the end: {shown}")
    ended = ", ".join(
        f"{name} {percent(c.share)}" for name, c in sorted(result.endings.items(), key=lambda i: -i[1].count)
    )
    yield from _wrapped(f"ended: {ended}")
    for bar in result.bars:
        yield from _wrapped(f"bar of {bar.stage.replace('-', ' ')}: {bar.words} (in {contests(bar.chance.share)})")
    for one, names in result.nominations.items():
        if names.reaches_bar is not None:
            yield from _wrapped(
                f"{_name(answer, one)}: a median of {names.median} nominations, enough in {contests(names.reaches_bar.share)}"
            )
    for reason in result.unresolved:
        yield from _wrapped(
            f"unresolved in {contests(reason.share)}: {unresolved_words(reason.reason)} ({reason.reason})"
        )
    if row.unsaid:
        yield from _wrapped(f"not guessed: the scenario says nothing of {', '.join(row.unsaid)}")
    if not home and row.beside_home is not None:
        yield from _wrapped(
            f"another leader than under {answer.home} in {contests(row.beside_home.leader_changes.share)}"
        )


def _name(answer: EditionsAnswer, one: str) -> str:
    return answer.candidates.get(one, one)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent="  ", subsequent_indent="      ", break_long_words=False, break_on_hyphens=False
    )
