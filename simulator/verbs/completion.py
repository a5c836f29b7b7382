"""``completion``: a script with which a shell completes verbs, options, scenarios, charts and rule books."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from importlib import import_module

from simulator.verbs.common import say
from simulator.verbs.table import GROUPS, VERBS, Parser

SHELLS = ("bash", "zsh", "fish")
SCENARIOS, CONTESTS = "scenarios/*.yaml", "scenarios/history/*.yaml"
FILES = {"scenario": SCENARIOS, "what": SCENARIOS, "contests": CONTESTS}
_WHERE = {
    "bash": 'in ~/.bashrc:  eval "$(party-rules completion bash)"',
    "zsh": 'in ~/.zshrc, after compinit:  eval "$(party-rules completion zsh)"',
    "fish": "once:  party-rules completion fish > ~/.config/fish/completions/party-rules.fish",
}


@dataclass(frozen=True)
class Verb:
    """What can follow a verb.

    options  those that begin with a dash;  chosen: option → the words it takes
    words    what else can be written;  files: where the files lie that can be
    """

    name: str
    says: str
    options: tuple[str, ...]
    chosen: dict[str, tuple[str, ...]]
    words: tuple[str, ...]
    files: str


def completion_arguments(parser: argparse.ArgumentParser) -> None:
    """Options of ``completion``."""
    parser.add_argument("shell", choices=SHELLS, help="; ".join(f"{shell}: {where}" for shell, where in _WHERE.items()))


def completion(options: argparse.Namespace) -> int:
    """Print the script of a shell."""
    say({"bash": bash, "zsh": zsh, "fish": fish}[options.shell](verbs()))
    return 0


def verbs() -> list[Verb]:
    """Every verb with what can follow it, read from the verbs’ own parsers."""
    known = _words()
    return [_verb(name, says, known) for group in GROUPS.values() for name, (_, says) in group.items()]


def _words() -> dict[str, tuple[str, ...]]:
    """The words that fit a place of a command line, by the place's name."""
    from simulator.rulebooks.shelf import books, open_book
    from simulator.show.charts import CHARTS
    from simulator.stages.kinds import KINDS

    shelf = tuple(books())
    disputes = dict.fromkeys(dispute for book in shelf for dispute in open_book(book).disputes)
    return {"word": tuple(KINDS), "book": shelf, "what": shelf, "dispute": tuple(disputes), "chart": tuple(CHARTS)}


def _verb(name: str, says: str, known: dict[str, tuple[str, ...]]) -> Verb:
    parser, plain = Parser(prog=name, allow_abbrev=False), name.replace("-", "_")
    getattr(import_module(f"simulator.verbs.{VERBS[name][0]}"), f"{plain}_arguments")(parser)
    places = [action for action in parser._actions if not action.option_strings]
    spelt = [action for action in parser._actions if action.option_strings]
    words = [word for place in places for word in place.choices or known.get(_place(name, place.dest), ())]
    if name == "chart":
        words += [*known["book"], "backtest"]
    return Verb(
        name,
        says,
        tuple(sorted(option for action in spelt for option in action.option_strings)),
        {option: tuple(action.choices) for action in spelt if action.choices for option in action.option_strings},
        tuple(dict.fromkeys(words)),
        next((FILES[place.dest] for place in places if place.dest in FILES), ""),
    )


def _place(verb: str, dest: str) -> str:
    return "chart" if (verb, dest) == ("chart", "name") else dest


def bash(known: list[Verb]) -> str:
    """The script for bash."""
    rows = [f"    {one.name}) {_bash(one)} ;;" for one in known]
    return "\n".join(
        [
            f"# party-rules, completed by bash. Put this {_WHERE['bash']}",
            "_party_rules() {",
            '  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" options= words= chosen= files=',
            '  if [ "$COMP_CWORD" -eq 1 ]; then',
            f'    COMPREPLY=($(compgen -W "{" ".join(one.name for one in known)} --help --version" -- "$word")); return',
            "  fi",
            '  case "${COMP_WORDS[1]}" in',
            *rows,
            "  esac",
            '  if [ -n "$chosen" ]; then words="$chosen"',
            '  elif [[ $word == -* ]]; then words="$options"',
            '  elif [ -n "$files" ]; then words="$words $(compgen -G "$files")"; fi',
            '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
            "}",
            "complete -o default -F _party_rules party-rules",
        ]
    )


def _bash(one: Verb) -> str:
    parts = [f'options="{" ".join(one.options)}"']
    if one.words:
        parts.append(f'words="{" ".join(one.words)}"')
    if one.files:
        parts.append(f"files='{one.files}'")
    if one.chosen:
        cases = " ".join(f'{option}) chosen="{" ".join(taken)}" ;;' for option, taken in one.chosen.items())
        parts.append(f'case "$before" in {cases} esac')
    return "; ".join(parts)


def zsh(known: list[Verb]) -> str:
    """The script for zsh."""
    rows = [f"    {one.name}) {_zsh(one)} ;;" for one in known]
    described = [f"    {_quoted(f'{one.name}:{one.says}')}" for one in known]
    return "\n".join(
        [
            "#compdef party-rules",
            f"# party-rules, completed by zsh. Put this {_WHERE['zsh']}",
            "_party_rules() {",
            "  local -a verbs options plain chosen; local files=",
            "  verbs=(",
            *described,
            "  )",
            "  if (( CURRENT == 2 )); then _describe verb verbs; return; fi",
            "  case $words[2] in",
            *rows,
            "  esac",
            "  if (( $#chosen )); then compadd -a chosen",
            "  elif [[ $words[CURRENT] == -* ]]; then compadd -a options",
            "  else",
            "    (( $#plain )) && compadd -a plain",
            '    if [[ -n $files ]]; then compadd -f -- ${~files}(N); fi',
            "    _files",
            "  fi",
            "}",
            "compdef _party_rules party-rules",
        ]
    )  # fmt: skip


def _zsh(one: Verb) -> str:
    parts = [f"options=({' '.join(one.options)})"]
    if one.words:
        parts.append(f"plain=({' '.join(one.words)})")
    if one.files:
        parts.append(f"files='{one.files}'")
    if one.chosen:
        cases = " ".join(f"{option}) chosen=({' '.join(taken)}) ;;" for option, taken in one.chosen.items())
        parts.append(f"case $words[CURRENT-1] in {cases} esac")
    return "; ".join(parts)


def fish(known: list[Verb]) -> str:
    """The script for fish."""
    lines = [f"# party-rules, completed by fish. Put it into place {_WHERE['fish']}"]
    for one in known:
        here = f"complete -c party-rules -n '__fish_seen_subcommand_from {one.name}'"
        lines.append(f"complete -c party-rules -f -n __fish_use_subcommand -a {one.name} -d {_quoted(one.says)}")
        if one.words:
            lines.append(f"{here} -a '{' '.join(one.words)}'")
        if one.files:
            lines.append(f"{here} -a '(string split \" \" -- {one.files})'")
        for option in one.options:
            spelt = f"-l {option[2:]}" if option.startswith("--") else f"-s {option[1:]}"
            taken = f" -x -a '{' '.join(one.chosen[option])}'" if option in one.chosen else ""
            lines.append(f"{here} {spelt}{taken}")
    return "\n".join(lines)


def _quoted(words: str) -> str:
    """Words in single quotes; the apostrophes of the verbs are typographic and need no care."""
    return "'" + words.replace("'", "’") + "'"
