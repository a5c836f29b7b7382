"""Problems: letters to the author of a file, each with its place, what was found and what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Path = tuple[str | int, ...]
MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: line and column count from 1 (0: not in a file), ``shown`` is the line itself."""

    file: str
    line: int
    column: int
    shown: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one place; a warning is said but stops nothing."""

    said: str
    place: Place | None = None
    path: Path = ()
    cure: str = ""
    warning: bool = False

    def letter(self) -> str:
        """The problem as printed: place, path, what was found, the line, and what would be right."""
        path = f"{words_of(self.path)}: " if self.path else ""
        kind = "warning: " if self.warning else ""
        if self.place is None:
            return f"{kind}{path}{self.said}" + (f"\n       | {self.cure}" if self.cure else "")
        head = f"{self.place}: {kind}{path}{self.said}"
        if not self.place.shown:
            return head + (f"\n       | {self.cure}" if self.cure else "")
        shown = self.place.shown[:160]
        under = " " * min(self.place.column - 1, 160) + f"^ {self.cure}"
        return f"{head}\n  {self.place.line:>4} | {shown}\n       | {under.rstrip()}"


class Problems(Exception):
    """Everything wrong with a file (or a request), told at once; nothing was run."""

    def __init__(self, problems: Iterable[Problem], name: str = "") -> None:
        self.problems = sorted(
            problems, key=lambda p: (p.place.file, p.place.line, p.place.column) if p.place else ("", 0, 0)
        )
        self.name = name
        super().__init__(self.problems, name)  # whoever raises it anew, makes it of these

    def __str__(self) -> str:
        wrong = [p for p in self.problems if not p.warning]
        count = f"{len(wrong)} problem{'s' if len(wrong) != 1 else ''}"
        where = f" in {self.name}" if self.name else ""
        return "\n".join([*(p.letter() for p in self.problems), f"{count}{where}; nothing was run."])

    def __reduce__(self) -> tuple[type, tuple[list[Problem], str]]:
        return type(self), (self.problems, self.name)


class Wrong(ValueError):
    """A value that cannot be believed, before its place in the file is known."""

    def __init__(self, said: str, cure: str = "") -> None:
        super().__init__(said)
        self.said, self.cure = said, cure


def refuse(said: str, cure: str = "") -> Problems:
    """One problem that has no place in a file, ready to raise."""
    return Problems([Problem(said, cure=cure)])


def words_of(path: Sequence[str | int]) -> str:
    """A path as people write it.

    >>> words_of(("motions", 0, "for"))
    'motions[0].for'
    """
    out = ""
    for step in path:
        out += f"[{step}]" if isinstance(step, int) else f".{step}" if out else str(step)
    return out


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """A cure for a misspelling: the nearest known word, else the known words.

    >>> did_you_mean("automatik", ["automatic", "needs-nominations"])
    'did you mean “automatic”?'
    """
    names = [str(k) for k in known]
    near = difflib.get_close_matches(str(word), names, 1, 0.55)
    if near:
        return f"did you mean “{near[0]}”?"
    more = ", …" if len(names) > MOST_NAMES else ""
    return f"known: {', '.join(names[:MOST_NAMES])}{more}" if names else ""
