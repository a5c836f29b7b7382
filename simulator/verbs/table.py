"""The table of verbs, in the groups in which they are shown, and how their command lines are read."""

from __future__ import annotations

import argparse
import difflib
from typing import NoReturn

GROUPS = {
    "Ask a question": {
        "run": ("play", "simulate a scenario many times: who leads at the end, and how the contest ends"),
        "compare": ("play", "does the reading matter? the same simulations under rival readings of a clause"),
        "story": ("stories", "one simulated contest day by day, each step with its clause"),
        "report": ("reports", "write a report: page, charts, tables, every simulated contest"),
    },
    "Show it": {
        "explore": (
            "explorer",
            "an interactive page (readings, sliders), served locally or saved as one HTML file",
        ),
        "chart": ("charts", "draw one of the charts as SVG, PNG or PDF"),
        "charts": ("charts", "list the charts and the question each answers"),
    },
    "Explore interpretations": {
        "solve": ("explore", "which value of a bar or a belief gives a candidate a stated chance"),
        "flip": ("explore", "the smallest number of nominators whose switch changes the likely leader"),
        "sensitivity": (
            "explore",
            "what matters most: beliefs and readings, one at a time and together (Sobol indices)",
        ),
        "sweep": ("explore", "how the answer changes with a bar or a belief, value by value; two give a map"),
        "audit": (
            "audits",
            "where a rule book gives no answer: every small situation, each gap with its smallest example",
        ),
        "diff-rules": ("audits", "the smallest situations in which two editions elect different people"),
        "disputes": (
            "explore",
            "which clause matters most: every combination of the readings, with the same random draws",
        ),
    },
    "Should I believe it?": {
        "polls": ("track", "what a scenario’s polls say, and how uncertain they leave the result"),
        "backtest": ("track", "how good the poll and nomination models are: scored on contests they had not seen"),
    },
    "Read the rules": {
        "rules": ("law", "what is in force on a date, since when, and by what source"),
        "explain": ("law", "a disputed clause: its words, its readings, who held them"),
        "next": ("agenda", "what may lawfully happen next, by whom, until when; as a calendar file too"),
        "replay": ("replays", "real contests taken through the rules: official figures beside the computed ones"),
        "bar": ("bars", "how many nominations are needed: the sum, under every reading"),
    },
    "Make a scenario": {
        "list": ("files", "the scenarios and rule books there are"),
        "new": ("files", "write a commented scenario to start from"),
        "check": ("files", "check a scenario or rule book and print what it means, without simulating"),
        "words": ("words", "every word a rule book may use, every belief, or what any key of a file says"),
        "schema": ("files", "the JSON Schema of a scenario or rule book, for editors"),
        "completion": ("completion", "a script with which bash, zsh or fish completes verbs, options and file names"),
    },
}
VERBS = {name: entry for group in GROUPS.values() for name, entry in group.items()}
WRONG_COMMAND = 2


class Parser(argparse.ArgumentParser):
    """An argument parser that suggests the option or verb that was meant."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line, with a suggestion, and exit 2."""
        words = [word.rstrip(":,") for word in message.replace("'", " ").split() if word.startswith("--")]
        known = [option for action in self._actions for option in action.option_strings]
        near = [n for word in words for n in difflib.get_close_matches(word.split("=")[0], known, 1)]
        hint = f" Did you mean “{near[0]}”?" if near and near[0] not in words else ""
        if "--heads" in known and "unrecognized" in message:
            hint = f"{hint} Heads of any other body: --heads BODY=N."
        self.exit(WRONG_COMMAND, f"{self.prog}: {message}.{hint}\nSee `{self.prog} --help`.\n")
