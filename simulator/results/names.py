"""Names of choices of readings: short, told apart, and as the condition each makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.words.plain import plain

if TYPE_CHECKING:
    from simulator.results.results import RunAnswer


def reading_names(answer: RunAnswer) -> list[str]:
    """A short, unique name for each choice of readings that lies beside the others; moot disputes are left out."""
    entries, compared = answer.results, answer.compared
    short = [" · ".join(plain(e.readings[d]) for d in compared if d not in e.moot) for e in entries]
    if len(set(short)) < len(short):
        short = [" · ".join(plain(e.readings[d]) for d in compared) for e in entries]
    return [name or "as stated" for name in short]


def if_read(answer: RunAnswer, number: int) -> str:
    """The condition a choice of readings makes: *if the incumbent needs nominations*."""
    entry = answer.results[number]
    shown = [d for d in answer.compared if d not in entry.moot] or list(answer.compared)
    said = answer.conditions.get(shown[0], {}).get(entry.readings[shown[0]]) if len(shown) == 1 else None
    if said:
        return f"if {said}"
    return f"under “{reading_names(answer)[number]}”"
