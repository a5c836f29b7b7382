"""The oracle and the engine agree, run by run: under every combination of the readings of 2016, and under any book.

Every edition of every book is simulated, and small books made at random from the whole vocabulary of rules. What must agree:
how a run ends, who leads, on which day, the nominations handed in, the bar, the shares of the last count, who stood at the
end, and why a run is left unresolved.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from simulator import load
from simulator.beliefs.draws import draw
from simulator.beliefs.nominators import names_of
from simulator.conduct.readings import worlds_of
from simulator.conduct.simulate import simulate as play
from simulator.engine.ledger import Ending, Step
from simulator.scenario.scenario import Mixture
from tests import oracle, small
from tests.believing import simulated_with_ballots

JUNE = "scenarios/labour-2016-june.yaml"
RUNS = 600
SIX = (
    "incumbent-nominations",
    "bar-base",
    "excluded-remedy",
    "nomination-transfer",
    "rounding",
    "leader-votes-on-own-case",
)
LABOUR = oracle.Book("simulator/rulebooks/labour.yaml")
COMBINATIONS = [
    dict(zip(SIX, combination, strict=True))
    for combination in product(*(LABOUR.disputes[dispute]["readings"] for dispute in SIX))
]
SCENARIOS = sorted(str(path) for folder in ("scenarios", "tests/parties") for path in Path(folder).glob("*.yaml"))
EDITIONS = [
    pytest.param(str(path), written["edition"], id=f"{path.stem}: {written['edition']}")
    for folder in ("simulator/rulebooks", "tests/rulebooks/books")
    for path in sorted(Path(folder).glob("*.yaml"))
    for written in oracle.Book(path).written["editions"]
]
MADE, OF_EACH = 40, 80
"""Small books that are made at random, and runs of each."""


@pytest.fixture(scope="module")
def scenario():
    """The June scenario with more of what is rare: resignations, stand-ins, second chances, near bars."""
    return load(
        JUNE,
        {
            "politics.resignation.after_walk_out": "3% to 20%",
            "politics.resignation.to_restand": "10% to 40%",
            "politics.resignation.restands": "20% to 60%",
            "politics.second_chance": "1% to 40%",
            "politics.executive.varies": "60% to 99%",
            "politics.executive.reads": "30% to 60%",
            "politics.unity.formally": "30% to 70%",
            "nominators.blocs.rebels.nominate.challenger": "20% to 98%",
        },
    )


EVERYTHING = {
    "nominators.lending.permitted": "70%",
    "nominators.lending.share": "20% to 80%",
    "nominators.lending.within": "10 to 40",
    "nominators.bandwagon": "10% to 60%",
    "nominators.withdraws": "{eagle: 50%, smith: 50%, watson: 90%}",
    "nominators.heirs": "{watson: eagle}",
    "nominators.arrived": "20% to 90%",
    "politics.challengers.watson.withdraws": "30%",
    "politics.challengers.watson.stands": "60% to 95%",
    "politics.challengers.smith.waits_for": "eagle",
    "politics.unity.by_poll": "50%",
    "politics.unity.before": "10%",
    "politics.unity.during": "30%",
    "politics.court": "{asked: 70%, heard: 0 days to 12 days, reverses: 40% to 60%}",
    "nominators.blocs.rebels.nominate.challenger": "20% to 60%",
    "politics.resignation.pressure": "{delegation: {date: 30 June to 8 July 2016, times: 200% to 600%}}",
}


def test_the_oracle_agrees_when_everybody_acts(scenario):
    """Lending, joining, withdrawing, agreeing by poll, an executive that decides and a court that reverses: 600 runs."""
    scenario = load(JUNE, EVERYTHING)
    draws = draw(scenario, 11, 0, RUNS)
    for remedy in ("no-election", "reopened"):
        chosen = {**scenario.book.adopted(), "excluded-remedy": remedy}
        law = worlds_of(scenario, {**chosen, "incumbent-nominations": Mixture(decided_by="executive")})
        ledger, names = play(scenario, law, draws), names_of(scenario)
        del chosen["incumbent-nominations"]
        scenario_law = {**chosen}
        for run in range(RUNS):
            agrees(scenario, ledger, law, run, oracle.Run(scenario, scenario_law, draws.only(run), names).outcome())
        met = {step for run in range(RUNS) for step in ledger.steps(run)}
        assert met >= {
            Step.NAMES_LENT, Step.JOINED_THE_LEADER, Step.WITHDREW, Step.ASKED_TO_LEAVE, Step.COURT_UPHELD,
            Step.COURT_REVERSED, Step.PRESSED,
        }  # fmt: skip


@pytest.fixture(scope="module")
def draws(scenario):
    return draw(scenario, 77, 0, RUNS)


def agrees(scenario, ledger, law, run, told):
    """Whether the engine's row is what the oracle says."""
    who = int(ledger.leader[run])
    leader = scenario.ids[who] if who >= 0 else ("unresolved" if who == -2 else "nobody")
    row = {one: int(n) for one, n in zip(scenario.ids, ledger.names[:, run], strict=True) if n >= 0}
    stood = {scenario.ids[c] for c in np.flatnonzero(ledger.nominees[:, run])}
    needs = law.bars[ledger.bar[run]].needs if ledger.bar[run] >= 0 else None
    engine = (Ending(int(ledger.ending[run])).words, leader, int(ledger.day[run]), row, needs)
    assert engine == (told.ending, told.leader, told.day, told.names, told.needs)
    assert (ledger.reasons[ledger.reason[run]], stood) == (told.reason, told.standing)
    for one, share in zip(scenario.ids, ledger.share[:, run], strict=True):
        assert share == pytest.approx(float(told.shares.get(one, 0)), abs=1e-5)


def simulated(scenario, runs):
    """Some runs of a scenario: the scenario, its worlds, the draws, the ledger, and ballots that were cast one by one."""
    draws, law = draw(scenario, 7, 0, runs), worlds_of(scenario)
    return (scenario, law, draws, *simulated_with_ballots(scenario, law, draws))


def compared(scenario, law, draws, ledger, cast):
    """Every run walked by the oracle, too; returns how they ended, as the oracle has it."""
    told = []
    for run in range(draws.runs):
        alone, readings = draws.only(run), {}
        for dispute, reading in scenario.readings.items():
            if isinstance(reading, str):
                readings[dispute] = reading
            elif reading.chances:
                marks = np.cumsum([chance for _, chance in reading.chances])[:-1].astype(np.float32)
                readings[dispute] = reading.chances[int((alone[f"readings.{dispute}"][0] >= marks).sum())][0]
        made = [name for name, reading in scenario.readings.items() if isinstance(reading, Mixture) and reading.made]
        told.append(oracle.Run(scenario, readings, alone, names_of(scenario), cast[run], made).outcome())
        agrees(scenario, ledger, law, run, told[-1])
    return told


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: Path(path).stem)
def test_the_oracle_agrees_with_every_scenario(path):
    """As it is shipped: 60 runs of each."""
    compared(*simulated(load(path), 60))


@pytest.mark.parametrize(("path", "edition"), EDITIONS)
def test_the_oracle_agrees_under_every_edition_of_every_book(path, edition, tmp_path):
    """Whatever may open a contest may, a leader may go, all electorates are believed: 60 runs of each edition."""
    told = compared(*simulated(small.situation(path, edition, tmp_path), 60))
    assert len({one.ending for one in told}) > 1 or told[0].ending != "unresolved"


@pytest.mark.parametrize("name", small.CLOSE)
def test_the_oracle_agrees_where_many_are_level(name, tmp_path):
    """21 voters on five candidates: 200 runs of each sort of ballot."""
    told = compared(*simulated(small.close(name, tmp_path), 200))
    assert sum(one.ending == "ballot in a vacancy" for one in told) > 60


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Simulations under small books of every primitive, all of which check accepts."""
    folder = tmp_path_factory.mktemp("made")
    found = [small.made(seed, folder) for seed in range(MADE)]
    assert None not in found
    return [simulated(scenario, OF_EACH) for scenario in found]


@pytest.mark.parametrize("number", range(MADE))
def test_the_oracle_agrees_under_books_made_at_random(made, number):
    """80 runs under each of 40 books."""
    compared(*made[number])


def test_the_books_made_at_random_come_to_every_ending(made):
    """Few runs end because nothing was said; every way to end is met, and many a clause that gives no answer."""
    ledgers = [ledger for _, _, _, ledger, _ in made]
    endings = {Ending(int(ending)).words for ledger in ledgers for ending in ledger.ending}
    assert endings >= {
        "ballot", "ballot in a vacancy", "unopposed", "unopposed in a vacancy", "no valid challenger", "no challenge",
        "incumbent stays", "not asked for", "unresolved",
    }  # fmt: skip
    assert np.mean([(ledger.ending == Ending.UNRESOLVED).mean() for ledger in ledgers]) < 0.4
    met = {step for ledger in ledgers for run in range(OF_EACH) for step in ledger.steps(run)}
    assert met >= {
        Step.OPENED, Step.CARRIED, Step.LOST, Step.REOPENED, Step.SECOND_BAR, Step.BALLOT_AGAIN, Step.SIFTED,
        Step.PULLED_OUT, Step.RESIGNED_TO_RESTAND, Step.STOOD_IN, Step.CONFERENCE_REFUSED, Step.ON_BALLOT_EXEMPT,
    }  # fmt: skip


def test_a_run_alone_equals_its_row_under_every_primitive(made):
    """Eight runs of each book made at random, played one by one."""
    for scenario, law, draws, batch, _ in made:
        alone_as_in_the_batch(scenario, law, draws, batch, range(0, OF_EACH, OF_EACH // 8))


def alone_as_in_the_batch(scenario, law, draws, batch, runs):
    """Whether some runs, simulated one by one, are their rows of the batch."""
    for run in runs:
        alone = play(scenario, law, draws.only(run))
        assert alone.steps(0) == batch.steps(run)
        assert alone.reasons[alone.reason[0]] == batch.reasons[batch.reason[run]]
        for column in ("ending", "leader", "day", "names", "nominees", "share", "tested"):
            one, other = getattr(alone, column)[..., 0], getattr(batch, column)[..., run]
            np.testing.assert_array_equal(one, other, err_msg=f"{scenario.name}, run {run}, {column}")


@pytest.mark.parametrize("name", ["votes of the first ballot", "again"])
def test_a_run_alone_equals_its_row_where_a_ballot_looks_back(name, tmp_path):
    """What a run remembers of its earlier ballots is its own: 40 runs, one by one."""
    scenario, law, draws, batch, _ = simulated(small.close(name, tmp_path), 40)
    alone_as_in_the_batch(scenario, law, draws, batch, range(40))


def test_votes_of_a_first_ballot_that_was_held_before_the_scenario_begins_are_not_guessed(tmp_path):
    """One ballot has been held, and how many voted in it nobody has said: the next needs a majority of a number unknown."""
    small.close("votes of the first ballot", tmp_path)
    there = tmp_path / "scenario.yaml"
    text = there.read_text("utf-8")
    begun = "  at: first\n  standing: [ames, bell, cole]\n  ballots_held: 1\n"
    there.write_text(text.replace("  contest: vacancy\n", f"  contest: vacancy\n{begun}"), "utf-8")
    *_, ledger, _ = simulated(load(str(there)), 20)
    assert {ledger.reasons[one] for one in ledger.reason} == {
        "first.win: how many voted in the first ballot is not known"
    }


def test_there_are_432_combinations_and_half_of_a_third_of_the_remedies_are_moot(scenario):
    """3 × 4 × 2 × 3 × 3 × 2 readings; the remedy is moot wherever the incumbent is on the ballot automatically."""
    assert len(COMBINATIONS) == 432
    ours = sum("excluded-remedy" in scenario.book.moot(scenario.edition, chosen) for chosen in COMBINATIONS)
    theirs = sum("excluded-remedy" in LABOUR.moot("autumn 2015", chosen) for chosen in COMBINATIONS)
    assert ours == theirs == 144


def test_the_oracle_agrees_under_every_combination_of_readings(scenario):
    """Every combination on 12 runs of its own and 3 that all share, 432 × 15 contests: ending, leader, day, names, bar."""
    names, runs, together = names_of(scenario), 200, 36
    draws, endings = draw(scenario, 77, 0, runs), set()
    for first in range(0, len(COMBINATIONS), together):
        some = COMBINATIONS[first : first + together]
        law = worlds_of(scenario, *some)
        ledgers = play(scenario, law, draws.repeated(together)).parts(together)
        for number, (chosen, ledger) in enumerate(zip(some, ledgers, strict=True), first):
            for run in [*range(3), *((number * 12 + k) % runs for k in range(12))]:
                readings = {**scenario.book.adopted(), **chosen}
                told = oracle.Run(scenario, readings, draws.only(run), names).outcome()
                agrees(scenario, ledger, law, run, told)
                endings.add(told.ending)
    assert endings >= {"ballot", "unopposed", "ballot in a vacancy", "unopposed in a vacancy", "no challenge"}


@pytest.mark.parametrize("reading", ["automatic", "needs-nominations", "executive-may-require"])
def test_the_oracle_agrees_on_hundreds_of_runs(scenario, draws, reading):
    """All 600 runs under each reading of the incumbent's clause, nominations reopened if he falls short."""
    chosen = {**scenario.book.adopted(), "incumbent-nominations": reading, "excluded-remedy": "reopened"}
    law, names = worlds_of(scenario, chosen), names_of(scenario)
    ledger = play(scenario, law, draws)
    for run in range(RUNS):
        agrees(scenario, ledger, law, run, oracle.Run(scenario, chosen, draws.only(run), names).outcome())


@pytest.mark.parametrize("leader", ["votes", "stands-aside"])
def test_the_oracle_agrees_when_the_executive_decides(scenario, draws, leader):
    """The clause is open until the executive reads it; an even vote ends unresolved, its rule not found."""
    mixed = {**scenario.readings, "incumbent-nominations": Mixture(decided_by="executive")}
    law, names = worlds_of(scenario, {**mixed, "leader-votes-on-own-case": leader}), names_of(scenario)
    chosen = {**scenario.book.adopted(), "leader-votes-on-own-case": leader}
    del chosen["incumbent-nominations"]
    ledger = play(scenario, law, draws)
    ties = 0
    for run in range(RUNS):
        said = oracle.Run(scenario, chosen, draws.only(run), names).outcome()
        agrees(scenario, ledger, law, run, said)
        ties += said.reason == "executive.tie: unknown"
    assert (ties > 0) == (leader == "votes")


def test_readings_laid_side_by_side_are_the_readings_played_alone(scenario, draws):
    """Any choices of readings, played along one run axis, give each the ledger it has alone."""
    chosen = COMBINATIONS[::37]
    law = worlds_of(scenario, *chosen)
    together = play(scenario, law, draws.repeated(len(chosen))).parts(len(chosen))
    for choice, part in zip(chosen, together, strict=True):
        alone = play(scenario, worlds_of(scenario, choice), draws)
        for column in ("ending", "leader", "day", "names", "share", "tested"):
            np.testing.assert_array_equal(getattr(part, column), getattr(alone, column))
        assert [part.steps(run) for run in range(RUNS)] == [alone.steps(run) for run in range(RUNS)]
