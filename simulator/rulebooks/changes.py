"""Changes: what is otherwise in one edition than in another, provision by provision, and which edition made it so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from simulator.rulebooks.law import Provision
from simulator.rulebooks.rulebook import Edition, RuleBook


@dataclass(frozen=True, slots=True)
class Change:
    """One provision that was set otherwise, that came, or that ceased.

    before, after   the provision as it stood and as it stands; None: there was, or is, none
    by              the edition that made it so
    """

    path: str
    before: Provision | None
    after: Provision | None
    by: Edition


def changes(book: RuleBook, first: Edition, second: Edition) -> Iterator[Change]:
    """Every change from one edition to a later one, edition by edition: what was set, what came, what ceased."""
    editions = book.editions[book.editions.index(first) : book.editions.index(second) + 1]
    for older, newer in pairwise(editions):
        for path in dict.fromkeys([*newer.law.provisions, *older.law.provisions]):
            before, after = older.law.provisions.get(path), newer.law.provisions.get(path)
            if before is None or after is None or before.value != after.value:
                yield Change(path, before, after, newer)
