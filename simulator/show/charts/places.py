"""Places: where labels go so that none stands on another."""

from __future__ import annotations

from collections.abc import Sequence


def apart(middles: Sequence[float], sizes: Sequence[float], room: float) -> list[float]:
    """Middles moved as little as needed so that intervals of these sizes neither overlap nor leave the room.

    middles   wanted, in rising order;  sizes   of the intervals;  room   they lie between 0 and this
    If they cannot all fit, they are packed evenly and the last may leave.

    >>> apart([1, 1.2, 9.9], [1, 1, 1], 10)
    [0.6, 1.6, 9.5]
    """
    groups: list[list[int]] = [[n] for n in range(len(middles))]
    places = list(middles)
    settled = False
    while not settled:
        settled = True
        for group in groups:
            _settle(group, places, middles, sizes, room)
        for one, two in zip(groups, groups[1:], strict=False):
            end = places[one[-1]] + sizes[one[-1]] / 2
            if end > places[two[0]] - sizes[two[0]] / 2 + 1e-9:
                one.extend(two)
                groups.remove(two)
                settled = False
                break
    return [round(place, 6) for place in places]


def _settle(
    group: list[int], places: list[float], middles: Sequence[float], sizes: Sequence[float], room: float
) -> None:
    """Lay a group side by side around the middle of where its members want to be, inside the room."""
    size = sum(sizes[n] for n in group)
    wanted = sum(middles[n] for n in group) / len(group)
    start = max(0.0, min(wanted - size / 2, room - size))
    for n in group:
        places[n] = start + sizes[n] / 2
        start += sizes[n]
