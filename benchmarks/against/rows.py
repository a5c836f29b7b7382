"""Rows: every scenario under every reading, one row a simulated contest, in a form that another version can be compared with.

It asks the simulator for nothing but `load`, `simulate` and `results.runs`, and imports nothing else of this repository, so the
same file runs against any version: `python benchmarks/against/rows.py FOLDER`, in the folder that has that version's `scenarios`.
Which readings there are is learnt from the rule book, or from rows that were written before (`--like FOLDER`).

A scenario is simulated as it stands, then with each reading of each open dispute stated alone (together with the readings it
hangs on, if it would be moot without them), and with each dispute that a body may settle left to that body. Each time the
disputes that the scenario compares are laid side by side, unless they are what is stated.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

RUNS, SEED = 10_000, 20_160_628
AS_IT_STANDS = "as it stands"
REFUSALS = ("Problems", "Refused")
"""Exceptions by which a scenario is refused; any other is a crash."""
Stated = dict[str, str]


@dataclass(frozen=True)
class Rows:
    """The simulated contests of one scenario under one choice of readings.

    reading      what was stated, and which of the compared readings this is, in words
    stated       dispute → reading, as `--reading` takes it
    crash        why it could not be simulated, `refused: …` or `crashed: …`; the arrays are then empty
    ending, leader, reason   words[run]; `reason` is empty unless the contest ended unresolved
    day          days[run] since 1970
    bar          nominations needed[run] at the last close, -1 where there was no bar
    nominations  nominators[candidate, run] at the last close, -1 where none were sought
    shares       share[candidate, run] of the final round, to six decimals; 0 for whoever was not in it
    """

    reading: str
    stated: Stated
    candidates: tuple[str, ...] = ()
    crash: str = ""
    ending: Any = ()
    leader: Any = ()
    reason: Any = ()
    day: Any = ()
    bar: Any = ()
    nominations: Any = ()
    shares: Any = ()

    @property
    def runs(self) -> int:
        """How many contests were simulated."""
        return len(self.ending)


# What is simulated.


def every_reading(path: str) -> list[Stated]:
    """What to state of a scenario, one simulation each: nothing first."""
    from simulator import load

    scenario = load(path)
    law, adopted = scenario.edition.law, scenario.book.adopted()
    stated: list[Stated] = [{}]
    for name, dispute in scenario.book.disputes.items():
        if not dispute.open_to(scenario.edition.in_force):
            continue
        needed = {}
        for other, under in dispute.only_if.items():
            met = other in scenario.compared or not isinstance(scenario.readings[other], str)
            if not met and scenario.readings[other] not in under:
                needed[other] = under[0] if adopted[other] not in under else adopted[other]
        bodies = [stage for stage in law.stages if name in (law.get(f"{stage}.settles") or ())]
        stated += [{**needed, name: one} for one in (*dispute.readings, *bodies)]
    return stated


def simulated(path: str, stated: Stated, runs: int, seed: int) -> list[tuple[Any, Rows]]:
    """The rows of each choice of readings laid side by side, with what tells it from all others that were simulated."""
    from simulator import load, simulate

    try:
        scenario = load(path, readings=stated)
        if set(stated) & set(scenario.compared):
            scenario = replace(scenario, compared=tuple(d for d in scenario.compared if d not in stated))
        options = [list(scenario.book.disputes[d].readings) for d in scenario.compared]
    except Exception as error:
        return [(("not loaded", *stated.items()), Rows(named(stated), stated, crash=message(error)))]
    choices = [dict(zip(scenario.compared, one, strict=True)) for one in product(*options)]
    keys = [law_key(scenario, choice) for choice in choices]
    labels = [named(stated, choice) for choice in choices]
    try:
        results = simulate(scenario, runs=runs, seed=seed)
        frame = results.runs
        tables = [frame.iloc[n * runs : (n + 1) * runs] for n in range(len(choices))]
        found = [of_frame(label, stated, table) for label, table in zip(labels, tables, strict=True)]
    except Exception as error:
        found = [Rows(label, stated, crash=message(error)) for label in labels]
        if len(choices) > 1:
            # One of those laid side by side may be to blame: each is simulated by itself.
            found = [
                alone(scenario, choice, label, stated, runs, seed)
                for choice, label in zip(choices, labels, strict=True)
            ]
    return list(zip(keys, found, strict=True))


def alone(scenario: Any, choice: Stated, label: str, stated: Stated, runs: int, seed: int) -> Rows:
    """One choice of readings, nothing laid beside it."""
    from simulator import simulate

    by_itself = replace(scenario, compared=(), readings={**scenario.readings, **choice})
    try:
        return of_frame(label, stated, simulate(by_itself, runs=runs, seed=seed).runs)
    except Exception as error:
        return Rows(label, stated, crash=message(error))


def law_key(scenario: Any, choice: Stated) -> Any:
    """Equal for two choices of readings that come to the same law: disputes that are moot are left out."""
    readings = {**scenario.readings, **choice}
    disputes = scenario.book.disputes

    def moot(name: str) -> bool:
        hangs_on = disputes[name].only_if.items()
        return any(isinstance(readings[other], str) and readings[other] not in under for other, under in hangs_on)

    return tuple((name, repr(one)) for name, one in sorted(readings.items()) if not moot(name))


def named(stated: Stated, choice: Mapping[str, str] | None = None) -> str:
    """A choice of readings in words.

    >>> named({}), named({}, {"rounding": "up"}), named({"bar-base": "everyone"}, {"rounding": "up"})
    ('as it stands', 'as it stands × rounding=up', 'bar-base=everyone × rounding=up')
    """
    said = ", ".join(f"{dispute}={reading}" for dispute, reading in stated.items()) or AS_IT_STANDS
    return " × ".join([said, *(f"{dispute}={reading}" for dispute, reading in (choice or {}).items())])


def message(error: Exception) -> str:
    """In one line, why something could not be simulated: the scenario was refused, or the simulator crashed."""
    words = " ".join(str(error).split())
    return f"refused: {words}" if type(error).__name__ in REFUSALS else f"crashed: {type(error).__name__}: {words}"


def of_frame(reading: str, stated: Stated, frame: Any) -> Rows:
    """Rows of `results.runs`, under one choice of readings."""
    candidates = tuple(c.removeprefix("share_") for c in frame.columns if c.startswith("share_"))

    def whole(column: str) -> Any:
        return frame[column].fillna(-1).to_numpy(np.int32)

    return Rows(
        reading,
        stated,
        candidates,
        ending=frame["ending"].to_numpy(str),
        leader=frame["leader"].to_numpy(str),
        reason=frame["unresolved"].fillna("").to_numpy(str),
        day=frame["date"].to_numpy("datetime64[D]").astype(np.int32),
        bar=whole("bar"),
        nominations=np.array([whole(f"nominations_{one}") for one in candidates]),
        shares=np.array([frame[f"share_{one}"].fillna(0).to_numpy(np.float32) for one in candidates]),
    )


# How rows are kept: words as numbers of a list of words.

WORDS = ("ending", "leader", "reason")
NUMBERS = ("day", "bar", "nominations", "shares")


def write(path: Path, every: Sequence[Rows], left_out: Sequence[str] = ()) -> None:
    """Write the rows of one scenario as a compressed `.npz`, with a note of what was left out."""
    arrays: dict[str, Any] = {}
    heads = []
    for n, rows in enumerate(every):
        heads.append(
            {"reading": rows.reading, "stated": rows.stated, "candidates": rows.candidates, "crash": rows.crash}
        )
        if rows.crash:
            continue
        for name in WORDS:
            words, numbers = np.unique(getattr(rows, name), return_inverse=True)
            arrays[f"{n}/{name}/words"], arrays[f"{n}/{name}"] = words, numbers.astype(np.uint8)
        for name in NUMBERS:
            arrays[f"{n}/{name}"] = getattr(rows, name)
    np.savez_compressed(path, heads=np.array(json.dumps(heads)), left_out=np.array(json.dumps(left_out)), **arrays)


def read(path: Path) -> list[Rows]:
    """The rows of one scenario."""
    with np.load(path) as arrays:
        found = []
        for n, head in enumerate(json.loads(str(arrays["heads"]))):
            columns = {}
            if not head["crash"]:
                columns = {name: arrays[f"{n}/{name}/words"][arrays[f"{n}/{name}"]] for name in WORDS}
                columns |= {name: arrays[f"{n}/{name}"] for name in NUMBERS}
            found.append(Rows(**{**head, "candidates": tuple(head["candidates"])}, **columns))
        return found


def without_duplicates(found: Iterator[list[tuple[Any, Rows]]], note: Callable[[str], None]) -> list[Rows]:
    """One of each: readings that come to a law simulated already are left out, and noted."""
    known: dict[Any, Rows] = {}
    for key, rows in (pair for pairs in found for pair in pairs):
        if key in known:
            note(f"{rows.reading}: as {known[key].reading}")
        else:
            known[key] = rows
    return list(known.values())


def main() -> int:
    """Write one file a scenario."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="where to write one .npz a scenario")
    parser.add_argument("--scenarios", type=Path, default=Path("scenarios"), help="folder of the scenarios")
    parser.add_argument("--like", type=Path, metavar="FOLDER", help="take the readings from rows written before")
    parser.add_argument("--only", nargs="+", default=(), metavar="NAME", help="these scenarios only")
    parser.add_argument(
        "--left-out", action="store_true", help="list the readings left out because their law was simulated"
    )
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()

    import simulator

    began = time.monotonic()
    options.folder.mkdir(parents=True, exist_ok=True)
    print(
        f"version {simulator.__version__} of {Path(simulator.__file__).parent}, {options.runs:,} contests, seed {options.seed}"
    )
    files = [one for one in sorted(options.scenarios.glob("*.yaml")) if not options.only or one.stem in options.only]
    if options.like:
        files = [one for one in files if (options.like / f"{one.stem}.npz").exists()]
    readings, failed = 0, list[str]()
    with ProcessPoolExecutor(options.workers) as pool:
        work = {file: pool.submit(_asked, file, options.like) for file in files}
        work = {
            file: [pool.submit(simulated, str(file), one, options.runs, options.seed) for one in asked.result()]
            for file, asked in work.items()
        }
        for file, parts in work.items():
            notes: list[str] = []
            found = (part.result() for part in parts)
            if options.like:
                wanted = {rows.reading for rows in read(options.like / f"{file.stem}.npz")}
                rows = [one for pairs in found for _, one in pairs if one.reading in wanted]
            else:
                rows = without_duplicates(found, notes.append)
            write(options.folder / f"{file.stem}.npz", rows, notes)
            seconds = time.monotonic() - began
            print(
                f"{file.stem}: {len(rows)} readings, {len(notes)} of the same law left out, {seconds:.0f} s", flush=True
            )
            for one in notes if options.left_out else ():
                print(f"  left out: {one}")
            for one in (one for one in rows if one.crash):
                print(f"  {one.reading} {one.crash}")
            readings += len(rows)
            failed.extend(one.crash.split(":")[0] for one in rows if one.crash)
    told = f"{failed.count('refused')} refused, {failed.count('crashed')} crashed"
    print(f"{len(files)} scenarios, {readings} readings, {told}, {time.monotonic() - began:.0f} s")
    return 0


def _asked(file: Path, like: Path | None) -> list[Stated]:
    """What to state of a scenario, learnt from earlier rows if there are any."""
    if like is None:
        return every_reading(str(file))
    stated = [rows.stated for rows in read(like / f"{file.stem}.npz")]
    return [one for n, one in enumerate(stated) if one not in stated[:n]]


if __name__ == "__main__":
    sys.exit(main())
