"""Draws: everything random that a contest may need, for a batch of runs, drawn before it begins.

The last axis of every array is the run. Draws hold no law: which of them a run uses, the rules decide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs import electorate, nominators, politics, resignation
from simulator.beliefs.electorate import TRANSFERS
from simulator.beliefs.sampler import Sampler
from simulator.beliefs.streams import BLOCK, TOGETHER, Noted, RandomStreams, on_scale
from simulator.procedures.arrays import Drawn, Figure, Floats, Rows
from simulator.scenario.scenario import Mixture, Scenario
from simulator.words.quantities import Quantity

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
    drawn: dict[str, Floats] = field(default_factory=dict)

    def normal(self, path: str, runs: Rows) -> Floats:
        """Standard normals of a path for some runs of the batch, by number."""
        return self._whole(path, lambda streams: streams.normal(path)).take(runs % self.runs)

    def value(self, path: str, quantity: Quantity, runs: Rows) -> Floats:
        """What is believed at a path, in some runs of the batch."""
        if quantity.certain:
            return np.full(len(runs), quantity.low, np.float32)
        return self._whole(path, lambda streams: streams.value(path, quantity)).take(runs % self.runs)

    def table(self, path: str, count: int, runs: Rows) -> Floats:
        """Standard normals[thing, run] of a path for some runs of the batch: so many things, none of them kept."""
        number = self.first + runs % self.runs
        found = np.empty((count, len(runs)), np.float32)
        for part in np.unique(number // TOGETHER).tolist():
            here = number // TOGETHER == part
            block, within = divmod(part, BLOCK // TOGETHER)
            found[:, here] = self.streams_of(block).table(path, count, within)[:, number[here] % TOGETHER]
        return found

    def _whole(self, path: str, draw_block: Callable[[RandomStreams], Figure]) -> Floats:
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
    """What is drawn for runs ``first`` to ``first + runs``: an array for each path of the table of beliefs.

    ``draws["politics.unity.by_poll"]`` is bool[run]; ``draws["politics.challengers.<challenger>.withdraws"]`` is
    bool[candidate, run]. The table says of each row how it is drawn: ``happens`` is bool, ``value`` float32, ``days`` int16.
    Days are whole days from the scenario's day zero, NEVER (32,000) if something does not come. Of the rows that are drawn
    by hand

    politics.resignation/day           day[run] on which the incumbent gives up if still unchallenged or in a challenge
    politics.resignation.pressure.NAME.date, politics.resignation.walk_out   day[run]
    politics.executive.*               members[run], the leader apart, for the incumbent's reading (or one reading), and so on
    politics.opens.CONTEST.date        day[run] on which something opens it;  .signatures  people[run] who sign
    nominators.blocs/nominations       nominators[name, body, run] who would nominate each of ``names_of``
    nominators.quiet                   nominators[run] who would name a challenger, and whom constituency parties keep quiet
    nominators.appeal.<challenger>     weight[candidate, run] among those who would name a challenger
    nominators.arrived/at_a_pace, nominators.first_day/at_a_pace   share[candidate, run]; one row if all keep the same pace
    nominators.lending/over            nominations[run] lent beyond the bar
    electorate.sections/pull, /cast    weight[candidate, section, run]: first preferences are in proportion; votes[section, run]
    electorate.sections.NAME.window.*  people[run] who applied and were let in, the fee in pounds, the days it was open
    electorate.transfers.<loser>.<gainer>   share[from, to or nobody, run]; no rows where the file says nothing of them
    lots.<candidate>                   uint16[candidate, run] for drawing lots
    readings.DISPUTE                   uniform[run], for readings drawn by chance

    streams   what ballots are drawn from, one by one
    """

    first: int
    runs: int
    arrays: Mapping[str, Drawn]
    streams: Streams

    def __getitem__(self, path: str) -> NDArray[Any]:
        return self.arrays[path]

    def __contains__(self, path: str) -> bool:
        return path in self.arrays

    def under(self, head: str) -> dict[str, NDArray[Any]]:
        """The arrays whose paths begin with some steps, by what follows."""
        return {path[len(head) + 1 :]: array for path, array in self.arrays.items() if path.startswith(f"{head}.")}

    def with_arrays(self, arrays: Mapping[str, Drawn]) -> Draws:
        """The same draws but for some arrays."""
        return replace(self, arrays={**self.arrays, **arrays})

    def only(self, run: int) -> Draws:
        """The draws of one run alone; ``run`` counts from the first run of all."""
        at = slice(run - self.first, run - self.first + 1)
        return Draws(run, 1, {path: array[..., at] for path, array in self.arrays.items()}, self.streams.only(run))

    def repeated(self, times: int) -> Draws:
        """The same draws laid several times along the run axis, for readings that are simulated side by side."""
        if times == 1:
            return self
        arrays = {path: np.concatenate([array] * times, axis=-1) for path, array in self.arrays.items()}
        return Draws(self.first, self.runs * times, arrays, self.streams)


def draw(
    scenario: Scenario, seed: int, first: int, runs: int, streams: Callable[[int], RandomStreams] | None = None
) -> Draws:
    """Draw everything for runs ``first`` to ``first + runs``; the law is not looked at.

    streams  block → its random streams, where they are not simply those of the seed
    """
    streams_of = streams or (lambda block: RandomStreams(seed, block))
    out: dict[str, Drawn] = {}
    for block in range(first // BLOCK, (first + runs - 1) // BLOCK + 1):
        drawn = _block(Sampler(scenario, streams_of(block)))
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
    return Draws(first, runs, out, Streams(streams_of, first, runs))


def believed(scenario: Scenario, seed: int, runs: int) -> dict[str, Drawn]:
    """What was believed in each of the first runs: path of an uncertain belief → value[run], with its common factors in it.

    Only what is drawn before a contest begins; what each ballot draws anew (who moves between rounds, say) is not among it.
    """
    blocks: list[dict[str, NDArray[Any]]] = []
    for block in range((runs - 1) // BLOCK + 1):
        streams = Noted(seed, block)
        drawn, beliefs = _block(Sampler(scenario, streams)), scenario.beliefs
        values = {
            path: np.asarray(on_scale(beliefs[path].quantity, streams.scores[path]))
            for path in beliefs
            if path in streams.scores
        }
        head, ids = TRANSFERS.partition("<")[0], scenario.ids
        for path in beliefs:
            if path.startswith(head):
                loser, gainer = path.removeprefix(head).split(".")
                to = ids.index(gainer) if gainer in ids else len(ids)
                values[path] = drawn[TRANSFERS][ids.index(loser), to]
        blocks.append(values)
    whole = {path: np.concatenate([values[path] for values in blocks])[:runs] for path in blocks[0]}
    return {path: _dated(value) if scenario.quantity(path).kind == "date" else value for path, value in whole.items()}


def _dated(ordinals: NDArray[np.float32]) -> NDArray[np.datetime64]:
    return np.datetime64("0001-01-01") + (ordinals.astype(np.int64) - 1).astype("timedelta64[D]")


def _block(sampler: Sampler) -> dict[str, Drawn]:
    drawn = sampler.rows()
    for part in (nominators, electorate, resignation, politics):
        drawn |= part.drawn(sampler)
    scenario, streams = sampler.scenario, sampler.streams
    drawn["lots.<candidate>"] = np.stack([streams.people(f"lots.{one.id}", 1)[0] for one in scenario.candidates])
    for dispute, reading in scenario.readings.items():
        if isinstance(reading, Mixture) and reading.chances:
            drawn[f"readings.{dispute}"] = streams.uniform(f"readings.{dispute}")
    return drawn
