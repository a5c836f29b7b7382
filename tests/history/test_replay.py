"""Replay: every real contest, taken through its rules by the simulation, gives what was published, or the file says why not."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from simulator.cli import main
from simulator.questions.replay import printed, replay, tally, winners
from simulator.questions.replayed import LABELS
from simulator.scenario.recorded import files, of_record, recorded
from simulator.words.documents import Document, parse, read
from simulator.words.problems import Problems

FILES = files()
ABROAD = sorted(map(str, Path("tests/rulebooks/records").glob("*.yaml")))
REPLAYS = {path: replay(recorded(path)) for path in (*FILES, *ABROAD)}


SHIPPED = {"computed": 508, "echo": 86, "rebuilt": 44, "recorded": 167, "cannot tell": 13, "differs": 23}
PRINTED = {"computed": 266, "echo": 86, "rebuilt": 37, "recorded": 0, "cannot tell": 13, "differs": 23}
WINNERS = {"computed": 60, "rebuilt": 2, "recorded": 7}


def changed(path, change):
    """The record of a file after a change to its data."""
    document = read(path)
    data = copy.deepcopy(document.data)
    change(data)
    return of_record(Document(document.name, data, document.places, document.lines))


def test_every_contest_has_an_id_of_its_own_and_every_edition_of_labour_but_three_a_contest():
    """No contest is there twice; where an edition has none, it is known which."""
    records = [REPLAYS[path].record for path in FILES]
    assert len({one.entry.id for one in records}) == len(records) >= 69
    held = {one.edition.name for one in records if one.book.key == "labour"}
    labour = next(one.book for one in records if one.book.key == "labour")
    unused = [e.name for e in labour.editions if e.name not in held]
    assert unused == ["potential challengers", "September 2017", "September 2021"]


@pytest.mark.parametrize("path", REPLAYS)
def test_the_rules_elect_whom_they_elected(path):
    """The winner, and no difference that the file does not explain."""
    one = REPLAYS[path]
    assert (one.winner or "nobody") == one.record.entry.official.winner
    assert one.unexplained == ()
    assert one.winner_label in ("computed", "rebuilt", "recorded")


def test_the_sum_of_all_figures_stands():
    """A figure that changes its label is a change of law, of record or of interpreter, and is to be looked at."""
    shipped = [REPLAYS[path] for path in FILES]
    assert dict(tally(shipped)) == SHIPPED
    assert dict(printed(shipped)) == PRINTED
    assert dict(winners(shipped)) == WINNERS


@pytest.mark.parametrize("path", REPLAYS)
def test_a_step_from_the_record_says_what_was_lacking(path):
    """Whatever is taken from the record is told as such, and names the clause, or what was not published or not found."""
    one = REPLAYS[path]
    told = [step for step in one.steps if not step.by_rule]
    assert len(told) == len(one.conduct.taken)
    for clause, words, _ in one.conduct.taken:
        assert clause
        assert any(
            said in words for said in ("not found", "not published", "not known", "no votes", "lot", "tie", "tell")
        ), words


@pytest.mark.parametrize("path", REPLAYS)
def test_no_nomination_is_called_both_recorded_and_computed(path):
    """Whoever the bar and a known number decide about, or who needs none, is in no step that was taken from the record."""
    one = REPLAYS[path]
    recorded_of = {clause: words.rpartition(": ")[2].split(", ") for clause, words, _ in one.conduct.taken}
    for closing in one.closings:
        taken = recorded_of.get(f"{closing.stage.name}.bar", [])
        decided = [name for name, known in zip(one.conduct.ids, closing.known, strict=True) if known]
        exempt = [one.record.entry.incumbent] if closing.exempt else []
        assert not {*decided, *exempt}.intersection(taken)


def test_in_2016_nothing_is_taken_from_the_record():
    """172 nominations were published and decide about Smith; the leader needed none, so that nothing was lacking."""
    one = replay(recorded("scenarios/history/leader-2016.yaml"))
    assert one.conduct.taken == []
    assert "recorded" not in {figure.label for figure in one.figures}


def test_the_readme_says_in_numbers_what_is_proved():
    """Printed numbers by label, and how winners were found, as they are."""
    text = " ".join(Path("README.md").read_text("utf-8").split())
    contests, numbers = sum(WINNERS.values()), sum(PRINTED.values())
    assert f"{contests} real contests" in text
    assert f"{WINNERS['computed']} winners are computed, {WINNERS['rebuilt']} rest on rebuilt votes" in text
    assert f"{WINNERS['recorded']} on a step that was taken from the record" in text
    assert f"Of {numbers} printed numbers {PRINTED['computed']} are computed from others" in text
    assert f"{PRINTED['echo']} are echoes of what went in, {PRINTED['rebuilt']} rest on rebuilt votes" in text
    assert f"for {PRINTED['cannot tell']} the figures cannot tell, and {PRINTED['differs']} differ" in text
    evidence = " ".join(Path("docs/background/evidence.md").read_text("utf-8").split())
    assert (
        f"{SHIPPED['computed']} are computed, {SHIPPED['echo']} are echoes, {SHIPPED['rebuilt']} rest on rebuilt votes"
        in evidence
    )
    assert f"{SHIPPED['recorded']} were taken from the record" in evidence


def test_every_label_but_cannot_tell_of_a_winner_is_met():
    """Each label is of some figure of the records that come along."""
    assert all(SHIPPED[label] for label in LABELS)


def cells():
    """Each cell of each round that something published is held beside: (file, round, section, from, to)."""
    for path in FILES:
        for number, round_ in enumerate(read(path).data.get("rounds", [])):
            declared = round_.get("declared", {})
            for section, votes in round_.get("votes", {}).items():
                names = [*votes]
                for one, other in zip(names, names[1:] + names[:1], strict=True):
                    groups = [declared.get(group, {}) for group in ("totals", "percents")]
                    groups += [declared.get(group, {}).get(section, {}) for group in ("college", "shares")]
                    if any(one in group or other in group for group in groups) and one != other:
                        yield path, number, section, one, other


@pytest.mark.parametrize("path", sorted({cell[0] for cell in cells()}))
def test_one_vote_moved_turns_a_figure_red(path):
    """In each cell beside which something was published, and which has that many. Bodies under 1,000: one vote; others: 1%."""
    before = {f.what: f.label for f in REPLAYS[path].figures}
    tried = 0
    for _, number, section, one, other in [cell for cell in cells() if cell[0] == path]:
        block = read(path).data["rounds"][number]["votes"][section]
        cast = sum(block.values())
        by = 1 if cast < 1000 else max(cast // 100, 1)
        if max(block[one], block[other]) < by:
            continue
        one, other = (one, other) if block[one] >= by else (other, one)

        def move(data, number=number, section=section, one=one, other=other, by=by):
            votes = data["rounds"][number]["votes"][section]
            votes[one] -= by
            votes[other] += by

        after = replay(changed(path, move)).figures
        red = [f for f in after if f.label == "differs" and before.get(f.what) != "differs"]
        assert red, f"round {number + 1}, {section}: {by} of {cast} moved from {one} to {other} and nothing showed"
        tried += 1
    assert tried


def test_another_bar_changes_who_is_nominated():
    """The nominees come from the names and the law: with 20% instead of 12.5% three of the five of 2010 fall short."""
    record = recorded("leader-2010")
    law = record.law.changed(
        "vacancy-nominations.bar.share", "20%", record.law.cite("vacancy-nominations.bar.share"), "a test"
    )
    one = replay(record.under(law))
    assert (one.bar.needs, set(one.short)) == (52, {"Balls", "Burnham", "Abbott"})


def test_where_the_law_leaves_others_standing_that_differs_and_the_record_goes_on():
    """With another bar two are nominated and five stand in the record: said, and counted on to the winner."""
    record = recorded("leader-2010")
    law = record.law.changed(
        "vacancy-nominations.bar.share", "20%", record.law.cite("vacancy-nominations.bar.share"), "a test"
    )
    one = replay(record.under(law))
    figure = next(f for f in one.figures if f.what == "round 1: in the running")
    assert (figure.label, figure.found) == ("differs", ("D Miliband", "E Miliband"))
    assert one.winner == "E Miliband"
    assert any("the record has" in words for _, words, _ in one.conduct.taken)


def test_an_unknown_route_ends_a_replay_unresolved():
    """Nothing is copied from the answer: without a majority rule no winner is found in 1980."""
    record = recorded("leader-1980")
    law = record.law.changed("ballot.win.majority_of", "unknown", record.law.cite("ballot.tie"), "a test")
    one = replay(record.under(law))
    assert one.winner == ""
    assert "ballot.win.majority_of: unknown" in one.ending
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
TOTALS = "totals: {Ahmed: 65, Brown: 64}, "
VOTES = "- votes: {members: {Ahmed: 40, Brown: 60}, affiliated: {Ahmed: 25, Brown: 4}}\n  "


def new(text=NEW):
    """A contest that is nothing but YAML."""
    return of_record(parse(text.encode(), "new"))


def made(*pairs):
    """The new contest with some words changed, replayed."""
    text = NEW
    for was, becomes in pairs:
        assert was in text, was
        text = text.replace(was, becomes)
    return replay(new(text))


def label(one, what):
    """The label of a figure."""
    return next(f.label for f in one.figures if f.what == what)


def test_a_new_contest_needs_yaml_only():
    """51 of 251 suffice and 50 do not; 65 to 64 in one pool, though Brown leads among members."""
    one = replay(new())
    assert one.bar.words == "51 = 20% of 251 (251 MPs), 50.2 rounded up"
    assert (one.nominees, one.short) == (("Ahmed", "Brown"), ("Clark",))
    assert (one.winner, one.winner_label) == ("Ahmed", "computed")
    assert not one.unexplained


def test_a_second_bar_is_tested_where_its_numbers_are_given():
    """32 of 640 constituency parties are 5%: with 33 nominated by rule, with 31 short; without numbers as recorded."""
    heads = ("heads: {mps: {size: 251}}", "heads: {mps: {size: 251}, clps: {size: 640}}")
    plain = made(heads)
    assert label(plain, "Ahmed is") == "recorded"
    nothing = "clps: {clps}, affiliates: 0, unions: 0"

    def given(ahmed, brown):
        return made(
            heads,
            ("Ahmed: {by: {mps: 120}}", f"Ahmed: {{by: {{mps: 120}}, supporting: {{{nothing.format(clps=ahmed)}}}}}"),
            ("Brown: {by: {mps: 81}}", f"Brown: {{by: {{mps: 81}}, supporting: {{{nothing.format(clps=brown)}}}}}"),
        )

    both = given(33, 32)
    assert (label(both, "Ahmed is"), label(both, "Brown is")) == ("computed", "computed")
    one = given(33, 31)
    assert (label(one, "Ahmed is"), label(one, "Brown is")) == ("computed", "differs")


def test_a_figure_held_beside_itself_is_an_echo():
    """Totals typed twice prove nothing; of several sections they are a sum."""
    assert label(replay(new()), "round 1: votes for Ahmed") == "computed"
    assert label(replay(recorded("leader-1955")), "round 1: votes for Bevan") == "echo"
    assert label(made((VOTES, "- votes: {all: {Ahmed: 65, Brown: 64}}\n  ")), "round 1: votes for Ahmed") == "echo"


def test_a_turnout_is_held_beside_the_votes():
    """129 valid votes: that many voted, so that 64.5% of 200 is computed; of 150 papers nobody knows, and 100 are too few."""
    turnout = "short: [Clark], turnout: [{{voted: {voted}, eligible: 200, percent: {percent}}}]"

    def of(voted, percent):
        return made(("short: [Clark]", turnout.format(voted=voted, percent=percent)))

    assert (label(of(129, 64.5), "turnout: voted"), label(of(129, 64.5), "turnout, per cent")) == (
        "computed",
        "computed",
    )
    assert (label(of(150, 75), "turnout: voted"), label(of(150, 75), "turnout, per cent")) == ("cannot tell", "echo")
    assert label(of(100, 50), "turnout: voted") == "differs"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50.390", "differs"),
        ('"50.390"', "differs"),
        ("50.39", "computed"),
        ('"50.39"', "computed"),
        ("50.388", "computed"),
    ],
)
def test_a_figure_keeps_its_digits_quoted_or_not(text, expected):
    """65 of 129 are 50.3876%: 50.39 may be that, and 50.390 is not."""
    assert (
        label(made(("percents: {Ahmed: 50.4}", f"percents: {{Ahmed: {text}}}")), "round 1: Ahmed, per cent") == expected
    )


@pytest.mark.parametrize(
    ("pairs", "what", "expected"),
    [
        ([(VOTES, "- percents: {Ahmed: 50.0, Brown: 50.0}\n  "), (TOTALS, "")], "winner", "cannot tell"),
        ([(VOTES, "- percents: {Ahmed: 50.4, Brown: 49.6}\n  "), (TOTALS, "")], "winner", "computed"),
        ([(VOTES, "- percents: {Ahmed: 50.4, Brown: 49.6}\n  "), (TOTALS, "")], "round 1: Ahmed, per cent", "echo"),
        ([("winner: Ahmed", "winner: Brown")], "winner", "differs"),
    ],
)  # fmt: skip
def test_what_rounded_figures_prove(pairs, what, expected):
    """Inside half a unit the figures cannot tell; outside they decide; a wrong winner differs."""
    assert label(made(*pairs), what) == expected


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("book: labour", "book: labur", "there is no rule book"),
        ("contest: vacancy", "contest: vacancies", "is no contest of labour"),
        ("office: deputy leader", "office: chair", "is not an office"),
        ("heads: {mps", "heads: {lords", "is not a body"),
        ("Brown: 60", "Brown: -60", "-60 in the votes"),
        ("Brown: 60", "Brown: 60.5", "votes are whole"),
        ("opened: 2031-03-01", "opened: 1981-01", "before the first edition|lies inside the doubt|under"),
        ("grade: exact", "grade: good", "is not a word this setting knows"),
        ("winner: Ahmed, ", "", "“winner” is missing"),
        ("contest: vacancy}", "contest: vacancy, edition: September 2021}", "is in force from"),
        ("contest: vacancy}", "contest: vacancy, edition: MPs only, because: I think so}", "then in force"),
        (VOTES, "- ", "a round without votes"),
        # names
        ("winner: Ahmed", "winner: Ahmad", "“Ahmad” was not on the ballot(.|\n)*did you mean “Ahmed”"),
        ("members: {Ahmed: 40", "members: {ahmed: 40", "“ahmed” was not on the ballot(.|\n)*did you mean “Ahmed”"),
        ("totals: {Ahmed: 65", "totals: {Ahmet: 65", "“Ahmet” did not stand in this round"),
        ("percents: {Ahmed: 50.4}", "percents: {Ahmid: 50.4}", "“Ahmid” did not stand"),
        ("percents: {Ahmed: 50.4}", "out: [Browne]", "“Browne” did not stand"),
        ("percents: {Ahmed: 50.4}", "cast: {memers: 100}", "“memers” is not a section(.|\n)*did you mean “members”"),
        ("percents: {Ahmed: 50.4}", "shares: {affilated: {Ahmed: 86.2}}", "“affilated” is not a section"),
        ("carried: {Ahmed: parties", "carried: {Amed: parties", "“Amed” was not nominated"),
        ("names: {Ahmed:", "names: {Armed: {by: {mps: 1}}, Ahmed:", "“Armed” is neither on the ballot"),
        ("by: {mps: 120}", "by: {lords: 120}", "“lords” is not a body"),
        ("by: {mps: 120}", "by: {nec: 120}", "nec nominate nobody under these rules"),
        ("short: [Clark]", "short: [Clark], turnout: [{section: membrs, voted: 1, percent: 2}]", "“membrs” is not a section"),
        ("second_bar:", "withdrawals: [{who: Clarke}]\nsecond_bar:", "did you mean “Clark”"),
        ("second_bar:", "withdrawals: [{who: Brown}]\nsecond_bar:", "after which round did they leave"),
        ("second_bar:", "withdrawals: [{who: Brown, after_round: 3}]\nsecond_bar:", "there is no round 3"),
        ("second_bar:", "incumbent: Browns\nsecond_bar:", "did you mean “Brown”"),
        ("second_bar:", "reconstructed: [membres]\nsecond_bar:", "“membres” has no votes in this record"),
        # figures that are not whole
        ("affiliated: {Ahmed: 25, Brown: 4}", "affiliated: {Ahmed: 25}", "Brown is missing in the votes of affiliated"),
        (", affiliated: {Ahmed: 25, Brown: 4}", "", "no votes of affiliated, who vote in ballot as well"),
        ("{Ahmed: 25, Brown: 4}", "{Ahmed: 0, Brown: 0}", "nothing was cast"),
        (VOTES, "- percents: {Ahmed: 42, Brown: 38}\n  ", "the percentages add to 80"),
        (VOTES, "- percents: {Ahmed: 5000, Brown: 1}\n  ", "the percentages add to 5001"),
        (VOTES, VOTES.replace("votes", "shares").replace("25", "86").replace("4}", "14}"), "puts all votes in one pool"),
        (VOTES, "- points: {Ahmed: 40, Brown: 60}\n  ", "is not decided on points"),
        (VOTES, VOTES.replace("- ", "- stage: balot\n  "), "is no ballot of these rules(.|\n)*did you mean"),
        (VOTES, VOTES.replace("Ahmed", "for").replace("Brown", "against"), "is not a section of the electorate of confidence"),
        # dates, numbers
        ("date: 2031-05-01", "date: 2031-02-01", "before it opened"),
        (VOTES, VOTES + "date: 2031-01-01\n  ", "before it opened"),
        (VOTES, VOTES + "date: 2031-06-01\n  ", "after the contest was decided"),
        ("short: [Clark]", "short: [Clark], turnout: [{eligible: 0, voted: 0, percent: 2}]", "greater than or equal to 1"),
        ("short: [Clark]", "short: [Clark], turnout: [{eligible: 5, voted: 9, percent: 2}]", "9 of 5 voted"),
        ("percents: {Ahmed: 50.4}", "percents: {Ahmed: fifty}", "is not a number"),
    ],
)  # fmt: skip
def test_a_wrong_record_gets_a_letter(was, becomes, said):
    """What was found, where, and what would be right; nothing is replayed."""
    assert was in NEW
    with pytest.raises(Problems, match=said) as found:
        replay(new(NEW.replace(was, becomes)))
    assert all(problem.place is not None for problem in found.value.problems)


def test_rounds_in_another_order_than_the_rules_differ(tmp_path):
    """Of the contest of 2005 the members’ ballot stands before the MPs’: whoever leads it wins, and two rounds are not held."""
    text = Path("scenarios/history/conservative-2005.yaml").read_text("utf-8")
    head, first, second, third = (
        text.split("- date: 2005-")[0],
        *text.split("rounds:")[1].split("official:")[0].split("- date: ")[1:],
    )
    rounds = "".join(f"- date: {one}" for one in (third.replace("2005-12-06", "2005-10-18"), first, second))
    path = tmp_path / "out-of-order.yaml"
    path.write_text(f"{head}{rounds}official:{text.split('official:')[1]}", "utf-8")
    one = replay(recorded(str(path)))
    assert {"round 2: is held", "round 3: is held"} <= {figure.what for figure in one.unexplained}


def test_a_vote_that_the_rules_do_not_come_to_is_refused():
    """A vote for and against, where the contest is one of nominations and a ballot: the place, and which vote comes next."""
    text = NEW.replace(VOTES, "- votes: {mps: {for: 40, against: 60}}\n").replace(
        "declared: {totals: {Ahmed: 65, Brown: 64}, percents: {Ahmed: 50.4}}\n", ""
    )
    with pytest.raises(Problems, match=r"rounds\[0\]: a vote of mps, where by these rules ballot, .*, comes next"):
        replay(new(text))


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("winner", "another winner cannot be explained away"),
        ("round 1", None),
        ("round 1: Ahmed, per cents", "is no figure of this contest(.|\n)*did you mean “round 1: Ahmed, per cent”"),
        ("percents", "is no figure of this contest"),
    ],
)
def test_an_excuse_names_one_figure_as_printed(key, said):
    """One key excuses one figure, and the winner nothing excuses."""
    text = NEW.replace("official:", f'differs: {{"{key}": "a misprint"}}\nofficial:')
    if said is None:
        replay(new(text))
        return
    with pytest.raises(Problems, match=said):
        replay(new(text))


def test_nothing_is_proved_after_a_round_that_the_rules_did_not_come_to():
    """Had Fox been last in the first round of 2005 and stood on, all that followed would be the record's, the winner too."""

    def last(data):
        votes = data["rounds"][0]["votes"]["mps"]
        votes["Fox"], votes["Clarke"] = votes["Clarke"], votes["Fox"]

    one = replay(changed("scenarios/history/conservative-2005.yaml", last))
    assert {figure.what for figure in one.figures if figure.label == "differs"} >= {"round 1: out"}
    assert (one.winner, one.winner_label) == ("Cameron", "recorded")


def test_an_excuse_excuses_no_other_figure():
    """With a total and a percentage wrong, an explanation of the one leaves the other unexplained."""
    text = NEW.replace("percents: {Ahmed: 50.4}", "percents: {Ahmed: 51.4}").replace(
        "totals: {Ahmed: 65", "totals: {Ahmed: 66"
    )
    text = text.replace("official:", 'differs: {"round 1: Ahmed, per cent": "a misprint"}\nofficial:')
    one = replay(new(text))
    assert [f.what for f in one.unexplained] == ["round 1: votes for Ahmed"]


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
    """id, winner official and by the rules, how it was found, and how many figures there are of each label."""
    assert main(["replay", "--all", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "party-rules/replay/2"
    assert len(document["contests"]) == len(FILES)
    for one in document["contests"]:
        assert one["winner"]["official"] == one["winner"]["engine"]
        assert one["winner"]["found"] in LABELS
        assert one["figures"] == sum(one[name.replace(" ", "_")] for name in LABELS) == len(one["details"])
    assert document["figures"] == SHIPPED


def test_replay_all_prints_the_totals_by_label_and_how_winners_were_found(capsys):
    """Both apart, and what each label means."""
    assert main(["replay", "--all"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert f"Figures: {SHIPPED['computed']} computed, {SHIPPED['echo']} echo" in out
    assert f"Winners: {WINNERS['computed']} computed" in out
    assert all(f"{label}: " in out for label in LABELS)
