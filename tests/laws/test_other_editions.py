"""What other editions need in play: colleges, ballots held again, a second bar, who may join; each beside plain Python."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from simulator import load, simulate
from simulator.beliefs.draws import draw
from simulator.conduct.readings import worlds_of
from simulator.conduct.simulate import simulate as play
from simulator.engine.ledger import Ending, Step
from simulator.words.problems import Problems

OTHER = "scenarios/labour-2016-other-rules.yaml"
RUNS = 400


def under(edition, settings=None, readings=None):
    """The scenario under an edition."""
    return load(OTHER, settings, readings, edition=edition)


def played(scenario, runs=RUNS):
    """Ledger and draws of a scenario under its readings."""
    draws = draw(scenario, 5, 0, runs)
    return play(scenario, worlds_of(scenario), draws), draws


def by_hand(draws, run, standing, rows, weights):
    """A college counted run by run in fractions: whole votes in each section, the lowest out until one has more than half."""
    while True:
        share = dict.fromkeys(standing, Fraction(0))
        for row, weight in zip(rows, weights, strict=True):
            whole = sum(np.float32(draws["electorate.sections/pull"][c, row, run]) for c in standing)
            votes = {
                c: int(
                    np.rint(
                        draws["electorate.sections/pull"][c, row, run]
                        * (draws["electorate.sections/cast"][row, run] / whole)
                    )
                )
                for c in standing
            }
            live = sum(votes.values())
            for c in standing:
                share[c] += Fraction(votes[c], live) * weight
        best = max(standing, key=lambda c: share[c])
        if 2 * share[best] > 1 or len(standing) == 1:
            return best
        standing = [c for c in standing if c != min(standing, key=lambda one: share[one])]


@pytest.mark.parametrize("edition", ["electoral college 1981", "one member one vote 1993"])
def test_a_college_elects_whom_a_count_by_hand_elects(edition):
    """Sections, weights and rounds as the book says, for every run that comes to a ballot."""
    scenario = under(edition, readings={"count-1994": "preferential"})
    ledger, draws = played(scenario)
    law = scenario.book.read(scenario.edition, scenario.book.adopted())
    rows = [scenario.sections.index(name) for name in law["ballot.sections"]]
    weights = [law[f"ballot.weights.{name}"] for name in law["ballot.sections"]]
    counted = np.flatnonzero(np.isin(ledger.ending, [Ending.BALLOT, Ending.BALLOT_IN_A_VACANCY]))
    assert len(counted) > 60
    for run in counted:
        if any(step is Step.BALLOT_AGAIN for step in ledger.steps(run)):
            continue
        standing = [int(c) for c in np.flatnonzero(ledger.nominees[:, run])]
        assert by_hand(draws, run, standing, rows, weights) == ledger.leader[run]


def test_ballots_held_again_elect_the_same_and_take_a_week_each():
    """Where voters keep to their preferences, further ballots and one preferential ballot elect alike; only days differ."""
    settings = {
        "politics.unity.before": "0%",
        "politics.unity.during": "0%",
        "politics.challengers.watson.stands": "100%",
    }
    settings |= {"politics.challengers.smith.stands": "100%", "politics.challengers.eagle.stands": "100%"}
    one, draws = played(under("one member one vote 1993", settings, {"count-1994": "preferential"}))
    again, _ = played(under("one member one vote 1993", settings, {"count-1994": "further-ballots"}))
    np.testing.assert_array_equal(one.leader, again.leader)
    ballots = np.array([sum(step is Step.BALLOT_AGAIN for step in again.steps(run)) for run in range(again.runs)])
    assert (ballots > 0).sum() > 5
    np.testing.assert_array_equal(again.day - one.day, ballots * int(draws["timetable.further"][0]))


@pytest.mark.parametrize(
    "edition", ["electoral college 1981", "one member one vote 1993", "September 2018", "rule book 2025"]
)
def test_a_run_alone_equals_its_row_under_every_edition(edition):
    """Ending, leader, day and shares do not depend on the company."""
    scenario = under(edition)
    ledger, draws = played(scenario)
    for run in range(0, RUNS, 4):
        alone = play(scenario, worlds_of(scenario), draws.only(run))
        for name in ("ending", "leader", "day", "tied"):
            assert getattr(alone, name)[0] == getattr(ledger, name)[run], (name, run)
        assert alone.steps(0) == ledger.steps(run)
        np.testing.assert_array_equal(alone.share[:, 0], ledger.share[:, run])


VACANCY = {"rules.contest": "vacancy", "politics.challengers.eagle.in_a_vacancy": "100%"}


def test_who_is_not_carried_over_the_second_bar_is_out():
    """In a vacancy under the rules of 2018: at 0% nobody of that name is on the ballot, at 100% whoever has the names is."""
    for chance in ("0%", "100%"):
        scenario = under("September 2018", {**VACANCY, "nominators.second_bar.eagle": chance})
        ledger, _ = played(scenario)
        eagle = scenario.ids.index("eagle")
        named = ledger.names[eagle] >= 25
        assert named.sum() > 300
        assert ledger.nominees[eagle][named].all() == (chance == "100%")
        assert ledger.nominees[eagle].any() == (chance == "100%")


def test_where_nothing_is_believed_of_the_second_bar_a_run_ends_there():
    """It is said, and nobody is guessed over it."""
    scenario = load("scenarios/labour-2016-june.yaml", {"rules.contest": "vacancy"}, edition="September 2018")
    ledger, _ = played(scenario)
    reached = ledger.ending == Ending.UNRESOLVED
    assert reached.mean() > 0.9
    assert "nominators.second_bar" in ledger.reasons[int(ledger.reason[reached][0])]


def test_the_second_bar_spares_a_leader_who_needs_no_nominations():
    """Where challengers must pass it too, the sitting leader stays on the ballot whatever the parties say."""
    scenario = under(
        "rule book 2025", {"nominators.second_bar.corbyn": "0%"}, {"challenger-second-hurdle": "supporters-too"}
    )
    ledger, _ = played(scenario)
    held = ledger.ending == Ending.BALLOT
    assert held.mean() > 0.5
    assert ledger.nominees[scenario.incumbent][held].all()


def test_only_the_first_challenger_stands_where_nobody_else_may_join():
    """Of several who would stand, the one who declared first; in the open field more than one does."""
    settings = {f"politics.challengers.{one}.stands": "100%" for one in ("eagle", "watson", "smith")}
    settings |= {"politics.unity.before": "0%", "politics.unity.during": "0%"}
    alone = under("rule book 2025", settings, {"stalking-horse": "only-the-first"})
    ledger, draws = played(alone)
    challenged = ~ledger.vacant & (ledger.bar >= 0)
    rivals = list(alone.challengers)
    sought = (ledger.names[rivals] >= 0)[:, challenged]
    assert (sought.sum(axis=0) == 1).all()
    declares = np.where(
        draws["politics.challengers.<challenger>.stands"], draws["politics.challengers.<challenger>.declares"], 32_000
    )[rivals][:, challenged]
    assert (declares[sought.argmax(axis=0), np.arange(sought.shape[1])] == declares.min(axis=0)).all()
    open_field, _ = played(under("rule book 2025", settings, {"stalking-horse": "open-field"}))
    assert ((open_field.names[rivals] >= 0).sum(axis=0) > 1).mean() > 0.5


def test_without_a_vacancy_until_the_leader_is_gone_the_bar_of_a_challenge_applies():
    """15% or 20% of 251: 38 or 51."""
    for reading, needs in (("vacancy", 38), ("none-until-gone", 51)):
        entry = simulate(load(OTHER, VACANCY, {"leader-who-stays-on": reading}), runs=200).answer.to_json()["results"][
            0
        ]
        assert {bar["needs"] for bar in entry["bars"]} == {needs}


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"ballot.win.majority_of": "unknown"}, "ballot.win.majority_of: unknown"),
        ({"challenge.held": "only when a vacancy occurs"}, "challenge.held: contradicts challenge.opens_when"),
    ],
)
def test_law_that_contradicts_itself_or_leads_nowhere_is_not_played_on(settings, reason):
    """Every run that needs it ends unresolved, naming the clause."""
    entry = simulate(load("scenarios/labour-2016-june.yaml", settings), runs=200).answer.to_json()["results"][0]
    assert any(reason in row["reason"] for row in entry["unresolved"])
    assert entry["leader"]["eagle"]["chance"] < 0.1


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"ballot.paper": "one name"}, "ballot.then.not won: nothing is said of what follows"),
        ({"ballot.then.won": "go on"}, "“go on” leads nowhere from here"),
    ],
)
def test_a_setting_that_leads_nowhere_is_refused(settings, said):
    """As it would be in a rule book."""
    with pytest.raises(Problems, match=said):
        load("scenarios/labour-2016-june.yaml", settings)


def test_a_prime_minister_is_challenged_only_if_a_conference_asks():
    """Until 2024 a card vote of conference is needed, from the book of 2025 on it is not; in opposition never."""
    settings = {"rules.in_government": "true"}
    for chance, refused in (("0%", True), ("100%", False)):
        ledger, _ = played(under("September 2021", {**settings, "politics.conference": chance}))
        challenged = ledger.ending != Ending.NO_CHALLENGE
        there = ledger.ending == Ending.NOT_ASKED_FOR
        assert there.any() == refused
        if refused:
            assert (ledger.leader[there] == under("September 2021").incumbent).all()
            assert not (ledger.ending[challenged] == Ending.BALLOT).any()
    for edition, extra in (("rule book 2025", settings), ("September 2021", {})):
        ledger, _ = played(under(edition, {**extra, "politics.conference": "0%"}))
        assert not (ledger.ending == Ending.NOT_ASKED_FOR).any()
        assert (ledger.ending == Ending.BALLOT).any()


def test_where_nothing_is_believed_of_conference_nothing_is_guessed():
    """A challenge to a Prime Minister under the rules of 2021 ends unresolved, naming the clause."""
    ledger, _ = played(under("September 2021", {"rules.in_government": "true"}))
    assert "challenge.in_government: nothing is believed of conference (politics.conference)" in ledger.reasons
    assert (ledger.ending == Ending.UNRESOLVED).mean() > 0.8
