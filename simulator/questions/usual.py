"""The usual figures to vary: the bar that a contest meets first, and what the members think of whoever it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator.questions.axes import Axis, axis, of_law
from simulator.questions.cells import Load
from simulator.rulebooks.patches import Patch
from simulator.scenario.bars import Bar, bar_of
from simulator.scenario.scenario import Scenario
from simulator.words.problems import refuse
from simulator.words.sources import Always, Cite

SHARES, SUPPORT = "5%..35%", "20%..90%"
FINE, COARSE, ROUGH = "1%", "1.5%", "2.5%"
SUPPOSED = Cite(not_found="supposed, to see what would follow", confidence="assumption")


def bar_stage(scenario: Scenario) -> str:
    """The stage whose bar the contest meets first; empty if its number is not known."""
    law = scenario.law
    reached = law.reached_from(scenario.contest)
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


def _with_values(change: Mapping[str, Any], values: Mapping[str, str | int]) -> dict[str, Any]:
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


def _placed(said: Any, path: str, value: str | int) -> Any:
    if not path:
        return value
    step, _, rest = path.partition(".")
    return {**said, step: _placed(said.get(step, {}), rest, value)}


def bar_axis(scenario: Scenario, step: str = FINE) -> Axis:
    """The bar, from well below to well above any that a party has had."""
    path = bar_path(scenario)
    if not path:
        raise refuse("the bar of this contest is not known as one number", "name a figure: --vary PATH=FROM..TO")
    return axis(f"{path}={SHARES}:{step}" if path.endswith("share") else f"{path}=1..100:2")


def support_axis(scenario: Scenario) -> Axis:
    """What the largest section thinks of whoever the answer is about."""
    path = support_path(scenario)
    if not path:
        raise refuse("nothing is believed of how the voters see them", "name a figure: --vary PATH=FROM..TO")
    return axis(f"{path}={SUPPORT}:5%")
