"""Numbers and days as people read them. One place, so that a chart and its table cannot differ."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

from django.utils.dateformat import format as formatted
from django.utils.formats import get_format
from django.utils.translation import get_language

THIN = "\u202f"  # a narrow space at which a line never breaks
MINUS = "\u2212"
UNKNOWN = "\u2013"  # shown where nothing is known; zero is always written 0

type Number = int | float | Decimal | Fraction


def _exact(value: Number) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(str(value))


def number(value: Number | None, places: int = 0, *, signed: bool = False) -> str:
    """Write a number: thin spaces between thousands, halves rounded up, a true minus, the reader's decimal mark.

    >>> number(410000) == "410\u202f000"
    True
    """
    if value is None:
        return UNKNOWN
    if type(value) is int and not places:
        rounded: int | Decimal = value
        whole, part = f"{abs(value):,}".replace(",", THIN), ""
    else:
        rounded = _exact(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        whole, _, part = f"{abs(rounded):,.{places}f}".replace(",", THIN).partition(".")
    mark = str(get_format("DECIMAL_SEPARATOR")) if part else ""
    sign = MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
    return f"{sign}{whole}{mark}{part}"


def per_mille(value: Number | None) -> str:
    """Write a share that is already counted per thousand: one decimal, no sign, for the head of its column names it."""
    return number(value, 1)


def day(value: date | None) -> str:
    """Write a day out: "15 April 1923". A day that is not set is a dash."""
    return _written(value, "j E Y", get_language()) if value else UNKNOWN


def month(value: date) -> str:
    """Write a month for the foot of a chart: "April 1923"."""
    return _written(value, "F Y", get_language())


@lru_cache(maxsize=4096)
def _written(value: date, how: str, language: str | None) -> str:
    """A day in the language that is spoken now: written once, for a page shows the same few many times over."""
    return formatted(value, how)
