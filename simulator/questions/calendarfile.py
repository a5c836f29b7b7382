"""Calendar file: the agenda as iCalendar (RFC 5545), one event an item, whole days, the same bytes each time."""

from __future__ import annotations

import datetime as dt

from icalendar import Calendar, Event

from simulator.questions.agenda import Next
from simulator.scenario.scenario import Scenario


def calendar(scenario: Scenario, answer: Next) -> bytes:
    """The agenda as an iCalendar file (RFC 5545): one event an item, whole days, the same bytes each time."""
    out = Calendar()
    out.add("prodid", "-//party-rules//agenda//EN")
    out.add("version", "2.0")
    out.add("x-wr-calname", scenario.title)
    stamp = dt.datetime.combine(scenario.date, dt.time(), dt.UTC)
    for number, one in enumerate(answer.items):
        event = Event()
        event.add("uid", f"{scenario.digest}-{number}@party-rules")
        event.add("dtstamp", stamp)
        event.add("dtstart", one.opens[0])
        event.add("dtend", one.closes[1] + dt.timedelta(1))
        event.add("summary", one.what)
        under = f"under: {'; '.join(one.readings)}\n" if one.readings else ""
        words = f"{one.who}\n{under}{one.when}\n{one.clause}: {one.cite}"
        event.add("description", words.strip())
        out.add_component(event)
    return bytes(out.to_ical())
