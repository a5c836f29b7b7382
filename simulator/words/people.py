"""People: when two ways of writing a name are one person."""

from __future__ import annotations

import re
import unicodedata

TITLES = (
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "baroness", "baron",
    "rev", "revd", "hon", "rt", "mp", "msp", "mep", "cllr", "councillor",
)  # fmt: skip


def same(name: str) -> str:
    r"""What stays of a name however it is written: without case, accents, hyphens, apostrophes, stops and titles.

    >>> same("Dr Ann Ash-Lee MP") == same("ANN  ASHLEE"), same("Ben Dunne\u0301") == same("Ben Dunné")
    (True, True)
    >>> same("Ann Ash") == same("Ann Lee")
    False
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    words = re.findall(r"\w+", re.sub(r"[^\w\s]|_", "", "".join(c for c in plain if not unicodedata.combining(c))))
    kept = [word for word in words if word not in TITLES]
    return "".join(kept or words)
