"""Whoever cites the engine cites the one they used."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

import simulator

ROOT = Path(__file__).parent.parent
CITED = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))


def test_the_version_that_is_cited_is_the_engines_own():
    """CITATION.cff, the package and its build file say one version."""
    built = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert str(CITED["version"]) == simulator.__version__ == built


def test_the_citation_has_what_a_reader_of_such_files_needs():
    """The fields that version 1.2.0 of the format requires, authors as an entity, and no licence that is not there."""
    assert str(CITED["cff-version"]) == "1.2.0"
    assert {"cff-version", "message", "title", "authors", "abstract", "version", "type"} <= set(CITED)
    assert CITED["authors"] == [{"name": "The party-rules authors"}]
    assert ("license" in CITED) == any(ROOT.glob("LICENSE*"))


@pytest.mark.parametrize("folder", ["scenarios", "simulator", "tests/rulebooks"])
def test_a_page_of_an_encyclopaedia_is_cited_at_its_own_address(folder):
    """A copy may be changed or vanish, and nobody knows who keeps it: Wikipedia is cited at wikipedia.org, or archived."""
    hosts = {"en.wikipedia.org", "fr.wikipedia.org", "ja.wikipedia.org", "simple.wikipedia.org", "web.archive.org"}
    for path in sorted((ROOT / folder).rglob("*.yaml")):
        text = path.read_text("utf-8")
        named = re.findall(r"Wikipedia[^\")]*\)\"?, url: \"([^\"]+)", text)
        for address in [*named, *re.findall(r"https?://[^\s\"]*wikipedia[^\s\"]*", text)]:
            assert urlsplit(address).netloc in hosts, f"{path.name}: {address}"
