"""A window of which a book does not say how long it is open: check says what run does, and no default stands in."""

from simulator import load
from simulator.cli import main
from tests.believing import played

TEXT = """
scenario: the Green Party, of which little is said
rules: {book: green, date: 2012-09-01, contest: election}
bodies: {members: {size: 13000, assumption: made up}}
candidates: {ann: {}, bea: {}}
"""


def situation(folder, timetable=""):
    """Two candidates, and nothing of when."""
    path = folder / "green.yaml"
    path.write_text(TEXT + timetable, "utf-8")
    return str(path)


def test_the_days_of_a_window_that_the_book_does_not_give_are_no_default(tmp_path, capsys):
    """Every run ends unresolved for want of them; check says so, and gives no days."""
    path = situation(tmp_path)
    ledger, _ = played(scenario := load(path), 50)
    assert {ledger.reasons[one] for one in ledger.reason} == {"nominations.open: unknown"}
    assert not scenario.beliefs["timetable.open"].bears
    main(["check", path])
    said = capsys.readouterr().out
    assert "how long nominations are open was not found" in said
    assert "timetable.nominations.closes" in said
    assert not [line for line in said.splitlines() if line.strip().startswith("timetable.open")]


def test_days_that_the_file_gives_are_said_in_their_place(tmp_path, capsys):
    """With a day for the close nothing is wanting there, and check says the day."""
    path = situation(tmp_path, "timetable: {assumption: made up, nominations: {closes: 7 days}}\n")
    ledger, _ = played(load(path), 50)
    assert "nominations.open: unknown" not in {ledger.reasons[one] for one in ledger.reason}
    main(["check", path])
    said = capsys.readouterr().out
    assert "nominations close: 7 days after the opening" in said
    assert "how long nominations are open" not in said


def test_the_days_of_a_window_that_a_body_sets_are_a_default():
    """Labour leaves them to its executive: there the timetable is asked, and its default is said."""
    assert load("scenarios/labour-minimal.yaml").beliefs["timetable.open"].bears


def test_a_book_where_a_scenario_is_wanted_names_one_that_uses_it(capsys):
    """By its path or its name; and what can be asked of the book alone."""
    for said in ("simulator/rulebooks/conservative.yaml", "conservative"):
        assert main(["next", said]) == 3
        letter = capsys.readouterr().err
        assert "is a rule book, not a scenario" in letter
        assert "name a scenario that uses it, such as conservative-2022-july" in letter
        assert f"party-rules rules {said}" in letter
