"""Compare: rows of one version beside rows of another, in what share of simulated contests something differs.

`python -m benchmarks.against.compare BEFORE AFTER [--markdown]`, two folders that `rows` wrote; exit 1 if anything differs.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.against.rows import Rows, read

SHARE = 1.5e-6
"""Shares are kept to six decimals, so two that differ in their last bits may differ by one millionth; more is a difference."""
COLUMNS = ("ending", "leader", "day", "nominations", "final round", "reason", "bar", "shares")


@dataclass(frozen=True)
class Moved:
    """What differs between two versions, in one scenario under one reading.

    columns      of each column: share of simulated contests in which it differs
    anything     share of simulated contests in which any column differs
    share_by     the largest difference of a share of the final round
    otherwise    why contests cannot be laid side by side, if they cannot: a crash on one side, other candidates
    messages     what was said by the sides that could not be simulated
    """

    scenario: str
    reading: str
    runs: int = 0
    columns: dict[str, float] | None = None
    anything: float = 0.0
    share_by: float = 0.0
    otherwise: str = ""
    messages: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """True if anything does."""
        return bool(self.otherwise) or self.anything > 0


def rounded_share(scenario: str, before: Rows | None, after: Rows | None) -> Moved:
    """One scenario under one reading, contest by contest."""
    there = before or after
    assert there is not None
    if before is None or after is None:
        return Moved(scenario, there.reading, otherwise=f"only {'after' if before is None else 'before'}")
    if before.crash or after.crash:
        messages = tuple(crash for crash in (before.crash, after.crash) if crash)
        return Moved(scenario, there.reading, otherwise=_failed(before.crash, after.crash), messages=messages)
    if (before.candidates, before.runs) != (after.candidates, after.runs):
        return Moved(scenario, there.reading, otherwise="other candidates, or another number of contests")
    differs = {
        name: getattr(before, name) != getattr(after, name) for name in ("ending", "leader", "day", "reason", "bar")
    }
    gap = np.abs(before.shares.astype(float) - after.shares)
    differs |= {
        "nominations": (before.nominations != after.nominations).any(axis=0),
        "final round": ((before.shares > 0) != (after.shares > 0)).any(axis=0),
        "shares": (gap > SHARE).any(axis=0),
    }
    columns = {name: float(differs[name].mean()) for name in COLUMNS}
    anything: Any = np.any(list(differs.values()), axis=0)
    return Moved(scenario, there.reading, before.runs, columns, float(anything.mean()), float(gap.max(initial=0)))


def _failed(before: str, after: str) -> str:
    """How it differs that one side, or both, could not be simulated; a refusal may be worded otherwise."""
    how = [crash.split(":")[0] or "simulated" for crash in (before, after)]
    if how == ["refused", "refused"] or before == after:
        return ""
    return f"{how[0]} before, {how[1]} after"


def compared(before: Path, after: Path, only: Sequence[str] = ()) -> Iterator[Moved]:
    """Every scenario and reading of two folders, or those of some scenarios."""
    names = {file.stem for folder in (before, after) for file in folder.glob("*.npz")}
    for name in sorted(names & set(only) if only else names):
        one, other = ({rows.reading: rows for rows in _read(folder / f"{name}.npz")} for folder in (before, after))
        for reading in dict.fromkeys((*one, *other)):
            yield rounded_share(name, one.get(reading), other.get(reading))


def _read(file: Path) -> list[Rows]:
    return read(file) if file.exists() else []


def text(every: list[Moved]) -> Iterator[str]:
    """A line a reading, under a heading a scenario, and the totals."""
    wide = max((len(one.reading) for one in every), default=0)
    scenario = ""
    for one in every:
        if one.scenario != scenario:
            scenario = one.scenario
            yield f"{scenario:<{wide + 2}}  " + "  ".join(f"{name:>11}" for name in COLUMNS) + "     share by"
        if one.otherwise:
            yield f"  {one.reading:<{wide}}  {'; '.join((one.otherwise, *one.messages))}"
        elif not one.differs:
            yield f"  {one.reading:<{wide}}  " + ("the same" if one.runs else "not simulated by either")
        else:
            shares = "  ".join(
                f"{100 * share:10.2f}%" if share else f"{'·':>11}" for share in (one.columns or {}).values()
            )
            yield f"  {one.reading:<{wide}}  {shares}  {one.share_by:11.6f}"
    runs = sum(one.runs for one in every)
    contests = sum(round(one.anything * one.runs) for one in every)
    apart = sum(bool(one.otherwise) for one in every)
    yield (
        f"{sum(one.differs for one in every)} of {len(every)} readings differ: in {contests:,} of {runs:,} simulated contests, "
        f"and {apart} readings that cannot be laid side by side"
    )


def markdown(every: list[Moved]) -> Iterator[str]:
    """A table for a changelog: a row for each scenario that moved, the others in one; the leader, where most contests move it."""
    yield "| scenario | readings | share of runs that moved |"
    yield "| --- | --- | --- |"
    still = []
    for scenario in dict.fromkeys(one.scenario for one in every):
        readings = [one for one in every if one.scenario == scenario]
        if not any(one.differs for one in readings):
            still.append(len(readings))
            continue
        if found := [one for one in readings if one.anything]:
            most = max(found, key=lambda one: one.anything)
            leader = max((one.columns or {})["leader"] for one in found)
            least = min(one.anything for one in found)
            span = (
                percent(least)
                if percent(least) == percent(most.anything)
                else f"{percent(least)} to {percent(most.anything)}"
            )
            where = f"{len(found)} of {len(readings)}" + (
                f", most in `{most.reading}`" if len(found) > 1 else f", `{most.reading}`"
            )
            yield f"| `{scenario}` | {where} | {span}; the leader in {percent(leader) if leader else 'none'} |"
        if apart := [one for one in readings if one.otherwise]:
            kinds = sorted({one.otherwise for one in apart})
            yield f"| `{scenario}` | {len(apart)} of {len(readings)} | {'; '.join(kinds)} |"
    if still:
        yield f"| {len(still)} {'other' if len(still) == 1 else 'others'} | all {sum(still)} | none |"


def percent(share: float) -> str:
    """A share as a per cent that never rounds something to nothing.

    >>> percent(0.5), percent(0.0002), percent(0.00001)
    ('50%', '0.02%', '0.001%')
    """
    return f"{100 * share:.2g}%" if share < 0.995 else f"{100 * share:.0f}%"


def main() -> int:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--markdown", action="store_true", help="a table for the changelog")
    parser.add_argument("--only", nargs="+", default=(), metavar="NAME", help="these scenarios only")
    options = parser.parse_args()
    every = list(compared(options.before, options.after, options.only))
    if not every:
        print(f"there are no rows in {options.before} or {options.after}", file=sys.stderr)
        return 2
    for line in markdown(every) if options.markdown else text(every):
        print(line)
    return int(any(one.differs for one in every))


if __name__ == "__main__":
    sys.exit(main())
