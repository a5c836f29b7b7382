"""Agenda: what may lawfully happen next, by whom, from when and until when, under each reading. Nothing is drawn.

The stages say what may be done, by what test, and where each outcome leads (``steps``); a simulation of what is known, and
then of each outcome supposed, finds the stages that may be come to. Days come from the scenario's timetable as ranges.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import ClassVar

from simulator.conduct.known import simulate_known
from simulator.conduct.readings import Readings, worlds_of
from simulator.engine.cohort import Cohort
from simulator.engine.worlds import Worlds
from simulator.questions.possible import Reached, reached
from simulator.results.answer import Answer, Part
from simulator.rulebooks.law import Law
from simulator.rulebooks.soundness import contradictions
from simulator.scenario.bars import body_word
from simulator.scenario.scenario import Mixture, Scenario
from simulator.stages.contest import OPENED, PETITION, VACANT
from simulator.stages.stage import Act, Way, count_words
from simulator.words.dates import day_words

Span = tuple[int, int]
WHILE_IT_RUNS = (0, 0)
"""Until the contest is over, whenever that is."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that may, or must, happen.

    what        in words;  who  who may act;  clause  the provision it rests on
    opens       earliest and latest day it begins;  closes  earliest and latest day it ends (ordinals)
    readings    under which readings of the compared disputes; empty: under all
    guessed     whether the day it begins, and the one it ends, rest on a default of the timetable, or on nothing at all
    """

    what: str
    who: str
    clause: str
    opens: Span
    closes: Span
    readings: tuple[str, ...] = ()
    guessed: tuple[bool, bool] = (False, False)

    @property
    def by_default(self) -> bool:
        """Whether one of its days rests on a default."""
        return any(self.guessed)

    def state(self, day: dt.date) -> str:
        """Where it stands on a day: ``over``, ``open`` (certainly or possibly), or ``ahead``."""
        now = day.toordinal()
        if self.closes[1] < now:
            return "over"
        return "open" if self.opens[0] <= now else "ahead"


def agenda(scenario: Scenario, on: dt.date | None = None) -> list[Item]:
    """Everything that may happen, in order; items alike under several readings are told once.

    on   what the scenario states as certain is known up to this day (the scenario's own if not given)
    """
    every = _choices(scenario)
    found: dict[Item, dict[str, set[tuple[str, ...]]]] = {}
    settled: dict[str, set[tuple[str, ...]]] = {}
    for label, readings in every:
        for item in _under(scenario, readings, on or scenario.date):
            found.setdefault(replace(item, readings=()), {}).setdefault(label, set()).add(item.readings)
            if item.readings:
                settled.setdefault(label, set()).add(item.readings)
    items = [replace(item, readings=_named(labels, settled, len(every))) for item, labels in found.items()]
    return sorted(items, key=lambda item: (item.opens, item.closes, item.clause))


def _named(
    labels: Mapping[str, set[tuple[str, ...]]], settled: Mapping[str, set[tuple[str, ...]]], every: int
) -> tuple[str, ...]:
    """Under which readings something is so; nothing if under all. Of a dispute that a body settles, only if it differs."""
    names: list[str] = []
    whole = 0
    for label, ways in labels.items():
        if () in ways or ways >= settled[label]:
            names.append(label)
            whole += 1
        else:
            names += [f"{label}{' and ' if label else ''}a body reads {', '.join(one)}" for one in sorted(ways)]
    return () if whole == every else tuple(names)


def _choices(scenario: Scenario) -> list[tuple[str, Readings]]:
    """Every choice of readings that is open, with what to call it: of disputes compared, and of those read by chance."""
    options: dict[str, list[str]] = {d: list(scenario.book.disputes[d].readings) for d in scenario.compared}
    for dispute, reading in scenario.readings.items():
        if dispute not in options and isinstance(reading, Mixture) and reading.chances:
            options[dispute] = [name for name, chance in reading.chances if chance > 0]
    told = [dispute for dispute in options if len(options[dispute]) > 1]
    chosen = [dict(zip(options, one, strict=True)) for one in product(*options.values())]
    return [(", ".join(one[d] for d in told), {**scenario.readings, **one}) for one in chosen]


def _under(scenario: Scenario, readings: Readings, on: dt.date) -> Iterator[Item]:
    """The items under one choice of readings; days of one thing that may come sooner or later are one range."""
    worlds = worlds_of(scenario, readings)
    today = scenario.date.toordinal()
    for one, other, words in contradictions(worlds.laws[0]):
        what = f"the book contradicts itself ({one} and {other}): {words}"
        yield Item(what, "nobody can tell", one, (today, today), (today, today))
    found: dict[tuple[object, ...], Item] = {}
    for place in reached(scenario, worlds, on):
        for item in _Told(scenario, worlds.laws[0], place).items():
            key = item.what, item.who, item.clause, item.readings
            found[key] = _joined(found[key], item) if key in found else item
    for item in _petitions(scenario, worlds, on):
        if not any(one.clause == item.clause for one in found.values()):
            found[item.what, item.who, item.clause, item.readings] = item
    ends = [item.closes for item in found.values() if item.closes != WHILE_IT_RUNS]
    last = max((low for low, _ in ends), default=today), max((high for _, high in ends), default=today)
    yield from (replace(item, closes=last) if item.closes == WHILE_IT_RUNS else item for item in found.values())


def _joined(one: Item, other: Item) -> Item:
    """One thing that may come on the days of either."""
    opens = min(one.opens[0], other.opens[0]), max(one.opens[1], other.opens[1])
    closes = min(one.closes[0], other.closes[0]), max(one.closes[1], other.closes[1])
    guessed = one.guessed[0] or other.guessed[0], one.guessed[1] or other.guessed[1]
    return replace(one, opens=opens, closes=closes, guessed=guessed)


def _petitions(scenario: Scenario, worlds: Worlds, on: dt.date) -> Iterator[Item]:
    """Petitions that may open another contest against whoever is in office, until the last day of the question."""
    if scenario.incumbent < 0 or scenario.begins_vacant:
        return
    known, simulation = simulate_known(scenario, worlds, on)
    last = scenario.day_zero.toordinal() + known.last_day
    for contest in worlds.contests[0].values():
        if contest.trigger == PETITION and contest.may_open_under(in_government=scenario.in_government):
            steps = contest.steps(simulation, Cohort.of(1), 0)
            act, way = steps.acts[0], steps.ways[0]
            who = listed([body_word(one) for one in act.who])
            day = scenario.date.toordinal()
            what = f"{act.what}; then {way.follows}"
            yield Item(what, who, act.clause, (day, day), (last, last), (), (False, known.is_default("politics.until")))


class _Told:
    """A stage that may be come to, as items: whoever may act, what is counted, and where each outcome leads."""

    def __init__(self, scenario: Scenario, law: Law, place: Reached) -> None:
        self.scenario, self.law, self.place, self.steps = scenario, law, place, place.steps

    def items(self) -> Iterator[Item]:
        steps, place = self.steps, self.place
        opens, closes = self._span("opens"), self._span("closes")
        if steps.kind == "contest":
            if place.ahead:
                yield from self._contest(opens, closes)
            else:
                yield from self._contest_under_way(opens)
            return
        if steps.kind == "ballot" and len(steps.stand) == 1 and place.earliest.closes is None:
            return  # whoever alone is left is elected when the ballot would open, without a vote
        for act in steps.acts:
            begins = closes if act.at_close else opens
            yield self._item(self._act_words(act), self._who(act), act.clause, begins, closes, 1 if act.at_close else 0)
        if steps.kind in ("ballot", "motion") and (counted := self._counted()):
            when = closes if place.earliest.declared is None else self._span("declared")
            yield self._item(
                counted, "", f"{steps.stage}.{'carried_by' if steps.kind == 'motion' else 'win'}", when, when, 2
            )
        for way in steps.ways:
            if words := self._way_words(way):
                yield self._item(words, self._actor(way), way.clause, closes, closes, 1)

    def _contest(self, opens: Span, closes: Span) -> Iterator[Item]:
        """What may open a contest; what the leader may do meanwhile is told of the contest that the scenario is about."""
        own = self.steps.stage == self.scenario.contest
        if not self.steps.ways or (not own and self.law.trigger(self.steps.stage) == VACANT):
            return
        today = self.scenario.date.toordinal()
        follows = "" if own else f"; then {self.steps.ways[0].follows}"
        for act in self.steps.acts if own else self.steps.acts[:1]:
            yield self._item(f"{act.what}{follows}", self._who(act), act.clause, (today, today), closes, 0)

    def _contest_under_way(self, opens: Span) -> Iterator[Item]:
        """What the leader, and whoever must be asked, may still do once a contest has begun."""
        if not self.steps.ways:
            first, governs = self.steps.acts[0], self.scenario.in_government
            now = f"now the party is in {'government' if governs else 'opposition'}, and it may not open"
            yield self._item(f"{first.what}; {now}", self._who(first), first.clause, opens, opens, 0)
        elif self.law.trigger(self.steps.stage) == PETITION and not self.place.supposed:
            first = self.steps.acts[0]
            yield self._item(first.what, self._who(first), first.clause, opens, opens, 0)
        if self.place.supposed or not self.steps.ways:
            return
        for act in self.steps.acts[1:]:
            yield self._item(act.what, self._who(act), act.clause, opens, WHILE_IT_RUNS, 0)

    def _item(self, what: str, who: str, clause: str, opens: Span, closes: Span, at: int) -> Item:
        begins, ends = (
            any(visit.guessed[of] for visit in (self.place.earliest, self.place.latest)) for of in (at, max(at, 1))
        )
        return Item(what, who, clause, opens, closes, self.place.settled, (begins, ends))

    def _span(self, when: str) -> Span:
        zero = self.scenario.day_zero.toordinal()
        days = [getattr(visit, when) for visit in (self.place.earliest, self.place.latest)]
        usual = (self.place.earliest.opens, self.place.latest.opens)
        first, last = (zero + (other if day is None else day) for day, other in zip(days, usual, strict=True))
        return min(first, last), max(first, last)

    # --- words --------------------------------------------------------------------------------------------------------
    def _act_words(self, act: Act) -> str:
        steps = self.steps
        if steps.kind == "decision":
            return f"{_deciders(self.scenario, act)} meets, {act.what.removeprefix('meets, ')}"
        if steps.kind == "ballot" and act.clause.endswith(".sections"):
            if self.place.sure and steps.stand:
                return f"{act.what}; {count_words(len(steps.stand))} stand: {', '.join(steps.stand)}"
            return act.what.replace("voting:", "voting, if it comes to that:")
        position = self.scenario.position
        if position and position.nominations and act.clause == f"{position.at}.bar" and not self.place.supposed:
            in_so_far = [f"{self.scenario.name_of(one)} {count}" for one, count in position.nominations.items()]
            return f"{act.what}; in so far: {', '.join(in_so_far)}"
        return act.what

    def _counted(self) -> str:
        """What is counted, and by what test."""
        if self.steps.kind == "motion":
            return ""
        declared = self.place.earliest.declared is not None
        if not declared and any(way.outcome == "won" and way.route == "elected" for way in self.steps.ways):
            return ""
        return f"{'the result is declared' if declared else 'the votes are counted'}: {self.steps.test}"

    def _way_words(self, way: Way) -> str:
        """An outcome and where it leads; that whoever wins is elected goes without saying."""
        goes_without = (way.route == "elected" and way.outcome in ("won", "one left")) or self.steps.kind in (
            "wait",
            "decision",
        )
        return "" if goes_without or way.outcome == OPENED else f"if {way.condition}: {way.follows}"

    def _actor(self, way: Way) -> str:
        """Of whom an outcome is: of a leader who falls short."""
        leader = self.scenario.incumbent
        return self.scenario.candidates[leader].name if way.outcome == "incumbent short" and leader >= 0 else ""

    def _who(self, act: Act) -> str:
        if self.steps.kind == "decision":
            return self.scenario.book.bodies.get(act.who[0], act.who[0]) if act.who else ""
        names = [body_word(one) for one in act.who]
        return ", ".join(names) if act.clause.endswith(".sections") else listed(names)


def listed(names: list[str]) -> str:
    """Names as a sentence has them.

    >>> listed(["MPs", "CLPs", "unions"])
    'MPs, CLPs and unions'
    """
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _deciders(scenario: Scenario, act: Act) -> str:
    """The body that decides by the name its rule book gives it."""
    return scenario.book.bodies.get(act.who[0], body_word(act.who[0])) if act.who else "the body"


def span_words(span: tuple[dt.date, dt.date]) -> str:
    """A day, or from which day to which it may be.

    >>> span_words((dt.date(2016, 2, 6),) * 2), span_words((dt.date(2016, 2, 6), dt.date(2016, 2, 15)))
    ('6 February 2016', '6 to 15 February 2016')
    """
    first, last = span
    if first == last:
        return day_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day_words(last)}"
    return f"{day_words(first)} to {day_words(last)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible(Part):
    """One thing that may, or must, happen: what, who may act, and whether it is over, open or ahead.

    opens, closes  the earliest and the latest day it begins, and ends
    by_default     one of its days rests on a default;  opens_by_default, closes_by_default: which
    cite           where its clause is said
    readings       under which readings it is so; empty: under all
    """

    what: str
    who: str
    state: str
    opens: tuple[dt.date, dt.date]
    closes: tuple[dt.date, dt.date]
    by_default: bool
    opens_by_default: bool
    closes_by_default: bool
    clause: str
    cite: str
    readings: tuple[str, ...]

    @property
    def when(self) -> str:
        """The day, or from when until when; where one of them may be any of several days, both are named."""
        opens, closes = (
            f"{span_words(span)}{' (default of party-rules)' if guessed else ''}"
            for span, guessed in ((self.opens, self.opens_by_default), (self.closes, self.closes_by_default))
        )
        if self.opens == self.closes:
            return closes
        if self.opens[0] == self.opens[1] and self.closes[0] == self.closes[1]:
            return f"{opens} until {closes}"
        return f"begins {opens}, ends {closes}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Next(Answer):
    """What may lawfully happen, seen from a day."""

    schema: ClassVar[str] = "party-rules/next/1"

    scenario: str
    on: dt.date
    edition: str
    compared: tuple[str, ...]
    items: tuple[Possible, ...]


def seen_from(scenario: Scenario, day: dt.date) -> Next:
    """The agenda on a day."""
    return Next(
        scenario=scenario.title,
        on=day,
        edition=scenario.edition.name,
        compared=tuple(scenario.compared),
        items=tuple(_possible(scenario.law, one, day) for one in agenda(scenario, day)),
    )


def _possible(law: Law, one: Item, day: dt.date) -> Possible:
    return Possible(
        what=one.what,
        who=one.who,
        state=one.state(day),
        opens=_days(one.opens),
        closes=_days(one.closes),
        by_default=one.by_default,
        opens_by_default=one.guessed[0],
        closes_by_default=one.guessed[1],
        clause=one.clause,
        cite=cite_words(law, one.clause),
        readings=one.readings,
    )


def _days(span: Span) -> tuple[dt.date, dt.date]:
    first, last = (dt.date.fromordinal(day) for day in span)
    return first, last


def cite_words(law: Law, clause: str) -> str:
    """Where a clause, or the first provision of a group of them, is said."""
    group = (one for path, one in law.provisions.items() if path == clause or path.startswith(f"{clause}."))
    found = law.provisions.get(clause) or next(group, None)
    return found.cite.words() if found else "not in the book"
