"""What a person may know of themselves: everything held of them, what they asked for, and what is kept how long."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from psycopg import Cursor

from polity.journal import keys
from polity.journal.canonical import plain
from polity.postgres.database import Row
from polity.readings.house import House, Scope
from polity.readings.kept import kept
from polity.readings.people import here, seen
from polity.register import rights
from polity.register.register import DEEPEST, Register
from polity.register.remembering import Remembering
from polity.register.rights import Consent, Request
from polity.register.tables import REGISTER
from polity.words import ids

PAGE = 100
# Columns whose numbers are ids of people, units or other things.
IDS = (
    "person", "unit", "subject", "sponsor", "contact", "sympathiser", "sending", "receiving", "application", "transfer",
    "request", "term", "answered_by", "looker", "account", "meeting", "parent", "member", "second",
)  # fmt: skip


class Purpose(NamedTuple):
    """A purpose to which people may consent, and how this person stands to it."""

    purpose: str
    label: str
    since: date | None  # None: no consent holds


class Kept(NamedTuple):
    """A declared field: why it is kept, and for how many months after leaving; None without end."""

    field: str
    label: str
    purpose: str
    months: int | None


class Own(NamedTuple):
    """What somebody may decide and ask in their own matter, and how it stands."""

    requests: Sequence[Request]
    purposes: Sequence[Purpose]
    consents: Sequence[Consent]
    kept: Sequence[Kept]
    identity: int | None  # months after leaving for which the person is kept at all
    answer_months: int


class Asked(NamedTuple):
    """A request as the office that answers it sees it."""

    request: Request
    name: str
    unit: str
    standing: str


def own(house: House, person: int, *, scope: Scope) -> Own | None:
    """What a person may decide and ask. None where the scope does not hold them."""
    if here(house, person, scope=scope) is None:
        return None
    with house.register(scope=scope) as snapshot:
        register = Remembering(snapshot)
        given = rights.consents(register, person)
        open_since = {one.purpose: one.since for one in given if one.until is None}
        months = rights.retention(register)
        identity = months.get(rights.IDENTITY)
        return Own(
            rights.requests(register, person),
            [Purpose(key, label, open_since.get(key)) for key, label in rights.purposes(register).items()],
            given,
            [
                Kept(name, field.label, field.purpose, months.get(name, identity))
                for name, field in register.fields("person").items()
            ],
            identity,
            rights.answer_months(register),
        )


def waiting(house: House, *, scope: Scope) -> list[Asked]:
    """What people in a scope asked for that waits for an answer, or for the second person; the earliest due first."""
    if not scope.whole and scope.unit is None:
        return []
    with house.register(scope=scope) as register:
        register.cursor.execute(
            f"SELECT {rights.REQUEST} FROM request WHERE state = 'asked' OR state = 'granted' AND kind = 'erasure'"
            f" ORDER BY due, request LIMIT {PAGE}"
        )
        found = [Request(*row) for row in register.cursor.fetchall()]
        return [asked for one in found if (asked := _asked(register, one, scope)) is not None]


def erased(house: House, *, scope: Scope) -> list[Request]:
    """The requests in a scope by which somebody was erased, the latest first. They name nobody any more."""
    if not scope.whole and scope.unit is None:
        return []
    with house.register(scope=scope) as register:
        register.cursor.execute(
            f"SELECT {rights.REQUEST} FROM request WHERE state = 'done' AND kind = 'erasure'"
            f" ORDER BY state_since DESC, request LIMIT {PAGE}"
        )
        return [Request(*row) for row in register.cursor.fetchall()]


def asked(house: House, request: int, *, scope: Scope) -> Asked | None:
    """A request of somebody in a scope. None if there is none, or it lies outside."""
    with house.register(scope=scope) as register:
        found = rights.request(register, request)
        return None if found is None else _asked(register, found, scope)


def _asked(register: Register, found: Request, scope: Scope) -> Asked | None:
    name = register.names([found.person]).get(found.person)
    spell = register.spell(found.person, on=scope.day)
    unit = register.unit(spell.unit, on=scope.day) if spell else None
    if name is None:
        return None
    return Asked(found, name, unit.name if unit else "", spell.standing if spell else "")


def expiring(house: House, *, scope: Scope, most: int | None = None) -> list[rights.Over]:
    """Who in a scope left longer ago than something still recorded of them is kept."""
    if not scope.whole and scope.unit is None:
        return []
    with house.register(scope=scope) as register:
        return rights.over(register, on=scope.day, unit=None if scope.whole else scope.unit, most=most)


def to_do(house: House, *, scope: Scope) -> tuple[int, int]:
    """How many requests wait in a scope, and how many people have had the time of something."""
    if not scope.whole and scope.unit is None:
        return 0, 0
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT count(*) FROM request WHERE state = 'asked' OR state = 'granted' AND kind = 'erasure'"
        )
        requests = int((register.cursor.fetchone() or (0,))[0])
        months = tuple(sorted(rights.retention(register).items()))
    if not months:
        return requests, 0
    key = ("expiring", scope.day, months)
    return requests, kept(house, key, lambda: len(expiring(house, scope=scope)), scope=scope)


# --- everything held of a person --------------------------------------------------------------------------------------


def package(house: House, person: int, *, scope: Scope) -> dict[str, Any] | None:
    """Everything that is held of a person, as JSON shows it. None where the scope does not hold them.

    tables   every row of the register that is about them, in force and superseded, by table
    fields   what each field means, why it is kept, and how long
    entries  the acts in the journal that concern them, with their own particulars as they were entered
    looks    who opened their record, when and for what
    notices  what they were told
    """
    with house.register(scope=scope) as register:
        if seen(register, person, scope=scope) is None:
            return None
        found: dict[str, Any] = {
            "person": ids.show(person),
            "on": scope.day.isoformat(),
            "organisation": (register.organisation() or ("", {}))[0],
            "fields": _fields(register),
            "consent_purposes": rights.purposes(register),
            "tables": _tables(register, person),
            "looks": _rows(register.cursor, "SELECT * FROM look WHERE person = %s ORDER BY look", [person]),
            "notices": _rows(
                register.cursor,
                "SELECT number, act, valid_on, subject, text FROM notice WHERE person = %s ORDER BY notice",
                [person],
            ),
        }
    found["entries"] = _entries(house, person)
    return found


def _fields(register: Register) -> list[dict[str, Any]]:
    months = rights.retention(register)
    return [
        {
            "field": name, "label": field.label, "type": field.type, "purpose": field.purpose,
            "months_kept_after_leaving": months.get(name, months.get(rights.IDENTITY)),
        }
        for name, field in register.fields("person").items()
    ]  # fmt: skip


def _tables(register: Register, person: int) -> dict[str, Any]:
    """The rows about a person of every table that has a column for whose they are."""
    found: dict[str, Any] = {}
    for table in REGISTER:
        if table.person:
            for name, stored in ((table.name, table.name), (f"{table.name}, superseded", f"{table.name}_past")):
                query = f"SELECT * FROM {stored} WHERE {table.person} = %s ORDER BY entry"
                if rows := _rows(register.cursor, query, [person]):
                    found[name] = rows
    register.cursor.execute("SELECT sympathiser, lower(valid), upper(valid) FROM contact WHERE contact = %s", [person])
    if kept := register.cursor.fetchall():
        found["contact kept with others"] = [{"since": plain(row[1]), "until": plain(row[2])} for row in kept]
    return found


def _rows(cursor: Cursor[Row], query: str, values: Sequence[Any]) -> list[dict[str, Any]]:
    cursor.execute(query, values)
    names = [column.name for column in cursor.description or ()]
    return [_readable(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _readable(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with its ids as people write them and its days as since and until."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if hasattr(value, "lower_inf"):  # a stretch of days
            found |= {"since": plain(value.lower), "until": plain(value.upper)}
        elif name in IDS and isinstance(value, int) and not isinstance(value, bool):
            found[name] = ids.show(value)
        elif isinstance(value, (bytes, memoryview)):
            found[name] = bytes(value).hex()
        else:
            found[name] = plain(value)
    return found


def _entries(house: House, person: int) -> list[dict[str, Any]]:
    """The journal's entries that concern a person, with what lies under their own key. Nothing once it is destroyed."""
    with house.database.acting() as cursor:  # readers have no way to keys; whoever asks was found to see this person
        key = keys.find(cursor, [person]).get(person)
        if key is None:
            return []
        cursor.execute(
            "SELECT p.entry, p.row, p.sealed, s.number, e.act, e.valid_on, e.recorded, e.operator, e.office"
            " FROM particulars p JOIN journal_entry e USING (entry) LEFT JOIN journal_seal s USING (entry)"
            " WHERE p.person = %s ORDER BY p.entry, p.row",
            [person],
        )
        rows = cursor.fetchall()
    found = []
    for entry, at, sealed, number, act, on, recorded, operator, office in rows:
        text = keys.reveal(key, bytes(sealed), entry=entry, row=at)
        found.append(
            {
                "number": number, "act": act, "on": plain(on), "recorded": recorded, "by": operator, "as": office,
                "particulars": None if text is None else _particulars(json.loads(text)),
            }
        )  # fmt: skip
    return found


def _particulars(said: Any) -> Any:
    """Particulars with ids as people write them."""
    if isinstance(said, Mapping):
        return {
            name: ids.show(value) if name in IDS and isinstance(value, int) else _particulars(value)
            for name, value in said.items()
        }
    return [_particulars(one) for one in said] if isinstance(said, list) else said


def lines(found: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """A package as lines of part, name and value: for a sheet, and for reading."""
    flat: list[tuple[str, str, str]] = []

    def walk(part: str, name: str, value: Any) -> None:
        if isinstance(value, Mapping):
            for key, item in value.items():
                walk(part, f"{name}.{key}" if name else str(key), item)
        elif isinstance(value, list) and any(isinstance(item, (Mapping, list)) for item in value):
            for at, item in enumerate(value, start=1):
                walk(part, f"{name} {at}".strip(), item)
        elif value not in (None, "", []):
            said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            flat.append((part, name, said))

    for part, value in found.items():
        if part == "tables":
            for table, rows in value.items():
                walk(table, "", rows)
        else:
            walk(part, "", value)
    return flat


class Sent(NamedTuple):
    """A file of many people that went out, this person among them."""

    made: date
    purpose: str
    unit: str  # whose people; empty for the whole organisation
    expires: date


_SENT = f"""
SELECT e.made, e.purpose, coalesce(o.name, ''), e.expires
FROM (SELECT export, made, purpose, unit, expires FROM export WHERE what = 'people' AND approved
  ORDER BY made DESC, export LIMIT 500) e
JOIN standing s ON s.person = %(person)s AND s.valid @> e.made
LEFT JOIN LATERAL (
  WITH RECURSIVE up (at, above, name, step) AS (
    SELECT unit, parent, name, 0 FROM unit WHERE unit = s.unit AND valid @> e.made
    UNION ALL SELECT u.unit, u.parent, u.name, step + 1 FROM up JOIN unit u ON u.unit = above AND u.valid @> e.made
    WHERE step < {DEEPEST})
  SELECT name FROM up WHERE at = e.unit LIMIT 1) o ON true
WHERE e.unit IS NULL OR o.name IS NOT NULL
ORDER BY e.made DESC, e.export LIMIT %(most)s"""


def exports(house: House, person: int, *, scope: Scope) -> list[Sent]:
    """The files in which a person went out, the latest first. Nothing where the scope does not hold them."""
    if here(house, person, scope=scope) is None:
        return []
    with house.register(scope=Scope(day=scope.day, whole=True)) as register:  # to find those of units above, too
        register.cursor.execute(_SENT, {"person": person, "most": PAGE})
        return [Sent(*row) for row in register.cursor.fetchall()]
