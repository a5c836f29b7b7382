"""Summaries: what one choice of readings gives, as one record that every page, chart and table is made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from simulator.engine.leaders import UNRESOLVED, counted, tally
from simulator.engine.ledger import TALLIES, Ending
from simulator.procedures.arrays import Bools, Heads
from simulator.results.actual_outcome import Places, fewer, places
from simulator.results.answer import Part
from simulator.results.chances import Chance, Share
from simulator.results.records import Records
from simulator.scenario.scenario import Mixture, Scenario, sure
from simulator.stages.values import unfinished


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominations(Part):
    """Names of one candidate in the runs in which they sought any: quantiles, the bars met, how often they sufficed.

    needs      names that suffice → share of those runs;  histogram  names → runs
    """

    sought: Share
    p05: int | None
    median: int | None
    p95: int | None
    reaches_bar: Share | None
    needs: Mapping[int, Share] = field(default_factory=dict)
    histogram: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally(Part):
    """Names one candidate has in at a moment of the window; what happened, and the share of contests with fewer."""

    sought: Share
    p05: int
    p25: int
    median: int
    p75: int
    p95: int
    happened: int | None = None
    fewer: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BarMet(Part):
    """A bar that was met at the last close: its base in heads, the names that suffice, the sum in words, how often."""

    stage: str
    base: int
    needs: int
    chance: Share
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalShare(Part):
    """In what share of runs one candidate was on the ballot; and shares of the final round, in the runs in which they came to it.

    p05, median, p95   None where they never came to a final round
    """

    on_ballot: Share
    p05: float | None = None
    median: float | None = None
    p95: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Days(Part):
    """When it ended."""

    p05: dt.date
    median: dt.date
    p95: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved(Chance):
    """How often a contest stayed unresolved for a reason: the clause, and what the book lacks."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie(Part):
    """Of one ballot stage the rule for a tie, where it is said (or that none was found), and how often one was met."""

    stage: str
    rule: str
    source: str
    met: Chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Path(Part):
    """A way through the contest, step by step, how often it was gone, and the first run that went it."""

    derived: ClassVar[Mapping[str, str]] = {"runs": "runs"}

    steps: tuple[str, ...]
    chance: Share
    first_run: int

    @property
    def runs(self) -> int:
        """How many runs went it."""
        return self.chance.count


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingResult(Part):
    """What one choice of readings gives.

    readings   dispute → reading, in words;  moot  disputes on which nothing hangs here
    leader     who leads at the end, *nobody* and *unresolved* among them;  endings  how contests ended
    tallies    moment → candidate → names in, if they were kept
    decided    of disputes settled run by run: reading → share of runs
    typical    ending → the number of a run that is like most that ended so
    happened   where the truth lies among these contests, if the file says it
    """

    readings: Mapping[str, str]
    moot: tuple[str, ...]
    leader: Mapping[str, Chance]
    endings: Mapping[str, Chance]
    nominations: Mapping[str, Nominations]
    tallies: Mapping[str, Mapping[str, Tally]] = field(default_factory=dict)
    bars: tuple[BarMet, ...]
    shares: Mapping[str, FinalShare]
    ends_on: Days
    unresolved: tuple[Unresolved, ...]
    ties: tuple[Tie, ...]
    decided: Mapping[str, Mapping[str, Share]]
    paths: tuple[Path, ...]
    typical: Mapping[str, int]
    happened: Places | None = None


def summary(scenario: Scenario, records: Records) -> ReadingResult:
    """One entry of ``results``."""
    return ReadingResult(
        readings={d: reading_words(r) for d, r in records.readings.items()},
        moot=tuple(sorted(scenario.book.moot(scenario.edition, sure(scenario.book, records.readings)))),
        leader=_leader(scenario, records),
        endings=_endings(records),
        nominations=_nominations(scenario, records),
        tallies=_tallies(scenario, records),
        bars=_bars(records),
        shares=_shares(scenario, records),
        ends_on=_days(scenario, records),
        unresolved=_unresolved(records),
        ties=_ties(scenario, records),
        decided=_decided(records),
        paths=_paths(records),
        typical=_typical(scenario, records),
        happened=places(scenario, records),
    )


def reading_words(reading: str | Mixture) -> str:
    """A reading's name; a mixture says how it is mixed."""
    if isinstance(reading, str):
        return reading
    if reading.decided_by:
        return f"decided by the {reading.decided_by}"
    return " / ".join(f"{name} {share:.0%}" for name, share in reading.chances if share)


def _leader(scenario: Scenario, records: Records) -> dict[str, Chance]:
    return {who: Chance(count=count, of=records.runs) for who, count in tally(records.leader, scenario.ids).items()}


def _endings(records: Records) -> dict[str, Chance]:
    counts = np.bincount(records.columns["ending"], minlength=len(Ending)).tolist()
    found = {e: Chance(count=counts[e], of=records.runs) for e in Ending if e is not Ending.OPEN}
    return {e.words: chance for e, chance in found.items() if chance.count}


def _nominations(scenario: Scenario, records: Records) -> dict[str, Nominations]:
    """Names of each candidate who sought them, and how often they reach the bar.

    Where a leader in office needs nominations, his names are those first measured in the challenge, whatever follows.
    """
    columns = records.columns
    out = {}
    for c, one in enumerate(scenario.ids):
        first = c == scenario.incumbent and (columns["tested"] >= 0).any()
        names, bar = ("tested", "tested_bar") if first else ("names", "bar")
        cleared = columns["cleared"][c]
        out[one] = _names(records, columns[names] if first else columns[names][c], columns[bar], cleared)
    return out


def _names(records: Records, names: Heads, bar: Heads, cleared: Bools) -> Nominations:
    """The names of one candidate. Of a bar of several thresholds they are those that its first counts."""
    there = (names >= 0) & (bar >= 0)
    count = int(there.sum())
    sought = Share(count=count, of=records.runs)
    if not count:
        return Nominations(sought=sought, p05=None, median=None, p95=None, reaches_bar=None)
    needs = np.array([one.needs for one in records.bars], np.int32)[bar[there]]
    theirs = names[there]
    tally = np.bincount(theirs)
    p05, median, p95 = quantiles(tally)
    several = np.array([one.several for one in records.bars], np.bool_)[bar[there]]
    enough = np.where(several, cleared[there], theirs >= needs)
    return Nominations(
        sought=sought,
        p05=p05,
        median=median,
        p95=p95,
        reaches_bar=Share(count=int(enough.sum()), of=count),
        needs={n: Share(count=k, of=count) for n, k in enumerate(np.bincount(needs).tolist()) if k},
        histogram={n: k for n, k in enumerate(tally.tolist()) if k},
    )


def quantiles(tally: Heads) -> list[int]:
    """The 5%, 50% and 95% points of whole numbers: the least number that at least so many runs do not exceed.

    tally   how many runs have each number, from 0 up

    >>> quantiles([0, 10, 80, 10])
    [1, 2, 3]
    """
    upto = np.cumsum(tally)
    return [int(np.searchsorted(upto, twentieths * upto[-1] / 20)) for twentieths in (1, 10, 19)]


def _tallies(scenario: Scenario, records: Records) -> dict[str, dict[str, Tally]]:
    """The names in at each moment of the window, and where what happened lies among them; nothing if none were kept."""
    if not scenario.watched or not any(len(row) for moment in records.tallies for row in moment):
        return {}
    names = scenario.afterwards.names if scenario.afterwards else {}
    found = {}
    for moment, rows in zip(TALLIES, records.tallies, strict=True):
        there = {one: row for one, row in zip(scenario.ids, rows, strict=True) if len(row)}
        found[moment] = {
            one: _moment(tally, records.runs, names.get(moment, {}).get(one)) for one, tally in there.items()
        }
    return found


def _moment(tally: Heads, runs: int, true: int | None) -> Tally:
    """Quantiles of the names one candidate has in; ``fewer``: share of contests with fewer than happened, half of the equal."""
    whole = int(tally.sum())
    upto = np.cumsum(tally)
    points = {"p05": 1, "p25": 5, "median": 10, "p75": 15, "p95": 19}
    return Tally(
        sought=Share(count=whole, of=runs),
        **{name: int(np.searchsorted(upto, twentieths * whole / 20)) for name, twentieths in points.items()},
        happened=true,
        fewer=None if true is None else fewer(tally, true),
    )


def _bars(records: Records) -> tuple[BarMet, ...]:
    counts = np.bincount(records.columns["bar"].astype(np.int16) + 1, minlength=1 + len(records.bars)).tolist()
    return tuple(
        BarMet(
            stage=bar.stage,
            base=bar.base,
            needs=bar.needs,
            chance=Share(count=count, of=records.runs),
            words=bar.words,
        )
        for bar, count in zip(records.bars, counts[1:], strict=True)
        if count
    )


def _shares(scenario: Scenario, records: Records) -> dict[str, FinalShare]:
    out = {}
    for c, one in enumerate(scenario.ids):
        share, papers = records.columns["share"][c], int(records.columns["on_ballot"][c].sum())
        there = share[share > 0]
        if papers:
            low, middle, high = map(float, np.percentile(there, [5, 50, 95])) if len(there) else (None, None, None)
            on_ballot = Share(count=papers, of=records.runs)
            out[one] = FinalShare(on_ballot=on_ballot, p05=low, median=middle, p95=high)
    return out


def _days(scenario: Scenario, records: Records) -> Days:
    days = quantiles(np.bincount(records.columns["day"]))
    early, middle, late = (scenario.day_zero + dt.timedelta(day) for day in days)
    return Days(p05=early, median=middle, p95=late)


def _unresolved(records: Records) -> tuple[Unresolved, ...]:
    counts = np.bincount(records.columns["reason"], minlength=len(records.reasons)).tolist()
    found = [Unresolved(reason=records.reasons[n], count=k, of=records.runs) for n, k in enumerate(counts) if n and k]
    return tuple(sorted(found, key=lambda row: -row.count))


def _ties(scenario: Scenario, records: Records) -> tuple[Tie, ...]:
    """Of each ballot stage: the rule for a tie, where it is said (or that none was found), and how often one was met."""
    law = scenario.book.read(scenario.edition, sure(scenario.book, records.readings), scenario.what_ifs)
    met = int(records.columns["tied"].sum())
    rules = [
        (stage, f"{stage}.tie")
        for stage in law.stages
        if law.kinds[stage] == "ballot" and f"{stage}.tie" in law.provisions
    ]
    # Where most votes win a tie is one for first place; with no other ballot it is plain that that one was met.
    rules = rules or [(stage, f"{stage}.then.tied") for stage in law.stages]
    return tuple(
        Tie(
            stage=stage,
            rule="no rule found" if unfinished(law.get(path)) else str(law.get(path)),
            source=law.cite(path).words(),
            met=Chance(count=met, of=records.runs),
        )
        for stage, path in rules
        if path in law.provisions
    )


def _decided(records: Records) -> dict[str, dict[str, Share]]:
    """For each dispute that is settled run by run: the share of runs in each reading at the end."""
    return {
        dispute: {name: Share(count=count, of=records.runs) for name, count in sorted(counted.items())}
        for dispute, counted in records.decided.items()
        if isinstance(records.readings[dispute], Mixture) or len(counted) > 1
    }


def _paths(records: Records) -> tuple[Path, ...]:
    return tuple(
        Path(
            steps=tuple(step.name.lower().replace("_", " ") for step in path),
            chance=Share(count=count, of=records.runs),
            first_run=records.first_of_path[path],
        )
        for path, count in sorted(records.paths.items(), key=lambda item: (-item[1], item[0]))
    )


def _typical(scenario: Scenario, records: Records) -> dict[str, int]:
    """For each ending a typical run: the first on the ending's commonest day, with its commonest leader."""
    out = {}
    ending, leader, day = records.columns["ending"], records.leader, records.columns["day"]
    for one in Ending:
        there = np.flatnonzero(ending == one)
        if one is Ending.OPEN or not len(there):
            continue
        most = counted(leader[there], len(scenario.ids)).argmax() + UNRESOLVED
        theirs = there[leader[there] == most]
        middle = np.bincount(day[theirs]).argmax()
        out[one.words] = int(theirs[day[theirs] == middle][0])
    return out
