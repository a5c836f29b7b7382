"""Results: what a stage made of the figures before it, kept in full where one run is narrated. Nothing acts on them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from simulator.procedures.arrays import Bools, Heads, Rows, Votes
from simulator.procedures.rounds import Round
from simulator.procedures.tallying import Tally


@dataclass(frozen=True, slots=True)
class NominationsClosed:
    """Nominations counted against a bar, in one run.

    stage     the nomination
    needs     heads that each threshold of its bar needs (−1: not known)
    handed    nominators[threshold, candidate] (−1: not known); None where they are not known at all
    seeks     bool[candidate] who seek nominations
    known     bool[candidate] of whom the bar decides
    nominees  bool[candidate] who are nominated
    exempt    the incumbent needs no nominations
    """

    stage: Any
    needs: Heads
    handed: Heads | None
    seeks: Bools
    known: Bools
    nominees: Bools
    exempt: bool


@dataclass(frozen=True, slots=True)
class RoundCounted:
    """One round of a ballot, in one run.

    stage     the ballot;  number: of the round within it, from 1
    paper     candidates of the ballot paper;  standing: bool[candidate of the paper]
    tally     the figures of the round
    decided   whether somebody has won, and who would drop out
    out       bool[candidate of the paper] who drops out, once ties are broken
    bases     what a share may be of, by name
    """

    stage: Any
    number: int
    paper: Rows
    standing: Bools
    tally: Tally
    decided: Round
    out: Bools
    bases: dict[str, Votes]


@dataclass(frozen=True, slots=True)
class QuestionPut:
    """A vote on a question, in one run: those for and against it, how many could vote (None: not known), and the outcome."""

    stage: Any
    yes: Fraction | float
    no: Fraction | float
    entitled: Fraction | float | None
    carried: bool


Result = NominationsClosed | RoundCounted | QuestionPut
