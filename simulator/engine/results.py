"""Results: what a stage made of the figures before it, kept in full where one run is narrated. Nothing acts on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]
else:
    from simulator.words.lazy import np


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
    needs: NDArray[Any]
    handed: NDArray[Any] | None
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
    paper: NDArray[Any]
    standing: Bools
    tally: Any
    decided: Any
    out: Bools
    bases: dict[str, Any]


@dataclass(frozen=True, slots=True)
class QuestionPut:
    """A vote on a question, in one run: those for and against it, how many could vote (None: not known), and the outcome."""

    stage: Any
    yes: Any
    no: Any
    entitled: Any
    carried: bool


Result = NominationsClosed | RoundCounted | QuestionPut
