"""Faces: who shows a thing in a notebook.

A room says that a thing of its own can be shown; only the front door, which knows every floor, says by whom. So a result can
print as a picture although pictures are made floors above it.
"""

from __future__ import annotations

from importlib import import_module

_ROOMS: dict[str, str] = {}


def shown_by(kind: str, room: str) -> None:
    """Things of a kind are shown by ``room``, written ``module:function``; it is opened when one is shown."""
    _ROOMS[kind] = room


def face(thing: object) -> str | None:
    """A thing as HTML; None if nobody shows its kind, and a notebook then prints its words."""
    room = _ROOMS.get(type(thing).__name__)
    if room is None:
        return None
    module, _, name = room.partition(":")
    return str(getattr(import_module(module), name)(thing))
