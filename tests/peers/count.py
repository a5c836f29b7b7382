"""Counts profiles with pref_voting and VoteKit. Run in their own environment: profiles as JSON in, winners as JSON out.

The methods to count by are named on the command line; with none named, the instant run-offs of both.
"""

import contextlib
import json
import sys

from pref_voting import iterative_methods
from pref_voting.profiles_with_ties import ProfileWithTies
from votekit import RankBallot, RankProfile
from votekit.elections import IRV, Plurality, TopTwo


def for_pref_voting(papers, candidates):
    """The papers as pref_voting takes them."""
    ranks = [{c: rank for rank, c in enumerate(paper, 1)} for paper, _ in papers]
    return ProfileWithTies(ranks, [count for _, count in papers], candidates=list(range(candidates)))


def by_pref_voting(papers, candidates):
    """All tied for last place are dropped together; level at the end, both win."""
    profile = for_pref_voting(papers, candidates)
    return [int(c) for c in iterative_methods.instant_runoff_for_truncated_linear_orders(profile)]


def last_two(papers, candidates):
    """All tied for last place are dropped together until two are left; None where a tie leaves more or fewer."""
    profile = for_pref_voting(papers, candidates)
    two = iterative_methods.top_n_instant_runoff_for_truncated_linear_orders(profile, 2)
    return two and [int(c) for c in two]


def for_votekit(papers, candidates):
    """The papers as VoteKit takes them."""
    ballots = [RankBallot(ranking=[{str(c)} for c in paper], weight=count) for paper, count in papers]
    return RankProfile(ballots=ballots, candidates=[str(c) for c in range(candidates)])


def by_votekit(papers, candidates, method=IRV):
    """A tie is broken by lot in an instant run-off; None where it is refused."""
    try:
        return [int(c) for part in method(for_votekit(papers, candidates)).get_elected() for c in part]
    except ValueError:
        return None


METHODS = {
    "pref_voting": by_pref_voting,
    "last two": last_two,
    "votekit": by_votekit,
    "plurality": lambda papers, candidates: by_votekit(papers, candidates, Plurality),
    "top two": lambda papers, candidates: by_votekit(papers, candidates, TopTwo),
}

if __name__ == "__main__":
    asked = sys.argv[1:] or ["pref_voting", "votekit"]
    out = []
    with contextlib.redirect_stdout(sys.stderr):
        for candidates, papers in json.load(sys.stdin):
            out.append({name: METHODS[name](papers, candidates) for name in asked})
    json.dump(out, sys.stdout)
