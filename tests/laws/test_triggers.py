"""What opens a contest, by data: petitions, motions and calls; immunity; one contest after another; a day for each stage."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulator.beliefs.draws import draw
from simulator.conduct.readings import worlds_of
from simulator.conduct.simulate import simulate
from simulator.engine.ledger import Ending, Step
from simulator.questions.story import story
from simulator.scenario.resolve import of_document
from simulator.words.documents import parse
from simulator.words.problems import Problems

RUNS = 2_000
BOOK = """
book: A party, leader
bodies: {mps: members of parliament, members: members, board: the board}
sources: {RULES: {title: The rules}}
editions:
- edition: first
  in_force: 2000-01-01
  cites: {"*": {source: RULES, clause: "1"}}
  contests:
    vacancy: {opens_when: the office is vacant, enters: nominations}
    letters:
      opens_when: {petition: {by: [mps], share: 15%, of: [mps], rounding: up}}
      not_within: 12 months of confidence.carried
      enters: confidence
      if_vacant: {go: nominations}
    call: {opens_when: a body calls it, while: in opposition, enters: confidence, if_vacant: {go: nominations}}
  stages:
    confidence:
      stage: motion
      by: [mps]
      carried_by: more than half of the votes
      then: {carried: incumbent stays, lost: vacancy}
    nominations:
      stage: nomination
      bar: {by: [mps], count: 2}
      barred: whoever lost confidence
      transfer: free
      open: {set_by: board}
      then: {nobody: silent, one: elected, several: ballots}
    ballots:
      stage: ballot
      sections: [mps]
      paper: one name
      win: {by: nobody}
      drop: {lowest: one at a time}
      tie: [again, all tied]
      until: {left: 2}
      withdrawn: the rest go on
      then: {not won: again, left: members-ballot, one left: elected}
    members-ballot:
      stage: ballot
      sections: [members]
      paper: one name
      win: {by: most votes}
      withdrawn: the rest go on
      then: {won: elected, tied: unknown, one left: elected}
"""
SCENARIO = """
scenario: a party
rules: {book: BOOK, date: 2001-01-01}
bodies: {mps: {size: 100}}
candidates:
  leader: {name: The Leader, incumbent: true}
  anne: {name: Anne}
  bert: {name: Bert}
  cleo: {name: Cleo}
nominators:
  blocs: {all: {body: mps, size: 100, nominate: {leader: 20%, anne: 30%, bert: 25%, cleo: 20%}}}
  bandwagon: 0%
  lending: {permitted: 0%}
  withdraws: {anne: 0%, bert: 0%, cleo: 0%}
electorate:
  sections:
    mps:
      register: 100
      turnout: 100%
      support: {leader: 30% to 50%, anne: 40% to 60%, bert: 40% to 60%, cleo: 40% to 60%}
    members:
      register: "10,000"
      turnout: 80%
      support: {leader: 30% to 50%, anne: 40% to 60%, bert: 40% to 60%, cleo: 40% to 60%}
politics:
  until: 1 January 2003
  resignation: {chance_a_week: 0%, restands: 0%}
  challengers:
    anne: {stands: 0%, in_a_vacancy: 100%}
    bert: {stands: 0%, in_a_vacancy: 100%}
    cleo: {stands: 0%, in_a_vacancy: 100%}
  motions: {confidence: {for: 60%, abstain: 0%}}
OPENS
timetable:
  nominations: {opens: 3 days, closes: 2 days}
  confidence: {opens: 1 day, closes: 1 day}
  ballots: {opens: 2 days, closes: 0 days, further: 4 days}
  members-ballot: {opens: 1 day, closes: 20 days, declared: 1 day}
runs: 2000
seed: 1
"""


@pytest.fixture
def party(tmp_path: Path):
    """A scenario of the book above, in which something opens a contest; settings change it."""
    book = tmp_path / "party.yaml"

    def made(opens: str, settings: dict[str, str] | None = None, text: str = SCENARIO, law: str = BOOK):
        book.write_text(law, encoding="utf-8")
        lines = text.replace("BOOK", str(book)).replace("OPENS", f"  opens: {opens}")
        return of_document(parse(lines.encode(), "party"), settings or {}, {})

    return made


def played(scenario, runs=RUNS):
    draws = draw(scenario, 1, 0, runs)
    return simulate(scenario, worlds_of(scenario), draws), draws


def test_a_petition_opens_with_its_chance_on_its_day(party):
    """With a chance of 40% the vote is held in 40 of 100, and two days after the petition: one to open, one to vote."""
    ledger, draws = played(party("{letters: {chance: 40%, date: 10 to 30 days}}"))
    held = np.array([Step.OPENED in ledger.steps(run) for run in range(RUNS)])
    assert abs(held.mean() - 0.4) < 4 * (0.24 / RUNS) ** 0.5
    assert (ledger.ending[~held] == Ending.NO_CHALLENGE).all()
    stays = held & (ledger.ending == Ending.INCUMBENT_STAYS)
    np.testing.assert_array_equal(ledger.day[stays], draws["politics.opens.letters.date"][stays] + 2)


def test_a_petition_needs_the_signatures_of_its_threshold(party):
    """15% of 100 is 15: the vote is held exactly where fifteen or more have signed."""
    ledger, draws = played(party("{letters: {date: 10 days, signatures: {all: 10% to 20%}}}"))
    held = np.array([Step.OPENED in ledger.steps(run) for run in range(RUNS)])
    np.testing.assert_array_equal(held, draws["politics.opens.letters.signatures"] >= 15)
    assert 0.2 < held.mean() < 0.8


@pytest.mark.parametrize("named", ["", ", contest: letters"])
def test_what_is_believed_of_a_petition_decides_though_the_scenario_is_about_it(party, named):
    """Signatures of nobody open nothing, whether or not `rules.contest` names the contest that they would open."""
    text = SCENARIO.replace("date: 2001-01-01}", f"date: 2001-01-01{named}}}")
    ledger, _ = played(party("{letters: {date: 10 days, signatures: {all: 0%}}}", text=text), 200)
    assert (ledger.ending == Ending.NO_CHALLENGE).all()


MEANWHILE = {
    "a motion": (BOOK, {"timetable.confidence.closes": "60 days"}),
    "a wait": (
        BOOK.replace("enters: confidence\n      if_vacant", "enters: pause\n      if_vacant").replace(
            "  stages:\n", "  stages:\n    pause: {stage: wait, until: 60 days, then: {done: confidence}}\n"
        ),
        {},
    ),
}


@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_a_leader_who_goes_during_a_motion_or_a_wait_goes_on_that_day(party, meanwhile):
    """The office is vacant, and nominations are open, so many days after the day drawn; whoever went by then does not lead."""
    law, settings = MEANWHILE[meanwhile]
    often = {"politics.resignation.chance_a_week": "20%"}
    scenario = party("{letters: {date: 10 days}}", settings | often, law=law)
    ledger, draws = played(scenario)
    goes = draws["politics.resignation/day"]
    during = np.flatnonzero((goes > 11) & (goes < 60))
    assert len(during) > 200
    for run in during[:50]:
        assert Step.RESIGNED in ledger.steps(run)
        told = story(scenario, {}, 1, int(run)).events
        resigned = next(event for event in told if "resigns" in event.words)
        assert (resigned.date - scenario.day_zero).days == goes[run]
    assert not (ledger.leader[during] == 0).any()


def test_a_wait_that_is_left_to_a_body_is_not_called_silent(party):
    """It is the timetable that does not say it: the scenario gives no answer, and the book has one."""
    law, _ = MEANWHILE["a wait"]
    scenario = party("{letters: {date: 10 days}}", law=law.replace("until: 60 days", "until: {set_by: board}"))
    ledger, _ = played(scenario, 20)
    assert ledger.reasons[1:] == ["pause.until: is left to board; timetable.pause.until does not say it"]
    assert any("The scenario gives no answer" in event.words for event in story(scenario, {}, 1, 3).events)


def test_whoever_loses_a_vote_of_confidence_is_barred_from_the_contest_that_follows(party):
    """A lost motion makes the office vacant; nobody elects the leader who lost it, even one who would stand again."""
    settings = {"politics.motions.confidence.for": "30%", "politics.resignation.restands": "100%"}
    ledger, _ = played(party("{letters: {date: 10 days}}", settings))
    lost = np.array([Step.LOST in ledger.steps(run) for run in range(RUNS)])
    assert lost.mean() > 0.99
    assert (ledger.leader[lost] != 0).all()
    assert (ledger.ending[lost] == Ending.BALLOT_IN_A_VACANCY).mean() > 0.99


def test_nobody_may_move_against_a_leader_within_twelve_months_of_a_vote_that_was_won(party):
    """The board's call 100 days after letters that failed is a second contest; letters would have been barred."""
    both = party("{call: {date: 10 days}, letters: {date: 200 days}}")
    ledger, _ = played(both, 300)
    steps = [ledger.steps(run) for run in range(300)]
    assert all(one.count(Step.OPENED) == 1 for one in steps if Step.CARRIED in one and Step.LOST not in one)
    later, _ = played(party("{call: {date: 10 days}, letters: {date: 500 days}}"), 300)
    steps = [later.steps(run) for run in range(300)]
    twice = [one for one in steps if one.count(Step.OPENED) == 2]
    assert len(twice) > 250
    assert (later.day[later.ending == Ending.INCUMBENT_STAYS] > 500).any()


def test_a_contest_that_may_be_held_in_opposition_only_does_not_open_in_government(party):
    """The board's call comes to nothing while the party governs, and the question is closed on its last day."""
    ledger, draws = played(party("{call: {date: 10 days}}", {"rules.in_government": "true"}), 200)
    assert (ledger.ending == Ending.NO_CHALLENGE).all()
    np.testing.assert_array_equal(ledger.day, draws["politics.until"])


def test_each_stage_keeps_its_own_timetable(party):
    """Nominations 3 days after the vacancy for 2 days, ballots 2 days later and every 4, members 21, one to declare."""
    settings = {"politics.motions.confidence.for": "0%"}
    ledger, draws = played(party("{letters: {date: 10 days}}", settings), 300)
    opened = draws["politics.opens.letters.date"][0]
    ballots = np.array([one.count(Step.BALLOT_AGAIN) for one in map(ledger.steps, range(300))])
    elected = np.array(
        [one.count(Step.BALLOT) == 2 and Step.UNRESOLVED not in one for one in map(ledger.steps, range(300))]
    )
    assert elected.mean() > 0.9
    first_ballot = opened + 2 + 3 + 2 + 2
    np.testing.assert_array_equal(ledger.day[elected], (first_ballot + 4 * ballots + 1 + 20 + 1)[elected])


def test_a_stage_that_the_book_has_not_is_no_step_of_the_timetable(party):
    """A misspelt stage, or a bare number of days for a stage, is refused with what is meant."""
    with pytest.raises(Problems, match="neither a step of the timetable nor a stage"):
        party("{}", text=SCENARIO.replace("members-ballot: {opens", "members-balot: {opens"))
    with pytest.raises(Problems, match="say which step is meant"):
        party(
            "{}", text=SCENARIO.replace("ballots: {opens: 2 days, closes: 0 days, further: 4 days}", "ballots: 2 days")
        )


def test_whoever_concedes_leaves_between_ballots_and_never_while_ahead(party):
    """With everybody ready to concede, whoever is ahead after the first ballot is elected without the members."""
    concede = {f"politics.challengers.{one}.concedes": "100%" for one in ("anne", "bert", "cleo")}
    ledger, _ = played(party("{letters: {date: 10 days}}", {"politics.motions.confidence.for": "0%", **concede}), 300)
    steps = [ledger.steps(run) for run in range(300)]
    conceded = [one for one in steps if Step.PULLED_OUT in one]
    assert len(conceded) > 280
    assert all(one.count(Step.BALLOT) == 1 for one in conceded)


def test_an_endorsement_brings_votes_to_whoever_is_endorsed(party):
    """Cleo's endorsement of Bert makes Bert likelier to win, and Anne less so, on the same draws."""
    base = {"politics.motions.confidence.for": "0%"}
    law = BOOK[: BOOK.index("    members-ballot:\n")].replace("win: {by: nobody}", "win: {majority_of: votes cast}")
    law = law.replace("      until: {left: 2}\n", "").replace("left: members-ballot", "won: elected")
    fewer = SCENARIO.replace("  members-ballot: {opens: 1 day, closes: 20 days, declared: 1 day}\n", "")
    at = fewer.index("    members:\n      register"), fewer.index("politics:")
    fewer = fewer[: at[0]] + fewer[at[1] :]
    alone, _ = played(party("{letters: {date: 10 days}}", base, fewer, law), 1_000)
    text = fewer.replace(
        "cleo: {stands: 0%, in_a_vacancy: 100%}", "cleo: {stands: 0%, in_a_vacancy: 100%, endorses: bert, brings: 100%}"
    )
    backed, _ = played(party("{letters: {date: 10 days}}", base, text, law), 1_000)
    assert (backed.leader == 2).mean() > (alone.leader == 2).mean() + 0.03


def test_a_run_alone_equals_its_row_with_every_trigger(party):
    """Ending, leader, day and steps of a run do not depend on its company."""
    scenario = party(
        "{letters: {chance: 60%, date: 10 to 400 days, signatures: {all: 12% to 20%}}, call: {chance: 50%, date: 5 to 600 days}}",
        {"politics.resignation.chance_a_week": "0.5%", "politics.motions.confidence.for": "40% to 60%"},
    )
    ledger, draws = played(scenario, 400)
    for run in range(0, 400, 5):
        alone = simulate(scenario, worlds_of(scenario), draws.only(run))
        for name in ("ending", "leader", "day"):
            assert getattr(alone, name)[0] == getattr(ledger, name)[run], (name, run)
        assert alone.steps(0) == ledger.steps(run)


def test_who_opens_a_contest_must_be_in_the_book(party):
    """A contest the book has not, and a bloc the file has not, are refused."""
    with pytest.raises(Problems, match="is no contest of"):
        party("{leters: {date: 10 days}}")
    with pytest.raises(Problems, match="is no bloc of this scenario"):
        party("{letters: {date: 10 days, signatures: {some: 20%}}}")


def test_who_is_entitled_is_a_head_count_of_the_day(party):
    """60 of 100 is more than half of all entitled; once there are 140 of them, it is not."""
    law = BOOK.replace("carried_by: more than half of the votes", "carried_by: more than half of all entitled")
    stays = []
    for size in ("{size: 100}", "{size: 100, changes: {2001-01-05: 140}}"):
        text = SCENARIO.replace("{mps: {size: 100}}", f"{{mps: {size}}}")
        ledger, _ = played(party("{letters: {date: 10 days}}", None, text, law), 300)
        stays.append((ledger.ending == Ending.INCUMBENT_STAYS).mean())
    assert stays[0] > 0.95
    assert stays[1] < 0.05


def test_a_body_chooses_among_the_readings_that_its_belief_names():
    """At 100% for one reading every run is read so; a reading that leaves it to the body is no choice of that body."""
    from simulator.scenario.resolve import load

    june = "scenarios/labour-2016-june.yaml"
    decided = {"incumbent-nominations": "executive"}
    for reading, step in (("automatic", Step.EXECUTIVE_FOR), ("needs-nominations", Step.EXECUTIVE_AGAINST)):
        scenario = load(june, {"politics.executive.reads": f"{{{reading}: 100%}}"}, decided)
        ledger, _ = played(scenario, 300)
        met = [
            one for one in map(ledger.steps, range(300)) if Step.EXECUTIVE_FOR in one or Step.EXECUTIVE_AGAINST in one
        ]
        assert len(met) > 200
        assert all(step in one for one in met)
    with pytest.raises(Problems, match="no choice of that body"):
        load(june, {"politics.executive.reads": "{executive-may-require: 100%}"}, decided)


def test_a_resignation_cites_what_it_opens_or_what_becomes_of_the_contest_under_way(party):
    """A vacancy opens its contest, a lost vote another that it leads to; in mid-contest ``if_vacant`` acts."""
    first = "    vacancy: {opens_when: the office is vacant, enters: nominations}\n"
    law = BOOK.replace(first, first + first.replace("vacancy", "when-confidence-is-lost"))
    law = law.replace("lost: vacancy", "lost: when-confidence-is-lost")
    law = law.replace("while: in opposition, enters: confidence", "while: in opposition, enters: nominations")
    law = law.replace("several: ballots}", "several: ballots, incumbent short: go on}")
    settings = {"politics.resignation.chance_a_week": "20%", "politics.motions.confidence.for": "20%"}
    scenario = party("{call: {date: 10 to 60 days}, letters: {date: 10 to 60 days}}", settings, law=law)
    cited = set()
    for run in range(40):
        vacant = [one for one in story(scenario, scenario.readings, 1, run).events if "office" in one.words]
        cited |= {(event.step, event.clause) for event in vacant}
    assert cited == {
        ("resigned", "vacancy.opens_when"),
        ("resigned", "call.if_vacant.go"),
        ("office vacant", "when-confidence-is-lost.opens_when"),
    }
