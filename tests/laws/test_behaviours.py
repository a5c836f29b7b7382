"""Behaviours in time: names that come in, are lent and move; pressure, waiting, courts and sign-up windows.

Each is checked against a closed form, a plain count, or the same contest without it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulator import load
from simulator.beliefs.draws import believed, draw
from simulator.beliefs.electorate import CAST, PULL, TRANSFERS
from simulator.beliefs.nominators import IN_BY_EVE, NOMINATIONS
from simulator.beliefs.streams import BLOCK
from simulator.conduct.readings import worlds_of
from simulator.conduct.simulate import simulate as play
from simulator.engine.ledger import Step
from simulator.procedures.ballots import Piles, Pulls
from simulator.procedures.lending import clearly_ahead, lent, out_of_hope, to_the_heir
from simulator.questions.simulate import simulate
from simulator.scenario.resolve import of_document
from simulator.scenario.scenario import Mixture
from simulator.words.documents import parse
from tests.believing import played
from tests.counting import preferential
from tests.laws.test_oracle import EVERYTHING, JUNE

KNOWN_ON_THE_DAY = sorted(
    str(path) for path in Path("scenarios").glob("labour-*.yaml") if "afterwards:" in path.read_text("utf-8")
)
CORBYN = "scenarios/labour-2015-june.yaml"

RIVAL = "politics.challengers.<challenger>"

AND_MORE = EVERYTHING | {
    "nominators.first_day": "20% to 70%",
    "nominators.pace": "{first_day: 25% to 400%, eve: 50% to 200%}",
    "electorate.sections.registered.window": "{fee: £3 to £25, open: 2 to 60 days}",
    "electorate.sections.members.frozen_out": "100,000 to 150,000",
    "electorate.transfers": "{watson: {eagle: 40%, smith: 30%, corbyn: 20%, nobody: 10%}}",
    "politics.challengers.smith.pulls_out": "30%",
}


@pytest.mark.parametrize("remedy", ["no-election", "reopened"])
def test_a_run_alone_equals_its_row_under_every_behaviour(remedy):
    """With everything switched on: 150 runs of two blocks, played one by one; steps, names, day, leader, shares."""
    scenario = load(JUNE, AND_MORE)
    decided = {"incumbent-nominations": Mixture(decided_by="executive"), "excluded-remedy": remedy}
    law = worlds_of(scenario, decided)
    batch = play(scenario, law, draw(scenario, 3, 0, BLOCK + 400))
    for run in [*range(100), *range(BLOCK - 20, BLOCK + 30)]:
        alone = play(scenario, law, draw(scenario, 3, run, 1))
        assert alone.steps(0) == batch.steps(run)
        for column in ("ending", "leader", "day", "names", "nominees", "share", "tested"):
            np.testing.assert_array_equal(
                getattr(alone, column)[..., 0], getattr(batch, column)[..., run], err_msg=column
            )
    met = {step for run in range(BLOCK) for step in batch.steps(run)}
    met_here = {Step.REGISTERED, Step.WAITED, Step.KEPT_QUIET, Step.PRESSED, Step.COURT_REVERSED, Step.NAMES_LENT}
    assert met >= met_here | ({Step.REOPENED} if remedy == "reopened" else set())


@pytest.mark.parametrize("path", [path for path in KNOWN_ON_THE_DAY if "2016" not in path])
def test_a_run_alone_equals_its_row_in_every_vacancy(path):
    """Names, nominees, shares and steps of forty runs of each contest as known on the day."""
    scenario = load(path)
    law = worlds_of(scenario)
    batch = play(scenario, law, draw(scenario, 3, 0, 400))
    for run in range(0, 400, 10):
        alone = play(scenario, law, draw(scenario, 3, run, 1))
        assert alone.steps(0) == batch.steps(run)
        for column in ("ending", "leader", "day", "names", "nominees", "share"):
            np.testing.assert_array_equal(
                getattr(alone, column)[..., 0], getattr(batch, column)[..., run], err_msg=column
            )


def same_ballots_to_come(before, after):
    """Whether what ballots are drawn from, one by one, is the same."""
    runs = np.arange(500)
    one, other = (draws.streams.normal("a ballot to come", runs) for draws in (before, after))
    return np.array_equal(one, other)


@pytest.mark.parametrize(
    ("settings", "own"),
    [
        ({"politics.court.asked": "0%"}, {"politics.court.asked"}),
        ({"politics.court": "{reverses: 90%, heard: 3 days}"}, {"politics.court.reverses", "politics.court.heard"}),
        ({"nominators.pace.eve": "50% to 200%"}, {IN_BY_EVE}),
        ({"nominators.quiet": "0%"}, {NOMINATIONS, "nominators.quiet"}),
        (
            {"electorate.sections.registered.window": "{fee: £25}"},
            {CAST, *(f"electorate.sections.registered.window.{one}" for one in ("applied", "accepted", "fee", "open"))},
        ),
        ({"nominators.lending.permitted": "80%"}, {"nominators.lending.permitted"}),
        ({"nominators.withdraws": "{eagle: 50%}"}, {"nominators.withdraws.<candidate>"}),
        ({"nominators.bandwagon": "20%"}, {"nominators.bandwagon"}),
        ({"politics.unity.by_poll": "50%"}, {"politics.unity.by_poll"}),
        ({"politics.challengers.smith.withdraws": "50%"}, {f"{RIVAL}.withdraws"}),
        ({"politics.challengers.smith.waits_for": "eagle"}, {f"{RIVAL}.declares"}),
        ({"electorate.sections.members.frozen_out": "120,000"}, {CAST, "electorate.sections.members.frozen_out"}),
        ({"electorate.transfers": "{watson: {eagle: 60%, nobody: 40%}}"}, {TRANSFERS}),
        (
            {"politics.resignation.pressure": "{talk: {date: 1 July 2016, times: 300%}}"},
            {"politics.resignation/day", "politics.resignation.pressure.talk.date"},
        ),
    ],
)
def test_a_behaviour_shifts_no_other_draw(settings, own):
    """What a behaviour draws is its own: every other array is the same to the bit."""
    before, after = (draw(load(JUNE, more), 5, 0, 500) for more in ({}, settings))
    assert same_ballots_to_come(before, after)
    changed = {
        path
        for path in {**before.arrays, **after.arrays}
        if not (path in before and path in after and np.array_equal(before[path], after[path]))
    }
    assert changed == own


def test_another_candidate_shifts_no_draw_of_the_others():
    """Draws of those who were there are the same with a seventh name in the file, in the two vacancies with rosters of six."""
    for path in ("scenarios/labour-2020-january.yaml", "scenarios/labour-2025-september.yaml"):
        before, after = load(path), load(path, {"candidates.another": "{name: Another}"})
        one, other = draw(before, 5, 0, 400), draw(after, 5, 0, 400)
        many = len(before.candidates)
        np.testing.assert_array_equal(one["nominators.blocs/nominations"], other["nominators.blocs/nominations"])
        np.testing.assert_array_equal(one["electorate.sections/cast"], other["electorate.sections/cast"])
        for path in (
            PULL,
            f"{RIVAL}.in_a_vacancy",
            "nominators.lending.feared.<candidate>",
            "nominators.withdraws.<candidate>",
            "lots.<candidate>",
        ):
            np.testing.assert_array_equal(one[path], other[path][:many], err_msg=path)


def test_another_candidate_whom_people_name_shifts_no_draw_of_the_others():
    """A seventh name with chances of its own, last in its bloc: who else is named, and every other draw, is as before.

    Only where the bloc's chances then add to more than 100% do the others have fewer nominations, all alike.
    """
    path = "scenarios/labour-2020-january.yaml"
    more = {"candidates.another": "{name: Another}", "nominators.blocs.MPs.nominate.another": "1% to 6%"}
    one, other = draw(load(path), 5, 0, 400), draw(load(path, more), 5, 0, 400)
    chances = believed(load(path, more), 5, 400)
    whole = sum(value for name, value in chances.items() if name.startswith("nominators.blocs.MPs.nominate."))
    room = whole <= 1
    assert 100 < room.sum() < 400
    np.testing.assert_array_equal(one[NOMINATIONS][..., room], other[NOMINATIONS][:-1][..., room])
    assert (other[NOMINATIONS][:-1].sum(axis=(0, 1)) <= one[NOMINATIONS].sum(axis=(0, 1))).all()
    assert other["nominators.blocs/nominations"][-1].sum() > 400
    for path, before in one.arrays.items():
        if path not in (NOMINATIONS, TRANSFERS):
            after = other[path][: len(before)] if np.ndim(before) > 1 else other[path]
            np.testing.assert_array_equal(before, after, err_msg=path)


def test_another_reading_shifts_no_draw():
    """Readings compared, mixed or left to a body: what is drawn for all else is the same to the bit."""
    before = draw(load(JUNE), 5, 0, 500)
    for dispute, said in (
        ("excluded-remedy", "compare"),
        ("rounding", "{up: 50%, down: 50%}"),
        ("incumbent-nominations", "executive"),
        ("nomination-transfer", "locked"),
    ):
        settings = {f"readings.{dispute}": said}
        after = draw(load(JUNE, settings), 5, 0, 500)
        assert same_ballots_to_come(before, after), said
        assert all(np.array_equal(array, after[path]) for path, array in before.arrays.items()), said
        assert set(after.arrays) - set(before.arrays) == ({f"readings.{dispute}"} if "%" in said else set())


@pytest.mark.parametrize("path", KNOWN_ON_THE_DAY)
def test_each_nominator_holds_at_most_one_nomination(path):
    """However many are lent, join or move: the names handed in are never more than the heads there are."""
    scenario = load(path)
    ledger, _ = played(scenario)
    heads = sum(bloc.size for bloc in scenario.blocs)
    assert (np.maximum(ledger.names, 0).sum(axis=0) <= heads).all()
    assert (ledger.names >= -1).all()


@pytest.mark.parametrize("path", KNOWN_ON_THE_DAY)
def test_the_tally_at_the_close_is_the_names_the_bar_is_tested_on(path):
    """The fan's last moment counts the same names as the ledger's rows; earlier tallies are never larger in total."""
    scenario = load(path)
    if scenario.contest != "vacancy":
        pytest.skip("in a challenge tallies are kept of later windows, too")
    ledger, _ = played(scenario)
    for c in range(len(scenario.ids)):
        there = ledger.names[c][ledger.names[c] >= 0]
        tally = ledger.tallies[3][c]
        counted = np.bincount(there, minlength=len(tally)) if len(tally) else np.zeros(0)
        np.testing.assert_array_equal(tally, counted)
    means = [sum(float(np.arange(len(t)) @ t) for t in moment if len(t)) for moment in ledger.tallies]
    assert means == sorted(means)


@pytest.mark.parametrize("path", KNOWN_ON_THE_DAY)
def test_what_happened_lies_inside_the_fan_at_the_close(path):
    """Of what was believed the day before, the names in the end are no more than a one in fifty surprise."""
    entry = simulate(load(path), runs=8_000).answer.to_json()["results"][0]
    closing = [row for row in entry.get("tallies", {}).get("close", {}).values() if "fewer" in row]
    for row in closing:
        assert 0.01 <= row["fewer"] <= 0.99


def test_lending_is_what_brings_the_candidate_of_2015_to_the_bar():
    """On the same luck: with lending he has the names in a fifth of the runs or more, refused or feared hardly ever.

    The drop itself is asserted: nine in ten of the runs in which he reaches the bar are runs in which names were lent.
    """
    corbyn = load(CORBYN).ids.index("corbyn")
    there = {}
    for name, settings in (
        ("lent", {}),
        ("refused", {"nominators.lending.permitted": "0%"}),
        ("feared", {"nominators.lending.feared.corbyn": "100%"}),
    ):
        ledger, _ = played(load(CORBYN, settings), runs=8_000)
        there[name] = ledger.names[corbyn] >= 35
    assert there["lent"].mean() > 0.2
    for name in ("refused", "feared"):
        assert there[name].mean() < 0.02
        assert (there["lent"] & ~there[name]).sum() > 0.9 * there["lent"].sum()


def test_a_name_lent_is_lost_to_somebody_and_lending_unseats_nobody():
    """With lending and without, on the same luck: whoever has the names without it has them with it, and gains are paid for."""
    scenario, without = load(CORBYN), load(CORBYN, {"nominators.lending.permitted": "0%"})
    (one, _), (other, _) = played(scenario), played(without)
    both = (one.names >= 0) & (other.names >= 0)
    needs = 35
    assert not ((other.names >= needs) & both & (one.names < needs)).any()
    gained = np.where(both, np.maximum(one.names - other.names, 0), 0).sum(axis=0)
    lost = np.where(both, np.maximum(other.names - one.names, 0), 0).sum(axis=0)
    assert gained.max() > 5
    assert (lost <= gained).all()
    assert (lost > 0).any()


def test_lending_by_hand():
    """Three runs written out: the nearer first, both short by too much, and a pool that is too small."""
    names = np.array([[40, 40, 40], [30, 20, 30], [25, 10, 28]], np.int16)
    may = np.array([[True] * 3] * 3)
    given = lent(
        names, 35, may, np.array([20, 20, 6], np.int16), np.full(3, 12, np.int16), np.array([0, 0, 1], np.int16)
    )
    assert given.tolist() == [[0, 0, 0], [5, 0, 6], [10, 0, 0]]


def test_a_clear_lead_by_hand():
    """At 1.5, two for one is clear and so is three for two, 30 to 21 is not; alone nobody is ahead of anybody."""
    names = np.array([[60, 30, 10, 30], [30, 21, 0, 20]], np.int16)
    seeks = np.array([[True, True, True, True], [True, True, False, True]])
    ahead, clear = clearly_ahead(names, seeks, np.full(4, 1.5, np.float32))
    assert ahead.tolist() == [0, 0, 0, 0]
    assert clear.tolist() == [True, False, False, True]


def test_heirs_by_hand():
    """Sixteen leave, six tenths of the free ten go to the heir; where the heir has left, too, nobody gains."""
    names = np.array([[16, 16], [11, 11]], np.int16)
    leaving = np.array([[True, True], [False, True]])
    moved = to_the_heir(names, leaving, np.array([[1, 1], [0, 0]]), np.array([[10, 10], [0, 5]], np.int16),
                        np.array([0.6, 0.6], np.float32), ~leaving)  # fmt: skip
    assert moved.tolist() == [[0, 0], [17, 0]]
    assert out_of_hope(names, np.ones((2, 2), bool), 33, np.array([17, 16], np.int16)).tolist() == [
        [False, True],
        [True, True],
    ]


def test_pressure_is_the_closed_form():
    """With a weekly chance p, tripled from day 7 and doubled again from day 14, those left on day 21 are (1−p)^(1+3+6)."""
    scenario = load(
        JUNE,
        {
            "politics.resignation": "{chance_a_week: 4%, after_walk_out: 4%, walk_out: 26 June 2016, pressure: "
            "{motion: {date: 5 July 2016, times: 300%}, delegation: {date: 12 July 2016, times: 200%}}}",
        },
    )
    runs = 4 * BLOCK
    draws = draw(scenario, 9, 0, runs)
    start = scenario.date.toordinal() - scenario.day_zero.toordinal()
    for days, weeks in ((7, 1), (14, 1 + 3), (21, 1 + 3 + 6)):
        left = float((draws["politics.resignation/day"] > start + days).mean())
        expected = 0.96**weeks
        assert abs(left - expected) < 4 * np.sqrt(expected * (1 - expected) / runs)
    assert set(draws.under("politics.resignation.pressure")) == {"motion.date", "delegation.date"}


def test_whoever_waits_declares_so_many_days_after_the_other():
    """Three days after Eagle where she stands, on a day of his own where she does not."""
    settings = {"politics.challengers.smith.waits_for": "eagle", "politics.challengers.smith.waits": "3 days"}
    plain, waiting = (draw(load(JUNE, more), 5, 0, 2_000) for more in ({}, settings))
    ids = list(load(JUNE).ids)
    eagle, smith = ids.index("eagle"), ids.index("smith")
    there = waiting["politics.challengers.<challenger>.stands"][eagle]
    assert (
        waiting["politics.challengers.<challenger>.declares"][smith][there]
        == waiting["politics.challengers.<challenger>.declares"][eagle][there] + 3
    ).all()
    np.testing.assert_array_equal(
        waiting["politics.challengers.<challenger>.declares"][smith][~there],
        plain["politics.challengers.<challenger>.declares"][smith][~there],
    )


ALIKE = {
    "politics.court.asked": "0%",
    "politics.executive.asks_to_leave": "0%",
    "politics.resignation.to_restand": "0%",
    "politics.stand_in.chance": "0%",
}


def test_a_court_that_is_certain_to_reverse_at_the_close_is_the_other_reading():
    """The executive reads it the incumbent's way, judgment comes on the day of the close: as if it had been read otherwise."""
    decided = {"incumbent-nominations": Mixture(decided_by="executive")}
    court = {"politics.court": "{asked: 100%, heard: 0 days, reverses: 100%}", "politics.executive.reads": "100%"}
    ledger, _ = played(load(JUNE, ALIKE | court), **decided)
    other, _ = played(load(JUNE, ALIKE), **{"incumbent-nominations": "needs-nominations"})
    for column in ("ending", "leader", "day", "names", "share"):
        np.testing.assert_array_equal(getattr(ledger, column), getattr(other, column), err_msg=column)
    assert sum(Step.COURT_REVERSED in ledger.steps(run) for run in range(200)) > 100


def test_a_court_that_never_reverses_changes_no_leader():
    """Only the wait is felt: endings and leaders are those without a court; ballots open on the same day or after judgment."""
    decided = {"incumbent-nominations": Mixture(decided_by="executive")}
    court = {"politics.court": "{asked: 100%, heard: 8 days, reverses: 0%}"}
    (one, _), (other, _) = (played(load(JUNE, ALIKE | more), **decided) for more in (court, {}))
    np.testing.assert_array_equal(one.leader, other.leader)
    np.testing.assert_array_equal(one.ending, other.ending)
    on_ballot = one.share.max(axis=0) > 0
    np.testing.assert_array_equal(one.day[on_ballot], other.day[on_ballot])


def test_a_stated_reading_is_beyond_a_courts_reach():
    """Where a scenario says how the clause is read, no court is asked: the play is what it is without one."""
    court = {"politics.court": "{asked: 100%, reverses: 100%}"}
    (one, _), (other, _) = (played(load(JUNE, more), **{"incumbent-nominations": "automatic"}) for more in (court, {}))
    np.testing.assert_array_equal(one.leader, other.leader)
    np.testing.assert_array_equal(one.day, other.day)


def test_a_leader_asked_to_leave_is_a_leader_who_stands_aside():
    """If all would have him leave, the executive divides as under the reading that he does not vote."""
    decided = {"incumbent-nominations": Mixture(decided_by="executive")}
    one, _ = played(load(JUNE, {"politics.executive.asks_to_leave": "100%"}), **decided)
    other, _ = played(
        load(JUNE, {"politics.executive.asks_to_leave": "0%"}),
        **decided,
        **{"leader-votes-on-own-case": "stands-aside"},
    )
    np.testing.assert_array_equal(one.leader, other.leader)
    np.testing.assert_array_equal(one.ending, other.ending)


def test_more_than_half_must_want_the_leader_to_leave():
    """Of two others one is not enough and two are; the step is in exactly those runs that came to a meeting."""
    settings = {"politics.executive.voting": "3", "politics.executive.asks_to_leave": "50%"}
    ledger, draws = played(load(JUNE, settings), runs=600, **{"incumbent-nominations": Mixture(decided_by="executive")})
    met = {0: 0, 1: 0, 2: 0}
    for run in range(600):
        steps = ledger.steps(run)
        if Step.EXECUTIVE_FOR in steps or Step.EXECUTIVE_AGAINST in steps or Step.EXECUTIVE_TIED in steps:
            met[int(draws["politics.executive.asks_to_leave"][run])] += 1
            assert (Step.ASKED_TO_LEAVE in steps) == (draws["politics.executive.asks_to_leave"][run] == 2)
    assert min(met.values()) > 50


def test_a_nominee_who_pulls_out_is_the_books_to_deal_with(tmp_path):
    """Where the book is silent it ends there, naming the clause; where the rest go on, they go on without that nominee."""
    quits = {
        "politics.challengers.eagle.pulls_out": "100%",
        "politics.unity.before": "0%",
        "politics.unity.during": "0%",
    }
    automatic = {"incumbent-nominations": "automatic"}
    ledger, _ = played(load(JUNE, quits), runs=800, **automatic)
    file = tmp_path / "said.yaml"
    what_if = "what_if: {said: {add: {ballot.withdrawn: the rest go on}, why: to see what follows}}"
    file.write_text(f"like: {Path(JUNE).resolve()}\n{what_if}\n", encoding="utf-8")
    goes_on, _ = played(load(str(file), quits), runs=800, **automatic)
    plain, _ = played(load(JUNE, {k: v for k, v in quits.items() if "eagle" not in k}), runs=800, **automatic)
    eagle = load(JUNE).ids.index("eagle")
    on_paper = plain.nominees[eagle] & (plain.share.max(axis=0) > 0)
    assert on_paper.sum() > 100
    reasons = {ledger.reasons[int(n)] for n in ledger.reason[on_paper]}
    assert reasons == {"ballot.withdrawn: is not in the book"}
    assert (goes_on.share[eagle] == 0).all()
    assert not (goes_on.leader[on_paper] == eagle).any()
    np.testing.assert_array_equal(goes_on.leader[~on_paper], plain.leader[~on_paper])
    stays = on_paper & (plain.leader == 0)
    assert (goes_on.leader[stays] == 0).all()


def test_a_sign_up_window_is_the_register():
    """Votes are those let in times the turnout; whom a freeze date leaves out is taken off."""
    here = "electorate.sections"
    settings = {
        f"{here}.registered.window": "{applied: 180000, accepted: 70%}",
        f"{here}.registered.turnout": "95%",
        f"{here}.members.register": "400000",
        f"{here}.members.frozen_out": "130000",
        f"{here}.members.turnout": "80%",
    }
    scenario = load(JUNE, settings)
    draws = draw(scenario, 5, 0, 50)
    cast = dict(zip(scenario.sections, draws["electorate.sections/cast"], strict=True))
    assert (cast["registered"] == round(180_000 * 0.7 * 0.95)).all()
    assert (cast["members"] == round(270_000 * 0.8)).all()
    assert sorted(draws.under("electorate.sections")) == [
        "members.frozen_out", "registered.window.accepted", "registered.window.applied", "registered.window.fee",
        "registered.window.open",
    ]  # fmt: skip


def test_transfers_are_a_dirichlet_about_what_is_said():
    """Means are the shares said, the variance of each is m(1−m)/(weight+1), and each run's shares add to one."""
    scenario = load(
        "scenarios/labour-2020-january.yaml",
        {
            "electorate.transfers": "{nandy: {starmer: 60%, long_bailey: 30%, thornberry: 0%, phillips: 0%, nobody: 10%}}",
            "electorate.concentration": "12",
        },
    )
    runs = 4 * BLOCK
    shares = draw(scenario, 5, 0, runs)["electorate.transfers.<loser>.<gainer>"][scenario.ids.index("nandy")]
    np.testing.assert_allclose(shares.sum(axis=0), 1, atol=1e-5)
    for gainer, mean in (("starmer", 0.6), ("long_bailey", 0.3), (None, 0.1)):
        column = shares[scenario.ids.index(gainer) if gainer else -1].astype(float)
        variance = mean * (1 - mean) / 13
        assert abs(column.mean() - mean) < 4 * np.sqrt(variance / runs)
        assert column.var() == pytest.approx(variance, rel=0.05)


def by_hand(piles, table, drop_order):
    """Piles after candidates drop out in an order: each one's goes by its row to those still there, or to nobody."""
    piles, there = list(piles), [True] * len(piles)
    for loser in drop_order:
        there[loser] = False
        row = [share if there[c] else 0.0 for c, share in enumerate(table[loser][:-1])]
        whole = sum(row) + table[loser][-1]
        pile, piles[loser] = piles[loser], 0.0
        piles = [had + (pile * row[c] / whole if whole else 0.0) for c, had in enumerate(piles)]
    return piles


def test_piles_move_as_the_table_says():
    """Two hundred counts of four candidates beside one written in plain sums; first counts follow the pulls."""
    rng = np.random.default_rng(2)
    pull = rng.uniform(0.2, 3, (4, 1, 200)).astype(np.float32)
    cast = np.full((1, 200), 100_000, np.float32)
    table = rng.dirichlet(np.ones(5), (4, 200)).transpose(0, 2, 1).astype(np.float32)
    for c in range(4):
        table[c, c] = 0
    count = preferential(Piles(Pulls(pull, cast), table, np.arange(4), np.arange(200)), np.ones((4, 200), bool))
    for run in range(200):
        first = 100_000 * pull[:, 0, run] / pull[:, 0, run].sum()
        order, piles = [], list(first)
        while 2 * max(piles) <= sum(piles):
            order.append(min((c for c in range(4) if c not in order), key=lambda c, piles=piles: piles[c]))
            piles = by_hand(first, table[..., run], order)
        assert int(count.winner[run]) == int(np.argmax(piles))
        np.testing.assert_allclose(count.share[:, run], np.array(piles) / sum(piles), atol=4e-5)


def test_a_row_that_says_nothing_follows_the_pulls():
    """Rows of −1 give the count that pulls alone give."""
    rng = np.random.default_rng(3)
    pull = rng.uniform(0.2, 3, (4, 2, 300)).astype(np.float32)
    cast = rng.integers(1_000, 200_000, (2, 300)).astype(np.float32)
    nothing = np.full((4, 5, 300), -1, np.float32)
    one = preferential(Piles(Pulls(pull, cast), nothing, np.arange(4), np.arange(300)), np.ones((4, 300), bool))
    other = preferential(Pulls(pull, cast), np.ones((4, 300), bool))
    np.testing.assert_array_equal(one.winner, other.winner)
    np.testing.assert_allclose(one.share, other.share, atol=2e-3)


ROSTER = """name,body,bloc,declared,leader,challenger
Ann,mps,loyal,leader,,
Ben,mps,loyal,,100%,
Cat,mps,loyal,,,
Dot,mps,rebels,challenger,,
Eva,mps,,,0%,100%
"""
FILE = """
scenario: A roster
rules: {book: labour, date: 2016-06-28}
bodies: {mps: {size: 20}, meps: {size: 0}}
candidates: {leader: {incumbent: true}, rival: {}}
nominators:
  declared: 100%
  blocs:
    loyal: {body: mps, size: 5, nominate: {leader: 0%}}
    rebels: {body: mps, size: 14, nominate: {challenger: 0%}}
  roster: people.csv
"""


def test_a_roster_and_blocs_mix_and_nobody_is_counted_twice(tmp_path):
    """Ann and Ben name the leader, Dot and Eva a challenger, Cat stays in her bloc; twenty heads in all."""
    (tmp_path / "people.csv").write_text(ROSTER)
    (tmp_path / "one.yaml").write_text(FILE)
    scenario = load(str(tmp_path / "one.yaml"))
    assert {bloc.name: bloc.size for bloc in scenario.blocs} == {
        "loyal": 3,
        "rebels": 13,
        "declared for leader (mps)": 1,
        "Ben": 1,
        "declared for challenger (mps)": 1,
        "Eva": 1,
    }
    named = draw(scenario, 1, 0, 20)["nominators.blocs/nominations"].sum(axis=1)
    assert (named[0] == 2).all()
    assert (named[1] == 2).all()


def test_a_person_keeps_their_luck_whoever_else_is_on_the_roster(tmp_path):
    """The same name has the same draws with other people beside it."""
    settings = ROSTER.replace("Ben,mps,loyal,,100%,", "Ben,mps,loyal,,40%,")
    found = []
    for text in (settings, settings.replace("Eva,mps,,,0%,100%\n", "")):
        (tmp_path / "people.csv").write_text(text)
        (tmp_path / "one.yaml").write_text(FILE)
        found.append(draw(load(str(tmp_path / "one.yaml")), 1, 0, 500)["nominators.blocs/nominations"][0].sum(axis=0))
    np.testing.assert_array_equal(*found)
    assert 100 < (found[0] == 2).sum() < 300


NOMINATED = """
scenario: Nominations of constituency parties
rules: {book: labour, date: 2016-08-15}
bodies: {mps: {size: 231}, meps: {size: 20}}
candidates: {leader: {incumbent: true}, rival: {}}
electorate: {clp_nominations: {leader: 285, rival: 53}}
"""


def test_nominations_of_constituency_parties_stand_in_for_polls():
    """285 to 53 is worth its slope of the log odds, far less than 84%, and as wide as such nominations have been wrong."""
    from simulator.scenario.polls import model

    scenario = of_document(parse(NOMINATED.encode(), "nominated"), {}, {})
    belief = scenario.beliefs["electorate.sections.members.support.leader"]
    slope, scale = model()["clp"]["slope"], model()["clp"]["scale"]
    assert belief.quantity.mean == pytest.approx(slope * np.log(285 / 53), abs=1e-6)
    assert belief.quantity.spread == pytest.approx(scale, abs=1e-6)
    assert 0.6 < belief.quantity.centre < 0.72
    assert scenario.beliefs["electorate.sections.members.support.rival"].quantity.certain


@pytest.mark.parametrize("path", KNOWN_ON_THE_DAY)
def test_what_happened_is_never_used(path):
    """Without it every row is the same."""
    with_it = load(path)
    without = replace(with_it, afterwards=None)
    assert with_it.afterwards is not None
    one, other = (simulate(scenario, runs=300).records[0].columns for scenario in (with_it, without))
    for name in one:
        np.testing.assert_array_equal(one[name], other[name])
