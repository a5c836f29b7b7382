"""Which clause decides, as text: a ranking, what a clause hangs on, and runs to tell."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from simulator.show.phrases import capital, contests, hundred, percent, plain

WIDTH = 92
BAR = 24
Document = dict[str, Any]


def disputes_text(document: Document) -> Iterator[str]:
    """A sentence, a row a dispute, interactions worth naming, and how it was worked out."""
    rules = document["rules"]
    yield f"{document['scenario']}    (rule book {rules['book']}: {rules['edition']})"
    yield "Which clause decides who leads?"
    yield ""
    yield from textwrap.wrap(headline(document), WIDTH, initial_indent="  ", subsequent_indent="  ")
    yield ""
    left = max(len(row["dispute"]) for row in document["disputes"]) + 2
    yield f"  {'Share of all changes':<{left}}{'':<{BAR + 2}}{'share':>8}{'alone':>8}{'averaged':>10}"
    most = max((row["shapley"]["share"] for row in document["disputes"]), default=0.0)
    for row in document["disputes"]:
        share = row["shapley"]["share"]
        bar = "█" * round(BAR * max(share, 0.0) / most) if most > 0 else ""
        averaged = "" if row["averaged"] is None else percent(row["averaged"])
        yield (
            f"  {row['dispute']:<{left}}{bar:<{BAR + 2}}{points(share):>8}{percent(row['alone']['share']):>8}{averaged:>10}"
        )
    yield f"  {'all of them':<{left}}{'':<{BAR + 2}}{points(document['all']['share']):>8}"
    yield ""
    for row in document["disputes"]:
        for one in row["readings"]:
            if one["leader_changes"]["chance"] and one["moves"]:
                first = one["moves"][0]
                runs = ", ".join(str(run) for run in one["runs_that_flip"][:3])
                yield from textwrap.wrap(
                    f"{row['dispute']}={one['reading']}: the leader changes in {contests(one['leader_changes']['chance'])}, "
                    f"most often from {first['from_leader']} to {first['to_leader']} (run {runs}: story --run N)",
                    WIDTH, initial_indent="  ", subsequent_indent="    ",
                )  # fmt: skip
    for row in document["interactions"]:
        yield from textwrap.wrap(capital(interaction(row)), WIDTH, initial_indent="  ", subsequent_indent="    ")
    yield ""
    yield from textwrap.wrap(_made(document), WIDTH, initial_indent="  ", subsequent_indent="  ")


def headline(document: Document) -> str:
    """Which dispute decides, or that none does."""
    first = document["disputes"][0]
    share, whole = first["shapley"]["share"], document["all"]["share"]
    if whole < 0.005:
        return "None of the disputes that bear on this contest changes the leader in more than a few contests."
    one = f"{plain(first['dispute'])} ({first['title'].rstrip('?')}?)"
    if first["alone"]["share"] < 0.02:
        return f"No clause by itself decides; {one} comes first, with {points(share)} of {points(whole)} points."
    return (
        f"The clause that decides most is {one}: read otherwise by itself, it changes the leader in "
        f"{hundred(first['alone']['share'])} of 100 contests on average over its other readings. Of the {points(whole)} points "
        f"by which all disputes together change the leader, {points(share)} are its."
    )


def finding(document: Document) -> str:
    """The headline of the picture: short."""
    first = document["disputes"][0]
    if document["all"]["share"] < 0.005:
        return "None of these clauses changes the leader in more than a few contests"
    return f"Most hangs on “{plain(first['dispute'])}”: alone it changes {contests(first['alone']['share'])}"


def interaction(row: Document) -> str:
    """What one dispute hangs on, in words."""
    one, if_ = plain(row["dispute"]), f"{plain(row['if'])} is read “{plain(row['reading'])}”"
    if row["alone"] < 0.005:
        return f"{one} matters only if {if_}: then it changes the leader in {contests(row['then'])}."
    verb = "more" if row["then"] > row["alone"] else "less"
    return f"{one} matters {verb} if {if_}: in {contests(row['then'])}, not {hundred(row['alone'])}."


def points(share: float) -> str:
    """A share in points of a hundred contests, with one decimal."""
    said = f"{100 * share:.1f}"
    return "0.0" if said == "-0.0" else said


def _made(document: Document) -> str:
    how = (
        f"{document['combinations']:,} combinations of readings, of which {document['played']:,} come to different laws and "
        f"were played, {document['runs']:,} contests each on the same luck, seed {document['seed']}; in "
        f"{document['moot']:,} a dispute is moot. "
    )
    if document["sampled_orders"]:
        how = (
            f"{document['combinations']:,} combinations are too many: {document['sampled_orders']} orders of the disputes were "
            f"sampled, {document['played']:,} combinations played, {document['runs']:,} contests each on the same luck. "
        )
    silent = document["silent"]
    left = f"No stage here asks about {', '.join(silent)}. " if silent else ""
    return (
        f"{how}{left}Share: Shapley value, in points; shares add up to all of them. Alone: read otherwise from the readings "
        "stated, averaged over its other readings. Averaged: over all readings of the others, too."
    )
