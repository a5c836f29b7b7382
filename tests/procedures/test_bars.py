"""Bars: the least number of names that suffices, by exact arithmetic."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.procedures.bars import least

SHARES = st.builds(Fraction, st.integers(1, 999), st.just(1000)) | st.builds(
    lambda a, b: Fraction(min(a, b), max(a, b)), st.integers(1, 60), st.integers(1, 60)
)


@pytest.mark.parametrize(
    ("hundredths", "base", "needs"),
    [
        (20, 251, 51),
        (20, 250, 50),
        (20, 249, 50),
        (20, 252, 51),
        (15, 251, 38),
        (15, 232, 35),
        (10, 212, 22),
        (20, 399, 80),
    ],
)
def test_published_bars(hundredths, base, needs):
    """51 of 251, 50 of 250, 35 of 232, 22 of 212, 80 of 399: every published bar."""
    assert least(Fraction(hundredths, 100), base) == needs


@pytest.mark.parametrize(("base", "needs"), [(244, 24), (245, 25), (246, 25), (254, 25), (255, 26), (256, 26)])
def test_to_the_nearest_a_half_goes_up_and_less_goes_down(base, needs):
    """10% of 244 is 24.4, and 24 suffice; of 245 it is 24.5, and 25 are needed; so with 254 and 255, where the whole is odd."""
    assert least(Fraction(1, 10), base, "nearest") == needs


@given(SHARES, st.integers(0, 5_000))
def test_at_least_a_share_is_the_least_whole_number_not_below_it(share, base):
    """N names suffice if and only if n × denominator ≥ numerator × base; no binary fraction has a say."""
    needs = least(share, base)
    assert needs * share.denominator >= share.numerator * base
    assert (needs - 1) * share.denominator < share.numerator * base


@given(SHARES, st.integers(0, 5_000))
def test_more_than_a_share_is_the_least_whole_number_above_it(share, base):
    """“More than” a whole number needs one more."""
    needs = least(share, base, test="more than")
    assert needs * share.denominator > share.numerator * base
    assert (needs - 1) * share.denominator <= share.numerator * base


@given(SHARES, st.integers(0, 5_000))
def test_roundings_lie_in_order_and_a_head_apart(share, base):
    """Down ≤ nearest ≤ up ≤ down + 1, and all are equal where the share is a whole number."""
    down, nearest, up = (least(share, base, how) for how in ("down", "nearest", "up"))
    assert down <= nearest <= up <= down + 1
    if (share * base).denominator == 1:
        assert down == up
    if (share * base - down) == Fraction(1, 2):
        assert nearest == up


@given(SHARES, st.integers(1, 5_000))
def test_one_head_more_in_the_base_never_lowers_the_bar(share, base):
    """Counting one more never makes fewer names suffice."""
    assert least(share, base) <= least(share, base + 1)
