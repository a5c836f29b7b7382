"""Plain words: names of the rule book, and paths of figures, as a reader would say them."""

from __future__ import annotations

import re
from collections.abc import Mapping

_FIGURES = (
    (r"electorate\.sections\.(.+)\.support\.(.+)", "support for {1} among the {0}"),
    (r"electorate\.sections\.(.+)\.shares\.(.+)", "first preferences for {1} among the {0}"),
    (r"electorate\.sections\.(.+)\.stays", "how many of the {0} vote as in the ballot before"),
    (r"electorate\.sections\.(.+)\.keeps_word", "how many of the {0} vote for whom they nominated"),
    (r"politics\.motions\.(.+)\.for", "votes for the motion, {0}"),
    (r"politics\.motions\.(.+)\.abstain", "abstentions on the motion, {0}"),
    (r"electorate\.sections\.(.+)\.turnout", "turnout of the {0}"),
    (r"electorate\.sections\.(.+)\.register", "how many {0} may vote"),
    (r"nominators\.blocs\.(.+)\.nominate\.challenger", "{0} who would nominate a challenger"),
    (r"nominators\.blocs\.(.+)\.nominate\.(.+)", "{0} who would nominate {1}"),
    (r"nominators\.appeal\.(.+)", "appeal of {0} to nominators"),
    (r"politics\.challengers\.(.+)\.stands", "whether {0} stands"),
    (r"politics\.challengers\.(.+)\.in_a_vacancy", "whether {0} stands in a vacancy"),
    (r"politics\.challengers\.(.+)\.declares", "when {0} declares"),
    (r"(.+)\.bar\.(?:share|count)", "the bar, {0}"),
)

SPELT = {"mps": "MPs", "meps": "MEPs", "clps": "CLPs"}
"""Bodies whose short names are spelt in their own way."""


def plain(name: str) -> str:
    """A name of the rule book as words.

    >>> plain("needs-nominations")
    'needs nominations'
    """
    return name.replace("-", " ").replace("_", " ")


def figure_words(path: str, names: Mapping[str, str] | None = None) -> str:
    """A figure's path as a reader would say it.

    names  what to call candidates; else their names in the file, with a capital letter

    >>> figure_words("electorate.sections.members.support.corbyn"), figure_words("politics.resignation.after_walk_out")
    ('support for Corbyn among the members', 'resignation: after walk out')
    """
    for pattern, words in _FIGURES:
        if found := re.fullmatch(pattern, path):
            last = len(found.groups()) - 1
            said = [SPELT.get(one, plain(one)) for one in found.groups()]
            if "{1}" in words or "challengers" in pattern or "appeal" in pattern:
                said[last] = (names or {}).get(found.groups()[last], capital(said[last]))
            return words.format(*said)
    parts = [plain(part) for part in path.split(".")]
    return f"{', '.join(parts[1:-1])}: {parts[-1]}" if len(parts) > 2 else ": ".join(parts)


def capital(words: str) -> str:
    """The words with a capital first letter, the rest as they are."""
    return words[:1].upper() + words[1:]


def short_names(candidates: Mapping[str, str]) -> dict[str, str]:
    """What a label calls each leader: a surname where it is nobody else's, at most twenty letters."""
    last = [name.split()[-1] for name in candidates.values()]
    found = {"nobody": "nobody", "unresolved": "unresolved"}
    for one, name in candidates.items():
        short = name.split()[-1]
        label = short if last.count(short) == 1 else name
        found[one] = label if len(label) <= 20 else f"{label[:19]}…"
    return found
