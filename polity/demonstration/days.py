"""Days of arrays as dates, equal days as one object."""

from datetime import date
from typing import cast

from polity.demonstration.draws import Ints
from polity.demonstration.sizes import FAR, TAKEN


def as_date(number: int) -> date | None:
    """One day; FAR is an open end."""
    return None if number == FAR else date.fromordinal(number)


_DAYS = {number: as_date(number) for number in [*range(date(1898, 1, 1).toordinal(), TAKEN + 2), FAR]}


def ends(numbers: Ints) -> list[date | None]:
    """Days that may be open ends."""
    return [_DAYS[number] for number in numbers.tolist()]


def dates(numbers: Ints) -> list[date]:
    """Days that are not open."""
    return cast(list[date], ends(numbers))
