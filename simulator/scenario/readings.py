"""Which reading of each dispute is played: stated, compared, mixed by chances, or decided by a body on its day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from simulator.rulebooks.rulebook import Edition, RuleBook
from simulator.scenario.scenario import Mixture
from simulator.scenario.written import ScenarioEntry
from simulator.words.problems import Path, Wrong, did_you_mean
from simulator.words.quantities import chance


@dataclass(frozen=True, slots=True)
class Stated:
    """What a scenario, and whoever asks, say of the readings of a book's disputes.

    asked      dispute → reading, as asked on the command line;  compared  disputes to compare besides those of the file
    fail       takes note of a problem: (path, what was found, cure)
    """

    written: ScenarioEntry
    asked: Mapping[str, object]
    compared: Iterable[str]
    book: RuleBook
    edition: Edition
    fail: Callable[..., None]

    def readings(self) -> tuple[dict[str, str | Mixture], tuple[str, ...]]:
        """A reading (or a mixture) for every dispute, and the disputes to lay side by side, in the book's order."""
        readings: dict[str, str | Mixture] = dict(self.book.adopted())
        compared: set[str] = set()
        for number, decision in enumerate(self.written.decisions):
            if decision.kind == "reads" and self._known(decision.dispute, ("decisions", number, "dispute")):
                at: Path = ("decisions", number, "reading")
                known = self._reading_known(decision.dispute, decision.reading, at)
                readings[decision.dispute] = decision.reading
                if known and self.written.politics.court is not None:
                    readings[decision.dispute] = self._open_to_reversal(decision.dispute, decision.reading)
        for dispute, said in {**self.written.readings, **self.asked}.items():
            at = ("readings", dispute)
            if not self._known(dispute, at):
                continue
            if said == "compare":
                compared.add(dispute)
            else:
                found = self._stated(dispute, said, at)
                made = readings[dispute]
                same = isinstance(made, Mixture) and isinstance(found, str) and made.chances[:1] == ((found, 1.0),)
                if found is not None and not same:
                    readings[dispute] = found
        for dispute in (*self.written.compare, *self.compared):
            if self._known(dispute, ("compare",)):
                compared.add(dispute)
        return readings, tuple(d for d in self.book.disputes if d in compared)

    def _open_to_reversal(self, dispute: str, reading: str) -> Mixture:
        """A reading that was made, and that a court may still reverse: certain to begin with, both sides kept in reach."""
        side = {one.favours: name for name, one in self.book.disputes[dispute].readings.items()}
        others = [side[who] for who in ("incumbent", "challenger") if side.get(who, reading) != reading]
        return Mixture(((reading, 1.0), *((name, 0.0) for name in others)), made=True)

    def _known(self, dispute: str, at: Path) -> bool:
        if dispute in self.book.disputes:
            return True
        self.fail(at, f"{self.book.key} has no dispute “{dispute}”", did_you_mean(dispute, self.book.disputes))
        return False

    def _reading_known(self, dispute: str, reading: str, at: Path) -> bool:
        known = self.book.disputes[dispute].readings
        if reading in known:
            return True
        self.fail(at, f"“{reading}” is not a reading of {dispute}", did_you_mean(reading, [*known, "compare"]))
        return False

    def _stated(self, dispute: str, said: object, at: Path) -> str | Mixture | None:
        deciders = [n for n in self.edition.law.stages if dispute in (self.edition.law.get(f"{n}.settles") or ())]
        if isinstance(said, dict) and set(said) == {"decided_by"}:
            said = said["decided_by"]
            if said not in deciders:
                cure = did_you_mean(said, deciders) or "no stage of this book settles it"
                self.fail((*at, "decided_by"), f"“{said}” does not settle {dispute}", cure)
                return None
        if isinstance(said, str) and said in deciders:
            return Mixture(decided_by=said)
        if isinstance(said, dict):
            return self._mixed(dispute, said, at)
        return str(said) if self._reading_known(dispute, str(said), at) else None

    def _mixed(self, dispute: str, said: dict[str, object], at: Path) -> Mixture | None:
        chances = []
        for reading, value in said.items():
            if not self._reading_known(dispute, reading, (*at, reading)):
                return None
            try:
                quantity = chance(value)
            except Wrong as wrong:
                self.fail((*at, reading), wrong.said, wrong.cure)
                return None
            if not quantity.certain:
                self.fail((*at, reading), "the chance of a reading must be one figure", "write 60%")
                return None
            chances.append((reading, quantity.low))
        total = sum(share for _, share in chances)
        if abs(total - 1) > 1e-9:
            self.fail(at, f"the chances of the readings add to {total:.0%}", "they must add to 100%")
            return None
        return Mixture(tuple(chances))
