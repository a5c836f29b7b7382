"""Sources: who says so, where, and how far they are to be believed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A document: its title, where it was read, and a confidence (high, medium, low, memory)."""

    key: str
    title: str
    url: str = ""
    confidence: str = "medium"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cite:
    """Where a value is said: sources with a pinpoint; or, if ``not_found``, where one looked in vain."""

    sources: tuple[str, ...] = ()
    clause: str = ""
    confidence: str = ""
    note: str = ""
    not_found: str = ""

    def words(self) -> str:
        """The citation in one line."""
        if self.not_found:
            return f"not found ({self.not_found})"
        pinpoint = f", {self.clause or self.note}" if self.clause or self.note else ""
        return f"{', '.join(self.sources)}{pinpoint} [{self.confidence}]"


@dataclass(frozen=True, slots=True)
class Always:
    """One cite for whatever path is asked about: that of a patch which is cited as a whole."""

    cite: Cite

    def __call__(self, _path: str, _default: Cite | None = None) -> Cite:
        """The cite, whatever the path."""
        return self.cite


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a belief of a scenario comes from: a source, the author's assumption, or the product's default."""

    kind: str
    said: str = ""
    grade: str = "assumption"

    def words(self) -> str:
        """The origin in one line."""
        return f"{self.kind}: {self.said}" if self.said else self.kind
