"""Conservatives, July 2022 and autumn 2024, counted a second time: the same beliefs, the law of the year written out by hand.

The count below reads the scenario's YAML itself, draws with a generator of its own, true binomials and multinomials in the
place of quantiles, and knows no rule book. Chances of 100,000 runs differ by 0.22 points at most, one time in three; a
difference of 1.5 points is nearly seven times that: by luck alone it comes less than once in ten thousand million tests.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
import yaml
from scipy.optimize import lsq_linear
from scipy.stats import norm, t

from simulator import load, simulate

RUNS = 100_000
Z95, T95 = norm.ppf(0.95), t.ppf(0.95, 5)
TABLE = yaml.safe_load(Path("simulator/scenario/beliefs.yaml").read_text("utf-8"))["beliefs"]
TRANSFERS = TABLE["electorate.transfers.<loser>.<gainer>"]["where"]
POLLS = yaml.safe_load(Path("simulator/scenario/pollmodel.yaml").read_text("utf-8"))


def number(said):
    """A figure: 60%, 120,000, 1.91."""
    text = str(said).replace(",", "").strip()
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def logit(x):
    return np.log(x / (1 - x))


def middle(said):
    """Mean and standard deviation of the logit of a share, whose ends are its 5% and 95% points."""
    ends = [logit(number(end)) for end in str(said).split(" to ")]
    return (ends[0] + ends[-1]) / 2, (ends[-1] - ends[0]) / (2 * Z95)


def inverse(x):
    return 1 / (1 + np.exp(-x))


class Believed:
    """A scenario as written, and a generator to draw from what it believes."""

    def __init__(self, path, seed, runs):
        self.file = yaml.safe_load(Path(path).read_text("utf-8"))
        self.rng, self.runs = np.random.default_rng(seed), runs
        self.people = list(self.file["candidates"])
        self.swing = number(TABLE["electorate.swing"]["default"]["is"])
        # What a candidate's strength has in common among MPs and among members.
        self.common = self.rng.standard_normal((len(self.people), runs))

    def scores(self, share):
        """Standard normals[candidate, run] of which a share of the variance is common to all sections."""
        own = self.rng.standard_normal((len(self.people), self.runs))
        return np.sqrt(share) * self.common + np.sqrt(1 - share) * own

    def believed(self, said):
        """A chance[run], alike in all sections and ballots of a run."""
        mean, spread = middle(said)
        return inverse(mean + spread * self.rng.standard_normal(self.runs))

    def by_shares(self, section):
        """Pulls[candidate, run]: middle shares, moved so that each share is as unsure as its interval says."""
        said = self.file["electorate"]["sections"][section]["shares"]
        means, spreads = np.array([middle(said[one]) for one in self.people]).T
        share = inverse(means)
        # The logit of a share moves with its own pull, and against all others by their part of what it leaves.
        part = (share[None] / (1 - share)[:, None]) ** 2
        np.fill_diagonal(part, 1)
        variance = lsq_linear(part, spreads**2, bounds=(0, np.inf)).x
        return share[:, None] * np.exp(np.sqrt(variance)[:, None] * self.scores(self.swing))

    def by_polls(self):
        """Pulls[candidate, run] from one poll of members: its shares beside their geometric mean, and the error of such polls."""
        (poll,) = self.file["polls"]
        closes, date = (self.file["electorate"]["closes"], poll["date"])
        days = (dt.date.fromisoformat(str(closes)) - dt.date.fromisoformat(str(date))).days
        whole = np.sqrt(POLLS["last"] ** 2 + POLLS["growth"] ** 2 * days / 30) * (1 + number(poll["undecided"]))
        scale = np.hypot(whole, POLLS["section"]["members"]) / np.sqrt(2)
        shares = np.log([number(poll["shares"][one]) for one in self.people])
        # Polls err as a t with five degrees of freedom does.
        error = t.ppf(norm.cdf(self.scores(POLLS["in_common"])), 5)
        return np.exp((shares - shares.mean())[:, None] + scale * error)

    def transfers(self):
        """Share[to, run] of the votes of each who has a neighbour: more to that one and to the front-runner.

        Ballot follows ballot, and MPs who have voted once vote again: nobody’s vote is lost.
        """
        said, rows = self.file["electorate"], {}
        for loser, nearest in said["neighbours"].items():
            part = np.array([0.0 if one == loser else 1.0 for one in self.people])
            part[self.people.index(nearest)] *= number(TRANSFERS["nearest"]["is"])
            part[self.people.index(said["front_runner"])] *= number(TRANSFERS["front-runner"]["is"])
            mean = np.append(part / part.sum(), 0)
            weight = number(TABLE["electorate.concentration"]["default"]["is"]) * mean
            gammas = self.rng.standard_gamma(np.where(weight > 0, weight, 1)[:, None], (len(mean), self.runs))
            gammas[weight == 0] = 0
            rows[self.people.index(loser)] = gammas / gammas.sum(axis=0)
        return rows


class Parliament:
    """The party's MPs, who vote in ballot after ballot: votes[candidate, run] of the last, and who still stands."""

    def __init__(self, b):
        self.b, self.rng = b, b.rng
        heads, section = b.file["bodies"]["mps"]["size"], b.file["electorate"]["sections"]["mps"]
        turnout = b.believed(TABLE["electorate.sections.<section>.turnout"]["where"]["a small body"]["is"])
        self.pull, self.rows = b.by_shares("mps"), b.transfers()
        self.stays = b.believed(section["stays"])
        # The contest stands at its first ballot: nobody has voted, and no nomination binds anybody.
        self.voters, self.votes = np.rint(heads * turnout), np.zeros((len(b.people), b.runs))
        self.stand = np.array([one in b.file["rules"]["standing"] for one in b.people])[:, None].repeat(b.runs, axis=1)
        self.again = np.zeros(b.runs, bool)
        self.stuck = np.zeros(b.runs, bool)

    def divided(self, people, weight):
        """People[run] divided among some by weights[candidate, run]: a true multinomial, run by run."""
        total = weight.sum(axis=0)
        shares = (weight / np.where(total > 0, total, 1)).T
        return self.rng.multinomial(np.where(total > 0, people, 0).astype(int), shares).T

    def ballot(self, at):
        """A fresh ballot in some runs: most stay with whom they voted for; votes of those out move; the others think again."""
        before, stand = self.votes[:, at], self.stand[:, at]
        kept = self.rng.binomial((before * stand).astype(int), self.stays[at])
        voters = self.voters[at]
        votes, free = kept.astype(float), voters - kept.sum(axis=0)
        for loser, row in self.rows.items():
            pile = np.where(stand[loser], 0, before[loser])
            there = row[:, at] * np.vstack([stand, np.ones(len(at), bool)])
            moved = self.divided(pile, there)
            votes += moved[:-1]
            free -= moved.sum(axis=0)
        votes += self.divided(free, self.pull[:, at] * stand)
        self.votes[:, at], self.voters[at] = votes, votes.sum(axis=0)

    def down_to(self, left, floors=()):
        """Ballots until so many are left: whoever is below the floor of the ballot goes, else the lowest.

        Level for last place: one more ballot, once in a contest; then all of them go.
        """
        number = 0
        while len(at := np.flatnonzero((self.stand.sum(axis=0) > left) & ~self.stuck)):
            self.ballot(at)
            votes = np.where(self.stand[:, at], self.votes[:, at], np.inf)
            out = votes == votes.min(axis=0)
            level = out.sum(axis=0) > 1
            if number < len(floors):
                below = votes < floors[number]
                out, level = np.where(below.any(axis=0), below, out), level & ~below.any(axis=0)
            once_more = level & ~self.again[at]
            self.again[at[once_more]] = True
            out[:, once_more] = False
            everybody = (out == self.stand[:, at]).all(axis=0)
            self.stuck[at[everybody]] = True
            self.stand[:, at] &= ~out
            number += 1


def chances(path, law, members, seed, runs):
    """Each candidate's chance, by the law of the year: how MPs' ballots go, and how strongly each pulls among members."""
    b = Believed(path, seed, runs)
    mps = Parliament(b)
    law(mps)
    pull = np.where(mps.stand, members(b), 0)
    ahead = np.where(mps.stuck, -1, pull.argmax(axis=0))
    return {one: float((ahead == n).mean()) for n, one in enumerate(b.people)}


def law_of_july_2022(mps):
    """A floor of 30 votes in the first ballot; the lowest goes until two are left."""
    mps.down_to(2, floors=(30,))


def law_of_2024(mps):
    """The lowest goes until four are left for the conference, and after it until two are left."""
    mps.down_to(4)
    mps.down_to(2)


JULY = ("scenarios/conservative-2022-july.yaml", law_of_july_2022, lambda b: b.by_shares("members"))
AUTUMN = ("scenarios/conservative-2024-october.yaml", law_of_2024, lambda b: b.by_polls())


@pytest.mark.parametrize(("path", "law", "members"), [JULY, AUTUMN], ids=["July 2022", "autumn 2024"])
@pytest.mark.parametrize(("runs", "within"), [(10_000, 0.025), pytest.param(RUNS, 0.015, marks=pytest.mark.night)])
def test_every_candidate_has_the_chance_of_an_independent_count(path, law, members, runs, within):
    """Within 1.5 points at 100,000 runs, every candidate of both contests; within 2.5 (three errors and a half) at 10,000."""
    counted = chances(path, law, members, 20_241_031, runs)
    leader = simulate(load(path), runs=runs, seed=1922).document["results"][0]["leader"]
    assert sum(counted.values()) > 0.995
    found = {one: leader[one]["chance"] for one in counted}
    assert found == pytest.approx(counted, abs=within)


def test_another_law_would_be_found_out():
    """With a floor of 60 votes in the place of 30, or with three left to the members, chances change."""
    path, _, members = JULY
    usual = chances(path, law_of_july_2022, members, 1, 40_000)
    for other in (lambda mps: mps.down_to(2, floors=(60,)), lambda mps: mps.down_to(3, floors=(30,))):
        changed = chances(path, other, members, 1, 40_000)
        assert max(abs(changed[one] - usual[one]) for one in usual) > 0.02
