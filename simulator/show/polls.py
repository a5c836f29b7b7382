"""A scenario's polls and the beliefs made from them, as one document and as text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from simulator.scenario.polls import ALL, model
from simulator.scenario.scenario import Scenario

WIDTH = 100


def polls_document(scenario: Scenario) -> dict[str, Any]:
    """Each belief with the polls it rests on, and their weights."""
    rows = []
    for (section, candidate), belief in scenario.polled.items():
        quantity = belief.quantity
        rows.append(
            {
                "section": section,
                "candidate": candidate,
                "name": scenario.name_of(candidate),
                "low": quantity.low,
                "middle": quantity.centre,
                "high": quantity.high,
                "certain": quantity.certain,
                "used": _used(scenario, section, candidate),
                "polls": [
                    {
                        "pollster": one.poll.pollster,
                        "date": one.poll.date.isoformat(),
                        "days": one.days,
                        "sample": one.poll.sample,
                        "share": one.poll.shares[candidate].centre,
                        "undecided": one.poll.undecided.centre if one.poll.undecided else None,
                        "scale": one.scale,
                        "weight": one.weight,
                        "source": one.poll.source or one.poll.assumption,
                    }
                    for one in belief.polls
                ],
            }
        )
    return {
        "schema": "party-rules/polls/1",
        "scenario": scenario.title,
        "model": model(),
        "beliefs": rows,
        "nominations": _nominated(scenario),
    }


def _nominated(scenario: Scenario) -> list[dict[str, Any]]:
    """The beliefs made from constituency parties' nominations, where no poll speaks."""
    return [
        {
            "section": section,
            "candidate": one,
            "name": scenario.name_of(one),
            "low": belief.quantity.low,
            "middle": belief.quantity.centre,
            "high": belief.quantity.high,
        }
        for section in scenario.sections
        for one in scenario.ids
        if (belief := scenario.beliefs.get(f"electorate.sections.{section}.support.{one}")) is not None
        and belief.origin.kind == "nominations"
    ]


def _used(scenario: Scenario, section: str, candidate: str) -> list[str]:
    """The sections in which this belief is the one that is played."""
    belief = scenario.polled[section, candidate].quantity
    sections = scenario.sections if section == ALL else (section,)
    paths = {one: f"electorate.sections.{one}.support.{candidate}" for one in sections}
    return [
        one for one, path in paths.items() if path in scenario.beliefs and scenario.beliefs[path].quantity == belief
    ]


def polls_text(document: dict[str, Any]) -> Iterator[str]:
    """Section by section: each poll with its error, then the belief."""
    yield document["scenario"]
    for section in dict.fromkeys(row["section"] for row in document["beliefs"]):
        yield f"\n{'the whole electorate' if section == ALL else section}"
        for row in (one for one in document["beliefs"] if one["section"] == section):
            said = f"{row['low']:.0%} to {row['high']:.0%}" if not row["certain"] else "the reference for the others"
            where = (
                f" (used for {', '.join(row['used'])})" if row["used"] else " (not used: the scenario states its own)"
            )
            yield f"  {row['name']}: {said}{where if not row['certain'] else ''}"
            for poll in row["polls"]:
                asked = f", {poll['sample']:,} asked" if poll["sample"] else ""
                yield (
                    f"      {poll['pollster']}, {poll['date']}{asked}, {poll['days']} days to go: {poll['share']:.0%}; "
                    f"error {poll['scale']:.2f} (logit), weight {poll['weight']:.0%}"
                )
    numbers = document["model"]
    if document["nominations"]:
        clp = numbers["clp"]
        worth = f"{clp['slope']:.0%} of a lead survives; error {clp['scale']:.2f}, logit"
        yield f"\nfrom constituency parties’ nominations ({worth})"
        for row in document["nominations"]:
            yield f"  {row['name']}: {row['low']:.0%} to {row['high']:.0%} (used for {row['section']})"
    yield ""
    yield from textwrap.wrap(
        "A belief is a share in a straight fight with an average challenger; its ends are the 5% and 95% points, its tails "
        f"those of a t. Sections with polls of their own have {numbers['in_common']:.0%} of their errors in common. "
        f"About {numbers['slope']:.0%} of a two-way lead survives to the count. Error (logit): {numbers['last']:.2f} on the last "
        f"day, plus {numbers['growth']:.2f} a month; larger with more undecided, for one section alone and for some pollsters. "
        "`party-rules backtest` shows how good this has been.",
        WIDTH,
        break_on_hyphens=False,
    )
