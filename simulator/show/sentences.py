"""Sentences: what a result says, in words a newspaper could print. Pure functions of the result document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from simulator.show.phrases import capital, contests, hundred, plain

Document = Mapping[str, Any]

CAVEAT = "Conditional on the assumptions below. Not a forecast."
DECIDES, MATTERS = 0.10, 0.02
SPELT_OUT = 4
SELDOM = 0.02
"""Nominations sought in a smaller share of runs are not drawn."""
_STATES = {
    "silent": "the rule book says nothing",
    "unknown": "the rule’s text was not found",
}


def reading_names(document: Document) -> list[str]:
    """A short, unique name for each choice of readings that lies beside the others; moot disputes are left out."""
    entries, compared = document["results"], document["compared"]
    short = [" · ".join(plain(e["readings"][d]) for d in compared if d not in e["moot"]) for e in entries]
    if len(set(short)) < len(short):
        short = [" · ".join(plain(e["readings"][d]) for d in compared) for e in entries]
    return [name or "as stated" for name in short]


def if_read(document: Document, number: int) -> str:
    """The condition a choice of readings makes: *if the incumbent needs nominations*."""
    entry = document["results"][number]
    shown = [d for d in document["compared"] if d not in entry["moot"]] or list(document["compared"])
    said = document["conditions"].get(shown[0], {}).get(entry["readings"][shown[0]]) if len(shown) == 1 else None
    if said:
        return f"if {said}"
    return f"under “{reading_names(document)[number]}”"


def name_of(document: Document, leader: str) -> str:
    """A leader's name; *nobody* and *unresolved* are their own names."""
    return str(document["candidates"].get(leader, leader))


def leaders(document: Document) -> list[str]:
    """Everybody who could lead: the incumbent, then the rest by their best chance, then nobody and unresolved."""
    first = [document["incumbent"]] if document["incumbent"] else []
    best = {c: max(e["leader"][c]["chance"] for e in document["results"]) for c in document["candidates"]}
    rest = sorted((c for c in best if c not in first), key=lambda c: -best[c])
    return [*first, *rest, "nobody", "unresolved"]


def subject(document: Document) -> str:
    """Whom the sentences are about: whom the file says, else the incumbent, else whoever is likeliest to lead."""
    found: str = document.get("about") or leaders(document)[0]
    return found


class Blank(NamedTuple):
    """A place in a sentence for a chance of the document, and how it is said there.

    said   contests (“54 of 100 simulations”) or hundred (“54”)
    of     leader (of an entry: who leads), enough (of an entry: who has enough names) or changes (of a pair)
    """

    said: str
    of: str
    at: int
    who: str = ""


Sentence = list[str | Blank]


def filled(document: Document, sentence: Sentence) -> str:
    """A sentence with its chances in it."""
    return "".join(one if isinstance(one, str) else _said(document, one) for one in sentence)


def _said(document: Document, blank: Blank) -> str:
    return {"contests": contests, "hundred": hundred}[blank.said](chance_at(document, blank))


def chance_at(document: Document, blank: Blank) -> float:
    """The chance that belongs in a place of a sentence."""
    if blank.of == "changes":
        return float(document["pairs"][blank.at]["leader_changes"])
    entry = document["results"][blank.at]
    if blank.of == "enough":
        row = entry["nominations"][blank.who]
        return float(row["sought"] * row["reaches_bar"])
    return float(entry["leader"][blank.who]["chance"])


def names_enough(document: Document) -> Sentence:
    """In how many contests whoever the file is about is nominated by enough, under the first reading.

    Empty if it is about nobody, or if everybody has enough in every contest, so that nothing hangs on it.
    """
    one = document.get("about")
    rows = document["results"][0]["nominations"]
    entry = rows.get(one) if one else None
    if not entry or entry["reaches_bar"] is None:
        return []
    if len(rows) > 1 and all(row["reaches_bar"] == row["sought"] == 1 for row in rows.values()):
        return []
    needs = " or ".join(entry["needs"])
    who = f"{name_of(document, str(one))} has the {needs} nominations needed in "
    return [who, Blank("contests", "enough", 0, str(one)), ". "]


def headline(document: Document) -> str:
    """The answer in two sentences: who leads at the end under each reading, and how often the reading changes it."""
    return filled(document, headline_parts(document)).strip()


def headline_parts(document: Document) -> Sentence:
    """The headline with blanks for its chances, so that a page fills it as the engine does."""
    return [*names_enough(document), *_leads(document)]


def _leads(document: Document) -> Sentence:
    one, entries = subject(document), document["results"]
    who, shares = name_of(document, one), [e["leader"][one]["chance"] for e in entries]
    if len(entries) == 1:
        return _alone(document, one)
    said: Sentence
    if len(entries) > SPELT_OUT:
        names = reading_names(document)
        least, most = (shares.index(end) for end in (min(shares), max(shares)))
        said = [
            f"{who} leads at the end in ", Blank("hundred", "leader", least, one),
            f" of 100 simulations at least (under “{names[least]}”) and ", Blank("hundred", "leader", most, one),
            f" at most (under “{names[most]}”). ",
        ]  # fmt: skip
    else:
        first = f"{capital(if_read(document, 0))}, {who} leads at the end in "
        said = [first, Blank("contests", "leader", 0, one)]
        for n in range(1, len(entries)):
            said += [f"; {if_read(document, n)}, in ", Blank("hundred", "leader", n, one)]
        said += [". "]
    return [*said, *_likelier(document, one), *_changes(document)]


def _likelier(document: Document, one: str) -> Sentence:
    """In a vacancy, who is likeliest under the first reading, where that is not whom the sentence before is about."""
    leader = document["results"][0]["leader"]
    first = max(document["candidates"], key=lambda n: (leader[n]["chance"], n == one))
    if document["incumbent"] or first == one:
        return []
    said = f"Likeliest under “{reading_names(document)[0]}” is {name_of(document, first)}, in "
    return [said, Blank("contests", "leader", 0, first), ". "]


def _alone(document: Document, one: str) -> Sentence:
    """Who is likeliest to lead, and the next; whoever it is about has a place among the four, however small the chance."""
    leader = document["results"][0]["leader"]
    rest = sorted((n for n in leader if n != one and leader[n]["chance"]), key=lambda n: -leader[n]["chance"])[:3]
    # Nobody, and what is unresolved, lead nothing: they come after the first of the candidates.
    shown = sorted([one, *rest], key=lambda n: -leader[n]["chance"])
    first = next(n for n in shown if n in document["candidates"])
    said: Sentence = [f"{name_of(document, first)} leads at the end in ", Blank("contests", "leader", 0, first)]
    for other in (n for n in shown if n != first):
        said += [f"; {name_of(document, other)} in ", Blank("hundred", "leader", 0, other)]
    return [*said, "."]


def _changes(document: Document) -> Sentence:
    """In how many of the same contests the reading changes the leader; empty where nothing was paired."""
    pairs = document.get("pairs", [])
    if not pairs:
        return []
    shares = [pair["leader_changes"] for pair in pairs]
    if len(pairs) == 1:
        return ["The reading changes the leader in ", Blank("contests", "changes", 0), "."]
    names = reading_names(document)
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


def changes(document: Document) -> str:
    """In how many of the same contests the reading changes the leader; empty where nothing was paired."""
    return filled(document, _changes(document))


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
        return plain(reason)
    stage, _, outcome = clause.partition(".then.")
    who = f", if {plain(outcome)}{' is nominated' if outcome in ('nobody', 'one', 'several') else ''}"
    return f"{plain(stage).replace('.', ', ')}{who if outcome else ''}: {_STATES[state]}"


def unresolved(document: Document) -> str:
    """What stayed unresolved, most often first."""
    shares = [entry["leader"]["unresolved"]["chance"] for entry in document["results"]]
    if not any(shares):
        return "No simulated contest stayed unresolved: the rule book answered every question that arose."
    low, high = hundred(min(shares)), hundred(max(shares))
    span = low if low == high else f"{low} to {high}"
    return f"In {span} of 100 simulations the rule book gives no answer, and none is invented."


def ties(document: Document) -> str:
    """What becomes of a tie in the ballot, where that is said, and in how many contests one was met."""
    rows = [row for entry in document["results"] for row in entry["ties"]]
    if not rows:
        return "No ballot is held under these rules."
    most = max(row["met"]["chance"] for row in rows)
    rules = " or ".join(dict.fromkeys(row["rule"] for row in rows))
    source = rows[0]["source"]
    if rules == "no rule found":
        return f"The book has no rule for a tie: {source}. Votes were tied in {contests(most)}."
    return f"In a tie: {rules} ({source}). Votes were tied in {contests(most)}."


def short_names(document: Document) -> dict[str, str]:
    """What a label calls each leader: a surname where it is nobody else's, at most twenty letters."""
    last = [str(name).split()[-1] for name in document["candidates"].values()]
    found = {"nobody": "nobody", "unresolved": "unresolved"}
    for one, name in document["candidates"].items():
        short = str(name).split()[-1]
        label = short if last.count(short) == 1 else str(name)
        found[one] = label if len(label) <= 20 else f"{label[:19]}…"
    return found


def nominee(document: Document) -> str:
    """The incumbent if they seek nominations under any reading; else whoever seeks them most."""
    sought = {
        one: max(e["nominations"].get(one, {"sought": 0.0})["sought"] for e in document["results"])
        for one in document["candidates"]
    }
    first = subject(document)
    return first if sought[first] >= SELDOM else max(sought, key=lambda one: sought[one])


def roles(document: Document) -> dict[str, str]:
    """Who gets which colour: the incumbent, the likeliest other, the next, and the rest; nobody and unresolved."""
    found = {"nobody": "nobody", "unresolved": "unresolved"}
    palette = ["challenger", "third"]
    for one in leaders(document)[:-2]:
        if one == document["incumbent"]:
            found[one] = "incumbent"
        else:
            found[one] = palette.pop(0) if palette else "further"
    return found


def source_line(document: Document) -> str:
    """The small print under every chart: scenario, rule book, how much was played, and the seed."""
    parts = ["party-rules", document["scenario"]]
    if "rules" in document:
        parts.append(f"rule book {document['rules']['book']}, {document['rules']['edition']}")
    if "runs" in document:
        played = f"{document['played']:,} combinations × " if "played" in document else ""
        parts.append(f"{played}{document['runs']:,} simulations, seed {document['seed']}")
    return " · ".join(parts)
