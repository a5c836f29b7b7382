"""The explorer as a browser asks it: a server of its own, its page, then one new setting after another."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

MOVES = 60


def _cpu(process: int) -> float:
    """Seconds of CPU that a process has spent."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(process: int) -> float:
    """MB of memory that a process holds."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def explored(file: str, environment: Mapping[str, str]) -> dict[str, float]:
    """A page and sixty moves, no two alike: ms of CPU until the page, of a move; ms until the answer (95%), and MB held after.

    Only where the kernel says what a process spends (/proc); elsewhere nothing is measured.
    """
    if not Path("/proc/self/stat").exists():
        return {}
    command = [sys.executable, "-m", "simulator", "explore", file, "--no-browser"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            there = urlsplit(server.stdout.readline().strip())
            asking = HTTPConnection(there.hostname or "", there.port)
            _asked(asking, "/")
            ready, waited = _cpu(server.pid), []
            for bar, support in list(product(range(10, 25), (48, 54, 60, 66)))[:MOVES]:
                began = time.perf_counter()
                _asked(asking, f"/answer?bar={bar}&support={support}")
                waited.append(1000 * (time.perf_counter() - began))
            moved = (_cpu(server.pid) - ready) / MOVES
            held = _resident(server.pid)
        finally:
            server.terminate()
    return {
        "ready": 1000 * ready,
        "move": 1000 * moved,
        "answered": statistics.quantiles(waited, n=20)[-1],
        "held": held,
    }


def _asked(asking: HTTPConnection, path: str) -> bytes:
    asking.request("GET", path)
    reply = asking.getresponse()
    body = reply.read()
    if reply.status != 200:
        raise RuntimeError(f"{path}: {reply.status} {body[:200]!r}")
    return body
