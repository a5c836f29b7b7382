"""Counts profiles with pref_voting and VoteKit. Run in their own environment: profiles as JSON in, winners as JSON out."""

import contextlib
import json
import sys

from pref_voting import iterative_methods
from pref_voting.profiles_with_ties import ProfileWithTies
from votekit import RankBallot, RankProfile
from votekit.elections import IRV


def by_pref_voting(papers, candidates):
    """All tied for last place are dropped together; level at the end, both win."""
    ranks = [{c: rank for rank, c in enumerate(paper, 1)} for paper, _ in papers]
    profile = ProfileWithTies(ranks, [count for _, count in papers], candidates=list(range(candidates)))
    return [int(c) for c in iterative_methods.instant_runoff_for_truncated_linear_orders(profile)]


def by_votekit(papers, candidates):
    """A tie is broken by lot."""
    ballots = [RankBallot(ranking=[{str(c)} for c in paper], weight=count) for paper, count in papers]
    profile = RankProfile(ballots=ballots, candidates=[str(c) for c in range(candidates)])
    return [int(c) for part in IRV(profile).get_elected() for c in part]


if __name__ == "__main__":
    out = []
    with contextlib.redirect_stdout(sys.stderr):
        for candidates, papers in json.load(sys.stdin):
            out.append({"pref_voting": by_pref_voting(papers, candidates), "votekit": by_votekit(papers, candidates)})
    json.dump(out, sys.stdout)
