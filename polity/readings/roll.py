"""Lists in an order that nothing alters: by id, so that who pages through them meets everybody once.

The order of the tree, which pages show, shifts as units come and go; ids never do.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from polity.readings.census import Question, selected
from polity.readings.house import House, Scope
from polity.readings.people import At
from polity.readings.tree import tree_on, within
from polity.readings.units import Person
from polity.register.naming import called_last
from polity.register.rows import Application, Term, Transfer

MOST = 200  # of a page


class Standing(NamedTuple):
    """A unit in a list, with the code of the unit above it; none for the top of the reader's part."""

    unit: int
    name: str
    code: str
    kind: str
    tier: str
    parent: int | None


class Held(NamedTuple):
    """A term of office with who holds it; no name where the reader may not see who it is, and then no id either."""

    term: Term
    at: At
    name: str


def people(
    house: House, question: Question, *, scope: Scope, after: int = -1, most: int = MOST
) -> list[tuple[Person, At]]:
    """Those whom a question of the census counts, by id, after one. Raises Unanswerable for what there is not."""
    picked = selected(house, question, scope=scope, on_units=True)
    rows = house.columns.query(
        f"SELECT s.person, s.standing, s.counted_from, t.unit, t.name, t.code {picked.source}"
        f" AND s.person > {int(after)} ORDER BY 1 LIMIT {int(most)}"
    )
    with house.register(scope=scope) as register:
        known = register.names(int(row[0]) for row in rows)
    return [
        (Person(int(row[0]), known.get(int(row[0]), ""), row[1], row[2], int(row[3])), At(row[4], row[5]))
        for row in rows
    ]


def units(house: House, *, on: date, scope: Scope, after: int = -1, most: int = MOST) -> list[Standing]:
    """The units of a day in the reader's part of the tree, by id, after one."""
    house.columns.refresh()
    tree = tree_on(house, on, scope=scope)
    limit = within(tree, scope)
    rows = house.columns.query(
        f"SELECT t.unit, t.name, t.code, t.kind, t.tier, t.parent FROM {tree.table} t WHERE t.unit > {int(after)}"
        f"{' AND ' + limit if limit else ''} ORDER BY 1 LIMIT {int(most)}"
    )
    return [Standing(row[0], row[1], row[2], row[3], row[4], None if row[0] == scope.unit else row[5]) for row in rows]


def offices(house: House, *, on: date, scope: Scope, after: int = -1, most: int = MOST) -> list[Held]:
    """The terms that run on a day in units of the reader's part, and the reader's own, by id, after one."""
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT o.term, o.office, o.unit, o.person, lower(o.valid), upper(o.valid), o.entry, u.name, u.code"
            " FROM office_term o LEFT JOIN LATERAL (SELECT name, code FROM unit v WHERE v.unit = o.unit"
            " AND lower(v.valid) <= %(on)s ORDER BY v.valid DESC LIMIT 1) u ON true"
            " WHERE o.valid @> %(on)s AND o.term > %(after)s AND (polity_all() OR o.person = %(self)s"
            " OR o.unit IN (SELECT polity_units())) ORDER BY o.term LIMIT %(most)s",
            {"on": on, "after": after, "self": scope.person, "most": most},
        )
        rows = register.cursor.fetchall()
        known = register.names(int(row[3]) for row in rows)
    return [Held(Term(*row[:7]), At(row[7] or "", row[8] or ""), known.get(int(row[3]), "")) for row in rows]


def applications(
    house: House, states: Sequence[str], *, scope: Scope, after: int = -1, most: int = MOST
) -> list[tuple[Application, At, str]]:
    """Applications in any of some states within the scope, by id, after one: each with its unit and the name."""
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT application, person, unit, applied, state, state_since, grounds, entry FROM application"
            " WHERE state = ANY(%s) AND application > %s ORDER BY application LIMIT %s",
            [list(states), after, most],
        )
        found = [Application(*row) for row in register.cursor.fetchall()]
        places = _places(house, [one.unit for one in found], scope=scope)
        known = register.names(one.person for one in found)
    return [(one, places[one.unit], known.get(one.person, "")) for one in found]


def transfers(
    house: House, states: Sequence[str], *, scope: Scope, after: int = -1, most: int = MOST
) -> list[tuple[Transfer, At, At, str]]:
    """Transfers in any of some states within the scope, by id, after one: sending and receiving unit, and the name."""
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT transfer, person, sending, receiving, asked, state, entry FROM transfer"
            " WHERE state = ANY(%s) AND transfer > %s ORDER BY transfer LIMIT %s",
            [list(states), after, most],
        )
        found = [Transfer(*row) for row in register.cursor.fetchall()]
        places = _places(house, [unit for one in found for unit in (one.sending, one.receiving)], scope=scope)
        known = register.names(one.person for one in found)
    return [(one, places[one.sending], places[one.receiving], known.get(one.person, "")) for one in found]


def _places(house: House, units: Sequence[int], *, scope: Scope) -> dict[int, At]:
    """Units as they are called now; what units are called is no secret to whoever deals with them."""
    with house.register(scope=scope) as register:
        return {unit: At(*called) for unit, called in called_last(register, units).items()}
