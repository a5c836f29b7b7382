"""Explore: the figures and readings a page lets anyone move, and the answer to each setting, which is that of ``compare``.

A slider moves a share of law, or the middle of a belief: its interval keeps its width on its own scale, so that to believe
something else is not to be surer of it. At its home a slider sets nothing: the scenario is played as it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from simulator.questions.axes import bar_path, bar_stage, of_law, support_path
from simulator.questions.compare import touching, with_disputes
from simulator.questions.simulate import DrawCache, Load, simulate
from simulator.scenario.bars import Bar, bar_of
from simulator.scenario.scenario import Scenario
from simulator.words.problems import Problems, Wrong, did_you_mean, refuse
from simulator.words.quantities import HIGHEST, LOWEST, Quantity, from_scale, to_scale

RUNS = 2000
LAW, BELIEF = "law", "belief"
PERMITTED = "nominators.lending.permitted"


@dataclass(frozen=True, slots=True)
class Slider:
    """One figure that can be moved: a short name for the address, its path, its values in its unit, and which is home."""

    key: str
    path: str
    kind: str
    unit: str
    values: tuple[float, ...]
    home: int

    def at(self, value: float) -> int:
        """The number of a value of the slider; Wrong if it is none."""
        near = min(range(len(self.values)), key=lambda n: abs(self.values[n] - value))
        if abs(self.values[near] - value) > 1e-9:
            raise Wrong(f"{self.key}: {value:g} is not on the slider", f"{self.values[0]:g} to {self.values[-1]:g}")
        return near


@dataclass(frozen=True)
class Controls:
    """All that a page lets one move: sliders, and disputes with the readings that can be chosen.

    scenario   as it is written, its readings side by side
    disputes   those not laid side by side, each with the readings that the scenario has the heads for
    others     sliders it could have, and has not
    """

    scenario: Scenario
    sliders: tuple[Slider, ...]
    disputes: Mapping[str, tuple[str, ...]]
    others: tuple[Slider, ...] = ()

    @property
    def base(self) -> str:
        """The dispute about who counts in the base of the bar; empty if there is none."""
        stage = bar_stage(self.scenario)
        about = {f"{stage}.bar.counted", f"{stage}.bar.of"}
        book = self.scenario.book
        return next(
            (d for d in self.disputes if any(about & set(r.patch.change) for r in book.disputes[d].readings.values())),
            "",
        )


@dataclass(frozen=True)
class Asked:
    """One setting: the number of each slider's value, by key, and the readings chosen."""

    sliders: Mapping[str, int]
    readings: Mapping[str, str]


def controls(load: Load, only: tuple[str, ...] = ()) -> Controls:
    """What can be moved: the bar, the members' support, the bloc that matters most, lending, and what the file marks.

    load  settings → scenario;  only  keys of sliders or paths of figures to have instead
    """
    scenario = load({})
    several = laid_out(scenario)
    usual = {
        "bar": bar_path(scenario),
        "support": support_path(scenario),
        "loyal": _loyal(scenario),
        "lending": PERMITTED if scenario.incumbent < 0 and PERMITTED in scenario.beliefs else "",
    }
    known = {key: path for key, path in usual.items() if path}
    named = {path: key for key, path in known.items()}
    every = {**known, **{path: path for path in scenario.explore if path not in named}}
    wanted = every
    if only:
        wanted = {}
        for one in only:
            path = known.get(one, one)
            if not _movable(scenario, path):
                raise refuse(f"“{one}” cannot have a slider", did_you_mean(one, [*known, *scenario.beliefs]))
            wanted[named.get(path, path)] = path
    sliders = tuple(_slider(load, scenario, key, path) for key, path in wanted.items())
    others = tuple(_slider(load, scenario, key, path) for key, path in every.items() if key not in wanted)
    disputes = {d: _offered(load, scenario, d) for d in touching(scenario) if d not in several.compared}
    return Controls(several, sliders, {d: names for d, names in disputes.items() if len(names) > 1}, others)


def _offered(load: Load, scenario: Scenario, dispute: str) -> tuple[str, ...]:
    """The readings of a dispute that the scenario can be played under: it may lack a roll that one of them counts."""

    def playable(name: str) -> bool:
        try:
            load({f"readings.{dispute}": name})
        except Problems:
            return False
        return True

    return tuple(name for name in scenario.book.disputes[dispute].readings if playable(name))


def laid_out(scenario: Scenario) -> Scenario:
    """The scenario with its readings side by side, if any dispute bears on it."""
    return with_disputes(scenario, ()) if scenario.compared or touching(scenario) else scenario


def _loyal(scenario: Scenario) -> str:
    """Of the blocs, the one whose doubt about naming whoever the answer is about is widest, in heads."""
    one = scenario.subject
    widths = {
        path: bloc.size * (belief.quantity.high - belief.quantity.low)
        for bloc in scenario.blocs
        if (belief := scenario.beliefs.get(path := f"nominators.blocs.{bloc.name}.nominate.{one}")) is not None
    }
    return max(widths, key=lambda path: widths[path]) if widths and max(widths.values()) > 0 else ""


def _movable(scenario: Scenario, path: str) -> bool:
    if path in scenario.beliefs:
        return scenario.beliefs[path].quantity.kind in ("chance", "ratio", "amount", "days")
    return path.endswith((".bar.share", ".bar.count")) and path in scenario.law.provisions


def _slider(load: Load, scenario: Scenario, key: str, path: str) -> Slider:
    """The values a figure may take on the page, in its unit, its own among them."""
    if path in scenario.beliefs:
        quantity = scenario.beliefs[path].quantity
        percents = quantity.kind in ("chance", "ratio")
        own = round(quantity.centre * (100 if percents else 1), 1 if percents else 0)
        unit = "%" if percents else " days" if quantity.kind == "days" else ""
        values = _with(_values_of(quantity, own), own)
        return _loadable(load, quantity, Slider(key, path, BELIEF, unit, values, values.index(own)))
    value = scenario.law[path]
    if path.endswith("count"):
        counts = tuple(float(n) for n in range(1, max(2 * int(value), 20) + 1))
        return Slider(key, path, LAW, "", counts, int(value) - 1)
    own = round(100 * float(value), 6)
    shares = _with(tuple(n / 2 for n in range(10, 71)), own)
    return Slider(key, path, LAW, "%", shares, shares.index(own))


def _with(values: tuple[float, ...], own: float) -> tuple[float, ...]:
    """Values in order, one's own among them."""
    return tuple(sorted({*values, own}))


def _loadable(load: Load, quantity: Quantity, slider: Slider) -> Slider:
    """A slider of a bloc's chance without the values at which the chances of the bloc would add to more than all of it."""
    if ".nominate." not in slider.path:
        return slider

    def fits(n: int) -> bool:
        try:
            load({slider.path: moved(quantity, slider.values[n] / 100)})
        except Problems:
            return False
        return True

    low, high = slider.home, len(slider.values) - 1
    if not fits(high):
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if fits(middle) else (low, middle)
        high = low
    return replace(slider, values=slider.values[: high + 1])


def _values_of(quantity: Quantity, own: float) -> tuple[float, ...]:
    if quantity.kind == "chance":
        return tuple(float(n) for n in range(2, 99, 2))
    if quantity.kind == "ratio":
        return tuple(float(n) for n in range(10, 205, 5))
    if quantity.kind == "days":
        return tuple(float(n) for n in range(max(2 * int(own), 14) + 1))
    step = 10 ** max(len(str(round(own))) - 2, 0)
    low, high = max(round(own / 2 / step), 1), max(round(2 * own / step), 2)
    return tuple(float(n * step) for n in range(low, high + 1))


def moved(quantity: Quantity, centre: float) -> str:
    """A belief about another middle, as a file would have it: the interval keeps its width on its own scale.

    >>> from simulator.words.quantities import chance
    >>> moved(chance("55% to 68%"), 0.5), moved(chance("60%"), 0.5)
    ('43.1% to 56.9%', '50%')
    """
    share = quantity.kind in ("chance", "ratio")
    if quantity.certain or quantity.kind == "days":
        return f"{100 * centre:.10g}%" if share else f"{centre:.0f}{' days' if quantity.kind == 'days' else ''}"
    centre = min(max(centre, LOWEST), HIGHEST) if quantity.scale == "logit" else centre
    half = (to_scale(quantity.high, quantity.scale) - to_scale(quantity.low, quantity.scale)) / 2
    middle = to_scale(centre, quantity.scale)
    ends = [from_scale(middle + way * half, quantity.scale) for way in (-1, 1)]
    if not share:
        return f"{round(ends[0])} to {round(ends[1])}"
    low, high = (round(1000 * end) / 10 for end in ends)
    if quantity.scale == "logit":
        low, high = max(low, 0.1), min(high, 99.9)
    return f"{low:g}% to {high:g}%"


def settings(there: Controls, asked: Asked) -> dict[str, str]:
    """What is set, as ``--set`` has it: nothing for a slider that is at home."""
    found = {}
    for slider in there.sliders:
        number = asked.sliders.get(slider.key, slider.home)
        if number == slider.home:
            continue
        value = slider.values[number]
        if slider.kind == LAW:
            found[slider.path] = f"{value:g}{slider.unit}"
        else:
            quantity = there.scenario.beliefs[slider.path].quantity
            found[slider.path] = moved(quantity, value / 100 if slider.unit == "%" else value)
    return found


def written(there: Controls, slider: Slider) -> list[str]:
    """What each value of a slider sets, as ``--set`` has it; empty at home."""
    key = slider.key
    return [settings(there, Asked({key: n}, {})).get(slider.path, "") for n in range(len(slider.values))]


def readings(there: Controls, asked: Asked) -> dict[str, str]:
    """The readings chosen that are not the scenario's own."""
    own = there.scenario.readings
    return {d: r for d, r in asked.readings.items() if own[d] != r}


def needs(there: Controls, slider: Slider, chosen: Mapping[str, str]) -> list[int | None]:
    """Of a slider of a bar's share or count: the names that suffice at each of its values, under some readings."""
    scenario = replace(there.scenario, readings={**there.scenario.readings, **chosen})
    stage, law = slider.path.split(".")[0], scenario.law
    found: list[int | None] = []
    for value in slider.values:
        cite = law.provisions[slider.path].cite
        bar = bar_of(law.changed(slider.path, of_law(f"{value:g}{slider.unit}"), cite, ""), stage, scenario.bodies)
        found.append(bar.needs if isinstance(bar, Bar) else None)
    return found


def answer(
    load: Load, there: Controls, asked: Asked, runs: int, seed: int, drawn: DrawCache | None = None
) -> dict[str, Any]:
    """The answer to one setting: the document of ``compare`` for the same settings, readings, runs and seed."""
    return simulate(scenario_at(load, there, asked), runs=runs, seed=seed, drawn=drawn).comparison


def scenario_at(load: Load, there: Controls, asked: Asked) -> Scenario:
    """The scenario with what is asked of it: what is set, and the readings chosen, the same disputes side by side."""
    chosen = {f"readings.{dispute}": reading for dispute, reading in readings(there, asked).items()}
    return replace(load({**settings(there, asked), **chosen}), compared=there.scenario.compared)
