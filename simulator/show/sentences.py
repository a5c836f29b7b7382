"""Sentences: what a result says, in words a newspaper could print. Pure functions of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from simulator.results.names import if_read as if_read
from simulator.results.names import reading_names as reading_names
from simulator.show.phrases import capital, contests, hundred, plain
from simulator.words.plain import clause_words
from simulator.words.plain import short_names as short_names

if TYPE_CHECKING:
    from simulator.results.results import Rules, RunAnswer

CAVEAT = "Conditional on the assumptions below. Not a forecast."
DECIDES, MATTERS = 0.10, 0.02
SPELT_OUT = 4
SELDOM = 0.02
"""Nominations sought in a smaller share of runs are not drawn."""
_STATES = {
    "silent": "the rule book says nothing",
    "unknown": "the rule’s text was not found",
}


def name_of(answer: RunAnswer, leader: str) -> str:
    """A leader's name; *nobody* and *unresolved* are their own names."""
    return answer.candidates.get(leader, leader)


def leaders(answer: RunAnswer) -> list[str]:
    """Everybody who could lead: the incumbent, then the rest by their best chance, then nobody and unresolved."""
    first = [answer.incumbent] if answer.incumbent else []
    best = {c: max(e.leader[c].share for e in answer.results) for c in answer.candidates}
    rest = sorted((c for c in best if c not in first), key=lambda c: -best[c])
    return [*first, *rest, "nobody", "unresolved"]


def subject(answer: RunAnswer) -> str:
    """Whom the sentences are about: whom the file says, else the incumbent, else whoever is likeliest to lead."""
    return answer.about or leaders(answer)[0]


class Blank(NamedTuple):
    """A place in a sentence for a chance of the answer, and how it is said there.

    said   contests (“54 of 100 simulations”) or hundred (“54”)
    of     leader (of an entry: who leads), enough (of an entry: who has enough names) or changes (of a pair)
    """

    said: str
    of: str
    at: int
    who: str = ""


Sentence = list[str | Blank]


def filled(answer: RunAnswer, sentence: Sentence) -> str:
    """A sentence with its chances in it."""
    return "".join(one if isinstance(one, str) else _said(answer, one) for one in sentence)


def _said(answer: RunAnswer, blank: Blank) -> str:
    return {"contests": contests, "hundred": hundred}[blank.said](chance_at(answer, blank))


def chance_at(answer: RunAnswer, blank: Blank) -> float:
    """The chance that belongs in a place of a sentence."""
    if blank.of == "changes":
        return (answer.pairs or ())[blank.at].leader_changes.share
    entry = answer.results[blank.at]
    if blank.of == "enough":
        enough = entry.nominations[blank.who].reaches_bar
        return enough.count / answer.runs if enough else 0.0
    return entry.leader[blank.who].share


def names_enough(answer: RunAnswer) -> Sentence:
    """In how many contests whoever the file is about is nominated by enough, under the first reading.

    Empty if it is about nobody, or if everybody has enough in every contest, so that nothing hangs on it.
    """
    one, rows = answer.about, answer.results[0].nominations
    entry = rows.get(one)
    if entry is None or entry.reaches_bar is None:
        return []
    enough = [row.reaches_bar.count if row.reaches_bar else 0 for row in rows.values()]
    if len(rows) > 1 and all(count == answer.runs for count in enough):
        return []
    needs = " or ".join(map(str, entry.needs))
    who = f"{name_of(answer, one)} has the {needs} nominations needed in "
    return [who, Blank("contests", "enough", 0, one), ". "]


def headline(answer: RunAnswer) -> str:
    """The answer in two sentences: who leads at the end under each reading, and how often the reading changes it."""
    return filled(answer, headline_parts(answer)).strip()


def headline_parts(answer: RunAnswer) -> Sentence:
    """The headline with blanks for its chances, so that a page fills it as the engine does."""
    return [*names_enough(answer), *_leads(answer)]


def _leads(answer: RunAnswer) -> Sentence:
    one, entries = subject(answer), answer.results
    who, shares = name_of(answer, one), [e.leader[one].share for e in entries]
    if len(entries) == 1:
        return _alone(answer, one)
    if idle_alone(answer):
        return [*_alone(answer, one), *_idle(answer)]
    said: Sentence
    if len(entries) > SPELT_OUT:
        names = reading_names(answer)
        least, most = (shares.index(end) for end in (min(shares), max(shares)))
        said = [
            f"{who} leads at the end in ", Blank("hundred", "leader", least, one),
            f" of 100 simulations at least (under “{names[least]}”) and ", Blank("hundred", "leader", most, one),
            f" at most (under “{names[most]}”). ",
        ]  # fmt: skip
    else:
        first = f"{capital(if_read(answer, 0))}, {who} leads at the end in "
        said = [first, Blank("contests", "leader", 0, one)]
        for n in range(1, len(entries)):
            said += [f"; {if_read(answer, n)}, in ", Blank("hundred", "leader", n, one)]
        said += [". "]
    return [*said, *_likelier(answer, one), *_changes(answer), *_idle(answer)]


def _likelier(answer: RunAnswer, one: str) -> Sentence:
    """In a vacancy, who is likeliest under the first reading, where that is not whom the sentence before is about."""
    leader = answer.results[0].leader
    first = max(answer.candidates, key=lambda n: (leader[n].count, n == one))
    if answer.incumbent or first == one:
        return []
    said = f"Likeliest under “{reading_names(answer)[0]}” is {name_of(answer, first)}, in "
    return [said, Blank("contests", "leader", 0, first), ". "]


def _alone(answer: RunAnswer, one: str) -> Sentence:
    """Who is likeliest to lead, and the next; whoever it is about has a place among the four, however small the chance."""
    leader = answer.results[0].leader
    rest = sorted((n for n in leader if n != one and leader[n].count), key=lambda n: -leader[n].count)[:3]
    # Nobody, and what is unresolved, lead nothing: they come after the first of the candidates.
    shown = sorted([one, *rest], key=lambda n: -leader[n].count)
    first = next(n for n in shown if n in answer.candidates)
    said: Sentence = [f"{name_of(answer, first)} leads at the end in ", Blank("contests", "leader", 0, first)]
    for other in (n for n in shown if n != first):
        said += [f"; {name_of(answer, other)} in ", Blank("hundred", "leader", 0, other)]
    return [*said, "."]


def idle_alone(answer: RunAnswer) -> bool:
    """Whether nothing that is compared can bear on the contest, so that every choice of readings is the same."""
    return bool(answer.idle) and answer.idle.keys() == set(answer.compared)


def idle_words(answer: RunAnswer) -> list[str]:
    """Of each compared dispute that cannot bear on the contest, a sentence that says why."""
    return [f"“{answer.titles[d]}” does not bear on this contest: {why}." for d, why in answer.idle.items()]


def _idle(answer: RunAnswer) -> Sentence:
    return [f" {said}" for said in idle_words(answer)]


def _changes(answer: RunAnswer) -> Sentence:
    """In how many of the same contests the reading changes the leader; empty where nothing was paired."""
    pairs = answer.pairs
    if not pairs:
        return []
    shares = [pair.leader_changes.share for pair in pairs]
    if len(pairs) == 1:
        return ["The reading changes the leader in ", Blank("contests", "changes", 0), "."]
    names = reading_names(answer)
    if len(pairs) >= SPELT_OUT:
        most = shares.index(max(shares))
        first = f"Switching from “{names[0]}” to “{names[most + 1]}” changes the leader most often: in "
        return [first, Blank("contests", "changes", most), "."]
    said: Sentence = [
        f"Switching from “{names[0]}” to “{names[1]}” changes the leader in ",
        Blank("contests", "changes", 0),
    ]
    for n, name in enumerate(names[2:], 1):
        said += [f"; switching to “{name}” changes it in ", Blank("contests", "changes", n)]
    return [*said, "."]


def changes(answer: RunAnswer) -> str:
    """In how many of the same contests the reading changes the leader; empty where nothing was paired."""
    return filled(answer, _changes(answer))


def verdict(change: float) -> str:
    """How much a reading is worth, by the share of contests in which it changes the leader."""
    if change >= DECIDES:
        return "decides"
    return "matters" if change >= MATTERS else "hardly matters"


def unresolved_words(reason: str) -> str:
    """Why a contest stayed unresolved: the clause, and what the rule book lacks.

    >>> unresolved_words("vacancy-nominations.then.nobody: silent")
    'vacancy nominations, if nobody is nominated: the rule book says nothing'
    """
    clause, _, state = reason.rpartition(": ")
    if state not in _STATES:
        return f"{clause_words(clause)}: {state}" if clause else plain(reason)
    stage, _, outcome = clause.partition(".then.")
    who = f", if {plain(outcome)}{' is nominated' if outcome in ('nobody', 'one', 'several') else ''}"
    return f"{plain(stage).replace('.', ', ')}{who if outcome else ''}: {_STATES[state]}"


def unresolved(answer: RunAnswer) -> str:
    """What stayed unresolved, most often first."""
    shares = [entry.leader["unresolved"].share for entry in answer.results]
    if not any(shares):
        return "No simulated contest stayed unresolved: the rule book answered every question that arose."
    low, high = hundred(min(shares)), hundred(max(shares))
    span = low if low == high else f"{low} to {high}"
    return f"In {span} of 100 simulations the rule book gives no answer, and none is invented."


def ties(answer: RunAnswer) -> str:
    """What becomes of a tie in the ballot, where that is said, and in how many contests one was met."""
    rows = [row for entry in answer.results for row in entry.ties]
    if not rows:
        return "No ballot is held under these rules."
    most = max(row.met.share for row in rows)
    rules = " or ".join(dict.fromkeys(row.rule for row in rows))
    source = rows[0].source
    if rules == "no rule found":
        return f"The book has no rule for a tie: {source}. Votes were tied in {contests(most)}."
    return f"In a tie: {rules} ({source}). Votes were tied in {contests(most)}."


def nominee(answer: RunAnswer) -> str:
    """The incumbent if they seek nominations under any reading; else whoever seeks them most."""
    entries = [entry.nominations for entry in answer.results]
    sought = {one: max(e[one].sought.share if one in e else 0.0 for e in entries) for one in answer.candidates}
    first = subject(answer)
    return first if sought[first] >= SELDOM else max(sought, key=lambda one: sought[one])


def roles(answer: RunAnswer) -> dict[str, str]:
    """Who gets which colour: the incumbent, the likeliest other, the next, and the rest; nobody and unresolved."""
    found = {"nobody": "nobody", "unresolved": "unresolved"}
    palette = ["challenger", "third"]
    for one in leaders(answer)[:-2]:
        if one == answer.incumbent:
            found[one] = "incumbent"
        else:
            found[one] = palette.pop(0) if palette else "further"
    return found


class FromScenario(Protocol):
    """An answer about a scenario; most have ``runs`` and ``seed``, too."""

    @property
    def scenario(self) -> str:
        """Its title."""

    @property
    def rules(self) -> Rules:
        """Its rule book."""


def source_line(answer: FromScenario) -> str:
    """The small print under every chart: scenario, rule book, how much was simulated, and the seed."""
    parts = ["party-rules", answer.scenario, f"rule book {answer.rules.book}, {answer.rules.edition}"]
    runs, seed, played = (getattr(answer, name, 0) for name in ("runs", "seed", "played"))
    if runs:
        combinations = f"{played:,} combinations × " if played else ""
        parts.append(f"{combinations}{runs:,} simulations, seed {seed}")
    return " · ".join(parts)
