"""A forecast that was kept with a resolution: what it said for a day that has come, beside what came."""

from datetime import date
from typing import Any, NamedTuple

from polity.readings.house import House
from polity.register.resolutions import Kept
from polity.words import ids


class Then(NamedTuple):
    """A kept forecast."""

    forecast: int
    title: str
    day: date

    def plain(self) -> dict[str, Any]:
        """As JSON shows it, with stable keys."""
        return {"forecast": ids.show(self.forecast), "title": self.title, "day": self.day.isoformat()}


def then(house: House, run: Kept, *, on: date) -> Then:
    """What a kept forecast said for the day, beside what is counted on it."""
    return Then(run.forecast, run.title, run.day)
