"""Ways: how contests open, what becomes of the incumbent at nominations, and how they end; counted from the paths."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.results.summary import ReadingResult

REST = "anything else"

OPENS = {
    "challenged": "a challenge",
    "resigned": "the leader resigns",
    "office vacant": "the office is vacant",
    "unchallenged": "no challenge",
    "opened": "a contest is called",
}
GATES = {
    "unresolved": "no answer in the rules",
    "carried": "the motion is carried",
    "lost": "the motion is lost",
    "court reversed": "a court reverses the reading",
    "resigned to restand": "resigns to stand again",
    "resigned": "the leader has gone",
    "stood in": "withdraws for an ally",
    "short": "short of the bar",
    "on ballot exempt": "needs no nominations",
    "names lent": "nominations are lent",
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
VACANT = {"office vacant": "on their own nominations"}
WINS = ("a candidate wins the ballot", "challenger")
"""What is said otherwise where nobody is in office: the gate is the candidates', and there is no *another*."""

VOTED = ("carried", "lost")
"""Votes on a motion: where nothing follows, whoever leads leads on."""

ENDING_ORDER = [
    "no contest",
    "the incumbent stays",
    "the incumbent wins the ballot",
    "another wins the ballot",
    WINS[0],
]
Way = tuple[str, str, str, str]
"""How it opens, what happens at the gate, how it ends, and the role that colours the end."""


def ways_of(entry: ReadingResult, *, led: bool) -> dict[Way, int]:
    """The runs of one choice of readings by their way through the contest, in the order of the paths.

    led  True if somebody is in office when the contest begins
    """
    found: dict[Way, int] = {}
    for path in entry.paths:
        way = (_opens(path.steps), _gate(path.steps, led=led), *_ends(path.steps, led=led))
        found[way] = found.get(way, 0) + path.runs
    return found


def _opens(steps: Sequence[str]) -> str:
    return next((OPENS[step] for step in steps if step in OPENS), REST)


def _gate(steps: Sequence[str], *, led: bool) -> str:
    """What happened at nominations: of all that did, what says most."""
    gates = GATES if led else GATES | VACANT
    return next((words for step, words in gates.items() if step in steps), REST)


def _ends(steps: Sequence[str], *, led: bool) -> tuple[str, str]:
    ends = ENDS if led else ENDS | {"other won": WINS}
    if steps and steps[-1] in VOTED:
        return ends["no challenger"]
    return next((ends[step] for step in reversed(steps) if step in ends), (REST, "nobody"))
