"""What waits at the desks beside admission: transfers, files, records alike, contacts, re-registrations, notices."""

from datetime import date, timedelta
from typing import NamedTuple

from polity.readings import contacts, duplicates
from polity.readings.house import House, Scope
from polity.readings.kept import kept

FRESH = 14  # days for which a notice is counted
SOON = 30  # days before a task is due from which it is counted


class Desks(NamedTuple):
    """How much waits for the reader, desk by desk. Whoever is in no office has contacts and notices alone."""

    acknowledge: int = 0  # people released to the reader's part of the tree
    release: int = 0  # members of it who ask to be moved
    exports: int = 0  # files that wait for a second officer
    alike: int = 0  # pairs of records that look like one person
    late: int = 0  # next steps of the part's contacts that should have been taken
    own_late: int = 0  # of the reader's own contacts
    reregistrations: int = 0  # that run
    tasks: int = 0  # of resolutions, that the desk's own unit sees to and that are late or fall due soon
    notices: int = 0  # of the last days, told after the one that the reader has seen last


_NOTICES = """SELECT count(*) FROM notice WHERE (person = %(person)s OR unit = %(unit)s) AND notice > %(seen)s
 AND valid_on > %(fresh)s"""
_COUNTS = f"""SELECT ({_NOTICES}),
 (SELECT count(*) FROM transfer WHERE state = 'released' AND (polity_all() OR receiving IN (SELECT polity_units()))),
 (SELECT count(*) FROM transfer WHERE state = 'asked' AND (polity_all() OR sending IN (SELECT polity_units()))),
 (SELECT count(*) FROM export WHERE NOT approved AND expires >= %(day)s),
 (SELECT count(*) FROM reregistration WHERE closed IS NULL),
 (SELECT count(*) FROM resolution_part p JOIN resolution r USING (resolution) WHERE p.owner = %(unit)s
   AND p.state = 'open' AND r.state = 'adopted' AND p.due <= %(soon)s AND (p.kind = 'task' OR p.asks IS NULL)),
 (SELECT max(entry) FROM journal_entry)"""


def desks(house: House, *, on: date, scope: Scope, seen: int = 0) -> Desks:
    """What waits in a scope, as of a day.

    seen     the last notice that the reader was shown
    Counted  rows that the scope shows; what takes long to count is counted once for each entry of the journal
    """
    own_late = sum(one.due(on) for one in contacts.mine(house, on=on, scope=scope))
    with house.register(scope=scope) as register:
        values = {
            "person": scope.person, "unit": scope.unit, "day": scope.day,
            "seen": seen, "fresh": on - timedelta(days=FRESH), "soon": on + timedelta(days=SOON),
        }  # fmt: skip
        if not scope.whole and scope.unit is None:
            register.cursor.execute(_NOTICES, values)
            (told,) = register.cursor.fetchone() or (0,)
            return Desks(own_late=own_late, notices=int(told))
        register.cursor.execute(_COUNTS, values)
        told, acknowledge, release, exports, rolls, tasks, latest = register.cursor.fetchone() or (0,) * 7

    def counted() -> tuple[int, int]:
        alike = len(duplicates.pairs(house, scope=Scope(day=scope.day, whole=scope.whole, unit=scope.unit)))
        return alike, len(contacts.due(house, on=on, scope=scope))

    alike, late = kept(house, ("desks", on, scope.day, latest), counted, scope=scope)
    return Desks(acknowledge, release, exports, alike, late, own_late, rolls, tasks, int(told))
