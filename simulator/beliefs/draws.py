"""Draws: everything random that a contest may need, for a batch of runs, drawn before it begins.

The last axis of every array is the run. Draws hold no law: which of them a run uses, the rules decide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs import electorate, nominators, politics, resignation, timetable
from simulator.beliefs.streams import BLOCK, TOGETHER, RandomStreams
from simulator.scenario.scenario import Mixture, Scenario
from simulator.words.quantities import Quantity

NEVER = resignation.NEVER
Array = NDArray[Any]


AT_ONCE = 64
"""Streams that are kept at a time."""


@dataclass(frozen=True, slots=True)
class Streams:
    """Random streams of runs ``first`` to ``first + runs``, for what is only known to be needed once a run gets there.

    How many ballots a run will hold is not known before it begins. What each of them needs is drawn when it is asked for,
    from a stream of its own, and is the same whenever that is.
    """

    streams_of: Callable[[int], RandomStreams]
    first: int
    runs: int
    drawn: dict[str, Array] = field(default_factory=dict)

    def normal(self, path: str, runs: Array) -> Array:
        """Standard normals of a path for some runs of the batch, by number."""
        return self._whole(path, lambda streams: streams.normal(path)).take(runs % self.runs)

    def value(self, path: str, quantity: Quantity, runs: Array) -> Array:
        """What is believed at a path, in some runs of the batch."""
        if quantity.certain:
            return np.full(len(runs), quantity.low, np.float32)
        return self._whole(path, lambda streams: streams.value(path, quantity)).take(runs % self.runs)

    def table(self, path: str, count: int, runs: Array) -> Array:
        """Standard normals[thing, run] of a path for some runs of the batch: so many things, none of them kept."""
        number = self.first + runs % self.runs
        found = np.empty((count, len(runs)), np.float32)
        for part in np.unique(number // TOGETHER).tolist():
            here = number // TOGETHER == part
            block, within = divmod(part, BLOCK // TOGETHER)
            found[:, here] = self.streams_of(block).table(path, count, within)[:, number[here] % TOGETHER]
        return found

    def _whole(self, path: str, draw_block: Callable[[RandomStreams], Array]) -> Array:
        if path not in self.drawn:
            while len(self.drawn) >= AT_ONCE:
                del self.drawn[next(iter(self.drawn))]
            blocks = range(self.first // BLOCK, (self.first + self.runs - 1) // BLOCK + 1)
            start = self.first - blocks[0] * BLOCK
            whole = np.concatenate([draw_block(self.streams_of(block)) for block in blocks])
            self.drawn[path] = whole[start : start + self.runs]
        return self.drawn[path]

    def only(self, run: int) -> Streams:
        """The streams of one run alone."""
        return Streams(self.streams_of, run, 1)


@dataclass(frozen=True, slots=True)
class Draws:
    """The random draws of runs ``first`` to ``first + runs``. Days are whole days from the scenario's day zero.

    resigns           day[run] on which the incumbent gives up if still unchallenged or in a challenge (NEVER: 32,000)
    restands          bool[run] the incumbent, having resigned, stands in the vacancy
    to_restand        bool[run] the incumbent, short of the bar, resigns to use the vacancy's bar
    stands            bool[candidate, run] would challenge;  stands_if_vacant: would stand in a vacancy
    declares          day[candidate, run]
    agree_before, agree_during, formally   bool[run]: challengers agree on one; in writing
    carried           bool[candidate, run] constituency parties or affiliates carry them over a second bar
    arrived, follow   share[run] of names in on the evening of agreement; chance that a freed name moves on
    stand_in, keeps   bool[run] another is put forward for the incumbent; names he keeps for each of the incumbent's
    asks              bool[run] conference asks for an election against a Prime Minister
    second_chance     share[run] of those who named nobody who name the incumbent in a second window
    reads, varies     members[run] of the executive, the leader apart: for the incumbent's reading; for varying the rules
    reads_each        reading → members[run] for it, where the belief names the readings they choose among
    leave             members[run] who would have the leader leave the room
    sues, reverses    bool[run] a court is asked about the reading; it reads the clause the other way
    heard             days[run] from the close of nominations to judgment, or day[run] if the belief is a date
    by_poll           bool[run] rivals who agree go by the voters' support
    gives_up, pulls_out   bool[candidate, run] withdraws before nominations open; once they have closed
    concedes, enters  bool[candidate, run] withdraws between ballots if behind; stands when nominations are opened again
    in_by_eve         share[candidate, run] of the names in by the eve; one row if all keep the same pace
    first_day         share[candidate, run] of those that came on the first day, likewise
    last_morning      share[run] of the names of the last day that are in an hour before the close
    bandwagon, clear  share[run] of those who named nobody who join whoever is ahead; names for one that make that clear
    permitted, lends  bool[run] those ahead let their people lend; share[run] of those with no name in who would
    within            names[run] short of the bar beyond which nobody lends
    over              names[run] lent beyond the bar
    feared, withdraws bool[candidate, run] nobody lends to them; would withdraw if out of reach
    to_heir           share[run] of a withdrawn candidate's names that move
    named             nominators[name, body, run] who would name each of ``names``
    appeal            weight[candidate, run] of each challenger among those who would name a challenger
    pull              weight[candidate, section, run] of each candidate's support: first preferences are in proportion
    cast              votes[section, run]
    transfers         share[from, to or nobody, run] of votes that move; no rows where the file says nothing of them
    lots              uint16[candidate, run] for drawing lots
    hushed            nominators[run] who would name a challenger, and whom constituency parties keep quiet
    pressed           what adds to the pressure → day[run]
    signed_up         section → people[run] who applied in its window; section + “ let in”, “ frozen out”;
                      the window's “ fee” in pounds and its “ days”
    mixed             dispute → uniform[run], for readings drawn by chance
    days              step, or stage.step → day or days[run], see :mod:`simulator.beliefs.timetable`
    opens             contest → day[run] on which something opens it (NEVER);  signatures: contest → people[run] who sign
    streams           what ballots are drawn from, one by one
    """

    first: int
    runs: int
    resigns: Array
    restands: Array
    to_restand: Array
    stands: Array
    stands_if_vacant: Array
    declares: Array
    agree_before: Array
    agree_during: Array
    formally: Array
    carried: Array
    arrived: Array
    follow: Array
    stand_in: Array
    keeps: Array
    second_chance: Array
    asks: Array
    reads: Array
    varies: Array
    leave: Array
    sues: Array
    reverses: Array
    heard: Array
    by_poll: Array
    gives_up: Array
    pulls_out: Array
    concedes: Array
    enters: Array
    in_by_eve: Array
    first_day: Array
    last_morning: Array
    bandwagon: Array
    clear: Array
    permitted: Array
    lends: Array
    within: Array
    over: Array
    feared: Array
    withdraws: Array
    to_heir: Array
    named: Array
    appeal: Array
    pull: Array
    cast: Array
    transfers: Array
    lots: Array
    hushed: Array
    pressed: Mapping[str, Array]
    signed_up: Mapping[str, Array]
    mixed: Mapping[str, Array]
    days: Mapping[str, Array]
    opens: Mapping[str, Array]
    signatures: Mapping[str, Array]
    reads_each: Mapping[str, Array]
    streams: Streams

    def only(self, run: int) -> Draws:
        """The draws of one run alone; ``run`` counts from the first run of all."""
        at = slice(run - self.first, run - self.first + 1)
        parts = {name: _part(getattr(self, name), at) for name in DRAWN}
        return Draws(first=run, runs=1, streams=self.streams.only(run), **parts)

    def repeated(self, times: int) -> Draws:
        """The same draws laid several times along the run axis, for readings that are simulated side by side."""
        if times == 1:
            return self
        parts = {name: _tiled(getattr(self, name), times) for name in DRAWN}
        return Draws(first=self.first, runs=self.runs * times, streams=self.streams, **parts)


DRAWN = tuple(one.name for one in fields(Draws) if one.name not in ("first", "runs", "streams"))
"""The parts of draws that have a run axis."""


BOOKS = ("mixed", "days", "pressed", "signed_up", "opens", "signatures", "reads_each")
"""Draws that are a mapping of arrays."""


def _tiled(value: Any, times: int) -> Any:
    if isinstance(value, Mapping):
        return {name: np.tile(array, times) for name, array in value.items()}
    return np.concatenate([value] * times, axis=-1)


def _part(value: Any, at: slice) -> Any:
    if isinstance(value, Mapping):
        return {name: array[..., at] for name, array in value.items()}
    return value[..., at]


def draw(
    scenario: Scenario, seed: int, first: int, runs: int, streams: Callable[[int], RandomStreams] | None = None
) -> Draws:
    """Draw everything for runs ``first`` to ``first + runs``; the law is not looked at.

    streams  block → its random streams, where they are not simply those of the seed
    """
    streams_of = streams or (lambda block: RandomStreams(seed, block))
    out: dict[str, Array] = {}
    for block in range(first // BLOCK, (first + runs - 1) // BLOCK + 1):
        drawn = _block(scenario, streams_of(block))
        low, high = max(first, block * BLOCK), min(first + runs, (block + 1) * BLOCK)
        taken = slice(low - block * BLOCK, high - block * BLOCK)
        if not out:
            out = {name: np.empty((*array.shape[:-1], runs), array.dtype) for name, array in drawn.items()}
        if drawn.keys() != out.keys():
            raise AssertionError(
                f"block {block} has other draws than the first: {', '.join(drawn.keys() ^ out.keys())}"
            )
        for name, array in drawn.items():
            out[name][..., low - first : high - first] = array[..., taken]
    books: dict[str, dict[str, Array]] = {name: {} for name in BOOKS}
    for name in [name for name in out if "/" in name]:
        book, entry = name.split("/", 1)
        books[book][entry] = out.pop(name)
    parts: dict[str, Any] = {**books, **out}
    return Draws(first=first, runs=runs, streams=Streams(streams_of, first, runs), **parts)


def _block(scenario: Scenario, streams: RandomStreams) -> dict[str, Array]:
    drawn = {
        **nominators.drawn(scenario, streams),
        **electorate.drawn(scenario, streams),
        **politics.drawn(scenario, streams),
    }
    drawn |= {f"days/{name}": array for name, array in timetable.drawn(scenario, streams).items()}
    drawn["lots"] = np.stack([streams.people(f"lots.{one.id}", 1)[0] for one in scenario.candidates])
    for dispute, reading in scenario.readings.items():
        if isinstance(reading, Mixture) and reading.chances:
            drawn[f"mixed/{dispute}"] = streams.uniform(f"readings.{dispute}")
    return drawn
