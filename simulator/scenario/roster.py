"""The roster: nominators by name, from a CSV beside the scenario. Each row becomes part of a bloc, or a bloc of one.

Columns: ``name`` and ``body``; and any of ``bloc`` (one of the file's blocs, whose size already counts the row), ``declared``
(the candidate they have come out for), and a column for a candidate or ``challenger`` with the chance that this person
names them. Whoever has declared, or has chances of their own, leaves the bloc; nobody is counted twice.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from typing import Any

from simulator.scenario.table import usual
from simulator.words.documents import LARGEST, Document
from simulator.words.people import same
from simulator.words.problems import Path, Place, Problem, Problems, did_you_mean, refuse

KNOWN = ("name", "body", "bloc", "declared")
BLOCS: Path = ("nominators", "blocs")


def with_roster(document: Document) -> Document:
    """The document with the rows of its roster, if it names one, laid into its blocs."""
    said = document.data.get("nominators")
    if not isinstance(said, dict) or not isinstance(said.get("roster"), str):
        return document
    file = os.path.join(os.path.dirname(document.place(("nominators", "roster")).file), said["roster"])
    lines = _lines(file)
    roster = _Roster(document, file, lines)
    roster.lay(csv.DictReader(lines, strict=True))
    if roster.problems:
        raise Problems(roster.problems, document.name)
    nominators = {**said, "blocs": roster.blocs}
    return Document(
        document.name,
        {**document.data, "nominators": nominators},
        {**document.places, **roster.places},
        {**document.lines, file: lines},
    )


def _lines(file: str) -> list[str]:
    try:
        with open(file, encoding="utf-8-sig", newline="") as opened:
            text = opened.read(LARGEST + 1)
    except FileNotFoundError:
        raise refuse(f"{file}: there is no such file", "the roster lies beside the scenario that names it") from None
    except (OSError, UnicodeDecodeError) as error:
        raise refuse(f"{file}: cannot be read: {error}", "save it as CSV, in UTF-8") from None
    if len(text) > LARGEST:
        raise refuse(f"{file}: over 1 MB", "a roster has a line for each nominator; is this the right file?")
    return text.splitlines()


class _Roster:
    """The blocs of a document as the rows of a roster are laid into them, collecting problems."""

    def __init__(self, document: Document, file: str, lines: list[str]) -> None:
        self.document, self.file, self.lines = document, file, lines
        written = document.data["nominators"].get("blocs", {})
        self.blocs: dict[str, Any] = {name: dict(bloc) for name, bloc in written.items() if isinstance(bloc, dict)}
        self.own = list(self.blocs)
        self.declared = str(document.data["nominators"].get("declared", usual("nominators.declared")[0]))
        self.people: dict[str, tuple[str, int]] = {}
        self.places: dict[Path, tuple[str, int, int]] = {}
        self.problems: list[Problem] = []

    def fail(self, line: int, said: str, cure: str = "") -> None:
        shown = self.lines[line - 1] if line <= len(self.lines) else ""
        self.problems.append(Problem(said, Place(self.file, line, 1, shown), ("nominators", "roster"), cure))

    def lay(self, rows: csv.DictReader[str]) -> None:
        columns = [str(name).strip() for name in rows.fieldnames or ()]
        rows.fieldnames = columns
        candidates = [*self.document.data.get("candidates", {}), "challenger"]
        for column in columns:
            if column not in KNOWN and column not in candidates:
                self.fail(1, f"there is no column “{column}” in a roster", did_you_mean(column, [*KNOWN, *candidates]))
        for column in dict.fromkeys(column for column in columns if columns.count(column) > 1):
            self.fail(1, f"the column “{column}” stands here twice", "leave one of them")
        for needed in ("name", "body"):
            if needed not in columns:
                self.fail(1, f"the column “{needed}” is missing", "the first line names the columns")
        if self.problems:
            return
        try:
            for row in rows:
                values = sum(value is not None for value in row.values()) + len(row.get(None, ())) - (None in row)
                if values != len(columns):
                    cure = "a value with a comma in it needs quotes"
                    self.fail(rows.line_num, f"{values} values in a roster of {len(columns)} columns", cure)
                else:
                    self._row(rows.line_num, {k: v.strip() for k, v in row.items()}, columns, candidates)
        except csv.Error as error:
            self.fail(rows.line_num, f"not readable as CSV: {error}", "is a quote missing?")

    def _row(self, line: int, row: dict[str, str], columns: Iterable[str], candidates: list[str]) -> None:
        name, bloc, declared = row["name"], row.get("bloc", ""), row.get("declared", "")
        chances = {column: row[column] for column in columns if column not in KNOWN and row.get(column)}
        other, before = self.people.get(same(name), ("", 0))
        if not name:
            self.fail(line, "the name is missing", "one line a nominator")
            return
        if before:
            alike = "stands here twice" if name == other else f"and “{other}” are one person as they are written"
            self.fail(line, f"“{name}” {alike}; the first is in line {before}", "one line a nominator")
            return
        self.people[same(name)] = name, line
        if bloc and bloc not in self.own:
            self.fail(line, f"“{bloc}” is not a bloc of this scenario", did_you_mean(bloc, self.own))
        elif declared and declared not in candidates:
            self.fail(line, f"“{declared}” is not a candidate", did_you_mean(declared, candidates))
        elif declared and chances:
            self.fail(line, f"{name} has declared and has chances, too", "give the one or the other")
        elif not (bloc or declared or chances):
            self.fail(line, f"nothing is said of {name}", "give a bloc, declared, or a chance")
        elif declared or chances:
            self._leave(line, bloc)
            self._join(line, row["body"], name, declared, chances)

    def _leave(self, line: int, bloc: str) -> None:
        """Take one from the bloc this person was counted in."""
        if bloc and isinstance(self.blocs[bloc].get("size"), int):
            self.blocs[bloc]["size"] -= 1
            if self.blocs[bloc]["size"] < 0:
                self.fail(line, f"more people of the roster are in “{bloc}” than its size", "check the size")

    def _join(self, line: int, body: str, name: str, declared: str, chances: dict[str, str]) -> None:
        key = f"declared for {declared} ({body})" if declared else name
        nominate = {declared: self.declared} if declared else chances
        if declared and key in self.blocs:
            self.blocs[key]["size"] += 1
            return
        if key in self.blocs:
            self.fail(line, f"“{name}” is the name of a bloc, too", "rename the bloc")
            return
        self.blocs[key] = {"body": body, "size": 1, "nominate": nominate, "source": f"the roster, {self.file}"}
        for path in ((*BLOCS, key), (*BLOCS, key, "body"), *((*BLOCS, key, "nominate", one) for one in nominate)):
            self.places[path] = (self.file, line - 1, 0)
