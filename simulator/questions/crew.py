"""The crew: who does a list of tasks. Alone, in processes on this machine, or on a cluster that is there already.

Tasks are pure functions of their arguments, so whoever does them and in whatever order they end, the results are the same.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from typing import Any

from simulator.words.problems import refuse

AHEAD = 4
"""Tasks handed out for each worker, so that none waits for the next and few are in flight."""
Task = tuple[Any, ...]


@dataclass(frozen=True)
class Crew:
    """Workers for independent tasks.

    workers    processes on this machine, where there is no scheduler
    scheduler  the address of a running Dask scheduler, such as tcp://10.0.0.5:8786
    """

    workers: int = 1
    scheduler: str = ""

    def does(self, function: Callable[..., Any], tasks: Iterable[Task]) -> Iterator[tuple[int, Any]]:
        """(number of the task, its result), as they are done; tasks are made as they are needed, a few ahead."""
        if self.scheduler:
            yield from self._on_a_cluster(function, tasks)
        elif self.workers > 1 and not (isinstance(tasks, Sequence) and len(tasks) < 2):
            yield from self._in_processes(function, tasks)
        else:
            yield from ((number, function(*task)) for number, task in enumerate(tasks))

    def _in_processes(self, function: Callable[..., Any], tasks: Iterable[Task]) -> Iterator[tuple[int, Any]]:
        from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait

        with ProcessPoolExecutor(self.workers, initializer=end_with_parent) as pool:
            coming = enumerate(tasks)
            asked = {pool.submit(function, *task): number for number, task in islice(coming, AHEAD * self.workers)}
            while asked:
                done, _ = wait(asked, return_when=FIRST_COMPLETED)
                for future in done:
                    yield asked.pop(future), future.result()
                asked |= {pool.submit(function, *task): number for number, task in islice(coming, len(done))}

    def _on_a_cluster(self, function: Callable[..., Any], tasks: Iterable[Task]) -> Iterator[tuple[int, Any]]:
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
            coming = enumerate(tasks)

            def ask(many: int) -> dict[Any, int]:
                return {client.submit(function, *task, pure=False): number for number, task in islice(coming, many)}

            asked = ask(AHEAD * max(1, sum(client.nthreads().values())))
            done = dask.as_completed(asked)
            for future in done:
                yield asked.pop(future), future.result()
                more = ask(1)
                asked |= more
                done.update(list(more))


def end_with_parent() -> None:
    """Let this worker end with the process that began it, even if that one is killed without warning.

    On Linux the kernel sees to it. Elsewhere a thread waits for the end of the parent, as it does for a worker that was begun
    so late that its parent had gone already.
    """
    from multiprocessing import parent_process
    from multiprocessing.connection import wait
    from threading import Thread

    parent = parent_process()
    if parent is None or (sys.platform == "linux" and _killed_with_parent() and os.getppid() == parent.pid):
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def _killed_with_parent() -> bool:
    """Ask Linux to kill this process when its parent ends (PR_SET_PDEATHSIG); whether it will."""
    import ctypes
    import signal

    try:
        return bool(ctypes.CDLL(None).prctl(1, signal.SIGKILL) == 0)
    except (OSError, AttributeError):
        return False
