"""Dates as party documents give them: a day, a month, or *about* a month or year. None is made exact that was not."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from simulator.words.problems import Wrong

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_SAID = re.compile(r"(\d{1,2}) ([A-Za-z]+) (\d{4})")


@dataclass(frozen=True, slots=True)
class When:
    """A date as known: it lies between ``earliest`` and ``latest``; ``said`` is how the source puts it."""

    earliest: dt.date
    latest: dt.date
    said: str

    @property
    def exact(self) -> bool:
        """True if the very day is known."""
        return self.earliest == self.latest

    def __str__(self) -> str:
        if self.exact:
            return day_words(self.earliest)
        return self.said if not _MONTH.fullmatch(self.said) else _month_words(self.said)


def _month_words(said: str) -> str:
    year, month = said.split("-")
    return f"{MONTHS[int(month) - 1]} {year} (day not found)"


def day_words(day: dt.date) -> str:
    """A day in words.

    >>> day_words(dt.date(2016, 6, 28))
    '28 June 2016'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def read_day(value: object) -> dt.date:
    """One certain day: ``2016-06-28`` or ``28 June 2016``."""
    text = str(value).strip()
    try:
        if found := _ISO.fullmatch(text):
            return dt.date(*(int(part) for part in found.groups()))
        if found := _SAID.fullmatch(text):
            return dt.date(int(found[3]), _month_number(found[2]), int(found[1]))
    except ValueError as error:
        if isinstance(error, Wrong):
            raise
        raise Wrong(f"“{text}” is not a day of the calendar", "") from None
    raise Wrong(f"“{text}” is not a date", "write 2016-06-28 or 28 June 2016")


def read_when(value: object) -> When:
    """A date of law: a day, a month (``2015-09``), or ``about 2013``."""
    text = str(value).strip()
    if found := re.fullmatch(r"about (\d{4})(?:-(\d{2}))?", text):
        year, month = int(found[1]), found[2]
        if month:
            around = read_when(f"{year}-{month}")
            return When(around.earliest - dt.timedelta(31), around.latest + dt.timedelta(31), text)
        return When(dt.date(year - 1, 1, 1), dt.date(year + 1, 12, 31), text)
    if (found := _MONTH.fullmatch(text)) and 1 <= int(found[2]) <= 12:
        first = dt.date(int(found[1]), int(found[2]), 1)
        after = (first + dt.timedelta(32)).replace(day=1)
        return When(first, after - dt.timedelta(1), text)
    day = read_day(text)
    return When(day, day, text)


def _month_number(word: str) -> int:
    for number, name in enumerate(MONTHS, 1):
        if name.lower().startswith(word.lower()) and len(word) >= 3:
            return number
    raise Wrong(f"“{word}” is not a month", "write the month in English, such as July")
