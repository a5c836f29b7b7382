"""How the command line of a verb is read."""

from __future__ import annotations

import argparse
import difflib
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from simulator.verbs.question import Question

WRONG_COMMAND = 2


class Parser(argparse.ArgumentParser):
    """An argument parser that suggests the option that was meant."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one line, with a suggestion, and exit 2."""
        words = [word.rstrip(":,") for word in message.replace("'", " ").split() if word.startswith("--")]
        known = [option for action in self._actions for option in action.option_strings]
        near = [n for word in words for n in difflib.get_close_matches(word.split("=")[0], known, 1)]
        hint = f" Did you mean “{near[0]}”?" if near and near[0] not in words else ""
        if "--heads" in known and "unrecognized" in message:
            hint = f"{hint} Heads of any other body: --heads BODY=N."
        self.exit(WRONG_COMMAND, f"{self.prog}: {message}.{hint}\nSee `{self.prog} --help`.\n")


def parser_of(question: Question[object]) -> Parser:
    """The parser of a verb."""
    words = question.help[0].upper() + question.help[1:] + ("" if question.help.endswith("?") else ".")
    parser = Parser(prog=f"party-rules {question.name}", usage=question.usage, description=words, allow_abbrev=False)
    question.arguments(parser)
    return parser
