"""Replay: every real contest, taken through its rules, gives what was published, or the file says why not."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from simulator.cli import main
from simulator.questions.replay import replay, state_of, tally
from simulator.scenario.recorded import files, of_record, recorded
from simulator.words.documents import Document, parse, read
from simulator.words.problems import Problems

FILES = files()
EXACT = [path for path in FILES if read(path).data["grade"] in ("exact", "exact_totals")]


def changed(path, change):
    """The record of a file after a change to its data."""
    document = read(path)
    data = copy.deepcopy(document.data)
    change(data)
    return of_record(Document(document.name, data, document.places, document.lines))


def test_all_forty_four_contests_are_there():
    """Thirty-three of the party, the rest in books of their own; every edition but two has a contest."""
    records = [recorded(path) for path in FILES]
    assert len(records) == 44
    assert len({one.entry.id for one in records}) == 44
    books = [one.book.key for one in records]
    assert (books.count("labour"), books.count("welsh-labour"), books.count("scottish-labour")) == (33, 6, 5)
    held = {one.edition.name for one in records if one.book.key == "labour"}
    unused = [e.name for e in records[0].book.editions if e.name not in held]
    assert unused == ["potential challengers", "September 2017", "September 2021"]


@pytest.mark.parametrize("path", FILES)
def test_the_rules_elect_whom_they_elected(path):
    """The winner, and no difference that the file does not explain."""
    one = replay(recorded(path))
    assert one.told.winner == one.record.entry.official.winner
    assert one.unexplained == ()
    assert one.figures


def test_the_sum_of_all_figures_stands():
    """A figure that changes its state is a change of law, of record or of engine, and is to be looked at."""
    assert dict(tally([replay(recorded(path)) for path in FILES])) == {
        "exact": 461, "rounding": 4, "reconstructed": 43, "recorded": 121, "unknown": 4, "differs": 17,
    }  # fmt: skip


@pytest.mark.parametrize("path", FILES)
def test_a_step_from_the_record_is_taken_only_where_the_rule_or_a_number_was_not_found(path):
    """Whatever is marked recorded rests on a provision that is unknown, or on figures that the file does not have."""
    one = replay(recorded(path))
    law, entry = one.record.law, one.record.entry
    for step in one.told.steps:
        if step.by_rule:
            continue
        unknown = any(
            str(p.value) == "unknown" for at, p in law.provisions.items() if at.startswith(step.clause) and step.clause
        )
        lacking = (
            not entry.heads
            or any(not names.by for names in entry.nominations.names.values())
            or not entry.nominations.names
        )
        withdrew = not step.clause and any(w.who in step.words for w in entry.withdrawals)
        ways = step.clause.endswith("any_of")
        assert unknown or lacking or withdrew or ways, step


@pytest.mark.parametrize("path", EXACT)
def test_one_vote_moved_turns_a_figure_red(path):
    """Bodies under 1,000: one vote; others: 1% of it. From the first to the second, in each section of each round."""
    before = {(f.group, f.what): f.state for f in replay(recorded(path)).figures}
    tried = 0
    for number, round_ in enumerate(read(path).data["rounds"]):
        for section, votes in round_.get("votes", {}).items():
            cast = sum(votes.values())
            by = 1 if cast < 1000 else max(cast // 100, 1)
            first, second = list(votes)[:2]

            def move(data, number=number, section=section, first=first, second=second, by=by):
                block = data["rounds"][number]["votes"][section]
                block[first] -= by
                block[second] += by

            after = replay(changed(path, move)).figures
            red = [f for f in after if f.state == "differs" and before.get((f.group, f.what)) != "differs"]
            assert red, f"round {number + 1}, {section}: {by} of {cast} moved and nothing showed"
            tried += 1
    assert tried


def test_another_bar_changes_who_is_nominated():
    """The nominees come from the names and the law: with 20% instead of 12.5% three of the five of 2010 fall short."""
    record = recorded("leader-2010")
    law = record.law.changed(
        "vacancy-nominations.bar.share", "20%", record.law.cite("vacancy-nominations.bar.share"), "a test"
    )
    told = replay(record.under(law)).told
    assert (told.bar.needs, told.nominees) == (52, ("D Miliband", "E Miliband"))


def test_an_unknown_route_ends_a_replay_unresolved():
    """Nothing is copied from the answer: without a majority rule no winner is found in 1980."""
    record = recorded("leader-1980")
    law = record.law.changed("ballot.win.majority_of", "unknown", record.law.cite("ballot.tie"), "a test")
    one = replay(record.under(law))
    assert one.told.winner == ""
    assert "ballot.win.majority_of: unknown" in one.told.ending
    assert one.unexplained


NEW = """
contest: Deputy, 2031
id: deputy_2031
office: deputy leader
date: 2031-05-01
rules: {book: labour, opened: 2031-03-01, contest: vacancy}
grade: exact
heads: {mps: {size: 251}}
nominations:
  nobody: 0
  names: {Ahmed: {by: {mps: 120}}, Brown: {by: {mps: 81}}, Clark: {by: {mps: 50}}}
second_bar: {carried: {Ahmed: parties, Brown: affiliates}}
rounds:
- votes: {members: {Ahmed: 40, Brown: 60}, affiliated: {Ahmed: 25, Brown: 4}}
  declared: {totals: {Ahmed: 65, Brown: 64}, percents: {Ahmed: 50.4}}
official: {winner: Ahmed, bar: {needs: 51}, on_the_ballot: [Ahmed, Brown], short: [Clark]}
"""


VOTES = "- votes: {members: {Ahmed: 40, Brown: 60}, affiliated: {Ahmed: 25, Brown: 4}}\n  "


def new(text=NEW):
    """A contest that is nothing but YAML."""
    return of_record(parse(text.encode(), "new"))


def test_a_new_contest_needs_yaml_only():
    """51 of 251 suffice and 50 do not; 65 to 64 in one pool, though Brown leads among members."""
    one = replay(new())
    assert one.told.bar.words == "51 = 20% of 251 (251 MPs), 50.2 rounded up"
    assert (one.told.nominees, one.told.short) == (("Ahmed", "Brown"), ("Clark",))
    assert one.told.winner == "Ahmed"
    assert not one.unexplained


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("book: labour", "book: labur", "there is no rule book"),
        ("contest: vacancy", "contest: vacancies", "is no contest of labour"),
        ("office: deputy leader", "office: chair", "is not an office"),
        ("heads: {mps", "heads: {lords", "is not a body"),
        ("Brown: 60", "Brown: -60", "-60 votes"),
        ("opened: 2031-03-01", "opened: 1981-01", "before the first edition|lies inside the doubt|under"),
        ("grade: exact", "grade: good", "is not a word this setting knows"),
        ("winner: Ahmed, ", "", "“winner” is missing"),
        ("contest: vacancy}", "contest: vacancy, edition: rule book 2025}", "an edition is named and not why"),
        (VOTES, "- ", "a round without votes"),
    ],
)  # fmt: skip
def test_a_wrong_record_gets_a_letter(was, becomes, said):
    """What was found, where, and what would be right; nothing is played."""
    assert was in NEW
    with pytest.raises(Problems, match=said):
        new(NEW.replace(was, becomes))


def test_a_source_that_is_not_listed_is_refused():
    """Every key that is cited is among the sources."""
    with pytest.raises(Problems, match="“NOWHERE” is not among the sources"):
        new(NEW.replace("nobody: 0", "nobody: 0\n  source: NOWHERE"))


def test_replay_exits_1_where_a_difference_is_not_explained(tmp_path, capsys):
    """One vote less for the winner of 1980, and the answer is no; the explained differences of 1971 are not."""
    text = Path("scenarios/history/leader-1980.yaml").read_text("utf-8")
    broken = tmp_path / "broken.yaml"
    broken.write_text(text.replace("mps: {Foot: 139, Healey: 129}", "mps: {Foot: 138, Healey: 130}", 1), "utf-8")
    assert main(["replay", str(broken)]) == 1
    assert "differs" in capsys.readouterr().out
    assert main(["replay", "deputy-1971"]) == 0


def test_replay_as_json_has_the_promised_shape(capsys):
    """id, winner official and engine, and how many figures there are of each state."""
    assert main(["replay", "--all", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert len(document["contests"]) == 44
    for one in document["contests"]:
        states = ("exact", "rounding", "reconstructed", "recorded", "unknown", "differs")
        assert one["winner"]["official"] == one["winner"]["engine"]
        assert one["figures"] == sum(one[state] for state in states) == len(one["details"])


@pytest.mark.parametrize(
    ("official", "engine", "state"),
    [
        (51, 51, "exact"),
        (51, 50, "differs"),
        (50.4, 50.42, "exact"),
        (50.4, 50.47, "rounding"),
        (50.4, 50.51, "differs"),
        (1, None, "unknown"),
    ],
)
def test_how_a_figure_stands(official, engine, state):
    """Exact to the last published digit; rounding, if off by one in it."""
    from fractions import Fraction

    assert state_of(official, None if engine is None else Fraction(str(engine))) == state
