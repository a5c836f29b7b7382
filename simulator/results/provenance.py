"""Provenance: what a result was made with."""

from __future__ import annotations

import hashlib
import platform
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from simulator.words.version import __version__

SOURCES = (".py", ".yaml")


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


@lru_cache(maxsize=1)
def code() -> str:
    """A digest of the product's own sources: what is kept is only met again by the code that made it."""
    return digest_of(Path(__file__).parents[1])


def fingerprint() -> str:
    """What decides a result beside what is asked: the product's sources and the libraries its numbers rest on."""
    return ", ".join([f"code {code()[:16]}", *(f"{name} {version}" for name, version in versions().items())])


def digest_of(folder: Path) -> str:
    """A digest of every Python and YAML file in a folder, by place and content, whatever order they are met in."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in SOURCES):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()
