"""Behaviours: what people do to one another. Each acts at a moment that the law publishes, within what the law lets them.

The law knows none of them: a behaviour is a function here, a line in MOMENTS, and the belief that it reads. It sees the
field and returns another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from simulator.beliefs.electorate import CAST, PULL
from simulator.beliefs.nominators import IN_BY_EVE, ON_FIRST_DAY
from simulator.conduct import narrative
from simulator.conduct.people import LastDay, People
from simulator.engine.cohort import Cohort
from simulator.engine.conduct import Field, joined, known
from simulator.engine.ledger import TALLIES, Step
from simulator.engine.simulation import Simulation
from simulator.procedures.arrays import Bools, Floats, Heads, Rows
from simulator.procedures.lending import clearly_ahead, lent, out_of_hope, to_the_heir
from simulator.procedures.nominations import FAR, ahead_and_behind, freed, rounded_share, shared_out
from simulator.scenario.scenario import Scenario
from simulator.stages.nomination import Nomination

FIRST, EVE, HOUR, CLOSE = range(4)
Behaviour = Callable[[People, Simulation, Nomination, Field], Field]


def keep_quiet(me: People, simulation: Simulation, stage: Nomination, field: Field) -> Field:
    """Constituency parties press nominators, and some keep quiet (their number was drawn with the nominations)."""
    if not in_office(me, simulation, field):
        return field
    some = field.cohort.where(me.drawn("nominators.quiet", field.cohort) > 0)
    simulation.note(some, Step.KEPT_QUIET, "", partial(narrative.quiet, me, some))
    return field


def agree_before(me: People, simulation: Simulation, stage: Nomination, field: Field) -> Field:
    """Rivals may settle on one before nominations open: the one with most support among those who nominate."""
    agree = rivals_agree(me, simulation, field, me.draws["politics.unity.before"])
    if not agree.any():
        return field
    ahead, others = ahead_and_behind(support(me, field), field.seeks)
    others &= agree
    theirs = np.where(others, field.first, 0).sum(axis=0, dtype=field.first.dtype)
    names = given_to(ahead, theirs, np.where(others, field.first.dtype.type(0), field.first))
    words = partial(narrative.agreed, simulation, ahead[agree])
    simulation.note(field.cohort.where(agree), Step.AGREED_BEFORE, "", words)
    return field.moved(names, field.seeks & ~others)


def rivals_agree(me: People, simulation: Simulation, field: Field, agreed: Bools) -> Bools:
    """The runs in which several seek nominations against a leader in office, and settle on one."""
    several: Bools = field.seeks.sum(axis=0) > 1
    several &= field.cohort.take(agreed) & in_office(me, simulation, field)
    return several


def in_office(me: People, simulation: Simulation, field: Field) -> bool:
    """Whether a leader in office is challenged (a window is of one sort for all its runs)."""
    return bool(me.incumbent >= 0 and not field.cohort.take(simulation.ledger.vacant)[0])


def support(me: People, field: Field) -> Heads | Floats:
    """By what rivals measure themselves: nominators, or the voters' support where they go by the polls."""
    some = np.flatnonzero(me.drawn("politics.unity.by_poll", field.cohort) & (field.seeks.sum(axis=0) > 1))
    first = field.first
    if not len(some):
        return first
    runs = field.cohort.runs.take(some)
    pull = me.draws[PULL].take(runs, axis=2) * field.seeks.take(some, axis=1)[:, None]
    cast = me.draws[CAST].take(runs, axis=1)
    found = first.astype(np.float32)
    found[:, some] = (pull / np.maximum(pull.sum(axis=0), np.float32(1e-9)) * cast).sum(axis=1)
    return found


def given_to(ahead: Rows, more: Heads, names: Heads) -> Heads:
    """Nominations with more for one candidate in each run: ``names[candidate, run]`` is changed and returned."""
    names[ahead, np.arange(len(ahead))] += more
    return names


def publish_first_day(me: People, simulation: Simulation, stage: Nomination, field: Field) -> Field:
    """The tally on the evening of the first day."""
    cohort = field.cohort
    early = me.drawn(IN_BY_EVE, cohort) * me.drawn(ON_FIRST_DAY, cohort)
    publish(me, simulation, FIRST, field, rounded_share(field.first, early))
    return field


def publish(me: People, simulation: Simulation, moment: int, field: Field, names: Heads) -> None:
    """Publish a tally: it is told, and counted where the scenario watches the window."""
    if not field.cohort:
        return
    if simulation.events is not None:
        simulation.remark(partial(narrative.tally, simulation, TALLIES[moment], names, field.seeks))
    if me.scenario.watched:
        simulation.ledger.keep_tally(moment, field.cohort, names, field.seeks)


def agree_during(me: People, simulation: Simulation, stage: Nomination, field: Field) -> Field:
    """On the second day those behind may stand aside for the one ahead; what moves is the transfer rule's to say."""
    agree = rivals_agree(me, simulation, field, me.draws["politics.unity.during"])
    if not agree.any():
        return field
    agreeing = field.where(agree)
    if not simulation.said(stage.transfer, f"{stage.name}.transfer", agreeing.cohort):
        return field.where(~agree)
    cohort = agreeing.cohort
    ahead, others = ahead_and_behind(support(me, agreeing), agreeing.seeks)
    arrived, before = me.drawn("nominators.arrived", cohort), agreeing.first
    free = freed(before, others, arrived, may_move(stage.transfer, me.drawn("politics.unity.formally", cohort)))
    follow = rounded_share(free, me.drawn("nominators.follow", cohort))
    names = given_to(ahead, follow, np.where(others, before.dtype.type(0), before))
    words = partial(narrative.aside, simulation, before, names, ahead, others, arrived)
    simulation.note(cohort, Step.AGREED_DURING, f"{stage.name}.transfer", words)
    return joined([field.where(~agree), agreeing.moved(names, agreeing.seeks & ~others)])


def may_move(rule: str, formally: Bools) -> Bools:
    """Whether nominations handed in may move when their candidate stands aside.

    rule      ``on withdrawal`` (only if it is formal), ``locked`` (never), ``free`` (always)
    formally  bool[run]: the candidate withdrew in writing
    """
    return formally if rule == "on withdrawal" else np.full_like(formally, rule == "free")


def hand_in(me: People, simulation: Simulation, stage: Nomination, field: Field) -> Field:
    """The nominations in by the eve of the close."""
    handed = rounded_share(field.first, me.drawn(IN_BY_EVE, field.cohort))
    if simulation.events is not None or me.scenario.watched:
        publish(me, simulation, EVE, field, handed)
    return replace(field, handed=handed)


def react(me: People, simulation: Simulation, stage: Nomination, field: Field) -> Field:
    """The last day: withdrawals, joining whoever is ahead, lending; and the tally an hour before the close.

    Where the bar cannot be worked out, or has several thresholds, nobody acts on it.
    """
    withdraws, joins, lends = me.last_day
    handed = field.handed if field.handed is not None else rounded_share(field.first, me.drawn(IN_BY_EVE, field.cohort))
    field = replace(field, handed=handed)
    watched = simulation.events is not None or me.scenario.watched
    if not (withdraws or joins or lends):
        late = rounded_share(np.maximum(field.first - handed, 0), me.drawn("nominators.last_morning", field.cohort))
        return _published(me, simulation, field, handed + late)
    several = len(simulation.worlds.needs(stage.name, field.cohort, simulation.ledger.world)) > 1
    if several or (simulation.worlds.bar_numbers(stage.name, field.cohort, simulation.ledger.world) < 0).any():
        return _published(me, simulation, field, handed)
    if withdraws:
        field = withdraw(me, simulation, stage, field)
    if not field.cohort:
        return field
    before = field.first
    field = join_the_leader(me, simulation, stage, field) if joins else field
    field = lend(me, simulation, stage, field) if lends else field
    if not watched:
        return field
    morning = me.drawn("nominators.last_morning", field.cohort)
    own = np.minimum(before, field.first)
    late, gained = np.maximum(own - known(field.handed), 0), field.first - own
    return _published(
        me,
        simulation,
        field,
        np.minimum(known(field.handed), own) + rounded_share(late, morning) + rounded_share(gained, morning),
    )


def _published(me: People, simulation: Simulation, field: Field, handed: Heads) -> Field:
    publish(me, simulation, HOUR, field, handed)
    publish(me, simulation, CLOSE, field, field.first)
    return field


def _needs(simulation: Simulation, stage: Nomination, field: Field) -> Heads | int:
    """Heads that suffice by the first threshold: one number if all runs meet the same bar, else heads[run]."""
    needs = simulation.worlds.needs(stage.name, field.cohort, simulation.ledger.world)[0]
    return int(needs[0]) if len(needs) == 1 else needs


def _fewest(field: Field) -> Heads:
    """Nominations[run] of whoever seeks them and has fewest."""
    fewest: Heads = np.where(field.seeks, field.first, np.int32(FAR)).min(axis=0)
    return fewest


def _at(needs: Heads | int, at: Rows) -> Heads | int:
    return needs if isinstance(needs, int) else needs[at]


def withdraw(me: People, simulation: Simulation, stage: Nomination, field: Field) -> Field:
    """Candidates out of reach may withdraw; their people go to an heir, those handed in only as the transfer rule allows."""
    needs = _needs(simulation, stage, field)
    low = np.flatnonzero(_fewest(field) < needs - me.drawn("nominators.lending.within", field.cohort))
    if not len(low):
        return field
    runs = field.cohort.runs.take(low)
    hopeless = out_of_hope(
        field.first.take(low, axis=1),
        field.seeks.take(low, axis=1),
        _at(needs, low),
        me.draws["nominators.lending.within"].take(runs),
    )
    leaving = hopeless & me.draws["nominators.withdraws.<candidate>"].take(runs, axis=1)
    gone = leaving.any(axis=0)
    if not gone.any():
        return field
    some = _mask(low[gone], field)
    going, leaving = field.where(some), leaving[:, gone]
    if not simulation.said(stage.transfer, f"{stage.name}.transfer", going.cohort):
        return field.where(~some)
    seeks, cohort = going.seeks & ~leaving, going.cohort
    heirs = _heirs(me, simulation, stage, going, seeks)
    in_writing = may_move(stage.transfer, np.ones(len(cohort), np.bool_))
    share, handed = me.drawn("nominators.to_heir", cohort), known(going.handed)
    none = handed.dtype.type(0)
    names = to_the_heir(
        going.first, leaving, heirs, np.where(in_writing, going.first, going.first - handed), share, seeks
    )
    late = to_the_heir(handed, leaving, heirs, np.where(in_writing, handed, none), share, seeks)
    words = partial(narrative.withdrew, simulation, going.first, names, leaving)
    simulation.note(cohort, Step.WITHDREW, f"{stage.name}.transfer", words)
    return joined([field.where(~some), going.moved(names, seeks, late)])


def _mask(at: Rows, field: Field) -> Bools:
    mask = np.zeros(len(field.cohort), np.bool_)
    mask[at] = True
    return mask


def _heirs(me: People, simulation: Simulation, stage: Nomination, field: Field, seeks: Bools) -> Rows:
    """To whom each candidate's people go: the heir of the file, else whoever is nearest below the bar, else the leader."""
    short = _needs(simulation, stage, field) - field.first
    nearest = np.where(seeks & (short > 0), short, np.int32(FAR))
    ahead = np.where(seeks, field.first, -1).argmax(axis=0)
    usual = np.where(nearest.min(axis=0) < FAR, nearest.argmin(axis=0), ahead)
    heirs = np.broadcast_to(usual, (len(me.ids), len(field.cohort))).copy()
    for one, heir in me.scenario.heirs.items():
        c, h = me.ids.index(one), me.ids.index(heir)
        heirs[c] = np.where(seeks[h], h, usual)
    return heirs


def join_the_leader(me: People, simulation: Simulation, stage: Nomination, field: Field) -> Field:
    """Some of those who would nominate nobody join whoever is clearly ahead."""
    rivals = np.flatnonzero(field.seeks.sum(axis=0, dtype=np.int8) > 1)
    if not len(rivals):
        return field
    runs = field.cohort.runs.take(rivals)
    handed, seeks = known(field.handed).take(rivals, axis=1), field.seeks.take(rivals, axis=1)
    ahead, clear = clearly_ahead(handed, seeks, me.draws["nominators.clear"].take(runs))
    rivals, runs, ahead = rivals[clear], runs[clear], ahead[clear]
    spare = me.silent(stage, field.where(_mask(rivals, field)))
    more = rounded_share(spare, me.draws["nominators.bandwagon"].take(runs))
    joins = more > 0
    if not joins.any():
        return field
    words = partial(narrative.joined_the_leader, simulation, ahead[joins], more[joins])
    simulation.note(Cohort(runs[joins]), Step.JOINED_THE_LEADER, "", words)
    names = field.first.copy()
    names[ahead, rivals] += more
    return field.moved(names, field.seeks)


def lend(me: People, simulation: Simulation, stage: Nomination, field: Field) -> Field:
    """Nominations are lent to whoever is near the bar, by the silent and by those of safe candidates not yet handed in."""
    needs = _needs(simulation, stage, field)
    below = _fewest(field) < needs
    below &= me.drawn("nominators.lending.permitted", field.cohort)
    some = np.flatnonzero(below)
    if not len(some):
        return field
    changed = _lent_there(me, simulation, stage, field.where(below), _at(needs, some))
    names = field.first.copy()
    names[:, some] = changed
    return field.moved(names, field.seeks)


def _lent_there(me: People, simulation: Simulation, stage: Nomination, field: Field, needs: Heads | int) -> Heads:
    """The nominations of runs in which somebody is near the bar, once some have been lent."""
    cohort, first = field.cohort, field.first
    handed = known(field.handed)
    safe = field.seeks & (handed >= needs)
    late = np.where(safe, np.maximum(first - handed, 0), first.dtype.type(0))
    nobody = me.silent(stage, field)
    whole = late.sum(axis=0, dtype=first.dtype)
    spare = nobody + whole
    pool = np.floor(spare * me.drawn("nominators.lending.share", cohort)).astype(first.dtype)
    may = field.seeks & ~me.drawn("nominators.lending.feared.<candidate>", cohort)
    within, over = me.drawn("nominators.lending.within", cohort), me.drawn("nominators.lending/over", cohort)
    given = lent(first, needs, may, pool, within, over)
    total = given.sum(axis=0, dtype=first.dtype)
    from_late = np.rint(total * (whole / np.maximum(spare, 1))).astype(first.dtype)
    from_late = np.maximum(from_late, total - nobody)
    lends = total > 0
    if lends.any():
        words = partial(narrative.names_lent, simulation, given[:, lends])
        simulation.note(cohort.where(lends), Step.NAMES_LENT, f"{stage.name}.bar", words)
    changed: Heads = first + given - shared_out(from_late, late.astype(np.float32), late > 0)
    return changed


def resign_to_restand(me: People, simulation: Simulation, stage: Nomination, field: Field) -> Field:
    """A leader short of the bar may resign, to use the lower one of a vacancy; where the book says where that leads."""
    quits = _short(me, simulation, stage, field) & me.drawn("politics.resignation.to_restand", field.cohort)
    if not quits.any():
        return field
    can = np.zeros(len(quits), np.bool_)
    for contest, part in simulation.contest_of(field.cohort.where(quits)):
        if contest.if_vacant is not None:
            can[field.cohort.places(part)] = True
            words = partial(narrative.resigned_to_restand, simulation)
            simulation.note(part, Step.RESIGNED_TO_RESTAND, f"{contest.name}.if_vacant.go", words)
            simulation.post("returns", part, simulation.today(part) + 1, kind="vacancy")
    return field.where(~can)


def _short(me: People, simulation: Simulation, stage: Nomination, field: Field) -> Bools:
    short: Bools = field.first[me.incumbent] < _needs(simulation, stage, field)
    return short


def give_way(me: People, simulation: Simulation, stage: Nomination, field: Field) -> Field:
    """The incumbent's supporters nominate another while the window is open; the incumbent withdraws in writing."""
    put = _short(me, simulation, stage, field) & me.drawn("politics.stand_in.chance", field.cohort)
    if not put.any():
        return field
    giving = field.where(put)
    if not simulation.said(stage.transfer, f"{stage.name}.transfer", giving.cohort):
        return field.where(~put)
    cohort, other = giving.cohort, me.scenario.stand_in
    theirs = np.zeros_like(giving.seeks)
    theirs[me.incumbent] = True
    free = freed(
        giving.first,
        theirs,
        me.drawn("nominators.arrived", cohort),
        may_move(stage.transfer, np.ones(len(cohort), np.bool_)),
    )
    names, seeks = giving.first.copy(), giving.seeks.copy()
    names[other] = rounded_share(
        free, me.drawn("politics.stand_in.keeps", cohort), most=free + me.silent(stage, giving)
    )
    names[me.incumbent] = 0
    seeks[me.incumbent], seeks[other] = False, True
    words = partial(narrative.gave_way, me, simulation, names)
    simulation.note(cohort, Step.STOOD_IN, f"{stage.name}.transfer", words)
    return joined([field.where(~put), giving.moved(names, seeks)])


MOMENTS: Mapping[str, tuple[Behaviour, ...]] = {
    "nominations open": (keep_quiet, agree_before, publish_first_day),
    "second day": (agree_during,),
    "eve": (hand_in,),
    "last day": (react,),
    "leader short": (resign_to_restand, give_way),
}
"""Which behaviours act at which moment of the law, in this order."""


def live(scenario: Scenario, *, narrated: bool) -> tuple[Mapping[str, tuple[Behaviour, ...]], LastDay]:
    """The behaviours that can act in a scenario, by moment: its beliefs switch the others off. And who acts on the last day."""
    beliefs = scenario.beliefs

    def happens(path: str) -> bool:
        return path in beliefs and beliefs[path].quantity.high > 0

    withdraws = any(happens(path) for path in beliefs if path.startswith("nominators.withdraws."))
    acts = (withdraws, happens("nominators.bandwagon"), happens("nominators.lending.permitted"))
    watched = scenario.watched or narrated
    off: dict[Behaviour, bool] = {
        keep_quiet: not (scenario.incumbent >= 0 and happens("nominators.quiet")),
        publish_first_day: not watched,
        hand_in: not (watched or any(acts)),
        react: not (watched or any(acts)),
        give_way: scenario.stand_in < 0,
    }
    found = {
        moment: there for moment, every in MOMENTS.items() if (there := tuple(one for one in every if not off.get(one)))
    }
    return found, acts
