"""The rule book as people write it: editions, disputes, readings, sources."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from simulator.words.shapes import Shape, Text, When, Words

Confidence = Literal["high", "medium", "low", "memory", "unconfirmed"]


class SourceEntry(Shape):
    """A document that is cited by its key."""

    title: Text = Field(description="title of the document")
    url: Text = ""
    confidence: Confidence = "medium"
    note: Text = ""


class CiteEntry(Shape):
    """Where a value is said, or where one looked in vain."""

    source: Words = ()
    clause: Text = Field("", description="the pinpoint: chapter, clause, paragraph")
    confidence: Confidence | None = None
    note: Text = ""
    not_found: Text = Field("", description="where one looked, if the text was not found")


class PatchEntry(Shape):
    """ONE shape for an amendment, a reading, a what-if and a decision."""

    change: dict[str, Any] = Field({}, description="provisions in force that get another value")
    add: dict[str, Any] = Field({}, description="stages or provisions that did not exist")
    remove: tuple[str, ...] = Field((), strict=False, description="provisions or stages that cease")


class EditionEntry(PatchEntry):
    """A version of the law: whole (contests and stages), or an amendment of the one before it."""

    edition: Text
    in_force: When
    about: Text = ""
    decided_by: Text = ""
    cites: dict[str, CiteEntry] = Field({})
    contests: dict[str, dict[str, Any]] | None = None
    stages: dict[str, dict[str, Any]] | None = None


class OpenEntry(Shape):
    """Since when, and until when, the text is open to a dispute."""

    from_: When | None = Field(None, alias="from")
    until: When | Literal["unknown"] | None = None


class SettledEntry(Shape):
    """How and by whom a dispute was settled."""

    by: Text
    date: When | None = None
    how: Text = ""
    source: Words = ()


class ReadingEntry(PatchEntry):
    """One way to read a disputed clause: a patch, who holds it, and the argument."""

    means: Text
    condition: Text = Field("", description="completes the sentence: if …")
    favours: Literal["incumbent", "challenger", "neither"] | None = Field(
        None, description="whom it favours in a challenge; needed where a body or a court may choose it"
    )
    because: Words = ()
    held_by: Words = Field((), description="who read it so; leave out if nobody is known to")
    source: Words = ()
    confidence: Confidence = "low"
    note: Text = ""


class DisputeEntry(Shape):
    """A clause that can be read two ways."""

    title: Text
    sort: Literal["reading", "count of heads"] = Field("reading", description="what kind of question it is")
    clause: Text = ""
    words: Text = Field("", description="the words in dispute, quoted")
    source: Words = ()
    open: OpenEntry = OpenEntry()
    only_if: dict[str, Words] = Field({}, description="dispute: readings under which this one matters at all")
    while_in_office: bool = Field(False, description="it matters only while who leaves still holds the office")
    adopted: Text = Field(description="the reading played if a scenario names none")
    settled: SettledEntry | None = None
    note: Text = ""
    readings: dict[str, ReadingEntry]


class AnswerEntry(Shape):
    """One answer to a matter that is not a reading of the text."""

    means: Text
    held_by: Words = ()
    source: Words = ()
    confidence: Confidence = "low"


class MatterEntry(Shape):
    """A matter in dispute that no reading of the text decides: an officer's decision, conduct, a head-count, a precedent."""

    title: Text
    sort: Literal["edition", "officer's decision", "count of heads", "conduct", "note"]
    decides: Text = Field("", description="the provision it bears on")
    source: Words = ()
    note: Text = ""
    answers: dict[str, AnswerEntry]
    settled: SettledEntry | None = None


class ProposedEntry(Shape):
    """Who proposed a change that is not law, when, and what became of it."""

    by: Text
    date: Any = None
    outcome: Text = "unknown"


class DraftEntry(PatchEntry):
    """A named what-if: a draft or a rejected amendment."""

    title: Text
    proposed: ProposedEntry
    open: OpenEntry = OpenEntry()
    source: Words = ()
    note: Text = ""


class BookEntry(Shape):
    """A whole rule book."""

    book: Text
    offices: dict[str, Text] = Field(
        {}, description="the offices it fills, and where it says that they are filled alike"
    )
    bodies: dict[str, Text]
    sources: dict[str, SourceEntry]
    editions: tuple[EditionEntry, ...] = Field(strict=False, min_length=1)
    disputes: dict[str, DisputeEntry] = Field({})
    matters: dict[str, MatterEntry] = Field({}, description="disputes that no reading of the text decides")
    what_ifs: dict[str, DraftEntry] = Field({}, description="drafts and rejected amendments, by name")
