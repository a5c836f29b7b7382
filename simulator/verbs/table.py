"""The table of verbs, in the groups in which they are shown, and how their command lines are read."""

from __future__ import annotations

import argparse
import difflib
from typing import NoReturn

GROUPS = {
    "Ask a question": {
        "run": ("play", "play a scenario many times: who leads at the end, and how it ended"),
        "compare": ("play", "the same contests under rival readings: does the reading matter?"),
        "story": ("stories", "one contest told day by day, each step with its clause"),
        "report": ("reports", "write a folder: page, charts, tables, every run"),
    },
    "Show it": {
        "explore": (
            "explorer",
            "a page with readings to choose and figures to drag: served here, or baked into one file",
        ),
        "chart": ("charts", "any picture of the gallery as SVG, PNG or PDF"),
        "charts": ("charts", "the pictures there are, and the question each answers"),
    },
    "Explore interpretations": {
        "solve": ("explore", "what it would take: the break-even value of a bar or a belief"),
        "flip": ("explore", "the fewest nominators who would have to act otherwise"),
        "sensitivity": ("explore", "what matters most: each belief at its ends, readings beside them, Sobol’s indices"),
        "sweep": ("explore", "how the answer moves with a bar or a belief, value by value; two give a map"),
        "audit": ("audits", "where a book is silent: every small pattern played, each gap with its smallest example"),
        "diff-rules": ("audits", "the smallest situations in which two editions elect different people"),
        "disputes": ("explore", "which clause decides: every combination of the readings, on the same luck"),
    },
    "Should I believe it?": {
        "polls": ("track", "what a scenario’s polls say, and how wide the beliefs made from them are"),
        "backtest": ("track", "chances made before real results by a model that had not seen them, scored"),
    },
    "Read the rules": {
        "rules": ("law", "what is in force on a date, since when, and where it is said"),
        "explain": ("law", "a disputed clause: its words, its readings, who held them"),
        "next": ("agenda", "what may lawfully happen next, by whom, until when; as a calendar file too"),
        "replay": ("replays", "real contests played again through the rules, official figure beside the engine’s"),
        "bar": ("bars", "how many nominations are needed: the sum, under every reading"),
    },
    "Make a scenario": {
        "list": ("files", "the scenarios and rule books there are"),
        "new": ("files", "write a commented scenario to start from"),
        "check": ("files", "check a scenario or rule book and say what it means; play nothing"),
        "words": ("words", "every word a rule book may use; or what any key of a file says"),
        "schema": ("files", "the JSON Schema of a scenario or rule book, for editors"),
        "completion": ("completion", "a script with which bash, zsh or fish completes verbs, options and names"),
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
