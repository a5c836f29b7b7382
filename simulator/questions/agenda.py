"""Agenda: what may lawfully happen next, by whom, from when and until when, under each reading. No luck is drawn.

Days come from the scenario's timetable as ranges, each step after the one before it; what may be done and what follows
comes from the law alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from simulator.rulebooks.law import Law
from simulator.scenario.bars import NoBar, bar_of, body_word, ways_over
from simulator.scenario.scenario import Scenario, sure
from simulator.stages.values import SetBy, Unsaid, unfinished
from simulator.words.dates import day_words

Span = tuple[int, int]
MOST = 12


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that may, or must, happen.

    what      in words;  who  who may act;  clause  the provision it rests on
    opens     earliest and latest day it begins;  closes  earliest and latest day it ends (ordinals)
    readings  under which readings of the compared disputes; empty: under all
    """

    what: str
    who: str
    clause: str
    opens: Span
    closes: Span
    readings: tuple[str, ...] = ()

    def state(self, day: dt.date) -> str:
        """Where it stands on a day: ``over``, ``open`` (certainly or possibly), or ``ahead``."""
        now = day.toordinal()
        if self.closes[1] < now:
            return "over"
        return "open" if self.opens[0] <= now else "ahead"


def agenda(scenario: Scenario) -> list[Item]:
    """Everything that may happen, in order; items alike under several readings are told once."""
    disputes = scenario.compared
    every = list(product(*(scenario.book.disputes[d].readings for d in disputes)))
    found: dict[Item, list[str]] = {}
    for chosen in every:
        readings = {**sure(scenario.book, scenario.readings), **dict(zip(disputes, chosen, strict=True))}
        law = scenario.book.read(scenario.edition, readings, scenario.what_ifs)
        for item in _under(scenario, law):
            found.setdefault(item, []).append(", ".join(chosen))
    items = [replace(item, readings=() if len(names) == len(every) else tuple(names)) for item, names in found.items()]
    return sorted(items, key=lambda item: (item.opens, item.closes, item.clause))


def _under(scenario: Scenario, law: Law) -> Iterator[Item]:
    today = scenario.date.toordinal()
    door = scenario.contest
    for one, other, words in law.contradictions():
        yield Item(
            f"the book contradicts itself ({one} and {other}): {words}",
            "nobody can tell",
            one,
            (today, today),
            (today, today),
        )
    if door == "challenge":
        yield from _challenge_opens(scenario, law)
    start = _challenged(scenario) if door == "challenge" else (today, today)
    stage = law.get(f"{door}.enters")
    at = start
    for _ in range(MOST):
        if not isinstance(stage, str) or stage not in law.kinds:
            break
        kind = law.kinds[stage]
        made, at = _STEPS[kind](scenario, law, stage, at)
        yield from made
        stage = _next_stage(law, stage, kind)


def _challenged(scenario: Scenario) -> Span:
    declares = [scenario.quantity(f"politics.challengers.{scenario.ids[c]}.declares") for c in scenario.challengers]
    days = [_added(scenario, quantity, (scenario.date.toordinal(),) * 2) for quantity in declares]
    return (min(low for low, _ in days), min(high for _, high in days))


def _challenge_opens(scenario: Scenario, law: Law) -> Iterator[Item]:
    today = scenario.date.toordinal()
    until = _added(scenario, scenario.quantity("politics.until"), (today, today))
    who = " and ".join(body_word(one) for one in _tuple(law.get("challenge-nominations.candidates"))) or "a candidate"
    season = law.get("challenge.season")
    when = f" ({season})" if isinstance(season, str) else ""
    opens = (today, today)
    yield Item(f"a challenger may seek nominations{when}", who, "challenge.opens_when", opens, until)
    if scenario.in_government and law.get("challenge.in_government") == "a conference must ask for it":
        said = "once a challenger has the names, conference must ask for an election, by card vote"
        yield Item(said, "party conference", "challenge.in_government", opens, until)
    if law.get("challenge.invited") == "each year":
        yield Item("the executive must send out nomination forms", "the executive", "challenge.invited", opens, until)
    leads = scenario.candidates[scenario.incumbent].name
    door = law.get("challenge.if_vacant.go")
    follows = (
        f"; then {_needs(scenario, law, door)}"
        if isinstance(door, str)
        else "; what follows in mid-challenge the book does not say"
    )
    yield Item(f"the leader may resign{follows}", leads, "challenge.if_vacant.go", opens, until)


def _selection(scenario: Scenario, law: Law, stage: str, at: Span) -> tuple[list[Item], Span]:
    day = _step(scenario, "executive", at)
    open_to = [d for d in _tuple(law.get(f"{stage}.settles")) if d in scenario.compared]
    settles = f" and settles {', '.join(open_to)}" if open_to else ""
    words = f"the executive meets, sets the timetable{settles}"
    if law.get(f"{stage}.may_vary") == "the rules framework":
        words += "; it may vary the framework by its consent"
    body = scenario.book.bodies.get(str(_tuple(law.get(f"{stage}.by"))[0]), "the executive")
    return [Item(words, body, f"{stage}.settles", day, day)], day


def _nomination(scenario: Scenario, law: Law, stage: str, at: Span) -> tuple[list[Item], Span]:
    second = law.get(f"{stage}.among") == "those nominated before"
    opens = (
        (at[0] + 1, at[1] + 1)
        if second
        else _step(scenario, "nominations" if scenario.contest == "challenge" else "vacancy", at)
    )
    length = law.get(f"{stage}.open")
    if isinstance(length, int):
        closes = (opens[0] + length, opens[1] + length)
    else:
        closes = _step(scenario, "second_bar" if second else "open", opens)
    by = _tuple(law.get(f"{stage}.bar.by")) or ("clps", "affiliates")
    who = " and ".join(body_word(one) for one in by)
    exempt = law.get(f"{stage}.exempt")
    items = [Item(f"nominations: {_needs(scenario, law, stage)}", who, f"{stage}.bar", opens, closes)]
    if scenario.contest == "challenge" and not second:
        leads = scenario.candidates[scenario.incumbent].name
        said = {
            "incumbent": f"{leads} is on the ballot without nominations",
            "nobody": f"{leads} needs nominations like everybody else",
        }.get(str(exempt), f"whether {leads} needs nominations {_open_words(exempt)}")
        items.append(Item(said, leads, f"{stage}.exempt", closes, closes))
        if exempt != "incumbent":
            short = law.get(f"{stage}.then.incumbent short")
            follows = short if isinstance(short, str) else f"what follows {_open_words(short)}"
            items.append(
                Item(f"if {leads} falls short: {follows}", leads, f"{stage}.then.incumbent short", closes, closes)
            )
    moves = law.get(f"{stage}.transfer")
    frees = {
        "on withdrawal": "those who named them may name another",
        "locked": "names already handed in stay with them",
        "free": "names may move at any time",
    }.get(str(moves), f"whether their names may move {_open_words(moves)}")
    items.append(Item(f"a candidate may withdraw; {frees}", "any candidate", f"{stage}.transfer", opens, closes))
    nobody = law.get(f"{stage}.then.nobody")
    says = nobody if isinstance(nobody, str) else f"what follows {_open_words(nobody)}"
    items.append(Item(f"if nobody is validly nominated: {says}", "", f"{stage}.then.nobody", closes, closes))
    return items, closes


def _open_words(value: Any) -> str:
    if isinstance(value, SetBy):
        return f"is left to {value.body}"
    return "the book does not say" if value is Unsaid.SILENT else "was not found"


def _ballot(scenario: Scenario, law: Law, stage: str, at: Span) -> tuple[list[Item], Span]:
    papers = _step(scenario, "ballot", at)
    closes = _step(scenario, "voting", papers)
    declared = _step(scenario, "declared", closes)
    sections = _tuple(law.get(f"{stage}.sections"))
    weights = law.block(f"{stage}.weights")
    weighed = ", ".join(f"{name} {float(share):.1%}" for name, share in weights) if weights else ", ".join(sections)
    tie = law.get(f"{stage}.tie")
    ties = f"; a tie is broken by {tie}" if not unfinished(tie) else "; no rule for a tie was found"
    paper = {"ranked": "one preferential ballot", "one name": "ballot after ballot"}.get(
        str(law.get(f"{stage}.paper")), "a ballot"
    )
    return [
        Item(f"voting, if several are nominated: {paper}", weighed, f"{stage}.sections", papers, closes),
        Item(
            f"the result is declared: more than half of the {law.get(f'{stage}.win.majority_of')}{ties}",
            "",
            f"{stage}.win.majority_of",
            declared,
            declared,
        ),
    ], declared


def _wait(scenario: Scenario, law: Law, stage: str, at: Span) -> tuple[list[Item], Span]:
    return [], at


_STEPS = {"selection": _selection, "nomination": _nomination, "ballot": _ballot, "motion": _wait, "wait": _wait}


def _next_stage(law: Law, stage: str, kind: str) -> Any:
    outcome = {"selection": "done", "nomination": "several", "wait": "done", "ballot": "", "motion": ""}[kind]
    route = law.get(f"{stage}.then.{outcome}") if outcome else None
    return route if route != stage else None


def _needs(scenario: Scenario, law: Law, stage: Any) -> str:
    """How many nominations a stage needs, in words."""
    if law.get(f"{stage}.bar.any_of") is not None:
        return "either " + ", or ".join(ways_over(law, str(stage), scenario.bodies))
    bar = bar_of(law, str(stage), scenario.bodies)
    return f"the bar {bar.words}" if isinstance(bar, NoBar) else f"{bar.words} suffice"


def _step(scenario: Scenario, step: str, after: Span) -> Span:
    return _added(scenario, scenario.quantity(f"timetable.{step}"), after)


def _added(scenario: Scenario, quantity: Any, after: Span) -> Span:
    """A date of the timetable, but never before the step it follows; or days after it."""
    low, high = int(quantity.low), int(quantity.high)
    if quantity.kind == "date":
        return (max(low, after[0]), max(high, after[1]))
    return (after[0] + low, after[1] + high)


def _tuple(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def span_words(span: Span) -> str:
    """A day, or from which day to which it may be.

    >>> span_words((736000, 736000)), span_words((736000, 736009))
    ('6 February 2016', '6 to 15 February 2016')
    """
    first, last = (dt.date.fromordinal(day) for day in span)
    if first == last:
        return day_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day_words(last)}"
    return f"{day_words(first)} to {day_words(last)}"


def document(scenario: Scenario, items: list[Item], day: dt.date) -> dict[str, Any]:
    """The agenda on a day as one document."""
    law = scenario.law
    return {
        "schema": "party-rules/next/1",
        "scenario": scenario.title,
        "on": day.isoformat(),
        "edition": scenario.edition.name,
        "compared": list(scenario.compared),
        "items": [
            {
                "what": one.what,
                "who": one.who,
                "state": one.state(day),
                "opens": [dt.date.fromordinal(d).isoformat() for d in one.opens],
                "closes": [dt.date.fromordinal(d).isoformat() for d in one.closes],
                "clause": one.clause,
                "cite": cite_words(law, one.clause),
                "readings": list(one.readings),
            }
            for one in items
        ],
    }


def cite_words(law: Law, clause: str) -> str:
    """Where a clause, or the first provision of a group of them, is said."""
    provisions: Mapping[str, Any] = law.provisions
    found = provisions.get(clause) or next((p for path, p in provisions.items() if path.startswith(f"{clause}.")), None)
    return found.cite.words() if found else "not in the book"
