"""Fit: whether every reading and every what-if fits every edition it is open to. Tried by ``check``, not on every opening."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.rulebooks.patches import Patch
from simulator.rulebooks.rulebook import Edition, RuleBook
from simulator.words.problems import Problem, Problems


def every_reading_fits(book: RuleBook) -> None:
    """Try every reading, and every what-if, on every edition it is open to; raises Problems with all that do not fit."""
    problems: list[Problem] = []
    for edition in book.editions:
        for dispute in book.disputes.values():
            needed = {other: readings[0] for other, readings in dispute.only_if.items()}
            for reading in dispute.readings if dispute.open_to(edition.in_force) else ():
                problems += _faults(book, edition, {**needed, dispute.name: reading})
        for draft in book.drafts.values():
            if draft.open_to(edition.in_force):
                problems += _faults(book, edition, book.adopted(), draft.patch)
    if problems:
        raise Problems(problems, book.document.name)


def _faults(book: RuleBook, edition: Edition, readings: Mapping[str, str], *what_ifs: Patch) -> list[Problem]:
    try:
        book.read(edition, readings, what_ifs)
    except Problems as found:
        return found.problems
    return []
