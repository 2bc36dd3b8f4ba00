"""Re-registrations of units: how far they are, how it stands with each person, and who is left for decision."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from polity.readings.house import House, Scope
from polity.readings.people import At
from polity.register.meetings import REREGISTRATION, Reregistration
from polity.register.register import Register

OUTCOMES = ("confirmed", "moved", "not_reached", "asked", "open")
STAYS = ("member", "candidate")


class Asked(NamedTuple):
    """How it stands with one person. Without id and name where the reader may not see them any more."""

    person: int | None
    name: str
    outcome: str
    day: date
    grounds: str | None
    standing: str  # today; empty where the reader may not see it
    here: bool  # still at home in the unit today


def _settled(progress: Mapping[str, int]) -> int:
    """People with an outcome that is more than having been asked."""
    return sum(count for outcome, count in progress.items() if outcome not in ("open", "asked"))


class Far(NamedTuple):
    """How far a re-registration is, without its people."""

    reregistration: Reregistration
    unit: At
    progress: Mapping[str, int]

    @property
    def people(self) -> int:
        """Everybody who was asked, or is to be."""
        return sum(self.progress.values())

    @property
    def settled(self) -> int:
        """People with an outcome that is more than having been asked."""
        return _settled(self.progress)


class Roll(NamedTuple):
    """A re-registration with everybody who was in the unit when it was opened."""

    reregistration: Reregistration
    unit: At
    people: Sequence[Asked]

    @property
    def progress(self) -> Mapping[str, int]:
        """How many people have each outcome; together they are everybody."""
        found = dict.fromkeys(OUTCOMES, 0)
        for one in self.people:
            found[one.outcome] += 1
        return found

    @property
    def settled(self) -> int:
        """People with an outcome that is more than having been asked."""
        return _settled(self.progress)

    @property
    def to_decide(self) -> list[Asked]:
        """Whoever was not confirmed and is still a member or candidate of the unit: a list for decision."""
        return [one for one in self.people if one.outcome != "confirmed" and one.here and one.standing in STAYS]


def rolls(house: House, *, scope: Scope, unit: int | None = None) -> list[Far]:
    """The re-registrations of the reader's part of the tree, or of one unit in it: running ones first, then latest."""
    if not scope.whole and scope.unit is None:
        return []
    with house.register(scope=scope) as register:
        register.cursor.execute(
            f"SELECT {', '.join('r.' + name for name in REREGISTRATION.split(', '))}, u.name, u.code,"
            " (SELECT jsonb_object_agg(outcome, people) FROM (SELECT outcome, count(*) AS people FROM"
            " reregistration_outcome o WHERE o.reregistration = r.reregistration GROUP BY outcome) p)"
            " FROM reregistration r LEFT JOIN LATERAL (SELECT name, code FROM unit v WHERE v.unit = r.unit"
            " ORDER BY v.valid @> r.opened DESC, v.valid DESC LIMIT 1) u ON true"
            " WHERE %(unit)s::bigint IS NULL OR r.unit = %(unit)s"
            " ORDER BY r.closed IS NULL DESC, r.opened DESC, r.reregistration LIMIT 100",
            {"unit": unit},
        )
        return [
            Far(Reregistration(*row[:6]), At(row[6], row[7]), dict.fromkeys(OUTCOMES, 0) | row[8])
            for row in register.cursor.fetchall()
        ]


def roll(house: House, number: int, *, scope: Scope) -> Roll | None:
    """A re-registration by its id; None where there is none, or its unit lies outside the scope."""
    with house.register(scope=scope) as register:
        register.cursor.execute(f"SELECT {REREGISTRATION} FROM reregistration WHERE reregistration = %s", [number])
        row = register.cursor.fetchone()
        return None if row is None else _roll(register, Reregistration(*row), scope)


def _roll(register: Register, one: Reregistration, scope: Scope) -> Roll:
    register.cursor.execute(
        "SELECT name, code FROM unit WHERE unit = %s ORDER BY valid @> %s DESC, valid DESC LIMIT 1",
        [one.unit, one.opened],
    )
    at = register.cursor.fetchone() or ("", "")
    register.cursor.execute(
        "SELECT o.person, o.outcome, o.day, o.grounds, s.standing, s.unit, coalesce(n.sort, '') FROM"
        " reregistration_outcome o LEFT JOIN standing s ON s.person = o.person AND s.valid @> %s"
        " LEFT JOIN person_name n ON n.person = o.person WHERE o.reregistration = %s ORDER BY 7, 1",
        [scope.day, one.reregistration],
    )
    rows = register.cursor.fetchall()
    known = register.names(row[0] for row in rows)
    people = [
        Asked(
            person if person in known else None, known.get(person, ""), outcome, day, grounds, standing or "",
            unit == one.unit,
        )
        for person, outcome, day, grounds, standing, unit, _ in rows
    ]  # fmt: skip
    return Roll(one, At(*at), people)
