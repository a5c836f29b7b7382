"""A dispute whose readings set only what is shown changes nothing that is simulated, and whoever asks is told."""

from simulator import load
from simulator.cli import main
from simulator.questions.simulate import simulate
from simulator.rulebooks.load import open_book
from simulator.rulebooks.soundness import left_out

LIBDEM = "tests/parties/libdem-2020.yaml"


def test_a_dispute_is_only_shown_where_no_reading_sets_anything_that_acts():
    """Whether a candidate's own name counts is told; twenty local parties or twenty-one is a bar."""
    book = open_book("libdem")
    assert [one for one in book.disputes if book.only_shown(one)] == ["own-nomination"]


def test_readings_that_are_only_shown_are_simulated_alike():
    """The ledger of every run is the same under both, as the note says."""
    scenario = load(LIBDEM, compared=["own-nomination"])
    one, other = simulate(scenario, runs=400, seed=1).records
    for column in ("ending", "leader", "day", "reason"):
        assert (one.columns[column] == other.columns[column]).all()


def test_compare_check_and_rules_say_so(capsys):
    """In the warnings of a comparison, in the readings of a scenario, in a book's check and among its disputes."""
    (warning,) = [one for one in load(LIBDEM, compared=["own-nomination"]).warnings if "only what is shown" in one.said]
    assert "own-nomination" in warning.said
    assert not [one for one in load(LIBDEM).warnings if "only what is shown" in one.said]
    main(["check", LIBDEM])
    assert "own-nomination: counts (adopted); only shown, no simulation turns on it" in capsys.readouterr().out
    main(["check", "simulator/rulebooks/libdem.yaml"])
    assert "note: the readings of own-nomination set only what is shown" in capsys.readouterr().out
    main(["rules", "libdem", "--disputes"])
    assert capsys.readouterr().out.count("only shown: no simulation turns on it") == 1


def test_what_a_book_leaves_out_of_what_may_always_happen_is_told(capsys):
    """A leader who goes, and a nominee who withdraws, are no outcomes of a stage: left out, both are silent."""
    book = open_book("green")
    law = book.editions[-1].law
    assert set(left_out(law)) == {"election.if_vacant.go", "ballot.withdrawn"}
    main(["check", "green"])
    assert "nothing is said of election.if_vacant.go, ballot.withdrawn: a run" in capsys.readouterr().out
    said = law.added("ballot.withdrawn", "the rest go on", lambda *_: law.cite("ballot.paper"), "")
    assert list(left_out(said)) == ["election.if_vacant.go"]
