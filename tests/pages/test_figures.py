"""Numbers, days and ids as people read them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from polity.pages import figures
from polity.pages.tags.figures import grouped


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (999, "999"),
        (410000, "410\u202f000"),
        (-1280, "\u22121\u202f280"),
        (Decimal("2.5"), "3"),
        (-0.2, "0"),
        (None, "\u2013"),
    ],
)
def test_a_number_is_written_with_thin_spaces_and_a_true_minus(value, text):
    assert figures.number(value) == text


@pytest.mark.parametrize(("value", "text"), [(380, "+380"), (0, "0"), (-41, "\u221241")])
def test_a_change_is_written_with_its_sign(value, text):
    assert figures.number(value, signed=True) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(444.44, "444.4"), (Fraction(4445, 100), "44.5"), (Decimal("0.05"), "0.1"), (1000, "1\u202f000.0")],
)
def test_a_share_has_one_decimal_and_halves_go_up(value, text):
    assert figures.per_mille(value) == text


@pytest.mark.parametrize(
    ("language", "day", "share"), [("en", "15 April 1923", "66.7"), ("ru", "15 апреля 1923", "66,7")]
)
def test_days_and_decimals_follow_the_language(language, day, share):
    with translation.override(language):
        assert (figures.day(date(1923, 4, 15)), figures.per_mille(66.66)) == (day, share)


def test_an_id_is_grouped():
    assert grouped(2**60 - 1) == "ZZZZ-ZZZZ-ZZZZ"
