"""The gates: what speed and size must be, as ratios measured in one run, each with a margin of 1.5.

Ratios of work in this process compare medians of CPU time taken in turn. Gates on whole commands are stated in milliseconds on
the machine this was written on, where a bare interpreter takes REFERENCE ms of CPU; they are scaled by how much slower a bare
interpreter is here, and never below one. `python -m benchmarks.gates [--json]`; exit 1 if a gate is missed.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from benchmarks.peer import Rules, play_each
from benchmarks.yardstick import beside, seconds, yardstick

RUNS, MARGIN, REFERENCE = 65_536, 1.5, 14.0
FILE = "scenarios/labour-2016-june.yaml"
DISPUTE = "incumbent-nominations"
EVERYTHING = {
    "nominators.first_day": "20% to 70%",
    "nominators.pace": "{first_day: 25% to 400%, eve: 50% to 200%}",
    "nominators.lending.permitted": "60% to 95%",
    "nominators.bandwagon": "5% to 35%",
    "nominators.withdraws": "{eagle: 40% to 90%, smith: 40% to 90%, watson: 40% to 90%}",
    "nominators.heirs": "{watson: eagle}",
    "politics.challengers.smith.waits_for": "eagle",
    "politics.challengers.watson.withdraws": "5% to 20%",
    "politics.court": "{asked: 30% to 80%, reverses: 10% to 40%}",
    "politics.resignation.pressure": "{delegation: {date: 30 June to 8 July 2016, times: 150% to 400%}}",
    "electorate.sections.registered.window": "{fee: £25}",
    "electorate.sections.members.frozen_out": "100,000 to 150,000",
    "electorate.transfers": "{watson: {eagle: 40%, smith: 30%, corbyn: 20%, nobody: 10%}}",
}
"""Every behaviour switched on, at its default where there is one, for the gate that has them all."""
CHILD = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Gate:
    """One thing measured: at most (or at least) its gate, with the margin; a gate of None is only reported."""

    what: str
    measured: float
    gate: float | None
    unit: str = "×"
    at_least: bool = False

    @property
    def passed(self) -> bool:
        """Within the gate, the margin allowed."""
        if self.gate is None:
            return True
        return self.measured >= self.gate / MARGIN if self.at_least else self.measured <= self.gate * MARGIN

    def __str__(self) -> str:
        if self.gate is None:
            return f"        {self.what:<64} {self.measured:>9.2f} {self.unit}"
        sign = "≥" if self.at_least else "≤"
        return f"{'ok' if self.passed else 'MISSED':<7} {self.what:<64} {self.measured:>9.2f} {self.unit:<3} {sign} {self.gate:g}"


def playing() -> Iterator[Gate]:
    """Play and draws beside the yardstick, and the peer on the same draws."""
    from simulator import load
    from simulator.beliefs.draws import draw
    from simulator.contest.ledger import Ending
    from simulator.contest.play import law_of, play
    from simulator.scenario.scenario import Mixture

    scenario = load(FILE)
    draws = draw(scenario, 2016, 0, RUNS)
    ratio, spent, unit = beside(lambda: draw(scenario, 2016, 0, RUNS), lambda: yardstick(RUNS))
    yield Gate("draws, beside the yardstick", ratio, 6)
    yield Gate("  a run, in microseconds (yardstick, draws)", 1e6 * unit / RUNS, None, "µs")
    yield Gate("", 1e6 * spent / RUNS, None, "µs")
    for reading in scenario.book.disputes[DISPUTE].readings:
        law = law_of(scenario, {DISPUTE: reading})
        ratio, spent, _ = beside(lambda law=law: play(scenario, law, draws), lambda: yardstick(RUNS))
        yield Gate(f"play, {reading}, beside the yardstick", ratio, 3)
    everything = load(FILE, EVERYTHING)
    luck = draw(everything, 2016, 0, RUNS)
    for reading in ("automatic", "needs-nominations", "decided by the executive"):
        chosen: object = Mixture(decided_by="executive") if " " in reading else reading
        law = law_of(everything, {DISPUTE: chosen})
        ratio, _, _ = beside(lambda law=law: play(everything, law, luck), lambda: yardstick(RUNS))
        yield Gate(f"play with every behaviour, {reading}", ratio, 5 if isinstance(chosen, str) else None, "×")
    law = law_of(scenario, {DISPUTE: "needs-nominations"})
    bars = {bar.stage: bar.needs for bar in law.bars}
    for reading, exempt in (("automatic", True), ("needs-nominations", False)):
        law, few = law_of(scenario, {DISPUTE: reading}), 400
        rules = Rules(bars["challenge-nominations"], bars["vacancy-nominations"], exempt)
        theirs: list[tuple[str, int]] = []
        slow = (
            seconds(lambda rules=rules, theirs=theirs, few=few: theirs.extend(play_each(scenario, rules, draws, few)))
            / few
        )
        fast = statistics.median(seconds(lambda law=law: play(scenario, law, draws)) for _ in range(3)) / RUNS
        ledger = play(scenario, law, draws)
        ours = [(Ending(int(ledger.ending[n])).words, int(ledger.leader[n])) for n in range(few)]
        yield Gate(f"play, {reading}, beside SimPy with a process a nominator", slow / fast, 100, at_least=True)
        yield Gate(
            f"  runs in {few} in which the peer differs", sum(a != b for a, b in zip(ours, theirs, strict=True)), 0, ""
        )


FIVE = ("incumbent-nominations", "excluded-remedy", "nomination-transfer", "rounding", "leader-votes-on-own-case")


def crossing() -> Iterator[Gate]:
    """A factorial of 108 combinations beside drawing once and playing as many runs, at the cost of a run in a large batch."""
    from simulator import load
    from simulator.beliefs.draws import draw
    from simulator.contest.play import law_of, play
    from simulator.questions.factorial import factorial

    scenario, few = load(FILE, readings={DISPUTE: "automatic"}), 10_000
    draws = draw(scenario, 2016, 0, RUNS)
    laws = [law_of(scenario, {DISPUTE: reading}) for reading in scenario.book.disputes[DISPUTE].readings]
    ratios = []
    for _ in range(3):
        began = time.process_time()
        found = factorial(scenario, FIVE, runs=few, seed=2016)
        spent = time.process_time() - began
        began = time.process_time()
        draw(scenario, 2016, 0, few)
        once = time.process_time() - began
        began = time.process_time()
        for law in laws:
            play(scenario, law, draws)
        a_run = (time.process_time() - began) / (len(laws) * RUNS)
        ratios.append(spent / (once + len(found.leaders) * few * a_run))
    yield Gate(
        f"{found.whole} combinations × {few:,} contests, beside drawing once and playing",
        statistics.median(ratios),
        1.5,
    )


TWELVE = (
    "nominators.blocs.loyalists.nominate.corbyn",
    "nominators.blocs.rebels.nominate.corbyn",
    "nominators.blocs.meps.nominate.corbyn",
    "electorate.sections.members.support.corbyn",
    "electorate.sections.members.support.eagle",
    "electorate.sections.registered.support.corbyn",
    "electorate.sections.affiliated.support.corbyn",
    "electorate.sections.registered.register",
    "politics.resignation.after_walk_out",
    "politics.resignation.to_restand",
    "politics.challengers.eagle.stands",
    "politics.challengers.eagle.declares",
)


def indexing() -> Iterator[Gate]:
    """Sobol's indices of twelve beliefs, second order and SALib's own work included, beside playing as many runs."""
    from simulator import load
    from simulator.beliefs.draws import draw
    from simulator.contest.play import law_of, play
    from simulator.questions.indices import sobol

    scenario = replace(load(FILE, readings={DISPUTE: "needs-nominations"}), compared=())
    draws, law = draw(scenario, 2016, 0, RUNS), law_of(scenario, {})
    sobol(scenario, "corbyn", list(TWELVE), seed=2016, points=16)
    ratios = []
    for _ in range(2):
        began = time.process_time()
        found = sobol(scenario, "corbyn", list(TWELVE), seed=2016, points=1024)
        spent = time.process_time() - began
        began = time.process_time()
        for _ in range(10):
            play(scenario, law, draws)
        ratios.append(spent / (found["runs"] * (time.process_time() - began) / (10 * RUNS)))
    yield Gate(f"Sobol, 12 beliefs, second order, {found['runs']:,} runs, beside playing as many", min(ratios), 1.5)


def command(*arguments: str, repeats: int = 5) -> float:
    """CPU milliseconds of a whole command, median."""
    spent = []
    for _ in range(repeats):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *arguments], env=CHILD, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    return statistics.median(spent)


def commands() -> Iterator[Gate]:
    """Whole commands, scaled to this machine; and what one more reading adds to a whole run."""
    slower = max(1.0, command("-c", "pass", repeats=9) / REFERENCE)
    yield Gate("a bare interpreter here, beside the reference", slower, None)
    cli = ("-m", "simulator")
    for what, limit, *arguments in (
        ("--help", 80, "--help"),
        ("rules", 350, "rules", "labour", "--on", "2016-06-28"),
        ("check", 350, "check", FILE),
        ("first answer: 10,000 runs, two readings", 700, "run", FILE, *TWO),
    ):
        yield Gate(f"CPU of {what}, at reference speed", command(*cli, *arguments) / slower, limit, "ms")
    one = ("-m", "simulator", "run", FILE, "--runs", str(RUNS), "--reading", f"{DISPUTE}=needs-nominations")
    three = ("-m", "simulator", "run", FILE, "--runs", str(RUNS))
    pairs = [(command(*three, repeats=1), command(*one, repeats=1)) for _ in range(5)]
    more = statistics.median((many / alone - 1) / 2 for many, alone in pairs)
    yield Gate(f"another reading, of a whole run of {RUNS:,} contests", 100 * more, 20, "%")


TWO = ("--set", "readings.leader-votes-on-own-case=compare", "--reading", f"{DISPUTE}=needs-nominations")
SIZES = (250_000, 500_000, 1_000_000)
PLAY_MANY = """
import hashlib, resource, sys, time
from simulator import load
from simulator.questions.simulate import simulate
scenario = load({file!r}, readings={{{dispute!r}: "needs-nominations"}})
began = time.perf_counter()
results = simulate(scenario, runs={runs}, workers={workers})
spent = time.perf_counter() - began
try:
    peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
columns, digest = results.records[0].columns, hashlib.sha256()
for name in sorted(columns):
    digest.update(columns[name].data)
print(peak / 1024, spent, digest.hexdigest())
"""


def many(runs: int, workers: int = 1) -> tuple[float, float, str]:
    """Peak memory in MB, seconds, and a digest of all records, of a fresh process that plays many runs."""
    code = PLAY_MANY.format(file=FILE, dispute=DISPUTE, runs=runs, workers=workers)
    done = subprocess.run([sys.executable, "-c", code], env=CHILD, check=True, capture_output=True, text=True)
    peak, spent, digest = done.stdout.split()
    return float(peak), float(spent), digest


def sizes() -> Iterator[Gate]:
    """Memory of a million runs with every record kept, and that it grows in line; two workers beside one."""
    peaks = [many(runs)[0] for runs in SIZES]
    yield Gate("memory of 1,000,000 runs with all records", peaks[-1], 150, "MB")
    grown = (peaks[2] - peaks[1]) / (SIZES[2] - SIZES[1]) / max((peaks[1] - peaks[0]) / (SIZES[1] - SIZES[0]), 1e-9)
    yield Gate("growth from half a million to a million, beside the growth before", grown, 1.25)
    alone, together = many(SIZES[-1]), many(SIZES[-1], workers=2)
    yield Gate("two workers: records that differ from one worker's", float(alone[2] != together[2]), 0, "")
    faster = max(alone[1] / together[1], many(SIZES[-1])[1] / many(SIZES[-1], workers=2)[1])
    judged = (os.cpu_count() or 1) >= 2 and os.getloadavg()[0] < (os.cpu_count() or 1)
    yield Gate(
        "two workers, times as fast as one (wall, better of two)", faster, 1.7 if judged else None, at_least=True
    )


def main() -> int:
    """Measure everything, print the table, say whether every gate was passed."""
    began, found = time.perf_counter(), []
    for group in (playing, crossing, indexing, commands, sizes):
        for gate in group():
            found.append(gate)
            if "--json" not in sys.argv:
                print(gate, flush=True)
    missed = [gate for gate in found if not gate.passed]
    if "--json" in sys.argv:
        print(json.dumps([{**asdict(gate), "passed": gate.passed} for gate in found], indent=1, ensure_ascii=False))
    else:
        print(f"{len(found) - len(missed)} passed, {len(missed)} failed in {time.perf_counter() - began:.0f} s")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
