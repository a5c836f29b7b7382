"""Replay: a real contest taken through its rules by the simulation itself, every published figure beside what follows.

Each figure has one label, which says what its agreement proves:

computed     it follows from other figures, by arithmetic and by the rules; this alone is proof
echo         it is itself what went in, or is held against the numbers of its own line only
rebuilt      it follows from votes that were rebuilt from such figures
recorded     the step was taken from the record: a rule or a number was not found
cannot tell  the published figures do not decide it
differs      something else follows; the file may say why
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from simulator.conduct.recorded import Met, Record, simulated
from simulator.engine.cohort import Cohort
from simulator.engine.ledger import Ending, Step
from simulator.engine.results import NominationsClosed, QuestionPut, RoundCounted
from simulator.engine.simulation import Simulation
from simulator.questions.published import Figure, figures_of
from simulator.scenario.bars import Bar
from simulator.scenario.recorded import NOBODY, Recorded
from simulator.stages.nomination import BEFORE, WHOEVER_STANDS, thresholds
from simulator.words.figures import Published
from simulator.words.problems import did_you_mean

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
    def results(self) -> list[Any]:
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

    def _names(self, mask: Any) -> tuple[str, ...]:
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

    def _is_told(self, event: Any) -> bool:
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

    def document(self) -> dict[str, Any]:
        """The replay as one row of ``--json``."""
        entry = self.record.entry
        return {
            "id": entry.id,
            "title": entry.contest,
            "edition": self.record.edition.name,
            "grade": entry.grade,
            "winner": {"official": entry.official.winner, "engine": self.winner or NOBODY, "found": self.winner_label},
            "ending": self.ending,
            "figures": len(self.figures),
            **{label.replace(" ", "_"): number for label, number in self.counts.items()},
            "unexplained": len(self.unexplained),
            "steps": [
                {"clause": s.clause, "words": s.words, "by": "rule" if s.by_rule else "record"} for s in self.steps
            ],
            "details": [
                {
                    "figure": f.what,
                    "official": plain(f.published),
                    "engine": plain(f.found),
                    "label": f.label,
                    "printed": f.printed,
                    "why": f.why,
                }
                for f in self.figures
            ],
        }


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


def plain(value: Any) -> Any:
    """A figure as people and JSON write it."""
    if isinstance(value, Published):
        return int(value.text) if value.whole else float(value.text)
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else round(float(value), 6)
    return list(value) if isinstance(value, tuple) else value


def replay(record: Recorded) -> Replay:
    """Take a record through its law, and hold every published figure beside what follows; raises Problems if it cannot be."""
    one = Replay(record, *simulated(record))
    figures = [*figures_of(one), _winner(one)]
    if not record.another_law:
        _excuses_are_known(record, figures)
    return replace(one, figures=tuple(_explained(record, figure) for figure in figures))


def _excuses_are_known(record: Recorded, figures: Sequence[Figure]) -> None:
    """What the file explains is a figure, by its printed name; and never the winner."""
    names = [figure.what for figure in figures if figure.what != WINNER]
    for key in record.entry.differs:
        if key == WINNER:
            raise record.problem(
                ("differs", key), "another winner cannot be explained away", "correct the record, or the rules"
            )
        if key not in names:
            cure = did_you_mean(key, names)
            raise record.problem(
                ("differs", key), f"“{key}” is no figure of this contest", f"name it as replay prints it; {cure}"
            )


def _explained(record: Recorded, figure: Figure) -> Figure:
    why = record.entry.differs.get(figure.what, "") if figure.label == "differs" else ""
    return replace(figure, why=why) if why else figure


def _winner(one: Replay) -> Figure:
    """The winner, and how they were found."""
    official, found = one.record.entry.official.winner, one.winner
    if not found:
        ended = one.ending
        if official == NOBODY and not ended.startswith("unresolved"):
            label = "computed" if one.results and isinstance(one.results[-1], QuestionPut) else "recorded"
            return Figure(WINNER, official, NOBODY, label)
        label = "cannot tell" if official == NOBODY else "differs"
        return Figure(WINNER, official, ended if ended.startswith("unresolved") else f"nobody: {ended}", label)
    return Figure(WINNER, official, found, _found_by(one) if official == found else "differs")


def _found_by(one: Replay) -> str:
    """Computed, if the step that elected was the rules'; recorded, if it, or the field it left, was the record's."""
    results, taken = one.results, one.conduct.taken
    if any(".then." in clause and at == len(results) for clause, _, at in taken):
        return "recorded"
    last = results[-1] if results else None
    if isinstance(last, QuestionPut):
        return (
            "recorded"
            if any(at == len(results) - 1 and ".then." not in clause for clause, _, at in taken[-1:])
            else "computed"
        )
    if isinstance(last, NominationsClosed):
        unknown = any(
            not closing.known[c] for closing in one.closings for c in range(len(closing.known)) if closing.nominees[c]
        )
        return "recorded" if unknown and last.stage.keeps != WHOEVER_STANDS else "computed"
    if not one.counted:
        return "recorded"
    met, counted = one.counted[-1]
    before = one.counted[-2][0] if len(one.counted) > 1 else None
    alone = counted.standing.sum() == 1 or not counted.decided.won[0]
    if "won" in met.settled:
        return "cannot tell"
    settled = (met if not counted.decided.won[0] else before) if alone else None
    if (settled is not None and "out" in settled.settled) or set(met.by_law) != set(met.standing):
        return "recorded"
    entry = met.held.entry
    return "rebuilt" if entry is not None and set(entry.votes) & set(one.record.entry.reconstructed) else "computed"


def tally(replays: Sequence[Replay]) -> Mapping[str, int]:
    """All figures of some replays by their label."""
    total: Counter[str] = Counter()
    for one in replays:
        total.update(one.counts)
    return {label: total[label] for label in LABELS}


def printed(replays: Sequence[Replay]) -> Mapping[str, int]:
    """The figures that were printed as numbers, by their label; the others are steps: who was nominated, out, or won."""
    total = Counter(figure.label for one in replays for figure in one.figures if figure.printed)
    return {label: total[label] for label in LABELS}


def winners(replays: Sequence[Replay]) -> Mapping[str, int]:
    """How the winners were found, by label."""
    total = Counter(one.winner_label for one in replays)
    return {label: total[label] for label in LABELS if total[label]}
