"""Clause mutation: the list of provisions on which nothing that happened, and no case, depends is kept and true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.rulebooks.load import open_book
from tests.clauses import mutate

DESIGN = Path(__file__).parent.parent.parent / "docs" / "background" / "evidence.md"


@pytest.mark.night
def test_the_list_of_unsupported_provisions_is_what_the_harness_finds():
    """`python -m tests.clauses.mutate --write` renews it; a provision that leaves the list has gained a case."""
    assert mutate.lines() == mutate.LIST.read_text("utf-8").splitlines()


def test_design_names_every_unsupported_provision():
    """The table in docs/background/evidence.md has each provision and in how many editions it is unsupported."""
    design = DESIGN.read_text("utf-8")
    counted: dict[str, int] = {}
    for line in mutate.LIST.read_text("utf-8").splitlines():
        path = re.fullmatch(r"[^:]+: (.+?) \(.*\)", line)[1]
        counted[path] = counted.get(path, 0) + 1
    missing = [path for path, count in counted.items() if f"`{path}` {count}" not in design]
    assert not missing


def test_the_bars_of_every_edition_are_supported_by_a_contest_or_a_case():
    """A share moved by one head is noticed wherever a bar is known."""
    found = set(mutate.LIST.read_text("utf-8").splitlines())
    for edition in open_book("labour").editions[1:]:
        for stage in ("vacancy-nominations", "challenge-nominations"):
            assert not [line for line in found if line.startswith(f"{edition.name}: {stage}.bar.share")]
