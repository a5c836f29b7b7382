"""Provenance: what a result was made with."""

from __future__ import annotations

import platform
from functools import lru_cache
from importlib import metadata

from simulator import __version__


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Versions of the product and of what its numbers rest on."""
    found = {"python": platform.python_version(), "party-rules": __version__}
    for package in ("numpy", "simpy"):
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found
