"""Summaries: what one choice of readings gives, as one tidy document that every page, chart and table is made from."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from simulator.engine.leaders import UNRESOLVED, counted, tally
from simulator.engine.ledger import TALLIES, Ending
from simulator.results.chances import chance
from simulator.results.happened import fewer, happened
from simulator.results.records import Records
from simulator.scenario.scenario import Mixture, Scenario, sure
from simulator.stages.values import unfinished


def summary(scenario: Scenario, records: Records) -> dict[str, Any]:
    """One entry of ``results``: leader, endings, nominations, bars, shares, days, paths and what stayed unresolved."""
    return {
        "readings": {d: reading_words(r) for d, r in records.readings.items()},
        "moot": sorted(scenario.book.moot(scenario.edition, sure(scenario.book, records.readings))),
        "leader": _leader(scenario, records),
        "endings": _endings(records),
        "nominations": _nominations(scenario, records),
        **_tallies(scenario, records),
        "bars": _bars(records),
        "shares": _shares(scenario, records),
        "ends_on": _days(scenario, records),
        "unresolved": _unresolved(records),
        "ties": _ties(scenario, records),
        "decided": _decided(records),
        "paths": _paths(records),
        "typical": _typical(scenario, records),
        **happened(scenario, records),
    }


def reading_words(reading: str | Mixture) -> str:
    """A reading's name; a mixture says how it is mixed."""
    if isinstance(reading, str):
        return reading
    if reading.decided_by:
        return f"decided by the {reading.decided_by}"
    return " / ".join(f"{name} {share:.0%}" for name, share in reading.chances if share)


def _leader(scenario: Scenario, records: Records) -> dict[str, dict[str, float]]:
    return {who: chance(count, records.runs) for who, count in tally(records.leader, scenario.ids).items()}


def _endings(records: Records) -> dict[str, dict[str, float]]:
    counts = np.bincount(records.columns["ending"], minlength=len(Ending))
    return {e.words: chance(int(counts[e]), records.runs) for e in Ending if e is not Ending.OPEN and counts[e]}


def _nominations(scenario: Scenario, records: Records) -> dict[str, dict[str, Any]]:
    """Names of each candidate who sought them, and how often they reach the bar.

    Where a leader in office needs nominations, his names are those first measured in the challenge, whatever follows.
    """
    columns = records.columns
    out: dict[str, dict[str, Any]] = {}
    for c, one in enumerate(scenario.ids):
        first = c == scenario.incumbent and (columns["tested"] >= 0).any()
        names, bar = ("tested", "tested_bar") if first else ("names", "bar")
        cleared = columns["cleared"][c]
        out[one] = _names(records, columns[names] if first else columns[names][c], columns[bar], cleared)
    return out


def _names(records: Records, names: Any, bar: Any, cleared: Any) -> dict[str, Any]:
    """The names of one candidate. Of a bar of several thresholds they are those that its first counts."""
    sought = (names >= 0) & (bar >= 0)
    count = int(sought.sum())
    entry: dict[str, Any] = {"sought": count / records.runs, **dict.fromkeys(("p05", "median", "p95", "reaches_bar"))}
    if count:
        needs = np.array([one.needs for one in records.bars], np.int32)[bar[sought]]
        theirs = names[sought]
        tally = np.bincount(theirs)
        entry |= dict(zip(("p05", "median", "p95"), quantiles(tally), strict=True))
        several = np.array([one.several for one in records.bars], np.bool_)[bar[sought]]
        enough = np.where(several, cleared[sought], theirs >= needs)
        entry["reaches_bar"] = int(enough.sum()) / count
        entry["needs"] = {str(n): int(k) / count for n, k in enumerate(np.bincount(needs)) if k}
        entry["histogram"] = {str(n): int(k) for n, k in enumerate(tally) if k}
    return entry


def quantiles(tally: Any) -> list[int]:
    """The 5%, 50% and 95% points of whole numbers: the least number that at least so many runs do not exceed.

    tally   how many runs have each number, from 0 up

    >>> quantiles([0, 10, 80, 10])
    [1, 2, 3]
    """
    upto = np.cumsum(tally)
    return [int(np.searchsorted(upto, twentieths * upto[-1] / 20)) for twentieths in (1, 10, 19)]


def _tallies(scenario: Scenario, records: Records) -> dict[str, Any]:
    """The names in at each moment of the window, and where what happened lies among them; nothing if none were kept."""
    if not scenario.watched or not any(len(row) for moment in records.tallies for row in moment):
        return {}
    names = scenario.afterwards.names if scenario.afterwards else {}
    found: dict[str, dict[str, Any]] = {}
    for moment, rows in zip(TALLIES, records.tallies, strict=True):
        there = {one: row for one, row in zip(scenario.ids, rows, strict=True) if len(row)}
        found[moment] = {
            one: _moment(tally, records.runs, names.get(moment, {}).get(one)) for one, tally in there.items()
        }
    return {"tallies": found}


def _moment(tally: Any, runs: int, true: int | None) -> dict[str, Any]:
    """Quantiles of the names one candidate has in; ``fewer``: share of contests with fewer than happened, half of the equal."""
    whole = int(tally.sum())
    upto = np.cumsum(tally)
    points = {"p05": 1, "p25": 5, "median": 10, "p75": 15, "p95": 19}
    entry: dict[str, Any] = {"sought": whole / runs}
    entry |= {name: int(np.searchsorted(upto, twentieths * whole / 20)) for name, twentieths in points.items()}
    if true is not None:
        entry |= {"happened": true, "fewer": fewer(tally, true)}
    return entry


def _bars(records: Records) -> list[dict[str, Any]]:
    counts = np.bincount(records.columns["bar"].astype(np.int16) + 1, minlength=1 + len(records.bars))
    return [
        {
            "stage": bar.stage,
            "base": bar.base,
            "needs": bar.needs,
            "chance": int(count) / records.runs,
            "words": bar.words,
        }
        for bar, count in zip(records.bars, counts[1:], strict=True)
        if count
    ]


def _shares(scenario: Scenario, records: Records) -> dict[str, dict[str, float]]:
    out = {}
    for c, one in enumerate(scenario.ids):
        share = records.columns["share"][c]
        there = share[share > 0]
        if len(there):
            low, middle, high = np.percentile(there, [5, 50, 95])
            out[one] = {
                "on_ballot": len(there) / records.runs,
                "p05": float(low),
                "median": float(middle),
                "p95": float(high),
            }
    return out


def _days(scenario: Scenario, records: Records) -> dict[str, str]:
    days = quantiles(np.bincount(records.columns["day"]))
    dates = [scenario.day_zero + dt.timedelta(day) for day in days]
    return dict(zip(("p05", "median", "p95"), (date.isoformat() for date in dates), strict=True))


def _unresolved(records: Records) -> list[dict[str, Any]]:
    counts = np.bincount(records.columns["reason"], minlength=len(records.reasons))
    found = [{"reason": records.reasons[n], **chance(int(k), records.runs)} for n, k in enumerate(counts) if n and k]
    return sorted(found, key=lambda row: -row["chance"])


def _ties(scenario: Scenario, records: Records) -> list[dict[str, Any]]:
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
    return [
        {
            "stage": stage,
            "rule": "no rule found" if unfinished(law.get(path)) else str(law.get(path)),
            "source": law.cite(path).words(),
            "met": chance(met, records.runs),
        }
        for stage, path in rules
        if path in law.provisions
    ]


def _decided(records: Records) -> dict[str, dict[str, float]]:
    """For each dispute that is settled run by run: the share of runs in each reading at the end."""
    return {
        dispute: {name: count / records.runs for name, count in sorted(counted.items())}
        for dispute, counted in records.decided.items()
        if isinstance(records.readings[dispute], Mixture) or len(counted) > 1
    }


def _paths(records: Records) -> list[dict[str, Any]]:
    rows = []
    for path, count in sorted(records.paths.items(), key=lambda item: (-item[1], item[0])):
        steps = [step.name.lower().replace("_", " ") for step in path]
        rows.append(
            {"steps": steps, "runs": count, "chance": count / records.runs, "first_run": records.first_of_path[path]}
        )
    return rows


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
