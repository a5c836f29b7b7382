"""The track record: the error model of polls, fitted to what was known, scored on contests it had not seen."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from calibration.backtest import MODELS, WAYS, ahead, document, judged, scores, tables
from calibration.evidence import Poll, clp_nominations, kin, paired_errors, panels, polls, section_polls, tallies
from calibration.pollerror import DEGREES, ErrorModel, Predicted, fit, logit, normal_below, t_below, without
from calibration.pollfits import houses, in_common, sections
from calibration.pollfits import nominations as nominated
from calibration.scoring import band, reliability
from calibration.tallies import JUDGES as WAYS_OF_NAMES
from calibration.tallies import PROCEDURES, Count
from calibration.tallies import WAYS as WAYS_WITH_NAMES
from calibration.tallies import document as nominations
from calibration.tallies import fit as fit_tallies
from calibration.variants import VARIANTS, variants
from simulator import load
from simulator.cli import main
from simulator.questions.backtest import backtest
from simulator.scenario.polls import model


@pytest.fixture(scope="module")
def record():
    """The whole record, made once."""
    return document()


def test_the_record_that_ships_is_what_the_backtest_gives(record):
    """`party-rules backtest` prints figures that are stored: python -m calibration makes the same ones anew."""
    stored, made = dict(leaves(backtest().to_json())), dict(leaves(json.loads(json.dumps(record))))
    assert list(stored) == list(made)
    wrong = {place: (stored[place], value) for place, value in made.items() if not same(stored[place], value)}
    assert not wrong, f"python -m calibration writes them anew: {wrong}"


def leaves(part, path=""):
    """Every number, word and truth of a document, by its place in it."""
    if isinstance(part, (dict, list)):
        for key, value in part.items() if isinstance(part, dict) else enumerate(part):
            yield from leaves(value, f"{path}.{key}")
    else:
        yield path, part


def same(stored, made):
    """The same word or truth, or the same number but for the last digits, in which machines may differ."""
    return stored == pytest.approx(made, rel=1e-6, abs=1e-9) if type(made) is float else stored == made


def test_the_evidence_is_thirty_one_polls_of_fifteen_contests():
    """Each with days to go, what was polled and counted, a source and a confidence; fifteen are the last of their contest."""
    assert len(polls()) == 31
    assert len({poll.contest for poll in polls()}) == 15
    assert sum(poll.kind == "last" for poll in polls()) == 15
    for poll in polls():
        assert poll.sources
        assert poll.confidence in ("high", "medium", "low", "memory")
        assert 0 < poll.share < 1
        assert 0 < poll.result < 1
        assert poll.days >= 0


def test_the_t_distribution_is_that_of_the_tables():
    """Five degrees of freedom: the 90, 95, 97.5 and 99.5% points (printed tables), and symmetry."""
    for z, chance in ((1.476, 0.9), (2.015, 0.95), (2.571, 0.975), (4.032, 0.995)):
        assert float(t_below(z)) == pytest.approx(chance, abs=2e-4)
        assert float(t_below(-z)) == pytest.approx(1 - chance, abs=2e-4)
    assert float(normal_below(1.959964)) == pytest.approx(0.975, abs=1e-6)


def test_the_density_is_the_slope_of_the_distribution():
    """The t's density (its usual formula) integrates to the distribution."""
    z = np.linspace(-60, 1.3, 400_001)
    constant = math.gamma((DEGREES + 1) / 2) / (math.sqrt(DEGREES * math.pi) * math.gamma(DEGREES / 2))
    density = constant * (1 + z**2 / DEGREES) ** (-(DEGREES + 1) / 2)
    assert float(np.trapezoid(density, z)) == pytest.approx(float(t_below(1.3)), abs=1e-5)


@pytest.mark.parametrize("tail", [True, False])
@pytest.mark.parametrize(("centre", "scale", "share"), [(0.3, 0.2, 0.61), (-0.4, 0.35, 0.35), (0.0, 0.1, 0.5)])
def test_crps_is_the_area_between_the_distribution_and_what_was_counted(tail, centre, scale, share):
    """The mean pinball loss over quantiles is the integral of (F − step)², here taken on a fine grid."""
    predicted = Predicted(centre, scale, tail)
    grid = np.linspace(0.0005, 0.9995, 20_001)
    below = np.array([1 - predicted.chance_above(x) for x in grid[::20]])
    area = 100 * float(np.trapezoid((below - (grid[::20] >= share)) ** 2, grid[::20]))
    assert predicted.crps(share) == pytest.approx(area, abs=0.06)


def test_a_fit_finds_what_made_the_polls():
    """Two thousand contests made by the model itself: slope, scale on the last day and growth come back."""
    rng = np.random.default_rng(8)
    truth = ErrorModel(slope=0.75, last=0.12, growth=0.3)
    made = []
    for number in range(2_000):
        days, share = int(rng.integers(0, 90)), float(rng.uniform(0.3, 0.7))
        count = truth.slope * logit(share) + truth.scale(days) * rng.standard_t(DEGREES)
        result = float(1 / (1 + np.exp(-count)))
        made.append(
            Poll(str(number), str(number), "", "", days, "last", True, "", share, result, None, None, "high", ("made",))
        )
    found = fit(made)
    assert found.slope == pytest.approx(truth.slope, abs=0.06)
    assert found.last == pytest.approx(truth.last, rel=0.25)
    assert found.growth == pytest.approx(truth.growth, rel=0.15)


def test_a_contest_is_judged_by_a_model_that_has_not_seen_it_nor_its_sample():
    """2015 and 2020: leader and deputy share a sample, so both are left out."""
    assert kin()["lab-2015"] == kin()["lab-2015-deputy"] == {"lab-2015", "lab-2015-deputy"}
    assert kin()["con-2022"] == {"con-2022"}
    seen = []

    def spy(poll, known):
        seen.append((poll.contest, {one.contest for one in known}))
        return WAYS["even odds"](poll, known)

    for poll in polls():
        judged(poll, spy, polls())
    for contest, known in seen:
        assert not known & kin()[contest]
        assert known == {poll.contest for poll in polls()} - kin()[contest]


def test_another_result_changes_no_chance_made_for_its_own_contest():
    """Were 2022 counted otherwise, the chances given for 2022 would be the same, and others would not."""
    other = [replace(poll, result=0.2) if poll.contest == "con-2022" else poll for poll in polls()]
    for poll, twin in zip(polls(), other, strict=True):
        one, two = judged(poll, WAYS["error model"], polls()), judged(twin, WAYS["error model"], other)
        assert (one.interval == two.interval) == (poll.contest == "con-2022")


def test_the_model_is_ahead_of_every_simpler_way_over_all_horizons(record):
    """Log score and CRPS, every professional poll; and its 80% intervals hold as many counts as they should."""
    every = record["scores"]["every poll"]
    for name in MODELS[1:]:
        assert every["error model"]["log"] < every[name]["log"]
        assert every["error model"]["crps"] < every[name]["crps"]
    assert record["within_band"] == {"every poll": True, "last poll": True}
    assert every["error model"]["log"] < 0.24
    assert every["error model"]["crps"] < 4.2


def test_on_last_polls_alone_the_narrow_sampling_error_is_lucky_and_that_is_said(record, capsys):
    """Its log score is better by less than two errors, and its 80% intervals hold 7 of 15."""
    last = record["scores"]["last poll"]
    assert last["sampling error"]["log"] < last["error model"]["log"]
    assert last["sampling error"]["coverage80"] == 7 < band(0.8, 15)[0]
    difference, error = record["ahead"]["last poll"]["sampling error"]["log"]
    assert abs(difference) < 2 * error
    assert main(["backtest"]) == 0
    assert "cannot tell the first from: leader of the poll, sampling error" in capsys.readouterr().out


def test_shuffled_results_score_worse():
    """Each poll with the result of another contest, ten times: never as good as the truth."""
    rng = np.random.default_rng(3)
    truth = scores(tables()["every poll"]["error model"])
    results = {poll.contest: poll.result for poll in polls()}
    for _ in range(10):
        names = list(results)
        mixed = dict(zip(names, rng.permutation(list(results.values())), strict=True))
        shuffled = [replace(poll, result=float(mixed[poll.contest])) for poll in polls()]
        worse = scores([judged(poll, WAYS["error model"], shuffled) for poll in shuffled])
        assert worse["crps"] > truth["crps"]
        assert worse["log"] > truth["log"]


def test_each_contest_weighs_one_whatever_the_number_of_its_polls():
    """A contest polled five times counts no more than one polled once."""
    rows = tables()["every poll"]["even odds"]
    by_contest: dict[str, list[float]] = {}
    for one in rows:
        by_contest.setdefault(one.poll.contest, []).append(one.crps)
    assert scores(rows)["crps"] == pytest.approx(np.mean([np.mean(values) for values in by_contest.values()]))


def test_the_error_of_a_difference_is_the_bootstraps():
    """Against two thousand resamples of contests drawn here."""
    found = tables()["every poll"]
    mine, other = found["error model"], found["fixed width"]
    _, error = ahead(mine, other, "crps")
    contests = list(dict.fromkeys(one.poll.contest for one in mine))
    gain = [
        np.mean([b.crps - a.crps for a, b in zip(mine, other, strict=True) if a.poll.contest == c]) for c in contests
    ]
    rng = np.random.default_rng(1)
    means = [np.mean(rng.choice(gain, len(gain))) for _ in range(2_000)]
    assert error == pytest.approx(float(np.std(means)), rel=0.1)


def test_a_reliability_table_counts_every_poll_once(record):
    """Bins from 50% to 100%, of whatever was likelier; and every candidate once, of whom names in were judged."""
    for found, rows in (("reliability", 31), ("reliability_of_names", 23)):
        assert sum(row["rows"] for row in record[found]) == rows
        assert all(row["from"] <= row["said"] <= row["to"] for row in record[found])
    assert reliability([]) == []
    assert reliability([0.3, 0.99]) == [
        {"from": 0.7, "to": 0.8, "rows": 1, "said": 0.7, "came_true": 0.0},
        {"from": 0.9, "to": 1.0, "rows": 1, "said": 0.99, "came_true": 1.0},
    ]


def test_backtest_as_json_has_the_promised_shape(capsys):
    """Contests with chance, share and interval; scores by table and model."""
    assert main(["backtest", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"id", "days", "chance_of_winner", "share", "interval80"} <= set(found["contests"][0])
    assert list(found["scores"]) == ["every poll", "last poll", "nominations"]
    for table, ways in found["scores"].items():
        assert list(ways) == list(WAYS_WITH_NAMES if table == "nominations" else MODELS)
        assert all({"brier", "log", "crps", "coverage80"} <= set(row) for row in ways.values())
        for row in ways.values():
            assert row["coverage80"] == round(row["coverage80_share"] * row.get("polls", row.get("candidates")))
    assert len(found["contests"]) == 15
    assert [row["id"] for row in found["contests"]] == [poll.contest for poll in polls() if poll.kind == "last"]
    assert {row["poll"] for row in found["contests"]} <= {row["id"] for row in found["polls"]}


def test_the_pages_have_the_figures(record):
    """What the README and the page of the evidence say of the track record is what the backtest gives."""
    from pathlib import Path

    page, readme = (Path(name).read_text("utf-8") for name in ("docs/background/evidence.md", "README.md"))
    every = record["scores"]["every poll"]
    for name in MODELS:
        assert f"| {every[name]['log']:.2f} | {every[name]['crps']:.1f} | {every[name]['coverage80']} of 31 |" in page
    assert f"{every['error model']['coverage80']} of {every['error model']['polls']} counts" in " ".join(readme.split())
    words, last = " ".join(page.split()), record["scores"]["last poll"]
    assert f"is missed by {every['error model']['log'] - 0.22:.3f}" in words
    assert f"({last['sampling error']['log']:.2f} against {last['error model']['log']:.2f})" in words
    for table, told in (("every poll", ["even odds"]), ("last poll", ["even odds"])):
        apart = record["ahead"][table]
        assert [name for name, by in apart.items() if by["log"][0] > 2 * by["log"][1]] == told
        clear = [name for name, by in apart.items() if by["crps"][0] > 2 * by["crps"][1]]
        assert clear == (list(MODELS[1:]) if table == "every poll" else told)
    reached = {(row["contest"], row["candidate"]): row["chance_of_bar"] for row in record["nominations"]}
    abbott, corbyn = (100 * reached[who] for who in (("lab-2010", "Abbott"), ("lab-2015", "Corbyn")))
    assert f"gave Abbott (2010) a {abbott:.0f}% and Corbyn (2015) a {corbyn:.0f}% chance" in words
    for row in record["scores"]["nominations"].values():
        assert f"| {row['log']:.2f} | {row['crps']:.1f} | {row['coverage80']} of 23 |" in page


def test_the_design_page_has_the_figures_of_what_was_variants():
    """Each variant, fitted without the contest it judges: the table of the evidence is what it gives."""
    from pathlib import Path

    design, found = Path("docs/background/evidence.md").read_text("utf-8"), variants()
    assert list(found) == list(VARIANTS)
    for name, row in found.items():
        mean = f"{row['log']:.3f} | {row['log_poll_by_poll']:.3f} | {row['crps']:.2f} | {row['coverage80']} of 31 |"
        assert f"| {name} | {mean}" in design
    assert found["a shift for each house"]["crps"] > found["error model"]["crps"] + 0.3
    assert found["error model"]["log"] > 0.22


def test_the_simple_widths_are_fitted_as_the_model_is():
    """A normal of one width, and level odds: the root mean square in which each contest weighs one, written out here."""
    known = without(polls(), ["con-2005"])
    by_contest: dict[str, list[float]] = {}
    for poll in known:
        by_contest.setdefault(poll.contest, []).append((logit(poll.result) - logit(poll.share)) ** 2)
    width = math.sqrt(np.mean([np.mean(errors) for errors in by_contest.values()]))
    assert WAYS["fixed width"](polls()[0], known).scale == pytest.approx(width)
    results = {poll.contest: logit(poll.result) ** 2 for poll in known}
    assert WAYS["even odds"](polls()[0], known).scale == pytest.approx(math.sqrt(np.mean(list(results.values()))))


def test_without_leaves_out_whole_contests():
    """Nothing of a contest is left."""
    left = without(polls(), ["con-2005"])
    assert len(left) == 26
    assert "con-2005" not in {poll.contest for poll in left}


def test_crps_of_a_count_is_the_mean_distance_less_half_the_spread():
    """The other way to write the score: E|X − y| − E|X − X′|/2, over every pair of values."""
    names, weight = np.array([3, 7, 7, 12]), np.array([0.1, 0.2, 0.3, 0.4])
    for counted in (0, 3, 8, 20):
        apart = float(weight @ np.abs(names - counted))
        spread = float((weight[:, None] * weight * np.abs(names[:, None] - names)).sum())
        assert Count(names, weight).crps(counted) == pytest.approx(apart - spread / 2)
    assert Count(names, weight).chance(7) == pytest.approx(0.9)


def test_tallies_are_judged_without_their_contest_and_beat_simpler_ways():
    """The fit that judges 2015 does not change if 2015 does; on five contests the engine is ahead on every score."""
    every = tallies()
    contest = next(one for one in every if one.contest == "lab-2015")
    others = [one for one in every if one.contest != "lab-2015"]
    changed = replace(contest, close={**contest.close, "Corbyn": 22})
    before = next(row for row in nominations(every)["rows"] if row["candidate"] == "Corbyn")
    after = next(row for row in nominations([*others, changed])["rows"] if row["candidate"] == "Corbyn")
    assert before["chance_of_bar"] == after["chance_of_bar"]
    assert fit_tallies(others) != fit_tallies([*others, changed])
    scores_of = nominations()["scores"]
    for score in ("brier", "log", "crps"):
        assert scores_of[PROCEDURES][score] < min(scores_of[way][score] for way in ("as on the eve", "all grow alike"))


def test_whether_lending_is_allowed_and_who_withdraws_is_learnt_from_the_other_contests():
    """Laplace's rule, counted by hand: lending refused in 2007 and allowed three times; four of six withdrew."""
    every = tallies()
    whole = fit_tallies(every)
    assert whole.permitted == pytest.approx((3 + 1) / (4 + 2))
    assert whole.withdraws == pytest.approx((4 + 1) / (6 + 2))
    without_2007 = fit_tallies([one for one in every if one.contest != "lab-2007"])
    assert without_2007.permitted == pytest.approx((3 + 1) / (3 + 2))
    assert without_2007.withdraws == pytest.approx((4 + 1) / (5 + 2))
    assert fit_tallies([one for one in every if one.contest == "lab-2015"]).withdraws == 0.5


def test_names_have_bands_and_errors_as_polls_have(record):
    """18 of 23 lie in the 80% interval, as they should; five contests cannot tell the procedures from growth alike."""
    low, high = record["bands"]["nominations"]["coverage80"]
    assert low <= record["scores"]["nominations"][PROCEDURES]["coverage80"] <= high
    assert (low, high) == band(0.8, 23)
    apart = record["ahead"]["nominations"]
    assert apart["as on the eve"]["log"][0] > 2 * apart["as on the eve"]["log"][1]
    assert 0 < apart["all grow alike"]["log"][0] < 2 * apart["all grow alike"]["log"][1]
    assert apart["all grow alike"]["crps"][0] == pytest.approx(
        record["scores"]["nominations"]["all grow alike"]["crps"] - record["scores"]["nominations"][PROCEDURES]["crps"]
    )


def test_one_moment_of_a_contest_has_one_figure():
    """Names on the eve and in the end, in the evidence that is scored and in the scenarios of the day, are the same."""
    files = {"lab-2007": "2007-may", "lab-2010": "2010-may", "lab-2015": "2015-june", "lab-2020": "2020-january"}
    files["lab-2025-deputy"] = "2025-september"
    for one in tallies():
        said = load(f"scenarios/labour-{files[one.contest]}.yaml").afterwards.names
        for moment, here in (("eve", one.eve), ("close", one.close)):
            there = {_plain(name): count for name, count in said[moment].items()}
            assert there.items() <= {_plain(name): count for name, count in here.items()}.items(), one.contest


def _plain(name):
    """Miliband D, and d_miliband; Long-Bailey, and long_bailey."""
    return "".join(sorted(name.lower().replace("_", " ").replace("-", " ").split()))


def test_names_that_never_came_score_worse():
    """With the counts of each contest given to the next candidate the engine's score falls: it says something of these."""
    shuffled = []
    for one in tallies():
        names = list(one.eve)
        counts = [one.close.get(name, 0) for name in names]
        turned = dict(zip(names, [*counts[1:], counts[0]], strict=True))
        shuffled.append(replace(one, close={name: count for name, count in turned.items() if count}))
    true, false = nominations()["scores"][PROCEDURES], _scored_against(shuffled)
    assert false > 2 * true["crps"]


def _scored_against(every):
    """The mean CRPS of the engine's counts, fitted to what is true, against other outcomes."""
    found = []
    for one, other in zip(tallies(), every, strict=True):
        fitted = fit_tallies([known for known in tallies() if known.contest != one.contest])
        counts = WAYS_OF_NAMES[PROCEDURES](one, fitted)
        found.append(np.mean([count.crps(other.close.get(name, 0)) for name, count in counts.items()]))
    return float(np.mean(found))


def test_houses_sections_and_nominations_are_what_their_fits_give():
    """pollmodel.yaml beside the fits, to two digits; the house with most polls has no scale of its own."""
    fitted = fit(polls())
    found = houses([*polls(), *panels()], fitted)
    assert "YouGov" not in found
    assert model()["house"] == {name: pytest.approx(extra, abs=0.006) for name, extra in found.items()}
    own = sections(section_polls(), fitted)
    for name in ("members", "affiliates", "otherwise"):
        assert model()["section"][name] == pytest.approx(own[name], abs=0.006)
    slope, scale = nominated(clp_nominations())
    assert model()["clp"]["slope"] == pytest.approx(slope, abs=0.006)
    assert model()["clp"]["scale"] == pytest.approx(scale, abs=0.006)


def test_a_house_that_is_wider_is_found_to_be():
    """Two hundred contests made by the model, half by a house with an extra scale of 0.4: the scale comes back."""
    rng = np.random.default_rng(5)
    truth, made = ErrorModel(1.0, 0.1, 0.2), []
    for number in range(200):
        wide = number % 2 == 1
        share = float(rng.uniform(0.35, 0.65))
        scale = np.hypot(truth.scale(30), 0.4 if wide else 0.0)
        count = 1 / (1 + math.exp(-(logit(share) + scale * rng.standard_t(DEGREES))))
        one = replace(polls()[0], contest=f"c{number}", pollster="Wide" if wide else "Usual", days=30, two_way=False)
        made.append(replace(one, share=share, result=count, undecided=None))
    made.append(replace(made[0], contest="one more"))
    assert houses(made, truth)["Wide"] == pytest.approx(0.4, abs=0.08)


def test_the_numbers_that_are_used_are_those_fitted_to_the_evidence():
    """pollmodel.yaml is the fit, to two digits; whoever adds a poll to the evidence renews it."""
    fitted = fit(polls())
    assert model()["slope"] == pytest.approx(fitted.slope, abs=0.006)
    assert model()["last"] == pytest.approx(fitted.last, abs=0.003)
    assert model()["growth"] == pytest.approx(fitted.growth, abs=0.003)


def test_the_share_that_sections_have_in_common_is_fitted_to_sixteen_pairs():
    """The number in use is the correlation about zero of members' and affiliates' errors in four contests."""
    pairs = paired_errors()
    assert (len(pairs), len({one.contest for one in pairs})) == (16, 4)
    assert model()["in_common"] == pytest.approx(in_common(pairs), abs=0.006)
    for contest in {one.contest for one in pairs}:
        assert sum(one.error for one in pairs if one.contest == contest) == pytest.approx(0, abs=1e-9)
