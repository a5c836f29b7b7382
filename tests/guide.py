"""The commands and the answers that stand in ``docs/``: read from the pages, run, and renewed.

``python -m tests.guide --write`` runs every command that is shown with an answer and writes today's
lines into the pages. Look at what it wrote: it takes the likeliest line, which may not be the one that was meant.

A fenced block ``console`` has commands, each after a dollar, and under a command the lines of its answer that are shown, in
their order; a line of … stands for what is left out. Its other words say how it is run: ``refused`` (exit 3), ``served``
(until it is stopped), ``alone`` (in a folder with one short scenario). A block ``yaml FILE`` is a file, and ``added`` its end.
"""

from __future__ import annotations

import contextlib
import difflib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = ("guide", "pictures", "writing", "language")
LEFT_OUT = "…"
_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LONG = ("report", "explore", "chart", "sensitivity", "disputes", "solve", "story")
FEW = ("--runs", "200")


@dataclass
class Entry:
    """A command of a page (or a file, if it has a name) and the lines of its answer that are shown."""

    command: str = ""
    marks: tuple[str, ...] = ()
    shown: list[str] = field(default_factory=list)
    file: str = ""
    text: str = ""

    @property
    def arguments(self) -> list[str]:
        """The command as the engine gets it; what is shown without an answer is played with fewer contests."""
        found = shlex.split(self.command)[1:]
        return [*found, *FEW] if found[0] in LONG and not self.lines and "--runs" not in found else found

    @property
    def lines(self) -> list[str]:
        """The lines of the answer, without those that stand for what is left out."""
        return [line for line in self.shown if line.strip() != LEFT_OUT]


def page(name: str) -> str:
    """A page of the documentation."""
    return (ROOT / "docs" / f"{name}.md").read_text("utf-8")


def entries(text: str) -> Iterator[Entry]:
    """What a page asks for, in its order."""
    for kind, words, body in _BLOCK.findall(text):
        marks = tuple(words.split())
        if kind == "yaml" and marks:
            yield Entry(marks=marks[1:], file=marks[0], text=body)
        if kind == "console":
            found: list[Entry] = []
            for line in body.splitlines():
                if line.startswith("$ "):
                    found.append(Entry(line[2:], marks))
                else:
                    found[-1].shown.append(line)
            yield from found


def furnish(folder: Path, *, alone: bool = False) -> Path:
    """A folder as a reader has it: the scenarios, or one short one alone."""
    if alone:
        (folder / "scenarios").mkdir(parents=True)
        shutil.copy(ROOT / "scenarios" / "labour-minimal.yaml", folder / "scenarios")
    else:
        shutil.copytree(ROOT / "scenarios", folder / "scenarios")
    return folder


def answer(entry: Entry, folder: Path) -> tuple[int, str, str]:
    """Run a command in a folder, or write its file there: exit status, what was printed, what was complained of."""
    from simulator.cli import main
    from simulator.rulebooks.load import book_at

    if entry.file:
        with (folder / entry.file).open("a" if "added" in entry.marks else "w", encoding="utf-8") as file:
            file.write(entry.text)
        book_at.cache_clear()
        return 0, "", ""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(entry.arguments)
    return status, out.getvalue(), err.getvalue()


def missing(shown: list[str], printed: str) -> list[str]:
    """The lines shown that were not printed, or not in this order."""
    rest = iter([line.strip() for line in printed.splitlines()])
    return [line for line in shown if line.strip() and line.strip() not in rest]


def renewed(shown: list[str], printed: str) -> list[str]:
    """The lines shown as they are printed today: each by the likest line that follows the one before."""
    lines, at, found = printed.splitlines(), 0, []
    for line in shown:
        if line.strip() == LEFT_OUT:
            found.append(line)
            continue
        near = difflib.get_close_matches(line, lines[at:], 1, 0.4)
        if not near:
            raise SystemExit(f"nothing printed is like “{line}”")
        at += lines[at:].index(near[0]) + 1
        found.append(near[0])
    return found


def _write() -> None:
    for name in PAGES:
        text = page(name)
        with tempfile.TemporaryDirectory() as there:
            folder = furnish(Path(there) / "home")
            for entry in entries(text):
                if entry.file or (entry.lines and not {"served", "alone"} & set(entry.marks)) or "new" in entry.command:
                    _, out, err = answer(entry, folder)
                    old = "\n".join([f"$ {entry.command}", *entry.shown])
                    if entry.lines:
                        text = text.replace(old, "\n".join([f"$ {entry.command}", *renewed(entry.shown, out + err)]), 1)
        (ROOT / "docs" / f"{name}.md").write_text(text, "utf-8")
        print(f"wrote docs{os.sep}{name}.md")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        raise SystemExit(__doc__)
    _write()
