"""Explain: a disputed clause of a rule book, whole: its words, its readings with their arguments and holders, its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from simulator.questions.rules import Cited, Matter, WhatIf, as_written, cited, in_dispute
from simulator.results.answer import Answer, Part
from simulator.rulebooks.disputes import Dispute
from simulator.rulebooks.rulebook import RuleBook
from simulator.words.problems import did_you_mean, refuse


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

    schema: ClassVar[str] = "party-rules/disputed-clauses/1"

    book: str
    title: str
    disputes: tuple[Explained, ...]
    others: tuple[str, ...]


def disputed_clauses(book: RuleBook) -> DisputedClauses:
    """Every disputed clause of a book."""
    return DisputedClauses(
        book=book.key,
        title=book.title,
        disputes=tuple(explained(book, one) for one in book.disputes.values()),
        others=(*book.matters, *book.drafts),
    )


def explain(book: RuleBook, name: str) -> Explained | Matter | WhatIf:
    """A dispute, a matter or a draft, by its name."""
    if name in book.disputes:
        return explained(book, book.disputes[name])
    others: dict[str, Matter | WhatIf] = {one.matter: one for one in in_dispute(book).matters}
    others |= {one.what_if: one for one in in_dispute(book).what_ifs}
    if name in others:
        return others[name]
    raise refuse(f"{book.key} has no dispute “{name}”", did_you_mean(name, [*book.disputes, *others]))


def explained(book: RuleBook, dispute: Dispute) -> Explained:
    """A dispute of the text."""
    since = f"from {dispute.opens}" if dispute.opens else ""
    until = f" until {dispute.closes}" if dispute.closes else ""
    return Explained(
        dispute=dispute.name,
        title=dispute.title,
        clause=dispute.clause,
        words=dispute.words,
        sources=cited(book, dispute.sources),
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
                sources=cited(book, one.sources),
                confidence=one.confidence,
                note=one.note,
                changes={path: as_written(said) for path, said in one.patch.change.items()},
                adds=tuple(one.patch.add),
            )
            for name, one in dispute.readings.items()
        },
    )
