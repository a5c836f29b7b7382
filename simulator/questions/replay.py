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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from simulator.conduct.recorded import simulated
from simulator.engine.results import NominationsClosed, QuestionPut
from simulator.questions.published import figures_of
from simulator.questions.replayed import LABELS, WINNER, Figure, Replay, Value
from simulator.results.answer import Answer, Part
from simulator.scenario.recorded import NOBODY, Recorded
from simulator.stages.nomination import WHOEVER_STANDS
from simulator.words.figures import Published
from simulator.words.problems import did_you_mean


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
    # Whoever the rules had put out stood on by the record alone: nothing that follows is proved.
    if any("against" in earlier.settled or set(earlier.standing) - set(earlier.by_law) for earlier, _ in one.counted):
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


# --- the answer -------------------------------------------------------------------------------------------------------
Number = int | float | str | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WinnerFound(Part):
    """The official winner, the engine's, and how it was found."""

    official: str
    engine: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken(Part):
    """A step: the clause that acted, and whether by rule or only by the record."""

    clause: str
    words: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureBeside(Part):
    """A figure as published, as it follows (null: it cannot be worked out), and the label of what that proves."""

    figure: str
    official: Number | None
    engine: Number | None
    label: str
    printed: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestReplayed(Part):
    """A contest: its winner, how many figures there are of each label, what the rules make of it, every figure."""

    id: str
    title: str
    edition: str
    grade: str
    winner: WinnerFound
    ending: str
    figures: int
    computed: int
    echo: int
    rebuilt: int
    recorded: int
    cannot_tell: int
    differs: int
    unexplained: int
    steps: tuple[StepTaken, ...]
    details: tuple[FigureBeside, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replays(Answer):
    """Contests replayed: of all figures, of those printed as numbers, and of the winners, how many have each label."""

    schema: ClassVar[str] = "party-rules/replay/2"

    contests: tuple[ContestReplayed, ...]
    figures: Mapping[str, int]
    printed: Mapping[str, int]
    winners: Mapping[str, int]


def as_answer(replays: Sequence[Replay]) -> Replays:
    """What ``--json`` prints of some replays."""
    return Replays(
        contests=tuple(map(_contest, replays)),
        figures=tally(replays),
        printed=printed(replays),
        winners=winners(replays),
    )


def _contest(one: Replay) -> ContestReplayed:
    entry, counts = one.record.entry, one.counts
    return ContestReplayed(
        id=entry.id,
        title=entry.contest,
        edition=one.record.edition.name,
        grade=entry.grade,
        winner=WinnerFound(official=entry.official.winner, engine=one.winner or NOBODY, found=one.winner_label),
        ending=one.ending,
        figures=len(one.figures),
        computed=counts["computed"],
        echo=counts["echo"],
        rebuilt=counts["rebuilt"],
        recorded=counts["recorded"],
        cannot_tell=counts["cannot tell"],
        differs=counts["differs"],
        unexplained=len(one.unexplained),
        steps=tuple(StepTaken(clause=s.clause, words=s.words, by="rule" if s.by_rule else "record") for s in one.steps),
        details=tuple(
            FigureBeside(
                figure=f.what,
                official=_number(f.published),
                engine=_number(f.found),
                label=f.label,
                printed=f.printed,
                why=f.why,
            )
            for f in one.figures
        ),
    )


def _number(value: Value | None) -> Number | None:
    """A figure as JSON has it."""
    if isinstance(value, Published):
        return int(value.text) if value.whole else float(value.text)
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else round(float(value), 6)
    return value
