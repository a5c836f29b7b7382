"""What adds to the pressure on a leader: lost motions of no confidence, a delegation that follows, what the file says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.scenario.conduct import motions_lost
from simulator.scenario.scenario import Belief
from simulator.words import quantities

if TYPE_CHECKING:
    from simulator.scenario.figures import Figures

ROOM = ("politics", "resignation", "pressure")
USUAL = ("motion", "delegation")
"""Those for which there is a default of their own."""


def gathered(figures: Figures) -> None:
    """Each with its day and with what it multiplies the chance a week by; a lost motion is there without more."""
    said, lost = figures.written.politics.resignation.pressure, motions_lost(figures.written)
    for name in dict.fromkeys([*lost, *(["delegation"] if lost else []), *said]):
        entry, here, sort = said.get(name), (*ROOM, name), name.split("_")[0]
        if name in lost and (entry is None or entry.date is None):
            date = quantities.date(figures.written.motions[lost[name]].date.isoformat())
            key = ".".join((*here, "date"))
            figures.beliefs[key] = Belief(key, date, figures.origin(("motions", lost[name])))
        else:
            figures.put((*here, "date"), entry.date if entry else None, "timetable", "delegation")
        usual = f"resignation.pressure.{sort}.times" if sort in USUAL else "resignation.pressure.times"
        figures.put((*here, "times"), entry.times if entry else None, "politics", usual)
