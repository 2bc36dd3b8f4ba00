"""What the register holds on a day, and the journal, row by row, for a file.

A file of people or of units is one that an import reads again: imported where it came from, it changes nothing.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from polity.journal import looks, sealer
from polity.readings import popolo, resolutions
from polity.readings.files import as_text, whole, write
from polity.readings.house import House, Scope
from polity.register.exports import EXPORT, Export, export_of, exported
from polity.register.register import Register
from polity.register.rows import Field
from polity.words import ids

PEOPLE = (
    "id", "family", "given", "middle", "unit", "standing", "since", "until", "counted_from", "reason", "facts_since",
)  # fmt: skip
UNITS = ("id", "code", "name", "kind", "tier", "parent", "since", "until")
JOURNAL = {
    "number": "int", "act": "text", "on": "date", "recorded": "text", "by": "text", "as": "text", "law": "text",
    "rows": "int", "particulars": "text", "receipt": "text", "seal": "text",
}  # fmt: skip
RESOLUTIONS = {
    "id": "text", "title": "text", "says": "text", "state": "text", "state_since": "date", "version": "int",
    "opened": "date", "body": "text", "mover": "text", "amends": "text", "decided": "date", "adopted": "bool",
    "present": "int", "entitled": "int", "votes_for": "int", "votes_against": "int", "abstained": "int",
    "articles": "list", "statute": "text", "effect": "date", "reform": "text",
}  # fmt: skip
DAYS = ("since", "until", "facts_since")


def export(house: House, what: str, to: Path, *, on: date, scope: Scope, only: Sequence[str] = ()) -> int:
    """Write people, units, resolutions or the journal to a file, in the form its ending names. Returns how many rows.

    People   whose spell holds the day, former ones too; one row each, with that spell and the facts of the day
    Units    that stand on the day
    Resolutions  that were opened by the day, as they stand now; who counted is not among it
    Journal  what is sealed; as JSON Lines in exactly the bytes that were sealed, which the verifier reads
    Scope    only what the reader may see; those who were erased have no name any more and are left out
    Only     the columns that are wanted; all of them where none are named
    """
    if what == "resolutions":
        return write(to, *_chosen(RESOLUTIONS, _resolutions(house, on, scope), only), on=on)
    with house.register(scope=scope) as register:
        if to.suffix.lower() == ".json" and what in ("people", "units"):
            wanted = only or tuple(_columns(PEOPLE, _fields(register, "person", PEOPLE)))
            return popolo.write(register, to, what=what, on=on, columns=wanted, scope=scope)
        if what == "people":
            fields = _fields(register, "person", PEOPLE)
            columns = _columns(PEOPLE, fields)
            return write(to, *_chosen(columns, _people(register, fields, on), only), on=on)
        if what == "units":
            fields = _fields(register, "unit", UNITS)
            return write(to, *_chosen(_columns(UNITS, fields), _units(register, fields, on, scope), only), on=on)
        if to.suffix.lower() == ".jsonl":
            return _journal(register, to)
        return write(to, JOURNAL, _entries(register), on=on)


def _chosen(
    columns: Mapping[str, str], rows: Iterator[list[Any]], only: Sequence[str]
) -> tuple[Mapping[str, str], Iterator[list[Any]]]:
    if not only:
        return columns, rows
    places = [at for at, name in enumerate(columns) if name in only]
    return {name: kind for name, kind in columns.items() if name in only}, ([row[at] for at in places] for row in rows)


def exports(house: House, *, scope: Scope) -> list[Export]:
    """What was asked for in a scope, the latest first."""
    with house.register(scope=scope) as register:
        register.cursor.execute(f"SELECT {EXPORT} FROM export ORDER BY made DESC, export LIMIT 200")
        return [exported(row) for row in register.cursor.fetchall()]


def lasting(house: House, *, scope: Scope) -> list[Export]:
    """Exports whose files may lie there on the scope's day."""
    with house.register(scope=scope) as register:
        register.cursor.execute(f"SELECT {EXPORT} FROM export WHERE expires >= %s AND owner IS NOT NULL", [scope.day])
        return [exported(row) for row in register.cursor.fetchall()]


def one(house: House, export: int, *, scope: Scope) -> Export | None:
    """An export that the scope shows."""
    with house.register(scope=scope) as register:
        return export_of(register.cursor, export)


def waiting(house: House, *, scope: Scope) -> list[Export]:
    """Exports in a scope that wait for a second officer on the scope's day."""
    return [one for one in exports(house, scope=scope) if not one.approved and one.expires >= scope.day]


def noted(
    house: House,
    *,
    on: date,
    at: datetime,
    operator: str,
    looker: int | None,
    office: str | None,
    purpose: str,
    scope: Scope,
) -> int:
    """Write down, for everybody whom a scope shows on a day, that their record went out in a file. Gives how many."""
    with house.noting(scope=scope) as register:
        register.cursor.execute(
            "SELECT DISTINCT s.person FROM standing s JOIN person_name n USING (person) WHERE s.valid @> %s", [on]
        )
        people = [int(row[0]) for row in register.cursor.fetchall()]
        looks.note_all(register.cursor, people, at=at, operator=operator, looker=looker, office=office, purpose=purpose)
    return len(people)


def count(house: House, *, on: date, scope: Scope) -> int:
    """How many people a file of a day would tell of."""
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT count(DISTINCT s.person) FROM standing s JOIN person_name n USING (person) WHERE s.valid @> %s",
            [on],
        )
        return int(register.cursor.fetchall()[0][0])


def _fields(register: Register, kind: str, own: Sequence[str]) -> dict[str, Field]:
    return {name: field for name, field in register.fields(kind).items() if name not in own}


def _columns(own: Sequence[str], fields: Mapping[str, Field]) -> dict[str, str]:
    known = {name: "date" if name in DAYS or name == "counted_from" else "text" for name in own}
    return known | {name: field.type for name, field in fields.items()}


def _stream(register: Register, query: str, values: Mapping[str, Any]) -> Iterator[Any]:
    # Held at the server, so that a register of any size passes through in constant memory.
    with register.cursor.connection.cursor("export") as cursor:
        cursor.itersize = 5_000
        cursor.execute(query, values)
        yield from cursor


# A unit is named by its code where the same unit bears it on the day from which the row holds, else by its id.
_CODE = """CASE WHEN EXISTS (SELECT FROM unit c WHERE c.unit = {u}.unit AND c.code = {u}.code
  AND c.valid @> lower({row}.valid)) THEN {u}.code END"""


def _people(register: Register, fields: Mapping[str, Field], on: date) -> Iterator[list[Any]]:
    query = f"""
SELECT s.person, n.family, n.given, n.middle, s.unit, {_CODE.format(u="u", row="s")}, s.standing, lower(s.valid),
  upper(s.valid), s.counted_from, s.reason, lower(f.valid), f.facts
FROM standing s JOIN person_name n USING (person) JOIN unit u ON u.unit = s.unit AND u.valid @> %(on)s::date
  LEFT JOIN facts f ON f.subject = s.person AND f.valid @> %(on)s::date
WHERE s.valid @> %(on)s::date ORDER BY n.sort, s.person"""
    kinds = list(fields.values())
    for person, family, given, middle, unit, code, *rest, facts in _stream(register, query, {"on": on}):
        where = code if code is not None else ids.show(unit)
        yield [ids.show(person), family, given, middle or None, where, *rest, *_facts(kinds, facts or {})]


def _units(register: Register, fields: Mapping[str, Field], on: date, scope: Scope) -> Iterator[list[Any]]:
    within = "" if scope.whole else "AND u.unit = ANY (ARRAY(SELECT polity_units()))"
    query = f"""
SELECT u.unit, u.code, u.name, u.kind, u.tier, u.parent, {_CODE.format(u="p", row="u")}, lower(u.valid),
  upper(u.valid), u.facts
FROM unit u LEFT JOIN unit p ON p.unit = u.parent AND p.valid @> %(on)s::date
WHERE u.valid @> %(on)s::date {within} ORDER BY u.code"""
    kinds = list(fields.values())
    for unit, code, name, kind, tier, parent, above, since, until, facts in _stream(register, query, {"on": on}):
        where = above if above is not None or parent is None else ids.show(parent)
        yield [ids.show(unit), code, name, kind or None, tier, where, since, until, *_facts(kinds, facts)]


def _facts(fields: Sequence[Field], facts: Mapping[str, Any]) -> Iterator[Any]:
    for field in fields:
        value = facts.get(field.name)
        yield ids.show(value) if field.type == "subject" and isinstance(value, int) else value


def _journal(register: Register, to: Path) -> int:
    count = 0
    with whole(to) as made, made.open("wb") as file:
        for line in sealer.export(register.cursor):
            file.write(line)
            count += 1
    return count


def _entries(register: Register) -> Iterator[list[Any]]:
    for body, seal in _stream(register, "SELECT body, seal FROM journal_seal ORDER BY number", {}):
        said = json.loads(body) | {"seal": seal}
        yield [as_text(said[name]) or None if kind == "text" else said[name] for name, kind in JOURNAL.items()]


def _resolutions(house: House, on: date, scope: Scope) -> Iterator[list[Any]]:
    for found in resolutions.listed(house, scope=scope):
        one, decision = found.resolution, found.decision
        if one.opened <= on:
            decided: list[Any] = [None] * 10
            if decision is not None:
                decided = [decision.day, decision.adopted, *decision.figures, list(decision.clauses),
                           decision.statute, decision.effect]  # fmt: skip
            amends = None if one.amends is None else ids.show(one.amends)
            yield [
                ids.show(one.resolution), one.title, one.says, one.state, one.state_since, one.version, one.opened,
                found.body.code, found.mover.code, amends, *decided, one.reform,
            ]  # fmt: skip
