"""Bars: the least number of nominators that suffices, by exact arithmetic."""

from __future__ import annotations

import math
from fractions import Fraction


def least(share: Fraction, base: int, rounding: str = "up", test: str = "at least") -> int:
    """“Any nomination must be supported by 20 per cent of …”: the least number of heads that suffices.

    share     of the base, exact
    base      heads
    rounding  up (50.2 → 51), down (50.2 → 50) or nearest (halves up)
    test      ``at least`` the share, or ``more than`` it (then a whole number is not enough)
    returns   heads

    >>> least(Fraction(1, 5), 251), least(Fraction(1, 5), 250), least(Fraction(1, 5), 251, "down")
    (51, 50, 50)
    >>> least(Fraction(1, 5), 250, test="more than")
    51
    """
    exact = share * base
    if test == "more than":
        return math.floor(exact) + 1
    if rounding == "down":
        return math.floor(exact)
    return math.floor(exact + Fraction(1, 2)) if rounding == "nearest" else math.ceil(exact)


def spelt(share: Fraction, base: str, heads: int, rounding: str, test: str = "at least") -> str:
    """The sum in words.

    >>> spelt(Fraction(1, 5), "231 MPs + 20 MEPs", 251, "up")
    '51 = 20% of 251 (231 MPs + 20 MEPs), 50.2 rounded up'
    >>> spelt(Fraction(1, 5), "230 MPs + 20 MEPs", 250, "up")
    '50 = 20% of 250 (230 MPs + 20 MEPs)'
    """
    exact = share * heads
    needs = least(share, heads, rounding, test)
    whole = exact.denominator == 1
    how = "" if whole else f", {float(exact):.4g} rounded {'to the nearest' if rounding == 'nearest' else rounding}"
    if test == "more than":
        how = f", more than {float(exact):.4g}"
    return f"{needs} = {percent(share)} of {heads} ({base}){how}"


def percent(share: Fraction) -> str:
    """A share as a percentage, exact where it is short.

    >>> percent(Fraction(1, 8)), percent(Fraction(1, 3))
    ('12.5%', '1/3')
    """
    hundredths = share * 100
    return f"{float(hundredths):g}%" if (hundredths * 1000).denominator == 1 else f"{share}"
