"""The palette: what can be told apart, and read, by whom."""

import pytest

from simulator.show.palette import ACCENTS, DARK, LIGHT, TEXT_ON, contrast, distance, worst_pair

PAGES = pytest.mark.parametrize("page", [LIGHT, DARK], ids=["light", "dark"])


@PAGES
def test_accents_can_be_told_apart_by_every_kind_of_sight(page):
    """Any two accents are at least 18 apart in CAM02-UCS, also for the colour-blind."""
    apart, one, other, sight = worst_pair(page[role] for role in ACCENTS)
    assert apart >= 18, (one, other, sight)


@PAGES
@pytest.mark.parametrize("role", ACCENTS)
def test_marks_stand_out_from_the_page(page, role):
    """Every accent has a contrast of at least 3 with the page."""
    assert contrast(page[role], page["paper"]) >= 3


@PAGES
@pytest.mark.parametrize("role", TEXT_ON)
def test_words_on_a_mark_can_be_read(page, role):
    """Words inside an area have a contrast of at least 4.5 with it."""
    assert contrast(page[TEXT_ON[role]], page[role]) >= 4.5


@PAGES
@pytest.mark.parametrize("role", ["ink", "muted", "incumbent", "challenger", "third"])
def test_words_on_the_page_can_be_read(page, role):
    """Words on the page, also those in an accent, have a contrast of at least 4.5."""
    assert contrast(page[role], page["paper"]) >= 4.5


@PAGES
def test_words_in_a_grey_box_can_be_read(page):
    """Words in the neutral boxes of the flow charts have a contrast of at least 4.5."""
    assert contrast(page["ink"], page["rule"]) >= 4.5


def test_every_role_has_a_light_colour_of_its_own_and_a_dark_one():
    """A drawing is recoloured by its colours, so no two roles may share one."""
    assert len(set(LIGHT.values())) == len(LIGHT)
    assert set(LIGHT) == set(DARK)


def test_the_arithmetic_finds_what_a_reader_would_confuse():
    """A red and a green of one lightness are far apart to most and close to a deuteranope; white on white is 1."""
    red, green = "#c0504d", "#7f8f3f"
    assert distance(red, green) > 2 * distance(red, green, "deutan")
    assert contrast("#ffffff", "#ffffff") == 1
