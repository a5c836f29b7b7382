"""A scenario's polls and the beliefs made from them, as text."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.questions.polls import Polls
from simulator.scenario.polls import ALL
from simulator.words.lists import in_lines

WIDTH = 100


def polls_text(answer: Polls) -> Iterator[str]:
    """Section by section: each poll with its error, then the belief."""
    yield answer.scenario
    for section in dict.fromkeys(row.section for row in answer.beliefs):
        yield f"\n{'the whole electorate' if section == ALL else section}"
        for row in (belief for belief in answer.beliefs if belief.section == section):
            said = f"{row.low:.0%} to {row.high:.0%}" if not row.certain else "the reference for the others"
            where = f" (used for {', '.join(row.used)})" if row.used else " (not used: the scenario states its own)"
            yield f"  {row.name}: {said}{where if not row.certain else ''}"
            for poll in row.polls:
                asked = f", {poll.sample:,} asked" if poll.sample else ""
                yield (
                    f"      {poll.pollster}, {poll.date}{asked}, {poll.days} days to go: {poll.share:.0%}; "
                    f"error {poll.scale:.2f} (logit), weight {poll.weight:.0%}"
                )
    numbers = answer.model
    if answer.nominations:
        clp = numbers.clp
        worth = f"{clp.slope:.0%} of a lead survives; error {clp.scale:.2f}, logit"
        yield f"\nfrom constituency parties’ nominations ({worth})"
        for one in answer.nominations:
            yield f"  {one.name}: {one.low:.0%} to {one.high:.0%} (used for {one.section})"
    yield ""
    yield from in_lines(
        "A belief is a share in a straight fight with an average challenger; its ends are the 5% and 95% points, its tails "
        f"those of a t. Sections with polls of their own have {numbers.in_common:.0%} of their errors in common. "
        f"About {numbers.slope:.0%} of a two-way lead survives to the count. Error (logit): {numbers.last:.2f} on the last "
        f"day, plus {numbers.growth:.2f} a month; larger with more undecided, for one section alone and for some pollsters. "
        "`party-rules backtest` shows how good this has been.",
        width=WIDTH,
    )
