"""Who does the work: this process, others on this machine, or a cluster that is there already.

Tasks are pure functions of their arguments, so whoever does them, the results are the same. Any
:class:`concurrent.futures.Executor` will do; without one, this process does them. A task says which code made it, and a
worker that has other code refuses it.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

from simulator.results.provenance import fingerprint
from simulator.words.problems import refuse

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

AHEAD = 2
"""Tasks in flight for each worker: none waits for the next, and results do not pile up."""
Task = tuple[object, ...]
Done = TypeVar("Done")


def in_turn(executor: Executor | None, function: Callable[..., Done], tasks: Iterable[Task]) -> Iterator[Done]:
    """The results of tasks, in their order; tasks are made as they are needed. One task alone is done here."""
    coming = iter(tasks)
    first = list(islice(coming, 1 if executor is None else 2))
    if executor is None or len(first) < 2:
        yield from (function(*task) for task in chain(first, coming))
        return
    waiting: deque[Future[Done]] = deque()
    ahead, ours = AHEAD * workers_of(executor), fingerprint()
    for task in chain(first, coming):
        waiting.append(executor.submit(checked, ours, function, *task))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def workers_of(executor: Executor) -> int:
    """How many workers an executor has."""
    return int(getattr(executor, "workers", 0) or getattr(executor, "_max_workers", 1))


def checked(asked_by: str, function: Callable[..., Done], *task: object) -> Done:
    """Do a task, if it was made by the code that this worker has."""
    if asked_by != fingerprint():
        raise refuse(
            f"a worker has {fingerprint()}, and who asks has {asked_by}", "install the same version on every worker"
        )
    return function(*task)


@contextmanager
def executor_of(workers: int = 1, scheduler: str = "") -> Iterator[Executor | None]:
    """Processes on this machine, a running Dask scheduler (its address), or nothing where this process is to do all."""
    if scheduler:
        with _cluster(scheduler) as executor:
            yield executor
    elif workers > 1:
        from concurrent.futures import ProcessPoolExecutor

        pool = ProcessPoolExecutor(workers, initializer=end_with_parent)
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)
    else:
        yield None


@contextmanager
def _cluster(scheduler: str) -> Iterator[Executor]:
    try:
        dask: Any = import_module("distributed")
    except ImportError:
        cure = 'install the extra: pip install "party-rules[cluster]"'
        raise refuse("a cluster needs Dask, which is not installed", cure) from None
    try:
        client = dask.Client(scheduler, timeout=20)
    except OSError as error:
        raise refuse(f"no scheduler answers at {scheduler} ({error})", "start one: dask scheduler") from None
    with client:
        executor = client.get_executor(pure=False)
        executor.workers = max(1, sum(client.nthreads().values()))
        yield executor


def end_with_parent() -> None:
    """Exit when the process that began this worker ends, even by SIGKILL.

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
