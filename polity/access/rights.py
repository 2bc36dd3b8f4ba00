"""What somebody who is signed in may do now: whether their account is open still, and which offices they hold today."""

from datetime import date
from typing import NamedTuple

from polity.readings.house import House, Scope
from polity.register.accounts import account
from polity.words import names


class Office(NamedTuple):
    """An office whose term runs."""

    term: int
    office: str
    unit: int
    tier: str
    where: str


class Held(NamedTuple):
    """What stands behind a session: who, by which account, on which invitation, acting in which office."""

    person: int
    account: int
    invitation: str
    office: str
    unit: int | None


def stands(house: House, held: Held, *, day: date) -> tuple[bool, bool]:
    """Whether the account of a session is open and bears the same invitation, and whether the office is held."""
    with house.register(scope=Scope(day=day, person=held.person)) as register:
        found = account(register.cursor, held.account)
        if (
            found is None
            or not found.open_on(day)
            or (found.person, found.invitation) != (held.person, held.invitation)
        ):
            return False, False
        if not held.office or held.unit is None:
            return True, False
        return True, any(term.person == held.person for term in register.holders(held.office, held.unit, on=day))


def offices_of(house: House, person: int, *, day: date) -> list[Office]:
    """The offices that somebody holds on a day, as they stand on it."""
    found = []
    with house.register(scope=Scope(day=day, person=person)) as register:
        for term in register.terms(person):
            unit = register.unit(term.unit, on=day)
            if unit is not None and term.since <= day and (term.until is None or day < term.until):
                found.append(Office(term.term, term.office, term.unit, unit.tier, unit.name))
    return found


def name_of(house: House, person: int, *, day: date) -> str:
    """How somebody is called; nothing once they are erased."""
    with house.register(scope=Scope(day=day, person=person)) as register:
        found = register.name(person)
    return names.full(*found) if found else ""
