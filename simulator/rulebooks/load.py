"""The shelf: rule books read from YAML, checked whole, and found by name."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

from simulator.rulebooks.check import check_book
from simulator.rulebooks.disputes import Answer, Dispute, Draft, Matter, Reading
from simulator.rulebooks.law import CiteOf, Law
from simulator.rulebooks.patches import Patch, Refused, patched, with_parts
from simulator.rulebooks.rulebook import Edition, RuleBook
from simulator.rulebooks.soundness import broken, letter_of, unsound
from simulator.rulebooks.written import (
    BookEntry,
    CiteEntry,
    DisputeEntry,
    DraftEntry,
    EditionEntry,
    MatterEntry,
    ReadingEntry,
    SettledEntry,
)
from simulator.stages.kinds import KINDS
from simulator.stages.nomination import thresholds
from simulator.stages.values import AllOf, AnyOf, SetBy, yes
from simulator.words.dates import When
from simulator.words.documents import Document, read
from simulator.words.problems import Path, Problem, Problems, did_you_mean, refuse
from simulator.words.shapes import shaped
from simulator.words.sources import Always, Cite, Source

YES_OR_NO = {path for kind in KINDS.values() for path, word in kind.vocabulary().items() if word.read is yes}
"""Words of a book whose value is yes or no."""


def books() -> dict[str, str]:
    """The rule books that come along: name → file."""
    folder = resources.files("simulator.rulebooks")
    return {item.name[:-5]: str(item) for item in sorted(folder.iterdir(), key=str) if item.name.endswith(".yaml")}


def open_book(name: str, named_in: str = "") -> RuleBook:
    """A rule book by name (``labour``), or by the path of a YAML file of one's own.

    named_in   the file that names the book: a path is looked for beside it first, and then from where one is
    """
    if name.endswith((".yaml", ".yml")) or os.sep in name:
        beside = os.path.normpath(os.path.join(os.path.dirname(named_in), name))
        return book_at(beside if named_in and os.path.exists(beside) else name)
    return book_at(name)


def is_book(name: str) -> bool:
    """Whether a word of a command line names a rule book: one that comes along, or a file that is one."""
    if os.path.isfile(name):
        data = read(name, YES_OR_NO).data
        return "book" in data and "editions" in data
    return name in books()


@lru_cache(maxsize=32)
def book_at(name: str) -> RuleBook:
    """A rule book by name, or by its path from where one is, which is checked whole; read once."""
    if name.endswith((".yaml", ".yml")) or os.sep in name:
        return checked(book_of(read(name, YES_OR_NO), os.path.splitext(os.path.basename(name))[0]))
    known = books()
    if name not in known:
        raise refuse(f"there is no rule book “{name}”", did_you_mean(name, known))
    return book_of(read(known[name], YES_OR_NO), name)


def book_of(document: Document, key: str) -> RuleBook:
    """A rule book from its document; raises Problems with every fault found."""
    if "editions" not in document.data and {"scenario", "rules"} & document.data.keys():
        kind, verb = ("a recorded contest", "replay") if "official" in document.data else ("a scenario", "check")
        raise refuse(f"{document.name} is {kind}, not a rule book", f"party-rules {verb} {document.name}")
    written, problems = shaped(BookEntry, document)
    if written is None:
        raise Problems(problems, document.name)
    return _Reader(document, key, written).book()


def bodies_in(path: str, value: object) -> Iterator[str]:
    """The bodies that a provision names: who nominates, of whom a share is, who sets a value."""
    if isinstance(value, SetBy):
        yield from () if value.body == "timetable" else (value.body,)
    elif isinstance(value, AllOf | AnyOf):
        for one in thresholds(value):
            yield from (*one.by, *one.of)
    elif path.endswith((".by", ".of", ".candidates")) and isinstance(value, tuple):
        yield from value


def checked(book: RuleBook) -> RuleBook:
    """A book in which check finds nothing wrong; raises Problems with everything that is."""
    problems = check_book(book)
    if any(not one.warning for one in problems):
        raise Problems(problems, book.document.name)
    return book


class _Reader:
    """Turns the written form into the resolved one, collecting problems."""

    def __init__(self, document: Document, key: str, written: BookEntry) -> None:
        self.document, self.key, self.written = document, key, written
        self.problems: list[Problem] = []

    def fail(self, path: Path, said: str, cure: str = "", *, key: bool = False) -> None:
        self.problems.append(Problem(said, self.document.place(path, key=key), path, cure))

    def book(self) -> RuleBook:
        written = self.written
        sources = {k: Source(k, s.title, s.url, s.confidence, s.note) for k, s in written.sources.items()}
        editions = tuple(self._editions())
        if self.problems:
            for edition in editions:
                self._faulty(edition.law)
        disputes = {name: self._dispute(name, entry) for name, entry in written.disputes.items()}
        matters = {name: self._matter(name, matter) for name, matter in written.matters.items()}
        drafts = {name: self._draft(name, draft) for name, draft in written.what_ifs.items()}
        book = RuleBook(
            self.key, written.book, written.offices, written.bodies, sources, editions, disputes, matters, drafts,
            self.document,
        )  # fmt: skip
        if not self.problems:
            self._disputes_open(book)
        if self.problems:
            raise Problems({(str(one.place), one.said): one for one in self.problems}.values(), self.document.name)
        return book

    def _editions(self) -> Iterator[Edition]:
        law, before = Law(), None
        for number, entry in enumerate(self.written.editions):
            at: Path = ("editions", number)
            if before is not None:
                self._same_day(number, entry)
            if before is not None and entry.in_force.earliest < before.in_force.earliest:
                self.fail((*at, "in_force"), f"“{entry.edition}” begins before the edition above it", "order by date")
            try:
                law = self._law(law, entry, at)
            except Refused as refused:
                self._rest_of(law, entry, at, refused)
                return
            self._bodies_known(law)
            before = Edition(entry.edition, entry.in_force, entry.about, entry.decided_by, law)
            yield before

    def _rest_of(self, before: Law, entry: EditionEntry, at: Path, refused: Refused) -> None:
        """Everything that is wrong in an edition that cannot be read: what is refused is left out, and the rest is read again.

        What may only follow from what was left out is not said: of a stage in which something is refused no more is asked.
        """
        rest, law, gone = entry.model_copy(deep=True), None, dict[str, str]()
        while law is None:
            here = refused.at[len(at) :]
            if here[-1:] != ("like",) or self._like_of(rest, here) not in gone:
                self.fail(refused.at, refused.said, refused.cure, key=refused.key)
            gone |= (
                {str(here[1]).split(".", 1)[0]: "contest" if here[0] == "contests" else "wait"} if len(here) > 1 else {}
            )
            if not self._left_out(rest, here):
                return
            try:
                law = self._law(before, rest, at)
            except Refused as next_:
                refused = next_
        self._bodies_known(law)
        self._faulty(law, gone)

    @staticmethod
    def _like_of(entry: EditionEntry, here: Path) -> object:
        """What a block says it is like."""
        like: object = getattr(entry, str(here[0]))[here[1]]["like"]
        return like

    @staticmethod
    def _left_out(entry: EditionEntry, here: Path) -> bool:
        """Leave out what stands at a path of an edition, a whole block where its kind is wrong; False: nothing stands there."""
        inside = getattr(entry, str(here[0]), None) if here else None
        *way, last = (here[1:2] if here[-1] in ("like", "stage") else here[1:]) if len(here) > 1 else (None,)
        for step in way:
            inside = inside.get(step) if isinstance(inside, dict) else None
        if not isinstance(inside, dict) or last not in inside:
            return False
        del inside[last]
        return True

    def _faulty(self, law: Law, gone: Mapping[str, str] = MappingProxyType({})) -> None:
        """What is wrong in the stages and contests of a law by themselves.

        gone   those in which something was left out, each with its kind: of them nothing is said
        """
        whole = replace(law, kinds={**gone, **law.kinds})
        for fault in (*broken(whole), *unsound(law)):
            if fault.path.split(".", 1)[0] not in gone:
                self.problems.append(letter_of(self.document, law, fault))

    def _same_day(self, number: int, entry: EditionEntry) -> None:
        """Two amendments of one day that change a provision differently contradict each other: file order does not decide."""
        before = self.written.editions[number - 1]
        if entry.in_force != before.in_force:
            return
        for path in entry.change.keys() & before.change.keys():
            if entry.change[path] != before.change[path]:
                both = f"“{before.edition}” and “{entry.edition}”, both in force from {entry.in_force}"
                said = f"{both}, contradict each other on {path}"
                self.fail(("editions", number, "change", path), said, "say which prevails, in one edition", key=True)

    def _law(self, law: Law, entry: EditionEntry, at: Path) -> Law:
        since = f"{entry.edition} ({entry.in_force})"
        cite_of = self._citing(entry.cites, (*at, "cites"), since)
        if entry.stages is None and entry.contests is None:
            if not law.kinds:
                raise Refused(at, "the first edition must be whole", "write its contests and stages")
            return patched(law, [Patch(since, at, entry.change, entry.add, entry.remove, cite_of)])
        law = Law()
        for part, blocks in (("contests", entry.contests or {}), ("stages", entry.stages or {})):
            for name in blocks:
                if name in law.kinds:
                    raise Refused((*at, part, name), f"“{name}” is the name of a contest too", "rename one", key=True)
            law = with_parts(law, blocks, (*at, part), cite_of, since, "contest" if part == "contests" else None)
        return patched(law, [Patch(since, at, entry.change, entry.add, entry.remove, cite_of)])

    def _bodies_known(self, law: Law) -> None:
        for path, provision in law.provisions.items():
            for body in bodies_in(path, provision.value):
                if body not in self.written.bodies:
                    cure = did_you_mean(body, self.written.bodies)
                    self.fail(provision.at, f"{path}: “{body}” is not a body of this book", cure, key=True)

    def _citing(self, cites: Mapping[str, CiteEntry], at: Path, since: str) -> CiteOf:
        """A function path → cite: the longest written path wins; a provision under no cite is refused."""
        for path, entry in cites.items():
            self._cite_known(entry, (*at, path))
        ordered = sorted(cites, key=len, reverse=True)

        def cite_of(path: str, default: Cite | None = None) -> Cite:
            if default is not None and path not in cites:
                return default
            for prefix in ordered:
                if prefix == "*" or path == prefix or path.startswith(f"{prefix}."):
                    return self._cite(cites[prefix])
            self.fail(at[:-1], f"“{path}” has no source in {since}", "add it under cites:, or say not_found:", key=True)
            return Cite(not_found="no source was given")

        return cite_of

    def _cite_known(self, entry: CiteEntry, at: Path) -> None:
        self._sources_known(entry.source, (*at, "source"))
        if not entry.source and not entry.not_found:
            self.fail(at, "a cite without a source", "write source: KEY, or not_found: where you looked", key=True)
        if entry.source and not entry.not_found and not entry.clause and not entry.note:
            self.fail(at, "a source without a pinpoint", "add clause: (or note: what the source shows)", key=True)

    def _sources_known(self, keys: tuple[str, ...], at: Path) -> None:
        for key in keys:
            if key not in self.written.sources:
                self.fail(at, f"“{key}” is not among the sources", did_you_mean(key, self.written.sources))

    def _cite(self, entry: CiteEntry) -> Cite:
        known = [self.written.sources[k].confidence for k in entry.source if k in self.written.sources]
        confidence = entry.confidence or ("unconfirmed" if entry.not_found else known[0] if known else "unconfirmed")
        return Cite(entry.source, entry.clause, confidence, entry.note, entry.not_found)

    def _dispute(self, name: str, entry: DisputeEntry) -> Dispute:
        at: Path = ("disputes", name)
        self._sources_known(entry.source, (*at, "source"))
        for other, readings in entry.only_if.items():
            known = self.written.disputes.get(other)
            if known is None:
                self.fail(
                    (*at, "only_if", other),
                    f"there is no dispute “{other}”",
                    did_you_mean(other, self.written.disputes),
                )
            for reading in readings if known else ():
                if known and reading not in known.readings:
                    cure = did_you_mean(reading, known.readings)
                    self.fail((*at, "only_if", other), f"“{reading}” is not a reading of {other}", cure)
        if entry.adopted not in entry.readings:
            cure = did_you_mean(entry.adopted, entry.readings)
            self.fail((*at, "adopted"), f"“{entry.adopted}” is not one of its readings", cure)
        readings_made = {key: self._reading(name, key, reading) for key, reading in entry.readings.items()}
        settled = self._settled(entry.settled, at)
        closes = entry.open.until if isinstance(entry.open.until, When) else None
        return Dispute(
            name, entry.title, entry.clause, entry.words, entry.source, entry.open.from_, closes, entry.only_if,
            entry.adopted, settled, entry.note, readings_made, entry.sort, entry.while_in_office,
        )  # fmt: skip

    def _settled(self, entry: SettledEntry | None, at: Path) -> str:
        if entry is None:
            return ""
        self._sources_known(entry.source, (*at, "settled", "source"))
        when = f", {entry.date}" if entry.date else ""
        return f"{entry.by}{when}" + (f": {entry.how}" if entry.how else "")

    def _matter(self, name: str, entry: MatterEntry) -> Matter:
        at: Path = ("matters", name)
        self._sources_known(entry.source, (*at, "source"))
        answers = {}
        for key, one in entry.answers.items():
            self._sources_known(one.source, (*at, "answers", key, "source"))
            answers[key] = Answer(key, one.means, one.held_by, one.source, one.confidence)
        settled = self._settled(entry.settled, at)
        return Matter(name, entry.title, entry.sort, entry.decides, entry.source, entry.note, settled, answers)

    def _draft(self, name: str, entry: DraftEntry) -> Draft:
        at: Path = ("what_ifs", name)
        self._sources_known(entry.source, (*at, "source"))
        if not entry.source:
            self.fail(at, f"the what-if “{name}” has no source", "add source:", key=True)
        when = f", {entry.proposed.date}" if entry.proposed.date else ""
        cite = Cite(entry.source, "", "", f"proposed by {entry.proposed.by}{when}; {entry.proposed.outcome}")
        patch = Patch(f"what if: {name}", at, entry.change, entry.add, entry.remove, Always(cite))
        closes = entry.open.until if isinstance(entry.open.until, When) else None
        return Draft(
            name, entry.title, f"proposed by {entry.proposed.by}{when}", entry.proposed.outcome, entry.source, entry.note,
            entry.open.from_, closes, patch,
        )  # fmt: skip

    def _reading(self, dispute: str, name: str, entry: ReadingEntry) -> Reading:
        at: Path = ("disputes", dispute, "readings", name)
        if name.lower() in ("yes", "no"):
            self.fail(at, "a reading may not be called yes or no", "name it by its content", key=True)
        if not (entry.change or entry.add or entry.remove):
            self.fail(at, f"the reading “{name}” changes nothing", "give it change:, add: or remove:", key=True)
        self._sources_known(entry.source, (*at, "source"))
        if not entry.source and not entry.note:
            self.fail(
                at,
                f"the reading “{name}” has no source",
                "add source:, or note: that nobody is known to hold it",
                key=True,
            )
        cite = Cite(entry.source, "", entry.confidence, entry.note, "" if entry.source else entry.note)
        patch = Patch(f"{dispute}={name}", at, entry.change, entry.add, entry.remove, Always(cite))
        return Reading(
            dispute,
            name,
            entry.means,
            entry.condition,
            entry.because,
            entry.held_by,
            entry.source,
            entry.confidence,
            entry.note,
            patch,
            entry.favours or "",
        )

    def _disputes_open(self, book: RuleBook) -> None:
        for dispute in book.disputes.values():
            if not any(dispute.open_to(edition.in_force) for edition in book.editions):
                self.fail(("disputes", dispute.name), "open to no edition of this book", "see open:", key=True)
