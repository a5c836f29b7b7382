"""A dispute whose readings set only what is shown changes nothing that is simulated, and whoever asks is told."""

from simulator import load
from simulator.cli import main
from simulator.questions.simulate import choices, simulate
from simulator.rulebooks.shelf import open_book

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
