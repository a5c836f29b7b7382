"""Lazy: costly libraries that are imported when something of them is first used.

Who asks what a book says needs no arrays: the modules of stages hold both a stage's words and how it is played.
"""

from __future__ import annotations

from importlib import import_module


class Lazy:
    """A library that is imported when something of it is first used; what was used once is an attribute from then on."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> object:
        value: object = getattr(import_module(self._name), attribute)
        setattr(self, attribute, value)
        return value


np = Lazy("numpy")
simpy = Lazy("simpy")
