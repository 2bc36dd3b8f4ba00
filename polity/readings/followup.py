"""What became of our resolutions: the rules they made, their tasks and targets, their dangers, and what was forecast.

Resolutions are open to everybody, and so is what became of them. States are computed where they can be: a rule's from
the law, a target's from the register, a task's from its days and reports.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from polity.readings import watched
from polity.readings.house import House, Scope
from polity.readings.people import At
from polity.readings.ruling import Ruling, rulings
from polity.readings.then import Then, then
from polity.register import followup as kept
from polity.register import resolutions
from polity.register.followup import Part, PartReport
from polity.register.naming import called, sealed
from polity.register.register import Register
from polity.register.resolutions import Decision, Resolution
from polity.register.watching import choices
from polity.statutes import store
from polity.words import ids

DECIDED = ("adopted", "rejected")
ENDED = ("done", "dropped", "reached", "missed")
STATES = ("late", "open", "done", "nothing", "rejected")  # of a resolution as a whole


class Standing(NamedTuple):
    """A task or a target as it stands on a day.

    state      open, late (its day is past), done, dropped; of a target that has a figure also reached or missed
    due        the day by which it is due as of the day; first_due, before it was put off
    value      what the figure stands at: on the day, or on the due day once that is past
    valued     the day of which the register gave it; None where it was reported, or there is none
    keeps      whether the value keeps the bound; None where one of them is not known
    said       what was reported, the first first
    """

    part: Part
    owner: At
    state: str
    due: date | None
    first_due: date | None
    value: watched.Value
    valued: date | None
    keeps: bool | None
    said: Sequence[PartReport]
    numbers: Mapping[int, int]

    @property
    def delays(self) -> list[PartReport]:
        """The reports that put it off."""
        return [one for one in self.said if one.due is not None]

    def plain(self) -> dict[str, Any]:
        """As JSON shows it, with stable keys."""
        part = self.part
        return {
            "part": ids.show(part.part),
            "kind": part.kind,
            "says": part.says,
            "owner": self.owner._asdict(),
            "state": self.state,
            "due": _day(self.due),
            "first_due": _day(self.first_due),
            "watched": part.watched.plain() if part.watched.bound is not None or part.watched.asks else None,
            "value": watched.plain(self.value),
            "valued": _day(self.valued),
            "keeps": self.keeps,
            "reports": [
                {
                    "day": one.day.isoformat(),
                    "state": one.state,
                    "says": one.says,
                    "evidence": one.evidence,
                    "value": one.value,
                    "was_due": _day(one.was_due),
                    "due": _day(one.due),
                    "entry": self.numbers.get(one.entry),
                }
                for one in self.said
            ],
        }


class Followed(NamedTuple):
    """A resolution and what became of it."""

    resolution: Resolution
    body: At
    mover: At
    decision: Decision | None
    rules: Sequence[Ruling]
    parts: Sequence[Standing]
    dangers: Sequence[int]  # named with it
    forecasts: Sequence[Then]

    @property
    def state(self) -> str:
        """How it stands as a whole: late, where anything of it is; else open, where anything is; done, or nothing."""
        if self.resolution.state != "adopted":
            return self.resolution.state
        found = {one.state for one in self.parts}
        if found & {"late", "missed"}:
            return "late"
        if "open" in found:
            return "open"
        return "done" if found else "nothing"

    def plain(self) -> dict[str, Any]:
        """As JSON shows it, with stable keys."""
        one = self.resolution
        return {
            "resolution": ids.show(one.resolution),
            "title": one.title,
            "says": one.says,
            "decided": one.state,
            "on": _day(self.decision.day if self.decision else None),
            "state": self.state,
            "body": self.body._asdict(),
            "mover": self.mover._asdict(),
            "rules": [rule.plain() for rule in self.rules],
            "parts": [part.plain() for part in self.parts],
            "dangers": [ids.show(danger) for danger in self.dangers],
            "forecasts": [forecast.plain() for forecast in self.forecasts],
        }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def followed(
    house: House,
    *,
    on: date,
    scope: Scope,
    body: int | None = None,
    mover: int | None = None,
    state: str | None = None,
    year: int | None = None,
    brief: bool = False,
) -> list[Followed]:
    """What became of what was decided up to a day, the latest decision first.

    body, mover  only what a unit decided, or moved
    state        only what stands so as a whole: one of STATES
    year         only what was decided in a year
    brief        without dangers and kept forecasts, for whoever shows neither
    """
    with house.register(scope=scope) as register:
        decisions = resolutions.decisions(register)
        found = [
            one
            for one in resolutions.resolutions(register, DECIDED)
            if (decided := decisions.get(one.resolution)) is not None
            and decided.day <= on
            and (body is None or one.body == body)
            and (mover is None or one.mover == mover)
            and (year is None or decided.day.year == year)
        ]
        standing = _standing(house, register, _parts(register, found, on), on=on, scope=scope)
        told = _told(house, register, found, decisions, standing, on=on, scope=scope, brief=brief)
    return [one for one in _latest_first(told) if state is None or one.state == state]


def overview(
    house: House, unit: int | None, *, on: date, scope: Scope
) -> tuple[list[Followed], list[tuple[Resolution, Standing]]]:
    """What `followed` says of everything, in brief, and what `owned` says of a unit, asked for at once."""
    with house.register(scope=scope) as register:
        decisions = resolutions.decisions(register)
        decided = resolutions.resolutions(register, DECIDED)
        found = [one for one in decided if one.resolution in decisions and decisions[one.resolution].day <= on]
        standing = _standing(house, register, _parts(register, decided, on), on=on, scope=scope)
        told = _told(house, register, found, decisions, standing, on=on, scope=scope, brief=True)
    return _latest_first(told), [] if unit is None else _left(decided, standing, unit)


def one(house: House, number: int, *, on: date, scope: Scope) -> Followed | None:
    """A resolution and what became of it, decided or not; None where there is none."""
    with house.register(scope=scope) as register:
        found = resolutions.resolution(register, number)
        if found is None:
            return None
        decided = resolutions.decision(register, number)
        decisions = {} if decided is None else {number: decided}
        standing = _standing(house, register, _parts(register, [found], on), on=on, scope=scope)
        return _told(house, register, [found], decisions, standing, on=on, scope=scope)[0]


def of_part(house: House, number: int, *, on: date, scope: Scope) -> tuple[Resolution, Standing] | None:
    """A task or a target with the resolution that it follows from; None where there is none."""
    with house.register(scope=scope) as register:
        part = kept.part(register, number)
        found = resolutions.resolution(register, part.resolution) if part else None
        if part is None or found is None or part.added > on:
            return None
        (standing,) = _standing(house, register, [part], on=on, scope=scope)
    return found, standing


def owned(house: House, unit: int, *, on: date, scope: Scope) -> list[tuple[Resolution, Standing]]:
    """The tasks and targets for which a unit answers and that have not ended, of resolutions that were adopted.

    What is late comes first, then by the day on which it is due.
    """
    with house.register(scope=scope) as register:
        adopted = resolutions.resolutions(register, ("adopted",))
        parts = [one for one in _parts(register, adopted, on) if one.owner == unit]
        standing = _standing(house, register, parts, on=on, scope=scope)
    return _left(adopted, standing, unit)


def _left(found: Sequence[Resolution], standing: Sequence[Standing], unit: int) -> list[tuple[Resolution, Standing]]:
    adopted = {one.resolution: one for one in found if one.state == "adopted"}
    left = [
        one for one in standing if one.part.owner == unit and one.part.resolution in adopted and one.state not in ENDED
    ]
    left.sort(key=lambda one: (one.state != "late", one.due or date.max, one.part.part))
    return [(adopted[one.part.resolution], one) for one in left]


def report_back(house: House, unit: int, *, on: date, scope: Scope) -> list[Followed]:
    """What became of the resolutions that a unit moved, for the report to those whose proposal it was."""
    return followed(house, on=on, scope=scope, mover=unit)


def _latest_first(told: Iterable[Followed]) -> list[Followed]:
    return sorted(told, key=lambda one: one.decision.day if one.decision else date.min, reverse=True)


def _parts(register: Register, found: Iterable[Resolution], on: date) -> list[Part]:
    return [one for one in kept.parts(register, [of.resolution for of in found]) if one.added <= on]


def _told(
    house: House,
    register: Register,
    found: Sequence[Resolution],
    decisions: Mapping[int, Decision],
    standing: Sequence[Standing],
    *,
    on: date,
    scope: Scope,
    brief: bool = False,
) -> list[Followed]:
    units = called(register, [unit for one in found for unit in (one.body, one.mover)], on=on)
    law = store.adopted(register)
    dangers = [] if brief else [danger for danger in kept.dangers(register) if danger.named <= on]
    runs = {} if brief else resolutions.forecasts_of(register, [one.resolution for one in found])
    askable = choices(register) if any(runs.values()) else {}
    told = []
    for one in found:
        decided = decisions.get(one.resolution)
        told.append(
            Followed(
                one,
                At(*units[one.body]),
                At(*units[one.mover]),
                decided,
                rulings(law, one.reform, on=on) if decided is not None and decided.adopted else [],
                [each for each in standing if each.part.resolution == one.resolution],
                [danger.danger for danger in dangers if danger.resolution == one.resolution],
                [
                    then(house, run, askable, on=on, scope=scope)
                    for run in runs.get(one.resolution, ())
                    if run.day <= on
                ],
            )
        )
    return told


def _standing(house: House, register: Register, parts: Sequence[Part], *, on: date, scope: Scope) -> list[Standing]:
    said: dict[int, list[PartReport]] = {one.part: [] for one in parts}
    for report in kept.reports(register, said):
        said[report.part].append(report)
    units = called(register, [one.owner for one in parts], on=on)
    numbers = sealed(register, [report.entry for reports in said.values() for report in reports])
    told_on = watched.told_on(on, scope)
    today = scope.day
    return [_stands(house, one, At(*units[one.owner]), said[one.part], numbers, on, told_on, today) for one in parts]


def _stands(
    house: House,
    part: Part,
    owner: At,
    everything: Sequence[PartReport],
    numbers: Mapping[int, int],
    on: date,
    told_on: date,
    today: date,
) -> Standing:
    """How a part stands on a day, by what was reported up to it."""
    said = [report for report in everything if report.day <= on]
    due, first_due = _due(part, everything, on)
    ended = next((report.state for report in said if report.state != "open"), None)
    past = due if due is not None and on > due else None
    valued = None if part.watched.asks is None else min(past or told_on, today)
    if valued is not None:
        value = watched.value(house, part.watched, on=valued)
    else:
        value = next((report.value for report in reversed(said) if report.value is not None), None)
    keeps = watched.reached(part.watched, value)
    state = ended or ("late" if past else "open")
    if ended is None and part.kind == "target" and keeps is not None:
        state = "reached" if keeps else "missed" if past else "open"
    return Standing(part, owner, state, due, first_due, value, valued, keeps, said, numbers)


def _due(part: Part, said: Sequence[PartReport], on: date) -> tuple[date | None, date | None]:
    """The day by which a part is due, as known on a day, and before it was put off at all."""
    put_off = [report for report in said if report.due is not None]
    if not put_off:
        return part.due, part.due
    until_then = [report.due for report in put_off if report.day <= on]
    return (until_then[-1] if until_then else put_off[0].was_due), put_off[0].was_due
