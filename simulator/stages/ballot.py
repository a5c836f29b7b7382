"""A ballot: papers go out, votes are counted as the book says, and somebody wins, drops out, or another ballot follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from simulator.engine.cohort import Cohort
from simulator.engine.ledger import Step
from simulator.engine.results import RoundCounted
from simulator.engine.simulation import ENDS, NOT_IN_THE_BOOK, THE_SCENARIO, Events, Figures, Simulation
from simulator.procedures import rounds
from simulator.procedures.arrays import Bools, Days, Heads, Rows, Votes
from simulator.procedures.ballots import Ballots
from simulator.procedures.bars import percent
from simulator.procedures.tallying import NEAR, Scoring, Tally, Units, apportion, blocks, tally
from simulator.stages.motion import question, question_steps
from simulator.stages.result import final_shares
from simulator.stages.stage import Act, Stage, Steps, Way, count_words, unsaid_words, word, word_each
from simulator.stages.values import (
    Names,
    PointsPerUnit,
    Said,
    Seats,
    Ties,
    Unsaid,
    choice,
    floors,
    heads,
    items,
    names,
    seats,
    share,
    text,
    ties,
    unfinished,
    units,
)
from simulator.words.lists import listed
from simulator.words.problems import did_you_mean

if TYPE_CHECKING:
    import numpy as np
else:
    from simulator.words.lazy import np


a_share = share
Papers: TypeAlias = "Ballots[Votes | Tally | None]"
FIRST = "votes of the first round"
BASES = ("votes cast", "continuing votes", FIRST, "all entitled")
RANKED = ("ranked", "ranked in full")
YES_OR_NO = "yes or no"
FEW = 2_000
"""Voters so few that their votes are told one by one."""
IN_A_COUNT = (
    "weights", "units", "block", "seats",
    "win.by", "win.majority_of", "win.share", "win.of", "win.test", "win.lead", "win.lead_of",
)  # fmt: skip
"""Words that every count asks for, where the book has them."""

NO_TIE_RULE = {Unsaid.UNKNOWN: "no rule was found", Unsaid.SILENT: "the book does not say"}
FOR_FIRST = ("again", "lot")
"""Tie rules that can say who of those level for first place is elected."""
NO_TIE_RULE_WRITTEN = tuple(map(str, NO_TIE_RULE))


@dataclass(frozen=True)
class Ballot(Stage):
    """One electorate votes on whoever stands: votes are tallied and tested, and somebody may win or drop out."""

    kind: ClassVar[str] = "ballot"
    outcomes_known: ClassVar = {
        "won": "somebody meets every test",
        "not won": "nobody meets them, and the count is over",
        "left": "as many are left as the ballot should leave",
        "tied": "several are level for first place",
        "one left": "only one is left to vote for",
        "carried": "the question is carried",
        "lost": "the question is lost",
    }
    days: ClassVar = ("opens", "closes", "further", "declared")
    votes: ClassVar[bool] = True
    asked_when_needed: ClassVar = ("withdrawn",)

    sections: Said[Names] = word(names, "the bodies that vote")
    weights: Said[tuple[tuple[str, Fraction], ...]] = word_each(
        share, "what each section weighs; together they are the whole"
    )
    together: Said[str] = word(
        choice("one pool", "weighted sections"), "how sections are put together", "one pool", shown=True
    )
    units: Said[PointsPerUnit] = word(units, "so many points for each unit of a kind", optional=True)
    block: Said[Names] = word(names, "sections whose votes go as a block to whoever leads in them", optional=True)
    seats: Said[tuple[Seats, ...]] = word(seats, "sections whose votes are seats", optional=True)
    paper: Said[str] = word(choice("one name", *RANKED, YES_OR_NO), "what a paper bears")
    options: Said[Names] = word(
        names, "options on every paper, such as to reopen nominations; they never drop out", optional=True
    )
    by: Said[str] = word(choice("tests", "most votes", "nobody"), "who wins", path="win.by", optional=True)
    majority_of: Said[str] = word(
        choice(*BASES), "of what more than half is needed", path="win.majority_of", optional=True
    )
    share: Said[Fraction] = word(share, "the share that is needed", path="win.share", optional=True)
    of: Said[str] = word(choice(*BASES), "of what the share is", path="win.of", optional=True)
    test: Said[str] = word(
        choice("at least", "more than"), "whether the share itself is enough", path="win.test", optional=True
    )
    lead: Said[Fraction] = word(a_share, "by what share the first must lead the second", path="win.lead", optional=True)
    lead_of: Said[str] = word(choice(*BASES), "of what the lead is a share", path="win.lead_of", optional=True)
    lowest: Said[str] = word(
        choice("one at a time", "all tied", "all who cannot catch up", "nobody"), "who drops out if nobody wins",
        "one at a time", path="drop.lowest",
    )  # fmt: skip
    below: Said[tuple[int | Fraction, ...]] = word(
        floors, "floors of the rounds, below which everybody drops out", path="drop.below", optional=True
    )
    keep: Said[int] = word(heads, "how many stay in", path="drop.keep", optional=True)
    tie: Said[Ties] = word(
        ties,
        "what breaks a tie for last place, or for first where most votes win, rule after rule; again is tried once for each tie",
        optional=True,
    )
    left: Said[int] = word(heads, "go on until so many are left", path="until.left", optional=True)
    withdrawn: Said[str] = word(choice("the rest go on"), "what follows if a nominee withdraws", optional=True)
    voting: Said[str] = word(text, "how votes are cast", shown=True)
    freeze: Said[str] = word(text, "the day by which voters must have joined", shown=True)
    fee: Said[str] = word(text, "what voters pay to sign up", shown=True)
    declared: Said[str] = word(text, "how the result is declared", shown=True)
    purpose: Said[str] = word(text, "what the ballot is for", shown=True)
    win: rounds.Win = field(default_factory=rounds.Win)
    drop: rounds.Drop = field(default_factory=rounds.Drop)

    @classmethod
    def derived(cls, name: str, values: Mapping[str, object]) -> dict[str, object]:
        """The routes, and the tests and drop rules as the count takes them."""
        return {**super().derived(name, values), "win": _win(values), "drop": _drop(values)}

    @classmethod
    def dead(cls, said: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        """What a count never comes to: a tie where nobody drops out, what belongs to a question on a ballot of names."""
        drops = ("drop.lowest", "drop.below", "drop.keep")
        if said.get("paper") == YES_OR_NO:
            only = (*drops, "tie", "until.left", "options", "together", "units", "block", "seats", "withdrawn")
            yield from ((path, "it asks a question, yes or no") for path in (*only, *_under("weights", said)))
            return
        if said.get("win.by") == "most votes":
            yield from ((path, "whoever has most votes wins at once") for path in (*drops, "until.left"))
            if said.get("tie") in NO_TIE_RULE_WRITTEN:
                yield "tie", "where most votes win, then.tied says what follows if several are level"
        elif "drop.keep" in said:
            yield "drop.lowest", "all but so many drop out"
        elif said.get("drop.lowest") == "nobody" and "drop.below" not in said:
            yield "tie", "nobody drops out"
        elif said.get("drop.lowest") == "all tied":
            yield "tie", "all who are level drop out"
        if said.get("win.by") == "nobody":
            tests = ("majority_of", "share", "of", "test", "lead", "lead_of")
            yield from ((f"win.{leaf}", "nobody can win it") for leaf in tests)
        for test, own in (("share", ("of", "test")), ("lead", ("lead_of",))):
            if f"win.{test}" not in said:
                yield from ((f"win.{leaf}", f"no {test} is needed to win") for leaf in own)
        if _under("weights", said) or "units" in said:
            yield "together", "its sections are weighed" if "units" not in said else "its units have points"

    @property
    def ranked(self) -> bool:
        """Papers rank the candidates, so that they can be counted again among those left."""
        return self.paper in RANKED

    @property
    def asks_a_question(self) -> bool:
        """It is a vote of yes or no."""
        return bool(self.paper == YES_OR_NO)

    @property
    def tie_rules(self) -> tuple[str, ...]:
        """The tie rules in their order; none where nothing is said, or it is not known."""
        return items(self.tie)

    @property
    def drops_somebody(self) -> bool:
        """Somebody drops out of a round that nobody wins."""
        return self.lowest != "nobody" or self.keep is not None or self.below is not None

    @property
    def counts_on(self) -> bool:
        """The same papers are counted on, round after round: somebody drops out of each that nobody wins."""
        always = self.lowest != "nobody" and self.keep is None and self.by != "most votes"
        return self.ranked and always and self.then.get("not won") in (None, "go on") and self.left is None

    @property
    def tests(self) -> bool:
        """Something is written that whoever wins must meet."""
        return any(one is not None for one in (self.majority_of, self.share, self.lead))

    @property
    def sections_described(self) -> set[str]:
        """The sections of which more is said than that they vote: what they weigh, their seats, or that they are a block."""
        weighed = (name for name, _ in items(self.weights))
        return {*weighed, *(rule.section for rule in items(self.seats)), *items(self.block)}

    @property
    def tries_again(self) -> bool:
        """A tie is a reason to hold the ballot again."""
        return "again" in items(self.tie)

    def outcomes(self, *, in_office: bool) -> tuple[str, ...]:
        """The outcomes its own provisions allow."""
        if self.asks_a_question:
            return ("carried", "lost")
        found = [] if self.by == "nobody" else ["won"]
        if self.by == "most votes" and "lot" not in self.tie_rules:
            found.append("tied")
        if not self.counts_on and (self.by != "most votes" or self.tests):
            found.append("not won")
        if self.left is not None:
            found.append("left")
        return (*found, "one left", *(f"{one} won" for one in items(self.options)))

    def left_standing(self, outcome: str, before: frozenset[int]) -> frozenset[int]:
        """One has won, or is left; of those who go on there may be one where somebody drops out."""
        if outcome in ("won", "one left") or (outcome == "left" and self.left == 1):
            return frozenset({1})
        if outcome in ("carried", "lost"):
            return before
        return frozenset({2}) if outcome == "tied" else frozenset({1, 2})

    def unsound(self) -> Iterator[tuple[str, str, str]]:
        """Tests of nothing, bases that mean nothing, ties that are passed over, sections that nobody knows."""
        yield from self._untestable()
        if not self.asks_a_question:
            yield from self._unbreakable()
        yield from self._weighed_wrongly()
        if isinstance(self.sections, tuple):
            yield from self._unknown_sections(self.sections)

    def _weighed_wrongly(self) -> Iterator[tuple[str, str, str]]:
        """Weights that are not those of the sections, or not the whole."""
        if isinstance(self.weights, tuple) and isinstance(self.sections, tuple):
            if {name for name, _ in self.weights} != set(self.sections):
                yield "weights", "the weights are not those of the sections", f"weigh {', '.join(self.sections)}"
            elif (total := sum(weight for _, weight in self.weights)) != 1:
                said = f"the weights of the sections add to {percent(Fraction(total))}"
                yield "weights", said, "they must add to the whole"
        if self.together == "weighted sections" and self.weights is None:
            yield "weights", "the sections are weighted and no weights are given", "write weights:"
        elif self.together == "one pool" and self.weights is not None:
            yield "weights", "one pool has no weights", "write together: weighted sections"

    def _unknown_sections(self, sections: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
        """Sections that a provision names and the ballot does not have; an option that is called as one is."""
        seats_ = items(self.seats)
        named = [("block", one) for one in items(self.block)] + [("seats", one.section) for one in seats_]
        named += [("seats", one.as_many_as) for one in seats_ if one.as_many_as]
        for path, section in named:
            if section not in sections:
                yield path, f"“{section}” is no section of this ballot", did_you_mean(section, sections)
        for one in items(self.options):
            if one in sections:
                yield "options", f"“{one}” is a section, and no option of a paper", "name the option otherwise"

    def _untestable(self) -> Iterator[tuple[str, str, str]]:
        """Tests that nobody can meet, or that are of nothing."""
        question, questions = self.asks_a_question, ("votes cast", "all entitled")
        if self.by in (None, "tests") and not self.tests:
            yield "win", "nobody can win: no test is given", "write win: {majority_of: votes cast}, or by: most votes"
        for test, of, value, base in (
            ("majority_of", "majority_of", self.majority_of, self.majority_of),
            ("share", "of", self.share, self.of),
            ("lead", "lead_of", self.lead, self.lead_of),
        ):
            if value is not None and base is None:
                yield f"win.{of}", f"a {test} needs to know of what", f"write {of}: {' or '.join(questions)}"
            if question and base in BASES and base not in questions:
                yield f"win.{of}", f"a question has no {base}", f"write {' or '.join(questions)}"
            elif base == "all entitled" and any(one is not None for one in (self.weights, self.units, self.seats)):
                yield f"win.{of}", "weights, points and seats are no share of all entitled", "write votes cast"

    def _unbreakable(self) -> Iterator[tuple[str, str, str]]:
        """Ties of which nothing is said, or which cannot be broken as is said; papers counted on, and held again."""
        lowest = self.lowest in ("one at a time", "all who cannot catch up")
        may_tie = self.by != "most votes" and (self.keep is not None or lowest)
        if may_tie and self.tie is None:
            yield "tie", "two may be level for last place, and nothing is said of ties", "write a rule, or tie: unknown"
        rules = self.tie_rules
        for rule in [one for one in rules if one not in FOR_FIRST] if self.by == "most votes" else ():
            yield (
                "tie",
                f"“{rule}” elects nobody of those who are level for first place",
                "write lot, or again, then lot",
            )
        if self.ranked and self.then.get("not won") == "again":
            yield "then.not won", "papers are ranked, but the ballot is held again", "write paper: one name, or go on"
        if self.ranked and "again" in rules:
            yield "tie", "papers that are ranked are not voted on again", "leave out again"
        if self.paper == "one name" and "by earlier rounds" in rules and self.by != "most votes":
            yield "tie", "papers that bear one name have no earlier rounds", "leave out by earlier rounds"
        if self.paper == "one name" and self.then.get("not won") == "go on":
            yield "then.not won", "papers bear one name, and cannot be counted on", "write again, or another stage"
        if self.paper == "one name" and self.by == "most votes" and self.then.get("tied") == "go on":
            yield "then.tied", "“go on” leads nowhere here", "write again, or another stage"

    # --- the vote -----------------------------------------------------------------------------------------------------
    def simulate(self, simulation: Simulation, cohort: Cohort, number: int) -> Iterator[Events]:
        """Ballot papers go out; the ballot closes; the votes are counted."""
        if not self.all_said(simulation, cohort, "options", "until.left"):
            return
        if not self.asks_a_question:
            cohort = self._few(simulation, self._without_those_who_withdraw(simulation, cohort, number))
        if not cohort or not simulation.said(self.sections, f"{self.name}.sections", cohort):
            return
        if lacking := simulation.conduct.lacks(self):
            simulation.unresolved(cohort, f"{self.name}.sections", lacking, whose=THE_SCENARIO)
            return
        if not number and not self.asks_a_question:
            cohort = simulation.conduct.moves("papers go out", simulation, self, cohort)
            simulation.note(
                cohort, Step.BALLOT, f"{self.name}.sections", partial(paper_words, simulation, self, cohort)
            )
        if cohort:
            closes = simulation.conduct.day("closes again" if number else "closes", simulation, self, cohort)
            yield self._poll(simulation, cohort, closes, number)

    def _without_those_who_withdraw(self, simulation: Simulation, cohort: Cohort, number: int) -> Cohort:
        """Nominees may withdraw; what follows is the book's to say, and books seldom do."""
        gone = simulation.conduct.withdraws(simulation, self, number, cohort)
        if gone is None or not (some := np.any(gone, axis=0)).any():
            return cohort
        clause, part = f"{self.name}.withdrawn", cohort.where(some)
        unsaid = self.withdrawn is None or isinstance(self.withdrawn, Unsaid)
        if unsaid and not simulation.conduct.settles(simulation, self, "withdrawn", part, gone[:, some]):
            simulation.said(self.withdrawn, clause, part)
            return cohort.where(~some)
        simulation.worlds.asked.add(clause)
        left = part.take(simulation.ledger.nominees) & ~gone[:, some]
        simulation.ledger.sift(part, left)
        simulation.note(part, Step.PULLED_OUT, clause, partial(withdrawn_words, simulation, gone[:, some]))
        nobody = ~np.any(left, axis=0)
        simulation.unresolved(part.where(nobody), clause, "nobody is left on the ballot")
        return Cohort.merged([cohort.where(~some), part.where(~nobody)])

    def _few(self, simulation: Simulation, cohort: Cohort) -> Cohort:
        """Part from the runs in which one is left, or as few as the ballot should leave: no vote is needed."""
        left = cohort.take(simulation.ledger.nominees).sum(axis=0, dtype=np.int16)
        alone = left == 1 if "one left" in self.then and not self.options else np.zeros(len(cohort), np.bool_)
        enough = ~alone & (left <= (self.left or 0))
        simulation.follow(self, "one left", cohort.where(alone))
        simulation.follow(self, "left", cohort.where(enough))
        return cohort.where(~alone & ~enough)

    def _poll(self, simulation: Simulation, cohort: Cohort, closes: Days, number: int) -> Events:
        yield simulation.until(cohort, closes)
        if not self.all_said(simulation, cohort, *IN_A_COUNT):
            return
        if self.asks_a_question:
            question(simulation, self, cohort, self.win, f"{self.name}.win")
            return
        if isinstance(self.paper, Unsaid) and not simulation.conduct.settles(simulation, self, "paper", cohort, None):
            simulation.said(self.paper, f"{self.name}.paper", cohort)
            return
        simulation.worlds.asked.add(f"{self.name}.paper")
        again = self.then.get("not won") == "again"
        if self.ranked and again:
            against = f"contradicts {self.name}.then.not won: papers are ranked, and held again"
            simulation.unresolved(cohort, f"{self.name}.paper", against)
            return
        simulation.ledger.enter_options(cohort, self._options(simulation))
        nominees = cohort.take(simulation.ledger.nominees)
        stand = simulation.conduct.settles(simulation, self, "standing", cohort, (None, nominees))
        if stand is not None:
            simulation.ledger.sift(cohort, stand)
            nominees = stand
        simulation.ledger.put_on_paper(cohort, nominees, first=not number)
        paper = np.flatnonzero(nominees.any(axis=1))
        for part in cohort.parts(simulation.conduct.at_once(simulation, self)):
            ballots = simulation.conduct.ballots(simulation, self, number, part, paper)
            if ballots is None:
                simulation.waits(self, number, part)
            elif isinstance(ballots, str):
                simulation.ledger.withdraw_options(part, self._options(simulation))
                if ballots == "not won":
                    self._goes_on(simulation, part, number + 1)
                else:
                    simulation.follow(self, ballots, part)
            else:
                self._count(simulation, part, number, paper, ballots)

    def _options(self, simulation: Simulation) -> list[int]:
        """The options of the paper, by their numbers: they are on it at every ballot, and stand for nothing else."""
        return [simulation.conduct.ids.index(one) for one in items(self.options)]

    # --- the count ----------------------------------------------------------------------------------------------------
    def _count(self, simulation: Simulation, cohort: Cohort, number: int, paper: Rows, ballots: Papers) -> None:
        """One round of papers that bear one name; round after round of the same papers where they are ranked."""
        entitled = simulation.conduct.entitled(simulation, self, cohort)
        if entitled is None and "all entitled" in (self.majority_of, self.of, self.lead_of):
            simulation.unresolved(
                cohort, f"{self.name}.win", "how many are entitled to vote is not known", whose=THE_SCENARIO
            )
            return
        bases = {} if entitled is None else {"all entitled": entitled}
        looks_back = FIRST in (self.majority_of, self.of, self.lead_of) and not self.counts_on
        if looks_back and number:
            first = self._votes_of_the_first(simulation, cohort)
            if first is None:
                return
            bases[FIRST] = first
        nobody = np.zeros(len(cohort), np.bool_)
        again = cohort.take(simulation.ledger.again) if self.tries_again and number else nobody
        going = _Count(cohort, cohort.take(simulation.ledger.nominees)[paper], ballots, [], bases, nobody, again)
        options = np.flatnonzero(np.isin(paper, self._options(simulation))).tolist()
        counted = 0
        while going.cohort:
            counted += 1
            if counted > 1:
                stand = simulation.conduct.settles(simulation, self, "standing", going.cohort, (paper, going.standing))
                going = going if stand is None else replace(going, standing=stand)
            score = self._tallied(simulation, going, paper)
            if score is None:
                return
            going.bases.setdefault(FIRST, score.total)
            going.bases.setdefault("votes cast", score.total)
            if looks_back and not number:
                simulation.ledger.keep_first(self.name, cohort, score.total)
            one = rounds.decide(score, going.standing, self.win, self.drop, number + counted, going.bases, options)
            if one.doubt.any():
                one = simulation.conduct.settles(
                    simulation, self, "round", going.cohort, (one, score, paper, going.standing, going.bases)
                )
            going = self._after(simulation, going, paper, score, one, number + counted)
            if not self.counts_on:
                return

    def _votes_of_the_first(self, simulation: Simulation, cohort: Cohort) -> Votes | None:
        """The valid votes[run] of this stage's first ballot; None: nobody knows them, and these runs end."""
        votes = simulation.ledger.votes_of_the_first(self.name, cohort)
        if votes is None:
            votes = simulation.conduct.settles(simulation, self, "first", cohort, None)
        if votes is None:
            why = "how many voted in the first ballot is not known"
            simulation.unresolved(cohort, f"{self.name}.win", why, whose=THE_SCENARIO)
        return votes

    def _tallied(self, simulation: Simulation, going: _Count, paper: Rows) -> Tally | None:
        votes = going.ballots.tally(going.standing)
        if votes is None:
            simulation.waits(self, len(going.history), going.cohort)
            return None
        if isinstance(votes, Tally):
            return votes
        columns = getattr(going.ballots, "columns", items(self.sections))
        for rule in simulation.worlds.seats_from(self.name):
            simulation.keep_seats(rule, going.cohort, paper, seats_of(rule, votes, columns))
        votes, sections = self._by_section(votes, columns)
        by_unit = () if sections is columns else tuple(one for one in sections if columns.count(one) > 1)
        return tally(votes, self.scoring(sections, by_unit))

    def scoring(self, sections: tuple[str, ...], by_unit: tuple[str, ...] = ()) -> Scoring:
        """How votes become scores, aligned with some sections; ``by_unit``: those whose units have voted as blocks by now."""
        given, blocks_ = dict(items(self.weights)), items(self.block)
        return Scoring(
            weights=tuple(given[one] for one in sections) if given else (),
            units=Units(self.units.points, self.units.capped) if isinstance(self.units, PointsPerUnit) else None,
            block=tuple(one in blocks_ and one not in by_unit for one in sections) if blocks_ else (),
        )

    def _by_section(self, votes: Votes, columns: tuple[str, ...]) -> tuple[Votes, tuple[str, ...]]:
        """Votes with a column a section: seats are apportioned, and units that vote as a block are given to who leads there.

        Only where each unit has points its columns are left apart.
        """
        rules = {rule.section: rule for rule in items(self.seats) if rule.whence == rule.section}
        sections = tuple(dict.fromkeys(columns))
        if self.units or (len(sections) == len(columns) and not rules):
            return votes, columns
        found = []
        for section in sections:
            own = votes[:, [column for column, one in enumerate(columns) if one == section]]
            if section in rules:
                own = seats_of(rules[section], votes, columns)[:, None]
            elif section in items(self.block) and own.shape[1] > 1:
                own = blocks(own)
            found.append(own.sum(axis=1))
        return np.stack(found, axis=1), sections

    def _after(
        self, simulation: Simulation, going: _Count, paper: Rows, score: Tally, one: rounds.Round, number: int
    ) -> _Count:
        """What follows from a round: somebody has won, somebody drops out, or no rule decides."""
        cohort, ledger = going.cohort, simulation.ledger
        alone = (going.standing.sum(axis=0) == 1) & ("one left" in self.then)
        ties_told: list[Callable[[], str]] = []
        if self.tries_again:
            ledger.hold_again(cohort, again=False)
        level = one.tied & ~one.won & ~alone
        if self.by == "most votes" and level.any():
            one = self._first_of_the_level(simulation, going, paper, score, one, level, ties_told)
        won = one.won | alone
        out, wanting = self._leaving(simulation, going, paper, score, one, won, number, ties_told)
        again = cohort.take(ledger.again) if self.tries_again else np.zeros(len(cohort), np.bool_)
        stuck = np.any([np.zeros_like(won), *wanting.values()], axis=0)
        if simulation.events is not None:
            bases, here = {**going.bases, "continuing votes": score.total}, going.standing[:, 0]
            simulation.report(RoundCounted(self, number, paper, here.copy(), score, one, out[:, 0] & here, bases))
        tied = one.tied & ~won & (self.by == "most votes")
        done = won | stuck | tied
        finished = done | (not self.counts_on)
        if finished.any():
            total = np.maximum(score.total[finished].astype(np.float64), 1e-12)
            ledger.count(
                cohort.where(finished), paper, (score.score[:, finished] / total), (level | going.tied)[finished]
            )
        if simulation.events is not None and not done[0] and score.total[0] > 0:
            words = partial(round_words, simulation, self, number, going, paper, score, out)
            acts = f"{self.name}.{_acts(self, number, going, score, out)}"
            simulation.remark(words, acts, partial(round_figures, simulation, going, paper, score))
        for told in ties_told:
            simulation.remark(told, f"{self.name}.tie")
        left = going.standing & ~out
        if self.by == "nobody":
            ledger.drop(cohort.where(won), paper, going.standing[:, won])
            simulation.follow(self, "one left", cohort.where(won))
        else:
            self._won(simulation, cohort.where(won), paper[one.leader[won]])
        ledger.withdraw_options(cohort.where(tied), self._options(simulation))
        simulation.follow(self, "tied", cohort.where(tied), number)
        for clause, mask in wanting.items():
            self._stuck(simulation, going, paper, score, mask, clause, number)
        if not self.counts_on:
            self._held_again(simulation, cohort.where(~done), paper, left[:, ~done], number, again[~done])
            return going.where(np.zeros(len(cohort), np.bool_))
        going.history.append(score.score)
        return replace(going, standing=left, tied=going.tied | level).where(~done)

    def _first_of_the_level(
        self,
        simulation: Simulation,
        going: _Count,
        paper: Rows,
        score: Tally,
        one: rounds.Round,
        level: Bools,
        told: list[Callable[[], str]],
    ) -> rounds.Round:
        """A round in which most votes win, once the book's tie rules have been put to those level for first place.

        level  bool[run] several are level;  told: filled with how ties were broken, in the one run that is narrated
        """
        for rule in self.tie_rules:
            if not level.any():
                break
            if rule not in FOR_FIRST:
                continue
            if rule == "again":
                settled = level & ~going.again
                simulation.ledger.hold_again(going.cohort.where(settled), again=True)
                one = replace(one, tied=one.tied & ~settled)
            else:
                first = rounds.level_for_first(score, going.standing) & level
                lots = simulation.conduct.lots(paper, going.cohort)
                if lots is None:
                    asked = (one, score, paper, going.standing)
                    out = simulation.conduct.settles(simulation, self, "tie", going.cohort, asked)
                else:
                    out = rounds.break_tie(first, rule, (), lots, np.maximum(first.sum(axis=0) - 1, 0))
                if out is None:
                    break
                settled, leader = level, np.where(level, (first & ~out).argmax(axis=0), one.leader)
                # Whoever is drawn still has to meet what else is written: a share, say. A lead nobody has who is level.
                alone = rounds.decide(score, first & ~out, self.win, self.drop, 1, going.bases)
                met = alone.won & level & (self.lead is None)
                one = replace(one, won=one.won | met, leader=leader, tied=one.tied & ~level)
            if simulation.events is not None and settled[0]:
                told.append(partial(first_words, simulation, paper, rule, score, going.standing, one))
            level = level & ~settled
        return one

    def _leaving(
        self,
        simulation: Simulation,
        going: _Count,
        paper: Rows,
        score: Tally,
        one: rounds.Round,
        won: Bools,
        number: int,
        told: list[Callable[[], str]],
    ) -> tuple[Bools, dict[str, Bools]]:
        """Who leaves; and by the clause that is wanting, the runs in which no rule says who.

        told   filled with how ties were broken, in the one run that is narrated
        """
        nobody = np.zeros_like(won)
        if self.by == "most votes" or won.all():
            return np.zeros_like(going.standing), {}
        unknown = [path for path in ("drop.below", "drop.keep", "drop.lowest") if unfinished(self.value(path))]
        if unknown:
            undecided = ~won & (~one.out.any(axis=0) | (unknown != ["drop.lowest"]))
            if undecided.any():
                at = simulation.conduct.settles(
                    simulation, self, "drop", going.cohort, (one, score, paper, going.standing)
                )
                if at is None:
                    return one.out & ~undecided, {unknown[0]: undecided}
                return np.where(undecided, at, one.out), {}
        decided = self._after_ties(simulation, going, paper, replace(one, tied=one.tied & ~won), told)
        out, level = decided.out, decided.tied & ~won
        if level.any():
            answer = simulation.conduct.settles(
                simulation, self, "tie", going.cohort, (one, score, paper, going.standing)
            )
            if answer is not None:
                return np.where(level, answer, out), {}
        everybody = (out == going.standing).all(axis=0) & out.any(axis=0) & ~won & ~level
        # Papers that are counted on need somebody to drop out; options never do, so that two of them may be left for ever.
        nobody = ~out.any(axis=0) & ~won & self.counts_on
        if nobody.any():
            at = simulation.conduct.settles(simulation, self, "drop", going.cohort, (one, score, paper, going.standing))
            if at is not None:
                out, nobody = np.where(nobody, at, out), np.zeros_like(won)
        if not everybody.any():
            return out, {"tie": level | nobody}
        by_floor = everybody & self._under_the_floor(going, score, number)
        by_rule = everybody & ~by_floor & (self.lowest == "all tied")
        return out, {
            "tie": level | nobody | (everybody & ~by_floor & ~by_rule), "drop.below": by_floor, "drop.lowest": by_rule
        }  # fmt: skip

    def _under_the_floor(self, going: _Count, score: Tally, number: int) -> Bools:
        """The runs in which everybody is below the floor of this round."""
        floors_ = items(self.below)
        if number > len(floors_):
            return np.zeros(going.standing.shape[1], np.bool_)
        floor = floors_[number - 1]
        most = np.where(going.standing, score.score, 0).max(axis=0)
        under: Bools = most < (floor if isinstance(floor, int) else float(floor) * score.total)
        return under

    def _after_ties(
        self, simulation: Simulation, going: _Count, paper: Rows, one: rounds.Round, told: list[Callable[[], str]]
    ) -> rounds.Round:
        """A round once the book's tie rules have been put, in their order, to those who are level."""
        for rule in self.tie_rules if one.tied.any() else ():
            before = one
            if rule == "again":
                first = one.tied & ~going.again
                simulation.ledger.hold_again(going.cohort.where(first), again=True)
                one = replace(one, out=one.out & ~first, tied=one.tied & ~first, level=one.level & ~first)
            elif rule == "all tied":
                one = rounds.after_tie(one, rule, going.history, None)
            else:
                lots = simulation.conduct.lots(paper, going.cohort) if rule == "lot" else None
                one = rounds.after_tie(one, rule, going.history, lots)
            if simulation.events is not None and before.tied[0] and not one.tied[0]:
                told.append(partial(tie_words, simulation, paper, rule, before, one))
            if not one.tied.any():
                break
        return one

    def _stuck(
        self, simulation: Simulation, going: _Count, paper: Rows, score: Tally, stuck: Bools, clause: str, number: int
    ) -> None:
        """No rule says who drops out, or the rule leaves nobody: these runs end here."""
        if not stuck.any():
            return
        value = self.value(clause)
        why = getattr(value, "why", value) if unfinished(value) else NOT_IN_THE_BOOK if value is None else "not decided"
        when = None if clause != "tie" else partial(level_words, simulation, going, paper, score, stuck, number)
        simulation.unresolved(going.cohort.where(stuck), f"{self.name}.{clause}", why, when)

    def _won(self, simulation: Simulation, cohort: Cohort, winner: Rows) -> None:
        """Somebody has won: an option has a route of its own; a candidate is left alone."""
        if not cohort:
            return
        options = self._options(simulation)
        for option in options:
            part = cohort.where(winner == option)
            if simulation.events is not None and part:
                words = partial(option_words, simulation, part, option)
                clause = f"{self.name}.then.{simulation.conduct.ids[option]} won"
                simulation.remark(words, clause, partial(final_shares, simulation, part))
            simulation.ledger.withdraw_options(part, options)
            simulation.follow(self, f"{simulation.conduct.ids[option]} won", part)
        is_option = np.isin(winner, options)
        part = cohort.where(~is_option)
        if part:
            who = winner[~is_option]
            if self.then.get("won") == "elected":
                simulation.ledger.elect(part, who)
            else:
                simulation.ledger.sift(part, np.arange(len(simulation.conduct.ids))[:, None] == who)
            simulation.follow(self, "won", part)

    def _held_again(
        self, simulation: Simulation, cohort: Cohort, paper: Rows, standing: Bools, number: int, again: Bools
    ) -> None:
        """Nobody has won: those still standing go on, to a fresh ballot, to another stage, or as few as should be left.

        again  bool[run] the ballot is held again with everybody, for a tie
        """
        if not cohort:
            return
        simulation.ledger.drop(cohort, paper, standing)
        simulation.ledger.withdraw_options(cohort, self._options(simulation))
        tied = cohort.where(again)
        simulation.note(tied, Step.BALLOT_AGAIN, f"{self.name}.tie", partial(again_words, simulation, self, tied))
        simulation.onward(self.name, tied, f"{self.name}.tie", number)
        cohort = cohort.where(~again)
        if not cohort:
            return
        cohort = simulation.conduct.moves("after a round", simulation, self, cohort)
        left = cohort.take(simulation.ledger.nominees).sum(axis=0, dtype=np.int16)
        enough = left <= (self.left or 0)
        if simulation.events is not None and enough.any():
            simulation.remark(partial(left_words, simulation, cohort), f"{self.name}.until.left")
        simulation.follow(self, "left", cohort.where(enough))
        self._goes_on(simulation, cohort.where(~enough), number)

    def _goes_on(self, simulation: Simulation, cohort: Cohort, number: int) -> None:
        """Nobody has won and more are left than should be: a fresh ballot, or another stage; ``number``: ballots held so far."""
        clause, route = f"{self.name}.then.not won", self.then.get("not won")
        if route in (None, "go on"):
            simulation.unresolved(cohort, clause, "no further ballot is in the book" if route is None else route)
        elif route == "again" or route == self.name:
            simulation.note(cohort, Step.BALLOT_AGAIN, clause, partial(again_words, simulation, self, cohort))
            simulation.onward(self.name, cohort, clause, number)
        elif isinstance(route, str) and route not in ENDS:
            words, figures = partial(sifted_words, simulation, cohort), partial(final_shares, simulation, cohort)
            simulation.note(cohort, Step.SIFTED, clause, words, figures)
            simulation.follow(self, "not won", cohort)
        else:
            simulation.follow(self, "not won", cohort)

    # --- what may happen ----------------------------------------------------------------------------------------------
    def steps(self, simulation: Simulation, cohort: Cohort, number: int) -> Steps:
        """Who votes, by what test somebody is elected or drops out, and what may come of it with those who stand."""
        sections = items(self.sections)
        if self.asks_a_question:
            return question_steps(self, simulation, cohort, number, sections, win_words(self), f"{self.name}.win")
        options = set(items(self.options))
        rows = np.flatnonzero(simulation.ledger.nominees[:, cohort.runs[0]]).tolist()
        stand = tuple(simulation.name(c) for c in rows if simulation.conduct.ids[c] not in options)
        weighed = {name: f"{name} {float(part):.1%}" for name, part in items(self.weights)}
        paper = {"one name": "each voter names one", "ranked": "one preferential ballot"}.get(
            str(self.paper), f"papers are {self.paper}"
        )
        if not isinstance(self.paper, str):
            paper = f"the form of the paper {unsaid_words(self.paper)}"
        if self.then.get("not won") in ("again", self.name):
            paper += ", ballot after ballot"
        vote = Act(
            what=f"voting: {paper}",
            who=tuple(weighed.get(one, str(one)) for one in sections),
            clause=f"{self.name}.sections",
        )
        withdrawal = Act(
            what=f"a candidate may withdraw; {self._withdrawn_words()}", who=("any candidate",), clause=f"{self.name}.withdrawn"
        )  # fmt: skip
        return Steps(
            stage=self.name, kind=self.kind, number=number, stand=stand, test=self._test_words(), acts=(vote, withdrawal),
            ways=tuple(self._ways(simulation, cohort, number, len(stand))),
        )  # fmt: skip

    again: ClassVar = "another ballot is held"

    def _withdrawn_words(self) -> str:
        return self.withdrawn if isinstance(self.withdrawn, str) else f"what follows {unsaid_words(self.withdrawn)}"

    def _test_words(self) -> str:
        """By what test somebody is elected, who drops out, and what follows if several are level."""
        words = win_words(self)
        if self.by == "most votes":
            return f"{words}; level for first place: {self.tie}" if self.tie_rules else words
        if self.drops_somebody or self.by != "nobody":
            words += f"; out: {drop_words(self)}"
        if self.drops_somebody and (self.lowest != "all tied" or self.keep is not None):
            none = NO_TIE_RULE[self.tie] if isinstance(self.tie, Unsaid) else "no rule is in the book"
            rules = str(self.tie) if self.tie_rules else none
            words += f"; level: {rules}"
        return words

    def _ways(self, simulation: Simulation, cohort: Cohort, number: int, standing: int) -> Iterator[Way]:
        """The outcomes still possible with so many standing, and how many each may leave."""
        conditions = {"won": "somebody is elected", "tied": "several are level for first place"}
        way = partial(self.way, simulation)
        enough = self.left if isinstance(self.left, int) else 0
        if standing == 1 and "one left" in self.then and not self.options:
            yield way("one left", "one is left", fewest=1, most=1)
            return
        if standing <= enough:
            yield way("left", f"no more than {count_words(enough)} are left", fewest=standing, most=standing)
            return
        possible = self.outcomes(in_office=False)
        if "won" in possible and (self.by == "most votes" or rounds.written(self.win)):
            yield way("won", conditions["won"], fewest=1, most=1)
        level_again = self.by == "most votes" and "again" in self.tie_rules
        if level_again and standing > 1 and not cohort.take(simulation.ledger.again).all():
            yield Way(
                outcome="not won", route="again", clause=f"{self.name}.tie", condition=conditions["tied"],
                follows=self.again, fewest=standing, most=standing,
            )  # fmt: skip
        elif "tied" in possible and standing > 1:
            yield way("tied", conditions["tied"], fewest=2, most=standing)
        remain = () if "not won" not in possible else self._remaining(simulation, cohort, number, standing)
        on = [left for left in remain if left > enough]
        if on:
            condition = f"more than {count_words(enough)} are left" if enough else "nobody is elected"
            yield way("not won", condition, fewest=min(on), most=max(on))
        if few := [left for left in remain if left <= enough]:
            yield way("left", f"no more than {count_words(enough)} are left", fewest=min(few), most=max(few))
        if standing > 1 and not self.options:
            yield way("one left", "all but one withdraw", fewest=1, most=1)
        for option in items(self.options):
            yield way(f"{option} won", f"“{option}” wins")

    def _remaining(self, simulation: Simulation, cohort: Cohort, number: int, standing: int) -> list[int]:
        """How many may be left after one ballot that nobody wins; none where no rule says who drops out."""
        some = range(1, standing)
        floor = isinstance(self.below, tuple) and number < len(self.below)
        if isinstance(self.lowest, Unsaid):
            return [*some] if floor else []
        goes = {"nobody": 0, "one at a time": 1}.get(str(self.lowest))
        if isinstance(self.keep, int):
            goes = max(standing - self.keep, 0)
        # Where the leader has won unless all are level, nobody drops out but by a tie rule, and all cannot drop out.
        all_level = rounds.won_unless_level(self.win, standing)
        out = {goes} if goes == 0 else set[int]() if all_level else {*some} if goes is None else {goes}
        may_be_level = goes != 0 and (self.lowest != "all tied" or self.keep is not None)
        for rule in self.tie_rules if may_be_level else ():
            if rule == "again" and not (number and cohort.take(simulation.ledger.again).all()):
                out.add(0)
                break
            if rule == "all tied" and not all_level:
                out |= {*range(goes or 1, standing)}
            elif rule == "lot":
                out.add(goes or 1)
        if floor and not all_level:
            out |= {*some}
        return sorted({standing - n for n in out if n < standing})


def seats_of(rule: Seats, votes: Votes, columns: tuple[str, ...]) -> Heads:
    """Seats[candidate, run] that a section's votes[candidate, column, run] give, in each of its units or in all."""
    at = [column for column, one in enumerate(columns) if one == rule.whence] or [*range(len(columns))]
    if rule.each:
        given = [apportion(votes[:, column], rule.each, rule.method) for column in at]
        return sum(given[1:], given[0])
    number: Heads | int = rule.number
    if rule.as_many_as:
        as_many = [column for column, one in enumerate(columns) if one == rule.as_many_as]
        number = np.rint(votes[:, as_many].sum(axis=(0, 1))).astype(np.int64)
    return apportion(votes[:, at].sum(axis=1), number, rule.method)


@dataclass(frozen=True, slots=True)
class _Count:
    """The counts that still go on, a column a run: every array is cut when a run is done.

    standing  bool[candidate of the paper, run];  history  score[candidate, run] of each round so far
    bases     what a share may be of, by name: votes[run];  tied  bool[run] a tie was met in an earlier round
    again     bool[run] this is a ballot held again for a tie
    """

    cohort: Cohort
    standing: Bools
    ballots: Papers
    history: list[Votes]
    bases: dict[str, Votes]
    tied: Bools
    again: Bools

    def where(self, mask: Bools) -> _Count:
        if mask.all():
            return self
        bases = {name: base[mask] for name, base in self.bases.items()}
        history = [score[:, mask] for score in self.history]
        ballots = self.ballots.of(mask)
        standing, tied, again = self.standing[:, mask], self.tied[mask], self.again[mask]
        return _Count(self.cohort.where(mask), standing, ballots, history, bases, tied, again)


def _under(block: str, said: Mapping[str, object]) -> list[str]:
    """The paths written in a block, or that of the block itself."""
    return [path for path in said if path == block or path.startswith(f"{block}.")]


def _win(values: Mapping[str, Any]) -> rounds.Win:
    def said(leaf: str) -> Any:
        value = values.get(f"win.{leaf}")
        return None if isinstance(value, Unsaid) else value

    return rounds.Win(
        by=said("by") or "tests",
        majority_of=said("majority_of") or "",
        share=said("share"),
        share_of=said("of") or "",
        test=said("test") or "at least",
        lead=said("lead"),
        lead_of=said("lead_of") or "",
    )


def _drop(values: Mapping[str, Any]) -> rounds.Drop:
    lowest, below, keep = (values.get(f"drop.{leaf}") for leaf in ("lowest", "below", "keep"))
    return rounds.Drop(
        lowest="unknown" if isinstance(lowest, Unsaid) else lowest or "one at a time",
        below=() if below is None or isinstance(below, Unsaid) else below,
        keep=0 if keep is None or isinstance(keep, Unsaid) else keep,
    )


def win_words(stage: Ballot) -> str:
    """By what test somebody is elected."""
    if stage.by in ("nobody", "most votes"):
        return "nobody is elected" if stage.by == "nobody" else "most votes win"
    if isinstance(stage.by, Unsaid):
        return f"by what test somebody is elected {unsaid_words(stage.by)}"
    tests = []
    if stage.majority_of is not None:
        base = stage.majority_of
        tests.append(
            f"more than half of {the(base)}" if isinstance(base, str) else f"the majority {unsaid_words(base)}"
        )
    if stage.share is not None:
        what = percent(stage.share) if isinstance(stage.share, Fraction) else str(stage.share)
        tests.append(f"{stage.test or 'at least'} {what} of {the(stage.of)}")
    if stage.lead is not None:
        what = percent(stage.lead) if isinstance(stage.lead, Fraction) else str(stage.lead)
        tests.append(f"a lead of {what} of {the(stage.lead_of)}")
    return " and ".join(tests) or "no test is in the book"


def the(base: object) -> str:
    """A base in a sentence.

    >>> the("votes cast"), the("all entitled")
    ('the votes cast', 'all entitled')
    """
    return str(base) if str(base).startswith("all") else f"the {base}"


def drop_words(stage: Ballot) -> str:
    """Who drops out of a ballot that nobody wins."""
    floors_ = [f"{one} votes" if isinstance(one, int) else percent(one) for one in items(stage.below)]
    under = f"all with fewer than {', then '.join(floors_)}; else " if floors_ else ""
    if isinstance(stage.keep, int):
        return f"{under}all but {count_words(stage.keep)}"
    if isinstance(stage.lowest, Unsaid):
        return f"{under}who drops out {unsaid_words(stage.lowest)}"
    return under + {
        "one at a time": "the lowest, one at a time",
        "all tied": "the lowest, and all who are level with them",
    }.get(str(stage.lowest), str(stage.lowest))


# --- narrative --------------------------------------------------------------------------------------------------------
def paper_words(simulation: Simulation, stage: Ballot, cohort: Cohort) -> str:
    """Who is on the ballot paper, and who votes, where that is one body."""
    on_it = np.flatnonzero(cohort.take(simulation.ledger.nominees)[:, 0])
    sections = items(stage.sections)
    to = f" to {simulation.body(sections[0])}" if len(sections) == 1 else ""
    return f"Ballot papers go out{to}: {simulation.listed(on_it, ' v ')}."


def withdrawn_words(simulation: Simulation, gone: Bools) -> str:
    """Nominees withdraw after the close, and the rest go on."""
    who = np.flatnonzero(gone[:, 0])
    s = "s" if len(who) == 1 else ""
    return f"{simulation.listed(who)} withdraw{s} though nominations have closed; the rest go on."


def round_words(
    simulation: Simulation, stage: Ballot, number: int, going: _Count, paper: Rows, score: Tally, out: Bools
) -> str:
    """One ballot, or one round of a count that goes on: the votes of a few voters, or shares; and who drops out."""
    shares = _shares(going, paper, score)
    votes = {int(paper[row]): float(score.score[row, 0]) for row in np.flatnonzero(going.standing[:, 0])}
    heads = not stage.weights and stage.units is None and score.total[0] <= FEW
    whole = heads and all(one == round(one) for one in votes.values())
    count = {c: f"{one:,.0f} ({shares[c]:.1%})" if whole else f"{shares[c]:.1%}" for c, one in votes.items()}
    said = ", ".join(f"{simulation.name(c)} {count[c]}" for c in sorted(votes, key=lambda c: -shares[c]))
    of = "Ballot {}" if stage.paper == "one name" else "Round {} of the count"
    points = ", in points" if stage.units is not None else ""
    return f"{of.format(number)}{points}: {said}{_dropped(simulation, stage, number, going, paper, score, out)}."


def _dropped(
    simulation: Simulation, stage: Ballot, number: int, going: _Count, paper: Rows, score: Tally, out: Bools
) -> str:
    """Who drops out of a ballot, as the end of its sentence."""
    dropped = [simulation.name(paper[row]) for row in np.flatnonzero(going.standing[:, 0] & out[:, 0])]
    if not dropped:
        return "; nobody drops out" if stage.drops_somebody else ""
    under = ""
    if _acts(stage, number, going, score, out) == "drop.below":
        floor = items(stage.below)[number - 1]
        under = f", with fewer than {f'{floor:,} votes' if isinstance(floor, int) else percent(floor)},"
    return f"; {listed(dropped)}{under} drop{'s' if len(dropped) == 1 else ''} out"


def _acts(stage: Ballot, number: int, going: _Count, score: Tally, out: Bools) -> str:
    """The provision by which somebody drops out of a ballot in the run that is narrated."""
    floors_ = items(stage.below)
    if number <= len(floors_):
        floor = floors_[number - 1]
        least = floor if isinstance(floor, int) else float(floor) * float(score.total[0])
        gone = going.standing[:, 0] & out[:, 0]
        if gone.any() and float(np.max(score.score[gone, 0])) < least:
            return "drop.below"
    return "drop.keep" if isinstance(stage.keep, int) else "drop.lowest"


def round_figures(simulation: Simulation, going: _Count, paper: Rows, score: Tally) -> Figures:
    """The shares of a round, by candidate."""
    return {"shares": {simulation.conduct.ids[c]: one for c, one in _shares(going, paper, score).items()}}


def _shares(going: _Count, paper: Rows, score: Tally) -> dict[int, float]:
    total = float(score.total[0]) or 1
    return {int(paper[row]): float(score.score[row, 0]) / total for row in np.flatnonzero(going.standing[:, 0])}


def level_words(simulation: Simulation, going: _Count, paper: Rows, score: Tally, mask: Bools, number: int) -> str:
    """A tie that no rule breaks: at which count, who is left, and who of them is level."""
    at = int(np.flatnonzero(mask)[0])
    votes = np.where(going.standing[:, at], score.score[:, at], 0)
    left = np.flatnonzero(going.standing[:, at])
    tied = left[votes[left] - votes[left].min() <= NEAR]
    who = "they are level"
    if len(tied) != len(left):
        who = f"{listed([simulation.name(paper[c]) for c in tied])} are level for last place"
    return f"Count {number}: {listed([simulation.name(paper[c]) for c in left])} are left, and {who}."


TIE_WORDS = {
    "again": "the ballot is held again with everybody",
    "all tied": "all of them drop out",
    "by earlier rounds": "by the votes of earlier rounds {} drops out",
    "lot": "lots are drawn, and {} drops out",
}


def tie_words(simulation: Simulation, paper: Rows, rule: str, before: rounds.Round, after: rounds.Round) -> str:
    """Several are level for last place, and by which rule of the book it is settled."""
    level = [simulation.name(paper[c]) for c in np.flatnonzero(before.level[:, 0])]
    out = [simulation.name(paper[c]) for c in np.flatnonzero(before.level[:, 0] & after.out[:, 0])]
    return f"{listed(level)} are level; {TIE_WORDS[rule].format(listed(out))}."


def first_words(
    simulation: Simulation, paper: Rows, rule: str, score: Tally, standing: Bools, after: rounds.Round
) -> str:
    """Several are level for first place where most votes win, and by which rule of the book it is settled."""
    level = np.flatnonzero(rounds.level_for_first(score, standing)[:, 0])
    who = listed([simulation.name(paper[c]) for c in level])
    if rule == "again":
        return f"{who} are level for first place; {TIE_WORDS[rule]}."
    return f"{who} are level for first place; lots are drawn, and {simulation.name(paper[after.leader[0]])} is first."


def again_words(simulation: Simulation, stage: Ballot, cohort: Cohort) -> str:
    """Nobody has won, where somebody could; who stays in the running."""
    left = np.flatnonzero(cohort.take(simulation.ledger.nominees)[:, 0])
    failed = "" if stage.by in ("nobody", "most votes") else f"Nobody has {win_words(stage)}. "
    if stage.majority_of is not None and stage.share is None and stage.lead is None:
        failed = "Nobody has more than half. "
    return f"{failed}Another ballot follows: {simulation.listed(left, ' v ')}."


def option_words(simulation: Simulation, cohort: Cohort, option: int) -> str:
    """An option has won, and nobody is elected."""
    share_ = cohort.take(simulation.ledger.share)[:, 0]
    shares = [f"{simulation.name(c)} {share_[c]:.1%}" for c in np.argsort(-share_, kind="stable") if share_[c] > 0]
    return f"“{simulation.name(option)}” wins ({', '.join(shares)}); nobody is elected."


def left_words(simulation: Simulation, cohort: Cohort) -> str:
    """As few are left as the ballot should leave."""
    left = np.flatnonzero(cohort.take(simulation.ledger.nominees)[:, 0])
    are = "is" if len(left) == 1 else "are"
    return f"{count_words(len(left)).capitalize()} {are} left: {listed([simulation.name(c) for c in left])}."


def sifted_words(simulation: Simulation, cohort: Cohort) -> str:
    """A ballot is over and another stage follows; who stays in the running."""
    left = np.flatnonzero(cohort.take(simulation.ledger.nominees)[:, 0])
    return f"The ballot elects nobody. Those left: {simulation.listed(left, ' v ')}."
