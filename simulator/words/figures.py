"""Figures as they were printed: exact, with the digits they were printed with.

A count is what it says. A share is known to half a unit of its last digit, so that 27.890 says more than 27.89.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from simulator.words.problems import Wrong

_PRINTED = re.compile(r"[-+]?\d{1,15}(?:\.\d{1,17})?")


@dataclass(frozen=True, slots=True)
class Published:
    """A published figure.

    text   as it was printed;  exact   its value;  half   half a unit of its last digit

    >>> figure = published("27.890")
    >>> str(figure), figure.exact, figure.half
    ('27.890', Fraction(2789, 100), Fraction(1, 2000))
    """

    text: str
    exact: Fraction
    half: Fraction

    def __str__(self) -> str:
        return self.text

    @property
    def whole(self) -> bool:
        """Printed as a whole number."""
        return "." not in self.text


def published(value: object) -> Published:
    """A figure from what is written: a number, or a number in quotes."""
    text = str(value).strip()
    if isinstance(value, bool) or not _PRINTED.fullmatch(text):
        raise Wrong(f"“{value}” is not a number", "write 139, or 51.90 with the digits that were printed")
    decimals = len(text.partition(".")[2])
    return Published(text, Fraction(text), Fraction(1, 2 * 10**decimals))
