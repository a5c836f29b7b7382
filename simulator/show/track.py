"""The track record as text: how good chances made before real results have been."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from simulator.questions.backtest import LEVELS, Backtest, Bin, PollScores, TallyScores
from simulator.words.lists import in_lines

WIDTH = 100
TITLES = {
    "every poll": "Every professional poll; each contest has the same weight",
    "last poll": "The last poll of each contest",
}


def track_text(answer: Backtest, *, every_poll: bool = False) -> Iterator[str]:
    """The model, a table a set of polls, what the differences are worth, and how reliable the chances were."""
    model = answer.model
    yield from _wrapped(
        f"The error model, fitted to all polls: {model.slope:.0%} of a two-way lead lasts; the scale of the error is "
        f"{model.last:.2f} on the last day (logit), and grows by {model.growth:.2f} a month. For each poll below it was "
        "fitted without that contest, and without contests that share its sample."
    )
    for table, ways in answer.scores.items():
        if table in TITLES:
            yield from _table(answer, table, ways)
    yield "\nHow reliable the chances were (every poll): said → came true"
    yield from _reliable(answer.reliability, "polls")
    yield ""
    for row in answer.polls if every_poll else answer.contests:
        low, high = row.interval80
        mark = "" if row.inside80 else "  ← outside"
        yield (
            f"  {row.contest:<18}{row.days:>4} days  {row.candidate:<14} polled {row.polled:.1%}, 80% interval "
            f"{low:.1%} to {high:.1%}, counted {row.share:.1%}; chance of the winner {row.chance_of_winner:.0%}{mark}"
        )
    yield from _nominations(answer)
    yield ""
    yield from _wrapped(
        "Lower is better. Shares are of the candidate and the rival named in the evidence, which was known only afterwards. "
        "± is the standard error over resampled contests; a difference below two of them is not significant."
    )


def _nominations(answer: Backtest) -> Iterator[str]:
    """What tallies on the eve of the close were worth: the engine's procedures beside two simpler ways."""
    ways = answer.scores["nominations"]
    mine = next(iter(ways))
    first = ways[mine]
    yield f"\nNominations, from the tally on the eve of the close: {first.judged} candidates, {first.contests} contests"
    yield from _scored(answer, "nominations", mine)
    yield "  scored: the chance of reaching the bar (Brier, log) and the number of nominations (CRPS, intervals)"
    yield "\nHow reliable the chances of the bar were: said → came true"
    yield from _reliable(answer.reliability_of_names, "candidates")
    yield ""
    for row in answer.nominations:
        if row.eve < row.bar:
            low, high = row.interval80
            end = "withdrew" if row.withdrew else f"{row.close} in the end"
            mark = "" if low <= row.close <= high else "  ← outside"
            yield (
                f"  {row.contest:<18}{row.candidate:<14}{row.eve:>4} of {row.bar}, chance of the bar "
                f"{row.chance_of_bar:.0%}, 80% interval {low:.0f} to {high:.0f}; {end}{mark}"
            )
    yield from _wrapped(
        "Fitted without the contest: the shares in by the eve and lent, the chances that lending is allowed and that "
        "somebody out of reach withdraws. Set with all five in view: how near is near, how many follow to an heir, whether "
        "somebody is feared. Five contests prove little.",
        "  ",
    )


def _table(answer: Backtest, table: str, ways: Mapping[str, PollScores | TallyScores]) -> Iterator[str]:
    first = ways["error model"]
    yield f"\n{TITLES[table]}: {first.judged} polls, {first.contests} contests"
    yield from _scored(answer, table, "error model")


def _scored(answer: Backtest, table: str, mine: str) -> Iterator[str]:
    """A row a way, the bands, and from which ways the contests cannot tell the first."""
    ways = answer.scores[table]
    yield f"  {'':<24}{'Brier':>8}{'log':>8}{'CRPS':>8}   in 50%  in 80%  in 90%   worse than the first by (log, CRPS)"
    for name, row in ways.items():
        apart = answer.ahead[table].get(name)
        worse = ""
        if apart:
            worse = f"{apart.log[0]:+.3f} ± {apart.log[1]:.3f}, {apart.crps[0]:+.2f} ± {apart.crps[1]:.2f}"
        inside = "".join(f"{row.held(level):>8}" for level in LEVELS)
        yield f"  {name:<24}{row.brier:>8.3f}{row.log:>8.3f}{row.crps:>8.2f} {inside}   {worse}".rstrip()
    bands = answer.bands[table]
    shown = ", ".join(f"{low} to {high}" for low, high in (bands.coverage50, bands.coverage80, bands.coverage90))
    yield f"  {'95% bands if right':<49}{shown}"
    ahead = answer.ahead[table].items()
    for words, gains in (("log score", [(n, a.log) for n, a in ahead]), ("CRPS", [(n, a.crps) for n, a in ahead])):
        unsettled = [name for name, (gain, error) in gains if abs(gain) < 2 * error]
        if unsettled:
            yield from _wrapped(
                f"{ways[mine].contests} contests cannot tell the first from: {', '.join(unsettled)} ({words}).", "  "
            )


def _reliable(rows: Sequence[Bin], what: str) -> Iterator[str]:
    for row in rows:
        many = f"{row.rows:>2} {what if row.rows > 1 else what.removesuffix('s')}"
        yield f"  {row.from_:.0%} to {row.to:.0%}: {many}, {row.said:.0%} → {row.came_true:.0%}"


def _wrapped(text: str, first: str = "") -> list[str]:
    return in_lines(text, first, width=WIDTH)
