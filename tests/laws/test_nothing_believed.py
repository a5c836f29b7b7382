"""What is not believed of nominators is unknown: no candidate fails a bar for want of what the scenario does not say."""

from pathlib import Path

import pytest

from simulator import load
from simulator.engine.ledger import Ending
from tests.laws.test_oracle import compared, simulated
from tests.small import written

RUNS = 60
WAYS = {
    "members alone": {"by": ["members"], "count": 50},
    "MPs and members": {"all_of": [{"by": ["mps"], "count": 5}, {"by": ["members"], "count": 50}]},
    "MPs or members": {"any_of": [{"by": ["mps"], "count": 5}, {"by": ["members"], "count": 50}]},
    "members or MPs": {"any_of": [{"by": ["members"], "count": 50}, {"by": ["mps"], "count": 5}]},
}
SECOND_BAR = {"ann": "100%", "bea": "100%", "cat": "0%"}


def situation(folder: Path, bar, *, office=False, blocs=True, sizes=True, **nominators):
    """A contest in which MPs nominate as the scenario says, and of members it says nothing."""
    contests = {"vacancy": {"opens_when": "the office is vacant", "enters": "nominations"}}
    routes = {"nobody": "unknown", "one": "elected", "several": "vote"}
    stage = {"stage": "nomination", "bar": bar, "transfer": "free", "open": "3 days", "then": routes}
    stages = {
        "nominations": stage,
        "vote": {"stage": "ballot", "sections": ["members"], "paper": "one name", "win": {"by": "most votes"},
                 "then": {"won": "elected", "tied": "unknown", "one left": "elected"}},
    }  # fmt: skip
    if office:
        opens = {"opens_when": "a challenger seeks nominations", "if_vacant": {"go": "nominations"}}
        contests["challenge"] = opens | {"enters": "challenge-nominations"}
        then = routes | {"nobody": "incumbent stays", "incumbent short": "again", "one": "unknown"}
        stages["challenge-nominations"] = stage | {
            "exempt": "nobody",
            "then": then | {"incumbent short": "second-window"},
        }
        stages["second-window"] = {"like": "challenge-nominations", "keeps": "every nomination",
                                   "then": then | {"incumbent short": "go on"}}  # fmt: skip
    book = {
        "book": "Made up", "offices": {"leader": "leader"}, "bodies": {"mps": "MPs", "members": "members"},
        "sources": {"none": {"title": "made up", "confidence": "memory"}},
        "editions": [{"edition": "only", "in_force": "2000-01-01", "cites": {"*": {"not_found": "made up"}},
                      "contests": contests, "stages": stages}],
    }  # fmt: skip
    believed = {"mps": {"body": "mps", "size": 100, "nominate": {"ann": "30%", "bea": "30%", "cat": "2%"}}}
    candidates = {"ann": {"incumbent": True} if office else {}, "bea": {}, "cat": {}}
    block = {
        "scenario": "made up",
        "rules": {"book": str(folder / "book.yaml"), "date": "2016-01-10",
                  "contest": "challenge" if office else "vacancy"},
        "bodies": {"mps": {"size": 100}, "members": {"size": 900}} if sizes else {},
        "candidates": candidates,
        "nominators": {"bandwagon": "20%", "lending": {"permitted": "50%"}}
        | ({"blocs": believed} if blocs else {}) | nominators,
        "electorate": {"sections": {"members": {"register": 90, "turnout": "60%",
                                                "shares": {"ann": "40%", "bea": "35%", "cat": "25%"}}}},
        "politics": {"challengers": {one: {"stands": "90%", "in_a_vacancy": "100%"} for one in ("bea", "cat")}
                     | ({} if office else {"ann": {"stands": "100%", "in_a_vacancy": "100%"}})},
    }  # fmt: skip
    if office:
        block["politics"] |= {"resignation": {"to_restand": "40%", "restands": "40%"}, "until": "2016-04-09"}
    (folder / "book.yaml").write_text(written(book), "utf-8")
    (folder / "scenario.yaml").write_text(written(block), "utf-8")
    return load(str(folder / "scenario.yaml"))


def endings(scenario):
    """How runs end, and why those that are unresolved are, which the oracle says, too."""
    *_, ledger, cast = here = simulated(scenario, RUNS)
    compared(*here[:3], ledger, cast)
    ended = {Ending(int(one)) for one in ledger.ending}
    return ended, {ledger.reasons[one] for one in ledger.reason if ledger.reasons[one]}, ledger


UNKNOWN = {"nominations.bar: nothing is believed of whom members nominate (nominators.blocs)"}


@pytest.mark.parametrize("bar", ["members alone", "MPs and members"])
@pytest.mark.parametrize("office", [False, True])
def test_a_body_of_which_nothing_is_said_does_not_nominate_nobody(bar, office, tmp_path):
    """Whether anybody has 50 members is not known: the run ends unresolved, and the scenario is named, not the book."""
    scenario = situation(tmp_path, WAYS[bar], office=office)
    ended, reasons, _ = endings(scenario)
    windows = {*UNKNOWN, *(f"challenge-{one}" for one in UNKNOWN)} if office else UNKNOWN
    assert reasons == windows
    assert Ending.UNRESOLVED in ended
    assert Ending.NO_VALID_CHALLENGER not in ended
    words = [one.said for one in scenario.warnings]
    assert any("nothing is said of whom members nominate" in one for one in words)


@pytest.mark.parametrize("bar", ["MPs or members", "members or MPs"])
def test_whoever_surely_clears_a_bar_another_way_is_nominated(bar, tmp_path):
    """Ann and Bea surely have 5 MPs; Cat, of whom 2% of MPs think well, may have neither: where she has not, it is unknown."""
    ended, reasons, ledger = endings(situation(tmp_path, WAYS[bar]))
    assert reasons == UNKNOWN
    assert Ending.BALLOT_IN_A_VACANCY in ended
    assert ledger.nominees[:, ledger.ending == Ending.BALLOT_IN_A_VACANCY].all()


@pytest.mark.parametrize("bar", WAYS)
@pytest.mark.parametrize("office", [False, True])
def test_a_chance_believed_of_the_bar_decides_it(bar, office, tmp_path):
    """With second_bar, nobody need believe how many members nominate whom: Ann and Bea are over it, Cat is not by that."""
    scenario = situation(tmp_path, WAYS[bar], office=office, second_bar=SECOND_BAR)
    ended, reasons, ledger = endings(scenario)
    assert not reasons - {"vote.then.tied: unknown"}
    assert ended & {Ending.BALLOT_IN_A_VACANCY, Ending.BALLOT}
    assert not any("nothing is said of whom" in one.said for one in scenario.warnings)
    if bar == "members alone" and not office:
        assert ledger.nominees.tolist() == [[True] * RUNS, [True] * RUNS, [False] * RUNS]


def test_a_body_without_heads_and_blocs_is_unknown_too(tmp_path):
    """Where the file gives no heads, no blocs are made of them."""
    _, reasons, _ = endings(situation(tmp_path, WAYS["members alone"], blocs=False, sizes=False))
    assert reasons == UNKNOWN


def test_the_story_says_that_the_scenario_gives_no_answer(tmp_path):
    """The book has a bar; it is the scenario that says nothing of who nominates."""
    from simulator.questions.simulate import choices
    from simulator.questions.story import story

    scenario = situation(tmp_path, WAYS["members alone"])
    told = " ".join(event.words for event in story(scenario, choices(scenario)[0], 1, 0).events)
    assert "The scenario gives no answer: nominations.bar: nothing is believed of whom members nominate" in told
