"""Phrases: how chances, differences and names are said, in words a newspaper could print."""

from __future__ import annotations

from simulator.words.lists import listed as listed
from simulator.words.plain import SPELT as SPELT
from simulator.words.plain import capital as capital
from simulator.words.plain import figure_words as figure_words
from simulator.words.plain import plain as plain


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
