"""Months of the calendar, reckoned as the statutes reckon them."""

from calendar import monthrange
from datetime import date
from functools import cache


@cache
def months_after(day: date, months: int) -> date:
    """So many months after a day; the last day of a month where it is too short.

    >>> months_after(date(2025, 11, 30), 3)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def whole_months(since: date, to: date) -> int:
    """Whole months from one day to another, below zero where the other is earlier.

    >>> whole_months(date(2026, 2, 28), date(2026, 6, 15)), whole_months(date(2026, 6, 30), date(2026, 6, 15))
    (3, -1)
    """
    months = (to.year - since.year) * 12 + to.month - since.month
    return months if months_after(since, months) <= to else months - 1
