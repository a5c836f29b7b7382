"""A rule book: its editions folded into the law on a date, its disputes, and the readings that patch it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from simulator.procedures.bars import percent
from simulator.rulebooks.disputes import Dispute, Draft, Matter, Reading
from simulator.rulebooks.law import Law
from simulator.rulebooks.patches import Patch, Refused, patched
from simulator.rulebooks.soundness import Fault, faults, letter_of, place_of
from simulator.words.dates import When, day_words
from simulator.words.documents import Document
from simulator.words.problems import Problem, Problems, did_you_mean, refuse, words_of
from simulator.words.sources import Source

MOST_LAWS = 64
"""Laws kept of a book, the oldest given up first."""


@dataclass(frozen=True)
class Edition:
    """A version of the law in force from a date until the next edition."""

    name: str
    in_force: When
    about: str
    decided_by: str
    law: Law


@dataclass(frozen=True)
class RuleBook:
    """A party's rule book: dated editions, disputes with rival readings, and the sources of both.

    offices   the offices it fills, and where it says that they are filled alike
    matters   disputes that no reading of the text decides;  drafts  proposed changes that are not law
    """

    key: str
    title: str
    offices: Mapping[str, str]
    bodies: Mapping[str, str]
    sources: Mapping[str, Source]
    editions: tuple[Edition, ...]
    disputes: Mapping[str, Dispute]
    matters: Mapping[str, Matter]
    drafts: Mapping[str, Draft]
    document: Document = field(repr=False)
    _laws: dict[object, tuple[Law, object]] = field(default_factory=dict, repr=False, compare=False)

    def __getstate__(self) -> dict[str, object]:
        """What another process is sent: laws are known by the identity of what they are made of, so none of them."""
        return {**self.__dict__, "_laws": {}}

    def on(self, date: dt.date, edition: str | None = None) -> Edition:
        """The edition in force on a date, or the one named; raises Problems if no edition surely is."""
        if edition is not None:
            for one in self.editions:
                if one.name == edition:
                    return one
            raise refuse(
                f"{self.key} has no edition “{edition}”", did_you_mean(edition, [e.name for e in self.editions])
            )
        begun = [e for e in self.editions if e.in_force.earliest <= date]
        if not begun:
            first = self.editions[0]
            cure = f"its first edition, “{first.name}”, is in force from {first.in_force}"
            raise refuse(f"{day_words(date)} is before the first edition of {self.key}", cure)
        if date < begun[-1].in_force.latest and not begun[-1].in_force.exact:
            doubtful = begun[-1]
            cure = f"name it: edition: {doubtful.name}" + (f" or {begun[-2].name}" if len(begun) > 1 else "")
            raise refuse(
                f"{day_words(date)} lies inside the doubt about when “{doubtful.name}” began ({doubtful.in_force})",
                cure,
            )
        return begun[-1]

    def adopted(self) -> dict[str, str]:
        """The reading of each dispute that is played if nothing else is said."""
        return {name: dispute.adopted for name, dispute in self.disputes.items()}

    def moot(self, edition: Edition, chosen: Mapping[str, str]) -> set[str]:
        """Disputes with nothing to decide: outside their time, or hanging on a reading that was not chosen."""
        return {
            name
            for name, dispute in self.disputes.items()
            if not dispute.open_to(edition.in_force)
            or any(chosen.get(other) not in readings for other, readings in dispute.only_if.items())
        }

    def only_shown(self, dispute: str) -> bool:
        """Whether the readings of a dispute set only what is shown: then no simulation turns on it."""
        for reading in self.disputes[dispute].readings.values():
            for path in reading.patch.paths:
                laws = [edition.law for edition in self.editions if path in edition.law.provisions]
                if not laws or not all(law.shown(path) for law in laws):
                    return False
        return True

    def read(self, edition: Edition, chosen: Mapping[str, str], what_ifs: Iterable[Patch] = ()) -> Law:
        """The law of an edition under one reading of each dispute, and what-ifs; raises Problems if patches clash.

        A law that was asked for before is given again: a scenario is simulated many times with nothing but its beliefs changed.
        """
        what_ifs = tuple(what_ifs)
        made_of = edition.law, *self._patches(edition, chosen), *what_ifs
        key = tuple(map(id, made_of))
        if key not in self._laws:
            while len(self._laws) >= MOST_LAWS:
                del self._laws[next(iter(self._laws))]
            # What a law is made of is held beside it, so that no other object takes over an identity in the key.
            self._laws[key] = self._sound(edition, chosen, what_ifs), made_of
        return self._laws[key][0]

    def _patches(self, edition: Edition, chosen: Mapping[str, str]) -> list[Patch]:
        """The patches of the readings that have something to decide, by the names of their disputes."""
        moot = self.moot(edition, chosen)
        return [self.reading(d, r).patch for d, r in sorted(chosen.items()) if d not in moot]

    def unchecked(self, edition: Edition, chosen: Mapping[str, str], what_ifs: Iterable[Patch] = ()) -> Law:
        """The law as ``read`` gives it, whether or not it can be followed."""
        try:
            return patched(patched(edition.law, self._patches(edition, chosen)), what_ifs)
        except Refused as refused:
            raise self._problems(refused) from None

    def reading(self, dispute: str, reading: str) -> Reading:
        """One reading of one dispute; raises Problems, with a suggestion, if there is none of that name."""
        if dispute not in self.disputes:
            raise refuse(f"{self.key} has no dispute “{dispute}”", did_you_mean(dispute, self.disputes))
        readings = self.disputes[dispute].readings
        if reading not in readings:
            raise refuse(f"“{reading}” is not a reading of {dispute}", did_you_mean(reading, readings))
        return readings[reading]

    def draft(self, name: str, edition: Edition) -> Patch:
        """A named what-if of this book; raises Problems if there is none, or if it was never proposed to this edition."""
        if name not in self.drafts:
            raise refuse(f"{self.key} has no what-if “{name}”", did_you_mean(name, self.drafts))
        if not self.drafts[name].open_to(edition.in_force):
            raise refuse(
                f"the what-if “{name}” is no change to the edition “{edition.name}”", self.drafts[name].proposed
            )
        return self.drafts[name].patch

    def _sound(self, edition: Edition, chosen: Mapping[str, str], what_ifs: tuple[Patch, ...]) -> Law:
        """A law that can be followed; raises Problems with what cannot, and the what-if that makes it so."""
        law = self.unchecked(edition, chosen, what_ifs)
        wrong = _wrong(law)
        if not wrong:
            return law
        before = _wrong(self.unchecked(edition, chosen)) if what_ifs else wrong
        its_own = [fault for fault in wrong if fault in before]
        problems = [
            letter_of(self.document, law, fault) if fault in its_own else self._of_a_what_if(law, fault, what_ifs)
            for fault in its_own or wrong
        ]
        raise Problems(problems, self.key)

    def _of_a_what_if(self, law: Law, fault: Fault, what_ifs: tuple[Patch, ...]) -> Problem:
        """What cannot be followed in a law for a what-if, at its line there if it has one: in this book, or in a scenario."""
        at, key = place_of(law, fault.path)
        stage = fault.path.split(".", 1)[0]
        touching = [one for one in what_ifs if any(path.split(".", 1)[0] == stage for path in one.paths)]
        patch = next((one for one in what_ifs if at[: len(one.at)] == one.at), [*what_ifs, *touching][-1])
        at = at if at[: len(patch.at)] == patch.at else patch.at
        place = self.document.place(at, key=key) if patch.at in self.document.places else None
        said = fault.said if words_of(at).endswith(fault.path) else f"{fault.path}: {fault.said}"
        return Problem(said, place, at, fault.cure)

    def _problems(self, refused: Refused) -> Problems:
        in_book = refused.at in self.document.places or (*refused.at, "key") in self.document.places
        place = self.document.place(refused.at, key=refused.key) if in_book else None
        return Problems([Problem(refused.said, place, refused.at if in_book else (), refused.cure)], self.key)

    @cached_property
    def digest(self) -> str:
        """A fingerprint of the book's text, for the provenance of results."""
        import hashlib

        text = "\n".join("\n".join(lines) for lines in self.document.lines.values())
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def _wrong(law: Law) -> list[Fault]:
    return [fault for fault in faults(law) if not fault.warning]


def value_words(value: object) -> str:
    """A provision's value in words.

    >>> from fractions import Fraction
    >>> value_words((("members", Fraction(1, 3)), ("mps", Fraction(2, 3)))), value_words(("mps", "meps"))
    ('members 1/3, mps 2/3', 'mps, meps')
    """
    if isinstance(value, tuple):
        return ", ".join(f"{one[0]} {percent(one[1])}" if isinstance(one, tuple) else str(one) for one in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return percent(value) if isinstance(value, Fraction) else str(value)
