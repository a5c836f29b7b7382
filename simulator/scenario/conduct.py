"""Conduct: what a scenario says of people's ways with one another, checked; and what happened in the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from simulator.engine.ledger import TALLIES
from simulator.rulebooks.law import Law
from simulator.scenario.scenario import Afterwards
from simulator.scenario.written import ScenarioEntry
from simulator.stages.contest import VACANT
from simulator.words.problems import Path, did_you_mean

NOBODY = "nobody"
Finding = tuple[Path, str, str, bool]


def ways(written: ScenarioEntry, law: Law) -> dict[str, Any]:
    """What the resolved scenario keeps of conduct, by its names there."""
    return {
        "heirs": dict(written.nominators.heirs),
        "waits_for": {k: entry.waits_for for k, entry in written.politics.challengers.items() if entry.waits_for},
        "about": written.about,
        "watched": law.trigger(written.rules.contest) == VACANT or written.nominators.first_day is not None,
        "afterwards": afterwards(written),
    }


def motions_lost(written: ScenarioEntry) -> dict[str, int]:
    """Motions of no confidence that were carried, which a leader lost: name among the pressures → number in the file."""
    lost = [n for n, m in enumerate(written.motions) if "confidence" in m.title and m.for_ > m.against]
    return {"motion" if not k else f"motion_{k + 1}": n for k, n in enumerate(lost)}


def afterwards(written: ScenarioEntry) -> Afterwards | None:
    """What happened, if the file says so; it is shown beside the answer and never used."""
    said = written.afterwards
    if said is None:
        return None
    key = said.source or said.assumption
    entry = written.sources.get(key)
    votes = {"executive": said.executive, "asked_to_leave": said.asked_to_leave}
    return Afterwards(
        names=said.names,
        leader=said.leader,
        share=said.share.centre if said.share else None,
        source=entry.title if entry else key,
        votes={name: (vote.for_, vote.against) for name, vote in votes.items() if vote is not None},
        judgment=said.judgment or "",
    )


def findings(written: ScenarioEntry) -> Iterator[Finding]:
    """What may be wrong in what is said of conduct, as (path, said, cure, only a warning)."""
    nominators, challengers = written.nominators, written.politics.challengers
    for at, names in (
        (("nominators", "lending", "feared"), nominators.lending.feared),
        (("nominators", "withdraws"), nominators.withdraws),
        (("nominators", "heirs"), [*nominators.heirs, *nominators.heirs.values()]),
        (("nominators", "second_bar"), nominators.second_bar),
        (("electorate", "clp_nominations"), written.electorate.clp_nominations),
    ):
        yield from _unknown(written, at, names)
    for one, heir in nominators.heirs.items():
        if one == heir:
            yield ("nominators", "heirs", one), f"“{one}” cannot be their own heir", "name another candidate", False
    for one, entry in challengers.items():
        if entry.endorses and (entry.endorses not in written.candidates or entry.endorses == one):
            known = [name for name in written.candidates if name != one]
            cure = did_you_mean(entry.endorses, known)
            where: Path = ("politics", "challengers", one, "endorses")
            yield where, f"“{entry.endorses}” is no other candidate", cure, False
        if entry.waits_for:
            here: Path = ("politics", "challengers", one, "waits_for")
            known = [name for name in challengers if name != one]
            if entry.waits_for not in known:
                yield (
                    here,
                    f"“{entry.waits_for}” is no other challenger",
                    did_you_mean(entry.waits_for, known) or "name another challenger",
                    False,
                )
            elif challengers[entry.waits_for].waits_for:
                yield here, f"{entry.waits_for} waits, too; one must go first", "let only one of them wait", False
    if written.about and written.about not in written.candidates:
        cure = did_you_mean(written.about, written.candidates)
        yield ("about",), f"“{written.about}” is not a candidate", cure, False
    usual = {*motions_lost(written), "delegation"}
    for name, pressure in written.politics.resignation.pressure.items():
        if pressure.date is None and name not in usual:
            here = ("politics", "resignation", "pressure", name)
            yield here, f"nobody knows when “{name}” comes", "add date: DATE, or 3 to 10 days", False
    for name, section in written.electorate.sections.items():
        if section.window is not None and section.window.open is not None and section.window.open.kind == "date":
            here = ("electorate", "sections", name, "window", "open")
            yield here, "a date says when, not how long", "write 2 days, or 2 to 60 days", False
    yield from _transfers(written)
    for name, votes in written.electorate.clp_nominations.items():
        if votes < 0:
            yield ("electorate", "clp_nominations", name), f"“{votes}” is below zero", "count from 0 up", False
    yield from _what_happened(written)


def _unknown(written: ScenarioEntry, at: Path, names: Iterable[str]) -> Iterator[Finding]:
    for name in names:
        if name not in written.candidates:
            yield (*at, name), f"“{name}” is not a candidate", did_you_mean(name, written.candidates), False


def _transfers(written: ScenarioEntry) -> Iterator[Finding]:
    """Votes go from a candidate to others, or to nobody."""
    yield from _neighbours(written)
    for loser, shares in written.electorate.transfers.items():
        here: Path = ("electorate", "transfers", loser)
        yield from _unknown(written, here[:-1], [loser])
        yield from _unknown(written, here, [name for name in shares if name != NOBODY])
        if loser in shares:
            yield here, f"votes of {loser} cannot go to {loser}", "leave the line out", False
        total = sum(share.centre for share in shares.values())
        if not 0.98 <= total <= 1.02:
            said = f"the shares add to {total:.0%}; all of the votes go somewhere, if only to {NOBODY}"
            yield here, said, "let them add to 100%", False


def _neighbours(written: ScenarioEntry) -> Iterator[Finding]:
    """Whoever is nearest to a candidate is another candidate."""
    said = written.electorate
    here: Path = ("electorate", "neighbours")
    yield from _unknown(written, here, said.neighbours)
    for loser, nearest in said.neighbours.items():
        if nearest not in written.candidates:
            cure = did_you_mean(nearest, written.candidates)
            yield (*here, loser), f"“{nearest}” is not a candidate", cure, False
        elif nearest == loser:
            yield (*here, loser), f"{loser} cannot be nearest to {loser}", "name another candidate", False
    if said.front_runner is not None:
        yield from _unknown(written, ("electorate",), [said.front_runner])


def _what_happened(written: ScenarioEntry) -> Iterator[Finding]:
    said = written.afterwards
    if said is None:
        return
    here: Path = ("afterwards", "names")
    for moment, names in said.names.items():
        if moment not in TALLIES:
            yield (*here, moment), f"“{moment}” is not a moment of the window", did_you_mean(moment, TALLIES), False
        yield from _unknown(written, (*here, moment), names)
    if said.leader:
        yield from _unknown(written, ("afterwards", "leader"), [said.leader])
    if not (said.source or said.assumption):
        yield ("afterwards",), "what happened needs a source", "add source: …", False
