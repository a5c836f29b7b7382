"""Axes: one figure of law or belief that is varied, over a range that is written, or else the default for its kind."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from simulator.questions.simulate import Load
from simulator.rulebooks.patches import Patch
from simulator.scenario.bars import Bar, bar_of
from simulator.scenario.scenario import Scenario
from simulator.words.dates import day_words
from simulator.words.problems import did_you_mean, refuse
from simulator.words.sources import Always, Cite

MOST = 10_000
STEPS = 20
FORTNIGHT = 14
DAYS, DATE = " days", "date"
SHARES, SUPPORT = "5%..35%", "20%..90%"
FINE, COARSE, ROUGH = "1%", "1.5%", "2.5%"
SUPPOSED = Cite(not_found="supposed, to see what would follow", confidence="assumption")
_RANGE = re.compile(r"\s*([-\d.,]+?)\s*(%?)\s*\.\.\s*([-\d.,]+)\s*(%?| ?days)\s*(?::\s*([\d.,]+)\s*%?\s*)?")


@dataclass(frozen=True, slots=True)
class Axis:
    """One figure that is varied: its path, its values as numbers, and their unit (%, days, a date; heads have none)."""

    path: str
    values: tuple[float, ...]
    unit: str

    def written(self, value: float) -> str:
        """A value as a file would have it.

        >>> Axis("x", (0.1,), "%").written(12.5), Axis("x", (1.0,), "").written(40.0)
        ('12.5%', '40')
        >>> Axis("x", (1.0,), " days").written(3.0), Axis("x", (1.0,), "date").written(735_764)
        ('3 days', '15 June 2015')
        """
        return said_as(value, self.unit, f"{value:.10g}")


def said_as(value: float, unit: str, number: str) -> str:
    """A value with its unit, the number written as given; a date in words.

    >>> said_as(1.0, " days", "1")
    '1 day'
    """
    if unit == DATE:
        return day_words(dt.date.fromordinal(round(value)))
    return f"{number}{' day' if unit == DAYS and value == 1 else unit}"


def of_law(text: str) -> str | int:
    """A value of law as a rule book has it: heads as a whole number, anything else as it is written.

    >>> of_law("40"), of_law("15%")
    (40, '15%')
    """
    return int(text) if text.isdecimal() else text


def axis(text: str, home: Scenario | None = None) -> Axis:
    """``PATH=from..to[:step]`` as an axis; without a step, twenty steps; without a range, the default of the figure.

    >>> axis("a.b=10%..20%:5%").values
    (10.0, 15.0, 20.0)
    """
    path, equals, said = text.partition("=")
    path = path.strip()
    if home is not None and path and not equals:
        return default_axis(home, path)
    found = _RANGE.fullmatch(said) if equals else None
    if not path or found is None:
        cure = "write --vary challenge-nominations.bar.share=10%..30%:1%"
        raise refuse(f"--vary {text}: this is not PATH=FROM..TO", cure)
    low, high = (_number(found[n], text) for n in (1, 3))
    if low >= high:
        raise refuse(f"--vary {text}: {found[1]} is not below {found[3]}", "write the smaller end first")
    step = _number(found[5], text) if found[5] else (high - low) / STEPS
    if step <= 0 or (high - low) / step > MOST:
        raise refuse(f"--vary {text}: a step of {found[5]} does not fit", f"at most {MOST:,} values")
    unit = DAYS if "day" in found[4] else found[4] or found[2]
    if not unit and home is not None and _kind(home, path) == "days":
        unit = DAYS
    if unit == DAYS and not found[5]:
        return Axis(path, _whole(low, high), unit)
    count = int((high - low) / step + 1e-9) + 1
    return Axis(path, tuple(round(low + n * step, 10) for n in range(count)), unit)


def _whole(low: float, high: float) -> tuple[float, ...]:
    """Whole numbers from one end to the other, at most twenty steps."""
    return tuple(dict.fromkeys(float(round(low + n * (high - low) / STEPS)) for n in range(STEPS + 1)))


def _number(text: str, whole: str) -> float:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        raise refuse(f"--vary {whole}: “{text}” is not a number", "write 10%..30%, or 38..60:1") from None


def home_value(home: Scenario, path: str) -> float | None:
    """The value of a figure as the scenario or its rules have it: the middle of a belief, a share or count of law.

    Of the count of a bar that is written as a share: the names that suffice.
    """
    if path in home.beliefs:
        return home.beliefs[path].quantity.centre
    said = (law := home.law).get(path)
    stage, _, leaf = path.partition(".")
    if said is None and leaf == "bar.count" and law.get(f"{stage}.bar.share") is not None:
        bar = bar_of(law, stage, home.bodies)
        return bar.needs if isinstance(bar, Bar) else None
    return float(said) if isinstance(said, int | float | Fraction) else None


def _kind(home: Scenario, path: str) -> str:
    """What sort of figure it is: that of a belief, or of law share, days, or heads; empty if the file does not know it."""
    if path in home.beliefs:
        return home.beliefs[path].quantity.kind
    said, leaf = home.law.get(path), path.partition(".")[2]
    if isinstance(said, Fraction):
        return "bar.share" if leaf == "bar.share" else "chance"
    if leaf == "bar.count":
        return "bar.count"
    return "days" if isinstance(said, int) else ""


def default_axis(home: Scenario, path: str) -> Axis:
    """The default range of a figure, by its kind.

    A chance goes from 1% to 99% (or what the others whom a bloc names leave), the share of a bar from 1% to 50% and its count
    up to half of those counted, amounts and ratios from half of what they are to the double, days from one to the double or a
    fortnight, dates a fortnight either way.
    """
    kind, middle = _kind(home, path), home_value(home, path)
    if kind in ("chance", "bar.share"):
        high = 50.0 if kind == "bar.share" else min(99.0, math.floor(100 - 100 * _besides(home, path)))
        return Axis(path, tuple(round(1 + n * (high - 1) / STEPS, 10) for n in range(STEPS + 1)), "%")
    if not kind or middle is None:
        known = [*home.beliefs, *(p for p in home.law.provisions if p.endswith((".bar.share", ".bar.count")))]
        cure = f"{did_you_mean(path, known)} or write a range: --vary {path}=FROM..TO".removeprefix(" or ")
        raise refuse(f"--vary {path}: there is no default range, for nothing is said of it", cure)
    if kind == "ratio":
        return Axis(path, tuple(round(middle * (50 + n * 150 / STEPS), 4) for n in range(STEPS + 1)), "%")
    if kind == "date":
        return Axis(path, tuple(middle + n for n in range(-FORTNIGHT, FORTNIGHT + 1)), DATE)
    if kind == "bar.count":
        bar = bar_of(home.law, path.partition(".")[0], home.bodies)
        most = bar.base // 2 if isinstance(bar, Bar) and bar.base else 2 * middle
        return Axis(path, _whole(1, most), "")
    if kind == "days":
        return Axis(path, _whole(1, max(2 * middle, FORTNIGHT)), DAYS)
    return Axis(path, _whole(max(middle // 2, 1), max(2 * middle, 2)), "")


def _besides(home: Scenario, path: str) -> float:
    """How much of a bloc names others: the chances of a bloc add to all of it at most."""
    head, _, own = path.rpartition(".")
    if not (head.startswith("nominators.blocs.") and head.endswith(".nominate")):
        return 0.0
    others = (one for one in home.beliefs if one.rpartition(".")[0] == head and one.rpartition(".")[2] != own)
    return sum(home.beliefs[one].quantity.centre for one in others)


def thinned(one: Axis, most: int = STEPS + 1) -> Axis:
    """An axis with no more values than some, evenly spread, both ends kept."""
    if len(one.values) <= most:
        return one
    at = dict.fromkeys(round(n * (len(one.values) - 1) / (most - 1)) for n in range(most))
    return replace(one, values=tuple(one.values[n] for n in at))


# --- default axes: the bar met first, and what the members think of whoever it is about ------------------------------------
def bar_stage(scenario: Scenario) -> str:
    """The stage whose bar the contest, from where it stands, meets first; empty if none is ahead, or its number not known."""
    law, position = scenario.law, scenario.position
    reached = law.reached_from(position.at if position else scenario.contest)
    there = [stage for stage in law.stages if stage in reached and law.kinds[stage] == "nomination"]
    known = [stage for stage in there if isinstance(bar_of(law, stage, scenario.bodies), Bar)]
    own = [stage for stage in known if stage.startswith(scenario.contest)]
    return next(iter(own or known), "")


def bar_path(scenario: Scenario) -> str:
    """The share (or count) of names that suffices there; empty if it is not known."""
    stage, law = bar_stage(scenario), scenario.law
    there = (f"{stage}.bar.{figure}" for figure in ("share", "count"))
    return next((path for path in there if stage and path in law.provisions), "")


def support_path(scenario: Scenario) -> str:
    """What the largest section is believed to think of whoever the answer is about; empty if nothing is."""
    paths = (
        f"electorate.sections.{section}.{said}.{scenario.subject}"
        for section in scenario.sections
        for said in ("shares", "support")
    )
    there = [path for path in paths if path in scenario.beliefs]

    def voters(path: str) -> float:
        section = f"electorate.sections.{path.split('.')[2]}"
        heads = [scenario.beliefs.get(f"{section}.{one}") for one in ("register", "turnout")]
        return float(heads[0].quantity.centre * heads[1].quantity.centre) if heads[0] and heads[1] else 0.0

    return max(there, key=voters, default="")


def at_bars(scenario: Scenario) -> Load:
    """Settings of provisions → the scenario with them so, in its own what-ifs or as new ones; for a scenario already loaded."""

    def supposed(settings: Mapping[str, str]) -> Scenario:
        values = {path: of_law(text) for path, text in settings.items()}
        own = tuple(replace(one, change=_with_values(one.change, values)) for one in scenario.what_ifs)
        said = {path for path in values for one in scenario.what_ifs if any(_is_within(path, at) for at in one.change)}
        patches = tuple(
            Patch(f"what if: {path} = {text}", ("what_if", path), {path: values[path]}, {}, (), Always(SUPPOSED))
            for path, text in settings.items()
            if path not in said
        )
        return replace(scenario, what_ifs=(*own, *patches))

    return supposed


def _is_within(path: str, at: str) -> bool:
    return path == at or path.startswith(f"{at}.")


def _with_values(change: Mapping[str, object], values: Mapping[str, str | int]) -> dict[str, Any]:
    """The changes of a what-if, with other values for what they say; a block keeps whatever else it says.

    >>> _with_values({"a.open": "9 days", "a.bar": {"count": 10, "of": ["mps"]}}, {"a.bar.count": 20})
    {'a.open': '9 days', 'a.bar': {'count': 20, 'of': ['mps']}}
    """
    changed = dict(change)
    for path, value in values.items():
        for at in change:
            if _is_within(path, at):
                changed[at] = _placed(changed[at], path[len(at) + 1 :], value)
    return changed


def _placed(said: Any, path: str, value: str | int) -> object:
    if not path:
        return value
    step, _, rest = path.partition(".")
    return {**said, step: _placed(said.get(step, {}), rest, value)}


def bar_axis(scenario: Scenario, step: str = FINE) -> Axis:
    """The bar, from well below to well above any that a party has had."""
    path = bar_path(scenario)
    if not path:
        said = "no nominations are ahead of this contest, or their bar is not known as one number"
        raise refuse(said, "name a figure: --vary PATH=FROM..TO")
    return axis(f"{path}={SHARES}:{step}" if path.endswith("share") else f"{path}=1..100:2")


def support_axis(scenario: Scenario) -> Axis:
    """What the largest section thinks of whoever the answer is about."""
    path = support_path(scenario)
    if not path:
        raise refuse("nothing is believed of how the voters see them", "name a figure: --vary PATH=FROM..TO")
    return axis(f"{path}={SUPPORT}:5%")
