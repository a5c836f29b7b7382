"""The command line: a table of verbs, each in a room of its own that is opened only when it is used."""

from __future__ import annotations

import argparse
import difflib
import os
import sys
import tempfile
from collections.abc import Sequence
from importlib import import_module
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
        "schema": ("files", "the JSON Schema of a scenario or rule book, for editors"),
        "completion": ("completion", "a script with which bash, zsh or fish completes verbs, options and names"),
    },
}
VERBS = {name: entry for group in GROUPS.values() for name, entry in group.items()}
DONE, ANSWER_IS_NO, WRONG_COMMAND, UNBELIEVABLE, OUR_BUG, INTERRUPTED = 0, 1, 2, 3, 70, 130


class Parser(argparse.ArgumentParser):
    """An argument parser that suggests the option or verb that was meant."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line, with a suggestion, and exit 2."""
        words = [word.rstrip(":,") for word in message.replace("'", " ").split() if word.startswith("--")]
        known = [option for action in self._actions for option in action.option_strings]
        near = [n for word in words for n in difflib.get_close_matches(word.split("=")[0], known, 1)]
        hint = f" Did you mean “{near[0]}”?" if near and near[0] not in words else ""
        self.exit(WRONG_COMMAND, f"{self.prog}: {message}.{hint}\nSee `{self.prog} --help`.\n")


def overview() -> str:
    """The help page: every verb in its group, and where to begin."""
    lines = [
        "party-rules: play a party’s leadership rules under every reading of their disputed clauses.",
        "",
        "usage: party-rules VERB … (party-rules VERB --help says more)",
    ]
    for group, verbs in GROUPS.items():
        lines += ["", f"{group}:"] + [f"  {name:<10} {words}" for name, (_, words) in verbs.items()]
    lines += [
        "",
        "Everywhere: --set PATH=VALUE (law or belief), --reading DISPUTE=READING, --what-if NAME, --runs N, --seed N, --json.",
        "",
        "Begin with:",
        "  party-rules run scenarios/labour-2016-june.yaml",
        "  party-rules explain labour incumbent-nominations",
        "  party-rules replay --all",
        "  party-rules new my-scenario",
    ]
    return "\n".join(lines)


def main(argv: Sequence[str]) -> int:
    """Run one verb; returns the exit status (see ``--help``)."""
    try:
        return _main(list(argv))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        print("\ninterrupted; nothing was half written", file=sys.stderr)
        return INTERRUPTED


def _main(argv: list[str]) -> int:
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(overview())
        return DONE if argv else WRONG_COMMAND
    if argv[0] == "--version":
        from simulator import __version__

        print(f"party-rules {__version__}")
        return DONE
    if argv[0] not in VERBS:
        near = difflib.get_close_matches(argv[0], VERBS, 1, 0.5)
        hint = f" Did you mean “{near[0]}”?" if near else f" The verbs are: {', '.join(VERBS)}."
        print(f"party-rules: there is no verb “{argv[0]}”.{hint}", file=sys.stderr)
        return WRONG_COMMAND
    return _verb(argv[0], argv[1:])


def _verb(name: str, rest: list[str]) -> int:
    from simulator.words.problems import Problems

    module, words = VERBS[name]
    room = import_module(f"simulator.verbs.{module}")
    parser = Parser(prog=f"party-rules {name}", description=words[0].upper() + words[1:] + ".", allow_abbrev=False)
    plain = name.replace("-", "_")
    getattr(room, f"{plain}_arguments")(parser)
    try:
        options = parser.parse_intermixed_args(rest)
        return int(getattr(room, plain)(options))
    except Problems as found:
        print(found, file=sys.stderr)
        return UNBELIEVABLE
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else WRONG_COMMAND
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as bug:  # our bug: a short line on screen, the traceback in a file
        return _our_bug(bug)


def _our_bug(bug: Exception) -> int:
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="party-rules-", suffix=".txt", delete=False) as file:
        file.write("".join(traceback.format_exception(bug)))
    print(
        f"party-rules: a fault of ours ({type(bug).__name__}: {bug}). The details are in {file.name}", file=sys.stderr
    )
    return OUR_BUG
