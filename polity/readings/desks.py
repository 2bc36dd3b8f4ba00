"""Offices and what they let one see: scope follows from a running term, and ends with it."""

from datetime import date
from typing import NamedTuple

from polity.readings.house import House, Scope
from polity.register.register import Register


class Desk(NamedTuple):
    """Somebody in an office, or a member without one, as whom a visitor of the demonstration may look around."""

    office: str  # "" for a member without office
    tier: str
    unit: int | None  # the unit of the office
    where: str  # its name
    code: str
    person: int


def covered(house: House, *, office: str, unit: int | None, scope: Scope) -> Scope:
    """What the person of a scope may see: in an office its subtree while the term runs; else their own record."""
    own = Scope(day=scope.day, person=scope.person)
    if not office or unit is None or scope.person is None:
        return own
    with house.register(scope=own) as register:
        version = register.unit(unit, on=scope.day)
        held = any(term.person == scope.person for term in register.holders(office, unit, on=scope.day))
    if version is None or not held:
        return own
    return Scope(day=scope.day, whole=version.parent is None, unit=unit, person=scope.person)


def desks(house: House, *, scope: Scope) -> list[Desk]:
    """One secretary of each tier, each within the part of the one before; one of each other office; a member without.

    Only for demonstration data: it names people.
    """
    if not scope.whole:
        return []
    with house.register(scope=scope) as register:
        found: list[Desk] = []
        under: list[int] = []
        for tier in (register.organisation() or ("", {}))[1].get("tiers", ()):
            desk = _holder(register, "secretary", tier, under, scope.day)
            if desk is not None and desk.unit is not None:
                found.append(desk)
                under.append(desk.unit)
        for office in _other_offices(register, scope.day):
            desk = _holder(register, office, None, under[:2], scope.day)
            found += [desk] if desk is not None else []
        member = _member(register, under[-1], scope.day) if under else None
        return [*found, member] if member is not None else found


def _other_offices(register: Register, on: date) -> list[str]:
    register.cursor.execute(
        "SELECT DISTINCT office FROM office_term WHERE office <> 'secretary' AND valid @> %s ORDER BY 1 LIMIT 3", [on]
    )
    return [str(row[0]) for row in register.cursor.fetchall()]


def _holder(register: Register, office: str, tier: str | None, under: list[int], on: date) -> Desk | None:
    """The holder in the unit with most units below it, of those that lie under the last of `under`."""
    register.cursor.execute(
        "WITH RECURSIVE below AS (SELECT unit FROM unit WHERE valid @> %(on)s AND"
        " (unit = %(under)s OR %(under)s::bigint IS NULL AND parent IS NULL)"
        " UNION ALL SELECT u.unit FROM unit u JOIN below b ON u.parent = b.unit WHERE u.valid @> %(on)s)"
        " SELECT o.office, u.tier, u.unit, u.name, u.code, o.person FROM office_term o JOIN unit u ON u.unit = o.unit"
        " AND u.valid @> %(on)s JOIN below b ON b.unit = u.unit WHERE o.office = %(office)s AND o.valid @> %(on)s"
        " AND (%(tier)s::text IS NULL OR u.tier = %(tier)s)"
        " ORDER BY (SELECT count(*) FROM unit c WHERE c.parent = u.unit) DESC, u.code, o.person LIMIT 1",
        {"on": on, "under": under[-1] if under else None, "office": office, "tier": tier},
    )
    row = register.cursor.fetchone()
    return None if row is None else Desk(*row)


def _member(register: Register, unit: int, on: date) -> Desk | None:
    register.cursor.execute(
        "SELECT '', u.tier, NULL::bigint, u.name, u.code, s.person FROM standing s JOIN unit u ON u.unit = s.unit"
        " AND u.valid @> %(on)s WHERE s.unit = %(unit)s AND s.valid @> %(on)s AND s.standing = 'member' AND NOT EXISTS"
        " (SELECT FROM office_term o WHERE o.person = s.person AND o.valid @> %(on)s) ORDER BY s.person LIMIT 1",
        {"on": on, "unit": unit},
    )
    row = register.cursor.fetchone()
    return None if row is None else Desk(*row)
