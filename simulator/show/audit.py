"""An audit in words: what the book leaves open, where a reading decides, each with its smallest example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from simulator.questions.audit import Audit, Differences, Door, Gap, Tried
from simulator.questions.audit_book import ended
from simulator.show.phrases import capital, plain
from simulator.words.lists import in_lines, listed

WIDTH = 92


def audit_text(answer: Audit, *, told: bool = False) -> Iterator[str]:
    """Gaps first, then what a leader gains or loses by resigning, then disputes; with ``told`` each example day by day."""
    yield f"{answer.book}, edition {answer.edition}: where is the book silent?"
    yield ""
    if not answer.gaps:
        yield "  The book gives an answer in every pattern."
    for row in answer.gaps:
        only = f" (only if {_read(row.only_if)})" if row.only_if else ""
        count = f" in {row.patterns:,} patterns" if row.patterns else ""
        yield from _wrapped(f"{capital(row.sort)}{count}: {row.said}{only}.")
        yield from _example(row, told)
    for door in answer.doors:
        verb = "gains office" if door.leader == "gains" else "loses office"
        only = f", {_read(door.only_if)}" if door.only_if else ""
        yield from _wrapped(
            f"The leader {verb} by resigning {door.going}{only}. If the leader stays: {ended(door.staying)}; if the "
            f"leader resigns: {ended(door.then)}."
        )
        yield from _example(door, told)
    idle = [one for one in answer.disputes if not one.patterns]
    for tried in answer.disputes:
        if tried.adopted is not None and tried.then is not None:
            hangs = f", with {_read(tried.if_)}" if tried.if_ else ""
            yield from _wrapped(
                f"{tried.dispute}={tried.reading}{hangs}: somebody else leads in {tried.patterns:,} patterns. As adopted: "
                f"{ended(tried.adopted)}; read like that: {ended(tried.then)}."
            )
            yield from _example(tried, told)
    yield ""
    if idle:
        yield from _wrapped("No pattern depends on " + ", ".join(f"{one.dispute}={one.reading}" for one in idle) + ".")
    yield from _wrapped(_space(answer))


def _space(answer: Audit) -> str:
    """The patterns that were simulated, in a sentence or two."""
    bars = ", ".join(str(bar) for bar in answer.bars)
    led = [name for name in answer.contests if name != "vacancy"]
    alike = [name for names in answer.alike.values() for name in names]
    s = "s" * (answer.readings != 1)
    said = [
        f"{answer.patterns:,} patterns, each simulated under {answer.readings} choice{s} of readings: "
        + ("a leader and one to three others, or one to four in a vacancy" if led else "one to four in a vacancy"),
        f"contests: {', '.join(answer.contests)}" + (f" (and alike: {', '.join(alike)})" if alike else ""),
        f"nominations at every bar ({bars}, of an invented number of nominators), below the lowest and between each two",
        "anybody but the leader withdrawing before nominations, on the last day or after the close",
        "the leader resigning at four moments of a challenge" if answer.goes else "",
        "votes that are clear, or level at the first, second, last or every count",
        "everybody carried over a second bar, all but the last, or nobody" if answer.second_bar else "",
        f"as many of {listed(answer.further)} as each of their thresholds needs, and one less"
        if answer.further
        else "",
        f"petitions with {listed([*map(str, answer.signed)])} signatures" if answer.signed else "",
    ]
    renamed = "Situations that differ only in who is called what are simulated once."
    return f"{'; '.join(one for one in said if one)}. {renamed} All of them were simulated."


def _example(row: Gap | Door | Tried, told: bool) -> Iterator[str]:
    yield from in_lines(f"{row.example}.", "      smallest: ", "      ", width=WIDTH)
    for line in row.story if told else ():
        yield from in_lines(line, "        ", "          ", width=WIDTH)


def _read(readings: Mapping[str, str]) -> str:
    return " and ".join(f"{plain(dispute)} is read “{plain(reading)}”" for dispute, reading in readings.items())


def _wrapped(text: str) -> list[str]:
    return in_lines(text, "  ", "    ", width=WIDTH)


def differences_text(answer: Differences) -> Iterator[str]:
    """The smallest situations in which two editions elect different people."""
    yield f"{answer.first} and {answer.second}: where do they elect different people?"
    yield ""
    for row in answer.rows:
        yield from _wrapped(f"{capital(row.example)}.")
        yield f"      {answer.first}: {ended(row.first)}"
        yield f"      {answer.second}: {ended(row.second)}"
    yield ""
    yield f"  They differ in {answer.differ:,} of {answer.patterns:,} patterns; of each sort the smallest is shown."
