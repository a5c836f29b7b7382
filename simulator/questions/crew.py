"""The crew: who does a list of tasks. Alone, in processes on this machine, or on a cluster that is there already.

Tasks are pure functions of their arguments, so whoever does them and in whatever order they end, the results are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from simulator.words.problems import refuse

Task = tuple[Any, ...]


@dataclass(frozen=True)
class Crew:
    """Workers for independent tasks.

    workers    processes on this machine, where there is no scheduler
    scheduler  the address of a running Dask scheduler, such as tcp://10.0.0.5:8786
    """

    workers: int = 1
    scheduler: str = ""

    def does(self, function: Callable[..., Any], tasks: Sequence[Task]) -> Iterator[tuple[int, Any]]:
        """(number of the task, its result), as they are done."""
        if self.scheduler:
            yield from self._on_a_cluster(function, tasks)
        elif self.workers > 1 and len(tasks) > 1:
            yield from self._in_processes(function, tasks)
        else:
            yield from ((number, function(*task)) for number, task in enumerate(tasks))

    def _in_processes(self, function: Callable[..., Any], tasks: Sequence[Task]) -> Iterator[tuple[int, Any]]:
        from concurrent.futures import ProcessPoolExecutor, as_completed

        with ProcessPoolExecutor(self.workers) as pool:
            asked = {pool.submit(function, *task): number for number, task in enumerate(tasks)}
            for future in as_completed(asked):
                yield asked[future], future.result()

    def _on_a_cluster(self, function: Callable[..., Any], tasks: Sequence[Task]) -> Iterator[tuple[int, Any]]:
        try:
            dask: Any = import_module("distributed")
        except ImportError:
            cure = 'install the extra: pip install "party-rules[cluster]"'
            raise refuse("a cluster needs Dask, which is not installed", cure) from None
        try:
            client = dask.Client(self.scheduler, timeout=20)
        except OSError as error:
            raise refuse(f"no scheduler answers at {self.scheduler} ({error})", "start one: dask scheduler") from None
        with client:
            asked = {client.submit(function, *task, pure=False): number for number, task in enumerate(tasks)}
            for future in dask.as_completed(asked):
                yield asked[future], future.result()
