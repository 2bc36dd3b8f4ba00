"""What was done: the sealed entries as anybody may read them, and what an entry changed within one's scope."""

import json
from collections.abc import Container, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from polity.postgres.database import Row
from polity.readings.house import House, Scope
from polity.register.naming import called_last
from polity.register.register import Register
from polity.register.tables import REGISTER
from polity.words import ids

PAGE = 50
SHOWN = 20  # people named beside an entry
TABLES = tuple(table.name for table in REGISTER if table.shown)


class Entry(NamedTuple):
    """A sealed entry, as its seal binds it."""

    number: int
    act: str
    on: str
    recorded: str
    by: str
    office: str  # `secretary@3F7K-...`, or empty
    where: tuple[str, str]  # the name and code of the office's unit, or empty
    law: str
    rows: int
    seal: str
    body: str


class Effects(NamedTuple):
    """What an entry changed, as far as the reader's scope shows it."""

    rows: Mapping[str, int]  # rows of each kind that stand as the entry made them; only for a scope over the whole
    people: Sequence[tuple[int, str]]
    more: int  # people beyond those named


def entries(house: House, *, scope: Scope, before: int | None = None, act: str = "") -> tuple[list[Entry], int | None]:
    """A page of the journal, the latest first, and the number before which the next page goes on, if there is one."""
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT s.number, s.body, s.seal FROM journal_seal s JOIN journal_entry e USING (entry)"
            " WHERE s.number < %s AND (%s = '' OR e.act = %s) ORDER BY s.number DESC LIMIT %s",
            [before if before is not None else 2**62, act, act, PAGE + 1],
        )
        rows = register.cursor.fetchall()
        found = _entries(register, rows[:PAGE])
    return found, found[-1].number if len(rows) > PAGE else None


def entry(house: House, number: int, *, scope: Scope) -> tuple[Entry, str, int | None] | None:
    """An entry by its sealed number, the seal before it, and the number after it. None if there is none."""
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT number, body, seal FROM journal_seal WHERE number BETWEEN %s AND %s ORDER BY number",
            [number - 1, number + 1],
        )
        near = {int(row[0]): row for row in register.cursor.fetchall()}
        if number not in near:
            return None
        previous = str(near[number - 1][2]) if number - 1 in near else ""
        (this,) = _entries(register, [near[number]])
        return this, previous, number + 1 if number + 1 in near else None


def sealed(house: House, entry: int, *, scope: Scope) -> int | None:
    """The number under which an entry was sealed; None while it waits to be."""
    with house.register(scope=scope) as register:
        register.cursor.execute("SELECT number FROM journal_seal WHERE entry = %s", [entry])
        found = register.cursor.fetchone()
    return None if found is None else int(found[0])


def known_on(house: House, day: date, *, scope: Scope) -> int:
    """The number of the last entry recorded up to the end of a day: as of it, what was known then can be asked."""
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT coalesce(max(s.number), 0) FROM journal_seal s JOIN journal_entry e USING (entry)"
            " WHERE left(e.recorded, 10) <= %s",
            [day.isoformat()],
        )
        row = register.cursor.fetchone()
    return int(row[0]) if row else 0


def _entries(register: Register, rows: Sequence[Row]) -> list[Entry]:
    """Sealed entries, from their numbers, bodies and seals."""
    read = [(number, json.loads(body), seal, body) for number, body, seal in rows]
    places = called_last(register, (unit for _number, said, *_ in read if (unit := _office(said)[1]) is not None))
    return [_entry(*row, places) for row in read]


def _entry(number: int, said: Mapping[str, Any], seal: str, body: str, places: Mapping[int, tuple[str, str]]) -> Entry:
    office, unit = _office(said)
    where = ("", "") if unit is None else places[unit]
    return Entry(
        number, said["act"], said["on"], said["recorded"], said["by"], office, where, said["law"] or "", said["rows"],
        seal, body,
    )  # fmt: skip


def _office(said: Mapping[str, Any]) -> tuple[str, int | None]:
    """The office that an entry was made in, and its unit."""
    office, _, unit = (said["as"] or "").partition("@")
    return office, ids.read(unit) if unit else None


def effects(house: House, number: int, *, scope: Scope) -> Effects:
    """What an entry changed within the reader's part of the tree. Outside it nothing is shown, not even how much."""
    if not scope.whole and scope.unit is None and scope.person is None:
        return Effects({}, [], 0)
    with house.register(scope=scope) as register:
        register.cursor.execute("SELECT entry FROM journal_seal WHERE number = %s", [number])
        row = register.cursor.fetchone()
        if row is None:
            return Effects({}, [], 0)
        made = int(row[0])
        rows = _counts(register, made) if scope.whole else {}
        people = _people(register, made, rows) if scope.whole else _people_within(register, made)
        shown = sorted(people)[:SHOWN]
        known = register.names(shown)
    return Effects(rows, [(person, known.get(person, "")) for person in shown], len(people) - len(shown))


def _counts(register: Register, made: int) -> dict[str, int]:
    counts = ", ".join(f"(SELECT count(*) FROM {table} WHERE entry = %(made)s)" for table in TABLES)
    register.cursor.execute(f"SELECT {counts}", {"made": made})
    found = register.cursor.fetchone() or ()
    return {table: int(count) for table, count in zip(TABLES, found, strict=True) if count}


SUBJECTS = {
    "standing": "person", "facts": "subject", "application": "person", "sponsor": "person", "transfer": "person",
    "office_term": "person",
}  # fmt: skip


def _people_within(register: Register, made: int) -> set[int]:
    """Those of a part of the tree whom the entry concerns.

    Asked person by person, for a branch holds a dozen people where an entry may have brought ten thousand.
    """
    said = " OR ".join(
        f"EXISTS (SELECT FROM {table} t WHERE t.{column} = p.person AND t.entry = %(made)s)"
        for table, column in SUBJECTS.items()
    )
    register.cursor.execute(
        "WITH p AS MATERIALIZED (SELECT DISTINCT polity_people() AS person)"
        f" SELECT person FROM p WHERE person IS NOT NULL AND ({said})",
        {"made": made},
    )
    return {int(row[0]) for row in register.cursor.fetchall()}


def _people(register: Register, made: int, rows: Container[str]) -> set[int]:
    """Those whom the entry concerns: whose standing it made; failing that, whose facts or ties.

    rows  the tables of which rows stand as the entry made them
    """
    for table, column in SUBJECTS.items():
        if table not in rows:
            continue
        register.cursor.execute(
            f"SELECT t.{column} FROM {table} t JOIN subject k ON k.subject = t.{column}"
            " WHERE t.entry = %s AND k.kind = 'person'",
            [made],
        )
        if found := {int(row[0]) for row in register.cursor.fetchall()}:
            return found
    return set()
