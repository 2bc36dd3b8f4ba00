"""A forecast that was kept with a resolution: what it said for days that have come, beside what came."""

from collections.abc import Container, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from polity.readings import watched
from polity.readings.house import House, Scope
from polity.readings.watched import Value, Watched
from polity.register.resolutions import Kept
from polity.words import ids

MOST = 25  # days of a run that are held against the register, the latest
BANDS = ("median", "low50", "high50", "low90", "high90")


class Point(NamedTuple):
    """A day of a run: the share that it expected, in thousandths, its bands, and what the register counts."""

    day: date
    median: Fraction
    low50: Fraction
    high50: Fraction
    low90: Fraction
    high90: Fraction
    came: Value

    @property
    def within(self) -> str:
        """Which band holds what came: 50 or 90 of a hundred runs; `none` where it lies outside, empty if not known."""
        if self.came is None:
            return ""
        if self.low50 <= self.came <= self.high50:
            return "50"
        return "90" if self.low90 <= self.came <= self.high90 else "none"

    def plain(self) -> dict[str, Any]:
        """As JSON shows it, with stable keys."""
        bands = {name: watched.plain(getattr(self, name)) for name in BANDS}
        return {"day": self.day.isoformat(), **bands, "came": watched.plain(self.came), "within": self.within}


class Then(NamedTuple):
    """A kept forecast.

    what    the share that is told of: dimension and value among members; empty where the run does not say it
    points  the days of the run that have come, as far as they are held against the register
    says    the run's own sentences
    """

    forecast: int
    title: str
    day: date
    what: tuple[str, str] | None
    points: Sequence[Point]
    says: Sequence[str]

    @property
    def latest(self) -> Point | None:
        """The last day that has come."""
        return self.points[-1] if self.points else None

    def plain(self) -> dict[str, Any]:
        """As JSON shows it, with stable keys."""
        return {
            "forecast": ids.show(self.forecast),
            "title": self.title,
            "day": self.day.isoformat(),
            "by": self.what[0] if self.what else None,
            "value": self.what[1] if self.what else None,
            "says": list(self.says),
            "points": [point.plain() for point in self.points],
        }


def then(house: House, kept: Kept, askable: Container[str], *, on: date, scope: Scope) -> Then:
    """What a kept forecast said for the days up to one, beside what is counted on each.

    askable  the dimensions of which figures of everybody are told
    Counted  members of the whole organisation by the dimension of the run, on the days of which the reader is told
    Empty    a run that another version wrote, of which nothing but its title is understood
    """
    run = kept.run
    says = tuple(map(str, run.get("says") or ()))
    try:
        if run["by"] not in askable:
            raise ValueError("not a dimension of which figures of everybody are told")
        what, points = _points(house, run, watched.told_on(on, scope))
    except (KeyError, TypeError, ValueError, IndexError, StopIteration):  # written by another version
        return Then(kept.forecast, kept.title, kept.day, None, (), says)
    return Then(kept.forecast, kept.title, kept.day, what, points, says)


def _points(house: House, run: Mapping[str, Any], until: date) -> tuple[tuple[str, str], list[Point]]:
    by, value = str(run["by"]), str(run["headline"])
    line = next((one for one in run["lines"] if one["law"] == "draft"), run["lines"][0])
    fan = line["shares"][value]
    asks = {"where": {by: [value], "standing": ["member"]}, "of": {"standing": ["member"]}}
    asked = Watched(asks, "per_mille", None, "least")
    days = [date.fromisoformat(day) for day in run["days"]]
    come = [at for at, day in enumerate(days) if day <= until][-MOST:]

    def told(name: str, at: int) -> Fraction:
        return Fraction(int(fan[name][at]), 10)  # the run counts in ten-thousandths

    return (by, value), [
        Point(
            days[at], told("median", at), told("low50", at), told("high50", at), told("low90", at), told("high90", at),
            watched.value(house, asked, on=days[at]),
        )
        for at in come
    ]  # fmt: skip
