"""Digests: what every scenario gives under its readings, short enough to be committed.

`python -m tests.golden.renew` writes `digests.yaml` anew. Do so when a change is meant to move contests, and say in the changelog
what it moved (`make against-0.3` counts it).

A digest is of ending, leader, day and nominations, which are words and whole numbers. Shares of the vote differ in their last
bits from machine to machine, so of them the mean over all contests is kept, and compared to a millionth.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from benchmarks.against.rows import SEED, Rows, law_key, message, named, of_frame, simulated
from simulator import load, simulate

ROOT = Path(__file__).parents[2]
FILE = Path(__file__).with_name("digests.yaml")
RUNS = 1_000
HEAD = f"""\
# Of {RUNS:,} contests (seed {SEED}) under each reading: a digest of ending, leader, day and nominations, and mean shares of the
# final round. Written by `python -m tests.golden.renew`; nothing here is edited by hand.
"""
Golden = dict[str, Any]


def golden(rows: Rows) -> Golden:
    """What is kept of some rows."""
    if rows.crash:
        return {"digest": rows.crash.split(":")[0]}
    text = "\n".join(
        f"{ending} {leader} {day} {','.join(map(str, nominations))}"
        for ending, leader, day, nominations in zip(rows.ending, rows.leader, rows.day, rows.nominations.T, strict=True)
    )
    shares = {
        one: round(float(row.mean(dtype=float)), 7) for one, row in zip(rows.candidates, rows.shares, strict=True)
    }
    return {"digest": hashlib.sha256(text.encode()).hexdigest()[:12], "shares": shares}


def of_scenario(name: str) -> dict[str, Golden]:
    """Reading → what is kept of it: as the scenario stands, each open dispute laid beside that, and left to a body."""
    path = str(ROOT / "scenarios" / f"{name}.yaml")
    scenario = load(path)
    law, known = scenario.edition.law, dict[Any, str]()
    kept = _laid_side_by_side(scenario, scenario.compared, known)
    for dispute, one in scenario.book.disputes.items():
        if one.open_to(scenario.edition.in_force) and dispute not in scenario.compared:
            kept |= _laid_side_by_side(scenario, (*scenario.compared, dispute), known)
        for body in (stage for stage in law.stages if dispute in (law.get(f"{stage}.settles") or ())):
            for _, rows in simulated(path, {dispute: body}, RUNS, SEED):
                kept[rows.reading] = golden(rows)
    return kept


def _laid_side_by_side(scenario: Any, disputes: Sequence[str], known: dict[Any, str]) -> dict[str, Golden]:
    """Every reading of some disputes on the same draws, without those whose law is among what is known."""
    compared = tuple(name for name in scenario.book.disputes if name in disputes)
    options = [list(scenario.book.disputes[name].readings) for name in compared]
    choices = [dict(zip(compared, one, strict=True)) for one in product(*options)]
    new = {n: named(choice) for n, choice in enumerate(choices) if law_key(scenario, choice) not in known}
    if not new:
        return {}
    known |= {law_key(scenario, choices[n]): reading for n, reading in new.items()}
    try:
        asked = replace(scenario, compared=compared)
        frame = simulate(asked, runs=RUNS, seed=SEED).runs
    except Exception as error:
        return {reading: {"digest": message(error).split(":")[0]} for reading in new.values()}
    return {reading: golden(of_frame(reading, {}, frame.iloc[n * RUNS : (n + 1) * RUNS])) for n, reading in new.items()}


def main() -> None:
    """Write the file anew."""
    lines = [HEAD]
    for file in sorted((ROOT / "scenarios").glob("*.yaml")):
        lines.append(f"{file.stem}:\n")
        for reading, one in of_scenario(file.stem).items():
            text = yaml.safe_dump(one, default_flow_style=True, sort_keys=False, width=10_000).strip()
            lines.append(f"  {reading}: {text}\n")
    FILE.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
