"""``new``: a commented scenario to start from."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from simulator.verbs.common import FOLDER
from simulator.verbs.question import Asked, Question

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="NAME", help="a name, or a path that ends in .yaml")


def _ask(asked: Asked) -> str:
    """Write the scenario; a file that exists is left alone. The answer is where it was written."""
    from importlib import resources

    from simulator.words.problems import refuse

    path: str = asked.options.file
    if not path.endswith((".yaml", ".yml")):
        path = os.path.join(FOLDER if os.path.isdir(FOLDER) else "", f"{path}.yaml")
    text = resources.files("simulator.scenario").joinpath("template.yaml").read_text("utf-8")
    title = os.path.splitext(os.path.basename(path))[0].replace("-", " ").replace("_", " ")
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(text.replace("TITLE", title))
    except FileExistsError:
        raise refuse(f"{path} is there already", "choose another name; nothing was overwritten") from None
    except OSError as error:
        raise refuse(f"{path} cannot be written: {error.strerror}") from None
    return path


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
