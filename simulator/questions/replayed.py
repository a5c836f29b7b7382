"""Replayed: a recorded contest after its simulation: what came of it, step by step, round by round, figure by figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from simulator.conduct.recorded import Met, Record
from simulator.engine.cohort import Cohort
from simulator.engine.ledger import Ending, Step
from simulator.engine.results import NominationsClosed, QuestionPut, Result, RoundCounted
from simulator.engine.simulation import Event, Simulation
from simulator.procedures.arrays import Bools
from simulator.scenario.bars import Bar
from simulator.scenario.recorded import Recorded
from simulator.stages.nomination import BEFORE, WHOEVER_STANDS, thresholds
from simulator.words.figures import Published

Value = Published | Fraction | tuple[str, ...] | int | str
"""A published figure, or what follows: a number, names, or words."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One published figure beside what follows from the others.

    what      its name, by which the file's ``differs`` calls it
    published, found   as published, and as it follows (None: it cannot be worked out)
    label     what it proves;  why: the file's explanation of a difference
    printed   it was printed as a number; others are steps: who was nominated, stands, is out, or has won
    """

    what: str
    published: Value | None
    found: Value | None
    label: str
    printed: bool = False
    why: str = ""


LABELS = ("computed", "echo", "rebuilt", "recorded", "cannot tell", "differs")
WINNER = "winner"
ENDS = {
    Ending.BALLOT: "ballot",
    Ending.BALLOT_IN_A_VACANCY: "ballot",
    Ending.UNOPPOSED: "unopposed",
    Ending.UNOPPOSED_IN_A_VACANCY: "unopposed",
    Ending.NO_VALID_CHALLENGER: "incumbent stays",
    Ending.NO_CHALLENGE: "incumbent stays",
    Ending.INCUMBENT_STAYS: "incumbent stays",
    Ending.PENDING: "the record ends here",
}
PASSED_OVER = (Step.WINDOW_OPENED, Step.INCUMBENT_WON, Step.OTHER_WON, Step.BALLOT, Step.SIFTED, Step.BALLOT_AGAIN)
"""Steps of a simulation that a replay does not tell: their days are no real days, or a round says them."""


@dataclass(frozen=True, slots=True)
class Told:
    """One step: the clause that acted, the words, and whether it was decided by rule or only taken from the record."""

    clause: str
    words: str
    by_rule: bool = True


@dataclass(frozen=True, slots=True)
class Counted:
    """One round as the rules make it.

    number    of the round in the file;  standing: who stood
    votes     {section: {candidate: votes}} as far as recorded
    score     what each had, votes of one pool or shares of the college;  total: what the scores add to
    leader    who has won, or nobody;  out: who drops out by rule (None: that is taken from the record)
    """

    number: int
    standing: tuple[str, ...]
    votes: Mapping[str, Mapping[str, Fraction]]
    score: Mapping[str, Fraction]
    total: Fraction
    leader: str
    out: tuple[str, ...] | None


@dataclass(frozen=True)
class Replay:
    """A contest replayed: what the rules made of it, and its figures."""

    record: Recorded
    simulation: Simulation
    conduct: Record
    figures: tuple[Figure, ...] = ()

    # --- what came of it ----------------------------------------------------------------------------------------------
    @property
    def winner(self) -> str:
        """Who leads in the end by the rules; nothing if nobody does, or if the rules give no answer."""
        ledger = self.simulation.ledger
        decided = Ending(int(ledger.ending[0])) in ENDS and ledger.ending[0] != Ending.PENDING
        return self.conduct.ids[int(ledger.leader[0])] if decided and ledger.leader[0] >= 0 else ""

    @property
    def ending(self) -> str:
        """How it ended; where the rules give no answer, the clause."""
        ledger = self.simulation.ledger
        ending = Ending(int(ledger.ending[0]))
        return ENDS.get(ending) or f"unresolved: {ledger.reasons[int(ledger.reason[0])]}"

    @property
    def results(self) -> list[Result]:
        """What each stage made of its figures, in order."""
        return [result for _, result in self.simulation.results]

    @cached_property
    def closings(self) -> list[NominationsClosed]:
        """Nominations as they closed before the first ballot: the bar, and perhaps a further one."""
        found = [one for one in self.results if isinstance(one, NominationsClosed)]
        return [one for one in found if one.stage.keeps != WHOEVER_STANDS]

    @property
    def nominees(self) -> tuple[str, ...]:
        """Who was on the ballot."""
        return self._names(self.closings[-1].nominees) if self.closings else ()

    @property
    def short(self) -> tuple[str, ...]:
        """Who sought nominations and had too few, by the numbers."""
        first = self.closings[0] if self.closings else None
        return () if first is None else self._names(first.seeks & first.known & ~first.nominees)

    def _names(self, mask: Bools) -> tuple[str, ...]:
        return tuple(one for one, there in zip(self.conduct.ids, mask, strict=True) if there)

    @property
    def bar(self) -> Bar | None:
        """The bar of the first window, where it can be worked out."""
        if not self.closings:
            return None
        worlds, stage = self.simulation.worlds, self.closings[0].stage
        numbers = worlds.bar_numbers(stage.name, Cohort.of(1), self.simulation.ledger.world)
        return worlds.bars[int(numbers[0])] if numbers[0] >= 0 else None

    @property
    def second(self) -> tuple[int, ...]:
        """The numbers of a further bar that are shares of the nominators' own heads, where they can be worked out."""
        for one in self.closings:
            if one.stage.among == BEFORE:
                rows = zip(thresholds(one.stage.bar), one.needs, strict=True)
                return tuple(int(n) for t, n in rows if t.share is not None and t.by == t.of and n >= 0)
        return ()

    @cached_property
    def counted(self) -> list[tuple[Met, RoundCounted]]:
        """The rounds of ballots, as they were held and as they were counted."""
        met = [one for one in self.conduct.met if one.tally is not None]
        return list(zip(met, (one for one in self.results if isinstance(one, RoundCounted)), strict=True))

    @cached_property
    def questions(self) -> list[tuple[Met, QuestionPut]]:
        """The votes for and against."""
        met = [one for one in self.conduct.met if one.tally is None and one.held.entry is not None]
        return list(zip(met, (one for one in self.results if isinstance(one, QuestionPut)), strict=True))

    @property
    def rounds(self) -> list[Counted]:
        """The rounds that were published, as the rules make them."""
        return [self._counted(met, one) for met, one in self.counted if met.held.entry is not None]

    def _counted(self, met: Met, one: RoundCounted) -> Counted:
        entry, ids = met.held.entry, [self.conduct.ids[c] for c in one.paper]
        here = [(row, name) for row, name in enumerate(ids) if one.standing[row]]
        votes = entry.votes if entry is not None else {}
        settled = "out" in met.settled
        return Counted(
            number=met.held.number,
            standing=tuple(name for _, name in here),
            votes={section: {name: figure.exact for name, figure in block.items()} for section, block in votes.items()},
            score={name: Fraction(one.tally.score[row, 0]) for row, name in here},
            total=Fraction(one.tally.total[0]),
            leader=ids[int(one.decided.leader[0])] if one.decided.won[0] else "",
            out=None if settled else tuple(name for row, name in here if one.out[row]),
        )

    # --- how it was found ---------------------------------------------------------------------------------------------
    @property
    def winner_label(self) -> str:
        """How the winner was found."""
        return next(figure.label for figure in self.figures if figure.what == WINNER)

    @property
    def steps(self) -> list[Told]:
        """What the rules make of it, step by step."""
        told: list[Told] = []
        events, rounds = self.simulation.events or [], iter(self.counted)
        for at, event in enumerate([*events, None]):
            for before, result in self.simulation.results:
                if before == at and isinstance(result, RoundCounted):
                    told += self._round_told(*next(rounds))
            if event is not None and self._is_told(event):
                told.append(Told(event.clause, event.words, event.by_rule))
        return told

    def _is_told(self, event: Event) -> bool:
        if event.step in PASSED_OVER:
            return False
        return event.step != Step.NONE or not event.by_rule

    def _round_told(self, met: Met, one: RoundCounted) -> Iterator[Told]:
        round_ = self._counted(met, one)
        if met.held.entry is None or "won" in met.settled:
            return
        head = f"Round {round_.number}: "
        if round_.leader:
            yield Told(f"{one.stage.name}.win", f"{head}{round_.leader} {_wins(one, len(round_.standing))}.")
        elif round_.out:
            s = "s" if len(round_.out) == 1 else ""
            yield Told(f"{one.stage.name}.drop", f"{head}nobody has won; {' and '.join(round_.out)} drop{s} out.")
        elif round_.out is not None:
            yield Told(f"{one.stage.name}.win", f"{head}nobody has won.")

    @property
    def counts(self) -> dict[str, int]:
        """How many figures there are of each label."""
        found = Counter(figure.label for figure in self.figures)
        return {label: found[label] for label in LABELS}

    @property
    def unexplained(self) -> tuple[Figure, ...]:
        """Differences that the file does not explain."""
        return tuple(f for f in self.figures if f.label == "differs" and not f.why)


def _wins(one: RoundCounted, standing: int) -> str:
    """By which test somebody has won a round."""
    stage = one.stage
    if standing == 1:
        return "is the only one left"
    if stage.by == "most votes":
        return "has most votes"
    tests = [f"more than half of the {stage.majority_of}"] if stage.majority_of else []
    tests += [f"{stage.test or 'at least'} {float(stage.share):.4g} of the {stage.of}"] if stage.share else []
    tests += [f"a lead of {float(stage.lead):.0%} of the {stage.lead_of}"] if stage.lead else []
    return f"has {' and '.join(tests)}"
