"""The command line: finds the question that a verb asks, and asks it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import groupby

from simulator.verbs.question import DONE, answered, called, questions

WRONG_COMMAND, UNBELIEVABLE, OUR_BUG, INTERRUPTED = 2, 3, 70, 130


def overview() -> str:
    """The help page: every verb in its group, and where to begin."""
    lines = [
        "party-rules: simulate a party’s leadership contest under every reading of its disputed rules.",
        "",
        "usage: party-rules VERB … (party-rules VERB --help says more)",
    ]
    for group, verbs in groupby(questions().values(), lambda one: one.group):
        lines += ["", f"{group}:", *(f"  {one.name:<12} {one.help}" for one in verbs)]
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
        print("\nInterrupted. No partial files were left.", file=sys.stderr)
        return INTERRUPTED


def _main(argv: list[str]) -> int:
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(overview())
        return DONE if argv else WRONG_COMMAND
    if argv[0] == "--version":
        from simulator.words.version import __version__

        print(f"party-rules {__version__}")
        return DONE
    return _verb(argv[0], argv[1:])


def _verb(name: str, rest: list[str]) -> int:
    from simulator.words.problems import Problems

    question = called(name)
    if question is None:
        return _unknown(name)
    from simulator.verbs.parser import parser_of

    try:
        return answered(question, parser_of(question).parse_intermixed_args(rest))
    except Problems as found:
        print(found, file=sys.stderr)
        return UNBELIEVABLE
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else WRONG_COMMAND
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as bug:  # our bug: a short line on screen, the traceback in a file
        return _our_bug(bug)


def _unknown(name: str) -> int:
    """Nobody knows this verb: say which was meant."""
    import difflib

    verbs = list(questions())
    near = difflib.get_close_matches(name, verbs, 1, 0.5)
    hint = f" Did you mean “{near[0]}”?" if near else f" The verbs are: {', '.join(verbs)}."
    print(f"party-rules: there is no verb “{name}”.{hint}", file=sys.stderr)
    return WRONG_COMMAND


def _our_bug(bug: Exception) -> int:
    import tempfile
    import traceback

    with tempfile.NamedTemporaryFile("w", prefix="party-rules-", suffix=".txt", delete=False) as file:
        file.write("".join(traceback.format_exception(bug)))
    print(
        f"Internal error: {type(bug).__name__}: {bug}. Please report it; the traceback is in {file.name}",
        file=sys.stderr,
    )
    return OUR_BUG
