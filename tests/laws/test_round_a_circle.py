"""Rules that go round in a circle end a run at its fortieth stage, and say where."""

import numpy as np

from simulator import load
from tests.laws.test_oracle import compared, simulated
from tests.small import written


def circle(folder):
    """Nominations open again and again while nobody challenges in time; meanwhile the leader may go."""
    again = {
        "stage": "nomination",
        "bar": {"by": ["mps"], "count": 50},
        "transfer": "free",
        "open": "1 day",
        "exempt": "incumbent",
    }
    book = {
        "book": "Made up", "offices": {"leader": "leader"}, "bodies": {"mps": "MPs"},
        "sources": {"none": {"title": "made up", "confidence": "memory"}},
        "editions": [{
            "edition": "only", "in_force": "2000-01-01", "cites": {"*": {"not_found": "made up"}},
            "contests": {
                "challenge": {"opens_when": "a challenger seeks nominations", "enters": "nominations",
                              "if_vacant": {"go": "afresh"}},
            },
            "stages": {
                "nominations": again | {"then": {"nobody": "again", "one": "unknown", "several": "unknown"}},
                "afresh": again | {"exempt": "nobody", "then": {"nobody": "unknown", "one": "elected", "several": "unknown"}},
            },
        }],
    }  # fmt: skip
    block = {
        "scenario": "made up", "rules": {"book": str(folder / "book.yaml"), "date": "2016-01-10"},
        "bodies": {"mps": {"size": 100}}, "candidates": {"ann": {"incumbent": True}, "bea": {}},
        "nominators": {"blocs": {"all": {"body": "mps", "size": 100, "nominate": {"bea": "10%"}}},
                       "lending": {"permitted": "0%"}},
        "politics": {"challengers": {"bea": {"stands": "100%", "declares": "2016-01-11"}},
                     "resignation": {"chance_a_week": "20%"}, "until": "2016-12-31"},
        "timetable": {"nominations": "1 day", "open": "1 day"},
    }  # fmt: skip
    (folder / "book.yaml").write_text(written(book), "utf-8")
    (folder / "scenario.yaml").write_text(written(block), "utf-8")
    return load(str(folder / "scenario.yaml"))


def test_a_circle_broken_off_by_a_vacancy_names_the_clause_that_says_where_it_leads(tmp_path):
    """A leader who goes as the forty-first thing: the place is the contest's clause, and not a name that nobody gave."""
    *here, ledger, cast = simulated(circle(tmp_path), 1_500)
    reasons = {ledger.reasons[one] for one in ledger.reason if ledger.reasons[one]}
    assert reasons == {
        "nominations: did not end", "challenge.if_vacant.go: did not end", "afresh: did not end", "afresh.then.nobody: unknown",
    }  # fmt: skip
    some = np.flatnonzero([ledger.reasons[one].startswith("challenge.if_vacant") for one in ledger.reason])
    assert len(some)
    compared(*here, ledger, cast)
