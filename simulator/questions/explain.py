"""Explain: a disputed clause of a rule book, whole: its words, its readings with their arguments and holders, its sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from simulator.questions.rules import Matter, WhatIf, matters_of, what_ifs_of
from simulator.results.answer import Answer, Part
from simulator.rulebooks.disputes import Dispute
from simulator.rulebooks.rulebook import RuleBook
from simulator.words.problems import did_you_mean, refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited(Part):
    """A source of the book."""

    key: str
    title: str
    url: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reasoned(Part):
    """A reading: what it means, its arguments, who held it, where that is said, and what it changes in the book.

    changes  the value of each provision that it sets, in words;  adds: the stages it adds
    """

    means: str
    because: tuple[str, ...]
    held_by: tuple[str, ...]
    sources: tuple[Cited, ...]
    confidence: str
    note: str
    changes: Mapping[str, str]
    adds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained(Answer):
    """A disputed clause.

    open_from, open_until  the days between which editions can be read both ways;  open: the same in words
    only_if                readings of other disputes under which this one matters
    """

    schema: ClassVar[str] = "party-rules/dispute/1"

    dispute: str
    title: str
    clause: str
    words: str
    sources: tuple[Cited, ...]
    open_from: str | None
    open_until: str | None
    open: str
    only_if: Mapping[str, tuple[str, ...]]
    adopted: str
    settled: str
    note: str
    readings: Mapping[str, Reasoned]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedClauses(Answer):
    """Every disputed clause of a book; ``others``: matters that no reading decides, and drafts, by name."""

    schema: ClassVar[str] = "party-rules/disputes/1"

    book: str
    title: str
    disputes: tuple[Explained, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedMatter(Answer, Matter):
    """A matter that no reading of the text decides, with the sources of its answers."""

    schema: ClassVar[str] = "party-rules/matter/1"

    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedWhatIf(Answer, WhatIf):
    """A draft, or a rejected amendment: the value of each provision that it would set, and its sources."""

    schema: ClassVar[str] = "party-rules/what_if/1"

    book: str
    changes: Mapping[str, str]
    cited: tuple[Cited, ...]


def disputed_clauses(book: RuleBook) -> DisputedClauses:
    """Every disputed clause of a book."""
    return DisputedClauses(
        book=book.key,
        title=book.title,
        disputes=tuple(explained(book, one) for one in book.disputes.values()),
        others=(*book.matters, *book.drafts),
    )


def explain(book: RuleBook, name: str) -> Explained | ExplainedMatter | ExplainedWhatIf:
    """A dispute, a matter or a draft, by its name."""
    if name in book.matters:
        matter = next(one for one in matters_of(book) if one.matter == name)
        keys = [key for answer in matter.answers.values() for key in answer.sources]
        return ExplainedMatter(
            matter=matter.matter,
            title=matter.title,
            sort=matter.sort,
            decides=matter.decides,
            settled=matter.settled,
            note=matter.note,
            answers=matter.answers,
            cited=_cited(book, keys),
        )
    if name in book.drafts:
        draft = next(one for one in what_ifs_of(book) if one.what_if == name)
        changes = {path: as_written(said) for path, said in book.drafts[name].patch.change.items()}
        return ExplainedWhatIf(
            what_if=draft.what_if,
            title=draft.title,
            proposed=draft.proposed,
            outcome=draft.outcome,
            note=draft.note,
            sources=draft.sources,
            book=book.key,
            changes=changes,
            cited=_cited(book, draft.sources),
        )
    if name not in book.disputes:
        known = [*book.disputes, *book.matters, *book.drafts]
        raise refuse(f"{book.key} has no dispute “{name}”", did_you_mean(name, known))
    return explained(book, book.disputes[name])


def explained(book: RuleBook, dispute: Dispute) -> Explained:
    """A dispute of the text."""
    since = f"from {dispute.opens}" if dispute.opens else ""
    until = f" until {dispute.closes}" if dispute.closes else ""
    return Explained(
        dispute=dispute.name,
        title=dispute.title,
        clause=dispute.clause,
        words=dispute.words,
        sources=_cited(book, dispute.sources),
        open_from=dispute.opens.said if dispute.opens else None,
        open_until=dispute.closes.said if dispute.closes else None,
        open=f"{since}{until}",
        only_if={other: tuple(readings) for other, readings in dispute.only_if.items()},
        adopted=dispute.adopted,
        settled=dispute.settled,
        note=dispute.note,
        readings={
            name: Reasoned(
                means=one.means,
                because=tuple(one.because),
                held_by=tuple(one.held_by),
                sources=_cited(book, one.sources),
                confidence=one.confidence,
                note=one.note,
                changes={path: as_written(said) for path, said in one.patch.change.items()},
                adds=tuple(one.patch.add),
            )
            for name, one in dispute.readings.items()
        },
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


def _cited(book: RuleBook, keys: Iterable[str]) -> tuple[Cited, ...]:
    sources = {key: book.sources[key] for key in keys}
    return tuple(
        Cited(key=key, title=one.title, url=one.url, confidence=one.confidence) for key, one in sources.items()
    )
