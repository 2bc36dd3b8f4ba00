"""A forecast in words and as JSON: chances as so many runs of a hundred, bands, and what it cannot know."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from polity.readings.census import tenths

if TYPE_CHECKING:
    from polity.foresight.fans import Fan
    from polity.readings.forecast import Forecast, Line

LAWS = {"present": "Under the present rules", "draft": "With the draft"}
WAYS = {
    ("constant", "unchanged"): "as many admitted as of late, behaviour unchanged",
    ("proportional", "unchanged"): "so many admitted for each member as of late, behaviour unchanged",
    ("constant", "responding"): "as many as of late, but whom the draft keeps waiting longer does not apply",
}
CANNOT = (
    "What this cannot know: events without a precedent in the months it learnt from, what people will want, and rules"
    " that nobody has drafted yet. It shows what follows if all else goes on as it was."
)
SYNTHETIC = "These are synthetic people: the figures illustrate, they do not answer."


def per_cent(ten_thousandths: int) -> str:
    """A share as people read it, to one decimal."""
    return f"{tenths(Fraction(ten_thousandths, 100))} per cent"


def way(line: Line) -> str:
    """How a line takes people to behave."""
    return WAYS[line.admissions, line.behaviour]


def sentences(forecast: Forecast) -> list[str]:
    """What is told first, in runs of a hundred."""
    said = []
    if forecast.target:
        said += _target(forecast)
    named, last = f"{forecast.by} = {forecast.headline}", len(forecast.days) - 1
    for law in dict.fromkeys(line.law for line in forecast.lines):
        share = forecast.line(law).shares[forecast.headline]
        said.append(
            f"{LAWS[law]}, in 90 of 100 runs {named} is {_range(share, last)} of the members on {forecast.days[last]}."
        )
    if forecast.difference:
        said += _between(forecast)
    if forecast.run.crossed:
        days = ", ".join(day.isoformat() for day in forecast.run.crossed)
        said.append(f"The rules changed within the months it learnt from ({days}): rates of both are mixed.")
    if forecast.run.thin * 2 > 1000:
        share_of = tenths(Fraction(forecast.run.thin, 10))
        said.append(f"Events are few: {share_of} per cent of the rates rest on fewer than ten events.")
    return said


def _target(forecast: Forecast) -> list[str]:
    target, said = forecast.target, list[str]()
    assert target is not None
    bound = f"at {'most' if target.most else 'least'} {per_cent(target.per_mille * 10)}"
    for years in (2, 3, len(forecast.days) // 12):
        if years * 12 >= len(forecast.days) or any(f"Within {years} years" in one for one in said):
            continue
        parts = [
            f"{LAWS[law][0].lower()}{LAWS[law][1:]} in {forecast.line(law).runs[years * 12]}"
            for law in dict.fromkeys(line.law for line in forecast.lines)
        ]
        said.append(
            f"Within {years} years {target.by} = {target.value} reaches {bound} of the members {', '.join(parts)}"
            " of 100 runs."
        )
    return said


def _between(forecast: Forecast) -> list[str]:
    assert forecast.difference is not None
    named, said = f"{forecast.by} = {forecast.headline}", list[str]()
    for month in dict.fromkeys((min(24, len(forecast.days) - 1), len(forecast.days) - 1)):
        share = forecast.difference.shares[forecast.headline]
        said.append(
            f"On {forecast.days[month]} the share of {named} is higher with the draft than without it in"
            f" {forecast.difference.higher[month]} of 100 runs; in 90 of 100 the difference lies between"
            f" {_points(share.low90[month])} and {_points(share.high90[month])} percentage points."
        )
    return said


def _range(fan: Fan, month: int) -> str:
    low, high = (tenths(Fraction(value, 100)) for value in (fan.low90[month], fan.high90[month]))
    return f"between {low} and {high} per cent"


def _points(ten_thousandths: int) -> str:
    number = tenths(Fraction(ten_thousandths, 100))
    return f"+{number}" if ten_thousandths > 0 and number != tenths(Fraction(0)) else number


def closing(forecast: Forecast) -> list[str]:
    """The last lines, which no forecast is shown without."""
    return [CANNOT, *([SYNTHETIC] if forecast.demonstration else [])]


def plain(forecast: Forecast) -> dict[str, Any]:
    """As JSON shows it, with stable keys: people, and shares in ten-thousandths."""
    target = forecast.target
    difference = forecast.difference
    return {
        "title": forecast.title,
        "says": sentences(forecast),
        "by": forecast.by,
        "values": list(forecast.values),
        "headline": forecast.headline,
        "now": forecast.now,
        "days": [day.isoformat() for day in forecast.days],
        "target": {"value": target.value, "per_mille": target.per_mille, "side": "most" if target.most else "least"}
        if target
        else None,
        "lines": [_line(line) for line in forecast.lines],
        "difference": {
            "members": difference.members._asdict(),
            "candidates": difference.candidates._asdict(),
            "shares": {value: fan._asdict() for value, fan in difference.shares.items()},
            "runs_higher": list(difference.higher),
        }
        if difference
        else None,
        "assumptions": [one.plain() for one in forecast.assumptions],
        "run": forecast.run.plain(),
        "demonstration": forecast.demonstration,
        "closing": closing(forecast),
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "law": line.law,
        "admissions": line.admissions,
        "behaviour": line.behaviour,
        "says": way(line),
        "draws": line.draws,
        "members": line.members._asdict(),
        "candidates": line.candidates._asdict(),
        "shares": {value: fan._asdict() for value, fan in line.shares.items()},
        "runs_reached": list(line.runs),
        "outcomes": list(line.outcomes),
    }


def yearly(forecast: Forecast) -> list[tuple[date, int]]:
    """The days shown in a table, with their months: the beginning, and the end of each year."""
    return [(forecast.days[month], month) for month in range(0, len(forecast.days), 12)]
