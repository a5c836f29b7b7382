"""A decision: a body reads a disputed clause, or uses its power to vary the rules, by the votes of its members.

Reading a clause and varying it are told apart. A reading says what the rules have meant all along and needs more votes
than any other; a variation changes them for this contest and needs more than half to want it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from simulator.engine.cohort import Cohort
from simulator.engine.ledger import Step
from simulator.engine.simulation import Events, Simulation, Words
from simulator.engine.worlds import Contested
from simulator.procedures.arrays import Bools, Heads
from simulator.stages.stage import Act, Stage, Steps, Way, word
from simulator.stages.values import Names, Said, choice, heads, items, names

if TYPE_CHECKING:
    import numpy as np
else:
    from simulator.words.lazy import np

BY_VOTES = ""
"""How a body reads a dispute is for the votes of its members to say."""


@dataclass(frozen=True)
class Decision(Stage):
    """A body of the party decides: it settles the disputed clauses that are left to it."""

    kind: ClassVar[str] = "decision"
    outcomes_known: ClassVar = {"done": "the body has met"}
    days: ClassVar = ("opens",)
    asked_when_needed: ClassVar = ("tie", "leader_votes", "may_vary", "majority")
    by: Said[Names] = word(names, "the body that decides")
    settles: Said[Names] = word(names, "the disputes it settles", optional=True)
    may_vary: Said[str] = word(
        choice("the rules framework", "nothing"), "what it may vary for one contest", "nothing", shown=True
    )
    majority: Said[str] = word(choice("more than half of the votes"), "the votes it needs", shown=True)
    quorum: Said[int] = word(heads, "how many must be there", shown=True)
    tie: Said[str] = word(choice("not carried"), "what follows from an even vote", optional=True)
    leader_votes: Said[str] = word(choice("counts", "stands aside"), "whether the leader votes on it", optional=True)

    def outcomes(self, *, in_office: bool) -> tuple[str, ...]:
        """It has met."""
        return ("done",)

    def unsound(self) -> Iterator[tuple[str, str, str]]:
        """A body that settles nothing decides nothing."""
        if self.settles is None:
            yield "settles", "it settles nothing", "write settles: [DISPUTE], or leave the stage out"
        for path, what in (("tie", "follows from an even vote"), ("leader_votes", "becomes of the leader's own vote")):
            if self.value(path) is None:
                yield (
                    path,
                    f"nothing is said of what {what}",
                    f"write {path}: unknown, with a cite, if it was not found",
                )

    def simulate(self, simulation: Simulation, cohort: Cohort, number: int) -> Iterator[Events]:
        """The body meets, and settles the disputed clauses that are left to it."""
        if self.settles is not None and not simulation.said(self.settles, f"{self.name}.settles", cohort):
            return
        going_on = cohort
        for dispute in items(self.settles):
            if dispute in simulation.worlds.disputes:
                going_on = self._settle(simulation, simulation.worlds.disputes[dispute], going_on)
        simulation.follow(self, "done", going_on)
        yield from ()

    def steps(self, simulation: Simulation, cohort: Cohort, number: int) -> Steps:
        """The body meets; where a disputed clause is left to it, it may read it either way."""
        world = int(cohort.take(simulation.ledger.world)[0])
        disputes = [
            found
            for name in items(self.settles)
            if (found := simulation.worlds.disputes.get(name)) and self._leaves_open(simulation, found, world)
        ]
        route = self.then.get("done")
        ways = [
            Way(
                outcome=f"{one.name}: {reading}",
                route=route,
                clause=f"{self.name}.settles",
                condition=f"it reads {one.name} as {reading}",
                follows=self.follows(simulation, "done", route),
            )
            for one in disputes
            for reading in self._may_choose(simulation, one, world)
        ] or [self.way(simulation, "done", "it has met")]
        settles = f" and settles {', '.join(one.name for one in disputes)}" if disputes else ""
        vary = "; it may vary the framework by its consent" if self.may_vary == "the rules framework" else ""
        what = f"meets, sets the timetable{settles}{vary}"
        return Steps(
            stage=self.name, kind=self.kind, number=number, stand=simulation.standing(cohort), test="the votes of its members",
            acts=(Act(what=what, who=items(self.by), clause=f"{self.name}.settles"),), ways=tuple(ways),
        )  # fmt: skip

    @staticmethod
    def _may_choose(simulation: Simulation, dispute: Contested, world: int) -> tuple[str, ...]:
        """The readings that the body may choose: any, or, where it may vary the rules, one of the two sides."""
        if simulation.worlds.read[world].get(dispute.name, "") is None:
            return dispute.options
        return dispute.incumbent, dispute.challenger

    @staticmethod
    def _leaves_open(simulation: Simulation, dispute: Contested, world: int) -> bool:
        """Whether in a world a dispute has not been read yet, or is left to the body."""
        reading = simulation.worlds.read[world].get(dispute.name, "")
        return reading is None or dispute.left[world]

    def _settle(self, simulation: Simulation, dispute: Contested, cohort: Cohort) -> Cohort:
        """Settle one dispute where it is open; returns the runs that go on."""
        on: list[Cohort] = []
        for world, part in cohort.by(cohort.take(simulation.ledger.world).view(np.int16)):
            reading = simulation.worlds.read[world].get(dispute.name)
            left_open = self._leaves_open(simulation, dispute, world)
            decided = simulation.conduct.reads(simulation, self, dispute, part) if left_open else BY_VOTES
            if decided is None:
                simulation.waits(self, 0, part)
            elif decided != BY_VOTES:
                words = f"{self._body(simulation)} reads {dispute.name}: {decided}."
                clause = f"{self.name}.settles"
                on.append(
                    self._settled(
                        simulation, part, dispute.name, decided, Step.EXECUTIVE_MET, clause, partial(str, words)
                    )
                )
            elif reading is None and dispute.name in simulation.worlds.read[world]:
                on += self._reads(simulation, dispute, part)
            elif dispute.left[world]:
                on += self._varies(simulation, dispute, part)
            else:
                words = f"{self._body(simulation)} meets. In this simulated contest {dispute.name} is read: {reading}."
                simulation.note(part, Step.EXECUTIVE_MET, f"{self.name}.settles", partial(str, words))
                on.append(part)
        return Cohort.merged(on)

    def _reads(self, simulation: Simulation, dispute: Contested, cohort: Cohort) -> Iterator[Cohort]:
        """The body reads the clause as most of its votes do; an even vote is the tie rule's."""
        clause = f"{self.name}.settles"
        for part, own, _ in self._voting(simulation, cohort):
            votes = simulation.conduct.votes(simulation, self, dispute, part).copy()
            incumbents = dispute.options.index(dispute.incumbent)
            votes[incumbents] += own
            simulation.ledger.keep_vote("executive", part, votes[incumbents])
            most = votes.max(axis=0)
            alone = (votes == most).sum(axis=0) == 1
            for row, reading in enumerate(dispute.options):
                carried = alone & (votes[row] == most)
                step = Step.EXECUTIVE_FOR if reading == dispute.incumbent else Step.EXECUTIVE_AGAINST
                words = self._divided(simulation, dispute, reading, votes, incumbents, carried)
                yield self._settled(simulation, part.where(carried), dispute.name, reading, step, clause, words)
            yield from self._even(simulation, dispute, part.where(~alone))

    def _divided(
        self,
        simulation: Simulation,
        dispute: Contested,
        reading: str,
        votes: Heads,
        incumbents: int,
        carried: Bools,
    ) -> Callable[[], str]:
        did = f"{self._body(simulation)} reads {dispute.name}: {reading}"
        words = f"{did}, {{}} voting for the incumbent’s reading and {{}} against."
        against = votes.sum(axis=0) - votes[incumbents]
        return partial(vote_words, words, votes[incumbents], against, carried)

    def _varies(self, simulation: Simulation, dispute: Contested, cohort: Cohort) -> Iterator[Cohort]:
        """The body may use its power to vary the rules for this contest, against the incumbent."""
        for part, _, voting in self._voting(simulation, cohort):
            vary = simulation.conduct.members("varies", simulation, self, part)
            enough = 2 * vary > voting
            for side, step, reading, did in (
                (enough, Step.EXECUTIVE_RESOLVED, dispute.challenger, "uses"),
                (~enough, Step.EXECUTIVE_FOR, dispute.incumbent, "does not use"),
            ):
                power = f"{self._body(simulation)} {did} its power to vary the rules"
                words = f"{power} ({dispute.name}: {reading}); {{}} of {{}} wanted to."
                votes = partial(vote_words, words, vary, np.full_like(vary, voting), side)
                yield self._settled(
                    simulation, part.where(side), dispute.name, reading, step, f"{self.name}.may_vary", votes
                )

    def _voting(self, simulation: Simulation, cohort: Cohort) -> Iterator[tuple[Cohort, int, int]]:
        """The runs, the leader's own vote (1 if it counts), and how many vote."""
        members = simulation.conduct.voting(self)
        if not simulation.said(self.leader_votes, f"{self.name}.leader_votes", cohort):
            return
        if simulation.incumbent < 0:
            yield cohort, 0, members
        elif self.leader_votes != "counts":
            yield cohort, 0, members - 1
        else:
            yield from self._with_or_without_the_leader(simulation, cohort, members)

    def _with_or_without_the_leader(
        self, simulation: Simulation, cohort: Cohort, members: int
    ) -> Iterator[tuple[Cohort, int, int]]:
        """The leader may vote, unless more than half of the others would have the leader leave the room."""
        leave = simulation.conduct.members("asks_to_leave", simulation, self, cohort)
        leaves = 2 * leave > members - 1
        simulation.ledger.keep_vote("asked_to_leave", cohort, leave)
        words = partial(
            vote_words, "The leader is asked to leave the room, by {} of {}.", leave, leave * 0 + members - 1, leaves
        )
        simulation.note(cohort.where(leaves), Step.ASKED_TO_LEAVE, f"{self.name}.leader_votes", words)
        for part, own in ((cohort.where(leaves), 0), (cohort.where(~leaves), 1)):
            if part:
                yield part, own, members - 1 + own

    def _body(self, simulation: Simulation) -> str:
        """The deciding body by the name its rule book gives it, at the head of a sentence."""
        name = simulation.body(self.by[0]) if isinstance(self.by, tuple) and self.by else "the body"
        return f"{name[:1].upper()}{name[1:]}"

    def _settled(
        self, simulation: Simulation, cohort: Cohort, dispute: str, reading: str, step: Step, clause: str, words: Words
    ) -> Cohort:
        """From now on these runs are under this reading."""
        simulation.note(cohort, step, clause, words)
        if cohort:
            world = simulation.worlds.settled(cohort.take(simulation.ledger.world), dispute, reading)
            simulation.ledger.read(cohort, world)
        return cohort

    def _even(self, simulation: Simulation, dispute: Contested, cohort: Cohort) -> Iterator[Cohort]:
        """An even vote: ``not carried`` means that the incumbent's reading fails; where the rule is unknown it ends here."""
        words = partial(str, f"{self._body(simulation)} divides evenly on {dispute.name}.")
        simulation.note(cohort, Step.EXECUTIVE_TIED, f"{self.name}.tie", words)
        if cohort and simulation.said(self.tie, f"{self.name}.tie", cohort):
            falls = partial(str, "It falls.")
            yield self._settled(
                simulation, cohort, dispute.name, dispute.challenger, Step.EXECUTIVE_AGAINST, f"{self.name}.tie", falls
            )


def vote_words(words: str, one: Heads, other: Heads, mask: Bools) -> str:
    """A vote in a body, its two figures put into the words."""
    return words.format(int(one[mask][0]), int(other[mask][0]))
