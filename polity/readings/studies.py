"""What-if studies: the forecasts that are kept, each beside the draft that it asks about."""

from datetime import date
from typing import NamedTuple

from polity.readings.house import House, Scope
from polity.register import resolutions
from polity.register.resolutions import Resolution


class Study(NamedTuple):
    """A kept forecast in short: when it was kept, what it is about, and its sentences."""

    forecast: int
    title: str
    day: date
    says: tuple[str, ...]
    by: str  # the dimension that it tells of
    values: tuple[str, ...]  # the values that its sentences name
    demonstration: bool  # it rests on synthetic people
    resolution: Resolution | None


def studies(house: House, *, scope: Scope) -> list[Study]:
    """All forecasts that are kept, those of drafts still open first, the newest before older ones.

    Counted  nothing anew: what a run said when it was kept is what is told
    """
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT forecast, title, day, r.says, r.by, r.headline, r.target->>'value',"
            " coalesce(r.demonstration, false), resolution FROM forecast_kept,"
            " jsonb_to_record(run) r (says jsonb, by text, headline text, target jsonb, demonstration boolean)"
            " ORDER BY day DESC, entry DESC"  # each run is unpacked once, for it is large
        )
        rows = register.cursor.fetchall()
        known = {one.resolution: one for one in resolutions.resolutions(register)}
    found = [
        Study(
            forecast, title, day, tuple(map(str, says or ())), by or "", tuple(v for v in (headline, value) if v),
            synthetic, known.get(number),
        )
        for forecast, title, day, says, by, headline, value, synthetic, number in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: one.resolution is None or one.resolution.state not in resolutions.OPEN)
