"""What the register holds on a day, and the journal, row by row, for a file.

A file of people or of units is one that an import reads again: imported where it came from, it changes nothing.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from polity.journal import sealer
from polity.readings.files import as_text, whole, write
from polity.readings.house import House, Scope
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
DAYS = ("since", "until", "facts_since")


def export(house: House, what: str, to: Path, *, on: date, scope: Scope) -> int:
    """Write people, units or the journal to a file, in the form that its ending names. Returns how many rows.

    People   whose spell holds the day, former ones too; one row each, with that spell and the facts of the day
    Units    that stand on the day
    Journal  what is sealed; as JSON Lines in exactly the bytes that were sealed, which the verifier reads
    Scope    only what the reader may see; those who were erased have no name any more and are left out
    """
    with house.register(scope=scope) as register:
        if what == "people":
            fields = _fields(register, "person", PEOPLE)
            return write(to, _columns(PEOPLE, fields), _people(register, fields, on), on=on)
        if what == "units":
            fields = _fields(register, "unit", UNITS)
            return write(to, _columns(UNITS, fields), _units(register, fields, on, scope), on=on)
        if to.suffix.lower() == ".jsonl":
            return _journal(register, to)
        return write(to, JOURNAL, _entries(register), on=on)


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
    query = f"""
SELECT u.unit, u.code, u.name, u.kind, u.tier, u.parent, {_CODE.format(u="p", row="u")}, lower(u.valid),
  upper(u.valid), u.facts
FROM unit u LEFT JOIN unit p ON p.unit = u.parent AND p.valid @> %(on)s::date
WHERE u.valid @> %(on)s::date {"" if scope.whole else "AND u.unit IN (SELECT polity_units())"} ORDER BY u.code"""
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
