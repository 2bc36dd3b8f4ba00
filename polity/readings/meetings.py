"""Meetings of units: those called, held and cancelled, who was present in what standing, and what was decided."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from polity.readings.house import House, Scope
from polity.readings.people import At
from polity.readings.units import lies_within
from polity.register import meetings
from polity.register.meetings import DECISION, MEETING, Meeting, Resolved
from polity.register.naming import sealed
from polity.register.register import Register

PAGE = 60  # meetings on a page
BELONGING = ("member", "candidate", "sympathiser")


class Listed(NamedTuple):
    """A meeting in a list: its unit, who was present by standing, guests, and how many decisions it took."""

    meeting: Meeting
    unit: At
    present: Mapping[str, int]
    decisions: int

    @property
    def guests(self) -> int:
        """Guests of any standing."""
        return sum(self.meeting.guests.values())


class Present(NamedTuple):
    """Somebody who was present. Without a name where the reader may not see them, or once they are erased."""

    person: int | None
    name: str
    standing: str


class Minutes(NamedTuple):
    """A meeting with everything that is entered of it."""

    listed: Listed
    people: Sequence[Present]
    decisions: Sequence[Resolved]
    numbers: Mapping[int, int]  # the sealed number of each entry

    @property
    def meeting(self) -> Meeting:
        """The meeting itself."""
        return self.listed.meeting


class Agenda(NamedTuple):
    """What a part of the tree has before it: meetings to come, and those whose presence nobody has entered yet."""

    ahead: Sequence[Listed]
    unentered: Sequence[Listed]
    held: Sequence[Listed]


_LISTED = (
    f"SELECT {', '.join('m.' + name for name in MEETING.split(', '))}, u.name, u.code,"
    " (SELECT jsonb_object_agg(standing, people) FROM (SELECT standing, count(*) AS people FROM attendance a"
    " WHERE a.meeting = m.meeting GROUP BY standing) p),"
    " (SELECT count(*) FROM meeting_decision d WHERE d.meeting = m.meeting) FROM meeting m LEFT JOIN LATERAL"
    " (SELECT name, code FROM unit v WHERE v.unit = m.unit ORDER BY v.valid @> m.day DESC, v.valid DESC LIMIT 1) u"
    " ON true"
)


def _listed(register: Register, condition: str, values: Mapping[str, object]) -> list[Listed]:
    register.cursor.execute(f"{_LISTED} WHERE {condition}", dict(values))
    return [
        Listed(
            meetings.meeting_of_row(row[:10]),
            At(row[10] or "", row[11] or ""),
            {standing: int((row[12] or {}).get(standing, 0)) for standing in BELONGING},
            int(row[13]),
        )
        for row in register.cursor.fetchall()
    ]


def agenda(house: House, *, on: date, scope: Scope) -> Agenda:
    """The meetings of the reader's part of the tree around a day: to come, to be entered, and held last."""
    values = {"on": on, "page": PAGE}
    with house.register(scope=scope) as register:
        return Agenda(
            _listed(
                register, "m.state = 'called' AND m.day >= %(on)s ORDER BY m.day, m.meeting LIMIT %(page)s", values
            ),
            _listed(register, "m.state = 'called' AND m.day < %(on)s ORDER BY m.day, m.meeting LIMIT %(page)s", values),
            _listed(
                register,
                "m.state = 'held' AND m.day <= %(on)s ORDER BY m.day DESC, m.meeting LIMIT %(page)s",
                values,
            ),
        )


def of_unit(
    house: House, unit: int, *, scope: Scope, before: tuple[date, int] | None = None
) -> tuple[list[Listed], tuple[date, int] | None]:
    """The meetings of a unit, the latest first, a page at a time, and where the next page begins.

    Empty for a unit outside the scope, as for one that never met.
    """
    day, meeting = before or (date.max, -1)
    with house.register(scope=scope) as register:
        if not lies_within(register, unit, scope=scope):
            return [], None
        found = _listed(
            register,
            "m.unit = %(unit)s AND (m.day < %(day)s OR m.day = %(day)s AND m.meeting > %(meeting)s)"
            " ORDER BY m.day DESC, m.meeting LIMIT %(page)s",
            {"unit": unit, "day": day, "meeting": meeting, "page": PAGE + 1},
        )
    last = found[PAGE - 1].meeting if len(found) > PAGE else None
    return found[:PAGE], None if last is None else (last.day, last.meeting)


def minutes(house: House, number: int, *, scope: Scope) -> Minutes | None:
    """A meeting by its id; None where there is none, or its unit lies outside the scope."""
    with house.register(scope=scope) as register:
        found = _listed(register, "m.meeting = %(meeting)s", {"meeting": number})
        if not found:
            return None
        present = meetings.present(register, number)
        known = register.names(present)
        decided = meetings.decisions(register, number)
        numbers = sealed(register, [found[0].meeting.entry, *(one.entry for one in decided)])
    people = [
        Present(person if person in known else None, known.get(person, ""), standing)
        for person, standing in present.items()
    ]
    order = {standing: at for at, standing in enumerate(BELONGING)}
    return Minutes(found[0], sorted(people, key=lambda one: (order[one.standing], one.name)), decided, numbers)


def expected(house: House, meeting: Meeting, *, scope: Scope) -> list[tuple[int, str, str, bool]]:
    """Who can be present as one of the unit: id, name, standing on the day of the meeting, and whether listed.

    Only those whom the reader may see.
    """
    with house.register(scope=scope) as register:
        own = [s for s in register.people_of(meeting.unit, on=meeting.day) if s.standing in BELONGING]
        listed = meetings.present(register, meeting.meeting)
        register.cursor.execute(
            "SELECT person FROM person_name WHERE person = ANY(%s) ORDER BY sort, person", [[s.person for s in own]]
        )
        order = [int(row[0]) for row in register.cursor.fetchall()]
        known = register.names(order)
    standings = {spell.person: spell.standing for spell in own}
    return [(person, known[person], standings[person], person in listed) for person in order]


def decision(house: House, number: int, *, scope: Scope) -> tuple[Resolved, At, date] | None:
    """A decision by its id, with the unit that took it and the day; None outside the scope, as for none."""
    with house.register(scope=scope) as register:
        register.cursor.execute(f"SELECT {DECISION} FROM meeting_decision WHERE decision = %s", [number])
        row = register.cursor.fetchone()
        if row is None:
            return None
        decided = Resolved(*row)
        (held,) = _listed(register, "m.meeting = %(meeting)s", {"meeting": decided.meeting})
    return decided, held.unit, held.meeting.day
