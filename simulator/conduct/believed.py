"""Conduct by belief: the draws of a scenario, asked as the law asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.beliefs.draws import Draws
from simulator.beliefs.nominators import NOMINATIONS, bodies_of, names_of
from simulator.beliefs.politics import RIVAL
from simulator.beliefs.resignation import DAY as RESIGNATION
from simulator.conduct import narrative
from simulator.conduct.behaviours import Behaviour, live
from simulator.conduct.timetable import Timetable
from simulator.conduct.voting import Voting
from simulator.engine.cohort import Cohort
from simulator.engine.conduct import NEVER, Field, known
from simulator.engine.ledger import Step
from simulator.engine.simulation import Events, NotSaid, Simulation
from simulator.engine.worlds import Contested
from simulator.procedures.arrays import Bools, Days, Heads, Lots, Rows, Votes
from simulator.procedures.ballots import Ballots
from simulator.procedures.nominations import rounded_share, shared_out
from simulator.scenario.scenario import CHALLENGER, Scenario
from simulator.stages import contest as triggers
from simulator.stages.ballot import Ballot
from simulator.stages.contest import Contest
from simulator.stages.decision import BY_VOTES, Decision
from simulator.stages.motion import Motion
from simulator.stages.nomination import BEFORE, UNKNOWN, WHOEVER_STANDS, Nomination, thresholds, unbelieved
from simulator.stages.stage import Stage
from simulator.stages.values import Threshold, items
from simulator.words.lists import listed


class Beliefs:
    """What people do, as a scenario believes: one instance for one simulation of a batch of runs."""

    def __init__(self, scenario: Scenario, draws: Draws, *, narrated: bool = False) -> None:
        self.scenario, self.draws, self.narrated = scenario, draws, narrated
        self.timetable = Timetable(scenario, draws.under("timetable"))
        self.ids: tuple[str, ...] = scenario.ids
        self.names: tuple[str, ...] = tuple(candidate.name for candidate in scenario.candidates)
        self.incumbent = scenario.incumbent
        self.in_government = scenario.in_government
        self._nominations: dict[tuple[str, ...], Heads] = {}
        self.electorate = Voting(scenario, draws)
        self.behaviours, self.last_day = live(scenario, narrated=narrated)

    @property
    def moments(self) -> Mapping[str, tuple[Behaviour, ...]]:
        """The moments at which some behaviour acts."""
        return self.behaviours

    def drawn(self, path: str, cohort: Cohort) -> NDArray[Any]:
        """What is drawn of a belief, in some runs."""
        drawn: NDArray[Any] = cohort.take(self.draws[path])
        return drawn

    # --- triggers -----------------------------------------------------------------------------------------------------
    def opens(self, simulation: Simulation, contest: Contest, cohort: Cohort) -> Days:
        """The day on which a contest's trigger is pulled: of a vacancy, of a challenge, or as the scenario believes."""
        draws, today = self.draws, simulation.today(cohort)
        # Before the first day whatever is believed of the past counts; later what has had its chance does not.
        after = np.where(today > 0, today, -NEVER)
        believed = f"politics.opens.{contest.name}.date" in draws
        opens_first = self.scenario.contest == contest.name and contest.trigger != triggers.CHALLENGED and not believed
        day = np.where((today == 0) & opens_first, self.starts + 1, NEVER)
        if believed:
            day = np.minimum(day, self._believed_day(simulation, contest, cohort))
        if contest.trigger in (triggers.VACANT, triggers.CHALLENGED) and not self.scenario.begins_vacant:
            first = self._first_challenge(cohort, after)
            resigns = self.drawn(RESIGNATION, cohort)
            resigns = np.where(resigns > after, resigns, NEVER)
            vacant = resigns <= first
            at = (
                np.where(vacant, resigns, NEVER)
                if contest.trigger == triggers.VACANT
                else np.where(vacant, NEVER, first)
            )
            day = np.minimum(day, np.where(at <= self.drawn("politics.until", cohort), np.maximum(at, 1), NEVER))
        return np.where(day > today, day, NEVER)

    def _first_challenge(self, cohort: Cohort, after: Days) -> Days:
        """The day[run] on which somebody first declares after a day: whoever had declared by then has had their chance."""
        stands, declares = self.drawn(f"{RIVAL}.stands", cohort), self.drawn(f"{RIVAL}.declares", cohort)
        there = stands & (declares > after)
        first: Days = np.where(there, declares, NEVER).min(axis=0)
        return first

    def _believed_day(self, simulation: Simulation, contest: Contest, cohort: Cohort) -> Days:
        """The day of a trigger of which the scenario believes something; a petition needs the signatures of its threshold."""
        here = f"politics.opens.{contest.name}"
        day = self.drawn(f"{here}.date", cohort).astype(np.int32)
        day = np.where(day <= self.drawn("politics.until", cohort), day, NEVER)
        if f"{here}.signatures" in self.draws:
            needs = simulation.worlds.needs(contest.name, cohort, simulation.ledger.world)[0]
            enough = (self.drawn(f"{here}.signatures", cohort) >= needs) & (needs >= 0)
            day = np.where(enough, day, NEVER)
        return day

    def may_open_later(self, cohort: Cohort, today: Days) -> Bools:
        """Whether anything may still open a contest after today."""
        later: Bools = cohort.take(self._latest) > today
        return later

    @cached_property
    def _latest(self) -> Days:
        """The last day[run] on which somebody declares, the leader goes, or anything else opens a contest."""
        draws, until = self.draws, self.draws["politics.until"]
        opens = [day for path, day in draws.under("politics.opens").items() if path.endswith(".date")]
        declares = np.where(draws[f"{RIVAL}.stands"], draws[f"{RIVAL}.declares"], -1)
        days = [draws[RESIGNATION], *opens, *declares]
        latest: Days = np.max([np.where(day <= until, day, -1) for day in days], axis=0)
        return latest

    @cached_property
    def starts(self) -> int:
        """The day of the scenario's date."""
        return self.scenario.date.toordinal() - self.scenario.day_zero.toordinal()

    def until(self, cohort: Cohort) -> Days:
        """The last day of the question."""
        days: Days = np.maximum(self.drawn("politics.until", cohort), 1)
        return days

    def resigns(self, cohort: Cohort) -> Days:
        """The day on which the leader gives up."""
        return self.drawn(RESIGNATION, cohort)

    def returns(self, cohort: Cohort) -> Bools:
        """Whether the leader, having resigned, stands in the vacancy."""
        return self.drawn("politics.resignation.restands", cohort)

    def opened_words(self, simulation: Simulation, contest: Contest, cohort: Cohort) -> str:
        """What opened a contest."""
        if contest.trigger == triggers.CHALLENGED:
            return narrative.declared(self, simulation, cohort)
        return narrative.opened(self, simulation, contest, cohort)

    # --- the calendar -------------------------------------------------------------------------------------------------
    def day(self, step: str, simulation: Simulation, stage: Stage, cohort: Cohort) -> Days | NotSaid | None:
        """The day of a step of a stage, as the book says, else as the timetable does."""
        return self.timetable.day(step, simulation, stage, cohort)

    # --- nominations --------------------------------------------------------------------------------------------------
    def nominations(self, by: tuple[str, ...], cohort: Cohort) -> Heads:
        """Nominators[name, run] of the bodies that a threshold counts, for each name of ``rows``."""
        if by not in self._nominations:
            columns = [i for i, body in enumerate(bodies_of(self.scenario)) if body in by]
            nominations = self.draws[NOMINATIONS]
            self._nominations[by] = nominations[:, columns].sum(axis=1, dtype=nominations.dtype)
        return cohort.take(self._nominations[by])

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Row of each name in :meth:`nominations`; ``challenger`` is the pool of those who would name any."""
        return {name: row for row, name in enumerate(names_of(self.scenario))}

    def field(self, simulation: Simulation, stage: Nomination, cohort: Cohort) -> Field:
        """Who seeks nominations as a window opens, and how many would nominate each."""
        if stage.among == BEFORE:
            return self._nominated_before(simulation, stage, cohort)
        field = self._sought(simulation, stage, cohort)
        for number, threshold in enumerate(thresholds(stage.bar)):
            if self._unsaid(threshold):
                known(field.nominations)[number] = UNKNOWN
        return field

    def _unsaid(self, threshold: Threshold) -> bool:
        """Whether nothing is believed of anybody whom a threshold counts: how many nominate is unknown then, not 0."""
        return not set(threshold.by) & self._believed

    @cached_property
    def _believed(self) -> frozenset[str]:
        """The bodies of whose nominations something is believed."""
        return frozenset(bodies_of(self.scenario))

    def _sought(self, simulation: Simulation, stage: Any, cohort: Cohort) -> Field:
        """Who seeks nominations in a window, and how many of the nominators that are believed in would nominate each."""
        if stage.keeps == WHOEVER_STANDS:
            return self._others(simulation, stage, cohort)
        vacant = cohort.take(simulation.ledger.vacant)[0]
        if stage.reopened and not vacant:
            return self._reopened(simulation, stage, cohort)
        field = (self._vacancy if vacant else self._challenge)(simulation, stage, cohort)
        handed = self._in_so_far
        return field if handed is None else self._with_those_in(simulation, stage, field, handed)

    def _with_those_in(
        self, simulation: Simulation, stage: Nomination, field: Field, in_so_far: NDArray[np.int32]
    ) -> Field:
        """In a window that was open on the scenario's date, the nominations that were in by then count, too."""
        entered = field.cohort.take(simulation.ledger.entered)
        position = self.scenario.position
        here = (entered == 1) & (position is not None and stage.name == position.at)
        handed = in_so_far.astype(field.first.dtype)[:, None] * here
        return field.moved(field.first + handed, field.seeks | (handed > 0))

    @cached_property
    def _in_so_far(self) -> NDArray[np.int32] | None:
        """Nominations[candidate] in by the scenario's date; None: none were."""
        position = self.scenario.position
        if position is None or not position.nominations:
            return None
        return np.array([position.nominations.get(one, 0) for one in self.ids], np.int32)

    def _challenge(self, simulation: Simulation, stage: Nomination, cohort: Cohort) -> Field:
        """The challengers who have declared by today, with the nominations that fall to them; and the incumbent's own."""
        standing, declares = self.drawn(f"{RIVAL}.stands", cohort), self.drawn(f"{RIVAL}.declares", cohort)
        self._note_who_waited(simulation, cohort, standing)
        standing &= declares <= simulation.today(cohort)
        standing = self._those_who_may_join(simulation, cohort, standing, declares)
        return self._shared_out(stage, cohort, self._without_those_who_give_up(simulation, cohort, standing))

    def _note_who_waited(self, simulation: Simulation, cohort: Cohort, standing: Bools) -> None:
        """Where a challenger stands who lets another go first, and that one stands, too."""
        for one, other in self.scenario.waits_for.items():
            c, first = self.ids.index(one), self.ids.index(other)
            some = cohort.where(standing[c] & standing[first])
            simulation.note(some, Step.WAITED, "", partial(narrative.waited, self, simulation, c, first, some))

    def _those_who_may_join(self, simulation: Simulation, cohort: Cohort, standing: Bools, declares: Days) -> Bools:
        """Where nobody else may join, only whoever declared first stands (level: the first of the file)."""
        alone = np.zeros(len(cohort), bool)
        for contest, part in simulation.contest_of(cohort):
            if contest.others_may_join == "nobody else":
                alone[cohort.places(part)] = True
        if not alone.any():
            return standing
        first = np.where(standing, declares, NEVER).argmin(axis=0)
        joined: Bools = standing & (~alone | (np.arange(len(standing))[:, None] == first))
        return joined

    def _without_those_who_give_up(self, simulation: Simulation, cohort: Cohort, standing: Bools) -> Bools:
        """Some who had said they would stand withdraw before nominations open."""
        if not self._some_give_up:
            return standing
        gone = standing & self.drawn(f"{RIVAL}.withdraws", cohort)
        some = gone.any(axis=0)
        words = partial(narrative.withdrew_early, simulation, gone[:, some])
        simulation.note(cohort.where(some), Step.WITHDREW, "", words)
        left: Bools = standing & ~gone
        return left

    @cached_property
    def _some_give_up(self) -> bool:
        return any(
            belief.quantity.high > 0
            for path, belief in self.scenario.beliefs.items()
            if path.endswith(".withdraws") and path.startswith("politics.")
        )

    def _vacancy(self, simulation: Simulation, stage: Nomination, cohort: Cohort) -> Field:
        """Whoever would stand in a vacancy; the former leader if he stands again, else perhaps the stand-in."""
        stand_in = self.scenario.stand_in
        standing = self._without_those_who_give_up(simulation, cohort, self.drawn(f"{RIVAL}.in_a_vacancy", cohort))
        field = self._shared_out(stage, cohort, standing)
        if self.incumbent < 0:
            return field
        field.seeks[self.incumbent] = returns = cohort.take(simulation.ledger.returns)
        if stand_in >= 0:
            field.seeks[stand_in] = put = self.drawn("politics.stand_in.chance", cohort) & ~returns
            nominations = known(field.nominations)
            theirs = nominations[:, self.incumbent]
            heads = np.array([self.nominators(threshold.by) for threshold in thresholds(stage.bar)])
            silent = np.maximum(heads[:, None] - nominations.sum(axis=1), 0)
            keeps = self.drawn("politics.stand_in.keeps", cohort)
            nominations[:, stand_in] = np.where(put, rounded_share(theirs, keeps, theirs + silent), 0)
        return field

    def _others(self, simulation: Simulation, stage: Nomination, cohort: Cohort) -> Field:
        """Those who enter when nominations are opened again between ballots."""
        standing = self.drawn(f"{RIVAL}.enters", cohort) & ~cohort.take(simulation.ledger.nominees)
        return self._shared_out(stage, cohort, standing)

    def _reopened(self, simulation: Simulation, stage: Nomination, cohort: Cohort) -> Field:
        """Every nomination handed in stands; some who nominated nobody now nominate the incumbent."""
        names = cohort.take(simulation.ledger.names)
        further = [cohort.take(counts) for counts in simulation.ledger.further[: len([*thresholds(stage.bar)]) - 1]]
        seeks = names >= 0
        if self._unsaid(next(thresholds(stage.bar))):
            seeks = cohort.take(simulation.ledger.nominees)
            seeks[self.incumbent] = True
        field = Field(cohort, np.stack([np.maximum(names, 0), *further]), seeks)
        field.first[self.incumbent] += rounded_share(
            self.silent(stage, field), self.drawn("politics.second_chance", cohort)
        )
        return field

    def nominators(self, by: tuple[str, ...]) -> int:
        """Heads of the bodies that a threshold counts, as the file has them; those whose nominations are in, too."""
        in_so_far = 0 if self._in_so_far is None else int(self._in_so_far.sum())
        return sum(bloc.size for bloc in self.scenario.blocs if bloc.body in by) + in_so_far

    def silent(self, stage: Nomination, field: Field) -> Heads:
        """Nominators[run] who have nominated nobody, of those that the first threshold counts."""
        nominators = self.nominators(next(thresholds(stage.bar)).by)
        first = field.first
        left: Heads = np.maximum(nominators - first.sum(axis=0, dtype=first.dtype), 0).astype(first.dtype)
        return left

    def _shared_out(self, stage: Nomination, cohort: Cohort, standing: Bools) -> Field:
        counts = [self._by(threshold.by, cohort, standing) for threshold in thresholds(stage.bar)]
        return Field(cohort, counts[0][None] if len(counts) == 1 else np.stack(counts), standing)

    def _by(self, by: tuple[str, ...], cohort: Cohort, standing: Bools) -> Heads:
        """Nominators[candidate, run] of some bodies, once those who would name any challenger have found one."""
        named = self.nominations(by, cohort)
        names = np.zeros((len(self.ids), len(cohort)), named.dtype)
        challengers = list(self.scenario.challengers)
        if challengers and CHALLENGER in self.rows:
            pool, appeal = named[self.rows[CHALLENGER]], cohort.take(self._appeal)
            names[challengers] = shared_out(pool, appeal, standing[challengers])
        for c, one in enumerate(self.ids):
            if one in self.rows:
                own = named[self.rows[one]]
                names[c] += own * standing[c] if c in challengers else own
        return names

    @cached_property
    def _appeal(self) -> NDArray[np.float32]:
        return self.draws["nominators.appeal.<challenger>"][list(self.scenario.challengers)]

    def _nominated_before(self, simulation: Simulation, stage: Nomination, cohort: Cohort) -> Field:
        """Nominees, less those who withdraw before the further bar closes: it is only not cleared by them."""
        before = cohort.take(simulation.ledger.nominees)
        gone = before & self.drawn(f"{RIVAL}.pulls_out", cohort)
        some = gone.any(axis=0)
        words = partial(narrative.withdrew_before_the_further_bar, simulation, gone[:, some])
        simulation.note(cohort.where(some), Step.PULLED_OUT, f"{stage.name}.bar.any_of", words)
        return Field(cohort, None, before & ~gone)

    def acts(self, moment: str, simulation: Simulation, stage: Nomination, field: Field) -> Field:
        """Each behaviour registered at a moment acts in turn, on the field that the one before it left.

        Nobody acts on nominations of which nothing is believed.
        """
        unsaid = field.nominations is not None and self._unsaid(next(thresholds(stage.bar)))
        for behaviour in self.behaviours.get(moment, ()) if not (stage.reopened or unsaid) else ():
            if field.cohort:
                field = behaviour(self, simulation, stage, field)
        return field

    # --- bodies and courts --------------------------------------------------------------------------------------------
    def reads(self, simulation: Simulation, stage: Decision, dispute: Contested, cohort: Cohort) -> str:
        """Members vote on how to read a dispute."""
        return BY_VOTES

    def voting(self, stage: Decision) -> int:
        """Members of a deciding body who vote, the leader included."""
        return self.scenario.executive_voting

    def members(self, what: str, simulation: Simulation, stage: Decision, cohort: Cohort) -> Heads:
        """Members[run], the leader apart, who would vary the rules, or have the leader leave."""
        return self.drawn(f"politics.executive.{what}", cohort)

    def votes(self, simulation: Simulation, stage: Decision, dispute: Contested, cohort: Cohort) -> Heads:
        """Members[reading, run], the leader apart, who vote for each reading that the body may choose."""
        each = self.draws.under("politics.executive.reads")
        named = {one: members for one, members in each.items() if one in dispute.options}
        others = self.scenario.executive_voting - (1 if self.incumbent >= 0 else 0)
        reads = self.drawn("politics.executive.reads", cohort)
        rows = {one: cohort.take(members) for one, members in named.items()}
        rows = rows or {dispute.incumbent: reads, dispute.challenger: others - reads}
        return np.stack([rows.get(reading, reads * 0) for reading in dispute.options])

    def judgment(self, simulation: Simulation, cohort: Cohort) -> tuple[Days, Bools]:
        """The day of judgment on a reading made in the contest (NEVER: nobody sued), and whether it reverses the reading."""
        worlds = simulation.worlds
        heard = self.drawn("politics.court.heard", cohort)
        day = (
            heard
            if self.scenario.quantity("politics.court.heard").kind == "date"
            else heard + self._closed(simulation, cohort)
        )
        world = cohort.take(simulation.ledger.world)
        made_here = np.any([np.array(dispute.open)[world] for dispute in worlds.contested], axis=0)
        asked = self.drawn("politics.court.asked", cohort) & made_here
        return np.where(asked, day, NEVER), self.drawn("politics.court.reverses", cohort)

    def _closed(self, simulation: Simulation, cohort: Cohort) -> Days:
        closed = cohort.take(simulation.ledger.closed)
        return np.where(closed > 0, closed, simulation.today(cohort))

    def asks(self, simulation: Simulation, what: str, cohort: Cohort) -> Bools | None:
        """Whether conference asks for an election."""
        return self.drawn(f"politics.{what}", cohort) if f"politics.{what}" in self.scenario.beliefs else None

    # --- ballots ------------------------------------------------------------------------------------------------------
    def lacks(self, stage: Nomination | Ballot | Motion) -> str:
        """What is not believed, though a stage asks for it, in words; nothing if all is."""
        if isinstance(stage, Nomination) and stage.among == BEFORE:
            return "nothing is believed of constituency parties and affiliates (nominators.second_bar)"
        if isinstance(stage, Nomination):
            bodies = unbelieved(thresholds(stage.bar), self._believed)
            return f"nothing is believed of whom {listed(bodies)} nominate (nominators.blocs)"
        if stage.asks_a_question and (lacking := self.electorate.lacks(stage)):
            return lacking
        if isinstance(stage, Ballot) and (lacking := self.electorate.lacks_units(stage)):
            return lacking
        missing = [section for section in items(stage.sections) if section in self.scenario.unsaid]
        return f"nothing is believed of {', '.join(missing)}" if missing else ""

    def withdraws(self, simulation: Simulation, stage: Ballot, number: int, cohort: Cohort) -> Bools | None:
        """Nominees[candidate, run] who withdraw once nominations have closed, or concede to whoever had more votes."""
        standing = cohort.take(simulation.ledger.nominees)
        gone = standing & self.drawn(f"{RIVAL}.pulls_out", cohort)
        if self.draws[f"{RIVAL}.concedes"].any():
            share = np.where(standing, cohort.take(simulation.ledger.share), 0)
            behind = (share < share.max(axis=0)) & (share.max(axis=0) > 0)
            gone |= standing & self.drawn(f"{RIVAL}.concedes", cohort) & behind
        return gone if gone.any() else None

    def moves(self, moment: str, simulation: Simulation, stage: Ballot | None, cohort: Cohort) -> Cohort:
        """What is noted as the office falls vacant, and as papers go out; ballots of an earlier contest are forgotten."""
        if moment == "contest opens":
            self.electorate.forget(cohort)
        elif moment == "office falls vacant":
            self._note_pressure(simulation, cohort)
        elif moment == "papers go out" and cohort and self._registers_moved and stage is not None:
            words = partial(narrative.registered, self, cohort)
            simulation.note(cohort, Step.REGISTERED, f"{stage.name}.freeze", words)
        return cohort

    @cached_property
    def _registers_moved(self) -> bool:
        """Whether people signed up in a window, or a freeze date left some out."""
        return any(path.endswith((".window.applied", ".frozen_out")) for path in self.draws.arrays)

    @cached_property
    def pressures(self) -> Mapping[str, Days]:
        """What adds to the pressure on the leader → day[run]."""
        found = self.draws.under("politics.resignation")
        every = {name.removeprefix("pressure."): day for name, day in found.items()}
        return {name.removesuffix(".date"): day for name, day in every.items() if name.endswith((".date", "walk_out"))}

    def _note_pressure(self, simulation: Simulation, cohort: Cohort) -> None:
        """The leader goes: note in which runs something had added to the pressure by then."""
        if self.incumbent < 0 or not self.pressures:
            return
        came, today = np.zeros(len(cohort), np.bool_), simulation.today(cohort)
        for day in self.pressures.values():
            came |= cohort.take(day) <= today
        some = cohort.where(came)
        simulation.note(some, Step.PRESSED, "", partial(narrative.pressed, self, simulation, some))

    def tell_pressure(self, simulation: Simulation) -> None:
        """In one run's story, what adds to the pressure is told on its day, or at the start if that day has passed."""
        if self.incumbent < 0 or self.scenario.begins_vacant:
            return
        days = {name: max(int(day[0]), self.starts) for name, day in self.pressures.items()}
        for day in sorted(set(days.values())):
            simulation.beside(self._on_its_day(simulation, day, tuple(name for name in days if days[name] == day)))

    def _on_its_day(self, simulation: Simulation, day: int, names: tuple[str, ...]) -> Events:
        yield simulation.turn(day)
        if not (simulation.ledger.ending[0] or simulation.ledger.vacant[0]):
            simulation.remark(partial(narrative.pressure, self, simulation, names))

    def at_once(self, simulation: Simulation, stage: Ballot) -> int:
        """How many runs may be counted at once."""
        return self.electorate.at_once(simulation.worlds, stage)

    def ballots(
        self, simulation: Simulation, stage: Ballot | Motion, number: int, cohort: Cohort, paper: Rows | None
    ) -> Ballots[Votes] | Votes:
        """Ballots as the electorate casts them; without a paper, votes on a question."""
        if paper is None or not isinstance(stage, Ballot):
            return self.electorate.question(stage, cohort)
        return self.electorate.ballots(simulation, stage, cohort, paper)

    def entitled(self, simulation: Simulation, stage: Ballot | Motion, cohort: Cohort) -> Heads | None:
        """Heads of a ballot's electorate, where the scenario gives them."""
        bodies = self.scenario.bodies
        sections = items(stage.sections)
        if any(section not in bodies for section in sections):
            return None
        voters = [bodies[section] for section in sections]
        if not any(body.changes for body in voters):
            return np.full(len(cohort), sum(body.size for body in voters))
        days, which = np.unique(simulation.today(cohort), return_inverse=True)
        dates = [self.scenario.day_zero + dt.timedelta(int(day)) for day in days]
        return np.array([sum(body.heads_on(date) for body in voters) for date in dates])[which]

    def lots(self, paper: Rows, cohort: Cohort) -> Lots:
        """Numbers drawn for drawing lots."""
        return self.drawn("lots.<candidate>", cohort)[paper]

    def settles(
        self, simulation: Simulation, stage: Stage, what: str, cohort: Cohort, computed: object
    ) -> NDArray[np.int8] | None:
        """Who is carried over a bar of which only a chance is believed: 1, 0 or unknown[candidate, run].

        It is a further bar for those nominated before, or one that counts nominators of whom nothing is believed.
        """
        if what != "bar" or not isinstance(stage, Nomination) or not isinstance(computed, Field):
            return None
        counted = computed.nominations is not None
        if (not any(map(self._unsaid, thresholds(stage.bar)))) if counted else stage.among != BEFORE:
            return None
        known = np.array([f"nominators.second_bar.{one}" in self.scenario.beliefs for one in self.ids])
        carried = self.drawn("nominators.second_bar.<candidate>", cohort)
        return np.where(known[:, None], carried, np.int8(UNKNOWN)).astype(np.int8)
