"""Clause mutation: change each provision in turn, and see whether any replay or case notices.

A share moves by one head of a base that occurs, a number by one, a list loses or gains a member, a word becomes each
other word its provision knows, a route leads to each other end or stage, what is unknown or silent becomes each known
word. A provision of which no change is noticed is *unsupported*: nothing that happened, and no case, depends on it.

    python -m tests.clauses.mutate            # the unsupported provisions of every edition
    python -m tests.clauses.mutate --write    # into tests/clauses/unsupported.txt
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from simulator.engine.simulation import ENDS
from simulator.questions.replay import replay
from simulator.questions.simulate import simulate
from simulator.rulebooks.law import Law
from simulator.rulebooks.load import open_book
from simulator.scenario.recorded import files, recorded
from simulator.scenario.resolve import of_document
from simulator.stages.kinds import word_of
from simulator.stages.values import Choice, any_of, counted, duration, heads, names, share, text
from simulator.words.documents import parse
from simulator.words.problems import Problems, Wrong
from tests import test_cases, test_edition_cases

LIST = Path(__file__).parent / "unsupported.txt"
SHOWN_ONLY = "words that are shown and not acted on"


@lru_cache(maxsize=1)
def evidence() -> dict[str, list[Any]]:
    """For each edition the recorded contests and the cases of it, each with what its replay shows and what it asked the law."""
    found: dict[str, list[Any]] = {}
    records = [one for one in map(recorded, files()) if one.book.key == "labour"]
    for one in (*records, *map(test_edition_cases.record_of, test_edition_cases.CASES)):
        shown = replay(one)
        found.setdefault(one.edition.name, []).append((one, signature(shown), shown.simulation.worlds.asked))
    return found


@lru_cache(maxsize=1)
def played() -> dict[str, list[Any]]:
    """For each edition the cases that are played through the calendar, each with what it gave."""
    found: dict[str, list[Any]] = {}
    for case in test_cases.CASES:
        text_of = test_cases.situation(case).replace("runs: 3", "runs: 1")
        scenario = of_document(parse(text_of, case["case"]), case.get("set", {}), case.get("readings", {}))
        found.setdefault(scenario.edition.name, []).append((scenario, outcome(scenario)))
    return found


def outcome(scenario: Any) -> Any:
    """What a played case gave, as far as a case looks at it."""
    entry = simulate(scenario).answer.to_json()["results"][0]
    bars = [(bar["stage"], bar["needs"]) for bar in entry["bars"]]
    return (
        list(entry["endings"]),
        {k: v["chance"] for k, v in entry["leader"].items()},
        bars,
        entry["unresolved"],
        entry["shares"],
    )


def mutants(law: Law, path: str, bases: set[int]) -> Iterator[Any]:
    """Other values of a provision, as they would be written."""
    name, leaf = path.split(".", 1)
    said, read = law.provisions[path].said, word_of(law.kinds[name], leaf).read
    value = law[path]
    if leaf.startswith("then.") or leaf in ("enters", "if_vacant.go"):
        yield from (end for end in (*ENDS, *law.stages, "unknown") if end != said)
    elif isinstance(read, Choice):
        yield from (word for word in read.known if word != said)
        yield from () if said == "unknown" else ["unknown"]
    elif ".weights." in path and isinstance(value, Fraction):
        yield from (str(value + by) for by in (Fraction(-1, 100), Fraction(1, 10)))
    elif read is share and isinstance(value, Fraction):
        for base in sorted(bases):
            needs = -(-value * base // 1)
            yield from (f"{int(needs) + by}/{base}" for by in (-1, 1) if 0 < needs + by <= base)
    elif read is share:
        yield from ("5%", "20%")
    elif read is names and isinstance(value, tuple):
        yield from ([one for one in value if one != gone] for gone in value if len(value) > 1)
        yield [*value, "clps" if "clps" not in value else "affiliates"]
    elif read is counted:
        yield from (word for word in ("everyone", "all but the suspended") if word != str(value))
    elif read is any_of:
        share_of = [{**one, "share": "6%"} if "share" in one else one for one in said]
        yield share_of
    elif read in (heads, duration):
        yield from () if not isinstance(value, int) else ([value + 1] if read is heads else [f"{value + 1} days"])


def noticed(edition: str, path: str, said: Any) -> bool:
    """Whether some replay or case comes out otherwise with a provision changed."""
    for record, shown, asked in evidence().get(edition, []):
        if not is_asked(path, asked):
            continue
        try:
            law = record.law.changed(path, said, record.law.cite(path), "a mutant")
            if signature(replay(record.under(law))) != shown:
                return True
        except (Problems, Wrong, KeyError, ValueError):
            return True
    for scenario, before in played().get(edition, []):
        try:
            book = scenario.book
            changed = replace(
                scenario.edition,
                law=scenario.edition.law.changed(path, said, scenario.edition.law.cite(path), "a mutant"),
            )
            other = replace(book, editions=tuple(changed if e.name == edition else e for e in book.editions))
            if outcome(replace(scenario, book=other, edition=changed)) != before:
                return True
        except (Problems, Wrong, KeyError, ValueError):
            return True
    return False


def is_asked(path: str, asked: set[str]) -> bool:
    """Whether a replay put a question about a provision, or about the block it stands in."""
    parts = path.split(".")
    return any(".".join(parts[:end]) in asked for end in range(2, len(parts) + 1))


def signature(one: Any) -> Any:
    """What a replay shows of a change: who won and how, and the label of every figure."""
    labels = [(f.what, f.label) for f in one.figures]
    return (
        one.winner,
        one.ending,
        one.nominees,
        one.second,
        None if one.bar is None else one.bar.needs,
        labels,
    )


def unsupported() -> Iterator[tuple[str, str, str]]:
    """(edition, provision, why) of each provision of which no change is noticed."""
    book = open_book("labour")
    for edition in book.editions:
        bases = {record_base(one) for one, *_ in evidence().get(edition.name, [])} - {0}
        for path in edition.law.provisions:
            name, leaf = path.split(".", 1)
            if (
                word_of(edition.law.kinds[name], leaf).read is text
                and not leaf.startswith("then.")
                and leaf not in ("enters", "if_vacant.go")
            ):
                continue
            tried = list(mutants(edition.law, path, bases))
            if not tried or not any(noticed(edition.name, path, said) for said in tried):
                yield edition.name, path, str(edition.law.provisions[path].said)


def record_base(record: Any) -> int:
    """The heads of the base of a record's first bar."""
    bar = replay(record).bar
    return 0 if bar is None else bar.base


def lines() -> list[str]:
    """The list as it is kept: a line an edition and provision."""
    return [f"{edition}: {path} ({said})" for edition, path, said in unsupported()]


if __name__ == "__main__":
    found = lines()
    if "--write" in sys.argv:
        LIST.write_text("\n".join(found) + "\n", "utf-8")
    print("\n".join(found))
    total = sum(len(e.law.provisions) for e in open_book("labour").editions)
    print(f"{len(found)} of {total} provisions unsupported")
