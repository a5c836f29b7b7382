"""Published figures beside what follows from the others: each with its name, as printed, and the label of what it proves."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from simulator.conduct.recorded import ANYTHING, Met
from simulator.engine.cohort import Cohort
from simulator.engine.results import NominationsClosed, QuestionPut, RoundCounted
from simulator.questions.replayed import Figure, Replay
from simulator.scenario.recorded import NOBODY
from simulator.scenario.recorded_rounds import ALL
from simulator.scenario.written_contest import DeclaredEntry, RoundEntry, TurnoutEntry
from simulator.stages.ballot import Ballot
from simulator.stages.nomination import BEFORE, thresholds
from simulator.words.figures import Published

F = Fraction
NOT_OFF = F(0)
PAPERS = ("spoilt", "blank", "over_votes")
"""Papers that came back and are no valid votes."""


def agrees(published: Published, found: Fraction, off: Fraction = NOT_OFF, *, count: bool = False) -> bool:
    """Whether a figure is the one that was printed: a count exactly, a share to half a unit of its last digit.

    off   how far what was found may be off, because it follows from figures that were rounded themselves

    >>> from simulator.words.figures import published
    >>> agrees(published("49.3"), F(4926, 100)), agrees(published("17.3"), F(1736, 100))
    (True, False)
    """
    apart = abs(published.exact - found)
    return apart <= off + (0 if count and published.whole else published.half)


def held_beside(
    what: str, published: Published, found: Fraction | None, label: str, off: Fraction = NOT_OFF, *, count: bool = False
) -> Figure:
    """A printed number beside what follows."""
    if found is None or off >= ANYTHING:
        return Figure(what, published, None, "cannot tell", printed=True)
    state = label if agrees(published, found, off, count=count) else "differs"
    return Figure(what, published, found, state, printed=True)


def figures_of(one: Replay) -> Iterator[Figure]:
    """Every figure but the winner."""
    yield from _bars(one)
    yield from _nominated(one)
    for number, (met, counted) in enumerate(one.counted):
        if met.held.entry is not None:
            before = one.counted[number - 1] if number else None
            yield from _Round(one, met, counted, before).figures()
    for met, put in one.questions:
        yield from _question(one, met, put)
    held = {met.held.number for met in one.conduct.met if met.held.entry is not None}
    for number, entry in enumerate(one.record.entry.rounds, 1):
        if number not in held and any((entry.votes, entry.shares, entry.college, entry.percents, entry.points)):
            yield Figure(f"round {number}: is held", "yes", f"no: {one.ending}", "differs")
    for turnout in one.record.entry.official.turnout:
        yield from _turnout(one, turnout)


# --- nominations ------------------------------------------------------------------------------------------------------
def _bars(one: Replay) -> Iterator[Figure]:
    official = one.record.entry.official.bar
    if official is None:
        return
    worlds = one.simulation.worlds
    if official.needs is not None:
        contest = worlds.contests[0][one.record.entry.rules.contest]
        if contest.petition_by is not None:
            count = contest.petition.count is not None if contest.petition is not None else False
            yield _bar(
                "signatures needed",
                official.needs,
                [int(worlds.needs(contest.name, Cohort.of(1), one.simulation.ledger.world)[0, 0])],
                [count],
            )
        elif one.closings:
            first = one.closings[0]
            own = isinstance(one.record.law.get(f"{first.stage.name}.bar.count"), int)
            counts = [own or threshold.count is not None for threshold in thresholds(first.stage.bar)]
            yield _bar("nominations needed", official.needs, [int(n) for n in first.needs], counts)
        else:
            yield _bar("nominations needed", official.needs, [-1], [False])
    if official.second is not None:
        further = [closing for closing in one.closings if closing.stage.among == BEFORE]
        needs = list(one.second) or [-1]
        yield _bar("constituency parties needed", official.second, needs if further else [-1], [False] * len(needs))


def _bar(what: str, published: int, needs: list[int], counts: list[bool]) -> Figure:
    """A number needed: computed if it is a share of heads, an echo if the rule book itself has the number."""
    for number, count in zip(needs, counts, strict=False):
        if number == published:
            return Figure(what, published, number, "echo" if count else "computed", printed=True)
    if any(number < 0 for number in needs) or not needs:
        return Figure(what, published, None, "cannot tell", printed=True)
    return Figure(what, published, needs[0] if len(needs) == 1 else tuple(map(str, needs)), "differs", printed=True)


def _nominated(one: Replay) -> Iterator[Figure]:
    """Who was nominated: computed where the bar decides it, by its numbers or because the leader needs none."""
    if not one.closings:
        return
    ids, official = one.conduct.ids, one.record.entry.official
    on = one.record.on_the_ballot
    for name in (*on, *official.short):
        c = ids.index(name) if name in ids else -1
        published = "nominated" if name in on else "short"
        found = "nominated" if name in one.nominees else "short"
        asked = [closing for closing in one.closings if c >= 0 and closing.seeks[c]]
        known = bool(asked) and all(_decided(one, closing, c) for closing in asked)
        label = "differs" if found != published else "computed" if known else "recorded"
        yield Figure(f"{name} is", published, found, label)
    fits = _fits(one)
    if fits is not None:
        yield Figure("the nominations fit the base", "yes", "yes" if fits else "no", "computed" if fits else "differs")


def _decided(one: Replay, closing: NominationsClosed, c: int) -> bool:
    if closing.exempt and c == one.simulation.incumbent:
        return not any(clause == f"{closing.stage.name}.exempt" for clause, _, _ in one.conduct.taken)
    return bool(closing.known[c])


def _fits(one: Replay) -> bool | None:
    """Whether the names fit the base: nobody nominates two, and a name held by one who stood aside moves only if it may."""
    bar, first, entry = one.bar, one.closings[0], one.record.entry
    if bar is None or not bar.base or first.handed is None or not (first.handed[0] >= 0).any():
        return None
    held = sum(w.names or 0 for w in entry.withdrawals if w.after_round is None)
    locked = held if first.stage.transfer == "locked" else 0
    given = int(first.handed[0][first.handed[0] >= 0].sum()) + locked
    nobody = entry.nominations.nobody
    return given + nobody == bar.base if nobody is not None else given <= bar.base


# --- rounds -----------------------------------------------------------------------------------------------------------
class _Round:
    """The figures of one round of a ballot."""

    def __init__(self, one: Replay, met: Met, counted: RoundCounted, before: tuple[Met, RoundCounted] | None) -> None:
        assert met.held.entry is not None
        self.one, self.met, self.counted, self.before = one, met, counted, before
        self.entry: RoundEntry = met.held.entry
        self.head = f"round {met.held.number}"
        self.on = [one.conduct.ids[c] for c in counted.paper]
        self.weights = dict(counted.stage.weights) if isinstance(counted.stage.weights, tuple) else {}
        self.rebuilt = set(one.record.entry.reconstructed) & set(self.entry.votes)
        self.votes = {s: {n: f.exact for n, f in block.items()} for s, block in self.entry.votes.items()}

    def figures(self) -> Iterator[Figure]:
        """Who stands, what was declared, who is out, and whether it decides."""
        yield from self._standing()
        declared = self.entry.declared
        if declared is not None:
            yield from self._totals(declared)
            yield from self._percents(declared)
            yield from self._cast(declared)
            yield from self._sections(declared)
            yield from self._needs(declared)
            yield from _papers(self.one, self.head, self.entry, self.counted.stage)
            yield from self._exhausted(declared)
        yield from self._out()
        yield from self._moves()
        yield from self._decides()

    def _label(self) -> str:
        return "rebuilt" if self.rebuilt else "computed"

    def _standing(self) -> Iterator[Figure]:
        """Who is in the running, from the second round on; in the first, those are the nominees."""
        by_law, stood = tuple(sorted(self.met.by_law)), tuple(sorted(self.met.standing))
        if by_law != stood:
            yield Figure(f"{self.head}: in the running", stood, by_law, "differs")
        elif self.before is not None:
            earlier = self.before[0]
            entered = any(entering.after_round == earlier.held.number for entering in self.one.record.entry.entries)
            by_record = "out" in earlier.settled or earlier.held.entry is None or entered
            yield Figure(f"{self.head}: in the running", stood, by_law, "recorded" if by_record else self._label())

    def _totals(self, declared: DeclaredEntry) -> Iterator[Figure]:
        for name, votes in declared.totals.items():
            found, label = None, self._label()
            if self.entry.votes:
                found = sum((block[name] for block in self.votes.values()), F(0))
                whole = not self.weights or set(self.votes) == set(self.weights)
                found = found if whole else None
                label = label if len(self.votes) > 1 else "echo"
            yield held_beside(f"{self.head}: votes for {name}", votes, found, label, count=True)

    def _percents(self, declared: DeclaredEntry) -> Iterator[Figure]:
        tally, label = self.counted.tally, "echo" if self.entry.percents else self._label()
        total = F(tally.total[0])
        for group, words in (("percents", "per cent"), ("rounded", "per cent, as rounded elsewhere")):
            for name, percent in getattr(declared, group).items():
                row = self.on.index(name)
                found, off = None, F(0)
                if self.entry.percents:
                    found = self.entry.percents[name].exact
                    off = self.entry.percents[name].half if group == "rounded" else F(0)
                elif total:
                    score, slack, loose = F(tally.score[row, 0]), F(_at(tally.slack, row)), F(_at(tally.loose, 0))
                    found, off = 100 * score / total, 100 * (slack / total + score * loose / total**2)
                yield held_beside(f"{self.head}: {name}, {words}", percent, found, label, off)

    def _cast(self, declared: DeclaredEntry) -> Iterator[Figure]:
        for section, cast in declared.cast.items():
            blocks = self.votes if section == ALL and ALL not in self.votes else {section: self.votes.get(section)}
            known = bool(blocks) and all(block is not None for block in blocks.values())
            found = sum((sum(block.values(), F(0)) for block in blocks.values() if block), F(0)) if known else None
            label = "rebuilt" if set(blocks) & self.rebuilt else "computed"
            yield held_beside(f"{self.head}: votes cast, {section}", cast, found, label, count=True)

    def _sections(self, declared: DeclaredEntry) -> Iterator[Figure]:
        for section, block in declared.college.items():
            for name, share in block.items():
                found, label, off = self._share(section, name, "college")
                yield held_beside(f"{self.head}: {name}, {section}, share of the college", share, found, label, off)
        for section, block in declared.shares.items():
            for name, share in block.items():
                found, label, off = self._share(section, name, "shares")
                yield held_beside(f"{self.head}: {name}, per cent of {section}", share, found, label, off)

    def _share(self, section: str, name: str, group: str) -> tuple[Fraction | None, str, Fraction]:
        """A candidate's share of a section (or of the college, by it) in per cent, what it proves, and how far it may be off."""
        weight = self.weights.get(section, F(1))
        of_the_college = weight if group == "college" else F(1)
        label = "rebuilt" if section in self.rebuilt else "computed"
        if section in self.votes:
            cast = sum(self.votes[section].values(), F(0))
            return 100 * of_the_college * self.votes[section][name] / cast, label, F(0)
        for given, unit in (("shares", F(1)), ("college", weight)):
            block = getattr(self.entry, given).get(section)
            if block is not None:
                scale = of_the_college / unit
                same = given == group
                return block[name].exact * scale, "echo" if same else label, F(0) if same else block[name].half * scale
        return None, label, F(0)

    def _needs(self, declared: DeclaredEntry) -> Iterator[Figure]:
        if declared.needs is None:
            return
        stage, bases = self.counted.stage, self.counted.bases
        base = bases.get(stage.majority_of)
        if declared.needs.majority is not None:
            found = None if base is None or not base[0] else F(math.floor(F(base[0]) / 2) + 1)
            yield held_beside(f"{self.head}: votes needed", declared.needs.majority, found, "computed", count=True)
        if declared.needs.lead is not None:
            base = bases.get(stage.lead_of)
            found = None if base is None or not base[0] or not stage.lead else F(math.ceil(stage.lead * F(base[0])))
            yield held_beside(f"{self.head}: lead needed", declared.needs.lead, found, "computed", count=True)
        if declared.needs.floor is not None:
            floors = stage.drop.below
            floor = floors[self.counted.number - 1] if self.counted.number <= len(floors) else None
            share = isinstance(floor, Fraction)
            found = F(math.ceil(floor * F(self.counted.tally.total[0]))) if isinstance(floor, Fraction) else None
            found = F(floor) if isinstance(floor, int) else found
            yield held_beside(
                f"{self.head}: floor", declared.needs.floor, found, "computed" if share else "echo", count=True
            )

    def _exhausted(self, declared: DeclaredEntry) -> Iterator[Figure]:
        """Papers that are exhausted are those no longer counted: since the first round, or since the one before."""
        if declared.exhausted is None or self.entry.percents:
            return
        same = [
            c
            for m, c in self.one.counted
            if c.stage is self.counted.stage and m.held.entry is not None and m.held.entry.votes
        ]
        now = F(self.counted.tally.total[0])
        at = same.index(self.counted)
        gone = [F(same[k].tally.total[0]) - now for k in {0, max(at - 1, 0)}] if not self.weights else []
        found = next((one for one in gone if one == declared.exhausted.exact), gone[0] if gone else None)
        yield held_beside(f"{self.head}: exhausted", declared.exhausted, found, "computed", count=True)

    def _out(self) -> Iterator[Figure]:
        """Who is out: by the rules; or, where those have no answer, by the next round."""
        declared, settled = self.entry.declared, self.met.settled
        dropped = tuple(sorted(name for row, name in enumerate(self.on) if self.counted.out[row]))
        if "against" in settled:
            yield Figure(f"{self.head}: out", dropped, tuple(sorted(settled["against"].split(", "))), "differs")
        elif declared is not None and declared.out:
            published = tuple(sorted(declared.out))
            label = "differs" if published != dropped else "recorded" if "out" in settled else self._label()
            yield Figure(f"{self.head}: out", published, dropped, label)

    def _moves(self) -> Iterator[Figure]:
        """In a count of ranked papers nobody who stays loses votes, and live votes never rise. Fresh ballots know no such law."""
        if self.before is None or not self.votes or not self.counted.stage.ranked:
            return
        earlier, counted = self.before
        if counted.stage is not self.counted.stage or earlier.held.entry is None or not earlier.held.entry.votes:
            return
        past = {s: {n: f.exact for n, f in block.items()} for s, block in earlier.held.entry.votes.items()}
        lost = [n for s, block in self.votes.items() for n, now in block.items() if now < past.get(s, {}).get(n, F(0))]
        live = [sum((sum(block.values(), F(0)) for block in votes.values()), F(0)) for votes in (past, self.votes)]
        found = "yes" if not lost and live[1] <= live[0] else f"no: {', '.join(lost) or 'votes appear'}"
        yield Figure(f"{self.head}: votes only move on", "yes", found, self._label() if found == "yes" else "differs")

    def _decides(self) -> Iterator[Figure]:
        """Whether somebody has won with this round."""
        if self.counted.stage.by == "nobody":
            return
        entry = self.one.record.entry
        last = self.met.held.number == len(entry.rounds)
        moved = [*(one.after_round for one in entry.withdrawals), *(one.after_round for one in entry.entries)]
        leaves = self.met.held.number in moved
        ends_here = last and self.one.conduct.next is None and not leaves and entry.official.winner != NOBODY
        published, found = (
            "decides" if decides else "does not decide" for decides in (ends_here, bool(self.counted.decided.won[0]))
        )
        label = self._label() if published == found else "differs"
        if "won" in self.met.settled and published == found:
            label = "cannot tell"
        yield Figure(self.head, published, found, label)


def _question(one: Replay, met: Met, put: QuestionPut) -> Iterator[Figure]:
    """The figures of a vote for and against."""
    entry, head = met.held.entry, f"round {met.held.number}"
    if entry is None or entry.declared is None:
        return
    total = F(put.yes) + F(put.no)
    for side, votes in (("for", put.yes), ("against", put.no)):
        for group, words in (("percents", "per cent"), ("rounded", "per cent, as rounded elsewhere")):
            if side in (block := getattr(entry.declared, group)):
                yield held_beside(f"{head}: {side}, {words}", block[side], 100 * F(votes) / total, "computed")
        if side in entry.declared.totals:
            label = "computed" if len(entry.votes) > 1 else "echo"
            yield held_beside(f"{head}: votes {side}", entry.declared.totals[side], F(votes), label, count=True)
    for section, cast in entry.declared.cast.items():
        theirs = (
            sum((figure.exact for figure in entry.votes[section].values()), F(0)) if section in entry.votes else total
        )
        yield held_beside(f"{head}: votes cast, {section}", cast, theirs, "computed", count=True)
    yield from _papers(one, head, entry, put.stage)


def _papers(one: Replay, head: str, entry: RoundEntry, stage: Ballot) -> Iterator[Figure]:
    """Valid votes and papers that were not add to those that came back, and to all who could vote."""
    declared = entry.declared
    if declared is None or not entry.votes:
        return
    valid = sum((figure.exact for block in entry.votes.values() for figure in block.values()), F(0))
    counts = {
        name: figure.exact for name in (*PAPERS, "abstained", "not_voting") if (figure := getattr(declared, name))
    }
    back = valid + sum((counts[name] for name in PAPERS if name in counts), F(0))
    if declared.returned is not None:
        short = back < declared.returned.exact and len(counts) < len(PAPERS)
        found = None if short else back
        yield held_beside(f"{head}: papers returned", declared.returned, found, "computed", count=True)
    bodies, sections = one.record.bodies, stage.sections if isinstance(stage.sections, tuple) else ()
    if not counts or not sections or any(section not in bodies for section in sections):
        return
    heads = sum(bodies[section].size for section in sections)
    every = back + counts.get("abstained", F(0)) + counts.get("not_voting", F(0))
    if every == heads or every > heads or "not_voting" in counts:
        label = "computed" if every == heads else "differs"
        yield Figure(f"{head}: all who could vote", heads, every, label, printed=True)


def _turnout(one: Replay, turnout: TurnoutEntry) -> Iterator[Figure]:
    """Turnout beside the votes; where those do not tell how many voted, its percentage is held against its own numbers only."""
    where = f"turnout, {turnout.section}" if turnout.section else "turnout"
    voted = Published(str(turnout.voted), F(turnout.voted), F(0))
    known = list(_voted(one, turnout.section))
    matched = voted.exact in known
    if matched:
        yield held_beside(f"{where}: voted", voted, voted.exact, "computed", count=True)
    elif known and voted.exact < min(known):
        yield held_beside(f"{where}: voted", voted, min(known), "differs", count=True)
    else:
        yield Figure(f"{where}: voted", voted, None, "cannot tell", printed=True)
    share = None if turnout.eligible is None else F(100 * turnout.voted, turnout.eligible)
    yield held_beside(f"{where}, per cent", turnout.percent, share, "computed" if matched else "echo")


def _voted(one: Replay, section: str) -> Iterator[Fraction]:
    """How many voted, by the votes of the first round in which a section did: valid votes, and with papers that were not."""
    for entry in one.record.entry.rounds:
        votes: Mapping[str, Mapping[str, Published]] = entry.votes
        chosen = votes if not section else {section: votes[section]} if section in votes else {}
        if section and ALL in votes:
            chosen = {}
        if chosen:
            valid = sum((figure.exact for block in chosen.values() for figure in block.values()), F(0))
            yield valid
            if entry.declared is not None:
                other = [figure.exact for name in PAPERS if (figure := getattr(entry.declared, name)) is not None]
                yield valid + sum(other, F(0))
                if entry.declared.returned is not None:
                    yield entry.declared.returned.exact
            return


def _at(value: Any, row: int) -> Any:
    """A figure of one run, whether it is one for all, one a run, or one a candidate and run."""
    if getattr(value, "ndim", 0) == 2:
        return value[row, 0]
    return value[0] if getattr(value, "ndim", 0) == 1 else value
