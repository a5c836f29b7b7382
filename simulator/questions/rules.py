"""Rules: what a rule book has in force, its editions, what changed between two of them, and everything in dispute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from simulator.results.answer import Answer, Part
from simulator.rulebooks.changes import Change, changes
from simulator.rulebooks.disputes import Answer as Held
from simulator.rulebooks.disputes import Dispute, Reading
from simulator.rulebooks.law import Law, Provision
from simulator.rulebooks.rulebook import Edition, RuleBook, value_words
from simulator.rulebooks.soundness import contradictions
from simulator.scenario.recorded import Recorded
from simulator.words.problems import did_you_mean, refuse


# --- in force ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class ProvisionInForce(Part):
    """A provision: its value, as the book has it (``said``), since when, and where that is said.

    shown     it is shown and never acts;  cite: the source in words
    disputed  the disputes open in this edition that read it otherwise, and were not decided by whoever asks
    read_as   the reading (DISPUTE=READING) that gave it this value; nothing if the text has it
    text      what the text has in its place, where a reading changed it; nothing if the text has no such provision
    """

    provision: str
    value: str
    said: str
    since: str
    sources: tuple[str, ...]
    clause: str
    confidence: str
    not_found: str
    shown: bool
    cite: str
    disputed: tuple[str, ...]
    read_as: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction(Part):
    """Two provisions that cannot both be followed, and why."""

    one: str
    other: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce(Answer):
    """What is in force in an edition, as read.

    since     the day it came into force, in words
    readings  how disputes are read, those in the adopted way that nobody asked about left out
    as_written   no adopted reading is applied: the text, and what was asked for
    moot      disputes that are read in a way although there is nothing for them to decide
    stages    the kind of each stage and contest;  open: the disputes open in this edition
    """

    schema: ClassVar[str] = "party-rules/rules/1"

    book: str
    title: str
    edition: str
    in_force: str
    since: str
    about: str
    readings: Mapping[str, str]
    as_written: bool = False
    moot: tuple[str, ...]
    what_ifs: tuple[str, ...]
    contradictions: tuple[Contradiction, ...]
    stages: Mapping[str, str]
    open: tuple[str, ...]
    provisions: tuple[ProvisionInForce, ...]


def in_force(
    book: RuleBook,
    edition: Edition,
    readings: Mapping[str, str],
    what_ifs: Sequence[str],
    stage: str | None = None,
    *,
    as_written: bool = False,
) -> InForce:
    """The law of an edition as it is read, provision by provision; of one stage or contest alone, if it is named.

    readings     dispute → reading;  a dispute that is not there is read as the book adopts it
    as_written   the text alone, but for these readings
    """
    chosen = readings if as_written else {**book.adopted(), **readings}
    law = book.read(edition, chosen, [book.draft(name, edition) for name in what_ifs])
    if stage is not None and stage not in law.kinds:
        raise refuse(f"there is no stage or contest “{stage}”", did_you_mean(stage, law.kinds))
    open_to = [name for name, dispute in book.disputes.items() if dispute.open_to(edition.in_force)]
    undecided = [book.disputes[name] for name in open_to if name not in readings]
    stages = {name: kind for name, kind in law.kinds.items() if stage in (None, name)}
    return InForce(
        book=book.key,
        title=book.title,
        edition=edition.name,
        in_force=edition.in_force.said,
        since=str(edition.in_force),
        about=edition.about,
        readings=readings,
        as_written=as_written,
        moot=tuple(sorted(book.moot(edition, chosen) & set(readings))),
        what_ifs=tuple(what_ifs),
        contradictions=_contradictions(law),
        stages=stages,
        open=tuple(open_to),
        provisions=tuple(
            _provision(law, one, undecided, edition.law, chosen)
            for one in law.provisions.values()
            if one.path.split(".")[0] in stages
        ),
    )


def _provision(
    law: Law, one: Provision, disputes: Sequence[Dispute], text: Law, chosen: Mapping[str, str]
) -> ProvisionInForce:
    """A provision as read, beside the text of the edition."""
    before = text.provisions.get(one.path)
    read_as = one.since if one.since in {f"{d}={reading}" for d, reading in chosen.items()} else ""
    return ProvisionInForce(
        provision=one.path,
        value=value_words(one.value),
        said=_words_of(one),
        since=one.since,
        sources=tuple(one.cite.sources),
        clause=one.cite.clause,
        confidence=one.cite.confidence or "unconfirmed",
        not_found=one.cite.not_found,
        shown=law.shown(one.path),
        cite=one.cite.words(),
        disputed=tuple(d.name for d in disputes if any(one.path in r.patch.change for r in d.readings.values())),
        read_as=read_as,
        text=_words_of(before) if read_as and before is not None else "",
    )


def _words_of(one: Provision) -> str:
    return value_words(one.value) if isinstance(one.said, dict | list | bool) else str(one.said)


def _contradictions(law: Law) -> tuple[Contradiction, ...]:
    return tuple(Contradiction(one=one, other=other, words=words) for one, other, words in contradictions(law))


# --- editions ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class EditionInForce(Part):
    """An edition: since when, by whose decision, how many provisions it has, and where it contradicts itself."""

    edition: str
    in_force: str
    about: str
    decided_by: str
    provisions: int
    contradictions: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Editions(Answer):
    """The editions of a book, and the offices it fills."""

    schema: ClassVar[str] = "party-rules/editions/1"

    book: str
    title: str
    offices: Mapping[str, str]
    editions: tuple[EditionInForce, ...]


def editions_of(book: RuleBook) -> Editions:
    """The editions of a book."""
    return Editions(
        book=book.key,
        title=book.title,
        offices=dict(book.offices),
        editions=tuple(
            EditionInForce(
                edition=one.name,
                in_force=str(one.in_force),
                about=one.about,
                decided_by=one.decided_by,
                provisions=len(one.law.provisions),
                contradictions=tuple(contradictions(one.law)),
            )
            for one in book.editions
        ),
    )


# --- between two editions ---------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Since(Part):
    """An edition and since when it is in force."""

    edition: str
    in_force: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment(Since):
    """An edition as the amendment that made it."""

    decided_by: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed(Part):
    """A provision before and after (null: there was, or is, none), by which edition, and where the new one is said."""

    provision: str
    before: str | None
    after: str | None
    by: str
    in_force: str
    cite: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Between(Answer):
    """What changed from one edition to a later one."""

    schema: ClassVar[str] = "party-rules/between/1"

    book: str
    from_: Since
    to: Since
    editions: tuple[Amendment, ...]
    changes: tuple[Changed, ...]


def between(book: RuleBook, one: Edition, other: Edition) -> Between:
    """What changed between two editions, the earlier first in whatever order they are given."""
    first, second = sorted((one, other), key=book.editions.index)
    return Between(
        book=book.key,
        from_=Since(edition=first.name, in_force=str(first.in_force)),
        to=Since(edition=second.name, in_force=str(second.in_force)),
        editions=tuple(
            Amendment(edition=e.name, in_force=str(e.in_force), decided_by=e.decided_by, about=e.about)
            for e in book.editions[book.editions.index(first) + 1 : book.editions.index(second) + 1]
        ),
        changes=tuple(_change(one) for one in changes(book, first, second)),
    )


def _change(one: Change) -> Changed:
    return Changed(
        provision=one.path,
        before=None if one.before is None else value_words(one.before.value),
        after=None if one.after is None else value_words(one.after.value),
        by=one.by.name,
        in_force=str(one.by.in_force),
        cite="" if one.after is None else one.after.cite.words(),
    )


# --- in dispute -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class Cited(Part):
    """A source of the book."""

    key: str
    title: str
    url: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View(Part):
    """A reading, or an answer: what it means, who held it, and where that is said."""

    means: str
    held_by: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedClause(Part):
    """A dispute in short: how its clause can be read, since when and until when, in which editions.

    only_shown  no simulation turns on it: its readings set only what is shown
    """

    dispute: str
    title: str
    sort: str
    adopted: str
    settled: str
    note: str
    open_from: str | None
    open_until: str | None
    only_shown: bool
    editions: tuple[str, ...]
    readings: Mapping[str, View]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter(Answer):
    """A dispute that no reading of the text decides, with the sources of its answers."""

    schema: ClassVar[str] = "party-rules/matter/1"

    matter: str
    title: str
    sort: str
    decides: str
    settled: str
    note: str
    answers: Mapping[str, View]
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf(Answer):
    """A draft, or a rejected amendment: the value of each provision that it would set, and its sources."""

    schema: ClassVar[str] = "party-rules/what_if/1"

    what_if: str
    title: str
    proposed: str
    outcome: str
    note: str
    sources: tuple[str, ...]
    book: str
    changes: Mapping[str, str]
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InDispute(Answer):
    """Everything that is, or was, in dispute in a book, and what was proposed and never became law."""

    schema: ClassVar[str] = "party-rules/all-disputes/1"

    book: str
    title: str
    readings: tuple[DisputedClause, ...]
    matters: tuple[Matter, ...]
    what_ifs: tuple[WhatIf, ...]


def in_dispute(book: RuleBook) -> InDispute:
    """Everything in dispute, sorted: readings of the text, other matters, drafts."""
    return InDispute(
        book=book.key,
        title=book.title,
        readings=tuple(_disputed(book, one) for one in book.disputes.values()),
        matters=tuple(_matters(book)),
        what_ifs=tuple(_what_ifs(book)),
    )


def _disputed(book: RuleBook, dispute: Dispute) -> DisputedClause:
    return DisputedClause(
        dispute=dispute.name,
        title=dispute.title,
        sort=dispute.sort,
        adopted=dispute.adopted,
        settled=dispute.settled,
        note=dispute.note,
        open_from=str(dispute.opens) if dispute.opens else None,
        open_until=str(dispute.closes) if dispute.closes else None,
        only_shown=book.only_shown(dispute.name),
        editions=tuple(e.name for e in book.editions if dispute.open_to(e.in_force)),
        readings={one.name: _view(one) for one in dispute.readings.values()},
    )


def _matters(book: RuleBook) -> Iterator[Matter]:
    for name, one in book.matters.items():
        yield Matter(
            matter=name, title=one.title, sort=one.sort, decides=one.decides, settled=one.settled, note=one.note,
            answers={answer.name: _view(answer) for answer in one.answers.values()},
            cited=cited(book, (key for answer in one.answers.values() for key in answer.sources)),
        )  # fmt: skip


def _what_ifs(book: RuleBook) -> Iterator[WhatIf]:
    for name, one in book.drafts.items():
        changes = {path: as_written(said) for path, said in one.patch.change.items()}
        yield WhatIf(
            what_if=name, title=one.title, proposed=one.proposed, outcome=one.outcome, note=one.note,
            sources=tuple(one.sources), book=book.key, changes=changes, cited=cited(book, one.sources),
        )  # fmt: skip


def cited(book: RuleBook, keys: Iterable[str]) -> tuple[Cited, ...]:
    """Some sources of a book, each once."""
    sources = {key: book.sources[key] for key in keys}
    return tuple(
        Cited(key=key, title=one.title, url=one.url, confidence=one.confidence) for key, one in sources.items()
    )


def as_written(said: object) -> str:
    """A value of a book in one line, whatever it is made of.

    >>> as_written({"set_by": "nec"}), as_written({"of": "mps", "share": "5%"}), as_written(["a", "b"])
    ('set by nec', 'of: mps, share: 5%', 'a; b')
    """
    if isinstance(said, Mapping):
        if set(said) == {"set_by"}:
            return f"set by {said['set_by']}"
        return ", ".join(f"{name}: {as_written(one)}" for name, one in said.items())
    if isinstance(said, list):
        return "; ".join(as_written(one) for one in said)
    return str(said)


def _view(one: Reading | Held) -> View:
    return View(means=one.means, held_by=tuple(one.held_by), sources=tuple(one.sources))


# --- history ----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class History:
    """A book with the contests that are recorded under it: what its history is drawn from."""

    book: RuleBook
    contests: tuple[Recorded, ...]


def history(book: RuleBook) -> History:
    """A book and the contests in the folder that were held under it."""
    from simulator.scenario.recorded import files, recorded

    return History(book, tuple(one for one in map(recorded, files()) if one.book.key == book.key))
