"""Which reading of each dispute is played: stated, compared, mixed by chances, or decided by a body on its day."""

from __future__ import annotations

from typing import Any, Protocol

from simulator.rulebooks.rulebook import Edition, RuleBook
from simulator.scenario.scenario import Mixture
from simulator.scenario.written import ScenarioEntry
from simulator.words.problems import Path, Wrong, did_you_mean
from simulator.words.quantities import chance

DECIDES = "decided by "


class Resolving(Protocol):
    """What this needs of whoever resolves the scenario: the words, what was asked, and a place for problems."""

    written: ScenarioEntry
    asked: Any
    compared: tuple[str, ...]

    def fail(self, path: Path, said: str, cure: str = "", *, warning: bool = False) -> None:
        """Take note of a problem at a path of the file."""


def stated_readings(
    resolving: Resolving, book: RuleBook, edition: Edition
) -> tuple[dict[str, str | Mixture], tuple[str, ...]]:
    """A reading (or a mixture) for every dispute, and the disputes to lay side by side, in the book's order."""
    readings: dict[str, str | Mixture] = dict(book.adopted())
    compared: set[str] = set()
    for number, decision in enumerate(resolving.written.decisions):
        if decision.kind == "reads" and _known(resolving, book, decision.dispute, ("decisions", number, "dispute")):
            known = _reading_known(
                resolving, book, decision.dispute, decision.reading, ("decisions", number, "reading")
            )
            readings[decision.dispute] = decision.reading
            if known and resolving.written.politics.court is not None:
                readings[decision.dispute] = _open_to_reversal(book, decision.dispute, decision.reading)
    for dispute, said in {**resolving.written.readings, **resolving.asked}.items():
        at: Path = ("readings", dispute)
        if not _known(resolving, book, dispute, at):
            continue
        if said == "compare":
            compared.add(dispute)
        else:
            found = _stated(resolving, book, edition, dispute, said, at)
            made = readings[dispute]
            same = isinstance(made, Mixture) and isinstance(found, str) and made.chances[:1] == ((found, 1.0),)
            if found is not None and not same:
                readings[dispute] = found
    for dispute in (*resolving.written.compare, *resolving.compared):
        if _known(resolving, book, dispute, ("compare",)):
            compared.add(dispute)
    return readings, tuple(d for d in book.disputes if d in compared)


def _open_to_reversal(book: RuleBook, dispute: str, reading: str) -> Mixture:
    """A reading that was made, and that a court may still reverse: certain to begin with, the other kept in reach."""
    others = [name for name in list(book.disputes[dispute].readings)[:2] if name != reading]
    return Mixture(((reading, 1.0), *((name, 0.0) for name in others)), made=True)


def _known(resolving: Resolving, book: RuleBook, dispute: str, at: Path) -> bool:
    if dispute in book.disputes:
        return True
    resolving.fail(at, f"{book.key} has no dispute “{dispute}”", did_you_mean(dispute, book.disputes))
    return False


def _reading_known(resolving: Resolving, book: RuleBook, dispute: str, reading: str, at: Path) -> bool:
    known = book.disputes[dispute].readings
    if reading in known:
        return True
    resolving.fail(at, f"“{reading}” is not a reading of {dispute}", did_you_mean(reading, [*known, "compare"]))
    return False


def _stated(
    resolving: Resolving, book: RuleBook, edition: Edition, dispute: str, said: Any, at: Path
) -> str | Mixture | None:
    deciders = [n for n in edition.law.stages if dispute in (edition.law.get(f"{n}.settles") or ())]
    if isinstance(said, dict) and set(said) == {"decided_by"}:
        said = said["decided_by"]
        if said not in deciders:
            cure = did_you_mean(said, deciders) or "no stage of this book settles it"
            resolving.fail((*at, "decided_by"), f"“{said}” does not settle {dispute}", cure)
            return None
    if isinstance(said, str) and said in deciders:
        return Mixture(decided_by=said)
    if isinstance(said, dict):
        return _mixed(resolving, book, dispute, said, at)
    return str(said) if _reading_known(resolving, book, dispute, str(said), at) else None


def _mixed(resolving: Resolving, book: RuleBook, dispute: str, said: dict[str, Any], at: Path) -> Mixture | None:
    chances = []
    for reading, value in said.items():
        if not _reading_known(resolving, book, dispute, reading, (*at, reading)):
            return None
        try:
            quantity = chance(value)
        except Wrong as wrong:
            resolving.fail((*at, reading), wrong.said, wrong.cure)
            return None
        if not quantity.certain:
            resolving.fail((*at, reading), "the chance of a reading must be one figure", "write 60%")
            return None
        chances.append((reading, quantity.low))
    total = sum(share for _, share in chances)
    if abs(total - 1) > 1e-9:
        resolving.fail(at, f"the chances of the readings add to {total:.0%}", "they must add to 100%")
        return None
    return Mixture(tuple(chances))
