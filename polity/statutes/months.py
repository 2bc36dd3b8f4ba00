"""Months, counted one way everywhere.

`add_months(day, n)` is the same day of the month n months on, or the last day of that month if it is shorter: one month
after 31 January is 28 February. `months_between(a, b)` is the number of whole months elapsed: the largest n for which
`add_months(a, n) <= b`. From 31 January to 28 February one month has elapsed; from 15 March to 14 April none. If b lies
before a the number is negative: from 2 March to 1 March it is -1.
"""

from __future__ import annotations

from datetime import date

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_length(year: int, month: int) -> int:
    """The number of days in a month."""
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap else _DAYS[month - 1]


def months_between(since: date, until: date) -> int:
    """Whole months elapsed from one day to another."""
    months = (until.year - since.year) * 12 + until.month - since.month
    due = min(since.day, month_length(until.year, until.month))
    return months - 1 if until.day < due else months


def add_months(day: date, months: int) -> date:
    """The day so many months on, within the month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, month_length(year, month)))
