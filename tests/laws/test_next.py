"""What may lawfully happen next: each outcome offered can come, and none that comes was not offered."""

from __future__ import annotations

import datetime as dt
from itertools import product
from pathlib import Path
from types import MappingProxyType, SimpleNamespace

import numpy as np
import pytest

from simulator.beliefs.draws import draw
from simulator.conduct.believed import Beliefs
from simulator.conduct.known import Known, Supposed, simulate_known
from simulator.conduct.readings import start, worlds_of
from simulator.conduct.simulate import begun, nominators
from simulator.engine.cohort import Cohort
from simulator.engine.conduct import Field
from simulator.engine.ledger import Ending, Ledger
from simulator.engine.simulation import Simulation
from simulator.engine.worlds import Worlds
from simulator.procedures.ballots import Piles, Pulls
from simulator.questions.agenda import agenda
from simulator.questions.possible import overridden, reached
from simulator.questions.simulate import choices
from simulator.rulebooks.load import books, open_book
from simulator.scenario.checks import sections_of
from simulator.scenario.resolve import load, of_document
from simulator.scenario.scenario import sure
from simulator.stages.ballot import Ballot
from simulator.stages.contest import VACANT
from simulator.stages.nomination import Nomination
from simulator.stages.values import Threshold
from simulator.words.documents import parse

CONSERVATIVES = """
scenario: Conservatives, after two ballots of 2024
rules: {{book: conservative, date: {date}, contest: vacancy, at: mps-ballots, standing: [{standing}], ballots_held: 2}}
bodies: {{mps: {{size: 121, assumption: as published}}}}
candidates:
  badenoch: {{name: Kemi Badenoch}}
  jenrick: {{name: Robert Jenrick}}
  cleverly: {{name: James Cleverly}}
  tugendhat: {{name: Tom Tugendhat}}
electorate:
  assumption: for the test
  sections:
    mps: {{register: 121, turnout: 100%}}
    members: {{register: "120,000 to 175,000", turnout: 68% to 86%}}
timetable:
  mps-ballots: {{opens: 8 October 2024, closes: 0 days, further: 1 day}}
  members-ballot: {{closes: 31 October 2024, declared: 2 November 2024}}
  assumption: as announced
"""
FOUR = ("badenoch", "jenrick", "cleverly", "tugendhat")


def written(text, **said):
    """A scenario from its text."""
    return of_document(parse(text.format(**said).encode(), "a test"), {}, {})


def conservatives(standing=FOUR, date="2024-10-07"):
    return written(CONSERVATIVES, standing=", ".join(standing), date=date)


def waits_at(scenario, worlds, on, supposed=()):
    """Where a simulation of what is known, and supposed, waits, and what may lawfully happen there; nothing if it ends."""
    _, simulation = simulate_known(scenario, worlds, on, supposed)
    found = {}
    for one in simulation.pending:
        found.setdefault(one.stage.name, one.stage.steps(simulation, one.cohort, one.number))
    return tuple(found.values())


def here(scenario, *supposed):
    """The one place at which a simulation of what is known, and supposed, waits."""
    (steps,) = waits_at(scenario, worlds_of(scenario), scenario.date, supposed)
    return steps


def outcomes(steps):
    return [way.outcome for way in steps.ways]


# --- what is offered --------------------------------------------------------------------------------------------------
def test_after_two_ballots_of_2024_four_stand_and_another_ballot_follows():
    """While three remain at least, nobody goes to the members."""
    said = (
        "mps-ballots, four stand; nobody is elected; out: the lowest, one at a time; level: again, then all tied; "
        "not won → again, one left → elected"
    )
    steps = here(conservatives())
    assert str(steps) == said
    assert steps.number == 2
    assert steps.stand == ("Kemi Badenoch", "Robert Jenrick", "James Cleverly", "Tom Tugendhat")


def test_with_three_standing_two_may_be_left_to_the_members():
    """Once one has dropped out the next ballot may leave two; if several are level it is held again."""
    scenario = conservatives()
    steps = here(scenario, Supposed("not won", 3))
    assert len(steps.stand) == 3
    assert outcomes(steps) == ["not won", "left", "one left"]
    after = here(scenario, Supposed("not won", 3), Supposed("left", 2))
    assert (after.stage, len(after.stand)) == ("members-ballot", 2)
    assert outcomes(after) == ["won", "tied", "one left"]


def test_with_two_standing_no_ballot_is_needed():
    """Two are as many as the MPs should leave: the members vote at once."""
    assert here(conservatives(FOUR[:2])).stage == "members-ballot"


def test_what_is_stated_as_certain_is_known_from_its_day_on():
    """Before the challenger of 2016 declares, a challenge may open; afterwards it is under way, and the NEC has met."""
    scenario = load("scenarios/labour-2016-as-it-was.yaml")
    worlds = worlds_of(scenario)
    before = waits_at(scenario, worlds, dt.date(2016, 7, 10))
    assert {"challenge", "vacancy"} <= {steps.stage for steps in before}
    (after,) = waits_at(scenario, worlds, dt.date(2016, 7, 11))
    assert after.stage == "challenge-nominations"
    assert "executive.settles" in {item.clause for item in agenda(scenario) if item.state(scenario.date) == "over"}


def test_a_day_that_no_one_gave_is_marked_as_a_default():
    """The shortest scenario gives no timetable; that of June 2016 gives all of it."""
    assert all(
        item.by_default for item in agenda(load("scenarios/labour-minimal.yaml")) if "nominations" in item.clause
    )
    assert not any(item.by_default for item in agenda(load("scenarios/labour-2016-june.yaml")))


def test_a_stated_date_is_no_default_though_it_follows_one():
    """Where it is not said when nominations close, that day is a default, and the date stated for the ballot is not."""
    items = {item.clause: item for item in agenda(written(DATES.replace("open: 19 March 2026, ", "")))}
    assert items["nominations.bar"].by_default
    assert not items["ballot.sections"].by_default


LETTERS = """
scenario: Conservatives, January 2023
rules: {{book: conservative, date: 2023-01-10, contest: {contest}, in_government: true}}
bodies: {{mps: {{size: 356, assumption: as published}}}}
candidates:
  sunak: {{name: Rishi Sunak, incumbent: true}}
  johnson: {{name: Boris Johnson}}
nominators:
  assumption: for the test
  blocs:
    enemies: {{body: mps, size: 60, nominate: {{johnson: 50%}}}}
    friends: {{body: mps, size: 296, nominate: {{johnson: 1%}}}}
politics:
  opens: {{letters: {{chance: 100%, date: 12 January 2023, assumption: for the test}}}}
  assumption: for the test
electorate:
  assumption: for the test
  sections: {{mps: {{register: 356, turnout: 100%}}, members: {{register: 170000, turnout: 80%}}}}
"""


def test_letters_are_secret_and_so_nothing_is_told_of_who_has_signed():
    """That 54 letters call a vote is law; who signs, and that they are believed to be in on a day, is not shown."""
    scenario = written(LETTERS, contest="vacancy")
    scenario = load_in_office(scenario)
    items = [item for item in agenda(scenario, dt.date(2023, 2, 1)) if item.clause == "letters.opens_when"]
    assert len(items) == 1
    assert "15% of" in items[0].what
    assert "secret" in items[0].what
    assert "it may not open within 12 months of confidence-vote (carried)" in items[0].what
    assert not any(name in items[0].what + items[0].who for name in ("Sunak", "Johnson", "enemies", "friends"))


def load_in_office(scenario):
    """The scenario with no contest stated, so that any may open."""
    from dataclasses import replace

    return replace(scenario, contest="")


# --- every outcome that comes was offered -----------------------------------------------------------------------------
PLAYED = (
    "labour-2016-june", "labour-2016-court", "labour-2020-january", "labour-2026-july", "labour-2010-may",
    "conservative-2024-october", "conservative-2022-july",
)  # fmt: skip


@pytest.mark.parametrize("name", PLAYED)
def test_every_outcome_of_2000_simulated_contests_was_offered_by_its_stage(name):
    """Whatever stage a run enters, the outcome that then comes of it is among those that the stage said were possible."""
    scenario = load(f"scenarios/{name}.yaml")
    every = choices(scenario)
    worlds = worlds_of(scenario, *every)
    runs = 2_000 // len(every)
    draws = draw(scenario, 7, 0, runs).repeated(len(every))
    ledger = Ledger(draws.runs, len(scenario.candidates), len(every), nominators(scenario))
    ledger.world = start(worlds, draws.under("readings"), draws.runs)
    offered, missing, came = {}, set(), set()

    class Watched(Simulation):
        def follow(self, stage, outcome, cohort, number=0):
            """Whether what came was offered."""
            for run in cohort.runs.tolist():
                readings = worlds.read[ledger.world[run]].items()
                found = (
                    {outcome} if stage.kind != "decision" else {outcome, *(f"{one}: {read}" for one, read in readings)}
                )
                came.add((stage.name, outcome))
                if not found & set(offered[run, stage.name]):
                    missing.add((stage.name, outcome, tuple(offered[run, stage.name]), tuple(sorted(found))))
            super().follow(stage, outcome, cohort, number)

    def entered(stage, number, cohort):
        known = {}
        for run in cohort.runs.tolist():
            alone = Cohort(np.array([run], np.int32))
            state = ledger.nominees[:, run].tobytes(), ledger.vacant[run], ledger.world[run], ledger.again[run]
            if state not in known:
                known[state] = [way.outcome for way in stage.steps(simulation, alone, number).ways]
            offered[run, stage.name] = known[state]

    simulation = Watched(worlds, Beliefs(scenario, draws), ledger, entered=entered)
    simulation.run(begun(scenario))
    assert not missing
    assert len(came) > 1


# --- none offered is impossible: small exhaustive searches ------------------------------------------------------------
class Everything(Known):
    """Conduct that does everything: one run for each division of the votes, or of the nominations."""

    def __init__(self, names, incumbent=-1):
        self.ids = self.names = tuple(names)
        self.incumbent, self.in_government = incumbent, False

    def day(self, step, simulation, stage, cohort):
        """Every step takes a day."""
        return simulation.today(cohort) + 1

    def entitled(self, simulation, stage, cohort):
        """Nine are entitled, so that some may abstain."""
        return np.full(len(cohort), 9)

    def lots(self, paper, cohort):
        """Whoever is listed first has the lowest lot."""
        return np.broadcast_to(np.arange(len(paper))[:, None], (len(paper), len(cohort)))


class Votes(Everything):
    """Every division of up to nine votes among those who stand."""

    def ballots(self, simulation, stage, number, cohort, paper):
        """Each run has votes of its own."""
        votes = np.array(VOTES[len(paper)], float).T[:, None, cohort.runs]
        return (
            Piles(Pulls(votes, votes.sum(axis=0)), np.zeros((0, 0, 0)), paper, cohort.runs)
            if stage.ranked
            else Counted(votes)
        )


class Counted:
    """Votes of papers that bear one name."""

    def __init__(self, votes):
        self.votes = votes

    def tally(self, standing):
        """Votes of those who stand."""
        return np.where(standing[:, None], self.votes, 0)

    def of(self, mask):
        """The votes of some runs."""
        return Counted(self.votes[..., mask])


VOTES = {
    n: [votes for votes in product(range(8), repeat=n) if 0 < sum(votes) <= 9] if n < 4
    else [votes for votes in product(range(6), repeat=n) if 0 < sum(votes) <= 9]
    for n in (2, 3, 4)
}  # fmt: skip


def toy(stage):
    """Worlds of one law with one stage."""
    law = SimpleNamespace(compiled=({stage.name: stage}, {}))
    needs = {stage.name: [[2]]} if stage.kind == "nomination" else {}
    return Worlds([{}], [{}], [0], [law], [SimpleNamespace(words="two", needs=2)], {stage.name: [0]}, needs, {})


class Ends(Simulation):
    """A simulation that writes down what comes of its one stage, and goes no further."""

    def __init__(self, *given, **named):
        super().__init__(*given, **named)
        self.came = {}

    def follow(self, stage, outcome, cohort, number=0):
        """An outcome came."""
        for run in cohort.runs.tolist():
            self.came.setdefault(run, outcome)

    def onward(self, route, cohort, clause, number=0):
        """The runs are sent on: by which route says what came; where it is held again for a tie, nobody has won."""
        came = "not won" if clause.endswith(".tie") else clause.partition(".then.")[2]
        for run in cohort.runs.tolist():
            self.came.setdefault(run, came)

    def unresolved(self, cohort, clause, why, when=None):
        """No rule said what comes."""
        for run in cohort.runs.tolist():
            self.came.setdefault(run, f"unresolved: {clause}")


def every_ballot(stage, standing, number=0, again=False):
    """The outcomes of every division of votes among so many who stand, and the steps that the stage offers."""
    runs = len(VOTES[standing])
    ledger = Ledger(runs, standing)
    ledger.nominees[:] = True
    ledger.again[:] = again
    conduct = Votes([f"candidate {n}" for n in range(standing)])
    simulation = Ends(toy(stage), conduct, ledger)
    everybody = Cohort.of(runs)
    steps = stage.steps(simulation, everybody, number)
    for branch in stage.simulate(simulation, everybody, number):
        simulation.beside(branch)
    simulation.env.run()
    return set(simulation.came.values()), steps


def ballot(**said):
    """A ballot with these provisions; every outcome has a route."""
    routes = {f"then.{outcome}": "x" for outcome in Ballot.outcomes_known} | {"then.not won": "again"}
    plain = {"sections": ("mps",), "paper": "one name", "drop.lowest": "one at a time"}
    return Ballot.made_of(
        "ballot", {**routes, **plain, **{path.replace("__", "."): value for path, value in said.items()}}
    )


WINS = (
    {"win__by": "nobody"}, {"win__by": "most votes"}, {"win__majority_of": "votes cast"}, {"win__majority_of": "all entitled"},
)  # fmt: skip
DROPS = (
    {}, {"drop__lowest": "all tied"}, {"drop__lowest": "nobody"}, {"drop__lowest": "all who cannot catch up"},
    {"drop__keep": 2}, {"drop__below": (2,)},
)  # fmt: skip
TIES = ({}, {"tie": ("again",)}, {"tie": ("again", "all tied")}, {"tie": ("all tied",)}, {"tie": ("lot",)})
LEFT = ({}, {"until__left": 2})


@pytest.mark.parametrize("standing", [2, *(pytest.param(n, marks=pytest.mark.night) for n in (3, 4))])
@pytest.mark.parametrize("again", [False, True])
def test_a_ballot_offers_just_the_outcomes_that_some_votes_bring_about(standing, again):
    """Of 240 laws, every division of nine votes: what comes is what was offered, no more and no less.

    That one alone is left comes of withdrawals, not of votes.  again: it is a second ballot, held for a tie in the first.
    """
    for win, drop, tie, left in product(WINS, DROPS, TIES, LEFT):
        if left and standing <= 2:
            continue
        law = {**win, **drop, **tie, **left}
        came, steps = every_ballot(ballot(**law), standing, int(again), again=again)
        came = {outcome for outcome in came if not outcome.startswith("unresolved")}
        assert came == set(outcomes(steps)) - {"one left"}, (law, standing)


def test_a_ballot_with_as_many_as_it_should_leave_offers_only_that():
    """With two standing where two are to be left, no vote is taken."""
    came, steps = every_ballot(ballot(win__by="nobody", until__left=2), 2)
    assert came == {"left"} == set(outcomes(steps))


class Nominations(Everything):
    """Every number of nominations from none to three for each of three, the first of them the leader if there is one.

    A leader who is short withdraws in the runs with an odd number.
    """

    moments = MappingProxyType({"leader short": True})
    every = np.array([*product(range(4), repeat=3), *product(range(4), repeat=3)]).T

    def field(self, simulation, stage, cohort):
        """Whoever has a nomination seeks them."""
        names = self.every[:, cohort.runs]
        return Field(cohort, names[None], names > 0)

    def acts(self, moment, simulation, stage, field):
        """A leader who is short gives way in every other run."""
        if moment == "leader short":
            odd = field.cohort.runs % 2 == 1
            field.seeks[0, odd & (field.first[0] < 2)] = False
        return field


@pytest.mark.parametrize(("exempt", "in_office"), [("incumbent", True), ("nobody", True), ("nobody", False)])
def test_nominations_offer_just_the_outcomes_that_some_nominations_bring_about(exempt, in_office):
    """Every number of nominations for three; a leader who needs none is never alone, and one who is short may give way."""
    routes = {f"then.{outcome}": "x" for outcome in Nomination.outcomes_known}
    bar = {"bar.by": ("mps",), "bar.count": 2}
    stage = Nomination.made_of(
        "nominations", {**routes, **bar, "exempt": exempt, "among": "whoever seeks it", "keeps": "nothing", "open": 1}
    )
    runs = Nominations.every.shape[1]
    simulation = Ends(toy(stage), Nominations(["a", "b", "c"], 0 if in_office else -1), Ledger(runs, 3))
    everybody = Cohort.of(runs)
    steps = stage.steps(simulation, everybody, 0)
    for branch in stage.simulate(simulation, everybody, 0):
        simulation.beside(branch)
    simulation.env.run()
    assert set(simulation.came.values()) == set(outcomes(steps))


def test_the_tests_know_a_threshold_when_they_see_one():
    """The toy bar is a bar of two nominators."""
    stage = Nomination.made_of("nominations", {"bar.by": ("mps",), "bar.count": 2})
    assert stage.bar == Threshold(by=("mps",))


# --- the search is of whole contests ----------------------------------------------------------------------------------
def test_every_stage_that_2000_simulated_contests_come_to_was_found():
    """The search from the eve of the contest of 2024 finds all stages that simulated contests go through, on days that fit."""
    scenario = load("scenarios/conservative-2024-october.yaml")
    worlds = worlds_of(scenario)
    found = {}
    for place in reached(scenario, worlds, scenario.date):
        low, high = found.get(place.steps.stage, (10_000, 0))
        found[place.steps.stage] = min(low, place.earliest.opens), max(high, place.latest.opens)
    draws = draw(scenario, 7, 0, 2_000)
    ledger = Ledger(2_000, len(scenario.candidates), 1, nominators(scenario))
    ledger.world = start(worlds, draws.under("readings"), 2_000)
    days = {}
    simulation = Simulation(
        worlds,
        Beliefs(scenario, draws),
        ledger,
        entered=lambda stage, n, c: days.setdefault(stage.name, set()).update(simulation.today(c).tolist()),
    )
    simulation.run(begun(scenario))
    assert set(days) <= set(found)
    for stage, when in days.items():
        assert found[stage][0] <= min(when), stage


def test_a_supposed_way_ends_as_the_law_says():
    """Supposing that one alone is nominated, the contest ends unopposed on the close of nominations."""
    scenario = written(DATES)
    _, simulation = simulate_known(scenario, worlds_of(scenario), scenario.date, (Supposed("one", 1),))
    assert {int(ending) for ending in simulation.ledger.ending} == {Ending.UNOPPOSED_IN_A_VACANCY}


def test_of_a_day_that_is_stated_beside_a_default_only_the_default_is_marked():
    """When members' papers go out is a default in 2024, and the close is stated."""
    items = {item.clause: item for item in agenda(load("scenarios/conservative-2024-october.yaml"))}
    assert items["members-ballot.sections"].guessed == (True, False)


# --- stated dates that cannot be held ---------------------------------------------------------------------------------
def test_a_stated_date_that_the_law_overrides_is_told_with_both_dates():
    """The ballot cannot open on the day on which nominations close: it opens on the day after, which pushes no other date."""
    assert overridden(written(DATES)) == {"ballot": (dt.date(2026, 3, 19), dt.date(2026, 3, 20))}


def test_dates_that_can_be_held_are_not_told():
    """The same, with a ballot that opens once nominations have closed."""
    assert overridden(written(DATES.replace("ballot: 19 March", "ballot: 20 March"))) == {}


DATES = """
scenario: A vacancy
rules: {{book: libdem, date: 2026-03-01, contest: vacancy}}
bodies: {{mps: {{size: 72, assumption: as published}}}}
candidates: {{davey: {{name: Ed Davey}}, moran: {{name: Layla Moran}}}}
electorate: {{assumption: for the test, sections: {{members: {{register: 90000, turnout: 60%}}}}}}
timetable:
  {{vacancy: 5 March 2026, open: 19 March 2026, ballot: 19 March 2026, voting: 30 March 2026, declared: 1 day, assumption: x}}
"""


# --- books of every party ---------------------------------------------------------------------------------------------
ANY = """
scenario: A contest of any party
rules: {{book: {book}, date: 2026-03-01, contest: {contest}, edition: "{edition}"}}
bodies: {{{bodies}}}
candidates: {{ann: {{name: Ann{leads}}}, bea: {{name: Bea}}, cat: {{name: Cat}}}}
electorate: {{assumption: for the test, sections: {{{sections}}}}}
"""
TEST_BOOKS = [str(path) for path in sorted(Path("tests/rulebooks/books").glob("*.yaml"))]


@pytest.mark.parametrize("name", [*books(), *TEST_BOOKS])
def test_in_the_latest_edition_of_every_book_each_stage_of_each_contest_is_found(name):
    """Chained ballots, motions, waits, petitions, terms: the search comes to whatever the routes lead to.

    What follows if the leader goes in mid-contest is told by the contest, and not searched.
    """
    book = open_book(name)
    edition = book.editions[-1]
    law = edition.law
    for contest in law.contests:
        vacant = law.trigger(contest) == VACANT
        scenario = written(
            ANY, book=name, contest=contest, edition=edition.name, leads="" if vacant else ", incumbent: true",
            bodies=", ".join(f"{body}: {{size: 100, assumption: x}}" for body in book.bodies),
            sections=", ".join(f"{one}: {{register: 1000, turnout: 50%}}" for one in sections_of(law)),
        )  # fmt: skip
        worlds = worlds_of(scenario, sure(book, scenario.readings))
        found = {place.steps.stage for place in reached(scenario, worlds, scenario.date)}
        items = agenda(scenario)
        assert items
        assert all(item.what and item.clause for item in items)
        if law.get(f"{contest}.while") == "in government":
            assert any("now the party is in opposition, and it may not open" in item.what for item in items)
            continue
        gone = law.get(f"{contest}.if_vacant.go")
        assert law.reached_from(contest) - found <= (law.reached_from(gone) if isinstance(gone, str) else set())
