"""The register of dangers: each with its early sign and threshold, what is done against it, and whether that worked."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from polity.readings import watched
from polity.readings.house import House, Scope
from polity.readings.people import At
from polity.register import followup as kept
from polity.register import resolutions
from polity.register.followup import Danger, DangerReport
from polity.register.naming import called, sealed
from polity.register.register import Register
from polity.register.resolutions import Resolution
from polity.words import ids

STATES = ("watched", "come", "averted", "closed")
OVER = ("averted", "closed")


class Watch(NamedTuple):
    """A danger as it stands on a day.

    state     watched, come, averted or closed
    since     the day from which it stands so
    value     what the figure of its sign is: on the day, or on the day on which it was over
    valued    the day of which the register gave it; None where it was reported, or there is none
    past      whether the value is past the threshold; None where one of them is not known
    worked    whether the precaution worked, and the verdict in words; None while it is not over
    with_it   the resolution that it was named with
    answers   resolutions that were reported as decided about it
    """

    danger: Danger
    owner: At
    state: str
    since: date
    value: watched.Value
    valued: date | None
    past: bool | None
    worked: str | None
    verdict: str | None
    said: Sequence[DangerReport]
    with_it: Resolution | None
    answers: Sequence[Resolution]
    numbers: Mapping[int, int]

    @property
    def near(self) -> bool:
        """Whether it is still watched for, and past its threshold."""
        return self.state == "watched" and self.past is True

    def plain(self) -> dict[str, Any]:
        """As JSON shows it, with stable keys."""
        one = self.danger
        return {
            "danger": ids.show(one.danger),
            "says": one.says,
            "sign": one.sign,
            "precaution": one.precaution,
            "owner": self.owner._asdict(),
            "named": one.named.isoformat(),
            "state": self.state,
            "since": self.since.isoformat(),
            "watched": one.watched.plain(),
            "value": watched.plain(self.value),
            "valued": self.valued.isoformat() if self.valued else None,
            "past": self.past,
            "worked": self.worked,
            "verdict": self.verdict,
            "resolution": ids.show(self.with_it.resolution) if self.with_it else None,
            "answers": [ids.show(answer.resolution) for answer in self.answers],
            "reports": [
                {
                    "day": report.day.isoformat(),
                    "state": report.state,
                    "says": report.says,
                    "evidence": report.evidence,
                    "value": report.value,
                    "entry": self.numbers.get(report.entry),
                }
                for report in self.said
            ],
        }


def dangers(
    house: House, *, on: date, scope: Scope, state: str | None = None, resolution: int | None = None
) -> list[Watch]:
    """The dangers named up to a day: those past their threshold first, then those watched, come, and over.

    state       only those that stand so
    resolution  only those named with a resolution, or answered by it
    """
    with house.register(scope=scope) as register:
        found = [one for one in kept.dangers(register) if one.named <= on]
        told = _watches(house, register, found, on=on, scope=scope)
    wanted = [
        one
        for one in told
        if (state is None or one.state == state)
        and (resolution is None or one.danger.resolution == resolution or _answered(one, resolution))
    ]
    return sorted(wanted, key=lambda one: (not one.near, STATES.index(one.state), one.danger.named, one.danger.danger))


def one(house: House, number: int, *, on: date, scope: Scope) -> Watch | None:
    """A danger by its id; None where there is none."""
    with house.register(scope=scope) as register:
        found = kept.danger(register, number)
        return None if found is None else _watches(house, register, [found], on=on, scope=scope)[0]


def _answered(watch: Watch, resolution: int) -> bool:
    return any(answer.resolution == resolution for answer in watch.answers)


def _watches(house: House, register: Register, found: Sequence[Danger], *, on: date, scope: Scope) -> list[Watch]:
    if not found:
        return []
    said: dict[int, list[DangerReport]] = {one.danger: [] for one in found}
    for report in kept.danger_reports(register, said):
        if report.day <= on:
            said[report.danger].append(report)
    units = called(register, [one.owner for one in found], on=on)
    everything = [report for reports in said.values() for report in reports]
    numbers = sealed(register, [report.entry for report in everything])
    wanted = {one.resolution for one in found} | {report.resolution for report in everything}
    known = resolutions.several(register, [number for number in wanted if number is not None])
    told_on = watched.told_on(on, scope)
    return [_watch(house, one, At(*units[one.owner]), said[one.danger], known, numbers, told_on) for one in found]


def _watch(
    house: House,
    danger: Danger,
    owner: At,
    said: Sequence[DangerReport],
    known: Mapping[int, Resolution],
    numbers: Mapping[int, int],
    told_on: date,
) -> Watch:
    state, since = "watched", danger.named
    for report in said:
        if report.state != state:
            state, since = report.state, report.day
    valued = None if danger.watched.asks is None else since if state in OVER else told_on
    if valued is not None:
        value = watched.value(house, danger.watched, on=valued)
    else:
        value = next((report.value for report in reversed(said) if report.value is not None), None)
    keeps = watched.reached(danger.watched, value)
    over = state in OVER
    answers = dict.fromkeys(report.resolution for report in said if report.resolution is not None)
    return Watch(
        danger,
        owner,
        state,
        since,
        value,
        valued,
        None if keeps is None else not keeps,
        danger.worked if over else None,
        danger.verdict if over else None,
        said,
        known.get(danger.resolution) if danger.resolution is not None else None,
        [one for number in answers if (one := known.get(number)) is not None],
        numbers,
    )
