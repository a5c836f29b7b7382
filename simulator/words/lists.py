"""Lists and lines: words one after another, as a sentence has them, and sentences in lines that fit a screen."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

WIDTH = 96


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence.

    >>> listed(["a", "b", "c"]), listed(["a", "b"]), listed(["a"]), listed([])
    ('a, b and c', 'a and b', 'a', '')
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def in_lines(text: str, first: str = "", rest: str | None = None, *, width: int = WIDTH) -> list[str]:
    """A text in lines of a width, with what stands before the first and before each of the rest (the same if not given).

    >>> in_lines("a rule that is long", "- ", "  ", width=12)
    ['- a rule', '  that is', '  long']
    """
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=first if rest is None else rest, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
