"""Contacts with sympathisers: with whom somebody keeps contact, what was last said, and what is due."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from polity.readings.house import House, Scope
from polity.readings.people import At
from polity.readings.units import lies_within, narrowed
from polity.register.register import Register

MOST = 500  # sympathisers in a list


class Report(NamedTuple):
    """A conversation with a sympathiser, as whoever keeps contact reported it."""

    day: date
    kind: str
    text: str
    next_step: str | None
    next_by: date | None
    by: str  # the name of who reported it; empty where the reader may not see them
    entry: int


class Kept(NamedTuple):
    """A sympathiser, who keeps contact with them, the last conversation, and the next step."""

    person: int
    name: str
    unit: At | None
    contact: int | None  # None where nobody is assigned, or the reader may not see who it is
    contact_name: str
    assigned: bool
    since: date | None
    last: Report | None

    def due(self, on: date) -> bool:
        """Whether the next step should have been taken before a day."""
        return self.last is not None and self.last.next_by is not None and self.last.next_by < on


_LAST = (
    " LEFT JOIN LATERAL (SELECT r.day, r.kind, r.note, r.next_step, r.next_by, r.contact, r.entry FROM contact_report r"
    " WHERE r.person = {person} AND r.day <= %(on)s ORDER BY r.day DESC, r.entry DESC LIMIT 1) r ON true"
)
_COLUMNS = "lower(c.valid), r.day, r.kind, r.note, r.next_step, r.next_by, r.contact, r.entry"
# From the few that were reported of to their standings: the other way round, everybody's standing would be looked at.
_DUE = (
    "WITH last AS MATERIALIZED (SELECT DISTINCT ON (p.person) p.* FROM contact_report p WHERE p.day <= %(on)s"
    " ORDER BY p.person, p.day DESC, p.entry DESC),"
    " r AS MATERIALIZED (SELECT l.*, s.unit FROM last l JOIN standing s ON s.person = l.person"
    " AND s.standing = 'sympathiser' AND s.valid @> %(on)s"
    " WHERE l.next_by < %(on)s AND (polity_all() OR s.unit IN (SELECT polity_units())))"
    f" SELECT r.person, c.contact, u.name, u.code, {_COLUMNS} FROM r JOIN unit u ON u.unit = r.unit"
    " AND u.valid @> %(on)s LEFT JOIN contact c ON c.sympathiser = r.person AND c.valid @> %(on)s"
    f" ORDER BY r.next_by, r.day, r.person LIMIT {MOST}"
)


def mine(house: House, *, on: date, scope: Scope) -> list[Kept]:
    """The sympathisers with whom the reader keeps contact today, whoever's branch they are in; the most urgent first.

    Their names, and nothing of their records.
    """
    if scope.person is None:
        return []
    with house.register(scope=Scope(day=scope.day, person=scope.person)) as register:
        register.cursor.execute(
            f"SELECT c.sympathiser, c.contact, NULL, NULL, {_COLUMNS} FROM contact c"
            + _LAST.format(person="c.sympathiser")
            + " WHERE c.contact = %(self)s AND c.sympathiser IN (SELECT polity_kept_in_touch())"
            " AND c.valid @> %(today)s::date ORDER BY r.next_by NULLS LAST, r.day NULLS FIRST, c.sympathiser",
            {"on": on, "today": scope.day, "self": scope.person},
        )
        return _kept(register, register.cursor.fetchall())


def of_unit(house: House, unit: int, *, on: date, scope: Scope) -> list[Kept]:
    """The sympathisers at home in a unit on a day, with whoever keeps contact, and those with whom nobody does."""
    with house.register(scope=scope) as register:
        if not lies_within(register, unit, scope=scope):
            return []
        here = narrowed(register, unit, on=on, scope=scope)
    with house.register(scope=here) as register:
        register.cursor.execute(
            f"SELECT s.person, c.contact, u.name, u.code, {_COLUMNS} FROM standing s"
            " JOIN unit u ON u.unit = s.unit AND u.valid @> %(on)s"
            " LEFT JOIN contact c ON c.sympathiser = s.person AND c.valid @> %(on)s"
            + _LAST.format(person="s.person")
            + " WHERE s.standing = 'sympathiser' AND s.valid @> %(on)s AND s.unit = %(unit)s"
            f" ORDER BY r.next_by NULLS LAST, r.day NULLS FIRST, s.person LIMIT {MOST}",
            {"on": on, "unit": unit},
        )
        return _kept(register, register.cursor.fetchall())


def due(house: House, *, on: date, scope: Scope) -> list[Kept]:
    """The sympathisers of the reader's part of the tree whose next step should have been taken before a day."""
    if not scope.whole and scope.unit is None:
        return []
    with house.register(scope=scope) as register:
        register.cursor.execute(_DUE, {"on": on})
        return _kept(register, register.cursor.fetchall())


def _kept(register: Register, rows: Sequence[Sequence[Any]]) -> list[Kept]:
    known = register.names(who for row in rows for who in (row[0], row[1], row[10]) if who is not None)
    return [
        Kept(
            row[0],
            known.get(row[0], ""),
            None if row[2] is None else At(row[2], row[3]),
            row[1] if row[1] in known else None,
            known.get(row[1], ""),
            row[1] is not None,
            row[4],
            None if row[5] is None else _report(row[5:], known),
        )
        for row in rows
    ]


def _report(row: Sequence[Any], known: Mapping[int, str]) -> Report:
    day, kind, text, next_step, next_by, contact, entry = row
    return Report(day, kind, text, next_step, next_by, known.get(contact, ""), entry)


def reports(house: House, person: int, *, scope: Scope) -> list[Report]:
    """What was reported of a sympathiser, the latest first: to whoever sees their record, and to its own author."""
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT day, kind, note, next_step, next_by, contact, entry FROM contact_report WHERE person = %s"
            " ORDER BY day DESC, entry DESC",
            [person],
        )
        rows = register.cursor.fetchall()
        known = register.names(row[5] for row in rows)
    return [_report(row, known) for row in rows]


def keeper(house: House, person: int, *, on: date, scope: Scope) -> tuple[str, int] | None:
    """The name of a sympathiser and who keeps contact with them on a day; None where the reader may not know both.

    Whoever keeps contact themselves finds the name; an office finds it within its part of the tree.
    """
    with house.register(scope=scope) as register:
        contact = register.contact(person, on=on)
        known = register.names([person] if contact is None else [person, contact])
    if contact is None or person not in known or contact not in known:
        return None
    return known[person], contact
