"""Replay: a real contest played again through its rules, and every published figure held beside the engine's.

A figure is *exact* if it agrees to its last published digit, *rounding* if it is off by one in that digit, *reconstructed*
if it agrees but rests on votes that were rebuilt from such figures, *recorded* if the step was taken from the record
because a rule or a number was not found, *unknown* if there is nothing to hold it against, and *differs* otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from simulator.questions.recount import Round
from simulator.questions.retrace import Retraced, retrace
from simulator.scenario.recorded import Recorded, standing_in
from simulator.scenario.written_contest import DeclaredEntry, RoundEntry

STATES = ("exact", "rounding", "reconstructed", "recorded", "unknown", "differs")


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure beside the engine's; ``group`` names it in the file's ``differs``, ``why`` explains it."""

    group: str
    what: str
    official: Any
    engine: Any
    state: str
    why: str = ""


@dataclass(frozen=True)
class Replay:
    """A contest replayed: what the rules made of it, and its figures."""

    record: Recorded
    told: Retraced
    figures: tuple[Figure, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many figures there are of each state."""
        found = Counter(figure.state for figure in self.figures)
        return {state: found[state] for state in STATES}

    @property
    def unexplained(self) -> tuple[Figure, ...]:
        """Differences that the file does not explain."""
        return tuple(f for f in self.figures if f.state == "differs" and not f.why)

    def document(self) -> dict[str, Any]:
        """The replay as one row of ``--json``."""
        return {
            "id": self.record.entry.id,
            "title": self.record.entry.contest,
            "edition": self.record.edition.name,
            "grade": self.record.entry.grade,
            "winner": {"official": self.record.entry.official.winner, "engine": self.told.winner},
            "figures": len(self.figures),
            **self.counts,
            "unexplained": len(self.unexplained),
            "steps": [
                {"stage": s.stage, "clause": s.clause, "words": s.words, "by": "rule" if s.by_rule else "record"}
                for s in self.told.steps
            ],
            "details": [
                {
                    "figure": f.what,
                    "official": plain(f.official),
                    "engine": plain(f.engine),
                    "state": f.state,
                    "why": f.why,
                }
                for f in self.figures
            ],
        }


def plain(value: Any) -> Any:
    """A figure as people and JSON write it."""
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else round(float(value), 6)
    return list(value) if isinstance(value, tuple) else value


def replay(record: Recorded) -> Replay:
    """Play a record through its law, and hold every published figure beside the engine's."""
    told = retrace(record)
    figures = tuple(_explained(record, figure) for figure in _figures(record, told))
    return Replay(record, told, figures)


def _explained(record: Recorded, figure: Figure) -> Figure:
    why = record.entry.differs.get(figure.group, "") if figure.state == "differs" else ""
    return replace(figure, why=why) if why else figure


def _figures(record: Recorded, told: Retraced) -> Iterator[Figure]:
    yield from _nominated(record, told)
    for number, said in enumerate(record.entry.rounds, 1):
        if number > len(told.rounds):
            yield Figure(f"round {number}", f"round {number} is held", "yes", told.ending, "differs")
            continue
        by_rule = told.rounds[number - 2].out is not None if number > 1 else told.nominees_by_rule
        yield from _of_round(record, number, said, told.rounds[number - 1], by_rule)
    for number in range(2, len(told.rounds) + 1):
        yield from _transfers(record, number, told.rounds[number - 2], told.rounds[number - 1])
    yield from _turnout(record)
    yield _winner(record, told)


def _nominated(record: Recorded, told: Retraced) -> Iterator[Figure]:
    official = record.entry.official
    by_record = [step for step in told.steps if not step.by_rule and step.clause.endswith((".bar", ".any_of"))]
    if official.bar is not None and official.bar.needs is not None:
        if told.bar is None:
            way = official.bar.needs if official.bar.needs in told.ways else None
            yield _figure("bar", "nominations needed", official.bar.needs, way)
        else:
            yield _figure("bar", "nominations needed", official.bar.needs, told.bar.needs)
    if official.bar is not None and official.bar.second is not None:
        second = told.second[0] if told.second else None
        yield _figure("second bar", "constituency parties needed", official.bar.second, second)
    for one in (*official.on_the_ballot, *official.short):
        there = "nominated" if one in official.on_the_ballot else "short"
        engine = "nominated" if one in told.nominees else "short"
        known = (
            told.bar is not None and one in record.entry.nominations.names and record.entry.nominations.names[one].by
        )
        exempt = any(step.by_rule and step.clause.endswith(".exempt") and one in step.words for step in told.steps)
        if there == engine and not (known or exempt) and by_record:
            yield Figure("nominated", f"{one} is", there, engine, "recorded")
        else:
            yield _figure("nominated", f"{one} is", there, engine)
    if told.base_fits is not None:
        yield _figure("base", "the names fit the base", "yes", "yes" if told.base_fits else "no")


def _of_round(record: Recorded, number: int, said: RoundEntry, played: Round, by_rule: bool) -> Iterator[Figure]:
    head = f"round {number}"
    stood, stands = tuple(sorted(standing_in(said))), tuple(sorted(played.standing))
    standing = _figure(f"{head} standing", f"{head}: in the running", stood, stands)
    yield standing if by_rule or standing.state == "differs" else replace(standing, state="recorded")
    declared = said.declared
    if declared is not None:
        rebuilt = set(record.entry.reconstructed)
        yield from _totals(head, declared, played, rebuilt)
        yield from _sections(head, declared, played, rebuilt)
        if declared.out:
            if played.out is None:
                yield Figure(f"{head} out", f"{head}: out", declared.out, None, "recorded")
            else:
                yield _figure(f"{head} out", f"{head}: out", tuple(sorted(declared.out)), tuple(sorted(played.out)))
    last = number == len(record.entry.rounds)
    decided = "decides" if last else "does not decide"
    yield _figure(f"{head} majority", f"{head}", decided, "decides" if played.leader else "does not decide")


def _totals(head: str, declared: DeclaredEntry, played: Round, rebuilt: set[str]) -> Iterator[Figure]:
    score = played.score
    pool = not played.college
    for one, votes in declared.totals.items():
        if pool:
            yield _figure(f"{head} totals", f"{head}: votes for {one}", votes, score.get(one), bool(rebuilt))
    for group, block in (("percents", declared.percents), ("rounded", declared.rounded)):
        for one, percent in block.items():
            engine = 100 * score[one] / played.total if one in score and played.total else None
            yield _figure(f"{head} {group}", f"{head}: {one}, per cent", percent, engine, bool(rebuilt))
    for section, cast in declared.cast.items():
        blocks = (
            played.votes
            if section == "all" and section not in played.votes
            else {section: played.votes.get(section, {})}
        )
        engine = sum((sum(block.values(), Fraction(0)) for block in blocks.values()), Fraction(0))
        yield _figure(f"{head} cast", f"{head}: votes cast, {section}", cast, engine, section in rebuilt)


def _sections(head: str, declared: DeclaredEntry, played: Round, rebuilt: set[str]) -> Iterator[Figure]:
    for section, block in declared.college.items():
        for one, share in block.items():
            known = played.college.get(section, {}).get(one)
            engine = None if known is None else 100 * known
            group = f"{head} college {section}"
            yield _figure(group, f"{head}: {one}, {section}, share of the college", share, engine, section in rebuilt)
    for section, block in declared.shares.items():
        votes = played.votes.get(section, {})
        cast = sum(votes.values(), Fraction(0))
        for one, share in block.items():
            engine = 100 * votes[one] / cast if one in votes and cast else None
            group = f"{head} shares {section}"
            yield _figure(group, f"{head}: {one}, per cent of {section}", share, engine, section in rebuilt)


def _transfers(record: Recorded, number: int, before: Round, after: Round) -> Iterator[Figure]:
    """In a preferential count nobody who stays loses votes, and live votes never rise. Further ballots know no such law."""
    stages = [stage for stage in record.law.stages if record.law.kinds[stage] == "ballot"]
    if (
        not any(record.law.get(f"{stage}.paper") == "ranked" for stage in stages)
        or not record.entry.rounds[number - 1].votes
    ):
        return
    lost = [
        one
        for section, votes in after.votes.items()
        for one, now in votes.items()
        if now < before.votes.get(section, {}).get(one, Fraction(0))
    ]
    live = [sum((sum(v.values(), Fraction(0)) for v in r.votes.values()), Fraction(0)) for r in (before, after)]
    engine = "yes" if not lost and live[1] <= live[0] else f"no: {', '.join(lost) or 'votes appear'}"
    yield _figure(f"round {number} transfers", f"round {number}: votes only move on", "yes", engine)


def _turnout(record: Recorded) -> Iterator[Figure]:
    for one in record.entry.official.turnout:
        engine = Fraction(100 * one.voted, one.eligible)
        where = f", {one.section}" if one.section else ""
        yield _figure("turnout", f"turnout{where}, per cent", one.percent, engine)


def _winner(record: Recorded, told: Retraced) -> Figure:
    official = record.entry.official.winner
    if told.winner == official and not told.winner_by_rule:
        return Figure("winner", "winner", official, told.winner, "recorded")
    return _figure("winner", "winner", official, told.winner or told.ending, bool(record.entry.reconstructed))


def _figure(group: str, what: str, official: Any, engine: Any, rebuilt: bool = False) -> Figure:
    """A figure and its state."""
    state = state_of(official, engine)
    return Figure(
        group, what, official, engine, "reconstructed" if rebuilt and state in ("exact", "rounding") else state
    )


def state_of(official: Any, engine: Any) -> str:
    """How a published figure stands to the engine's.

    >>> state_of(49.3, Fraction(4926, 100)), state_of(17.3, Fraction(1736, 100)), state_of(17.3, Fraction(1741, 100))
    ('exact', 'rounding', 'differs')
    >>> state_of(139, Fraction(139)), state_of(139, Fraction(140)), state_of("Foot", "Foot"), state_of(33, None)
    ('exact', 'differs', 'exact', 'unknown')
    """
    if engine is None:
        return "unknown"
    if isinstance(official, str | tuple):
        return "exact" if official == engine else "differs"
    published = Decimal(str(official))
    if isinstance(official, int) and isinstance(engine, int):
        return "exact" if official == engine else "differs"
    unit = Fraction(Decimal(1).scaleb(int(published.as_tuple().exponent)))
    off = abs(Fraction(published) - Fraction(engine))
    if isinstance(official, int) and Fraction(engine).denominator == 1:
        return "exact" if off == 0 else "differs"
    if off <= unit / 2:
        return "exact"
    return "rounding" if off <= unit else "differs"


def tally(replays: list[Replay]) -> Mapping[str, int]:
    """All figures of some replays by their state."""
    total: Counter[str] = Counter()
    for one in replays:
        total.update(one.counts)
    return {state: total[state] for state in STATES}
