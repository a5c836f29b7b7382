"""``new``: a commented scenario to start from, for any rule book."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from simulator.verbs.common import FOLDER
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file",
        metavar="NAME",
        help="a name (the file goes into the folder scenarios, if there is one), or a path that ends in .yaml",
    )
    parser.add_argument(
        "--book",
        metavar="BOOK",
        help="the rule book: a name that `party-rules list` shows, such as conservative, or the path of your own YAML file. "
        "The scenario has the bodies, the sections of the electorate and a contest of its newest edition, and two "
        "candidates; every figure is a placeholder (default: a commented example of a challenge in Labour, June 2016)",
    )
    parser.description = (
        "Write a commented scenario to start from. It can be checked and simulated as it is; put your own names, figures and "
        "sources in their place, one at a time, and check again. A file that exists is left alone."
    )


def _ask(asked: Asked) -> str:
    """Write the scenario; a file that exists is left alone. The answer is where it was written."""
    from simulator.words.problems import refuse

    path: str = asked.options.file
    if not path.endswith((".yaml", ".yml")):
        path = os.path.join(FOLDER if os.path.isdir(FOLDER) else "", f"{path}.yaml")
    title = os.path.splitext(os.path.basename(path))[0].replace("-", " ").replace("_", " ")
    text = _of_a_book(asked.options.book, path, title) if asked.options.book else _example(title)
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise refuse(f"{path} is there already", "choose another name; nothing was overwritten") from None
    except OSError as error:
        raise refuse(f"{path} cannot be written: {error.strerror}") from None
    return path


def _example(title: str) -> str:
    from importlib import resources

    text = resources.files("simulator.scenario").joinpath("template.yaml").read_text("utf-8")
    return text.replace("TITLE", title)


def _of_a_book(name: str, path: str, title: str) -> str:
    """A scenario of a rule book; a book of one's own is named by its path from the scenario's folder."""
    from simulator.rulebooks.load import books, open_book
    from simulator.scenario.skeleton import skeleton

    book = open_book(name)
    named = name if name in books() else os.path.relpath(name, os.path.dirname(path) or ".").replace(os.sep, "/")
    return skeleton(book, named, title)


def _text(path: str, asked: Asked) -> Iterator[str]:
    yield f"wrote {path}\nNext: party-rules check {path}\n      party-rules run {path}"


QUESTION = Question(
    name="new",
    group="Make a scenario",
    help="write a commented scenario to start from",
    arguments=_arguments,
    ask=_ask,
    text=_text,
)
