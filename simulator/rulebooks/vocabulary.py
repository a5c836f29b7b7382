"""The words a rule book may use: kinds of stage, the provisions of each, and the outcomes that lead on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simulator.rulebooks.values import (
    Read,
    SetBy,
    Unsaid,
    choice,
    counted,
    duration,
    heads,
    names,
    share,
    text,
    ways,
    weights,
)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One provision a stage may have: how its value is read, and its default (None: must be written)."""

    read: Read
    default: Any = None
    optional: bool = False


ENDS = ("go on", "elected", "incumbent stays", "unresolved", "again")
BAR = {
    "bar.by": Leaf(names, optional=True),
    "bar.share": Leaf(share, optional=True),
    "bar.count": Leaf(heads, optional=True),
    "bar.of": Leaf(names, optional=True),
    "bar.counted": Leaf(counted, "everyone"),
    "bar.as_at": Leaf(text, "unknown"),
    "bar.rounding": Leaf(choice("up", "down", "nearest"), optional=True),
    "bar.test": Leaf(choice("at least", "more than"), "at least"),
    "bar.any_of": Leaf(ways, optional=True),
}
OUTCOMES = {
    "nomination": ("nobody", "one", "several", "incumbent short"),
    "ballot": ("won", "not won", "one left"),
    "motion": ("carried", "lost"),
    "selection": ("done",),
    "wait": ("done",),
}
MAY_BE_LEFT_OUT = {"not won", "one left"}
STAGES: dict[str, dict[str, Leaf]] = {
    "nomination": {
        "candidates": Leaf(names, optional=True),
        "among": Leaf(choice("whoever seeks it", "those nominated before"), "whoever seeks it"),
        **BAR,
        "short": Leaf(choice("void"), "void"),
        "exempt": Leaf(choice("nobody", "incumbent"), "nobody"),
        "transfer": Leaf(choice("on withdrawal", "locked", "free")),
        "keeps": Leaf(choice("nothing", "every nomination"), "nothing"),
        "open": Leaf(duration, {"set_by": "timetable"}),
        "acceptance": Leaf(text, optional=True),
        "supporting": Leaf(text, optional=True),
        "own_name": Leaf(text, optional=True),
    },
    "ballot": {
        "sections": Leaf(names),
        "weights": Leaf(weights, optional=True),
        "together": Leaf(choice("one pool", "weighted sections"), "one pool"),
        "voting": Leaf(text, optional=True),
        "paper": Leaf(choice("ranked", "one name")),
        "win.majority_of": Leaf(choice("continuing votes", "votes of the first round")),
        "drop.lowest": Leaf(choice("one at a time", "all tied", "all who cannot catch up"), "one at a time"),
        "tie": Leaf(choice("lot", "by earlier rounds", "by earlier rounds, then lot")),
        "freeze": Leaf(text, optional=True),
        "fee": Leaf(text, optional=True),
        "declared": Leaf(text, optional=True),
        "withdrawn": Leaf(choice("the rest go on"), optional=True),
    },
    "motion": {"by": Leaf(names), "carried_by": Leaf(choice("more than half of the votes"))},
    "selection": {
        "by": Leaf(names),
        "settles": Leaf(names),
        "may_vary": Leaf(choice("the rules framework", "nothing"), "nothing"),
        "majority": Leaf(choice("more than half of the votes")),
        "quorum": Leaf(heads),
        "tie": Leaf(choice("not carried")),
        "leader_votes": Leaf(choice("counts", "stands aside")),
    },
    "wait": {"until": Leaf(text, optional=True)},
}
CONTEST: dict[str, Leaf] = {
    "opens_when": Leaf(
        choice(
            "the office is vacant",
            "a challenger seeks nominations",
            "a session of parliament begins in opposition",
            "the MPs move a motion",
        )
    ),
    "held": Leaf(choice("when it opens", "only when a vacancy occurs"), "when it opens"),
    "season": Leaf(
        choice("any time", "each year before the annual conference", "the start of a session"), optional=True
    ),
    "invited": Leaf(choice("each year", "when MPs ask"), optional=True),
    "in_government": Leaf(choice("a conference must ask for it", "as in opposition"), optional=True),
    "others_may_join": Leaf(choice("until the close", "nobody else"), optional=True),
    "acting_leader": Leaf(text, optional=True),
    "words": Leaf(text, optional=True),
    "enters": Leaf(text),
    "meanwhile": Leaf(text, optional=True),
    "meanwhile_in_government": Leaf(text, optional=True),
    "if_vacant.go": Leaf(text, optional=True),
    "if_vacant.nominations": Leaf(choice("lapse"), optional=True),
}


def leaves(kind: str) -> dict[str, Leaf]:
    """Every provision a kind of stage (or ``contest``) may have, its routes included."""
    if kind == "contest":
        return CONTEST
    routes = {f"then.{outcome}": Leaf(text, optional=outcome in MAY_BE_LEFT_OUT) for outcome in OUTCOMES[kind]}
    return {**STAGES[kind], **routes}


def value_of(leaf: Leaf, said: Any) -> Any:
    """A provision's value as the engine meets it: the unsaid and the set-by are taken out first."""
    if said in ("unknown", "silent"):
        return Unsaid(said)
    if isinstance(said, dict) and set(said) == {"set_by"}:
        return SetBy(str(said["set_by"]))
    return leaf.read(said)
