"""Retrace: a recorded contest taken through the law, stage by stage, with exact arithmetic and no luck.

What people did comes from the record: names, withdrawals, votes. What follows from it the rules decide: the bar, who is
nominated, what each section weighs, who has won, who drops out. Where a rule was not found, or the figures it needs were
not published, the recorded step is taken, and it is said that it was: such a step proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.questions.recount import Round, recount
from simulator.scenario.bars import Bar, NoBar, bar_of, needs_of, second_bar_of, thresholds
from simulator.scenario.recorded import Recorded, standing_in
from simulator.stages.values import AnyOf, Unsaid

AT_MOST = 12


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the stage, the clause that acted, and whether it was decided by rule or only taken from the record."""

    stage: str
    clause: str
    words: str
    by_rule: bool = True


@dataclass
class Retraced:
    """What the rules make of a record."""

    steps: list[Step] = field(default_factory=list)
    bar: Bar | None = None
    ways: tuple[int, ...] = ()
    second: tuple[int, ...] = ()
    nominees: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    base_fits: bool | None = None
    rounds: list[Round] = field(default_factory=list)
    winner: str = ""
    winner_by_rule: bool = True
    ending: str = ""

    @property
    def nominees_by_rule(self) -> bool:
        """True if who is on the ballot was worked out, and no part of it taken from the record."""
        return all(step.by_rule for step in self.steps if step.clause.endswith((".bar", ".any_of", ".exempt")))

    def taken(self, stage: str, clause: str, words: str) -> None:
        """A step taken from the record."""
        self.steps.append(Step(stage, clause, words, by_rule=False))

    def ruled(self, stage: str, clause: str, words: str) -> None:
        """A step the rules decided."""
        self.steps.append(Step(stage, clause, words))


def retrace(record: Recorded) -> Retraced:
    """Walk a record through its law; ends with a winner, or unresolved with the clause that gives no answer."""
    told = Retraced()
    law, entry = record.law, record.entry
    door = f"{entry.rules.contest}.enters"
    stage = law.get(door)
    for _ in range(AT_MOST):
        kind = law.kinds.get(stage) if isinstance(stage, str) else None
        if kind == "selection":
            told.ruled(stage, f"{stage}.settles", "the disputed clauses are read as stated")
            stage = law.get(f"{stage}.then.done")
        elif kind == "nomination":
            sift = _second if law.get(f"{stage}.among") == "those nominated before" else _nominations
            stage = _routed(record, told, str(stage), sift(record, told, str(stage)))
        elif kind == "ballot":
            _ballots(record, told, str(stage))
            return told
        else:
            told.ending = told.ending or f"unresolved: {stage}"
            return told
    told.ending = "unresolved: it did not end"
    return told


def _nominations(record: Recorded, told: Retraced, stage: str) -> str:
    """Nominations close: the outcome, by the names handed in and the bar; or as recorded where that cannot be worked out."""
    law, entry = record.law, record.entry
    exempt = law.get(f"{stage}.exempt")
    bar = _bar(record, told, stage)
    names = {one: said.by for one, said in entry.nominations.names.items()}
    by = law.get(f"{stage}.bar.by")
    bodies = by if isinstance(by, tuple) else ()
    counted = {one: sum(n for body, n in given.items() if body in bodies) for one, given in names.items() if given}
    told.bar = bar
    if bar is None or not counted:
        if bar is not None:
            told.taken(
                stage,
                f"{stage}.bar",
                "how many nominated whom was not published; who was on the ballot is taken as recorded",
            )
        told.nominees = record.entry.official.on_the_ballot
        told.short = record.entry.official.short
        return _outcome(record, told)
    nominees = [one for one, n in counted.items() if n >= bar.needs]
    unpublished = [one for one, given in names.items() if not given]
    for one in unpublished:
        if one == entry.incumbent and exempt == "incumbent":
            told.ruled(stage, f"{stage}.exempt", f"{one} needs no nominations")
            nominees.append(one)
        elif one == entry.incumbent and isinstance(exempt, Unsaid):
            told.ending = f"unresolved: {stage}.exempt: {exempt}"
        elif one in entry.official.on_the_ballot:
            told.taken(
                stage,
                f"{stage}.bar",
                f"{one}’s nominations were not published; the place on the ballot is taken as recorded",
            )
            nominees.append(one)
    told.nominees = tuple(one for one in record.candidates if one in nominees)
    told.short = tuple(one for one in counted if one not in nominees)
    told.base_fits = _fits(record, stage, bar, counted)
    return _outcome(record, told)


def _bar(record: Recorded, told: Retraced, stage: str) -> Bar | None:
    any_of = record.law.get(f"{stage}.bar.any_of")
    if isinstance(any_of, AnyOf):
        told.ways = tuple(needs for needs in (needs_of(one, record.bodies) for one in thresholds(any_of)) if needs)
        told.taken(stage, f"{stage}.bar.any_of", "which way over the bar each took was not published")
        return None
    bar = bar_of(record.law, stage, record.bodies)
    if isinstance(bar, NoBar):
        lacking = "the rule was not found" if not bar.bodies else "the heads of the base were not found"
        told.taken(stage, f"{stage}.bar", f"{lacking}; who was on the ballot is taken as recorded")
        return None
    told.ruled(stage, f"{stage}.bar", f"the bar: {bar.words}")
    return bar


def _fits(record: Recorded, stage: str, bar: Bar, counted: Mapping[str, int]) -> bool:
    """Whether the names fit the base: nobody nominates two, and a name held by one who stood aside moves only if it may."""
    moves = record.law.get(f"{stage}.transfer")
    held = sum(w.names or 0 for w in record.entry.withdrawals if w.after_round is None)
    locked = held if moves == "locked" else 0
    given = sum(counted.values()) + locked
    nobody = record.entry.nominations.nobody
    return given + nobody == bar.base if nobody is not None else given <= bar.base


def _outcome(record: Recorded, told: Retraced) -> str:
    """The outcome of a close, by who is nominated; in a challenge nothing displaces the incumbent but a valid challenger."""
    incumbent = record.entry.incumbent
    challengers = [one for one in told.nominees if one != incumbent]
    if incumbent and not challengers:
        return "nobody"
    if incumbent and incumbent in record.candidates and incumbent not in told.nominees:
        return "incumbent short"
    return ("nobody", "one")[len(told.nominees)] if len(told.nominees) < 2 else "several"


def _second(record: Recorded, told: Retraced, stage: str) -> str:
    """The second bar: its heads by rule; who was carried over it as reported."""
    told.second = second_bar_of(record.law, stage, record.bodies)
    carried = record.entry.second_bar
    words = "how many constituency parties or affiliates carried each was not published; it is taken as reported"
    told.taken(stage, f"{stage}.bar.any_of", words)
    known = carried.carried if carried is not None else dict.fromkeys(record.entry.official.on_the_ballot, "")
    told.nominees = tuple(one for one in told.nominees if one in known)
    return _outcome(record, told)


def _routed(record: Recorded, told: Retraced, stage: str, outcome: str) -> Any:
    """Where an outcome leads; where the book does not say, the recorded step is taken."""
    if told.ending:
        return None
    clause = f"{stage}.then.{outcome}"
    route = record.law.get(clause)
    if route == "go on" and outcome == "incumbent short":
        return _routed(record, told, stage, "one" if len(told.nominees) == 1 else "several")
    if route == "elected":
        by_rule = told.bar is not None and all(step.by_rule for step in told.steps)
        _elected(told, stage, clause, told.nominees[0], by_rule)
        return None
    if route == "incumbent stays":
        told.winner, told.ending = record.entry.incumbent, "incumbent stays"
        told.ruled(stage, clause, f"{told.winner} stays")
        return None
    if isinstance(route, Unsaid) or route in (None, "unresolved", "go on"):
        if outcome == "one" and not record.entry.rounds:
            told.taken(stage, clause, f"the rule was not found; {told.nominees[0]} was declared elected")
            told.winner, told.winner_by_rule, told.ending = told.nominees[0], False, "unopposed"
            return None
        told.ending = f"unresolved: {clause}: {route}"
        return None
    told.ruled(stage, clause, f"{outcome} nominated: {route}")
    return stage if route == "again" else route


def _elected(told: Retraced, stage: str, clause: str, who: str, by_rule: bool) -> None:
    """The rule elects the only nominee; it proves something only if who was nominated was worked out, too."""
    told.winner, told.winner_by_rule, told.ending = who, by_rule, "unopposed"
    told.ruled(stage, clause, f"{who} is the only nominee and is elected unopposed")


def _ballots(record: Recorded, told: Retraced, stage: str) -> None:
    """Round after round as recorded, until somebody has more than half; who is out the rules say."""
    law, entry = record.law, record.entry
    if not entry.rounds:
        told.ending = "unresolved: no votes were recorded"
        return
    majority, won = law.get(f"{stage}.win.majority_of"), law.get(f"{stage}.then.won")
    if isinstance(majority, Unsaid) or won != "elected":
        clause, why = ("win.majority_of", majority) if isinstance(majority, Unsaid) else ("then.won", won)
        told.ending = f"unresolved: {stage}.{clause}: {why}"
        return
    standing, first = told.nominees, None
    for number, said in enumerate(entry.rounds, 1):
        played = recount(record, stage, said, standing, first)
        told.rounds.append(played)
        first = played.total if first is None else first
        if played.leader:
            words = f"{played.leader} has more than half of the {law[f'{stage}.win.majority_of']}"
            told.ruled(stage, f"{stage}.win.majority_of", f"round {number}: {words}")
            told.winner, told.ending = played.leader, "ballot"
            return
        standing = _still_standing(record, told, stage, number, played)
        if not standing:
            return
    told.ending = told.ending or f"unresolved: nobody has more than half after round {len(entry.rounds)}"


def _still_standing(record: Recorded, told: Retraced, stage: str, number: int, played: Round) -> tuple[str, ...]:
    law, entry = record.law, record.entry
    route = law.get(f"{stage}.then.not won")
    if law.get(f"{stage}.paper") == "one name" and route != "again":
        told.ending = f"unresolved: {stage}.then.not won: {route}"
        return ()
    left = {w.who for w in entry.withdrawals if w.after_round == number}
    for one in sorted(left):
        told.taken(stage, "", f"round {number}: {one} withdrew")
    if played.out is None:
        later = entry.rounds[number] if number < len(entry.rounds) else None
        out = set(played.standing) - set(standing_in(later)) - left if later else set()
        told.taken(
            stage,
            f"{stage}.drop.lowest",
            f"round {number}: the rule was not found; {', '.join(sorted(out))} left as recorded",
        )
    else:
        out = set(played.out)
        told.ruled(stage, f"{stage}.drop.lowest", f"round {number}: {', '.join(played.out)} lowest and out")
    if played.out is not None and len(played.out) > 1 and law.get(f"{stage}.drop.lowest") == "one at a time":
        told.ending = f"unresolved: {stage}.tie: {law.get(f'{stage}.tie')}"
        return ()
    return tuple(one for one in played.standing if one not in out | left)
