"""Bar: how many nominations are needed at each stage of a book, under every reading that touches its bar, the sum spelt out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from simulator.procedures.bars import percent
from simulator.results.answer import Answer, Part
from simulator.rulebooks.law import Law
from simulator.rulebooks.load import books, open_book
from simulator.rulebooks.rulebook import Edition, RuleBook
from simulator.scenario.bars import NoBar, bar_of, heads_of, needs_of, signed_words, thresholds, ways_over
from simulator.scenario.scenario import Body
from simulator.stages.contest import PETITION
from simulator.stages.values import AnyOf, Unsaid, unfinished

USUAL = ("mps", "meps")


@dataclass(frozen=True, slots=True, kw_only=True)
class BarRead(Part):
    """The bar of a stage under one reading: the base in heads, the least number that suffices, the sum in words.

    dispute  the dispute that is read so; empty: as the book is written, or one part of a bar of several
    lacks    the bodies whose heads are needed to work it out;  roll: the day of the roll that is
    """

    stage: str
    dispute: str
    reading: str
    adopted: bool
    needs: int | None
    base: int | None
    words: str
    lacks: tuple[str, ...] = ()
    roll: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarsOf(Answer):
    """The bars of an edition; ``clauses``: what each stage asks for, and where that is said."""

    schema: ClassVar[str] = "party-rules/bar/1"

    book: str
    title: str
    edition: str
    since: str
    clauses: Mapping[str, str]
    bars: tuple[BarRead, ...]


def bars(book: RuleBook, edition: Edition, bodies: Mapping[str, Body], readings: Mapping[str, str]) -> BarsOf:
    """Each nomination stage’s bar, and each petition’s, under each reading that touches it, the others read as given."""
    law = book.read(edition, readings)
    rows = tuple(_rows(book, edition, bodies, readings))
    return BarsOf(
        book=book.key,
        title=book.title,
        edition=edition.name,
        since=str(edition.in_force),
        clauses={stage: _clause(law, stage) for stage in dict.fromkeys(row.stage for row in rows)},
        bars=rows,
    )


def nominating() -> list[str]:
    """The bodies that nominate in any book that comes along."""
    found = dict.fromkeys(USUAL)
    for name in books():
        for edition in open_book(name).editions:
            for path, provision in edition.law.provisions.items():
                if path.endswith("bar.of") and isinstance(provision.value, tuple):
                    found |= dict.fromkeys(provision.value)
                elif isinstance(provision.value, AnyOf):
                    found |= dict.fromkeys(
                        body for one in thresholds(provision.value) if one.by == one.of for body in one.of
                    )
    return list(found)


def _several(law: Law, stage: str) -> str:
    """Whether a bar has several thresholds, ``any_of`` which suffices or ``all_of`` which are needed; or nothing."""
    return next((leaf for leaf in ("any_of", "all_of") if law.get(f"{stage}.bar.{leaf}") is not None), "")


def _clause(law: Law, stage: str) -> str:
    if law.kinds[stage] == "contest":
        path = f"{stage}.opens_when.petition"
        share, of = law.get(f"{path}.share"), law.get(f"{path}.of")
        what = f" of {percent(share)} of {' + '.join(of)}" if isinstance(share, Fraction) and of else ""
        number = f"{path}.{'share' if share is not None else 'count'}"
        return f"opened by a petition{what} ({_whence(law, number if number in law.provisions else f'{path}.by')})"
    if several := _several(law, stage):
        what = "any one way suffices" if several == "any_of" else "all of them are needed"
        return f"{what} ({_whence(law, f'{stage}.bar.{several}')})"
    if isinstance(law.get(f"{stage}.bar.share"), Unsaid):
        return f"its text is {law.get(f'{stage}.bar.share')} ({law.cite(f'{stage}.bar.share').words()})"
    share, by = law.get(f"{stage}.bar.share"), law.get(f"{stage}.bar.of")
    what = (
        f"{percent(share)} of {' + '.join(by)}" if share is not None and not unfinished(share) else "a number of heads"
    )
    return f"{what} ({_whence(law, f'{stage}.bar.share' if share is not None else f'{stage}.bar.count')})"


def _whence(law: Law, path: str) -> str:
    return ", ".join(law.cite(path).sources) or "no source was found"


def _rows(
    book: RuleBook, edition: Edition, bodies: Mapping[str, Body], readings: Mapping[str, str]
) -> Iterator[BarRead]:
    law = book.read(edition, readings)
    moot = book.moot(edition, readings)
    for stage in law.stages:
        if law.kinds[stage] != "nomination":
            continue
        touching = [d for d in book.disputes if d not in moot and _touches(book, d, f"{stage}.bar.")]
        if several := _several(law, stage):
            yield from _parts_of(law, stage, bodies, several)
            touching = [d for d in touching if _touches(book, d, f"{stage}.bar.{several}")]
        elif not touching:
            yield _row(law, stage, bodies, "", "as written", adopted=True)
        for dispute in touching:
            for name in book.disputes[dispute].readings:
                read = book.read(edition, {**readings, dispute: name})
                yield _row(read, stage, bodies, dispute, name, adopted=name == readings[dispute])
    for contest in law.contests:
        if law.trigger(contest) == PETITION:
            touching = [d for d in book.disputes if d not in moot and _touches(book, d, f"{contest}.opens_when")]
            if not touching:
                yield _signed(law, contest, bodies, "", "as written", adopted=True)
            for dispute in touching:
                for name in book.disputes[dispute].readings:
                    read = book.read(edition, {**readings, dispute: name})
                    yield _signed(read, contest, bodies, dispute, name, adopted=name == readings[dispute])


def _signed(
    law: Law, contest: str, bodies: Mapping[str, Body], dispute: str, reading: str, *, adopted: bool
) -> BarRead:
    """How many must sign a petition that opens a contest."""
    petition = law.compiled[1][contest].petition
    needs = None if petition is None else needs_of(petition, bodies)
    heads = None if petition is None or petition.share is None else heads_of(bodies, petition.of, petition.counted)
    lacking = petition is not None and needs is None
    return BarRead(
        stage=contest,
        dispute=dispute,
        reading=reading,
        adopted=adopted,
        needs=needs,
        base=sum(heads.values()) if heads else None,
        words=signed_words(petition, bodies),
        lacks=tuple(body for body in petition.of if body not in bodies) if petition and lacking else (),
    )


def _parts_of(law: Law, stage: str, bodies: Mapping[str, Body], several: str) -> Iterator[BarRead]:
    """A row for each way over a bar, or each part of it."""
    what = "way" if several == "any_of" else "part"
    for number, words in enumerate(ways_over(law, stage, bodies), 1):
        yield BarRead(
            stage=stage, dispute="", reading=f"{what} {number}", adopted=False, needs=None, base=None, words=words
        )


def _touches(book: RuleBook, dispute: str, prefix: str) -> bool:
    readings = book.disputes[dispute].readings.values()
    return any(path.startswith(prefix) for reading in readings for path in reading.patch.change)


def _row(law: Law, stage: str, bodies: Mapping[str, Body], dispute: str, reading: str, *, adopted: bool) -> BarRead:
    needs = base = None
    lacks: tuple[str, ...] = ()
    roll = ""
    if several := _several(law, stage):
        words = (" and " if several == "all_of" else ", or ").join(ways_over(law, stage, bodies))
    else:
        bar = bar_of(law, stage, bodies)
        words = bar.words
        if isinstance(bar, NoBar):
            lacks, roll = bar.bodies, "" if bar.bodies else bar.roll
        else:
            needs, base = bar.needs, bar.base
    return BarRead(
        stage=stage, dispute=dispute, reading=reading, adopted=adopted, needs=needs, base=base, words=words,
        lacks=lacks, roll=roll,
    )  # fmt: skip
