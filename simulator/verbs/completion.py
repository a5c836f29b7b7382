"""``completion``: a script with which a shell completes verbs, options, scenarios, charts and rule books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.verbs.question import Asked, Question, questions

if TYPE_CHECKING:
    from argparse import Action, ArgumentParser
    from collections.abc import Iterator

WHERE = {
    "bash": 'in ~/.bashrc:  eval "$(party-rules completion bash)"',
    "zsh": 'in ~/.zshrc, after compinit:  eval "$(party-rules completion zsh)"',
    "fish": "once:  party-rules completion fish > ~/.config/fish/completions/party-rules.fish",
    "tcsh": "once:  party-rules completion tcsh > ~/.party-rules.csh, and in ~/.cshrc:  source ~/.party-rules.csh",
}
"""The shells, and where each wants its script."""
SCENARIOS = ("scenario", "contests")
"""The arguments that are files."""


def _arguments(parser: ArgumentParser) -> None:
    where = "; ".join(f"{shell}: {words}" for shell, words in WHERE.items())
    parser.add_argument("shell", choices=tuple(WHERE), help=where)


def _ask(asked: Asked) -> str:
    """The script of a shell, made of the verbs’ own parsers."""
    import shtab

    shell: str = asked.options.shell
    script: str = shtab.complete(whole_parser(), shell)
    lead, _, rest = script.partition("\n") if shell == "zsh" else ("", "", script)
    return f"{lead}\n# party-rules, completed by {shell}. Put this {WHERE[shell]}\n{rest}".lstrip()


def whole_parser() -> ArgumentParser:
    """A parser of every verb, in which each argument says what fits it."""
    from argparse import ArgumentParser

    parser = ArgumentParser(prog="party-rules")
    parser.add_argument("--version", action="version", version="", help="print the version")
    verbs = parser.add_subparsers(dest="verb")
    known = _words()
    for one in questions().values():
        verb = verbs.add_parser(one.name, help=one.help, description=one.help)
        one.arguments(verb)
        for place in verb._get_positional_actions():
            _fill(place, known)
    return parser


def _fill(place: Action, known: dict[str, list[str]]) -> None:
    """Say what fits an argument: the words its parser has, files, or names of the engine’s own."""
    import shtab

    if place.dest in SCENARIOS:
        place.complete = shtab.glob("*.yaml")  # type: ignore[attr-defined]
    elif place.choices is None:
        place.choices = known.get(place.dest)


def _words() -> dict[str, list[str]]:
    """The names that fit an argument, by what it is called."""
    from simulator.rulebooks.load import books, open_book
    from simulator.show.charts import CHARTS
    from simulator.stages.kinds import KINDS

    disputes = dict.fromkeys(dispute for book in books() for dispute in open_book(book).disputes)
    return {
        "word": [*KINDS, "beliefs"],
        "book": list(books()),
        "what": list(books()),
        "dispute": list(disputes),
        "compared": list(disputes),
        "name": list(CHARTS),
    }


def _text(script: str, asked: Asked) -> Iterator[str]:
    yield script


QUESTION = Question(
    name="completion",
    group="Make a scenario",
    help="a script with which bash, zsh, fish or tcsh completes verbs, options and file names",
    arguments=_arguments,
    ask=_ask,
    text=_text,
)
