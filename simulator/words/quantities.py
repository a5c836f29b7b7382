"""Quantities as people say them: ``60%`` is certain, ``55% to 68%`` is a 90% interval.

The ends of an interval are its 5% and 95% points. A chance is logit-normal between them, a positive amount log-normal,
a date or a number of days a rounded normal. An end of 0% or 100% is read as 0.1% or 99.9%, and ``check`` says so.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from simulator.words.dates import day_words, read_day
from simulator.words.problems import Wrong

Z95 = 1.6448536269514722
LOWEST, HIGHEST = 0.001, 0.999
Scale = Literal["logit", "log", "plain"]
_NUMBER = re.compile(r"[-+]?\d+(?:,\d{3})*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """What someone believes of one figure.

    low, high   the 5% and 95% points (equal when certain)
    scale       where the uncertainty is normal: the logit of a chance, the log of an amount, or the figure itself
    kind        chance (0 to 1), ratio (a share that may pass 1), amount (heads, votes), days, or date (a day's ordinal)
    fat_tails   a t with five degrees of freedom in place of the normal, with the same ends: so polls err
    """

    said: str
    low: float
    high: float
    scale: Scale
    kind: str
    note: str = ""
    fat_tails: bool = False

    @property
    def certain(self) -> bool:
        """True if there is nothing to draw."""
        return self.low == self.high

    @property
    def centre(self) -> float:
        """The middle on the normal scale: the median of the belief, in its own unit."""
        return self.low if self.certain else from_scale(self.mean, self.scale)

    @property
    def mean(self) -> float:
        """Mean on the normal scale."""
        return (to_scale(self.low, self.scale) + to_scale(self.high, self.scale)) / 2

    @property
    def spread(self) -> float:
        """Standard deviation on the normal scale."""
        if self.certain:
            return 0.0
        return (to_scale(self.high, self.scale) - to_scale(self.low, self.scale)) / (2 * Z95)

    def __str__(self) -> str:
        return self.said


def to_scale(value: float, scale: Scale) -> float:
    """From a figure to the scale on which its uncertainty is normal."""
    if scale == "logit":
        inside = min(max(value, LOWEST), HIGHEST)
        return math.log(inside / (1 - inside))
    return math.log(value) if scale == "log" else value


def from_scale(value: float, scale: Scale) -> float:
    """Back from the normal scale to the figure."""
    if scale == "logit":
        return 1 / (1 + math.exp(-value))
    return math.exp(value) if scale == "log" else value


def chance(value: object) -> Quantity:
    """A chance or a share: ``60%``, ``0.6``, ``55% to 68%``.

    >>> chance("55% to 68%").certain, round(chance("60%").centre, 3)
    (False, 0.6)
    """
    return _interval(value, "chance", "logit", _share)


def ratio(value: object) -> Quantity:
    """A share that may pass 100%: ``70% to 120%``."""
    return _interval(value, "ratio", "log", _ratio)


def amount(value: object) -> Quantity:
    """A positive count of heads or votes: ``172``, ``320,000 to 400,000``."""
    return _interval(value, "amount", "log", _heads)


def pounds(value: object) -> Quantity:
    """A fee in whole pounds: ``£25``, ``£3 to £25``.

    >>> pounds("£3 to £25").high
    25.0
    """
    bare = str(value).replace("£", "") if isinstance(value, str) else value
    return _interval(bare, "fee", "log", _fee, said=str(value).strip())


def points(value: object) -> Quantity:
    """A share of the uncertainty, from 0% to 100%, always certain."""
    quantity = chance(value)
    if not quantity.certain:
        raise Wrong("this figure cannot itself be uncertain", "write one share, such as 60%")
    return quantity


def days(value: object) -> Quantity:
    """A number of days, or a date: ``2 days``, ``5 to 9 days``, ``18 July 2016``."""
    text = str(value).strip()
    if re.search(r"\bdays?\b", text):
        bare = re.sub(r"\s*\bdays?\b", "", text)
        return replace(_interval(bare, "days", "plain", _day_count), said=text)
    return date(value)


def date(value: object) -> Quantity:
    """A date, certain or not: ``11 July 2016``, ``11 July to 18 July 2016``; figures are ordinals of days."""
    text = str(value).strip()
    ends = [part.strip() for part in re.split(r"\s+to\s+", text)]
    if len(ends) == 2 and re.search(r"[A-Za-z]", ends[0]) and not re.search(r"\d{4}", ends[0]):
        ends[0] += " " + ends[1].split()[-1]
    return _interval(" to ".join(ends), "date", "plain", lambda end: read_day(end).toordinal(), said=text)


def _interval(value: object, kind: str, scale: Scale, read: Callable[[str], float], said: str = "") -> Quantity:
    if isinstance(value, bool | list | dict):
        raise Wrong(f"should be a {kind}", _EXAMPLES[kind])
    text = str(value).strip()
    ends = re.split(r"\s+to\s+", text)
    if len(ends) > 2:
        raise Wrong(f"“{text}” has more than two ends", _EXAMPLES[kind])
    low, high = (read(ends[0]), read(ends[-1]))
    note = ""
    if len(ends) == 2:
        if low > high:
            raise Wrong(f"the interval “{text}” is upside down", f"write {ends[1]} to {ends[0]}")
        if low == high:
            raise Wrong(f"the interval “{text}” has no width", f"write {ends[0]} if it is certain")
        if scale == "logit" and (low < LOWEST or high > HIGHEST):
            low, high = max(low, LOWEST), min(high, HIGHEST)
            note = "an end of 0% is read as 0.1%, of 100% as 99.9%"
        if scale == "log" and low <= 0:
            raise Wrong(f"the interval “{text}” begins at zero", "begin above zero; an interval of amounts is a ratio")
    return Quantity(said or text, low, high, scale, kind, note)


_EXAMPLES = {
    "chance": "write 60%, or 55% to 68%",
    "ratio": "write 90%, or 70% to 120%",
    "amount": "write 172, or 320,000 to 400,000",
    "fee": "write £25, or £3 to £25",
    "days": "write 2 days, 5 to 9 days, or a date",
    "date": "write 11 July 2016, or 11 July to 18 July 2016",
}


def _number(text: str, kind: str) -> float:
    if not _NUMBER.fullmatch(text.strip()):
        raise Wrong(f"“{text}” is not a {kind}", _EXAMPLES[kind])
    return float(text.replace(",", ""))


def _share(text: str) -> float:
    value = _ratio(text, "chance")
    if not 0 <= value <= 1:
        cure = "shares run from 0% to 100%"
        if 2 <= value <= 100 and "%" not in text:
            cure = f"shares run from 0% to 100%; write {text}%"
        raise Wrong(f"“{text}” is not between 0% and 100%", cure)
    return value


def _ratio(text: str, kind: str = "ratio") -> float:
    text = text.strip()
    value = _number(text.rstrip("% ") or text, kind) / (100 if text.endswith("%") else 1)
    if kind == "ratio" and value < 0:
        raise Wrong(f"“{text}” is below zero", _EXAMPLES[kind])
    return value


def _heads(text: str) -> float:
    value = _number(text, "amount")
    if value < 0:
        raise Wrong(f"“{text}” is below zero", "heads are counted from 0 up")
    if value != int(value):
        raise Wrong(f"“{text}” is not a whole number of heads", f"write {round(value)}")
    return value


def _fee(text: str) -> float:
    value = _number(text, "fee")
    if value < 0:
        raise Wrong(f"“{text}” is below zero", "a free window costs £0")
    return value


def _day_count(text: str) -> float:
    value = _number(text, "days")
    if value < 0 or value != int(value):
        raise Wrong(f"“{text}” is not a whole number of days from 0 up", _EXAMPLES["days"])
    return value


def date_words(quantity: Quantity) -> str:
    """A date belief in words, whatever form it was written in."""
    low, high = (dt.date.fromordinal(int(end)) for end in (quantity.low, quantity.high))
    return day_words(low) if quantity.certain else f"{day_words(low)} to {day_words(high)}"
