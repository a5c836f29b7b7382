"""Which clause decides, as text: a ranking, what a clause hangs on, and runs to tell."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.show.phrases import capital, contests, hundred, plain

if TYPE_CHECKING:
    from simulator.questions.disputes import DisputesAnswer, Interaction, Mean

WIDTH = 92
BAR = 12
PAIRS = 8
"""How many disputes, from the first of the ranking, the table of pairs has room for."""


def disputes_text(answer: DisputesAnswer) -> Iterator[str]:
    """A sentence, a row a dispute, interactions worth naming, and how it was worked out."""
    yield f"{answer.scenario}    (rule book {answer.rules.book}: {answer.rules.edition})"
    yield "Which clause decides who leads?"
    yield ""
    yield from textwrap.wrap(headline(answer), WIDTH, initial_indent="  ", subsequent_indent="  ")
    yield ""
    if len(answer.idle) == len(answer.disputes):
        return
    left = max(len(row.dispute) for row in answer.disputes) + 2
    yield f"  {'Share of all changes':<{left}}{'':<{BAR + 2}}{'share':>13}{'alone':>13}{'averaged':>13}"
    most = max((row.shapley.share for row in answer.disputes), default=0.0)
    for row in answer.disputes:
        share = row.shapley.share
        bar = "█" * round(BAR * max(share, 0.0) / most) if most > 0 else ""
        figures = "".join(f"{sized(mean):>13}" for mean in (row.shapley, row.alone, row.averaged))
        yield f"  {row.dispute:<{left}}{bar:<{BAR + 2}}{figures}"
    yield f"  {'all of them':<{left}}{'':<{BAR + 2}}{sized(answer.all):>13}"
    yield ""
    yield from pairs(answer)
    for row in answer.disputes:
        for one in row.readings:
            if one.leader_changes.share and one.moves:
                first = one.moves[0]
                runs = ", ".join(str(run) for run in one.runs_that_flip[:3])
                yield from textwrap.wrap(
                    f"{row.dispute}={one.reading}: the leader changes in {contests(one.leader_changes.share)} "
                    f"(±{196 * one.leader_changes.error:.1f} points), "
                    f"most often from {first.from_leader} to {first.to_leader} (run {runs}: story --run N)",
                    WIDTH, initial_indent="  ", subsequent_indent="    ",
                )  # fmt: skip
    for pair in answer.interactions:
        yield from textwrap.wrap(capital(interaction(pair)), WIDTH, initial_indent="  ", subsequent_indent="    ")
    yield ""
    yield from textwrap.wrap(_made(answer), WIDTH, initial_indent="  ", subsequent_indent="  ")


def sized(mean: Mean) -> str:
    """A share in points, with the half-width of its 95% interval."""
    return f"{points(mean.share)} ±{196 * mean.error:.1f}"


def pairs(answer: DisputesAnswer) -> Iterator[str]:
    """The disputes in pairs: what each changes by itself (in brackets), and once another is read otherwise."""
    cells: dict[tuple[str, str], Interaction] = {}
    for row in answer.matrix:
        at = row.dispute, row.if_
        if at not in cells or abs(row.more) > abs(cells[at].more):
            cells[at] = row
    moved = {one for (one, _), row in cells.items() if max(row.then, row.alone) >= 0.0005}
    names = [row.dispute for row in answer.disputes if row.dispute in moved or row.alone.share >= 0.0005]
    if len(answer.disputes) < 2 or not names:
        return
    alone = {row.dispute: row.alone for row in answer.disputes}
    all_ = [row.dispute for row in answer.disputes][:PAIRS]
    left = max(34, *(len(one) + 6 for one in all_))
    yield f"  {'In pairs: of 100 simulations, with':<{left}}" + "".join(
        f"{number:>7}" for number in range(1, len(all_) + 1)
    )
    for number, one in enumerate(all_, 1):
        if one not in names:
            continue
        figures = [f"({100 * alone[one].share:.0f})" if other == one else _cell(cells[one, other]) for other in all_]
        yield f"  {f'{number:>2}  {one}':<{left}}" + "".join(f"{cell:>7}" for cell in figures)
    said = (
        "Rows: another reading of it alone (in brackets), or once the dispute of a column, by its number in the order above, "
        "is read in the other way that matters most"
    )
    still = [one for one in all_ if one not in names]
    said += f"; in no pair does it change the leader: {', '.join(still)}" if still else ""
    hidden = len(answer.disputes) - len(all_)
    said += f"; {hidden} more are in the JSON document." if hidden else "."
    yield from textwrap.wrap(said, WIDTH, initial_indent="  ", subsequent_indent="  ")
    yield ""


def _cell(row: Interaction) -> str:
    return f"{100 * row.then:.0f}±{196 * row.then_error:.0f}"


def headline(answer: DisputesAnswer) -> str:
    """Which dispute decides, or that none does; and which of them cannot bear on the contest, and why."""
    titles = {row.dispute: row.title for row in answer.disputes}
    said = [_decides(answer)] if len(answer.idle) < len(titles) else []
    idle = (f"“{titles[one]}” does not bear on this contest: {why}." for one, why in answer.idle.items())
    return " ".join([*said, *idle])


def _decides(answer: DisputesAnswer) -> str:
    first = answer.disputes[0]
    share, whole = first.shapley.share, answer.all.share
    if whole < 0.005:
        return "None of the disputes that bear on this contest changes the leader in more than a few simulations."
    one = f"{plain(first.dispute)} ({first.title.rstrip('?')}?)"
    if first.alone.share < 0.02:
        return f"No clause by itself decides; {one} comes first, with {points(share)} of {points(whole)} points."
    return (
        f"The clause that matters most is {one}: another reading of it alone changes the leader in "
        f"{hundred(first.alone.share)} of 100 simulations, on average over its other readings. Other readings of all "
        f"the disputes together change it in {points(whole)} of 100; shared out among them, {points(share)} are due to this one"
        f"{', and others cancel some of it' if share > whole else ''}."
    )


def finding(answer: DisputesAnswer) -> str:
    """The headline of the picture: short."""
    first = answer.disputes[0]
    if len(answer.idle) == len(answer.disputes):
        return "None of these clauses bears on this contest"
    if answer.all.share < 0.005:
        return "None of these clauses changes the leader in more than a few simulations"
    return f"“{plain(first.dispute)}” matters most: alone it changes the leader in {contests(first.alone.share)}"


def interaction(row: Interaction) -> str:
    """What one dispute hangs on, in words."""
    one, if_ = plain(row.dispute), f"{plain(row.if_)} is read “{plain(row.reading)}”"
    beside = f"; {100 * row.more:+.1f} ±{196 * row.more_error:.1f} points"
    if row.alone < 0.005:
        return f"{one} matters only if {if_}: then it changes the leader in {contests(row.then)}{beside}."
    verb = "more" if row.more > 0 else "less"
    return f"{one} matters {verb} if {if_}: in {contests(row.then)}, not {hundred(row.alone)}{beside}."


def points(share: float) -> str:
    """A share in points of a hundred contests, with one decimal."""
    said = f"{100 * share:.1f}"
    return "0.0" if said == "-0.0" else said


def _made(answer: DisputesAnswer) -> str:
    how = (
        f"{answer.combinations:,} combinations of readings, of which {answer.played:,} give different laws and "
        f"were simulated, {answer.runs:,} times each with the same random draws, seed {answer.seed}; in "
        f"{answer.moot:,} a dispute does not apply. "
    )
    if answer.sampled_orders:
        how = (
            f"{answer.combinations:,} combinations are too many: {answer.sampled_orders} orders of the disputes were "
            f"sampled, {answer.sampled_points} points about which to average, and every pair: "
            f"{answer.played:,} combinations simulated, {answer.runs:,} times each with the same random draws, "
            f"seed {answer.seed}. "
        )
    silent = answer.silent
    left = f"No stage here asks about {', '.join(silent)}. " if silent else ""
    return (
        f"{how}{left}Share: Shapley value, in points; shares add up to all of them. Alone: another reading of this clause "
        "only, the rest as stated, averaged over its other readings. Averaged: over all readings of the others, too. "
        "±: 95% interval, of as many simulations with the same random draws."
    )
