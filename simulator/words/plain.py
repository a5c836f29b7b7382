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


def clause_words(path: str) -> str:
    """The path of a provision as a reader would say it: the stage, and what is said of it.

    >>> clause_words("mps-ballots.then.not won"), clause_words("challenge.opens_when")
    ('MPs ballots: then, not won', 'Challenge: opens when')
    """
    stage, _, leaf = path.partition(".")
    words = " ".join(SPELT.get(one, one) for one in plain(stage).split())
    return capital(f"{words}: {plain(leaf).replace('.', ', ')}" if leaf else words)


def capital(words: str) -> str:
    """The words with a capital first letter, the rest as they are."""
    return words[:1].upper() + words[1:]


def short_names(candidates: Mapping[str, str]) -> dict[str, str]:
    """What a label calls each leader: a surname where it is nobody else's (of a joint ticket both), at most twenty letters.

    >>> short_names({"a": "Adrian Ramsay and Ellie Chowns", "z": "Zack Polanski", "RON": "Re-open nominations"})["a"]
    'Ramsay and Chowns'
    """
    last = [_surname(name) for name in candidates.values()]
    found = {"nobody": "nobody", "unresolved": "unresolved"}
    for one, name in candidates.items():
        short = _surname(name)
        label = short if last.count(short) == 1 else name
        found[one] = label if len(label) <= 20 else f"{label[:19]}…"
    return found


def is_joint(name: str) -> bool:
    """Whether a candidate's name is that of a joint ticket: two people who stand as one candidate."""
    return " and " in name


def _surname(name: str) -> str:
    """The last word of a name, of each of two who stand together; the whole where that is no surname, as of an option."""
    last = [one.split()[-1] for one in name.split(" and ") if one.split()]
    return " and ".join(last) if all(one[:1].isupper() for one in last) else name
