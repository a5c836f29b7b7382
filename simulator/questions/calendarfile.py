"""Calendar file: the agenda as iCalendar (RFC 5545), one event an item, whole days, the same bytes each time."""

from __future__ import annotations

import datetime as dt

from icalendar import Calendar, Event

from simulator.questions.agenda import Item, cite_words, when_words
from simulator.scenario.scenario import Scenario


def calendar(scenario: Scenario, items: list[Item]) -> bytes:
    """The agenda as an iCalendar file (RFC 5545): one event an item, whole days, the same bytes each time."""
    law = scenario.law
    out = Calendar()
    out.add("prodid", "-//party-rules//agenda//EN")
    out.add("version", "2.0")
    out.add("x-wr-calname", scenario.title)
    stamp = dt.datetime.combine(scenario.date, dt.time(), dt.UTC)
    for number, one in enumerate(items):
        event = Event()
        event.add("uid", f"{scenario.digest}-{number}@party-rules")
        event.add("dtstamp", stamp)
        event.add("dtstart", dt.date.fromordinal(one.opens[0]))
        event.add("dtend", dt.date.fromordinal(one.closes[1] + 1))
        event.add("summary", one.what)
        under = f"under: {'; '.join(one.readings)}\n" if one.readings else ""
        words = f"{one.who}\n{under}{when_words(one)}\n{one.clause}: {cite_words(law, one.clause)}"
        event.add("description", words.strip())
        out.add_component(event)
    return bytes(out.to_ical())
