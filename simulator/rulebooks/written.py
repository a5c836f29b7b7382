"""The rule book as people write it: editions, disputes, readings, sources."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from simulator.words.shapes import Shape, Text, When, Words

Confidence = Literal["high", "medium", "low", "memory", "unconfirmed"]


class SourceEntry(Shape):
    """A document that is cited by its key."""

    title: Text = Field(description="title of the document")
    url: Text = Field("", description="its address")
    confidence: Confidence = Field("medium", description="how far it is trusted")
    note: Text = Field("", description="what a reader should know of it")


class CiteEntry(Shape):
    """Where a value is said, or where one looked in vain."""

    source: Words = Field((), description="keys of sources")
    clause: Text = Field("", description="the pinpoint: chapter, clause, paragraph")
    confidence: Confidence | None = Field(None, description="how far it is trusted that the value is right")
    note: Text = Field("", description="what a reader should know of it")
    not_found: Text = Field("", description="where one looked, if the text was not found")


class PatchEntry(Shape):
    """ONE shape for an amendment, a reading, a what-if and a decision."""

    change: dict[str, object] = Field({}, description="provisions in force that get another value")
    add: dict[str, object] = Field({}, description="stages or provisions that did not exist")
    remove: tuple[str, ...] = Field((), strict=False, description="provisions or stages that cease")


class EditionEntry(PatchEntry):
    """A version of the law: whole (contests and stages), or an amendment of the one before it."""

    edition: Text = Field(description="its name, as rules.edition and “rules --edition” call it")
    in_force: When = Field(description="since when: a day, a month, or “about 2013”, never more exact than the source")
    about: Text = Field("", description="what it is, or what it changed")
    decided_by: Text = Field("", description="who decided it")
    cites: dict[str, CiteEntry] = Field({}, description="provision, stage or “*”: where it is said")
    contests: dict[str, dict[str, object]] | None = None
    stages: dict[str, dict[str, object]] | None = None


class OpenEntry(Shape):
    """Since when, and until when, the text is open to a dispute."""

    from_: When | None = Field(None, alias="from", description="since when the text can be read so")
    until: When | Literal["unknown"] | None = Field(None, description="until when, if it was reworded")


class SettledEntry(Shape):
    """How and by whom a dispute was settled."""

    by: Text = Field(description="who settled it")
    date: When | None = Field(None, description="when")
    how: Text = Field("", description="in what way")
    source: Words = Field((), description="keys of sources")


class ReadingEntry(PatchEntry):
    """One way to read a disputed clause: a patch, who holds it, and the argument."""

    means: Text = Field(description="what the clause means, read so")
    condition: Text = Field("", description="completes the sentence: if …")
    favours: Literal["incumbent", "challenger", "neither"] | None = Field(
        None, description="whom it favours in a challenge; needed where a body or a court may choose it"
    )
    because: Words = Field((), description="the arguments")
    held_by: Words = Field((), description="who read it so; leave out if nobody is known to")
    source: Words = Field((), description="keys of sources")
    confidence: Confidence = Field("low", description="how far it is trusted that somebody read it so")
    note: Text = Field("", description="why there is no source, or what a reader should know")


class DisputeEntry(Shape):
    """A clause that can be read two ways."""

    title: Text = Field(description="the question, as a question")
    sort: Literal["reading", "count of heads"] = Field("reading", description="what kind of question it is")
    clause: Text = Field("", description="the clause in dispute")
    words: Text = Field("", description="the words in dispute, quoted")
    source: Words = Field((), description="keys of sources")
    open: OpenEntry = Field(OpenEntry(), description="since when, and until when, the text is open to it")
    only_if: dict[str, Words] = Field({}, description="dispute: readings under which this one matters at all")
    while_in_office: bool = Field(False, description="it matters only while who leaves still holds the office")
    adopted: Text = Field(description="the reading played if a scenario names none")
    settled: SettledEntry | None = Field(None, description="how it was settled, if it was")
    note: Text = Field("", description="what a reader should know of it")
    readings: dict[str, ReadingEntry] = Field(description="the readings by name, two at least")


class AnswerEntry(Shape):
    """One answer to a matter that is not a reading of the text."""

    means: Text = Field(description="what it comes to")
    held_by: Words = Field((), description="who held it")
    source: Words = Field((), description="keys of sources")
    confidence: Confidence = Field("low", description="how far it is trusted")


class MatterEntry(Shape):
    """A matter in dispute that no reading of the text decides: an officer's decision, conduct, a head-count, a precedent."""

    title: Text = Field(description="the question")
    sort: Literal["edition", "officer's decision", "count of heads", "conduct", "note"] = Field(
        description="what kind of question it is"
    )
    decides: Text = Field("", description="the provision it bears on")
    source: Words = Field((), description="keys of sources")
    note: Text = Field("", description="what a reader should know of it")
    answers: dict[str, AnswerEntry] = Field(description="the answers by name")
    settled: SettledEntry | None = Field(None, description="how it was settled, if it was")


class ProposedEntry(Shape):
    """Who proposed a change that is not law, when, and what became of it."""

    by: Text = Field(description="who proposed it")
    date: object = Field(None, description="when")
    outcome: Text = Field("unknown", description="what became of it")


class DraftEntry(PatchEntry):
    """A named what-if: a draft or a rejected amendment."""

    title: Text = Field(description="what it would change")
    proposed: ProposedEntry = Field(description="who proposed it, when, and what became of it")
    open: OpenEntry = Field(OpenEntry(), description="since when, and until when, it can be supposed")
    source: Words = Field((), description="keys of sources")
    note: Text = Field("", description="what a reader should know of it")


class BookEntry(Shape):
    """A whole rule book."""

    book: Text = Field(description="its title: the party, and for which offices")
    offices: dict[str, Text] = Field(
        {}, description="the offices it fills, and where it says that they are filled alike"
    )
    bodies: dict[str, Text] = Field(
        description="each body by the name that provisions use, and what it is called in a sentence"
    )
    sources: dict[str, SourceEntry] = Field(description="documents by the keys that cites use")
    editions: tuple[EditionEntry, ...] = Field(
        strict=False, min_length=1, description="its versions in order of time; the first is whole"
    )
    disputes: dict[str, DisputeEntry] = Field({}, description="clauses that can be read in two ways, by name")
    matters: dict[str, MatterEntry] = Field({}, description="disputes that no reading of the text decides")
    what_ifs: dict[str, DraftEntry] = Field({}, description="drafts and rejected amendments, by name")
