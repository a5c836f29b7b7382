"""What a thousand million contests on a hundred workers would take: measured costs, and a schedule simulated with them.

`python -m benchmarks.schedule` measures here what a cell of 65,536 contests costs, and what a task costs that does nothing on a
real cluster of two processes; then a SimPy schedule hands cells to workers through one scheduler, with workers that differ in
speed by a fifth, and says when the last cell is done. The law of large numbers does the rest: cells never wait for one another.
"""

from __future__ import annotations

import statistics
import sys
import time
from typing import Any

import simpy

from simulator import load
from simulator.questions.simulate import Case, choices, leaders_in

FILE, RUNS, WORKERS, WHOLE = "scenarios/labour-2016-june.yaml", 65_536, 100, 1_000_000_000
READINGS = 3
SLOWER = 0.2


def cost_of_a_cell() -> float:
    """CPU seconds of one cell: 65,536 contests under each of three readings, from draws to who leads; median of five."""
    scenario, spent = load(FILE), []
    for seed in range(5):
        began = time.process_time()
        leaders_in(Case(scenario, choices(scenario), RUNS, seed))
        spent.append(time.process_time() - began)
    return statistics.median(spent)


def cost_of_a_task(tasks: int = 400) -> float:
    """Seconds a task on a real cluster costs beside its work: tasks that do nothing, with a scenario as their argument."""
    import distributed

    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as here,
        distributed.Client(here) as client,
    ):
        distributed.wait([client.submit(nothing, n, pure=False) for n in range(20)])
        began = time.perf_counter()
        distributed.wait([client.submit(nothing, n, pure=False) for n in range(tasks)])
        return (time.perf_counter() - began) / tasks


def nothing(number: int) -> int:
    """A task that does nothing."""
    return number


def schedule(cell: float, task: float, cells: int, workers: int = WORKERS) -> float:
    """Seconds until the last cell is done: one scheduler hands out a task at a time, workers differ in speed."""
    env = simpy.Environment()
    hands = simpy.Resource(env, 1)
    left = [cells]

    def worker(number: int) -> Any:
        pace = 1 + SLOWER * (number / max(workers - 1, 1) - 0.5)
        while left[0]:
            left[0] -= 1
            with hands.request() as asked:
                yield asked
                yield env.timeout(task)
            yield env.timeout(cell * pace)

    for number in range(workers):
        env.process(worker(number))
    env.run()
    return float(env.now)


def main() -> int:
    """Print what was measured and what it comes to."""
    cell, task = cost_of_a_cell(), cost_of_a_task()
    cells = -(-WHOLE // (RUNS * READINGS))
    took = schedule(cell, task, cells)
    alone = cells * cell
    print(
        f"a cell of {RUNS:,} contests × {READINGS} readings: {cell:.3f} s; a task beside its work: {1000 * task:.2f} ms"
    )
    print(f"{WHOLE:,} contests are {cells:,} cells: {alone / 60:.1f} minutes on one worker")
    print(f"on {WORKERS} workers, simulated: {took:.1f} s, {alone / took:.0f} times as fast as one")
    print(
        f"the scheduler alone would be done in {cells * task:.1f} s: it is {'' if cells * task > took / 2 else 'not '}the limit"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
