"""Replays as text: one contest figure by figure, or all of them a line each, and what the labels prove in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from simulator.questions.replay import printed, tally, winners
from simulator.questions.replayed import LABELS, Figure, Replay, Value
from simulator.scenario.recorded import NOBODY
from simulator.words.figures import Published
from simulator.words.lists import in_lines

MEANS = {
    "computed": "it follows from other figures, by arithmetic and by the rules; this alone is proof",
    "echo": "it is itself what went in, or is held against the numbers of its own line only",
    "rebuilt": "it follows from votes that were rebuilt from such figures",
    "recorded": "the step was taken from the record: a rule or a number was not found",
    "cannot tell": "the published figures do not decide it",
    "differs": "something else follows",
}
WIDE = max(map(len, LABELS)) + 1


def table_text(replays: Sequence[Replay]) -> Iterator[str]:
    """A line a contest, what differs and why, and the sums."""
    titles = max(len(one.record.entry.contest) for one in replays) + 2
    names = max((len(_of_winner(one)) for one in replays), default=0) + 2
    yield f"{'contest':<{titles}}{'winner':<{names}}{'found':<{WIDE + 1}}" + "".join(
        f"{label:>{WIDE}}" for label in LABELS
    )
    for one in replays:
        counts = one.counts
        yield (
            f"{one.record.entry.contest:<{titles}}{_of_winner(one):<{names}}{one.winner_label:<{WIDE + 1}}"
            + "".join(f"{counts[label] or '·':>{WIDE}}" for label in LABELS)
        ).rstrip()
    total = tally(replays)
    yield f"{f'{len(replays)} contests':<{titles + names + WIDE + 1}}" + "".join(f"{total[s]:>{WIDE}}" for s in LABELS)
    yield ""
    yield from _sums(replays)
    yield ""
    yield from _differences(replays)
    for label, means in MEANS.items():
        yield from _lines(f"{label}: {means}.", "", "  ")
    yield "Next: party-rules replay leader-2010"


def _sums(replays: Sequence[Replay]) -> Iterator[str]:
    """What the labels come to: of all figures, of printed numbers, and of winners."""
    total, numbers, found = tally(replays), printed(replays), winners(replays)
    yield from _lines(f"Figures: {_listed(total)}; {sum(total.values())} in all.", "", "  ")
    yield from _lines(
        f"Of these, numbers that were printed: {_listed(numbers)}; {sum(numbers.values())} in all.", "", "  "
    )
    yield from _lines(f"Winners: {_listed(found)}; {sum(found.values())} in all.", "", "  ")


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {label}" for label, number in counts.items() if number) or "none"


def _of_winner(one: Replay) -> str:
    """The official winner, and who wins by the rules if it is somebody else."""
    official, found = one.record.entry.official.winner, one.winner or NOBODY
    return official if official == found else f"{official} (by the rules {found})"


def _differences(replays: Sequence[Replay]) -> Iterator[str]:
    for one in replays:
        apart: dict[str, list[Figure]] = {}
        for figure in one.figures:
            if figure.label == "differs":
                apart.setdefault(figure.why, []).append(figure)
        for why, figures in apart.items():
            shown = "; ".join(
                f"{f.what}: {number(f.published)} published, {number(f.found, f.published)} by the rules"
                for f in figures
            )
            yield from _lines(f"{one.record.entry.contest}, {shown}.", "  ")
            yield from _lines(why or "No explanation is in the file.", "    ")
    if any(figure.label == "differs" for one in replays for figure in one.figures):
        yield ""


def contest_text(one: Replay) -> Iterator[str]:
    """One contest: the law, the steps and what decided them, every figure, and what the record says of itself."""
    entry, record = one.record.entry, one.record
    yield f"{entry.contest}    {entry.id}"
    about = f"{entry.about.rstrip(chr(46))}. " if entry.about else ""
    yield from _lines(f"{about}Decided {entry.date}.", "  ")
    named = f" (named in the file: {entry.rules.because})" if entry.rules.because else ""
    yield from _lines(f"{record.book.title}, edition “{record.edition.name}”{named}. Grade: {entry.grade}.", "  ")
    yield "\n  What the rules make of it"
    for step in one.steps:
        mark = "" if step.by_rule else "  [recorded, not proved]"
        yield from _lines(f"{step.words}{mark}", "    ", "      ")
        if step.clause:
            yield f"      {step.clause}"
    if one.ending.startswith("unresolved"):
        yield from _lines(one.ending, "    ")
    yield from _figures(one.figures)
    yield ""
    yield from _lines(f"{_listed(one.counts)}. The winner: {one.winner_label}.", "  ")
    yield from _record_notes(one)


def _figures(figures: Sequence[Figure]) -> Iterator[str]:
    """Every figure: what was published, what follows, and the label; names that differ stand on lines of their own."""
    wide = max(len(figure.what) for figure in figures) + 2
    yield f"\n  {'figure':<{wide}}{'published':>16} {'it follows':>16}   label"
    for figure in figures:
        published, found = number(figure.published), number(figure.found, figure.published)
        if max(len(published), len(found)) <= 16:
            yield f"  {figure.what:<{wide}}{published:>16} {found:>16}   {figure.label}"
        else:
            yield f"  {figure.what:<{wide}}{'':>16} {'':>16}   {figure.label}"
            yield from _lines(published, "      published: ", "        ")
            if found != published:
                yield from _lines(found, "      it follows: ", "        ")
        if figure.why:
            yield from _lines(figure.why, "      ")


def _record_notes(one: Replay) -> Iterator[str]:
    entry, sources = one.record.entry, one.record.sources
    for other in entry.others:
        keys = ", ".join(other.source)
        said = f": {other.note}" if other.note else ""
        yield from _lines(f"Another figure: {other.figure} {other.value} ({keys}){said}. Used: {other.used}.", "  ")
    for note in entry.notes:
        yield from _lines(note, "  ")
    if sources:
        yield "  Sources"
    for key, source in sources.items():
        yield from _lines(f"{key}: {source.title}. {source.url}".rstrip(), "    ", "      ")


def number(value: Value | None, like: Value | None = None) -> str:
    """A figure as it is printed: as published, whole, or with one digit more than the published one.

    >>> from simulator.words.figures import published
    >>> number(Fraction(12345, 100), published("123.4")), number(published("27.890")), number(Fraction(139)), number(None)
    ('123.45', '27.890', '139', '–')
    >>> number(("Shore", "Silkin"))
    'Shore, Silkin'
    """
    if value is None:
        return "–"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "nobody"
    if isinstance(value, Published):
        return f"{int(value.exact):,}" if value.whole else value.text
    if isinstance(value, Fraction):
        if value.denominator == 1:
            return f"{int(value):,}"
        digits = len(like.text.partition(".")[2]) + 1 if isinstance(like, Published) else 3
        return f"{float(value):.{digits}f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _lines(text: str, first: str, rest: str | None = None) -> list[str]:
    return in_lines(text, first, rest, width=100)
