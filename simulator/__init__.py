"""Party rules: load a scenario, play it under every reading of the rules, compare.

from simulator import load, simulate, compare

results = simulate(load("scenarios/labour-2016-june.yaml"))
results.leader
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.words.html_reprs import shown_by
from simulator.words.version import __version__ as __version__

if TYPE_CHECKING:
    from simulator.questions.compare import compare
    from simulator.questions.simulate import simulate
    from simulator.results.results import Results
    from simulator.rulebooks.load import open_book
    from simulator.rulebooks.rulebook import RuleBook
    from simulator.scenario.resolve import load
    from simulator.scenario.scenario import Scenario
    from simulator.words.problems import Problems

__all__ = ["Problems", "Results", "RuleBook", "Scenario", "compare", "load", "open_book", "simulate"]

_ROOMS = {
    "Problems": "simulator.words.problems",
    "Results": "simulator.results.results",
    "RuleBook": "simulator.rulebooks.rulebook",
    "Scenario": "simulator.scenario.scenario",
    "compare": "simulator.questions.compare",
    "load": "simulator.scenario.resolve",
    "open_book": "simulator.rulebooks.load",
    "simulate": "simulator.questions.simulate",
}


shown_by("Results", "simulator.show.notebook:results_html")


def __getattr__(name: str) -> Any:
    """Open a room when it is first asked for: nothing that costs is imported before it is used."""
    if name not in _ROOMS:
        raise AttributeError(f"module 'simulator' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(_ROOMS[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
