"""Recorded contests played through the calendar: names and votes made certain, the simulated contest gives the same result.

``replay`` takes a record through the law with exact fractions; here the same record becomes a scenario in which nothing is
uncertain, and goes through draws, calendar, windows, second bar, ballot and count. Contests decided on the first count.
"""

from __future__ import annotations

import pytest

from simulator import simulate
from simulator.questions.replay import replay
from simulator.scenario.recorded import recorded
from simulator.scenario.resolve import of_document
from simulator.words.documents import parse

DECIDED_AT_ONCE = [
    "leader-1983", "leader-1988", "leader-1992", "deputy-1992", "leader-1994", "deputy-1994", "leader-2007", "leader-2015",
    "leader-2016", "deputy-2025", "leader-2026",
]  # fmt: skip


def certain(record):
    """A record as a scenario without doubt: each bloc names one candidate, each section votes as recorded."""
    entry, told = record.entry, replay(record)
    ids = {one: one.lower().replace(" ", "_").replace("-", "_") for one in record.candidates}
    sections = list(record.law["ballot.sections"])
    votes = {s: dict.fromkeys(ids.values(), 0) for s in sections}
    for section, block in entry.rounds[0].votes.items() if entry.rounds else ():
        for one, figure in block.items():
            number = int(figure.exact)
            parts = {s: number // len(sections) for s in sections} if section == "all" else {section: number}
            if section == "all":
                parts[sections[0]] += number - sum(parts.values())
            for part, share in parts.items():
                votes[part][ids[one]] += share
    date = entry.rules.opened.latest
    lines = [
        f"scenario: {entry.id}",
        f"rules: {{book: labour, date: {date}, contest: {entry.rules.contest}, edition: {record.edition.name}}}",
        "bodies:",
        *(f"  {body}: {{size: {heads.size}, suspended: {heads.suspended}}}" for body, heads in entry.heads.items()),
        "candidates:",
        *(f"  {ids[one]}: {{incumbent: {str(one == entry.incumbent).lower()}}}" for one in ids),
        "nominators:\n  quiet: 0%\n  bandwagon: 0%\n  lending: {permitted: 0%}\n  second_bar: {"
        + ", ".join(f"{one}: 100%" for one in ids.values())
        + "}\n  blocs:",
    ]
    left = {body: heads.size for body, heads in entry.heads.items()}
    for one, name in ids.items():
        given = entry.nominations.names[one].by if one in entry.nominations.names else {}
        for body, heads in (given or ({"mps": told.bar.needs} if one in told.nominees else {})).items():
            lines.append(f"    {name} {body}: {{body: {body}, size: {heads}, nominate: {{{name}: 100%}}}}")
            left[body] -= heads
    lines += [f"    nobody {body}: {{body: {body}, size: {heads}}}" for body, heads in left.items() if heads]
    if entry.rounds:
        lines.append("electorate:\n  sections:")
        for section, block in votes.items():
            counted = ", ".join(f"{one}: {number}" for one, number in block.items())
            lines.append(f"    {section}: {{votes: {{{counted}}}}}")
    rivals = [name for one, name in ids.items() if one != entry.incumbent]
    lines += ["politics:", "  resignation: {chance_a_week: 0%}", "  unity: {before: 0%, during: 0%}", "  challengers:"]
    lines += [f"    {name}: {{stands: 100%, declares: {date}}}" for name in rivals]
    lines += ["runs: 2", "seed: 1"]
    return of_document(parse("\n".join(lines).encode(), entry.id), {}, {}), ids


@pytest.mark.parametrize("name", DECIDED_AT_ONCE)
def test_the_simulated_contest_ends_as_the_real_one(name):
    """Winner, bar, nominees and shares of the last round, in every run."""
    record = recorded(name)
    told = replay(record)
    scenario, ids = certain(record)
    entry = simulate(scenario).answer.to_json()["results"][0]
    assert entry["leader"][ids[record.entry.official.winner]]["chance"] == 1, entry["unresolved"]
    assert {bar["needs"] for bar in entry["bars"]} == {told.bar.needs}
    if told.rounds:
        shares = {one: entry["shares"][ids[one]]["median"] for one in told.nominees if ids[one] in entry["shares"]}
        exact = {one: float(score / told.rounds[-1].total) for one, score in told.rounds[-1].score.items()}
        assert shares == pytest.approx(exact, abs=2e-6)
    else:
        assert [ending for ending in entry["endings"] if "unopposed" in ending]
