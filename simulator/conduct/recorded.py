"""Conduct by record: a real contest, asked as the law asks. One run, in exact fractions, in which nothing is uncertain.

What people did comes from the record: nominations, withdrawals, votes. What follows from it the law decides, by the same
interpreter that simulates. Where the book has no rule, or the published figures cannot tell, the step that the record
shows is taken (``settles``), and an event says so, which names the clause or the figure that was lacking.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from simulator.conduct.readings import worlds_of_law
from simulator.engine.cohort import Cohort
from simulator.engine.conduct import NEVER, Field
from simulator.engine.ledger import NOT_SOUGHT, Ledger, Step
from simulator.engine.simulation import Simulation
from simulator.engine.worlds import Contested
from simulator.procedures import rounds
from simulator.procedures.arrays import Bools, Days, Fractions, Heads, Rows, Votes
from simulator.procedures.tallying import Tally, tally
from simulator.scenario.bars import body_word
from simulator.scenario.recorded import NOBODY, Recorded
from simulator.scenario.recorded_rounds import ALL, ballots_of, fits, is_question, standing_in, unpublished
from simulator.scenario.written_contest import RoundEntry
from simulator.stages.ballot import Ballot
from simulator.stages.contest import Contest
from simulator.stages.decision import Decision
from simulator.stages.motion import Motion
from simulator.stages.nomination import BEFORE, WHOEVER_STANDS, Nomination, meets, thresholds
from simulator.stages.stage import Route, Stage
from simulator.stages.values import AllOf, AnyOf, SetBy, Threshold, Unsaid, items
from simulator.words.figures import Published

F = Fraction
UNKNOWN = -1
Level: TypeAlias = "tuple[rounds.Round, Tally, Rows, Bools]"
Decided: TypeAlias = "tuple[rounds.Round, Tally, Rows, Bools, dict[str, Votes]]"
ANYTHING = F(10**12)
"""How far a figure may be off of which nothing is known."""


@dataclass(frozen=True, slots=True)
class Held:
    """A round as it was held: its number in the file (from 1), and what the file says of it; None: it was not published.

    missing   what was not published, in words
    """

    number: int
    entry: RoundEntry | None
    missing: str = ""


@dataclass(slots=True)
class Met:
    """A round as the law met it: who stood by the law and who in the record, its figures, and what the record settled."""

    held: Held
    stage: Ballot | Motion
    by_law: tuple[str, ...]
    standing: tuple[str, ...]
    tally: Tally | None = None
    settled: dict[str, str] = field(default_factory=dict)


def simulated(record: Recorded) -> tuple[Simulation, Record]:
    """A record taken through its law by the interpreter."""
    conduct = Record(record)
    ledger = Ledger(1, len(conduct.ids))
    ledger.names = np.full((len(conduct.ids), 1), NOT_SOUGHT, np.int64)
    simulation = Simulation(worlds_of_law(record.law, record.bodies), conduct, ledger, narrated=True)
    simulation.run()
    return simulation, conduct


class Record:
    """What people did, as a record has it.

    met       the rounds as the law met them
    taken     every step that was taken from the record: the clause, the words, and how many results came before it
    """

    moments: Mapping[str, object] = {}

    def __init__(self, record: Recorded) -> None:
        self.record, self.entry = record, record.entry
        self.ids: tuple[str, ...] = tuple(dict.fromkeys((*record.candidates, *record.options)))
        self.names = self.ids
        self.incumbent = self.ids.index(record.entry.incumbent) if record.entry.incumbent else -1
        self.contest = record.entry.rules.contest
        opening = record.law.compiled[1].get(self.contest)
        self.in_government = opening is not None and opening.while_ == "in government"
        self.plan = list(_plan(record))
        self.met: list[Met] = []
        self.taken: list[tuple[str, str, int]] = []
        self._blind: set[str] = set()
        self._by_law: tuple[str, ...] | None = None

    # --- the record's place -------------------------------------------------------------------------------------------
    @property
    def next(self) -> Held | None:
        """The next round that was held."""
        at = len(self.met)
        return self.plan[at] if at < len(self.plan) else None

    @property
    def following(self) -> RoundEntry | None:
        """The next round that was published."""
        return next((one.entry for one in self.plan[len(self.met) :] if one.entry is not None), None)

    @property
    def behind(self) -> int:
        """The number, in the file, of the last round that was held before now; 0: none was."""
        return self.met[-1].held.number if self.met else 0

    def take(self, simulation: Simulation, clause: str, words: str) -> None:
        """A step is taken from the record: it is told, and proves nothing."""
        self.taken.append((clause, words, len(simulation.results)))
        simulation.remark(lambda: f"{words[0].upper()}{words[1:]}.", clause, by_rule=False)

    def mask(self, names: Sequence[str] | set[str]) -> Bools:
        """Some candidates as bool[candidate, run]."""
        return np.array([[one in names] for one in self.ids])

    def listed(self, stand: Bools, among: Rows | None = None) -> tuple[str, ...]:
        """Candidates of bool[candidate, run], or of the rows of a ballot paper."""
        rows = range(len(self.ids)) if among is None else among
        return tuple(self.ids[c] for row, c in enumerate(rows) if stand[row, 0])

    # --- what opens a contest -----------------------------------------------------------------------------------------
    def opens(self, simulation: Simulation, contest: Contest, cohort: Cohort) -> Days:
        """The recorded contest opens on the first day, and no other."""
        opens = contest.name == self.contest and not simulation.clock
        return np.full(len(cohort), 1 if opens else NEVER)

    def may_open_later(self, cohort: Cohort, today: Days) -> Bools:
        """A record is of one contest."""
        return np.zeros(len(cohort), np.bool_)

    def opened_words(self, simulation: Simulation, contest: Contest, cohort: Cohort) -> str:
        """What opened it."""
        return f"A contest opens ({contest.name}): {contest.trigger or 'the book does not say by what'}."

    def until(self, cohort: Cohort) -> Days:
        """Nothing more is asked."""
        return np.ones(len(cohort), np.int32)

    def resigns(self, cohort: Cohort) -> Days:
        """Nobody resigns on the way, unless the record says so of a candidate."""
        return np.full(len(cohort), NEVER)

    def returns(self, cohort: Cohort) -> bool:
        """Whether a leader who went stands again: whoever is on the ballot stands."""
        return self.entry.incumbent in self.record.on_the_ballot

    def day(self, step: str, simulation: Simulation, stage: Stage, cohort: Cohort) -> Days:
        """One step follows another; the days of a record decide nothing."""
        return simulation.today(cohort) + (1 if step in ("opens", "held again", "closes") else 0)

    # --- nominations --------------------------------------------------------------------------------------------------
    def field(self, simulation: Simulation, stage: Nomination, cohort: Cohort) -> Field | None:
        """Nominations as they were handed in (−1: no number was published); None: the record ends before this window."""
        if stage.among == BEFORE:
            seeks = cohort.take(simulation.ledger.nominees).copy()
        elif stage.keeps == WHOEVER_STANDS:
            seeks = self.mask({one.who for one in self.entry.entries if one.after_round == self.behind})
        else:
            seeks = self.mask({*self.entry.nominations.names, *self.record.on_the_ballot, *self.entry.official.short})
            if self.behind or not seeks.any():
                return None
        written = [self.threshold(stage, one) for one in thresholds(stage.bar)]
        counts = [[[self._nominators(one, threshold)] for one in self.ids] for threshold in written]
        if stage.keeps == WHOEVER_STANDS:
            counts = [[[UNKNOWN]] * len(self.ids) for _ in counts]
        return Field(cohort, np.array(counts, np.int64) if counts else None, seeks)

    def threshold(self, stage: Nomination, threshold: Threshold) -> Threshold:
        """A threshold whole: the numbers of a bar that has only one are provisions of their own."""
        if not isinstance(stage.by, tuple):
            return threshold
        said = {leaf: self.record.law.get(f"{stage.name}.bar.{leaf}") for leaf in ("share", "count", "of")}
        known = {
            leaf: value for leaf, value in said.items() if value is not None and not isinstance(value, Unsaid | SetBy)
        }
        return replace(threshold, **known)

    def _nominators(self, one: str, threshold: Threshold) -> int:
        """How many nominators a threshold counts for a candidate; where it is a share of others, how many they stand for."""
        said = self.entry.nominations.names.get(one)
        if said is None:
            return UNKNOWN
        given = {**said.supporting, **said.by}
        counts = threshold.by if threshold.share is None or set(threshold.by) & set(threshold.of) else threshold.of
        known = [given[body] for body in counts if body in given]
        return sum(known) if known else UNKNOWN

    def acts(self, moment: str, simulation: Simulation, stage: Nomination, field: Field) -> Field:
        """What people did in the window is in the nominations."""
        return field

    # --- ballots and motions ------------------------------------------------------------------------------------------
    def lacks(self, stage: Stage) -> str:
        """Nothing is asked for in vain: what was not published is taken as recorded."""
        return ""

    def moves(self, moment: str, simulation: Simulation, stage: Ballot | None, cohort: Cohort) -> Cohort:
        """Who withdrew after a round leaves the field."""
        if moment == "after a round":
            gone = self._gone(simulation, cohort)
            if gone is not None:
                simulation.ledger.sift(cohort, cohort.take(simulation.ledger.nominees) & ~gone)
                self._say_withdrawn(simulation, gone)
        return cohort

    def withdraws(self, simulation: Simulation, stage: Ballot, number: int, cohort: Cohort) -> Bools | None:
        """Nominees who withdrew before the first round of a ballot: bool[candidate, run]."""
        return None if self.met else self._gone(simulation, cohort)

    def _gone(self, simulation: Simulation, cohort: Cohort) -> Bools | None:
        """Who left after the last round held, and still stands."""
        left = {
            one.who for one in self.entry.withdrawals if one.after_round == self.behind and one.after_round is not None
        }
        gone: Bools = self.mask(left) & cohort.take(simulation.ledger.nominees)
        return gone if gone.any() else None

    def _say_withdrawn(self, simulation: Simulation, gone: Bools) -> None:
        who = self.listed(gone)
        s = "s" if len(who) == 1 else ""
        simulation.note(
            Cohort.of(1), Step.WITHDREW, "", lambda: f"{' and '.join(who)} withdraw{s} after round {self.behind}."
        )

    def at_once(self, simulation: Simulation, stage: Ballot) -> int:
        """One run is never too many."""
        return 1

    def ballots(
        self, simulation: Simulation, stage: Ballot | Motion, number: int, cohort: Cohort, paper: Rows | None
    ) -> Cast | Fractions | str | None:
        """The round as it was held; where none was published of this ballot, the outcome that the record shows; None: it ends."""
        following = self.following
        if following is None and self.next is None:
            return self._unpublished(simulation, stage, None)
        if following is not None and fits(stage, following) is not None and not (self.next and self.next.missing):
            return self._unpublished(simulation, stage, following)
        if paper is not None and isinstance(stage, Ballot):
            return Cast(self, simulation, stage, paper)
        held = self.next
        if held is None or held.entry is None:
            self.met.append(Met(held or self.plan[-1], stage, (), ()))
            return self._unpublished(simulation, stage, following)
        self.met.append(Met(held, stage, (), ()))
        votes = [
            [[sum((block[side].exact for block in held.entry.votes.values()), F(0))]] for side in ("for", "against")
        ]
        return np.array(votes, object)

    def _unpublished(self, simulation: Simulation, stage: Ballot | Motion, following: RoundEntry | None) -> str | None:
        """The outcome of a vote that was not published, by where the record goes on; None: it goes on nowhere."""
        stages = simulation.worlds.stages[0]
        wanted = [
            one
            for one in stages.values()
            if following is not None and one in ballots_of(stages) and not fits(one, following)
        ]
        if following is None and stage.kind == "motion" and self.record.on_the_ballot:
            wanted = [one for one in stages.values() if one.kind == "nomination"]
        staying = following is None and self.entry.official.winner == self.entry.incumbent != ""
        for outcome, route in stage.then.items():
            stays = staying and stage.kind == "motion" and route == "incumbent stays"
            if stays or (not staying and any(self._leads(simulation, route, one, {stage.name}) for one in wanted)):
                words = f"the vote ({stage.name}) was not published; what followed is taken as recorded"
                self.take(simulation, stage.name, words)
                return str(outcome)
        if following is not None:
            given = ", ".join({**following.votes, **following.shares, **following.college} or ("all",))
            at = self.entry.rounds.index(following)
            sections = ", ".join(stage.sections) if isinstance(stage.sections, tuple) else "others"
            said = f"a vote of {given}, where by these rules {stage.name}, a vote of {sections}, comes next"
            raise self.record.problem(("rounds", at), said, "is a round missing, or is it the wrong book or edition?")
        return None

    def _leads(self, simulation: Simulation, route: Route | None, to: Stage, passed: set[str]) -> bool:
        """Whether a route leads to a stage, by whatever stages lie between."""
        stages, contests = simulation.worlds.stages[0], simulation.worlds.contests[0]
        if isinstance(route, str) and route in contests:
            route = contests[route].enters
        if not isinstance(route, str) or route in passed or route not in stages:
            return False
        there = stages[route]
        return there is to or any(self._leads(simulation, on, to, {*passed, route}) for on in there.then.values())

    def entitled(self, simulation: Simulation, stage: Ballot | Motion, cohort: Cohort) -> Fractions | None:
        """Heads of those who may vote; None where they are not known."""
        bodies = self.record.bodies
        sections = items(stage.sections)
        if sections and all(section in bodies for section in sections):
            return np.array([F(sum(bodies[section].size for section in sections))], object)
        if isinstance(stage, Ballot) and "all entitled" in (stage.majority_of, stage.of, stage.lead_of):
            self._blind.add(stage.name)
            return np.array([F(0)], object)
        return None

    def lots(self, paper: Rows, cohort: Cohort) -> None:
        """Which lot was drawn is not recorded; who left by it is."""

    # --- bodies and courts --------------------------------------------------------------------------------------------
    def reads(self, simulation: Simulation, stage: Decision, dispute: Contested, cohort: Cohort) -> str | None:
        """No dispute is open."""
        raise AssertionError("a record leaves no dispute to a body")

    def voting(self, stage: Decision) -> int:
        """No dispute is open: the record says how each was read."""
        return 0

    def votes(self, simulation: Simulation, stage: Decision, dispute: Contested, cohort: Cohort) -> Heads:
        """No dispute is open."""
        raise AssertionError("a record leaves no dispute to a body")

    def members(self, what: str, simulation: Simulation, stage: Decision, cohort: Cohort) -> Heads:
        """No dispute is open."""
        raise AssertionError("a record leaves no dispute to a body")

    def judgment(self, simulation: Simulation, cohort: Cohort) -> tuple[Days, Bools]:
        """Nobody goes to court in a record; how a court read a clause is among the readings."""
        return np.full(len(cohort), NEVER), np.zeros(len(cohort), np.bool_)

    def asks(self, simulation: Simulation, what: str, cohort: Cohort) -> Bools:
        """The contest was held, so that whoever had to ask for it did."""
        self.take(simulation, what, f"whether the {what} asked for it was not found; it was held")
        return np.ones(len(cohort), np.bool_)

    # --- where no rule decides, or no figure --------------------------------------------------------------------------
    def settles(self, simulation: Simulation, stage: Stage, what: str, cohort: Cohort, computed: object) -> object:
        """What the record shows where no rule, or no figure, decides."""
        settled: object = getattr(self, f"_settles_{what}")(simulation, stage, computed)
        return settled

    def _settles_window(self, simulation: Simulation, stage: Nomination, computed: object) -> bool:
        """A window whose bar is not in the book: who was nominated is taken as recorded at its close."""
        return True

    def _settles_exempt(self, simulation: Simulation, stage: Nomination, computed: object) -> str | None:
        """Whether the incumbent needed nominations; it matters only where the incumbent had too few, or none were published."""
        said = self.entry.nominations.names.get(self.entry.incumbent)
        if said is not None and said.by:
            return "nobody"
        if self.entry.incumbent not in self.record.on_the_ballot:
            return None
        words = f"whether the incumbent needs nominations was not found; {self.entry.incumbent} was on the ballot, as recorded"
        self.take(simulation, f"{stage.name}.exempt", words)
        return "incumbent"

    def _settles_bar(self, simulation: Simulation, stage: Nomination, computed: Field) -> Bools:
        """Who was nominated, where the bar or their number is not known."""
        nominated: Sequence[str] = self.record.on_the_ballot
        carried = self.entry.second_bar.carried if self.entry.second_bar is not None else {}
        if stage.keeps == WHOEVER_STANDS:
            nominated = [one.who for one in self.entry.entries if one.after_round == self.behind]
        elif stage.among == BEFORE and carried:
            nominated = [*carried]
        computed = replace(computed, seeks=self._undecided(simulation, stage, computed))
        if computed.seeks.any():
            lacking = "; ".join(dict.fromkeys(self._lacking(simulation, stage, computed)))
            who = ", ".join(one for one in nominated if one in self.listed(computed.seeks)) or "nobody"
            self.take(simulation, f"{stage.name}.bar", f"{lacking}; who was nominated is taken as recorded: {who}")
        return self.mask(set(nominated))

    def _undecided(self, simulation: Simulation, stage: Nomination, computed: Field) -> Bools:
        """Of whom no figure decides whether they were nominated: not of those with known numbers, nor of who needs none."""
        undecided = computed.seeks.copy()
        needs = simulation.worlds.needs(stage.name, computed.cohort, simulation.ledger.world)
        bar = stage.bar
        if computed.nominations is not None and len(needs) and isinstance(bar, Threshold | AllOf | AnyOf):
            surely, possibly = meets(bar, computed.nominations, needs)
            undecided &= surely != possibly
        in_office = simulation.incumbent >= 0 and not simulation.ledger.vacant[0]
        found_exempt = any(clause == f"{stage.name}.exempt" for clause, _, _ in self.taken)
        if in_office and (stage.exempt == "incumbent" or found_exempt):
            undecided[simulation.incumbent] = False
        return undecided

    def _lacking(self, simulation: Simulation, stage: Nomination, computed: Field) -> Iterator[str]:
        """What was not found, or not published, of a bar that decides about some."""
        if isinstance(stage.by, Unsaid) or stage.shape is None or computed.nominations is None:
            yield "the rule was not found"
            return
        needs = simulation.worlds.needs(stage.name, computed.cohort, simulation.ledger.world)[:, 0]
        for row, bare in enumerate(thresholds(stage.bar)):
            threshold = self.threshold(stage, bare)
            if needs[row] < 0:
                unsaid = threshold.share is None and threshold.count is None
                bodies = self.record.bodies
                heads = ", ".join(body_word(body) for body in threshold.of if body not in bodies)
                yield "the rule was not found" if unsaid or not heads else f"the heads of {heads} were not found"
            if (computed.nominations[row, computed.seeks[:, 0], 0] < 0).any():
                yield f"nominations by {' and '.join(map(body_word, threshold.by))} were not published"

    def _settles_route(self, simulation: Simulation, stage: Stage, outcome: str) -> str | None:
        """Where an outcome leads, if the book does not say: to the next recorded vote, or to the end that the record shows."""
        stages, stand = simulation.worlds.stages[0], self.listed(simulation.ledger.nominees)
        winner, following = self.entry.official.winner, self.following
        route = None
        if following is not None:
            fitting = [one.name for one in ballots_of(stages) if fits(one, following) is None]
            route = fitting[0] if fitting and outcome != "nobody" else None
            how = f"{route} followed"
        elif stand == (winner,) or (outcome in ("won", "RON won") and winner in stand):
            route, how = "elected", f"{winner} was declared elected"
        elif (
            outcome in ("nobody", "carried", "lost")
            and winner == self.entry.incumbent != ""
            and not simulation.ledger.vacant[0]
        ):
            route, how = "incumbent stays", f"{winner} stayed"
        if route is not None:
            self.take(simulation, f"{stage.name}.then.{outcome}", f"the rule was not found; {how}, as recorded")
        return route

    def _settles_withdrawn(self, simulation: Simulation, stage: Ballot, gone: Bools) -> bool:
        """What follows if a nominee withdraws: the rest went on."""
        who = " and ".join(self.listed(gone))
        words = f"what follows if a nominee withdraws was not found; {who} withdrew, and the rest went on"
        self.take(simulation, f"{stage.name}.withdrawn", words)
        return True

    def _settles_paper(self, simulation: Simulation, stage: Ballot, computed: object) -> bool:
        """How votes were cast: the round stands as it was published."""
        self.take(simulation, f"{stage.name}.paper", "how votes were cast was not found; the round is as recorded")
        return True

    def _settles_question(self, simulation: Simulation, stage: Ballot | Motion, computed: object) -> Bools | None:
        """A vote of which it is not known how many could take part."""
        outcome = self._unpublished(simulation, stage, self.following)
        return None if outcome is None else np.array([outcome == "carried"])

    def _settles_standing(
        self, simulation: Simulation, stage: Ballot, computed: tuple[Rows | None, Bools]
    ) -> Bools | None:
        """Whoever stands in the record stands; if the law left others standing, that is told."""
        paper, stand = computed
        held = self.next
        if held is None or held.entry is None or fits(stage, held.entry) is not None:
            return None
        by_law, recorded = self.listed(stand, paper), standing_in(held.entry)
        self._by_law = tuple(one for one in by_law if one not in self.record.options or one in recorded)
        options = [one for one in by_law if one in self.record.options and one not in recorded]
        if options:
            self.take(simulation, f"{stage.name}.options", f"no votes of {', '.join(options)} were published")
        if set(by_law) - set(options) == set(recorded):
            return None if not options else self._rows(recorded, paper)
        rows = self._rows(recorded, paper)
        if len(recorded) != rows.sum():
            late = [one for one in recorded if one not in self.listed(rows, paper)]
            said = f"{', '.join(late)} had dropped out of this count by round {self.behind}, and has votes"
            raise self.record.problem(
                ("rounds", held.number - 1), said, "who has dropped out of a count gets no more votes"
            )
        law = ", ".join(by_law) or "nobody"
        words = f"by the rules {law} would stand in round {held.number}; the record has {', '.join(recorded)}"
        self.take(simulation, f"{stage.name}", words)
        return rows

    def _rows(self, names: Sequence[str], paper: Rows | None) -> Bools:
        return self.mask(set(names)) if paper is None else np.array([[self.ids[c] in names] for c in paper])

    def _leavers(self, paper: Rows, standing: Bools) -> Bools | None:
        """Who left after the round by the record, withdrawals apart: bool[candidate of the paper, run]; None: it does not say."""
        held = self.next
        if held is None:
            return None
        if held.entry is None:
            return np.zeros_like(standing)
        gone = {one.who for one in self.entry.withdrawals if one.after_round == self.behind}
        stays = {*standing_in(held.entry), *self.record.options, *gone}
        return standing & ~self._rows([*stays], paper)

    def _settles_first(self, simulation: Simulation, stage: Ballot, computed: object) -> Fractions:
        """The votes of a first ballot that was not published: no figure can tell what is a share of them."""
        self._blind.add(stage.name)
        return np.array([F(0)], object)

    def _settles_drop(self, simulation: Simulation, stage: Ballot, computed: Level) -> Bools | None:
        """Who drops out, where the book has no rule."""
        _, _, paper, standing = computed
        out = self._leavers(paper, standing)
        if out is not None and self.met[-1].held.entry is not None:
            self._leave(simulation, f"{stage.name}.drop.lowest", "the rule was not found", paper, out)
        return out

    def _settles_tie(self, simulation: Simulation, stage: Ballot, computed: Level) -> Bools | None:
        """Who drops out of those who are level, where no rule breaks the tie, or a lot did."""
        one, _, paper, standing = computed
        if stage.by == "most votes":
            return self._drawn_first(simulation, stage, paper, standing)
        out = self._leavers(paper, standing)
        if out is None and self.entry.official.winner in (last := self.listed(standing, paper)) and len(last) == 2:
            out = standing & ~self._rows([self.entry.official.winner], paper)
        if out is None or not out.any():
            return None
        by = "a lot was drawn" if "lot" in stage.tie_rules else "no rule breaks the tie"
        self._leave(simulation, f"{stage.name}.tie", by, paper, out, one.out)
        return out

    def _drawn_first(self, simulation: Simulation, stage: Ballot, paper: Rows, standing: Bools) -> Bools | None:
        """All but the recorded winner, of those level for first place where most votes win."""
        winner = self.entry.official.winner
        if self.next is not None or winner not in self.listed(standing, paper):
            return None
        why = "several are level for first place and a lot was drawn"
        self.met[-1].settled["won"] = why
        self.take(simulation, f"{stage.name}.tie", f"{self._round()}: {why}; {winner} won, as recorded")
        return standing & ~self._rows([winner], paper)

    def _leave(
        self, simulation: Simulation, clause: str, why: str, paper: Rows, out: Bools, possible: Bools | None = None
    ) -> None:
        """Who left by the record; it is said if by the rules it can only have been others."""
        who = ", ".join(self.listed(out, paper)) or "nobody"
        self.met[-1].settled["out"] = why
        if possible is not None and (out & ~possible).any():
            others = ", ".join(self.listed(possible, paper)) or "nobody"
            self.met[-1].settled["against"] = others
            why = f"{why}, but by the rules it would be among {others}"
        self.take(simulation, clause, f"{self._round()}: {why}; {who} left, as recorded")

    def _round(self) -> str:
        return self.met[-1].held.missing or f"round {self.behind}"

    def _settles_round(self, simulation: Simulation, stage: Ballot, computed: Decided) -> rounds.Round:
        """What a round decided, where its published figures cannot tell."""
        one, score, paper, standing, bases = computed
        met = self.met[-1]
        missing, why = met.held.entry is None, "the published figures cannot tell"
        nobody_drops = rounds.Drop(lowest="nobody")
        win_open = bool(rounds.decide(score, standing, stage.win, nobody_drops, 1, bases).doubt[0])
        won, leader, out = one.won, one.leader, self._leavers(paper, standing)
        if win_open:
            met.settled["won"] = f"{met.held.missing} was not published" if missing else why
            names = self.listed(standing, paper)
            if self.next is None and self.entry.official.winner in names:
                rows = [self.ids[c] for c in paper]
                won, leader = np.array([True]), np.array([rows.index(self.entry.official.winner)])
                self.take(
                    simulation,
                    f"{stage.name}.win",
                    f"{self._round()}: {why}; {self.entry.official.winner} won, as recorded",
                )
        if out is not None and not won[0]:
            if missing:
                met.settled["out"] = f"{met.held.missing} was not published"
                self.take(
                    simulation, stage.name, f"{met.held.missing} was not published; what followed is taken as recorded"
                )
            else:
                self._leave(simulation, f"{stage.name}.drop", why, paper, out, one.out)
        nobody = np.zeros_like(standing)
        none = np.array([False])
        gone = nobody if out is None or won[0] else out
        found: rounds.Round = replace(one, won=won, leader=leader, out=gone, tied=none, doubt=none, level=nobody)
        return found


@dataclass(frozen=True, slots=True)
class Cast:
    """Papers that were really cast: their tally among those standing is the round that was held."""

    conduct: Record
    simulation: Simulation
    stage: Ballot
    paper: Rows

    def of(self, keep: Bools) -> Cast:
        """There is one run."""
        return self

    def tally(self, standing: Bools) -> Tally | None:
        """The figures of the round; None: no further round was recorded."""
        conduct = self.conduct
        held = conduct.next
        if held is None:
            return None
        names = conduct.listed(standing, self.paper)
        found = (
            unknown(len(self.paper))
            if held.entry is None
            else figures(held.entry, [conduct.ids[c] for c in self.paper], self.stage, conduct.record)
        )
        if self._base_is_unknown():
            found = replace(found, slack=np.full((len(self.paper), 1), ANYTHING, object))
        by_law, conduct._by_law = conduct._by_law, None
        conduct.met.append(Met(held, self.stage, names if by_law is None else by_law, names, found))
        return found

    def _base_is_unknown(self) -> bool:
        """Whether a share is of heads that were not found, or of the votes of a first round that was not published."""
        if self.stage.name in self.conduct._blind:
            return True
        own = [one for one in self.conduct.met if one.stage is self.stage]
        first = ("votes of the first round", *(["votes cast"] if self.stage.ranked else []))
        if not own or not any(base in first for base in (self.stage.majority_of, self.stage.of, self.stage.lead_of)):
            return False
        entry = own[0].held.entry
        now = self.conduct.next.entry if self.conduct.next is not None else None
        # Percentages of two fresh ballots are of different votes.
        apart = not self.stage.ranked and any(one is not None and one.percents for one in (entry, now))
        return entry is None or apart


def _plan(record: Recorded) -> Iterator[Held]:
    """The rounds as they were held: those of the file, and between them those that its numbers say are missing."""
    before, sections, last = 0, None, 0
    for number, entry in enumerate(record.entry.rounds, 1):
        here = frozenset((*entry.votes, *entry.shares, *entry.college, is_question(entry)))
        if sections is not None and not unpublished(entry) and here != sections:
            before = 0
        count = before + 1 if entry.count is None else entry.count
        if count == "last":
            yield Held(last, None, "one or more counts before the last" if not unpublished(entry) else "the last count")
            count = before + 2
        for missing in range(before + 1, int(count)) if entry.count not in ("last", None) else ():
            yield Held(last, None, f"count {missing}")
        if not unpublished(entry):
            yield Held(number, entry)
            sections, last = here, number
        elif entry.count != "last":
            yield Held(last, None, f"count {count}")
        before = int(count)


# --- figures ----------------------------------------------------------------------------------------------------------
def unknown(rows: int) -> Tally:
    """A round of which no figures were published."""
    zeros = np.full((rows, 1), F(0), object)
    return Tally(zeros, np.array([F(0)], object), np.full((rows, 1), ANYTHING, object), np.array([ANYTHING], object))


def figures(entry: RoundEntry, on: Sequence[str], stage: Ballot, record: Recorded) -> Tally:
    """A recorded round as a tally in fractions: votes as counted, shares as intervals of half a unit of the last digit."""
    if entry.percents:
        return _of_the_whole(entry, on)
    if entry.points:
        score, slack = _column(entry.points, on), _column(entry.points, on, half=True)
        total = score.sum(axis=0)
        return Tally(score, total, slack, slack.sum(axis=0))
    weights = dict(items(stage.weights))
    given = {**entry.college, **entry.shares, **entry.votes}
    named = tuple(weights) or items(stage.sections)
    sections = tuple(given) if stage.units or ALL in given or not named else named
    votes = np.stack([_column(given[section], on) for section in sections], axis=1)
    if not (entry.shares or entry.college):
        return tally(votes, stage.scoring(sections))
    slack = np.stack(
        [_column(given[s], on, half=s not in entry.votes, zero=s in entry.votes) for s in sections], axis=1
    )
    live = np.array([[_live(section, entry, weights[section])] for section in sections], object)
    return tally(votes, stage.scoring(sections), slack, live)


def _live(section: str, entry: RoundEntry, weight: Fraction) -> Fraction:
    """What a section's figures are shares of: its votes, a hundred per cent, or its part of the college."""
    if section in entry.votes:
        return sum((one.exact for one in entry.votes[section].values()), F(0))
    return F(100) if section in entry.shares else 100 * weight


def _of_the_whole(entry: RoundEntry, on: Sequence[str]) -> Tally:
    """Percentages of all votes; of those still counted, where papers that are exhausted are among the hundred."""
    score, slack = _column(entry.percents, on), _column(entry.percents, on, half=True)
    exhausted = entry.declared.exhausted if entry.declared is not None else None
    whole, loose = (F(100), F(0)) if exhausted is None else (100 - exhausted.exact, exhausted.half)
    return Tally(score, np.array([whole], object), slack, np.array([loose], object))


def _column(block: Mapping[str, Published], on: Sequence[str], *, half: bool = False, zero: bool = False) -> Fractions:
    """Figures[candidate, run] of a block, or how far each may be off."""
    nothing = F(0)
    made = [[nothing if zero or one not in block else block[one].half if half else block[one].exact] for one in on]
    return np.array(made, object)


__all__ = ["ANYTHING", "NOBODY", "Held", "Met", "Record", "figures", "simulated"]
