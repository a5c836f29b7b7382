"""Phrases: how chances, differences and names are said, in words a newspaper could print."""

from __future__ import annotations

import re
from collections.abc import Mapping

from simulator.words.lists import listed as listed

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


def percent(chance: float) -> str:
    """A chance as a whole per cent; 0% and 100% are kept for *never* and *always*.

    >>> [percent(c) for c in (0, 0.004, 0.474, 0.996, 1)]
    ['0%', '<1%', '47%', '>99%', '100%']
    """
    if 0 < chance < 0.01:
        return "<1%"
    if 0.99 < chance < 1:
        return ">99%"
    return f"{rounded(100 * chance)}%"


def hundred(chance: float) -> str:
    """A chance as a count out of 100, to follow *in*.

    >>> [hundred(c) for c in (0, 0.004, 0.474, 0.996, 1)]
    ['none', 'fewer than 1', '47', 'more than 99', 'all']
    """
    if chance in (0, 1):
        return "all" if chance else "none"
    said = percent(chance).rstrip("%")
    return said.replace("<", "fewer than ").replace(">", "more than ")


def contests(chance: float) -> str:
    """A chance as people count it.

    >>> contests(0.5369), contests(0), contests(1)
    ('54 of 100 simulations', 'no simulation', 'every simulation')
    """
    if chance in (0, 1):
        return "every simulation" if chance else "no simulation"
    return f"{hundred(chance)} of 100 simulations"


def points(difference: float) -> str:
    """The size of a difference between two chances.

    >>> points(-0.5362), points(0.011), points(0.003), points(0)
    ('54 points', '1 point', 'less than a point', 'no points')
    """
    size = abs(100 * difference)
    if 0 < size < 1:
        return "less than a point"
    whole = rounded(size)
    return "no points" if not whole else f"{whole} point{'s' if whole != 1 else ''}"


def rounded(value: float) -> int:
    """The nearest whole number, halves up: 26.5 is 27 and 27.5 is 28, as readers expect."""
    return int(value + 0.5)


def margin(error: float) -> str:
    """The ± that comes from the number of runs alone, in points (95%)."""
    return f"±{max(1, rounded(196 * error))}"


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
