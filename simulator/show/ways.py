"""Ways: how contests open, what becomes of the incumbent at nominations, and how they end; counted from the paths."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.show.sentences import Document

REST = "anything else"

OPENS = {
    "challenged": "a challenge",
    "resigned": "the leader resigns",
    "office vacant": "the office is vacant",
    "unchallenged": "no challenge",
}
GATES = {
    "unresolved": "no answer in the rules",
    "court reversed": "a court reverses the reading",
    "resigned to restand": "resigns to stand again",
    "resigned": "the leader has gone",
    "stood in": "withdraws for an ally",
    "short": "short of the bar",
    "on ballot exempt": "needs no names",
    "names lent": "names are lent",
    "joined the leader": "the silent join the leader",
    "withdrew": "somebody withdraws",
    "court upheld": "a court upholds the reading",
    "office vacant": "the office is vacant",
    "on ballot named": "reaches the bar",
    "no challenger": "nobody else reaches the bar",
    "unchallenged": "nothing to decide",
}
ENDS = {
    "incumbent won": ("the incumbent wins the ballot", "incumbent"),
    "no challenger": ("the incumbent stays", "incumbent"),
    "unchallenged": ("no contest", "incumbent"),
    "conference refused": ("the incumbent stays", "incumbent"),
    "other won": ("another wins the ballot", "challenger"),
    "unopposed": ("elected unopposed", "third"),
    "unresolved": ("unresolved", "unresolved"),
}
ENDING_ORDER = ["no contest", "the incumbent stays", "the incumbent wins the ballot", "another wins the ballot"]
Way = tuple[str, str, str, str]
"""How it opens, what happens at the gate, how it ends, and the role that colours the end."""


def ways_of(entry: Document) -> dict[Way, int]:
    """The runs of one choice of readings by their way through the contest, in the order of the paths."""
    found: dict[Way, int] = {}
    for path in entry["paths"]:
        way = (_opens(path["steps"]), _gate(path["steps"]), *_ends(path["steps"]))
        found[way] = found.get(way, 0) + path["runs"]
    return found


def _opens(steps: Sequence[str]) -> str:
    return next((OPENS[step] for step in steps if step in OPENS), REST)


def _gate(steps: Sequence[str]) -> str:
    """What became of the incumbent: of all that happened, what says most."""
    return next((words for step, words in GATES.items() if step in steps), REST)


def _ends(steps: Sequence[str]) -> tuple[str, str]:
    return next((ENDS[step] for step in reversed(steps) if step in ENDS), (REST, "nobody"))
